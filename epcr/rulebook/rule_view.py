"""One rule of a ruleset as its page shows it: what each level may do, on what conditions, and where that stands written."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from flask import url_for

from epcr.rulebook.matrix import LevelSquare, covered, row_of, standing_of
from epcr.scope import Ruleset
from epcr.scope.conditions import Mark
from epcr.scope.ruleset import RulesetItem
from epcr.scope.words import ROUTES
from epcr.sheet.date_words import write_date


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
class RuleNotice:
    """A change notice that is about the rule."""

    title: str
    dated: str
    summary: str
    source: str


@dataclass(frozen=True)
class RuleFact:
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
    notices: tuple[RuleNotice, ...]
    code: str
    facts: tuple[RuleFact, ...]
    source: str
    confidence: str
    remarks: tuple[RuleFact, ...]


def rule_page(ruleset: Ruleset, item: RulesetItem) -> RulePage:
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
        cells=tuple(_cell(square, ruleset, item) for square in row_of(ruleset, item, ruleset.levels).squares),
        notices=tuple(
            RuleNotice(
                notice.title,
                write_date(notice.dated),
                notice.summary,
                f"{notice.source}, how sure: {notice.confidence}",
            )
            for notice in ruleset.change_notices
            if item.id in notice.items
        ),
        code=_code(item),
        facts=tuple(_facts(item)),
        source=item.source,
        confidence=item.confidence,
        remarks=tuple(_remarks(item)),
    )


def _cell(square: LevelSquare, ruleset: Ruleset, item: RulesetItem) -> CellLine:
    ways = tuple(_way(words, note) for words, note in square.ways)
    return CellLine(
        level=square.level,
        standing=_filled(standing_of(ruleset, square.level)),
        mark=square.mark,
        words=square.words,
        ways=ways if any(way.words or way.note for way in ways) else (),
        ways_look=" square-one" if len(ways) == 1 else "",
        notes=_filled(
            "an agency may extend it" if square.extendable else "",
            "disputed: sources disagree about this level" if square.disputed else "",
        ),
        layer="this ruleset" if square.layer == ruleset.id else square.layer,
        layer_address=""
        if square.layer == ruleset.id
        else url_for("rulebook.rule", ruleset_id=square.layer, item_id=item.id),
        layer_notes=_filled(_layer_note(square, ruleset)),
        source=square.source,
        confidence=square.confidence,
    )


def _filled(*notes: str) -> tuple[str, ...]:
    return tuple(note for note in notes if note)


def _way(words: str, note: str) -> WayLine:
    return WayLine(f"{words}; " if words and note else words, note)


def _layer_note(square: LevelSquare, ruleset: Ruleset) -> str:
    if ruleset.parent is None:
        return ""
    if square.was:
        return f"parent: {square.was}"
    return "" if square.level in ruleset.parent.levels else "the parent has no such level"


def _code(item: RulesetItem) -> str:
    """The code of the standard with its name, and further ones: `7309005 Cardioversion, also 180325003`."""
    if not item.code:
        return ""
    return ", also ".join((" ".join(filter(None, (item.code, item.code_name))), *item.also))


def _facts(item: RulesetItem) -> Iterator[RuleFact]:
    if item.routes:
        yield RuleFact("Routes", ", ".join(ROUTES[code] for code in item.routes))
    if only := covered(item):
        yield RuleFact("Only", ", ".join(only))
    if item.lowest_levels:
        yield RuleFact("Starts at", ", ".join(item.lowest_levels))


def _remarks(item: RulesetItem) -> Iterator[RuleFact]:
    if item.corroborated_by:
        yield RuleFact("Agrees with", item.corroborated_by)
    if item.notes:
        yield RuleFact("Note", item.notes)
