"""The pocket card: what one level may do, on one sheet of four panels to fold, what must be asked first in front.

It shows one level only, and what the next one adds nowhere. It refuses to know a request.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import date
from typing import Final

from epcr.paper import lines, style
from epcr.paper.blocks import BUILDING, Paper
from epcr.paper.strips import Numbers, Strip, draw_strips, filled, text
from epcr.paper.style import Style
from epcr.rulebook.matrix import ItemRow, LevelSquare, Wanted, cell_of, matrix, standing_of
from epcr.rulebook.pages import BAND, FOOT, band, foot
from epcr.rulebook.paper import in_force
from epcr.scope import Ruleset
from epcr.scope.conditions import MARKS, rule_of
from epcr.scope.ruleset import Grant

PANELS: Final = 4
GUTTER: Final = 7.0  # to either side of a fold
LEVEL: Final = Style(size=20, leading=24, bold=True)
BODY: Final = Style(size=9, leading=10.6)
INDENT: Final = 8.0
SIGN: Final = "→"

ASK: Final = "Ask first: a physician’s order"
OWN: Final = "Own medication only"
GRANTED: Final = "Endorsement or program"
CONDITIONS: Final = "On a condition"
SHARED: Final = "On a condition of many"
FREELY: Final = "On standing orders"
UNUSUAL: Final = (ASK, OWN, GRANTED, CONDITIONS, SHARED)
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
            foot(sheet, f"Printed {printed_on}. {ruleset.notice}", f"Side {number} of {len(sides)}")
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
    sorted_out: dict[str, list[ItemRow]] = {heading: [] for heading in (*UNUSUAL, FREELY)}
    for row in table.rows:
        if row.squares[0].mark not in {"no", "unknown"}:
            sorted_out[_heading(ruleset, row)].append(row)
    yield from _head(ruleset, level, sum(map(len, sorted_out.values())), width)
    for heading, rows in sorted_out.items():
        yield from _part(heading, rows, width)
    if table.everybody:
        yield _title("Every level does these", width)
        yield text("; ".join(item.name for item in table.everybody) + ".", width, BODY)


def _part(heading: str, rows: Sequence[ItemRow], width: float) -> Iterator[Strip]:
    """The items below their heading; nothing where there are none."""
    if not rows:
        return
    yield _title(heading, width)
    if heading in {GRANTED, SHARED}:
        yield from _granted(rows, width)
    elif heading == FREELY:
        yield from _by_category(rows, width)
    else:
        yield from _items(rows, width, heading)


def _head(ruleset: Ruleset, level: str, count: int, width: float) -> Iterator[Strip]:
    yield text(level, width, LEVEL)
    yield text(ruleset.title, width, style.STRONG, below=2)
    sentence = f"{count} things this level may do. What is not on this card is outside its scope, or not judged by level."
    yield text(sentence, width, BODY, below=2)
    if standing := standing_of(ruleset, level):
        yield text(f"Functions {standing}.", width, style.STRONG, below=2)
    if ruleset.needs:
        needs = " and ".join(_NEEDS[need] for need in ruleset.needs)
        yield text(f"Only for an agency that has {needs}.", width, style.STRONG, below=2)


def _heading(ruleset: Ruleset, row: ItemRow) -> str:
    square = row.squares[0]
    grants = cell_of(ruleset, row.item, square.level).grants
    if all(grant.program or grant.endorsement for grant in grants):
        return GRANTED
    if cell_of(ruleset, row.item, square.level).shared and Grant(may="yes") in map(rule_of, grants):
        return SHARED
    return _BY_MARK[square.mark]


def _by_category(rows: Iterable[ItemRow], width: float) -> Iterator[Strip]:
    grouped: dict[str, list[ItemRow]] = {}
    for row in rows:
        grouped.setdefault(row.item.category, []).append(row)
    for category, members in grouped.items():
        yield replace(text(category, width, style.STRONG, above=4, below=1), leads=True)
        yield from _items(members, width, category)


def _granted(rows: Iterable[ItemRow], width: float) -> Iterator[Strip]:
    """Items below the endorsement, the program or the condition that they have in common."""
    grouped: dict[tuple[str, ...], list[ItemRow]] = {}
    for row in rows:
        grouped.setdefault(tuple(_conditions(row.squares[0], say_kind=True)), []).append(row)
    for conditions, members in grouped.items():
        words = "\n".join(conditions).removeprefix(f"{SIGN} ")
        heading = words[0].upper() + words[1:]
        yield replace(text(heading, width, style.STRONG, above=4, below=1), leads=True)
        yield from (replace(_line([row.item.name], width), head=_again(heading, width)) for row in members)


def _items(rows: Iterable[ItemRow], width: float, heading: str) -> Iterator[Strip]:
    """Items with their conditions below them."""
    for row in rows:
        words = [row.item.name, *_conditions(row.squares[0])]
        yield replace(_line(words, width), head=_again(heading, width))


def _again(heading: str, width: float) -> Strip:
    """What stands on top of a panel into which a list goes on."""
    return text(f"{heading}, continued", width, style.STRONG, below=1)


def _title(words: str, width: float) -> Strip:
    """A heading in a frame, kept with what follows."""
    written = list(lines.wrap(words, style.HEADING, width - 8))
    high = len(written) * style.HEADING.leading + 4

    def draw(paper: Paper, x: float, y: float, _numbers: Numbers) -> None:
        paper.frame(x, y + 6, width, high)
        paper.set_lines(x + 4, y + 8, written, style.HEADING)

    return Strip(high + 9, draw, leads=True)


def _line(words: Iterable[str], width: float) -> Strip:
    """One item, with a point in front; what else is said of it below its name."""
    paragraphs = tuple(words)
    written = [line for part in paragraphs for line in lines.wrap(part, BODY, width - INDENT)]

    def draw(paper: Paper, x: float, y: float, _numbers: Numbers) -> None:
        paper.note_missing("\n".join(paragraphs))
        paper.set_lines(x, y, ["•"], BODY)
        paper.set_lines(x + INDENT, y, written, BODY)

    return Strip(len(written) * BODY.leading + 1, draw)


def _conditions(square: LevelSquare, *, say_kind: bool = False) -> Iterator[str]:
    kind = f"{MARKS[square.mark]}; " if say_kind and square.mark in {"own", "order"} else ""
    for number, way in enumerate(square.conditions):
        yield f"{SIGN} {'or ' if number else ''}{kind}{way}"
