"""Blood pressures by their stroke: `98/58`, `98 over 58`, `66/P`, and the pulse that stands in a row with one."""

from __future__ import annotations

from typing import Final

from epcr.prose.clear import ends_clear
from epcr.prose.lexicon import RANGE, single_mark, token_at
from epcr.prose.measure_claim import MeasureClaim
from epcr.prose.tokens import TextToken, words

_PALPATED: Final = words("p palp palpation palpated palpate")
_FELT: Final = _PALPATED | words("touch feel")
_PALPATE: Final = words("palpate palpated palp")
_UP_TO_A_NUMBER: Final = words("a an about only just at of pressure bp systolic")
_AFTER_IT: Final = words("systolic and at with then by on when after in")


def pressure_of(tokens: list[TextToken], label: str, first: int, at: int) -> list[MeasureClaim]:
    """The pressure of a number that stands beside its name, with a pulse behind it; none where it is no pressure."""
    stroke = stroke_at(tokens, at)
    if stroke is not None:
        return [stroke._replace(first=first), *pulse_behind(tokens, stroke)]
    number, following = tokens[at], token_at(tokens, at + 1)
    end = at + 1
    if following.low in {"systolic", "mmhg"}:
        end += 1
    elif (behind := palpated(tokens, at + 1)) is not None:
        end = behind
    elif not ends_clear(tokens, end, number) or following.low in RANGE:
        return []
    named = label == "systolic" or end > at + 1 or tokens[first].low in {"bp", "nibp", "b"}
    if not named or not 40 <= number.value <= 350 or number.decimals:
        return []
    return [MeasureClaim("systolic", (number.value,), first, end)]


def stroke_at(tokens: list[TextToken], at: int) -> MeasureClaim | None:
    """`98/58`, `98 over 58`, `66/P`; not a date and not three values."""
    high, low, behind = tokens[at], token_at(tokens, at + 2), token_at(tokens, at + 3)
    if high.decimals or not 20 <= high.value <= 350 or not _has_one_stroke(tokens, at):
        return None
    if low.low in _PALPATED:  # but not "T 98 / P 54"
        return MeasureClaim("systolic", (high.value,), at, at + 3) if behind.kind != "number" else None
    plausible = low.kind == "number" and 0 <= low.value < high.value and not low.decimals
    if not plausible or not ends_clear(tokens, at + 3, low, but=("mmhg", "mm", "l", "r")):
        return None
    return MeasureClaim("pressure", (high.value, low.value), at, at + 4 if behind.low == "mmhg" else at + 3)


def _has_one_stroke(tokens: list[TextToken], at: int) -> bool:
    """Whether "over" or a stroke follows a number, and no other stroke stands before it or behind the next."""
    before, between, behind = (token_at(tokens, at + step) for step in (-1, 1, 3))
    if not single_mark(between, "/"):
        return between.low == "over"
    return not (single_mark(before, "/") or single_mark(behind, "/"))


def palpated(tokens: list[TextToken], at: int) -> int | None:
    """The place behind "palp" or "by palpation"; None where neither stands here."""
    here, after = token_at(tokens, at).low, token_at(tokens, at + 1).low
    if here in _PALPATED:
        return at + 1
    return at + 2 if here == "by" and after in _FELT else None


def palpated_behind(tokens: list[TextToken], at: int) -> MeasureClaim | None:
    """`could only palpate 66`, `palpated a 66`: a systolic behind the verb."""
    place = at + 1
    while token_at(tokens, place).low in _UP_TO_A_NUMBER and place < at + 4:
        place += 1
    number, behind = token_at(tokens, place), token_at(tokens, place + 1)
    if tokens[at].low not in _PALPATE or number.kind != "number" or number.decimals:
        return None
    closed = not behind.kind or behind.kind == "mark" or behind.low in _AFTER_IT
    plausible = 40 <= number.value <= 300 and not single_mark(behind, "/%:")
    return MeasureClaim("systolic", (number.value,), at, place + 1) if closed and plausible else None


# What may follow a bare rate behind a pressure: "98/58, 54 reg", "96/62 and 116 at 1419".
_BEHIND_A_RATE: Final = words("at with on and by @ reg regular irreg irregular weak strong thready bounding")


def pulse_behind(tokens: list[TextToken], pressure: MeasureClaim) -> list[MeasureClaim]:
    """A bare number behind a pressure, as people write a set in a row: "98/58, 54."."""
    at = pressure.end
    if not (single_mark(token_at(tokens, at), ",") or token_at(tokens, at).low in {"and", "with"}):
        return []
    number, following = token_at(tokens, at + 1), token_at(tokens, at + 2)
    closed = following.kind == "" or single_mark(following, ".,;") or following.low in _BEHIND_A_RATE
    if number.kind != "number" or not closed or number.decimals or not 25 <= number.value <= 250:
        return []
    return [MeasureClaim("heart_rate", (number.value,), at + 1, at + 2)]
