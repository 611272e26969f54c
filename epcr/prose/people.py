"""Who took over the patient, and how somebody with a name is related to the patient. It refuses to know the sheet."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final, NamedTuple

from epcr.prose.hospitals import ANY_NAME
from epcr.prose.scope_words import ScopeKind
from epcr.prose.scopes import WordScopes
from epcr.prose.spoken_file import listed, relation_of

RECEIVED, KIN, CONTROL, SPOUSE, UNIT = "received", "kin", "control", "spouse", "unit"
_TITLE: Final = r"(?:dr\.?|doctor|nurse|rn|charge nurse|physician|md)"
_WHO: Final = (
    r"(?P<who>(?!(?:and|who|she|then|had)\b)[a-z'-]{3,}(?: [a-z'-]{3,})?)"  # "RN and she" names nobody
)
_RECEIVED_BY: Final = re.compile(
    r"\b(?:care|report|hand-?off|handover|patient|pt|him|her|turned|handed|gave|transferred|signed|given|"
    r"passed)\b(?:[^.;:\n0-9]|(?<=at )[0-9]{1,2}:?[0-9]{2}(?= )){0,40}?\bto "
    rf"(?:the )?(?:[a-z]+ ){{0,2}}?(?:{_TITLE} {_WHO}|(?P<named>[a-z'-]{{3,}} [a-z'-]{{3,}}),? (?:rn|md|do)\b)"
)
_TOOK: Final = re.compile(
    rf"\b{_TITLE} {_WHO}(?: (?:at|of|from) {ANY_NAME})? (?:took|received|accepted|assumed|signed for|got)(?: over)?"
    r"(?: the| our| bedside| full| his| her)* (?:report|care|patient|pt|handoff|hand-off|him|her|over)\b"
)
_CONTROL: Final = re.compile(
    rf"\b(?:med(?:ical)? control|olmc|online control|base physician)\b[^.;\n0-9]{{0,20}}?\bdr\.? {_WHO}|"
    r"\bdr\.? (?P<at_control>[a-z'-]{3,}),? (?:at|for|of|from|as|,|\() ?(?:the )?(?:med(?:ical)? control|olmc|online control)\b|"
    rf"\bdr\.? (?P<spoke>[a-z'-]{{3,}}) (?:spoke|talked|went over it|had a word) (?:to|with) (?:him|her|the (?:pt|patient))\b|"
    rf"\bdr\.? {_WHO.replace('who', 'agreed')} (?:on the (?:phone|line|radio)|by phone|over the phone)\b|"
    rf"\bdr\.? {_WHO.replace('who', 'fine')} (?:also |then )?(?:agree[ds]?(?: with| to| that)|okayed|ok'd|approved|"
    rf"cleared|was (?:fine|okay|ok|good) "
    r"with|had no objections? to|signed off on|accepted) (?:the |his |her |this )?(?:refusal|decision|plan|him (?:stay|refus)\w*|"
    r"her (?:stay|refus)\w*|non-?transport)"
)
_SPOUSE: Final = re.compile(r"\b(?:wife|husband|spouse) (?P<name>[a-z]{3,})\b")
_NO_NAME: Final = re.compile(
    r"^(?:ems|pt|patient|denies|says|said|states|reports|he|she|his|her|the|english|spanish|and|dr)$"
)
_UNIT: Final = listed(r"\b(?P<unit>«fire» [0-9]{1,3})\b")
_NO_HANDOVER: Final = re.compile(
    r"\b(?:not|no|never|order\w*|request\w*|spoke|talked|call\w*|wants? to|follow\w*|clinic|from|ecgs?|12-?lead|strips?|monitor)\b|n't\b"
)
_NEAR_NO: Final = 14  # characters before a handover in which a word denies it
_RELATED: Final = listed(
    r"\b(?P<relation>«kin»),? (?P<name>[a-z]{3,})\b|\b(?P<before>[a-z]{3,}),? (?:(?:is )?(?:his|her|the|pt|patient) )(?P<behind>«kin»)\b"
)
_BLOCKED: Final = frozenset({ScopeKind.HYPOTHETICAL, ScopeKind.QUOTED, ScopeKind.GOAL, ScopeKind.EARLIER})


class PersonNamed(NamedTuple):
    """Somebody with a name, by the place in the sentence: `role` is received, control or kin, `relation` that of kin."""

    role: str
    name: str
    relation: str
    start: int
    end: int


def people(text: str, lower: str, scopes: WordScopes) -> Iterator[PersonNamed]:
    """Those whom a sentence names in a role; `lower` is the same in small letters."""
    for role, pattern in ((RECEIVED, _RECEIVED_BY), (RECEIVED, _TOOK), (CONTROL, _CONTROL)):
        for match in pattern.finditer(lower):
            between = lower[max(0, match.start() - _NEAR_NO) : match.end()]
            named = next((name for name in match.groups() if name), "")
            if scopes.any_over(match.start(), match.start() + 1, _BLOCKED) or (
                role == RECEIVED and _NO_HANDOVER.search(between.removesuffix(named))
            ):
                continue
            yield PersonNamed(role, named, "", match.start(), match.end())
    yield from _relatives(lower)
    yield from _spouses(text, lower)
    yield from _units(lower, scopes)


def _units(lower: str, scopes: WordScopes) -> Iterator[PersonNamed]:
    """`Engine 5`: units of the fire service by their number."""
    for match in _UNIT().finditer(lower):
        if not scopes.any_over(*match.span(), _BLOCKED):
            yield PersonNamed(UNIT, match["unit"], "", *match.span())


def _relatives(lower: str) -> Iterator[PersonNamed]:
    """`his wife, Marta`, `Marta, his wife`."""
    for match in _RELATED().finditer(lower):
        name, word = match["name"] or match["before"], match["relation"] or match["behind"]
        yield PersonNamed(KIN, name, relation_of()[word], *match.span())


def _spouses(text: str, lower: str) -> Iterator[PersonNamed]:
    """`his wife Helen`: with a name, which a text that has small letters writes with a capital one."""
    for match in _SPOUSE.finditer(lower):
        written = text[match.start("name") : match.end("name")]
        if written.istitle() and not text.isupper() and _NO_NAME.match(match["name"]) is None:
            yield PersonNamed(SPOUSE, match["name"], "spouse", *match.span())
