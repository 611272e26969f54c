"""A class's own ruleset as its instructors read it: which cells differ from the file, and one item level by level.

It puts rules into words for a page and changes none.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from epcr.class_rules.overlay import Way, grant_of, own_cells, way_of
from epcr.scope import Ruleset
from epcr.scope.conditions import cell_text
from epcr.scope.ruleset import Cell, RulesetItem
from epcr.sheet.catalog import catalog
from epcr.sheet.class_ruleset import RulesetVersion


@dataclass(frozen=True)
class LevelRule:
    """What the file and the class say of one level. `ways` are the class's, in words; `as_other` a level it functions as."""

    level: str
    file: str
    own: str
    changed: bool
    ways: tuple[str, ...]
    source: str
    confidence: str
    as_other: str = ""


@dataclass(frozen=True)
class ChangedItem:
    """An item of which the class changed something, with those levels."""

    item: RulesetItem
    rules: tuple[LevelRule, ...]


@dataclass(frozen=True)
class Choosable:
    """An item in the list to search in: id, label, and the further words that find it."""

    id: str
    label: str
    words: tuple[str, ...]


def level_rules(ruleset: Ruleset, item: str) -> list[LevelRule]:
    """The rule of every level for an item, lowest level first."""
    parent = ruleset.parent
    assert parent is not None  # noqa: S101 - a class's own ruleset stands on one of a file
    return [_level_rule(ruleset, parent, item, level) for level in ruleset.items[item].cells]


def changed_items(ruleset: Ruleset, version: RulesetVersion) -> list[ChangedItem]:
    """The items that differ from the file, by name."""
    own = own_cells(version.told)
    names = sorted({name for name, _ in own}, key=lambda name: ruleset.items[name].name)
    return [
        ChangedItem(
            ruleset.items[name],
            tuple(rule for rule in level_rules(ruleset, name) if (name, rule.level) in own),
        )
        for name in names
    ]


def choosable(ruleset: Ruleset) -> list[Choosable]:
    """The items that a rule can be written for; those that every level does are none of them."""
    words: dict[str, set[str]] = {}
    for row in catalog():
        for name in {row.id, *row.judged_as}:
            words.setdefault(name, set()).update(
                (row.label, *row.synonyms, *((row.code,) if row.code else ()))
            )
    return [
        Choosable(item.id, item.name, tuple(sorted(words.get(item.id, set()) - {item.name})))
        for item in ruleset.items.values()
        if not item.unrestricted
    ]


def ways_in_words(ways: Iterable[Way], ruleset: Ruleset, names: Mapping[str, Mapping[str, str]]) -> str:
    """A rule that is not saved yet, as its cell would be told."""
    grants = tuple(grant for grant in map(grant_of, ways) if grant.may != "no")
    named = _Named(
        {**names.get("programs", {}), **ruleset.programs},
        {**names.get("endorsements", {}), **ruleset.endorsements},
    )
    return cell_text(Cell(grants, "", "", ""), named)  # type: ignore[arg-type] # only names are asked of it


@dataclass(frozen=True)
class _Named:
    programs: Mapping[str, str]
    endorsements: Mapping[str, str]


def _level_rule(ruleset: Ruleset, parent: Ruleset, item: str, level: str) -> LevelRule:
    cell, above = ruleset.items[item].cells[level], parent.items[item].cells[level]
    return LevelRule(
        level=level,
        file=cell_text(above, parent),
        own=cell_text(cell, ruleset),
        changed=cell.ruleset == ruleset.id,
        ways=tuple(ways_in_words([way_of(grant)], ruleset, {}) for grant in cell.grants),
        source=cell.source,
        confidence=cell.confidence,
        as_other=ruleset.functions_as.get(level, ""),
    )
