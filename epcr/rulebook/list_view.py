"""The rulesets that one may read, as the page that lists them shows them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from epcr.rulebook.matrix import RulesetCount, measure
from epcr.scope import Ruleset
from epcr.sheet.date_words import write_date
from epcr.visit.pieces import Chooser, Option, options


@dataclass(frozen=True)
class RulesetCard:
    """One ruleset: what must be known of it before it is believed. `used_by` are the reader's classes that are judged by it."""

    id: str
    title: str
    version: str
    in_force: str
    used_by: tuple[str, ...]
    levels: str
    rules: str
    builds_on: tuple[str, ...]
    confidence: str
    source: str
    notice: str


@dataclass(frozen=True)
class RulesetList:
    """All of them, and two choosers to lay two side by side; none where there is only one."""

    rulesets: tuple[RulesetCard, ...]
    compare: tuple[Chooser, ...]


def ruleset_list(
    rulesets: Mapping[str, Ruleset], used: Mapping[str, Sequence[str]], today: date
) -> RulesetList:
    """The page on a day; `used` are the names of classes by the ruleset that judges them."""
    names = list(rulesets)
    compare = (
        (
            ruleset_chooser("one", "One", rulesets, names[0]),
            ruleset_chooser("other", "The other", rulesets, names[1]),
        )
        if len(names) > 1
        else ()
    )
    cards = (_card(ruleset, tuple(used.get(ruleset.id, ())), today) for ruleset in rulesets.values())
    return RulesetList(tuple(cards), compare)


def chooser(
    name: str, words: str, offered: Sequence[tuple[str, str]], chosen: str, first: str = ""
) -> Chooser:
    """A choice among these values and their words; `first` is what stands on top for none of them, where that can be."""
    none = (Option("", first),) if first else ()
    return Chooser(f"filter-{name}", name, words, (*none, *options(offered, chosen)))


def ruleset_chooser(
    name: str, words: str, rulesets: Mapping[str, Ruleset], chosen: str, first: str = ""
) -> Chooser:
    """A choice among rulesets, by title."""
    return chooser(name, words, [(ruleset.id, ruleset.title) for ruleset in rulesets.values()], chosen, first)


def in_force(ruleset: Ruleset, today: date) -> str:
    """From when to when a ruleset holds: `from 01/01/2019`, `only from 01/01/2030`, `from 01/01/2015 to 12/31/2018, no longer`."""
    begun, ends = ruleset.in_force_from, ruleset.in_force_to
    first = f"{'from' if begun <= today else 'only from'} {write_date(begun)}"
    if ends is None:
        return first
    return f"{first} to {write_date(ends)}{', no longer' if ends < today else ''}"


def confidences(counted: RulesetCount) -> str:
    """How far to trust the cells: `medium`, or where they differ `120 of 150 cells high, 30 medium`."""
    (most, number), *others = counted.confidence.items()
    if not others:
        return most
    rest = ", ".join(f"{number} {word}" for word, number in others)
    return f"{number} of {counted.cells} cells {most}, {rest}"


def _card(ruleset: Ruleset, used_by: tuple[str, ...], today: date) -> RulesetCard:
    counted = measure(ruleset)
    own = f"; {counted.own} of {counted.cells} cells are its own" if ruleset.parent else ""
    return RulesetCard(
        id=ruleset.id,
        title=ruleset.title,
        version=ruleset.version,
        in_force=in_force(ruleset, today),
        used_by=used_by,
        levels=", ".join(ruleset.levels),
        rules=f"{counted.items} items{own}",
        builds_on=tuple(above.id for above in ruleset.lineage()),
        confidence=confidences(counted),
        source=ruleset.source,
        notice=ruleset.notice,
    )
