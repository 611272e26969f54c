"""Labeled statements into a box with room for so many lines: what is shortened first, and what is left out.

It measures text and refuses to know what it says.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Final

from epcr.paper import lines
from epcr.paper.style import Style
from epcr.words.counting import noun

SEE: Final = "see run sheet"  # where more stands than had room
_OF_A_STATEMENT: Final = 6  # words that a statement counts for beside its own (chosen here)


@dataclass(frozen=True)
class Row:
    """A labeled statement in a box. `strong` ones stand in bold; `optional` ones are the first to be left out.

    The first `kept` characters of the words are never left out, nor is the row that has them.
    """

    label: str
    words: str
    strong: bool = False
    optional: bool = False
    kept: int = 0

    def least(self, how: Style, strong: Style, room: float) -> int:
        """How many lines what is never left out takes, with the mark that more would follow; 0 where all of it may go."""
        if not self.kept:
            return 0
        more = "" if self.kept >= len(self.words) else f" {lines.MORE}"
        written = lines.wrap(f"{self.words[: self.kept]}{more}", strong if self.strong else how, room)
        return sum(1 for _ in written)


@dataclass(frozen=True, eq=False)
class Fitted:
    """A row as it is printed: its lines, and the words that were left out of it."""

    row: Row
    written: tuple[str, ...]
    left_out: int = 0


@dataclass(frozen=True)
class Fit:
    """The rows of a box that fit, and how many statements were left out whole."""

    rows: tuple[Fitted, ...] = field(default=())
    dropped: int = 0

    @property
    def lines(self) -> int:
        """How many lines they take."""
        return sum(len(row.written) for row in self.rows)

    def lost(self, rows: Sequence[Row]) -> int:
        """How many words of all rows have no room; a statement that is left out whole weighs more than its words."""
        written = sum(len(row.words.split()) for row in rows)
        shown = sum(len(fitted.row.words.split()) - fitted.left_out for fitted in self.rows)
        return written - shown + _OF_A_STATEMENT * self.dropped

    @property
    def shortened(self) -> str:
        """What was left out, in words; empty where everything is there."""
        return self.notes[0] if self.notes else ""

    @property
    def notes(self) -> tuple[str, ...]:
        """The same in fewer and fewer words; none where everything is there. Words that "…" stands for are counted too."""
        words = sum(row.left_out for row in self.rows)
        if not self.dropped:
            note = f"+{words} more {noun(words, 'word')}"
            return (f"{note}, {SEE}", note) if words else ()
        note = f"+{self.dropped} more"
        both = f"{note} and {words} {noun(words, 'word')}"
        return (f"{both}, {SEE}", both, note) if words else (f"{note}, {SEE}", note)


def fit(rows: Sequence[Row], how: Style, strong: Style, room: float, capacity: int) -> Fit:
    """Fit labeled statements into a box of `capacity` lines.

    What is shortened first: statements longer than two lines are cut to two, from the last to the first; then optional
    statements are cut to one line and left out, from the last; then statements are cut to one line, from the last; then left
    out. A single one takes the whole box. What a row keeps is cut by none of these.
    """
    kept = [_fit_row(row, how, strong, room, capacity) for row in rows]
    if len(kept) == 1:
        return Fit(tuple(kept))
    _shorten(kept, how, strong, room, capacity, 2)
    for number in [number for number, row in enumerate(rows) if row.optional][::-1]:
        if _over(kept, capacity) > 0:
            length = max(1, len(kept[number].written) - _over(kept, capacity))
            kept[number] = _fit_row(rows[number], how, strong, room, length)
        if _over(kept, capacity) > 0:
            del kept[number]
    _shorten(kept, how, strong, room, capacity, 1)
    for number in [number for number, fitted in enumerate(kept) if not fitted.row.kept][::-1]:
        if _over(kept, capacity) > 0:
            del kept[number]
    return Fit(tuple(kept), len(rows) - len(kept))


def _shorten(kept: list[Fitted], how: Style, strong: Style, room: float, capacity: int, limit: int) -> None:
    for number in range(len(kept) - 1, -1, -1):
        over = _over(kept, capacity)
        row, length = kept[number].row, len(kept[number].written)
        least = max(limit, row.least(how, strong, room)) if over > 0 else length
        if length > least:
            kept[number] = _fit_row(row, how, strong, room, max(least, length - over))


def _over(kept: Sequence[Fitted], capacity: int) -> int:
    return sum(len(fitted.written) for fitted in kept) - capacity


def _fit_row(row: Row, how: Style, strong: Style, room: float, most: int) -> Fitted:
    written, left_out = lines.first_lines(row.words, strong if row.strong else how, room, most)
    return Fitted(row, tuple(written) or ("",), left_out)  # of spaces alone: the label takes its line


def as_many(items: Sequence[str], fits: Callable[[str], bool], between: str = ", ") -> tuple[str, int]:
    """As many items as fit, at least one, with how many more there are; and that number."""
    if fits(between.join(items)):
        return between.join(items), 0
    shown = lines.most_that_fit(0, len(items) - 1, lambda count: fits(with_more(items, count, between)))
    shown = max(shown, 1)
    return with_more(items, shown, between), len(items) - shown


def with_more(items: Sequence[str], shown: int, between: str) -> str:
    """The first items, and how many more there are."""
    hidden = len(items) - shown
    return between.join([*items[:shown], f"+{hidden} more, {SEE}"]) if hidden > 0 else between.join(items)
