"""Moving a sheet to another class: what would change is worked out first, shown, and done only as it was shown.

What a class decides about what comes next goes with the move: rules, agency, mode, who reads it. What was written stays as it was
written: values, verdicts, comments, and the zone and units by which they were typed.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, cast

import msgspec
from sqlalchemy import select
from sqlalchemy.orm import Session

from epcr.checks.acts import Acts
from epcr.checks.own_rules import known_to, why_unknown
from epcr.checks.verdicts import judge_intervention, judging, recorded
from epcr.people.certificates import is_entry_of
from epcr.people.classrooms import classes_of
from epcr.people.corrections import level_words, membership_of
from epcr.people.ending import goes_on, require_going_on
from epcr.people.model import Classroom, Person, Role
from epcr.refused import Refused
from epcr.review.revision import heading
from epcr.review.state import State, class_of, is_opened, writes
from epcr.review.state import standing as stands_at
from epcr.review.steps import ANOTHER, hold, note_move
from epcr.sheet.class_ruleset import ClassRuleset, RulesetVersion
from epcr.sheet.run_sheet import RunSheet
from epcr.sheet.verdict import KeptVerdict
from epcr.shown import Shown
from epcr.words.naming import listed

MODES = {"teach": "explained and asked about", "strict": "refused"}


@dataclass(frozen=True)
class MoveLine:
    """One thing that hangs on the class, in words: as it is on the sheet, and as the other class has it."""

    label: str
    here: str
    there: str


@dataclass(frozen=True)
class Otherwise:
    """An act that the rules of the other class would judge otherwise: the verdict that stands, and the one there."""

    act: str
    anchor: str
    then: KeptVerdict
    there: KeptVerdict


@dataclass(frozen=True)
class Preview:
    """What moving a sheet would do: what changes, what stays though the class has it otherwise, acts judged otherwise there.

    `unusable` says why nothing can be judged there, empty where it can.
    """

    changes: tuple[MoveLine, ...]
    stays: tuple[MoveLine, ...]
    otherwise: tuple[Otherwise, ...]
    unusable: str

    def shown(self) -> Shown:
        """What a page shows of it: whoever confirms moves the sheet as it was shown."""
        return Shown.of({"move": [msgspec.json.encode(self, order="sorted").decode()]})


class ChangedMeanwhile(Exception):  # noqa: N818 - it is named for what happened
    """What moving would do is no longer what was shown."""


def may_move(actor: Person, sheet: RunSheet) -> bool:
    """Whether this person may move the sheet: its trainee, or an administrator."""
    return writes(actor, sheet) or actor.role == Role.ADMINISTRATOR


def why_not(session: Session, sheet: RunSheet) -> str:
    """Why the sheet cannot be moved as it stands, in a sentence; empty where it can."""
    stands = stands_at(session, sheet)
    if stands.shut:
        return stands.shut
    if stands.state is State.ACCEPTED:
        return "This sheet was accepted in its class and stays there. Its instructor can reopen it first."
    if stands.state is State.SUBMITTED and is_opened(stands.history):
        return "An instructor of its class is reading this sheet. It can be moved when it comes back."
    if stands.state is State.SUBMITTED:
        return "Your instructors have this sheet now. Withdraw it first, then move it."
    return ""


def other_classes(session: Session, actor: Person, sheet: RunSheet) -> list[Classroom]:
    """The classes that somebody can move the sheet to: those that go on, a trainee to their own, an administrator to all, by name."""
    return [room for room in classes_of(session, actor) if room.id != sheet.classroom_id and goes_on(room)]


def preview(session: Session, sheet: RunSheet, target: Classroom) -> Preview:
    """What moving the sheet to a class would do. Nothing is changed by asking."""
    origin = class_of(session, sheet)
    there = cast(RunSheet, _There(sheet, target, _own_rules(session, target)))
    trainee = session.get_one(Person, sheet.trainee_id)
    lines = (
        MoveLine("Class, also on paper", origin.name, target.name),
        MoveLine("Read and reviewed by", _readers(origin), _readers(target)),
        MoveLine("Judged by", _rules(sheet), _rules(there)),
        MoveLine("Agency", _agency(sheet.agency), _agency(target.agency)),
        MoveLine("What is out of scope is", MODES[sheet.mode], MODES[target.mode]),
    )
    # Two classes may have one name; that it is another class is what the page is about.
    changes = tuple(line for line in lines if line.here != line.there or line is lines[0])
    kept = (
        MoveLine("Times are written in", sheet.zone.replace("_", " "), target.zone.replace("_", " ")),
        MoveLine("Temperature in", sheet.temperature, target.temperature),
        MoveLine("Weight in", sheet.weight, target.weight),
        MoveLine("Glucose in", sheet.glucose, target.glucose),
        *_level(session, sheet, trainee, target),
    )
    stays = tuple(line for line in kept if line.here != line.there)
    return Preview(changes, stays, tuple(_otherwise(sheet, there)), why_unknown(there) or "")


def move(session: Session, sheet: RunSheet, actor: Person, target: Classroom, shown: Shown) -> None:
    """Move the sheet as it was shown, `shown` being what the page showed of that preview. Moving it where it lies does nothing.

    Raises Refused where it cannot be moved, and ChangedMeanwhile where moving would do something else by now.
    """
    _hold_classes(session, sheet, target)
    hold(session, sheet)
    if not may_move(actor, sheet):
        raise Refused(ANOTHER)
    if target.id == sheet.classroom_id:
        return
    if refusal := why_not(session, sheet):
        raise Refused(refusal)
    require_going_on(target, "No run sheets are moved into it.")
    if target not in other_classes(session, actor, sheet):
        raise Refused(f"You are not in {target.name} any more. Choose another class.")
    if preview(session, sheet, target).shown() != shown:
        raise ChangedMeanwhile
    origin = class_of(session, sheet)
    sheet.classroom_id, sheet.ruleset = target.id, target.ruleset
    sheet.agency, sheet.mode = target.agency, target.mode
    note_move(session, sheet, actor, f"From {origin.name} to {target.name}.")
    session.expire(sheet, ["own_rules"])


def _hold_classes(session: Session, sheet: RunSheet, target: Classroom) -> None:
    """Keep both classes from changing their rules meanwhile: each tells them to the sheets that it has then.

    They are held before the sheet, as a class is that changes them; SQLite has one writer anyway.
    """
    if session.get_bind().dialect.name != "sqlite":
        both = select(Classroom).where(Classroom.id.in_({sheet.classroom_id, target.id}))
        held = both.order_by(Classroom.id).with_for_update(read=True)
        session.scalars(held.execution_options(populate_existing=True)).all()


class _There:
    """A sheet as another class would judge it: its rules and its agency are the class's, all else is the sheet's own."""

    def __init__(self, sheet: RunSheet, target: Classroom, own: RulesetVersion | None) -> None:
        self._sheet = sheet
        self.ruleset = target.ruleset
        self.agency = target.agency
        self.own_rules = own

    def __getattr__(self, name: str) -> Any:
        return getattr(self._sheet, name)


def _own_rules(session: Session, target: Classroom) -> RulesetVersion | None:
    own = session.get(ClassRuleset, target.ruleset)
    return own.newest() if own is not None and own.classroom_id == target.id else None


def _otherwise(sheet: RunSheet, there: RunSheet) -> Iterator[Otherwise]:
    here, acts_there, context = judging(sheet), Acts(there), sheet.context()
    for act in sheet.entries("interventions"):
        if act.item is None:
            continue
        then, judged = here(act), recorded(judge_intervention(acts_there, act))
        if then.verdict != judged.verdict:
            yield Otherwise(heading(act, context), str(act.anchor()), then, judged)


def _level(session: Session, sheet: RunSheet, trainee: Person, target: Classroom) -> Iterator[MoveLine]:
    """The level of the trainee on this call, where the crew tells one and they play another in the class."""
    membership = membership_of(session, trainee, target)
    own = next((member for member in sheet.entries("crew") if is_entry_of(member, trainee)), None)
    if membership is not None and membership.level and own is not None and own.level:
        yield MoveLine(f"{trainee.name} works as", level_words(own.level), level_words(membership.level))


def _readers(classroom: Classroom) -> str:
    readers = sorted(member.name for member in classroom.people if member.role == Role.INSTRUCTOR)
    return listed(readers, "and") if readers else "nobody yet"


def _rules(sheet: RunSheet) -> str:
    known = known_to(sheet).get(sheet.ruleset)
    return f"{known.title}, version {known.version}" if known else sheet.ruleset


def _agency(agency: dict[str, Any] | None) -> str:
    played = agency or {}
    programs = sorted(str(program).replace("_", " ") for program in played.get("programs") or ())
    return ", ".join(
        (
            "no medical control" if played.get("medical_control") is False else "medical control",
            "no standing orders" if played.get("standing_orders") is False else "standing orders",
            f"programs: {listed(programs, 'and')}" if programs else "no programs",
        )
    )
