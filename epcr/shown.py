"""What a page showed to whoever sends its form, and what stands otherwise since.

A form decides on what stood on its page, so it carries that in a hidden field: of each thing, by name, a short sum. Where
a thing is another when the form arrives, it was decided on what nobody saw. It knows names and texts, neither forms nor values.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from hashlib import sha256
from typing import Final

FIELD: Final = "seen"  # the hidden field's name
LONGEST: Final = 100_000  # characters; the longest page shows some hundreds of things
_DIGITS: Final = 6  # hexadecimal: two texts of one thing are taken for the same once in 16 million
_ONE: Final = re.compile(rf"([\w.-]{{1,160}}):([0-9a-f]{{{_DIGITS}}})", re.ASCII)


@dataclass(frozen=True)
class Shown:
    """Things by name, each with the sum of what was shown of it. What nobody told, or cannot be read, shows nothing."""

    sums: Mapping[str, str] = field(default_factory=dict)

    @classmethod
    def of(cls, things: Mapping[str, Iterable[object]]) -> Shown:
        """What is shown of each thing, in texts. Names are of letters, digits, dots, hyphens and underscores."""
        return cls({name: summed(*texts) for name, texts in things.items()})

    @classmethod
    def read(cls, text: str) -> Shown:
        """As a form brought it back; nothing where it is not as it was written."""
        if len(text) > LONGEST:
            return cls()
        pieces = [_ONE.fullmatch(piece) for piece in text.split()]
        return cls({match[1]: match[2] for match in pieces if match} if all(pieces) else {})

    def __str__(self) -> str:
        """As a form carries it."""
        return " ".join(f"{name}:{digest}" for name, digest in self.sums.items())

    def holds(self, name: str, *texts: object) -> bool:
        """Whether the page showed exactly this of the thing."""
        return self.sums.get(name) == summed(*texts)

    def moved(self, now: Shown) -> list[str]:
        """The names of what is another now than was shown, is there unseen, or is gone: those of now first."""
        return [name for name in {**now.sums, **self.sums} if self.sums.get(name) != now.sums.get(name)]

    def numbers(self, kind: str) -> list[tuple[int, ...]]:
        """The numbers of the things of a kind, which are named after it: `comment-12`, or `comment-12-4` for two."""
        named = [
            name.removeprefix(f"{kind}-").split("-") for name in self.sums if name.startswith(f"{kind}-")
        ]
        return [
            tuple(int(number) for number in numbers)
            for numbers in named
            if all(number.isascii() and number.isdecimal() and len(number) < 10 for number in numbers)
        ]


def summed(*texts: object) -> str:
    """The short sum of texts, in their order."""
    joined = json.dumps([str(text) for text in texts])
    return sha256(joined.encode()).hexdigest()[:_DIGITS]
