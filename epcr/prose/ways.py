"""Where the patient went, how, and whether: destination, lights, refusal, another unit, minutes on scene, oxygen. Closed lists."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final, NamedTuple

from epcr.prose.hospitals import KIND, THE_OTHER
from epcr.prose.scope_words import ScopeKind
from epcr.prose.scopes import NOT_OURS, WordScopes
from epcr.prose.spoken_file import listed

_NO_WORD_OF_A_NAME: Final = (
    r"(?!(?:the|a|an|our|this|that|local|nearest|closest|another|trauma|at|in|of|on|to|for|by|from|with|and|or|as|he|she|we|it|was|were|"
    r"called|phoned|radioed|notified|told|alerted|updated|report|alert|transport\w*|left|arriv\w*|care|pt|patient)\b)[a-z]+"
)


def _hospital(name: str) -> str:
    """A hospital by "St." or by what it is called behind its name; the name is kept under `name`."""
    return (
        rf"(?P<{name}>{THE_OTHER}|(?:st(?:\. ?| )|saint )[a-z]+|"
        rf"{_NO_WORD_OF_A_NAME}(?: {_NO_WORD_OF_A_NAME}){{0,2}}?(?= (?:{KIND}|trauma bay)))"
        rf"(?:\.? (?:{KIND}|trauma bay|ed|er))*"
    )


_MOVES: Final = listed(
    r"\b(?:transport(?:ed|ing)?|care (?:was )?(?:transferred|turned over|handed over)|(?:trauma|stemi|stroke|team) alert(?:ed)?|"
    r"delivered|taking|bringing|brought|dest(?:ination)?|coming|going|en ?route|left|"
    r"off(?: scene)?(?: at [0-9:]+)?|flown|rolling|took (?:him|her|pt|them)|"
    r"taken|headed|bound|inbound|arrived?(?: at)?)"
    r"(?: (?:him|her|pt|patient|emergent(?:ly)?|cold|hot|code [0-9]|l&s|by (?:ground|air|helo)|in|at|on|the|scene|from|without|"
    r"with|lights?|no|and|siren|[0-9:]+)){0,7}"
    rf",? (?:to|at|for|toward|in at) (?:the )?{_hospital('place')}"
)
_AT_A_TIME: Final = listed(
    rf"(?:^|[.;,\n] ?)(?:(?:arrived )?(?:at )?[0-9]{{1,2}}:?[0-9]{{2}} {_hospital('behind')}|"
    rf"(?:arrived (?:at )?)?{_hospital('before')},? (?:at |by )?[0-9]{{1,2}}:?[0-9]{{2}}\b)"
)
_STARTS_WITH: Final = listed(rf"(?:^|[.;\n] ?)to {_hospital('place')}(?=[.,;]|$| at [0-9])")
# A name alone, which nothing else calls a hospital: where patients are taken, and not where a crew is sent.
_TO_A_NAME: Final = listed(
    r"(?:\b(?:transport(?:ed|ing)(?: (?:him|her|pt|patient|emergent(?:ly)?|code [0-9]|l&s)){0,3} to|en ?route(?: emergent(?:ly)?)? to|"
    r"(?:in|out)bound (?:to|for)|headed (?:to|for)|on (?:his|her|our|the) way to|(?:pulled|rolled) into|"
    r"(?:taking|bringing|transporting) (?:him|her|pt|the patient) (?:in )?to|"
    r"left (?:scene )?for|(?:^|[.;,] ?|\b(?:we|crew|medics?) )went to|(?:took|brought|delivered|drove) "
    r"(?:him|her|pt|the patient|them) (?:in )?to|(?:was|were) (?:taken|brought) to) |"
    r"\barrived (?=[a-z]+(?: [a-z]+)? (?:at )?[0-9]{2}:?[0-9]{2}\b))"
    r"(?P<bare>(?!(?:the|our|his|her|their|scene|call|pt|patient|hospital|medic|ambulance|engine|rescue|ems|als|bls|dr|doctor|dispatch|"
    r"home|emergency|trauma|cath|icu|destination|facility|scenario|route|highway|interstate|landing|helipad|on|in|with)\b)[a-z]{4,})\b"
    r"(?! [0-9]{1,3}\b)"
)
_NAME: Final = re.compile(r"[A-Z][a-z'’-]+(?: [A-Z][a-z'’-]+){0,2}")
_STREET: Final = re.compile(
    r"^(?: [a-z]+)? (?:st|street|avenue|ave|road|rd|lane|ct|court|drive|dr|way|highway|hwy|apartments?|park|mall|village|township|school|"
    r"house|home)\b"
)
_NO_NAME_ALONE: Final = re.compile(rf"{_STREET.pattern}| [0-9]{{1,3}}\b")  # "Medic 4"

_DELAYED: Final = r"(?:on[ -]?)?scene|transport|response|dispatch|turnaround"
_NO_DELAY: Final = re.compile(
    rf"\b(?:no|without(?: any)?) (?:delays? (?:on|at|in|of|during|with)(?: the| our)? ?(?P<behind>{_DELAYED})|"
    rf"(?P<before>{_DELAYED}) delays?)\b"
    r"(?= ?(?:[.,;\n]|$|and\b|or\b))"
)
_COLD: Final = re.compile(
    r"\b(?:no (?:lights|l&s|l/s)|without (?:lights|l&s)|(?:transport\w*|went|rode|in|left|travel\w*) (?:\w+,? ){0,2}?(?:cold|"
    r"non-?emergent(?:ly)?|routine|code (?:1|one)|priority (?:3|three))|non-?emergent(?:ly)? (?:transport|to)|lights off)\b"
)
_HOT: Final = re.compile(
    r"\b(?:lights?(?: and| &|/|,)? ?sirens?|l ?(?:&|/|and) ?s|(?:transport\w*|went|left) (?:\w+ ){0,2}?(?:hot|emergent(?:ly)?|"
    r"code (?:3|three)|priority (?:1|one)))\b"
)
_RESPONSE: Final = re.compile(r"\b(?:respond\w*|response|to the (?:call|scene)|dispatched|out to)\b")
_AIR: Final = re.compile(r"\b(?:flown|air-?lifted|by (?:helo|helicopter|air|chopper)|helo transport)\b")

_REFUSED: Final = re.compile(
    r"\b(?:refus(?:ed|es|ing)|declin(?:ed|es)) (?:any |all |ems |ambulance )?(?:transport\w*|to (?:go|be transported)|a ride)\b|"
    r"\b(?:signed (?:the |a )?(?:refusal|ama)|(?:left|signed out) ama|ama refusal|refusal (?:was )?signed)\b"
)
_CHANGED: Final = re.compile(
    r"\b(?:at first|initially|then agreed|agreed|agrees|consented|convinced|changed (?:his|her) mind|but (?:then|later)|before we|"
    r"almost|nearly)\b"
)
_OTHER_UNIT: Final = re.compile(
    r"\b(?P<unit>(?:medic|ambulance|engine|rescue|unit|squad|air|helicopter|helo|flight crew)(?: [0-9]+)?(?: crew)?) (?:took (?:the |"
    r"over )?(?:transport|the pt|the patient|patient)|transported|did the transport)\b|"
    r"\b(?:turned over|transferred|handed off|released) (?:pt |patient |care )?to (?P<to>(?:medic|ambulance) [0-9]+) for transport\b"
)
_SENT_AWAY: Final = listed(
    r"\b(?:transport(?:ed)? (?:him |her |pt |patient )?(?:emergent(?:ly)? |l&s )?to|arrived at the (?:hospital|ed|er)|"
    rf"(?:(?:was |were )(?:taken|brought|driven|transported)|(?:we|i|crew) (?:took|brought|drove) (?:him|her|pt|the patient)(?: in)?) to "
    rf"(?:the )?(?:hospital|ed|er|{_hospital('place')})|"
    r"(?:accepted|agreed to|consented to) (?:the |be |being |our )?transport(?:ed)?|(?:came|went|rode) (?:along )?with us(?: to (?:the )?"
    r"(?:hospital|ed|er))|agreed to (?:go|come)(?: along)? (?:with us|to the (?:hospital|ed|er)))\b"
)

_NOT_SENT: Final = re.compile(
    r"\b(?:not|no|never|neither|nor|without|would|could|should|had|until|offered|refus\w*|declin\w*|instead of|rather than|if)\b|n't\b"
)
_NOT_NOW: Final = re.compile(
    r"^[^.;]{0,24}\b(?:before|last|ago|previous\w*|but|then refus\w*|years?|if|earlier|until)\b"
)
_MINUTES: Final = re.compile(
    r"\b(?:on(?: the)? scene|at the scene|scene time)(?: was| of| time| for|:)*,? (?P<behind>[0-9]{1,3}) ?min|"
    r"\b(?P<before>[0-9]{1,3}) ?min(?:ute)?s? (?:on|at)(?: the)? scene\b(?! (?:when|before|until|by the time|after|and "
    r"he|and she))|\b(?P<time>[0-9]{1,3})[ -]min(?:ute)? scene time\b"
)
_ROUGHLY: Final = listed(r"(?<!\w)(?:«about»|«within»|«over»|first) ?$")

_DEVICES: Final = {
    "nrb": r"nrbm?|non-?rebreather", "cannula": r"nc|n/c|nasal cannula|cannula", "mask": r"simple mask", "cpap": r"cpap|bipap",
}  # fmt: skip
_DEVICE: Final = re.compile(
    r"\b(?P<flow>[0-9]{1,2}) ?(?:lpm|l/min|l|lit(?:er|re)s?)(?: ?/ ?min)?(?: (?:of |by |via |on |per |o2 |oxygen |a )*)?\b(?:"
    + "|".join(f"(?P<{name}>{pattern})" for name, pattern in _DEVICES.items())
    + r")\b"
)
_CHANGED_FLOW: Final = re.compile(
    r"\b(?:home|usual\w*|normally|wears|baseline|increas\w*|decreas\w*|titrat\w*|weaned|turned|switched|down to|up to [0-9]+ ?l|"
    r"from|staff|facility|fire|nurse|no|not|never|declined|refused)\b"
)
_ROOM_AIR: Final = re.compile(
    r"\b(?:no (?:o2|oxygen) (?:was )?(?:given|needed|applied|used)|(?:on )?(?:ra|room air) (?:throughout|the whole (?:time|call)|"
    r"all the way|the entire (?:time|call|way|trip)|the whole (?:way|trip|ride)|start to finish|the entire call|entire call|only))\b|"
    r"\b(?:stayed|remained|kept|maintained|left)(?: her| him| pt| well)? on (?:ra|room air)\b(?! until)|"
    r"\bnever (?:needed|required|got|received) (?:any )?(?:o2|oxygen)\b"
)


class WayClaim(NamedTuple):
    """What is told of the way, by its place in the sentence: which list, and the word of it."""

    topic: str
    value: str
    start: int
    end: int


def ways(text: str, lower: str, scopes: WordScopes) -> Iterator[WayClaim]:
    """What a sentence, as it is written and in small letters, tells of this call's transport, refusal and oxygen."""
    for claims in (
        _destinations(text, lower),
        _modes(lower),
        _refusals(lower),
        _other_units(lower),
        _minutes(lower),
        _devices(lower),
        _delays(lower),
    ):
        for claim in claims:
            kinds = (
                NOT_OURS - {ScopeKind.SOMEBODY_ELSE} if claim.topic in {"other_unit", "refused"} else NOT_OURS
            )
            if not scopes.any_over(claim.start, claim.end, kinds):
                yield claim


def _destinations(text: str, lower: str) -> Iterator[WayClaim]:
    for pattern in (_MOVES, _AT_A_TIME, _STARTS_WITH):
        for match in pattern().finditer(lower):
            name = next(name for name in ("place", "behind", "before") if match.groupdict().get(name))
            if _STREET.match(lower[match.end() :]) is None:
                yield WayClaim("destination", match[name], match.start(name), match.end())
    for match in _TO_A_NAME().finditer(lower):
        name_alone = _NAME.match(text, match.start("bare"))
        if name_alone is not None and _NO_NAME_ALONE.match(lower[name_alone.end() :]) is None:
            yield WayClaim("destination", name_alone.group().lower(), *name_alone.span())


def _modes(lower: str) -> Iterator[WayClaim]:
    if _RESPONSE.search(lower) is not None:
        return
    cold = _COLD.search(lower)
    hot = None if cold else _HOT.search(lower)
    for value, match in (("cold", cold), ("hot", hot), ("air", _AIR.search(lower))):
        if match is not None:
            yield WayClaim("mode", value, *match.span())


def _refusals(lower: str) -> Iterator[WayClaim]:
    if _CHANGED.search(lower) is None:
        for match in _REFUSED.finditer(lower):
            yield WayClaim("refused", "yes", *match.span())


def _other_units(lower: str) -> Iterator[WayClaim]:
    for match in _OTHER_UNIT.finditer(lower):
        yield WayClaim("other_unit", match["unit"] or match["to"], *match.span())
    for match in _SENT_AWAY().finditer(lower):
        if (
            _NOT_SENT.search(lower[max(0, match.start() - 40) : match.start()]) is None
            and _NOT_NOW.search(lower[match.end() : match.end() + 40]) is None
        ):
            yield WayClaim("transported", "yes", *match.span())


def _minutes(lower: str) -> Iterator[WayClaim]:
    for match in _MINUTES.finditer(lower):
        minutes = match["behind"] or match["before"] or match["time"]
        place = lower.index(minutes, match.start())
        if _ROUGHLY().search(lower[max(0, place - 14) : place]) is None:
            yield WayClaim("scene_minutes", minutes, *match.span())


def _delays(lower: str) -> Iterator[WayClaim]:
    """`no delay on scene`, `no transport delays`: of one of the lists of delays."""
    for match in _NO_DELAY.finditer(lower) if "delay" in lower else ():
        what = match["behind"] or match["before"]
        yield WayClaim("no_delay", "scene" if "scene" in what else what, *match.span())


def _devices(lower: str) -> Iterator[WayClaim]:
    for match in _DEVICE.finditer(lower):
        if _CHANGED_FLOW.search(lower, max(0, match.start() - 30), match.start()) is None:
            yield WayClaim("oxygen", next(name for name in _DEVICES if match[name]), *match.span())
    for match in _ROOM_AIR.finditer(lower):
        yield WayClaim("oxygen", "room_air", *match.span())
