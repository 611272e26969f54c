"""The rulesets that one may read, as the page that lists them shows them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from epcr.rulebook.matrix import Measure, measure
from epcr.scope import Ruleset
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
    cards = (_card(one, tuple(used.get(one.id, ())), today) for one in rulesets.values())
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
    return chooser(name, words, [(one.id, one.title) for one in rulesets.values()], chosen, first)


def in_force(ruleset: Ruleset, today: date) -> str:
    """From when to when a ruleset holds: `from 2019-01-01`, `only from 2030-01-01`, `from 2015-01-01 to 2018-12-31, no longer`."""
    begun, ends = ruleset.in_force_from, ruleset.in_force_to
    first = f"{'from' if begun <= today else 'only from'} {begun.isoformat()}"
    if ends is None:
        return first
    return f"{first} to {ends.isoformat()}{', no longer' if ends < today else ''}"


def confidences(counted: Measure) -> str:
    """How far to trust the cells: `120 high, 30 medium of 150 cells`."""
    told = ", ".join(f"{number} {word}" for word, number in counted.confidence.items())
    return f"{told} of {counted.cells} cells"


def _card(one: Ruleset, used_by: tuple[str, ...], today: date) -> RulesetCard:
    counted = measure(one)
    own = f"; {counted.own} of {counted.cells} cells are its own" if one.parent else ""
    return RulesetCard(
        id=one.id,
        title=one.title,
        version=one.version,
        in_force=in_force(one, today),
        used_by=used_by,
        levels=", ".join(one.levels),
        rules=f"{counted.items} items{own}",
        builds_on=tuple(above.id for above in one.lineage()),
        confidence=confidences(counted),
        source=one.source,
        notice=one.notice,
    )
