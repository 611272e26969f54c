"""The foot of a handoff: what is not documented, the read-back with the QR code, notes about characters, and what this paper is."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from functools import cached_property
from typing import Final

from epcr.handoff import words
from epcr.handoff.words import NOT_DOCUMENTED
from epcr.paper import lines, style
from epcr.paper.fitting import as_many
from epcr.paper.imprint import beside, imprint, named
from epcr.paper.style import BODY, STRONG
from epcr.report.handoff_page.leaf import Leaf

GAP_LINES: Final = 2  # of NOT DOCUMENTED on a crowded page; what is missing in the boxes stands there too
GAPS: Final = 90.0  # the left edge of what is missing
WRITING: Final = 17.0  # from line to line: 6 mm, for a hand that stands
READ_BACK: Final = 4 * WRITING + 5
CODE: Final = 58.0  # the QR code with its margin
NOTES: Final = 2 * BODY.leading + 1


@dataclass(frozen=True)
class HandoffFoot:
    """What stands at the lower edge. `gaps` is what is missing, on so many lines at most; `noted` makes room for notes about
    characters; `printed_at` is told where it is given; `apart` gives the class a line of its own.
    """

    leaf: Leaf
    gaps: Sequence[str]
    revision: int
    printed_at: datetime | None
    noted: bool
    classroom: str = ""
    apart: bool = False
    most: int = GAP_LINES

    @property
    def line(self) -> float:
        """A line of what is missing."""
        return BODY.leading

    @property
    def usual(self) -> float:
        """How high it is on a calm page."""
        return self._high

    @property
    def least(self) -> float:
        """It is never lower."""
        return self._high

    @cached_property
    def fits(self) -> bool:
        """Whether all that is missing is named."""
        return self._named[1] == 0

    @property
    def steady(self) -> float:
        """The same; nothing in it moves."""
        return self.whole

    @cached_property
    def whole(self) -> float:
        """How high it must be to name all that is missing."""
        if self.fits:
            return self._high
        more = sum(1 for _ in lines.wrap(words.capital(" · ".join(self.gaps)), BODY, self._room)) - len(
            self._written
        )
        return self._high + more * self.line

    def used(self, high: float) -> float:
        """How much of this height what is named takes."""
        return self.grown(high).usual

    def grown(self, high: float) -> HandoffFoot:
        """The same with as many lines as that height has room for."""
        more = int((high - self._high) / self.line + 0.01)
        return replace(self, most=self.most + more) if more > 0 else self

    @property
    def top(self) -> float:
        """Where it begins."""
        return self.leaf.page.height - style.EDGE - self._high

    @property
    def _high(self) -> float:
        more = BODY.leading * ((len(self.judged_by) > 1) + self.apart)
        notes = NOTES if self.noted else 0
        return style.GAP + self._missing_high + READ_BACK + notes + BODY.leading + 3 + more

    def draw(self, content: str) -> None:
        """All of it; `content` goes into the QR code."""
        y = self.top + style.GAP
        self._missing(y)
        y += self._missing_high
        _read_back(self.leaf, content, y)
        y += READ_BACK
        if self.noted:
            _notes(self.leaf, y)
            y += NOTES
        self._imprint(y)

    @property
    def _missing_high(self) -> float:
        return len(self._written) * BODY.leading + 6

    @property
    def _room(self) -> float:
        return self.leaf.width - GAPS - 8

    @cached_property
    def _named(self) -> tuple[str, int]:
        """What is missing, and how much of it is not named."""
        if not self.gaps:
            return "Everything that a handoff asks for is documented.", 0
        named, hidden = as_many(
            self.gaps,
            lambda text: not lines.first_lines(text, BODY, self._room, self.most)[1],
            between=" · ",
        )
        return words.capital(named), hidden

    @cached_property
    def _written(self) -> Sequence[str]:
        return lines.first_lines(self._named[0], BODY, self._room, self.most)[0]

    def _missing(self, y: float) -> None:
        """What is not documented, in one box that is there even when nothing is missing."""
        page, left = self.leaf.page, self.leaf.left
        page.frame(left, y, self.leaf.width, self._missing_high, weight=1.4)
        page.bookmark(NOT_DOCUMENTED.capitalize(), y, level=1)
        with page.element("H2"):
            page.write(left + 6, y + 3, NOT_DOCUMENTED, STRONG, room=GAPS - 6)
        page.set_lines(left + GAPS, y + 3, self._written, BODY)

    def _imprint(self, y: float) -> None:
        """What this paper is, so that it can be found again."""
        leaf, rules = self.leaf, self.judged_by
        leaf.page.rules([(leaf.left, y, leaf.right, y)])
        y += 2
        imprint(leaf.page, leaf.left, y, self._what, "" if self.apart else self.classroom, room=leaf.width)
        if self.apart:
            y += BODY.leading
            leaf.page.write(leaf.left, y, named(self.classroom), BODY, room=leaf.width)
        if len(rules) > 1:
            lead = "Judged by the rulesets "
            listed = lead + as_many(rules, lambda text: lines.fits(lead + text, BODY, leaf.width))[0]
            leaf.page.write(leaf.left, y + BODY.leading, listed, BODY, room=leaf.width)

    @property
    def fits_beside(self) -> bool:
        """Whether the class stands whole on the line that says what this paper is."""
        return beside(self._identity(self.leaf.context.customs.stamp), self.classroom, self.leaf.width)

    @property
    def _what(self) -> str:
        """What this paper is; shorter where a long class has to stand beside it."""
        customs = self.leaf.context.customs
        return self._identity(customs.stamp if self.fits_beside or self.apart else customs.minute)

    def _identity(self, written: Callable[[datetime], str]) -> str:
        parts = [f"Sheet {self.leaf.run_sheet.id} · revision {self.revision}"]
        parts += [f"ruleset {self.judged_by[0]}"] if len(self.judged_by) == 1 else []
        parts += [f"printed {written(self.printed_at)}"] if self.printed_at else []
        return " · ".join(parts)

    @cached_property
    def judged_by(self) -> list[str]:
        """By which rules the acts on this paper were judged."""
        return words.judged_by(self.leaf.run_sheet, self.leaf.judged)


def _read_back(leaf: Leaf, content: str, y: float) -> None:
    """Three lines to write on, for whom it was handed to and when, and the QR code."""
    page, right = leaf.page, leaf.right - CODE - 8
    lines_at = [y + number * WRITING for number in (1, 2, 3, 4)]
    page.write(leaf.left, lines_at[0] - 10, "Read back", STRONG, room=60)
    starts = (leaf.left + 52, leaf.left, leaf.left)
    page.rules(
        [(x, at + 1, right, at + 1) for x, at in zip(starts, lines_at[:3], strict=True)], gray=style.BLACK
    )
    name, at, last = leaf.left + 62, right - 96, lines_at[3]
    page.write(leaf.left, last - 10, "Received by", STRONG, room=62)
    page.write(at, last - 10, "at", STRONG, room=14)
    page.rules([(name, last + 1, at - 6, last + 1), (at + 14, last + 1, right, last + 1)], gray=style.BLACK)
    box = (leaf.right - CODE, y + (READ_BACK - CODE) / 2, CODE, CODE)
    with page.element("Figure", alt=f"QR code: {content}", box=box):
        page.qr(*box[:3], content)


def _notes(leaf: Leaf, y: float) -> None:
    """Which characters are drawn otherwise than they are written, or not at all."""
    page = leaf.page
    if page.unshaped:
        page.write(leaf.left, y, words.letters_not_joined(page.unshaped), BODY, room=leaf.width)
    if page.without_font:
        named = words.codes(page.without_font)
        lead = "Characters without a font, named in brackets: "
        characters, _ = as_many(named, lambda text: lines.fits(lead + text, BODY, leaf.width))
        page.write(leaf.left, y + BODY.leading, lead + characters, BODY, room=leaf.width)
