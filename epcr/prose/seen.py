"""What was seen of the patient in closed lists: skin, pupils, rhythm, whether somebody saw it happen, and where a value was going."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final, NamedTuple

from epcr.prose.scopes import WordScopes

# Words for skin by the terms of the form; those of one line mean the same to a reader.
SKIN: Final = {
    "skin_color": {
        "normal": r"pink|normal color|normal for race|"
        r"pwd", "pale": r"pale|pallid|pallor|gr[ae]y|ashen", "cyanotic": r"cyanotic|blue|dusky|cyanosis",
        "flushed": r"flushed|red", "mottled": r"mottled", "jaundiced": r"jaundiced?|yellow",
    },
    "skin_temperature": {"normal": r"warm|normal temp|pwd", "hot": r"hot", "cool": r"cool|cold|clammy"},
    "skin_moisture": {"dry": r"dry|pwd", "wet": r"moist|clammy|diaphoretic|sweaty|sweating|wet|soaked"},
}  # fmt: skip
_SKIN: Final = re.compile(
    r"\bskin(?:'s)?\b:?(?P<said>[^.;\n]{0,60})|\b(?P<pwd>pwd|pink,? warm,?(?: and)? dry|warm,? pink,?(?: and)? dry)\b"
    r"|^(?:he|she|pt|patient) (?:was|is|felt) (?P<bare>(?:(?:pale|gray|grey|pink|cool|cold|warm|hot|clammy|dry|sweaty|sweating|"
    r"diaphoretic|moist|wet|wet through)(?:,| and|, and)? ?){2,4})\b(?! (?:by|from|when|after|under|in|the|until))"
    r"|\b(?:he|she|pt|patient) (?:was|is|felt)(?P<touch>(?:,? (?:and )?[a-z]+){1,3}) to (?:the |our )?touch\b"
)
_SKIN_ENDS: Final = re.compile(
    r"\b(?:cap|refill|radial|lungs?|abd|pupils?|tear|lac|gcs|bp|hr|not|no|below|around|over|by|at|after|now|later|"
    r"turning|except)\b|[0-9]|, (?:(?:and |so |with )?(?:the|we|he|she|his|her|with)|blankets?|heater|truck)\b"
)
_LATER: Final = re.compile(
    r"\b(?:by [0-9]{3,4}|now(?! and (?:then|again))|later|after|by the time|at the hospital|at handoff|"
    r"on arrival at the|improved|improving|became|"
    r"becoming|turned|pinked|last|en route|then)\b"
)

PUPILS: Final = {
    "reactive": r"perrla?|reactive|equal(?: and| &)? round", "brisk": r"brisk\w*",
    "fixed": r"fixed|non-?reactive|unreactive|not reactive|blown|no reaction",
    "dilated": r"dilated|big|blown|huge", "pinpoint": r"pinpoint|pin point|pinpt|tiny|constricted", "sluggish": r"sluggish|slow",
    "unequal": r"unequal|anisocor\w*|(?<!neither )(?<!neither one )(?<!no )(?<!not )(?:bigger|larger|smaller) than (?:the|his|her) "
    r"(?:left|right|other)|(?:left|right)(?: one)?(?: is| was)? (?:bigger|larger|smaller)",
}  # fmt: skip
_WIDTH: Final = re.compile(r"(?<![0-9./-])([1-9]) ?mm\b")
_CHANGES: Final = re.compile(
    r"\b(?:from|to|then|now|later|by|after|before|was|were|became|until|at|on|en|left|right|one|l|r)\b|[0-9] ?(?:mm)? ?[/-] ?[0-9]"
)
_PUPILS: Final = re.compile(r"\b(?:pupils?\b(?P<said>[^.;\n]{0,50})|(?P<perrl>perrla?)\b)")

# Rhythms as people write them, and the codes of eVitals.03 that they may mean.
RHYTHMS: Final = {
    "atrial fibrillation": (r"a-?\.?fib|afib|atrial fib\w*|af(?= at| with rvr| w| rvr)", "9901007"),
    "atrial flutter": (r"a-?flutter|atrial flutter", "9901009"),
    "sinus bradycardia": (r"sinus brady\w*", "9901045"),
    "sinus tachycardia": (r"sinus tach\w*", "9901049"),
    "sinus rhythm": (r"nsr|normal sinus(?: rhythm)?|sinus rhythm|sinus(?= in| at| rate)", "9901047"),
    "SVT": (r"p?svt|supraventricular tach\w*", "9901059"),
    "ventricular fibrillation": (r"v-?fib|vf|ventricular fib\w*", "9901067"),
    "ventricular tachycardia": (r"v-?tach|vt(?! \d)|ventricular tach\w*", "9901069 9901071"),
    "PEA": (r"pea|pulseless electrical activity", "9901035"),
    "asystole": (r"asystol\w*|flat-?line", "9901003"),
    "third degree block": (r"(?:3rd|third)[ -]degree(?: av)?(?: heart)? block|complete heart block|chb", "9901017"),
    "inferior STEMI": (r"inferior (?:wall )?(?:stemi|mi)\b", "9901053"),
    "anterior STEMI": (r"anterior (?:wall )?(?:stemi|mi)\b", "9901051"),
    "lateral STEMI": (r"lateral (?:wall )?(?:stemi|mi)\b", "9901055"),
    "paced rhythm": (r"(?<!shocked, )paced(?: rhythm)?(?! (?:or|him|her)\b)", "9901033"),
}  # fmt: skip
_RHYTHM_CODES: Final = tuple(frozenset(codes.split()) for _, codes in RHYTHMS.values())
_RHYTHM_NAMES: Final = tuple(RHYTHMS)
_RHYTHM: Final = re.compile(
    r"\b(?:"
    + "|".join(f"(?P<r{number}>{pattern})" for number, (pattern, _) in enumerate(RHYTHMS.values()))
    + r")(?![\w-])"
)
_ON_A_MONITOR: Final = re.compile(
    r"\b(?:found|was in|went into|converted|presenting|monitor|strip|rhythm|ecg|ekg|lead|4-lead|analysis|pads|shocked|shock|"
    r"arrest|initial|showed|shows|stemi|at [0-9]{2,3}\b(?!:)|handed (?:him|her|over)|handoff|at the ed|at the hospital)\b"
)
_NOT_A_RHYTHM: Final = re.compile(
    r"\b(?:no|not|denies|hx|history|without|ruled out|r/o|\?|possible|known|takes|apixaban|eliquis|on a thinner|never|if|"
    r"like)\b[^.;,\n]{0,20}$"
)
_NEVER: Final = re.compile(r" (?:never|was (?:not|never)|wasn't|did not|didn't|not)\b")
FIRST: Final = re.compile(r"\b(?:first|initial(?:ly)?|on arrival|presenting|at first|1st)\b")

_ADVISED: Final = re.compile(
    r"\b(?P<no>no )?shock(?: was)? (?P<not>not )?advised\b|\bnon-?shockable(?: rhythm)?\b"
)

_TREND_NAMES: Final = {
    "pressure": r"[0-9]{2,3}/(?:p|[0-9]{2,3})|bp|blood pressure|pressures?|sbp|"
    r"systolic", "heart_rate": r"hr|pulse(?! (?:back|ox))|heart rate|rate",
    "spo2": r"sats?|spo2|o2 sats?", "etco2": r"etco2|end tidal|capno", "glucose": r"bgl|sugar|glucose", "pain": r"pain",
    "respiratory_rate": r"rr|resps?|respiratory rate",
}  # fmt: skip
_TREND_NAME: Final = re.compile(
    r"\b(?:" + "|".join(f"(?P<{name}>{pattern})" for name, pattern in _TREND_NAMES.items()) + r")\b"
)
_ALWAYS: Final = (
    r"(?:all the way(?: in)?|over the (?:whole )?(?:call|transport|ride)|throughout|each (?:check|set|time|recheck|reading|bp|pressure)|"
    r"(?:with )?every (?:check|set|time|recheck|reading)|the (?:whole|entire) (?:time|call|ride|way)|steadily|en route|to the (?:hospital|"
    r"ed)|the (?:whole )?ride|over the (?:course|next)|(?:through|during) (?:the )?(?:transport|ride|call)|during the ride|in transit)"
)
_UP: Final = (
    r"(?:up from [0-9]+ to [0-9]+|trend(?:ed|ing) up(?:wards?)?|(?:kept |continued to |steadily |slowly |"
    r"gradually )*(?:cre(?:pt|eping) up|pick(?:ed|ing) up|recover(?:ed|ing)|climb(?=\b)|rise\b|increase\b|climb(?:ed|ing)|"
    r"ris(?:en|ing)|rose|trending higher|going up|coming up|came up|"
    r"went up|increas(?:ed|ing))|got (?:higher|faster)|sped up|up further|(?:got|getting|grew|became) worse|worsen(?:ed|ing))"
)
_DOWN: Final = (
    r"(?:down from [0-9]+ to [0-9]+|trend(?:ed|ing) down(?:wards?)?|(?:kept |continued to |steadily |slowly |"
    r"gradually )*(?:slid(?:ing)?|slipp(?:ed|ing)|sink(?:ing)?|sank|drift(?:ed|ing) (?:down|lower)|drop\b|fall\b|decline\b|"
    r"decrease\b|fall(?:en|ing)|fell|drop(?:ped|ping)|going down|coming down|came down|"
    r"went down|decreas(?:ed|ing)|declin(?:ed|ing)|sagg(?:ed|ing))|got (?:lower|slower)|slowed(?: down)?|down further|(?:got|"
    r"getting) better|improv(?:ed|ing)|eased)"
)
_TREND: Final = re.compile(rf"(?P<up>{_UP})|(?P<down>{_DOWN})")
_IS_A_TREND: Final = re.compile(
    rf"trend|\b(?:kept|continued to|steadily|gradually|since|dropping|falling|rising|climbing)\b|\b(?:up|"
    rf"down) from [0-9]+ to [0-9]+|\b{_ALWAYS}\b"
)
_BETTER_OR_WORSE: Final = re.compile(r"(?P<worse>wors)|better|improv|\beased")
_NEITHER_BETTER: Final = frozenset({"glucose", "heart_rate", "respiratory_rate"})
_CLAUSE_ENDS: Final = re.compile(r"[;\n]")
_FROM: Final = re.compile(r"\b(?:after|since|following|post)\b")


class SeenClaim(NamedTuple):
    """What is told to be seen, by its place in the sentence: what it is of, and the words of its list."""

    topic: str
    values: frozenset[str]
    start: int
    end: int
    first: bool = False


def seen(lower: str, scopes: WordScopes) -> Iterator[SeenClaim]:
    """What a sentence in small letters tells of skin, pupils, rhythm, witnesses and trends of this patient on this call."""
    for claims in (
        _skin(lower),
        _pupils(lower),
        _rhythms(lower, scopes),
        _advice(lower),
        _trends(lower),
    ):
        for claim in claims:
            if not scopes.any_over(claim.start, claim.end):
                yield claim


def _skin(lower: str) -> Iterator[SeenClaim]:
    """`skin pink warm and dry`; not how it was later, of which the sheet has nothing."""
    if not any(word in lower for word in ("skin", "dry", "pwd", "touch")):
        return
    for match in _SKIN.finditer(lower):
        if match["bare"] and _LATER.search(lower):
            continue
        if _LATER.search(lower, max(0, match.start() - 25), match.end()) is None:
            yield from _skin_of(match)


def _skin_of(match: re.Match[str]) -> Iterator[SeenClaim]:
    """The terms of each list that the words for skin say."""
    words = match["said"] or match["pwd"] or match["touch"] or match["bare"] or ""
    cut = _SKIN_ENDS.search(words)
    words = words[: cut.start()] if cut else words
    end = match.end() if match["said"] is None else match.start("said") + len(words.rstrip(" ,"))
    for topic, known in SKIN.items():
        values = _listed(known, words)
        if values:
            yield SeenClaim(topic, values, match.start(), end)


def _listed(known: dict[str, str], words: str) -> frozenset[str]:
    return frozenset(value for value, pattern in known.items() if re.search(rf"\b(?:{pattern})\b", words))


def _pupils(lower: str) -> Iterator[SeenClaim]:
    if "pupil" not in lower and "perrl" not in lower:
        return
    for match in _PUPILS.finditer(lower):
        words = match["said"] or match["perrl"] or ""
        cut = re.search(
            r"\b(?:lungs?|skin|radial|cap|gcs|not checked|deferred|moves|resp\w*|breath\w*)\b", words
        )
        words = words[: cut.start()] if cut else words
        values = _listed(PUPILS, words) | _widths(words.partition(",")[0])
        if "fixed" in values:
            values -= {"reactive"}
        if values:
            yield SeenClaim(
                "pupils",
                values,
                match.start(),
                match.start() + len(match.group())
                if cut is None
                else match.start("said") + len(words.rstrip(" ,")),
            )


def _widths(words: str) -> frozenset[str]:
    """How wide the pupils are said to be; nothing where they are said to change."""
    if _CHANGES.search(words):
        return frozenset()
    return frozenset(f"{width} mm" for width in _WIDTH.findall(words))


def _rhythms(lower: str, scopes: WordScopes) -> Iterator[SeenClaim]:
    """`a-fib on the first strip`: a rhythm where a monitor is spoken of, and no disease of before."""
    if _ON_A_MONITOR.search(lower) is None:
        return
    for match in _RHYTHM.finditer(lower):
        number = int(str(match.lastgroup)[1:])
        before = lower[max(0, match.start() - 40) : match.start()]
        near = lower[max(0, match.start() - 60) : match.end() + 30]
        if (
            _ON_A_MONITOR.search(near) is None
            or _NOT_A_RHYTHM.search(before)
            or _NEVER.match(lower, match.end())
        ):
            continue
        begin, end = scopes.clause(match.start())
        first = FIRST.search(lower, max(begin, match.start() - 25), min(end, match.end() + 25)) is not None
        yield SeenClaim("rhythm", _RHYTHM_CODES[number], *match.span(), first)


def rhythm_called(codes: frozenset[str]) -> str:
    """The name of a rhythm by its codes."""
    return _RHYTHM_NAMES[_RHYTHM_CODES.index(codes)]


def _advice(lower: str) -> Iterator[SeenClaim]:
    """What an AED said at its first analysis."""
    for match in _ADVISED.finditer(lower):
        near = lower[max(0, match.start() - 40) : match.end() + 30]
        if FIRST.search(near) is not None:
            no = match["no"] or match["not"] or "shockable" in match.group()
            yield SeenClaim("shock_advised", frozenset({"no" if no else "yes"}), *match.span(), first=True)


def _trends(lower: str) -> Iterator[SeenClaim]:
    """`pulse trended up over the call`; a step between two sets is none."""
    if _IS_A_TREND.search(lower) is None:
        return
    for match in _TREND.finditer(lower):
        name = _name_of_trend(lower, match)
        if name is None:
            continue
        direction = _direction(match, str(name.lastgroup))
        if direction:
            after = _FROM.search(lower, max(0, name.start() - 40), match.start()) is not None
            values = frozenset({str(name.lastgroup), direction})
            yield SeenClaim("trend", values, name.start(), match.end(), first=not after)


def _name_of_trend(lower: str, match: re.Match[str]) -> re.Match[str] | None:
    """The measure that goes up or down, the last that is named before; None where it is only a step, or another clause."""
    if _IS_A_TREND.search(lower[match.start() : match.end() + 45]) is None:
        return None
    names = list(_TREND_NAME.finditer(lower, max(0, match.start() - 60), match.start()))
    return names[-1] if names and not _CLAUSE_ENDS.search(lower, names[-1].end(), match.start()) else None


def _direction(match: re.Match[str], name: str) -> str:
    """`up` or `down`; empty where better or worse says neither of a measure."""
    judged = _BETTER_OR_WORSE.search(match.group())
    if judged is None:
        return "up" if match["up"] else "down"
    if name in _NEITHER_BETTER:
        return ""
    return "up" if (judged["worse"] is not None) == (name == "pain") else "down"
