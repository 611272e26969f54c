"""Names and words inside a sentence: listed, quoted, shortened, in small letters, with an article."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache

_ABBREVIATION = re.compile(r"\(([^()]+)\)$")
LONGEST_QUOTED = 80  # characters of a word in quotation marks
LONGEST_SHOWN_BACK = 40  # characters of what was typed, in the sentence that refuses it


def listed(names: Iterable[str], last: str = "or") -> str:
    """Names in a sentence: "EMT", "EMT or AEMT", "EMT, AEMT or Paramedic"."""
    *most, final = names
    return f"{', '.join(most)} {last} {final}" if most else final


def quoted(word: str) -> str:
    """The word in quotation marks for a sentence: one line, not too long, whatever somebody sent."""
    shown = "".join(sign if sign.isprintable() else "�" for sign in word[:LONGEST_QUOTED])
    more = "…" if len(word) > LONGEST_QUOTED else ""
    return f'"{shown}{more}"'


def shortened(text: str, most: int = LONGEST_SHOWN_BACK) -> str:
    """The text, cut with an ellipsis where it has more characters."""
    return text if len(text) <= most else f"{text[: most - 1]}…"


@lru_cache(maxsize=4096)  # of the same some hundred labels it is asked at every turn
def lower(label: str) -> str:
    """A label inside a sentence; a word with further capitals ("GCS", "SpO2") keeps them, and so does a liter ("L/min")."""
    word = label.split(" ", 1)[0]
    return (
        label
        if word.partition("/")[0] == "L" or any(sign.isupper() for sign in word[1:])
        else label[:1].lower() + label[1:]
    )


def abbreviated(label: str) -> str:
    """The abbreviation that a label carries in brackets ("Intravenous (IV)"); the label itself where it has none."""
    match = _ABBREVIATION.search(label)
    return match[1] if match else lower(label)


def with_article(level: str) -> str:
    """The level with its article as it is spoken: an EMT, a Paramedic, an RN."""
    spoken_with_a_vowel = level[:1] in "AEIO" or level.partition("-")[0] in {"RN", "NP", "LPN"}
    return f"{'an' if spoken_with_a_vowel else 'a'} {level}"
