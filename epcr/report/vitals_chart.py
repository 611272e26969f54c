"""The geometry of the trend chart: its panels one below the other, the marks above them, the times below.

One pure function from vital-sign sets to numbers; the PDF's painter and the page's SVG template only draw them. Lengths are in
the unit of the given size, x to the right and y downward from the upper left corner. It knows no canvas, no font, no color:
series differ by the shape of their points and the dashes of their lines, and carry their name.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from operator import itemgetter
from typing import Final

from epcr.handoff.words import clock
from epcr.report.time_axis import Scale, Tick, across, clock_times, seconds
from epcr.report.time_axis import midnights as midnights_in
from epcr.report.vitals_panels import Panel, panels
from epcr.sheet.customs import Customs
from epcr.sheet.interventions import Intervention
from epcr.sheet.run_sheet import RunSheet
from epcr.sheet.signs import HEART_RATE, PRESSURE, RESPIRATORY_RATE, SPO2
from epcr.sheet.vitals import VitalSigns
from epcr.words.counting import counted

# Interventions this long before the first and after the last set still widen the chart.
_NEAR: Final = timedelta(minutes=15)
_DRAWN: Final = (PRESSURE, HEART_RATE, SPO2, RESPIRATORY_RATE)  # from the upper panel to the lowest
_SPOKEN: Final = {"mmHg": " mmHg", "/min": " a minute"}  # units behind a number that is read out


@dataclass(frozen=True)
class ChartMark:
    """An intervention above the chart; `shape` is `medication` or `procedure`."""

    x: float
    shape: str
    label: str


@dataclass(frozen=True)
class Chart:
    """Everything to draw, and the same in words. `size` is that of the letters; `untimed` sets are not in it."""

    width: float
    height: float
    size: float
    left: float
    right: float
    axis: float
    marks_y: float
    timed: int
    untimed: int
    title: str
    description: str
    panels: tuple[Panel, ...]
    times: tuple[Tick, ...]
    midnights: tuple[Tick, ...]
    marks: tuple[ChartMark, ...]

    @property
    def note(self) -> str:
        """What the chart leaves out, or says instead of lines; empty where it shows everything."""
        if not self.timed:
            return "No vital signs with a time" if self.untimed else "No vital signs documented"
        return f"{self.untimed} untimed, not drawn" if self.untimed else ""


def geometry(run_sheet: RunSheet, *, width: float = 720, height: float = 264, size: float = 13) -> Chart:
    """The chart of a run sheet, by default as large as a page shows it (CSS pixels)."""
    return lay_out(
        run_sheet.entries("vitals"),
        run_sheet.entries("interventions"),
        run_sheet.customs(),
        width=width,
        height=height,
        size=size,
    )


def lay_out(
    sets: Iterable[VitalSigns],
    interventions: Iterable[Intervention],
    customs: Customs,
    *,
    width: float,
    height: float,
    size: float,
) -> Chart:
    """Lay out the chart of these sets in a field of this width and height, with letters of this size.

    Sets and interventions come in any order; sets without a time are counted, not drawn. A value that was not measured leaves a
    gap in its line.
    """
    listed = list(sets)
    timed = sorted(
        ((vitals.taken_at, vitals) for vitals in listed if vitals.taken_at is not None), key=itemgetter(0)
    )
    moments = [moment for moment, _ in timed]
    marked = _given_near(interventions, moments)
    left, right = 2.3 * size, width - 3.1 * size
    axis, top = height - 1.5 * size, 1.35 * size
    shown = [*moments, *(moment for moment, _ in marked)]
    span = (min(shown), max(shown)) if shown else None
    place = across(span, left + 0.9 * size, right - 0.9 * size)
    xs = [place(seconds(moment)) for moment in moments]
    midnights = midnights_in(span, place, customs)
    return Chart(
        width=width,
        height=height,
        size=size,
        left=left,
        right=right,
        axis=axis,
        marks_y=0.55 * size,
        timed=len(timed),
        untimed=len(listed) - len(timed),
        title="Trend of vital signs",
        description=_description(timed, len(listed) - len(timed), len(marked), customs),
        panels=panels(xs, [vitals for _, vitals in timed], (top, axis), size) if timed else (),
        times=clock_times(span, place, customs, midnights, (right - left, size)),
        midnights=midnights,
        marks=_marks(marked, place, customs),
    )


def _given_near(
    interventions: Iterable[Intervention], moments: Sequence[datetime]
) -> list[tuple[datetime, Intervention]]:
    """What was given while vital signs were measured, or shortly before and after, in the order of time."""
    if not moments:
        return []
    begin, end = moments[0] - _NEAR, moments[-1] + _NEAR
    given = (
        (intervention.performed_at, intervention)
        for intervention in interventions
        if intervention.performed_at is not None and intervention.given
    )
    return sorted(
        ((moment, intervention) for moment, intervention in given if begin <= moment <= end),
        key=itemgetter(0),
    )


def _marks(
    given: Sequence[tuple[datetime, Intervention]], place: Scale, customs: Customs
) -> tuple[ChartMark, ...]:
    return tuple(
        ChartMark(
            place(seconds(moment)),
            intervention.kind or "procedure",
            f"{clock(moment, customs)} {intervention.name()}",
        )
        for moment, intervention in given
    )


def _description(
    timed: Sequence[tuple[datetime, VitalSigns]], untimed: int, marked: int, customs: Customs
) -> str:
    """The chart in sentences, for those who do not see it."""
    if not timed:
        return "There are no vital signs with a time."
    first, last = clock(timed[0][0], customs), clock(timed[-1][0], customs)
    sentences = [
        f"{counted(len(timed), 'set')} at {first}."
        if first == last
        else f"{counted(len(timed), 'set')} from {first} to {last}."
    ]
    for sign in _DRAWN:
        spec = VitalSigns.fields()[sign.name]
        name, unit = spec.label, _SPOKEN.get(spec.unit, spec.unit)
        values = [value for _, vitals in timed if (value := getattr(vitals, sign.name)) is not None]
        if not values:
            sentences.append(f"{name} not measured.")
        elif len(values) == 1:
            sentences.append(f"{name} {values[0]}{unit}, measured once.")
        else:
            sentences.append(
                f"{name} {values[0]} to {values[-1]}{unit}, between {min(values)} and {max(values)}."
            )
    if marked:
        sentences.append(f"{counted(marked, 'intervention')} marked.")
    if untimed:
        sentences.append(f"{counted(untimed, 'set')} without a time not drawn.")
    return " ".join(sentences)
