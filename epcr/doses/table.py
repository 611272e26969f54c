"""The usual doses of `schemas/doses/`, as they are written there and as they are read: which item, by which route, for whom.

It knows rows and refuses to judge a dose by them. What makes a file unusable is said in `epcr.doses.table_file`.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from msgspec import Struct

from epcr.doses.measures import Measure, Strengths
from epcr.sheet.act import Indication

NOT_READ_BY_A_PHARMACIST = "no pharmacist has read this table"


class WrittenDose(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A `[[dose]]`. Ages are years, weights kilograms; `_from` includes its number, `_under` does not."""

    item: str
    low: float | None = None
    high: float | None = None
    source: str = ""
    confidence: str = ""
    use: str = ""
    indication: tuple[Indication, ...] = ()
    route: tuple[str, ...] = ()
    population: str = ""
    age_from: float | None = None
    age_under: float | None = None
    weight_from: float | None = None
    weight_under: float | None = None
    unit: str = ""
    per_kg: bool = False
    max_single: float | None = None
    max_cumulative: float | None = None
    cumulative_per_kg: bool = False
    absolute_max: float | None = None
    offer: tuple[float, ...] = ()
    note: str = ""


class WrittenItem(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """An `[[item]]`: what a mL of it, and one of what is counted, holds, like `per_mL = ["1 mg"]`."""

    item: str
    source: str
    per_mL: tuple[str, ...] = ()  # noqa: N815 - as the unit is written
    each: dict[str, str] = {}


class WrittenNotFor(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A `[[not_for]]`: whom an item is not given to, and why."""

    item: str
    why: str
    source: str
    confidence: str
    population: str = ""
    age_from: float | None = None
    age_under: float | None = None


class DoseFile(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One file of doses."""

    dose: tuple[WrittenDose, ...] = ()
    item: tuple[WrittenItem, ...] = ()
    not_for: tuple[WrittenNotFor, ...] = ()


class WrittenThresholds(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """When a dose is asked about, as fractions like `1/3`."""

    surely_below: str
    surely_above: str
    rounding: str
    rounding_by_weight: str


class Population(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A word for whom a row is for. From `grown_from` years, or of unknown age from `grown_weight` kg, one may be as these."""

    name: str
    age_from: float = 0.0
    age_under: float | None = None
    grown_from: float | None = None
    grown_weight: float | None = None
    source: str = ""


class SameDose(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A route by which the dose is that of others."""

    route: str
    as_by: tuple[str, ...]


class JudgingFile(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The file `judging.toml`."""

    thresholds: WrittenThresholds
    population: tuple[Population, ...]
    same_dose: tuple[SameDose, ...] = ()


@dataclass(frozen=True)
class PatientBand:
    """Whom a row is for: ages in years, weights in kg, the ends as `_from` and `_under` have them.

    From `grown_from` years a younger one may be meant as well, and one of `grown_weight` kg whose age is not known.
    """

    age_from: float = 0.0
    age_under: float = float("inf")
    weight_from: float = 0.0
    weight_under: float = float("inf")
    grown_from: float | None = None
    grown_weight: float | None = None

    @property
    def youngest(self) -> float:
        """The youngest age that may get this dose, in years."""
        return self.age_from if self.grown_from is None else self.grown_from

    def overlaps(self, other: PatientBand) -> bool:
        """Whether a patient may be of both, by the ages and weights themselves."""
        ages = self.age_from < other.age_under and other.age_from < self.age_under
        return ages and self.weight_from < other.weight_under and other.weight_from < self.weight_under


@dataclass(frozen=True)
class UsualDose:
    """A row: `low` and `high` in `measure`, for each kg where `per_kg`; maxima in the same unit for the whole patient.

    `low` is None where the source gives only what is the most. `max_cumulative` is for each kg where `cumulative_per_kg`.
    """

    item: str
    use: str
    indications: tuple[str, ...]
    routes: tuple[str, ...]
    band: PatientBand
    low: Fraction | None
    high: Fraction
    measure: Measure
    per_kg: bool
    max_single: Fraction | None
    max_cumulative: Fraction | None
    cumulative_per_kg: bool
    absolute_max: Fraction | None
    offer: tuple[Fraction, ...]
    source: str


@dataclass(frozen=True)
class NotFor:
    """Whom an item is not given to."""

    band: PatientBand
    why: str
    source: str


@dataclass(frozen=True)
class Thresholds:
    """How far outside its ends a dose is surely asked about, and how near to them it is as good as within."""

    surely_below: Fraction
    surely_above: Fraction
    rounding: Fraction
    rounding_by_weight: Fraction


@dataclass(frozen=True)
class Judging:
    """What `judging.toml` says."""

    thresholds: Thresholds
    populations: dict[str, Population]
    same_dose: dict[str, tuple[str, ...]]


@dataclass(frozen=True)
class DoseTable:
    """All usual doses by item, with the strengths of each item and whom it is not for."""

    judging: Judging
    doses: dict[str, tuple[UsualDose, ...]]
    strengths: dict[str, Strengths]
    not_for: dict[str, tuple[NotFor, ...]]

    def strengths_of(self, item: str) -> Strengths:
        """The strengths of an item; none where the table has none."""
        return self.strengths.get(item, Strengths())
