"""How long after or before something else an act or an event was: `TXA 8 min after the injury`, `off scene within ten minutes of contact`.

Both ends are named, by an act or by a word of the table; the sheet says when they were.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final, NamedTuple

from epcr.prose.lexicon import EARLIER_WORDS, NUMBER_WORDS
from epcr.prose.named_acts import SpokenAct
from epcr.prose.scope_words import ScopeKind
from epcr.prose.scopes import WordScopes
from epcr.prose.spoken_file import listed

EXACT, WITHIN, OVER, ABOUT = "exact", "within", "over", "about"
ACT: Final = "act"
# What happens once on a call, by what people call it.
EVENTS: Final = {
    "injury": r"(?:injury|accident|fall\b|fell|falling|hit the ground|landed)",
    "arrest": r"(?:collaps\w+|(?<!re-)(?<!re)arrest(?:ed)?\b(?! alert)|went down|going down|dropped to|he dropped|she dropped|downtime)",
    "onset": r"(?:onset|(?:it|pain|pressure|symptoms?|tightness|discomfort|this) (?:first )?(?:began|started|came on|hit))",
    "contact": (
        r"(?:(?:patient|pt|first|medical|first medical|our|initial) contact|contact with (?:him|her|"
r"the patient)|reach(?:ed|ing) (?:him|her|the (?:pt|patient))|"
        r"we (?:got (?:to (?:him|her|the (?:pt|patient|scene))|there)|arrived|walked in|reached|made contact|"
r"were (?:at|with) (?:him|her|the (?:pt|patient)))|"
        r"our arrival|(?:arrival|arriving)(?: on| at the) scene|our getting there|getting to (?:him|her)|arriving(?! at)|"
        r"worked (?:on )?(?:him|her)|were with (?:him|her)|spent|stayed with)"
    ),
    "pulse_back": (
        r"(?:rosc|(?:his |her |the |a )?pulses? (?:was |were |came |is )?(?:back|returned)|"
r"return of (?:spontaneous )?(?:circulation|pulses?|a pulse)|"
        r"(?:got|getting|regain(?:ed|ing)|had) (?:a |his |her )?pulses?(?: back)?)"
    ),
    "dispatch": r"(?:dispatch(?:ed)?|the call (?:came in|was received)|toned out|being (?:toned|paged)|the tones)",
    "left_scene": (
        r"(?:(?:left|leaving|off|departed|departing|cleared|clear of) (?:the )?scene|(?:we|before|"
r"after) (?:left|leaving|loaded up and left|rolled|pulled away|"
        r"departed)\b|leaving\b(?! (?:him|her|the (?!scene)|a))|were (?:rolling|moving|on the road|under way)|"
r"(?:started|began|beginning|starting|initiat\w+) transport|transport (?:began|started)|"
        r"en ?route to the hospital)"
    ),
    "hospital": (r"(?:(?:arriv\w+|pull\w+ in|got) (?:at|to|in) (?:the )?(?:hospital|ed|er|st\b\.?|trauma|"
r"bay)\w*|at the hospital|hospital arrival)"),
    "handover": r"(?:transfer of care|hand-?off|hand(?:ed|ing) (?:him|her|over)|care was transferred|turned (?:him|her|care) over)",
    "cpr": r"(?:cpr|compressions)(?: was| were)? (?:started|begun|began|initiated)|(?:started|began|start of) (?:cpr|compressions)",
    "alert": (r"(?:(?:stemi|trauma|stroke|team|cath lab) (?:alert|activation)\w*|alert (?:was )?(?:called|given|sent)|"
r"(?:called|activated) the (?:alert|cath lab|trauma team))"),
}  # fmt: skip
_ANY_EVENT: Final = "|".join(f"(?P<{name}>{pattern})" for name, pattern in EVENTS.items())
_EVENT: Final = re.compile(rf"\b(?:{_ANY_EVENT})")
_ARTICLE: Final = (
    r"(?:(?:the|his|her|our|we|he|she|had|giving|getting|placing|starting|patient|pt|i|of|that|its|first|"
    r"initial|an?|were|gave|got|put|hung|pushed|it was|they) )*"
)
HOW: Final = r"(?:(?<!\w)(?P<how>(?:just |only )?«within»|«over»|«about») )?"  # before a number of minutes
_AMOUNTS: Final = {"a": 1.0, "an": 1.0, "half an": 0.5, **NUMBER_WORDS}
_LASTED: Final = listed(
    rf"{HOW}(?<![\w:/.-])(?P<number>[0-9]{{1,3}}|{'|'.join(_AMOUNTS)}) ?-?(?P<unit>min(?:ute)?s?|h(?:ou)?rs?) "
    r"(?:(?!ahead )\w+ )?(?P<way>after|before|prior to|ahead of|following|from|of|post|since|into|until|till|post-)[ -]?"
)
_WITHIN: Final = listed(r"(?:just |only )?«within»")
_OVER: Final = listed(r"«over»")
_REF_FARTHEST: Final = 40  # characters from "after" to what it is after
_MAIN_FARTHEST: Final = 70  # characters from an act or event to its interval
_NOT_THIS: Final = re.compile(
    r"\b(?:no|not|never|without|if|until we|would|should|could|second|2nd|third|another|repeat\w*|"
    r"recheck\w*|again|last|next|every|wait\w*|eta|out|due|"
    r"further|missed|failed|attempt\w*|planned|goal|target)\b|n't\b"
)
BLOCKED: Final = frozenset({ScopeKind.GOAL, ScopeKind.HYPOTHETICAL, ScopeKind.EARLIER, ScopeKind.QUOTED})


class IntervalEnd(NamedTuple):
    """One end of an interval: an event of the table, or an act with its items."""

    what: str
    items: frozenset[str] = frozenset()
    name: str = ""


class IntervalClaim(NamedTuple):
    """How many minutes something (`first`) was behind something else (`other`), negative before; `how` is exact, about, within or over."""

    first: IntervalEnd
    other: IntervalEnd
    minutes: float
    how: str
    start: int
    end: int


def intervals(lower: str, acts: list[SpokenAct], scopes: WordScopes) -> Iterator[IntervalClaim]:
    """The intervals of a sentence in small letters."""
    if "min" not in lower and "h" not in lower:
        return
    for match in _LASTED().finditer(lower):
        other = _behind(lower, match.end(), acts)
        main = _before(lower, match.start(), acts) if other is not None else None
        if other is None or main is None:
            continue
        start, end = main[1], other[1]
        if lower.count(",", start, match.start()) > 1:
            continue  # it is of what stands between
        if _NOT_THIS.search(lower, start, match.start()) or scopes.any_over(
            match.start(), match.end(), BLOCKED
        ):
            continue
        if main[0] != other[0]:
            yield IntervalClaim(main[0], other[0], _minutes(match), how_told(match["how"] or ""), start, end)


def _minutes(match: re.Match[str]) -> float:
    number = _AMOUNTS[match["number"]] if match["number"] in _AMOUNTS else float(match["number"])
    minutes = number * (60 if match["unit"].startswith("h") else 1)
    return -minutes if match["way"] in EARLIER_WORDS | {"until", "till"} else minutes


def how_told(how: str) -> str:
    """Exact, about, within or over, by the words before a number of minutes."""
    if not how:
        return EXACT
    if _WITHIN().fullmatch(how):
        return WITHIN
    return OVER if _OVER().fullmatch(how) else ABOUT


def _behind(lower: str, place: int, acts: list[SpokenAct]) -> tuple[IntervalEnd, int] | None:
    """What an interval is counted from: an event or an act right behind, and the place behind it."""
    articles = re.compile(_ARTICLE).match(lower, place)
    begins = [place, articles.end() if articles else place]
    for begin in begins:
        event = _EVENT.match(lower, begin, begin + _REF_FARTHEST)
        if event is not None:
            return IntervalEnd(str(event.lastgroup)), event.end()
    act = next((act for act in acts if begins[1] <= act.start <= begins[1] + 4), None)
    return (IntervalEnd(ACT, act.items, act.name), act.end) if act is not None else None


def _before(lower: str, place: int, acts: list[SpokenAct]) -> tuple[IntervalEnd, int] | None:
    """What is told of by an interval: the last event or act before it in its sentence, and where it begins."""
    begin = max(lower.rfind(sign, 0, place) for sign in (";", ". ", "\n")) + 1
    low = max(begin, place - _MAIN_FARTHEST)
    events = list(_EVENT.finditer(lower, low, place))
    named = [(match.start(), IntervalEnd(str(match.lastgroup))) for match in events]
    named += [
        (act.start, IntervalEnd(ACT, act.items, act.name))
        for act in acts
        if low <= act.start
        and act.end <= place
        and not any(match.start() < act.end and act.start < match.end() for match in events)
    ]
    if len({end for _, end in named}) != 1:
        return None
    start, main = named[0]
    return main, start
