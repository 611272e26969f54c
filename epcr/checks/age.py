"""The patient's age on the day of the call, from the date of birth or from the age that was told: the finer one counts.

A date of birth tells days; of a newborn the hours or minutes that were told say more.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from epcr.sheet.run_sheet import RunSheet
from epcr.words.counting import counted

DAYS_IN_A_YEAR = 365.25
MINUTES: Final = "2516005"
# ePatient.16: the share of a year that one of each unit is, and what it is called.
UNITS = {
    "2516009": 1.0,
    "2516007": 1 / 12,
    "2516001": 1 / DAYS_IN_A_YEAR,
    "2516003": 1 / DAYS_IN_A_YEAR / 24,
    MINUTES: 1 / DAYS_IN_A_YEAR / 24 / 60,
}
NOUNS: Final = {
    "2516009": "year",
    "2516007": "month",
    "2516001": "day",
    "2516003": "hour",
    MINUTES: "minute",
}
_OF_A_DAY: Final = frozenset({"2516003", MINUTES})  # hours and minutes: finer than a date of birth
_SHORT: Final = {"year": "y", "month": "mo", "day": "d", "hour": "h", "minute": "min"}
MONTH = 1 / 12
DAY = 1 / DAYS_IN_A_YEAR
YOUNG = 2  # under this many years an age is told in months or days; chosen here
ADULT = 18.0


@dataclass(frozen=True)
class Age:
    """An age as people tell it: a number of years, months, days, hours or minutes, and the field that says so."""

    number: int
    noun: str
    field: str = "date_of_birth"

    def __str__(self) -> str:
        """`68 years`, `20 minutes`; who was born on the day of the call is under a day old."""
        if not self.number:
            return f"under 1 {self.noun}"
        return counted(self.number, self.noun)

    @property
    def short(self) -> str:
        """`68 y`, `20 min`."""
        return f"{self.number or '<1'} {_SHORT[self.noun]}"


def age(run_sheet: RunSheet) -> Age | None:
    """The age in the unit that tells it best; None where `age_in_years` is None."""
    patient = run_sheet.patient
    born, day = patient.date_of_birth, run_sheet.customs().day
    by_birth = age_by_birth(run_sheet)
    if by_birth is None or born is None or day is None or _told_finer(run_sheet):
        known = age_told(run_sheet) is not None
        return Age(patient.age or 0, NOUNS[patient.age_units or ""], "age") if known else None
    if by_birth >= YOUNG:
        return Age(int(by_birth), "year")
    months = (day.year - born.year) * 12 + day.month - born.month - (day.day < born.day)
    return Age(months, "month") if months else Age((day - born).days, "day")


def of_years(years: float) -> Age:
    """An age that is known in years only, in the unit that tells it best."""
    if years >= YOUNG:
        return Age(int(years), "year")
    for code, noun in list(NOUNS.items())[1:]:
        number = int(years / UNITS[code] + 1e-6)
        if number or (years == 0 and noun == "day"):
            return Age(number, noun)
    return Age(0, "minute")


def age_in_years(run_sheet: RunSheet) -> float | None:
    """Full and partial years; None while neither a date of birth before the call nor an age with its unit is known."""
    by_birth = age_by_birth(run_sheet)
    return age_told(run_sheet) if by_birth is None or _told_finer(run_sheet) else by_birth


def age_by_birth(run_sheet: RunSheet) -> float | None:
    """The age by the date of birth: whole years are exact, the part of a year is by days."""
    days, born = days_by_birth(run_sheet), run_sheet.patient.date_of_birth
    day = run_sheet.customs().day if born else None
    if days is None or born is None or day is None:
        return None
    had_birthday = (day.month, day.day) >= (born.month, born.day)
    years = day.year - born.year - (0 if had_birthday else 1)
    return max(float(years), days / DAYS_IN_A_YEAR) if years == 0 else float(years)


def days_by_birth(run_sheet: RunSheet) -> int | None:
    """The days from the date of birth to the call; None where one of them is not known or the birth is after the call."""
    born = run_sheet.patient.date_of_birth
    day = run_sheet.customs().day if born else None
    return None if born is None or day is None or born > day else (day - born).days


def age_told(run_sheet: RunSheet) -> float | None:
    """The age as it was told, in years."""
    age, units = run_sheet.patient.age, run_sheet.patient.age_units
    return None if age is None or units not in UNITS else age * UNITS[units]


def minute_of_life(run_sheet: RunSheet, moment: datetime | None) -> float | None:
    """The minutes from birth to a moment; None where the sheet does not tell when the patient was born, or it is before birth.

    An age that was told in minutes is that of the first contact (chosen here).
    """
    born = run_sheet.patient.time_of_birth
    if born is None and run_sheet.patient.age_units == MINUTES and fits_birth(run_sheet):
        born = _born_by_minutes(run_sheet)
    if born is None or moment is None or moment < born:
        return None
    return (moment - born) / timedelta(minutes=1)


def _born_by_minutes(run_sheet: RunSheet) -> datetime | None:
    taken = (vitals.taken_at for vitals in run_sheet.entries("vitals") if vitals.taken_at)
    met = run_sheet.incident.at_patient or min(taken, default=None)
    minutes = run_sheet.patient.age
    return None if met is None or minutes is None else met - timedelta(minutes=minutes)


def fits_birth(run_sheet: RunSheet) -> bool:
    """Whether the age that was told and the date of birth agree: told in whole ones, one more or less is the birthday."""
    years, by_birth, days = age_told(run_sheet), age_by_birth(run_sheet), days_by_birth(run_sheet)
    if years is None or by_birth is None or days is None:
        return True
    share = UNITS[run_sheet.patient.age_units or ""]
    if share == 1.0:
        return abs(years - by_birth) <= 1
    # Months are not equally long; hours and minutes are told of a birth on the day of the call or the day before.
    slack = DAY if share > DAY else 1e-9
    return abs(years - days * DAY) <= max(share, DAY) + slack


def _told_finer(run_sheet: RunSheet) -> bool:
    """Whether hours or minutes were told that the date of birth does not contradict."""
    return (
        run_sheet.patient.age is not None
        and run_sheet.patient.age_units in _OF_A_DAY
        and fits_birth(run_sheet)
    )
