"""Which field an element of the standard belongs to: the declarations of the sheet, read from the element's side."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import Final

from epcr.export.nemsis.meanings import Meaning, meanings
from epcr.export.nemsis.table import groups
from epcr.sheet.run_sheet import SECTIONS
from epcr.sheet.section import Entry, SheetPart
from epcr.sheet.vocabulary import vocabulary

PROTOCOL: Final = "eProtocols.01"


@cache
def declared_fields(section: type[SheetPart]) -> tuple[Meaning, ...]:
    """What the fields of a section mean, in the order of the section: as an export reads it."""
    return tuple(meaning for _name, _spec, meant in meanings(section) for meaning in meant)


@cache
def entry_groups() -> Mapping[str, type[Entry]]:
    """The groups of the standard that are entries of the sheet: those that hold the time of an entry, or else its first element."""
    return {
        name: section
        for section in SECTIONS
        if issubclass(section, Entry)
        for name in _groups_of(section)
        if name and section not in scattered()
    }


@cache
def scattered() -> frozenset[type[Entry]]:
    """The sections whose entries stand in several places of a report, and not each in a group of one kind."""
    return frozenset(
        section for section in SECTIONS if issubclass(section, Entry) and "" in _groups_of(section)
    )


def _groups_of(section: type[Entry]) -> set[str]:
    """The groups that there can be several of, around the elements by which an entry is known; empty for one in no such group."""
    fields = declared_fields(section)
    timed = [declared for declared in fields if declared.name == section.timed_by]
    known_by = timed or [declared for declared in fields if declared.name == fields[0].name]
    above = [declared.node.above for declared in known_by]
    return {next((name for name in names if groups()[name].repeats), "") for names in above}


@cache
def keyed_by_text() -> frozenset[str]:
    """The elements by whose text an export tells groups of one kind apart: one of several terms, each in a group of its own."""
    fields = (declared for section in SECTIONS for declared in declared_fields(section))
    return frozenset({*(declared.node.name for declared in fields if declared.apart), PROTOCOL})


@cache
def keyed_by_code() -> frozenset[str]:
    """The elements whose code says which of several fields a group belongs to."""
    fields = (declared for section in SECTIONS for declared in declared_fields(section))
    return frozenset(declared.element.group[0] for declared in fields if declared.element.group)


@cache
def reasons() -> Mapping[str, str]:
    """The word for a reason by its code (NV or PN)."""
    return {term.standard: term.code for term in vocabulary("reason") if term.standard}
