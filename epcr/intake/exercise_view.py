"""The page on which an instructor hands an imported report out as an exercise."""

from __future__ import annotations

from dataclasses import dataclass

from flask import url_for

from epcr.people.model import Classroom, Person
from epcr.sheet.run_sheet import RunSheet


@dataclass(frozen=True)
class ExercisePage:
    """The page. `without` are the trainees who can get it, each with id and name; `having` the names of those who have it.

    `ended` says that nobody gets it any more, because the class has ended.
    """

    desk: str
    address: str
    name: str
    number: str
    classroom: str
    without: tuple[tuple[int, str], ...]
    having: tuple[str, ...]
    ended: bool


def exercise_page(
    sheet: RunSheet, classroom: Classroom, trainees: tuple[Person, ...], having: frozenset[int]
) -> ExercisePage:
    """The page of an imported sheet, for the trainees of its class."""
    return ExercisePage(
        desk=url_for("review.desk", sheet_id=sheet.id),
        address=url_for("intake.exercise", sheet_id=sheet.id),
        name=sheet.patient.name() or "Patient not named",
        number=sheet.number,
        classroom=classroom.name,
        without=tuple((trainee.id, trainee.name) for trainee in trainees if trainee.id not in having),
        having=tuple(trainee.name for trainee in trainees if trainee.id in having),
        ended=classroom.ended_at is not None,
    )
