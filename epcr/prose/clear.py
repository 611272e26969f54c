"""Whether a number stands for itself, by what follows it. It refuses to know what the number is of."""

from __future__ import annotations

from typing import Final

from epcr.prose.lexicon import ALIEN, BETWEEN, token_at
from epcr.prose.tokens import TextToken, words

_JOINS: Final = "+-–×x'\""  # right behind a number these make it part of something else
_GLUED: Final = words("bpm ra f c")  # and these, without a space, leave it what it is


def ends_clear(tokens: list[TextToken], end: int, last: TextToken, but: tuple[str, ...] = ()) -> bool:
    """Whether a number stands for itself: not "90s", "2+", "12-lead", "4 mg"."""
    following, behind = token_at(tokens, end), token_at(tokens, end + 1)
    touches = following.start == last.end and following.kind != ""
    if following.kind == "word":
        return following.low in but or _leaves_clear(following, behind, touches=touches)
    if following.kind == "mark" and touches:
        return following.text not in _JOINS or (following.text in "-–" and behind.start != following.end)
    return not (touches and following.kind == "number")


def _leaves_clear(word: TextToken, behind: TextToken, *, touches: bool) -> bool:
    """Whether a word behind a number leaves it what it is."""
    if word.low == "hr" and not touches:
        return behind.kind == "number" or behind.low in BETWEEN  # the heart rate that follows, and no hour
    return word.low not in ALIEN and (not touches or word.low in _GLUED)


def is_clock(tokens: list[TextToken], at: int) -> bool:
    """Whether a time stands here: `17:05`, or `1705` in four digits."""
    token = token_at(tokens, at)
    bare = token.kind == "number" and len(token.text) == 4 and token.text.isdigit() and token.value < 2400
    return token.kind == "clock" or bare
