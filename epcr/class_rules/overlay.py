"""A class's own ruleset in the plain values of a ruleset file: begun over a parent, its cells changed and given back.

It works on values alone and changes none that it is given; it refuses to know who changes them, and what a cell permits.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from types import MappingProxyType
from typing import Any, Final

from msgspec import structs, to_builtins

from epcr.converting import convert
from epcr.scope.ruleset import Cell, Grant, Ruleset

Told = dict[str, Any]
Way = dict[str, Any]
"""One way of being allowed, as a table of a file gives it, with its source in full. One that may "no" is a refusal."""

NO_NAMES: Final[Mapping[str, Mapping[str, str]]] = MappingProxyType({})
_OF_THE_CLASS: Final = "class"


def begun(name: str, title: str, parent: Ruleset) -> Told:
    """A ruleset that says what its parent says and holds on the same days."""
    notice = f"The rules of one class, which its instructors changed for teaching. {parent.notice}"
    rules: Told = {
        "id": name,
        "title": title,
        "version": "1",
        "in_force_from": parent.in_force_from.isoformat(),
        "source": f"Written by the instructors of a class over: {parent.title}, version {parent.version}",
        "notice": notice,
        "parent": parent.id,
        "sources": {_OF_THE_CLASS: "The instructors of the class"},
        "endorsements": {},
        "programs": {},
        "items": [],
    }
    if parent.in_force_to is not None:
        rules["in_force_to"] = parent.in_force_to.isoformat()
    return rules


def ways_of(cell: Cell) -> list[Way]:
    """The ways of a cell, with the source and confidence of each; of a cell without any, that it says no or that nobody knows."""
    grants = cell.grants or (Grant(may="unknown" if cell.unknown else "no"),)
    basis = {"source": cell.source, "confidence": cell.confidence}
    return [{**basis, **way_of(grant)} for grant in grants]


def way_of(grant: Grant) -> Way:
    """What a grant says, without what it leaves at its default."""
    fields = structs.fields(Grant)
    whole = to_builtins(grant)
    asked = {field.name: whole[field.name] for field in fields if getattr(grant, field.name) != field.default}
    way = {"may": grant.may, **asked}  # the answer first, then what it asks for
    return {key: list(value) if isinstance(value, tuple) else value for key, value in way.items()}


def grant_of(way: Way) -> Grant:
    """The way as a grant, with its source in full. Raise msgspec.ValidationError where it is none."""
    return convert(way, Grant)


def own_cells(rules: Told) -> dict[tuple[str, str], list[Way]]:
    """The cells that differ from the parent's, by item and level, each with the ways it holds."""
    sources = rules["sources"]
    cells = {}
    for entry in rules["items"]:
        for level, ways in entry["cells"].items():
            cells[entry["id"], level] = [{**way, "source": sources[way["source"]]} for way in ways]
    return cells


def with_cells(
    rules: Told, item: str, cells: Mapping[str, list[Way] | None], names: Mapping[str, Mapping[str, str]]
) -> Told:
    """The ruleset with these cells of an item, by level; None gives a level back to the parent.

    `names` holds the names of `endorsements` and `programs` that a way may ask for and no parent declares.
    """
    return with_every(rules, {(item, level): ways for level, ways in cells.items()}, names)


def with_every(
    rules: Told,
    cells: Mapping[tuple[str, str], list[Way] | None],
    names: Mapping[str, Mapping[str, str]] = NO_NAMES,
) -> Told:
    """The same with cells of any items, by item and level."""
    own = own_cells(rules)
    for place, ways in cells.items():
        if ways is None:
            own.pop(place, None)
        else:
            own[place] = ways
    sources = _numbered(way["source"] for ways in own.values() for way in ways)
    return {
        **rules,
        "sources": {_OF_THE_CLASS: rules["sources"][_OF_THE_CLASS], **{key: text for text, key in sources.items()}},
        **{
            kind: _declared({**rules[kind], **names.get(kind, {})}, own.values())
            for kind in ("endorsements", "programs")
        },
        "items": list(_entries(own, sources)),
    }  # fmt: skip


def _entries(own: Mapping[tuple[str, str], list[Way]], sources: Mapping[str, str]) -> Iterator[Told]:
    """The items in a fixed order, so that the same rules are the same values."""
    for item in sorted({name for name, _ in own}):
        cells = {
            level: [{**way, "source": sources[way["source"]]} for way in ways]
            for (name, level), ways in sorted(own.items())
            if name == item
        }
        first = next(iter(cells.values()))[0]
        yield {
            "id": item,
            "source": first["source"],
            "confidence": first.get("confidence", "medium"),
            "cells": cells,
        }


def _numbered(texts: Iterable[str]) -> dict[str, str]:
    """A key for each source."""
    return {text: f"s{number}" for number, text in enumerate(sorted(set(texts)), start=1)}


def _declared(names: Mapping[str, str], cells: Iterable[list[Way]]) -> dict[str, str]:
    """Of the names those that a way still asks for."""
    asked = {
        word
        for ways in cells
        for way in ways
        for word in (*way.get("endorsement", ()), *((way["program"],) if "program" in way else ()))
    }
    return {slug: name for slug, name in sorted(names.items()) if slug in asked}
