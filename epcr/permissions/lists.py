"""One state's or agency's lists of what each certification level may do, as the standard tells them: by code.

It knows the standard's codes and our words for them; it refuses to know XML, and rules with conditions.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from datetime import date
from typing import Final, Literal

from epcr.scope.words import LEVELS
from epcr.sheet.vocabulary import Term, vocabulary
from epcr.words.naming import quoted
from epcr.words.near import unknown

Section = Literal["procedure", "medication"]
System = Literal["SNOMED CT", "RxNorm"]

# NEMSIS v3.5.1, sConfiguration.01: the code of each level. One code stands for every EMT-Intermediate.
LEVEL_OF: Final[Mapping[str, str]] = {
    "9917001": "AEMT",
    "9917002": "EMT-I",
    "9917003": "EMR",
    "9917005": "EMT",
    "9917007": "Paramedic",
    "9917019": "Physician",
    "9917021": "Critical Care Paramedic",
    "9917023": "Community Paramedic",
    "9917025": "NP",
    "9917027": "PA",
    "9917029": "LPN",
    "9917031": "RN",
}
CODE_OF: Final[Mapping[str, str]] = {
    **{level: code for code, level in LEVEL_OF.items()},
    "EMT-I/85": "9917002",
    "EMT-I/99": "9917002",
}
RXNORM: Final = "9924003"
SNOMED: Final = "9924005"

# NEMSIS v3.5.1, comment of sConfiguration.05: the blood products, which RxNorm does not have.
BLOOD_PRODUCTS: Final = frozenset(
    {"116762002", "116795008", "116861002", "116865006", "180208003", "33389009", "71493000"}
)
_SNOMED_CODE: Final = re.compile(r"[1-9][0-9]{5,17}")  # commonTypes_v3.xsd, snomed
_RXNORM_CODE: Final = re.compile(r"[1-9][0-9]{1,6}")  # StateDataSet.sch, nemSch_s023


class NotCarried(Exception):  # noqa: N818 - it is named for what happened
    """Lists that cannot be carried in or out; its text is a sentence that says what to do."""


@dataclass(frozen=True, order=True)
class Code:
    """A code of the standard for a procedure or a medication."""

    section: Section
    code: str
    system: System

    @property
    def item(self) -> str:
        """The id of the item that stands for it: `snomed_133901003`, `rxnorm_7806`."""
        return f"{'rxnorm' if self.system == 'RxNorm' else 'snomed'}_{self.code}"


@dataclass(frozen=True)
class ListedAgency:
    """Whose lists they are, where they are not a state's: dAgency.02 and dAgency.03."""

    number: str
    name: str


@dataclass(frozen=True)
class Lists:
    """What each level may do in one state, or in one agency there.

    `levels` have a list, even an empty one, lowest first; `unlisted` are licensed and have none. `made` is the
    document's own moment as it stands there, `since` the day from which it says that the lists hold.
    """

    state: Term
    agency: ListedAgency | None
    levels: tuple[str, ...]
    permitted: Mapping[Code, frozenset[str]]
    unlisted: tuple[str, ...] = ()
    made: str | None = None
    since: date | None = None


def procedure_code(code: str) -> Code | None:
    """The procedure with this SNOMED CT code; None for what is no code."""
    return Code("procedure", code, "SNOMED CT") if _SNOMED_CODE.fullmatch(code) else None


def medication_code(code: str, code_type: str | None = None) -> Code | None:
    """The medication with this code, of RxNorm unless it is a blood product's or said to be SNOMED CT's."""
    if code_type == SNOMED or (code_type is None and code in BLOOD_PRODUCTS):
        return Code("medication", code, "SNOMED CT") if _SNOMED_CODE.fullmatch(code) else None
    if code_type not in {None, RXNORM}:
        return None
    return Code("medication", code, "RxNorm") if _RXNORM_CODE.fullmatch(code) else None


def level_of(code: str, place: str) -> str:
    """The level of a code of the standard; NotCarried, naming the element, for another code."""
    if code not in LEVEL_OF:
        raise NotCarried(
            f"{place}: {unknown('the level code', code, LEVEL_OF)}; write a code of the standard's list 9917"
        )
    return LEVEL_OF[code]


def state_of(code: str, place: str) -> Term:
    """The state with this ANSI code or these two letters; NotCarried, naming the element, for another."""
    for term in vocabulary("state"):
        if code in {term.standard, term.code}:
            return term
    raise NotCarried(f"{place}: {quoted(code)} is no state; write its two digits, like 09 for Connecticut")


def standard_level(level: str) -> str | None:
    """The level as which the standard lists one of ours; None for one that it does not know, like a state's own."""
    code = CODE_OF.get(level)
    return LEVEL_OF[code] if code else None


def in_order(levels: AbstractSet[str]) -> tuple[str, ...]:
    """The levels, lowest first."""
    return tuple(level for level in LEVELS if level in levels)
