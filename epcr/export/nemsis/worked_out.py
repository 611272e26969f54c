"""What the standard asks for and the sheet works out: sums of scores, the role of whoever performed an act, units and code systems.

Nothing of it is stored on a sheet; each is worked out where pages and papers work it out too.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import cache
from typing import Final

from epcr.checks.age import NOUNS, age
from epcr.checks.readings import reading
from epcr.export.nemsis.filled import ElementValue
from epcr.export.nemsis.legal import plain
from epcr.export.nemsis.table import elements
from epcr.scores import apgar, rts
from epcr.sheet.catalog import catalog
from epcr.sheet.coma import coma
from epcr.sheet.interventions import Intervention
from epcr.sheet.patient import Patient
from epcr.sheet.run_sheet import RunSheet
from epcr.sheet.section import SheetPart
from epcr.sheet.vitals import APGAR, MMHG, VitalSigns
from epcr.sheet.vocabulary import vocabulary

STUDENT: Final = "9905029"  # eMedications.10, eProcedures.10
ICD_10, RXNORM, SNOMED = "9924001", "9924003", "9924005"  # the attribute CodeType
KINDS: Final = {"medication": "eMedications", "procedure": "eProcedures"}


def worked_out(run_sheet: RunSheet, part: SheetPart) -> Iterator[tuple[str, str]]:
    """The elements, with their texts, that are worked out of a part of a sheet."""
    if isinstance(part, VitalSigns):
        yield from _of_vitals(run_sheet, part)
    elif isinstance(part, Intervention):
        yield from _of_intervention(run_sheet, part)
    elif isinstance(part, Patient) and not part.documented("age") and not part.documented("age_units"):
        yield from _age(run_sheet)


def _age(run_sheet: RunSheet) -> Iterator[tuple[str, str]]:
    """The age on the day of the call by the date of birth, where nobody said another."""
    worked, kind = age(run_sheet), elements()["ePatient.15"].type
    if worked is not None and kind is not None and kind.fits(str(worked.number)):
        yield "ePatient.15", str(worked.number)
        yield "ePatient.16", next(unit for unit, noun in NOUNS.items() if noun == worked.noun)


def _of_vitals(run_sheet: RunSheet, vitals: VitalSigns) -> Iterator[tuple[str, str]]:
    total = coma(vitals).total
    if total is not None:
        yield "eVitals.23", str(total)
    points = [None if code is None else int(code) for code in (getattr(vitals, name) for name in APGAR)]
    appearance, grimace, activity, respirations = points
    score = apgar(appearance, reading(vitals, "heart_rate"), grimace, activity, respirations)
    if score is not None:
        yield "eVitals.32", str(score)
    if run_sheet.injury_possible:
        revised = rts(total, reading(vitals, "systolic"), reading(vitals, "respiratory_rate"))
        if revised is not None:
            yield "eVitals.33", str(revised)


def _of_intervention(run_sheet: RunSheet, entry: Intervention) -> Iterator[tuple[str, str]]:
    """The role of whoever of this crew performed it, where nobody said another."""
    role = role_of(run_sheet, entry)
    if role and not entry.documented("performer_role") and entry.happened:
        yield f"{KINDS[entry.kind]}.10", role


def role_of(run_sheet: RunSheet, entry: Intervention) -> str:
    """The role of the performer as a code of the standard; empty where it is not known."""
    member = run_sheet.member(entry.performer)
    if member is None or entry.kind not in KINDS:
        return ""
    return STUDENT if member.student else role_at(member.level or "")


@cache
def role_at(level: str) -> str:
    """A level of the crew (9925…) as a role (9905…), which the standard lists apart: the one that shares a name with it."""
    roles = vocabulary("performer_role")
    term = next((term for term in vocabulary("level") if term.code == level), None)
    names = (term.label, *term.synonyms) if term else ()
    role = next((role for name in names if (role := roles.find(name))), None)
    return role.standard if role else ""


Adapted = Callable[[SheetPart, object], ElementValue]


def _etco2(part: SheetPart, code: object) -> ElementValue:
    """Whole in mmHg, as Schematron asks (nemSch_e133), with its unit."""
    unit = getattr(part, "etco2_unit", None)
    number = round(float(str(code))) if unit == MMHG else code
    standard = vocabulary("etco2_unit").standard(unit) if unit else None
    return ElementValue(plain(number), (("ETCO2Type", standard),) if standard else ())


def _medication(_part: SheetPart, code: object) -> ElementValue:
    return ElementValue(str(code), (("CodeType", SNOMED if str(code) in _in_snomed() else RXNORM),))


def _allergy(_part: SheetPart, code: object) -> ElementValue:
    return ElementValue(str(code), (("CodeType", ICD_10 if str(code)[:1].isalpha() else RXNORM),))


@cache
def _in_snomed() -> frozenset[str]:
    """The codes of blood products and the like, which RxNorm does not have."""
    rows = (row for row in catalog() if row.kind == "medication" and row.code_system == "SNOMED CT")
    return frozenset(row.code for row in rows if row.code)


# Elements that carry more than their value.
ADAPTED: Final[dict[str, Adapted]] = {
    "eVitals.16": _etco2,
    "eMedications.03": _medication,
    "eHistory.06": _allergy,
}
