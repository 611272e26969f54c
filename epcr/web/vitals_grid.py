"""The grid on the page of vital signs: a row a sign, a column a set. Findings are the template's, which knows them by anchor."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from epcr.sheet.context import Context
from epcr.sheet.signs import Piece, Sign, signs
from epcr.sheet.vitals import VitalSigns


@dataclass(frozen=True)
class GridCell:
    """A sign in one set. `words` need more room than a number does."""

    words: bool
    pieces: tuple[Piece, ...]


@dataclass(frozen=True)
class GridRow:
    """A sign across the sets; `join` stands between the pieces of a cell."""

    label: str
    unit: str
    join: str
    cells: tuple[GridCell, ...]


def grid(sets: Sequence[VitalSigns], context: Context) -> tuple[GridRow, ...]:
    """The rows of which any set documents something."""
    return tuple(_rows(sets, context))


def _rows(sets: Sequence[VitalSigns], context: Context) -> Iterator[GridRow]:
    for sign in signs():
        if any(sign.documented(one) for one in sets):
            cells = tuple(_cell(sign, one, context) for one in sets)
            yield GridRow(sign.label, sign.unit_here(context), sign.join, cells)


def _cell(sign: Sign, one: VitalSigns, context: Context) -> GridCell:
    return GridCell(sign.in_words(one, context), tuple(sign.pieces(one, context)))
