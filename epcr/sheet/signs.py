"""The vital signs as tables and sentences know them: which fields make one, what it is called, in what order they stand, where.

A set has fields; what people read are signs. Two fields are one pressure and three are one coma score; a method stands beside what
was measured by it. Grid, desk, papers, outline, scenario and statements walk these. A field of `VitalSigns` that no sign names is a
sign by itself, behind the one declared before it: it stands in every table, and with a usual range it reaches the handoff.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import KW_ONLY, dataclass
from functools import cache
from typing import Final

from epcr.sheet.coma import NAME as GCS
from epcr.sheet.coma import PARTS, coma, gcs
from epcr.sheet.context import Context
from epcr.sheet.kinds.number import Number
from epcr.sheet.pressure import FIELDS as OF_PRESSURE
from epcr.sheet.pressure import pressure
from epcr.sheet.vitals import APGAR, VitalSigns

WHEN: Final = ("taken_at", "before_arrival")  # of the whole set


@dataclass(frozen=True)
class CellPiece:
    """One text of a cell and the anchor of its field; one that is read from several fields has none. Empty: not documented."""

    anchor: str
    text: str
    absent: bool = False


@dataclass(frozen=True)
class Sign:
    """A vital sign: its fields and its label in a table.

    `short` is its name in one line among others, `narrow` where a column has little room; `unit` is told where it is no field's
    own. `how` are fields that say how it was measured, `also` what else was found with it; neither stands in the grid of the page.
    A sign whose own field says only how another was measured is a `method`.
    """

    fields: tuple[str, ...]
    label: str
    _: KW_ONLY
    short: str = ""
    narrow: str = ""
    unit: str = ""
    narrow_unit: str = ""
    how: tuple[str, ...] = ()
    also: tuple[str, ...] = ()
    method: bool = False
    join: str = ", "

    @property
    def name(self) -> str:
        """The field under which it stands: for findings, for anchors, and for where it was worst."""
        return self.fields[0]

    @property
    def whole(self) -> bool:
        """Whether its fields are read as one value, so that even where each field has a row they share one."""
        return False

    def unit_here(self, context: Context) -> str:
        """Its unit as the class has it."""
        return self.unit or VitalSigns.fields()[self.name].unit_here(context)

    def in_words(self, vitals: VitalSigns, context: Context) -> bool:
        """Whether its cell holds words, which need more room than a number."""
        return not self.unit_here(context)

    def documented(self, vitals: VitalSigns) -> bool:
        """Whether a set has it, or says why not."""
        return any(vitals.documented(name) for name in self.fields)

    def pieces(self, vitals: VitalSigns, context: Context) -> Sequence[CellPiece]:
        """What stands in its cell of a table, a piece for each field: what was found without its unit, else why there is none."""
        return [_piece(vitals, name, context) for name in self.fields]

    def written(self, vitals: VitalSigns, context: Context) -> str:
        """What was found, in the class's unit and without it; empty where nothing was."""
        return bare(vitals, self.name, context) if getattr(vitals, self.name) is not None else ""

    def in_line(self, vitals: VitalSigns, context: Context) -> str:
        """One among others in a line: `HR 88`; empty where it was not measured."""
        text = self.written(vitals, context)
        return f"{self.short or self.label} {text}" if text else ""

    def number(self, vitals: VitalSigns, context: Context) -> float | None:
        """The number that is written, so that a direction never contradicts it; None of a word and of nothing."""
        spec, value = vitals.fields()[self.name], getattr(vitals, self.name)
        if value is None or isinstance(value, str) or not isinstance(spec, Number):
            return None
        return spec.seen(value, context)


class _OfPressure(Sign):
    """The blood pressure: it counts by its systolic number."""

    @property
    def whole(self) -> bool:
        return True

    def written(self, vitals: VitalSigns, context: Context) -> str:
        return pressure(vitals).written

    def in_line(self, vitals: VitalSigns, context: Context) -> str:
        return super().in_line(vitals, context) if vitals.systolic is not None else ""


class _OfComa(Sign):
    """The coma score: with a tube or drugs in its way it is compared with no other."""

    @property
    def whole(self) -> bool:
        return True

    def in_words(self, vitals: VitalSigns, context: Context) -> bool:
        return bool(coma(vitals).beside)

    def documented(self, vitals: VitalSigns) -> bool:
        """A reason alone makes no row: AVPU above it may say all there is."""
        return bool(coma(vitals))

    def pieces(self, vitals: VitalSigns, context: Context) -> Sequence[CellPiece]:
        return (
            [CellPiece("", self.written(vitals, context))]
            if coma(vitals)
            else [_piece(vitals, self.name, context)]
        )

    def written(self, vitals: VitalSigns, context: Context) -> str:
        return coma(vitals).short

    def in_line(self, vitals: VitalSigns, context: Context) -> str:
        return gcs(coma(vitals).brief) if coma(vitals) else ""

    def number(self, vitals: VitalSigns, context: Context) -> float | None:
        score = coma(vitals)
        return None if score.aided else score.total


PRESSURE: Final = _OfPressure(
    OF_PRESSURE, "Blood pressure", short="BP", narrow="BP", how=("pressure_method",), join="/"
)
HEART_RATE: Final = Sign(
    ("heart_rate",), "Heart rate", short="HR", how=("heart_rate_method",), also=("pulse_rhythm",)
)
RESPIRATORY_RATE: Final = Sign(
    ("respiratory_rate",), "Respiratory rate", short="RR", narrow="Resp. rate", also=("respiratory_effort",)
)
SPO2: Final = Sign(("spo2",), "SpO2")
ETCO2: Final = Sign(("etco2",), "EtCO2", how=("etco2_unit",))
COMA: Final = _OfComa(PARTS, GCS, unit="eye-verbal-motor", narrow_unit="E-V-M", how=("gcs_qualifier",))
GLUCOSE: Final = Sign(("glucose",), "Glucose")
TEMPERATURE: Final = Sign(("temperature",), "Temperature", narrow="Temp.", how=("temperature_method",))
PAIN: Final = Sign(("pain",), "Pain", unit="of 10", how=("pain_scale",))

# In the order of the grid.
_NAMED: Final = (
    PRESSURE,
    Sign(("pulse_site",), "Pulse felt at"),
    HEART_RATE,
    RESPIRATORY_RATE,
    SPO2,
    Sign(("oxygen",), "SpO2 on", method=True),
    ETCO2,
    Sign(("avpu",), "AVPU"),
    COMA,
    GLUCOSE,
    TEMPERATURE,
    PAIN,
    Sign(("pupil_left", "pupil_right"), "Pupils", unit="left, right"),
    Sign(("rhythm",), "Rhythm", how=("ecg_type", "ecg_method")),
    Sign(("stroke_result",), "Stroke scale", how=("stroke_scale",), also=("stroke_score", "reperfusion")),
    Sign(APGAR, "Apgar parts", unit="look, grimace, activity, breathing"),
)
# Expected in every set: on a handoff whether they were measured or not.
EXPECTED: Final = (PRESSURE, HEART_RATE, RESPIRATORY_RATE, SPO2, COMA)
# Those with a row reserved on a handoff, in its order; also first in the one line of a set.
ON_HANDOFF: Final = (*EXPECTED, PAIN, ETCO2, GLUCOSE, TEMPERATURE)


@cache
def signs() -> tuple[Sign, ...]:
    """All of them in the order of the grid. Each field of a set is in one, but for what is said of the whole set."""
    own = {name: sign for sign in _NAMED for name in (*sign.fields, *sign.how, *sign.also)}
    standing, before = list(_NAMED), None
    for name, spec in VitalSigns.fields().items():
        if name not in own and name not in WHEN:
            own[name] = Sign((name,), spec.label)
            standing.insert(standing.index(before) + 1 if before else 0, own[name])
        before = own.get(name, before)
    return tuple(standing)


@cache
def unreserved() -> tuple[Sign, ...]:
    """Numbers with a usual range that have no row reserved on a handoff: they come onto it when they are outside of that range."""
    return tuple(
        sign for sign in signs() if sign not in ON_HANDOFF and not sign.method and sign.name in ranged()
    )


@cache
def ranged() -> tuple[str, ...]:
    """The fields that are numbers with a usual range, as they are declared."""
    return tuple(
        name
        for name, spec in VitalSigns.fields().items()
        if isinstance(spec, Number) and spec.usual is not None
    )


@cache
def rows_by_field() -> tuple[Sign, ...]:
    """A row for each field as it is declared, with its own label; what is read as one value has one row, at its first field."""
    return tuple(_by_field())


@cache
def methods() -> frozenset[str]:
    """The fields that say when and how something was measured, and not what was found."""
    how = (name for sign in signs() for name in (*sign.how, *(sign.fields if sign.method else ())))
    return frozenset((*WHEN, *how))


def bare(vitals: VitalSigns, name: str, context: Context) -> str:
    """A field without the unit that its row names: a number as the class sees it or the word in its place, all else as it shows."""
    spec, value = vitals.fields()[name], getattr(vitals, name)
    if value is None or not isinstance(spec, Number):
        return vitals.show(name, context)
    return spec.write(value, context)[0]


def _by_field() -> Iterator[Sign]:
    whole = {name: sign for sign in signs() if sign.whole for name in sign.fields}
    for name, spec in VitalSigns.fields().items():
        if name not in whole:
            yield Sign((name,), spec.label)
        elif name == whole[name].name:
            yield whole[name]


def _piece(vitals: VitalSigns, name: str, context: Context) -> CellPiece:
    return CellPiece(str(vitals.anchor(name)), bare(vitals, name, context), getattr(vitals, name) is None)
