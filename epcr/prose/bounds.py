"""Ends that a text tells for all values of a vital sign: "never rose above 100", "stayed over 94", "lowest pressure 84"."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final, NamedTuple

ABOVE, BELOW, LOWEST, HIGHEST = "above", "below", "lowest", "highest"
_NAMES: Final = {
    "systolic": r"(?:systolic )?(?:blood )?pressures?|bp|sbp|systolic", "heart_rate": r"pulse|heart rate|hr|rate",
    "spo2": r"sats?|spo2|o2 sats?|saturation",
    "glucose": r"sugar|glucose|bgl", "etco2": r"etco2|end tidal|capno",
    "respiratory_rate": r"rr|respiratory rate|resps", "gcs": r"gcs", "pain": r"pain",
}  # fmt: skip
_NAME: Final = "(?:" + "|".join(f"(?P<{name}>{pattern})" for name, pattern in _NAMES.items()) + ")"
_UP: Final = r"(?:rise|rose|go|went|get|got|climb(?:ed)?|come|came|been|was)(?: back)?(?: up)? (?:above|over|higher than|past)"
_DOWN: Final = r"(?:drop(?:ped)?|fall|fell|dip(?:ped)?|go|went|get|got|been|was)(?: down)? (?:below|under|lower than|less than)"
_STAYED: Final = r"(?:stayed|remained|held|kept|was always)(?: well)?"
_BOUNDS: Final = re.compile(
    rf"\b{_NAME}\b(?: (?:has|had|always|also|only))? (?:(?:never|(?:did not|didn't)(?: ever)?) (?:(?P<not_up>{_UP})|(?P<not_down>{_DOWN}))|"
    rf"{_STAYED} (?:(?P<over>above|over)|(?P<under>below|under))) (?P<number>[0-9]{{1,3}})(?!/|[0-9]|\.[0-9]| ?(?:for|mg|mcg|ml))"
)
_ENDS: Final = re.compile(
    rf"\b(?:(?P<low>lowest|minimum)|(?P<high>highest|peak|maximum)) {_NAME}(?: (?:was|of|reading|value|at|"
    rf":))* (?P<number>[0-9]{{1,3}})(?!/|[0-9]|\.[0-9])"
)


# Of a part of the call alone.
_OF_A_TIME: Final = re.compile(r"\b(?:after|since|until|once|before|from|then|during|by|initial\w*|first)\b")
_NEAR: Final = 24  # characters around it


class BoundClaim(NamedTuple):
    """An end of all values of a vital sign, by its place in the sentence in characters."""

    name: str
    what: str
    number: int
    start: int
    end: int


def bounds(lower: str) -> Iterator[BoundClaim]:
    """The ends that a sentence in small letters tells."""
    for match in _BOUNDS.finditer(lower):
        if _OF_A_TIME.search(lower, max(0, match.start() - _NEAR), match.end() + _NEAR):
            continue
        what = ABOVE if match["not_down"] or match["over"] else BELOW
        yield BoundClaim(_name(match), what, int(match["number"]), *match.span())
    for match in _ENDS.finditer(lower):
        yield BoundClaim(
            _name(match), LOWEST if match["low"] else HIGHEST, int(match["number"]), *match.span()
        )


def _name(match: re.Match[str]) -> str:
    return next(name for name in _NAMES if match[name])
