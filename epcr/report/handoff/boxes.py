"""The boxes of a handoff: what the trainee worded for a part, else its statements, as large as they fit."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from math import ceil
from typing import Final

from epcr.report import fonts, lines, style
from epcr.report.fitting import Fit, Row, fit
from epcr.report.handoff.formats import Box
from epcr.report.handoff.leaf import Leaf
from epcr.report.style import BODY, STRONG, Style

SIZES: Final = (11.0, 10.0)  # points, of what fits so large
LABELED: Final = (10.0,)  # the same of what has labels
TITLE: Final = 16.0  # the line with the letter
SHARES: Final = (0.5, 0.56, 0.44, 0.62, 0.38, 0.68, 0.32)  # of the width, for the left one
LEAST: Final = 3  # lines
LABEL: Final = 6.6  # the column of a statement's label, in sizes of its text


_BESIDE: Final = 2 * style.PAD + 2  # a box's text: from frame to frame


def height(count: int) -> float:
    """How high a box is that takes so many lines of the smallest size."""
    return TITLE + count * BODY.leading + style.PAD


@dataclass(frozen=True)
class Pair:
    """Two boxes beside each other, usually of so many lines; with the gap below them."""

    leaf: Leaf
    boxes: tuple[Box, Box]
    count: int

    @property
    def usual(self) -> float:
        """As high as on a calm page."""
        return height(self.count) + style.GAP

    @property
    def line(self) -> float:
        """A line of the smallest type."""
        return BODY.leading

    @property
    def least(self) -> float:
        """A few lines, in the absurd."""
        return height(LEAST) + style.GAP

    @cached_property
    def fits(self) -> bool:
        """Whether both are whole in the usual room."""
        return not any(fitted.shortened for _, fitted in self._usually)

    @cached_property
    def steady(self) -> float:
        """So high that both are whole in halves."""
        return height(max(1, self._count(SHARES[0]))) + style.GAP

    @cached_property
    def whole(self) -> float:
        """So high that both are whole, the line between them where that takes the fewest lines."""
        return height(max(1, min(self._count(share) for share in SHARES))) + style.GAP

    def used(self, high: float) -> float:
        """All of it."""
        return high

    def draw(self, y: float, high: float) -> None:
        """Both, side by side."""
        share, fitted = self._best(high)
        x = self.leaf.left
        for box, wide, one in zip(self.boxes, self._wide(share), fitted, strict=True):
            with self.leaf.page.element("Sect"):
                _box(self.leaf, box, (x, y), (wide, high - style.GAP), one)
            x += wide + style.GAP

    def _best(self, high: float) -> tuple[float, tuple[tuple[Style, Fit], ...]]:
        """Halves where both are whole in them, else the line between them where least is cut."""
        if high == self.usual and self.fits:
            return SHARES[0], self._usually
        found = []
        for share in SHARES:
            fitted = self._at(share, high)
            if not any(one.shortened for _, one in fitted):
                return share, fitted
            found.append((self._count(share), share, fitted))
        _, share, fitted = min(found, key=lambda one: one[0])
        return share, fitted

    @cached_property
    def _usually(self) -> tuple[tuple[Style, Fit], ...]:
        return self._at(SHARES[0], self.usual)

    @cached_property
    def _told(self) -> tuple[Sequence[Row], ...]:
        return tuple(_rows(self.leaf, box.part) for box in self.boxes)

    def _wide(self, share: float) -> tuple[float, float]:
        width = self.leaf.width - style.GAP
        return width * share, width * (1 - share)

    def _at(self, share: float, high: float) -> tuple[tuple[Style, Fit], ...]:
        inner = high - style.GAP - TITLE - style.PAD
        return tuple(
            _fitted(rows, wide - _BESIDE, inner)
            for rows, wide in zip(self._told, self._wide(share), strict=True)
        )

    def _count(self, share: float) -> int:
        """How many lines of the smallest size the longer one takes."""
        return max(
            _lines(rows, wide - _BESIDE) for rows, wide in zip(self._told, self._wide(share), strict=True)
        )


def _box(
    leaf: Leaf, box: Box, corner: tuple[float, float], size: tuple[float, float], fitted: tuple[Style, Fit]
) -> None:
    page, (x, y), (how, fit_) = leaf.page, corner, fitted
    for one in fit_.rows:
        page.note_missing(one.row.words)
    used = _frame(leaf, box, x, y, size) + 6
    worded = getattr(leaf.run_sheet.handoff, box.part)
    origin = "as worded by the trainee" if worded else "drafted from the sheet"
    told, strength = (fit_.shortened, STRONG) if fit_.shortened else (origin, BODY)
    room = size[0] - used - 4
    if not lines.fits(told, strength, room):  # beside a title in a narrow box
        told = fit_.shortened.partition(",")[0]
    page.write(x + used, y + 2.4, told, strength, room=room, align="right")
    _set(leaf, fit_, how, x + style.PAD + 1, y + TITLE + 1.5)


def _rows(leaf: Leaf, part: str) -> list[Row]:
    """What stands in a box: what the trainee worded for it, else its statements that stand nowhere else."""
    if worded := getattr(leaf.run_sheet.handoff, part):
        return [Row("", worded)]
    return [
        Row(one.label, one.words, one.missing or one.label == "Scope", one.optional)
        for one in leaf.parts[part]
        if not one.shown_in
    ]


def _frame(leaf: Leaf, box: Box, x: float, y: float, size: tuple[float, float]) -> float:
    """The frame with letter and title; returns how far these reach."""
    page, (width, high) = leaf.page, size
    page.rules([(x, y + 15, x + width, y + 15)], gray=style.BLACK)
    page.frame(x, y, width, high)
    before = 5.0
    if box.letter:
        page.fill(x, y, 17, 15, style.BLACK)
        with page.artifact():  # the title says it again
            page.write(x, y, box.letter, style.LETTER_OF_PART, room=17, align="center")
        before = 22.0
    return before + leaf.heading(box.title, x + before, y + 1, width * 0.6 - before)


def _fitted(rows: Sequence[Row], room: float, high: float) -> tuple[Style, Fit]:
    """The largest size in which everything fits, else the smallest, shortened."""
    for size in LABELED if any(row.label for row in rows) else SIZES:
        how = Style(size=size, leading=size * 1.2)
        capacity = int(high / how.leading + 0.01)
        if _least_lines(rows, how, room) <= capacity:
            fitted = fit(rows, how, _bold(how), room - _label(rows, how), capacity)
            if not fitted.shortened:
                return how, fitted
    return BODY, fit(rows, BODY, STRONG, room - _label(rows, BODY), int(high / BODY.leading + 0.01))


def _lines(rows: Sequence[Row], room: float) -> int:
    """How many lines of the smallest size these take."""
    column = room - _label(rows, BODY)
    return sum(
        max(1, sum(1 for _ in lines.wrap(row.words, STRONG if row.strong else BODY, column))) for row in rows
    )


def _least_lines(rows: Sequence[Row], how: Style, room: float) -> int:
    """So many lines there are at least; it spares setting what cannot fit."""
    column = room - _label(rows, how)
    return sum(
        sum(
            max(1, ceil(fonts.em_width(line, how.bold) * how.size / column))
            for line in fonts.printable(row.words).text.split("\n")
        )
        for row in rows
    )


def _label(rows: Sequence[Row], how: Style) -> float:
    return LABEL * how.size if any(row.label for row in rows) else 0.0


def _bold(how: Style) -> Style:
    return Style(size=how.size, leading=how.leading, bold=True)


def _set(leaf: Leaf, fitted: Fit, how: Style, x: float, y: float) -> None:
    page, strong = leaf.page, _bold(how)
    label = _label([one.row for one in fitted.rows], how)
    for one in fitted.rows:
        with page.element("P"):
            if one.row.label:
                page.write(x, y, one.row.label, strong, room=label - 3)
            page.set_lines(x + label, y, one.written, strong if one.row.strong else how)
        y += len(one.written) * how.leading
