"""The interface for machines: doses as lines of JSON in, verdicts as lines of JSON out.

Whatever is sent gets a line; it refuses to stop at one that cannot be read.
"""

from __future__ import annotations

import json
import math
from collections.abc import Iterable, Iterator
from typing import Annotated, Any, Final, get_args

from msgspec import Meta, Struct, ValidationError, structs

from epcr.converting import convert
from epcr.doses.judging import DoseAct, DoseVerdict, judge_dose
from epcr.doses.measures import Amount, exact, measure_of
from epcr.doses.patient import DosePatient
from epcr.doses.table import NOT_READ_BY_A_PHARMACIST, DoseTable
from epcr.doses.table_file import table
from epcr.doses.together import GivenDose
from epcr.scope.act import UnreadableAct
from epcr.scope.cases import numbered_acts, parsed
from epcr.sheet.act import Indication, Order
from epcr.sheet.catalog import catalog
from epcr.sheet.vocabulary import vocabulary
from epcr.words.naming import quoted
from epcr.words.near import unknown

DAYS_IN_A_YEAR: Final = 365.25
LONGEST: Final = 20_000  # characters of one dose: all of them together need a few hundred
MOST_BEFORE: Final = 100
_BESIDE_THE_ACT: Final = {"what", "slip", "id", "why", "verdict"}  # what a row of a file of cases expects
_WANTED: Final = {
    **dict.fromkeys(("item", "code", "route", "device", "unit"), "text, in quotes"),
    "patient": 'an object, like {"age_years": 40, "weight_kg": 70}',
    "given_before": f"an array of at most {MOST_BEFORE} doses: a number of the same unit, or an object with dose and unit",
    "order": f"one of {', '.join(get_args(Order))}",
    "indication": f"one of {', '.join(get_args(Indication))}",
    "dose": "a number, 0 or more", "patient.age_years": "a number of years from 0 to 150; an age cannot lie in the future",
    "patient.age_days": "a number of days, 0 or more; an age cannot lie in the future",
    "patient.weight_kg": "a number of kilograms above 0 and at most 1000",
}  # fmt: skip
_MOST: Final = {
    "patient.age_years": 150.0,
    "patient.age_days": 150 * DAYS_IN_A_YEAR,
    "patient.weight_kg": 1000.0,
}
_ORDERED: Final = frozenset({"online_prior", "online_concurrent", "on_scene"})


class TreatedPatient(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The `patient` of a line."""

    age_years: float | None = None
    age_days: float | None = None
    weight_kg: float | None = None


class EarlierDose(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One of `given_before`; without an item or a unit it is as the dose itself."""

    dose: float
    unit: str | None = None
    item: str | None = None
    route: str | None = None


class DoseCase(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A line: one dose."""

    item: str | None = None
    code: str | None = None
    route: str | None = None
    device: str | None = None
    dose: float | None = None
    unit: str | None = None
    patient: TreatedPatient | None = None
    given_before: Annotated[tuple[float | EarlierDose, ...], Meta(max_length=MOST_BEFORE)] = ()
    order: Order | None = None
    indication: Indication | None = None


def dose_lines(texts: Iterable[str | bytes], doses: DoseTable | None = None) -> Iterator[str]:
    """A verdict as a line of JSON, in plain signs (×) and without its line end, for each act; blank lines are passed over.

    What cannot be read is answered too, with the number of its line.
    """
    known = doses or table()
    for number, text in numbered_acts(texts):
        judged = _as_json(dose_json(text, known, f"Line {number}: "))
        yield json.dumps(judged, ensure_ascii=False, allow_nan=False)


def dose_json(text: str | bytes, doses: DoseTable, place: str = "") -> DoseVerdict:
    """The verdict on one dose in JSON; `cannot_judge` with a sentence, after its place, where it cannot be read."""
    try:
        acts = read_case(parsed(_not_too_long(text)), doses)
    except UnreadableAct as unreadable:
        return DoseVerdict("cannot_judge", f"{place}{unreadable}")
    # One code may stand for several items: the one that the dose fits best was meant.
    order = ("usual", "unusual", "implausible", "cannot_judge")
    return min((judge_dose(act, doses) for act in acts), key=lambda verdict: order.index(verdict.verdict))


def _not_too_long(text: str | bytes) -> str | bytes:
    if len(text) > LONGEST:
        raise UnreadableAct(f"The dose is longer than {LONGEST:,} characters")
    return text


def read_case(line: object, doses: DoseTable) -> list[DoseAct]:
    """The dose of a line, once for each item that it may be. Raises UnreadableAct with what is wrong, in words."""
    if (
        isinstance(line, dict)
        and isinstance(line.get("act"), dict)
        and _BESIDE_THE_ACT.issuperset(line.keys() - {"act"})
    ):
        line = line["act"]
    case = _converted(line)
    amount = _amount(case.dose, case.unit, "dose")
    items = _items(case, doses)
    route = _route("device", case.device) or _route("route", case.route)
    return [
        DoseAct(
            item=item,
            route=route,
            amount=amount,
            patient=_patient(case.patient or TreatedPatient()),
            before=tuple(_before(case, item, given) for given in case.given_before),
            ordered=case.order in _ORDERED,
            indication=case.indication,
        )
        for item in items
    ]


def _converted(line: object) -> DoseCase:
    if not isinstance(line, dict):
        several = "; write one dose a line" if isinstance(line, list) else ""
        raise UnreadableAct(f"The dose must be an object of keys and values, like {{...}}{several}")
    _refuse_unknown_keys("", line, DoseCase)
    if isinstance(line.get("patient"), dict):
        _refuse_unknown_keys("patient.", line["patient"], TreatedPatient)
    try:
        return convert(line, DoseCase)
    except ValidationError as error:
        place = str(error).removesuffix("`").rpartition(" - at `$.")[2]
        key = place.partition("[")[0]
        raise UnreadableAct(f"{quoted(key)} must be {_WANTED[key]}") from None
    except UnicodeEncodeError:  # an escape like "\ud800" is JSON and yet no text
        raise UnreadableAct("The dose has half a character; send it as whole ones") from None


def _refuse_unknown_keys(place: str, line: dict[Any, Any], kind: type[Struct]) -> None:
    for key in line:
        if key not in kind.__struct_fields__:
            raise UnreadableAct(
                unknown("The key", f"{place}{key}", [f"{place}{name}" for name in kind.__struct_fields__])
            )


def _items(case: DoseCase, doses: DoseTable) -> list[str]:
    if case.item is None and case.code is None:
        raise UnreadableAct("Say what was given: item or code")
    if case.item is not None:
        if catalog().kind(case.item) != "medication":
            drugs = [row.id for row in catalog() if row.kind == "medication"]
            raise UnreadableAct(unknown("The medication", case.item, drugs))
        _refuse_another_code(case.item, case.code)
        return [case.item]
    items = [row.id for row in catalog().with_code(str(case.code)) if row.kind == "medication"]
    if not items:
        raise UnreadableAct(f"No medication of the catalog has the code {quoted(str(case.code))}")
    route = _route("device", case.device) or _route("route", case.route)
    by_route = [item for item in items if any(route in row.routes for row in doses.doses.get(item, ()))]
    return by_route or items


def _refuse_another_code(item: str, code: str | None) -> None:
    """A code beside the item may be any of the same substance, or one that the catalog lacks, but none of another medication."""
    others = catalog().with_code(code) if code else ()
    if others and _substance(catalog()[item].label) not in {_substance(other.label) for other in others}:
        raise UnreadableAct(
            f"The code {quoted(str(code))} stands for {others[0].label}, not for {catalog()[item].label}; send the one that is right"
        )


def _substance(label: str) -> str:
    word = label.split(maxsplit=1)[0].lower()
    return "glucose" if word == "dextrose" else word


def _amount(dose: float | None, unit: str | None, key: str) -> Amount:
    if dose is None:
        raise UnreadableAct("Say the dose: how much was given")
    _refuse_outside(key, dose)
    if unit is None or not unit.strip():
        raise UnreadableAct("Say the unit of the dose, like mg: a number alone says nothing")
    measure = measure_of(unit)
    if measure is None:
        known = vocabulary("dose_unit").find(unit)
        if known is not None:
            raise UnreadableAct(f"A dose in {known.label} cannot be compared with a usual one")
        raise UnreadableAct(unknown("The unit", unit, [term.label for term in vocabulary("dose_unit")]))
    return Amount(exact(float(dose)), measure)


def _refuse_outside(key: str, number: float) -> None:
    low_is_right = number > 0 if key == "patient.weight_kg" else number >= 0
    if not math.isfinite(number) or not low_is_right or number > _MOST.get(key, math.inf):
        raise UnreadableAct(f"{quoted(key)} must be {_WANTED.get(key, 'a number, 0 or more')}")


def _route(key: str, word: str | None) -> str | None:
    if word is None:
        return None
    term = vocabulary("route").find(word)
    if term is None:
        raise UnreadableAct(unknown(f"The {key}", word, [route.label for route in vocabulary("route")]))
    return term.code


def _patient(patient: TreatedPatient) -> DosePatient:
    for key, number in structs.asdict(patient).items():
        if number is not None:
            _refuse_outside(f"patient.{key}", number)
    years = patient.age_years
    if patient.age_days is not None:
        of_days = patient.age_days / DAYS_IN_A_YEAR
        if years is not None and abs(years - of_days) > 1:
            raise UnreadableAct(
                '"patient.age_years" and "patient.age_days" are two ages; send the one that is right'
            )
        years = of_days
    return DosePatient(years, patient.weight_kg)


def _before(case: DoseCase, item: str, given: float | EarlierDose) -> GivenDose:
    earlier = given if isinstance(given, EarlierDose) else EarlierDose(dose=given)
    if earlier.item is not None and catalog().kind(earlier.item) != "medication":
        raise UnreadableAct(f"The medication {quoted(earlier.item)} in given_before is unknown")
    _route("route in given_before", earlier.route)
    return GivenDose(
        earlier.item or item, _amount(earlier.dose, earlier.unit or case.unit, "given_before.dose")
    )


def _as_json(verdict: DoseVerdict) -> dict[str, str]:
    source = f"{verdict.source} ({NOT_READ_BY_A_PHARMACIST})" if verdict.source else ""
    return {
        "verdict": verdict.verdict,
        "usual": verdict.usual,
        "slip": " or ".join(slip.name for slip in verdict.slips[:2]),
        "source": source,
        "sentence": ". ".join([verdict.why, *(slip.question for slip in verdict.slips[:1])]).strip(". "),
    }
