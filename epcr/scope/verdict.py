"""What is said of an act: the verdict, the layer and rule that decided it, and what would have made it permitted.

It refuses to know how the verdict was reached.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final, get_args

from msgspec import structs, to_builtins

from epcr.scope.sentence import DatedSentence
from epcr.sheet.act import Act
from epcr.sheet.verdict import Judgment
from epcr.sheet.verdict_marks import Layer

LAYERS: Final[tuple[Layer, ...]] = get_args(Layer)


@dataclass(frozen=True)
class ActChange:
    """What makes a refused act permitted: in words, and as the act it becomes.

    `performer` says that somebody else does it, `several` that more than that changes with it.
    """

    text: str
    act: Act
    performer: bool = False
    several: bool = False

    def facts(self, refused: Act) -> dict[str, Any]:
        """The keys of the act that the change sets, with the values it sets them to; null takes a key away."""
        return {
            name: to_builtins(getattr(self.act, name))
            for name in structs.asdict(refused)
            if getattr(self.act, name) != getattr(refused, name)
        }


class Verdict(Judgment, frozen=True, kw_only=True):
    """The answer to one act, as it was just given. `sentence` is why, a text where there is no day in it.

    `changes` are the nearest ways to a permission, nearest first.
    """

    sentence: DatedSentence | str
    changes: tuple[ActChange, ...] = ()

    @property
    def reason(self) -> str:
        """Why, for programs: with its days as 2022-12-31."""
        return str(self.sentence)

    @property
    def in_words(self) -> str:
        """Why, for people: with its days as they write them."""
        return self.sentence.in_words if isinstance(self.sentence, DatedSentence) else self.sentence

    def as_json(self) -> dict[str, Any]:
        """The verdict in the plain values of the interface for machines; every key, whatever the verdict."""
        return {
            "verdict": self.verdict,
            "permitted": self.permitted,
            "layer": self.layer,
            "rule": self.rule,
            "rule_from": self.rule_from,
            "item": self.item,
            "level": self.level,
            "trained_for": self.trained_for,
            "source": self.source,
            "confidence": self.confidence,
            "disputed": self.disputed,
            "ruleset": self.ruleset,
            "ruleset_title": self.ruleset_title,
            "version": self.version,
            "in_force_from": self.in_force_from and self.in_force_from.isoformat(),
            "on": self.on and self.on.isoformat(),
            "reason": self.reason,
            "note": self.note,
            "lowest_levels": list(self.lowest_levels),
            "candidates": list(self.candidates),
            "missing": list(self.missing),
            "changes": [
                {"text": change.text, "with": change.facts(self.act) if self.act else {}}
                for change in self.changes
            ],
        }
