"""Whom a dose is for: the age in years and the weight in kg, where they are known, and which rows of the table are for them."""

from __future__ import annotations

import math
from dataclasses import dataclass

from epcr.doses.table import PatientBand
from epcr.sheet.units import plain
from epcr.sheet.weights_file import weights

GROWN = 18.0  # years


@dataclass(frozen=True)
class DosePatient:
    """The patient, as far as known: age in years, weight in kg."""

    age_years: float | None = None
    weight_kg: float | None = None

    @property
    def is_child(self) -> bool:
        """Whether it is known that the patient is under 18 years."""
        return self.age_years is not None and self.age_years < GROWN

    @property
    def named(self) -> str:
        """In a sentence: `a child of 20 kg`, `an adult`, `a newborn of 3 kg`."""
        weight = f" of {plain(self.weight_kg)} kg" if self.weight_kg is not None else ""
        if self.age_years is None:
            return f"a patient{weight}" if weight else "an adult"
        if self.age_years < 28 / 365.25:
            return f"a newborn{weight}"
        return f"{'a child' if self.is_child else 'an adult'}{weight}"


def weights_of(patient: DosePatient, band: PatientBand) -> tuple[float, float]:
    """What the patient weighs at least and at most, in kg: what was told, else what one of the age, or of the row, may weigh."""
    if patient.weight_kg is not None:
        return patient.weight_kg, patient.weight_kg
    if patient.age_years is None:
        low, high = _weights_in(band)
    else:
        low, high = weights().between(patient.age_years, patient.age_years)
    least, most = max(low, band.weight_from), min(high, band.weight_under)
    return (least, most) if least <= most else (low, high)


def is_for(band: PatientBand, patient: DosePatient) -> bool:
    """Whether a row is for this patient; what is not known leaves it open."""
    return _age_fits(band, patient) and _weight_fits(band, patient)


def _age_fits(band: PatientBand, patient: DosePatient) -> bool:
    age, weight = patient.age_years, patient.weight_kg
    if age is not None:
        return band.youngest <= age < band.age_under
    if weight is None:
        return True
    if band.grown_weight is not None:
        return weight >= band.grown_weight
    low, high = _weights_in(band)
    return low <= weight <= high or math.isinf(band.age_under)


def _weight_fits(band: PatientBand, patient: DosePatient) -> bool:
    if patient.weight_kg is not None:
        return band.weight_from <= patient.weight_kg < band.weight_under
    if patient.age_years is None:
        return True
    low, high = weights().between(patient.age_years, patient.age_years)
    return low < band.weight_under and high >= band.weight_from


def _weights_in(band: PatientBand) -> tuple[float, float]:
    """What those weigh whom a row is for."""
    return weights().between(band.youngest, min(band.age_under - 1e-9, 150.0))
