"""Allergies, medications, history and onset: what is asked for first and passed on least, always in the same four places.

They stand here from the sheet, whatever the trainee worded in the boxes. Allergies are never cut, nor are medications that bear on
treatment; the two rows grow for them.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Final

from epcr.handoff.statement import Statement
from epcr.paper import lines, style
from epcr.paper.fitting import as_many, with_more
from epcr.paper.style import STRONG, Style
from epcr.report.handoff_page.leaf import Leaf

LINES: Final = 2  # of each on a calm page
LEADING: Final = 11.8
SIZES: Final = ((10.5, LEADING), (9.5, LEADING), (style.SMALLEST, 10.8))  # points
ABOVE: Final = 3.0  # and below the lines
SHARE: Final = 0.42  # of the width: allergies and onset are shorter
SHARES: Final = (SHARE, 0.5, 0.58, 0.66, 0.34, 0.26)  # where one of two needs much more than the other
LABEL: Final = 58.0
PLACES: Final = (("Allergies", "Medications"), ("Onset", "History"))
HEIGHT: Final = len(PLACES) * (LINES * LEADING + ABOVE)  # of both rows on a calm page
_CONTINUED: Final = Style(size=10.5, leading=LEADING, bold=True)
_SMALL: Final = SIZES[-1]


@dataclass(frozen=True)
class FittedFact:
    """A fact as it is printed: its lines, how many members are left out, how many of these should never be, what is said of it."""

    written: Sequence[str]
    how: Style
    hidden: int = 0
    lost: int = 0
    continued: Sequence[str] = ()

    @property
    def high(self) -> float:
        """How high its lines stand."""
        return len(self.written) * self.how.leading + len(self.continued) * _CONTINUED.leading


@dataclass(frozen=True)
class FactPair:
    """Two facts beside each other; `gap` is the room below them."""

    leaf: Leaf
    labels: tuple[str, str]
    gap: float = 0.0

    @property
    def usual(self) -> float:
        """As high as on a calm page."""
        return LINES * LEADING + ABOVE + self.gap

    @property
    def line(self) -> float:
        """A line of the smallest type."""
        return _SMALL[1]

    @cached_property
    def fits(self) -> bool:
        """Whether both stand whole in the usual room."""
        return not any(fact.hidden for fact in self._calm)

    @cached_property
    def _calm(self) -> tuple[FittedFact, ...]:
        return self._at(SHARE, self.usual)

    @cached_property
    def least(self) -> float:
        """So high that nothing is lost of what must not be."""
        return min(self._needed(share, all_of_it=False) for share in SHARES)

    @cached_property
    def steady(self) -> float:
        """So high that both are whole where they usually stand."""
        return self._needed(SHARE, all_of_it=True)

    @cached_property
    def whole(self) -> float:
        """So high that both are whole."""
        return min(self._needed(share, all_of_it=True) for share in SHARES)

    def used(self, high: float) -> float:
        """How much of this height its lines take: a list is cut between its members."""
        _, fitted = self._best(high)
        return max(fact.high + ABOVE + self.gap for fact in fitted)

    def draw(self, y: float, high: float) -> None:
        """Both, parted by an upright line."""
        leaf = self.leaf
        share, fitted = self._best(high)
        middle = leaf.left + leaf.width * share
        leaf.page.rules([(middle, y, middle, y + high - self.gap)], gray=style.BLACK)
        for fact, fitted_fact, x in zip(self._facts, fitted, (leaf.left, middle), strict=True):
            with leaf.page.element("P"):
                _draw(leaf, fact, fitted_fact, x + style.PAD + 1, y + ABOVE / 2)

    @cached_property
    def _facts(self) -> tuple[Statement, ...]:
        stated = {
            statement.label: statement
            for part in self.leaf.parts.values()
            for statement in part
            if statement.shown_in == "facts"
        }
        return tuple(stated[label] for label in self.labels)

    def _best(self, high: float) -> tuple[float, tuple[FittedFact, ...]]:
        """The usual share of the width where nothing is left out so, else the one that leaves out least."""
        if high == self.usual and self.fits:
            return SHARE, self._calm
        if high not in self._known:
            self._known[high] = self._tried(high)
        return self._known[high]

    @cached_property
    def _known(self) -> dict[float, tuple[float, tuple[FittedFact, ...]]]:
        """What was best, by height: it is asked for again when it is drawn."""
        return {}

    def _tried(self, high: float) -> tuple[float, tuple[FittedFact, ...]]:
        tried = ((share, self._at(share, high)) for share in SHARES)
        shortened = []
        for share, fitted in tried:
            shortened.append((share, fitted))
            if not any(fact.hidden for fact in fitted):
                return share, fitted
        return min(
            shortened,
            key=lambda attempt: (sum(t.lost for t in attempt[1]), sum(t.hidden for t in attempt[1])),
        )

    def _at(self, share: float, high: float) -> tuple[FittedFact, ...]:
        inner = high - self.gap - ABOVE
        return tuple(
            _fitted(fact, room, inner) for fact, room in zip(self._facts, self._rooms(share), strict=True)
        )

    def _rooms(self, share: float) -> Iterator[float]:
        """How wide the words of each may be."""
        for fact, part in zip(self._facts, (share, 1 - share), strict=True):
            letter = 16.0 if self.leaf.form.facts.get(fact.label) else 0.0
            yield self.leaf.width * part - style.PAD - 4 - letter - LABEL

    def _needed(self, share: float, *, all_of_it: bool) -> float:
        most = 1
        for fact, room in zip(self._facts, self._rooms(share), strict=True):
            if not all_of_it and not fact.kept:
                continue  # a line of it is enough, in the absurd
            how = _set(fact, *_SMALL)
            text = _joined(fact) if all_of_it else _joined(fact, fact.kept)
            most = max(most, sum(1 for _ in lines.wrap(text, how, room)))
        return max(LEADING, most * _SMALL[1]) + ABOVE + self.gap


def draw(leaf: Leaf, rows: Sequence[tuple[FactPair, float]], y: float) -> None:
    """Rows of so much height below each other, in one frame."""
    page, inner = leaf.page, sum(high - row.gap for row, high in rows)
    page.frame(leaf.left, y, leaf.width, inner)
    for number, (row, high) in enumerate(rows):
        if number:
            page.rules([(leaf.left, y, leaf.right, y)], gray=style.BLACK)
        row.draw(y, high)
        y += high


def _draw(leaf: Leaf, fact: Statement, fitted: FittedFact, x: float, y: float) -> None:
    page = leaf.page
    x += leaf.letter(leaf.form.facts.get(fact.label, ""), x, y)
    page.write(x, y, fact.label, replace(STRONG, leading=LEADING), room=LABEL)
    page.note_missing(fact.words)
    page.set_lines(x + LABEL, y, fitted.written, fitted.how)
    page.set_lines(x, y + len(fitted.written) * fitted.how.leading, fitted.continued, _CONTINUED)


def _fitted(fact: Statement, room: float, high: float) -> FittedFact:
    """The largest size in which all of it fits, else the smallest, and how many of a list are left out."""
    for size, leading in SIZES:
        how = _set(fact, size, leading)
        written, left_out = lines.first_lines(fact.words, how, room, int(high / leading + 0.01))
        if not left_out:
            return FittedFact(written, how)
    smallest = _set(fact, *_SMALL)
    return _shortened(fact, smallest, room, high)


def _shortened(fact: Statement, how: Style, room: float, high: float) -> FittedFact:
    items, capacity = _items(fact), int(high / how.leading + 0.01)

    def takes(text: str) -> bool:
        return not lines.first_lines(text, how, room, capacity)[1]

    if fact.kept and not takes(_joined(fact, fact.kept)):
        return _continuing(fact, how, room, high)
    shown, hidden = as_many(items, takes, between="; ")
    written, cut = lines.first_lines(shown, how, room, capacity)
    return FittedFact(written, how, hidden or int(cut > 0))


def _continuing(fact: Statement, how: Style, room: float, high: float) -> FittedFact:
    """What no page takes: as many as do, and below them in large letters that there are more."""
    for shown in range(len(fact.items) - 1, 0, -1):
        hidden = len(fact.items) - shown
        notice = f"{fact.label.upper()} CONTINUE ON THE RUN SHEET: {hidden} more"
        continued = list(lines.wrap(notice, _CONTINUED, room + LABEL))
        capacity = max(1, int((high - len(continued) * _CONTINUED.leading) / how.leading + 0.01))
        written, cut = lines.first_lines("; ".join(fact.items[:shown]), how, room, capacity)
        if not cut or shown == 1:
            return FittedFact(written, how, hidden, max(0, fact.kept - shown), continued)
    return FittedFact(lines.first_lines(fact.words, how, room, max(1, int(high / how.leading)))[0], how, 1, 1)


def _items(fact: Statement) -> Sequence[str]:
    return fact.items or (fact.words,)


def _joined(fact: Statement, most: int | None = None) -> str:
    """The members of a fact up to so many, and how many more there are."""
    items = _items(fact)
    if most is None or most >= len(items):
        return fact.words
    return with_more(items, max(most, 1), "; ")


def _set(fact: Statement, size: float, leading: float) -> Style:
    return Style(size=size, leading=leading, bold=fact.missing or fact.label == "Allergies")
