"""The limits of a way of being allowed that are two ends of one range, and the ranges that nothing lies in.

It knows limits by their names and refuses to know whether a file or a form has said them.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, Final

_OF_PATIENTS: Final = (("age_from", "age_under"), ("weight_from", "weight_under"))
_OF_DOSES: Final = (("dose_min", "dose_max"), ("dose_min", "absolute_max"), ("dose_max", "absolute_max"))

Ends = tuple[str, str]
"""The names of the lower and the upper end of a range."""


def without_patients(limits: Mapping[str, Any]) -> Iterator[Ends]:
    """The ranges of age and weight that leave nobody; the upper end, "under", does not belong to its range."""
    return ((low, under) for low, under in _both_said(limits, _OF_PATIENTS) if limits[low] >= limits[under])


def without_doses(limits: Mapping[str, Any]) -> Iterator[Ends]:
    """The ranges of a dose that no dose keeps; both ends belong to theirs."""
    return ((low, high) for low, high in _both_said(limits, _OF_DOSES) if limits[low] > limits[high])


def _both_said(limits: Mapping[str, Any], ranges: tuple[Ends, ...]) -> Iterator[Ends]:
    return (ends for ends in ranges if limits.keys() >= set(ends))
