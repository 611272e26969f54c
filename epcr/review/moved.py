"""What a page of a sheet showed, and what moved on since: who did what, and what the trainee changed.

Whoever decides has read one revision and the comments on it. Where either is another when the decision arrives, it is one
about what was not seen.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from epcr.people.model import Person
from epcr.refused import Refused
from epcr.review.comments import comments
from epcr.review.frozen import freeze
from epcr.review.model import Comment, Kind, Revision, Step
from epcr.review.revision import SheetChange, compare
from epcr.review.state import Standing, standing
from epcr.sheet.run_sheet import RunSheet
from epcr.shown import Shown

UNTOLD = "The server cannot tell what your page showed."
ANOTHER_REVISION = "The sheet was changed after you opened this page; read it as it is now."
OTHER_COMMENTS = "The comments were changed after you opened this page; read them as they are now."


class MovedOn(Refused):
    """What is to be decided on is not what the page showed."""


@dataclass(frozen=True)
class Moved:
    """What happened to a sheet since a page showed it. `revision` is the one shown, 0 where the page did not say."""

    revision: int = 0
    steps: tuple[Step, ...] = ()
    written: tuple[Comment, ...] = ()
    reworded: tuple[Comment, ...] = ()
    deleted_by: tuple[str, ...] = ()
    changes: tuple[SheetChange, ...] = ()


def shown(stands: Standing, comments_there: Sequence[Comment] = ()) -> Shown:
    """What a page of a sheet shows that can be decided on: the revision that lies there, and the comments told on the page."""
    newest = max((step.id for step in stands.history), default=0)
    return Shown.of(
        {
            f"revision-{stands.revision}": (),
            f"step-{newest}": (),
            **{
                f"comment-{comment.id}-{comment.author_id}": (comment.kind, comment.text)
                for comment in comments_there
            },
        }
    )


def require_as_shown(session: Session, sheet: RunSheet, was: Shown, *, with_comments: bool) -> None:
    """That the revision, and the comments where the page showed them, are those of the page. Raises MovedOn.

    The caller holds the sheet.
    """
    now = shown(standing(session, sheet), comments(session, sheet) if with_comments else ())
    if not was.numbers("revision"):
        raise MovedOn(UNTOLD)
    if was.numbers("revision") != now.numbers("revision"):
        raise MovedOn(ANOTHER_REVISION)
    if any(name.startswith("comment-") for name in was.moved(now)):
        raise MovedOn(OTHER_COMMENTS)


def since(
    session: Session, sheet: RunSheet, stands: Standing, comments_there: Sequence[Comment], was: Shown
) -> Moved:
    """What happened to the sheet since a page showed this of it; `comments_there` are its comments."""
    revision = max((number for number, *_ in was.numbers("revision")), default=0)
    step = max((number for number, *_ in was.numbers("step")), default=None)
    if not revision or step is None:
        return Moved()
    before = {named[0]: named[1] for named in was.numbers("comment") if len(named) == 2}
    there = {comment.id for comment in comments_there}
    gone = sorted({author for number, author in before.items() if number not in there})
    names = {author.id: author.name for author in session.scalars(select(Person).where(Person.id.in_(gone)))}
    return Moved(
        revision=revision,
        steps=tuple(taken for taken in stands.history if taken.id > step and taken.kind != Kind.ADDENDUM),
        written=tuple(comment for comment in comments_there if comment.id not in before),
        reworded=tuple(
            comment
            for comment in comments_there
            if comment.id in before
            and not was.holds(f"comment-{comment.id}-{comment.author_id}", comment.kind, comment.text)
        ),
        deleted_by=tuple(names.get(author, "Somebody") for author in gone),
        changes=tuple(_changed(session, sheet, stands, revision)),
    )


def _changed(session: Session, sheet: RunSheet, stands: Standing, revision: int) -> Sequence[SheetChange]:
    """What stands otherwise now than in a revision."""
    if revision == stands.revision:
        return ()
    frozen = {
        past.number: past.snapshot
        for past in session.scalars(
            select(Revision).where(
                Revision.run_sheet_id == sheet.id, Revision.number.in_({revision, stands.frozen})
            )
        )
    }
    if revision not in frozen:
        return ()
    return tuple(compare(frozen[revision], freeze(sheet) if stands.editable else frozen[stands.frozen]))
