"""Values that are unusual for the age, and values that contradict each other. Each is asked about and none is refused.

It compares what stands on the sheet; it does not know whether a value is true.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from itertools import chain

from epcr.checks.age import age_in_years, fits_birth
from epcr.checks.consciousness import ALERT, PAINFUL, VERBAL
from epcr.checks.finding import Finding, Weight
from epcr.checks.sentences import place
from epcr.checks.usual import Band, band_at, usual_range
from epcr.sheet.coma import NAME as GCS
from epcr.sheet.coma import coma
from epcr.sheet.context import Context
from epcr.sheet.interventions import Intervention
from epcr.sheet.kinds.moment import Moment
from epcr.sheet.kinds.number import Number
from epcr.sheet.pressure import pressure
from epcr.sheet.run_sheet import RunSheet
from epcr.sheet.section import SheetPart
from epcr.sheet.units import trimmed
from epcr.sheet.vitals import VitalSigns
from epcr.words.naming import lower

COMA = 8  # Teasdale G, Jennett B. Lancet 1974;2:81-84: 8 and less is coma
MMHG, PERCENT, KPA = "3340001", "3340003", "3340005"  # eVitals.16, type of measure
# One percent of dry gas at sea level less water vapor: (760 - 47) / 100 mmHg (West JB. Respiratory Physiology).
MMHG_IN = {MMHG: 1.0, PERCENT: 7.13, KPA: 7.5006}
# Usual is 35 to 45 mmHg (Walsh BK, et al. Capnography. Respir Care 2011;56:503-509); twice the upper limit is asked about.
USUAL_ETCO2 = (35.0, 45.0)
HIGHEST_ETCO2 = 90.0
# None of these is 0 in a patient whose heart beats.
OF_THE_LIVING = (
    "systolic",
    "diastolic",
    "heart_rate",
    "respiratory_rate",
    "spo2",
    "etco2",
    "glucose",
    "temperature",
)


def implausible(run_sheet: RunSheet, context: Context) -> Iterator[Finding]:
    """All warnings about unusual and contradicting values."""
    band = band_at(age_in_years(run_sheet))
    yield from _patient(run_sheet, context)
    for one in run_sheet.entries("vitals"):
        yield from chain(_unusual(one, band, context), _pressure(one, context), _consciousness(one, context))
        yield from _etco2(one, context)
        if not run_sheet.had_arrest:
            yield from _nothing(one, band, context)
    for act in run_sheet.entries("interventions"):
        yield from _nothing_given(act, context)


def _unusual(one: VitalSigns, band: Band | None, context: Context) -> Iterator[Finding]:
    """Values outside the usual range for the age."""
    for name, spec in one.fields().items():
        value = getattr(one, name)
        usual = usual_range(name, band)
        if usual is None or value is None or isinstance(value, str) or not isinstance(spec, Number):
            continue
        side = spec.outside(value, usual, context)
        if not side:
            continue
        which = "below" if side < 0 else "above"
        low, high = (spec.show(end, context) for end in usual)
        whose = (
            f"at {band.name}"
            if band and band.name[0].isdigit()
            else f"for {band.name if band else 'an adult'}"
        )
        message = (
            f"Check the {lower(spec.label)} of {spec.show(value, context)}{place(one, context)}: "
            f"usual {whose} is {low} to {high}"
        )
        yield _warning(one, name, message, f"{name}_{which}_usual", one.show(name, context))


def _pressure(one: VitalSigns, context: Context) -> Iterator[Finding]:
    systolic, diastolic = one.systolic, one.diastolic
    if systolic and diastolic is not None and not isinstance(diastolic, str) and diastolic >= systolic:
        message = f"Check the blood pressure{place(one, context)}: the diastolic {diastolic} is not below the systolic {systolic}"
        yield _warning(one, "diastolic", message, "diastolic_above_systolic", pressure(one).written)


def _consciousness(one: VitalSigns, context: Context) -> Iterator[Finding]:
    """AVPU and the GCS of one set, where nothing but the patient explains the GCS (no sedation, tube or swollen eyes)."""
    if one.avpu is None or coma(one).qualifiers:
        return
    eye, verbal, motor = (
        int(part) if part else None for part in (one.gcs_eye, one.gcs_verbal, one.gcs_motor)
    )
    if _contradicts(one.avpu, eye, verbal, motor):
        parts = ", ".join(
            f"{name} {part if part is not None else '–'}"
            for name, part in (("eye", eye), ("verbal", verbal), ("motor", motor))
        )
        avpu = one.show("avpu", context)
        message = f"Check AVPU and the {GCS}{place(one, context)}: {avpu} does not fit {parts}"
        yield _warning(one, "avpu", message, "gcs_contradicts_avpu", f"{one.avpu}; {parts}")


def _contradicts(avpu: str, eye: int | None, verbal: int | None, motor: int | None) -> bool:
    """Whether the GCS says another level of response than AVPU does.

    Alert: the eyes are open by themselves and there is no coma. Verbal: something answers to a voice, and the patient is not
    fully awake. Painful: nothing answers to a voice, something to pain. Unresponsive: nothing answers at all.
    """
    to_voice = (eye or 1) >= 3 or (verbal or 1) >= 3 or (motor or 1) == 6
    to_anything = max(eye or 1, verbal or 1, motor or 1) > 1
    complete = None not in {eye, verbal, motor}
    total = (eye or 0) + (verbal or 0) + (motor or 0)
    if avpu == ALERT:
        return (eye is not None and eye < 4) or (complete and total <= COMA)
    if avpu == VERBAL:
        return complete and (not to_voice or total == 15)
    if avpu == PAINFUL:
        return to_voice or (complete and not to_anything)
    return to_anything


def _etco2(one: VitalSigns, context: Context) -> Iterator[Finding]:
    factor = MMHG_IN.get(one.etco2_unit or "")
    # At the decimals of the unit it was measured in: 12 kPa is not above twice the usual because it is 90.007 mmHg.
    if one.etco2 is None or factor is None or one.etco2 <= round(HIGHEST_ETCO2 / factor, 1):
        return
    unit = one.show("etco2_unit", context)
    low, high = (trimmed(end / factor, 1) for end in USUAL_ETCO2)
    in_mmhg = one.etco2_unit == MMHG
    told = "" if in_mmhg else f"that is {one.etco2 * factor:.0f} mmHg, and "
    here = "" if in_mmhg else f" ({low} to {high} {unit})"
    message = (
        f"Check the EtCO2 of {one.show('etco2', context)} {unit}{place(one, context)} and its unit: "
        f"{told}usual is 35 to 45 mmHg{here}"
    )
    yield _warning(one, "etco2", message, "etco2_unit", f"{one.etco2} {one.etco2_unit}")


def _nothing(one: VitalSigns, band: Band | None, context: Context) -> Iterator[Finding]:
    """A 0 that no usual range asks about already."""
    for name in OF_THE_LIVING:
        if getattr(one, name) == 0 and usual_range(name, band) is None:
            label, shown = lower(one.fields()[name].label), one.show(name, context)
            message = f"Check the {label} of {shown}{place(one, context)}: nothing on this sheet says that the heart stopped"
            yield _warning(one, name, message, f"{name}_of_nothing", one.show(name, context))


def _nothing_given(act: Intervention, context: Context) -> Iterator[Finding]:
    """A drug that was given, and of which the dose is 0."""
    if act.dose == 0 and act.given:
        told = f"{act.show('dose', context)} {act.show('dose_unit', context)}".strip()
        message = (
            f"Check the dose of {told}{place(act, context)}: enter what was given, or why it was not given"
        )
        yield _warning(act, "dose", message, "dose_of_nothing", told)


def _patient(run_sheet: RunSheet, context: Context) -> Iterator[Finding]:
    """Date of birth, age and day of the call against each other."""
    patient = run_sheet.patient
    shown = patient.show("date_of_birth", context)
    day = _last_day(run_sheet)
    if patient.date_of_birth is not None and day is not None and patient.date_of_birth > day:
        message = f"Check the date of birth {shown}: it is after the call"
        yield _warning(patient, "date_of_birth", message, "born_after_the_call", f"{shown}; {day}")
    if not patient.why("age") and not fits_birth(run_sheet):
        age = f"{patient.show('age', context)} {lower(patient.show('age_units', context))}"
        message = f"Check the age: {age} does not fit the date of birth {shown}"
        yield _warning(patient, "age", message, "age_contradicts_birth", f"{age}; {shown}")


def _last_day(run_sheet: RunSheet) -> date | None:
    """The date on which the call ended: of a call over midnight the next day, on which a child may be born."""
    incident, customs = run_sheet.incident, run_sheet.customs()
    if customs.day is None:
        return None
    moments = (
        getattr(incident, name) for name, spec in incident.fields().items() if isinstance(spec, Moment)
    )
    return max([customs.day, *(customs.wall(one).date() for one in moments if one is not None)])


def _warning(part: SheetPart, name: str, message: str, source: str, value: str) -> Finding:
    return Finding(Weight.WARNING, part.anchor(name), message, f"plausibility.{source}", value)
