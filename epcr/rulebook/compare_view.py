"""Two rulesets side by side as their page shows them: what is chosen, and what differs, part by part."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from flask import url_for

from epcr.rulebook.comparing import ComparedLine, ComparedRow, Comparison, comparison
from epcr.rulebook.list_view import chooser, ruleset_chooser
from epcr.scope import Ruleset
from epcr.visit.pieces import Chooser
from epcr.words.counting import noun


@dataclass(frozen=True)
class RowLines:
    """An item, a code or a fact with all that differs; `address` leads to the rule where there is one."""

    name: str
    address: str
    lines: tuple[ComparedLine, ...]


@dataclass(frozen=True)
class DifferenceTable:
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
    ruleset_id: str
    ruleset: str
    other_id: str
    other: str
    nothing: str
    all_levels: str
    counted: str
    parts: tuple[DifferenceTable, ...]


def compare_page(
    rulesets: Mapping[str, Ruleset], ruleset: Ruleset | None, other: Ruleset | None, level: str
) -> ComparePage:
    """The page of two of these rulesets, either perhaps not chosen yet; a level narrows it."""
    choosers = (_offered("one", "One", rulesets, ruleset), _offered("other", "The other", rulesets, other))
    if ruleset is None or other is None:
        nothing = "Choose two rulesets to see where they differ."
        return ComparePage(choosers, "", "", "", "", nothing, "", "", ())
    compared = comparison(ruleset, other, level)
    levels = chooser("level", "Level", [(name, name) for name in compared.levels], level, "All levels")
    of_level = f" for {level}" if level else ""
    return ComparePage(
        choosers=(*choosers, levels),
        ruleset_id=ruleset.id,
        ruleset=ruleset.title,
        other_id=other.id,
        other=other.title,
        nothing=""
        if compared
        else f"There are no differences{of_level} between {ruleset.id} and {_other(ruleset, other)}.",
        all_levels=url_for("rulebook.compare", one=ruleset.id, other=other.id) if level else "",
        counted=f"{compared.cells or 'no'} {noun(compared.cells, 'cell differs', 'cells differ')}{of_level}.",
        parts=tuple(_parts(compared, ruleset, other)),
    )


def _offered(name: str, words: str, rulesets: Mapping[str, Ruleset], chosen: Ruleset | None) -> Chooser:
    first = "" if chosen else "Choose a ruleset"
    return ruleset_chooser(name, words, rulesets, chosen.id if chosen else "", first)


def _other(ruleset: Ruleset, other: Ruleset) -> str:
    return "itself" if ruleset.id == other.id else other.id


def _parts(compared: Comparison, ruleset: Ruleset, other: Ruleset) -> Iterator[DifferenceTable]:
    def rows(listed: tuple[ComparedRow, ...]) -> tuple[RowLines, ...]:
        return tuple(RowLines(row.name, _address(row, ruleset, other), row.lines) for row in listed)

    if compared.facts:
        yield DifferenceTable(
            "The rulesets themselves", "What", by_level=False, absent="none", rows=rows(compared.facts)
        )
    if compared.columns:
        yield DifferenceTable("Levels", "Level", by_level=False, absent="none", rows=rows(compared.columns))
    for category, listed in compared.groups.items():
        yield DifferenceTable(category, "Rule", by_level=True, absent="not there", rows=rows(listed))
    if compared.codes:
        title = "Codes without a rule of their own"
        yield DifferenceTable(title, "What", by_level=False, absent="none", rows=rows(compared.codes))


def _address(row: ComparedRow, ruleset: Ruleset, other: Ruleset) -> str:
    """Where the rule is read: in the first of the two rulesets that has it."""
    if not row.item:
        return ""
    there = ruleset if row.id in ruleset.items else other
    return url_for("rulebook.rule", ruleset_id=there.id, item_id=row.id)
