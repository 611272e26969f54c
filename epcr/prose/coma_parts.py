"""The three parts of a GCS as people write them: `E4 V5 M6`, `4/5/6`. It refuses to know their total."""

from __future__ import annotations

import re
from typing import Final, NamedTuple

from epcr.prose.lexicon import single_mark, token_at
from epcr.prose.tokens import TextToken

_PARTS: Final = re.compile(r"(?:e([1-4]))?(?:v([1-5]))?(?:m([1-6]))?")
_LONGEST: Final = 8  # tokens in which the three parts stand
_BEST: Final = (4, 5, 6)


class ComaParts(NamedTuple):
    """Eye, verbal and motor response, and the place behind them."""

    values: tuple[float, ...]
    end: int


def lettered(tokens: list[TextToken], at: int) -> ComaParts | None:
    """`E4 V5 M6`, `E4V5M6`, `E4/V5/M6 = 15`."""
    parts: dict[str, float] = {}
    for token in tokens[at : at + _LONGEST]:
        written = _parts_in(token)
        if len(parts) == 3 or not (written or (parts and single_mark(token, ",/+-"))):
            break
        parts |= written
        at += 1
    if len(parts) < 3:
        return None
    has_total = token_at(tokens, at).low in {"=", ":"} and token_at(tokens, at + 1).kind == "number"
    return ComaParts((parts["e"], parts["v"], parts["m"]), at + 2 if has_total else at)


def _parts_in(token: TextToken) -> dict[str, float]:
    """The parts in a word by their letters: `E4`, `E4V5`."""
    match = _PARTS.fullmatch(token.low) if token.kind == "word" else None
    if match is None:
        return {}
    return {letter: float(digit) for letter, digit in zip("evm", match.groups(), strict=True) if digit}


def in_a_row(tokens: list[TextToken], at: int) -> ComaParts | None:
    """`4/5/6`, `4-5-6`, `4, 5, 6`, `4 5 6` or `(4,5,6)`."""
    first = at + 1 if single_mark(token_at(tokens, at), "(") else at
    between, further = token_at(tokens, first + 1), token_at(tokens, first + 3)
    step = 2 if single_mark(between, "/-+,") else 1
    three = [token_at(tokens, first + step * place) for place in range(3)]
    listed = step == 2 and between.low == "," and single_mark(token_at(tokens, first + 5), ",")
    if (
        listed
        or (step == 2 and between.low != further.low)
        or {number.kind for number in three} != {"number"}
    ):
        return None
    within = all(
        1 <= number.value <= best and not number.decimals for number, best in zip(three, _BEST, strict=True)
    )
    return ComaParts(tuple(number.value for number in three), first + 2 * step + 1) if within else None
