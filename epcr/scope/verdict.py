"""What is said of an act: the verdict, the layer and rule that decided it, and what would have made it permitted.

It refuses to know how the verdict was reached.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any, Final, get_args

from msgspec import structs, to_builtins

from epcr.scope.sentence import Sentence
from epcr.sheet.act import Act
from epcr.sheet.verdict_marks import PERMITTED, REFUSED, Layer, Word

LAYERS: Final[tuple[Layer, ...]] = get_args(Layer)


@dataclass(frozen=True)
class Change:
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


@dataclass(frozen=True)
class Verdict:
    """The answer to one act. `verdict` is None for what is recorded and not judged.

    `level` is the certificate held, `trained_for` the level a student was judged at. `rule` is the id of the
    row that decided ("certificate" and "student" for the layers that judge the person) and `rule_from` the
    ruleset whose file has it. `disputed` says that sources disagree about the cell. `lowest_levels` may do the
    item; `changes` are the nearest ways to a permission, nearest first. `said` is why, a text where there is no day in it.
    """

    verdict: Word | None
    said: Sentence | str
    layer: Layer | None = None
    rule: str | None = None
    rule_from: str | None = None
    item: str | None = None
    item_name: str | None = None
    level: str | None = None
    trained_for: str | None = None
    source: str | None = None
    confidence: str | None = None
    disputed: bool = False
    note: str | None = None
    ruleset: str | None = None
    ruleset_title: str | None = None
    version: str | None = None
    in_force_from: date | None = None
    on: date | None = None
    lowest_levels: tuple[str, ...] = ()
    candidates: tuple[str, ...] = ()
    missing: tuple[str, ...] = ()
    changes: tuple[Change, ...] = ()
    act: Act | None = None

    @property
    def reason(self) -> str:
        """Why, for programs: with its days as 2022-12-31."""
        return str(self.said)

    @property
    def in_words(self) -> str:
        """Why, for people: with its days as they write them."""
        return self.said.in_words if isinstance(self.said, Sentence) else self.said

    @property
    def permitted(self) -> bool | None:
        """True or false; None where nothing was or could be judged."""
        if self.verdict in PERMITTED:
            return True
        return False if self.verdict in REFUSED else None

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
