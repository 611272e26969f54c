"""The vital signs of a handoff: first, worst and last with their direction, beside the trend chart."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import accumulate
from typing import Final

from epcr.checks.staleness import StaleVitals
from epcr.handoff.words import NOT_DOCUMENTED, clock
from epcr.paper import lines, style
from epcr.paper.style import BODY, STRONG
from epcr.report.chart_painter import legend_mark, paint
from epcr.report.handoff_page.leaf import ROW, Leaf
from epcr.report.handoff_page.sign_rows import EDGE, NARROWEST, SignRow, SignRows
from epcr.report.vitals_chart import geometry

TITLE: Final = 14.0
NAMES: Final = 2 * BODY.leading + 3  # of the columns
HEADING: Final = "Vital signs"
LETTER: Final = 20.0  # that a letter of the format takes before the heading
BESIDE: Final = 8.0  # between the heading and what stands beside it


@dataclass(frozen=True)
class Signs:
    """The table, and beside it the chart; `stale` tells where the last set was old at handoff."""

    leaf: Leaf
    stale: StaleVitals | None

    @property
    def height(self) -> float:
        """How high both are, with the gap below."""
        return TITLE + self._high + style.GAP

    def draw(self, y: float) -> None:
        """Both, from this height down."""
        leaf, page = self.leaf, self.leaf.page
        used = leaf.heading(HEADING, leaf.left, y, 100, leaf.form.signs) + BESIDE
        if self._old:
            used += page.write(leaf.left + used, y + 1.6, self._old, STRONG, room=self._wide - used) + BESIDE
        if beside := self._table.rule_beside:
            page.write(leaf.left + used, y + 1.6, beside, BODY, room=self._wide - used)
        self._draw(y + TITLE)
        if self._table.rule_below:
            with page.element("P"):
                below = y + TITLE + self._table_high
                page.set_lines(leaf.left, below, self._table.rule_below, BODY)
        self._chart(leaf.left + self._wide + 10, y)

    @cached_property
    def _table(self) -> SignRows:
        letter = LETTER if self.leaf.form.signs else 0.0
        room = NARROWEST - lines.width(HEADING, style.HEADING) - letter - BESIDE
        if self._old:
            room -= lines.width(self._old, STRONG) + BESIDE
        return SignRows(self.leaf, room, bool(self._old))

    @property
    def _old(self) -> str:
        return f"LAST SET {self.stale.minutes} MIN OLD AT HANDOFF" if self.stale else ""

    @cached_property
    def _wide(self) -> float:
        return sum(self._table.widths)

    @cached_property
    def _xs(self) -> Sequence[float]:
        return list(accumulate(self._table.widths[:-1], initial=self.leaf.left))

    @cached_property
    def _rows_high(self) -> float:
        return NAMES + sum(row.height for row in self._table.rows)

    @property
    def _table_high(self) -> float:
        return self._rows_high + len(self._table.below) * ROW + 2

    @property
    def _high(self) -> float:
        return self._table_high + len(self._table.rule_below) * ROW

    def _draw(self, y: float) -> None:
        page, left, right = self.leaf.page, self.leaf.left, self.leaf.left + self._wide
        for top, high in self._framed(y):
            page.frame(self._xs[2] + 1, top, self._table.widths[2] - 1, high)
        page.rules([(left, y, right, y)])
        tops, at = [], y + NAMES
        with page.element("Table"):
            self._columns(y + 1)
            for row in self._table.rows:
                with page.element("TR"):
                    self._row(row, at)
                tops.append(at + 0.3)
                at += row.height
            for sentence in self._table.below:
                with page.element("TR"), page.element("TD", span=len(self._xs)):
                    page.write(left, at, sentence, BODY, room=self._wide)
                tops.append(at + 0.3)
                at += ROW
        page.rules([(left, top, right, top) for top in tops], gray=style.HAIR, weight=0.35)
        page.rules([(left, y + self._table_high, right, y + self._table_high)])

    def _framed(self, y: float) -> Iterator[tuple[float, float]]:
        """Where frames around the worst begin, and how high they are: none goes through a row whose words cross the columns."""
        if self.leaf.course.worst is None:
            return
        top, end = y + 0.8, y + NAMES
        for row in self._table.rows:
            if self._table.silent(row):
                if end > top:
                    yield top, end - top
                top = end + row.height
            end += row.height
        if end > top:
            yield top, end - top

    def _columns(self, y: float) -> None:
        page, course, below = self.leaf.page, self.leaf.course, y + BODY.leading
        names = (("First", course.first), (self._table.heading, course.worst), ("Last", course.last))
        with page.element("TR"):
            with page.element("TH", scope="Column"):
                pass
            for number, (name, vitals) in enumerate(names, start=1):
                room = self._table.widths[number] - EDGE
                time = (
                    clock(vitals.taken_at, self.leaf.context.customs) if vitals and vitals.taken_at else "–"
                )
                with page.element("TH", scope="Column"):
                    page.write(self._xs[number], y, name, STRONG, room=room, align="right")
                    page.write(self._xs[number], below, time, STRONG, room=room, align="right")
            with page.element("TH", scope="Column"):
                room = self._table.widths[4] - EDGE
                page.write(self._xs[4] + 4, y, "Trend", STRONG, room=room)
                page.write(self._xs[4] + 4, below, "first–last", BODY, room=room)

    def _row(self, row: SignRow, y: float) -> None:
        """A row: what was measured, its first, worst and last value, and where it goes."""
        page, xs, widths, measure = self.leaf.page, self._xs, self._table.widths, row.measure
        with page.element("TH", scope="Row"):
            used = page.write(xs[0], y, measure.label, STRONG, room=widths[0] - 2)
            page.write(xs[0] + used + 3, y, measure.unit, BODY, room=max(0.0, widths[0] - used - 5))
        if self._table.silent(row):
            with page.element("TD", span=3):
                room = xs[4] - xs[1] - EDGE
                page.write(xs[1], y, NOT_DOCUMENTED, STRONG, room=room, align="center")
        else:
            for number, cell in enumerate(row.cells, start=1):
                with page.element("TD"):
                    self._cell(cell, number, y, row.mark if number == 2 else "")
        with page.element("TD"):
            page.write(xs[4] + 4, y, measure.direction(self.leaf.course), STRONG, room=widths[4] - EDGE)

    def _cell(self, cell: Sequence[str], column: int, y: float, time: str) -> None:
        """A value in its lines, and the time before it where it has one of its own."""
        page, x, room = self.leaf.page, self._xs[column], self._table.widths[column] - EDGE
        if time:
            page.write(x + EDGE, y, time, STRONG, room=room)
        for number, text in enumerate(cell):
            page.write(x, y + number * ROW, text, BODY, room=room, align="right")

    def _chart(self, x: float, y: float) -> None:
        page, width = self.leaf.page, self.leaf.right - x
        chart = geometry(self.leaf.run_sheet, width=width, height=self._high, size=style.SMALLEST)
        self.leaf.heading("Trend", x, y, 40)
        note, room = chart.note if chart.timed else "", max(0.0, width - 34 - 112)
        shown = next(
            (wording for wording in (note, note.partition(",")[0]) if lines.fits(wording, BODY, room)), ""
        )
        page.write(x + 34, y + 1.6, shown, BODY, room=room)
        legend = x + width - 112
        legend_mark(page, legend + 4, y + 7.2, "medication")
        page.write(legend + 10, y + 1.6, "medication", BODY, room=54)
        legend_mark(page, legend + 66, y + 7.2, "procedure")
        page.write(legend + 70, y + 1.6, "procedure", BODY, room=42)
        paint(page, chart, x, y + TITLE)
