"""Which of a patient's own medications bear on treatment now, read from `schemas/medications_that_matter.toml`.

It looks for names in what was typed or chosen; how much is taken, and whether it still is, it refuses to know.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache
from pathlib import Path
from typing import Final, Literal

from msgspec import Struct

from epcr import paths
from epcr.broken_schema import BrokenSchema
from epcr.letters import compared
from epcr.toml_file import read_toml

_LETTERS: Final = re.compile(r"[^\W\d_]+")  # "warfarin5mg" and "Solu-Medrol" are words, doses are none
_ATC: Final = re.compile(
    r"[A-Z]\d{2}(?:[A-Z](?:[A-Z](?:\d{2})?)?)?"
)  # as deep as a class goes, WHO ATC/DDD Index


class MedicationClass(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Medications that bear on treatment in one way: `why`, in a sentence; `atc` are the codes of its groups."""

    name: str
    why: str
    atc: tuple[str, ...]
    generic: tuple[str, ...]
    brands: tuple[str, ...] = ()
    source: str
    confidence: Literal["high", "medium"]


class Classes(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """All classes of the file."""

    classes: tuple[MedicationClass, ...]


Names = dict[tuple[str, ...], MedicationClass]


def file() -> Path:
    """Where the classes lie."""
    return paths.schemas() / "medications_that_matter.toml"


@cache
def names() -> Names:
    """The names that are shipped, word by word, and the class of each; read once a process."""
    return load(file())


def load(path: Path) -> Names:
    """Read and check a file of classes. Raises BrokenSchema with the file, the key and the reason."""
    by_words: Names = {}
    for key, name, medication_class in _named(
        path, read_toml(path, Classes, "medications that matter").classes
    ):
        parts = _words(name)
        if not parts:
            raise BrokenSchema(path, key, f"{name!r} has no letters to look for")
        if parts in by_words:
            raise BrokenSchema(path, key, f"{name} stands twice; keep one")
        by_words[parts] = medication_class
    return by_words


def matters(medication: str) -> MedicationClass | None:
    """The class of a home medication that bears on treatment; None for another one."""
    known, typed = names(), _words(medication)
    longest = max(map(len, known), default=0)
    for start in range(len(typed)):
        for length in range(1, longest + 1):
            if medication_class := known.get(typed[start : start + length]):
                return medication_class
    return None


def those_that_matter_first(medications: Sequence[str]) -> tuple[tuple[str, ...], int]:
    """The medications, those that bear on treatment first and else in their order, and how many these are."""
    first = [name for name in medications if matters(name)]
    return (*first, *(name for name in medications if not matters(name))), len(first)


def _named(path: Path, classes: Sequence[MedicationClass]) -> Iterator[tuple[str, str, MedicationClass]]:
    """Each name by its key, with its class."""
    for number, medication_class in enumerate(classes):
        at = f"classes[{number}]"
        for key, reason in _wrong_in(medication_class):
            raise BrokenSchema(path, f"{at}.{key}", reason)
        for key in ("generic", "brands"):
            for place, name in enumerate(getattr(medication_class, key)):
                yield f"{at}.{key}[{place}]", name, medication_class


def _wrong_in(medication_class: MedicationClass) -> Iterator[tuple[str, str]]:
    """Key and reason of what is wrong in a class, in the order in which it is read."""
    for key in ("name", "why", "source"):
        if not getattr(medication_class, key).strip():
            yield key, "must say something"
    for key in ("atc", "generic"):
        if not getattr(medication_class, key):
            yield key, "must name one at least"
    for place, code in enumerate(medication_class.atc):
        if not _ATC.fullmatch(code):
            yield f"atc[{place}]", f"{code!r} is no code of the ATC, like B01AA"


def _words(text: str) -> tuple[str, ...]:
    return tuple(_LETTERS.findall(compared(text)))
