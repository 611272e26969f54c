"""Values that are unusual for the age, and values that contradict each other. Each is asked about and none is refused.

It compares what stands on the sheet; it does not know whether a value is true.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from epcr.checks.age import fits_birth
from epcr.checks.consciousness import ALERT, PAINFUL, VERBAL
from epcr.checks.etco2 import unusual_etco2
from epcr.checks.finding import Finding, Weight
from epcr.checks.sentences import place
from epcr.checks.stroke import stroke_score
from epcr.checks.usual import BandAtAge, band_then, side_of_usual, usual_range
from epcr.checks.weight import unlikely_weight
from epcr.sheet.coma import NAME as GCS
from epcr.sheet.coma import coma
from epcr.sheet.context import Context
from epcr.sheet.interventions import Intervention
from epcr.sheet.kinds.moment import Moment
from epcr.sheet.kinds.number import Number
from epcr.sheet.pressure import pressure
from epcr.sheet.run_sheet import RunSheet
from epcr.sheet.section import SheetPart
from epcr.sheet.vitals import VitalSigns
from epcr.words.naming import lower

COMA = 8  # Teasdale G, Jennett B. Lancet 1974;2:81-84: 8 and less is coma
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
    yield from _patient(run_sheet, context)
    yield from unlikely_weight(run_sheet, context)
    for vitals in run_sheet.entries("vitals"):
        band = band_then(run_sheet, vitals)
        yield from _unusual(vitals, band, context)
        yield from _pressure(vitals, context)
        yield from _consciousness(vitals, context)
        yield from unusual_etco2(vitals, context)
        yield from stroke_score(vitals, context)
        if not run_sheet.had_arrest:
            yield from _nothing(vitals, band, context)
    for intervention in run_sheet.entries("interventions"):
        yield from _nothing_given(intervention, context)


def _unusual(vitals: VitalSigns, band: BandAtAge | None, context: Context) -> Iterator[Finding]:
    """Values outside the usual range for the age."""
    for name in vitals.fields_of(Number):
        spec = vitals.fields()[name]
        side, usual = side_of_usual(vitals, name, band, context), usual_range(name, band)
        if not side or usual is None:
            continue
        shown = spec.show(getattr(vitals, name), context)
        which = "below" if side < 0 else "above"
        low, high = (spec.show(end, context) for end in _as_told(name, band, usual))
        whose = band.whose_sign(name) if band else "for an adult"
        message = (
            f"Check the {lower(spec.label)} of {shown}{place(vitals, context)}: "
            f"usual {whose} is {low} to {high}"
        )
        yield _warning(vitals, name, message, f"{name}_{which}_usual", vitals.show(name, context))


def _as_told(name: str, band: BandAtAge | None, usual: tuple[float, float]) -> tuple[float, float]:
    """The range as the sentence gives it: of a newborn's SpO2 what is expected in that minute, though more is not asked about."""
    return band.newborn_spo2 if band and band.newborn_spo2 and name == "spo2" else usual


def _pressure(vitals: VitalSigns, context: Context) -> Iterator[Finding]:
    systolic, diastolic = vitals.systolic, vitals.diastolic
    if systolic and diastolic is not None and not isinstance(diastolic, str) and diastolic >= systolic:
        message = f"Check the blood pressure{place(vitals, context)}: the diastolic {diastolic} is not below the systolic {systolic}"
        yield _warning(vitals, "diastolic", message, "diastolic_above_systolic", pressure(vitals).written)


def _consciousness(vitals: VitalSigns, context: Context) -> Iterator[Finding]:
    """AVPU and the GCS of one set, where nothing but the patient explains the GCS (no sedation, tube or swollen eyes)."""
    if vitals.avpu is None or coma(vitals).qualifiers:
        return
    eye, verbal, motor = (
        int(part) if part else None for part in (vitals.gcs_eye, vitals.gcs_verbal, vitals.gcs_motor)
    )
    if _contradicts(vitals.avpu, eye, verbal, motor):
        parts = ", ".join(
            f"{name} {part if part is not None else '–'}"
            for name, part in (("eye", eye), ("verbal", verbal), ("motor", motor))
        )
        avpu = vitals.show("avpu", context)
        message = f"Check AVPU and the {GCS}{place(vitals, context)}: {avpu} does not fit {parts}"
        yield _warning(vitals, "avpu", message, "gcs_contradicts_avpu", f"{vitals.avpu}; {parts}")


def _contradicts(avpu: str, eye: int | None, verbal: int | None, motor: int | None) -> bool:
    """Whether the GCS says another level of response than AVPU does.

    Alert: the eyes are open by themselves and there is no coma. Verbal: something answers to a voice, and the patient is not
    fully awake. Painful: nothing answers to a voice, something to pain. Unresponsive: nothing answers at all.
    """
    shown = [part or 1 for part in (eye, verbal, motor)]
    total = None if None in {eye, verbal, motor} else sum(shown)
    to_voice = shown[0] >= 3 or shown[1] >= 3 or shown[2] == 6
    to_anything = max(shown) > 1
    fits = {
        ALERT: eye in {None, 4} and (total is None or total > COMA),
        VERBAL: total is None or (to_voice and total < 15),
        PAINFUL: not to_voice and (total is None or to_anything),
    }
    return not fits.get(avpu, not to_anything)


def _nothing(vitals: VitalSigns, band: BandAtAge | None, context: Context) -> Iterator[Finding]:
    """A 0 that no usual range asks about already."""
    for name in OF_THE_LIVING:
        if getattr(vitals, name) == 0 and usual_range(name, band) is None:
            label, shown = lower(vitals.fields()[name].label), vitals.show(name, context)
            message = f"Check the {label} of {shown}{place(vitals, context)}: nothing on this sheet says that the heart stopped"
            yield _warning(vitals, name, message, f"{name}_of_nothing", vitals.show(name, context))


def _nothing_given(intervention: Intervention, context: Context) -> Iterator[Finding]:
    """A drug that was given, and of which the dose is 0."""
    if intervention.dose == 0 and intervention.given:
        dose = f"{intervention.show('dose', context)} {intervention.show('dose_unit', context)}".strip()
        message = f"Check the dose of {dose}{place(intervention, context)}: enter what was given, or why it was not given"
        yield _warning(intervention, "dose", message, "dose_of_nothing", dose)


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
    moments = (getattr(incident, name) for name in incident.fields_of(Moment))
    return max([customs.day, *(customs.wall(moment).date() for moment in moments if moment is not None)])


def _warning(part: SheetPart, name: str, message: str, source: str, value: str) -> Finding:
    return Finding(Weight.WARNING, part.anchor(name), message, f"plausibility.{source}", value)
