"""Holding a run sheet while it is changed: nobody steps in between, and nobody waits longer than for the change itself.

A view that reads first reads and judges a sheet while it holds nothing. What it read is compared when it holds the sheet to
write: how many lines its audit has, how many steps it took, and what else says whether it may be changed. Where somebody was
faster nothing is written, and the view is asked again, of the sheet as it stands now.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from functools import partial, wraps
from typing import Final, NamedTuple, TypeVar

from sqlalchemy import bindparam, event, func, select
from sqlalchemy.orm import Session

from epcr.audit import CONTESTED, AuditLine
from epcr.people.model import Classroom, Person
from epcr.review.model import Step
from epcr.sheet.run_sheet import RunSheet
from epcr.visit.signed_in import HOLDS, database, session, start_over

R = TypeVar("R")

# How often a view is asked while it holds nothing. Chosen here: whoever is overtaken three times running holds the sheet first.
TRIES: Final = 3
_FIRST: Final = "epcr.reads_first"  # of a session that holds nothing until it writes: the number of its sheet
_STOOD: Final = "epcr.stood"  # of a session: how each sheet stood just before it was read, by number
_HELD: Final = "epcr.held"  # of a session: its transaction, and the numbers of the sheets that it holds


# Made once: to put a statement together takes SQLAlchemy longer than to send it, and this one is sent twice a save.
_LINES: Final = select(func.count(AuditLine.id)).where(AuditLine.run_sheet_id == bindparam("number"))
_CONTESTED: Final = select(AuditLine.id).where(
    AuditLine.run_sheet_id == bindparam("number"), AuditLine.outcome == CONTESTED
)
_TAKEN: Final = select(func.count(Step.id)).where(Step.run_sheet_id == bindparam("number"))
# What a statement that joins a sheet with its class and its trainee reads to know how the sheet stands: a `Stood`.
STANDS: Final = (
    _LINES.scalar_subquery(), _CONTESTED.exists(), _TAKEN.scalar_subquery(), RunSheet.classroom_id, RunSheet.discarded_at,
    Classroom.ended_at, Classroom.drafts_until, Person.ended_at, Person.session_epoch,
)  # fmt: skip
_STANDS: Final = (
    select(*STANDS)
    .join(Classroom, Classroom.id == RunSheet.classroom_id)
    .join(Person, Person.id == RunSheet.trainee_id)
    .where(RunSheet.id == bindparam("number"))
)
_LOCK: Final = select(RunSheet.id).where(RunSheet.id == bindparam("number")).with_for_update()


class Stood(NamedTuple):
    """What says whether a sheet is still the one that was read, and may still be changed.

    Lines and steps are counted: on PostgreSQL the one with the highest number need not be the last that was committed.
    """

    lines: int
    contested: bool  # whether two values ever stood against each other
    steps: int
    classroom: int
    discarded_at: datetime | None
    class_ended_at: datetime | None
    drafts_until: datetime | None
    trainee_ended_at: datetime | None
    trainee_epoch: int


class OvertakenWrite(Exception):  # noqa: N818 - it is named for what happened
    """Somebody changed the sheet after it was read and before it was held."""


def reads_first(view: Callable[..., R]) -> Callable[..., R]:
    """Mark a view of a sheet that reads and judges before it holds anything; overtaken, it is asked again.

    Until it commits, or holds the sheet, it changes only objects, and says nothing to whoever asks. Everybody comes to an
    end: the last time the sheet is held before it is read.
    """

    @wraps(view)
    def asked(sheet_id: str, **named: str) -> R:
        for _ in range(TRIES):
            try:
                _begin(session(), sheet_id)
                return view(sheet_id, **named)
            except OvertakenWrite:
                start_over(holding=False)
        start_over(holding=True)
        _lock(session(), sheet_id)
        return view(sheet_id, **named)

    asked.reads_first = True  # type: ignore[attr-defined]
    return asked


def note(asking: Session, number: str) -> None:
    """Note how a sheet stands before it is read: holding it then reads it again only where somebody changed it meanwhile."""
    if _FIRST not in asking.info and asking.get_bind().dialect.name == "sqlite":
        return
    if number not in asking.info.get(_STOOD, {}):
        note_as_read(asking, number, _stands(asking, number))


def note_as_read(asking: Session, number: str, stood: Stood | None) -> None:
    """Note how a sheet stood in the statement that read it; None where there is none. What was read once stays as it was read."""
    asking.info.setdefault(_STOOD, {}).setdefault(number, stood)


def is_new(asking: Session, number: str) -> bool:
    """Whether a sheet had taken no step when it was read, as a draft has that nobody submitted yet; False where nobody noted it."""
    stood = asking.info.get(_STOOD, {}).get(number)
    return stood is not None and stood.steps == 0


def is_uncontested(asking: Session, number: str) -> bool:
    """Whether no two values of a sheet had ever stood against each other when it was read; False where nobody noted it."""
    stood = asking.info.get(_STOOD, {}).get(number)
    return stood is not None and not stood.contested


def hold(asking: Session, sheet: RunSheet) -> None:
    """Keep others from stepping in between until the transaction ends, with the sheet as it is then.

    SQLite does so by itself where the session writes from the start: whoever may write waits before reading. Raises OvertakenWrite
    where the view reads first and somebody was faster.
    """
    if _FIRST in asking.info:
        _hold_first(asking)
        return
    asking.flush()
    if asking.get_bind().dialect.name == "sqlite" or _is_held(asking, sheet.id):
        return
    stood = asking.info.get(_STOOD, {}).get(sheet.id)
    _lock(asking, sheet.id)
    if stood is None or stood != _stands(asking, sheet.id):
        again = select(RunSheet).where(RunSheet.id == sheet.id).execution_options(populate_existing=True)
        asking.scalars(again).one()


def _begin(asking: Session, number: str) -> None:
    asking.info[_FIRST] = number
    asking.info[HOLDS] = partial(_hold_first, asking)
    event.listen(asking, "before_commit", _hold_what_changed)


def _hold_what_changed(asking: Session) -> None:
    if asking.new or asking.dirty or asking.deleted:
        _hold_first(asking)


def _hold_first(asking: Session) -> None:
    number = asking.info[_FIRST]
    if not _is_held(asking, number):
        database().hold(asking)
        _lock(asking, number)
        if asking.info[_STOOD][number] != _stands(asking, number):
            raise OvertakenWrite


def _lock(asking: Session, number: str) -> None:
    """Keep the others of this sheet waiting; on SQLite they are all others, and wait since the transaction began."""
    if asking.get_bind().dialect.name != "sqlite":
        asking.execute(_LOCK, {"number": number})
    held = asking.info.get(_HELD, (None, set()))
    numbers = held[1] if held[0] is asking.get_transaction() else set()
    asking.info[_HELD] = (asking.get_transaction(), numbers | {number})


def _is_held(asking: Session, number: str) -> bool:
    transaction, numbers = asking.info.get(_HELD, (None, ()))
    return transaction is asking.get_transaction() and number in numbers


def _stands(asking: Session, number: str) -> Stood | None:
    """How the sheet stands now; None where there is none."""
    with asking.no_autoflush:
        row = asking.execute(_STANDS, {"number": number}).first()
    return Stood(*row) if row else None
