"""The red criteria of field triage as they were answered, against the vital signs. Nothing is changed, and no answer is demanded."""

from __future__ import annotations

from collections.abc import Iterator

from epcr.checks.age import age, age_in_years
from epcr.checks.finding import Finding, Weight
from epcr.checks.red_signs import (
    FAST_FOR_ITS_PRESSURE,
    LOW_OF_ADULT,
    LOW_OF_CHILD,
    LOW_OF_OLD,
    MEASURED,
    lowest_systolic,
    measured,
    red_signs,
)
from epcr.sheet.context import Context
from epcr.sheet.run_sheet import RunSheet
from epcr.sheet.vocabulary import vocabulary
from epcr.words.naming import lower

_OF_AN_AGE = frozenset({LOW_OF_CHILD, LOW_OF_ADULT, LOW_OF_OLD})


def triage_against_signs(run_sheet: RunSheet, context: Context) -> Iterator[Finding]:
    """Criteria that the vital signs meet and the answer does not name, and those it names that no set shows."""
    injury = run_sheet.injury
    if not (run_sheet.injury_possible and injury.documented("high_risk")):
        return
    named = set(injury.high_risk or ())
    met = {sign.code: sign.words for sign in red_signs(run_sheet, context)}
    if unnamed := [met[code] for code in MEASURED if code in met and code not in named]:
        yield _unnamed(run_sheet, unnamed)
    for code in MEASURED:
        if code in named and code not in met:
            yield from _named_alone(run_sheet, code)


def _unnamed(run_sheet: RunSheet, signs: list[str]) -> Finding:
    """Criteria that the vital signs meet and the answer passes over."""
    it = (
        "is one of them, and they do not name it"
        if len(signs) == 1
        else "are among them, and they do not name these"
    )
    message = f"Check the red triage criteria: {'; '.join(signs)} {it}"
    return _warning(run_sheet, message, "sign_not_named", "; ".join(signs))


def _named_alone(run_sheet: RunSheet, code: str) -> Iterator[Finding]:
    """A criterion that is named though it is that of another age, or that every set speaks against."""
    label, years = lower(vocabulary("triage_high").label(code)), age_in_years(run_sheet)
    if years is not None and not _of_this_age(code, years):
        why = f"the patient is {age(run_sheet)} old"
    elif measured(run_sheet, code):
        why = "no vital-sign set shows it"
    else:
        return
    yield _warning(
        run_sheet, f"Check the red triage criteria: they name “{label}”, and {why}", "no_sign_of_it", code
    )


def _of_this_age(code: str, years: float) -> bool:
    if code in _OF_AN_AGE:
        return code == lowest_systolic(years)[0]
    return code != FAST_FOR_ITS_PRESSURE or lowest_systolic(years)[0] != LOW_OF_CHILD


def _warning(run_sheet: RunSheet, message: str, source: str, value: str) -> Finding:
    return Finding(Weight.WARNING, run_sheet.injury.anchor("high_risk"), message, f"triage.{source}", value)
