"""The assessment of a handoff: what was found from airway to exam, and how it went on."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from epcr.checks.consciousness import lowest_coma
from epcr.handoff import words
from epcr.handoff.course import course
from epcr.handoff.outside import outside_usual
from epcr.handoff.pieces import anchors_of, at_time, optional, pieces_of
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
    told = [*pieces_of(primary, fields, context), *more]
    anchors = anchors_of(primary, [name for name, _ in fields])
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
    anchors = list(anchors_of(primary, ("avpu",)))
    if latest is not None:
        told.append(gcs(coma(latest).then(at_time(at, context))))
        anchors.extend(anchors_of(latest, ("avpu", *PARTS_OF_COMA)))
    elif coma(primary):
        told.append(gcs(coma(primary).words))
        anchors.extend(anchors_of(primary, PARTS_OF_COMA))
    else:
        why = said(primary, "gcs_eye", context)
        told.append(gcs(lower(why) or NOT_DOCUMENTED))
        anchors.extend(anchors_of(primary, PARTS_OF_COMA))
    for part, lead in _deeper(run_sheet, latest):
        told.append(f"{lead} {coma(part).then(_when(part, context))}")
        anchors.extend(anchors_of(part, PARTS_OF_COMA))
    if avpu := _avpu(primary, latest, context):
        told.append(f"AVPU {avpu}")
    left, right = said(primary, "pupil_left", context), said(primary, "pupil_right", context)
    if left and left == right:
        told.append(f"pupils {lower(left)}")
    else:
        told.extend(
            f"{side} pupil {lower(pupil)}" for side, pupil in (("left", left), ("right", right)) if pupil
        )
    missing = told == [gcs(NOT_DOCUMENTED)]
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
    return at_time(part.taken_at, context) or ", time " + NOT_DOCUMENTED


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
        anchors = tuple(anchor for entry, _ in found for anchor in anchors_of(entry, ("findings",)))
        yield Statement("Found", "; ".join(told for _, told in found), anchors, at)
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
    read = [one for one in sets if one.rhythm]
    told = []
    for one in _ends(read):
        kind = f" ({lower(said(one, 'ecg_type', context))})" if one.ecg_type else ""
        told.append(f"{said(one, 'rhythm', context)}{kind}{at_time(one.taken_at, context)}")
    if told:
        anchors = tuple(anchor for one in read for anchor in anchors_of(one, ("rhythm", "ecg_type")))
        yield Statement("ECG", "; ".join(told), anchors, read[-1].taken_at)
    else:
        yield from _why("ECG", sets, "rhythm", context)


def _glucose(run_sheet: RunSheet, context: Context) -> Iterator[Statement]:
    sets, primary = run_sheet.entries("vitals"), run_sheet.primary
    measured = [one for one in sets if one.glucose is not None]
    if measured:
        worst = trend(run_sheet).worst_of("glucose")
        shown = [one for one in measured if one in (*_ends(measured), worst)]
        told = [f"{said(one, 'glucose', context)}{at_time(one.taken_at, context)}" for one in shown]
        anchors = tuple(one.anchor("glucose") for one in measured)
        yield Statement("Glucose", ", ".join(told), anchors, measured[-1].taken_at)
    elif primary.glucose_check:
        told = [lower(said(primary, "glucose_check", context))]
        yield Statement("Glucose", told[0], anchors_of(primary, ("glucose_check",)))
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
            told = pieces_of(
                one, [(name, lead) for name, lead in leads if getattr(one, name) is not None], context
            )
            anchors = anchors_of(one, [name for name, _ in leads])
            yield Statement(
                "Stroke", f"{', '.join(told)}{at_time(one.taken_at, context)}", anchors, one.taken_at
            )
            return


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
        f"{text}{at_time(act.performed_at, context)}",
        anchors_of(act, names),
        act.performed_at,
        shown_in="interventions",
    )
