"""The desk after a press that decided nothing, as a value: why not, what moved on since its page was drawn, what was written."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from epcr.review.model import Comment, Kind, Step
from epcr.review.moved import Moved
from epcr.review.revision import SheetChange

_DID: Final = {
    Kind.WITHDRAWN: "withdrew it",
    Kind.OPENED: "began to review it",
    Kind.RETURNED: "returned it",
    Kind.ACCEPTED: "accepted it",
    Kind.REOPENED: "reopened it",
}


@dataclass(frozen=True)
class NamedComment:
    """A comment by its number, its kind and what it says."""

    id: int
    anchor: str
    number: int
    kind: str
    author: str
    text: str


@dataclass(frozen=True)
class MovedLine:
    """Who did what, perhaps when, with a note or to a comment."""

    who: str
    did: str
    at: datetime | None = None
    note: str = ""
    comment: NamedComment | None = None


@dataclass(frozen=True)
class MovedPanel:
    """The panel. `kept` says what became of what was written, `under` the form of the bar that it stands in.

    `since` is the revision that was shown where something on it is another now; `same` says that nothing is.
    """

    title: str
    why: str
    kept: str
    under: str
    lines: tuple[MovedLine, ...]
    since: int
    changes: tuple[SheetChange, ...]
    same: bool
    left_over: str


def moved_panel(
    moved: Moved,
    not_done: tuple[str, str],
    numbers: Mapping[int, int],
    *,
    revision: int,
    left_over: str,
    typed: str,
    note_for: str,
) -> MovedPanel:
    """The panel for what was not done and why; `revision` is the one of now, `numbers` are those of its comments by id.

    `typed` is what was written, and `left_over` the same where no form on the page takes it.
    """
    stays = bool(typed) and not left_over
    return MovedPanel(
        title=not_done[0],
        why=not_done[1],
        kept="stands below" if left_over else "is still in its form" if stays else "",
        under=note_for.capitalize() if stays else "",
        lines=tuple(_lines(moved, numbers)),
        since=moved.revision,
        changes=moved.changes,
        same=not moved.changes and moved.revision not in {0, revision},
        left_over=left_over,
    )


def named(comment: Comment, numbers: Mapping[int, int]) -> NamedComment:
    """A comment as others speak of it."""
    return NamedComment(
        comment.id,
        comment.anchor,
        numbers[comment.id],
        comment.kind_words.lower(),
        comment.author.name,
        comment.text,
    )


def _lines(moved: Moved, numbers: Mapping[int, int]) -> Iterator[MovedLine]:
    for step in moved.steps:
        yield MovedLine(step.actor.name, _did(step), step.at, step.note)
    for comment in moved.written:
        yield MovedLine(comment.author.name, "wrote", comment.at, comment=named(comment, numbers))
    for comment in moved.reworded:
        yield MovedLine(comment.author.name, "changed", comment=named(comment, numbers))
    for author in moved.deleted_by:
        yield MovedLine(author, "deleted a comment")


def _did(step: Step) -> str:
    if step.kind == Kind.SUBMITTED:
        return f"submitted revision {step.revision}"
    return _DID.get(Kind(step.kind), step.kind)
