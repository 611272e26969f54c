"""Numbers and times of day in words: `ninety-two over sixty`, `one forty-two`, `half past seven`, `fourteen twenty-one`, `10 pm`.

A row of number words is put into digits where it can be read in one way alone; a single small number stays a word.
"""

from __future__ import annotations

import re
from typing import Final

_ONES: Final = {
    "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9,
}  # fmt: skip
_TEENS: Final = {
    "ten": 10, "eleven": 11, "twelve": 12, "thirteen": 13, "fourteen": 14, "fifteen": 15, "sixteen": 16, "seventeen": 17,
    "eighteen": 18, "nineteen": 19,
}  # fmt: skip
_TENS: Final = {
    "twenty": 20, "thirty": 30, "forty": 40, "fifty": 50, "sixty": 60, "seventy": 70, "eighty": 80, "ninety": 90,
}  # fmt: skip
_WORTH: Final = {**_ONES, **_TEENS, **_TENS, "oh": 0, "zero": 0}
_ONE: Final = f"(?:{'|'.join(_ONES)})"
_TEEN: Final = f"(?:{'|'.join(_TEENS)})"
_TEN: Final = f"(?:{'|'.join(_TENS)})"
_BELOW_100: Final = rf"(?:{_TEN}(?:[ -]{_ONE}\b)?|{_TEEN})"
_HOUR: Final = rf"(?:twenty[ -](?:one|two|three)|twenty|{_TEEN}|{_ONE}|[0-9]{{1,2}})"
_MINUTES: Final = rf"(?:oh[ -]{_ONE}|(?:twenty|thirty|forty|fifty)(?:[ -]{_ONE})?|{_TEEN}|hundred)"
# What follows a number that counts something: then "one eighteen" is one of eighteen.
_COUNTS: Final = (
    r"(?![ -](?:g|ga|gauge|mg|mcg|ml|min|mins|minutes?|sec\w*|hours?|years?|yo|y\.?o|percent|units?|grams?|liters?|feet|foot|ft|joules?|"
    r"french|lead)\b)"
)
_CHANGES_TO: Final = r"(?: (?:is|was|of|at|now|still|about|around|a|an|score|level|rated|came|went|down|up|to|still at|dropped|rose|fell))*"
_SMALL: Final = rf"(?:{_ONE}|{_TEEN}|zero)"

HALF_PAST: Final = rf"(?i:\bhalf past (?:{_HOUR})\b)"
QUARTER: Final = rf"(?i:\b(?:a )?quarter (?:past|after|to|of|before|till) (?:{_HOUR})\b)"
MINUTES_PAST: Final = (
    r"(?i:(?:(?<=\bat )|(?<=\babout )|(?<=\baround )|(?<=\bsince )|(?<=\bby ))(?:a )?(?:five|ten|"
    r"twenty(?:[ -]five)?) (?:past|after|to|till) "
    rf"(?:{_HOUR})\b{_COUNTS}(?! (?:{_TEN}|over|times|percent)\b))"
)
O_CLOCK: Final = rf"(?i:\b(?:{_HOUR}) ?o['’]? ?clock\b)"
HALF_OF_DAY: Final = rf"(?i:(?<![:\w.])(?:{_HOUR})(?: in the (?:morning|evening|afternoon)| at night| ?(?:[ap]m|[ap]\.m\.))(?![\w]))"
SPOKEN_CLOCK: Final = (
    rf"(?i:\b(?:(?:twenty[ -](?:one|two|three)|twenty|(?!ten\b|eleven\b|twelve\b){_TEEN}|(?:oh|zero)[ -]{_ONE}) {_MINUTES}\b|"
    rf"(?<=\bat )(?:ten|eleven|twelve|{_ONE}) {_MINUTES}\b){_COUNTS})"
)
HUNDREDS: Final = rf"(?i:\b(?:{_ONE}|a) hundred(?:(?: and)? (?:{_BELOW_100}|{_ONE}))?\b)"
WITHOUT_HUNDRED: Final = (
    rf"(?i:\b(?:one|two)[ -](?:oh[ -]{_ONE}|{_BELOW_100})\b{_COUNTS}(?![ -](?:past|to)\b))"
)
DECADE: Final = r"(?i:\b(?:(?:one[ -])?(?:twen|thir|for|fif|six|seven|eigh|nine)ties)\b)"
BELOW_HUNDRED: Final = rf"(?i:\b{_BELOW_100}\b)"
SMALL_VALUE: Final = (
    rf"(?i:\b(?:pain|discomfort|gcs|pain score|resps?|respirations|resp rate|respiratory rate|"
    rf"rr){_CHANGES_TO} {_SMALL}\b(?! (?:times|more)\b))"
)
OUT_OF: Final = rf"(?i:\b{_SMALL} (?:out )?of (?:ten|10)\b)"


def number_of(written: str) -> int:
    """The number that a row of number words says: `ninety-two`, `one oh six`, `two hundred fifty`."""
    words = re.findall(r"[a-z]+|[0-9]+", written.lower())
    if "hundred" in words:
        hundreds, rest = words[: words.index("hundred")], words[words.index("hundred") + 1 :]
        return 100 * (_sum(hundreds) or 1) + _sum(rest)
    if len(words) > 1 and words[0] in _ONES:
        return 100 * _ONES[words[0]] + _sum(words[1:])
    return _sum(words)


def _sum(words: list[str]) -> int:
    return sum(int(word) if word.isdigit() else _WORTH.get(word, 0) for word in words)


def digits(written: str) -> str:
    """A row of number words in digits."""
    return str(number_of(written))


def decade(written: str) -> str:
    """`eighties` as `80s`."""
    words = re.findall("[a-z]+", written.lower())
    tens = next(worth for word, worth in _TENS.items() if words[-1].startswith(word[:-1]))
    return f"{tens + (100 if len(words) > 1 else 0)}s"


def last_in_digits(written: str) -> str:
    """`pain was a seven` as `pain was a 7`."""
    before, _, word = written.rpartition(" ")
    return f"{before} {_WORTH[word.lower()]}"


def of_ten(written: str) -> str:
    """`seven out of ten` as `7/10`."""
    return f"{_WORTH[written.split(maxsplit=1)[0].lower()]}/10"


def half_past(written: str) -> str:
    """`half past seven` as `7:30`."""
    return f"{number_of(written.lower().removeprefix('half past '))}:30"


def quarter(written: str) -> str:
    """`a quarter to six` as `5:45`."""
    hour = number_of(written.rsplit(maxsplit=1)[-1])
    if re.search(r"\b(?:past|after)\b", written.lower()):
        return f"{hour}:15"
    return f"{_hour_before(hour)}:45"


def minutes_past(written: str) -> str:
    """`ten to six` as `5:50`."""
    minutes, word, hour = re.split(r" (past|after|to|till) ", written.lower())
    if word in {"past", "after"}:
        return f"{number_of(hour)}:{number_of(minutes):02}"
    return f"{_hour_before(number_of(hour))}:{60 - number_of(minutes):02}"


def _hour_before(hour: int) -> int:
    return hour - 1 if hour > 1 else 12


def o_clock(written: str) -> str:
    """`seven o'clock` as `7:00`."""
    return f"{number_of(re.split(r' ?o', written.lower())[0]) if ' ' in written else number_of(written)}:00"


def half_of_day(written: str) -> str:
    """`seven in the morning` as `7:00 am`."""
    lower = written.lower()
    half = "am" if "morning" in lower or re.search(r"\ba\.?m|[0-9]a\.?m", lower) else "pm"
    hour = re.match(r"[a-z]+(?:[ -](?:one|two|three)\b)?|[0-9]+", lower)
    return f"{number_of(hour.group()) if hour else 0}:00 {half}"


def spoken_clock(written: str) -> str:
    """`fourteen twenty-one` as `14:21`, `oh seven fifteen` as `07:15`; what is no time of day as it was."""
    words = re.findall("[a-z]+", written.lower())
    cut = 2 if words[0] in {"oh", "zero"} or (words[0] == "twenty" and words[1] in _ONES) else 1
    hour, minute = _sum(words[:cut]), _sum([word for word in words[cut:] if word != "hundred"])
    if hour > 23 or minute > 59:
        return written
    early = words[0] in {"oh", "zero"}
    return f"{hour:02}:{minute:02}" if early or hour > 12 else f"{hour}:{minute:02}"
