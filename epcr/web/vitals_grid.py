"""The grid on the page of vital signs: a row a sign, a column a set, with the warning beside what is unusual."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from epcr.checks.finding import Weight
from epcr.report.vitals_chart import Chart, geometry
from epcr.sheet.signs import CellPiece, Sign, signs
from epcr.sheet.vitals import VitalSigns
from epcr.web.opened_sheet import OpenedSheet


@dataclass(frozen=True)
class GridPiece:
    """One text of a cell, "" where nothing is documented; `warning` is what is to be checked about it."""

    text: str
    css: str
    warning: str


@dataclass(frozen=True)
class GridCell:
    """A sign in one set; `css` is that of words or of a number."""

    css: str
    pieces: tuple[GridPiece, ...]


@dataclass(frozen=True)
class GridRow:
    """A sign across the sets; `join` stands between the pieces of a cell."""

    label: str
    unit: str
    join: str
    cells: tuple[GridCell, ...]


@dataclass(frozen=True)
class SetHead:
    """The head of a column: when the set was taken, and the way to change or to read it."""

    anchor: str
    here: bool
    address: str
    verb: str
    at: str
    before_arrival: bool


@dataclass(frozen=True)
class Grid:
    """All sets with the times across."""

    heads: tuple[SetHead, ...]
    rows: tuple[GridRow, ...]


@dataclass(frozen=True)
class VitalsTrend:
    """The sets as a chart, for a wide and a narrow screen, and as a grid. Without a set there is no grid, without numbers no chart."""

    grid: Grid | None
    chart: Chart | None
    narrow: Chart | None


def trend(opened: OpenedSheet, here: str = "") -> VitalsTrend:
    """The trend of the sets that stand; `here` is the one whose form the page has."""
    sets = opened.sheet.entries("vitals")
    return VitalsTrend(
        grid=_grid(opened, sets, here) if sets else None,
        chart=geometry(opened.sheet),
        narrow=geometry(opened.sheet, width=358, height=320),
    )


def _grid(opened: OpenedSheet, sets: list[VitalSigns], here: str) -> Grid:
    """The sets of a sheet, with the rows of which any of them documents something."""
    return Grid(tuple(_head(opened, taken, here) for taken in sets), tuple(_rows(opened, sets)))


def set_time(opened: OpenedSheet, taken: VitalSigns, untimed: str) -> str:
    """When a set was taken, as the class reads it."""
    return opened.context.customs.clock(taken.taken_at) if taken.taken_at else untimed


def _head(opened: OpenedSheet, taken: VitalSigns, here: str) -> SetHead:
    """The head of a set. Where the sheet can only be read the set itself stands below, under its own anchor."""
    anchor = str(taken.anchor())
    changed = opened.changeable
    return SetHead(
        anchor=anchor if changed else "",
        here=taken.id == here,
        address=opened.section("vitals", entry=taken.id, anchor="set") if changed else f"#{anchor}",
        verb=" change this set" if changed else " read this set",
        at=set_time(opened, taken, "No time"),
        before_arrival=bool(taken.before_arrival),
    )


def _rows(opened: OpenedSheet, sets: list[VitalSigns]) -> Iterator[GridRow]:
    for sign in signs():
        if any(sign.documented(taken) for taken in sets):
            cells = tuple(_cell(opened, sign, taken) for taken in sets)
            yield GridRow(sign.label, sign.unit_here(opened.context), sign.join, cells)


def _cell(opened: OpenedSheet, sign: Sign, taken: VitalSigns) -> GridCell:
    css = "grid-words" if sign.in_words(taken, opened.context) else "num"
    return GridCell(css, tuple(_piece(opened, piece) for piece in sign.pieces(taken, opened.context)))


def _piece(opened: OpenedSheet, piece: CellPiece) -> GridPiece:
    at_it = opened.findings_at.get(piece.anchor, ())
    warning = next((finding.message for finding in at_it if finding.weight is Weight.WARNING), "")
    return GridPiece(piece.text, "absent" if piece.absent else "", warning)
