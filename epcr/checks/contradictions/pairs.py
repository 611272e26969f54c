"""Two values of one vital sign that a text tells as a change, "46, fell to 22": both on the sheet, and the other one came first."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import Final

from epcr.checks.contradictions.record import Fault, Record
from epcr.prose import MeasureMention, Mention

TREND: Final = "trend"
_CHANGED: Final = re.compile(
    r"\b(?:down|up|fell|dropped|rose|climbed|came|went|improved|increased|decreased|jumped|then|now|later|eased)\b|->|→|>"
)
_ELSE: Final = re.compile(
    r"\b(?:from|was|were|had been|earlier|before|previously|initially|first|lowest|highest|after)\b|[;\n]|\.(?![0-9])"
)
_FARTHEST: Final = 60  # characters between both values


def untrue_pairs(text: str, mentions: Sequence[Mention], record: Record) -> Iterator[Fault]:
    """Values of a text in the other order than on the sheet; `mentions` are those of one sentence."""
    measures = [mention for mention in mentions if isinstance(mention, MeasureMention) and _is_plain(mention)]
    for name in {measure.name for measure in measures}:
        for single, other in pairwise(measure for measure in measures if measure.name == name):
            between = text[single.end : other.start].lower() + text[other.start : other.end].lower()
            if (
                len(between) > _FARTHEST
                or _CHANGED.search(between) is None
                or _ELSE.search(text[single.end : other.start].lower())
            ):
                continue
            first, then = record.moments(single), record.moments(other)
            if first and then and min(first) > max(then):
                shown = ", ".join(
                    f"{value:g} at {record.clock(moment)}"
                    for value, moment in ((other.values[0], then[0]), (single.values[0], first[0]))
                )
                has = f"is in the sheet the other way around: {shown}"
                yield Fault(TREND, has, single.start, other.end)


def _is_plain(measure: MeasureMention) -> bool:
    return measure.ours and measure.at is None and not measure.about and measure.upto is None
