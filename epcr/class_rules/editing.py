"""Which part of a rule a form is about: the whole rule, one of its ways, one more, or one to take out.

It turns the form into the cells that it asks for; it refuses to save them.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from epcr.class_rules.forms import ANSWERS, BACK, ReasonForm, WayForm
from epcr.class_rules.overlay import Way, ways_of
from epcr.refused import Refused
from epcr.scope import Ruleset
from epcr.visit.forms import typed


@dataclass(frozen=True)
class Place:
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


def place_of(ruleset: Ruleset, item: str, asked: Mapping[str, str]) -> Place | None:
    """The place that an address asks for (`level`, `way`: a number or "new", `remove`); None where there is none."""
    level, way = asked.get("level", ""), asked.get("way", "")
    if not level:
        return Place() if not way else None
    if level not in ruleset.items[item].cells or level in ruleset.functions_as:
        return None
    ways = ways_of(ruleset.items[item].cells[level])
    if not way:
        return Place(level, way=ways[0] if len(ways) == 1 else None)
    if way == "new":
        return Place(level, adds=True)
    if not way.isdecimal() or len(way) > 3 or not 1 <= int(way) <= len(ways):
        return None
    return Place(level, int(way), removes="remove" in asked, way=ways[int(way) - 1])


def cells_of(form: ReasonForm, ruleset: Ruleset, item: str, place: Place) -> dict[str, list[Way] | None]:
    """The cells that the form asks for, by level; None for the file's rule. Raises Refused."""
    cells = ruleset.items[item].cells
    if not isinstance(form, WayForm):
        ways = ways_of(cells[place.level])
        if len(ways) < 2:
            raise Refused("It is the only way. Write the whole rule as no instead.")
        del ways[place.number - 1]
        return {place.level: ways}
    answer = typed(form.may)
    if answer not in {word for word, _ in ANSWERS} | ({BACK} if place.whole else set()):
        raise Refused("Choose what the rule says.", "may")
    if place.whole:
        levels = [level for level in form.levels.data or () if level in cells]
        if not levels:
            raise Refused("Choose the levels that the rule is for.", "levels")
        if answer == BACK:
            return dict.fromkeys(levels)
        way = form.way(ruleset)
        return {level: [way] for level in levels}
    if answer == "no":
        raise Refused("One way of several cannot be no: take the way out, or write the whole rule.", "may")
    ways = [] if place.adds and not cells[place.level].grants else ways_of(cells[place.level])
    way = form.way(ruleset)
    if place.adds:
        return {place.level: [*ways, way]}
    return {
        place.level: [*ways[: place.number - 1], _kept(ways[place.number - 1], way), *ways[place.number :]]
    }


def _kept(before: Way, way: Way) -> Way:
    """A way with what the form does not ask: whether the level below may extend it."""
    return {**way, **({"extendable": True} if before.get("extendable") else {})}
