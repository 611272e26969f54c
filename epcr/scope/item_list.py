"""The items of a ruleset as a list to look an id up in: what it is, and who may do it.

It refuses to judge and to know how the list is shown.
"""

from __future__ import annotations

from collections.abc import Iterator

from epcr.letters import compared
from epcr.scope.conditions import cell_mark, cell_words
from epcr.scope.ruleset import Ruleset, RulesetItem, Unlisted
from epcr.scope.words import ROUTES

Line = tuple[str, str, str, str, str, str, str]


def matching_items(ruleset: Ruleset, words: str = "") -> Iterator[Line]:
    """Each item whose id, names, category or code has all the words, upper and lower case alike.

    A line is id, name, kind, category, levels that may with how they may, routes, code.
    """
    wanted = compared(words).split()
    for item in ruleset.items.values():
        if _has(wanted, item.id, item.name, item.category, item.code, item.code_name):
            routes = ", ".join(ROUTES[code] for code in item.routes)
            yield item.id, item.name, item.kind, item.category, levels_that_may(item), routes, item.code or ""
    for entry in ruleset.unlisted.values():
        if _has(wanted, entry.id, entry.name, entry.code):
            yield entry.id, entry.name, "unlisted", "", _decided(entry), "", entry.code or ""


def levels_that_may(item: RulesetItem) -> str:
    """The levels whose cell is no refusal: "EMT (own medication only), AEMT, Paramedic"."""
    if item.unrestricted:
        return "every level"
    may = [
        level if cell_mark(cell) == "yes" else f"{level} ({cell_words(cell)})"
        for level, cell in item.cells.items()
        if cell.grants or cell.unknown
    ]
    return ", ".join(may) or "no level"


def _decided(entry: Unlisted) -> str:
    parts = ("judged by the rule of its route" if entry.by_route else "cannot be judged", entry.reason)
    return "; ".join(words for words in parts if words)


def _has(wanted: list[str], *names: str | None) -> bool:
    text = compared(" ".join(name for name in names if name))
    return all(word in text for word in wanted)
