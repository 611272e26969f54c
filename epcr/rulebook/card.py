"""The pocket card: what one level may do, on one sheet of four panels to fold, what must be asked first in front.

It shows one level only, and what the next one adds nowhere. It refuses to know a request.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import date
from typing import Final

from epcr.report import lines, style
from epcr.report.blocks import BUILDING, Paper
from epcr.report.style import Style
from epcr.rulebook.matrix import Matrix, Row, Wanted, matrix
from epcr.rulebook.pages import BAND, FOOT, Numbers, Strip, band, draw_strips, filled, foot, text
from epcr.rulebook.paper import in_force
from epcr.scope import Ruleset
from epcr.scope.conditions import MARKS

PANELS: Final = 4
GUTTER: Final = 7.0  # to either side of a fold
LEVEL: Final = Style(size=20, leading=24, bold=True)
BODY: Final = Style(size=9, leading=10.6)
KIND: Final = style.HEADING
INDENT: Final = 8.0

ASK: Final = "Ask first: a physician’s order"
OWN: Final = "The patient’s own medication only"
GRANTED: Final = "With an endorsement or program"
CONDITIONS: Final = "On a condition"
FREELY: Final = "On standing orders"
_BY_MARK: Final = {"yes": FREELY, "own": OWN, "order": ASK, "conditions": CONDITIONS}
_NEEDS: Final = {"medical_control": "medical control", "standing_orders": "standing orders"}


def card_pdf(ruleset: Ruleset, level: str, *, paper: str = "letter", printed_on: date) -> bytes:
    """The card of a level as a PDF: one side, and the back where that is too small. `paper` is `letter` or `a4`."""
    short, long = style.PAPERS[paper]
    panel = long / PANELS
    room = panel - style.MARGIN - GUTTER
    top, bottom = style.EDGE + BAND + 6, short - style.EDGE - FOOT
    with BUILDING:
        sheet = Paper(
            (long, short), title=f"Pocket card {level}: {ruleset.title}", subject="For training, not for care"
        )
        columns = list(filled(_strips(ruleset, level, room), bottom - top, room))
        sides = [columns[first : first + PANELS] for first in range(0, len(columns), PANELS)]
        for number, side in enumerate(sides, start=1):
            band(sheet, f"{level} · {ruleset.id} · version {ruleset.version} · in force {in_force(ruleset)}")
            for place, column in enumerate(side):
                draw_strips(sheet, column, _left(place, panel), top)
            folds = [(place * panel, top, place * panel, bottom) for place in range(1, PANELS)]
            sheet.rules(folds, weight=style.THIN, dash=(1, 3))
            foot(sheet, f"{ruleset.notice} Printed {printed_on}.", f"Side {number} of {len(sides)}")
            if number < len(sides):
                sheet.turn()
        return sheet.finish()


def _left(place: int, panel: float) -> float:
    """Where a panel's text begins: at the margin of the sheet, else beside the fold; all panels have the same room."""
    if place == 0:
        return style.MARGIN
    return place * panel + (GUTTER if place == PANELS - 1 else (style.MARGIN + GUTTER) / 2)


def _strips(ruleset: Ruleset, level: str, width: float) -> Iterator[Strip]:
    """All of the card in one column: the level, what is out of the ordinary, what it does freely, what everybody does."""
    table = matrix(ruleset, Wanted(level=level))
    rows = [row for row in table.rows if row.squares[0].mark != "no"]
    yield from _head(ruleset, level, len(rows), width)
    for heading in (ASK, OWN, GRANTED, CONDITIONS):
        found = [row for row in rows if _heading(row, level) == heading]
        yield from _list(heading, found, width)
    free = [row for row in rows if _heading(row, level) == FREELY]
    if free:
        yield _title(FREELY, width)
        yield from _by_category(free, width)
    yield from _everybody(table, width)


def _head(ruleset: Ruleset, level: str, count: int, width: float) -> Iterator[Strip]:
    yield text(level, width, LEVEL)
    yield text(ruleset.title, width, style.STRONG, below=2)
    told = f"{count} things this level may do. What is not on this card is outside its scope or not judged by level."
    yield text(told, width, BODY, below=2)
    other, program = ruleset.functions_as.get(level), ruleset.level_programs.get(level)
    if other:
        within = f" in the program “{ruleset.programs[program]}”" if program else ""
        yield text(f"Functions as {other}{within}.", width, style.STRONG, below=2)
    if ruleset.needs:
        needs = _needs(ruleset)
        yield text(f"Only for an agency that has {needs}.", width, style.STRONG, below=2)


def _needs(ruleset: Ruleset) -> str:
    return " and ".join(_NEEDS[need] for need in ruleset.needs)


def _heading(row: Row, level: str) -> str:
    grants = row.item.cells[level].grants
    if grants and all(grant.program or grant.endorsement for grant in grants):
        return GRANTED
    return _BY_MARK[row.squares[0].mark]


def _by_category(rows: Iterable[Row], width: float) -> Iterator[Strip]:
    grouped: dict[str, list[Row]] = {}
    for row in rows:
        grouped.setdefault(row.item.category, []).append(row)
    for category, members in grouped.items():
        yield replace(text(category, width, style.STRONG, above=4, below=1), leads=True)
        yield from (_line(row, width) for row in members)


def _list(heading: str, rows: list[Row], width: float) -> Iterator[Strip]:
    if rows:
        yield _title(heading, width)
        yield from (_line(row, width) for row in rows)


def _title(words: str, width: float) -> Strip:
    """A heading in a frame, kept with what follows."""
    written = list(lines.wrap(words, KIND, width - 8))
    high = len(written) * KIND.leading + 4

    def draw(paper: Paper, x: float, y: float, _numbers: Numbers) -> None:
        paper.frame(x, y + 6, width, high)
        paper.set_lines(x + 4, y + 8, written, KIND)

    return Strip(high + 9, draw, leads=True)


def _line(row: Row, width: float) -> Strip:
    """One item; its conditions below it, farther in."""
    names = list(lines.wrap(f"• {row.item.name}", BODY, width))
    notes = [line for way in _conditions(row) for line in lines.wrap(way, BODY, width - INDENT)]

    def draw(paper: Paper, x: float, y: float, _numbers: Numbers) -> None:
        paper.note_missing(row.item.name)
        paper.set_lines(x, y, names[:1], BODY)
        paper.set_lines(x + INDENT, y + BODY.leading, [*names[1:], *notes], BODY)

    return Strip((len(names) + len(notes)) * BODY.leading + 1, draw)


def _conditions(row: Row) -> Iterator[str]:
    square = row.squares[0]
    kind = (
        f"{MARKS[square.mark]}; "
        if square.mark in {"own", "order"} and _heading(row, square.level) == GRANTED
        else ""
    )
    for number, way in enumerate(square.conditions):
        yield f"{'or ' if number else '→ '}{kind}{way}"


def _everybody(table: Matrix, width: float) -> Iterator[Strip]:
    if table.everybody:
        yield _title("Every level does these", width)
        yield text(", ".join(item.name for item in table.everybody) + ".", width, BODY)
