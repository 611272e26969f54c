"""Why the cells of a class's own ruleset cannot stand: they contradict themselves, or permit more than a ceiling above.

It says so in sentences for whoever wrote the cell, and refuses to change any.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator

from epcr.scope.ceilings import widened
from epcr.scope.conditions import cell_text
from epcr.scope.files.consistency import contradictions
from epcr.scope.ruleset import Ruleset


def refused_cells(ruleset: Ruleset, item: str, levels: Collection[str]) -> Iterator[str]:
    """A sentence for each of these cells that cannot stand."""
    places = {f"items.{item}.cells.{level}": level for level in levels}
    for key, reason in contradictions(ruleset):
        if key in places:
            yield f"The rule for {places[key]} {reason}."
    named: set[str] = set()
    for wide in widened(ruleset, item):
        if wide.level in levels and wide.level not in named:
            named.add(wide.level)
            yield _too_wide(ruleset, item, wide.level, wide.ceiling)


def _too_wide(ruleset: Ruleset, item: str, level: str, ceiling: str) -> str:
    """What the ceiling allows, since a class may only narrow it."""
    above = next(layer for layer in ruleset.lineage() if layer.id == ceiling)
    lead = f"{above.title} is a ceiling, which a class may only narrow"
    if item not in above.items or level not in above.items[item].cells:
        return f"{lead}, and it has no rule for this. Choose no."
    allowed = cell_text(above.items[item].cells[level], above)
    return f"{lead}. For {level} it says: {allowed}. Write a rule that stays within that."
