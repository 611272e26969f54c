"""What a child permits and a ceiling above it refuses, found by asking both about acts on either side of each condition.

It refuses to know which file a rule is from.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import islice, product
from typing import Any, Final

from msgspec import structs, to_builtins

from epcr.scope.dose_limits import LIMITS
from epcr.scope.layers import Case, at_level
from epcr.scope.reading import Performed
from epcr.scope.ruleset import Grant, Ruleset, RulesetItem
from epcr.scope.words import FOUND, ORDERS
from epcr.sheet.act import Act, Agency, PatientFacts, Performer
from epcr.sheet.verdict_marks import PERMITTED
from epcr.words.naming import quoted

# A cell with more combinations of conditions than this is not looked through to the end. The ceiling holds all the same
# when an act is judged; only the file is then not called wrong.
PROBED_KG: Final = 20.0  # a weight at which limits by weight are tried
_MOST_ACTS: Final = 5_000

_FACTS_OF_FINDINGS: Final = tuple(dict.fromkeys(fact for fact, _ in FOUND.values()))


@dataclass(frozen=True)
class Widening:
    """A cell that permits what the ceiling above refuses, with one such act."""

    item: str
    level: str
    ceiling: str
    act: Act | None

    def __str__(self) -> str:
        """What to do about it."""
        if self.act is None:
            return f"permits what the ceiling {quoted(self.ceiling)} has no rule for; take it out, or mark it there"
        facts = {
            key: value
            for key, value in _without_none(to_builtins(self.act)).items()
            if key not in {"ruleset", "item", "level"}
        }
        with_what = f", for example with {facts}" if facts else ""
        return (
            f"permits what the ceiling {quoted(self.ceiling)} refuses{with_what}; narrow it, or mark the cell there "
            "as extendable"
        )


def widened(ruleset: Ruleset, only: str | None = None) -> Iterator[Widening]:
    """Each cell, of one item only where it is named, that permits an act which a ceiling above refuses, nearest ceiling first."""
    items = tuple(ruleset.items.values()) if only is None else (ruleset.items[only],)
    ceilings = (above for above in ruleset.lineage() if above.ceiling)
    for above, item in product(ceilings, items):
        for level in item.cells:
            if (widening := _widening(ruleset, item, above, level)) is not None:
                yield widening


def _widening(ruleset: Ruleset, item: RulesetItem, above: Ruleset, level: str) -> Widening | None:
    """The cell of this level, where it permits what the ceiling refuses; None where it keeps below it."""
    cell, known = item.cells[level], above.items.get(item.id)
    bound = known.cells.get(level) if known else None
    if bound is cell or not cell.grants or (bound and bound.extendable):
        return None
    if known is None or bound is None:
        return Widening(item.id, level, above.id, None)
    act = _permitted_only_below(ruleset, item, above, known, level)
    return None if act is None else Widening(item.id, level, above.id, act)


def _permitted_only_below(
    ruleset: Ruleset, item: RulesetItem, above: Ruleset, known: RulesetItem, level: str
) -> Act | None:
    """An act at this level that the ruleset permits and the one above does not; None where none was found."""
    for act in _acts(item, (*item.cells[level].asked, *known.cells[level].asked), level):
        if _permits(act, ruleset, item, level) and not _permits(act, above, known, level):
            return structs.replace(act, ruleset=ruleset.id)
    return None


def _permits(act: Act, ruleset: Ruleset, item: RulesetItem, level: str) -> bool:
    case = Case(act, Performed(item, item.id, item.name), act.route, level, ruleset)
    return at_level(case).verdict in PERMITTED


def _acts(item: RulesetItem, grants: tuple[Grant, ...], level: str) -> Iterator[Act]:
    """Acts that differ in what the ways ask for, on either side of each of their limits."""
    answers = [(key, list(dict.fromkeys(values))) for key, values in _answers(item, grants).items()]
    for combination in islice(product(*(values for _, values in answers)), _MOST_ACTS):
        facts = dict(zip((key for key, _ in answers), combination, strict=True))
        yield Act(
            item=item.id,
            level=level,
            supply=facts["supply"],
            formulation=facts["formulation"],
            mode=facts["mode"],
            setting=facts["setting"],
            route=facts["route"],
            order=facts["order"],
            control_reached=facts["control"],
            dose=facts["dose"],
            dose_given_before=facts["before"],
            unit=next((grant.unit for grant in grants if grant.unit), None),
            patient=_or_none(
                PatientFacts(
                    age_years=facts["age"],
                    weight_kg=facts["weight"],
                    shorter_than_tape=facts["tape"],
                    indication=facts["indication"],
                    **{fact: facts[fact] for fact in _FACTS_OF_FINDINGS},
                )
            ),
            agency=_or_none(Agency(programs=facts["programs"] or None, medical_control=facts["governed"],
                                   standing_orders=facts["governed"])),
            performer=_or_none(Performer(endorsements=facts["endorsements"] or None)),
        )  # fmt: skip


def _or_none(part: Any) -> Any:
    return None if part == type(part)() else part


def _without_none(facts: dict[str, Any]) -> dict[str, Any]:
    return {
        key: _without_none(value) if isinstance(value, dict) else value
        for key, value in facts.items()
        if value is not None
    }


def _answers(item: RulesetItem, grants: tuple[Grant, ...]) -> dict[str, Iterator[Any]]:
    """What an act may say of each thing that a way asks for; nothing is said first."""
    return {
        "supply": _supplies(grants),
        "formulation": _asked(grants, "formulation", "infusion"),
        "mode": _asked(grants, "mode", "adjust"),
        "setting": _asked(grants, "setting", "interfacility"),
        "route": _routes(item, grants),
        "indication": _asked(grants, "indication", "other"),
        "age": _beside(grants, "age_from", "age_under"),
        "weight": _weights(grants),
        "tape": _tapes(grants),
        "programs": _sets(grant.program for grant in grants if grant.program),
        "endorsements": _sets(word for grant in grants for word in grant.endorsement),
        "governed": _governed(grants),
        "order": _orders(grants),
        "control": _controls(grants),
        **{fact: _findings(grants, fact) for fact in _FACTS_OF_FINDINGS},
        "dose": _doses(grants),
        "before": _before(grants),
    }


def _asked(grants: tuple[Grant, ...], name: str, *more: str) -> Iterator[Any]:
    """Nothing said, every word that a way asks for, and, where one does, a word besides."""
    asked = [word for grant in grants for word in getattr(grant, name)]
    yield from (None, *asked, *(more if asked else ()))


def _supplies(grants: tuple[Grant, ...]) -> Iterator[Any]:
    yield None
    if any(grant.may == "assist" or grant.supply for grant in grants):
        yield "patient"


def _routes(item: RulesetItem, grants: tuple[Grant, ...]) -> Iterator[Any]:
    yield None
    asked = [route for grant in grants for route in grant.route]
    if asked:
        yield from (*asked, *item.routes)


def _orders(grants: tuple[Grant, ...]) -> Iterator[Any]:
    yield None
    if any(grant.order or grant.may == "medical_direction" or grant.unit for grant in grants):
        yield from ORDERS


def _doses(grants: tuple[Grant, ...]) -> Iterator[Any]:
    """Nothing said, each limit and just above it, and just below it where a rule has a least dose."""
    yield None
    for grant in grants:
        weight = PROBED_KG if grant.per_kg else 1
        around = (1, 1.01) if grant.dose_min is None else (0.99, 1, 1.01)
        limits = (limit for name in LIMITS if (limit := getattr(grant, name)) is not None)
        yield from (limit * weight * near for limit in limits for near in around)


def _before(grants: tuple[Grant, ...]) -> Iterator[Any]:
    yield None
    if any(grant.single_dose for grant in grants):
        yield 1.0


def _beside(grants: tuple[Grant, ...], *names: str) -> Iterator[Any]:
    """Nothing said, each limit, and just below it."""
    yield None
    for limit in (getattr(grant, name) for grant in grants for name in names):
        if limit is not None:
            yield from (limit, max(limit - 0.01, 0.01))


def _controls(grants: tuple[Grant, ...]) -> Iterator[Any]:
    yield from (None, False) if any(grant.control for grant in grants) else (None,)


def _findings(grants: tuple[Grant, ...], fact: str) -> Iterator[Any]:
    """Nothing, and both answers where a way asks about it."""
    asked = any(FOUND[word][0] == fact for grant in grants for word in grant.findings)
    yield from (None, True, False) if asked else (None,)


def _weights(grants: tuple[Grant, ...]) -> Iterator[Any]:
    yield from _beside(grants, "weight_from", "weight_under")
    if any(grant.per_kg for grant in grants):
        yield PROBED_KG


def _tapes(grants: tuple[Grant, ...]) -> Iterator[Any]:
    yield from (None, True) if any(grant.tape for grant in grants) else (None,)


def _sets(words: Iterable[str]) -> Iterator[tuple[str, ...]]:
    """Nothing, all, and each alone."""
    every = tuple(dict.fromkeys(words))
    yield from ((), every, *((word,) for word in every))


def _governed(grants: tuple[Grant, ...]) -> Iterator[Any]:
    yield from (None, False) if any(grant.needs for grant in grants) else (None,)
