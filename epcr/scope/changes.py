"""The nearest changes by which a refused act would become permitted, found in the rules that refused it.

It proposes and looks further where one change is not enough; whether a change permits is for the judgment to say.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from typing import Final

from msgspec import structs

from epcr.scope.dose_limits import covered
from epcr.scope.layers import compact_refusal
from epcr.scope.ruleset import Grant, Ruleset, RulesetItem
from epcr.scope.verdict import LAYERS, ActChange, Verdict
from epcr.scope.words import (
    MEDICAL_DIRECTION,
    ORDERS,
    ROUTES,
    route_code,
    spoken,
    the_endorsement,
)
from epcr.sheet.act import Act, Agency, PatientFacts, Performer, Student
from epcr.sheet.units import plain
from epcr.words.naming import listed, with_article

_MOST_CHANGES: Final = 3


@dataclass(frozen=True)
class _Refused:
    """A refused act with the row that judges it and the grants of the level it was judged at.

    `grants` are those of the cell and what it shares with others, `subject` is the id of what was done, `level` the
    certificate held, `on` the day.
    """

    act: Act
    item: RulesetItem
    grants: tuple[Grant, ...]
    ruleset: Ruleset
    subject: str
    level: str
    on: date


def nearest_changes(
    act: Act, verdict: Verdict, ruleset: Ruleset, decided: Callable[[Act], Verdict]
) -> tuple[ActChange, ...]:
    """The fewest changes that would permit a refused act, nearest first: a fact, then the item, then who performs it.

    Where one change is not enough, those are looked for that open the next layer after it, up to three in a row.
    """
    ways: list[tuple[ActChange, Verdict]] = [(ActChange("", act), verdict)]
    for _ in range(_MOST_CHANGES):
        tried = [
            (_after(before, change), after)
            for before, refused in ways
            for change in _possible_changes(before.act, refused, ruleset, first=before.act is act)
            if (after := decided(change.act)).permitted or _is_nearer(change, refused, after)
        ]
        permitting = [change for change, after in tried if after.permitted]
        if permitting:
            return tuple(_performers_together(_of_the_person(verdict, permitting)))
        ways = [(change, after) for change, after in tried if after.permitted is False]
    return ()


def _of_the_person(verdict: Verdict, permitting: list[ActChange]) -> list[ActChange]:
    """Where the performer's own certificate failed and would do when mended, nobody else need perform it."""
    own = [change for change in permitting if not change.performer]
    return own if own and verdict.layer == "certificate" else permitting


def _is_nearer(change: ActChange, before: Verdict, after: Verdict) -> bool:
    """Whether a refusal came later in the order of the layers than the one before it."""
    if after.permitted is not False or after.layer is None or before.layer is None:
        return False
    return change.performer or LAYERS.index(after.layer) > LAYERS.index(before.layer)


def _after(before: ActChange, change: ActChange) -> ActChange:
    """Both changes as one; somebody else performs it and then *with* what else is needed."""
    if not before.text:
        return change
    if before.performer:
        joined = " performs it with " if not before.several else " and "
        return ActChange(f"{before.text}{joined}{change.text}", change.act, performer=True, several=True)
    return ActChange(f"{before.text} and {change.text}", change.act)


def _possible_changes(act: Act, verdict: Verdict, ruleset: Ruleset, *, first: bool) -> Iterator[ActChange]:
    """What might be changed; another item or another performer only as the first change."""
    item = ruleset.items.get(str(verdict.rule)) or ruleset.items.get(str(verdict.item))
    if item is None:
        return
    cell = item.cells.get(str(verdict.trained_for or verdict.level))
    asked = cell.asked if cell else ()
    refused = _Refused(
        act, item, asked, ruleset, str(verdict.item), str(verdict.level), verdict.on or date.min
    )
    if verdict.layer in _BY_LAYER:
        yield from _BY_LAYER[verdict.layer](refused)
    if not first:
        return
    yield from _another_item(refused)
    for level in ruleset.levels:
        if level != verdict.level:
            another = structs.replace(act, level=level, performer=None, student=None)
            yield ActChange(with_article(level), another, performer=True)


def _performers_together(changes: Iterable[ActChange]) -> Iterator[ActChange]:
    """The changes with those of the performer alone told as one: an AEMT or a Paramedic performs it."""
    performers = []
    for change in changes:
        if change.performer and not change.several:
            performers.append(change)
        else:
            yield change
    if performers:
        yield replace(performers[0], text=f"{listed(change.text for change in performers)} performs it")


def _certificate(refused: _Refused) -> Iterator[ActChange]:
    """A performer whose certificate holds, told by what this one lacked."""
    performer, ruleset = refused.act.performer, refused.ruleset
    if performer is None:
        return
    valid_from, valid_to = performer.certificate_valid_from, performer.certificate_valid_to
    elsewhere = compact_refusal(refused.act, ruleset, refused.level) is not None
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
        yield ActChange(f"a performer {listed(wanted, 'and')}", structs.replace(refused.act, performer=kept))


def _student(refused: _Refused) -> Iterator[ActChange]:
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
        yield ActChange(listed(wanted, "and"), structs.replace(refused.act, student=shown))


def _rule(refused: _Refused) -> Iterator[ActChange]:
    yield from _supply(refused)
    yield from _formulation(refused)
    yield from _mode(refused)
    act, grants = refused.act, refused.grants
    for setting in _words(*(grant.setting for grant in grants)):
        yield ActChange(spoken(setting), structs.replace(act, setting=setting))
    for route in _words(*(grant.route for grant in grants)):
        yield ActChange(f"the route {ROUTES[route]}", structs.replace(act, route=route))
    patient = act.patient or PatientFacts()
    for indication in _words(*(grant.indication for grant in grants)):
        meant = structs.replace(patient, indication=indication)
        yield ActChange(f"for {spoken(indication)}", structs.replace(act, patient=meant))


def _supply(refused: _Refused) -> Iterator[ActChange]:
    act, grants = refused.act, refused.grants
    if any(grant.may == "assist" or "patient" in grant.supply for grant in grants):
        yield ActChange("the patient's own medication", structs.replace(act, supply="patient"))
    if any("agency" in grant.supply for grant in grants):
        yield ActChange("medication from the agency's stock", structs.replace(act, supply="agency"))


def _formulation(refused: _Refused) -> Iterator[ActChange]:
    act, only = refused.act, refused.item.only
    if act.formulation is None:  # one that was not said is met
        return
    for formulation in _words(only.formulation, *(grant.formulation for grant in refused.grants)):
        text = f"{spoken(formulation)} instead of {spoken(act.formulation)}"
        yield ActChange(text, structs.replace(act, formulation=formulation))


def _mode(refused: _Refused) -> Iterator[ActChange]:
    act, only = refused.act, refused.item.only
    for mode in _words(only.mode, *(grant.mode for grant in refused.grants)):
        text = f"the mode {mode}" if act.mode is None else f"{mode} instead of {act.mode}"
        yield ActChange(text, structs.replace(act, mode=mode))


def _agency(refused: _Refused) -> Iterator[ActChange]:
    act, named = refused.act, refused.ruleset.programs
    agency = act.agency or Agency()
    for program in _words(*((grant.program,) for grant in refused.grants if grant.program)):
        joined = structs.replace(agency, programs=(*(agency.programs or ()), program))
        yield ActChange(f"an agency in the program “{named[program]}”", structs.replace(act, agency=joined))
    lacked = {
        "medical control": agency.medical_control is False,
        "standing orders": agency.standing_orders is False,
    }
    wanted = [words for words, was_lacked in lacked.items() if was_lacked]
    if wanted:
        governed = structs.replace(agency, medical_control=None, standing_orders=None)
        yield ActChange(f"an agency with {listed(wanted, 'and')}", structs.replace(act, agency=governed))


def _endorsement(refused: _Refused) -> Iterator[ActChange]:
    act, named = refused.act, refused.ruleset.endorsements
    performer = act.performer or Performer()
    for endorsement in _words(*(grant.endorsement for grant in refused.grants)):
        endorsed = structs.replace(performer, endorsements=(*(performer.endorsements or ()), endorsement))
        name = named[endorsement]
        yield ActChange(the_endorsement(name), structs.replace(act, performer=endorsed))


def _order(refused: _Refused) -> Iterator[ActChange]:
    act = refused.act
    accepted = set(_words(*(grant.order for grant in refused.grants)))
    for order in ORDERS:
        if order in MEDICAL_DIRECTION | accepted - {"none"}:
            yield ActChange(spoken(order), structs.replace(act, order=order))
    if any(grant.control == "unreachable" for grant in refused.grants):
        unreached = structs.replace(act, control_reached=False)
        yield ActChange("medical control that could not be reached", unreached)
    if any(grant.control == "reachable" for grant in refused.grants):
        yield ActChange("medical control that was reached", structs.replace(act, control_reached=True))
    yield from _doses_within(refused)


def _doses_within(refused: _Refused) -> Iterator[ActChange]:
    """What a standing order would still cover of a dose that is beyond it, or would of one that is too small; in its unit."""
    act, dose = refused.act, refused.act.dose or 0
    for grant in refused.grants:
        least, most = covered(grant, act)
        if 0 < most < dose:
            yield ActChange(f"a dose of at most {plain(most)} {act.unit}", structs.replace(act, dose=most))
        if 0 < dose < least <= most:
            yield ActChange(f"a dose of at least {plain(least)} {act.unit}", structs.replace(act, dose=least))


def _another_item(refused: _Refused) -> Iterator[ActChange]:
    """The items with the same code, each done as its own words say: another supply, formulation, mode or route."""
    item = refused.item
    if item.kind == "route" or item.code is None:
        return
    for other in refused.ruleset.by_code[item.code]:
        if other.id != item.id:
            yield ActChange(f"recorded as {other.name}, if that was done", _done_as(other, refused.act))


def _done_as(item: RulesetItem, act: Act) -> Act:
    told_by = item.told_by
    route_fits = act.route is not None and route_code(act.route) in item.routes
    return structs.replace(
        act,
        item=item.id,
        code=None,
        route=act.route if route_fits else next(iter(item.routes), None),
        supply=next(iter(told_by.supply), None),
        formulation=next(iter(told_by.formulation), None),
        mode=next(iter(told_by.mode), None),
    )


def _words(*lists: tuple[str, ...]) -> Iterator[str]:
    """Each word once."""
    yield from dict.fromkeys(word for words in lists for word in words)


_BY_LAYER: Final[dict[str, Callable[[_Refused], Iterator[ActChange]]]] = {
    "certificate": _certificate,
    "student": _student,
    "rule": _rule,
    "agency": _agency,
    "endorsement": _endorsement,
    "order": _order,
}
