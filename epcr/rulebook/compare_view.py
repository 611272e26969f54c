"""Two rulesets side by side as their page shows them: what is chosen, and what differs, part by part."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from flask import url_for

from epcr.rulebook.comparing import Comparison, Line, Row, comparison
from epcr.rulebook.list_view import chooser, ruleset_chooser
from epcr.scope import Ruleset
from epcr.visit.pieces import Chooser
from epcr.words.counting import noun


@dataclass(frozen=True)
class RowLines:
    """An item, a code or a fact with all that differs; `address` leads to the rule where there is one."""

    name: str
    address: str
    lines: tuple[Line, ...]


@dataclass(frozen=True)
class Part:
    """One table of differences. `by_level` says that its lines are about levels; `absent` is what stands where nothing does."""

    title: str
    first: str
    by_level: bool
    absent: str
    rows: tuple[RowLines, ...]


@dataclass(frozen=True)
class ComparePage:
    """The page. `nothing` is said in the place of differences; `all_levels` then leads to the comparison of every level."""

    choosers: tuple[Chooser, ...]
    one_id: str
    one: str
    other_id: str
    other: str
    nothing: str
    all_levels: str
    counted: str
    parts: tuple[Part, ...]


def compare_page(
    rulesets: Mapping[str, Ruleset], one: Ruleset | None, other: Ruleset | None, level: str
) -> ComparePage:
    """The page of two of these rulesets, either perhaps not chosen yet; a level narrows it."""
    choosers = (_offered("one", "One", rulesets, one), _offered("other", "The other", rulesets, other))
    if one is None or other is None:
        nothing = "Choose two rulesets to see where they differ."
        return ComparePage(choosers, "", "", "", "", nothing, "", "", ())
    found = comparison(one, other, level)
    levels = chooser("level", "Level", [(each, each) for each in found.levels], level, "All levels")
    of_level = f" for {level}" if level else ""
    return ComparePage(
        choosers=(*choosers, levels),
        one_id=one.id,
        one=one.title,
        other_id=other.id,
        other=other.title,
        nothing=""
        if found
        else f"There are no differences{of_level} between {one.id} and {_other(one, other)}.",
        all_levels=url_for("rulebook.compare", one=one.id, other=other.id) if level else "",
        counted=f"{found.cells or 'no'} {noun(found.cells, 'cell differs', 'cells differ')}{of_level}.",
        parts=tuple(_parts(found, one, other)),
    )


def _offered(name: str, words: str, rulesets: Mapping[str, Ruleset], chosen: Ruleset | None) -> Chooser:
    first = "" if chosen else "Choose a ruleset"
    return ruleset_chooser(name, words, rulesets, chosen.id if chosen else "", first)


def _other(one: Ruleset, other: Ruleset) -> str:
    return "itself" if one.id == other.id else other.id


def _parts(found: Comparison, one: Ruleset, other: Ruleset) -> Iterator[Part]:
    def rows(told: tuple[Row, ...]) -> tuple[RowLines, ...]:
        return tuple(RowLines(row.name, _address(row, one, other), row.lines) for row in told)

    if found.facts:
        yield Part("The rulesets themselves", "What", by_level=False, absent="none", rows=rows(found.facts))
    if found.columns:
        yield Part("Levels", "Level", by_level=False, absent="none", rows=rows(found.columns))
    for category, told in found.groups.items():
        yield Part(category, "Rule", by_level=True, absent="not there", rows=rows(told))
    if found.codes:
        title = "Codes without a rule of their own"
        yield Part(title, "What", by_level=False, absent="none", rows=rows(found.codes))


def _address(row: Row, one: Ruleset, other: Ruleset) -> str:
    """Where the rule is read: in the first of the two rulesets that has it."""
    if not row.item:
        return ""
    there = one if row.id in one.items else other
    return url_for("rulebook.rule", ruleset_id=there.id, item_id=row.id)
