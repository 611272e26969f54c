"""A verdict in the words of the form: what it was judged by, at which step it stopped, what is asked for, which answer helps.

It reads the verdict as a sheet keeps it; it refuses to know any rule. What a verdict is called is in `epcr.sheet.verdict_marks`.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from epcr.checks.age import of_years
from epcr.scope.words import FOUND, FOUND_WORDS
from epcr.sheet.act import Act, PatientFacts
from epcr.sheet.anchor import Anchor
from epcr.sheet.catalog import CatalogItem, catalog
from epcr.sheet.context import Context
from epcr.sheet.crew import CrewMember
from epcr.sheet.date_words import write_date
from epcr.sheet.interventions import Intervention
from epcr.sheet.patient import Patient
from epcr.sheet.run_sheet import RunSheet
from epcr.sheet.units import plain
from epcr.sheet.verdict import KeptVerdict, NearChange
from epcr.sheet.verdict_marks import OF_THE_PERSON, Layer
from epcr.sheet.vocabulary import vocabulary
from epcr.words.naming import abbreviated

# The layers in the order of judging, as a question that each asks.
STEPS: Final[dict[Layer, str]] = {
    "certificate": "the certificate of the person who performed it",
    "student": "the student's clearance and preceptor",
    "rule": "the rule for this level",
    "agency": "the agency's programs and medical control",
    "endorsement": "a personal endorsement",
    "patient": "the patient's age and size",
    "order": "the order",
}
_ASKED_IN_THE_FORM: Final = {
    "item": ("item", "Choose the intervention"),
    "route": ("route", "Choose the route"),
    "mode": ("mode", "Say what was done with it"),
    "formulation": ("formulation", "Choose the formulation"),
    "supply": ("supply", "Say whose medication it was"),
    "unit": ("dose_unit", "Choose the dose unit"),
    "patient.indication": ("indication", "Choose the indication"),
}
# What the rule asks about the patient is told by a vital-sign set taken before the act, or in the primary assessment.
_ASKED_IN_THE_PRIMARY: Final = {
    "patient.apneic": ("breathing_effort", "Record the breathing in a vital-sign set before this, or here"),
    "patient.pulseless": ("pulse_quality", "Record the pulse in a vital-sign set before this, or here"),
    "patient.awake": ("avpu", "Record AVPU in a vital-sign set before this, or here"),
}
_ASKED_AT_THE_MEMBER: Final = {
    "level": "level",
    "student.training_for": "training_for",
    "student.preceptor_level": "preceptor",
    "performer.state": "certificate_state",
}
# The key that a change sets, and the field of the form that says it.
_FIELD_OF: Final = {
    "item": "item", "level": "performer", "route": "route", "supply": "supply", "formulation": "formulation", "mode": "mode",
    "order": "authorization", "control_reached": "authorization", "dose": "dose", "unit": "dose_unit", "patient": "indication",
}  # fmt: skip
ANSWERS: Final = ("order_given", "assisted", "someone_else", "own_medication", "exceeded", "mistake")


@dataclass(frozen=True)
class MissingFact:
    """Something that is missing: the words for it, and the control that takes it."""

    words: str
    anchor: Anchor


def asks(sheet: RunSheet, act: Intervention, verdict: KeptVerdict | None) -> list[MissingFact]:
    """What the form asks for, so that the act can be judged; empty where nothing in a form would help."""
    missing = verdict.missing if verdict else ()
    return [ask for key in missing if (ask := _ask(sheet, act, key)) is not None]


def performer_is_away(sheet: RunSheet, act: Intervention) -> bool:
    """Whether somebody is chosen as performer who is not on the crew of the sheet, or not any more."""
    member = sheet.member(act.performer)
    return act.performer is not None and (member is None or member.struck)


def _ask(sheet: RunSheet, act: Intervention, key: str) -> MissingFact | None:
    if key in _ASKED_IN_THE_FORM:
        name, words = _ASKED_IN_THE_FORM[key]
        return MissingFact(words, act.anchor(name))
    if key in _ASKED_IN_THE_PRIMARY:
        name, words = _ASKED_IN_THE_PRIMARY[key]
        return MissingFact(words, sheet.primary.anchor(name))
    if key == "patient.weight_kg":
        return MissingFact("Enter the patient’s weight", sheet.patient.anchor("weight"))
    member = sheet.member(act.performer)
    if member is None or member.struck:
        return MissingFact("Choose who performed it", act.anchor("performer")) if key == "level" else None
    if key not in _ASKED_AT_THE_MEMBER:
        return None
    name = _ASKED_AT_THE_MEMBER[key]
    label = CrewMember.fields()[name].label
    return MissingFact(
        f"Fill in “{label}” of {member.member or 'the crew member'} under Crew", member.anchor(name)
    )


def candidates(verdict: KeptVerdict) -> list[CatalogItem]:
    """The interventions to choose from, where the one recorded can be several."""
    if not verdict.cannot_judge:
        return []
    rows = catalog().rows
    return [rows[name] for name in verdict.candidates if name in rows]


def field_changed(change: NearChange) -> str:
    """The field of the form that a change is said in; empty where it is none of this form's."""
    return next((name for key, name in _FIELD_OF.items() if key in change.facts), "")


def helpful(act: Intervention, verdict: KeptVerdict) -> list[str]:
    """The answers that may make it permitted, by what the engine found, the nearest first."""
    kinds: list[str] = []
    for change in verdict.changes:
        if "level" in change.facts:
            kinds += ["someone_else", "assisted"]
        elif "order" in change.facts:
            kinds += ["order_given"]
        elif act.kind == "medication" and change.facts.get("supply") == "patient":
            kinds += ["own_medication"]
    return list(dict.fromkeys(kinds))


def answers(act: Intervention, verdict: KeptVerdict) -> list[str]:
    """The answers to offer, those that may help first. Nobody owns a procedure."""
    offered = [kind for kind in ANSWERS if kind != "own_medication" or act.kind == "medication"]
    return list(dict.fromkeys([*helpful(act, verdict), *offered]))


def facts_judged_by(act: Intervention, verdict: KeptVerdict, context: Context) -> list[tuple[str, str]]:
    """The facts that the verdict was given on, each with its label; what nobody said is named where it counts as something."""
    facts = verdict.act
    if facts is None:
        return []
    medication = act.kind == "medication"
    lines = (
        ("Level", _level(facts, verdict)),
        ("Order", _order(act, facts, context)),
        ("Taken from", _word("supply", facts.supply or "agency") if medication else ""),
        ("Route", _word("route", facts.route)),
        ("Formulation", _word("formulation", facts.formulation)),
        ("What was done with it", _word("mode", facts.mode)),
        ("Dose", _dose(facts)),
        ("Patient", _patient(facts.patient or PatientFacts(), context)),
        ("Setting", "Interfacility transfer" if facts.setting == "interfacility" else ""),
        ("Agency programs", ", ".join((facts.agency and facts.agency.programs) or ())),
        ("Day of the call", write_date(verdict.on) if verdict.on else ""),
    )
    return [(label, words) for label, words in lines if words]


def refusal_title(verdict: KeptVerdict) -> str:
    """The heading of a refusal: what was in the way, by the layer that refused."""
    return verdict.mark.heading.format(level=verdict.judged_level or "this")


def starts_at(verdict: KeptVerdict) -> str:
    """Where the skill starts, as a sentence; empty where the level was not the matter, or the reason says it already."""
    levels = verdict.lowest_levels
    of_the_person = verdict.layer in OF_THE_PERSON
    if not levels or of_the_person or verdict.level in levels or "starts at" in verdict.reason:
        return ""
    return f"It starts at {' or '.join(levels)}."


def as_told(act: Intervention, verdict: KeptVerdict) -> tuple[object, ...]:
    """What an answer to a verdict answers: the act as it was saved, and what was said of it."""
    return act.version, verdict.verdict, verdict.reason


def passed(verdict: KeptVerdict) -> str:
    """At which step the judging stopped, in words: "Stopped at step 3 of 7, the rule for this level"; empty where it did not."""
    if verdict.layer is None:
        return ""
    number = list(STEPS).index(verdict.layer) + 1
    return f"Stopped at step {number} of {len(STEPS)}: {STEPS[verdict.layer]}"


def _level(facts: Act, verdict: KeptVerdict) -> str:
    level = verdict.level or facts.level or ""
    held = "No certificate" if level == "none" else level
    student = facts.student
    if student is None:
        return held
    preceptor = student.preceptor_level
    beside = [
        f"student for {student.training_for}" if student.training_for else "student",
        f"{preceptor} as preceptor" if preceptor else "no preceptor",
    ]
    return "; ".join(filter(None, [held, *beside]))


def _order(act: Intervention, facts: Act, context: Context) -> str:
    spoken = act.fields()["authorization"].show(act.authorization, context)
    if not spoken:
        return "Standing order (no other was recorded)" if facts.order in {None, "standing"} else ""
    parts = [
        f"{spoken} by {act.authorized_by}" if act.authorized_by else spoken,
        context.customs.clock(act.ordered_at) if act.ordered_at else "",
        {True: "read back", False: "not read back"}.get(act.order_read_back, "")
        if act.order_read_back is not None
        else "",
    ]
    return ", ".join(filter(None, parts))


def _dose(facts: Act) -> str:
    dose, before, unit = facts.dose, facts.dose_given_before, _unit(facts.unit)
    if dose is None and before is None:
        return ""
    now = "not said" if dose is None else f"{plain(dose)} {unit}".strip()
    return f"{now}, after {plain(before)} {unit}".strip() if before else now


def _unit(code: str | None) -> str:
    return abbreviated(vocabulary("dose_unit").label(code)) if code else ""


def _patient(patient: PatientFacts, context: Context) -> str:
    facts = ", ".join(_patient_facts(patient, context))
    return facts[:1].upper() + facts[1:]


def _patient_facts(patient: PatientFacts, context: Context) -> Iterator[str]:
    years = patient.age_years
    if years is None:
        yield "adult (no age was recorded)"
    else:
        yield str(of_years(years))
    if (weight := patient.weight_kg) is not None:
        shown = Patient.fields()["weight"].show(weight, context)
        # Rules name kilograms: who reads pounds sees both.
        yield shown if context.customs.weight == "kg" else f"{shown} ({plain(weight)} kg)"
    if patient.shorter_than_tape:
        yield "shorter than the length-based tape"
    if indication := patient.indication:
        yield _word("indication", indication).lower()
    facts = ((word, getattr(patient, fact), wanted) for word, (fact, wanted) in FOUND.items())
    yield from (FOUND_WORDS[word] for word, fact, wanted in facts if fact is wanted)


def _word(name: str, code: str | None) -> str:
    return vocabulary(name).label(code) if code else ""


def others_of_the_crew(act: Intervention, context: Context) -> Sequence[tuple[str, str]]:
    """The crew but whoever is named as performer: id and name with level."""
    return [(code, name) for code, name in context.crew.items() if code != act.performer]
