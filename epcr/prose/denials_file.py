"""With which words acts are denied, and which take a denial back: `schemas/denials.toml`, checked when it is read.

It knows words, and no text: `denied_acts` reads sentences by them.
"""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

from msgspec import Struct

from epcr import paths
from epcr.prose.phrase_lists import any_of, require_phrases
from epcr.toml_rows import read_rows


class TakenBackRow(Struct, frozen=True):
    """Words with which something was done all the same; `reason` marks those that may give only a reason or a place."""

    why: str
    words: str
    but_before: str = ""
    but_behind: str = ""
    reason: bool = False


class DenialsFile(Struct, frozen=True):
    """The whole file: lists of phrases, and the rows of what takes a denial back."""

    negations: str
    no_reason: str
    often: str
    verbs: str
    between: str
    behind: str
    left_out: str
    thought_of: str
    given_up: str
    complements: str
    of_all: str
    whole_call: str
    takes_back: list[TakenBackRow]


def denials_path() -> Path:
    """Where the file lies."""
    return paths.schemas() / "denials.toml"


@cache
def denials() -> DenialsFile:
    """The file as it is. Raises BrokenSchema with the place and the reason."""
    rows: dict[str, type[Struct]] = {"takes_back": TakenBackRow}
    file = read_rows(denials_path(), DenialsFile, rows, "the words of denials")
    lists = {name: getattr(file, name) for name in file.__struct_fields__ if name != "takes_back"}
    for row in file.takes_back:
        lists |= {f"takes_back.{row.why}": f"{row.words}|{row.but_before or 'x'}|{row.but_behind or 'x'}"}
    require_phrases(denials_path(), lists)
    return file


@cache
def taking_back(*, reasons: bool) -> re.Pattern[str]:
    """What takes a denial back; without `reasons` not what may give only a reason."""
    rows = (row for row in denials().takes_back if reasons or not row.reason)
    return re.compile("|".join(_row(row) for row in rows))


def _row(row: TakenBackRow) -> str:
    before = "".join(f"(?<!{re.escape(word)} )" for word in row.but_before.split("|") if word)
    behind = f"(?! {any_of(row.but_behind)})" if row.but_behind else ""
    return rf"(?<!\w){before}{any_of(row.words)}(?!\w){behind}"
