"""Who belongs to a class: import a list and take it back, remove somebody, let them leave, add them back.

Each writes a line to the class's roster in the name of whoever asked. Sheets stay where they are. Plain functions over a session;
each raises Refused with a sentence where it cannot be done. The route commits.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Select, func, select, update
from sqlalchemy.orm import Session

from epcr.isolates import isolated
from epcr.people.certificate import Certificate
from epcr.people.classrooms import hold_class
from epcr.people.corrections import membership_of
from epcr.people.ending import require_another_instructor, require_going_on
from epcr.people.model import GONE, Came, Classroom, Membership, Person, Role, RosterLine
from epcr.people.preview import Known, ListRow
from epcr.refused import Refused
from epcr.sheet.run_sheet import RunSheet

LONGEST_ROSTER = 1000  # lines that a page shows; chosen here


@dataclass(frozen=True)
class Import:
    """One list that was imported: who came with it and is still in the system, and why it cannot be taken back, a sentence each.

    `actor` is the name of who imported it. `guests` came with it from other classes and are in this one.
    """

    batch: str
    at: datetime
    actor: str
    people: tuple[Person, ...]
    kept_by: tuple[str, ...]
    guests: tuple[Person, ...] = ()


def everybody_known(session: Session, classroom: Classroom) -> list[Known]:
    """Everybody who can sign in or once could, as a class list is compared with them."""
    rooms: dict[int, list[str]] = {}
    belong = select(Membership.person_id, Classroom.name).join(Classroom).order_by(Classroom.name)
    for person, name in session.execute(belong):
        rooms.setdefault(person, []).append(name)
    inside = select(Membership).where(Membership.classroom_id == classroom.id)
    here = {membership.person_id: membership for membership in session.scalars(inside)}
    columns = (Person.id, Person.login, Person.name, Person.role, Person.level, Person.ended_at)
    return [
        Known(
            row.login,
            row.name,
            here=row.id in here and row.role == Role.TRAINEE,
            trainee=row.role == Role.TRAINEE,
            ended=row.ended_at is not None,
            level=here[row.id].level if row.id in here else row.level,
            of_others=row.id in here and here[row.id].listed,
            classes=tuple(rooms.get(row.id, ())),
        )
        for row in session.execute(select(*columns))
    ]


def import_people(
    session: Session, classroom: Classroom, rows: Sequence[ListRow], hashes: Mapping[str, str], batch: str
) -> list[Person]:
    """Add everybody on a list to a class, or nobody; `hashes` are those of the passwords made up for them, by login."""
    logins = [row.login for row in rows]
    if session.scalar(select(func.count()).select_from(Person).where(Person.login.in_(logins))):
        raise Refused("Somebody took one of these logins in the meantime. Look at the list again.", "people")
    added = [
        Person(
            login=row.login,
            name=row.name,
            role=Role.TRAINEE,
            level=row.level,
            password_hash=hashes[row.login],
            must_change_password=True,
        )
        for row in rows
    ]
    classroom.people.extend(added)
    session.flush()
    for person in added:
        write(session, classroom, person, Came.IMPORTED, batch)
    session.flush()
    return added


def imports_of(session: Session, classroom: Classroom) -> list[Import]:
    """The lists that were imported into a class and of whom anybody is left, the newest first."""
    lines = session.scalars(
        select(RosterLine)
        .where(
            RosterLine.classroom_id == classroom.id,
            RosterLine.kind == Came.IMPORTED,
            RosterLine.person_id.is_not(None),
        )
        .order_by(RosterLine.id.desc())
    )
    batches: dict[str, list[RosterLine]] = {}
    for line in lines:
        batches.setdefault(line.batch or "", []).append(line)
    return [_import(session, classroom, batch, imported) for batch, imported in batches.items()]


def find_import(session: Session, classroom: Classroom, batch: str) -> Import | None:
    """The import of this name; None where nobody of it is left."""
    return next((imported for imported in imports_of(session, classroom) if imported.batch == batch), None)


def _numbers(classroom: Classroom, batch: str) -> Select[int | None]:
    return select(RosterLine.person_id).where(
        RosterLine.classroom_id == classroom.id, RosterLine.kind == Came.IMPORTED, RosterLine.batch == batch
    )


def _guests(session: Session, classroom: Classroom, batch: str) -> tuple[Person, ...]:
    """Who came from other classes with an import and is in the class."""
    numbers = select(RosterLine.person_id).where(
        RosterLine.classroom_id == classroom.id, RosterLine.kind == Came.LISTED, RosterLine.batch == batch
    )
    inside = select(Membership.person_id).where(Membership.classroom_id == classroom.id)
    guests = select(Person).where(Person.id.in_(numbers), Person.id.in_(inside))
    return tuple(session.scalars(guests.order_by(Person.name, Person.id)))


def _import(session: Session, classroom: Classroom, batch: str, lines: Sequence[RosterLine]) -> Import:
    numbers = [line.person_id for line in lines]
    people = session.scalars(
        select(Person).where(Person.id.in_(numbers)).order_by(Person.name, Person.id)
    ).all()
    begun = set(session.scalars(select(RunSheet.trainee_id).where(RunSheet.trainee_id.in_(numbers))))
    kept_by = tuple(sentence for person in people if (sentence := _kept_by(person, sheet=person.id in begun)))
    guests = _guests(session, classroom, batch)
    login = lines[0].actor
    actor = session.scalar(select(Person.name).where(Person.login == login)) or login
    return Import(batch, lines[0].at, actor, tuple(people), kept_by, guests)


def _kept_by(person: Person, *, sheet: bool) -> str:
    if sheet:
        return f"{isolated(person.name)} has a run sheet."
    # Who chose a password of their own signed in, also before that was noted.
    if person.first_sign_in_at is not None or not person.must_change_password:
        return f"{isolated(person.name)} signed in."
    return ""


def take_back(session: Session, classroom: Classroom, batch: str) -> list[Person]:
    """Take an import back: whoever was made by it is no longer in the system, whoever came with it from another class no longer in
    this one. Raises Refused where one of the new ones signed in.
    """
    hold_class(session, classroom)
    if session.get_bind().dialect.name != "sqlite":  # nobody of them signs in until they are gone
        held = select(Person).where(Person.id.in_(_numbers(classroom, batch))).with_for_update()
        session.scalars(held.execution_options(populate_existing=True)).all()
    imported = find_import(session, classroom, batch)
    if imported is None:
        raise Refused("This import was taken back already.")
    if imported.kept_by:
        raise Refused(" ".join(imported.kept_by) + " Remove the others from the class one by one.")
    for person in imported.people:
        write(session, classroom, person, Came.TAKEN_BACK, batch)
    session.flush()
    for person in imported.people:
        for certificate in session.scalars(select(Certificate).where(Certificate.person_id == person.id)):
            session.delete(certificate)
        person.classrooms.clear()
        session.delete(person)
    for person in imported.guests:
        classroom.people.remove(person)
        write(session, classroom, person, Came.REMOVED, batch)
    session.flush()
    return list(imported.people)


# One by one -----------------------------------------------------------------------------------------------------------


def may_remove(actor: Person, classroom: Classroom, person: Person) -> bool:
    """Whether this person may remove that one: whoever teaches the class its trainees, an administrator its instructors too."""
    if person not in classroom.people:
        return False
    if actor.role == Role.ADMINISTRATOR:
        return True
    return actor.role == Role.INSTRUCTOR and actor in classroom.people and person.role == Role.TRAINEE


def remove(session: Session, classroom: Classroom, person: Person) -> None:
    """Take somebody out of a class. Their sheets stay in it, and they can come back."""
    _out(session, classroom, person, Came.REMOVED)


def leave(session: Session, classroom: Classroom, person: Person) -> None:
    """Let somebody out of a class at their own wish. Their sheets stay in it, and they can come back."""
    _out(session, classroom, person, Came.LEFT)


def teach_no_longer(session: Session, classroom: Classroom, person: Person) -> None:
    """Let an instructor out of a class at their own wish; never the last one of a class that goes on."""
    _out(session, classroom, person, Came.TEACHES_NO_LONGER)


def _out(session: Session, classroom: Classroom, person: Person, kind: Came) -> None:
    hold_class(session, classroom)
    if person not in classroom.people:
        raise Refused(f"{isolated(person.name)} is no longer in {isolated(classroom.name)}.")
    require_another_instructor(session, classroom, person)
    membership = membership_of(session, person, classroom)
    level = membership.level if membership else None
    classroom.people.remove(person)
    write(session, classroom, person, kind, level=level)
    session.flush()


def add_back(session: Session, classroom: Classroom, person: Person) -> None:
    """Put somebody who was in the class back into it. Raises Refused."""
    hold_class(session, classroom)
    if person in classroom.people:
        raise Refused(f"{isolated(person.name)} is in {isolated(classroom.name)} already.")
    if person.ended_at is not None:
        raise Refused(
            f"The account of {isolated(person.name)} has ended. An administrator can open it again."
        )
    if person.role == Role.TRAINEE:
        require_going_on(classroom, "Nobody can be added to it. Open the class again first.")
    if person not in gone_from(session, classroom):
        raise Refused("Only somebody who was in the class is added back; others join with the code.")
    classroom.people.append(person)
    session.flush()
    lines = select(RosterLine.id).where(
        RosterLine.classroom_id == classroom.id,
        RosterLine.person_id == person.id,
        RosterLine.kind == Came.LISTED,
    )
    if session.scalar(lines.limit(1)) is not None:  # who came by a list comes back as they came
        mark_listed(session, classroom, [person.id])
    write(session, classroom, person, Came.ADDED_BACK)
    session.flush()
    session.get_one(Membership, (person.id, classroom.id)).level = _level_until_left(
        session, classroom, person
    )
    session.flush()


def _level_until_left(session: Session, classroom: Classroom, person: Person) -> str | None:
    """What somebody played in a class until they last left it."""
    left = select(RosterLine.level).where(
        RosterLine.classroom_id == classroom.id,
        RosterLine.person_id == person.id,
        RosterLine.kind.in_([Came.REMOVED, Came.LEFT]),
    )
    return session.scalar(left.order_by(RosterLine.id.desc()).limit(1))


def mark_listed(session: Session, classroom: Classroom, numbers: Sequence[int]) -> None:
    """Note that only a list put these people into the class."""
    theirs = update(Membership).where(
        Membership.classroom_id == classroom.id, Membership.person_id.in_(numbers)
    )
    session.execute(theirs.values(listed=True), execution_options={"synchronize_session": False})


def gone_from(session: Session, classroom: Classroom) -> list[Person]:
    """The people who were in a class and are not in it now, by name."""
    inside = select(Membership.person_id).where(Membership.classroom_id == classroom.id)
    once = select(RosterLine.person_id).where(
        RosterLine.classroom_id == classroom.id, RosterLine.kind.in_(GONE)
    )
    gone = select(Person).where(Person.id.in_(once), Person.id.not_in(inside))
    return list(session.scalars(gone.order_by(Person.name, Person.id)))


def was_in(session: Session, person: Person, number: int) -> bool:
    """Whether somebody was taken out of the class of this number, whatever number a request names, or left it."""
    left = select(RosterLine.classroom_id).where(RosterLine.person_id == person.id, RosterLine.kind.in_(GONE))
    return number in set(session.scalars(left))


def roster(session: Session, classroom: Classroom) -> Sequence[RosterLine]:
    """Who came and who left, the newest first."""
    lines = select(RosterLine).where(RosterLine.classroom_id == classroom.id).order_by(RosterLine.id.desc())
    return session.scalars(lines.limit(LONGEST_ROSTER)).all()


def write(
    session: Session,
    classroom: Classroom,
    person: Person,
    kind: Came,
    batch: str | None = None,
    level: str | None = None,
) -> None:
    """Write a line of the class's audit."""
    session.add(
        RosterLine(
            classroom_id=classroom.id,
            person_id=person.id,
            login=person.login,
            name=person.name,
            kind=kind,
            actor=session.info["actor"],
            batch=batch,
            level=level,
        )
    )
