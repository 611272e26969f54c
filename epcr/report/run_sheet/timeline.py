"""The course of the call: where on one axis its times, its sets of vital signs and its interventions stand, and the same in words.

One pure function from a run sheet to places; `epcr.report.run_sheet.timeline_painter` only draws them. Lengths are points, x to the
right and y downward from the upper left corner. Nothing differs by color: what it is says its row and its shape.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from epcr.handoff.priorities import short_name
from epcr.handoff.words import call_time, clock, listed
from epcr.paper import lines, style
from epcr.paper.style import BODY, Style
from epcr.report.time_axis import Scale, Span, Tick, across, clock_times, midnights, seconds
from epcr.sheet.context import Context
from epcr.sheet.customs import Customs
from epcr.sheet.interventions import Intervention
from epcr.sheet.run_sheet import RunSheet
from epcr.words.counting import counted

NAMES: Final = 152.0  # the column of the rows' names
ROW: Final = 11.4
LANES_AT_MOST: Final = 16  # rows of interventions; what comes later stands in one row together
LABEL: Final = Style(size=style.SMALLEST, leading=10.4)
OTHERS: Final = "Other interventions"
SETS_READ, INTERVENTIONS_READ = 12, 40  # one by one; of the others their number is told


@dataclass(frozen=True)
class Flag:
    """A time of the unit: its label hangs at x in a row of labels, its line goes down from there to the axis."""

    x: float
    row: int
    label: str


@dataclass(frozen=True)
class TimelineMark:
    """Something that happened; `shape` is `medication`, `procedure`, `not given` or `set`."""

    x: float
    shape: str


@dataclass(frozen=True)
class Lane:
    """A row: its name, and what happened when."""

    name: str
    marks: tuple[TimelineMark, ...]


@dataclass(frozen=True)
class Timeline:
    """Everything to draw, and the same in words. `top` is where the lanes begin, `axis` where they end."""

    width: float
    height: float
    left: float
    right: float
    top: float
    axis: float
    flags: tuple[Flag, ...]
    lanes: tuple[Lane, ...]
    times: tuple[Tick, ...]
    midnights: tuple[Tick, ...]
    description: str


def timeline(run_sheet: RunSheet, context: Context, width: float) -> Timeline | None:
    """The course of the call; None where nothing has a time."""
    unit = _unit_times(run_sheet)
    sets = [vitals.taken_at for vitals in run_sheet.entries("vitals") if vitals.taken_at is not None]
    interventions = [
        intervention
        for intervention in run_sheet.entries("interventions")
        if intervention.performed_at is not None
    ]
    moments = [*(at for _, at in unit), *sets, *(intervention.performed_at for intervention in interventions)]
    if not moments:
        return None
    customs = context.customs
    labels = [f"{call_time(run_sheet.incident, name)} {clock(at, customs)}" for name, at in unit]
    span = (min(moments), max(moments))
    left = NAMES
    right = _right(span, [at for _, at in unit], labels, left, width)
    place = across(span, left + 6, right - 6)
    days = midnights(span, place, customs)
    flags = _flags([(place(seconds(at)), label) for (_, at), label in zip(unit, labels, strict=True)])
    lanes = tuple(_lanes(interventions, sets, place))
    top = (max((flag.row for flag in flags), default=-1) + 1) * LABEL.leading + 2
    axis = top + len(lanes) * ROW
    return Timeline(
        width=width,
        height=axis + 14,
        left=left,
        right=right,
        top=top,
        axis=axis,
        flags=flags,
        lanes=lanes,
        times=clock_times(span, place, customs, days, (right - left, style.SMALLEST)),
        midnights=days,
        description=_description(unit, sets, interventions, run_sheet, context),
    )


def _right(
    span: Span, moments: Sequence[datetime], labels: Sequence[str], left: float, width: float
) -> float:
    """Where the axis ends, such that every label has room at the right of its line."""
    share = across(span, 0.0, 1.0)
    rooms = [
        (width - left - 9 - lines.width(label, LABEL)) / part + left + 12
        for label, at in zip(labels, moments, strict=True)
        if (part := share(seconds(at))) > 0
    ]
    return min(width - 18, *rooms, width)


def _unit_times(run_sheet: RunSheet) -> list[tuple[str, datetime]]:
    """The times of the unit that are documented, in the order in which they came."""
    incident = run_sheet.incident
    names = [name for name, spec in incident.fields().items() if getattr(spec, "in_turn", False)]
    documented = [(name, at) for name in names if (at := getattr(incident, name)) is not None]
    return sorted(documented, key=lambda pair: pair[1])


def _flags(labels: Sequence[tuple[float, str]]) -> tuple[Flag, ...]:
    """Labels in rows, such that no line goes through a label of a row below its own."""
    ends: list[float] = []
    flags = []
    for x, label in labels:
        row = len(ends)
        while row > 0 and ends[row - 1] < x - 3:
            row -= 1
        end = x + 3 + lines.width(label, LABEL)
        if row == len(ends):
            ends.append(end)
        else:
            ends[row] = end
        flags.append(Flag(x, row, label))
    return tuple(flags)


def _lanes(interventions: Sequence[Intervention], sets: Sequence[datetime], place: Scale) -> list[Lane]:
    lanes: dict[str, list[TimelineMark]] = {}
    if sets:
        lanes["Vital signs"] = [TimelineMark(place(seconds(at)), "set") for at in sets]
    for intervention in interventions:
        name = _name(intervention)
        if name not in lanes and len(lanes) >= LANES_AT_MOST:
            name = OTHERS
        if intervention.performed_at is not None:
            lanes.setdefault(name, []).append(
                TimelineMark(place(seconds(intervention.performed_at)), _shape(intervention))
            )
    short = {
        _name(intervention): short_name(intervention.item, _name(intervention))
        for intervention in interventions
    }
    return [Lane(_lane(name, short.get(name, name)), tuple(marks)) for name, marks in lanes.items()]


def _lane(name: str, short: str) -> str:
    """The name of a lane, the short one where the other has no room."""
    room = NAMES - 8
    return lines.cut(name if lines.fits(name, BODY, room) else short, BODY, room)


def _shape(intervention: Intervention) -> str:
    if not intervention.given:
        return "not given"
    return intervention.kind or "procedure"


def _name(intervention: Intervention) -> str:
    return intervention.name() or "Not chosen yet"


def _description(
    unit: Sequence[tuple[str, datetime]],
    sets: Sequence[datetime],
    interventions: Sequence[Intervention],
    run_sheet: RunSheet,
    context: Context,
) -> str:
    """The course in sentences, for those who do not see it."""
    specs, customs = run_sheet.incident.fields(), context.customs
    sentences = ["Course of the call."]
    if unit:
        sentences.append(", ".join(f"{specs[name].label} {clock(at, customs)}" for name, at in unit) + ".")
    if sets:
        sentences.append(_sets_in_words(sets, customs))
    for intervention in interventions[:INTERVENTIONS_READ]:
        if intervention.performed_at is not None:
            state = "" if intervention.given else " not given"
            sentences.append(f"{_name(intervention)}{state} at {clock(intervention.performed_at, customs)}.")
    if len(interventions) > INTERVENTIONS_READ:
        sentences.append(f"{counted(len(interventions) - INTERVENTIONS_READ, 'intervention')} later.")
    return " ".join(sentences)


def _sets_in_words(sets: Sequence[datetime], customs: Customs) -> str:
    clocks = listed([clock(at, customs) for at in sets[:SETS_READ]])
    more = f" and {len(sets) - SETS_READ} later" if len(sets) > SETS_READ else ""
    return f"{counted(len(sets), 'set')} of vital signs, at {clocks}{more}."
