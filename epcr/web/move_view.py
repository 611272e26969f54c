"""The page on which a sheet is moved to another class, as it is drawn."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from flask import url_for

from epcr.people.model import Classroom, Role
from epcr.review import steps
from epcr.review.state import class_of
from epcr.sheet.run_sheet import RunSheet
from epcr.visit.pieces import Option
from epcr.visit.signed_in import person, session


@dataclass(frozen=True)
class MovePage:
    """The page beside what moving would do.

    `why_not` says why it cannot be moved, `nowhere` that there is no other class, `joins` where a trainee joins one. `another`
    leads to where another is chosen, empty where there is none. `can_begin_anew` where nothing is written on it.
    """

    name: str
    number: str
    origin: str
    target: str
    target_id: int
    others: tuple[Option, ...]
    another: str
    why_not: str
    nowhere: bool
    joins: str
    meanwhile: str
    can_begin_anew: bool
    has_acts: bool
    back: str
    chooses: str
    moves: str


def move_page(
    sheet: RunSheet, others: Sequence[Classroom], target: Classroom | None, *, why_not: str, meanwhile: str
) -> MovePage:
    """The page, with the class that was chosen."""
    own = person().role == Role.TRAINEE
    choose = url_for("moving.choose", sheet_id=sheet.id)
    untouched = not steps.touched(sheet) and not steps.history(session(), sheet)
    return MovePage(
        name=sheet.patient.name() or f"sheet {sheet.number}",
        number=sheet.number,
        origin=class_of(session(), sheet).name,
        target=target.name if target else "",
        target_id=target.id if target else 0,
        others=tuple(Option(str(room.id), room.name) for room in others),
        another=choose if len(others) > 1 else "",
        why_not=why_not,
        nowhere=not others,
        joins=url_for("people.join_another") if own else "",
        meanwhile=meanwhile,
        can_begin_anew=own and untouched,
        has_acts=bool(sheet.interventions),
        back=back(sheet),
        chooses=choose,
        moves=url_for("moving.move", sheet_id=sheet.id),
    )


def back(sheet: RunSheet) -> str:
    """Whence whoever moves a sheet came: its check page, or the desk."""
    page = "sheet.check" if person().role == Role.TRAINEE else "review.desk"
    return url_for(page, sheet_id=sheet.id)
