"""A verdict in the words of the form: what it was judged by, at which step it stopped, what is asked for, which answer helps.

It reads the verdict as a sheet keeps it (`epcr.checks.verdicts.recorded`); it refuses to know any rule.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from epcr.checks.age import of_years
from epcr.sheet.anchor import Anchor
from epcr.sheet.catalog import Intervention as Choosable
from epcr.sheet.catalog import catalog
from epcr.sheet.context import Context
from epcr.sheet.crew import CrewMember
from epcr.sheet.interventions import Intervention
from epcr.sheet.patient import Patient
from epcr.sheet.run_sheet import RunSheet
from epcr.sheet.units import plain
from epcr.sheet.vocabulary import vocabulary
from epcr.words.naming import abbreviated

Kept = Mapping[str, Any]

# The layers in the order of judging, as a question that each asks.
STEPS: Final = {
    "certificate": "the certificate of whoever performed it",
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
_ASKED_AT_THE_MEMBER: Final = {
    "level": "level",
    "student.training_for": "training_for",
    "student.preceptor_level": "preceptor",
    "performer.state": "certificate_state",
}
# The key that a change sets, and the field of the form that says it.
_FIELD_OF: Final = {
    "item": "item", "level": "performer", "route": "route", "supply": "supply", "formulation": "formulation", "mode": "mode",
    "order": "authorization", "dose": "dose", "unit": "dose_unit", "patient": "indication",
}  # fmt: skip
ANSWERS: Final = ("order_given", "assisted", "someone_else", "own_medication", "exceeded", "mistake")


@dataclass(frozen=True)
class Ask:
    """Something that is missing: the words for it, and the control that takes it."""

    words: str
    anchor: Anchor


def asks(sheet: RunSheet, act: Intervention, verdict: Kept) -> list[Ask]:
    """What the form asks for, so that the act can be judged; empty where nothing in a form would help."""
    return [ask for key in verdict.get("missing") or () if (ask := _ask(sheet, act, key)) is not None]


def _ask(sheet: RunSheet, act: Intervention, key: str) -> Ask | None:
    if key in _ASKED_IN_THE_FORM:
        name, words = _ASKED_IN_THE_FORM[key]
        return Ask(words, act.anchor(name))
    member = sheet.member(act.performer)
    if member is None or member.struck:
        return Ask("Choose who performed it", act.anchor("performer")) if key == "level" else None
    if key not in _ASKED_AT_THE_MEMBER:
        return None
    name = _ASKED_AT_THE_MEMBER[key]
    label = CrewMember.fields()[name].label
    return Ask(f"Fill in “{label}” of {member.member or 'the crew member'} under Crew", member.anchor(name))


def candidates(verdict: Kept) -> list[Choosable]:
    """The interventions to choose from, where the one recorded can be several."""
    if verdict.get("verdict") != "cannot_judge":
        return []
    rows = catalog().rows
    return [rows[name] for name in verdict.get("candidates") or () if name in rows]


def field_changed(change: Kept) -> str:
    """The field of the form that a change is said in; empty where it is none of this form's."""
    told = change.get("with") or {}
    return next((name for key, name in _FIELD_OF.items() if key in told), "")


def helpful(act: Intervention, verdict: Kept) -> list[str]:
    """The answers that may make it permitted, by what the engine found, the nearest first."""
    found: list[str] = []
    for change in verdict.get("changes") or ():
        told = change.get("with") or {}
        if "level" in told:
            found += ["someone_else", "assisted"]
        elif "order" in told:
            found += ["order_given"]
        elif act.kind == "medication" and told.get("supply") == "patient":
            found += ["own_medication"]
    return list(dict.fromkeys(found))


def answers(act: Intervention, verdict: Kept) -> list[str]:
    """The answers to offer, those that may help first. Nobody owns a procedure."""
    offered = [kind for kind in ANSWERS if kind != "own_medication" or act.kind == "medication"]
    return list(dict.fromkeys([*helpful(act, verdict), *offered]))


def facts_judged_by(act: Intervention, verdict: Kept, context: Context) -> list[tuple[str, str]]:
    """The facts that the verdict was given on, each with its label; what nobody said is named where it counts as something."""
    told: Kept = verdict.get("act") or {}
    if not told:
        return []
    medication = act.kind == "medication"
    lines = (
        ("Level", _level(told, verdict)),
        ("Order", _order(act, told, context)),
        ("Taken from", _word("supply", told.get("supply") or "agency") if medication else ""),
        ("Route", _word("route", told.get("route"))),
        ("Formulation", _word("formulation", told.get("formulation"))),
        ("What was done with it", _word("mode", told.get("mode"))),
        ("Dose", _dose(told)),
        ("Patient", _patient(told.get("patient") or {}, context)),
        ("Setting", "Interfacility transfer" if told.get("setting") == "interfacility" else ""),
        ("Agency programs", ", ".join((told.get("agency") or {}).get("programs") or ())),
        ("Day of the call", day(verdict.get("on"))),
    )
    return [(label, words) for label, words in lines if words]


def refusal_title(verdict: Kept) -> str:
    """The heading of a refusal: what was in the way, by the layer that refused."""
    if verdict.get("layer") == "certificate":
        return "Not covered by the certificate"
    if verdict.get("layer") == "student":
        return "Not as a student here"
    outside = f"Outside {verdict.get('trained_for') or verdict.get('level') or 'this'} scope here"
    headings = {"not_permitted": outside, "needs_medical_direction": "Needs an order here"}
    return headings.get(str(verdict.get("verdict")), "Needs local authorization here")


def starts_at(verdict: Kept) -> str:
    """Where the skill starts, as a sentence; empty where the level was not the matter, or the reason says it already."""
    levels = verdict.get("lowest_levels") or ()
    of_the_person = verdict.get("layer") in {"certificate", "student"}
    if not levels or of_the_person or verdict.get("level") in levels or "starts at" in verdict["reason"]:
        return ""
    return f"It starts at {' or '.join(levels)}."


def as_told(act: Intervention, verdict: Kept) -> tuple[object, ...]:
    """What an answer to a verdict answers: the act as it was saved, and what was said of it."""
    return act.version, verdict.get("verdict"), verdict.get("reason")


def passed(verdict: Kept) -> str:
    """At which step the judging stopped, in words: "Stopped at step 3 of 7, the rule for this level"; empty where it did not."""
    layer = verdict.get("layer")
    if layer not in STEPS:
        return ""
    names = list(STEPS)
    number = names.index(layer) + 1
    return f"Stopped at step {number} of {len(names)}: {STEPS[layer]}"


def _level(told: Kept, verdict: Kept) -> str:
    level = verdict.get("level") or told.get("level") or ""
    held = "No certificate" if level == "none" else level
    student = told.get("student")
    if not student:
        return held
    preceptor = student.get("preceptor_level")
    beside = [
        f"student for {student['training_for']}" if student.get("training_for") else "student",
        f"{preceptor} as preceptor" if preceptor else "no preceptor",
    ]
    return "; ".join(filter(None, [held, *beside]))


def _order(act: Intervention, told: Kept, context: Context) -> str:
    spoken = act.fields()["authorization"].show(act.authorization, context)
    if not spoken:
        return "Standing order (no other was recorded)" if told.get("order") in {None, "standing"} else ""
    parts = [
        f"{spoken} by {act.authorized_by}" if act.authorized_by else spoken,
        context.customs.clock(act.ordered_at) if act.ordered_at else "",
        {True: "read back", False: "not read back"}.get(act.order_read_back, "")
        if act.order_read_back is not None
        else "",
    ]
    return ", ".join(filter(None, parts))


def _dose(told: Kept) -> str:
    dose, before, unit = told.get("dose"), told.get("dose_given_before"), _unit(told.get("unit"))
    if dose is None and before is None:
        return ""
    now = "not said" if dose is None else f"{plain(dose)} {unit}".strip()
    return f"{now}, after {plain(before)} {unit}".strip() if before else now


def _unit(code: str | None) -> str:
    return abbreviated(vocabulary("dose_unit").label(code)) if code else ""


def _patient(told: Kept, context: Context) -> str:
    facts = ", ".join(_patient_facts(told, context))
    return facts[:1].upper() + facts[1:]


def _patient_facts(told: Kept, context: Context) -> Iterator[str]:
    years = told.get("age_years")
    if years is None:
        yield "adult (no age was recorded)"
    else:
        yield str(of_years(years))
    if (weight := told.get("weight_kg")) is not None:
        shown = Patient.fields()["weight"].show(weight, context)
        # Rules name kilograms: who reads pounds sees both.
        yield shown if context.customs.weight == "kg" else f"{shown} ({plain(weight)} kg)"
    if told.get("shorter_than_tape"):
        yield "shorter than the length-based tape"
    if indication := told.get("indication"):
        yield _word("indication", indication).lower()


def _word(name: str, code: str | None) -> str:
    return vocabulary(name).label(code) if code else ""


def day(told: str | None) -> str:
    """A kept date (ISO 8601) as people here write it: month, day, year."""
    return f"{date.fromisoformat(told):%m/%d/%Y}" if told else ""


def others_of_the_crew(act: Intervention, context: Context) -> Sequence[tuple[str, str]]:
    """The crew but whoever is named as performer: id and name with level."""
    return [(code, name) for code, name in context.crew.items() if code != act.performer]
