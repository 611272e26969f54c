"""The vital signs of a handoff: first, worst and last with their direction, beside the trend chart."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import accumulate
from typing import Final

from epcr.checks.staleness import Stale
from epcr.report import style
from epcr.report.chart_painter import legend_mark, paint
from epcr.report.handoff.leaf import ROW, Leaf
from epcr.report.measures import Measure, measures
from epcr.report.style import BODY, STRONG
from epcr.report.vitals_chart import geometry
from epcr.report.words import NOT_DOCUMENTED, clock

WIDTHS: Final = (73.0, 54.0, 54.0, 54.0, 47.0)
TITLE: Final = 14.0
NAMES: Final = 2 * BODY.leading + 3  # of the columns
ROWS: Final = 7  # at least, so that the chart beside them can be read


@dataclass(frozen=True)
class Signs:
    """The table, and beside it the chart; `stale` tells where the last set was old at handoff."""

    leaf: Leaf
    stale: Stale | None

    @property
    def height(self) -> float:
        """How high both are, with the gap below."""
        return TITLE + self._table_high + style.GAP

    def draw(self, y: float) -> None:
        """Both, from this height down."""
        leaf, table = self.leaf, sum(WIDTHS)
        used = leaf.heading("Vital signs", leaf.left, y, 100, leaf.form.signs)
        if self.stale is None:
            told, how = f"worst: {leaf.course.rule}", BODY
        else:
            told, how = f"LAST SET {self.stale.minutes} MIN OLD AT HANDOFF", STRONG
        leaf.page.write(leaf.left + used + 8, y + 1.6, told, how, room=table - used - 8)
        self._table(y + TITLE)
        self._chart(leaf.left + table + 10, y)

    @cached_property
    def _rows(self) -> Sequence[Measure]:
        """Those that are expected in every set, then those that any set documents, and others as far as there is room."""
        found = measures(self.leaf.context, self.leaf.course)
        sets = self.leaf.run_sheet.entries("vitals")
        kept = {one.label for one in found if one.core or any(one.has(each) for each in sets)}
        for one in found:
            if len(kept) < ROWS:
                kept.add(one.label)
        return [one for one in found if one.label in kept]

    @property
    def _table_high(self) -> float:
        return NAMES + len(self._rows) * ROW + 2

    @cached_property
    def _xs(self) -> Sequence[float]:
        return list(accumulate(WIDTHS[:-1], initial=self.leaf.left))

    def _table(self, y: float) -> None:
        page, left, right = self.leaf.page, self.leaf.left, self.leaf.left + sum(WIDTHS)
        first, high = y + NAMES, self._table_high
        if self.leaf.course.worst is not None:
            page.frame(self._xs[2] + 1, y + 0.8, WIDTHS[2] - 1, high - 1.6)
        page.rules([(left, y, right, y)])
        with page.element("Table"):
            self._columns(y + 1)
            for number, measure in enumerate(self._rows):
                with page.element("TR"):
                    self._measure(measure, first + number * ROW)
        lines = [first + number * ROW + 0.3 for number in range(len(self._rows))]
        page.rules([(left, at, right, at) for at in lines], gray=style.HAIR, weight=0.35)
        page.rules([(left, y + high, right, y + high)])

    def _columns(self, y: float) -> None:
        page, course, below = self.leaf.page, self.leaf.course, y + BODY.leading
        with page.element("TR"):
            with page.element("TH", scope="Column"):
                pass
            for number, (name, one) in enumerate(
                (("First", course.first), ("Worst", course.worst), ("Last", course.last)), start=1
            ):
                room = WIDTHS[number] - 4
                time = clock(one.taken_at, self.leaf.context.customs) if one and one.taken_at else "–"
                with page.element("TH", scope="Column"):
                    page.write(self._xs[number], y, name, STRONG, room=room, align="right")
                    page.write(self._xs[number], below, time, STRONG, room=room, align="right")
            with page.element("TH", scope="Column"):
                page.write(self._xs[4] + 4, y, "Trend", STRONG, room=WIDTHS[4] - 4)
                page.write(self._xs[4] + 4, below, "first–last", BODY, room=WIDTHS[4] - 4)

    def _measure(self, measure: Measure, y: float) -> None:
        """A row: what was measured, its first, worst and last value, and where it goes."""
        page, xs, course = self.leaf.page, self._xs, self.leaf.course
        with page.element("TH", scope="Row"):
            used = page.write(xs[0], y, measure.label, STRONG, room=WIDTHS[0] - 2)
            page.write(xs[0] + used + 3, y, measure.unit, BODY, room=max(0.0, WIDTHS[0] - used - 5))
        if measure.core and not any(measure.has(one) for one in self.leaf.run_sheet.entries("vitals")):
            with page.element("TD", span=3):
                page.write(xs[1], y, NOT_DOCUMENTED, STRONG, room=3 * WIDTHS[1] - 4, align="center")
        else:
            for number, one in enumerate((course.first, course.worst, course.last), start=1):
                with page.element("TD"):
                    cell = measure.cell(one) if one else "–"
                    page.write(xs[number], y, cell, BODY, room=WIDTHS[number] - 4, align="right")
        with page.element("TD"):
            page.write(xs[4] + 4, y, measure.direction(course), STRONG, room=WIDTHS[4] - 4)

    def _chart(self, x: float, y: float) -> None:
        page, width = self.leaf.page, self.leaf.right - x
        chart = geometry(self.leaf.run_sheet, width=width, height=self._table_high, size=style.SMALLEST)
        self.leaf.heading("Trend", x, y, 40)
        note = chart.note if chart.timed else ""
        page.write(x + 34, y + 1.6, note, BODY, room=max(0.0, width - 34 - 112))
        legend = x + width - 112
        legend_mark(page, legend + 4, y + 7.2, "medication")
        page.write(legend + 10, y + 1.6, "medication", BODY, room=54)
        legend_mark(page, legend + 66, y + 7.2, "procedure")
        page.write(legend + 70, y + 1.6, "procedure", BODY, room=42)
        paint(page, chart, x, y + TITLE)
