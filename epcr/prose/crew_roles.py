"""Who drove, who rode with the patient, who was exposed: `Ruiz drove`, `I attended`, `I got his blood on`.

Who is meant stays a word of the text.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final, NamedTuple

from epcr.prose.scope_words import ScopeKind
from epcr.prose.scopes import WordScopes

DROVE, ATTENDED, EXPOSED = "drove", "attended", "exposed"
_CREW: Final = (
    r"(?:(?:the |our |my )?(?P<title>paramedic|medic|aemt|emt|partner|preceptor|"
    r"student) ?)?(?P<name>[a-z][a-z'-]*)?(?: \((?:aemt|emt|paramedic|medic)\))?"
)
_DRIVING: Final = (
    r"(?P<drove>drove(?! us nowhere| nothing| off| away| home| himself| herself| behind| separately|"
    r" over)|was driving|was the driver|was driver|did the driving|was at the wheel|"
    r"was behind the wheel|driving(?= (?:us|the (?:ambulance|truck|rig|unit))))"
)
_CARING: Final = (
    r"(?P<attended>attended(?: to)?(?: the (?:pt|patient)| him| her)?|rode in (?:the )?back|"
    r"was in (?:the )?back|teched(?: the call)?|was (?:the )?attendant|was (?:the )?lead|"
    r"was primary(?: caregiver)?|ran the call|took the lead)"
)
_EXPOSURE: Final = (
    r"(?P<exposed>got (?:his|her|the (?:patient's|pt's)|some|a little)? ?blood (?:on|in)"
    r"(?! (?:the|a|his glove|her glove|my glove|gloves|his sleeve|"
    r"my sleeve|her sleeve)\b)|was (?:exposed|splashed)|was the one exposed|"
    r"(?:took|had|got|sustained) an? needle ?-?stick)"
)
_ROLE: Final = re.compile(
    rf"(?:^|[.;,\n(] ?|\band |\bwhile |\bwith |\bwe had ){_CREW},? (?:then |also |who )?(?:{_DRIVING}|{_CARING}|{_EXPOSURE})\b"
)
_NOT_IT: Final = re.compile(r"\b(?:not|never|if|would|will|offered|usually|by car)\b|n't\b")
_BLOCKED: Final = frozenset({ScopeKind.HYPOTHETICAL, ScopeKind.QUOTED, ScopeKind.GOAL})


class RoleClaim(NamedTuple):
    """Who had which role, by the place in the sentence: `role` is drove, attended or exposed, `who` a name, a title or a pronoun."""

    who: str
    role: str
    start: int
    end: int


def crew_roles(lower: str, scopes: WordScopes) -> Iterator[RoleClaim]:
    """The roles that a sentence in small letters tells."""
    for match in _ROLE.finditer(lower):
        who = " ".join(word for word in (match["title"], match["name"]) if word)
        blocked = scopes.any_over(match.start("name"), match.end(), _BLOCKED) if match["name"] else False
        if who and not blocked and _NOT_IT.search(match.group()) is None:
            yield RoleClaim(
                who,
                DROVE if match["drove"] else EXPOSED if match["exposed"] else ATTENDED,
                match.end() - len(match.group().lstrip(" .;,(\n")),
                match.end(),
            )
