"""Which part of a rule a form is about: the whole rule, one of its ways, one more, or one to take out.

It turns the form into the cells that it asks for; it refuses to save them.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from epcr.class_rules.forms import ANSWERS, BACK, ReasonForm, WayForm
from epcr.class_rules.overlay import Way, ways_of
from epcr.refused import Refused
from epcr.scope import Ruleset
from epcr.scope.ruleset import Cell
from epcr.visit.forms import typed


@dataclass(frozen=True)
class EditPlace:
    """What is edited. `number` is the way, from 1, and 0 for the whole rule; `way` what it holds where one stands."""

    level: str = ""
    number: int = 0
    adds: bool = False
    removes: bool = False
    way: Way | None = None

    @property
    def whole(self) -> bool:
        """Whether the whole rule is written, for one level or several."""
        return not self.number and not self.adds

    def among(self, ways: Sequence[Way], way: Way) -> list[Way]:
        """The ways of the rule with this one at its place: behind them where it is one more."""
        if self.adds:
            return [*ways, way]
        before = self.number - 1
        return [*ways[:before], _kept(ways[before], way), *ways[self.number :]]


def place_of(ruleset: Ruleset, item: str, asked: Mapping[str, str]) -> EditPlace | None:
    """The place that an address asks for (`level`, `way`: a number or "new", `remove`); None where there is none."""
    level, way = asked.get("level", ""), asked.get("way", "")
    if not level:
        return None if way else EditPlace()
    if level not in ruleset.items[item].cells or level in ruleset.functions_as:
        return None
    ways = ways_of(ruleset.items[item].cells[level])
    if not way:
        return EditPlace(level, way=ways[0] if len(ways) == 1 else None)
    if way == "new":
        return EditPlace(level, adds=True)
    number = _numbered(way, len(ways))
    return EditPlace(level, number, removes="remove" in asked, way=ways[number - 1]) if number else None


def _numbered(text: str, most: int) -> int | None:
    """The number of a way, from 1; None for what is no number of these."""
    number = int(text) if text.isdecimal() and len(text) <= 3 else 0
    return number if 1 <= number <= most else None


def cells_of(form: ReasonForm, ruleset: Ruleset, item: str, place: EditPlace) -> dict[str, list[Way] | None]:
    """The cells that the form asks for, by level; None for the file's rule. Raises Refused."""
    cells = ruleset.items[item].cells
    if not isinstance(form, WayForm):
        return {place.level: _taken_out(ways_of(cells[place.level]), place.number)}
    answer = _answer(form, place)
    if place.whole:
        levels = _levels(form, cells)
        if answer == BACK:
            return dict.fromkeys(levels)
        way = form.way(ruleset)
        return {level: [way] for level in levels}
    if answer == "no":
        raise Refused("One way of several cannot be no: take the way out, or write the whole rule.", "may")
    ways = [] if place.adds and not cells[place.level].grants else ways_of(cells[place.level])
    return {place.level: place.among(ways, form.way(ruleset))}


def _taken_out(ways: Sequence[Way], number: int) -> list[Way]:
    if len(ways) < 2:
        raise Refused("It is the only way. Write the whole rule as no instead.")
    return [*ways[: number - 1], *ways[number:]]


def _answer(form: WayForm, place: EditPlace) -> str:
    """What the rule is to say; only a whole rule is given back to the file."""
    answer = typed(form.may)
    if answer not in {word for word, _ in ANSWERS} | ({BACK} if place.whole else set()):
        raise Refused("Choose what the rule says.", "may")
    return answer


def _levels(form: WayForm, cells: Mapping[str, Cell]) -> list[str]:
    levels = [level for level in form.levels.data or () if level in cells]
    if not levels:
        raise Refused("Choose the levels that the rule is for.", "levels")
    return levels


def _kept(before: Way, way: Way) -> Way:
    """A way with what the form does not ask: whether the level below may extend it."""
    return {**way, **({"extendable": True} if before.get("extendable") else {})}
