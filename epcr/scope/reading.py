"""Reads the words of an act against a ruleset: which level, which route, which item a code stands for.

What it cannot read it says, so that it is asked for; it refuses to judge.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Final

from epcr.scope.ruleset import Ruleset, RulesetItem, Unlisted
from epcr.scope.sentence import DatedSentence
from epcr.scope.words import LEVELS, NO_LEVEL, OLD_LEVELS, ROUTES, route_code, unknown_route
from epcr.sheet.act import Act
from epcr.words.naming import listed, quoted, with_article
from epcr.words.near import unknown

# Kinds that have a mode even where the act does not say one.
INITIATED_BY_DEFAULT: Final = frozenset({"procedure", "medication", "route"})
ROUTE_COUNTS: Final = frozenset({"medication", "fluid", "route"})


class CannotJudge(Exception):  # noqa: N818 - it is the verdict
    """What of an act cannot be judged, as a sentence."""

    def __init__(
        self,
        reason: DatedSentence | str,
        *,
        candidates: tuple[str, ...] = (),
        missing: tuple[str, ...] = (),
        decided: Unlisted | None = None,
    ) -> None:
        """Say the reason, the items it may have been, the keys to ask for, and what was decided about the code."""
        super().__init__(str(reason))
        self.reason = reason
        self.candidates = candidates
        self.missing = missing
        self.decided = decided


@dataclass(frozen=True)
class Performed:
    """What was done, as the ruleset knows it.

    `item` is the row that judges it, `subject` the id of what was done (another one where a medication without
    a row of its own is judged by the row of its route). `refusing_only` is the reason why that row may refuse
    the act and cannot permit it.
    """

    item: RulesetItem
    subject: str
    name: str
    refusing_only: str | None = None


def ruleset_of(act: Act, rulesets: Mapping[str, Ruleset]) -> Ruleset:
    """The ruleset that the act names."""
    if act.ruleset is None:
        raise CannotJudge("Name the ruleset that the act is judged by", missing=("ruleset",))
    if act.ruleset not in rulesets:
        raise CannotJudge(unknown("The ruleset", act.ruleset, rulesets))
    return rulesets[act.ruleset]


def level_of(word: str, ruleset: Ruleset) -> str:
    """The level by its present name, whether the ruleset has a column for it or not."""
    level = OLD_LEVELS.get(word, word)
    if level not in LEVELS and level not in ruleset.levels:
        raise CannotJudge(unknown("The level", word, (*LEVELS, *OLD_LEVELS, *ruleset.levels)))
    return level


def refuse_without_column(level: str, ruleset: Ruleset) -> None:
    """A level without a column cannot be judged; "none" needs no column."""
    if level != NO_LEVEL and level not in ruleset.levels:
        raise CannotJudge(f"{ruleset.title} has no column for {with_article(level)}")


def route_of(act: Act) -> str | None:
    """The code of the act's route, if it has one."""
    if act.route is None:
        return None
    code = route_code(act.route)
    if code is None:
        raise CannotJudge(unknown_route(act.route))
    return code


def refuse_unknown_items(act: Act, ruleset: Ruleset) -> None:
    """A list of items in an act must name items of the ruleset: a misspelled restriction would restrict nothing."""
    performer, student = act.performer, act.student
    lists = {
        "performer.restricted": performer and performer.restricted,
        "performer.educated": performer and performer.educated,
        "student.cleared": student and student.cleared,
    }
    known = (*ruleset.items, *ruleset.unlisted)
    for key, names in lists.items():
        strange = [name for name in names if name not in known] if isinstance(names, tuple) else []
        if strange:
            raise CannotJudge(unknown("The item", strange[0], known) + f" in {quoted(key)}")


def performed(act: Act, route: str | None, levels: tuple[str, ...], ruleset: Ruleset) -> Performed:
    """The item that was done. The levels matter only where every row of a code refuses them on any route."""
    if act.item is None and act.code is None:
        raise CannotJudge("Name what was done: an item or a code", missing=("item",))
    if act.item is None:
        return _by_code(act, str(act.code), route, levels, ruleset)
    item, entry = ruleset.items.get(act.item), ruleset.unlisted.get(act.item)
    if item is not None:
        return _by_item(act, item)
    if entry is None:
        raise CannotJudge(unknown("The item", act.item, (*ruleset.items, *ruleset.unlisted)))
    if act.code is not None and act.code != entry.code:
        raise CannotJudge(
            f"The code {quoted(act.code)} is not the code of {entry.name}; name one of them alone"
        )
    if entry.code is None:
        return _unlisted(entry, act, route, ruleset)
    return _by_code(act, entry.code, route, levels, ruleset)


def _by_item(act: Act, item: RulesetItem) -> Performed:
    if act.code is not None and act.code != item.code and act.code not in item.also:
        raise CannotJudge(
            f"The code {quoted(act.code)} is not a code of {item.name}; name the item or the code alone",
            candidates=(item.id,),
        )
    return Performed(item, item.id, item.name)


def route_is_listed(item: RulesetItem, route: str | None) -> bool:
    """Whether the item lists the route, or the route does not matter for it or was not said."""
    if route is None or not item.routes:
        return True
    return route in item.routes or not (item.kind in ROUTE_COUNTS or item.route_matters)


def unlisted_route(name: str, routes: Iterable[str], route: str) -> str:
    """Say that no rule stands for the route."""
    known = listed(dict.fromkeys(ROUTES[code] for code in routes), "and")
    return f"{name} has no rule for the route {ROUTES[route]}; the rules know {known}"


def _by_code(act: Act, code: str, route: str | None, levels: tuple[str, ...], ruleset: Ruleset) -> Performed:
    own = ruleset.by_code.get(code, ())
    candidates = own + tuple(
        item
        for item in ruleset.also_by_code.get(code, ())
        if not item.told_by.mode or _fits_mode(item, act, own)
    )
    entry = ruleset.unlisted_by_code.get(code)
    if candidates:
        item = _told_apart(candidates, act, code, route, levels)
        return Performed(item, item.id, item.name)
    if entry is not None:
        return _unlisted(entry, act, route, ruleset)
    if code in ruleset.also_by_code:
        names = tuple(item.id for item in ruleset.also_by_code[code])
        raise CannotJudge(
            f"The code {quoted(code)} may stand for {_names(ruleset.also_by_code[code])}; say the mode or choose one",
            candidates=names,
            missing=("mode",),
        )
    known = (*ruleset.by_code, *ruleset.also_by_code, *ruleset.unlisted_by_code)
    raise CannotJudge(unknown("The code", code, known))


def _fits_mode(item: RulesetItem, act: Act, own: tuple[RulesetItem, ...]) -> bool:
    """Whether the mode, said or (beside a row of the code's own) by default, is one of the further item."""
    mode = act.mode or ("initiate" if own and item.kind in INITIATED_BY_DEFAULT else None)
    return mode in item.told_by.mode


def _unlisted(entry: Unlisted, act: Act, route: str | None, ruleset: Ruleset) -> Performed:
    if not entry.by_route:
        raise CannotJudge(f"{entry.name} has no rule of its own: {entry.reason}", decided=entry)
    if route is None:
        reason = f"{entry.name} has no rule of its own; say the route, whose rule decides"
        raise CannotJudge(reason, missing=("route",), decided=entry)
    rows = tuple(item for item in ruleset.by_code.get(route, ()) if item.kind == "route")
    if not rows:
        reason = f"{entry.name} has no rule of its own, and the route {ROUTES[route]} has none either"
        raise CannotJudge(reason, decided=entry)
    row = _told_apart(rows, act, route, route, ())  # a route's rows are all for it
    return Performed(row, entry.id, entry.name, refusing_only=entry.reason)


def _told_apart(
    candidates: tuple[RulesetItem, ...], act: Act, code: str, route: str | None, levels: tuple[str, ...]
) -> RulesetItem:
    """The one item for which the code stands here, by route, supply, formulation and mode, in this order."""
    left = candidates
    if len(left) > 1 and route is not None and any(item.routes for item in left):
        left = _with_route(candidates, route, levels)
        if not left:
            return candidates[0]
    _refuse_contradiction(candidates, left, act, levels)
    left = _with_words(left, act)
    if len(left) == 1:
        return left[0]
    missing = _missing(left, act)
    ask = f"say the {listed(missing)} or choose one" if missing else "choose one"
    raise CannotJudge(
        f"The code {quoted(code)} may stand for {_names(left)}; {ask}", candidates=_ids(left), missing=missing
    )


def _with_route(
    items: tuple[RulesetItem, ...], route: str, levels: tuple[str, ...]
) -> tuple[RulesetItem, ...]:
    """The items that the route tells; none where each of them refuses the levels, since a `no` holds on any route."""
    with_route = tuple(item for item in items if route in item.routes)
    if with_route or not all(item.kind in ROUTE_COUNTS for item in items):
        return with_route or items
    if levels and not _any_may(items, levels):
        return ()
    routes = [listed_route for item in items for listed_route in item.routes]
    name = items[0].code_name or items[0].name
    raise CannotJudge(unlisted_route(name, routes, route), candidates=_ids(items), missing=("route",))


def _with_words(items: tuple[RulesetItem, ...], act: Act) -> tuple[RulesetItem, ...]:
    """The items that the supply, the formulation and the mode of the act tell, as far as they tell any."""
    supply, formulation, mode = act.supply or "agency", act.formulation, act.mode
    items = _narrowed(items, supply, lambda item: item.told_by.supply)
    items = _narrowed(items, formulation, lambda item: item.told_by.formulation)
    if mode is None and all(item.kind in INITIATED_BY_DEFAULT for item in items):
        mode = "initiate"
    return _narrowed(items, mode, lambda item: item.told_by.mode)


def _any_may(items: Iterable[RulesetItem], levels: tuple[str, ...]) -> bool:
    """Whether one of the levels may, or perhaps may, do one of the items."""
    cells = (item.cells[level] for item in items for level in levels)
    return any(cell.grants or cell.unknown for cell in cells)


def _refuse_contradiction(
    candidates: tuple[RulesetItem, ...], left: tuple[RulesetItem, ...], act: Act, levels: tuple[str, ...]
) -> None:
    """Ask where the route tells one item and the formulation another: an auto-injector, and the route IM of a vial."""
    formulation = act.formulation
    if formulation is None or any(
        not item.told_by.formulation or formulation in item.told_by.formulation for item in left
    ):
        return
    others = tuple(item for item in candidates if formulation in item.told_by.formulation)
    if others and _any_may((*left, *others), levels):
        raise CannotJudge(
            f"The route tells {_names(left)} and the formulation {_names(others)}; choose one",
            candidates=_ids((*left, *others)),
            missing=("route", "formulation"),
        )


def _narrowed(
    items: tuple[RulesetItem, ...], word: str | None, telling: Callable[[RulesetItem], tuple[str, ...]]
) -> tuple[RulesetItem, ...]:
    """The items that the word fits; all of them where it fits none or was not said, since it then tells nothing apart."""
    fitting = tuple(item for item in items if not telling(item) or word in telling(item))
    return items if word is None else fitting or items


def _missing(items: tuple[RulesetItem, ...], act: Act) -> tuple[str, ...]:
    """The keys that the act leaves open and that would tell the items apart."""
    telling: dict[str, tuple[str | None, list[tuple[str, ...]]]] = {
        "route": (act.route, [item.routes for item in items]),
        "formulation": (act.formulation, [item.told_by.formulation for item in items]),
        "mode": (act.mode, [item.told_by.mode for item in items]),
    }
    return tuple(key for key, (fact, known) in telling.items() if fact is None and len(set(known)) > 1)


def _ids(items: Iterable[RulesetItem]) -> tuple[str, ...]:
    return tuple(item.id for item in items)


def _names(items: Iterable[RulesetItem]) -> str:
    return listed(f"{item.name} ({item.id})" for item in items)
