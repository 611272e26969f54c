"""The layers through which an act must pass, in the order of SEMANTICS; the first that fails decides.

Each is asked about one level and one grant of a rule; none knows which ruleset or file the rule is from.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import chain
from typing import Final, TypeGuard

from epcr.letters import compared
from epcr.scope.dose_limits import LIMITS, DoseRefusal, dose_refusal
from epcr.scope.reading import (
    INITIATED_BY_DEFAULT,
    CannotJudge,
    Performed,
    refuse_without_column,
    route_is_listed,
    unlisted_route,
)
from epcr.scope.ruleset import Cell, Grant, Ruleset
from epcr.scope.sentence import DatedSentence
from epcr.scope.words import (
    FOUND,
    FOUND_WORDS,
    MEDICAL_DIRECTION,
    NO_LEVEL,
    ORDERS,
    ROUTES,
    Found,
    spoken,
    the_endorsement,
)
from epcr.sheet.act import Act, Agency, PatientFacts, Performer, Student
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

Refusal = tuple[Word, Layer | None, str] | DoseRefusal

# How a patient was who is not as a rule asks.
_FOUND_OTHERWISE: Final[dict[str, str]] = {
    "apneic": "was breathing",
    "breathing": "was apneic",
    "pulseless": "had a pulse",
    "pulse": "was pulseless",
    "awake": "was not awake",
    "not_awake": "was awake",
}
_MUST: Final[dict[str, str]] = {"pulse": "have a pulse", "not_awake": "not be awake"}
_ASK_FOR: Final[dict[str, str]] = {
    "apneic": "whether the patient was breathing",
    "pulseless": "whether the patient had a pulse",
    "awake": "whether the patient was awake",
}


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
class LevelOutcome:
    """What the layers say of an act at one level, with the cell and grant that decided.

    `rule_from` is the id of the ruleset whose rule that was. `taken_as_met` are the conditions that were counted as met only
    because the act does not tell them. `candidates` are the items that it may have been instead.
    """

    verdict: Word
    reason: str
    layer: Layer | None
    cell: Cell
    grant: Grant | None = None
    missing: tuple[str, ...] = ()
    rule_from: str | None = None
    candidates: tuple[str, ...] = ()
    taken_as_met: tuple[str, ...] = ()


def person_refusal(act: Act, subject: str, level: str, on: date) -> DatedSentence | str | None:
    """Why this person may do nothing, or not this, on this day (layer `certificate`); None where all is well."""
    performer = act.performer or Performer()
    reasons: tuple[tuple[bool, DatedSentence | str], ...] = (
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


def _outside_its_days(performer: Performer, on: date) -> Iterator[tuple[bool, DatedSentence]]:
    """The days on which a certificate is not valid, as far as they were told."""
    first, last = performer.certificate_valid_from, performer.certificate_valid_to
    if first is not None:
        yield on < first, DatedSentence(("The certificate is valid only from ", first))
    if last is not None:
        yield last < on, DatedSentence(("The certificate was valid only until ", last))


def compact_refusal(act: Act, ruleset: Ruleset, level: str) -> str | None:
    """Why a certificate of another state does not hold here (layer `certificate`); None where it does or none is told."""
    state, compact = issued_elsewhere(act, ruleset), ruleset.compact
    if compact is None or state is None:
        return None
    if state not in compact.states:
        return (
            f"The certificate was issued by {quoted(state)}, whose certificates do not hold under these rules"
        )
    if compact.levels and level not in compact.levels:
        covered = listed(compact.levels, "and")
        return f"The certificate was issued by {quoted(state)}; the Compact covers {covered}, not {level}"
    return None


def issued_elsewhere(act: Act, ruleset: Ruleset) -> str | None:
    """The state that issued the certificate, in capitals, where it is told and another than the ruleset's."""
    if act.performer is None or act.performer.state is None:
        return None
    state = compared(act.performer.state).upper()
    return None if state == ruleset.state else state


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


def at_level(case: Case) -> LevelOutcome:
    """Judge the case by the layers from `rule` on."""
    done, item = case.done, case.done.item
    cell = item.cells[case.level]
    if cell.unknown:
        return LevelOutcome("cannot_judge", _not_known(case), None, cell)
    if not cell.grants:
        return LevelOutcome("not_permitted", _not_in_scope(case), "rule", cell)
    if not route_is_listed(item, case.route):
        reason = unlisted_route(done.name, item.routes, str(case.route))
        return LevelOutcome(
            "cannot_judge", reason, None, cell, missing=("route",), candidates=_by_this_route(case)
        )
    if case.route is None and item.route_matters and any(grant.route for grant in cell.grants):
        reason = f"Say the route of {done.name}: the rule depends on it"
        return LevelOutcome("cannot_judge", reason, None, cell, missing=("route",))
    outcomes = [_by_grant(case, cell, grant) for grant in cell.grants]
    # The first way that is open; where none is, the way that failed last came nearest to a permission.
    return max(outcomes, key=_reach)


def _reach(outcome: LevelOutcome) -> int:
    if outcome.verdict in PERMITTED:
        return len(_LAYERS) + 1
    return len(_LAYERS) if outcome.layer is None else list(_LAYERS).index(outcome.layer)


def _by_this_route(case: Case) -> tuple[str, ...]:
    """The items of the same code that have a rule for the route of the act."""
    alike = case.ruleset.by_code.get(case.done.item.code or "", ())
    return tuple(item.id for item in alike if item.kind != "route" and case.route in item.routes)


def _not_known(case: Case) -> str:
    """That the rules leave it open; only a source may close it."""
    return f"No source of these rules says whether {with_article(case.level)} may do {case.done.name}"


def _not_in_scope(case: Case) -> str:
    done = case.done
    if done.subject == done.item.id:
        refusal = f"{done.name} is not in the {case.level} scope of practice"
    else:
        refusal = f"{done.name} has no rule of its own, and the route {case.name} is not in the {case.level} scope of practice"
    if not done.item.lowest_levels:
        return f"{refusal}, nor in that of any level of this ruleset"
    return f"{refusal}; it starts at {listed(done.item.lowest_levels)}"


def _by_grant(case: Case, cell: Cell, grant: Grant) -> LevelOutcome:
    parts = ((grant, cell.ruleset), *((shared.asks, shared.ruleset) for shared in cell.shared))
    for layer in _LAYERS.values():
        for part, rule_from in parts:
            if refused := layer(case, part):
                word, name, reason = refused[:3]
                return LevelOutcome(word, reason, name, cell, part, _missing(refused), rule_from)
    for part, rule_from in parts:
        if unknown := _unknown_findings(case.act, part):
            reason = f"Say {listed((_ASK_FOR[fact] for fact in unknown), 'and')}: the rule depends on it"
            missing = tuple(f"patient.{fact}" for fact in unknown)
            return LevelOutcome("cannot_judge", reason, None, cell, part, missing, rule_from)
    allowed = _allowed(case, cell, grant)
    met = dict.fromkeys(words for part, _ in parts for words in untold(case, part))
    return replace(allowed, rule_from=cell.ruleset, taken_as_met=tuple(met))


def _allowed(case: Case, cell: Cell, grant: Grant) -> LevelOutcome:
    """What is said of an act that no layer refuses."""
    done = case.done
    if done.refusing_only is not None:
        return LevelOutcome(
            "cannot_judge", f"{done.name} has no rule of its own: {done.refusing_only}", None, cell, grant
        )
    if grant.may == "assist":
        reason = f"{case.who} may help with it, because it is the patient's own: {done.name}"
        return LevelOutcome("permitted_assist", reason, None, cell, grant)
    if done.subject == done.item.id:
        reason = f"{done.name} is in the {case.level} scope of practice"
    else:
        reason = f"{done.name} has no rule of its own; the route {case.name} is in the {case.level} scope of practice"
    return LevelOutcome("permitted", reason, None, cell, grant)


def _unknown_findings(act: Act, grant: Grant) -> tuple[str, ...]:
    """What of the patient a rule asks for and the act does not tell, each fact once."""
    patient = act.patient or PatientFacts()
    facts = (FOUND[word][0] for word in grant.findings)
    return tuple(fact for fact in dict.fromkeys(facts) if getattr(patient, fact) is None)


def untold(case: Case, grant: Grant) -> Iterator[str]:
    """The conditions of a way that count as met only because the act does not tell them.

    What has a usual answer (an adult, the agency's stock, a scene, a standing order) is not among them.
    """
    act, patient = case.act, case.act.patient or PatientFacts()
    limited = any(getattr(grant, name) is not None for name in LIMITS)
    asked = (
        ("the route", bool(grant.route) and case.route is None),
        ("the formulation", bool(grant.formulation) and act.formulation is None),
        ("the mode", bool(grant.mode) and _mode(case) is None),
        ("the indication", bool(grant.indication) and _indication(act, grant) is None),
        (
            "the weight",
            patient.weight_kg is None and (grant.weight_from is not None or grant.weight_under is not None),
        ),
        ("the dose", limited and act.dose is None and act.order not in MEDICAL_DIRECTION),
    )
    yield from (words for words, is_untold in asked if is_untold)


def _missing(refused: Refusal) -> tuple[str, ...]:
    """The key of the act without which nothing can be said."""
    return (refused.missing,) if isinstance(refused, DoseRefusal) and refused.missing else ()


def _rule(case: Case, grant: Grant) -> Refusal | None:
    reason = next(chain(_other_than_the_row(case), _other_than_the_grant(case, grant)), None)
    return None if reason is None else ("not_permitted", "rule", reason)


def _other_than_the_row(case: Case) -> Iterator[str]:
    """What in the act makes it another act than the row's."""
    act, only = case.act, case.done.item.only
    if _is_outside(act.formulation, only.formulation):
        wanted = listed(spoken(word) for word in only.formulation)
        yield f"{case.name} covers {wanted}, not {spoken(act.formulation)}"
    if _is_outside(act.mode, only.mode):
        yield f"{case.name} covers the mode {listed(only.mode)}, not {act.mode}"


def _other_than_the_grant(case: Case, grant: Grant) -> Iterator[str]:
    """What in the act this way of being allowed does not cover."""
    act = case.act
    supply = act.supply or "agency"
    if grant.may == "assist" and supply != "patient":
        whose = "agency stock" if supply == "agency" else "somebody else's"
        yield f"{case.who} may only help with the patient's own medication; this was {whose}"
    conditions: tuple[tuple[str, tuple[str, ...], str | None], ...] = (
        ("supply", grant.supply, supply),
        ("formulation", grant.formulation, act.formulation),
        ("mode", grant.mode, _mode(case)),
        ("setting", grant.setting, act.setting or "scene"),
        ("indication", grant.indication, _indication(act, grant)),
    )
    for what, allowed, fact in conditions:
        if _is_outside(fact, allowed):
            wanted = listed(spoken(word) for word in allowed)
            yield f"{case.who} may do {case.name} only {_AS_TOLD[what]} {wanted}, not {spoken(fact)}"
    if _is_outside(case.route, grant.route):
        routes = listed(ROUTES[code] for code in grant.route)
        yield f"{case.who} may do {case.name} only by the route {routes}, not {ROUTES[case.route]}"


def _is_outside(fact: str | None, covered: Sequence[str]) -> TypeGuard[str]:
    """Whether a fact was said and is none of those that a rule covers; one that names none covers all."""
    return bool(covered) and fact is not None and fact not in covered


def _mode(case: Case) -> str | None:
    """The mode that was said; where none was, an item that does not name its modes was begun."""
    item = case.done.item
    begun = not item.only.mode and item.kind in INITIATED_BY_DEFAULT
    return case.act.mode or ("initiate" if begun else None)


def _indication(act: Act, grant: Grant) -> str | None:
    indication = act.patient.indication if act.patient else None
    return "other" if indication is None and grant.indication_unsaid_is_other else indication


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
        f"The performer lacks {the_endorsement(listed(names.get(slug, slug) for slug in grant.endorsement))}",
    )


def _patient(case: Case, grant: Grant) -> Refusal | None:
    patient = case.act.patient or PatientFacts()
    age = ADULT_FROM if patient.age_years is None else patient.age_years
    demands = (
        (_is_below(age, grant.age_from), f"be at least {plain(grant.age_from or 0)} years old"),
        (_is_from(age, grant.age_under), f"be younger than {plain(grant.age_under or 0)} years"),
        (
            _is_below(patient.weight_kg, grant.weight_from),
            f"weigh at least {plain(grant.weight_from or 0)} kg",
        ),
        (
            _is_from(patient.weight_kg, grant.weight_under),
            f"weigh less than {plain(grant.weight_under or 0)} kg",
        ),
        (
            grant.tape is not None and (grant.tape == "shorter") is not bool(patient.shorter_than_tape),
            f"be {grant.tape} than the length-based tape",
        ),
        *((_is_otherwise(patient, word), _found(word)) for word in grant.findings),
    )
    demand = next((demand for is_unmet, demand in demands if is_unmet), None)
    return None if demand is None else ("not_permitted", "patient", f"The patient must {demand}")


def _is_otherwise(patient: PatientFacts, word: Found) -> bool:
    """Whether it was told that the patient was not as the rule asks."""
    fact, wanted = FOUND[word]
    return getattr(patient, fact) is (not wanted)


def _found(word: Found) -> str:
    must = _MUST.get(word) or f"be {FOUND_WORDS[word]}"
    return f"{must}; this patient {_FOUND_OTHERWISE[word]}"


def _is_below(number: float | None, limit: float | None) -> bool:
    return number is not None and limit is not None and number < limit


def _is_from(number: float | None, limit: float | None) -> bool:
    return number is not None and limit is not None and number >= limit


def _control(act: Act, grant: Grant) -> str | None:
    """Why this way is not open while medical control can, or cannot, be reached."""
    reached = act.control_reached is not False
    if grant.control == "unreachable" and reached:
        what = "it was reached" if act.control_reached else "nothing says that it could not be"
        return f"This is only for when medical control cannot be reached; {what}"
    if grant.control == "reachable" and not reached:
        return "This is only for when medical control can be reached; it could not be"
    return None


def _order(case: Case, grant: Grant) -> Refusal | None:
    if reason := _control(case.act, grant):
        return "needs_medical_direction", "order", reason
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
    return dose_refusal(case.act, grant, ordered=given in MEDICAL_DIRECTION)


_LAYERS: Final[dict[str, Callable[[Case, Grant], Refusal | None]]] = {
    "rule": _rule,
    "agency": _agency,
    "endorsement": _endorsement,
    "patient": _patient,
    "order": _order,
}
