"""What may stand beside a right answer: names from `schemas/rehearsal.toml` that are wrong on this sheet and look the same.

A name is left out where the sheet says it, or another word for it, anywhere, and where it shares a word with the answer.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from msgspec import Struct

from epcr import paths
from epcr.broken_schema import BrokenSchema
from epcr.letters import compared
from epcr.rehearsal.question import OPTIONS, Lot
from epcr.sheet.run_sheet import RunSheet
from epcr.toml_file import read_toml

SHORT = 4  # letters; shorter words ("of", "or") tell nothing apart
ABBREVIATED = 6  # capitals; more of them are a word that was shouted, as in "WARFARIN"
LONGEST = 48  # characters of an option; a longer one stands out among short ones
LIKE = 1  # words that a wrong answer may have more or fewer than the right one
# What is told beside a name begins with one of these: how much, when, why, for how long.
_BESIDE = (
    r"[(\[;:,/–—]|\s-\s|\b(?:with|without|at|in|by|every|once|twice|daily|for|from|as|when|since|until|ago|last|under|iv|im|io|"
    r"intranasal|infusion|auto-injector|prn|and|or|due|per|which|that|after|before)\b|"
    r"\b(?:a|one|two|three|four|five|six|seven|eight|nine|ten|\d+)\s+(?:years?|months?|weeks?|days?|hours?)\b|\b(?:19|20)\d\d\b"
)
_AFTER_A_NAME = re.compile(rf"\s*(?:{_BESIDE}).*", re.IGNORECASE | re.DOTALL)
_AFTER_A_MEDICATION = re.compile(rf"\s*(?:{_BESIDE}|\d).*", re.IGNORECASE | re.DOTALL)
_BEFORE_A_NAME = re.compile(
    r"\s*(?:(?:history|allergic|allergy|reaction)\s+(?:of|to)|hx(?:\s+of)?|h/o|status post|s/p)\s+",
    re.IGNORECASE,
)
_PLAIN = re.compile(r"[A-Za-z][A-Za-z0-9' .-]*")


class Other(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A name, what else it is called or is implied by, and those it is taken for."""

    name: str
    also: tuple[str, ...] = ()
    kind: str = ""


class Others(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """All names of the file, by what they are."""

    medications: tuple[Other, ...]
    allergies: tuple[Other, ...]
    other_allergies: tuple[Other, ...]
    history: tuple[Other, ...]
    impressions: tuple[Other, ...]
    complaints: tuple[Other, ...]


@dataclass(frozen=True)
class SheetWords:
    """Everything that a sheet says, as words to look for names in."""

    words: str

    def mentions(self, other: Other) -> bool:
        """Whether the sheet says the name, or something that means or implies it."""
        return any(
            f" {phrase} " in self.words for name in (other.name, *other.also) if (phrase := _words(name))
        )


def file() -> Path:
    """Where the names lie."""
    return paths.schemas() / "rehearsal.toml"


@cache
def others() -> Others:
    """The names that are shipped, read once a process."""
    return load(file())


def load(path: Path) -> Others:
    """Read and check a file of names. Raises BrokenSchema with the file, the key and the reason."""
    read = read_toml(path, Others, "names for the rehearsal")
    for key in Others.__struct_fields__:
        names: Sequence[Other] = getattr(read, key)
        seen: set[str] = set()
        for number, other in enumerate(names):
            place = f"{key}[{number}].name"
            if not other.name or len(other.name) > LONGEST:
                raise BrokenSchema(path, place, f"must have 1 to {LONGEST} characters")
            if other.name.casefold() in seen:
                raise BrokenSchema(path, place, f"{other.name} stands twice; keep one")
            seen.add(other.name.casefold())
    return read


def words_of_sheet(run_sheet: RunSheet) -> SheetWords:
    """The words of every field of a sheet."""
    context = run_sheet.context()
    texts = [part.show(name, context) for part in run_sheet.parts() for name in part.fields()]
    return SheetWords(f" {' '.join(_words(text) for text in texts)} ")


def words_of_text(text: str) -> SheetWords:
    """The words of one text."""
    return SheetWords(f" {_words(text)} ")


def head(text: str) -> str:
    """The name in what somebody typed of a condition or an allergy: "Coronary stent four years ago" is Coronary stent.

    Empty where it is no name that could stand among those of the file.
    """
    return _name(text, _AFTER_A_NAME)


def medication_head(text: str) -> str:
    """The name of a medication, without how much and when: "Lisinopril 10 mg in the morning" is Lisinopril."""
    return _name(text, _AFTER_A_MEDICATION)


def _name(text: str, after: re.Pattern[str]) -> str:
    begun = _BEFORE_A_NAME.match(text)
    rest = text[begun.end() :] if begun else text
    name = after.sub("", f"{rest.strip()} ", count=1).strip(" .'-")
    if not _PLAIN.fullmatch(name) or not 2 <= len(name) <= LONGEST:
        return ""
    if len(name) > ABBREVIATED and name.isupper():
        name = name.lower()
    return name[:1].upper() + name[1:]


def beside(
    right: str, names: Iterable[Other], sheet_words: SheetWords, lot: Lot, about: str, *, kind: str = ""
) -> list[str]:
    """Names that are wrong on this sheet, those of the same kind and of as many words as the right one first."""
    own = set(_significant(right))
    length = len(right.split())
    fitting = [
        other for other in names if not sheet_words.mentions(other) and not own & set(_significant(" ".join((other.name, *other.also))))
    ]  # fmt: skip
    drawn = lot.order((other.name for other in fitting), about)
    kinds = {other.name: other.kind for other in fitting}
    # Sorting keeps the order that was drawn among those that fit equally well.
    return sorted(
        drawn, key=lambda name: (bool(kind) and kinds[name] != kind, abs(len(name.split()) - length) > LIKE)
    )


def alike(answer: str, other: str) -> bool:
    """Whether two answers share a word that tells: then they may mean the same."""
    return bool(set(_significant(answer)) & set(_significant(other)))


def enough(wrong: Sequence[str]) -> bool:
    """Whether these are as many wrong answers as a question needs."""
    return len(wrong) >= OPTIONS - 1


def _words(text: str) -> str:
    return " ".join(re.findall(r"[a-z0-9]+", compared(text)))


def _significant(text: str) -> list[str]:
    return [word for word in _words(text).split() if len(word) >= SHORT]
