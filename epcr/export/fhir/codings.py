"""Terms of our lists as CodeableConcepts, and back.

Which codes of other systems stand beside a term is data: `schemas/fhir/codes.csv`, a line each. The standard's own codes
(NEMSIS, ICD-10-CM, RxNorm, SNOMED CT) stand in the vocabularies and the catalog. A code that nobody is sure of is not in there, and
the term leaves in words.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Final, NamedTuple

from epcr import paths
from epcr.broken_schema import BrokenSchema
from epcr.export.fhir.names import SYSTEMS, Json, own_system
from epcr.export.fhir.tables_file import lines_of
from epcr.sheet.catalog import catalog
from epcr.sheet.kinds.choice import Choice
from epcr.sheet.section import SheetPart
from epcr.sheet.vocabulary import vocabulary

COLUMNS: Final = ("vocabulary", "code", "system", "fhir", "display")
_ICD: Final = re.compile(r"[A-Z]\d.*")
_NEMSIS: Final = re.compile(r"\d{7}")
# The lists of the standard whose numbers are no codes of NEMSIS itself.
_NUMBERS_OF: Final = {
    "home_medication": "rxnorm",
    "medication_allergy": "rxnorm",
    "other_allergy": "snomed",
}
_CATALOG_SYSTEMS: Final = {"SNOMED CT": "snomed", "RxNorm": "rxnorm"}


class SureCode(NamedTuple):
    """A code of another system for a term of ours."""

    system: str
    code: str
    display: str


def file() -> Path:
    """Where the codes lie."""
    return paths.schemas() / "fhir" / "codes.csv"


@cache
def sure_codes() -> Mapping[str, Mapping[str, SureCode]]:
    """The codes of other systems, by list and code of ours. Raises BrokenSchema with file, line and reason."""
    known: dict[str, dict[str, SureCode]] = {}
    for place, row in lines_of(file(), COLUMNS, COLUMNS[:-1]):
        if row["system"] not in SYSTEMS:
            reason = f"there is no system {row['system']!r}; there are {', '.join(SYSTEMS)}"
            raise BrokenSchema(file(), place, reason)
        code = SureCode(row["system"], row["fhir"], row["display"])
        known.setdefault(row["vocabulary"], {})[row["code"]] = code
    return known


def sure(name: str, code: str) -> SureCode | None:
    """The code of another system for a term; None where there is none that is sure."""
    return sure_codes().get(name, {}).get(code)


def coding(system: str, code: str, display: str = "") -> Json:
    """A coding in one of the systems of `names.SYSTEMS`."""
    return {"system": SYSTEMS[system], "code": code, **({"display": display} if display else {})}


def concept(spec: Choice, code: str, element: str = "") -> Json:
    """A term in words with every code that is sure, for an element of the standard; typed words as they were typed."""
    if code not in spec.terms:
        return {"text": code}
    return {"coding": [*_codings(spec, code, element)], "text": spec.terms.label(code)}


def _codings(spec: Choice, code: str, element: str) -> Iterator[Json]:
    if (known := sure(spec.vocabulary, code)) is not None:
        yield coding(*known)
    standard = spec.terms.standard(code, element) or ""
    system = _system_of(spec.vocabulary, code, standard)
    if system:
        yield coding(system, standard)
    if not system or standard != code:
        yield {"system": own_system(spec.vocabulary), "code": code}


def _system_of(name: str, code: str, standard: str) -> str:
    """The system that a code of the standard belongs to; empty where it stands for something else."""
    if name == "interventions":
        item = catalog().rows.get(code)
        return _CATALOG_SYSTEMS.get(item.code_system or "", "") if item else ""
    if _ICD.fullmatch(standard):
        return "icd10cm"
    if standard.isdigit() and name in _NUMBERS_OF:
        return _NUMBERS_OF[name]
    return "nemsis" if _NEMSIS.fullmatch(standard) else ""


def term_of(spec: Choice, element: Json) -> str:
    """The code of ours in a CodeableConcept, or the words that were typed. Raises ValueError where it is neither."""
    codes = element.get("coding", [])
    own = next((coded["code"] for coded in codes if coded.get("system") == own_system(spec.vocabulary)), None)
    if own is not None:
        if own in spec.terms:
            return str(own)
        message = f"“{own}” is no term of {spec.label}"
        raise ValueError(message)
    for coded in codes:
        code = coded.get("code", "")
        if code in spec.terms and coded.get("system") == SYSTEMS.get(
            _system_of(spec.vocabulary, code, spec.terms.standard(code) or "")
        ):
            return str(code)
    text = element.get("text", "")
    if not text or not spec.takes_words:
        message = f"{spec.label} has no code that this software knows"
        raise ValueError(message)
    return str(text)


def element_of(part: SheetPart, name: str) -> str:
    """The element of the standard that a field means in this part; empty where it means none."""
    return next((element.name for element in part.fields()[name].elements if element.is_meant(part)), "")


def why_absent(reason: str, use: str = "reason") -> Json:
    """A reason why there is no value: the FHIR code where one is sure, that of NEMSIS, and the words."""
    reasons = vocabulary("reason")
    known = sure(use, reason)
    codes = [coding(*known)] if known else []
    return {
        "coding": [*codes, coding("nemsis", reasons.standard(reason) or "")],
        "text": reasons.label(reason),
    }


def reason_in(element: Json) -> str:
    """The reason that a CodeableConcept of `why_absent` names; empty where it names none of ours."""
    standard = {term.standard: term.code for term in vocabulary("reason")}
    codes = (
        coded.get("code") for coded in element.get("coding", []) if coded.get("system") == SYSTEMS["nemsis"]
    )
    return next((standard[code] for code in codes if code in standard), "")
