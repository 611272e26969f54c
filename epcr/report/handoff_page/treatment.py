"""The interventions of a handoff: time, what and how, who, response, verdict; what was refused with its reason and source."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import accumulate
from typing import Final

from epcr.handoff.words import NOT_DOCUMENTED
from epcr.paper import fonts, lines, style
from epcr.paper.style import BODY, STRONG, Style
from epcr.report.handoff_page.act_choice import Chosen, Hidden, choose, lines_of
from epcr.report.handoff_page.act_rows import InterventionWords, Laid, act_row, laid
from epcr.report.handoff_page.leaf import ROW, Leaf
from epcr.sheet.verdict_marks import NOT_JUDGED, PERMITTED, VERDICT_MARKS

TITLE: Final = 15.5
TIME: Final = 47.0
# At least and at most; as wide as the widest that stands there.
BY: Final = (60.0, 150.0)
RESPONSE: Final = (50.0, 105.0)
VERDICT: Final = (52.0, 106.0)
LEAST: Final = 5  # lines
SPARE: Final = 3.0  # below the last row


@dataclass(frozen=True)
class Treatment:
    """The table; `usual` is the room that the other blocks leave it on a calm page."""

    leaf: Leaf
    usual: float

    @property
    def line(self) -> float:
        """A row of one line."""
        return ROW

    @cached_property
    def fits(self) -> bool:
        """Whether each act has its row in that room, with nothing cut."""
        return self.whole <= self.usual

    @property
    def least(self) -> float:
        """A few rows, in the absurd."""
        return _high(min(LEAST, lines_of(self._whole)))

    @property
    def steady(self) -> float:
        """The same; nothing in it moves."""
        return self.whole

    @cached_property
    def whole(self) -> float:
        """So high that nothing is cut."""
        return _high(lines_of(self._whole))

    def used(self, high: float) -> float:
        """How much of it the rows that fit take."""
        return high if self.whole <= high else _high(self._chosen(high).count)

    def draw(self, y: float, high: float) -> None:
        """The table, in so much room from the top down."""
        leaf, page = self.leaf, self.leaf.page
        page.rules(
            [(leaf.left, y + 14.5, leaf.right, y + 14.5)],
            gray=style.BLACK,
            weight=style.FRAME,
        )
        used = leaf.heading("Interventions", leaf.left, y + 0.5, 100, leaf.form.treatment)
        if not self._acts:
            missing = f"Interventions {NOT_DOCUMENTED}"
            page.write(leaf.left + 5, y + TITLE, missing, STRONG, room=leaf.width - 10)
            return
        for act in self._acts:
            page.note_missing(f"{act.name} {act.by} {act.how}")
        widths = self._widths
        told_room = widths[0] + widths[1] - used - 14
        how = STRONG if any(act.refused for act in self._acts) else BODY
        page.write(leaf.left + used + 8, y + 2, _in_short(self._acts, told_room), how, room=told_room)
        with page.element("Table"):
            _columns(leaf, widths, y + 2)
            _rows(leaf, self._chosen(high), widths, y + TITLE)

    def _chosen(self, high: float) -> Chosen:
        capacity = int((high - TITLE - SPARE) / ROW + 0.01)
        if capacity not in self._known:
            self._known[capacity] = choose(self._acts, self._widths, capacity, self._whole)
        return self._known[capacity]

    @cached_property
    def _known(self) -> dict[int, Chosen]:
        """What was chosen, by capacity: it takes a while where there are many."""
        return {}

    @cached_property
    def _acts(self) -> Sequence[InterventionWords]:
        leaf, sheet = self.leaf, self.leaf.run_sheet
        return [
            act_row(intervention, sheet, leaf.judged(intervention), leaf.context)
            for intervention in sheet.entries("interventions")
        ]

    @cached_property
    def _widths(self) -> Sequence[float]:
        return _widths(self._acts, self.leaf.width) if self._acts else ()

    @cached_property
    def _whole(self) -> Sequence[Laid]:
        return [laid(act, self._widths) for act in self._acts]


def _high(count: int) -> float:
    return TITLE + max(count, 1) * ROW + SPARE


def _widths(acts: Sequence[InterventionWords], width: float) -> tuple[float, ...]:
    """As wide as what stands in them, within limits; what the names of the acts leave goes to who did it and to the response."""
    needed = [
        _wide([act.by for act in acts], BODY),
        _wide([act.response for act in acts], STRONG),
        _wide([act.verdict for act in acts], STRONG),
    ]
    limits = (BY, RESPONSE, VERDICT)
    given = [
        min(max(width_needed, least), most)
        for width_needed, (least, most) in zip(needed, limits, strict=True)
    ]
    free = width - TIME - sum(given) - _wide([_what(act) for act in acts], STRONG)
    for number, width_needed in enumerate(needed):
        more = min(max(0.0, free), max(0.0, width_needed - given[number]))
        given[number] += more
        free -= more
    return (TIME, width - TIME - sum(given), *given)


def _what(act: InterventionWords) -> str:
    return f"{act.name}  {act.detail}"


def _wide(texts: Sequence[str], how: Style) -> float:
    """How wide the widest of these is on one line, with the room beside it."""
    return max(lines.width(fonts.printable(text).text, how) for text in texts) + 6


def _in_short(acts: Sequence[InterventionWords], room: float) -> str:
    """How many acts were judged to be what, the refused first; the others, and what is in scope, where there is room."""
    count = Counter(act.verdict for act in acts)
    beside_permitted = [
        *(mark for word, mark in reversed(VERDICT_MARKS.items()) if word not in PERMITTED),
        NOT_JUDGED,
    ]
    there = [mark.paper for mark in beside_permitted if count[mark.paper]]
    in_scope = VERDICT_MARKS["permitted"].paper
    if not there:
        return f"all {in_scope}"
    counted = [f"{count[verdict]} {verdict}" for verdict in there]
    while len(counted) > 1 and not lines.fits(" · ".join(counted), STRONG, room):
        counted.pop()
    in_short = " · ".join(counted)
    with_others = f"{in_short}, others {in_scope}"
    others = sum(count[verdict] for verdict in there) < len(acts)
    others = others and len(counted) == len(there)
    return with_others if others and lines.fits(with_others, STRONG, room) else in_short


def _columns(leaf: Leaf, widths: Sequence[float], y: float) -> None:
    page, xs = leaf.page, list(accumulate(widths[:-1], initial=leaf.left))
    with page.element("TR"):
        for x, room, name in zip(xs, widths, ("", "", "by", "response", "scope"), strict=True):
            with page.element("TH", scope="Column"):
                page.write(x, y, name, STRONG, room=room - 4)


def _rows(leaf: Leaf, chosen: Chosen, widths: Sequence[float], y: float) -> None:
    page = leaf.page
    for row in chosen.rows:
        if row.act.refused:
            page.fill(leaf.left, y - 0.3, 2.5, row.height * ROW - 1, style.BLACK)
        with page.element("TR"):
            _row(leaf, row, len(widths), y)
        y += row.height * ROW
        page.rules([(leaf.left, y - 0.2, leaf.right, y - 0.2)], gray=style.HAIR, weight=0.35)
    if chosen.hidden.lines:
        with page.element("TR"), page.element("TD", span=len(widths)):
            _hidden(leaf, chosen.hidden, y)


def _row(leaf: Leaf, row: Laid, columns: int, y: float) -> None:
    for column in range(columns):
        with leaf.page.element("TD"):
            for piece in row.pieces:
                if piece.column == column:
                    leaf.page.set_lines(leaf.left + piece.x, y + piece.line * ROW, (piece.text,), piece.how)


def _hidden(leaf: Leaf, hidden: Hidden, y: float) -> None:
    """How many acts had no room, and which."""
    page, x, room = leaf.page, leaf.left + 5, leaf.width - 10
    used = page.write(x, y, hidden.lead, STRONG, room=room) + 5
    first, *more = hidden.lines
    page.write(x + used, y, first, BODY, room=room - used + 0.1)
    for number, line in enumerate(more, start=1):
        page.write(x, y + number * ROW, line, BODY, room=room + 0.1)
