"""What stands in the table of vital signs on a handoff: its rows, the time of a value that is not of the worst set, its columns.

The worst column holds the worst of every row. Most of it is one set, whose time heads the column; what another set has worse stands
there with its own time before it (docs/adr/0008). It draws nothing.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Final

from epcr.handoff.assessment import WITHOUT_AID
from epcr.handoff.measures import MeasureRow, measures
from epcr.handoff.outside import not_in_columns, outside
from epcr.handoff.severity import OXYGEN_ASIDE
from epcr.handoff.words import clock, said
from epcr.paper import lines
from epcr.paper.style import BODY, STRONG
from epcr.report.handoff_page.leaf import ROW, Leaf
from epcr.sheet.coma import Assessed, coma, gcs
from epcr.sheet.context import Context
from epcr.sheet.signs import COMA
from epcr.sheet.vitals import VitalSigns
from epcr.words.naming import lower

NAME: Final = 73.0
COLUMN: Final = 54.0  # first and last, and worst where no value has a time of its own
TREND: Final = 47.0
WIDEST: Final = 104.0  # of the column of the worst
EDGE: Final = 4.0  # between the columns
BESIDE: Final = 5.0  # between a time and its value
ROWS: Final = 7  # lines at least, so that the chart beside them can be read
NARROWEST: Final = NAME + 3 * COLUMN + TREND
WORST: Final = "Worst"
WITH_PULSE: Final = "Worst with pulse"
OWN_TIME: Final = "a time: worst of its row"


@dataclass(frozen=True)
class SignRow:
    """A row: its first, worst and last value in lines, and when the worst was where that is not in the worst set."""

    measure: MeasureRow
    cells: tuple[Sequence[str], Sequence[str], Sequence[str]]
    mark: str

    @property
    def height(self) -> float:
        return max(map(len, self.cells)) * ROW


@dataclass(frozen=True)
class SignRows:
    """The rows of one handoff, and how wide the columns are that they need."""

    leaf: Leaf
    beside: float  # the room for the rule beside the heading where the columns are as narrow as they can be
    old: bool  # whether that the last set was old stands there too, before it

    @cached_property
    def rows(self) -> Sequence[SignRow]:
        """Those that are expected in every set, those that any set documents, and others as far as there is room."""
        kept = {row.measure.label: row for row in self._documented}
        height = sum(row.height for row in self._documented) + ROW * (len(self.below) + len(self.rule_below))
        for measure in self._measures:
            if height < ROWS * ROW and measure.label not in kept:
                kept[measure.label] = self._row(measure)
                height += ROW
        return [kept[measure.label] for measure in self._measures if measure.label in kept]

    @cached_property
    def _documented(self) -> Sequence[SignRow]:
        sets = self.leaf.run_sheet.entries("vitals")
        return [
            self._row(measure)
            for measure in self._measures
            if measure.core or any(measure.has(vitals) for vitals in sets)
        ]

    @cached_property
    def _measures(self) -> Sequence[MeasureRow]:
        leaf = self.leaf
        return measures(leaf.context, leaf.course, outside(leaf.run_sheet, leaf.context))

    @cached_property
    def below(self) -> Sequence[str]:
        """What more must be told, of consciousness and of what no column shows; a line each."""
        leaf = self.leaf
        return [
            *(_deeper(part, leaf.context) for part in leaf.course.deep_too),
            *(
                f"{sign.label}, worst: {said(vitals, sign.name, leaf.context)} {_since(vitals, leaf.context)}"
                for sign, vitals in not_in_columns(leaf.run_sheet, leaf.course, leaf.context)
            ),
        ]

    @cached_property
    def widths(self) -> Sequence[float]:
        """Of the columns: name, first, worst, last, trend."""
        needed = [COLUMN, EDGE + lines.width(self.heading, STRONG) + EDGE + 2]
        for row in self._documented:
            if row.mark:
                value = max(lines.width(line, BODY) for line in row.cells[1])
                needed.append(EDGE + lines.width(row.mark, STRONG) + BESIDE + value + EDGE)
        return (NAME, COLUMN, min(max(needed), WIDEST), COLUMN, TREND)

    @property
    def heading(self) -> str:
        """Of the worst column. Where a pulse came back, the arrest stands under First and this says what is left out."""
        return WITH_PULSE if self.leaf.course.pulse_returned else WORST

    @property
    def rule(self) -> str:
        """How the worst was chosen, and what a time in its column means."""
        choice = f"worst: {self.leaf.course.rule}"
        return f"{choice}; {OWN_TIME}" if any(row.mark for row in self._documented) else choice

    @cached_property
    def rule_below(self) -> Sequence[str]:
        """Its lines under the table, where it stands if the place beside the heading is too short for it."""
        return () if self.rule_beside else list(lines.wrap(self.rule, BODY, sum(self.widths)))

    @cached_property
    def rule_beside(self) -> str:
        """The rule beside the heading; shorter where that the last set was old stands before it."""
        rule = self.rule.replace(OXYGEN_ASIDE, "") if self.old else self.rule
        return rule if lines.fits(rule, BODY, self.beside + self.widths[2] - COLUMN) else ""

    def silent(self, row: SignRow) -> bool:
        """Whether a row says across its columns that nothing of it is documented."""
        return row.measure.core and not self._documents(row)

    def _documents(self, row: SignRow) -> bool:
        """Whether there is anything to show in a row: a value, or why there is none."""
        parts = (*self.leaf.run_sheet.entries("vitals"), self._worst(row.measure))
        return any(part is not None and _has(row.measure, part) for part in parts)

    def _row(self, measure: MeasureRow) -> SignRow:
        course, worst = self.leaf.course, self._worst(measure)
        first, least, last = (lines_of(measure, part) for part in (course.first, worst, course.last))
        elsewhere = worst is not None and worst is not course.worst
        return SignRow(
            measure, (first, least, last), _when(worst, self.leaf.context) if elsewhere and worst else ""
        )

    def _worst(self, measure: MeasureRow) -> Assessed | None:
        """Where the value of the worst column comes from."""
        course = self.leaf.course
        return (course.deepest or course.worst) if measure.sign is COMA else course.worst_of(measure.field)


def lines_of(measure: MeasureRow, part: Assessed | None) -> Sequence[str]:
    """A value in its cell; what stood in the way of a GCS stands below it, where the column has no room beside it."""
    cell = "–" if part is None else measure.of(part)
    return list(lines.wrap(cell, BODY, COLUMN - EDGE)) if measure.sign is COMA else [cell]


def _has(measure: MeasureRow, part: Assessed) -> bool:
    return measure.has(part) if isinstance(part, VitalSigns) else bool(measure.of(part))


def _when(part: Assessed, context: Context) -> str:
    if not isinstance(part, VitalSigns):
        return "primary"
    return clock(part.taken_at, context.customs) if part.taken_at else "no time"


def _since(part: Assessed, context: Context) -> str:
    """The same in a line."""
    when = _when(part, context)
    return f"at {when}" if when[0].isdigit() else when


def _deeper(part: Assessed, context: Context) -> str:
    """A GCS or AVPU that none of the columns shows, in a line."""
    when = _since(part, context)
    if consciousness := coma(part):
        return gcs(f"{WITHOUT_AID}: {consciousness.short} {when}")
    return f"AVPU, where no GCS is: {lower(said(part, 'avpu', context))} {when}"
