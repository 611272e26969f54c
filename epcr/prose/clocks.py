"""Times of day in a sentence: `17:05`, `5:05 pm`, `1705 hrs`. It knows when a number is a time, and not what happened then."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final, NamedTuple

from epcr.prose.lexicon import ALIEN, APPROXIMATELY, single_mark, token_at
from epcr.prose.mentions import Clock
from epcr.prose.tokens import Token, words

AT: Final = words("at @")
_HOURS: Final = words("hrs hours hr h hours: hrs:")
_NO_TIME: Final = words("""
    room unit engine medic badge case number box apt ext hwy route in year circa since-year # $ station incident run id code
""")
_NO_POINT: Final = APPROXIMATELY | words("before after by until till between prior past to within")


class Told(NamedTuple):
    """A time that is a point, by the places of its tokens."""

    at: int
    end: int
    clock: Clock


def clocks(tokens: list[Token]) -> Iterator[Told]:
    """The times of a sentence that are points: not `about 17:05`, `before 17:05`."""
    for at, token in enumerate(tokens):
        if token.kind == "clock":
            found = _clock(tokens, at)
        elif token.kind == "number" and len(token.text) == 4 and token.text.isdigit():
            found = _bare(tokens, at)
        else:
            continue
        before = token_at(tokens, at - 1).low
        further = token_at(tokens, at - 2).low if before in AT or before == "the" else ""
        if found is not None and before not in _NO_POINT and further not in APPROXIMATELY:
            yield found


def _clock(tokens: list[Token], at: int) -> Told | None:
    token = tokens[at]
    hour, minute, *second = (int(piece) for piece in token.text.split(":"))
    if hour > 23:
        return None
    half, end = _half(tokens, at + 1)
    if half and 1 <= hour <= 12:
        hour = hour % 12 + (12 if half == "p" else 0)
    either = not half and 1 <= hour <= 12 and not token.text.startswith("0")
    last = tokens[end - 1].end
    return Told(at, end, Clock(hour, minute, second[0] if second else None, token.start, last, either))


def _half(tokens: list[Token], at: int) -> tuple[str, int]:
    """`a` or `p` of a time of twelve hours, and the place behind it."""
    here, dot, letter = (token_at(tokens, at + step) for step in range(3))
    if here.low in {"am", "pm"}:
        return here.low[0], at + 1
    if here.low in {"a", "p"} and dot.low == "." and letter.low == "m":
        return here.low, at + 4 if token_at(tokens, at + 3).low == "." else at + 3
    return ("", at + 1) if here.low in {"hrs", "hours", "hr"} else ("", at)


def _bare(tokens: list[Token], at: int) -> Told | None:
    """`1705`. A round number may be an amount, and is a time only where nothing else can stand."""
    token = tokens[at]
    hour, minute = int(token.text[:2]), int(token.text[2:])
    before, following = token_at(tokens, at - 1), token_at(tokens, at + 1)
    named = following.low in _HOURS and following.start - token.end <= 1
    told = before.low in AT or named or (before.low == "(" and following.low == ")")
    begins = at == 0 and (following.low in {":", "-", "–"} or following.kind == "word")
    counted = following.low in ALIEN - _HOURS or single_mark(following, "%/") or before.low in _NO_TIME
    joined = single_mark(before, "-#$/") and before.end == token.start
    if hour > 23 or minute > 59 or counted or joined or not (told or begins or minute % 50):
        return None
    return Told(at, at + 2 if named else at + 1, Clock(hour, minute, None, token.start, token.end))
