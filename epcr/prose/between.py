"""What may stand between the name of a measure and its value: "pressure at 17:05 was 94/54", "pain after the fentanyl was 4"."""

from __future__ import annotations

from typing import Final

from epcr.prose.clear import is_clock
from epcr.prose.lexicon import BETWEEN, token_at
from epcr.prose.tokens import TextToken, words

# Before a value that is only about right.
ABOUT: Final = words(
    "about approx approximately approximate around ~ roughly nearly almost est estimated maybe ≈ appx"
)
_BREATH_SOUNDS: Final = words(": = of was is at")  # "BS" may be breath sounds: "BS clear, 95 %"
_BETWEEN_OF: Final = {
    "bs": _BREATH_SOUNDS,
    "pain": BETWEEN | words("gives gave rates calls called puts put he she it pt patient himself herself"),
}
_LONGEST_GAP: Final = 5  # words between a name and its value


def past_what_lies_between(tokens: list[TextToken], first: int, at: int) -> int:
    """The place behind the words, times and acts that may stand between the name of a measure, which begins at `first`, and its value."""
    between = _BETWEEN_OF.get(tokens[first].low, BETWEEN)
    place, limit = at, at + _LONGEST_GAP
    while place < limit:
        token = token_at(tokens, place)
        if token.low in {"at", "@"} and _is_a_time(tokens, place + 1):
            place, limit = place + 2, limit + 2
            continue
        if token.low == "," and token_at(tokens, place + 2).low == "," and is_clock(tokens, place + 1):
            place += 3
            continue
        if token.low in {"after", "before", "following"} and (behind := _behind_an_act(tokens, place + 1)):
            place, limit = behind, limit + behind - place
            continue
        if token.low == ",":
            between = BETWEEN
        if token.kind == "number" or (token.low not in between and token.low not in ABOUT):
            return place
        place += 1
    return limit


def _behind_an_act(tokens: list[TextToken], at: int) -> int:
    """The place behind `the fentanyl` of "pain after the fentanyl was 8"; 0 where no verb and no number follows."""
    act = at + 1 if token_at(tokens, at).low in {"the", "our", "his", "her"} else at
    end = act + 3 if token_at(tokens, act + 1).low in {"at", "@"} and is_clock(tokens, act + 2) else act + 1
    behind = token_at(tokens, end)
    if behind.low == ",":
        behind = token_at(tokens, end + 1)
    leads_on = behind.low in {"was", "is", ":", "of", "were"} or behind.kind == "number"
    return end if token_at(tokens, act).kind == "word" and leads_on else 0


def _is_a_time(tokens: list[TextToken], at: int) -> bool:
    """`17:05` or `1705`, and behind it a word or mark that leads on to a value."""
    following = token_at(tokens, at + 1)
    return is_clock(tokens, at) and (following.low in BETWEEN or following.kind == "number")
