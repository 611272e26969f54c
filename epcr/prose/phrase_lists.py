"""Lists of phrases as the files of words have them: parted by |, in small letters, `repeat*` for a word that begins so."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path
from typing import Final

from epcr.broken_schema import BrokenSchema

_SIGNS: Final = re.compile(r"[a-z0-9#'*|<>~ -]+")


def require_phrases(path: Path, lists: Mapping[str, str]) -> None:
    """Raises BrokenSchema where a list of a file, by its key, is none."""
    for name, listed in lists.items():
        if _SIGNS.fullmatch(listed) is None or "" in listed.split("|"):
            raise BrokenSchema(path, name, "phrases are small letters, parted by |, none is empty")


def any_of(listed: str) -> str:
    """A pattern for one of the phrases of a list, the longest first."""
    phrases = sorted(listed.split("|"), key=len, reverse=True)
    return f"(?:{'|'.join(_pattern(phrase) for phrase in phrases)})"


def _pattern(phrase: str) -> str:
    return re.escape(phrase).replace(r"\*", r"\w*").replace(r"\ ", " ")
