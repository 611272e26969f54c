"""What was found on a sheet, in words, for queue and desk: findings by their weight, acts outside scope, a verdict with its source."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from epcr.checks.finding import Weight
from epcr.review.judged import OutsideScope
from epcr.sheet.verdict import KeptVerdict
from epcr.sheet.verdict_marks import VerdictMark
from epcr.visit.pieces import Mark
from epcr.words.counting import noun

_NOUNS: Final = {
    Weight.ERROR: ("error", "errors"),
    Weight.MISSING: ("field missing", "fields missing"),
    Weight.WARNING: ("warning to answer", "warnings to answer"),
    Weight.NOTE: ("note", "notes"),
}


@dataclass(frozen=True)
class OutsideLine:
    """An act outside scope: its mark, what it was and where, who did it, and why it is not permitted, with the source."""

    mark: Mark
    act: str
    anchor: str
    performer: str
    reason: str
    source: str


@dataclass(frozen=True)
class VerdictPanel:
    """What a verdict says at its act. One that refuses stands open."""

    mark: Mark
    refused: bool
    reason: str
    source: str


def found_in_words(by_weight: Iterable[tuple[Weight, int]], answered: int) -> str:
    """The findings of a sheet: "1 error, 2 notes, 3 warnings answered"; empty for none."""
    words = [f"{number} {noun(number, *_NOUNS[weight])}" for weight, number in by_weight]
    if answered:
        words.append(f"{answered} {noun(answered, 'warning')} answered")
    return ", ".join(words)


def outside_lines(acts: Iterable[OutsideScope]) -> tuple[OutsideLine, ...]:
    """The acts outside scope as the desk lists them."""
    return tuple(
        OutsideLine(
            mark_of(act.verdict),
            act.act,
            act.anchor,
            act.performer,
            act.verdict.reason,
            _joined(_level(act.verdict, "Level"), _rule(act.verdict), act.verdict.source),
        )
        for act in acts
    )


def outside_in_the_queue(acts: Iterable[OutsideScope], desk: str) -> tuple[OutsideLine, ...]:
    """The same for the queue, which leads to the act on the desk at this address and says the verdict with the source."""
    return tuple(
        OutsideLine(
            mark_of(act.verdict),
            act.act,
            f"{desk}#{act.anchor}",
            act.performer,
            act.verdict.reason,
            _joined(
                (act.verdict.verdict or "").replace("_", " "),
                _level(act.verdict, "level"),
                _rule(act.verdict),
                act.verdict.source,
            ),
        )
        for act in acts
    )


def counted_marks(acts: Sequence[OutsideScope]) -> tuple[Mark, ...]:
    """How many acts have each verdict, as marks, in the order of their words."""
    numbers = Counter(act.verdict.verdict or "" for act in acts)
    marks = {act.verdict.verdict or "": act.verdict.mark for act in reversed(acts)}
    return tuple(
        Mark(marks[verdict].tone, marks[verdict].shape, f"{numbers[verdict]} {marks[verdict].counted}")
        for verdict in sorted(numbers)
    )


def verdict_panel(verdict: KeptVerdict | None) -> VerdictPanel | None:
    """What a verdict says at its act; None where there is nothing to say."""
    if verdict is None or not (verdict.refused or verdict.verdict or verdict.reason):
        return None
    source = _joined(
        _level(verdict, "level") if verdict.level else "",
        _rule(verdict),
        verdict.source,
        verdict.ruleset,
        verdict.version and f"version {verdict.version}",
    )
    return VerdictPanel(mark_of(verdict), verdict.refused, verdict.reason, source)


def mark_of(verdict: KeptVerdict) -> Mark:
    """A verdict as a mark of the page."""
    mark: VerdictMark = verdict.mark
    return Mark(mark.tone, mark.shape, mark.page)


def _level(verdict: KeptVerdict, word: str) -> str:
    return f"{word} {verdict.judged_level}" if verdict.judged_level else ""


def _rule(verdict: KeptVerdict) -> str:
    return f"rule {verdict.rule}" if verdict.rule else ""


def _joined(*words: str | None) -> str:
    return " · ".join(word for word in words if word)
