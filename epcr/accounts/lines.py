"""Lines that several pages of accounts show, as values: a person of a list, slips that wait, what ended and was opened again."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from flask import url_for

from epcr.people.ending import Ending, in_words
from epcr.people.roster import Import
from epcr.people.slip import Slip, SlipLine
from epcr.visit.pieces import ActLink
from epcr.words.counting import counted, noun


@dataclass(frozen=True)
class Member:
    """Somebody in a list: `address` leads to their page where there is one, `ended` says that the account has."""

    name: str
    login: str
    ended: bool = False
    address: str = ""
    level: str = ""
    acts: tuple[ActLink, ...] = ()


@dataclass(frozen=True)
class WaitingSlip:
    """A slip that was not taken note of: how many passwords, whose the first is, and how many more."""

    passwords: str
    address: str
    login: str
    more: str


@dataclass(frozen=True)
class EndingLine:
    """One line of what ended and was opened again; `until` is empty where no day was chosen."""

    kind: str
    actor: str
    at: str
    until: str


@dataclass(frozen=True)
class Ended:
    """The way to what has ended, or back from it: how many there are stands where they are hidden."""

    words: str
    address: str
    number: str


def people_of(imported: Import) -> str:
    """How many came with an import and are still in the system: `3 people`, `no people`."""
    number = len(imported.people)
    return f"{number or 'no'} {noun(number, 'person', 'people')}"


def waiting_slips(slips: Iterable[tuple[Slip, Sequence[SlipLine]]]) -> tuple[WaitingSlip, ...]:
    """The slips of `not_noted`, each of which shows at least one password."""
    return tuple(
        WaitingSlip(
            counted(len(lines), "new password"),
            url_for("slips.show", slip_id=slip.id),
            lines[0].person.login,
            f" and {len(lines) - 1} more" if len(lines) > 1 else "",
        )
        for slip, lines in slips
    )


def ending_lines(history: Iterable[Ending], clock: Callable[[datetime], str]) -> tuple[EndingLine, ...]:
    """What happened, the newest first, with moments as `clock` writes them."""
    return tuple(
        EndingLine(
            step.kind.capitalize(), step.actor, clock(step.at), in_words(step.until) if step.until else ""
        )
        for step in history
    )


def ended_ones(what: str, endpoint: str, number: int, *, shown: bool) -> Ended | None:
    """The way between a list with and without what has ended (`classes`, `accounts`); None where nothing has."""
    if not number:
        return None
    if shown:
        return Ended(f"Hide ended {what}", url_for(endpoint), "")
    return Ended(f"Show ended {what}", url_for(endpoint, ended=1), str(number))
