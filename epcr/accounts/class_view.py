"""The page of a class as a value: how it is joined, by what it is judged, who belongs to it, who came and who left."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from flask import url_for
from sqlalchemy.orm import Session

from epcr.accounts.class_list_view import in_halves
from epcr.accounts.lines import EndingLine, Member, WaitingSlip, ending_lines, people_of
from epcr.accounts.reaching_view import Reaching, reaching
from epcr.people import classrooms, passwords
from epcr.people.corrections import levels_in
from epcr.people.ending import goes_on, history_of, in_words, said_of, takes_changes
from epcr.people.model import Classroom, Person, Role
from epcr.people.roster import Import, gone_from, imports_of, roster
from epcr.sheet.customs import Customs
from epcr.shown import Shown
from epcr.visit.pieces import ActLink, Mark
from epcr.words.counting import counted

MOST_REASONS: Final = 3  # why an import stays, of each that a page says; chosen here
_NOT_TOLD: Final = (
    "This server does not know its address on the network. When the person who runs it sets PUBLIC_URL, "
    "the address will appear here."
)
_ALONE: Final = (
    "No other machine reaches the server now. Connect this one to the network of the classroom and start the server "
    "with “epcr serve --lan”, or behind a proxy with PUBLIC_URL; the address will appear here."
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
class ImportLine:
    """One list that was imported. `kept_by` says why it cannot be taken back, and is empty where it can: by `take_back`."""

    at: datetime
    actor: str
    people: str
    kept_by: str
    take_back: ActLink


@dataclass(frozen=True)
class ComingLine:
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
    reaching: Reaching
    slips: tuple[WaitingSlip, ...]
    trainees: tuple[Member, ...]
    imports: tuple[ImportLine, ...]
    gone: tuple[Member, ...]
    roster: tuple[ComingLine, ...]
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
    people = sorted(classroom.people, key=lambda member: (member.name.casefold(), member.id))
    clock = Customs(classroom.zone).minute
    on = goes_on(classroom)
    return ClassPage(
        number=classroom.id,
        name=classroom.name,
        mode="Teach" if classroom.mode == "teach" else "Strict",
        judged_by=classrooms.ruleset_title(session, classroom),
        customs=", ".join(
            (classroom.zone.replace("_", " "), classroom.temperature, classroom.weight, classroom.glucose)
        ),
        agency=_agency(classroom.agency or {}),
        ended=said_of(classroom),
        afterwards=_afterwards(classroom),
        joining=_joining(classroom, tuple(addresses), told_where=told_where) if on else None,
        reaching=reaching(classroom),
        slips=slips,
        trainees=tuple(_trainees(session, classroom, who, people)),
        imports=tuple(_imported(classroom, imported) for imported in imports_of(session, classroom)),
        gone=tuple(_gone(classroom, member) for member in gone_from(session, classroom)),
        roster=tuple(_coming(session, classroom, clock)),
        instructors=tuple(_instructors(classroom, who, people)),
        may_add_instructor=who.role == Role.ADMINISTRATOR,
        endings=ending_lines(history_of(session, classroom), clock),
    )


def _trainees(
    session: Session, classroom: Classroom, who: Person, people: Sequence[Person]
) -> Iterator[Member]:
    levels, settable = levels_in(session, classroom), passwords.settable(session, who, people)
    for member in people:
        if member.role == Role.TRAINEE:
            yield _trainee(classroom, member, levels[member.id], may_set=member.id in settable)


def _instructors(classroom: Classroom, who: Person, people: Iterable[Person]) -> Iterator[Member]:
    removable = who.role == Role.ADMINISTRATOR
    for member in people:
        if member.role == Role.INSTRUCTOR:
            yield _instructor(classroom, member, own=member.id == who.id, removable=removable)


def _coming(session: Session, classroom: Classroom, clock: Callable[[datetime], str]) -> Iterator[ComingLine]:
    for line in roster(session, classroom):
        yield ComingLine(line.name, line.login, line.kind, line.actor, clock(line.at))


def _afterwards(classroom: Classroom) -> str:
    """What still goes in a class that has ended."""
    if takes_changes(classroom) and classroom.drafts_until:
        return f"What was begun can be changed and submitted until {in_words(classroom.drafts_until)}."
    return "Its run sheets can be read, reviewed and printed, and no longer changed by trainees."


def _agency(agency: Mapping[str, object]) -> str:
    """The agency that the class plays, in a line. Programs are last: a "no" before them would be read as of all three."""
    programs = agency.get("programs", ())
    number = len(programs) if isinstance(programs, list | tuple) else 0
    return ", ".join(
        (
            "no medical control" if agency.get("medical_control") is False else "medical control",
            "no standing orders" if agency.get("standing_orders") is False else "standing orders",
            counted(number, "program") if number else "no programs",
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


def _trainee(classroom: Classroom, person: Person, level: str | None, *, may_set: bool) -> Member:
    def place(endpoint: str) -> str:
        return url_for(endpoint, number=classroom.id, person_id=person.id)

    password = ActLink("New password", place("people.reset_trainee"), " for ", person.name)
    acts = (
        _sheets_of(classroom, person),
        ActLink("Certificates", place("certificates.of_trainee"), " of ", person.name),
        *((password,) if may_set else ()),
        ActLink("Remove", place("roster.remove"), " ", person.name),
    )
    return Member(
        person.name,
        person.login,
        person.ended_at is not None,
        place("person.in_class"),
        level or "not certified yet",
        acts,
    )


def _gone(classroom: Classroom, person: Person) -> Member:
    """Somebody who was in the class. Their sheets stay in it; `address` is where they are added back."""
    back = url_for("roster.add_back", number=classroom.id, person_id=person.id)
    acts = (_sheets_of(classroom, person),) if person.role == Role.TRAINEE else ()
    return Member(person.name, person.login, address=back, acts=acts)


def _instructor(classroom: Classroom, person: Person, *, own: bool, removable: bool) -> Member:
    stop = ActLink("Teach it no longer", url_for("endings.teach_no_longer", number=classroom.id))
    out = ActLink(
        "Remove", url_for("roster.remove", number=classroom.id, person_id=person.id), " ", person.name
    )
    acts = (*((stop,) if own else ()), *((out,) if removable else ()))
    return Member(person.name, person.login, person.ended_at is not None, acts=acts)


def _sheets_of(classroom: Classroom, person: Person) -> ActLink:
    address = url_for("review.queue", classroom=classroom.id, trainee=person.id, state="")
    return ActLink("Sheets", address, " of ", person.name)


def _imported(classroom: Classroom, imported: Import) -> ImportLine:
    people = people_of(imported)
    left = len(imported.kept_by) - MOST_REASONS
    more = (f"And {left} more.",) if left > 0 else ()
    address = url_for("roster.take_back", number=classroom.id, batch=imported.batch)
    return ImportLine(
        at=imported.at,
        actor=imported.actor,
        people=people,
        kept_by=" ".join((*imported.kept_by[:MOST_REASONS], *more)),
        take_back=ActLink("Take it back", address, f" (the import of {people})"),
    )
