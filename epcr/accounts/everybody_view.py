"""Everybody who can sign in, as the administrator's page shows them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from flask import url_for

from epcr.accounts.lines import Ended, WaitingSlip, ended_ones
from epcr.people.ending import goes_on
from epcr.people.model import Classroom, Person
from epcr.visit.pieces import ActLink


@dataclass(frozen=True)
class OfClass:
    """A class that somebody is in; `after` stands behind its name."""

    number: int
    name: str
    after: str


@dataclass(frozen=True)
class PersonLine:
    """One person of the list, with what the administrator can do."""

    name: str
    login: str
    ended: bool
    address: str
    role: str
    classes: tuple[OfClass, ...]
    acts: tuple[ActLink, ...]


@dataclass(frozen=True)
class Everybody:
    """The list, and the way to the accounts that have ended or back from them; None where none has."""

    lead: str
    slips: tuple[WaitingSlip, ...]
    people: tuple[PersonLine, ...]
    ended: Ended | None


def everybody_page(
    people: Sequence[Person], who: Person, slips: tuple[WaitingSlip, ...], *, ended_too: bool
) -> Everybody:
    """The page as this administrator sees it; ended accounts stand on it where they are asked for."""
    over = sum(person.ended_at is not None for person in people)
    return Everybody(
        "Everybody who can sign in, and ended accounts." if ended_too else "Everybody who can sign in.",
        slips,
        tuple(_line(person, who) for person in people if ended_too or person.ended_at is None),
        ended_ones("accounts", "people.everybody", over, shown=ended_too),
    )


def _line(person: Person, who: Person) -> PersonLine:
    return PersonLine(
        name=person.name,
        login=person.login,
        ended=person.ended_at is not None,
        address=url_for("person.anybody", person_id=person.id),
        role=person.role.capitalize(),
        classes=tuple(_of_class(room, last=room is person.classrooms[-1]) for room in person.classrooms),
        acts=_acts(person, own=person.id == who.id),
    )


def _of_class(room: Classroom, *, last: bool) -> OfClass:
    ended, comma = "" if goes_on(room) else " (ended)", "" if last else ","
    return OfClass(room.id, room.name, f"{ended}{comma}")


def _acts(person: Person, *, own: bool) -> tuple[ActLink, ...]:
    """What an administrator can do: nothing to their own account, which another one ends."""
    ending = url_for("endings.end_account", person_id=person.id)
    if person.ended_at is not None:
        return (ActLink("Open again", ending, ": the account of ", person.name),)
    if own:
        return ()
    return (
        ActLink("New password", url_for("people.reset_person", person_id=person.id), " for ", person.name),
        ActLink("End", ending, " the account of ", person.name),
    )
