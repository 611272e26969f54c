"""Usual ranges of vital signs by age, read from `schemas/plausibility.toml`; those of adults stand in the fields' specs."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import Final

from msgspec import Struct, structs

from epcr import paths
from epcr.broken_schema import BrokenSchema
from epcr.checks.age import ADULT, MONTH, age_in_years, minute_of_life
from epcr.sheet.context import Context
from epcr.sheet.kinds.number import Number
from epcr.sheet.run_sheet import RunSheet
from epcr.sheet.vitals import VitalSigns
from epcr.toml_file import read_toml
from epcr.words.counting import counted

# What a child has no range of its own for is not asked about: a diastolic of 40 is usual at two years and not at fifty.
_ADULTS_ONLY: Final = frozenset({"diastolic"})
_A_BIRTHDAY: Final = 1e-6  # years; an age told in months is a fraction that may fall short of the whole year


class Band(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The usual ranges of one age band; it ends before `under_months`. Rates in /min, pressure in mmHg, glucose in mg/dL.

    Temperature in °C. `systolic_per_year` is what each whole year of age adds to `systolic_from`, up to `systolic_at_most`.
    """

    name: str
    under_months: float
    heart_rate: tuple[float, float]
    respiratory_rate: tuple[float, float]
    systolic_from: float
    systolic_per_year: float = 0
    systolic_at_most: float | None = None
    glucose_from: float | None = None
    temperature: tuple[float, float] | None = None

    @property
    def whose(self) -> str:
        """The band behind "usual": `at 3 to 5 months`, `for a newborn`."""
        return f"at {self.name}" if self.name[:1].isdigit() else f"for {self.name}"


class BandAtAge(Band, frozen=True, kw_only=True):
    """A band as it is at one age: `systolic_from` with the years in it, the highest systolic (mmHg) of the whole `years`.

    `minute` is the whole minute of life where that decides the SpO2, and `newborn_spo2` what is expected then, in %.
    """

    years: int
    systolic_to: float | None = None
    minute: int | None = None
    newborn_spo2: tuple[float, float] | None = None

    def whose_sign(self, name: str) -> str:
        """The age behind "usual" of one sign: `at 5 years` of a systolic pressure, which has a range for each year."""
        if name == "systolic" and self.years:
            return f"at {counted(self.years, 'year')}"
        if name == "spo2" and self.minute is not None:
            return f"{counted(self.minute, 'minute')} after birth"
        return self.whose


class HighestSystolic(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The highest usual systolic pressure (mmHg) of a child; the line ends before `under_years`."""

    under_years: float
    systolic: float


class NewbornSpO2(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The SpO2 (%) that is expected from a minute of life on."""

    minute: int
    spo2: tuple[float, float]


class Bands(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """All bands, youngest first."""

    bands: tuple[Band, ...]
    highest_systolic: tuple[HighestSystolic, ...] = ()
    newborn_spo2: tuple[NewbornSpO2, ...] = ()


def file() -> Path:
    """Where the ranges lie."""
    return paths.schemas() / "plausibility.toml"


@cache
def shipped() -> Bands:
    """Everything that is shipped, read once a process."""
    return read(file())


def bands() -> tuple[Band, ...]:
    """The bands that are shipped."""
    return shipped().bands


def load(path: Path) -> tuple[Band, ...]:
    """The bands of a file. Raises BrokenSchema with the file, the key and the reason."""
    return read(path).bands


def read(path: Path) -> Bands:
    """Read and check a file. Raises BrokenSchema with the file, the key and the reason."""
    whole = read_toml(path, Bands, "usual ranges")
    for number, band in enumerate(whole.bands):
        for key in ("heart_rate", "respiratory_rate", "temperature"):
            _check_range(path, f"bands[{number}].{key}", getattr(band, key))
    for number, line in enumerate(whole.newborn_spo2):
        _check_range(path, f"newborn_spo2[{number}].spo2", line.spo2)
    for head, key in (
        ("bands", "under_months"),
        ("highest_systolic", "under_years"),
        ("newborn_spo2", "minute"),
    ):
        _check_order(path, head, key, [getattr(row, key) for row in getattr(whole, head)])
    return whole


def _check_range(path: Path, key: str, ends: tuple[float, float] | None) -> None:
    low, high = ends or (0, 0)
    if low > high:
        raise BrokenSchema(path, key, f"{low:g} is above {high:g}")


def _check_order(path: Path, head: str, key: str, ends: Sequence[float]) -> None:
    for number, (before, end) in enumerate(pairwise(ends), start=1):
        if end <= before:
            noun = head.removesuffix("s") if head == "bands" else "row"
            raise BrokenSchema(
                path, f"{head}[{number}].{key}", f"must be higher than in the {noun} before it"
            )


def band_at(age: float | None, minute: float | None = None) -> BandAtAge | None:
    """What is usual for a child of this age in years, of a newborn in this minute of life; None for an adult and an unknown age."""
    if age is None or age >= ADULT:
        return None
    band = next((band for band in bands() if age < band.under_months * MONTH), None)
    return None if band is None else _at(band, age, minute)


def band_then(run_sheet: RunSheet, vitals: VitalSigns) -> BandAtAge | None:
    """What is usual for the patient of a sheet when a set was taken."""
    return band_at(age_in_years(run_sheet), minute_of_life(run_sheet, vitals.taken_at))


def _at(band: Band, age: float, minute: float | None) -> BandAtAge:
    years = int(age + _A_BIRTHDAY)
    highest = next((line.systolic for line in shipped().highest_systolic if age < line.under_years), None)
    expected = _newborn_spo2(minute)
    lowest = band.systolic_from + years * band.systolic_per_year
    as_written = structs.asdict(band) | {"systolic_from": min(lowest, band.systolic_at_most or lowest)}
    return BandAtAge(
        **as_written,
        years=years,
        systolic_to=highest,
        minute=None if expected is None or minute is None else int(minute),
        newborn_spo2=expected,
    )


def _newborn_spo2(minute: float | None) -> tuple[float, float] | None:
    """The SpO2 expected in a minute of life; None after the last minute that has its own."""
    lines = shipped().newborn_spo2
    if minute is None or not lines or int(minute) > lines[-1].minute:
        return None
    begun = [line for line in lines if line.minute <= minute]
    return (begun or lines)[-1 if begun else 0].spo2


def usual_range(name: str, band: Band | None) -> tuple[float, float] | None:
    """The usual range of a vital sign in the standard's unit, ends included; None where there is none."""
    spec = VitalSigns.fields()[name]
    adult = spec.usual if isinstance(spec, Number) else None
    if band is None or adult is None:
        return adult
    return None if name in _ADULTS_ONLY else _of_band(name, band, adult)


def _of_band(name: str, band: Band, adult: tuple[float, float]) -> tuple[float, float]:
    if name in {"heart_rate", "respiratory_rate", "temperature"}:
        low, high = getattr(band, name) or adult
        return float(low), float(high)
    at_age = band if isinstance(band, BandAtAge) else None
    if name == "systolic":
        return band.systolic_from, (at_age and at_age.systolic_to) or adult[1]
    if name == "glucose" and band.glucose_from is not None:
        return band.glucose_from, adult[1]
    if name == "spo2" and at_age and at_age.newborn_spo2:
        return at_age.newborn_spo2[0], adult[1]
    return adult


def side_of_usual(vitals: VitalSigns, name: str, band: Band | None, context: Context) -> int:
    """-1 where a number of a set is seen below its usual range, 1 where above; 0 within it, and without a number or a range."""
    value, spec = getattr(vitals, name), vitals.fields()[name]
    if value is None or isinstance(value, str) or not isinstance(spec, Number):
        return 0
    usual = usual_range(name, band)
    return 0 if usual is None else spec.outside(value, usual, context)


def is_unusual(vitals: VitalSigns, name: str, band: Band | None, context: Context) -> bool:
    """Whether a number of a set is seen outside of its usual range, or a meter showed High or Low in its place."""
    if isinstance(getattr(vitals, name), str):
        return usual_range(name, band) is not None
    return side_of_usual(vitals, name, band, context) != 0
