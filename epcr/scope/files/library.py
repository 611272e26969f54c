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
from epcr.scope.files.entries import RulesetFile, converted, misplaced, unfit_id
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
    files: dict[str, tuple[Path, RulesetFile]] = {}
    for path in _paths(folder):
        file = _file(path, complain)
        if file is None:
            continue
        if file.id in files:
            first = files[file.id][0]
            complain(
                path,
                "id",
                f"{quoted(file.id)} is already the id of {first}; choose another, or move one of the files away",
            )
            continue
        files[file.id] = (path, file)
    return Family(files, complain).built()


def _paths(folder: Path | None) -> list[Path]:
    """The files of every folder, the shipped one first; a folder that is named twice is read once."""
    folders = [paths.schemas() / "scope", paths.local_rulesets(), *([folder] if folder else [])]
    distinct = {place.resolve(): place for place in reversed(folders)}
    return [path for place in reversed(distinct.values()) for path in sorted(place.glob("*.toml"))]


def _file(path: Path, complain: Complain) -> RulesetFile | None:
    try:
        toml = toml_of(path)
    except BrokenSchema as error:
        complain(path, "the file", error.reason)
        return None
    astray = list(misplaced(toml))
    for place, reason in astray:
        complain(path, place, reason)
    if astray:
        return None
    file = converted(toml, RulesetFile, path, "", complain)
    if file is not None and file.id != path.stem:
        complain(
            path,
            "id",
            f"must be {quoted(path.stem)}, the name of the file without .toml; change one of the two",
        )
    elif file is not None and (unfit := unfit_id(file.id)):
        complain(path, "id", unfit)
    return file


def built(plain: Mapping[str, Any], known: Mapping[str, Ruleset]) -> Ruleset:
    """One ruleset from plain values, as its TOML file would give them, over its parent among the known ones.

    Raise BrokenSchema with its id, the key and the reason at the first thing that cannot be used.
    """
    place = Path(str(plain.get("id", "ruleset")))
    file = converted(dict(plain), RulesetFile, place, "", stop)
    assert file is not None  # noqa: S101 - `stop` raises
    if file.parent is not None and file.parent not in known:
        raise BrokenSchema(place, "parent", unknown("The ruleset", file.parent, known))
    ruleset = Assembly(place, file, known[file.parent] if file.parent else None, stop).ruleset()
    assert ruleset is not None  # noqa: S101 - `stop` raises
    return ruleset


class Family:
    """The files while they become rulesets: a parent before its children."""

    def __init__(self, files: Mapping[str, tuple[Path, RulesetFile]], complain: Complain) -> None:
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
        path, file = self._files[name]
        parent = None
        if file.parent is not None:
            if file.parent not in self._files:
                self._complain(path, "parent", unknown("The ruleset", file.parent, self._files))
                return None
            if file.parent in (*children, name):
                self._complain(
                    path,
                    "parent",
                    f"{listed((*children, name, file.parent), 'and')} name each other as parent",
                )
                return None
            parent = self._ruleset(file.parent, (*children, name))
            if parent is None:
                self._built[name] = None
                return None
        self._built[name] = Assembly(path, file, parent, self._complain).ruleset()
        return self._built[name]
