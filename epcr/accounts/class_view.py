"""The page of a class as a value: how it is joined, by what it is judged, who belongs to it, who came and who left."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from flask import url_for
from sqlalchemy.orm import Session

from epcr.accounts.class_list_view import in_halves
from epcr.accounts.lines import EndingLine, Member, WaitingSlip, ending_lines, people_of
from epcr.people import classrooms, passwords
from epcr.people.corrections import levels_in
from epcr.people.ending import goes_on, history_of, in_words, said_of, takes_changes
from epcr.people.model import Classroom, Person, Role
from epcr.people.roster import Import, gone_from, imports_of, roster
from epcr.sheet.customs import Customs
from epcr.shown import Shown
from epcr.visit.pieces import Act, Mark
from epcr.words.counting import counted

MOST_REASONS: Final = 3  # why an import stays, of each that a page says; chosen here
_NOT_TOLD: Final = (
    "This server was not told where other machines reach it. Whoever runs it sets PUBLIC_URL; "
    "then the address to type stands here."
)
_ALONE: Final = (
    "No other machine reaches the server now. Connect this one to the network of the classroom and start the server "
    "with HOST=0.0.0.0, or behind a proxy with PUBLIC_URL; then the address to type stands here."
)


@dataclass(frozen=True)
class Joining:
    """How the class is joined. `code` is empty while joining is closed; without addresses `mark` and `words` say why none stand."""

    code: str
    addresses: tuple[str, ...]
    mark: Mark
    words: str
    verb: str
    verb_words: str
    shown: Shown


@dataclass(frozen=True)
class Imported:
    """One list that was imported. `kept_by` says why it cannot be taken back, and is empty where it can: by `take_back`."""

    at: datetime
    actor: str
    people: str
    kept_by: str
    take_back: Act


@dataclass(frozen=True)
class Came:
    """One line of who came and who left."""

    name: str
    login: str
    what: str
    actor: str
    at: str


@dataclass(frozen=True)
class ClassPage:
    """The page. `ended` says when the class did, with `afterwards` what still goes; `joining` is None then."""

    number: int
    name: str
    mode: str
    judged_by: str
    customs: str
    agency: str
    ended: str
    afterwards: str
    joining: Joining | None
    slips: tuple[WaitingSlip, ...]
    trainees: tuple[Member, ...]
    imports: tuple[Imported, ...]
    gone: tuple[Member, ...]
    roster: tuple[Came, ...]
    instructors: tuple[Member, ...]
    may_add_instructor: bool
    endings: tuple[EndingLine, ...]


def class_page(
    session: Session,
    classroom: Classroom,
    who: Person,
    *,
    addresses: Iterable[str],
    told_where: bool,
    slips: tuple[WaitingSlip, ...],
) -> ClassPage:
    """The page as this person, who teaches the class, sees it.

    `addresses` are where other machines reach the page to join; `told_where` says whether it is known at all where
    the service is to be found.
    """
    people = sorted(classroom.people, key=lambda one: (one.name.casefold(), one.id))
    clock = Customs(classroom.zone).minute
    administrator = who.role == Role.ADMINISTRATOR
    levels, settable = levels_in(session, classroom), passwords.settable(session, who, people)
    on = goes_on(classroom)
    return ClassPage(
        number=classroom.id,
        name=classroom.name,
        mode="Explains what is out of scope and asks"
        if classroom.mode == "teach"
        else "Refuses what is out of scope",
        judged_by=classrooms.ruleset_title(session, classroom),
        customs=", ".join(
            (classroom.zone.replace("_", " "), classroom.temperature, classroom.weight, classroom.glucose)
        ),
        agency=_agency(classroom.agency or {}),
        ended=said_of(classroom),
        afterwards=_afterwards(classroom),
        joining=_joining(classroom, tuple(addresses), told_where=told_where) if on else None,
        slips=slips,
        trainees=tuple(
            _trainee(classroom, one, levels[one.id], may_set=one.id in settable)
            for one in people
            if one.role == Role.TRAINEE
        ),
        imports=tuple(_imported(classroom, one) for one in imports_of(session, classroom)),
        gone=tuple(_gone(classroom, one) for one in gone_from(session, classroom)),
        roster=tuple(
            Came(one.name, one.login, one.kind, one.actor, clock(one.at))
            for one in roster(session, classroom)
        ),
        instructors=tuple(
            _instructor(classroom, one, own=one.id == who.id, removable=administrator)
            for one in people
            if one.role == Role.INSTRUCTOR
        ),
        may_add_instructor=administrator,
        endings=ending_lines(history_of(session, classroom), clock),
    )


def _afterwards(classroom: Classroom) -> str:
    """What still goes in a class that has ended."""
    if takes_changes(classroom) and classroom.drafts_until:
        return f"What was begun can be changed and submitted until {in_words(classroom.drafts_until)}."
    return "Its run sheets can be read, reviewed and printed, and no longer changed by trainees."


def _agency(agency: Mapping[str, object]) -> str:
    """The agency that the class plays, in a line."""
    programs = agency.get("programs", ())
    number = len(programs) if isinstance(programs, list | tuple) else 0
    return ", ".join(
        (
            counted(number, "program") if number else "no programs",
            "no medical control" if agency.get("medical_control") is False else "medical control",
            "no standing orders" if agency.get("standing_orders") is False else "standing orders",
        )
    )


def _joining(classroom: Classroom, addresses: tuple[str, ...], *, told_where: bool) -> Joining:
    is_open = classroom.join_open
    mark, words = _why_no_address(is_open=is_open, told_where=told_where)
    return Joining(
        code=in_halves(classroom.join_code) if is_open else "",
        addresses=addresses if is_open else (),
        mark=mark,
        words=words,
        verb="close" if is_open else "open",
        verb_words="Close joining" if is_open else "Open joining",
        shown=Shown.of({"code": [classroom.join_code]}),
    )


def _why_no_address(*, is_open: bool, told_where: bool) -> tuple[Mark, str]:
    if not is_open:
        return Mark("plain", "key", "Closed"), "Nobody can join with a code now."
    if not told_where:
        return Mark("attention", "alert", "Address not known"), _NOT_TOLD
    return Mark("attention", "alert", "Only this machine"), _ALONE


def _trainee(classroom: Classroom, one: Person, level: str | None, *, may_set: bool) -> Member:
    def place(endpoint: str) -> str:
        return url_for(endpoint, number=classroom.id, person_id=one.id)

    password = Act("New password", place("people.reset_trainee"), " for ", one.name)
    acts = (
        _sheets_of(classroom, one),
        Act("Certificates", place("certificates.of_trainee"), " of ", one.name),
        *((password,) if may_set else ()),
        Act("Remove", place("roster.remove"), " ", one.name),
    )
    return Member(
        one.name,
        one.login,
        one.ended_at is not None,
        place("person.in_class"),
        level or "not given",
        acts,
    )


def _gone(classroom: Classroom, one: Person) -> Member:
    """Somebody who was in the class. Their sheets stay in it; `address` is where they are added back."""
    back = url_for("roster.add_back", number=classroom.id, person_id=one.id)
    acts = (_sheets_of(classroom, one),) if one.role == Role.TRAINEE else ()
    return Member(one.name, one.login, address=back, acts=acts)


def _instructor(classroom: Classroom, one: Person, *, own: bool, removable: bool) -> Member:
    stop = Act("Teach it no longer", url_for("endings.teach_no_longer", number=classroom.id))
    out = Act("Remove", url_for("roster.remove", number=classroom.id, person_id=one.id), " ", one.name)
    acts = (*((stop,) if own else ()), *((out,) if removable else ()))
    return Member(one.name, one.login, one.ended_at is not None, acts=acts)


def _sheets_of(classroom: Classroom, one: Person) -> Act:
    address = url_for("review.queue", classroom=classroom.id, trainee=one.id, state="")
    return Act("Sheets", address, " of ", one.name)


def _imported(classroom: Classroom, one: Import) -> Imported:
    people = people_of(one)
    left = len(one.kept_by) - MOST_REASONS
    more = (f"And {left} more.",) if left > 0 else ()
    address = url_for("roster.take_back", number=classroom.id, batch=one.batch)
    return Imported(
        at=one.at,
        actor=one.actor,
        people=people,
        kept_by=" ".join((*one.kept_by[:MOST_REASONS], *more)),
        take_back=Act("Take it back", address, f" (the import of {people})"),
    )
