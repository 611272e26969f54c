"""Vital signs on paper: a row a measure, a column a set, as many columns as can be read, then the trend as a chart.

A word that stays the same from set to set stands once, with a line to the last set of which it holds.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import partial
from typing import Final

from epcr.handoff.words import NOT_DOCUMENTED
from epcr.paper import lines, style
from epcr.paper.blocks import Paper
from epcr.paper.strips import Numbers, Strip
from epcr.paper.style import BODY, STRONG, Style
from epcr.report.chart_painter import legend_mark, paint
from epcr.report.run_sheet.entries import at
from epcr.report.run_sheet.flow import LabeledValue, Line, continued, paragraph, run_in, within
from epcr.report.run_sheet.press import SheetPress
from epcr.report.vitals_chart import geometry
from epcr.sheet.kinds.number import Number
from epcr.sheet.pressure import joined
from epcr.sheet.signs import PRESSURE, Sign, bare, rows_by_field
from epcr.sheet.vitals import VitalSigns
from epcr.words.naming import lower

LABEL: Final = 118.0
SETS: Final = 7  # beside each other
TALL: Final = 5  # lines in a square of the grid; more are told below it
TOGETHER: Final = 340.0  # a table that is no higher stands on one page
FEWEST: Final = 2  # sets that make a trend
CHART: Final = 116.0
BELOW: Final = "see below"


@dataclass(frozen=True)
class TableCell:
    """What stands of one measure in one set; `worded` ones may hold for several sets in a row."""

    words: str
    worded: bool = False

    @property
    def how(self) -> Style:
        return STRONG if NOT_DOCUMENTED in self.words else BODY


@dataclass(frozen=True)
class TableRow:
    """A row of the grid."""

    label: str
    unit: str
    read: Callable[[VitalSigns], TableCell]


@dataclass(frozen=True)
class _SetCell:
    """A cell as it is set: where it begins behind the label, how wide it is, and over how many sets."""

    left: float
    width: float
    span: int
    written: Sequence[str]
    how: Style

    def draw(self, paper: Paper, x: float, y: float) -> None:
        """Its words; those that hold for several sets with a line to the last of them."""
        with paper.element("TD", span=self.span):
            paper.set_lines(x, y, self.written, self.how)
        if self.span > 1:
            start, end = x + lines.width(self.written[0], self.how) + 4, x + self.width - 8
            middle = y + BODY.leading / 2
            paper.rules([(start, middle, end, middle), (end, middle - 2, end, middle + 2)], gray=style.BLACK)


def grid(press: SheetPress, listed: Sequence[VitalSigns]) -> Iterator[Strip]:
    """The sets in the order of time, in tables of equally many columns."""
    if not listed:
        return
    tables = -(-len(listed) // SETS)
    columns = -(-len(listed) // tables)
    measures = list(_measures(press))
    for first in range(0, len(listed), columns):
        yield from _table(press, measures, listed[first : first + columns], columns)
    for vitals in listed:
        yield from press.entry_remarks(vitals, at(press, vitals))


def chart(press: SheetPress) -> Iterator[Strip]:
    """The trend with the signs that stand for interventions."""
    drawn = geometry(press.run_sheet, width=press.width, height=CHART, size=style.SMALLEST)
    if drawn.timed < FEWEST:
        return

    def draw(paper: Paper, x: float, y: float, _numbers: Numbers) -> None:
        with paper.element("H3"):
            used = paper.write(x, y + 4, "Trend", STRONG, room=60)
        paper.write(x + used + 10, y + 4, drawn.note, BODY, room=200)
        legend = x + press.width - 118
        with paper.element("P"):
            for shape, left in (("medication", 0.0), ("procedure", 66.0)):
                legend_mark(paper, legend + left + 4, y + 9.6, shape)
                paper.write(legend + left + 10, y + 4, shape, BODY, room=56)
        paint(paper, drawn, x, y + 17)

    yield Strip(17 + CHART + 4, draw)


def _table(
    press: SheetPress, measures: Sequence[TableRow], sets: Sequence[VitalSigns], columns: int
) -> Iterator[Strip]:
    room = (press.width - LABEL) / columns
    times = _head(press, sets, room)
    long: list[LabeledValue] = []
    again = continued(VitalSigns.page.title, times)
    rows = [times]
    for measure in measures:
        squares = [measure.read(vitals) for vitals in sets]
        if any(square.words for square in squares):
            rows.append(_row(press, measure, sets, squares, room, again, long))
    if sum(row.height for row in rows) <= TOGETHER:
        rows[:-1] = [replace(row, leads=True) for row in rows[:-1]]
    yield from within("Table", rows)
    for labeled in long:
        yield from paragraph(run_in([labeled], press.width), left=0)
    yield Strip(5, lambda _paper, _x, _y, _numbers: None)


def _head(press: SheetPress, sets: Sequence[VitalSigns], room: float) -> Strip:
    times = [list(lines.wrap(at(press, vitals), STRONG, room - 4)) for vitals in sets]
    high = max(len(time) for time in times) * STRONG.leading + 3

    def draw(paper: Paper, x: float, y: float, _numbers: Numbers) -> None:
        with paper.element("TR"):
            with paper.element("TH", scope="Column"):
                paper.set_lines(x, y + 1, ("Time",), STRONG)
            for number, time in enumerate(times):
                with paper.element("TH", scope="Column"):
                    paper.set_lines(x + LABEL + number * room, y + 1, time, STRONG)
        paper.rules([(x, y + high, x + press.width, y + high)], gray=style.BLACK)

    return Strip(high, draw, leads=True)


def _row(
    press: SheetPress,
    measure: TableRow,
    sets: Sequence[VitalSigns],
    squares: Sequence[TableCell],
    room: float,
    head: Strip,
    long: list[LabeledValue],
) -> Strip:
    label = run_in([LabeledValue(measure.label, measure.unit)], LABEL - 4)
    cells: list[_SetCell] = []
    for first, span in _runs(squares):
        square = squares[first]
        written = list(lines.wrap(square.words, square.how, room * span - 5))
        if len(written) > TALL:
            long.append(LabeledValue(f"{measure.label} {at(press, sets[first])}", square.words))
            written = [BELOW]
        cells.append(_SetCell(LABEL + first * room, span * room, span, written or ["–"], square.how))
    high = max(len(label), *(len(cell.written) for cell in cells)) * BODY.leading + 1.2

    def draw(paper: Paper, x: float, y: float, _numbers: Numbers) -> None:
        with paper.element("TR"):
            with paper.element("TH", scope="Row"):
                _draw_label(paper, label, x, y + 0.6)
            for cell in cells:
                cell.draw(paper, x + cell.left, y + 0.6)
        paper.rules([(x, y + high, x + press.width, y + high)], gray=style.HAIR, weight=0.35)

    return Strip(high, draw, head=head)


def _draw_label(paper: Paper, label: Sequence[Line], x: float, y: float) -> None:
    for number, line in enumerate(label):
        for piece in line:
            paper.set_lines(x + piece.x, y + number * BODY.leading, (piece.text,), piece.how)


def _runs(squares: Sequence[TableCell]) -> Iterator[tuple[int, int]]:
    """Where equal words begin and of how many sets they hold."""
    first = 0
    for number in range(1, len(squares) + 1):
        same = (
            number < len(squares)
            and squares[first].worded
            and squares[first].words
            and squares[number] == squares[first]
        )
        if not same:
            yield first, number - first
            first = number


def _measures(press: SheetPress) -> Iterator[TableRow]:
    """The rows in the order of the form: pressure and coma scale in one row each, every other field as it is declared."""
    for sign in rows_by_field():
        if sign.name != "taken_at":  # it heads the column
            yield TableRow(sign.label, sign.unit_here(press.context), partial(_square, press, sign))


def _square(press: SheetPress, sign: Sign, vitals: VitalSigns) -> TableCell:
    """A sign in one set: its value, why there is none, or that it is missing."""
    if not sign.whole:
        return TableCell(_bare(press, vitals, sign.name), not isinstance(vitals.fields()[sign.name], Number))
    if not (written := sign.written(vitals, press.context)):
        return _reasons(press, vitals, sign.fields)
    parts = [_part(press, vitals, name) for name in sign.fields]
    if sign is PRESSURE:
        return TableCell(joined(*parts))
    why = (part for part, name in zip(parts, sign.fields, strict=True) if getattr(vitals, name) is None)
    return TableCell(", ".join([written, *dict.fromkeys(word for word in why if word)]))


def _bare(press: SheetPress, vitals: VitalSigns, name: str) -> str:
    """A value without the unit that its row names; why there is none; that it is missing."""
    if (
        isinstance(vitals.fields()[name], Number)
        and getattr(vitals, name) is not None
        and not vitals.why(name)
    ):
        return bare(vitals, name, press.context)
    field = press.field_words(vitals, name)
    return field.words if field.missing or getattr(vitals, name) is not None else lower(field.words)


def _reasons(press: SheetPress, vitals: VitalSigns, names: Sequence[str]) -> TableCell:
    """Why nothing was measured, each reason once."""
    reasons = (_bare(press, vitals, name) for name in names)
    return TableCell("; ".join(dict.fromkeys(words for words in reasons if words)))


def _part(press: SheetPress, vitals: VitalSigns, name: str) -> str:
    """A value among others of its row; empty where it is missing."""
    return "" if press.needs(vitals.anchor(name)) else _bare(press, vitals, name)
