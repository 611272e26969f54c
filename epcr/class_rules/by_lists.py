"""The standard's permission lists over a ruleset from a file, as the class's own rules: only the cells that the lists decide otherwise.

It makes values and stores none. What a list does not name (a level without a list, what the file asks for beside a yes) stays as the
file has it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from epcr.class_rules import overlay
from epcr.class_rules.overlay import Told
from epcr.permissions import Excess, Lists, in_reading_order, source_of, state_ruleset, title_of
from epcr.permissions.lists import Code, standard_level
from epcr.permissions.naming import NATIONAL, codes_of, name_of
from epcr.scope import Ruleset
from epcr.scope.ruleset import Cell, RulesetItem
from epcr.words.naming import shortened

LONGEST_TITLE: Final = 120  # characters, as of every ruleset of a class


@dataclass(frozen=True)
class ListedRules:
    """What lists make of a ruleset. `cells` are those that differ, each with its answer; `excess` is what a ceiling above does not let a
    list permit, `unknown` are names of what the rules have no item for.
    """

    parent: Ruleset
    title: str
    source: str
    cells: Mapping[tuple[str, str], str]
    excess: tuple[Excess, ...]
    unknown: tuple[str, ...]

    def told(self, name: str) -> Told:
        """The values of a ruleset of this id."""
        begun = {**overlay.begun(name, self.title, self.parent), "source": self.source}
        return overlay.with_every(
            begun,
            {
                place: [{"may": answer, "source": self.source, "confidence": "high"}]
                for place, answer in self.cells.items()
            },
        )


def parent_for(lists: Lists, judging: str, known: Mapping[str, Ruleset]) -> Ruleset:
    """The ruleset that the lists stand over: the one made from the state's own list, that which judges the class where it is of this
    state or of none, else the national one. `judging` is the id of a ruleset from a file.
    """
    of_state, of_class = known.get(state_ruleset(lists.state.standard)), known.get(judging)
    if of_state is not None and lists.agency is not None:
        return of_state
    fits = of_class is not None and of_class.state in {None, lists.state.code}
    return of_class if of_class is not None and fits else known[NATIONAL]


def rules_by_lists(lists: Lists, parent: Ruleset) -> ListedRules:
    """The cells of the parent that the lists decide otherwise."""
    new_codes = dict(_otherwise(lists, parent))
    bound = any(above.ceiling for above in (parent, *parent.lineage()))
    excess = [Excess(level, code) for (_, level), codes in new_codes.items() for code in codes if bound]
    named = {code for item in parent.items.values() for code in _codes(item)}
    unknown = [name_of(code) for code in in_reading_order(lists.permitted) if code not in named]
    return ListedRules(
        parent,
        title=shortened(title_of(lists), LONGEST_TITLE),
        source=source_of(lists),
        cells={cell: "yes" if codes else "no" for cell, codes in new_codes.items() if not (codes and bound)},
        excess=tuple(dict.fromkeys(excess)),
        unknown=tuple(unknown),
    )


def _otherwise(lists: Lists, parent: Ruleset) -> Iterator[tuple[tuple[str, str], list[Code]]]:
    """The cells that the lists decide otherwise, each with the codes that they permit and the rules do not: none where they say no."""
    granted = _granted(parent)
    for item in parent.items.values():
        for level, may in _decided(item, lists, parent):
            codes = _new_to(level, item, lists, granted) if may else []
            if codes or not may:
                yield (item.id, level), codes


def _granted(parent: Ruleset) -> frozenset[tuple[str, Code]]:
    """At which level the rules permit something of which code, in whatever way."""
    return frozenset(
        (level, code)
        for item in parent.items.values()
        for level, cell in item.cells.items()
        if cell.grants
        for code in _codes(item)
    )


def _new_to(level: str, item: RulesetItem, lists: Lists, granted: frozenset[tuple[str, Code]]) -> list[Code]:
    """The listed codes of an item that the rules permit in no way at a level. A code knows no route: where one way is permitted, a list
    that has the code says nothing of the others.
    """
    standard = standard_level(level)
    listed = [code for code in _codes(item) if standard in lists.permitted.get(code, ())]
    return [] if any((level, code) in granted for code in listed) else listed


def _decided(item: RulesetItem, lists: Lists, parent: Ruleset) -> Iterator[tuple[str, bool]]:
    """The levels at which the lists say otherwise than an item does, with what they say."""
    codes = _codes(item)
    if not codes or item.unrestricted:
        return
    permitted = frozenset[str]().union(*(lists.permitted.get(code, frozenset()) for code in codes))
    for level, cell in item.cells.items():
        standard = standard_level(level)
        if standard in lists.levels and level not in parent.functions_as:
            may = standard in permitted
            if _differs(cell, may=may):
                yield level, may


def _differs(cell: Cell, *, may: bool) -> bool:
    """Whether a list's yes or no says otherwise than a cell: conditions of a yes stay, what nobody knows is decided."""
    return cell.unknown or bool(cell.grants) != may


def _codes(item: RulesetItem) -> tuple[Code, ...]:
    return codes_of(item, {item.code, *item.also}) if item.code else ()
