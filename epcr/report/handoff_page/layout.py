"""Where the blocks of a handoff stand: in the order of the format, each in its usual place and height where nothing is cut so.

Where something would be cut, room that another block does not use goes to it (`epcr.report.handoff_page.sharing`).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from epcr.paper import style
from epcr.report.handoff_page import facts
from epcr.report.handoff_page.boxes import BoxPair
from epcr.report.handoff_page.foot import HandoffFoot
from epcr.report.handoff_page.formats import Box
from epcr.report.handoff_page.head import HandoffHead
from epcr.report.handoff_page.leaf import Leaf
from epcr.report.handoff_page.sharing import GrowingBlock, Wish, shared, wish
from epcr.report.handoff_page.signs import Signs
from epcr.report.handoff_page.treatment import Treatment

ROUNDS = 3  # in which a line that a block cannot use is offered to the others


@dataclass(frozen=True)
class Layout:
    """All blocks of a page; the vital signs alone have a height that never changes."""

    leaf: Leaf
    head: HandoffHead
    allergies: facts.FactPair
    history: facts.FactPair
    first: BoxPair
    second: BoxPair
    treatment: Treatment
    signs: Signs
    foot: HandoffFoot

    def draw(self, content: str) -> None:
        """All of it, from the top down; `content` goes into the QR code."""
        high = self._high()
        self.head.draw(high["head"])
        y = style.EDGE + high["head"]
        for block in self.leaf.form.blocks:
            match block:
                case "facts":
                    facts.draw(
                        self.leaf, ((self.allergies, high["allergies"]), (self.history, high["history"])), y
                    )
                    y += high["allergies"] + high["history"]
                case "first":
                    self.first.draw(y, high[block])
                    y += high[block]
                case "second":
                    self.second.draw(y, high[block])
                    y += high[block]
                case "signs":
                    self.signs.draw(y)
                    y += self.signs.height
                case "treatment":
                    self.treatment.draw(y, high[block])
                    y += high[block]
        self.foot.grown(high["foot"]).draw(content)

    @property
    def _room(self) -> float:
        return _room(self.leaf, self.signs)

    @property
    def _blocks(self) -> dict[str, GrowingBlock]:
        """Those that grow, in the order in which they are given a line each where there are too few for all."""
        return {
            "allergies": self.allergies,
            "treatment": self.treatment,
            "head": self.head,
            "first": self.first,
            "second": self.second,
            "history": self.history,
            "foot": self.foot,
        }

    @property
    def whole(self) -> bool:
        """Whether the page takes everything."""
        blocks = self._blocks.values()
        return all(block.fits for block in blocks) or sum(block.whole for block in blocks) <= self._room

    def _high(self) -> dict[str, float]:
        """The height of each, in points, together as high as the page; what is left over is the treatment's."""
        blocks = self._blocks
        if all(block.fits for block in blocks.values()):
            return {name: block.usual for name, block in blocks.items()}
        wishes = self._wishes(steady=True)
        if sum(wish.whole for wish in wishes.values()) <= self._room:
            return self._shared(wishes)
        wishes = self._wishes(steady=False)
        others = sum(wish.least for name, wish in wishes.items() if name != "allergies")
        wishes["allergies"] = _capped(wishes["allergies"], self._room - others)
        high = self._shared(wishes)
        for _ in range(ROUNDS):
            used = {name: block.used(high[name]) for name, block in self._blocks.items()}
            if all(high[name] - used[name] < 1 for name in used):
                break
            wishes = {
                name: _capped(wish, used[name]) if used[name] < high[name] else wish
                for name, wish in wishes.items()
            }
            high = self._shared(wishes)
        return high

    def _wishes(self, *, steady: bool) -> dict[str, Wish]:
        wishes = {name: wish(block, steady=steady) for name, block in self._blocks.items()}
        # Whatever nobody needs is the treatment's in the end.
        return {**wishes, "treatment": replace(wishes["treatment"], calm=wishes["treatment"].whole)}

    def _shared(self, wishes: Mapping[str, Wish]) -> dict[str, float]:
        high = dict(zip(wishes, shared(list(wishes.values()), self._room), strict=True))
        high["treatment"] += self._room - sum(high.values())
        return high


def layout(leaf: Leaf, head: HandoffHead, signs: Signs, foot: HandoffFoot) -> Layout:
    """The blocks as they stand on a calm page; interventions have the room that the others leave."""
    form, spare = leaf.form, leaf.spare
    allergies, history = (
        facts.FactPair(leaf, facts.PLACES[0]),
        facts.FactPair(leaf, facts.PLACES[1], style.GAP),
    )
    first = BoxPair(leaf, form.first, _lines_of(form.first) + (spare > 0))
    second = BoxPair(leaf, form.second, _lines_of(form.second) + (spare > 1))
    others: tuple[GrowingBlock, ...] = (head, allergies, history, first, second, foot)
    treatment = Treatment(leaf, _room(leaf, signs) - sum(block.usual for block in others))
    return Layout(leaf, head, allergies, history, first, second, treatment, signs, foot)


def _room(leaf: Leaf, signs: Signs) -> float:
    return leaf.page.height - 2 * style.EDGE - signs.height


def _capped(asked_for: Wish, most: float) -> Wish:
    return replace(
        asked_for,
        least=min(asked_for.least, most),
        whole=min(asked_for.whole, most),
        calm=min(asked_for.calm, max(asked_for.usual, most)),
    )


def _lines_of(pair: tuple[Box, Box]) -> int:
    """How many lines of the smallest size two boxes usually take on Letter: beside the assessment the most."""
    return 8 if any(box.part == "assessment" for box in pair) else 6
