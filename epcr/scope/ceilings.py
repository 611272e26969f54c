"""What a child permits and a ceiling above it refuses, found by asking both about acts on either side of each condition.

It refuses to know which file a rule is from.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import islice, product
from typing import Any, Final

from msgspec import structs, to_builtins

from epcr.scope.layers import Case, at_level
from epcr.scope.reading import Performed
from epcr.scope.ruleset import Grant, Item, Ruleset
from epcr.scope.words import ORDERS
from epcr.sheet.act import Act, Agency, Patient, Performer
from epcr.sheet.verdict_marks import PERMITTED
from epcr.words.naming import quoted

# A cell with more combinations of conditions than this is not looked through to the end. The ceiling holds all the same
# when an act is judged; only the file is then not called wrong.
_MOST_ACTS: Final = 5_000


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
        told = {
            key: value
            for key, value in _without_none(to_builtins(self.act)).items()
            if key not in {"ruleset", "item", "level"}
        }
        with_what = f", for example with {told}" if told else ""
        return (
            f"permits what the ceiling {quoted(self.ceiling)} refuses{with_what}; narrow it, or mark the cell there "
            "as extendable"
        )


def widened(ruleset: Ruleset, only: str | None = None) -> Iterator[Widening]:
    """Each cell, of one item only where it is named, that permits an act which a ceiling above refuses, nearest ceiling first."""
    items = ruleset.items.values() if only is None else (ruleset.items[only],)
    for above in ruleset.lineage():
        if not above.ceiling:
            continue
        for item in items:
            known = above.items.get(item.id)
            for level, cell in item.cells.items():
                beneath = known.cells.get(level) if known else None
                if beneath is cell or not cell.grants or (beneath and beneath.extendable):
                    continue
                if known is None or beneath is None:
                    yield Widening(item.id, level, above.id, None)
                    continue
                act = _permitted_only_below(ruleset, item, above, known, level)
                if act is not None:
                    yield Widening(item.id, level, above.id, act)


def _permitted_only_below(
    ruleset: Ruleset, item: Item, above: Ruleset, known: Item, level: str
) -> Act | None:
    """An act at this level that the ruleset permits and the one above does not; None where none was found."""
    for act in _acts(item, (*item.cells[level].grants, *known.cells[level].grants), level):
        if _permits(act, ruleset, item, level) and not _permits(act, above, known, level):
            return structs.replace(act, ruleset=ruleset.id)
    return None


def _permits(act: Act, ruleset: Ruleset, item: Item, level: str) -> bool:
    case = Case(act, Performed(item, item.id, item.name), act.route, level, ruleset)
    return at_level(case).verdict in PERMITTED


def _acts(item: Item, grants: tuple[Grant, ...], level: str) -> Iterator[Act]:
    """Acts that differ in what the ways ask for, on either side of each of their limits."""
    told = [(key, list(dict.fromkeys(values))) for key, values in _said(item, grants).items()]
    for chosen in islice(product(*(values for _, values in told)), _MOST_ACTS):
        said = dict(zip((key for key, _ in told), chosen, strict=True))
        yield Act(
            item=item.id,
            level=level,
            supply=said["supply"],
            formulation=said["formulation"],
            mode=said["mode"],
            setting=said["setting"],
            route=said["route"],
            order=said["order"],
            dose=said["dose"],
            dose_given_before=said["before"],
            unit=next((grant.unit for grant in grants if grant.unit), None),
            patient=_or_none(
                Patient(
                    age_years=said["age"],
                    weight_kg=said["weight"],
                    shorter_than_tape=said["tape"],
                    indication=said["indication"],
                )
            ),
            agency=_or_none(Agency(programs=said["programs"] or None, medical_control=said["governed"],
                                   standing_orders=said["governed"])),
            performer=_or_none(Performer(endorsements=said["endorsements"] or None)),
        )  # fmt: skip


def _or_none(part: Any) -> Any:
    return None if part == type(part)() else part


def _without_none(told: dict[str, Any]) -> dict[str, Any]:
    return {
        key: _without_none(value) if isinstance(value, dict) else value
        for key, value in told.items()
        if value is not None
    }


def _said(item: Item, grants: tuple[Grant, ...]) -> dict[str, Iterator[Any]]:
    """What an act may say of each thing that a way asks for; nothing is said first."""
    return {
        "supply": _supplies(grants),
        "formulation": _asked(grants, "formulation", "infusion"),
        "mode": _asked(grants, "mode", "adjust"),
        "setting": _asked(grants, "setting", "interfacility"),
        "route": _routes(item, grants),
        "indication": _asked(grants, "indication", "other"),
        "age": _beside(grants, "age_from", "age_under"),
        "weight": _beside(grants, "weight_from", "weight_under"),
        "tape": _tapes(grants),
        "programs": _sets(grant.program for grant in grants if grant.program),
        "endorsements": _sets(word for grant in grants for word in grant.endorsement),
        "governed": _governed(grants),
        "order": _orders(grants),
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


def _routes(item: Item, grants: tuple[Grant, ...]) -> Iterator[Any]:
    yield None
    asked = [route for grant in grants for route in grant.route]
    if asked:
        yield from (*asked, *item.routes)


def _orders(grants: tuple[Grant, ...]) -> Iterator[Any]:
    yield None
    if any(grant.order or grant.may == "medical_direction" or grant.unit for grant in grants):
        yield from ORDERS


def _doses(grants: tuple[Grant, ...]) -> Iterator[Any]:
    yield None
    for limit in (limit for grant in grants for limit in (grant.dose_max, grant.cumulative_max)):
        if limit is not None:
            yield from (limit, limit * 1.01)


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


def _tapes(grants: tuple[Grant, ...]) -> Iterator[Any]:
    yield from (None, True) if any(grant.tape for grant in grants) else (None,)


def _sets(words: Iterable[str]) -> Iterator[tuple[str, ...]]:
    """Nothing, all, and each alone."""
    every = tuple(dict.fromkeys(words))
    yield from ((), every, *((word,) for word in every))


def _governed(grants: tuple[Grant, ...]) -> Iterator[Any]:
    yield from (None, False) if any(grant.needs for grant in grants) else (None,)
