"""The single changes by which a refused act might become permitted, found in the rule that refused it.

It only proposes; whether a change permits is for the judgment to say.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from typing import Final

from msgspec import structs

from epcr.scope.act import Act, Agency, Performer, Student
from epcr.scope.ruleset import Grant, Item, Ruleset
from epcr.scope.verdict import Change, Verdict
from epcr.scope.words import ROUTES, listed, route_code, with_article


@dataclass(frozen=True)
class _Refused:
    """A refused act with the row that judges it and the grants of the level it was judged at."""

    act: Act
    item: Item
    grants: tuple[Grant, ...]


def possible_changes(act: Act, verdict: Verdict, ruleset: Ruleset) -> Iterator[Change]:
    """What might be changed, nearest first: a fact, then the item, then who performs it."""
    item = ruleset.items.get(str(verdict.rule)) or ruleset.items.get(str(verdict.item))
    if item is None:
        return
    cell = item.cells.get(str(verdict.trained_for or verdict.level))
    refused = _Refused(act, item, cell.grants if cell else ())
    if verdict.layer in _BY_LAYER:
        yield from _BY_LAYER[verdict.layer](refused)
    yield from _another_item(refused, ruleset)
    for level in ruleset.levels:
        if level != verdict.level:
            another = structs.replace(act, level=level, performer=None, student=None)
            yield Change(with_article(level), another, performer=True)


def one_of_the_others(changes: Iterable[Change]) -> Iterator[Change]:
    """The changes with those of the performer told as one: an AEMT or a Paramedic performs it."""
    performers = []
    for change in changes:
        if change.performer:
            performers.append(change)
        else:
            yield change
    if performers:
        yield replace(performers[0], text=f"{listed(change.text for change in performers)} performs it")


def _certificate(refused: _Refused) -> Iterator[Change]:
    performer = refused.act.performer
    if performer is not None:
        kept = Performer(state=performer.state, endorsements=performer.endorsements)
        text = "a performer on duty, educated for it, with a certificate valid for it on that day"
        yield Change(text, structs.replace(refused.act, performer=kept))


def _student(refused: _Refused) -> Iterator[Change]:
    student = refused.act.student
    if student is not None and student.training_for is not None:
        level = student.training_for
        supervised = Student(training_for=level, program_shift=True, cleared=True, preceptor_level=level)
        text = f"a shift of the program, cleared for it, with {with_article(level)} as preceptor"
        yield Change(text, structs.replace(refused.act, student=supervised))


def _rule(refused: _Refused) -> Iterator[Change]:
    act, grants, only = refused.act, refused.grants, refused.item.only
    if any(grant.may == "assist" or "patient" in grant.supply for grant in grants):
        yield Change("the patient's own medication", structs.replace(act, supply="patient"))
    if any("agency" in grant.supply for grant in grants):
        yield Change("medication from the agency's stock", structs.replace(act, supply="agency"))
    for formulation in _words(only.formulation, *(grant.formulation for grant in grants)):
        yield Change(f"the formulation {formulation}", structs.replace(act, formulation=formulation))
    for mode in _words(only.mode, *(grant.mode for grant in grants)):
        yield Change(f"the mode {mode}", structs.replace(act, mode=mode))
    for setting in _words(*(grant.setting for grant in grants)):
        yield Change(f"the setting {setting}", structs.replace(act, setting=setting))
    for route in _words(*(grant.route for grant in grants)):
        yield Change(f"the route {ROUTES[route]}", structs.replace(act, route=route))


def _agency(refused: _Refused) -> Iterator[Change]:
    act = refused.act
    agency = act.agency or Agency()
    for program in _words(*((grant.program,) for grant in refused.grants if grant.program)):
        joined = structs.replace(agency, programs=(*(agency.programs or ()), program))
        yield Change(f"an agency in the program {program}", structs.replace(act, agency=joined))
    governed = structs.replace(agency, medical_control=True, standing_orders=True)
    yield Change("an agency with medical control and standing orders", structs.replace(act, agency=governed))


def _endorsement(refused: _Refused) -> Iterator[Change]:
    act = refused.act
    performer = act.performer or Performer()
    for endorsement in _words(*(grant.endorsement for grant in refused.grants)):
        endorsed = structs.replace(performer, endorsements=(*(performer.endorsements or ()), endorsement))
        yield Change(f"the endorsement {endorsement}", structs.replace(act, performer=endorsed))


def _order(refused: _Refused) -> Iterator[Change]:
    yield Change("an online order beforehand", structs.replace(refused.act, order="online_prior"))
    yield Change("an online order at the same time", structs.replace(refused.act, order="online_concurrent"))


def _another_item(refused: _Refused, ruleset: Ruleset) -> Iterator[Change]:
    """The items with the same code, each done as its own words say: another supply, formulation, mode or route."""
    item = refused.item
    if item.kind == "route" or item.code is None:
        return
    for other in ruleset.by_code[item.code]:
        if other.id == item.id:
            continue
        told = other.told_by
        kept = refused.act.route is not None and route_code(refused.act.route) in other.routes
        changed = structs.replace(
            refused.act,
            item=other.id,
            code=None,
            route=refused.act.route if kept else next(iter(other.routes), None),
            supply=told.supply[0] if told.supply else None,
            formulation=told.formulation[0] if told.formulation else None,
            mode=told.mode[0] if told.mode else None,
        )
        yield Change(f"recorded as {other.name}, if that was done", changed)


def _words(*lists: tuple[str, ...]) -> Iterator[str]:
    """Each word once."""
    yield from dict.fromkeys(word for words in lists for word in words)


_BY_LAYER: Final[dict[str, Callable[[_Refused], Iterator[Change]]]] = {
    "certificate": _certificate,
    "student": _student,
    "rule": _rule,
    "agency": _agency,
    "endorsement": _endorsement,
    "order": _order,
}
