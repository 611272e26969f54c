"""What stands beside one place of the sheet on the desk: findings, comments and changes, and where a comment on it begins.

It knows anchors and what belongs to them, not what the sheet says there.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from flask import url_for

from epcr.checks.finding import Finding
from epcr.people.model import Person
from epcr.review.model import Comment, CommentKind
from epcr.review.revision import SheetChange
from epcr.review.state import Standing, State
from epcr.visit.pieces import Mark

COMMENT_MARKS: Final = {
    CommentKind.WELL_DONE: Mark("good", "check", "Well done"),
    CommentKind.IMPROVE: Mark("attention", "pen", "Improve"),
    CommentKind.MUST_FIX: Mark("stop", "stop", "Must fix"),
}
_CHANGED: Final = ("pen", "changed")
_FOUND: Final = ("alert", "something was found")
_COMMENTED: Final = ("comment", "commented")


@dataclass(frozen=True)
class CommentLine:
    """A comment in the margin. `of_revision` names the revision it was on where that is not the one of now; `change` is where
    whoever reads the desk words it anew, and empty where they cannot.
    """

    id: int
    anchor: str
    number: int
    mark: Mark
    author: str
    of_revision: str
    text: str
    value: str
    change: str


@dataclass(frozen=True)
class DeskPlace:
    """A place of the sheet. `link` is where a comment on it begins, empty where none does; `form`: it is being written here."""

    anchor: str
    link: str = ""
    form: bool = False
    findings: tuple[Finding, ...] = ()
    comments: tuple[CommentLine, ...] = ()
    changes: tuple[SheetChange, ...] = ()

    @property
    def noted(self) -> bool:
        """Whether something was found, said or changed here."""
        return bool(self.findings or self.comments or self.changes)

    @property
    def signs(self) -> tuple[tuple[str, str], ...]:
        """What was noted here, as icons with their words."""
        kinds = ((self.changes, _CHANGED), (self.findings, _FOUND), (self.comments, _COMMENTED))
        return tuple(sign for noted, sign in kinds if noted)

    @property
    def has_margin(self) -> bool:
        """Whether something stands beside it, the form of a comment too."""
        return self.form or self.noted


NOWHERE: Final = DeskPlace("")


class Margin:
    """Findings, comments and changes by the place they belong to.

    `desk` is the address of the page, empty while nobody can comment; `open_at` the place at which a comment is being written.
    """

    def __init__(
        self,
        findings: Iterable[Finding],
        comments: Iterable[CommentLine],
        changes: Iterable[SheetChange],
        *,
        desk: str = "",
        open_at: str = "",
    ) -> None:
        """Sort them by anchor."""
        self._desk, self._open_at = desk, open_at
        self._findings: defaultdict[str, list[Finding]] = defaultdict(list)
        self._comments: defaultdict[str, list[CommentLine]] = defaultdict(list)
        self._changes: defaultdict[str, list[SheetChange]] = defaultdict(list)
        for finding in findings:
            self._findings[str(finding.anchor)].append(finding)
        for comment in comments:
            self._comments[comment.anchor].append(comment)
        for change in changes:
            self._changes[str(change.anchor)].append(change)
        self._noted = {*self._findings, *self._comments, *self._changes, open_at}

    def at(self, anchor: object) -> DeskPlace:
        """What stands at a place."""
        key = str(anchor)
        here = key == self._open_at
        # Not by url_for: a desk has some hundreds of places, and an anchor needs no quoting.
        link = f"{self._desk}?at={key}#{key}" if self._desk and not here else ""
        if key not in self._noted:
            return DeskPlace(key, link)
        return DeskPlace(
            key,
            link,
            here,
            tuple(self._findings.get(key, ())),
            tuple(self._comments.get(key, ())),
            tuple(self._changes.get(key, ())),
        )


def numbered(comments: Sequence[Comment]) -> dict[int, int]:
    """What each comment on a sheet is called by: its number among them, from 1, by its id."""
    return {comment.id: number for number, comment in enumerate(comments, 1)}


def of_revision(number: int) -> str:
    """What ends a line about a revision; empty for 0, which is none."""
    return f" · revision {number}" if number else ""


def comment_lines(comments: Sequence[Comment], stands: Standing, reader: Person) -> list[CommentLine]:
    """All comments on a sheet, oldest first, as whoever reads its desk sees them."""
    numbers = numbered(comments)
    return [
        CommentLine(
            id=comment.id,
            anchor=comment.anchor,
            number=numbers[comment.id],
            mark=COMMENT_MARKS[CommentKind(comment.kind)],
            author=comment.author_name,
            of_revision=of_revision(comment.revision) if comment.revision != stands.revision else "",
            text=comment.text,
            value=comment.value,
            change=_change(comment) if _can_change(comment, stands, reader) else "",
        )
        for comment in comments
    ]


def _can_change(comment: Comment, stands: Standing, reader: Person) -> bool:
    """Whether it is the reader's own, and on the revision that is being reviewed."""
    own = comment.author_id == reader.id
    return own and stands.state is State.SUBMITTED and comment.revision == stands.revision


def _change(comment: Comment) -> str:
    return url_for("review.desk", sheet_id=comment.run_sheet_id, edit=comment.id, _anchor=comment.anchor)
