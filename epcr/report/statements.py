"""The SBAR draft: what the sheet says, as statements in four parts, each with the fields and the time it came from.

What is missing stands as NOT DOCUMENTED in its place, and nothing is guessed. Statements are in the order of their weight: where
paper is short, the last ones are left out first. It knows no paper and no page.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from itertools import chain

from epcr.checks.age import age as age_of
from epcr.checks.age import age_in_years
from epcr.checks.conditions import refusal
from epcr.checks.consciousness import PARTS as PARTS_OF_COMA
from epcr.checks.consciousness import Assessed, coma, lowest_coma
from epcr.checks.home_medications import those_that_matter_first
from epcr.checks.sentences import lower
from epcr.checks.staleness import stale
from epcr.checks.usual import Band, band_at, usual_range
from epcr.report import words
from epcr.report.priorities import response_due
from epcr.report.trend import trend
from epcr.report.words import NOT_DOCUMENTED, listed, said, shown
from epcr.sheet.anchor import Anchor
from epcr.sheet.arrest import CardiacArrest
from epcr.sheet.context import Context
from epcr.sheet.exam import NO_ABNORMALITY, ExamFinding
from epcr.sheet.field import Number, Text, negatives_in
from epcr.sheet.history import History
from epcr.sheet.interventions import Intervention
from epcr.sheet.primary import PrimaryAssessment
from epcr.sheet.run_sheet import RunSheet
from epcr.sheet.section import SheetPart
from epcr.sheet.vitals import VitalSigns
from epcr.sheet.vocabulary import vocabulary

PARTS = ("situation", "background", "assessment", "recommendation")
NO_TEAM_ALERT = "4224001"  # eDisposition.24 "No"
NOT_PREGNANT = "3118001"  # eHistory.18 "No"
WORSE = "9916005"  # eMedications.07, eProcedures.08
NO_COMPLICATION = "no_complication"
NO_PULSE = "absent"
WITHOUT_AID = "lowest without tube or drugs"
LONG_TERM = 40  # characters; about a line of a box


@dataclass(frozen=True)
class Statement:
    """One thing said at handoff. `anchors` are the fields it came from, `at` when it was observed or done.

    `missing` marks a statement that says only that something is not documented; `shown_in` names the place on the printed
    page that holds the same (`head`, `top`, `facts`, `vitals`, `interventions`), empty where the statement itself is printed.
    `optional` ones are the first to go where paper is short. `items` are the members of a list, in the order of the words, of
    which the first `kept` are never left out on paper, whatever the trainee worded for the part.
    """

    label: str
    words: str
    anchors: tuple[Anchor, ...]
    at: datetime | None = None
    missing: bool = False
    shown_in: str = ""
    optional: bool = False
    items: tuple[str, ...] = ()
    kept: int = 0

    @property
    def text(self) -> str:
        """The statement as one sentence."""
        return f"{self.label}: {self.words}"


def draft(run_sheet: RunSheet) -> dict[str, list[Statement]]:
    """Situation, background, assessment and recommendation as the sheet tells them."""
    context = words.handed_over(run_sheet)
    makers = (_situation, _background, _assessment, _recommendation)
    return {
        part: [_begun(one) for one in make(run_sheet, context)]
        for part, make in zip(PARTS, makers, strict=True)
    }


def not_documented(run_sheet: RunSheet, parts: Mapping[str, Sequence[Statement]]) -> list[Statement]:
    """What a handoff asks for and the sheet does not have, the weightiest first; `label` names it.

    `parts` is the sheet's draft.
    """
    context = words.handed_over(run_sheet)
    gaps = [one for one in chain(*(parts[part] for part in PARTS)) if one.missing]
    return [*gaps, *_unmeasured(run_sheet, context), *_undone(run_sheet)]


# Situation


def _situation(run_sheet: RunSheet, context: Context) -> Iterator[Statement]:
    history, patient = run_sheet.history, run_sheet.patient
    yield _patient(run_sheet, context)
    yield _complaint(run_sheet, context)
    yield _onset(run_sheet, context)
    if run_sheet.had_arrest:
        yield _arrest(run_sheet, context)
    yield _of("Impression", history, ("primary_impression", "secondary_impressions"), context)
    yield _acuity(run_sheet, context)
    if run_sheet.injury_possible or run_sheet.injury.touched():
        yield _injury(run_sheet, context)
    yield _going(run_sheet, context)
    yield from _optional(
        "Pain",
        history,
        (
            ("onset_manner", "onset"),
            ("provocation", "provoked or eased by"),
            ("pain_quality", "quality"),
            ("radiation", "region"),
            ("severity", "severity"),
            ("time_course", "time course"),
        ),
        context,
    )
    yield from _optional("Symptoms", history, (("primary_symptom", ""), ("associated_symptoms", "")), context)
    yield from _optional("Tape", patient, (("length_tape", ""),), context)


def _patient(run_sheet: RunSheet, context: Context) -> Statement:
    patient = run_sheet.patient
    age = words.age(run_sheet, context)
    weight = shown(patient, "weight", context)
    if patient.weight is not None and patient.weight_source:
        weight = f"{weight} ({lower(said(patient, 'weight_source', context))})"
    parts = [
        f"age {NOT_DOCUMENTED}" if age == NOT_DOCUMENTED else age,
        _named("sex", lower(shown(patient, "sex", context)))
        if not patient.sex
        else lower(shown(patient, "sex", context)),
        _named("weight", weight) if patient.weight is None else weight,
    ]
    known = age_of(run_sheet)
    told = known.field if known else "date_of_birth" if patient.date_of_birth else "age"
    names = (told, "sex", "weight")
    nothing = not any(patient.documented(name) for name in ("date_of_birth", "age", "sex", "weight"))
    if nothing:
        return Statement("Patient", NOT_DOCUMENTED, _anchors(patient, names), missing=True, shown_in="head")
    return Statement("Patient", ", ".join(parts), _anchors(patient, names), shown_in="head")


def _complaint(run_sheet: RunSheet, context: Context) -> Statement:
    history = run_sheet.history
    chief = _for(history, "chief_complaint", "chief_duration", context)
    if not chief:
        return replace(_gap("Complaint", history, "chief_complaint"), shown_in="top")
    more = [
        _for(history, "secondary_complaint", "secondary_duration", context),
        said(history, "other_complaint", context),
    ]
    names = ("chief_complaint", "chief_duration", "secondary_complaint", "other_complaint")
    told = "; ".join(part for part in (chief, *more) if part)
    alone = told == said(history, "chief_complaint", context)
    return Statement("Complaint", told, _anchors(history, names), shown_in="top" if alone else "")


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
    told = []
    if history.documented("onset"):
        told.append(f"began {_moment(said(history, 'onset', context))}")
    if history.documented("last_known_well"):
        told.append(f"last known well {_moment(said(history, 'last_known_well', context))}")
    if not told:
        return Statement(
            "Onset",
            NOT_DOCUMENTED,
            _anchors(history, ("onset", "last_known_well")),
            missing=True,
            shown_in="facts",
        )
    return Statement(
        "Onset",
        "; ".join(told),
        _anchors(history, ("onset", "last_known_well")),
        history.onset or history.last_known_well,
        shown_in="facts",
    )


def _moment(text: str) -> str:
    return text if text[:1].isdigit() else lower(text)


def _acuity(run_sheet: RunSheet, context: Context) -> Statement:
    primary, disposition = run_sheet.primary, run_sheet.disposition
    told = shown(primary, "initial_acuity", context)
    anchors, shown_in = _anchors(primary, ("initial_acuity",)), "top"
    if disposition.documented("acuity_on_release"):
        released = said(disposition, "acuity_on_release", context)
        told = f"{told}, same at release" if released == told else f"{told}; at release {released}"
        anchors, shown_in = (*anchors, *_anchors(disposition, ("acuity_on_release",))), ""
    return Statement("Acuity", told, anchors, missing=told == NOT_DOCUMENTED, shown_in=shown_in)


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


def _arrest(run_sheet: RunSheet, context: Context) -> Statement:
    """What is never left out of an arrest, said to be missing where it is; then how it came and went."""
    arrest = run_sheet.arrest
    firm = [
        lower(said(arrest, "cardiac_arrest", context)),
        _piece(arrest, "arrest_at", "at", context)
        if arrest.documented("arrest_at")
        else f"time {NOT_DOCUMENTED}",
        _resuscitated(arrest, context),
        _returned(arrest, context),
    ]
    if arrest.discontinued_at is not None:
        firm.append(_piece(arrest, "discontinued_at", "resuscitation ended", context))
    ended = arrest.discontinued_because is not None
    more = [one for one in _MORE_OF_AN_ARREST if ended or one[0] != "discontinued_because"]
    told = (*firm, *_pieces(arrest, more, context))
    anchors = _anchors(arrest, [*_OF_AN_ARREST, *(name for name, _ in _MORE_OF_AN_ARREST)])
    return Statement("Arrest", "; ".join(told), anchors, arrest.arrest_at, items=told, kept=len(firm))


def _resuscitated(arrest: CardiacArrest, context: Context) -> str:
    """`CPR first by bystander, from 16:52`."""
    since = f", from {said(arrest, 'cpr_at', context)}" if arrest.cpr_at is not None else ""
    if arrest.documented("cpr_by"):
        return f"{_piece(arrest, 'cpr_by', 'CPR first by', context)}{since}"
    return f"CPR first by {NOT_DOCUMENTED}{since}" if since else f"CPR {NOT_DOCUMENTED}"


def _returned(arrest: CardiacArrest, context: Context) -> str:
    """`return of circulation yes, before arrival at the ED, for 20 minutes without a break`, `no return of circulation`."""
    if not arrest.documented("return_of_circulation"):
        return f"return of circulation {NOT_DOCUMENTED}"
    codes = arrest.return_of_circulation or ()
    labels = [lower(vocabulary("return_of_circulation").label(code)) for code in codes]
    if labels == ["no"]:
        return "no return of circulation"
    told = ", ".join([*labels[:1], *(one.removeprefix("yes, ") for one in labels[1:])])
    return f"return of circulation {told or lower(said(arrest, 'return_of_circulation', context))}"


def _injury(run_sheet: RunSheet, context: Context) -> Statement:
    injury = run_sheet.injury
    told = _pieces(
        injury,
        (
            ("high_risk", "red criteria"),
            ("moderate_risk", "yellow criteria"),
            ("cause", "cause"),
            ("mechanism", "mechanism"),
            ("fall_height", "fell"),
            ("speed", "speed at impact"),
            ("seat", "seat"),
            ("impact", "impact at clock position"),
            ("protective_devices", "protection"),
            ("airbags", "airbags"),
        ),
        context,
    )
    names = ("high_risk", "moderate_risk", "cause", "mechanism", "protective_devices")
    if not told:
        return Statement("Injury", NOT_DOCUMENTED, _anchors(injury, names), missing=True)
    return Statement("Injury", "; ".join(told), _anchors(injury, names))


def _going(run_sheet: RunSheet, context: Context) -> Statement:
    """Where the patient goes, with which unit; for a refusal what was refused, and who witnessed it."""
    disposition, incident = run_sheet.disposition, run_sheet.incident
    if refusal(run_sheet) and not run_sheet.transported:
        told = _pieces(
            disposition,
            (
                ("patient_care", ""),
                ("transport_disposition", ""),
                ("refusal_reasons", ""),
                ("risks_explained", "risks explained and understood"),
                ("refusal_witness", "witness"),
            ),
            context,
        )
        names = (
            "patient_care",
            "transport_disposition",
            "refusal_reasons",
            "risks_explained",
            "refusal_witness",
        )
        return Statement("Refusal", "; ".join(told), _anchors(disposition, names))
    anchors = (
        *_anchors(disposition, ("destination",)),
        *_anchors(incident, ("unit", "left_scene", "at_destination")),
    )
    told = [said(disposition, "destination", context)] if disposition.documented("destination") else []
    for name, verb in (("at_destination", "arrived"), ("left_scene", "left the scene")):
        if getattr(incident, name) is not None:
            told.append(f"{verb} {said(incident, name, context)}")
            break
    if not disposition.documented("destination"):
        told.insert(0, NOT_DOCUMENTED)
    missing = told == [NOT_DOCUMENTED]
    return Statement(
        "Going to", ", ".join(told), anchors, incident.at_destination or incident.left_scene, missing=missing
    )


# Background


def _background(run_sheet: RunSheet, context: Context) -> Iterator[Statement]:
    history = run_sheet.history
    yield _allergies(history, context)
    yield _medications(history, context)
    yield replace(_history(history, context), shown_in="facts")
    yield _oral_intake(run_sheet, context)
    yield _of("Events", history, ("events",), context)
    yield _of("Directives", history, ("advance_directives",), context)
    if history.documented("pregnancy") and history.pregnancy != NOT_PREGNANT:
        yield _of("Pregnancy", history, ("pregnancy",), context)
    elif history.pregnancy == NOT_PREGNANT:
        yield Statement("Pregnancy", "not pregnant", _anchors(history, ("pregnancy",)))
    yield from _optional("Substances", history, (("alcohol_drugs", ""),), context)
    yield from _optional("Barriers", run_sheet.primary, (("barriers", ""),), context)
    yield from _optional("Told by", history, (("history_from", ""),), context)


def _allergies(history: History, context: Context) -> Statement:
    """To medications, then to all else, each as it was typed, with the reaction: none of them is ever left out."""
    names = ("allergies", "other_allergies")
    items = tuple(item for name in names for item in _members(history, name, context))
    return _list_of("Allergies", items, len(items), _anchors(history, names))


def _medications(history: History, context: Context) -> Statement:
    """Those that bear on treatment first."""
    items, kept = those_that_matter_first(_members(history, "home_medications", context))
    return _list_of("Medications", items, kept, _anchors(history, ("home_medications",)))


def _list_of(label: str, items: tuple[str, ...], kept: int, anchors: tuple[Anchor, ...]) -> Statement:
    told = "; ".join(items) or NOT_DOCUMENTED
    return Statement(label, told, anchors, missing=not items, shown_in="facts", items=items, kept=kept)


def _members(history: History, name: str, context: Context) -> tuple[str, ...]:
    """The terms of a list one by one; why there are none; nothing where it is not documented."""
    told, spec = said(history, name, context), history.fields()[name]
    terms = tuple(spec.show([code], context) for code in getattr(history, name) or ())
    if told == NOT_DOCUMENTED:
        return ()
    return terms if "; ".join(terms) == told else (told,)


def _history(history: History, context: Context) -> Statement:
    """Past history; of a coded term as long as a line only what stands before its first comma, so that the others are read too."""
    told = _of("History", history, ("past_history",), context)
    terms = told.words.split("; ")
    if len(terms) < 2 or all(len(term) <= LONG_TERM for term in terms):
        return told
    heads = tuple(term.partition(", ")[0] if len(term) > LONG_TERM else term for term in terms)
    return replace(told, words="; ".join(heads), items=heads)


def _oral_intake(run_sheet: RunSheet, context: Context) -> Statement:
    history = run_sheet.history
    names = ("last_oral_intake", "last_oral_intake_what")
    told = [said(history, name, context) for name in names if history.documented(name)]
    if not told:
        return Statement("Last oral", NOT_DOCUMENTED, _anchors(history, names), missing=True)
    return Statement("Last oral", ", ".join(told), _anchors(history, names), history.last_oral_intake)


# Assessment


def _assessment(run_sheet: RunSheet, context: Context) -> Iterator[Statement]:
    primary = run_sheet.primary
    yield _survey(
        "Airway",
        run_sheet,
        (("airway", ""), ("airway_obstruction", "obstruction"), ("airway_adjunct", "needs")),
        context,
    )
    yield _survey(
        "Breathing",
        run_sheet,
        (("breathing_effort", "effort"), ("breathing_depth", "depth"), ("chest_rise", "chest rise")),
        context,
        _lungs(run_sheet, context),
    )
    yield _circulation(run_sheet, context)
    yield _disability(run_sheet, context)
    yield _survey(
        "Exposure",
        run_sheet,
        (("exposure_findings", ""), ("exposure", "exposed"), ("spinal_precautions", "spinal precautions")),
        context,
    )
    yield from _exam(run_sheet, context)
    yield from _ecg(run_sheet, context)
    yield from _glucose(run_sheet, context)
    yield from _stroke(run_sheet, context)
    yield from _optional("First look", primary, (("general_impression", ""),), context)
    yield from _course(run_sheet, context)
    for act in run_sheet.entries("interventions"):
        yield _intervention(act, run_sheet, context)


def _survey(
    label: str,
    run_sheet: RunSheet,
    fields: Sequence[tuple[str, str]],
    context: Context,
    more: Sequence[str] = (),
) -> Statement:
    primary = run_sheet.primary
    told = [*_pieces(primary, fields, context), *more]
    anchors = _anchors(primary, [name for name, _ in fields])
    return Statement(label, ", ".join(told) or NOT_DOCUMENTED, anchors, missing=not told)


def _lungs(run_sheet: RunSheet, context: Context) -> list[str]:
    primary = run_sheet.primary
    left, right = (lower(said(primary, name, context)) for name in ("sounds_left", "sounds_right"))
    if left and left == right:
        return [f"lungs {left} both sides"]
    return [f"lung {side} {sound}" for side, sound in (("left", left), ("right", right)) if sound]


def _circulation(run_sheet: RunSheet, context: Context) -> Statement:
    """As it was found; a pulse that was absent then and counted later says so, lest it be read as of now."""
    told = _survey(
        "Circulation",
        run_sheet,
        (
            ("pulse_quality", "pulse"),
            ("pulse_site", "at"),
            ("skin_color", "skin"),
            ("skin_temperature", ""),
            ("skin_moisture", ""),
            ("capillary_refill", "capillary refill"),
            ("major_bleeding", "bleeding"),
            ("bleeding_control", "controlled with"),
        ),
        context,
    )
    counted = any(one.heart_rate for one in run_sheet.entries("vitals"))
    if run_sheet.primary.pulse_quality != NO_PULSE or not counted:
        return told
    return replace(told, words=told.words.replace("pulse absent", "pulse absent at first", 1))


def _avpu(primary: PrimaryAssessment, latest: VitalSigns | None, context: Context) -> str:
    """As it was last; how it was at first beside it, where that is something else or all there is."""
    first = lower(said(primary, "avpu", context))
    if latest is None:
        return first
    last = lower(said(latest, "avpu", context))
    if not last:
        return f"{first} at first" if first else ""
    return f"{last} ({first} at first)" if first and first != last else last


def _disability(run_sheet: RunSheet, context: Context) -> Statement:
    primary = run_sheet.primary
    measured = [one for one in run_sheet.entries("vitals") if coma(one)]
    latest = next((one for one in reversed(measured) if one.taken_at), measured[-1]) if measured else None
    at = latest.taken_at if latest else None
    told: list[str] = []
    anchors = list(_anchors(primary, ("avpu",)))
    if latest is not None:
        told.append(f"GCS {coma(latest).then(_at(at, context))}")
        anchors.extend(_anchors(latest, ("avpu", *PARTS_OF_COMA)))
    elif coma(primary):
        told.append(f"GCS {coma(primary).words}")
        anchors.extend(_anchors(primary, PARTS_OF_COMA))
    else:
        why = said(primary, "gcs_eye", context)
        told.append(f"GCS {lower(why) or NOT_DOCUMENTED}")
        anchors.extend(_anchors(primary, PARTS_OF_COMA))
    for part, lead in _deeper(run_sheet, latest):
        told.append(f"{lead} {coma(part).then(_when(part, context))}")
        anchors.extend(_anchors(part, PARTS_OF_COMA))
    if avpu := _avpu(primary, latest, context):
        told.append(f"AVPU {avpu}")
    left, right = said(primary, "pupil_left", context), said(primary, "pupil_right", context)
    if left and left == right:
        told.append(f"pupils {lower(left)}")
    else:
        told.extend(
            f"{side} pupil {lower(pupil)}" for side, pupil in (("left", left), ("right", right)) if pupil
        )
    missing = told == [f"GCS {NOT_DOCUMENTED}"]
    return Statement(
        "Disability", NOT_DOCUMENTED if missing else ", ".join(told), tuple(anchors), at, missing=missing
    )


def _deeper(run_sheet: RunSheet, latest: VitalSigns | None) -> Iterator[tuple[Assessed, str]]:
    """Where the GCS was lower than it was last: the lowest, and where tube or drugs had a share in that, the lowest without."""
    if latest is None:
        return
    parts = (*run_sheet.entries("vitals"), run_sheet.primary)
    lowest, own = lowest_coma(parts), lowest_coma(part for part in parts if not coma(part).aided)
    if lowest is not None and coma(lowest).most < coma(latest).most:
        yield lowest, "lowest"
    if own not in {None, lowest, latest} and (coma(latest).aided or (lowest and coma(lowest).aided)):
        yield own, WITHOUT_AID


def _when(part: Assessed, context: Context) -> str:
    """When consciousness was assessed, to end a sentence with."""
    if not isinstance(part, VitalSigns):
        return " on primary assessment"
    return _at(part.taken_at, context) or ", time " + NOT_DOCUMENTED


def _exam(run_sheet: RunSheet, context: Context) -> Iterator[Statement]:
    """Regions with findings first, each with what was looked for and not found; normal regions in one statement."""
    normal: list[ExamFinding] = []
    found: list[tuple[ExamFinding, str]] = []
    for entry in run_sheet.entries("exam"):
        told = "; ".join(
            part for part in (lower(said(entry, "findings", context)), said(entry, "remark", context)) if part
        )
        if _is_normal(entry):
            normal.append(entry)
        else:
            found.append((entry, f"{_region(entry, context)}: {told or NOT_DOCUMENTED}"))
    if found:
        at = max((entry.examined_at for entry, _ in found if entry.examined_at), default=None)
        anchors = tuple(anchor for entry, _ in found for anchor in _anchors(entry, ("findings",)))
        yield Statement("Found", "; ".join(told for _, told in found), anchors, at)
    if normal:
        anchors = tuple(anchor for entry in normal for anchor in _anchors(entry, ("findings",)))
        yield Statement(
            "Normal", listed([_region(entry, context) for entry in normal]), anchors, optional=True
        )


def _is_normal(entry: ExamFinding) -> bool:
    labels = [vocabulary("exam_finding").label(code) for code in entry.findings or ()]
    normal = entry.findings == [NO_ABNORMALITY.get(entry.region or "")] or all(
        label.startswith("Normal") or label.endswith(", normal") for label in labels
    )
    return bool(labels) and normal and not entry.remark and not negatives_in(entry.absent, "findings")


def _region(entry: ExamFinding, context: Context) -> str:
    return (
        lower(said(entry, "location", context) or said(entry, "region", context))
        or f"region {NOT_DOCUMENTED}"
    )


def _ecg(run_sheet: RunSheet, context: Context) -> Iterator[Statement]:
    sets = run_sheet.entries("vitals")
    read = [one for one in sets if one.rhythm]
    told = []
    for one in _ends(read):
        kind = f" ({lower(said(one, 'ecg_type', context))})" if one.ecg_type else ""
        told.append(f"{said(one, 'rhythm', context)}{kind}{_at(one.taken_at, context)}")
    if told:
        anchors = tuple(anchor for one in read for anchor in _anchors(one, ("rhythm", "ecg_type")))
        yield Statement("ECG", "; ".join(told), anchors, read[-1].taken_at)
    else:
        yield from _why("ECG", sets, "rhythm", context)


def _glucose(run_sheet: RunSheet, context: Context) -> Iterator[Statement]:
    sets, primary = run_sheet.entries("vitals"), run_sheet.primary
    measured = [one for one in sets if one.glucose is not None]
    if measured:
        worst = trend(run_sheet).worst_of("glucose")
        shown = [one for one in measured if one in (*_ends(measured), worst)]
        told = [f"{said(one, 'glucose', context)}{_at(one.taken_at, context)}" for one in shown]
        anchors = tuple(one.anchor("glucose") for one in measured)
        yield Statement("Glucose", ", ".join(told), anchors, measured[-1].taken_at)
    elif primary.glucose_check:
        told = [lower(said(primary, "glucose_check", context))]
        yield Statement("Glucose", told[0], _anchors(primary, ("glucose_check",)))
    else:
        yield from _why("Glucose", sets, "glucose", context)


def _why(label: str, sets: Sequence[VitalSigns], name: str, context: Context) -> Iterator[Statement]:
    """Why something was never measured, where a set says so."""
    reasoned = [one for one in sets if one.why(name)]
    if reasoned:
        yield Statement(
            label, lower(said(reasoned[-1], name, context)), (reasoned[-1].anchor(name),), optional=True
        )


def _ends(sets: Sequence[VitalSigns]) -> Sequence[VitalSigns]:
    """The first and the last."""
    return sets if len(sets) < 2 else (sets[0], sets[-1])


def _stroke(run_sheet: RunSheet, context: Context) -> Iterator[Statement]:
    leads = (("stroke_result", ""), ("stroke_score", "score"), ("stroke_scale", ""), ("reperfusion", ""))
    for one in run_sheet.entries("vitals")[::-1]:
        if one.stroke_result or one.stroke_score is not None:
            told = _pieces(
                one, [(name, lead) for name, lead in leads if getattr(one, name) is not None], context
            )
            anchors = _anchors(one, [name for name, _ in leads])
            yield Statement("Stroke", f"{', '.join(told)}{_at(one.taken_at, context)}", anchors, one.taken_at)
            return


def _course(run_sheet: RunSheet, context: Context) -> Iterator[Statement]:
    """First, worst and last vital signs in words."""
    course = trend(run_sheet)
    if course.first is None or course.worst is None or course.last is None:
        yield Statement("Vital signs", NOT_DOCUMENTED, (Anchor("vitals"),), missing=True, shown_in="vitals")
        return
    old = stale(run_sheet)
    told: dict[str, list[str]] = {}
    chosen: dict[str, VitalSigns] = {}
    for name, one in (("first", course.first), ("worst", course.worst), ("last", course.last)):
        told.setdefault(one.id, []).append(name)
        chosen[one.id] = one
    for key, one in chosen.items():
        label = f"Vital signs, {listed(told[key])}"
        text = f"{_set_in_words(one, context)}{_at(one.taken_at, context)}"
        if old is not None and one is old.newest:
            text += f", {old.minutes} min old at handoff"
        anchors = [*_anchors(one, ("systolic", "heart_rate", "respiratory_rate", "spo2"))]
        if one is course.worst:
            apart = [(name, own) for name, own in course.elsewhere.items() if own.id not in chosen]
            text = "; ".join([text, *(_worse_then(name, own, context) for name, own in apart)])
            anchors += [own.anchor(name) for name, own in apart]
        yield Statement(label, text, tuple(anchors), one.taken_at, shown_in="vitals")


def _worse_then(name: str, one: VitalSigns, context: Context) -> str:
    """A sign that was worse in a set that is not told otherwise: `SpO2 88 % at 17:09`."""
    told = f"{one.systolic}/{one.diastolic}" if name == "systolic" and one.diastolic is not None else ""
    lead = "BP" if told else lower(one.fields()[name].label)
    return f"worse: {lead} {told or lower(said(one, name, context))}{_at(one.taken_at, context)}"


def _set_in_words(one: VitalSigns, context: Context) -> str:
    pressure = (
        f"{one.systolic}/{one.diastolic}" if one.systolic is not None and one.diastolic is not None else ""
    )
    told = [f"BP {pressure or lower(shown(one, 'systolic', context))}"]
    told += [felt] if (felt := words.pulse_felt(one)) else []
    told += [
        f"{label} {lower(shown(one, name, context))}"
        for label, name in (
            ("heart rate", "heart_rate"),
            ("respiratory rate", "respiratory_rate"),
            ("SpO2", "spo2"),
        )
    ]
    told += [f"pain {one.pain} of 10"] if one.pain is not None else []
    return ", ".join(told)


def _intervention(act: Intervention, run_sheet: RunSheet, context: Context) -> Statement:
    told = " ".join(part for part in (words.item(act), words.detail(act, context)) if part)
    if not act.given and act.item:
        text = f"{told} NOT GIVEN: {lower(vocabulary('reason').label(act.why('item')))}"
    else:
        text = f"{told}, {words.performer(act, context)}"
        if act.documented("response") or response_due(act, run_sheet):
            text += f", response {lower(shown(act, 'response', context))}"
        text += f", {lower(said(act, 'complications', context))}" if act.complications else ""
    names = ("item", "dose", "route", "performer", "response", "complications")
    return Statement(
        "Intervention",
        f"{text}{_at(act.performed_at, context)}",
        _anchors(act, names),
        act.performed_at,
        shown_in="interventions",
    )


# Recommendation


def _recommendation(run_sheet: RunSheet, context: Context) -> Iterator[Statement]:
    yield _needs(run_sheet, context)
    yield from _watch_for(run_sheet, context)
    yield from _beyond_scope(run_sheet, context)
    yield from _open_items(run_sheet, context)
    yield from _last_doses(run_sheet, context)
    yield from _not_given(run_sheet)
    yield from _optional("Condition", run_sheet.disposition, (("condition_at_release", ""),), context)


def _needs(run_sheet: RunSheet, context: Context) -> Statement:
    disposition = run_sheet.disposition
    if refusal(run_sheet) and not run_sheet.transported:
        return _of("Advice", disposition, ("instructions",), context)
    alerts = [code for code in disposition.team_alert or () if code != NO_TEAM_ALERT]
    told = []
    if alerts:
        names = [lower(vocabulary("team_alert").label(code).removeprefix("Yes, ")) for code in alerts]
        told.append(
            f"{listed(names)} team, alerted{_at(disposition.team_alert_at, context) or ', time ' + NOT_DOCUMENTED}"
        )
    if disposition.hospital_capability:
        told.append(lower(said(disposition, "hospital_capability", context)))
    anchors = _anchors(disposition, ("team_alert", "team_alert_at", "hospital_capability"))
    if not told:
        note = " (no team alert)" if disposition.team_alert else ""
        return Statement("Needs", f"{NOT_DOCUMENTED}{note}", anchors, missing=True)
    return Statement("Needs", "; ".join(told), anchors, disposition.team_alert_at)


def _watch_for(run_sheet: RunSheet, context: Context) -> Iterator[Statement]:
    """Last values outside the usual range for the age, and what got worse or went wrong."""
    told: list[str] = []
    anchors: list[Anchor] = []
    last = trend(run_sheet).last
    years = age_in_years(run_sheet)
    at = None
    if last is not None and years is not None:
        band = band_at(years)
        outside = [name for name in _SHORT if _unusual(last, name, band, context)]
        if outside:
            at = last.taken_at
            shown_values = [f"{_SHORT[name]} {said(last, name, context)}" for name in outside]
            told.append(f"{', '.join(shown_values)}{_at(at, context)}")
            anchors += [last.anchor(name) for name in outside]
    for act in run_sheet.entries("interventions"):
        trouble = ["worse"] if act.response == WORSE else []
        trouble += [
            lower(vocabulary("complication").label(code))
            for code in act.complications or ()
            if code != NO_COMPLICATION
        ]
        if trouble:
            told.append(f"{listed(trouble)} after {lower(words.item(act))}{_at(act.performed_at, context)}")
            anchors += [act.anchor("response"), act.anchor("complications")]
    if told:
        yield Statement("Watch for", "; ".join(told), tuple(anchors), at)


_SHORT = {
    "systolic": "systolic",
    "heart_rate": "heart rate",
    "respiratory_rate": "respiratory rate",
    "spo2": "SpO2",
    "glucose": "glucose",
    "temperature": "temperature",
}


def _unusual(one: VitalSigns, name: str, band: Band | None, context: Context) -> bool:
    value, usual, spec = getattr(one, name), usual_range(name, band), one.fields()[name]
    if isinstance(value, str):
        return True  # a meter that shows High or Low
    if value is None or usual is None or not isinstance(spec, Number):
        return False
    return spec.outside(value, usual, context) != 0


def _beyond_scope(run_sheet: RunSheet, context: Context) -> Iterator[Statement]:
    told: list[str] = []
    anchors: list[Anchor] = []
    judged = words.judging(run_sheet)
    for act in run_sheet.entries("interventions"):
        told_of = judged(act)
        if words.refused(told_of):
            told.append(
                f"{words.item(act)}{_at(act.performed_at, context)} by {words.performer(act, context)}: "
                f"{words.verdict(told_of)}"
            )
            anchors.append(act.anchor("item"))
    if told:
        yield Statement("Scope", "; ".join(told), tuple(anchors))


def _open_items(run_sheet: RunSheet, context: Context) -> Iterator[Statement]:
    told: list[str] = []
    anchors: list[Anchor] = []
    acts = [act for act in run_sheet.entries("interventions") if act.given and not words.whose(act)]
    silent = [
        act
        for act in acts
        if act.kind == "medication" and not act.documented("response") and response_due(act, run_sheet)
    ]
    if silent:
        named = listed([f"{lower(words.item(act))}{_at(act.performed_at, context)}" for act in silent])
        told.append(f"response to {named} {NOT_DOCUMENTED}")
        anchors += [act.anchor("response") for act in silent]
    last_act = max((act for act in acts if act.performed_at), key=lambda act: act.performed_at, default=None)
    last_set = trend(run_sheet).last
    if last_act is not None and (
        last_set is None or last_set.taken_at is None or last_set.taken_at < last_act.performed_at
    ):
        told.append(
            f"reassess: no vital signs after {lower(words.item(last_act))}{_at(last_act.performed_at, context)}"
        )
        anchors.append(last_act.anchor("performed_at"))
    measured = any(one.glucose is not None for one in run_sheet.entries("vitals"))
    if run_sheet.primary.glucose_check == "needed" and not measured:
        told.append("glucose check needed, not done yet")
        anchors.append(run_sheet.primary.anchor("glucose_check"))
    if told:
        yield Statement("Open items", "; ".join(told), tuple(anchors))


def _last_doses(run_sheet: RunSheet, context: Context) -> Iterator[Statement]:
    """Each medication given, how often, and when last: what decides about the next dose."""
    by_item: dict[str, list[Intervention]] = {}
    for act in run_sheet.entries("interventions"):
        if act.kind == "medication" and act.given:
            by_item.setdefault(act.what or "", []).append(act)
    told = []
    for acts in by_item.values():
        last = acts[-1]
        often = f" ×{len(acts)}, last" if len(acts) > 1 else ""
        told.append(
            f"{lower(words.item(last))}: {words.amount(last, context)}{often}{_at(last.performed_at, context)}"
        )
    if told:
        anchors = tuple(act.anchor("performed_at") for acts in by_item.values() for act in acts)
        last_at = max(
            (act.performed_at for acts in by_item.values() for act in acts if act.performed_at), default=None
        )
        yield Statement("Last doses", "; ".join(told), anchors, last_at)


def _not_given(run_sheet: RunSheet) -> Iterator[Statement]:
    acts = [act for act in run_sheet.entries("interventions") if act.item and not act.given]
    if acts:
        reasons = vocabulary("reason")
        told = [f"{lower(words.item(act))}: {lower(reasons.label(act.why('item')))}" for act in acts]
        yield Statement(
            "Not given", "; ".join(dict.fromkeys(told)), tuple(act.anchor("item") for act in acts)
        )


# What is missing beside the statements

_TIMES_NAMED = 3  # more sets than this are counted, not named


def _unmeasured(run_sheet: RunSheet, context: Context) -> Iterator[Statement]:
    """Vital signs that no set, or not this set, has."""
    sets = run_sheet.entries("vitals")
    if not sets:
        return
    if not any(coma(one) or one.documented("gcs_eye") for one in sets) and not coma(run_sheet.primary):
        yield Statement("GCS", NOT_DOCUMENTED, (sets[-1].anchor("gcs_eye"),), missing=True)
    for name, label in (
        ("respiratory_rate", "Respiratory rate"),
        ("systolic", "Blood pressure"),
        ("heart_rate", "Heart rate"),
        ("spo2", "SpO2"),
    ):
        lacking = [one for one in sets if not one.documented(name)]
        if lacking:
            times = [
                context.customs.clock(one.taken_at) if one.taken_at else "untimed set" for one in lacking
            ]
            when = (
                f" {', '.join(times)}"
                if len(times) <= _TIMES_NAMED
                else f" in {len(lacking)} of {len(sets)} sets"
            )
            when = "" if len(lacking) == len(sets) else when
            yield Statement(
                f"{label}{when}", NOT_DOCUMENTED, tuple(one.anchor(name) for one in lacking), missing=True
            )


def _undone(run_sheet: RunSheet) -> Iterator[Statement]:
    """What interventions lack, and who was there."""
    acts = [act for act in run_sheet.entries("interventions") if act.given]
    for name, label in (
        ("performed_at", "Time of"),
        ("performer", "Performer of"),
        ("response", "Response to"),
    ):
        lacking = [
            act
            for act in acts
            if not act.documented(name)
            and not (name == "performer" and words.whose(act))
            and not (name == "response" and not response_due(act, run_sheet))
        ]
        if lacking:
            named = list(dict.fromkeys(lower(words.item(act)) for act in lacking))
            yield Statement(
                f"{label} {listed(named)}",
                NOT_DOCUMENTED,
                tuple(act.anchor(name) for act in lacking),
                missing=True,
            )
    if not run_sheet.entries("crew"):
        yield Statement("Crew", NOT_DOCUMENTED, (Anchor("crew"),), missing=True)


# Pieces


def _begun(statement: Statement) -> Statement:
    """The statement with a capital at its start; what people typed stays as they typed it."""
    if statement.label in _TYPED:
        return statement
    return replace(statement, words=statement.words[:1].upper() + statement.words[1:])


_TYPED = frozenset(
    {"Complaint", "Events", "Condition", "First look", "Allergies", "Medications", "History", "Impression"}
)


def _of(label: str, part: SheetPart, names: Sequence[str], context: Context) -> Statement:
    """A statement that must be there: what its fields say, else NOT DOCUMENTED."""
    told = [words_ for name in names if (words_ := said(part, name, context))]
    return Statement(label, "; ".join(told) or NOT_DOCUMENTED, _anchors(part, names), missing=not told)


def _optional(
    label: str, part: SheetPart, fields: Sequence[tuple[str, str]], context: Context
) -> Iterator[Statement]:
    """A statement that stands only where something is documented."""
    told = _pieces(part, fields, context)
    if told:
        yield Statement(label, "; ".join(told), _anchors(part, [name for name, _ in fields]), optional=True)


def _pieces(part: SheetPart, fields: Iterable[tuple[str, str]], context: Context) -> list[str]:
    """Documented fields in words, each led by what it is where the value alone does not tell."""
    return [_piece(part, name, lead, context) for name, lead in fields if part.documented(name)]


def _piece(part: SheetPart, name: str, lead: str, context: Context) -> str:
    value, told = getattr(part, name), said(part, name, context)
    if value is True:
        return lead
    if value is False:
        return f"{lead}: no"
    if isinstance(part.fields()[name], Text) and value is not None:
        typed = told.removesuffix(".")
        return f"{lead}: {typed}" if lead else typed
    return _named(lead, told)


def _named(lead: str, value: str) -> str:
    """The value led by what it is, unless it says so itself ("No major bleeding")."""
    told = value if value == NOT_DOCUMENTED else lower(value)
    says_so = not lead or lead in value.casefold() or told.startswith("no ")
    return told if says_so else f"{lead} {told}"


def _gap(label: str, part: SheetPart, name: str) -> Statement:
    return Statement(label, NOT_DOCUMENTED, _anchors(part, (name,)), missing=True)


def _anchors(part: SheetPart, names: Iterable[str]) -> tuple[Anchor, ...]:
    return tuple(part.anchor(name) for name in names)


def _at(moment: datetime | None, context: Context) -> str:
    return f" at {context.customs.clock(moment)}" if moment else ""


__all__ = ["PARTS", "Statement", "draft", "not_documented"]
