"""From permission lists to the plain values of a ruleset file: a state's as a ceiling, an agency's below it.

It refuses to know XML and folders. A list's cell is yes or no; what a state's rules say beyond it stays with the state.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from epcr.permissions.lists import Code, Lists, NotCarried, in_order, standard_level
from epcr.permissions.naming import category_of, codes_of, name_of, section_of
from epcr.scope.conditions import cell_mark
from epcr.scope.ruleset import Cell, Ruleset, RulesetItem
from epcr.words.near import unknown

NOTICE: Final = (
    "Made from the lists of a NEMSIS document, which say by code and level who may do what, and nothing of route, dose, "
    "age or order. Compare it with the published rules before anyone relies on it outside a classroom."
)
CERTIFICATE: Final = {
    "source": "The standard's lists name levels; a level counts while its certificate is valid, on duty, within restrictions",
    "confidence": "medium",
}
STUDENT: Final = {
    "source": "The standard's lists say nothing of students; as California, Los Angeles County, Oregon and Wisconsin have it: "
    "inside a program, under a preceptor licensed at least at the level trained for",
    "confidence": "medium",
}
# Which certificate builds on which: so a preceptor is found to be high enough. It opens no cell.
_BUILDS_ON: Final[Mapping[str, tuple[str, ...]]] = {
    "EMT": ("EMR",),
    "AEMT": ("EMT", "EMR"),
    "EMT-I": ("EMT", "EMR"),
    "Paramedic": ("AEMT", "EMT-I", "EMT", "EMR"),
    "Critical Care Paramedic": ("Paramedic", "AEMT", "EMT-I", "EMT", "EMR"),
}


@dataclass(frozen=True)
class Excess:
    """What an agency's list permits and its state's does not."""

    level: str
    code: Code

    def __str__(self) -> str:
        """Level, code and name, for a line of its own."""
        return f"{self.level}, {self.code.code}, {name_of(self.code)}"


@dataclass(frozen=True)
class ImportedRuleset:
    """The plain values of a ruleset file, the excess that was left out, and codes that the parent decides on its own."""

    plain: Mapping[str, Any]
    excess: tuple[Excess, ...] = ()
    undecided: tuple[Code, ...] = ()


def state_ruleset(state: str) -> str:
    """The id of the ruleset made from a state's list, by the state's ANSI code."""
    return f"nemsis-state-{state}"


def usual_id(lists: Lists) -> str:
    """The id that a ruleset gets unless another is chosen."""
    if lists.agency is None:
        return state_ruleset(lists.state.standard)
    number = re.sub(r"[^a-z0-9]+", "-", lists.agency.number.casefold()).strip("-")
    if not number:
        raise NotCarried("the document names no agency number (dAgency.02); choose the ruleset's id by --id")
    return f"nemsis-agency-{lists.state.standard}-{number}"


def parent_of(lists: Lists, named: str | None, known: Mapping[str, Ruleset]) -> Ruleset | None:
    """The state's ruleset for an agency's lists: the one named, else that made from the state's list; None without one."""
    if lists.agency is None:
        if named:
            raise NotCarried("a state's list stands on its own; leave --parent to an agency's")
        return None
    if named and named not in known:
        raise NotCarried(unknown("the ruleset", named, known))
    parent = known.get(named or state_ruleset(lists.state.standard))
    if parent is not None and parent.state not in {None, lists.state.code}:
        raise NotCarried(
            f"{parent.id} is of {parent.state}, and the agency's list of {lists.state.code}; name that state's ruleset"
        )
    return parent


def imported(
    lists: Lists,
    *,
    parent: Ruleset | None = None,
    name: str | None = None,
    title: str | None = None,
    today: date,
) -> ImportedRuleset:
    """The ruleset that says what the lists say, under the id `name` or its usual one; `parent` is the state's.

    It holds from the document's own effective day, else from the parent's first day, else from the day it was made.
    """
    plain: dict[str, Any] = {
        "id": name or usual_id(lists),
        "title": title or title_of(lists),
        "version": lists.made or _since(lists, parent, today).isoformat(),
        "in_force_from": _since(lists, parent, today),
        "state": lists.state.code,
        "source": source_of(lists),
        "notice": NOTICE,
    }
    if parent is not None:
        return _below(parent, lists, {**plain, "parent": parent.id})
    plain |= {"ceiling": True} if lists.agency is None else {}
    plain |= {"sources": {"list": source_of(lists)}, "certificate": CERTIFICATE, "student": STUDENT}
    plain["levels"] = [_level(level, lists.levels) for level in lists.levels]
    plain["items"] = [_item(code, lists) for code in in_reading_order(lists.permitted)]
    return ImportedRuleset(plain)


def title_of(lists: Lists) -> str:
    """What a ruleset made from these lists is called."""
    if lists.agency is None:
        return f"{lists.state.label}: what each level may do, by the state's NEMSIS list"
    whose = lists.agency.name or "An agency"
    return f"{whose} in {lists.state.label}: what each level may do, by the agency's NEMSIS list"


def source_of(lists: Lists) -> str:
    """Where the lists stand: document, place and elements."""
    made = f" of {lists.made}" if lists.made else ""
    if lists.agency is None:
        return f"NEMSIS v3.5.1 StateDataSet{made}, {lists.state.label}, sConfiguration.02 to .05"
    whose = f", agency {lists.agency.number}" if lists.agency.number else ""
    return f"NEMSIS v3.5.1 DEMDataSet{made}{whose}, {lists.state.label}, dConfiguration.06 to .09"


def _since(lists: Lists, parent: Ruleset | None, today: date) -> date:
    if lists.since is not None:
        return lists.since
    if parent is not None:  # an agency's document says when it was made, and not since when its lists hold
        return parent.in_force_from
    return date.fromisoformat(lists.made[:10]) if lists.made else today


def _level(level: str, columns: Iterable[str]) -> dict[str, Any]:
    included = in_order(set(_BUILDS_ON.get(level, ())).intersection(columns))
    return {"name": level, "includes": list(included)} if included else {"name": level}


def in_reading_order(codes: Iterable[Code]) -> list[Code]:
    """Procedures before medications, each by category and name."""
    return sorted(
        codes,
        key=lambda code: (
            code.section != "procedure",
            category_of(code),
            name_of(code).casefold(),
            code,
        ),
    )


def _item(code: Code, lists: Lists) -> dict[str, Any]:
    both = Code("procedure", code.code, code.system)
    shared = code.section == "medication" and both in lists.permitted
    return {
        "id": f"{code.item}_given" if shared else code.item,
        "kind": code.section,
        "name": name_of(code),
        "category": category_of(code),
        "code": code.code,
        "source": "list",
        "confidence": "high",
        "cells": {level: _word(level in lists.permitted[code]) for level in lists.levels},
    }


def _word(may: bool) -> str:  # noqa: FBT001 - the cell itself
    return "yes" if may else "no"


def _below(parent: Ruleset, lists: Lists, plain: dict[str, Any]) -> ImportedRuleset:
    """The agency's lists over the state's: a cell that both permit stays as the state has it, every other says no."""
    rows = [row for item in parent.items.values() if (row := _narrowed(item, parent, lists))]
    undecided = [code for code in in_reading_order(lists.permitted) if code.code in parent.unlisted_by_code]
    return ImportedRuleset(
        {**plain, "sources": {"list": source_of(lists)}, "items": rows},
        tuple(_excess(parent, lists)),
        tuple(undecided),
    )


def _narrowed(item: RulesetItem, parent: Ruleset, lists: Lists) -> dict[str, Any] | None:
    """The cells of an item of the state's that the agency's list decides; None where it can decide none."""
    if item.code is None or section_of(item) is None or item.unrestricted:
        return None
    permitted = frozenset[str]().union(
        *(lists.permitted.get(code, frozenset()) for code in codes_of(item, {item.code, *item.also}))
    )
    own = {
        level: cell
        for level, cell in item.cells.items()
        if standard_level(level) is not None and level not in parent.functions_as
    }
    words = {level: _narrowed_cell(cell, standard_level(level) in permitted) for level, cell in own.items()}
    cells = {level: word for level, word in words.items() if word}
    if not cells:
        return None
    return {  # whole, so that it stays a row also when the state's list no longer has the code
        "id": item.id,
        "kind": item.kind,
        "name": item.name,
        "category": item.category,
        "code": item.code,
        "source": "list",
        "confidence": "high",
        "cells": cells,
    }


def _narrowed_cell(cell: Cell, listed: bool) -> str:  # noqa: FBT001 - the agency's cell itself
    """The word that the agency's list makes of a cell; empty where the state's conditions stay."""
    if not listed or not cell.grants:
        return "no"
    return "yes" if cell_mark(cell) == "yes" else ""


def _excess(parent: Ruleset, lists: Lists) -> Iterator[Excess]:
    may: dict[Code, set[str]] = {}
    for item in parent.items.values():
        for code in codes_of(item, {item.code or "", *item.also}):
            levels = {standard_level(level) for level, cell in item.cells.items() if cell.grants}
            may.setdefault(code, set()).update(level for level in levels if level)
    for code in in_reading_order(lists.permitted):
        if code.code not in parent.unlisted_by_code:
            left = lists.permitted[code].difference(may.get(code, ()))
            yield from (Excess(level, code) for level in in_order(left))
