"""Who the patient is: age, sex, weight and allergies that a text tells, against the sheet; and numbers of other kinds."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import datetime
from typing import Final

from epcr.checks.age import DAY, age, age_in_years
from epcr.checks.contradictions.record import Fault, Record
from epcr.letters import compared, flat, plain
from epcr.prose import AllergyMention, MeasureMention, NumberMention, PatientMention
from epcr.prose.counted import numbers
from epcr.prose.person import IN_YEARS
from epcr.sheet.history import History
from epcr.sheet.negation import denial
from epcr.sheet.units import LIGHT, QUANTITIES
from epcr.sheet.vocabulary import vocabulary
from epcr.words.counting import counted
from epcr.words.naming import lower

PATIENT: Final = "patient"
ALLERGY: Final = "allergy"
NUMBER: Final = "number"
_UNKNOWN_SEX: Final = "9919005"
# Allergies that name a whole group of drugs: any drug may be one of it.
_GROUPS: Final = frozenset({"Z88.1", "Z88.3", "Z88.4", "Z88.5", "Z88.6", "Z88.7", "Z88.8", "Z88.9"})
# How far an age may be off that is told finer than in days: it goes on during the call.
_DURING_THE_CALL: Final = 2 * IN_YEARS["h"]
_OXYGEN: Final = frozenset({"oxygen"})
_SUPRAGLOTTIC: Final = frozenset({"airway_sga_single", "airway_sga_lma", "airway_sga_double"})
# By how much a height that is about right may be off: feet, or the share of it; chosen here.
_FEET_OFF, _SHARE_OFF = 4, 0.3
_MINUTES_OFF = 2  # both ends are rounded to the minute; chosen here
# By how much a weight that is about right may be off; that of the sheet may be the same estimate. Chosen here.
_ABOUT, _BY_EYE = 0.15, 0.1
_LITERS: Final = "3706035"  # eMedications.06, L/min
_SHOCKS: Final = frozenset({"aed", "defib_manual", "cardioversion", "x_double_sequential_defib"})


def untrue_person(person: PatientMention, record: Record) -> Iterator[Fault]:
    """Another age, or another sex."""
    sex = record.sheet.patient.sex
    if person.sex is not None and sex not in {None, _UNKNOWN_SEX, person.sex}:
        shown = lower(record.sheet.patient.show("sex", record.context))
        yield Fault(PATIENT, f"is not in the sheet, where the patient is {shown}", person.start, person.end)
    elif not _is_aged(person.age, person.unit, record, about=person.about):
        yield Fault(
            PATIENT, f"is not in the sheet, where the patient is {_age(record)}", person.start, person.end
        )


def _is_aged(years: float, unit: str, record: Record, *, about: bool = False) -> bool:
    known = age_in_years(record.sheet)
    if known is None:
        return True
    if about or (
        record.sheet.patient.date_of_birth is None and record.sheet.patient.why("age") == "approximate"
    ):
        return abs(years - known) <= max(5.0, 0.15 * known)
    if unit == "y":
        return int(known) == int(years)
    aged = age(record.sheet)
    by_day = aged is not None and aged.noun not in {"hour", "minute"}
    return abs(years - known) <= max(IN_YEARS[unit], DAY if by_day else _DURING_THE_CALL) + 1e-6


def _age(record: Record) -> str:
    return f"{age(record.sheet)} old"


def untrue_names(text: str, record: Record) -> Iterator[Fault]:
    """Another age behind the patient's name: "June Harper, 86:"."""
    patient = record.sheet.patient
    read_as, last = flat(text), plain(patient.last_name or "")
    if not patient.first_name or not last or last not in read_as.text:
        return
    name = rf"(?:{re.escape(plain(patient.first_name))}|Mrs?\.?|Ms\.?|Miss|Mister) {re.escape(last)}"
    for match in re.finditer(
        rf"\b{name},?(?: is| was)?(?: an?)? (?P<age>[0-9]{{1,3}})(?=[;.,)\s-]|:(?![0-9])|$)(?!\s*(?:mg|kg|lb|%|/))",
        read_as.text,
    ):
        if not _is_aged(float(match["age"]), "y", record):
            yield Fault(
                PATIENT,
                f"is not in the sheet, where the patient is {_age(record)}",
                *read_as.typed(*match.span()),
            )


def untrue_weight(measure: MeasureMention, record: Record) -> Iterator[Fault]:
    """Another weight, beyond what rounding and pounds make of it."""
    known = record.sheet.patient.weight
    if known is None or not measure.ours or measure.upto is not None:
        return
    weights = QUANTITIES["weight"]
    kilograms = weights.get(measure.unit, weights["kg"]).to_standard(measure.values[0])
    # People round a weight to the whole kilogram, that of an infant to a tenth.
    about = _BY_EYE if record.sheet.patient.weight_source == "estimated" else _ABOUT
    slack = max(1.0 if known >= LIGHT else 0.1, 0.02 * known, about * known if measure.about else 0.0)
    if abs(kilograms - known) > slack:
        shown = record.sheet.patient.show("weight", record.context)
        yield Fault(
            PATIENT, f"is not in the sheet, where the patient weighs {shown}", measure.start, measure.end
        )


def untrue_allergies(allergic: AllergyMention, record: Record) -> Iterator[Fault]:
    """No allergies where the sheet has some, or one that it does not have."""
    history, terms = record.sheet.history, vocabulary("medication_allergy")
    # Sheets of before may have "NKDA." among the allergies, which is none of them.
    listed = [allergy for allergy in history.allergies or [] if allergy in terms or denial(allergy) is None]
    if allergic.denied:
        untrue = bool(
            allergic.terms & {term.code for word in listed if (term := terms.find(word)) is not None}
        )
    else:
        untrue = _lacks(allergic.terms, listed, history) if allergic.terms else bool(listed)
    if untrue:
        shown = history.show("allergies", record.context)
        yield Fault(ALLERGY, f"is not in the sheet, which has {lower(shown)}", allergic.start, allergic.end)


def _lacks(codes: frozenset[str], listed: list[str], history: History) -> bool:
    """Whether the sheet, which says something of allergies, lacks one of these, chosen or typed."""
    terms = vocabulary("medication_allergy")
    known = {term.code for word in listed if (term := terms.find(word)) is not None and term.code}
    if known & _GROUPS or not (listed or history.why("allergies") == "no_known_drug_allergy"):
        return False
    typed = " ".join(
        compared(word) for word in (*listed, *(history.other_allergies or ())) if word not in terms
    )
    return not all(_is_typed(terms.label(code), typed) for code in codes - known)


def _is_typed(label: str, typed: str) -> bool:
    return any(word in typed for word in re.findall(r"[a-z]{4,}", label.casefold()))


def untrue_numbers(number: NumberMention, record: Record) -> Iterator[Fault]:
    """Another gauge, another height of the fall, more shocks than were given, another flow of oxygen."""
    has = _COUNTED[number.what](number.number, record)
    if has:
        yield Fault(NUMBER, f"is not in the sheet; it has {has}", number.start, number.end)


def _gauge(number: int, record: Record) -> str:
    sizes = [entry.size or "" for entry in record.done({"iv_access", "ej_access"})]
    numbered = [size for size in sizes if any(sign.isdigit() for sign in size)]
    if not numbered or len(numbered) < len(sizes):
        return ""
    return "" if any(str(number) in re.findall(r"[0-9]+", size) for size in numbered) else numbered[0]


def _fall(number: int, record: Record) -> str:
    height = record.sheet.injury.fall_height
    return "" if height is None or height == number else f"a fall of {height} ft"


def _minutes_between(begin: datetime | None, end: datetime | None, number: int) -> str:
    """How long it took on the sheet where that is another number of minutes."""
    if begin is None or end is None or abs((end - begin).total_seconds() / 60 - number) <= _MINUTES_OFF:
        return ""
    return f"{(end - begin).total_seconds() / 60:.0f} min"


def _ride(number: int, record: Record) -> str:
    return _minutes_between(record.sheet.incident.left_scene, record.sheet.incident.at_destination, number)


def _response(number: int, record: Record) -> str:
    incident = record.sheet.incident
    spans = [
        _minutes_between(begin, incident.on_scene, number)
        for begin in (incident.en_route, incident.unit_notified)
    ]
    return spans[0] if all(spans) else ""


def _complaint(number: int, record: Record) -> str:
    """Less than half or more than twice as long as from the onset until the patient was seen."""
    onset, seen = record.sheet.history.onset, record.first_look
    if onset is None or seen is None or record.sheet.history.why("onset"):
        return ""
    minutes = (seen - onset).total_seconds() / 60
    return f"an onset at {record.clock(onset)}" if minutes > 0 and not 0.5 <= number / minutes <= 2 else ""


def _fall_about(number: int, record: Record) -> str:
    height = record.sheet.injury.fall_height
    off = height is not None and abs(height - number) > max(_FEET_OFF, height * _SHARE_OFF)
    return f"a fall of {height} ft" if off else ""


def _joules(number: int, record: Record) -> str:
    """The energy of the shocks, as their remarks tell it: the form has no field for it."""
    recorded = {int(joules) for joules in re.findall(r"\b([0-9]{2,3}) ?J\b", record.other_text)}
    return f"{', '.join(map(str, sorted(recorded)))} J" if recorded and number not in recorded else ""


def _v4r_elevation(number: int, record: Record) -> str:
    """How far the segment is raised in the right-sided lead, in mm, as remarks tell it."""
    recorded = {
        int(lengths) for lengths in re.findall(r"\b([0-9]) mm\b[^.;\n]{0,24}\bv4r\b", record.other_words)
    }
    return f"{', '.join(map(str, sorted(recorded)))} mm" if recorded and number not in recorded else ""


def _airway_size(number: int, record: Record) -> str:
    sizes = {row.size for row in record.done(_SUPRAGLOTTIC) if row.size}
    return f"size {', '.join(sorted(sizes))}" if sizes and str(number) not in sizes else ""


def _shocks(number: int, record: Record) -> str:
    """Fewer may be those until then, so only more are asked about."""
    given = sum(entry.attempts or 1 for entry in record.done(_SHOCKS))
    most = max(given, record.sheet.arrest.shocks or 0)
    return counted(most, "shock") if most and number > most else ""


def _our_shocks(number: int, record: Record) -> str:
    """Those of this crew alone, which may not be fewer either."""
    ours = [entry for entry in record.done(_SHOCKS) if not (entry.before_arrival or entry.other_unit)]
    given = sum(entry.attempts or 1 for entry in ours)
    return counted(given, "shock") if ours and number not in {given, record.sheet.arrest.shocks} else ""


def _all_shocks(number: int, record: Record) -> str:
    """Those of the whole call, or all of this crew, or all of others: a total says not of whom."""
    rows = record.done(_SHOCKS)
    theirs = sum(entry.attempts or 1 for entry in rows if entry.before_arrival)
    given = sum(entry.attempts or 1 for entry in rows)
    known = {given, theirs, given - theirs, record.sheet.arrest.shocks}
    return counted(given, "shock") if given and number not in known else ""


def _their_shocks(number: int, record: Record) -> str:
    """Those of others before this crew came, where the sheet has some."""
    theirs = [entry for entry in record.done(_SHOCKS) if entry.before_arrival]
    given = sum(entry.attempts or 1 for entry in theirs)
    return counted(given, "shock") + " before arrival" if theirs and number != given else ""


def _beers(number: int, record: Record) -> str:
    """The beers of the last oral intake, which other texts of the sheet count."""
    counted_there = {claim.number for claim in numbers(record.other_text.lower()) if claim.what == "beers"}
    return counted(min(counted_there), "beer") if counted_there and number not in counted_there else ""


def _oxygen(number: int, record: Record) -> str:
    """Nothing where the sheet has no flow at all: then the mask alone may have been written down."""
    entries = [
        entry for entry in record.done(_OXYGEN) if entry.dose is not None and entry.dose_unit == _LITERS
    ]
    if not entries or any(entry.dose == number for entry in entries):
        return ""
    return f"oxygen {entries[0].show('dose', record.context)} {entries[0].show('dose_unit', record.context)}"


_COUNTED: Final = {
    "gauge": _gauge,
    "fall": _fall,
    "fall_about": _fall_about,
    "joules": _joules,
    "v4r_elevation": _v4r_elevation,
    "transport_minutes": _ride,
    "response_minutes": _response,
    "complaint_minutes": _complaint,
    "airway_size": _airway_size,
    "shocks": _shocks,
    "our_shocks": _our_shocks,
    "all_shocks": _all_shocks,
    "their_shocks": _their_shocks,
    "oxygen": _oxygen,
    "beers": _beers,
}
