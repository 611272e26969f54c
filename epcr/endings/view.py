"""The pages that ask before something ends, as values: what is shown of it, what of that moved meanwhile, and what happened before."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from epcr.accounts.lines import EndingLine, ending_lines
from epcr.endings.facts import EndingFact, shown_of
from epcr.people.ending import Ending, goes_on, in_words, local_day
from epcr.people.model import Classroom, Person
from epcr.sheet.date_words import write_date
from epcr.shown import Shown


@dataclass(frozen=True)
class FactLine:
    """One fact, and whether it is another than whoever decides was shown."""

    name: str
    words: str
    moved: bool


@dataclass(frozen=True)
class EndingPage:
    """The question: whom or what it is about, the facts, what a form carries of them, and whether something moved."""

    number: int
    name: str
    ended: bool
    facts: tuple[FactLine, ...]
    shown: Shown
    moved: bool


@dataclass(frozen=True)
class ClassEndingPage(EndingPage):
    """The same for a class, with the day it is there."""

    today: str


@dataclass(frozen=True)
class AccountEndingPage(EndingPage):
    """The same for an account; one's `own` cannot be ended."""

    own: bool
    history: tuple[EndingLine, ...]


def about_class(
    classroom: Classroom, facts: Sequence[EndingFact], moved: Collection[str] = ()
) -> ClassEndingPage:
    """End a class, or stop teaching it."""
    return ClassEndingPage(
        classroom.id,
        classroom.name,
        not goes_on(classroom),
        fact_lines(facts, moved),
        shown_of(facts),
        bool(moved),
        in_words(local_day(classroom)),
    )


def about_account(
    account: Person,
    facts: Sequence[EndingFact],
    moved: Collection[str],
    history: Sequence[Ending],
    *,
    own: bool,
) -> AccountEndingPage:
    """End an account or open it again."""
    return AccountEndingPage(
        account.id,
        account.name,
        account.ended_at is not None,
        fact_lines(facts, moved),
        shown_of(facts),
        bool(moved),
        own,
        ending_lines(history, write_date),
    )


def fact_lines(facts: Sequence[EndingFact], moved: Collection[str]) -> tuple[FactLine, ...]:
    """The facts, with those that moved."""
    return tuple(FactLine(fact.name, fact.words, fact.key in moved) for fact in facts)
