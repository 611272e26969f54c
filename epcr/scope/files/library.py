"""Reads rulesets: the files of `schemas/scope/`, of this installation and of any folder, a parent before its children.

It refuses to know what a rule means; `epcr.scope.files.assembly` puts the entries together.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Any

from epcr import paths
from epcr.broken_schema import BrokenSchema, Complain, stop
from epcr.scope.files.assembly import Assembly
from epcr.scope.files.entries import File, converted, misplaced, unfit_id
from epcr.scope.ruleset import Ruleset
from epcr.toml_file import toml_of
from epcr.words.naming import listed, quoted
from epcr.words.near import unknown


@cache
def rulesets(folder: Path | None = None) -> Mapping[str, Ruleset]:
    """The rulesets by id: the shipped ones, those of this installation, and those of a folder; read once a process.

    Raise BrokenSchema with file, key and reason at the first thing that cannot be used.
    """
    return MappingProxyType(read_rulesets(folder, stop))


def read_rulesets(folder: Path | None, complain: Complain) -> dict[str, Ruleset]:
    """Read the rulesets of every folder afresh, and complain of each thing that cannot be used."""
    if folder is not None and not folder.is_dir():
        complain(folder, "the folder", "is not there; name a folder with ruleset files")
    told = [paths.schemas() / "scope", paths.local_rulesets(), *([folder] if folder else [])]
    folders = {place.resolve(): place for place in reversed(told)}
    files: dict[str, tuple[Path, File]] = {}
    for place in reversed(folders.values()):
        for path in sorted(place.glob("*.toml")):
            read = _file(path, complain)
            if read is None:
                continue
            if read.id in files:
                first = files[read.id][0]
                complain(
                    path,
                    "id",
                    f"{quoted(read.id)} is already the id of {first}; choose another, or move one of the files away",
                )
                continue
            files[read.id] = (path, read)
    return Family(files, complain).built()


def _file(path: Path, complain: Complain) -> File | None:
    try:
        told = toml_of(path)
    except BrokenSchema as error:
        complain(path, "the file", error.reason)
        return None
    astray = list(misplaced(told))
    for place, reason in astray:
        complain(path, place, reason)
    if astray:
        return None
    read = converted(told, File, path, "", complain)
    if read is not None and read.id != path.stem:
        complain(
            path,
            "id",
            f"must be {quoted(path.stem)}, the name of the file without .toml; change one of the two",
        )
    elif read is not None and (unfit := unfit_id(read.id)):
        complain(path, "id", unfit)
    return read


def built(told: Mapping[str, Any], known: Mapping[str, Ruleset]) -> Ruleset:
    """One ruleset from plain values, as its TOML file would give them, over its parent among the known ones.

    Raise BrokenSchema with its id, the key and the reason at the first thing that cannot be used.
    """
    place = Path(str(told.get("id", "ruleset")))
    read = converted(dict(told), File, place, "", stop)
    assert read is not None  # noqa: S101 - `stop` raises
    if read.parent is not None and read.parent not in known:
        raise BrokenSchema(place, "parent", unknown("The ruleset", read.parent, known))
    ruleset = Assembly(place, read, known[read.parent] if read.parent else None, stop).ruleset()
    assert ruleset is not None  # noqa: S101 - `stop` raises
    return ruleset


class Family:
    """The files while they become rulesets: a parent before its children."""

    def __init__(self, files: Mapping[str, tuple[Path, File]], complain: Complain) -> None:
        self._files = files
        self._complain = complain
        self._built: dict[str, Ruleset | None] = {}

    def built(self) -> dict[str, Ruleset]:
        for name in self._files:
            self._ruleset(name, ())
        return {name: ruleset for name, ruleset in self._built.items() if ruleset is not None}

    def _ruleset(self, name: str, children: tuple[str, ...]) -> Ruleset | None:
        if name in self._built:
            return self._built[name]
        path, read = self._files[name]
        parent = None
        if read.parent is not None:
            if read.parent not in self._files:
                self._complain(path, "parent", unknown("The ruleset", read.parent, self._files))
                return None
            if read.parent in (*children, name):
                self._complain(
                    path,
                    "parent",
                    f"{listed((*children, name, read.parent), 'and')} name each other as parent",
                )
                return None
            parent = self._ruleset(read.parent, (*children, name))
            if parent is None:
                self._built[name] = None
                return None
        self._built[name] = Assembly(path, read, parent, self._complain).ruleset()
        return self._built[name]
