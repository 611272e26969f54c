"""The verdict that a run sheet keeps with an intervention: what was said of it, by which rules, when, and on which facts.

It is a value that never changes: where the facts are others, another takes its place. It refuses to judge, and to say whether it
still stands: that is `epcr.checks.verdicts`.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from msgspec import Struct, ValidationError, field, to_builtins
from sqlalchemy import JSON, Dialect
from sqlalchemy.types import TypeDecorator

from epcr.converting import convert
from epcr.sheet.act import Act
from epcr.sheet.verdict_marks import PERMITTED, REFUSED, Layer, VerdictMark, Word, mark_of


class NearChange(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """What would make a refused act permitted: in words, and the keys of the act it sets; null takes a key away."""

    text: str
    facts: Mapping[str, Any] = field(default_factory=dict, name="with")


class Judgment(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """What every verdict on an act says, one of just now and a kept one. `verdict` is None for what is recorded and not judged.

    `level` is the certificate held, `trained_for` the level a student was judged at. `rule` is the id of the row that decided
    ("certificate" and "student" for the layers that judge the person), `rule_from` the ruleset whose file has it. `disputed` says
    that sources disagree about the cell. `on` is the day of the act, `in_force_from` the first day of the ruleset.
    `lowest_levels` may do the item. `act` are the facts it was given on.
    """

    verdict: Word | None = None
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
    act: Act | None = None

    @property
    def permitted(self) -> bool | None:
        """True or false; None where nothing was or could be judged."""
        return True if self.verdict in PERMITTED else False if self.refused else None

    @property
    def refused(self) -> bool:
        """Whether it was beyond the scope of whoever performed it."""
        return self.verdict in REFUSED

    @property
    def cannot_judge(self) -> bool:
        """Whether it was asked and could not be judged."""
        return self.verdict == "cannot_judge"

    @property
    def judged_level(self) -> str:
        """The level whose scope counted: the one trained for, where a student was judged; empty where none was told."""
        return self.trained_for or self.level or ""

    @property
    def mark(self) -> VerdictMark:
        """How it is told."""
        return mark_of(self.verdict, self.layer)


class KeptVerdict(Judgment, frozen=True, kw_only=True, omit_defaults=True):
    """A verdict as a sheet keeps it and as people read it. Without its `act` it cannot stand; `judged_at` is None for just now.

    `reason` is a sentence without its period, days in it as people here write them (12/31/2022).
    """

    reason: str = ""
    changes: tuple[NearChange, ...] = ()
    judged_at: datetime | None = None


def plain_verdict(kept: KeptVerdict) -> dict[str, Any]:
    """The verdict in the plain values that JSON holds, without what nobody told: as it is stored, frozen and audited."""
    plain: dict[str, Any] = to_builtins(kept)
    return {**plain, "act": _without_none(plain["act"])} if kept.act else plain


def read_verdict(plain: Mapping[str, Any]) -> KeptVerdict | None:
    """The verdict that plain values tell, those of an earlier version of this software too.

    Facts that cannot be read are as if nobody had kept them, so that the verdict stands no more and the intervention is judged anew. None
    where the verdict itself cannot be read: as if it was never judged.
    """
    plain = {key: value for key, value in plain.items() if value is not None and (key != "act" or value)}
    for read in (plain, {key: value for key, value in plain.items() if key != "act"}):
        try:
            return convert(read, KeptVerdict)
        except ValidationError:
            continue
    return None


def _without_none(facts: Any) -> Any:
    if not isinstance(facts, dict):
        return facts
    return {key: _without_none(value) for key, value in facts.items() if value is not None}


class VerdictAsJson(TypeDecorator[KeptVerdict]):
    """A column of JSON that is read as a `KeptVerdict`; nothing kept is NULL."""

    impl = JSON(none_as_null=True)
    cache_ok = True

    def process_bind_param(self, value: KeptVerdict | None, dialect: Dialect) -> dict[str, Any] | None:
        """Turn the verdict into plain values."""
        return None if value is None else plain_verdict(value)

    def process_result_value(self, value: Any | None, dialect: Dialect) -> KeptVerdict | None:
        """Read the verdict from plain values."""
        return None if value is None else read_verdict(value)
