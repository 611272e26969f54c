"""What can be done with people and classes: add, join, import, reset a password, make and change a class.

Plain functions over a session; each raises Refused with a sentence where it cannot be done. The route commits.
"""

from __future__ import annotations

import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any
from zoneinfo import available_timezones

from sqlalchemy import select, update
from sqlalchemy.orm import Session, lazyload, object_session

from epcr.db import now
from epcr.isolates import isolated
from epcr.letters import plain
from epcr.people.ending import ClassEnded, in_words, said_of
from epcr.people.listing import read_level, read_login, read_name
from epcr.people.model import Classroom, Membership, Person, Role
from epcr.people.password import check_new_password, hash_password, matches, readable_password
from epcr.people.refused import Refused
from epcr.people.wording import one_line
from epcr.scope import rulesets
from epcr.sheet.class_ruleset import ClassRuleset
from epcr.sheet.run_sheet import RunSheet
from epcr.sheet.units import CHOSEN

WRONG = "Login or password is wrong. Check both; your instructor can set a new password."
OWN_CODE = "Ask your instructor for the code of the class that goes on."
NO_SUCH_CODE = "No class that is open to join has this code. Ask your instructor for it."
CODE_LETTERS = "ABCDEFGHJKMNPQRSTUVWXYZ23456789"  # without those that are taken for each other
CODE_LENGTH = 8
MODES = ("teach", "strict")
LONGEST_CLASS_NAME = 80


@dataclass(frozen=True)
class NewPassword:
    """Somebody and the password made for them, to be shown once."""

    person: Person
    password: str


# People ---------------------------------------------------------------------------------------------------------------


def find_person(session: Session, login: str) -> Person | None:
    """Who has this login, whatever its case."""
    try:
        cleaned = read_login(login)
    except Refused:
        return None
    return session.scalar(select(Person).where(Person.login == cleaned))


def verify(session: Session, login: str, password: str) -> Person | None:
    """Whose login and password these are. An unknown login takes as long as a wrong password."""
    found = find_person(session, login)
    right = matches(found.password_hash if found else None, password)
    return found if right else None


def add_person(
    session: Session,
    *,
    login: str,
    name: str,
    role: Role,
    password: str,
    level: str | None = None,
    must_change: bool = False,
) -> Person:
    """Add somebody who signs in. A password of one's own choice is checked, one that must be changed is not."""
    cleaned = read_login(login)
    if not must_change:
        check_new_password(password, cleaned)
    return add_hashed(
        session, login=cleaned, name=name, role=role, password_hash=hash_password(password), level=level,
        must_change=must_change,
    )  # fmt: skip


def add_hashed(
    session: Session,
    *,
    login: str,
    name: str,
    role: Role,
    password_hash: str,
    level: str | None = None,
    must_change: bool = False,
) -> Person:
    """Add somebody whose password was hashed before, so that no other writer waits for it."""
    cleaned = read_login(login)
    person = Person(
        login=cleaned,
        name=read_name(name),
        role=Role(role),
        level=read_level(level or ""),
        password_hash=password_hash,
        must_change_password=must_change,
    )
    if find_person(session, cleaned) is not None:
        raise taken(cleaned)
    session.add(person)
    session.flush()
    return person


def taken(login: str) -> Refused:
    """That somebody has this login."""
    return Refused(f"Somebody already has the login {isolated(login)}; choose another.", "login")


def account_ended(person: Person) -> str:
    """That the account has ended, for whoever has its password; empty for one that has not."""
    if person.ended_at is None:
        return ""
    return (
        f"This account ended on {in_words(person.ended_at.date())}, so nobody signs in with it. What was written with it is kept. "
        "An administrator can open it again."
    )


def note_first_sign_in(session: Session, person: Person) -> None:
    """Keep when somebody signed in for the first time; who did is not removed with the list they came by."""
    unnoted = update(Person).where(Person.id == person.id, Person.first_sign_in_at.is_(None))
    session.execute(unnoted.values(first_sign_in_at=now()), execution_options={"synchronize_session": False})


def set_password(session: Session, person: Person, password_hash: str, *, must_change: bool) -> None:
    """Give somebody another password; whoever is signed in as them elsewhere is signed out."""
    person.password_hash = password_hash
    person.must_change_password = must_change
    end_sign_ins(session, person)


def end_sign_ins(session: Session, person: Person) -> None:
    """End every sign-in of this person. The cookies hold nothing by which one of them could be told from a copy of it."""
    person.session_epoch += 1
    session.flush()


def may_reset(actor: Person, person: Person) -> bool:
    """Whether this person may set that one's password: an administrator anybody else's, an instructor their trainees'."""
    found = object_session(person)
    return found is not None and person.id in settable(found, actor, [person])


def settable(session: Session, actor: Person, people: Sequence[Person]) -> set[int]:
    """Whose password of these the actor may set, by number.

    Not an instructor's are those whom only a list put into the class: a list could name the login of anybody.
    """
    others = [one for one in people if one.id != actor.id and one.ended_at is None]
    if actor.role == Role.ADMINISTRATOR:
        return {one.id for one in others}
    if actor.role != Role.INSTRUCTOR:
        return set()
    joined = select(Membership.person_id).where(
        Membership.person_id.in_([one.id for one in others if one.role == Role.TRAINEE]),
        Membership.classroom_id.in_([one.id for one in actor.classrooms]),
        Membership.listed.is_(False),
    )
    return set(session.scalars(joined))


def reset_password(
    session: Session, actor: Person, person: Person, password: str | None = None
) -> NewPassword:
    """Set a password that was made up and must be changed at the next sign-in. Raises Refused."""
    if not may_reset(actor, person):
        raise Refused("You can set a new password for the trainees of your own classes only.")
    made = password or readable_password()
    set_password(session, person, hash_password(made), must_change=True)
    return NewPassword(person, made)


def everybody(session: Session) -> Sequence[Person]:
    """All people, by name."""
    return session.scalars(select(Person).order_by(Person.name, Person.id)).all()


# Classes --------------------------------------------------------------------------------------------------------------


def classes_of(session: Session, person: Person) -> list[Classroom]:
    """The classes a person sees, by name: an administrator all, everybody else their own."""
    if person.role == Role.ADMINISTRATOR:
        return list(session.scalars(select(Classroom).order_by(Classroom.name, Classroom.id)))
    return sorted(person.classrooms, key=lambda one: (one.name, one.id))


def teaches(person: Person, classroom: Classroom) -> bool:
    """Whether this person teaches the class or administers all of them."""
    if person.role == Role.ADMINISTRATOR:
        return True
    return person.role == Role.INSTRUCTOR and any(one.id == classroom.id for one in person.classrooms)


def make_class(session: Session, teacher: Person, **settings: str) -> Classroom:
    """Make a class. Settings: name, ruleset, mode, zone, temperature, weight, glucose. Raises Refused."""
    classroom = Classroom(join_code=_fresh_code(session), **_checked(settings))
    if teacher.role == Role.INSTRUCTOR:
        classroom.people.append(teacher)
    session.add(classroom)
    session.flush()
    return classroom


def change_class(session: Session, classroom: Classroom, **settings: str) -> None:
    """Change a class's settings. Raises Refused.

    Its sheets are judged by its ruleset from now on, and keep the verdicts they have; of all else they keep what they were
    begun with.
    """
    own = (classroom.ruleset, *own_rulesets(session, classroom))
    for name, value in _checked(settings, own).items():
        setattr(classroom, name, value)
    classroom.version += 1
    _tell_sheets(session, classroom)


def change_agency(session: Session, classroom: Classroom, agency: dict[str, Any] | None) -> None:
    """Change the agency that a class plays: `programs`, `medical_control`, `standing_orders`; None for the usual one.

    Its sheets are judged with it from now on, and keep the verdicts they have.
    """
    classroom.agency = agency
    classroom.version += 1
    _tell_sheets(session, classroom)


def hold_class(session: Session, classroom: Classroom) -> None:
    """Keep others from changing the class until the transaction ends, and read it as it is then.

    SQLite does so by itself: whoever may write waits before reading.
    """
    if session.get_bind().dialect.name != "sqlite":
        session.refresh(classroom, with_for_update=True)


def own_rulesets(session: Session, classroom: Classroom) -> dict[str, str]:
    """The titles of the class's own rulesets, by id."""
    own = select(ClassRuleset).where(ClassRuleset.classroom_id == classroom.id).order_by(ClassRuleset.name)
    return {one.name: one.title for one in session.scalars(own)}


def ruleset_title(session: Session, classroom: Classroom) -> str:
    """What the ruleset is called that judges the class; its id where its file is gone."""
    known = rulesets().get(classroom.ruleset)
    return (
        known.title if known else own_rulesets(session, classroom).get(classroom.ruleset, classroom.ruleset)
    )


def _tell_sheets(session: Session, classroom: Classroom) -> None:
    """Let every sheet of the class be judged by the rules and the agency of now."""
    session.flush()
    # Only the sheets themselves: none of their sections is needed.
    sheets = select(RunSheet).where(RunSheet.classroom_id == classroom.id).options(lazyload("*"))
    for sheet in session.scalars(sheets):
        if sheet.ruleset != classroom.ruleset:
            sheet.ruleset = classroom.ruleset
        if sheet.agency != classroom.agency:
            sheet.agency = classroom.agency
    session.flush()


def open_joining(classroom: Classroom) -> None:
    """Let people join with the code."""
    classroom.join_open = True


def close_joining(classroom: Classroom) -> None:
    """Let nobody join with the code."""
    classroom.join_open = False


def renew_code(session: Session, classroom: Classroom) -> str:
    """Give the class another code; the old one is no longer any good."""
    classroom.join_code = _fresh_code(session)
    return classroom.join_code


def find_open_class(session: Session, code: str) -> Classroom | None:
    """The class that can be joined with this code, typed with or without spaces and dashes, in any case.

    Raises ClassEnded where the code is that of a class that has ended.
    """
    cleaned = "".join(letter for letter in plain(code).upper() if letter.isalnum())
    found = session.scalar(select(Classroom).where(Classroom.join_code == cleaned))
    if found is not None and found.ended_at is not None:
        raise ClassEnded(f"{said_of(found)} Its code lets nobody in any more. {OWN_CODE}", "code")
    return found if found is not None and found.join_open else None


def join(
    session: Session, code: str, *, login: str, name: str, level: str | None, password_hash: str
) -> Person:
    """Add a trainee who has the code of a class to it. Raises Refused."""
    classroom = find_open_class(session, code)
    if classroom is None:
        raise Refused(NO_SUCH_CODE, "code")
    person = add_hashed(
        session, login=login, name=name, role=Role.TRAINEE, level=level, password_hash=password_hash
    )
    person.first_sign_in_at = now()  # who joins is signed in by it
    person.classrooms.append(classroom)
    session.flush()
    return person


def join_another(session: Session, trainee: Person, code: str, level: str | None = None) -> Classroom:
    """Add a trainee who is here already to another class, where they play a level; None for their own. Raises Refused."""
    classroom = find_open_class(session, code)
    if classroom is None:
        raise Refused(NO_SUCH_CODE, "code")
    # Whoever types the code wants to be in the class, whichever list put them there.
    own = update(Membership).where(
        Membership.person_id == trainee.id, Membership.classroom_id == classroom.id, Membership.listed
    )
    by_list = session.scalar(own.values(listed=False).returning(Membership.person_id)) is not None
    if classroom in trainee.classrooms and not by_list:
        message = f"You are already in {isolated(classroom.name)}. Go back and begin a run sheet in it."
        raise Refused(message, "code")
    chosen = None if level is None else read_level(level)
    if not by_list:
        trainee.classrooms.append(classroom)
        session.flush()
    if level is not None:
        session.get_one(Membership, (trainee.id, classroom.id)).level = chosen
        session.flush()
    return classroom


def add_instructor(session: Session, classroom: Classroom, login: str) -> Person:
    """Let another instructor teach the class. Raises Refused."""
    found = find_person(session, login)
    if found is not None and found.ended_at is not None:
        raise Refused(f"The account {found.login} has ended. An administrator can open it again.", "login")
    if found is None or found.role != Role.INSTRUCTOR:
        raise Refused("Write the login of an instructor; the list of people has them.", "login")
    if found not in classroom.people:
        classroom.people.append(found)
        session.flush()
    return found


@cache
def zones() -> tuple[str, ...]:
    """The names of time zones, those of the United States first."""
    special = ("Etc/", "posix/", "right/", "SystemV/")
    named = sorted(zone for zone in available_timezones() if "/" in zone and not zone.startswith(special))
    first = [
        "America/New_York", "America/Chicago", "America/Denver", "America/Phoenix", "America/Los_Angeles",
        "America/Anchorage", "Pacific/Honolulu", "America/Puerto_Rico", "Pacific/Guam",
    ]  # fmt: skip
    return (*(zone for zone in first if zone in named), *(zone for zone in named if zone not in first))


def _checked(settings: Mapping[str, str], own: Sequence[str] = ()) -> dict[str, str]:
    allowed: dict[str, tuple[str, ...]] = {
        "ruleset": (*rulesets(), *own),
        "mode": MODES,
        "zone": zones(),
        **CHOSEN,
    }
    checked = {}
    for name, value in settings.items():
        if name == "name":
            checked[name] = one_line(value)
            if not checked[name] or len(checked[name]) > LONGEST_CLASS_NAME:
                raise Refused(
                    f"Write a name for the class of at most {LONGEST_CLASS_NAME} characters.", "name"
                )
            continue
        if value not in allowed[name]:
            raise Refused(f"Choose the {name} from its list.", name)
        checked[name] = value
    return checked


def _fresh_code(session: Session) -> str:
    while True:
        code = "".join(secrets.choice(CODE_LETTERS) for _ in range(CODE_LENGTH))
        if session.scalar(select(Classroom.id).where(Classroom.join_code == code)) is None:
            return code


__all__ = [
    "NewPassword",
    "Refused",
    "account_ended",
    "add_hashed",
    "add_instructor",
    "add_person",
    "change_agency",
    "change_class",
    "classes_of",
    "close_joining",
    "end_sign_ins",
    "everybody",
    "find_open_class",
    "find_person",
    "hold_class",
    "join",
    "join_another",
    "make_class",
    "may_reset",
    "note_first_sign_in",
    "open_joining",
    "own_rulesets",
    "readable_password",
    "renew_code",
    "reset_password",
    "ruleset_title",
    "set_password",
    "settable",
    "taken",
    "teaches",
    "verify",
    "zones",
]
