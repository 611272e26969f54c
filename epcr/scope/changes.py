"""The nearest changes by which a refused act would become permitted, found in the rules that refused it.

It proposes and looks further where one change is not enough; whether a change permits is for the judgment to say.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from typing import Final

from msgspec import structs

from epcr.scope.layers import compact_refusal
from epcr.scope.ruleset import Grant, Item, Ruleset
from epcr.scope.verdict import LAYERS, Change, Verdict
from epcr.scope.words import (
    MEDICAL_DIRECTION,
    ORDERS,
    ROUTES,
    route_code,
    spoken,
    the_endorsement,
    times_in_unit,
)
from epcr.sheet.act import Act, Agency, Patient, Performer, Student
from epcr.sheet.units import plain
from epcr.words.naming import listed, with_article

_MOST_CHANGES: Final = 3


@dataclass(frozen=True)
class _Refused:
    """A refused act with the row that judges it and the grants of the level it was judged at.

    `subject` is the id of what was done, `on` the day.
    """

    act: Act
    item: Item
    grants: tuple[Grant, ...]
    ruleset: Ruleset
    subject: str
    on: date


def nearest_changes(
    act: Act, verdict: Verdict, ruleset: Ruleset, decided: Callable[[Act], Verdict]
) -> tuple[Change, ...]:
    """The fewest changes that would permit a refused act, nearest first: a fact, then the item, then who performs it.

    Where one change is not enough, those are looked for that open the next layer after it, up to three in a row.
    """
    ways: list[tuple[Change, Verdict]] = [(Change("", act), verdict)]
    for _ in range(_MOST_CHANGES):
        tried = [
            (_after(before, change), after)
            for before, refused in ways
            for change in _possible_changes(before.act, refused, ruleset, first=before.act is act)
            if (after := decided(change.act)).permitted or _is_nearer(change, refused, after)
        ]
        found = [change for change, after in tried if after.permitted]
        if found:
            return tuple(_one_of_the_others(_of_the_person(verdict, found)))
        ways = [(change, after) for change, after in tried if after.permitted is False]
    return ()


def _of_the_person(verdict: Verdict, found: list[Change]) -> list[Change]:
    """Where the performer's own certificate failed and would do when mended, nobody else need perform it."""
    own = [change for change in found if not change.performer]
    return own if own and verdict.layer == "certificate" else found


def _is_nearer(change: Change, before: Verdict, after: Verdict) -> bool:
    """Whether a refusal came later in the order of the layers than the one before it."""
    if after.permitted is not False or after.layer is None or before.layer is None:
        return False
    return change.performer or LAYERS.index(after.layer) > LAYERS.index(before.layer)


def _after(before: Change, change: Change) -> Change:
    """Both changes as one; somebody else performs it and then *with* what else is needed."""
    if not before.text:
        return change
    if before.performer:
        joined = " performs it with " if not before.several else " and "
        return Change(f"{before.text}{joined}{change.text}", change.act, performer=True, several=True)
    return Change(f"{before.text} and {change.text}", change.act)


def _possible_changes(act: Act, verdict: Verdict, ruleset: Ruleset, *, first: bool) -> Iterator[Change]:
    """What might be changed; another item or another performer only as the first change."""
    item = ruleset.items.get(str(verdict.rule)) or ruleset.items.get(str(verdict.item))
    if item is None:
        return
    cell = item.cells.get(str(verdict.trained_for or verdict.level))
    refused = _Refused(
        act, item, cell.grants if cell else (), ruleset, str(verdict.item), verdict.on or date.min
    )
    if verdict.layer in _BY_LAYER:
        yield from _BY_LAYER[verdict.layer](refused)
    if not first:
        return
    yield from _another_item(refused)
    for level in ruleset.levels:
        if level != verdict.level:
            another = structs.replace(act, level=level, performer=None, student=None)
            yield Change(with_article(level), another, performer=True)


def _one_of_the_others(changes: Iterable[Change]) -> Iterator[Change]:
    """The changes with those of the performer alone told as one: an AEMT or a Paramedic performs it."""
    performers = []
    for change in changes:
        if change.performer and not change.several:
            performers.append(change)
        else:
            yield change
    if performers:
        yield replace(performers[0], text=f"{listed(change.text for change in performers)} performs it")


def _certificate(refused: _Refused) -> Iterator[Change]:
    """A performer whose certificate holds, told by what this one lacked."""
    performer, ruleset = refused.act.performer, refused.ruleset
    if performer is None:
        return
    valid_from, valid_to = performer.certificate_valid_from, performer.certificate_valid_to
    elsewhere = compact_refusal(refused.act, ruleset) is not None
    lacked = {
        "on duty": performer.on_duty is False,
        "educated for it": not performer.is_educated_for(refused.subject),
        "not restricted for it": performer.is_restricted_for(refused.subject),
        "with a certificate valid on that day": (valid_from is not None and refused.on < valid_from)
        or (valid_to is not None and valid_to < refused.on),
        "with a certificate that holds here": elsewhere,
    }
    wanted = [words for words, was_lacked in lacked.items() if was_lacked]
    if wanted:
        state = ruleset.state if elsewhere else performer.state
        kept = Performer(state=state, endorsements=performer.endorsements)
        yield Change(f"a performer {listed(wanted, 'and')}", structs.replace(refused.act, performer=kept))


def _student(refused: _Refused) -> Iterator[Change]:
    """Studies in which everything is shown, told by what these lacked."""
    student, ruleset = refused.act.student, refused.ruleset
    if student is None or student.training_for is None:
        return
    level, preceptor = student.training_for, student.preceptor_level
    high_enough = preceptor in ruleset.levels and ruleset.is_at_least(str(preceptor), level)
    lacked = {
        "a shift of the program": student.program_shift is not True,
        "being cleared for it": not student.is_cleared_for(refused.subject),
        f"{with_article(level)} as preceptor": not high_enough,
    }
    wanted = [words for words, was_lacked in lacked.items() if was_lacked]
    if wanted:
        kept = preceptor if high_enough else level
        shown = Student(training_for=level, program_shift=True, cleared=True, preceptor_level=kept)
        yield Change(listed(wanted, "and"), structs.replace(refused.act, student=shown))


def _rule(refused: _Refused) -> Iterator[Change]:
    act, grants, only = refused.act, refused.grants, refused.item.only
    if any(grant.may == "assist" or "patient" in grant.supply for grant in grants):
        yield Change("the patient's own medication", structs.replace(act, supply="patient"))
    if any("agency" in grant.supply for grant in grants):
        yield Change("medication from the agency's stock", structs.replace(act, supply="agency"))
    if act.formulation is not None:  # one that was not said is met
        for formulation in _words(only.formulation, *(grant.formulation for grant in grants)):
            told = f"{spoken(formulation)} instead of {spoken(act.formulation)}"
            yield Change(told, structs.replace(act, formulation=formulation))
    for mode in _words(only.mode, *(grant.mode for grant in grants)):
        told = f"the mode {mode}" if act.mode is None else f"{mode} instead of {act.mode}"
        yield Change(told, structs.replace(act, mode=mode))
    for setting in _words(*(grant.setting for grant in grants)):
        yield Change(spoken(setting), structs.replace(act, setting=setting))
    for route in _words(*(grant.route for grant in grants)):
        yield Change(f"the route {ROUTES[route]}", structs.replace(act, route=route))
    patient = act.patient or Patient()
    for indication in _words(*(grant.indication for grant in grants)):
        meant = structs.replace(patient, indication=indication)
        yield Change(f"for {spoken(indication)}", structs.replace(act, patient=meant))


def _agency(refused: _Refused) -> Iterator[Change]:
    act, named = refused.act, refused.ruleset.programs
    agency = act.agency or Agency()
    for program in _words(*((grant.program,) for grant in refused.grants if grant.program)):
        joined = structs.replace(agency, programs=(*(agency.programs or ()), program))
        yield Change(f"an agency in the program “{named[program]}”", structs.replace(act, agency=joined))
    lacked = {
        "medical control": agency.medical_control is False,
        "standing orders": agency.standing_orders is False,
    }
    wanted = [words for words, was_lacked in lacked.items() if was_lacked]
    if wanted:
        governed = structs.replace(agency, medical_control=None, standing_orders=None)
        yield Change(f"an agency with {listed(wanted, 'and')}", structs.replace(act, agency=governed))


def _endorsement(refused: _Refused) -> Iterator[Change]:
    act, named = refused.act, refused.ruleset.endorsements
    performer = act.performer or Performer()
    for endorsement in _words(*(grant.endorsement for grant in refused.grants)):
        endorsed = structs.replace(performer, endorsements=(*(performer.endorsements or ()), endorsement))
        name = named[endorsement]
        yield Change(the_endorsement(name), structs.replace(act, performer=endorsed))


def _order(refused: _Refused) -> Iterator[Change]:
    act = refused.act
    accepted = set(_words(*(grant.order for grant in refused.grants)))
    for order in ORDERS:
        if order in MEDICAL_DIRECTION | accepted - {"none"}:
            yield Change(spoken(order), structs.replace(act, order=order))
    for most in _doses_within(refused):
        yield Change(f"a dose of at most {plain(most)} {act.unit}", structs.replace(act, dose=most))


def _doses_within(refused: _Refused) -> Iterator[float]:
    """What a standing order would still cover of a dose that is beyond it, in the unit of the act."""
    act = refused.act
    if not act.dose:
        return
    for grant in refused.grants:
        size = times_in_unit(grant.unit, act.unit)
        if size is None:
            continue
        single = math.inf if grant.dose_max is None else grant.dose_max * size
        together = math.inf if grant.cumulative_max is None else grant.cumulative_max * size
        most = min(single, together - (act.dose_given_before or 0))
        if 0 < most < act.dose:
            yield most


def _another_item(refused: _Refused) -> Iterator[Change]:
    """The items with the same code, each done as its own words say: another supply, formulation, mode or route."""
    item = refused.item
    if item.kind == "route" or item.code is None:
        return
    for other in refused.ruleset.by_code[item.code]:
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
