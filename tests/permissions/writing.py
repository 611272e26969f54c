"""Small NEMSIS documents with permission lists, written by a test, and the official ones."""

from __future__ import annotations

import csv
from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path

from tests.left_out import left_out

NEMSIS = Path(__file__).resolve().parents[3] / "shared" / "nemsis"
EMR, EMT, AEMT, EMT_I, PARAMEDIC, COMMUNITY = "9917003", "9917005", "9917001", "9917002", "9917007", "9917023"
BURN_CARE, SUCTION, TOURNIQUET = "133901003", "230040009", "20655006"
OXYGEN, ASPIRIN, FENTANYL, RED_CELLS = "7806", "1191", "4337", "71493000"

Cells = Mapping[str, Sequence[str]]  # a level's code to the codes that it may do


def official(name: str) -> Path:
    """One of the published documents, or the table made from them."""
    path = NEMSIS / "cases" / name
    if not path.is_file():
        left_out(f"{path} is missing", "put the shared folder beside the checkout")
    return path


@cache
def permissions() -> tuple[dict[str, str], ...]:
    """The rows of the published permission lists."""
    with official("permissions_by_level.csv").open(encoding="utf-8", newline="") as lines:
        return tuple(csv.DictReader(lines))


def state_document(
    procedures: Cells,
    medications: Cells | None = None,
    *,
    state: str = "09",
    licensed: Sequence[str] = (),
    attributes: str = 'timestamp="2024-09-01T21:11:38-06:00" effectiveDate="2024-10-01T00:00:00-06:00"',
) -> str:
    """A StateDataSet with these lists and nothing else."""
    levels = "".join(f"<sConfiguration.01>{level}</sConfiguration.01>" for level in licensed)
    groups = _groups("s", "Procedure", ("02", "03"), procedures)
    groups += _groups("s", "Medication", ("04", "05"), medications or {})
    return (
        f'<StateDataSet xmlns="http://www.nemsis.org" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" {attributes}>'
        f"<sState><sState.01>{state}</sState.01></sState>"
        f"<sConfiguration>{levels}{groups}</sConfiguration></StateDataSet>"
    )


def agency_document(
    procedures: Cells,
    medications: Cells | None = None,
    *,
    number: str = "351-A1",
    states: Sequence[str] = ("09",),
) -> str:
    """A DEMDataSet with these lists for each of the states, and nothing else."""
    groups = _groups("d", "Procedure", ("06", "07"), procedures)
    groups += _groups("d", "Medication", ("08", "09"), medications or {})
    configurations = "".join(
        f"<dConfiguration.ConfigurationGroup><dConfiguration.01>{state}</dConfiguration.01>{groups}</dConfiguration.ConfigurationGroup>"
        for state in states
    )
    return (
        '<DEMDataSet xmlns="http://www.nemsis.org"><DemographicReport timeStamp="2024-10-12T10:58:32-04:00">'
        f"<dAgency><dAgency.01>A1</dAgency.01><dAgency.02>{number}</dAgency.02><dAgency.03>Riverside Rescue</dAgency.03></dAgency>"
        f"<dConfiguration>{configurations}</dConfiguration></DemographicReport></DEMDataSet>"
    )


def _groups(letter: str, kind: str, elements: tuple[str, str], cells: Cells) -> str:
    level, code = (f"{letter}Configuration.{number}" for number in elements)
    group = f"{letter}Configuration.{kind}Group"
    return "".join(
        f"<{group}><{level}>{one}</{level}>{''.join(f'<{code}>{each}</{code}>' for each in codes)}</{group}>"
        for one, codes in cells.items()
    )
