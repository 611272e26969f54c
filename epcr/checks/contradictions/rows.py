"""Vital signs that a text tells beside a pressure, "94/54 with a pulse of 62", against the set that has this pressure.

Each value may be on the sheet, and yet not in one set. Only what stands right beside the pressure is compared, and only where the text
tells of one pressure: trends and extremes ("lowest 94/54, fastest 62") put together what was measured at different times.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import datetime
from itertools import pairwise
from typing import Final

from epcr.checks.contradictions.record import Fault, Record
from epcr.checks.contradictions.vital_signs import VITAL_SIGN
from epcr.prose import MeasureMention, Mention

_BESIDE: Final = re.compile(
    r"[\s,;/&(]*(?:(?:and|with|w/) )?(?:an? |the |his |her )?(?:on [a-z ]{2,14}, )?$", re.IGNORECASE
)
_OF_SEVERAL: Final = re.compile(
    r"\b(?:low\w*|high\w*|worst|best|max\w*|min\w*|peak\w*|nadir|bottom\w*|fast\w*|slow\w*|range\w*|between|from|never|always|average\w*|"
    r"trend\w*|throughout)\b|->|→|>",
    re.IGNORECASE,
)
_GOES_ON: Final = re.compile(
    r" ?(?:->|→|>|-|–|to\b|then\b|up\b|down\b|and (?:then|later|now)\b|later\b|before\b|after\b|at\b|@|by\b|when\b|once\b|until\b|"
    r"on (?:arrival|scene|contact)|initially|earlier|prior|originally)",
    re.IGNORECASE,
)
_FASTEST_BREATHING: Final = 60  # a minute; chosen here, above what an adult or a child breathes
_AROUND: Final = 40  # characters before the pressure that may say that it is one of several


def untrue_rows(text: str, mentions: Sequence[Mention], record: Record) -> Iterator[Fault]:
    """Values beside a pressure that another set has; `mentions` are those of one sentence."""
    measures = [mention for mention in mentions if isinstance(mention, MeasureMention)]
    often = Counter(measure.name for measure in measures)
    if often["pressure"] != 1:
        return
    moments: list[datetime] = []
    for before, measure in pairwise([None, *measures]):
        if (
            measure is None
            or not _is_plain(measure)
            or (before is not None and not _stands_beside(text, before, measure))
        ):
            moments = []
        if measure is not None and measure.name == "pressure":
            moments = (
                []
                if _OF_SEVERAL.search(text[max(0, measure.start - _AROUND) : measure.start])
                else record.moments(measure)
            )
        elif (
            measure is not None
            and moments
            and often[measure.name] == 1
            and not _GOES_ON.match(text, measure.end)
        ):
            yield from _of_another_set(measure, moments, record)


def _is_plain(measure: MeasureMention) -> bool:
    # "A rate of 124" is no respiratory rate.
    is_named = not measure.may_be or (
        measure.may_be == {"respiratory_rate"} and measure.values[0] > _FASTEST_BREATHING
    )
    exact = not measure.about and measure.upto is None and is_named
    return measure.ours and exact and measure.at is None and measure.loose is None and measure.phase is None


def _stands_beside(text: str, before: MeasureMention, measure: MeasureMention) -> bool:
    return _BESIDE.match(text[before.end : measure.start]) is not None


def _of_another_set(measure: MeasureMention, moments: list[datetime], record: Record) -> Iterator[Fault]:
    """That a value is of another set, where each set with this pressure has one of its own."""
    theirs = [value for value in record.values(measure.name) if value.moment in moments]
    is_measured = {value.moment for value in theirs} >= {*moments} and bool(record.moments(measure))
    if is_measured and not any(value.numbers == measure.values for value in theirs):
        has = f"is not in the set of that pressure, which has {record.shown(theirs[0], measure.name)}"
        yield Fault(VITAL_SIGN, has, measure.start, measure.end)
