"""A number that goes on with the measure that was named before it: "the first reading was 58", "46, then 38 at the door".

It also knows where a pulse is none that was counted: "the pulse came back, 46". It refuses to know how a value is written.
"""

from __future__ import annotations

from typing import Final

from epcr.prose.clear import is_clock
from epcr.prose.lexicon import single_mark, token_at
from epcr.prose.tokens import TextToken, words

_READINGS: Final = words("reading number result value meter glucometer it readout")
_READ_AS: Final = words("was is read reads showed shows said says of gave : = came")
_SHOWED: Final = words("read reads showed shows said says")
_UP_TO_IT: Final = words("a an only just still back at up as")
_AT_ITS_TIME: Final = words("under at @ on by now when with after before once during")
_BACK: Final = words("back returned returning returns regained")
_A_PULSE: Final = words("a no any")
_LEAST: Final = {"glucose": 20, "etco2": 8, "spo2": 50}  # a smaller number counts something else
CLOSES: Final = words("at @ and to on then now after with before in by when while") | frozenset(".,;:()→!")


def further_place(tokens: list[TextToken], at: int, label: str, *, in_a_row: bool) -> int:
    """The place of a further number of a measure; `in_a_row` where the last value was one of it. 0 where none stands here."""
    place = _behind_a_reading(tokens, at) or (_next_in_a_row(tokens, at) if in_a_row else 0)
    number = token_at(tokens, place)
    fits = number.value >= _LEAST.get(label, 0) and (label == "temperature" or not number.decimals)
    return place if place and fits else 0


def comes_back(tokens: list[TextToken], at: int, behind: int) -> bool:
    """`the pulse came back, 46`, `with a pulse, 97`, `46 with the pulse, 38`: a pulse that is there, and no rate.

    Its name ends before `behind`.
    """
    near = [token_at(tokens, behind + step) for step in range(3)]
    comma = next((step for step, token in enumerate(near) if token.low == ","), None)
    if comma is None or any(token.kind == "number" for token in near[:comma]):
        return any(token.low.startswith("return") for token in near[:2])
    before = token_at(tokens, at - 1).low
    with_it = before == "the" and token_at(tokens, at - 2).low == "with"
    return bool({token.low for token in near[:comma]} & _BACK) or before in _A_PULSE or with_it


def _behind_a_reading(tokens: list[TextToken], at: int) -> int:
    """The place of the number in `the reading was 58`, `it showed 48`."""
    read_as = _SHOWED if tokens[at].low == "it" else _READ_AS
    if tokens[at].low not in _READINGS or token_at(tokens, at + 1).low not in read_as:
        return 0
    place = at + 2
    while token_at(tokens, place).low in _UP_TO_IT and place < at + 5:
        place += 1
    return place if _is_closed(tokens, place) else 0


def _next_in_a_row(tokens: list[TextToken], at: int) -> int:
    """The place of the number in `, 38 at the door`, `and 46 when the pulse returned`."""
    comma = single_mark(tokens[at], ",")
    if not comma and tokens[at].low != "and":
        return 0
    place = at + 2 if token_at(tokens, at + 1).low in {"then", "is"} else at + 1
    behind = token_at(tokens, place + 1)
    ends = comma and (not behind.kind or behind.low == ".")
    return place if (ends or behind.low in _AT_ITS_TIME) and _is_closed(tokens, place) else 0


def _is_closed(tokens: list[TextToken], place: int) -> bool:
    """Whether a number stands here by itself, and is no time."""
    number, behind = token_at(tokens, place), token_at(tokens, place + 1)
    closed = not behind.kind or behind.low in CLOSES or behind.low in _AT_ITS_TIME
    return number.kind == "number" and closed and not is_clock(tokens, place)
