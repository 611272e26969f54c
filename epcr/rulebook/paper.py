"""The table of a ruleset to print: items down, levels across, conditions as notes at the foot, sources at the end.

Readable in black and white: each square is a word, and nothing is said by shade. It refuses to know a request.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Final

from epcr.paper import lines, style
from epcr.paper.blocks import BUILDING, Paper
from epcr.paper.strips import Numbers, Strip, draw_notes, draw_strips, filled, paragraphs, text
from epcr.paper.style import Style
from epcr.rulebook.matrix import KINDS, ItemRow, LevelSquare, Matrix, Wanted, standing_of
from epcr.rulebook.pages import BAND, FOOT, band, foot
from epcr.scope import Ruleset
from epcr.scope.conditions import Mark
from epcr.sheet.date_words import write_date
from epcr.words.counting import counted

BODY: Final = style.BODY
BROAD: Final = 5  # more levels than this stand along the long side
SHORT: Final[dict[Mark, str]] = {
    "yes": "Yes",
    "no": "–",
    "own": "Own",
    "order": "Order",
    "conditions": "If",
    "unknown": "n/k",
}
LEGEND: Final = (
    ("Yes", "may do it on a standing order"),
    ("–", "outside the scope; no order opens it"),
    ("Own", "only with the patient’s own medication"),
    ("Order", "ask first: it needs an online order"),
    ("If", "on a condition; of several ways one is enough"),
    ("n/k", "not known: no source says, so it is not judged"),
    ("1 2 3", "the condition at the foot of the page"),
    ("*", "not as in the parent ruleset"),
    ("+", "an agency may extend it"),
    ("?", "sources disagree"),
    ("M [1]", "how sure (high, medium, low) and source, see the end"),
)
TITLE: Final = Style(size=15, leading=18, bold=True)
SOURCE: Final = 58.0  # the last column
NAME: Final = 130.0  # the first one has at least this
LEVEL: Final = 64.0  # a level has at most this
PAD: Final = 2.5


def matrix_pdf(table: Matrix, wanted: Wanted, *, paper: str = "letter", printed_on: date) -> bytes:
    """The table as a PDF; the same table and options give the same bytes. `paper` is `letter` or `a4`."""
    short, long = style.PAPERS[paper]
    size = (long, short) if len(table.levels) > BROAD else (short, long)
    rules = table.ruleset
    with BUILDING:
        sheet = Paper(size, title=f"Scope rules: {rules.title}", subject="For training, not for care")
        top, bottom = style.EDGE + BAND + 5, size[1] - style.EDGE - FOOT
        layout = _Layout(table, wanted, size[0] - 2 * style.MARGIN)
        pages = list(filled(layout.strips(), bottom - top, layout.width))
        for number, page in enumerate(pages, start=1):
            band(sheet, f"{rules.id} · version {rules.version} · in force {in_force(rules)}")
            draw_strips(sheet, page, style.MARGIN, top)
            draw_notes(sheet, page.notes, bottom)
            foot(sheet, f"Printed {printed_on}. {rules.notice}", f"Page {number} of {len(pages)}")
            if number < len(pages):
                sheet.turn()
        return sheet.finish()


def in_force(rules: Ruleset) -> str:
    """From which day to which a ruleset holds."""
    if rules.in_force_to:
        return f"from {write_date(rules.in_force_from)} to {write_date(rules.in_force_to)}"
    return f"from {write_date(rules.in_force_from)}"


@dataclass(frozen=True)
class _Layout:
    """The strips of the whole table on paper of this width."""

    table: Matrix
    wanted: Wanted
    width: float

    @cached_property
    def column(self) -> float:
        return min(LEVEL, (self.width - SOURCE - NAME) / len(self.table.levels))

    @cached_property
    def name(self) -> float:
        return self.width - SOURCE - self.column * len(self.table.levels)

    @cached_property
    def sources(self) -> dict[str, str]:
        """The sign of each source: [1]."""
        return {source: f"[{number}]" for source, number in self.table.sources.items()}

    def strips(self) -> Iterator[Strip]:
        yield from self._title()
        columns = self._columns()
        yield columns
        for group in self.table.groups:
            yield self._category(group.category, columns)
            again = self._again(group.category, columns)
            yield from (self._row(row, again) for row in group.rows)
        yield from self._end()

    def _title(self) -> Iterator[Strip]:
        rules = self.table.ruleset
        yield text(rules.title, self.width, TITLE, below=2)
        layers = "".join(f", over {above.title} ({above.id} {above.version})" for above in rules.lineage())
        yield text(
            f"{rules.id}, version {rules.version}, in force {in_force(rules)}{layers}", self.width, below=2
        )
        yield text(f"Source: {rules.source}", self.width, below=2)
        yield text(rules.notice, self.width, style.STRONG, below=4)
        yield from (self._legend(LEGEND[first : first + 2]) for first in range(0, len(LEGEND), 2))
        for level in self.table.levels:
            if standing := standing_of(rules, level):
                yield text(f"{level} functions {standing}.", self.width)
            elif rules.parent and level not in rules.parent.levels:
                yield text(f"{level} is new here: the parent has no such level.", self.width)
        if self.wanted:
            yield text(
                f"Shown: {_shown(self.wanted, len(self.table.rows))}", self.width, style.STRONG, above=4
            )
        if not self.table.rows:
            yield text("No rule answers to this.", self.width, above=8)

    def _legend(self, signs: Sequence[tuple[str, str]]) -> Strip:
        """Two signs with their meaning, beside each other."""

        def draw(paper: Paper, x: float, y: float, _numbers: Numbers) -> None:
            for number, (sign, words) in enumerate(signs):
                left = x + number * self.width / 2
                paper.write(left, y, sign, style.STRONG, room=44)
                paper.write(left + 46, y, words, BODY, room=self.width / 2 - 50)

        return Strip(BODY.leading, draw)

    def _columns(self) -> Strip:
        names = [list(lines.wrap(level, style.STRONG, self.column - 4)) for level in self.table.levels]
        high = max(len(written) for written in names) * style.STRONG.leading + 9

        def draw(paper: Paper, x: float, y: float, _numbers: Numbers) -> None:
            for number, written in enumerate(names):
                above = high - 3 - len(written) * style.STRONG.leading
                paper.set_lines(x + self._left(number), y + above, written, style.STRONG)
            last = x + self._left(len(names))
            paper.write(last, y + high - 3 - style.STRONG.leading, "Source", style.STRONG, room=SOURCE)
            self._rule(paper, x, y + high, style.FRAME)

        return Strip(high, draw, leads=True)

    def _category(self, words: str, columns: Strip) -> Strip:
        written = text(words, self.width, style.HEADING, above=6, below=2)

        def draw(paper: Paper, x: float, y: float, numbers: Numbers) -> None:
            written.draw(paper, x, y, numbers)
            self._rule(paper, x, y + written.height, style.THIN)

        return Strip(written.height, draw, leads=True, head=columns)

    def _again(self, category: str, columns: Strip) -> Strip:
        """What stands above the first row of a page: the columns, and the category that goes on."""
        title = self._category(f"{category}, continued", columns)

        def draw(paper: Paper, x: float, y: float, numbers: Numbers) -> None:
            columns.draw(paper, x, y, numbers)
            title.draw(paper, x, y + columns.height, numbers)

        return Strip(columns.height + title.height, draw)

    def _row(self, row: ItemRow, again: Strip) -> Strip:
        written = list(lines.wrap(row.item.name, BODY, self.name - 6))
        marks = "".join(word[0].upper() for word in row.confidence.split(", "))
        source = list(
            lines.wrap(f"{marks} {' '.join(self.sources[cited] for cited in row.sources)}", BODY, SOURCE)
        )
        high = max(len(written), len(source)) * BODY.leading + 2 * PAD
        notes = tuple(dict.fromkeys(note for square in row.squares if (note := _note(square))))
        places = {level: number for number, level in enumerate(self.table.levels)}

        def draw(paper: Paper, x: float, y: float, numbers: Numbers) -> None:
            paper.note_missing(row.item.name)
            paper.set_lines(x, y + PAD, written, BODY)
            for square in row.squares:
                how = BODY if square.mark in {"yes", "no"} else style.STRONG
                signs = _signs(square, numbers)
                paper.write(x + self._left(places[square.level]), y + PAD, signs, how, room=self.column - 2)
            paper.set_lines(x + self._left(len(places)), y + PAD, source, BODY)
            self._rule(paper, x, y + high, style.THIN, gray=style.HAIR)

        return Strip(high, draw, notes, head=again)

    def _end(self) -> Iterator[Strip]:
        table, rules = self.table, self.table.ruleset
        yield from paragraphs(
            "Sources", [f"{sign} {source}" for source, sign in self.sources.items()], self.width
        )
        every = "; ".join(item.name for item in table.everybody)
        yield from paragraphs("Every level does these", [every] if every else [], self.width)
        codes = [
            f"{code.name}: {'judged by its route' if code.by_route else 'not judged'}"
            + (f"; {code.reason}" if code.reason else "")
            for code in table.unlisted
        ]
        yield from paragraphs("No rule of its own", codes, self.width)
        yield from paragraphs("Endorsements", list(rules.endorsements.values()), self.width)
        yield from paragraphs("Programs of an agency", list(rules.programs.values()), self.width)
        notices = [
            f"{notice.title} ({write_date(notice.dated)}): {notice.summary} – {notice.source}"
            for notice in rules.change_notices
        ]
        yield from paragraphs("Change notices", notices, self.width)

    def _left(self, number: int) -> float:
        """How far in the column of the level with this number begins; after the last one, that of the sources."""
        return self.name + number * self.column

    def _rule(self, paper: Paper, x: float, y: float, weight: float, gray: float = style.BLACK) -> None:
        paper.rules([(x, y, x + self.width, y)], weight=weight, gray=gray)


def _signs(square: LevelSquare, numbers: Numbers) -> str:
    note = _note(square)
    signs = [SHORT[square.mark], str(numbers[note]) if note else ""]
    signs += [
        sign
        for sign, applies in (("*", square.changed), ("+", square.extendable), ("?", square.disputed))
        if applies
    ]
    return " ".join(sign for sign in signs if sign)


def _note(square: LevelSquare) -> str:
    """What stands at the foot for a square: its ways with their notes."""
    ways = ("; ".join(part.rstrip(".") for part in way if part) for way in square.ways)
    return " – or – ".join(way for way in ways if way)


def _shown(wanted: Wanted, rows: int) -> str:
    parts = (
        counted(rows, "rule"),
        wanted.category,
        KINDS.get(wanted.kind, wanted.kind).lower(),
        wanted.level and f"level {wanted.level}",
        wanted.words and f"“{wanted.words}”",
        "only what differs from the parent" if wanted.changed else "",
    )
    return ", ".join(part for part in parts if part)
