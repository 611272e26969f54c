"""The classes that one teaches, as the page that lists them shows them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from epcr.accounts.lines import Ended, ended_ones
from epcr.people.ending import end_day, goes_on
from epcr.people.model import Classroom, Role


@dataclass(frozen=True)
class ClassLine:
    """One class. `ended` says when it did, and is empty while it goes on; `code` is empty where joining is closed."""

    number: int
    name: str
    ended: str
    code: str
    trainees: int
    out_of_scope: str
    ruleset: str


@dataclass(frozen=True)
class ClassList:
    """The classes that are shown, and the way to those that have ended or back from them; None where none has."""

    classes: tuple[ClassLine, ...]
    ended: Ended | None


def class_list(classes: Sequence[Classroom], *, ended_too: bool) -> ClassList:
    """The page of these classes; those that have ended stand on it where they are asked for."""
    over = sum(not goes_on(classroom) for classroom in classes)
    return ClassList(
        tuple(_line(classroom) for classroom in classes if ended_too or goes_on(classroom)),
        ended_ones("classes", "people.classes", over, shown=ended_too),
    )


def in_halves(code: str) -> str:
    """The code to join with as it is read out: `K7QM 2RXA`."""
    return f"{code[:4]} {code[4:]}"


def _line(classroom: Classroom) -> ClassLine:
    return ClassLine(
        number=classroom.id,
        name=classroom.name,
        ended="" if goes_on(classroom) else f"Ended on {end_day(classroom)}.",
        code=in_halves(classroom.join_code) if classroom.join_open else "",
        trainees=sum(member.role == Role.TRAINEE for member in classroom.people),
        out_of_scope="Explained, asked" if classroom.mode == "teach" else "Refused",
        ruleset=classroom.ruleset,
    )
