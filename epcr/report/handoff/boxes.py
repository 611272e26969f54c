"""The boxes of a handoff: what the trainee worded for a part, else its statements, as large as they fit."""

from __future__ import annotations

from collections.abc import Sequence
from math import ceil
from typing import Final

from epcr.report import fonts, style
from epcr.report.fitting import Fit, Row, fit
from epcr.report.handoff.formats import Box
from epcr.report.handoff.leaf import Leaf
from epcr.report.style import BODY, STRONG, Style

SIZES: Final = (11.0, 10.0)  # points, of what fits so large
LABELED: Final = (10.0,)  # the same of what has labels
TITLE: Final = 16.0  # the line with the letter
LABEL: Final = 6.6  # the column of a statement's label, in sizes of its text


def height(count: int) -> float:
    """How high a box is that takes so many lines of the smallest size."""
    return TITLE + count * BODY.leading + style.PAD


def draw(leaf: Leaf, pair: tuple[Box, Box], y: float, high: float) -> None:
    """Two boxes beside each other."""
    width = (leaf.width - style.GAP) / 2
    for number, box in enumerate(pair):
        with leaf.page.element("Sect"):
            _box(leaf, box, leaf.left + number * (width + style.GAP), y, (width, high))


def _box(leaf: Leaf, box: Box, x: float, y: float, size: tuple[float, float]) -> None:
    page, (width, high) = leaf.page, size
    worded = getattr(leaf.run_sheet.handoff, box.part)
    rows = [Row("", worded)] if worded else _rows(leaf, box.part)
    for row in rows:
        page.note_missing(row.words)
    how, fitted = _fitted(rows, width - 2 * style.PAD - 2, high - TITLE - style.PAD)
    used = _frame(leaf, box, x, y, size) + 6
    origin = "as worded by the trainee" if worded else "drafted from the sheet"
    page.write(
        x + used,
        y + 2.4,
        fitted.shortened or origin,
        STRONG if fitted.shortened else BODY,
        room=width - used - 4,
        align="right",
    )
    _set(leaf, fitted, how, x + style.PAD + 1, y + TITLE + 1.5)


def _rows(leaf: Leaf, part: str) -> list[Row]:
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
