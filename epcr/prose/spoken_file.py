"""Words that several readers of prose look for: `schemas/spoken.toml`, checked when it is read.

A pattern names a list by its key, «doctors», and is put together when it is first used: a broken file then stops the start with its
name, and not the import of a reader.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Final

from msgspec import Struct

from epcr import paths
from epcr.broken_schema import BrokenSchema
from epcr.prose.phrase_lists import any_of, require_phrases
from epcr.toml_rows import read_rows

_NAMED: Final = re.compile(r"«([a-z_]+)»")


class SpokenFile(Struct, frozen=True):
    """The whole file: lists of phrases, and two tables of people by their relation to the patient."""

    about: str
    within: str
    over: str
    doctors: str
    ordered: str
    hospitals: str
    homes: str
    public_places: str
    bystanders: str
    fire: str
    family: str
    relatives: dict[str, str]
    acquaintances: dict[str, str]


def spoken_path() -> Path:
    """Where the file lies."""
    return paths.schemas() / "spoken.toml"


@cache
def spoken_lists() -> dict[str, str]:
    """The lists of the file by their keys; `kin` is that of relatives and acquaintances. Raises BrokenSchema with place and reason."""
    file = _file()
    tables = {name: "|".join(getattr(file, name).values()) for name in ("relatives", "acquaintances")}
    lists = {name: getattr(file, name) for name in file.__struct_fields__} | tables
    require_phrases(spoken_path(), lists)
    for name, listed in tables.items():
        if "*" in listed or " " in listed:
            raise BrokenSchema(spoken_path(), name, "people are called by single whole words")
    return lists | {"kin": "|".join(tables.values())}


@cache
def relation_of() -> dict[str, str]:
    """The relation that each word for somebody tells: spouse for "wife"."""
    file = _file()
    return {
        word: relation
        for table in (file.relatives, file.acquaintances)
        for relation, listed in table.items()
        for word in listed.split("|")
    }


@cache
def _file() -> SpokenFile:
    return read_rows(spoken_path(), SpokenFile, {}, "the words of several readers")


def listed(pattern: str) -> Callable[[], re.Pattern[str]]:
    """A pattern in which «key» is any phrase of that list, put together when it is first asked for."""

    @cache
    def put_together() -> re.Pattern[str]:
        return re.compile(_NAMED.sub(lambda match: any_of(spoken_lists()[match[1]]), pattern))

    return put_together


def word_set(key: str) -> frozenset[str]:
    """The single words of a list."""
    return frozenset(spoken_lists()[key].split("|"))
