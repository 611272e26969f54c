"""Usual ranges of vital signs by age, read from `schemas/plausibility.toml`; those of adults stand in the fields' specs."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Final

from msgspec import Struct

from epcr import paths
from epcr.broken_schema import BrokenSchema
from epcr.checks.age import ADULT, MONTH
from epcr.sheet.context import Context
from epcr.sheet.kinds.number import Number
from epcr.sheet.vitals import VitalSigns
from epcr.toml_file import read_toml

# What a child has no range of its own for is not asked about: a diastolic of 40 is usual at two years and not at fifty.
_ADULTS_ONLY: Final = frozenset({"diastolic"})


class Band(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The usual ranges of one age band; it ends before `under_months`. Rates in /min, pressure in mmHg, glucose in mg/dL.

    Temperature in °C.
    """

    name: str
    under_months: float
    heart_rate: tuple[float, float]
    respiratory_rate: tuple[float, float]
    systolic_from: float
    glucose_from: float | None = None
    temperature: tuple[float, float] | None = None


class Bands(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """All bands, youngest first."""

    bands: tuple[Band, ...]


def file() -> Path:
    """Where the ranges lie."""
    return paths.schemas() / "plausibility.toml"


@cache
def bands() -> tuple[Band, ...]:
    """The bands that are shipped, read once a process."""
    return load(file())


def load(path: Path) -> tuple[Band, ...]:
    """Read and check a file of bands. Raises BrokenSchema with the file, the key and the reason."""
    read = read_toml(path, Bands, "usual ranges").bands
    for number, band in enumerate(read):
        if number and band.under_months <= read[number - 1].under_months:
            raise BrokenSchema(
                path, f"bands[{number}].under_months", "must be higher than in the band before it"
            )
        for key in ("heart_rate", "respiratory_rate", "temperature"):
            low, high = getattr(band, key) or (0, 0)
            if low > high:
                raise BrokenSchema(path, f"bands[{number}].{key}", f"{low:g} is above {high:g}")
    return read


def band_at(age: float | None) -> Band | None:
    """The band of a child of this age in years; None for an adult and for an unknown age."""
    if age is None or age >= ADULT:
        return None
    return next((band for band in bands() if age < band.under_months * MONTH), None)


def usual_range(name: str, band: Band | None) -> tuple[float, float] | None:
    """The usual range of a vital sign in the standard's unit, ends included; None where there is none."""
    spec = VitalSigns.fields()[name]
    adult = spec.usual if isinstance(spec, Number) else None
    if band is None or adult is None:
        return adult
    if name in _ADULTS_ONLY:
        return None
    if name in {"heart_rate", "respiratory_rate", "temperature"}:
        low, high = getattr(band, name) or adult
        return float(low), float(high)
    if name == "systolic":
        return band.systolic_from, adult[1]
    if name == "glucose" and band.glucose_from is not None:
        return band.glucose_from, adult[1]
    return adult


def is_unusual(one: VitalSigns, name: str, band: Band | None, context: Context) -> bool:
    """Whether a number of a set is seen outside of its usual range, or a meter showed High or Low in its place."""
    value, usual, spec = getattr(one, name), usual_range(name, band), one.fields()[name]
    if value is None or usual is None or not isinstance(spec, Number):
        return False
    return isinstance(value, str) or spec.outside(value, usual, context) != 0
