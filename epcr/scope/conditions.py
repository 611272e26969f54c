"""A cell of a ruleset in words: what the level may do, and on which conditions. The one place for pages, papers and the terminal.

It refuses to judge: it says what stands in the rule and knows no act.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final, Literal

from msgspec import structs

from epcr.scope.dose_limits import limit_words
from epcr.scope.ruleset import Cell, Compact, Grant, Ruleset, SharedCondition
from epcr.scope.words import FOUND_WORDS, MEDICAL_DIRECTION, ORDERS, ROUTES, spoken, the_endorsement
from epcr.sheet.units import plain
from epcr.words.naming import listed

Mark = Literal["yes", "no", "own", "order", "conditions", "unknown"]

MARKS: Final[dict[Mark, str]] = {
    "yes": "yes",
    "no": "no",
    "own": "own medication only",
    "order": "order",
    "conditions": "with conditions",
    "unknown": "not known",
}
_MAY: Final = {"assist": "the patient’s own medication", "medical_direction": "by order", "yes": "yes"}
_SUPPLY: Final = {
    "agency": "the agency’s stock",
    "patient": "the patient’s own supply",
    "another": "somebody else’s supply",
}
_SETTING: Final = {"scene": "on scene", "interfacility": "interfacility transfer"}
_MODE: Final = {
    "initiate": "to begin it",
    "maintain": "to maintain it",
    "adjust": "to adjust it",
    "monitor": "to monitor it",
    "acquire": "to acquire it",
    "interpret": "to interpret it",
}
_LIMITS: Final = {
    "dose_min": "from {} a dose, less by order",
    "dose_max": "up to {} a dose, more by order",
    "cumulative_max": "up to {} in all, more by order",
    "absolute_max": "never more than {} a dose",
}
_CONTROL: Final = {
    "reachable": "only while medical control can be reached",
    "unreachable": "only where medical control cannot be reached",
}
_NEEDS: Final = {
    "medical_control": "the agency has medical control",
    "standing_orders": "the agency has standing orders",
}


def cell_mark(cell: Cell) -> Mark:
    """The kind of a cell; one word for all its ways, `conditions` where they differ or more is asked than the word says."""
    if not cell.grants:
        return "unknown" if cell.unknown else "no"
    if Grant(may="yes") in (rule_of(grant) for grant in cell.grants):
        return "conditions" if cell.shared else "yes"
    kinds = {_kind(grant) for grant in cell.grants}
    return kinds.pop() if len(kinds) == 1 else "conditions"


def cell_words(cell: Cell) -> str:
    """What a level may do, in short: "yes", "no", "own medication only", "order", "with conditions" or "not known"."""
    return MARKS[cell_mark(cell)]


def cell_conditions(cell: Cell, ruleset: Ruleset) -> tuple[str, ...]:
    """The conditions of a cell, a sentence part for each way of being allowed; empty where the short word says all.

    Ways that differ in kind begin with their kind: "by order: route Portacath; for cardiac arrest".
    """
    return tuple(dict.fromkeys(words for words, _note in cell_ways(cell, ruleset) if words))


def cell_ways(cell: Cell, ruleset: Ruleset) -> tuple[tuple[str, str], ...]:
    """Each way of being allowed: its conditions, empty where the short word says all, and what the file notes about it."""
    mark = cell_mark(cell)
    ways = []
    for grant in cell.grants:
        words = "" if mark == "yes" else "; ".join(_ways_words(cell, grant, ruleset))
        if mark == "conditions" and grant.may != "yes":
            words = f"{_MAY[grant.may]}: {words}" if words else _MAY[grant.may]
        ways.append((words, grant.note or ""))
    return tuple(dict.fromkeys(ways))


def cell_text(cell: Cell, ruleset: Ruleset) -> str:
    """The whole cell in one line: "with conditions (with the EMT Airway Endorsement)"."""
    conditions = " – or – ".join(cell_conditions(cell, ruleset))
    words = cell_words(cell)
    return f"{words} ({conditions})" if conditions else words


def grant_words(grant: Grant, ruleset: Ruleset) -> tuple[str, ...]:
    """Each condition of one way of being allowed, in the order in which it is judged; nothing for a plain word."""
    return tuple(_conditions(grant, ruleset))


def shared_words(condition: SharedCondition, ruleset: Ruleset) -> str:
    """A condition that many cells share, in a sentence: which cells, and what they ask for."""
    who = listed(condition.levels, "and") if condition.levels else "Every level"
    names = [_row_name(name, ruleset) for name in (condition.items or condition.but)]
    but = "everything but " if condition.but else ""
    what = but + listed(names, "and") if names else "everything"
    note = f" ({condition.asks.note})" if condition.asks.note else ""
    return f"{who}, {what}: {'; '.join(grant_words(condition.asks, ruleset))}{note}"


def compact_words(compact: Compact) -> str:
    """Whose certificates hold here: "ID, UT (EMT, AEMT and Paramedic; by the scope of the home state)"."""
    states = ", ".join(compact.states)
    more = [listed(compact.levels, "and")] if compact.levels else []
    if compact.scope == "home":
        more.append("by the scope of the home state")
    return f"{states} ({'; '.join(more)})" if more else states


def _row_name(name: str, ruleset: Ruleset) -> str:
    """An item by its name; a category, which has none, as it is."""
    return ruleset.items[name].name if name in ruleset.items else name


def _ways_words(cell: Cell, grant: Grant, ruleset: Ruleset) -> Iterator[str]:
    """The conditions of one way and those that its cell shares with others."""
    for part in (grant, *(condition.asks for condition in cell.shared)):
        yield from grant_words(part, ruleset)


def rule_of(grant: Grant) -> Grant:
    """The grant without what it says about itself: source, confidence, note, whether an agency may extend it."""
    return structs.replace(
        grant,
        source=None,
        confidence=None,
        note=None,
        extendable=False,
        indication_unsaid_is_other=bool(grant.indication) and grant.indication_unsaid_is_other,
    )


def same_rule(cell: Cell, other: Cell) -> bool:
    """Whether two cells allow the same, whatever their sources and notes."""
    return _rules(cell) == _rules(other)


def _rules(cell: Cell) -> tuple[frozenset[Grant], ...]:
    """The ways of a cell and what it shares, without what each says about itself."""
    shared = (condition.asks for condition in cell.shared)
    ways = cell.grants or (Grant(may="unknown" if cell.unknown else "no"),)
    return frozenset(map(rule_of, ways)), frozenset(map(rule_of, shared))


def _kind(grant: Grant) -> Mark:
    if grant.may == "assist":
        return "own"
    return "order" if _asks_first(grant) else "conditions"


def _asks_first(grant: Grant) -> bool:
    """Whether no standing order will do."""
    if not grant.order:
        return grant.may == "medical_direction"
    return "standing" not in grant.order


def _conditions(grant: Grant, ruleset: Ruleset) -> Iterator[str]:
    if grant.formulation:
        yield f"{listed(word.replace('_', ' ') for word in grant.formulation)} only"
    if grant.route:
        yield f"route {listed(ROUTES[code] for code in grant.route)}"
    if grant.supply and grant.may != "assist":
        yield listed(_SUPPLY[word] for word in grant.supply)
    if grant.mode:
        yield listed(_MODE[word] for word in grant.mode)
    if grant.setting:
        yield f"{listed(_SETTING[word] for word in grant.setting)} only"
    if grant.indication:
        yield from _indication(grant)
    yield from (_NEEDS[word] for word in grant.needs)
    if grant.program is not None:
        yield f"in the program “{ruleset.programs[grant.program]}”"
    if grant.endorsement:
        yield f"with {listed(the_endorsement(ruleset.endorsements[slug]) for slug in grant.endorsement)}"
    yield from _patient(grant)
    yield from _order(grant)


def _indication(grant: Grant) -> Iterator[str]:
    named = [word.replace("_", " ") for word in grant.indication if word != "other"]
    other = ["another indication"] if "other" in grant.indication else []
    words = f"for {listed([*named, *other])}"
    # A rule reads a missing indication as met; only one that says so reads it as another than those named.
    yield f"recorded as {words}" if grant.indication_unsaid_is_other and not other else words


def _patient(grant: Grant) -> Iterator[str]:
    yield from _between(grant.age_from, grant.age_under, "age", "years")
    yield from _between(grant.weight_from, grant.weight_under, "weight", "kg")
    if grant.tape is not None:
        yield f"patient {grant.tape} than the length-based tape"
    if grant.findings:
        yield f"patient {listed((FOUND_WORDS[word] for word in grant.findings), 'and')}"


def _between(low: float | None, under: float | None, what: str, unit: str) -> Iterator[str]:
    """A range of the patient in words; `low` belongs to it, `under` does not."""
    if low is not None and under is not None:
        yield f"{what} {plain(low)} to under {plain(under)} {unit}"
    elif low is not None:
        yield f"{what} {plain(low)} {unit} or more"
    elif under is not None:
        yield f"{what} under {plain(under)} {unit}"


def _order(grant: Grant) -> Iterator[str]:
    if grant.order and (set(grant.order) != MEDICAL_DIRECTION or grant.may != "medical_direction"):
        orders = (order for order in ORDERS if order in grant.order)
        yield listed("no order at all" if order == "none" else spoken(order) for order in orders)
    if grant.control is not None:
        yield _CONTROL[grant.control]
    for name, words in _LIMITS.items():
        if (limit := getattr(grant, name)) is not None:
            yield words.format(limit_words(grant, limit))
    if grant.single_dose:
        yield "one dose, further ones by order"
