"""The boxes of a handoff: what the trainee worded for a part, else its statements, as large as they fit."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from math import ceil
from typing import Final

from epcr.handoff.statement import Statement
from epcr.paper import fonts, lines, style
from epcr.paper.fitting import Fit, Row, fit
from epcr.paper.style import BODY, STRONG, Style
from epcr.report.handoff_page.formats import Box
from epcr.report.handoff_page.leaf import Leaf

SIZES: Final = (11.0, 10.0)  # points, of what fits so large
LABELED: Final = (10.0,)  # the same of what has labels
TITLE: Final = 16.0  # the line with the letter
# Of the width, for the left one; the narrowest must take the box's title.
SHARES: Final = (0.5, 0.56, 0.44, 0.62, 0.38, 0.68, 0.32, 0.74, 0.26, 0.8, 0.2, 0.84, 0.16)
LEAST: Final = 3  # lines
LABEL: Final = 6.6  # the column of a statement's label, in sizes of its text


_BESIDE: Final = 2 * style.PAD + 2  # a box's text: from frame to frame


def height(count: int) -> float:
    """How high a box is that takes so many lines of the smallest size."""
    return TITLE + count * BODY.leading + style.PAD


@dataclass(frozen=True)
class BoxPair:
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

    @cached_property
    def least(self) -> float:
        """A few lines, in the absurd; more where more is never left out."""
        firm = min(max(map(_firm, self._box_rows, self._rooms(share))) for share in self._shares)
        return height(max(LEAST, firm)) + style.GAP

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
        return height(max(1, min(self._count(share) for share in self._shares))) + style.GAP

    def used(self, high: float) -> float:
        """All of it."""
        return high

    def draw(self, y: float, high: float) -> None:
        """Both, side by side."""
        share, fitted = self._best(high)
        x = self.leaf.left
        for box, wide, style_and_fit in zip(self.boxes, self._wide(share), fitted, strict=True):
            with self.leaf.page.element("Sect"):
                _box(self.leaf, box, (x, y), (wide, high - style.GAP), style_and_fit)
            x += wide + style.GAP

    def _best(self, high: float) -> tuple[float, tuple[tuple[Style, Fit], ...]]:
        """Halves where both are whole in them, else the line between them where the fewest words are left out.

        Room that one of them does not need goes to the other; of what is whole in halves nothing is taken.
        """
        if high == self.usual and self.fits:
            return SHARES[0], self._usually
        halves, tried = self._at(SHARES[0], high), []
        for share in self._shares:
            fitted = halves if share == SHARES[0] else self._at(share, high)
            if not any(fit_.shortened for _, fit_ in fitted):
                return share, fitted
            robbed = sum(
                bool(fit_.shortened) > bool(half.shortened)
                for (_, fit_), (_, half) in zip(fitted, halves, strict=True)
            )
            tried.append(((robbed, *self._cost(share, fitted, high)), share, fitted))
        _, share, fitted = min(tried, key=lambda attempt: attempt[0])
        return share, fitted

    def _cost(self, share: float, fitted: Sequence[tuple[Style, Fit]], high: float) -> tuple[int, ...]:
        """What a share costs: boxes that are too full, then those that have no room to say what is cut; words cut; lines."""
        full = sum(fit_.lines * how.leading > high - style.GAP - TITLE for how, fit_ in fitted)
        mute = sum(not _says_so(*each) for each in zip(self.boxes, fitted, self._wide(share), strict=True))
        lost = sum(fit_.lost(rows) for rows, (_, fit_) in zip(self._box_rows, fitted, strict=True))
        return full, mute, lost, self._count(share)

    @cached_property
    def _shares(self) -> Sequence[float]:
        """Those at which each box is as wide as its title."""
        return [
            share
            for share in SHARES
            if share == SHARES[0]
            or all(_title_width(box) <= wide for box, wide in zip(self.boxes, self._wide(share), strict=True))
        ]

    @cached_property
    def _usually(self) -> tuple[tuple[Style, Fit], ...]:
        return self._at(SHARES[0], self.usual)

    @cached_property
    def _box_rows(self) -> tuple[Sequence[Row], ...]:
        return tuple(_rows(self.leaf, box.part) for box in self.boxes)

    def _wide(self, share: float) -> tuple[float, float]:
        width = self.leaf.width - style.GAP
        return width * share, width * (1 - share)

    def _rooms(self, share: float) -> tuple[float, ...]:
        """How wide the text of each may be."""
        return tuple(wide - _BESIDE for wide in self._wide(share))

    def _at(self, share: float, high: float) -> tuple[tuple[Style, Fit], ...]:
        inner = high - style.GAP - TITLE - style.PAD
        return tuple(
            _fitted(rows, room, inner) for rows, room in zip(self._box_rows, self._rooms(share), strict=True)
        )

    def _count(self, share: float) -> int:
        """How many lines of the smallest size the longer one takes."""
        return max(_lines(rows, room) for rows, room in zip(self._box_rows, self._rooms(share), strict=True))


def _box(
    leaf: Leaf, box: Box, corner: tuple[float, float], size: tuple[float, float], fitted: tuple[Style, Fit]
) -> None:
    page, (x, y), (how, fit_) = leaf.page, corner, fitted
    for fitted_row in fit_.rows:
        page.note_missing(fitted_row.row.words)
    used = _frame(leaf, box, x, y, size[0], size[1]) + 6
    notes, strength = (fit_.notes, STRONG) if fit_.notes else (_origin(leaf, box), BODY)
    room = size[0] - used - 4
    words = next(
        (note for note in notes if lines.fits(note, strength, room)), ""
    )  # beside a title in a narrow box
    page.write(x + used, y + 2.4, words, strength, room=room, align="right")
    _set(leaf, fit_, how, x + style.PAD + 1, y + TITLE + 1.5)


def _origin(leaf: Leaf, box: Box) -> tuple[str, ...]:
    """Where the words of a box come from, in words and in fewer."""
    if not getattr(leaf.run_sheet.handoff, box.part):
        return "drafted from the sheet", "drafted"
    if _standing(leaf, box.part):
        return "worded by the trainee; bold: from the sheet", "bold: from the sheet"
    return "as worded by the trainee", "as worded"


def _standing(leaf: Leaf, part: str) -> list[Statement]:
    """What stands in a box whatever the trainee worded for it."""
    return [statement for statement in leaf.parts[part] if statement.kept and not statement.shown_in]


def _rows(leaf: Leaf, part: str) -> list[Row]:
    """What stands in a box: what the trainee worded for it, else its statements that stand nowhere else."""
    if worded := getattr(leaf.run_sheet.handoff, part):
        firm = [
            (statement.label, "; ".join(statement.items[: statement.kept]))
            for statement in _standing(leaf, part)
        ]
        sentences = [f"{label}: {words}" for label, words in firm]
        return [
            *(Row("", sentence, strong=True, kept=len(sentence)) for sentence in sentences),
            Row("", worded),
        ]
    return [
        Row(
            statement.label,
            statement.words,
            statement.missing or statement.label == "Scope",
            statement.optional,
            len("; ".join(statement.items[: statement.kept])),
        )
        for statement in leaf.parts[part]
        if not statement.shown_in
    ]


def _title_width(box: Box) -> float:
    """How wide a box must be for its letter and its title."""
    return (22.0 if box.letter else 5.0) + lines.width(box.title, style.HEADING) + 6


def _says_so(box: Box, fitted: tuple[Style, Fit], wide: float) -> bool:
    """Whether there is room beside the title to say what was left out."""
    notes = fitted[1].notes
    return not notes or lines.width(notes[-1], STRONG) + 10 <= wide - _title_width(box)


def _firm(rows: Sequence[Row], room: float) -> int:
    """How many lines of the smallest size are never left out, with one for the others."""
    firm = sum(row.least(BODY, STRONG, room - _label(rows, BODY)) for row in rows)
    return firm + any(not row.kept for row in rows) if firm else 0


def _frame(leaf: Leaf, box: Box, x: float, y: float, width: float, high: float) -> float:
    """The frame with letter and title; returns how far these reach."""
    page = leaf.page
    page.rules([(x, y + 15, x + width, y + 15)], gray=style.BLACK)
    page.frame(x, y, width, high)
    before = 5.0
    if box.letter:
        page.fill(x, y, 17, 15, style.BLACK)
        with page.artifact():  # the title says it again
            page.write(x, y, box.letter, style.LETTER_OF_PART, room=17, align="center")
        before = 22.0
    return before + leaf.heading(box.title, x + before, y + 1, width - before - 3)


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
    label = _label([fitted_row.row for fitted_row in fitted.rows], how)
    for fitted_row in fitted.rows:
        with page.element("P"):
            if fitted_row.row.label:
                page.write(x, y, fitted_row.row.label, strong, room=label - 3)
            page.set_lines(x + label, y, fitted_row.written, strong if fitted_row.row.strong else how)
        y += len(fitted_row.written) * how.leading
