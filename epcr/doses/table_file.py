"""Reads `schemas/doses/`, and says what is wrong with a file that cannot be used: file, row and key.

It refuses a dose without a unit or a source, a number of low confidence, a row for nobody and two rows for the same case.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cache
from itertools import combinations
from pathlib import Path
from typing import Final

from msgspec import Struct

from epcr import paths
from epcr.broken_schema import BrokenSchema
from epcr.doses.measures import Amount, Strengths, amount_of, exact, measure_of
from epcr.doses.table import (
    DoseFile,
    DoseTable,
    Judging,
    JudgingFile,
    NotFor,
    PatientBand,
    Population,
    SameDose,
    Thresholds,
    UsualDose,
    WrittenDose,
    WrittenItem,
    WrittenNotFor,
    WrittenThresholds,
)
from epcr.sheet.catalog import catalog
from epcr.sheet.vocabulary import vocabulary
from epcr.toml_rows import read_rows
from epcr.words.near import unknown

JUDGING: Final = "judging.toml"
_WrittenRow = WrittenDose | WrittenItem | WrittenNotFor
SHIPPED: Final = ("high", "medium")  # a number that nobody is sure of is not shipped
_ROWS: Final[dict[str, type[Struct]]] = {"dose": WrittenDose, "item": WrittenItem, "not_for": WrittenNotFor}
_NUMBERS: Final = (
    "low", "high", "max_single", "max_cumulative", "absolute_max", "age_from", "age_under", "weight_from", "weight_under",
)  # fmt: skip
_ENDS: Final = ("max_single", "max_cumulative", "absolute_max", "age_under", "weight_under")


def folder() -> Path:
    """Where the doses lie."""
    return paths.schemas() / "doses"


@cache
def table() -> DoseTable:
    """The doses that are shipped, read once a process."""
    return load(folder())


def load(where: Path) -> DoseTable:
    """Read and check a folder of doses. Raises BrokenSchema with the file, the row with its key, and the reason."""
    judging = load_judging(where / JUDGING)
    doses: defaultdict[str, list[tuple[_Place, UsualDose]]] = defaultdict(list)
    strengths: dict[str, Strengths] = {}
    not_for: defaultdict[str, list[NotFor]] = defaultdict(list)
    for place, row in _written_rows(where):
        match row:
            case WrittenDose():
                doses[row.item].append((place, _dose(place, row, judging.populations)))
            case WrittenItem() if row.item in strengths:
                place.stop("item", f"{row.item} has a second row of strengths; keep one")
            case WrittenItem():
                strengths[row.item] = _strengths(place, row)
            case WrittenNotFor():
                not_for[row.item].append(_not_for(place, row, judging.populations))
    for rows in doses.values():
        _refuse_two_for_one(rows)
    return DoseTable(
        judging,
        {item: tuple(row for _, row in rows) for item, rows in doses.items()},
        strengths,
        {item: tuple(rows) for item, rows in not_for.items()},
    )


@dataclass(frozen=True)
class _Place:
    """A row of a file: what is wrong is said with its key."""

    path: Path
    row: str

    def stop(self, key: str, reason: str) -> None:
        raise BrokenSchema(self.path, f"{self.row}.{key}", reason)


def _written_rows(where: Path) -> Iterator[tuple[_Place, _WrittenRow]]:
    """The rows of every file of a folder, with their places."""
    for path in sorted(where.glob("*.toml")):
        if path.name != JUDGING:
            read = read_rows(path, DoseFile, _ROWS, "usual doses")
            written: dict[str, Sequence[_WrittenRow]] = {
                "dose": read.dose,
                "item": read.item,
                "not_for": read.not_for,
            }
            for table, rows in written.items():
                yield from (
                    (_Place(path, f"{table} {number}"), row) for number, row in enumerate(rows, start=1)
                )


def _dose(place: _Place, row: WrittenDose, populations: Mapping[str, Population]) -> UsualDose:
    for key, reason in _wrong(row):
        place.stop(key, reason)
    measure, high = measure_of(row.unit), row.high
    if measure is None or high is None:  # said above
        raise BrokenSchema(place.path, place.row, "cannot be read")
    return UsualDose(
        item=row.item,
        use=row.use,
        indications=row.indication,
        routes=tuple(_route(place, "route", word) for word in row.route),
        band=_band(place, row, populations),
        low=None if row.low is None else exact(row.low),
        high=exact(high),
        measure=measure,
        per_kg=row.per_kg,
        max_single=_fraction(row.max_single),
        max_cumulative=_fraction(row.max_cumulative),
        cumulative_per_kg=row.cumulative_per_kg,
        absolute_max=_fraction(row.absolute_max),
        offer=tuple(exact(dose) for dose in row.offer),
        source=row.source,
    )


def _wrong(row: WrittenDose) -> Iterator[tuple[str, str]]:
    """Key and reason of each thing that makes a dose unusable."""
    yield from _wrong_item(row.item, row.confidence, row.source)
    yield from _wrong_unit(row)
    yield from _wrong_numbers(row)
    if not row.high:
        yield "high", "is missing; a usual dose has an end, above 0"
    elif row.low is not None and row.low > row.high:
        yield "low", f"{row.low:g} is above high, {row.high:g}"
    if not row.route:
        yield "route", "is missing; the same drug has another dose by another route"
    if row.absolute_max and row.max_single and row.absolute_max < row.max_single:
        yield "absolute_max", f"{row.absolute_max:g} is below max_single, {row.max_single:g}"
    if row.cumulative_per_kg and row.max_cumulative is None:
        yield "cumulative_per_kg", "says how max_cumulative counts, which is missing"


def _wrong_item(item: str, confidence: str, source: str) -> Iterator[tuple[str, str]]:
    if catalog().kind(item) != "medication":
        drugs = [row.id for row in catalog() if row.kind == "medication"]
        yield "item", unknown("The medication", item, drugs)
    if confidence == "low":
        yield (
            "confidence",
            "is low; such a number is not shipped, so take the row out or find a better source",
        )
    elif confidence not in SHIPPED:
        yield "confidence", "must be high or medium"
    if not source.strip():
        yield (
            "source",
            "is missing; a number without a source is not shipped (write “chosen here” where that is so)",
        )


def _wrong_unit(row: WrittenDose) -> Iterator[tuple[str, str]]:
    if not row.unit:
        yield "unit", "is missing; a dose without its unit says nothing, like mg"
        return
    measure = measure_of(row.unit)
    if measure is None:
        terms = [term.label for term in vocabulary("dose_unit")]
        yield "unit", unknown("The unit", row.unit, terms)
    elif measure.per_kg:
        yield "unit", f"write {measure.without_kg}, and per_kg = true beside it"


def _wrong_numbers(row: WrittenDose) -> Iterator[tuple[str, str]]:
    for key in _NUMBERS:
        number = getattr(row, key)
        if number is not None and not 0 <= number < math.inf:
            yield key, "must be a number from 0 up"
        elif number == 0 and key in _ENDS:
            yield key, "must be above 0; leave it out where there is no end"


def _route(place: _Place, key: str, word: str) -> str:
    term = vocabulary("route").find(word)
    if term is None:
        raise BrokenSchema(
            place.path,
            f"{place.row}.{key}",
            unknown("The route", word, [route.label for route in vocabulary("route")]),
        )
    return term.code


def _band(
    place: _Place, row: WrittenDose | WrittenNotFor, populations: Mapping[str, Population]
) -> PatientBand:
    """Whom a row is for: its population, narrowed by its own ages and weights."""
    named = _population(place, row.population, populations)
    age_from = named.age_from if row.age_from is None else row.age_from
    age_under = row.age_under if row.age_under is not None else named.age_under
    ends, named_ends = (math.inf if end is None else end for end in (age_under, named.age_under))
    if row.population and not named.age_from <= age_from < ends <= named_ends:
        place.stop("population", f"{row.population} contradicts the ages beside it; keep one of them")
    weight_from, weight_under = getattr(row, "weight_from", None), getattr(row, "weight_under", None)
    band = PatientBand(
        age_from,
        ends,
        weight_from or 0.0,
        math.inf if weight_under is None else weight_under,
        named.grown_from,
        named.grown_weight,
    )
    if band.age_from >= band.age_under:
        place.stop("age_from", f"leaves nobody under {band.age_under:g} years")
    if band.weight_from >= band.weight_under:
        place.stop("weight_from", f"leaves nobody under {band.weight_under:g} kg")
    return band


def _population(place: _Place, word: str, populations: Mapping[str, Population]) -> Population:
    if not word:
        return Population(name="all")
    if word not in populations:
        place.stop("population", unknown("The population", word, populations))
    return populations[word]


def _strengths(place: _Place, row: WrittenItem) -> Strengths:
    for key, reason in _wrong_item(row.item, "high", row.source):
        place.stop(key, reason)
    each = []
    for word, text in row.each.items():
        counted = measure_of(word)
        if counted is None or counted.per_kg or counted.timed:
            raise BrokenSchema(
                place.path, f"{place.row}.each.{word}", "must be a unit that is counted, like puffs"
            )
        each.append((counted.kind, _amount(place, f"each.{word}", text)))
    return Strengths(tuple(_amount(place, "per_mL", text) for text in row.per_mL), tuple(each))


def _amount(place: _Place, key: str, text: str) -> Amount:
    amount = amount_of(text)
    if amount is None or amount.measure.per_kg or amount.measure.timed:
        raise BrokenSchema(place.path, f"{place.row}.{key}", f"“{text}” is no amount; write one like 0.1 mg")
    return amount


def _not_for(place: _Place, row: WrittenNotFor, populations: Mapping[str, Population]) -> NotFor:
    for key, reason in _wrong_item(row.item, row.confidence, row.source):
        place.stop(key, reason)
    return NotFor(_band(place, row, populations), row.why, row.source)


def _refuse_two_for_one(rows: list[tuple[_Place, UsualDose]]) -> None:
    """Two rows of one item, route and use must not both hold for a patient: nobody could say which counts."""
    for (first, row), (second, other) in combinations(rows, 2):
        # A rate is another case than an amount given at once, and an amount for each kg another than a fixed one with a use.
        if row.use != other.use or row.measure.dimension != other.measure.dimension:
            continue
        if not set(row.routes).isdisjoint(other.routes) and row.band.overlaps(other.band):
            where = first.row if first.path == second.path else f"{first.path.name}, {first.row}"
            reason = (
                f"is a second row for the same case of {row.item} as {where}: same route and use, and patients of both; "
                "end one where the other begins, or say in use what each is for"
            )
            second.stop("population", reason)


def load_judging(path: Path) -> Judging:
    """Read and check the file that says how doses are judged. Raises BrokenSchema with the file, the key and the reason."""
    rows: dict[str, type[Struct]] = {"population": Population, "same_dose": SameDose}
    read = read_rows(path, JudgingFile, rows, "how doses are judged")
    place = _Place(path, "thresholds")
    thresholds = Thresholds(
        **{
            key: _threshold(place, key, getattr(read.thresholds, key))
            for key in WrittenThresholds.__struct_fields__
        }
    )
    if not 0 < thresholds.surely_below < 1 < thresholds.surely_above:
        place.stop("surely_below", "must be below 1, and surely_above above 1")
    same = {
        _route(_Place(path, f"same_dose {number}"), "route", row.route): tuple(
            _route(_Place(path, f"same_dose {number}"), "as_by", word) for word in row.as_by
        )
        for number, row in enumerate(read.same_dose, start=1)
    }
    return Judging(thresholds, {row.name: row for row in read.population}, same)


def _threshold(place: _Place, key: str, text: str) -> Fraction:
    try:
        number = Fraction(text)
    except (ValueError, ZeroDivisionError):
        number = Fraction(-1)
    if number < 0:
        place.stop(key, f"“{text}” is no fraction; write one like 1/3")
    return number


def _fraction(number: float | None) -> Fraction | None:
    return None if number is None else exact(number)
