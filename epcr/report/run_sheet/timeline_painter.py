"""Paints the course of the call. What stands where is settled by `epcr.report.run_sheet.timeline`; here it only becomes ink."""

from __future__ import annotations

from typing import Final

from epcr.paper import lines, style
from epcr.paper.blocks import Paper
from epcr.paper.strips import Numbers, Strip
from epcr.paper.style import BODY, STRONG
from epcr.report.chart_painter import legend_mark
from epcr.report.run_sheet.timeline import LABEL, ROW, Timeline

HEAD: Final = 15.0
LEGEND: Final = (
    ("set", "vital signs"),
    ("medication", "medication"),
    ("procedure", "procedure"),
    ("not given", "not given"),
)


def course(drawn: Timeline) -> Strip:
    """The figure as a strip, with its title and what its signs mean."""

    def draw(paper: Paper, x: float, y: float, _numbers: Numbers) -> None:
        paper.bookmark("Course of the call", y, level=1)
        with paper.element("H2"):
            paper.write(x, y + 1, "Course of the call", style.HEADING, room=140)
        with paper.element("P"):
            _legend(paper, x + drawn.width, y)
        box = (x, y + HEAD, drawn.width, drawn.height)
        with paper.element("Figure", alt=drawn.description, box=box):
            _paint(paper, drawn, x, y + HEAD)

    return Strip(HEAD + drawn.height + 4, draw)


def _legend(paper: Paper, right: float, y: float) -> None:
    widths = [lines.width(name, BODY) + 18 for _, name in LEGEND]
    left = right - sum(widths)
    for (shape, name), wide in zip(LEGEND, widths, strict=True):
        _mark(paper, left + 4, y + 8, shape)
        paper.set_lines(left + 10, y + 2.5, (name,), BODY)
        left += wide


def _paint(paper: Paper, drawn: Timeline, x: float, y: float) -> None:
    for flag in drawn.flags:
        top = y + flag.row * LABEL.leading
        paper.set_lines(x + flag.x + 3, top, (flag.label,), LABEL)
    paper.rules(
        [(x + flag.x, y + flag.row * LABEL.leading + 1, x + flag.x, y + drawn.axis) for flag in drawn.flags],
        gray=style.BLACK,
        dash=(2, 2),
    )
    rows = [y + drawn.top + number * ROW for number in range(len(drawn.lanes) + 1)]
    paper.rules([(x, at, x + drawn.right, at) for at in rows[:-1]], gray=style.HAIR, weight=0.35)
    for top, lane in zip(rows, drawn.lanes, strict=False):
        paper.set_lines(x, top + 0.3, (lane.name,), BODY)
        for mark in lane.marks:
            _mark(paper, x + mark.x, top + ROW / 2, mark.shape)
    axis = y + drawn.axis
    paper.rules([(x + drawn.left, axis, x + drawn.right, axis)], gray=style.BLACK)
    paper.rules([(x + day.at, axis, x + day.at, axis + 4) for day in drawn.midnights], gray=style.BLACK)
    for tick in (*drawn.times, *drawn.midnights):
        wide = lines.width(tick.label, LABEL)
        paper.rules([(x + tick.at, axis, x + tick.at, axis + 3)], gray=style.BLACK)
        paper.set_lines(
            x + tick.at - wide / 2, axis + 3, (tick.label,), STRONG if tick in drawn.midnights else LABEL
        )


def _mark(paper: Paper, x: float, y: float, shape: str) -> None:
    if shape == "set":
        paper.polygon([(x - 2.6, y), (x, y - 2.6), (x + 2.6, y), (x, y + 2.6)], filled=False)
    elif shape == "not given":
        paper.rules(
            [(x - 2.6, y - 2.6, x + 2.6, y + 2.6), (x - 2.6, y + 2.6, x + 2.6, y - 2.6)],
            weight=style.FRAME,
            gray=style.BLACK,
        )
    elif shape == "procedure":
        paper.rules([(x, y - 3.6, x, y + 3.6)], weight=2.2, gray=style.BLACK)
    else:
        legend_mark(paper, x, y, shape)
