"""A slip as its page and its print show it: whose passwords, what to do with them, and where the way back leads."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from flask import url_for

from epcr.people.model import Classroom, Person, Role
from epcr.people.slip import Slip, SlipLine
from epcr.shown import Shown


@dataclass(frozen=True)
class SlipStrip:
    """One person's line, a strip on paper. `password` is empty where it no longer holds; `instead` says so then."""

    name: str
    login: str
    password: str
    instead: str


@dataclass(frozen=True)
class SlipPage:
    """The page. `noted` slips show no strips; `classroom` and `back_name` are empty where a slip is of no class.

    `to_do` is what to do with the passwords, `written` what one says afterwards; `reached_at` is where the people sign in.
    """

    id: str
    title: str
    noted: bool
    to_do: str
    written: str
    classroom: str
    strips: tuple[SlipStrip, ...]
    reached_at: str
    shown: Shown
    back: str
    back_words: str


def slip_page(
    slip: Slip,
    lines: Sequence[SlipLine],
    classroom: Classroom | None,
    who: Person,
    *,
    addresses: Iterable[str],
) -> SlipPage:
    """The page of a slip for its maker; `addresses` are where other machines reach the sign-in page."""
    noted, them = slip.noted_at is not None, "them" if len(lines) > 1 else "it"
    back, back_words = _back(classroom, who)
    return SlipPage(
        id=slip.id,
        title=_title(len(lines), noted=noted),
        noted=noted,
        to_do=f"Print this page or write {them} down, then say so below; until then you find {them} here again. "
        "Everybody chooses their own at the first sign-in.",
        written="I have written it down" if len(lines) == 1 else "I have written them down",
        classroom=classroom.name if classroom else "",
        strips=tuple(
            SlipStrip(line.person.name, line.person.login, line.password, line.why) for line in lines
        ),
        reached_at=" or ".join(addresses),
        shown=Shown.of({f"line-{line.person.id}": () for line in lines if line.password}),
        back=back,
        back_words=back_words,
    )


def _title(number: int, *, noted: bool) -> str:
    if noted:
        return "Passwords written down"
    return "New password" if number == 1 else f"{number} new passwords"


def _back(classroom: Classroom | None, who: Person) -> tuple[str, str]:
    """Where the way back leads, and what it is called; the name of the class stands after it."""
    if classroom is not None:
        return url_for("people.classroom", number=classroom.id), "Back to "
    if who.role == Role.ADMINISTRATOR:
        return url_for("people.everybody"), "Back to the people"
    return url_for("people.classes"), "Back to the classes"
