"""A sheet as its reviewer reads it: every section in the order of paper, with what was found, said and changed at each field.

It only arranges; words come from the parts, findings from the checks, comments and changes from the review.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import compress

from epcr.checks.verdicts import Judged, judging
from epcr.review.found_view import VerdictPanel, verdict_panel
from epcr.review.margin import NOWHERE, DeskPlace, Margin
from epcr.review.revision import heading
from epcr.sheet.context import Context
from epcr.sheet.interventions import Intervention
from epcr.sheet.run_sheet import SECTIONS, RunSheet, in_time
from epcr.sheet.section import Entry, SheetPart
from epcr.sheet.signs import COMA
from epcr.sheet.verdict import KeptVerdict
from epcr.sheet.vitals import VitalSigns

LONG = 60  # characters that stand beside each other in a third of the page


@dataclass(frozen=True)
class DeskLine:
    """A field on paper: label, words (empty: not documented), margin. One that is made of other fields has no place."""

    label: str
    words: str
    place: DeskPlace

    @property
    def anchor(self) -> str:
        """Where it is; empty for what is made of other fields."""
        return self.place.anchor

    @property
    def look(self) -> str:
        """How it is set: beside its margin, or over the width of the page where its words need that."""
        if self.place.has_margin:
            return " line-said"
        return " line-long" if len(self.words) > LONG or "\n" in self.words else ""

    @property
    def words_look(self) -> str:
        """The classes of its words."""
        return "line-words" if self.words else "line-words absent"


@dataclass(frozen=True)
class DeskBlock:
    """A section that stands once, or one entry: its lines, and the fields of which nothing is documented nor said.

    `moment` is the last of what its title says: of an entry with a time, that.
    """

    title: str
    moment: str
    struck: str
    lines: tuple[DeskLine, ...]
    silent: tuple[DeskLine, ...]
    place: DeskPlace
    verdict: KeptVerdict | None = None

    @property
    def anchor(self) -> str:
        """Where it is."""
        return self.place.anchor

    @property
    def panel(self) -> VerdictPanel | None:
        """What its verdict says; None where there is nothing to say."""
        return verdict_panel(self.verdict)


@dataclass(frozen=True)
class MeasureCell:
    """One measure of one set: what it measures, in `name` with the set, and the words."""

    label: str
    name: str
    words: str
    place: DeskPlace

    @property
    def anchor(self) -> str:
        """Where it is; empty for what is made of other fields."""
        return self.place.anchor


@dataclass(frozen=True)
class VitalsRow:
    """A measure across the vital-sign sets."""

    label: str
    cells: tuple[MeasureCell, ...]


@dataclass(frozen=True)
class PaperSection:
    """A section of the sheet. `grid` is filled for vital signs only: a column a set that is not struck, a row a measure."""

    slug: str
    title: str
    many: bool
    asked: bool
    blocks: tuple[DeskBlock, ...]
    place: DeskPlace
    grid: tuple[VitalsRow, ...] = ()

    @property
    def columns(self) -> tuple[DeskBlock, ...]:
        """The entries that stand."""
        return tuple(block for block in self.blocks if not block.struck)

    @property
    def columns_with_margin(self) -> tuple[DeskBlock, ...]:
        """Those of them beside which something stands."""
        return tuple(block for block in self.columns if block.place.has_margin)

    @property
    def cells_with_margin(self) -> tuple[MeasureCell, ...]:
        """The cells beside which something stands, row by row."""
        return tuple(cell for row in self.grid for cell in row.cells if cell.place.has_margin)

    @property
    def struck(self) -> tuple[DeskBlock, ...]:
        """The entries that were struck."""
        return tuple(block for block in self.blocks if block.struck)


def paper(sheet: RunSheet, margin: Margin) -> list[PaperSection]:
    """The whole sheet. The field at which a comment is being written is always among the lines."""
    context, judged = sheet.context(), judging(sheet)
    sections = []
    for kind in SECTIONS:
        written = sheet.every(kind)
        parts: list[SheetPart] = in_time(written) if kind.many else written
        standing = [part for part in parts if isinstance(part, VitalSigns) and not part.struck]
        sections.append(
            PaperSection(
                slug=kind.page.slug,
                title=kind.page.title,
                many=kind.many,
                asked=sheet.asks(kind),
                blocks=tuple(_block(part, context, margin, judged) for part in parts),
                place=margin.at(kind.page.slug) if kind.many else NOWHERE,
                grid=tuple(_grid(standing, context, margin)),
            )
        )
    return sections


def _block(part: SheetPart, context: Context, margin: Margin, judged: Judged) -> DeskBlock:
    lines = [
        DeskLine(spec.label, part.show_whole(name, context) or spec.when_empty, place)
        for name, spec in part.fields().items()
        if (place := margin.at(part.anchor(name))).has_margin or part.stands_alone(name)
    ]
    title = heading(part, context)
    stands = [_stands(line) for line in lines]
    return DeskBlock(
        title=title,
        moment=title.rsplit(" · ", 1)[-1],
        struck=_struck(part),
        lines=tuple(compress(lines, stands)),
        silent=tuple(line for line, stood in zip(lines, stands, strict=True) if not stood),
        place=margin.at(part.anchor()),
        verdict=judged(part) if isinstance(part, Intervention) and part.item is not None else None,
    )


def _stands(line: DeskLine | MeasureCell) -> bool:
    """Whether it has something to say, or something is said of it."""
    return bool(line.words) or line.place.has_margin


def _struck(part: SheetPart) -> str:
    """Why an entry was struck; empty for what stands."""
    if not isinstance(part, Entry) or not part.struck:
        return ""
    return part.struck_reason or "without a reason"


def _grid(sets: Sequence[VitalSigns], context: Context, margin: Margin) -> Iterator[VitalsRow]:
    titles = [heading(taken, context) for taken in sets]
    for name, spec in VitalSigns.fields().items():
        cells = tuple(
            MeasureCell(
                spec.label,
                f"{spec.label}, {title}",
                taken.show_whole(name, context) if taken.stands_alone(name) else "",
                margin.at(taken.anchor(name)),
            )
            for taken, title in zip(sets, titles, strict=True)
        )
        if any(_stands(cell) for cell in cells):
            yield VitalsRow(spec.label, cells)
        # The whole scale is no field: nobody comments on it but on its parts.
        if name == COMA.fields[-1] and any(COMA.documented(taken) for taken in sets):
            yield VitalsRow(
                COMA.label,
                tuple(MeasureCell(COMA.label, "", COMA.written(taken, context), NOWHERE) for taken in sets),
            )
