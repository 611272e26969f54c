"""Paints the trend chart on paper. What stands where is settled by `epcr.report.vitals_chart`; here it only becomes ink."""

from __future__ import annotations

from epcr.paper import style
from epcr.paper.blocks import Paper
from epcr.paper.style import Style
from epcr.report.vitals_chart import Chart
from epcr.report.vitals_panels import Bar, Point, Series


def paint(paper: Paper, chart: Chart, x: float, y: float) -> None:
    """Paint the chart with its upper left corner here, as one figure with its description."""
    with paper.element(
        "Figure", alt=f"{chart.title}. {chart.description}", box=(x, y, chart.width, chart.height)
    ):
        _axes(paper, chart, x, y)
        for mark in chart.marks:
            _mark(paper, x + mark.x, y + chart.marks_y, 0.32 * chart.size, mark.shape)
        strong = Style(size=chart.size, leading=chart.size, bold=True)
        for panel in chart.panels:
            for series in panel.series:
                _series(paper, x, y, series)
                left = x + chart.right + 0.3 * chart.size
                paper.write(
                    left,
                    y + series.label_y - 0.5 * chart.size,
                    series.name,
                    strong,
                    room=chart.width - chart.right,
                )
        if chart.note and not chart.timed:
            middle = y + (chart.height - chart.size) / 2
            paper.write(x, middle, chart.note, _letters(chart), room=chart.width, align="center")


def legend_mark(paper: Paper, x: float, y: float, shape: str) -> None:
    """The sign that the chart gives a medication or a procedure, centered here."""
    _mark(paper, x, y, 0.32 * style.SMALLEST, shape)


def _letters(chart: Chart) -> Style:
    return Style(size=chart.size, leading=chart.size)


def _axes(paper: Paper, chart: Chart, x: float, y: float) -> None:
    size = _letters(chart)
    ticks = [tick for panel in chart.panels for tick in panel.ticks]
    grid = [(x + chart.left, y + tick.at, x + chart.right, y + tick.at) for tick in ticks]
    paper.rules(grid, gray=style.BLACK, weight=0.35, dash=(0.6, 2.4))  # a copy keeps dots and loses grays
    for tick in ticks:
        room = chart.left - 0.4 * chart.size
        paper.write(x, y + tick.at - 0.5 * chart.size, tick.label, size, room=room, align="right")
    paper.rules(
        [(x + tick.at, y + 1.2 * chart.size, x + tick.at, y + chart.axis) for tick in chart.midnights],
        dash=(1, 2),
        gray=style.BLACK,
    )
    below = y + chart.axis + 0.35 * chart.size
    for tick in (*chart.times, *chart.midnights):
        room = (
            4 if len(tick.label) <= len("00:00") else 7.5
        ) * chart.size  # `01:30 EST`, in the hour that repeats
        paper.write(x + tick.at - room / 2, below, tick.label, size, room=room, align="center")


def _mark(paper: Paper, x: float, y: float, half: float, shape: str) -> None:
    if shape == "medication":
        paper.polygon([(x - half, y - half), (x + half, y - half), (x, y + half)], filled=True)
    else:
        paper.rules([(x, y - half, x, y + half)], weight=1.2, gray=style.BLACK)


def _series(paper: Paper, x: float, y: float, series: Series) -> None:
    for line in series.lines:
        paper.polyline([(x + point.x, y + point.y) for point in line], dash=series.dash)
    paper.rules([piece for bar in series.bars for piece in _bar(bar, x, y)], weight=1.1, gray=style.BLACK)
    for point in series.points:
        if point.size:
            _point(paper, x + point.x, y + point.y, point, series.shape)


def _point(paper: Paper, x: float, y: float, point: Point, shape: str) -> None:
    half = point.size
    if shape == "dot":
        paper.dot(x, y, half)
    elif shape == "square":
        paper.polygon(
            [(x - half, y - half), (x + half, y - half), (x + half, y + half), (x - half, y + half)],
            filled=False,
        )
    else:
        paper.polygon([(x, y - half), (x + half, y + half), (x - half, y + half)], filled=False)


def _bar(bar: Bar, x: float, y: float) -> list[tuple[float, float, float, float]]:
    """A pressure as its line and the arrowheads that point at its values, as on an anesthesia chart."""
    at, half = x + bar.x, bar.size
    pieces = []
    if bar.top is not None and bar.bottom is not None:
        pieces.append((at, y + bar.top, at, y + bar.bottom))
    if bar.top is not None:
        pieces += [
            (at - half, y + bar.top - half, at, y + bar.top),
            (at, y + bar.top, at + half, y + bar.top - half),
        ]
    if bar.bottom is not None:
        pieces += [
            (at - half, y + bar.bottom + half, at, y + bar.bottom),
            (at, y + bar.bottom, at + half, y + bar.bottom + half),
        ]
    return pieces
