"""Times of day in a sentence: `17:05`, `5:05 pm`, `1705 hrs`. It knows when a number is a time, and not what happened then."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Final, NamedTuple

from epcr.prose.clock import Clock
from epcr.prose.lexicon import ALIEN, APPROXIMATELY, single_mark, token_at
from epcr.prose.tokens import TextToken, words

AT: Final = words("at @")
_HOURS: Final = words("hrs hours hr h hours: hrs:")
_NO_TIME: Final = words("""
    room unit engine medic badge case number box apt ext hwy route in year circa since-year # $ station incident run id code
""")
_OF_A_TIME: Final = words("lkw lkn lsn onset since dose")  # right before a round number these make it a time
_ROUGHLY: Final = words("about around approx approximately ~ roughly")
_NO_POINT: Final = APPROXIMATELY | words("before after by until till between prior past to within")


class TimeClaim(NamedTuple):
    """A time that is a point, by the places of its tokens."""

    at: int
    end: int
    clock: Clock


def clocks(tokens: list[TextToken]) -> Iterator[TimeClaim]:
    """The times of a sentence, those that are only about right marked so: not `before 17:05`."""
    for at, token in enumerate(tokens):
        claim_at = _CLAIM_AT.get(token.kind)
        claim = claim_at(tokens, at) if claim_at is not None else None
        if claim is None:
            continue
        if _is_a_point(tokens, at):
            yield claim
        elif token_at(tokens, at - 1).low in _ROUGHLY:
            yield claim._replace(clock=replace(claim.clock, about=True))


def all_times(tokens: list[TextToken]) -> list[TimeClaim]:
    """Every time of a sentence, also those that are no point: `by 17:05`."""
    times = (
        claim_at(tokens, at) for at, token in enumerate(tokens) if (claim_at := _CLAIM_AT.get(token.kind))
    )
    return [claim for claim in times if claim is not None]


def _is_a_point(tokens: list[TextToken], at: int) -> bool:
    before = token_at(tokens, at - 1).low
    further = token_at(tokens, at - 2).low if before in AT or before == "the" else ""
    if before == "and" and token_at(tokens, at - 3).low == "between":
        return False  # "between 1705 and 1714"
    return before not in _NO_POINT and further not in APPROXIMATELY - {"over"}  # "handed over at"


def _clock(tokens: list[TextToken], at: int) -> TimeClaim | None:
    token = tokens[at]
    hour, minute, *second = (int(piece) for piece in token.text.split(":"))
    if hour > 23:
        return None
    half, end = _half(tokens, at + 1)
    if half and 1 <= hour <= 12:
        hour = hour % 12 + (12 if half == "p" else 0)
    either = not half and 1 <= hour <= 12 and not token.text.startswith("0")
    last = tokens[end - 1].end
    return TimeClaim(at, end, Clock(hour, minute, second[0] if second else None, token.start, last, either))


def _half(tokens: list[TextToken], at: int) -> tuple[str, int]:
    """`a` or `p` of a time of twelve hours, and the place behind it."""
    here, dot, letter = (token_at(tokens, at + step) for step in range(3))
    if here.low in {"am", "pm"}:
        return here.low[0], at + 1
    if here.low in {"a", "p"} and dot.low == "." and letter.low == "m":
        return here.low, at + 4 if token_at(tokens, at + 3).low == "." else at + 3
    return ("", at + 1) if here.low in {"hrs", "hours", "hr"} else ("", at)


def _bare(tokens: list[TextToken], at: int) -> TimeClaim | None:
    """`1705`. A round number may be an amount, and is a time only where nothing else can stand."""
    token = tokens[at]
    if len(token.text) != 4 or not token.text.isdigit():
        return None
    hour, minute = int(token.text[:2]), int(token.text[2:])
    if hour > 23 or minute > 59 or _counts_or_names(tokens, at):
        return None
    following = token_at(tokens, at + 1)
    has_unit = following.low in _HOURS and following.start - token.end <= 1
    if not (has_unit or minute % 50 or _stands_as_a_time(tokens, at)):
        return None
    return TimeClaim(at, at + 2 if has_unit else at + 1, Clock(hour, minute, None, token.start, token.end))


def _stands_as_a_time(tokens: list[TextToken], at: int) -> bool:
    """`at 1700`, `(1700)`, `1700 - found on floor`, `2100 last night`."""
    before, following = token_at(tokens, at - 1), token_at(tokens, at + 1)
    in_brackets = before.low == "(" and following.low == ")"
    begins = at == 0 and (following.low in {":", "-", "–"} or following.kind == "word")
    on_a_day = following.low == "yesterday" or (following.low, token_at(tokens, at + 2).low) == (
        "last",
        "night",
    )
    return in_brackets or begins or on_a_day or before.low in AT | _ROUGHLY | _OF_A_TIME


def _counts_or_names(tokens: list[TextToken], at: int) -> bool:
    """Whether a number counts what follows it, or is part of a name: "1705 mL", "room 1705", "555-1705"."""
    token, before, following = tokens[at], token_at(tokens, at - 1), token_at(tokens, at + 1)
    counts = following.low in ALIEN - _HOURS or single_mark(following, "%/")
    joined = single_mark(before, "-#$/") and before.end == token.start
    return counts or joined or before.low in _NO_TIME


_CLAIM_AT: Final = {"clock": _clock, "number": _bare}
