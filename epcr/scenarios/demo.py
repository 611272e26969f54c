"""The demo class: people with documented passwords, and run sheets in every state, so that there is something to look at.

It goes through the same verbs as people do, so that no sheet is in a state that nobody could bring it to. It loads into an
empty database only.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from epcr.broken_schema import BrokenSchema
from epcr.checks import findings
from epcr.checks.finding import Weight
from epcr.checks.verdicts import judge_changed
from epcr.db import Database, now
from epcr.people.classrooms import make_class
from epcr.people.model import Classroom, Person, Role
from epcr.people.password import hash_password
from epcr.people.persons import add_hashed
from epcr.refused import Refused
from epcr.review import steps as review
from epcr.scenarios.beginning import new_sheet
from epcr.scenarios.scenario import scenarios
from epcr.scenarios.versions import keep
from epcr.scenarios.worked import Worked, WorkedStep, change, fill, worked_sheets
from epcr.sheet.answer import Answer
from epcr.sheet.run_sheet import RunSheet

ACTOR: Final = "epcr demo"
CLASS: Final = {
    "name": "Demo class",
    "ruleset": "us-national-2019",
    "mode": "teach",
    "zone": "America/New_York",
    "temperature": "°F",
    "weight": "kg",
    "glucose": "mg/dL",
}
JOIN_CODE: Final = "DEM2RUNS"
_READING = timedelta(minutes=40)  # an instructor opened a sheet this long before returning or accepting it


@dataclass(frozen=True)
class Account:
    """Somebody who can sign in to the demo class, with the password that is printed at the start."""

    login: str
    password: str
    name: str
    role: str
    level: str | None = None


ACCOUNTS: Final = (
    Account("admin", "keep-backups", "Sam Whitfield", Role.ADMINISTRATOR),
    Account("instructor", "field-notes", "Ruth Calloway", Role.INSTRUCTOR, "Paramedic"),
    Account("emt", "ride-along", "Ana Ruiz", Role.TRAINEE, "EMT"),
    Account("aemt", "ride-along", "Devon Okafor", Role.TRAINEE, "AEMT"),
    Account("medic", "ride-along", "Mira Lindqvist", Role.TRAINEE, "Paramedic"),
    Account("student", "ride-along", "Theo Park", Role.TRAINEE, "EMT"),
)


def load_demo(database: Database, *, at: datetime | None = None) -> list[Account]:
    """Load the demo class as of a moment, by default now; nothing where there are people already.

    Returns the accounts that were made. Raises BrokenSchema where a file of the demo cannot be used; nothing is stored then.
    """
    moment = at or now()
    with database.write(ACTOR) as session:
        if session.scalar(select(Person.id).limit(1)) is not None:
            return []
        people = {account.login: _person(session, account) for account in ACCOUNTS}
        classroom = make_class(session, people["instructor"], **CLASS)
        classroom.join_code = JOIN_CODE
        classroom.people.extend(who for who in people.values() if who.role == Role.TRAINEE)
        session.flush()
        for worked in worked_sheets():
            _load(session, classroom, people, worked, moment)
    return list(ACCOUNTS)


def _person(session: Session, account: Account) -> Person:
    return add_hashed(
        session, login=account.login, name=account.name, role=Role(account.role), level=account.level,
        password_hash=hash_password(account.password),  # published, and so refused to anybody who chooses one
    )  # fmt: skip


def _load(
    session: Session, classroom: Classroom, people: dict[str, Person], worked: Worked, moment: datetime
) -> None:
    trainee = _somebody(worked, people, "trainee", worked.trainee)
    if worked.scenario and worked.scenario not in scenarios():
        raise BrokenSchema(worked.file, "scenario", f"there is no scenario {worked.scenario!r}")
    session.info["actor"] = trainee.login
    scenario = scenarios().get(worked.scenario)
    if scenario is not None:
        keep(session, scenario)
    sheet = new_sheet(classroom, trainee, scenario)
    sheet.id = worked.id_of()
    day = sheet.customs().local(moment).date() - timedelta(days=worked.days_ago)
    if worked.words("crew"):
        fill(sheet, worked, day)
        judge_changed(sheet, sheet.incident.saved_at or moment)
    else:
        sheet.incident.date_of_call = day
        sheet.created_at = sheet.customs().resolve(day, 12, 0, 0)
    session.add(sheet)
    session.flush()
    on_its_way = _OnItsWay(session, sheet, worked)
    for number, step in enumerate(worked.steps):
        actor = _somebody(worked, people, f"steps[{number}].by", step.by)
        session.info["actor"] = actor.login
        try:
            on_its_way.take(step, actor, moment - timedelta(hours=step.hours_ago))
        except Refused as refused:
            raise BrokenSchema(worked.file, f"steps[{number}]", str(refused)) from None
    session.info["actor"] = ACTOR


def _somebody(worked: Worked, people: dict[str, Person], key: str, login: str) -> Person:
    if login not in people:
        raise BrokenSchema(worked.file, key, f"nobody in the demo class has the login {login!r}")
    return people[login]


@dataclass(frozen=True)
class _OnItsWay:
    """A sheet that takes the steps of its file."""

    session: Session
    sheet: RunSheet
    worked: Worked

    def take(self, step: WorkedStep, actor: Person, at: datetime) -> None:
        """Take one step as if it were then. Raises Refused where a person would be refused."""
        before = len(review.history(self.session, self.sheet))
        self._verb(step, actor, at)
        taken = review.history(self.session, self.sheet)[before:]
        for taken_step in taken:
            taken_step.at = at
        if len(taken) > 1:  # opening came with it
            taken[0].at = at - _READING
        self.session.flush()

    def _verb(self, step: WorkedStep, actor: Person, at: datetime) -> None:
        session, sheet = self.session, self.sheet
        match step.kind:
            case "changed":
                change(sheet, self.worked, step, at)
                judge_changed(sheet, at)
            case "submitted":
                _answer(sheet, self.worked, at)
                review.submit(session, sheet, actor).at = at
            case "withdrawn":
                review.withdraw(session, sheet, actor)
            case "opened":
                self._comment(step, actor, at)
            case "returned":
                self._comment(step, actor, at)
                review.give_back(session, sheet, actor, step.note)
            case "accepted":
                self._comment(step, actor, at)
                review.accept(session, sheet, actor, step.note)
            case "reopened":
                review.reopen(session, sheet, actor, step.note)
            case "addendum":
                review.add_addendum(session, sheet, actor, step.note)
            case "discarded":
                review.discard(session, sheet, actor)
                sheet.discarded_at = at

    def _comment(self, step: WorkedStep, actor: Person, at: datetime) -> None:
        review.open_for_review(self.session, self.sheet, actor)
        for comment in step.comments:
            anchor = str(self.worked.anchor(comment.about))
            review.write_comment(
                self.session, self.sheet, actor, anchor=anchor, kind=comment.kind, text=comment.text
            ).at = at


def _answer(sheet: RunSheet, worked: Worked, at: datetime) -> None:
    """Answer every open warning for which the file has an answer."""
    for finding in findings(sheet):
        if finding.weight is not Weight.WARNING or finding.answer:
            continue
        for answer in worked.answers:
            places = {worked.anchor(about) for about in answer.about}
            if finding.anchor in places and finding.source.startswith(answer.source):
                sheet.answers.append(
                    Answer(
                        source=finding.source, anchor=str(finding.anchor), value=finding.value, kind=answer.kind,
                        text=answer.text, at=at,
                    )
                )  # fmt: skip
                break
