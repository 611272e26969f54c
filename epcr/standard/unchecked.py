"""What the standard leaves unchecked in a patient care report: people, sums and pressures that contradict each other, and parts that
are not there though there was a patient.

The XML Schema and Schematron say whether a report can be read; these say whether it can be believed. Who may do what is judged by
a class's ruleset, on the run sheet.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cache
from typing import Final

from lxml import etree

from epcr.export.nemsis import table
from epcr.scores.consciousness import gcs_total
from epcr.sheet.catalog import catalog
from epcr.standard.document import NAMESPACE, line_of, local
from epcr.standard.document_finding import DocumentFinding, Weight
from epcr.standard.levels import role_of
from epcr.words.naming import quoted

PATIENT_CONTACT: Final = "4227001"  # eDisposition.27 "Patient Contact Made"
# Who did it, in which role, and what it was: of a medication and of a procedure.
_ACTS: Final = (
    ("eMedications.MedicationGroup", "eMedications.09", "eMedications.10", "eMedications.03"),
    ("eProcedures.ProcedureGroup", "eProcedures.09", "eProcedures.10", "eProcedures.03"),
)
# Other elements that name a member of the crew.
_MEMBERS: Final = ("eAirway.07", "eOther.04", "eOther.08")
_GCS_PARTS: Final = ("eVitals.19", "eVitals.20", "eVitals.21")


def unchecked(report: etree._Element) -> Iterator[DocumentFinding]:
    """Everything that these checks say of one report, check by check."""
    crew = _crew(report)
    yield from _strangers(report, crew)
    yield from _other_roles(report, crew)
    yield from _unknown_acts(report)
    yield from _wrong_sums(report)
    yield from _pressures(report)
    yield from _not_there(report)


def _crew(report: etree._Element) -> Mapping[str, str]:
    """The members of the crew, each with the level worked at; empty where none is told."""
    groups = _all(report, "eCrew.CrewGroup")
    return {member: _value(group, "eCrew.02") for group in groups if (member := _value(group, "eCrew.01"))}


def _strangers(report: etree._Element, crew: Mapping[str, str]) -> Iterator[DocumentFinding]:
    """Somebody who did something and is not of the crew. Without any crew nothing is said of each act."""
    if not crew:
        return
    for name in (*(who for _, who, _, _ in _ACTS), *_MEMBERS):
        for element in _all(report, name):
            member = _text(element)
            if member and member not in crew:
                message = f"{quoted(member)} is not of the crew (eCrew.01); name a member of the crew"
                yield _finding(element, "error", message, "performer")


def _other_roles(report: etree._Element, crew: Mapping[str, str]) -> Iterator[DocumentFinding]:
    """A role that is not that of the level at which the performer worked."""
    for kind, who, role, _what in _ACTS:
        for group in _all(report, kind):
            level = crew.get(_value(group, who), "")
            role_told, expected = _first(group, role), role_of().get(level, "")
            if expected and role_told is not None and _text(role_told) not in {"", expected}:
                message = (
                    f"the role {_text(role_told)} is not that of {quoted(_value(group, who))}, who worked at level {level} (eCrew.02); "
                    f"it is {expected} at this level"
                )
                yield _finding(role_told, "error", message, "role")


def _unknown_acts(report: etree._Element) -> Iterator[DocumentFinding]:
    """Procedures and medications that the catalog does not have: no ruleset says who may do them."""
    for _kind, _who, _role, what in _ACTS:
        for element in _all(report, what):
            code = _text(element)
            if code and code not in _known_codes():
                message = f"{quoted(code)} is no code of the catalog; compare it with the list of SNOMED CT or RxNorm"
                yield _finding(element, "warning", message, "code")


@cache
def _known_codes() -> frozenset[str]:
    return frozenset(item.code for item in catalog() if item.code)


def _wrong_sums(report: etree._Element) -> Iterator[DocumentFinding]:
    """A total of the Glasgow Coma Scale that is not the sum of its parts."""
    for group in _all(report, "eVitals.GlasgowScoreGroup"):
        total, sum_of_parts = _first(group, "eVitals.23"), gcs_total(*(_value(group, p) for p in _GCS_PARTS))
        if total is None or sum_of_parts is None or _text(total) in {"", str(sum_of_parts)}:
            continue
        message = f"the total of {_text(total)} is not the sum of its parts (eVitals.19 to .21), which is {sum_of_parts}"
        yield _finding(total, "error", message, "gcs_sum")


def _pressures(report: etree._Element) -> Iterator[DocumentFinding]:
    """A diastolic pressure that is not below the systolic. Where both are 0 nothing was felt or measured."""
    for group in _all(report, "eVitals.BloodPressureGroup"):
        systolic, diastolic = _value(group, "eVitals.06"), _first(group, "eVitals.07")
        if diastolic is None or not (systolic.isdecimal() and _text(diastolic).isdecimal()):
            continue
        if int(systolic) and int(_text(diastolic)) >= int(systolic):
            message = f"the diastolic {_text(diastolic)} is not below the systolic {systolic} (eVitals.06)"
            yield _finding(diastolic, "error", message, "diastolic")


def _not_there(report: etree._Element) -> Iterator[DocumentFinding]:
    """Crew, vital signs and narrative of a report with a patient. A report of national elements alone never has crew or narrative."""
    if _value(report, "eDisposition.27") != PATIENT_CONTACT:
        return
    whole = not _only_national(report)
    for name, words, asked in (
        ("eCrew.01", "nobody of the crew is named", whole),
        ("eVitals.VitalGroup", "no vital sign has a value", True),
        ("eNarrative.01", "there is no narrative", whole),
    ):
        if asked and not any(_has_value(element) for element in _all(report, name)):
            message = f"{words}, though there was a patient (eDisposition.27)"
            section = _first(report, name.partition(".")[0])
            yield _finding(report if section is None else section, "warning", message, "not_there", name)


def _only_national(report: etree._Element) -> bool:
    elements = table.elements()
    names = {local(element) for element in report.iter()}
    return all(elements[name].national for name in names if name in elements)


def _has_value(element: etree._Element) -> bool:
    """Whether an element, or one below it that is measured, has a value; the time and the origin of a set are none."""
    return any(
        _text(inner) and local(inner) not in {"eVitals.01", "eVitals.02"}
        for inner in element.iter(f"{{{NAMESPACE}}}*")
        if len(inner) == 0
    )


def _all(within: etree._Element, name: str) -> list[etree._Element]:
    return list(within.iter(f"{{{NAMESPACE}}}{name}"))


def _first(within: etree._Element, name: str) -> etree._Element | None:
    return next(within.iter(f"{{{NAMESPACE}}}{name}"), None)


def _value(within: etree._Element, name: str) -> str:
    element = _first(within, name)
    return "" if element is None else _text(element)


def _text(element: etree._Element) -> str:
    return " ".join((element.text or "").split())


def _finding(
    element: etree._Element, weight: Weight, message: str, source: str, name: str = ""
) -> DocumentFinding:
    path = element.getroottree().getpath(element)
    return DocumentFinding(line_of(element), name or local(element), weight, message, f"epcr.{source}", path)
