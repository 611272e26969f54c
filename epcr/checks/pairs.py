"""Answers that exclude or demand each other, by the pairs of `schemas/pairs.toml`. Each is asked about and none is refused.

It knows how a pair is read and met; which pairs there are, and why, stands in the file.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from epcr.checks.conditions import CONDITIONS, Stated
from epcr.checks.finding import Finding, Weight
from epcr.checks.pairs_file import PLACEHOLDER, AnswerPair, PairFact, pairs
from epcr.checks.sentences import place
from epcr.sheet.anchor import Anchor
from epcr.sheet.context import Context
from epcr.sheet.section import SheetPart
from epcr.words.naming import lower


def contradicting(
    sheet: Stated, context: Context, by: tuple[AnswerPair, ...] | None = None
) -> Iterator[Finding]:
    """A warning for every pair of facts on the sheet that exclude each other, or of which one lacks the other."""
    for pair in pairs() if by is None else by:
        if any(map(sheet.given.isdisjoint, pair.places)):
            continue
        for entry in _where(pair, sheet):
            message, anchor = _sentence(pair, sheet, context, entry), _anchor(pair, sheet, entry)
            yield Finding(Weight.WARNING, anchor, message, f"pairs.{pair.name}", _value(pair, sheet, entry))


def _anchor(pair: AnswerPair, sheet: Stated, entry: SheetPart | None) -> Anchor:
    """Where the pair says that it is said, else at the field that makes its last fact true."""
    if pair.at is not None:
        slug, name = pair.at
        parts: list[SheetPart] = sheet.parts(slug, only=entry)
        return parts[0].anchor(name) if parts else Anchor(slug)
    fact = pair.every[-1]
    facing: list[SheetPart] = sheet.parts(fact.section, only=entry)
    for part in facing:
        for name, answer in fact.answers.items():
            if answer.holds(name, part, sheet.run_sheet):
                return part.anchor(name)
    return Anchor(fact.section)


def _sentence(pair: AnswerPair, sheet: Stated, context: Context, entry: SheetPart | None) -> str:
    return PLACEHOLDER.sub(lambda match: _put_in(match[1], sheet, context, entry), pair.say)


def _put_in(what: str, sheet: Stated, context: Context, entry: SheetPart | None) -> str:
    """What stands in the place of a placeholder: where the entry stands, or what a field of it holds."""
    if what == "place":
        return place(entry, context) if entry is not None else ""
    slug, _, name = what.partition(".")
    shown = [part.show(name, context) for part in sheet.parts(slug, only=entry)]
    return lower(next((words for words in shown if words), ""))


def _where(pair: AnswerPair, sheet: Stated) -> Iterator[SheetPart | None]:
    """The entries for which the pair is met; None once where it is about sections that stand once."""
    if not sheet.meets(pair.when):
        return
    if not all(any(_holds(fact, part, sheet) for part in sheet.parts(fact.section)) for fact in pair.once):
        return
    if pair.many is None:
        if not _anything_of(pair, sheet, None):
            yield None
        return
    asked = [CONDITIONS[word] for word in pair.when if CONDITIONS[word].section == pair.many]
    for entry in sheet.parts(pair.many):
        if (
            all(word.holds(sheet, entry) for word in asked)
            and all(_holds(fact, entry, sheet) for fact in pair.of_entry)
            and not _anything_of(pair, sheet, entry)
        ):
            yield entry


def _anything_of(pair: AnswerPair, sheet: Stated, entry: SheetPart | None) -> bool:
    """Whether anything is there that the pair misses: in the entry itself where that is of its section, else anywhere."""
    within = partial(sheet.parts, only=entry)
    missed = any(_holds(fact, part, sheet) for fact in pair.none for part in within(fact.section))
    return missed or any(part.documented(name) for slug, name in pair.lacks for part in within(slug))


def _holds(fact: PairFact, part: SheetPart, sheet: Stated) -> bool:
    return any(answer.holds(name, part, sheet.run_sheet) for name, answer in fact.answers.items())


def _value(pair: AnswerPair, sheet: Stated, entry: SheetPart | None) -> str:
    """What the facts held, so that an answer expires when one of them changes."""
    held = [
        f"{name} {value}"
        for fact in pair.every
        for part in sheet.parts(fact.section, only=entry)
        for name in fact.answers
        if (value := getattr(part, name)) is not None
    ]
    return "; ".join(held)
