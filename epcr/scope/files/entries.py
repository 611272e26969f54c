"""The entries of a ruleset file as they are written, key by key, before they become rules.

An unknown key or word is an error that names its place; what the words mean is for `epcr.scope.files.assembly`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any, Final, TypeVar

from msgspec import Struct, ValidationError

from epcr.broken_schema import Complain
from epcr.converting import convert
from epcr.scope.files.broken_entry import in_words
from epcr.scope.ruleset import Basis, Conditions, OnlyAs, ToldBy
from epcr.scope.words import CompactScope, Confidence, Kind, Standing

Entry = TypeVar("Entry", bound=Struct)

_NAMES_OF_RULESETS: Final = ("parent", "follows")
# It stands in addresses and in columns of 80 characters. The classes' own rulesets have their numbers as names, and the page
# that compares two has the word.
_ID: Final = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,79}")
_TAKEN_ID: Final = re.compile(r"compare|class-[0-9]+-[0-9]+")


class LevelEntry(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A column. `otherwise` is what it may do where no cell of this file says: a cell, or whatever another level may; it
    takes the place of the parent's column. One that `functions_as` another has all its cells, with a `program` only
    at an agency that takes part in it; `below` places it just below another column.
    """

    name: str
    includes: tuple[str, ...] = ()
    otherwise: Any = None
    functions_as: str | None = None
    program: str | None = None
    below: str | None = None
    source: str | None = None
    confidence: Confidence | None = None


class ItemEntry(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """An item, new or with what differs from the parent's."""

    id: str
    source: str
    confidence: Confidence
    cells: dict[str, Any] = {}
    kind: Kind | None = None
    name: str | None = None
    category: str | None = None
    code: str | None = None
    code_name: str | None = None
    also: tuple[str, ...] | None = None
    routes: tuple[str, ...] | None = None
    route_matters: bool | None = None
    told_by: ToldBy | None = None
    only: OnlyAs | None = None
    disputed: tuple[str, ...] | None = None
    notes: str | None = None
    corroborated_by: str | None = None


class UnrestrictedEntry(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What belongs to every level."""

    id: str
    name: str
    code: str
    category: str
    source: str
    confidence: Confidence


class UnlistedEntry(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What has no row of its own, by its code where it has one, and what was decided about it."""

    id: str
    name: str
    source: str
    code: str | None = None
    by_route: bool = False
    reason: str | None = None


class ConditionEntry(Conditions, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What many cells ask for beside their own conditions: of these levels (of all without), of these items or of all but those.

    `items` and `but` name items and whole categories. What only one item can have, its route or its dose, is none of it.
    """

    source: str
    confidence: Confidence
    levels: tuple[str, ...] = ()
    items: tuple[str, ...] = ()
    but: tuple[str, ...] = ()


class AdditionalEntry(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Skills that these levels may have beyond their cells at an agency that was given them, each by name, `by` an authority."""

    levels: tuple[str, ...]
    items: tuple[str, ...]
    by: str
    source: str
    confidence: Confidence
    note: str | None = None


class CompactEntry(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The states whose certificates hold here, by their two-letter codes: of these levels, and by whose scope."""

    states: tuple[str, ...]
    source: str
    confidence: Confidence
    levels: tuple[str, ...] = ()
    scope: CompactScope = "here"


class NoticeEntry(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A change of the rules."""

    title: str
    dated: date
    summary: str
    source: str
    confidence: Confidence
    items: tuple[str, ...] = ()


class RulesetFile(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A whole file."""

    id: str
    title: str
    version: str
    in_force_from: date
    source: str
    notice: str
    sources: dict[str, str]
    in_force_to: date | None = None
    parent: str | None = None
    ceiling: bool = False
    state: str | None = None
    follows: str | None = None
    endorsements: dict[str, str] = {}
    programs: dict[str, str] = {}
    compact: CompactEntry | None = None
    needs: tuple[Standing, ...] = ()
    certificate: Basis | None = None
    student: Basis | None = None
    levels: tuple[dict[str, Any], ...] = ()
    items: tuple[dict[str, Any], ...] = ()
    unrestricted: tuple[dict[str, Any], ...] = ()
    unlisted: tuple[dict[str, Any], ...] = ()
    conditions: tuple[dict[str, Any], ...] = ()
    additional: tuple[dict[str, Any], ...] = ()
    change_notices: tuple[dict[str, Any], ...] = ()


def unfit_id(name: str) -> str | None:
    """Why a ruleset of a file cannot have this id; None where it can."""
    if not _ID.fullmatch(name):
        return "must be letters, digits, points, - and _, up to 80"
    return "is kept for another use" if _TAKEN_ID.fullmatch(name) else None


def misplaced(toml: dict[str, Any]) -> Iterator[tuple[str, str]]:
    """Keys of the head that stand below a table's name and so became entries of it: place and reason."""
    for table in ("sources", "endorsements", "programs"):
        entries = toml.get(table)
        if not isinstance(entries, dict):
            continue
        for key, value in entries.items():
            if key in RulesetFile.__struct_fields__ and (
                key in _NAMES_OF_RULESETS or not isinstance(value, str)
            ):
                yield f"{table}.{key}", f"belongs to the head of the file; move it above the line [{table}]"


def converted(entry: object, kind: type[Entry], path: Path, place: str, complain: Complain) -> Entry | None:
    """The entry of this kind; None, with a complaint that names the place, where it is none."""
    try:
        return convert(entry, kind)
    except ValidationError as error:
        key, reason = in_words(error, kind, entry)
        if kind is not RulesetFile and "is unknown" in reason and key in RulesetFile.__struct_fields__:
            reason = "belongs to the head of the file; move it to the top, above the first line in brackets"
        complain(path, ".".join(part for part in (place, key) if part), reason)
        return None
