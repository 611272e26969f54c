"""The situation of a handoff: who and where to, complaint, onset, acuity, arrest or injury, and what is under way."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from epcr.checks.age import age as age_of
from epcr.checks.conditions import Stated, refusal
from epcr.handoff import words
from epcr.handoff.pieces import anchors_of, gap, optional, piece_of, pieces_of, told_of, with_lead
from epcr.handoff.statement import Statement
from epcr.handoff.words import NOT_DOCUMENTED, said, shown
from epcr.sheet.arrest import CardiacArrest
from epcr.sheet.context import Context
from epcr.sheet.run_sheet import RunSheet
from epcr.sheet.section import SheetPart
from epcr.sheet.vocabulary import vocabulary
from epcr.words.naming import lower

# When it was, whether and by whom CPR was given, whether circulation returned: without these an arrest is not handed over.
_OF_AN_ARREST = (
    "cardiac_arrest",
    "arrest_at",
    "cpr_by",
    "cpr_at",
    "return_of_circulation",
    "discontinued_at",
)
_MORE_OF_AN_ARREST = (
    ("end_of_event", "outcome"),
    ("downtime", "estimated downtime"),
    ("discontinued_because", "because"),
    ("first_rhythm", "first rhythm"),
    ("shocks", "shocks"),
    ("witnessed_by", "witnessed by"),
    ("etiology", "cause"),
)
# What is told in this order, each field led by what it is where the value alone does not tell.
_PAIN = (
    ("onset_manner", "onset"), ("provocation", "provoked or eased by"), ("pain_quality", "quality"),
    ("radiation", "region"), ("severity", "severity"), ("time_course", "time course"),
)  # fmt: skip
_INJURY = (
    ("high_risk", "red criteria"), ("moderate_risk", "yellow criteria"), ("cause", "cause"), ("mechanism", "mechanism"),
    ("fall_height", "fell"), ("speed", "speed at impact"), ("seat", "seat"), ("impact", "impact at clock position"),
    ("protective_devices", "protection"), ("airbags", "airbags"),
)  # fmt: skip
_REFUSAL = (
    ("patient_care", ""), ("transport_disposition", ""), ("refusal_reasons", ""),
    ("risks_explained", "risks explained and understood"), ("refusal_witness", "witness"),
)  # fmt: skip


def situation(run_sheet: RunSheet, context: Context) -> Iterator[Statement]:
    history, patient = run_sheet.history, run_sheet.patient
    yield _patient(run_sheet, context)
    yield _complaint(run_sheet, context)
    yield _onset(run_sheet, context)
    if run_sheet.had_arrest:
        yield _arrest(run_sheet, context)
    yield told_of("Impression", history, ("primary_impression", "secondary_impressions"), context)
    yield _acuity(run_sheet, context)
    if run_sheet.injury_possible or run_sheet.injury.touched():
        yield _injury(run_sheet, context)
    yield _going(run_sheet, context)
    yield from optional("Pain", history, _PAIN, context)
    yield from optional("Symptoms", history, (("primary_symptom", ""), ("associated_symptoms", "")), context)
    yield from optional("Tape", patient, (("length_tape", ""),), context)


def _patient(run_sheet: RunSheet, context: Context) -> Statement:
    patient = run_sheet.patient
    age = words.age(run_sheet, context)
    weight = shown(patient, "weight", context)
    if patient.weight is not None and patient.weight_source:
        weight = f"{weight} ({lower(said(patient, 'weight_source', context))})"
    parts = [
        f"age {NOT_DOCUMENTED}" if age == NOT_DOCUMENTED else age,
        with_lead("sex", lower(shown(patient, "sex", context)))
        if not patient.sex
        else lower(shown(patient, "sex", context)),
        with_lead("weight", weight) if patient.weight is None else weight,
    ]
    known = age_of(run_sheet)
    age_field = known.field if known else "date_of_birth" if patient.date_of_birth else "age"
    names = (age_field, "sex", "weight")
    nothing = not any(patient.documented(name) for name in ("date_of_birth", "age", "sex", "weight"))
    if nothing:
        return Statement("Patient", NOT_DOCUMENTED, anchors_of(patient, names), missing=True, shown_in="head")
    return Statement("Patient", ", ".join(parts), anchors_of(patient, names), shown_in="head")


def _complaint(run_sheet: RunSheet, context: Context) -> Statement:
    history = run_sheet.history
    chief = _for(history, "chief_complaint", "chief_duration", context)
    if not chief:
        return replace(gap("Complaint", history, "chief_complaint"), shown_in="top")
    more = [
        _for(history, "secondary_complaint", "secondary_duration", context),
        said(history, "other_complaint", context),
    ]
    names = ("chief_complaint", "chief_duration", "secondary_complaint", "other_complaint")
    complaints = "; ".join(part for part in (chief, *more) if part)
    alone = complaints == said(history, "chief_complaint", context)
    return Statement("Complaint", complaints, anchors_of(history, names), shown_in="top" if alone else "")


def _for(part: SheetPart, name: str, duration: str, context: Context) -> str:
    """A complaint and how long it has lasted."""
    complaint = said(part, name, context)
    if complaint and getattr(part, duration) is not None:
        number, units = getattr(part, duration), lower(said(part, f"{duration}_units", context))
        units = units.removesuffix("s") if number == 1 else units
        return f"{complaint}, for {number} {units or 'units ' + NOT_DOCUMENTED}"
    return complaint


def _onset(run_sheet: RunSheet, context: Context) -> Statement:
    history = run_sheet.history
    times = []
    if history.documented("onset"):
        times.append(f"began {_moment(said(history, 'onset', context))}")
    if history.documented("last_known_well"):
        times.append(f"last known well {_moment(said(history, 'last_known_well', context))}")
    if not times:
        return Statement(
            "Onset",
            NOT_DOCUMENTED,
            anchors_of(history, ("onset", "last_known_well")),
            missing=True,
            shown_in="facts",
        )
    return Statement(
        "Onset",
        "; ".join(times),
        anchors_of(history, ("onset", "last_known_well")),
        history.onset or history.last_known_well,
        shown_in="facts",
    )


def _moment(text: str) -> str:
    return text if text[:1].isdigit() else lower(text)


def _acuity(run_sheet: RunSheet, context: Context) -> Statement:
    primary, disposition = run_sheet.primary, run_sheet.disposition
    acuity = shown(primary, "initial_acuity", context)
    anchors, shown_in = anchors_of(primary, ("initial_acuity",)), "top"
    if disposition.documented("acuity_on_release"):
        released = said(disposition, "acuity_on_release", context)
        acuity = f"{acuity}, same at release" if released == acuity else f"{acuity}; at release {released}"
        anchors, shown_in = (*anchors, *anchors_of(disposition, ("acuity_on_release",))), ""
    return Statement("Acuity", acuity, anchors, missing=acuity == NOT_DOCUMENTED, shown_in=shown_in)


def _arrest(run_sheet: RunSheet, context: Context) -> Statement:
    """What is never left out of an arrest, said to be missing where it is; then how it came and went."""
    arrest = run_sheet.arrest
    firm = [
        lower(said(arrest, "cardiac_arrest", context)),
        piece_of(arrest, "arrest_at", "at", context)
        if arrest.documented("arrest_at")
        else f"time {NOT_DOCUMENTED}",
        _resuscitated(arrest, context),
        _returned(arrest, context),
    ]
    if arrest.discontinued_at is not None:
        firm.append(piece_of(arrest, "discontinued_at", "resuscitation ended", context))
    ended = arrest.discontinued_because is not None
    more = [field for field in _MORE_OF_AN_ARREST if ended or field[0] != "discontinued_because"]
    course = (*firm, *pieces_of(arrest, more, context))
    anchors = anchors_of(arrest, [*_OF_AN_ARREST, *(name for name, _ in _MORE_OF_AN_ARREST)])
    return Statement("Arrest", "; ".join(course), anchors, arrest.arrest_at, items=course, kept=len(firm))


def _resuscitated(arrest: CardiacArrest, context: Context) -> str:
    """`CPR first by bystander, from 16:52`."""
    since = f", from {said(arrest, 'cpr_at', context)}" if arrest.cpr_at is not None else ""
    if arrest.documented("cpr_by"):
        return f"{piece_of(arrest, 'cpr_by', 'CPR first by', context)}{since}"
    return f"CPR first by {NOT_DOCUMENTED}{since}" if since else f"CPR {NOT_DOCUMENTED}"


def _returned(arrest: CardiacArrest, context: Context) -> str:
    """`return of circulation yes, before arrival at the ED, for 20 minutes without a break`, `no return of circulation`."""
    if not arrest.documented("return_of_circulation"):
        return f"return of circulation {NOT_DOCUMENTED}"
    codes = arrest.return_of_circulation or ()
    labels = [lower(vocabulary("return_of_circulation").label(code)) for code in codes]
    if labels == ["no"]:
        return "no return of circulation"
    returned = ", ".join([*labels[:1], *(label.removeprefix("yes, ") for label in labels[1:])])
    return f"return of circulation {returned or lower(said(arrest, 'return_of_circulation', context))}"


def _injury(run_sheet: RunSheet, context: Context) -> Statement:
    injury = run_sheet.injury
    pieces = pieces_of(injury, _INJURY, context)
    names = ("high_risk", "moderate_risk", "cause", "mechanism", "protective_devices")
    if not pieces:
        return Statement("Injury", NOT_DOCUMENTED, anchors_of(injury, names), missing=True)
    return Statement("Injury", "; ".join(pieces), anchors_of(injury, names))


def _going(run_sheet: RunSheet, context: Context) -> Statement:
    """Where the patient goes, with which unit; for a refusal what was refused, and who witnessed it."""
    disposition, incident = run_sheet.disposition, run_sheet.incident
    if refusal(Stated(run_sheet)) and not run_sheet.transported:
        refused = "; ".join(pieces_of(disposition, _REFUSAL, context))
        return Statement("Refusal", refused, anchors_of(disposition, [name for name, _ in _REFUSAL]))
    anchors = (
        *anchors_of(disposition, ("destination",)),
        *anchors_of(incident, ("unit", "left_scene", "at_destination")),
    )
    pieces = [said(disposition, "destination", context)] if disposition.documented("destination") else []
    for name, verb in (("at_destination", "arrived"), ("left_scene", "left the scene")):
        if getattr(incident, name) is not None:
            pieces.append(f"{verb} {said(incident, name, context)}")
            break
    if not disposition.documented("destination"):
        pieces.insert(0, NOT_DOCUMENTED)
    missing = pieces == [NOT_DOCUMENTED]
    return Statement(
        "Going to",
        ", ".join(pieces),
        anchors,
        incident.at_destination or incident.left_scene,
        missing=missing,
    )
