"""Numbers in a sentence that are no vital sign and no dose of a drug: gauge, height of a fall, shocks, liters of oxygen."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final, NamedTuple

from epcr.prose.lexicon import NUMBER_WORDS
from epcr.prose.spoken_file import listed

_GAUGE: Final = re.compile(
    r"(?<![\w.])(?P<number>14|16|18|20|22|24)(?:[ -]?(?P<plain>gauge|ga)|[ ]?(?P<letter>g))\b(?!/)"
    r"|\b(?:an?|one|single|size|#) ?(?P<bare>14|16|18|20|22|24)(?= (?:was|went|in|into|placed|established|"
    r"started|angio\w*|iv|catheter|to the|at the|left|right|l|r)\b)"
)
_ACCESS: Final = re.compile(
    r"\b(?:iv|ivs|piv|ac|antecub\w*|hand|forearm|wrist|line|catheter|angiocath|cannula|access|ej|lock|foot)\b"
)
_NOT_PLACED: Final = re.compile(
    r"\b(?:(?<!one )(?<!single )(?<!first )(?<!1st )(?<!second )(?<!1 )attempt\w*|"
    r"unsuccessful\w*|missed|failed|blew|blown|infiltrat\w*|needle|decompress\w*|pta|prior|if|"
    r"by (?:fire|bls|als)|would not|wouldn.t|glucose|dextrose|d50|d25|d10|unable|history|previous)\b"
)
_FALL: Final = re.compile(
    r"\b(?:fell|fallen|fall|dropped|plunged|tumbled|came (?:down|off))(?: (?:from|of|a|an|the|height|down|off|roughly|about|around|"
    r"approximately|approx\.?|maybe|some|ladder|roof|estimated|est\.?|nearly|almost|~|close to|up)){0,6}"
    r" (?P<number>[0-9]{1,3}) ?-?(?:ft\b|feet\b|foot\b|')(?P<so> or so)?"
    r"(?! ?-?(?:ladder|roof|wall|tree|scaffold\w*|balcony|deck|tall|high|step|truck|pole|cliff|platform))"
    r"|(?<![\w.])(?P<before>[0-9]{1,3})[ -]?(?:ft|foot|feet) fall\b"
)
_TIMES_A_WORD: Final = NUMBER_WORDS | {"single": 1, "twice": 2}
_NUMBER: Final = rf"(?:[0-9]{{1,2}}|{'|'.join(_TIMES_A_WORD)})"
_SHOCKS: Final = re.compile(
    rf"(?<![0-9:.])\b(?P<number>{_NUMBER}) (?:total )?(?:shocks?|defibrillations?)"
    r"(?: (?:were |was )?(?:delivered|given|administered|total))?\b(?! (?:and|from (?!us\b|our)|of (?!ours)))"
    r"|\b(?:shock(?:ed|s)?|defibrillated|defib) ?(?:x|×) ?(?P<times>[0-9]{1,2})\b"
    rf"|\b(?:shocked|defibrillated)(?: him| her| the pt| the patient| pt)? (?:(?P<often>{_NUMBER}) times|(?P<twice>twice)|(?P<once>once))\b"
)
_ACCESS_OR_GAUGE: Final = re.compile(r"g|\b(?:1[468]|2[024])\b")
_THEN_OURS: Final = re.compile(
    rf"\bthen (?P<number>{_NUMBER}) (?:more )?(?:by us|of ours|from us|of our own)\b"
)
_OTHERS: Final = r"(?:«bystanders»|«public_places»|public|their aed|people of the [a-z]+|police|fire|engine)"
_THEIR_SHOCKS: Final = listed(
    r"\b(?:«bystanders»|the «public_places»(?: aed)?|public aed|«public_places» aed)\b(?:(?!\b(?:we|i)\b)[^.;\n]){0,24}?"
    rf"\b(?:shocked|defibrillated)(?: him| her)? (?:(?P<often>{_NUMBER}) times|(?P<twice>twice))\b"
)
_BEFORE_OURS: Final = listed(
    rf"\b{_OTHERS}\b[^.;\n0-9]{{0,30}}?\b(?:gave|given|delivered|had|fired)(?: him| her| out)? (?P<number>{_NUMBER}) shocks?\b|"
    rf"\b(?P<count>{_NUMBER}) shocks? (?:(?:were |was |already |had been )*(?:given|delivered) )?"
    rf"(?:(?:by|from|with) (?:the |an? |his )?{_OTHERS}(?:'s)?(?: aed)? ?)?(?:before (?:we|us|our)|prior to (?:us|our)|pta)\b"
)
_ALL_OURS: Final = re.compile(
    rf"\b(?:we|i) (?:\w+ )?(?:delivered|gave|fired|shocked (?:him|her) with)(?: him| her)? (?P<number>{_NUMBER}) shocks?\b"
    r"(?=[^.;\n0-9]{0,40}\b(?:in total|altogether|in all|total|overall)\b)"
)
_UNTIL_THEN: Final = re.compile(
    r"\b(?:by then|to that point|at that point|so far|by [0-9:]{4,5}|prior|before)\b"
)
_ALL_SHOCKS: Final = re.compile(
    rf"\b(?P<before>{_NUMBER}) shocks?,? (?:in total|total|in all|altogether|all told)\b(?! (?:by|until|till|when|at|so|to|before|up)\b)|"
    rf"\btotal of (?P<behind>{_NUMBER}) shocks?\b(?! (?:by|until|till|when|at|so|to|before|up|from|then)\b)"
)
_OURS_ALONE: Final = re.compile(
    rf"\bthen (?:we|i) (?:shocked|defibbed|defibrillated)(?: him| her| the pt| the patient)? (?P<then>{_NUMBER}) times\b|"
    rf"\b(?P<from>{_NUMBER}) shocks? (?:was |were )?(?:(?:given|delivered|fired) )?(?:from|by) (?:us|our aed|our crew|this crew)\b|"
    rf"\b(?:we|i) shocked (?:him|her|the pt|the patient) (?P<times>{_NUMBER})(?: times)? (?:ourselves|myself)\b|"
    rf"\b(?:we|i) (?:delivered|gave|fired) (?:him |her )?(?P<besides>{_NUMBER}) shocks?\b[^.;\n0-9]{{0,24}}"
    r"\b(?:in addition to|besides|on top of|apart from|not counting)\b"
)
_FLOW: Final = (
    r"(?<![\w./-])(?P<{}>[0-9]{{1,2}}) ?(?:lpm|l/min|l|lit(?:er|re)s?)(?: ?/ ?min| (?:per|a) minute)?\b"
)
_MASK: Final = (
    r"(?:o2|oxygen|nrb|nrbm|non-?rebreather|nc|n/c|nasal cannula|cannula|"
    r"(?<!bag )(?<!valve )(?<!-)(?<!neb )(?<!nebulizer )(?<!cpap )(?<!her )(?<!his )mask)"
)
_OXYGEN: Final = re.compile(
    rf"{_FLOW.format('first')}(?: of| by| via| on| through| per| a){{0,2}} {_MASK}\b"
    rf"|\b(?:o2|oxygen)(?: was| given| applied| started| at| by| via| nrb| nc| @| non-?rebreather| mask){{0,3}} {_FLOW.format('then')}"
    rf"|\b{_MASK}(?: mask)?,?(?: was| went on| set| running| flowing| at| of| with| @| on){{0,3}},? {_FLOW.format('behind')}"
)
_OTHER_FLOW: Final = re.compile(
    r"\b(?:home|usual\w*|normally|wears|baseline|increas\w*|decreas\w*|titrat\w*|from(?! [0-9]{3,4}\b| [0-9]{1,2}:)|"
    r"up|down|to|if|prior|before|pta|or|facility|"
    r"too|ready|engine|fire|staff|first responders?|bls|consider|plan)\b"
)
# Shocks of ours are compared both ways: fewer may be those until then only where nobody says whose they are.
_BY_US: Final = re.compile(
    r"\b(?:(?:by|from) (?:us|aed|the aed|our aed|our crew)|our aed|of ours|from our)\b"
)
_OF_OTHERS: Final = re.compile(
    r"\b(?:prior|before (?:us|our|ems|arrival|we)|pta|bystander\w*|fire|police|pd|on arrival of)\b"
)
_EARLIER: Final = re.compile(r"\b(?:years|last|ago|previous(?:ly)?|earlier)\b")
_APPROXIMATE: Final = listed(r"(?:(?<!\w)(?:«about»|«over»|«within»)|than)\.? ?$")
_ABOUT: Final = listed(r"«about»")


_DRINKS: Final = re.compile(
    rf"(?<!or )(?<!to )\b(?P<number>{_NUMBER}) (?:cans of |bottles of )?beers?\b(?! (?:a|per|every|each)\b)"
)
_JOULES: Final = re.compile(r"(?<![\w.])(?P<number>[0-9]{2,3}) ?j(?:oules?)?\b")
_SUPRAGLOTTIC: Final = r"(?:i-?gel|sga|king(?: airway)?|lma|supraglottic(?: airway)?)"
_AIRWAY_SIZE: Final = re.compile(
    rf"\b{_SUPRAGLOTTIC},?(?: was)? (?:size |#|no\.? )(?P<behind>[1-5])\b|\b(?:size |#)(?P<before>[1-5]) {_SUPRAGLOTTIC}\b"
)


_ELEVATION: Final = re.compile(
    r"\bv4r\b[^.;\n0-9]{0,30}?\b(?P<behind>[0-9]) ?mm\b|"
    r"\b(?P<before>(?<![.0-9])[0-9]) ?mm (?:of )?(?:st[ -]?)?elevation[^.;\n0-9]{0,20}\bv4r\b"
)
_LONG: Final = r"(?P<{0}>[0-9]{{1,3}})[ -]?min(?:ute)?s?"
_DURATIONS: Final = {
    "transport_minutes": rf"{_LONG.format('ride')} (?:transport|ride|trip)\b|"
    rf"\b(?:transport|ride|drive|trip)(?: time)?(?: in| to the hospital| to the ed)?(?: was| of| took| lasted|:)+ {_LONG.format('rode')}",
    "response_minutes": rf"\bresponse time(?: was| of|:)* {_LONG.format('came')}|{_LONG.format('coming')} response\b",
}
_COMPLAINT: Final = re.compile(
    r"\b(?:pain|cp|pressure|tight\w*|discomfort|symptoms?|weakness|confus\w*|complaint|burning|aching|"
    r"ache|indigestion)\b[^.;\n]{0,30}?(?:\bx|"
    r"\bfor(?: the)?(?: past| last)?(?: about| around| close to| nearly| almost| roughly| over)?|×) "
    r"?(?P<number>[0-9]{1,3}) ?(?P<unit>min|h(?:ou)?rs?|days?|weeks?)"
)
_BEGAN: Final = re.compile(
    r"\b(?:pain|cp|pressure|tight\w*|discomfort|symptoms?|weakness|confusion|complaint)\b[^.;\n]{0,20}?\b(?:started|began|onset|came on) "
    r"(?:about |approximately |around |some )?(?P<number>[0-9]{1,3}) ?(?P<unit>min|h(?:ou)?rs?|days?|weeks?)\w* ago\b"
)
_MINUTES_IN: Final = {"m": 1, "h": 60, "d": 24 * 60, "w": 7 * 24 * 60}


class NumberClaim(NamedTuple):
    """A counted number by its place in the sentence."""

    what: str
    number: int
    start: int
    end: int


def numbers(lower: str) -> Iterator[NumberClaim]:
    """The counted numbers of a sentence in small letters."""
    if _ACCESS_OR_GAUGE.search(lower) and _NOT_PLACED.search(lower) is None:
        yield from _gauges(lower)
    yield from _durations(lower)
    yield from _counted(_ELEVATION, "v4r_elevation", lower if "v4r" in lower else "")
    yield from _counted(_JOULES, "joules", lower)
    yield from _counted(_AIRWAY_SIZE, "airway_size", lower)
    if "f" in lower and _EARLIER.search(lower) is None:
        yield from _falls(lower)
    if ("shock" in lower or "defib" in lower) and _OF_OTHERS.search(lower) is None:
        yield from _shocks(lower)
    yield from _counted(_THEN_OURS, "our_shocks", lower if "shock" in lower else "")
    yield from _counted(_THEIR_SHOCKS(), "their_shocks", lower)
    if "shock" in lower:
        yield from _counted(_BEFORE_OURS(), "their_shocks", lower)
        yield from _counted(_ALL_OURS, "our_shocks", lower)
        yield from _counted(_ALL_SHOCKS, "all_shocks", "" if _UNTIL_THEN.search(lower) else lower)
    if "shock" in lower or "defib" in lower:
        yield from _counted(_OURS_ALONE, "our_shocks", lower)
    yield from _drinks(lower)
    if "l" in lower:
        yield from _flows(lower)


def _counted(pattern: re.Pattern[str], what: str, lower: str) -> Iterator[NumberClaim]:
    """The number in the one group of a pattern that is there, in digits or as a word."""
    for match in pattern.finditer(lower):
        word = next(group for group in match.groups() if group)
        yield NumberClaim(what, _TIMES_A_WORD.get(word) or int(word), *match.span())


def _durations(lower: str) -> Iterator[NumberClaim]:
    """How long the ride, the response and the complaint took, in minutes."""
    if "min" in lower:
        for what, pattern in _DURATIONS.items():
            for match in re.finditer(pattern, lower):
                number = next(number for number in match.groups() if number)
                if _APPROXIMATE().search(lower[max(0, match.start() - 14) : match.start()]) is None:
                    yield NumberClaim(what, int(number), *match.span())
    for match in (*_COMPLAINT.finditer(lower), *_BEGAN.finditer(lower)):
        if match.re is _BEGAN or _EARLIER.search(lower) is None:
            yield NumberClaim(
                "complaint_minutes", int(match["number"]) * _MINUTES_IN[match["unit"][0]], *match.span()
            )


def _gauges(lower: str) -> Iterator[NumberClaim]:
    for match in _GAUGE.finditer(lower):
        if match["plain"] or _ACCESS.search(lower):
            yield NumberClaim("gauge", int(match["number"] or match["bare"]), *match.span())


def _falls(lower: str) -> Iterator[NumberClaim]:
    for match in _FALL.finditer(lower):
        place = max(match.start("number"), match.start("before"))
        about = _APPROXIMATE().search(lower[max(0, place - 14) : place])
        if about is None or _ABOUT().fullmatch(about.group().strip(" .")):
            what = "fall_about" if about or match["so"] else "fall"
            yield NumberClaim(what, int(match["number"] or match["before"]), *match.span())


def _shocks(lower: str) -> Iterator[NumberClaim]:
    for match in _SHOCKS.finditer(lower):
        count = match["number"] or match["times"] or match["often"] or ("one" if match["once"] else "two")
        ours = _BY_US.match(lower, match.end() + 1) or _BY_US.search(lower, match.end(), match.end() + 12)
        yield NumberClaim(
            "our_shocks" if ours else "shocks", _TIMES_A_WORD.get(count) or int(count), *match.span()
        )


def _drinks(lower: str) -> Iterator[NumberClaim]:
    """`three beers`: exactly so many."""
    for match in _DRINKS.finditer(lower):
        if _APPROXIMATE().search(lower[max(0, match.start() - 14) : match.start()]) is None:
            yield NumberClaim(
                "beers", _TIMES_A_WORD.get(match["number"]) or int(match["number"]), *match.span()
            )


def _flows(lower: str) -> Iterator[NumberClaim]:
    for match in _OXYGEN.finditer(lower):
        if _OTHER_FLOW.search(lower, max(0, match.start() - 30), match.end() + 14):
            continue
        yield NumberClaim("oxygen", int(match["first"] or match["then"] or match["behind"]), *match.span())
