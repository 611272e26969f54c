"""A sheet as its reviewer reads it: every section in the order of paper, with what was found, said and changed at each field.

It only arranges; words come from the parts, findings from the checks, comments and changes from the review.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field

from epcr.checks.finding import Finding
from epcr.checks.verdicts import Judged, judging
from epcr.review.model import Comment
from epcr.review.revision import Change, heading
from epcr.sheet.context import Context
from epcr.sheet.interventions import Intervention
from epcr.sheet.run_sheet import SECTIONS, RunSheet, in_time
from epcr.sheet.section import Entry, SheetPart
from epcr.sheet.signs import COMA
from epcr.sheet.verdict import KeptVerdict
from epcr.sheet.vitals import VitalSigns

LONG = 60  # characters that stand beside each other in a third of the page


@dataclass(frozen=True)
class Said:
    """What stands in the margin of one place."""

    findings: tuple[Finding, ...] = ()
    comments: tuple[Comment, ...] = ()
    changes: tuple[Change, ...] = ()

    def __bool__(self) -> bool:
        """Whether anything does."""
        return bool(self.findings or self.comments or self.changes)


@dataclass(frozen=True)
class Line:
    """A field on paper: label, words (empty: not documented), margin. Without an anchor it is made of other fields."""

    anchor: str
    label: str
    words: str
    said: Said = field(default_factory=Said)

    @property
    def long(self) -> bool:
        """Whether the words need the width of the page."""
        return len(self.words) > LONG or "\n" in self.words


@dataclass(frozen=True)
class Block:
    """A section that stands once, or one entry: its lines, and the fields of which nothing is documented nor said."""

    anchor: str
    title: str
    struck: str
    lines: tuple[Line, ...]
    silent: tuple[Line, ...]
    said: Said
    verdict: KeptVerdict | None = None


@dataclass(frozen=True)
class Row:
    """A measure across the vital-sign sets."""

    label: str
    cells: tuple[Line, ...]


@dataclass(frozen=True)
class PaperSection:
    """A section of the sheet. `grid` is filled for vital signs only: a column a set, a row a measure."""

    slug: str
    title: str
    many: bool
    asked: bool
    blocks: tuple[Block, ...]
    said: Said
    grid: tuple[Row, ...] = ()


class Margin:
    """Findings, comments and changes by the place they belong to."""

    def __init__(
        self, findings: Iterable[Finding], comments: Iterable[Comment], changes: Iterable[Change]
    ) -> None:
        """Sort them by anchor."""
        self._findings: defaultdict[str, list[Finding]] = defaultdict(list)
        self._comments: defaultdict[str, list[Comment]] = defaultdict(list)
        self._changes: defaultdict[str, list[Change]] = defaultdict(list)
        for finding in findings:
            self._findings[str(finding.anchor)].append(finding)
        for comment in comments:
            self._comments[comment.anchor].append(comment)
        for change in changes:
            self._changes[str(change.anchor)].append(change)

    def at(self, anchor: object) -> Said:
        """What stands at a place."""
        key = str(anchor)
        return Said(
            tuple(self._findings.get(key, ())),
            tuple(self._comments.get(key, ())),
            tuple(self._changes.get(key, ())),
        )


def paper(sheet: RunSheet, margin: Margin, open_at: str = "") -> list[PaperSection]:
    """The whole sheet. The field at `open_at` is always among the lines, so that its comment can be written there."""
    context, judged = sheet.context(), judging(sheet)
    sections = []
    for kind in SECTIONS:
        slug = kind.page.slug
        found = sheet.every(kind)
        parts: list[SheetPart] = in_time(found) if kind.many else found
        blocks = tuple(_block(part, context, margin, open_at, judged) for part in parts)
        standing = [part for part in parts if isinstance(part, VitalSigns) and not part.struck]
        sections.append(
            PaperSection(
                slug=slug,
                title=kind.page.title,
                many=kind.many,
                asked=sheet.asks(kind),
                blocks=blocks,
                said=margin.at(slug) if kind.many else Said(),
                grid=_grid(standing, context, margin, open_at),
            )
        )
    return sections


def _block(part: SheetPart, context: Context, margin: Margin, open_at: str, judged: Judged) -> Block:
    lines: list[Line] = []
    silent: list[Line] = []
    for name, spec in part.fields().items():
        anchor = str(part.anchor(name))
        line = Line(anchor, spec.label, part.show(name, context) or spec.when_empty, margin.at(anchor))
        (lines if line.words or line.said or anchor == open_at else silent).append(line)
    entry = part if isinstance(part, Entry) else None
    return Block(
        anchor=str(part.anchor()),
        title=heading(part, context),
        struck=(entry.struck_reason or "without a reason") if entry and entry.struck else "",
        lines=tuple(lines),
        silent=tuple(silent),
        said=margin.at(part.anchor()),
        verdict=judged(part) if isinstance(part, Intervention) and part.item is not None else None,
    )


def _grid(sets: list[VitalSigns], context: Context, margin: Margin, open_at: str) -> tuple[Row, ...]:
    rows = []
    for name, spec in VitalSigns.fields().items():
        cells = tuple(
            Line(str(one.anchor(name)), spec.label, one.show(name, context), margin.at(one.anchor(name)))
            for one in sets
        )
        if any(cell.words or cell.said or cell.anchor == open_at for cell in cells):
            rows.append(Row(spec.label, cells))
        # The whole scale is no field: nobody comments on it but on its parts.
        if name == COMA.fields[-1] and any(COMA.documented(one) for one in sets):
            rows.append(
                Row(COMA.label, tuple(Line("", COMA.label, COMA.written(one, context)) for one in sets))
            )
    return tuple(rows)
