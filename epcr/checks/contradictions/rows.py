"""Vital signs that a text tells beside a pressure, "94/54 with a pulse of 62", against the set that has this pressure.

Each value may be on the sheet, and yet not in one set. Only what stands right beside the pressure is compared, and only where the text
tells of one pressure: trends and extremes ("lowest 94/54, fastest 62") put together what was measured at different times.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Final

from epcr.checks.contradictions.record import MINUTE, Fault, Record
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
# The next of a list, with at most two words behind the last: "RR 10 assisted, SpO2 97%".
_NEXT: Final = re.compile(
    r"(?: (?!(?:then|later|now|to|from|before|after|until|at|by)\b)[a-z]+){0,2}[\s,;/&(]*(?:(?:and|with|w/) )?(?:an? |the |his |her )?$",
    re.IGNORECASE,
)
_AROUND: Final = 40  # characters before the pressure that may say that it is one of several


def untrue_rows(text: str, mentions: Sequence[Mention], record: Record) -> Iterator[Fault]:
    """Values beside a pressure that another set has; `mentions` are those of one sentence."""
    measures = _of_sets(mentions)
    often = Counter(measure.name for measure in measures)
    if often["pressure"] != 1:
        return
    moments: list[datetime] = []
    before: MeasureMention | None = None
    for measure in measures:
        if not _is_plain(measure) or (before is not None and not _stands_beside(text, before, measure)):
            moments = []
        if measure.name == "pressure":
            is_one_of_several = _OF_SEVERAL.search(text[max(0, measure.start - _AROUND) : measure.start])
            moments = [] if is_one_of_several else record.moments(measure)
        elif moments and often[measure.name] == 1 and not _GOES_ON.match(text, measure.end):
            yield from _of_another_set(measure, moments, record)
        before = measure


def _of_sets(mentions: Sequence[Mention]) -> list[MeasureMention]:
    """Those that are measured in sets: a weight is of the patient, and a recheck has no name of its own."""
    measures = (mention for mention in mentions if isinstance(mention, MeasureMention))
    return [measure for measure in measures if measure.name not in {"weight", "recheck"}]


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


def of_its_set(fault: Fault, measure: MeasureMention, meant: Mapping[int, datetime], record: Record) -> Fault:
    """The same fault, with the value of the set that its row tells of, where it names the nearest of all."""
    moment = meant.get(measure.start)
    if moment is None:
        return fault
    theirs = [value for value in record.values(measure.name) if value.moment == moment]
    if fault.kind != VITAL_SIGN or not theirs or measure.at is not None or measure.phase is not None:
        return fault
    return replace(fault, has=f"is not in the sheet; nearest: {record.shown(theirs[0], measure.name)}")


def sets_meant(text: str, mentions: Sequence[Mention], record: Record) -> dict[int, datetime]:
    """When the set was taken that a row of values tells of by a time, a word like "last" or a pressure at its beginning; by where each
    further value begins.
    """
    meant: dict[int, datetime] = {}
    before, moment = None, None
    for measure in _of_sets(mentions):
        if before is None or _NEXT.match(text[_behind(before) : measure.start]) is None:
            moment = None
        own = _set_told(measure, record)
        if own is None and moment is not None:
            meant[measure.start] = moment
        before, moment = measure, own or moment
    return meant


def _behind(measure: MeasureMention) -> int:
    return max(measure.end, measure.at.end if measure.at is not None else 0)


def _set_told(measure: MeasureMention, record: Record) -> datetime | None:
    """When the one set was taken that a value itself tells of; None where it tells of none, or of several."""
    if measure.at is not None:
        at = measure.at
        values = [value for value in record.values(measure.name) if at.off_by(value.seconds) <= MINUTE]
    elif measure.phase is not None:
        values = record.meant(measure.name, measure.phase)
    else:
        moments = record.moments(measure) if measure.name == "pressure" else []
        return moments[0] if len(moments) == 1 else None
    taken = {value.moment for value in values if value.moment is not None}
    return taken.pop() if len(taken) == 1 else None
