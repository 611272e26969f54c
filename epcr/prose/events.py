"""Things with a time of their own, by the words right before or right behind the time: "left the scene at 17:15"."""

from __future__ import annotations

import re
from typing import Final, NamedTuple

from epcr.prose.spoken_file import listed
from epcr.prose.tokens import words

_PLACE: Final = (
    r"(?: (?:at|to|in|from|of|with) (?:[^.,;:0-9]|st\.|dr\.){1,40})?"  # "STEMI alert from the living room"
)
_THERE: Final = (
    r"(?: (?:at|to))?(?: (?!find|found|assess|treat|assist|see|be|patient|pt|this|with|alert|pale|and|by|in|as|no|then|from|until|"
    r"since)"
    r"(?:st\.|[a-z'-]+)){0,4}"
)  # "arrived at St. Anne"
_TO_WHOM: Final = r"(?: to (?:[^.,;:0-9]|st\.|dr\.){1,40})?"
_GAUGE: Final = r"(?:14|16|18|20|22|24) ?(?:gauge|ga|g)"
_LIMB: Final = (
    r"(?:,? (?:to|on|at|in|the|left|right|l|r|upper|lower|arm|forearm|thigh|leg|high|extremity|calf|lue|rue|lle|rle|chest|"
    r"side|ac|antecubital|hand|wrist|humeral|humerus|head|tibia|tibial|proximal|prox|x ?1|first attempt|x ?1 attempt|"
    rf"1 attempt|{_GAUGE})){{0,7}}"
)
_FALL: Final = (
    r"(?:fell|fall|(?<!him )(?<!her )(?<!them )(?<!pt )(?:came |went )?off(?= (?:a|the|his|her) (?:ladder|roof|horse|bike|scaffold\w*)))"
    r"(?: (?:[0-9]+|ft|feet|from|off|of|a|an|the|his|her|ladder|through|greenhouse|roof|glass|window|down|stairs|"
    r"steps|bike|bicycle|horse|tree|chair|bed|onto|on|concrete|ground|wall|scaffold|scaffolding)){0,9}"
)
_SCENE: Final = r"(?:the |this |his |her |their )?(?:scene|«homes»|«public_places»)"
_SYMPTOM: Final = (
    r"(?:pain|pressure|tightness|symptoms?|weakness|discomfort|complaints?|sob|breathing|droop|"
    r"slurring|it|which|that|this)"
)
_NO_WAY: Final = r"(?<!mg )(?<!mcg )(?<!ml )(?<! g )(?<!units )(?<!via )(?<!by )(?<![0-9], )(?<![0-9] )"
_PLACED: Final = r"(?: (?:iv|access|was|established|started|placed|obtained|inserted)){0,4}"
_CONTROL: Final = r"med(?:ical)? control"
_TAKEN: Final = (
    r"(?:apixaban|eliquis|rivaroxaban|xarelto|warfarin|coumadin|dabigatran|pradaxa|clopidogrel|plavix|(?:blood )?thinner|anticoagulant|"
    r"metoprolol|lisinopril|metformin|atorvastatin|insulin|lispro|glargine)"
)
_HANDED_OVER: Final = (
    r"care (?:was )?(?:transferred|turned over|handed over)|care(?= to (?:dr|rn|the (?:rn|nurse|doctor))\b)"
)


class _EventWords(NamedTuple):
    """What happened, the words that end right before its time, and those that begin right behind one."""

    what: str
    before: str
    behind: str = ""


_WORDS: Final = (
    _EventWords(
        "team_alert",
        rf"(?:called|activated|notified|alerted) (?:the )?(?:cath lab|cath team|trauma team|stroke team){_PLACE}|"
        r"alert(?:ed)? to the hospital|"
        r"(?:stemi|stroke|trauma|cath) page (?:was |went )?(?:out|sent)|(?:stemi|stroke|trauma|sepsis|cath) alert went|"
        r"(?:stemi|stroke|trauma|sepsis|cath(?: lab)?|team|code stemi|code stroke|hospital|"
        r"cardiac arrest|arrest)(?: team)? (?:was |were )?(?:pre-?)?"
        r"(?:alert(?:ed|s)?|activat(?:ed|ion)|notif(?:ied|ication))"
        rf"(?: (?:was |went )?(?:called|sent|activated|made|issued|given|out|in|transmitted|relayed|"
        rf"phoned|radioed)(?: in| out)?)?{_PLACE}",
        r"(?:stemi|stroke|trauma|sepsis) alert\b",
    ),
    _EventWords(
        "team_told",
        r"(?:stemi|stroke|trauma|sepsis|cath|(?:cardiac )?arrest) (?:team|lab|center)(?: (?:at|of|in) (?:[^.,;:0-9]|st\.){1,30}?)?"
        r" (?:(?:was|were|had been|got) )?(?:first |only )?(?:pre-?)?(?:alerted|told|notified|called|activated|informed|warned|paged|"
        r"put on notice|put on alert|given (?:the |a |an )?(?:notice|word|heads-?up|alert|warning)|(?:the |a |an |our )?(?:word|notice|"
        r"heads-?up|alert|call|warning))(?: from us| by us| by radio| by phone|"
        r" (?:from|in|out of) (?:the |his |her )?(?:«homes»|scene|living "
        r"room|driveway|street|rig|truck|ambulance))?",
    ),
    _EventWords(
        "last_known_well",
        r"(?:lkw|lkn|lsn|lkwt|last (?:known|seen) (?:to be )?(?:well|normal|ok|okay|at baseline))(?: time| was)?",
    ),
    _EventWords(
        "transfer_of_care",
        rf"(?:(?:pt |patient )?{_HANDED_OVER}|transfer(?:red)?(?: of)?(?: pt| patient)? care|turned over care|toc|"
        rf"transferred care|(?:handed|turned|signed) (?:him|her|pt|patient|the patient|the pt) over|"
        rf"hand(?:ed)?[- ]?over|handoff|care transfer){_TO_WHOM}",
        rf"(?:{_HANDED_OVER}|transfer(?:red)? (?:of )?care|toc)\b",
    ),
    _EventWords(
        "back_in_service",
        r"(?:back in service|returned to service|returned in service|unit available|(?:back )?available|in service)",
        r"(?:back in service|returned to service)\b",
    ),
    _EventWords("cancelled", r"cancell?ed(?: by dispatch| en ?route)?", r"cancell?ed\b"),
    _EventWords(
        "left_scene",
        r"(?:scene )?departure(?: from (?:the )?scene)?|"
        rf"(?:left|departed|departing|leaving|cleared|depart|off|clear of|pulled away from|"
        rf"pulled out of) {_SCENE}(?: with [^.,;:0-9]{{1,30}})?|"
        r"(?:we|unit|crew|and|t:|^) ?(?:left|departed)(?: for [a-z. ]{3,25})?|"
        r"transport (?:was )?(?:initiated|begun|began|started)|began transport|transporting|off to [a-z. ]{3,20}|"
        r"(?:pulled|rolled|drove|backed) (?:out|away|off)(?: of| from)?(?: (?:the |his |her )?(?:driveway|yard|street|lot|curb|"
        r"scene|«homes»|«public_places»))?(?: with (?:him|her|the pt|the patient))?|"
        r"rolling (?:to|toward|for|with) [a-z. ]{3,20}",
        rf"(?:left|departed|leaving) {_SCENE}|transport (?:initiated|begun|began|started)",
    ),
    _EventWords(
        "rolling",
        r"wheels (?:were )?(?:rolling|turning|moving)(?: by)?|(?:on the road|under way|underway)(?: with (?:him|her))?",
    ),
    _EventWords(
        "at_hospital",
        r"(?<=[0-9]{4}, )(?:and )?at (?:the )?(?:hospital|ed|er|trauma center|destination|st\.? [a-z]+)|"
        r"(?<=[0-9]:[0-9]{2}, )(?:and )?at (?:the )?(?:hospital|ed|er|trauma center|destination|st\.? [a-z]+)|"
        r"(?<=[a-z0-9], )(?:and |then )?(?:the hospital|st\.? [a-z]+)",
    ),
    _EventWords(
        "unit_came",
        r"(?:medic|ambulance|engine|rescue|squad) [0-9]{1,3} (?:(?:then |also |only |had |finally )?(?:came|joined|arrived|got|showed up|"
        r"pulled up|was (?:there|with)|met)|was on scene|on scene|"
        r"(?:did not |didn't )?(?:reach(?:ed)?|got? to|get to) us(?: until)?)"
        r"(?: (?:in|up|there|us|to (?:us|help|assist)|help|out|with us|the crew|"
        r"on scene|at the (?:scene|«homes»|«public_places»)))*",
    ),
    _EventWords(
        "on_scene",
        rf"(?:arrived|arrival|arriving)(?: on| at)? {_SCENE}|aos|on {_SCENE}|on-scene|onscene",
        rf"(?:(?:arrived |arrival |aos )(?:on|at) {_SCENE}|(?:on|at) (?:the )?scene|aos\b)",
    ),
    _EventWords(
        "at_patient",
        r"(?:at (?:the )?(?:patient|pt)(?:'s)?(?: side| bedside)?|(?:pt|patient) contact(?: was)?(?: made)?|"
        r"first medical contact|fmc|made (?:pt|patient) contact|reached (?:the )?(?:pt|patient|him|her)"
        r"(?: in (?:the )?(?:[a-z]+ )?(?:room|kitchen|yard|garden|garage|bedroom|"
        r"bathroom|hallway|rink|arena|greenhouse))?|"
        r"contact(?: with (?:the )?(?:pt|patient|him|her))?(?: was)?(?: first)? made|contact with (?:the )?(?:pt|patient|him|her)|"
        r"made contact(?: with (?:the )?(?:pt|patient|him|her))?|laid eyes on (?:the )?(?:him|her|pt|patient)|"
        r"(?:(?:we|i) (?:was |were |got |stood )?|(?<=[a-z0-9], )(?:and |then )?)"
        r"(?:at|by|to) (?:his|her|the pt's|the patient's) (?:bed)?side)",
        r"(?:at (?:the )?(?:patient|pt)\b|(?:pt|patient) contact|made (?:pt|patient) contact|first medical contact)",
    ),
    _EventWords(
        "arrived",
        rf"(?:arrived|arrival|arriving|made(?= (?:the hospital|st\b))|pulled in(?:to)?|pulled up|rolled in(?:to)?|reached){_THERE}",
        r"(?:arrived|arrival)\b",
    ),
    _EventWords(
        "en_route",
        r"(?:en ?route|en-route|responding|responded)(?: to (?:the )?(?:call|scene|hospital|ed|er))?",
        r"(?:en ?route|en-route|responding)\b",
    ),
    _EventWords(
        "dispatched",
        r"(?:call (?:was )?received|dispatched|toned out|toned|paged(?: out)?|unit notified|^notified|"
        r"(?:we|crew) (?:were|was|got) notified|dispatch time|alarm(?: time)?)",
        r"(?:dispatched|call received|toned|paged)\b",
    ),
    _EventWords(
        "onset",
        rf"onset(?: time| was| of {_SYMPTOM})?|"
        rf"(?:pain|pressure|tightness|discomfort|sob) (?:dates )?from|{_SYMPTOM}(?: \w+){{0,2}} (?:began|started|came on)|"
        r"came on suddenly|sudden onset|symptoms (?:were |was )?(?:first )?(?:noticed|noted)|"
        rf"since|sx onset|"
        rf"symptom onset|{_FALL}",
    ),
    _EventWords(
        "went_odd",
        r"(?:stopped (?:making (?:any )?sense|talking (?:any )?sense)|quit making sense|(?:began|started) (?:to talk|talking) nonsense|"
        r"(?:became|got|turned|grew|woke(?: up)?) (?:acutely )?(?:confused|disoriented)|(?:has not|hasn't|not) made sense since|"
        r"(?:chest|it|pain) (?:tightened up|hit (?:him|her)|grabbed (?:him|her)))",
    ),
    _EventWords(
        "arrest",
        r"(?<!re-)(?:(?:cardiac )?arrest(?:ed)?|collapsed?|went down|coded|"
        r"(?:he|she|pt|patient|arrest,|man|woman) dropped)(?:,? witnessed,?)?",
        r"(?:witnessed )?(?:cardiac )?(?:collapse|arrest)\b",
    ),
    _EventWords(
        "pulse_back",
        r"(?:rosc|(?:pulses?|circulation) (?:was |were |came )?(?:back|returned|regained)|"
        r"return of (?:spontaneous )?(?:circulation|pulses?)|regained (?:a )?pulses?|"
        r"(?:had|got) (?:a |his |her )?pulses? back|we (?:had|got) (?:him|her) back|(?:a |the |his |her )?pulse came "
        r"back)(?: (?:achieved|obtained|was|occurred))?",
        r"(?:rosc|pulses? back|return of (?:spontaneous )?circulation)\b",
    ),
    _EventWords(
        "refusal_signed",
        r"(?:signed (?:the |a |his |her |our )?(?:refusal|ama)(?: form| paper\w*)?|refusal (?:(?:form|paper\w*|sheet) )?(?:was )?signed|"
        r"(?:^|\b(?:he|she|pt|patient|diabetic|male|female|man|woman) )signed(?: off| out| it)?(?: ama)?)"
        r"(?: by (?:the )?(?:pt|patient|him|her))?",
    ),
    _EventWords(
        "signed_for",
        r"(?:rn|nurse|md|doctor|dr\.? [a-z'-]+) signed(?: for)?(?: (?:him|her|(?:the )?(?:pt|patient|report|transfer)))?",
    ),
    _EventWords(
        "last_dose",
        rf"last (?:dose(?: (?:was|taken|of [a-z]+))?|one(?: was| taken)?|tab(?:let)?|taken|took (?:it|one)|pill)|"
        rf"last {_TAKEN}(?: (?:dose|tablet|pill))?"
        rf"(?: was| were)?(?: taken)?|{_TAKEN} (?:was |were )?last (?:taken|dosed)?",
    ),
    _EventWords(
        "last_oral_intake",
        r"(?:last (?:ate|oral intake|meal|food|po intake|ate or drank)|npo since)(?: [a-z]+){0,3}",
    ),
    _EventWords(
        "ate",
        r"(?:(?:(?:a|an|half|some|two|one) )?(?:tea|toast|coffee|sandwich(?:es)?|soup|pizza|salad|pasta|burger|eggs|cereal|oatmeal|"
        r"lunch|dinner|supper|snack|chicken|rice|fruit|yogurt|donuts?|bagel|muffin|cookies|crackers)(?:,? and |, | & | with )?){1,4}",
    ),
    _EventWords(
        "ecg",
        r"(?:(?:12|15)[ -]?leads?(?: ecg| ekg)?|v4r)(?: (?:was |were )?(?:acquired|obtained|done|performed|taken|transmitted|sent))?|"
        r"(?:ecg|ekg) (?:was |were )?(?:acquired|obtained|done|performed|taken|transmitted|sent)",
        r"(?:12|15)[ -]?lead",
    ),
    _EventWords(
        "tourniquet",
        rf"(?:tourniquet|tq)(?: time| was| has been| is)?(?: (?:applied|placed|on|up|went|in place))*{_LIMB}(?: since)?",
        r"(?:tourniquet|tq)\b",
    ),
    _EventWords(
        "iv",
        rf"{_NO_WAY}(?:iv|piv|{_GAUGE}){_PLACED}{_LIMB}",
        rf"(?:iv|piv) (?:access|established|started|placed|1[468]|2[024])|{_GAUGE}\b",
    ),
    _EventWords(
        "io", rf"{_NO_WAY}io{_PLACED}{_LIMB}", r"io (?:access|established|started|placed|left|right)"
    ),
    _EventWords(
        "airway",
        r"(?:sga|i-?gel|king|supraglottic(?: airway)?)(?: (?:size )?#?[0-9])?(?: (?:was )?(?:placed|inserted|in))?",
        r"(?:sga|i-?gel|supraglottic)\b",
    ),
    _EventWords(
        "control",
        rf"{_CONTROL}(?: was)?(?: contacted| called| consulted)?|(?:contacted|called|consulted) {_CONTROL}",
        rf"{_CONTROL}\b",
    ),
    _EventWords("intubation", r"(?:intubated|intubation|ett(?: placed)?)", r"(?:intubated|intubation)\b"),
    _EventWords("cpap", r"cpap(?: (?:applied|placed|started|initiated))?", r"cpap\b"),
    _EventWords(
        "shock",
        r"(?:defibrillated|defibrillation|shocked|cardioverted|cardioversion|shocks? (?:delivered|given|by aed))"
        r"(?: (?:at |with )?[0-9]{2,3} ?j(?:oules)?)?",
        r"defibrillated\b|cardioverted\b|(?:one|first|1st|second|2nd|third|3rd|fourth|4th|1) shock\b|"
        r"shock (?:[0-9]|delivered|given)\b",
    ),
    _EventWords(
        "decompression",
        rf"(?:needle (?:chest )?decompression|decompressed){_LIMB}",
        r"needle (?:chest )?decompression",
    ),
)
# Between the words and the time.
_JOINS: Final = re.compile(
    r"(?:\b(?:at|was|is|time|around the time of|around|about|approx\w*|roughly)|[@:,(\-–=]|\s)+$"
)
_JOINS_BEHIND: Final = listed(
    r"^(?:\s|[:\-–,)]|\b(?:hrs|hours|hr|h|pm|am)\b|\b(?:we|unit|crew|medic [0-9]+|pt|patient)\b)+"
)
_BEFORE: Final = listed(
    r"(?:^|[^\w-])(?:" + "|".join(f"(?P<{event.what}>{event.before})" for event in _WORDS) + ")$"
)
_BEHIND: Final = listed("|".join(f"(?P<{event.what}>{event.behind})" for event in _WORDS if event.behind))
_CLOCK_ENDS: Final = re.compile(
    r"(?:^|[\s,;(])(?:[0-2]?[0-9]:[0-5][0-9](?::[0-5][0-9])?|[0-2][0-9][0-5][0-9])[ :]*$"
)
# Without one of these nothing above is said.
TOLD_BY: Final = words("""
    sga igel gel king supraglottic line
    tea toast coffee sandwich sandwiches soup pizza salad pasta burger eggs cereal oatmeal lunch dinner supper snack chicken rice fruit
    yogurt donut donuts bagel muffin cookies crackers
    called cath signed off refusal ama ate oral intake meal npo dose taken pulled rolled residence house away off rolling
    return pulses pulse
    rosc back sudden alert alerted alerts activated activation notified notification lkw lkn lsn lkwt known seen care toc
    handover
    handoff over service available cancelled canceled left departed departing leaving cleared depart transport
    transporting scene aos onscene went coded patient pt contact fmc arrived arrival arriving route enroute responding responded
    call dispatched dispatch toned paged alarm onset since began started came arrest arrested collapse collapsed ecg
    ekg lead leads tourniquet tq iv piv io intubated intubation ett cpap defibrillated defibrillation shocked
    cardioverted cardioversion shock shocks fell fall v4r control contacted gauge ga g decompression decompressed
    reached lab wheels road way underway rolled drove backed joined made laid eyes side bedside sense nonsense confused disoriented
    tightened grabbed hit apixaban eliquis rivaroxaban xarelto warfarin coumadin dabigatran pradaxa clopidogrel plavix "
        "thinner anticoagulant
    metoprolol lisinopril metformin atorvastatin insulin lispro glargine trauma hospital ed er st medic ambulance engine rescue
    squad him her available departure notified pain pressure tightness discomfort sob dropped us
""")
# "Pain from 1718 on was 4": since then it was so much, and not since then there.
_A_SPAN: Final = re.compile(r" ?(?:on\b|onward|to\b|until\b|till\b|-|–|was\b|is\b|(?:has|had) been)")
_CLAUSES: Final = re.compile(r"[.,;]")
# Who did it: a time of the unit is one of this unit only where nobody else stands before it ("Medic 4 arrived at 19:46").
_OURS: Final = re.compile(
    r"(?:^|[.,;:]|\b(?:we|crew|unit|ems|and|upon|on|our|then|time|of|arrived|arrival|medics?|i|pt|patient|"
    r"ambulance|with pt|was|at|their|initial))\s*$"
)
_UNIT: Final = re.compile(
    r"\b((?:medic|ambulance|unit|rescue|engine|squad|ems|m|a|e|r) ?-?[0-9]{1,4})\s*(?:was |crew )?$"
)
_OF_THE_UNIT: Final = frozenset(
    {
        "dispatched",
        "en_route",
        "on_scene",
        "at_patient",
        "arrived",
        "left_scene",
        "back_in_service",
        "cancelled",
    }
)
LONGEST: Final = 70  # characters before or behind a time that are looked at
# A time with one of these in the sentence is no onset: something got better, or something else began.
_NO_ONSET: Final = re.compile(
    r"\b(?:no|not|worse\w*|dizz\w*|nause\w*|vomit\w*|gone|free|better|relie[fv]\w*|eased|improv\w*|denies|resolved|awake|alert|"
    r"dry|stable|unchanged|iv|tourniquet|cpr|pads?|oriented|"
    r"oxygen|o2|running|given|last|transport\w*|without|decreas\w*)\b"
)
_NOT_AGAIN: Final = re.compile(
    r"\b(?:re-?arrest\w*|second arrest|again|attempt(?:s|ed|ing)\b|(?<!1 )(?<!first )(?<!one )(?<!second )attempt\b|unsuccessful\w*|"
    r"failed|cancel\w*|plan\w*|eta|due|removed|loosened|dc'?d)\b"
)
_ANOTHER: Final = re.compile(r"\b(?:second|third|2nd|3rd|another|repeat\w*|serial|additional)\b")
_PROCEDURES: Final = frozenset(
    {"ecg", "tourniquet", "iv", "io", "intubation", "cpap", "shock", "decompression", "control"}
)
# "Dressing under the tourniquet at 14:16", "oxygen after the tourniquet, at 14:19": something else was done then.
_BESIDE_IT: Final = re.compile(
    r"\b(?:under|over|below|above|beside|after|before|following|since|until|ahead of|prior to) (?:the |a |his |her )?$"
)
# "First set after ROSC, 1942": the time is that of the set.
_AFTER_IT: Final = re.compile(r"\b(?:after|following|post|since)[ -](?:the |his |her )?$")
# "Dr. Teale, the hospital, 1434": somebody there was spoken to.
_SPOKEN_TO_IT: Final = re.compile(
    r"\b(?:dr|doctor|control|order\w*|call\w*|notif\w*|alert\w*|told|spoke|report\w*|eta|radio\w*|phon\w*)\b"
)
# "We told the hospital of the arrest at 19:58": it was told then.
_TOLD_OF_IT: Final = re.compile(
    r"\b(?:told|tell\w*|notif\w+|inform\w+|alert\w*|advis\w+|radio\w*|call\w*|phon\w*)\b[^.;,\n]{0,40}"
    r"\b(?:of|about) (?:the |his |her |an )?$"
)
_TAKEN_BEFORE: Final = re.compile(rf"\b{_TAKEN}\b")
_SYMPTOMS: Final = re.compile(
    r"\b(?:pain|pressure|tight\w*|chest|symptom\w*|sob|breath\w*|weak\w*|droop|speech|slur\w*|complain\w*|headache|nause\w*|dizz\w*|"
    r"discomfort|confus\w*|altered|letharg\w*|unwell|drowsy|numb\w*|hurt\w*|sick|ill|vomit\w*|sweat\w*|soaking)\b"
)


class EventClaim(NamedTuple):
    """What happened, how many characters away from the time the words end, and the unit that is named for it ("medic 4")."""

    what: str = ""
    length: int = 0
    unit: str = ""


class Around(NamedTuple):
    """What a whole sentence says that an onset is believed by; read once, however many times the sentence has."""

    symptoms: bool
    something_else: bool


def around(lower: str) -> Around:
    """What a sentence in small letters says of an onset."""
    return Around(_SYMPTOMS.search(lower) is not None, _NO_ONSET.search(lower) is not None)


def before_the_time(left: str, right: str, whole: Around) -> EventClaim:
    """What the words right before a time say that happened then; nothing where they say nothing.

    `left` and `right` are the text around the time in small letters, `whole` is what its sentence says.
    """
    near = left[-LONGEST - 20 :]
    joined = _JOINS.sub("", near)
    match = _BEFORE().search(joined, max(0, len(joined) - LONGEST))
    what = match.lastgroup if match else None
    if match is None or what is None or not _holds(what, near + right[:30], whole):
        return EventClaim()
    if _is_of_else(what, match.group(what), near[: match.start(what)], right):
        return EventClaim()
    unit = ""
    if what == "unit_came":
        unit = " ".join(match.group().split()[:2])
    elif what in _OF_THE_UNIT and _OURS.search(near[: match.start(what)]) is None:
        named = _UNIT.search(near[: match.start(what)])
        if named is None:
            return EventClaim()
        unit = named[1]
    return EventClaim(what, len(near) - match.start(what), unit)


def _is_of_else(what: str, told_by: str, before: str, right: str) -> bool:
    """Whether the words before an event, or those behind the time, say that the time is of something else."""
    return (
        (told_by.endswith("from") and _A_SPAN.match(right) is not None)
        or _CLOCK_ENDS.search(before) is not None  # "1411 TQ, 1419": it has a time of its own
        or (told_by == "since" and not _speaks_of_a_symptom(before + told_by))
        or (what in _PROCEDURES and _BESIDE_IT.search(before) is not None)
        or (what == "pulse_back" and _AFTER_IT.search(before) is not None)
        or (what == "last_dose" and "one" in told_by and _TAKEN_BEFORE.search(before) is None)
        or (what == "arrest" and _TOLD_OF_IT.search(before) is not None)
        or (what == "at_hospital" and _SPOKEN_TO_IT.search(before) is not None)
    )


_FOR_IT: Final = re.compile(
    r"\bfor (?:the |his |her )?(?:pain|nausea)\b"
)  # "nothing more for pain since 1429"


def _speaks_of_a_symptom(left: str) -> bool:
    """Whether the words before a "since" do: "chest pain since", "chest pain, like a strap, since", and not "oriented since"."""
    *before, clause = _CLAUSES.split(left)
    words_before = clause if len(clause.split()) > 1 else " ".join((*before, clause))
    return _SYMPTOMS.search(words_before) is not None and _FOR_IT.search(words_before) is None


def behind_the_time(right: str, whole: Around) -> EventClaim:
    """What the words right behind a time that begins a sentence say."""
    joins = _JOINS_BEHIND().match(right[:LONGEST])
    skipped = joins.end() if joins else 0
    near = right[skipped : skipped + LONGEST]
    match = _BEHIND().match(near)
    what = match.lastgroup if match else None
    if match is None or what is None or not _holds(what, near, whole):
        return EventClaim()
    return EventClaim(what, skipped + match.end())


def _holds(what: str, near: str, whole: Around) -> bool:
    if what == "onset":
        named = any(
            words in near
            for words in (
                "fell",
                "fall",
                "off the ",
                "off a ",
                "onset of ",
                "came on suddenly",
                "sudden onset",
            )
        )
        return named or (("onset" in near or whole.symptoms) and not whole.something_else)
    if what == "arrest" or what in _PROCEDURES:
        return _NOT_AGAIN.search(near) is None and (what == "shock" or _ANOTHER.search(near) is None)
    return True
