"""The assessment of a handoff: what was found from airway to exam, and how it went on."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from epcr.checks.consciousness import lowest_coma
from epcr.handoff import words
from epcr.handoff.course import course
from epcr.handoff.outside import outside_usual
from epcr.handoff.pieces import anchors_of, at_time, optional, pieces_of, timed
from epcr.handoff.priorities import response_due
from epcr.handoff.statement import Statement
from epcr.handoff.trend import trend
from epcr.handoff.words import NOT_DOCUMENTED, listed, said, shown
from epcr.sheet.absent import negatives_in
from epcr.sheet.coma import PARTS as PARTS_OF_COMA
from epcr.sheet.coma import Assessed, coma, gcs
from epcr.sheet.context import Context
from epcr.sheet.exam import NO_ABNORMALITY, ExamFinding
from epcr.sheet.interventions import Intervention
from epcr.sheet.primary import PrimaryAssessment
from epcr.sheet.run_sheet import RunSheet
from epcr.sheet.vitals import VitalSigns
from epcr.sheet.vocabulary import vocabulary
from epcr.words.naming import lower

NO_PULSE = "absent"
WITHOUT_AID = "lowest without tube or drugs"
_CIRCULATION = (
    ("pulse_quality", "pulse"), ("pulse_site", "at"), ("skin_color", "skin"), ("skin_temperature", ""), ("skin_moisture", ""),
    ("capillary_refill", "capillary refill"), ("major_bleeding", "bleeding"), ("bleeding_control", "controlled with"),
)  # fmt: skip


def assessment(run_sheet: RunSheet, context: Context) -> Iterator[Statement]:
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
    yield from optional("First look", primary, (("general_impression", ""),), context)
    yield from outside_usual(run_sheet, context)
    yield from course(run_sheet, context)
    for intervention in run_sheet.entries("interventions"):
        yield _intervention(intervention, run_sheet, context)


def _survey(
    label: str,
    run_sheet: RunSheet,
    fields: Sequence[tuple[str, str]],
    context: Context,
    more: Sequence[str] = (),
) -> Statement:
    primary = run_sheet.primary
    pieces = [*pieces_of(primary, fields, context), *more]
    anchors = anchors_of(primary, [name for name, _ in fields])
    return Statement(label, ", ".join(pieces) or NOT_DOCUMENTED, anchors, missing=not pieces)


def _lungs(run_sheet: RunSheet, context: Context) -> list[str]:
    primary = run_sheet.primary
    left, right = (lower(said(primary, name, context)) for name in ("sounds_left", "sounds_right"))
    if left and left == right:
        return [f"lungs {left} both sides"]
    return [f"lung {side} {sound}" for side, sound in (("left", left), ("right", right)) if sound]


def _circulation(run_sheet: RunSheet, context: Context) -> Statement:
    """As it was found; a pulse that was absent then and counted later says so, lest it be read as of now."""
    as_found = _survey("Circulation", run_sheet, _CIRCULATION, context)
    counted = any(vitals.heart_rate for vitals in run_sheet.entries("vitals"))
    if run_sheet.primary.pulse_quality != NO_PULSE or not counted:
        return as_found
    return replace(as_found, words=as_found.words.replace("pulse absent", "pulse absent at first", 1))


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
    primary, latest = run_sheet.primary, _latest_coma(run_sheet)
    deeper = tuple(_deeper(run_sheet, latest))
    avpu = _avpu(primary, latest, context)
    pieces = [
        gcs(_gcs_words(primary, latest, context)),
        *(f"{lead} {coma(part).then(_when(part, context))}" for part, lead in deeper),
        *([f"AVPU {avpu}"] if avpu else []),
        *_pupils(primary, context),
    ]
    anchors = (
        *anchors_of(primary, ("avpu",)),
        *(anchors_of(latest, ("avpu", *PARTS_OF_COMA)) if latest else anchors_of(primary, PARTS_OF_COMA)),
        *(anchor for part, _ in deeper for anchor in anchors_of(part, PARTS_OF_COMA)),
    )
    missing = pieces == [gcs(NOT_DOCUMENTED)]
    return Statement(
        "Disability",
        NOT_DOCUMENTED if missing else ", ".join(pieces),
        anchors,
        latest.taken_at if latest else None,
        missing=missing,
    )


def _latest_coma(run_sheet: RunSheet) -> VitalSigns | None:
    """The last set with a GCS; one without a time only where none has a time."""
    measured = [vitals for vitals in run_sheet.entries("vitals") if coma(vitals)]
    timed = [vitals for vitals in measured if vitals.taken_at]
    return next(reversed(timed or measured), None)


def _gcs_words(primary: PrimaryAssessment, latest: VitalSigns | None, context: Context) -> str:
    """The GCS as it was last, with its time, else as it was at first; why there is none."""
    if latest is not None:
        return coma(latest).then(at_time(latest.taken_at, context))
    if coma(primary):
        return coma(primary).words
    return lower(said(primary, "gcs_eye", context)) or NOT_DOCUMENTED


def _pupils(primary: PrimaryAssessment, context: Context) -> list[str]:
    left, right = (lower(said(primary, name, context)) for name in ("pupil_left", "pupil_right"))
    if left and left == right:
        return [f"pupils {left}"]
    return [f"{side} pupil {pupil}" for side, pupil in (("left", left), ("right", right)) if pupil]


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
    return timed(part.taken_at, context)


def _exam(run_sheet: RunSheet, context: Context) -> Iterator[Statement]:
    """Regions with findings first, each with what was looked for and not found; normal regions in one statement."""
    normal: list[ExamFinding] = []
    abnormal: list[tuple[ExamFinding, str]] = []
    for entry in run_sheet.entries("exam"):
        findings = "; ".join(
            part for part in (lower(said(entry, "findings", context)), said(entry, "remark", context)) if part
        )
        if _is_normal(entry):
            normal.append(entry)
        else:
            abnormal.append((entry, f"{_region(entry, context)}: {findings or NOT_DOCUMENTED}"))
    if abnormal:
        at = max((entry.examined_at for entry, _ in abnormal if entry.examined_at), default=None)
        anchors = tuple(anchor for entry, _ in abnormal for anchor in anchors_of(entry, ("findings",)))
        yield Statement("Found", "; ".join(findings for _, findings in abnormal), anchors, at)
    if normal:
        anchors = tuple(anchor for entry in normal for anchor in anchors_of(entry, ("findings",)))
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
    read = [vitals for vitals in sets if vitals.rhythm]
    rhythms = []
    for vitals in _ends(read):
        kind = f" ({lower(said(vitals, 'ecg_type', context))})" if vitals.ecg_type else ""
        rhythms.append(f"{said(vitals, 'rhythm', context)}{kind}{at_time(vitals.taken_at, context)}")
    if rhythms:
        anchors = tuple(anchor for vitals in read for anchor in anchors_of(vitals, ("rhythm", "ecg_type")))
        yield Statement("ECG", "; ".join(rhythms), anchors, read[-1].taken_at)
    else:
        yield from _why("ECG", sets, "rhythm", context)


def _glucose(run_sheet: RunSheet, context: Context) -> Iterator[Statement]:
    sets, primary = run_sheet.entries("vitals"), run_sheet.primary
    measured = [vitals for vitals in sets if vitals.glucose is not None]
    if measured:
        worst = trend(run_sheet).worst_of("glucose")
        shown = [vitals for vitals in measured if vitals in (*_ends(measured), worst)]
        values = [
            f"{said(vitals, 'glucose', context)}{at_time(vitals.taken_at, context)}" for vitals in shown
        ]
        anchors = tuple(vitals.anchor("glucose") for vitals in measured)
        yield Statement("Glucose", ", ".join(values), anchors, measured[-1].taken_at)
    elif primary.glucose_check:
        values = [lower(said(primary, "glucose_check", context))]
        yield Statement("Glucose", values[0], anchors_of(primary, ("glucose_check",)))
    else:
        yield from _why("Glucose", sets, "glucose", context)


def _why(label: str, sets: Sequence[VitalSigns], name: str, context: Context) -> Iterator[Statement]:
    """Why something was never measured, where a set says so."""
    reasoned = [vitals for vitals in sets if vitals.why(name)]
    if reasoned:
        yield Statement(
            label, lower(said(reasoned[-1], name, context)), (reasoned[-1].anchor(name),), optional=True
        )


def _ends(sets: Sequence[VitalSigns]) -> Sequence[VitalSigns]:
    """The first and the last."""
    return sets if len(sets) < 2 else (sets[0], sets[-1])


def _stroke(run_sheet: RunSheet, context: Context) -> Iterator[Statement]:
    leads = (("stroke_result", ""), ("stroke_score", "score"), ("stroke_scale", ""), ("reperfusion", ""))
    for vitals in run_sheet.entries("vitals")[::-1]:
        if vitals.stroke_result or vitals.stroke_score is not None:
            pieces = pieces_of(
                vitals, [(name, lead) for name, lead in leads if getattr(vitals, name) is not None], context
            )
            anchors = anchors_of(vitals, [name for name, _ in leads])
            yield Statement(
                "Stroke", f"{', '.join(pieces)}{at_time(vitals.taken_at, context)}", anchors, vitals.taken_at
            )
            return


def _intervention(intervention: Intervention, run_sheet: RunSheet, context: Context) -> Statement:
    name_and_detail = words.item_and_detail(intervention, context)
    if not intervention.given and intervention.item:
        text = f"{name_and_detail} NOT GIVEN: {lower(vocabulary('reason').label(intervention.why('item')))}"
    else:
        text = f"{name_and_detail}, {words.performer(intervention, context)}"
        if intervention.documented("response") or response_due(intervention, run_sheet):
            text += f", response {lower(shown(intervention, 'response', context))}"
        text += (
            f", {lower(said(intervention, 'complications', context))}" if intervention.complications else ""
        )
    names = ("item", "dose", "route", "performer", "response", "complications")
    return Statement(
        "Intervention",
        f"{text}{at_time(intervention.performed_at, context)}",
        anchors_of(intervention, names),
        intervention.performed_at,
        shown_in="interventions",
    )
