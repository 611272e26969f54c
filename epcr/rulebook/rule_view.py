"""One rule of a ruleset as its page shows it: what each level may do, on what conditions, and where that stands written."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from flask import url_for

from epcr.rulebook.matrix import Square, covered, row_of, standing_of
from epcr.scope import Ruleset
from epcr.scope.conditions import Mark
from epcr.scope.ruleset import Item
from epcr.scope.words import ROUTES


@dataclass(frozen=True)
class WayLine:
    """One way of being allowed, and the note to it; either perhaps empty."""

    words: str
    note: str


@dataclass(frozen=True)
class CellLine:
    """What one level may do. `layer` is the ruleset that says so; `layer_address` leads to one above.

    Its conditions stand under it as `ways`, each with its note.
    """

    level: str
    standing: tuple[str, ...]
    mark: Mark
    words: str
    ways: tuple[WayLine, ...]
    ways_look: str
    notes: tuple[str, ...]
    layer: str
    layer_address: str
    layer_notes: tuple[str, ...]
    source: str
    confidence: str
    conditions: tuple[str, ...] = ()


@dataclass(frozen=True)
class NoticeLine:
    """A change notice that is about the rule."""

    title: str
    dated: str
    summary: str
    source: str


@dataclass(frozen=True)
class Fact:
    """Something that is known of the rule."""

    name: str
    words: str


@dataclass(frozen=True)
class RulePage:
    """The page. `parent` says whether the ruleset builds on another; `code` is empty where the standard has none."""

    id: str
    name: str
    category: str
    kind: str
    ruleset_id: str
    ruleset: str
    version: str
    parent: bool
    unrestricted: bool
    cells: tuple[CellLine, ...]
    notices: tuple[NoticeLine, ...]
    code: str
    facts: tuple[Fact, ...]
    source: str
    confidence: str
    remarks: tuple[Fact, ...]


def rule_page(ruleset: Ruleset, item: Item) -> RulePage:
    """The page of an item of a ruleset."""
    return RulePage(
        id=item.id,
        name=item.name,
        category=item.category,
        kind=item.kind.capitalize(),
        ruleset_id=ruleset.id,
        ruleset=ruleset.title,
        version=ruleset.version,
        parent=ruleset.parent is not None,
        unrestricted=item.unrestricted,
        cells=tuple(_cell(one, ruleset, item) for one in row_of(ruleset, item, ruleset.levels).squares),
        notices=tuple(
            NoticeLine(
                one.title, one.dated.isoformat(), one.summary, f"{one.source}, confidence {one.confidence}"
            )
            for one in ruleset.change_notices
            if item.id in one.items
        ),
        code=_code(item),
        facts=tuple(_facts(item)),
        source=item.source,
        confidence=item.confidence,
        remarks=tuple(_remarks(item)),
    )


def _cell(one: Square, ruleset: Ruleset, item: Item) -> CellLine:
    ways = tuple(_way(words, note) for words, note in one.ways)
    return CellLine(
        level=one.level,
        standing=_told(standing_of(ruleset, one.level)),
        mark=one.mark,
        words=one.words,
        ways=ways if any(way.words or way.note for way in ways) else (),
        ways_look=" square-one" if len(ways) == 1 else "",
        notes=_told(
            "an agency may extend it" if one.extendable else "",
            "disputed: sources disagree about this level" if one.disputed else "",
        ),
        layer="this ruleset" if one.layer == ruleset.id else one.layer,
        layer_address=""
        if one.layer == ruleset.id
        else url_for("rulebook.rule", ruleset_id=one.layer, item_id=item.id),
        layer_notes=_told(_layer_note(one, ruleset)),
        source=one.source,
        confidence=one.confidence,
    )


def _told(*notes: str) -> tuple[str, ...]:
    return tuple(note for note in notes if note)


def _way(words: str, note: str) -> WayLine:
    return WayLine(f"{words}; " if words and note else words, note)


def _layer_note(one: Square, ruleset: Ruleset) -> str:
    if ruleset.parent is None:
        return ""
    if one.was:
        return f"parent: {one.was}"
    return "" if one.level in ruleset.parent.levels else "the parent has no such level"


def _code(item: Item) -> str:
    """The code of the standard with its name, and further ones: `7309005 Cardioversion, also 180325003`."""
    if not item.code:
        return ""
    return ", also ".join((" ".join(filter(None, (item.code, item.code_name))), *item.also))


def _facts(item: Item) -> Iterator[Fact]:
    if item.routes:
        yield Fact("Routes", ", ".join(ROUTES[code] for code in item.routes))
    if only := covered(item):
        yield Fact("Only", ", ".join(only))
    if item.lowest_levels:
        yield Fact("Starts at", ", ".join(item.lowest_levels))


def _remarks(item: Item) -> Iterator[Fact]:
    if item.corroborated_by:
        yield Fact("Agrees with", item.corroborated_by)
    if item.notes:
        yield Fact("Note", item.notes)
