"""The patient's age on the day of the call, from the date of birth or from the age that was told."""

from __future__ import annotations

from epcr.sheet.run_sheet import RunSheet

DAYS_IN_A_YEAR = 365.25
# ePatient.16: the share of a year that one of each unit is.
UNITS = {
    "2516009": 1.0,
    "2516007": 1 / 12,
    "2516001": 1 / DAYS_IN_A_YEAR,
    "2516003": 1 / DAYS_IN_A_YEAR / 24,
    "2516005": 1 / DAYS_IN_A_YEAR / 24 / 60,
}
MONTH = 1 / 12
NEWBORN = 28 / DAYS_IN_A_YEAR  # a newborn is at most 28 days old (World Health Organization)
ADULT = 18.0


def age_in_years(run_sheet: RunSheet) -> float | None:
    """Full and partial years; None while neither a date of birth before the call nor an age with its unit is known."""
    by_birth = age_by_birth(run_sheet)
    return age_told(run_sheet) if by_birth is None else by_birth


def age_by_birth(run_sheet: RunSheet) -> float | None:
    """The age by the date of birth: whole years are exact, the part of a year is by days."""
    born = run_sheet.patient.date_of_birth
    day = run_sheet.customs().day if born else None
    if born is None or day is None or born > day:
        return None
    had_birthday = (day.month, day.day) >= (born.month, born.day)
    years = day.year - born.year - (0 if had_birthday else 1)
    return max(float(years), (day - born).days / DAYS_IN_A_YEAR) if years == 0 else float(years)


def age_told(run_sheet: RunSheet) -> float | None:
    """The age as it was told, in years."""
    age, units = run_sheet.patient.age, run_sheet.patient.age_units
    return None if age is None or units not in UNITS else age * UNITS[units]
