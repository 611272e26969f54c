"""The rows of the vital signs on a handoff: always the same ones in the same places, each with its value or why there is none."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from epcr.checks.consciousness import Assessed, coma
from epcr.handoff.trend import Trend
from epcr.handoff.words import pulse_felt, said
from epcr.sheet.context import Context
from epcr.sheet.kinds.number import Number
from epcr.sheet.vitals import VitalSigns
from epcr.sheet.vocabulary import vocabulary

COMA: Final = "gcs_eye"  # the field under which the row of consciousness stands
# What stands in a cell of a vital sign that has no value, by its reason.
_WHY: Final = {
    "refused": "refused",
    "unable_to_complete": "unable",
    "not_recorded": "not rec.",
    "not_applicable": "n/a",
    "exam_finding_not_present": "not found",
}


@dataclass(frozen=True)
class Measure:
    """A row of the vital signs. `core` ones are expected in every set."""

    label: str
    unit: str
    field: str
    written: Callable[[VitalSigns], str]
    number: Callable[[VitalSigns], float | None]
    core: bool = False

    def cell(self, one: VitalSigns) -> str:
        """The value, why there is none, or a dash."""
        return self.written(one) or _WHY.get(one.why(self.field), "") or ("not doc." if self.core else "–")

    def of(self, part: Assessed) -> str:
        """The value where it stands; of consciousness the primary assessment has one too."""
        return self.cell(part) if isinstance(part, VitalSigns) else consciousness(part)

    def has(self, one: VitalSigns) -> bool:
        """Whether a set documents it."""
        return bool(self.written(one)) or one.documented(self.field)

    def direction(self, course: Trend) -> str:
        """From the first set to the last, as an arrow and a number."""
        if course.first is None or course.last is None or course.first is course.last:
            return ""
        before, after = self.number(course.first), self.number(course.last)
        if before is None or after is None:
            return ""
        change = after - before
        if round(change, 1) == 0:
            return "→ same"
        return f"{'↑' if change > 0 else '↓'} {abs(change):.1f}".removesuffix(".0")


def measures(context: Context, course: Trend) -> list[Measure]:
    """The rows: always the same ones, in the same places."""
    customs = context.customs
    sets = [
        one
        for one in (course.first, course.worst, course.last, course.elsewhere.get("etco2"))
        if one is not None
    ]
    carbon = next((said(one, "etco2_unit", context) for one in sets if one.etco2_unit), "mmHg")
    return [
        Measure("BP", "mmHg", "systolic", _pressure, lambda one: one.systolic, core=True),
        Measure(
            "Heart rate",
            "/min",
            "heart_rate",
            lambda one: _bare(one, "heart_rate", context),
            lambda one: one.heart_rate,
            core=True,
        ),
        Measure(
            "Resp. rate",
            "/min",
            "respiratory_rate",
            lambda one: _bare(one, "respiratory_rate", context),
            lambda one: one.respiratory_rate,
            core=True,
        ),
        Measure(
            "SpO2", "%", "spo2", lambda one: _bare(one, "spo2", context), lambda one: one.spo2, core=True
        ),
        Measure("GCS", "E-V-M", COMA, consciousness, _coma_total, core=True),
        Measure("Pain", "of 10", "pain", lambda one: _bare(one, "pain", context), lambda one: one.pain),
        Measure(
            "EtCO2",
            carbon,
            "etco2",
            lambda one: _carbon(one, carbon, context),
            lambda one: _seen(one, "etco2", context) if _unit_of(one, carbon, context) == carbon else None,
        ),
        Measure(
            "Glucose",
            customs.glucose,
            "glucose",
            lambda one: _bare(one, "glucose", context),
            lambda one: _seen(one, "glucose", context),
        ),
        Measure(
            "Temp.",
            customs.temperature,
            "temperature",
            lambda one: _bare(one, "temperature", context),
            lambda one: _seen(one, "temperature", context),
        ),
    ]


def _bare(one: VitalSigns, name: str, context: Context) -> str:
    """The number in the class's unit, without it."""
    return "".join(one.fields()[name].write(getattr(one, name), context))


def _seen(one: VitalSigns, name: str, context: Context) -> float | None:
    """The number that is written, so that a direction never contradicts it."""
    spec, value = one.fields()[name], getattr(one, name)
    if value is None or isinstance(value, str) or not isinstance(spec, Number):
        return None
    return spec.seen(value, context)


def _pressure(one: VitalSigns) -> str:
    if one.systolic is None and one.diastolic is None:
        return pulse_felt(one)  # in words: it is no pressure
    return (
        f"{'–' if one.systolic is None else one.systolic}/{'–' if one.diastolic is None else one.diastolic}"
    )


def consciousness(part: Assessed) -> str:
    """The GCS with what stood in its way; where there is none, the letter of AVPU."""
    letter = vocabulary("avpu").label(part.avpu)[:1] if part.avpu else ""
    return coma(part).short or (f"AVPU {letter}" if letter else "")


def _coma_total(one: VitalSigns) -> float | None:
    """To say where it goes; no GCS with a tube or drugs in its way is compared with another."""
    found = coma(one)
    return None if found.aided else found.total


def _carbon(one: VitalSigns, unit: str, context: Context) -> str:
    """The number, and its unit where that is another than the one of the row."""
    number, own = _bare(one, "etco2", context), _unit_of(one, unit, context)
    return f"{number} {own}" if number and own != unit else number


def _unit_of(one: VitalSigns, unit: str, context: Context) -> str:
    """The unit of its EtCO2, which is that of the row where none is told."""
    return said(one, "etco2_unit", context) if one.etco2_unit else unit
