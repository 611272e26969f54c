"""Doses in a sentence: a number with its unit, and how often. It refuses to know the drug."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final, NamedTuple

from epcr.prose.lexicon import APPROXIMATELY, token_at
from epcr.prose.tokens import TextToken, by_spelling, words

_UNITS: Final = by_spelling({
    "mg": "mg mgs milligram milligrams", "mcg": "mcg mcgs ug µg μg microgram micrograms", "g": "g gm gms gram grams",
    "mL": "ml mls cc ccs milliliter milliliters", "L": "l liter liters litre litres", "units": "units unit u iu",
    "mEq": "meq meqs", "puffs": "puff puffs", "L/min": "lpm",
})  # fmt: skip
_PER: Final = {"min": "min", "minute": "min", "hr": "hr", "hour": "hr", "h": "hr", "kg": "kg"}
_GAUGES: Final = frozenset({14.0, 16.0, 18.0, 20.0, 22.0, 24.0})
_COUNTS: Final = {"one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "once": 1, "twice": 2}
_PIECES: Final = words("tab tabs tablet tablets pill pills capsule capsules")
# Before a dose, or behind it, these say that it is not exact.
_ABOUT: Final = APPROXIMATELY | words("- – to than least most above below /")
_OF_A_BAG: Final = words("bag bags left remaining")


class Dose(NamedTuple):
    """A quantity by the places of its tokens; `about` is one that is not exact."""

    amount: float
    unit: str
    times: int
    first: int
    end: int
    about: bool


def doses(tokens: list[TextToken]) -> Iterator[Dose]:
    """The doses of a sentence, whatever they are of."""
    at = 0
    while at < len(tokens):
        dose = _dose_at(tokens, at) if tokens[at].kind == "number" else None
        if dose is not None:
            yield dose
        at = dose.end if dose is not None else at + 1


def _dose_at(tokens: list[TextToken], at: int) -> Dose | None:
    number = tokens[at]
    unit, end = _unit_behind(tokens, at)
    if not unit:
        return None
    count, end = count_behind(tokens, end)
    count, first = _count_before(tokens, at, count)
    about = token_at(tokens, first - 1).low in _ABOUT or token_at(tokens, end).low in _OF_A_BAG
    return Dose(number.value, unit, count, first, end, about=about)


def _unit_behind(tokens: list[TextToken], at: int) -> tuple[str, int]:
    """The unit of a number, `mcg/kg/min`, and the place behind it; empty where it is none, or that of a concentration."""
    number, word = tokens[at], token_at(tokens, at + 1)
    unit, end = _UNITS.get(word.low, ""), at + 2
    if word.low == "g" and number.value in _GAUGES:
        return "", end
    while unit and _is_per(tokens, end):
        per = _PER.get(token_at(tokens, end + 1).low)
        unit, end = f"{unit}/{per}" if per else "", end + 2
    return unit, end


def _is_per(tokens: list[TextToken], at: int) -> bool:
    """`/`, `per`, and `a` before a unit of time: "10 mcg a minute"."""
    low = token_at(tokens, at).low
    return low in {"/", "per"} or (low == "a" and token_at(tokens, at + 1).low in {"min", "minute", "hour"})


def _count_before(tokens: list[TextToken], at: int, count: int) -> tuple[int, int]:
    """How often, and the place where that begins: `2 x 81 mg`, `two 81 mg`; `count` is what stands behind the dose."""
    before, further = token_at(tokens, at - 1), token_at(tokens, at - 2)
    if before.low in {"x", "×"} and further.kind == "number":
        return int(min(further.value, 99)) or 1, at - 2
    if count > 1:
        return count, at
    if before.low in _COUNTS:
        return _COUNTS[before.low], at - 1
    return (int(before.value), at - 1) if before.kind == "number" and before.value in {2, 3, 4} else (1, at)


def count_behind(tokens: list[TextToken], end: int) -> tuple[int, int]:
    """How often, and the place behind it: `x2`, `x 2`, `times two`, `x 4 tabs`, `, 4 tablets`, `(4 tabs)`."""
    here = token_at(tokens, end)
    if here.low in {"x", "×", "times"}:
        count = count_of(token_at(tokens, end + 1))
        behind = end + 3 if token_at(tokens, end + 2).low in _PIECES else end + 2
        return (count, behind) if count else (1, end)
    at = end + 1 if here.low in {",", "("} else end
    count = count_of(token_at(tokens, at))
    return (count, at + 2) if count and token_at(tokens, at + 1).low in _PIECES else (1, end)


def count_of(token: TextToken) -> int:
    """A count in figures or in words; 0 for what is none."""
    if token.kind == "number":
        return int(token.value) if 1 <= token.value <= 99 and token.text.isdigit() else 0
    return _COUNTS.get(token.low, 0)
