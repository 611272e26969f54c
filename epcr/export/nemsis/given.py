"""What stands in a report and on no sheet: agency and software, by `schemas/nemsis/absent.csv`; and where a sheet leaves empty what the
standard takes no empty answer in, what the class plays there.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Final

from epcr import paths
from epcr.broken_schema import BrokenSchema
from epcr.export.nemsis.agency import PlayedAgency, software_version, usual
from epcr.export.nemsis.filled import ElementValue
from epcr.export.nemsis.legal import legal
from epcr.export.nemsis.table import NOT_APPLICABLE, elements
from epcr.export.nemsis.value_types import rows_of
from epcr.sheet.run_sheet import RunSheet

Answer = Callable[[RunSheet, PlayedAgency], str]
_COLUMNS: Final = ("element", "value", "why")


def agency_number(sheet: RunSheet, agency: PlayedAgency) -> str:
    """The number of the agency: the class's, else what the sheet says, where that can be one."""
    kind = elements()["dAgency.02"].type
    written = legal(sheet.incident.agency_number or "")
    return agency.number or (written if kind is not None and kind.fits(written) else usual().number)


# The words of the column `value`; an empty answer is not applicable.
ANSWERS: Final[Mapping[str, Answer]] = {
    "agency.state_id": lambda _sheet, agency: agency.state_id or usual().state_id,
    "agency.number": agency_number,
    "agency.state": lambda _sheet, agency: agency.state or usual().state,
    "agency.payment": lambda _sheet, agency: agency.payment,
    "agency.service_level": lambda _sheet, agency: agency.service_level,
    "sheet.id": lambda sheet, _agency: sheet.id,
    "software.creator": lambda _sheet, _agency: usual().creator,
    "software.name": lambda _sheet, _agency: usual().software,
    "software.version": lambda _sheet, _agency: software_version(),
    "not_applicable": lambda _sheet, _agency: "",
}
# What the class plays where a sheet says nothing.
PLAYED: Final[Mapping[str, Answer]] = {
    "eResponse.01": agency_number,
    "eResponse.02": lambda _sheet, agency: agency.name,
}
# What stands where a sheet says nothing and the standard takes no empty answer: the document says that nobody documented it.
STANDS_IN: Final[Mapping[str, Answer]] = {
    "eResponse.13": lambda sheet, _agency: sheet.incident.unit or "",  # the unit is its vehicle
    "eResponse.07": lambda _sheet, _agency: usual().capability,
    "eResponse.23": lambda _sheet, _agency: usual().response_mode,
    "eDispatch.01": lambda _sheet, _agency: usual().dispatch_reason,
}


def given(run_sheet: RunSheet, agency: PlayedAgency) -> Iterator[tuple[str, ElementValue]]:
    """What stands in elements that no field reaches, and what the class plays where a sheet does not say it."""
    for element, answer in answers().items():
        text = legal(answer(run_sheet, agency))
        yield element, ElementValue(text) if text else ElementValue("", nil=("NV", NOT_APPLICABLE))
    yield from _fitting(PLAYED, run_sheet, agency)


def stand_ins(run_sheet: RunSheet, agency: PlayedAgency) -> Iterator[tuple[str, ElementValue]]:
    """What stands where nobody documented what the standard makes mandatory."""
    yield from _fitting(STANDS_IN, run_sheet, agency)


def _fitting(
    chosen: Mapping[str, Answer], run_sheet: RunSheet, agency: PlayedAgency
) -> Iterator[tuple[str, ElementValue]]:
    for element, answer in chosen.items():
        text, kind = legal(answer(run_sheet, agency)), elements()[element].type
        if text and kind is not None and kind.fits(text):
            yield element, ElementValue(text)


def file() -> Path:
    """Where the elements lie that no field reaches."""
    return paths.schemas() / "nemsis" / "absent.csv"


@cache
def answers() -> Mapping[str, Answer]:
    """Which answer stands in which element. Raises BrokenSchema for an element or an answer that is none."""
    path = file()
    read = {row["element"]: row["value"] for row in rows_of(path, _COLUMNS)}
    for element, value in read.items():
        if element not in elements():
            raise BrokenSchema(path, element, "the standard has no such element")
        if value not in ANSWERS:
            raise BrokenSchema(path, element, f"{value!r} is none of {', '.join(ANSWERS)}")
    return {element: ANSWERS[value] for element, value in read.items()}
