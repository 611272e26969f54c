"""The layers through which an act must pass, in the order of SEMANTICS; the first that fails decides.

Each is asked about one level and one grant of a rule; none knows which ruleset or file the rule is from.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from itertools import chain
from typing import Final

from epcr.letters import compared
from epcr.scope.reading import (
    INITIATED_BY_DEFAULT,
    CannotJudge,
    Performed,
    refuse_without_column,
    route_is_listed,
    unlisted_route,
)
from epcr.scope.ruleset import Cell, Grant, Ruleset
from epcr.scope.sentence import Sentence
from epcr.scope.words import (
    MEDICAL_DIRECTION,
    NO_LEVEL,
    ORDERS,
    ROUTES,
    spoken,
    the_endorsement,
    times_in_unit,
)
from epcr.sheet.act import Act, Agency, Patient, Performer, Student
from epcr.sheet.units import plain
from epcr.sheet.verdict_marks import PERMITTED, Layer, Word
from epcr.words.naming import listed, quoted, with_article

# An adult of unknown age is at least this old (SEMANTICS: absent means adult).
ADULT_FROM: Final = 18
# How a condition is said in "may do this only ...".
_AS_TOLD: Final = {
    "supply": "with",
    "formulation": "as",
    "mode": "to",
    "setting": "on",
    "indication": "for",
}

Refusal = tuple[Word, Layer | None, str]


@dataclass(frozen=True)
class Case:
    """An act at one level, with its words read: what was done, by which route, under which ruleset."""

    act: Act
    done: Performed
    route: str | None
    level: str
    ruleset: Ruleset

    @property
    def name(self) -> str:
        """The row's name."""
        return self.done.item.name

    @property
    def who(self) -> str:
        """The level with a capital, as a sentence begins: "An EMT"."""
        spoken = with_article(self.level)
        return spoken[0].upper() + spoken[1:]


@dataclass(frozen=True)
class Outcome:
    """What the layers say of an act at one level, with the cell and grant that decided."""

    verdict: Word
    reason: str
    layer: Layer | None
    cell: Cell
    grant: Grant | None = None
    missing: tuple[str, ...] = ()


def person_refusal(act: Act, subject: str, level: str, on: date) -> Sentence | str | None:
    """Why this person may do nothing, or not this, on this day (layer `certificate`); None where all is well."""
    performer = act.performer or Performer()
    reasons: tuple[tuple[bool, Sentence | str], ...] = (
        (
            level == NO_LEVEL and act.student is None,
            "Whoever holds no certificate and is no student may do nothing",
        ),
        (performer.on_duty is False, "The performer was off duty"),
        *_outside_its_days(performer, on),
        (performer.is_restricted_for(subject), "The certificate is restricted for this"),
        (not performer.is_educated_for(subject), "The performer was not educated for this"),
    )
    return next((reason for applies, reason in reasons if applies), None)


def _outside_its_days(performer: Performer, on: date) -> Iterator[tuple[bool, Sentence]]:
    """The days on which a certificate is not valid, as far as they were told."""
    first, last = performer.certificate_valid_from, performer.certificate_valid_to
    if first is not None:
        yield on < first, Sentence(("The certificate is valid only from ", first))
    if last is not None:
        yield last < on, Sentence(("The certificate was valid only until ", last))


def compact_refusal(act: Act, ruleset: Ruleset) -> str | None:
    """Why a certificate of another state does not hold here (layer `certificate`); None where it does or none is told."""
    state = act.performer.state if act.performer else None
    if ruleset.compact is None or state is None:
        return None
    if compared(state).upper() in {ruleset.state, *ruleset.compact.states}:
        return None
    return f"The certificate was issued by {quoted(state)}, whose certificates do not hold under these rules"


def student_refusal(
    student: Student, subject: str, trained_for: str | None, preceptor: str, ruleset: Ruleset
) -> str | None:
    """Why a student may not do what is beyond the certificate held (layer `student`); None where all is shown.

    `preceptor` is "none" without one. Raise CannotJudge where the level trained for was not said or has no column.
    """
    if student.program_shift is not True:
        return "Beyond the certificate held, a student acts only on a shift of the program"
    if not student.is_cleared_for(subject):
        return "The student was not cleared for this"
    if preceptor == NO_LEVEL:
        return "Beyond the certificate held, a student acts only with a preceptor present"
    refuse_without_column(preceptor, ruleset)
    if trained_for is None:
        raise CannotJudge(
            'Say the level trained for in "student.training_for"', missing=("student.training_for",)
        )
    if trained_for == NO_LEVEL:
        raise CannotJudge('"student.training_for" must be a level that may act; "none" is not one')
    refuse_without_column(trained_for, ruleset)
    if not ruleset.is_at_least(preceptor, trained_for):
        return f"The preceptor, {with_article(preceptor)}, is below the level trained for, {trained_for}"
    return None


def at_level(case: Case) -> Outcome:
    """Judge the case by the layers from `rule` on."""
    done, item = case.done, case.done.item
    cell = item.cells[case.level]
    if not cell.grants:
        return Outcome("not_permitted", _not_in_scope(case), "rule", cell)
    if not route_is_listed(item, case.route):
        reason = unlisted_route(done.name, item.routes, str(case.route))
        return Outcome("cannot_judge", reason, None, cell, missing=("route",))
    if case.route is None and item.route_matters and any(grant.route for grant in cell.grants):
        reason = f"Say the route of {done.name}: the rule depends on it"
        return Outcome("cannot_judge", reason, None, cell, missing=("route",))
    outcomes = [_by_grant(case, cell, grant) for grant in cell.grants]
    # The first way that is open; where none is, the way that failed last came nearest to a permission.
    return max(outcomes, key=_reach)


def _reach(outcome: Outcome) -> int:
    if outcome.verdict in PERMITTED:
        return len(_LAYERS) + 1
    return len(_LAYERS) if outcome.layer is None else list(_LAYERS).index(outcome.layer)


def _not_in_scope(case: Case) -> str:
    done = case.done
    if done.subject == done.item.id:
        said = f"{done.name} is not in the {case.level} scope of practice"
    else:
        said = f"{done.name} has no rule of its own, and the route {case.name} is not in the {case.level} scope of practice"
    if not done.item.lowest_levels:
        return f"{said}, nor in that of any level of this ruleset"
    return f"{said}; it starts at {listed(done.item.lowest_levels)}"


def _by_grant(case: Case, cell: Cell, grant: Grant) -> Outcome:
    for layer in _LAYERS.values():
        if refused := layer(case, grant):
            word, name, reason = refused
            return Outcome(
                word, reason, name, cell, grant, missing=("unit",) if word == "cannot_judge" else ()
            )
    done = case.done
    if done.refusing_only is not None:
        return Outcome(
            "cannot_judge", f"{done.name} has no rule of its own: {done.refusing_only}", None, cell, grant
        )
    if grant.may == "assist":
        reason = f"{case.who} may help with it, because it is the patient's own: {done.name}"
        return Outcome("permitted_assist", reason, None, cell, grant)
    if done.subject == done.item.id:
        reason = f"{done.name} is in the {case.level} scope of practice"
    else:
        reason = f"{done.name} has no rule of its own; the route {case.name} is in the {case.level} scope of practice"
    return Outcome("permitted", reason, None, cell, grant)


def _rule(case: Case, grant: Grant) -> Refusal | None:
    said = next(chain(_other_than_the_row(case), _other_than_the_grant(case, grant)), None)
    return None if said is None else ("not_permitted", "rule", said)


def _other_than_the_row(case: Case) -> Iterator[str]:
    """What in the act makes it another act than the row's."""
    act, only = case.act, case.done.item.only
    if only.formulation and act.formulation is not None and act.formulation not in only.formulation:
        wanted = listed(spoken(word) for word in only.formulation)
        yield f"{case.name} covers {wanted}, not {spoken(act.formulation)}"
    if only.mode and act.mode is not None and act.mode not in only.mode:
        yield f"{case.name} covers the mode {listed(only.mode)}, not {act.mode}"


def _other_than_the_grant(case: Case, grant: Grant) -> Iterator[str]:
    """What in the act this way of being allowed does not cover."""
    act, item = case.act, case.done.item
    supply = act.supply or "agency"
    if grant.may == "assist" and supply != "patient":
        yield f"{case.who} may only help with the patient's own medication; this was agency stock"
    mode = act.mode or (None if item.only.mode or item.kind not in INITIATED_BY_DEFAULT else "initiate")
    indication = act.patient.indication if act.patient else None
    if indication is None and grant.indication_unsaid_is_other:
        indication = "other"
    conditions: tuple[tuple[str, tuple[str, ...], str | None], ...] = (
        ("supply", grant.supply, supply),
        ("formulation", grant.formulation, act.formulation),
        ("mode", grant.mode, mode),
        ("setting", grant.setting, act.setting or "scene"),
        ("indication", grant.indication, indication),
    )
    for what, allowed, said in conditions:
        if allowed and said is not None and said not in allowed:
            wanted = listed(spoken(word) for word in allowed)
            yield f"{case.who} may do {case.name} only {_AS_TOLD[what]} {wanted}, not {spoken(said)}"
    if grant.route and case.route is not None and case.route not in grant.route:
        routes = listed(ROUTES[code] for code in grant.route)
        yield f"{case.who} may do {case.name} only by the route {routes}, not {ROUTES[case.route]}"


def _agency(case: Case, grant: Grant) -> Refusal | None:
    agency = case.act.agency or Agency()
    needs = {*case.ruleset.needs, *grant.needs}
    if "medical_control" in needs and agency.medical_control is False:
        return "not_permitted", "agency", "The agency has no medical control, which the rules demand"
    if "standing_orders" in needs and agency.standing_orders is False:
        return "not_permitted", "agency", "The agency has no standing orders, which the rules demand"
    if grant.program is not None and grant.program not in (agency.programs or ()):
        return (
            "needs_local_authorization",
            "agency",
            f"The agency does not take part in the program “{case.ruleset.programs.get(grant.program, grant.program)}”",
        )
    return None


def _endorsement(case: Case, grant: Grant) -> Refusal | None:
    held = case.act.performer.endorsements if case.act.performer else None
    if not grant.endorsement or set(grant.endorsement).intersection(held or ()):
        return None
    names = case.ruleset.endorsements
    return (
        "needs_local_authorization",
        "endorsement",
        f"The performer lacks {the_endorsement(listed(names.get(one, one) for one in grant.endorsement))}",
    )


def _patient(case: Case, grant: Grant) -> Refusal | None:
    patient = case.act.patient or Patient()
    age = ADULT_FROM if patient.age_years is None else patient.age_years
    weight = patient.weight_kg
    reasons = (
        (
            grant.age_from is not None and age < grant.age_from,
            f"be at least {plain(grant.age_from or 0)} years old",
        ),
        (
            grant.age_under is not None and age >= grant.age_under,
            f"be younger than {plain(grant.age_under or 0)} years",
        ),
        (
            grant.weight_from is not None and weight is not None and weight < grant.weight_from,
            f"weigh at least {plain(grant.weight_from or 0)} kg",
        ),
        (
            grant.weight_under is not None and weight is not None and weight >= grant.weight_under,
            f"weigh less than {plain(grant.weight_under or 0)} kg",
        ),
        (
            grant.tape is not None and (grant.tape == "shorter") is not bool(patient.shorter_than_tape),
            f"be {grant.tape} than the length-based tape",
        ),
    )
    said = next((reason for applies, reason in reasons if applies), None)
    return None if said is None else ("not_permitted", "patient", f"The patient must {said}")


def _order(case: Case, grant: Grant) -> Refusal | None:
    given = case.act.order or "standing"
    wanted: frozenset[str] = frozenset(grant.order)
    if not wanted and grant.may == "medical_direction":
        wanted = MEDICAL_DIRECTION
    if wanted and given not in wanted:
        named = listed(spoken(order) for order in ORDERS if order in wanted)
        needed = "an online order" if wanted == MEDICAL_DIRECTION else named
        there = "no order was told" if case.act.order is None else f"there was {spoken(given)}"
        reason = f"This needs {needed}; {there}"
        return "needs_medical_direction", "order", reason
    return None if given in MEDICAL_DIRECTION else _dose(case.act, grant)


def _dose(act: Act, grant: Grant) -> Refusal | None:
    """Whether the dose stays within what a standing order covers. An absent dose satisfies a limit."""
    dose, before = act.dose or 0.0, act.dose_given_before or 0.0
    if grant.single_dose and before > 0:
        return "needs_medical_direction", "order", "A standing order covers one dose; one was given before"
    limits = (
        (grant.dose_max, dose, "a single dose"),
        (grant.cumulative_max, dose + before, "all doses together"),
    )
    for limit, given, what in limits:
        if limit is None or given == 0:
            continue
        size = times_in_unit(act.unit, grant.unit)
        if size is None:
            reason = f"Say the unit of the dose, one that compares with {grant.unit}: the rule has a maximum"
            return "cannot_judge", None, reason
        if given * size > limit * (1 + 1e-9):  # 0.1 mg and 0.05 mg are 150 mcg, whatever binary fractions say
            most = f"{plain(limit)} {grant.unit}"
            return "needs_medical_direction", "order", f"A standing order covers at most {most} for {what}"
    return None


_LAYERS: Final[dict[str, Callable[[Case, Grant], Refusal | None]]] = {
    "rule": _rule,
    "agency": _agency,
    "endorsement": _endorsement,
    "patient": _patient,
    "order": _order,
}
