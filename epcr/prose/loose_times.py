"""The time that begins a clause and tells when something in it was measured: "at 17:23 her pain was 7", "by 07:18 he was alert".

It is looser than a time that stands beside a value (`timing`): it counts only where no act, no change and no other time lies between.
"""

from __future__ import annotations

import re
from typing import Final, NamedTuple

from epcr.prose.clock import Clock

# Acts that are looks: a time of one is that of what it showed.
LOOKS: Final = frozenset(
    {"glucose_check", "etco2_waveform", "etco2_numeric", "cardiac_monitor", "pulse_oximetry"}
)
_BEGINS: Final = re.compile(
    r"(?:^|[.;,\n] ?|[.;,] (?:and |then )|\b(?:and|then|but) )"
    r"(?:(?:i|we|he|she|my partner|crew) )?"
    r"(?:(?:re)?(?:checked|tested|measured|stuck|took|got|read) (?:(?:his|her|the|a|him) )?(?:\w+ )?)?"
    r"(?:(?:his|her|the|a|our) )?(?:(?:first|second|third|last|next|repeat|final|initial) )?"
    r"(?:(?:set|vitals|sugar|glucose|bgl|pressure|bp|pulse|pain|check|recheck|finger ?stick|finger|"
    r"reading)(?: of the sugar| of his sugar)? )?"
    r"(?:(?:once|when|as) (?:he|she|we|i|pt|patient) (?:\w+ ){1,4})?"
    r"(?P<by>by|at|@|)(?: the)? ?$"
)
_CHANGES: Final = re.compile(
    r";|\.(?![0-9])|\b(?:then|later|after|before|since|until|till|when|once|while|from|fell|dropped|rose|recheck\w*|repeat\w*|next|last|"
    r"minutes?|mins?|left|arrived|handed|started|began|gave|given|put|placed|went in)\b"
)
_MOVES: Final = re.compile(r"\b(?:up|down|came|come|back|again|improv\w*|better|worse|rising|falling|to)\b")
_FARTHEST: Final = 70  # characters from a time to what is measured then


class LooseTime(NamedTuple):
    """A time that begins a clause; `by` is one until which it was so at the latest."""

    clock: Clock
    by: bool


def loose_time(before: str, between: str, clock: Clock) -> LooseTime | None:
    """A time by the words before it and those to what was measured, both in small letters; None where it may be of something else."""
    begins = _BEGINS.search(before)
    if begins is None or len(between) > _FARTHEST or _CHANGES.search(between):
        return None
    by = begins["by"] == "by"
    return LooseTime(clock, by) if by or _MOVES.search(between) is None else None
