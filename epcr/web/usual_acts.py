"""What is usual on a call: the acts that its scenario expects, and what its class has logged, most often first.

The order is that of use. Where two were logged as often the catalog's own order decides, which follows the course of a call, and never
the alphabet. What people search for is ranked on the device in the same way (`acts_list.js`).

A dose is usual in a class when it stands on sheets that an instructor accepted, with its unit and route. It is offered to be tapped, as
what was logged and not as what is right: no source stands behind it, and the verdict is given on it as on any other.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from sqlalchemy import ColumnElement, exists, func, select
from sqlalchemy.orm import Session

from epcr.review.model import Kind, Step
from epcr.scenarios.versions import scenario_of
from epcr.sheet.catalog import OTHERS, catalog
from epcr.sheet.interventions import Intervention
from epcr.sheet.run_sheet import RunSheet


@dataclass(frozen=True)
class LoggedDose:
    """A dose as it was logged: a number, the code of its unit and of its route."""

    dose: float
    unit: str
    route: str


def usual_acts(session: Session, sheet: RunSheet) -> tuple[str, ...]:
    """The ids of the interventions that are usual on this call, the first choice first."""
    scenario = scenario_of(session, sheet)
    expected = (act.item for act in scenario.expected) if scenario is not None else ()
    return ranked(expected, logged_in_class(session, sheet.classroom_id))


def ranked(expected: Iterable[str], logged: Mapping[str, int]) -> tuple[str, ...]:
    """What is expected in its order, then what was logged by how often. What the catalog does not name is left out."""
    order = {item.id: place for place, item in enumerate(catalog())}
    by_use = sorted((item for item in logged if item in order), key=lambda item: (-logged[item], order[item]))
    named = dict.fromkeys([*expected, *by_use])
    return tuple(item for item in named if item in order and item not in OTHERS)


def logged_in_class(session: Session, classroom: int) -> dict[str, int]:
    """How often each intervention stands on the sheets of a class; struck ones do not count."""
    rows = session.execute(
        select(Intervention.item, func.count())
        .join(RunSheet, Intervention.run_sheet_id == RunSheet.id)
        .where(RunSheet.classroom_id == classroom, Intervention.struck_at.is_(None), Intervention.item.is_not(None))
        .group_by(Intervention.item)
    )  # fmt: skip
    return {item: count for item, count in rows if item is not None}


def is_accepted() -> ColumnElement[bool]:
    """Whether an instructor accepted a sheet: what was returned as wrong is not taught on."""
    return exists().where(Step.run_sheet_id == RunSheet.id, Step.kind == Kind.ACCEPTED)


def usual_doses(session: Session, classroom: int) -> dict[str, LoggedDose]:
    """The dose of each medication on most accepted sheets of a class; the lower of two that stand on as many."""
    sheets = func.count(Intervention.run_sheet_id.distinct())
    logged = (Intervention.item, Intervention.dose, Intervention.dose_unit, Intervention.route)
    rows = session.execute(
        select(*logged)
        .join(RunSheet, Intervention.run_sheet_id == RunSheet.id)
        .where(RunSheet.classroom_id == classroom, Intervention.struck_at.is_(None), is_accepted())
        .where(*(column.is_not(None) for column in logged))
        .group_by(*logged)
        .order_by(sheets, Intervention.dose.desc())
    )  # fmt: skip
    return {str(item): LoggedDose(dose or 0.0, str(unit), str(route)) for item, dose, unit, route in rows}
