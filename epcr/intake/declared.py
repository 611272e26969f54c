"""Which field an element of the standard belongs to: the declarations of the sheet, read from the element's side."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Final

from epcr.export.nemsis.table import elements, groups
from epcr.sheet.element import Element
from epcr.sheet.field import Spec
from epcr.sheet.kinds.choice import Several
from epcr.sheet.kinds.crew_member import SeveralOfCrew
from epcr.sheet.run_sheet import SECTIONS
from epcr.sheet.section import Entry, SheetPart
from epcr.sheet.vocabulary import vocabulary

PROTOCOL: Final = "eProtocols.01"


@dataclass(frozen=True)
class DeclaredField:
    """A field of a section, and one of the elements that it stands for."""

    section: type[SheetPart]
    name: str
    spec: Spec
    element: Element

    @property
    def takes_several(self) -> bool:
        """Whether it holds a list."""
        return isinstance(self.spec, Several | SeveralOfCrew)


@cache
def declared_fields(section: type[SheetPart]) -> tuple[DeclaredField, ...]:
    """The fields of a section with their elements, in the order of the section."""
    return tuple(
        DeclaredField(section, name, spec, element)
        for name, spec in section.fields().items()
        for element in spec.elements
    )


@cache
def entry_groups() -> Mapping[str, type[Entry]]:
    """The groups of the standard that are entries of the sheet: those that hold the time of an entry, or else its first element."""
    found_groups: dict[str, type[Entry]] = {}
    for section in SECTIONS:
        fields = declared_fields(section)
        if not (issubclass(section, Entry) and fields):
            continue
        timed = [declared for declared in fields if declared.name == section.timed_by]
        for declared in timed or [own for own in fields if own.name == fields[0].name]:
            above = elements()[declared.element.name].above
            found_groups[next(name for name in above if groups()[name].repeats)] = section
    return found_groups


@cache
def keyed_by_text() -> frozenset[str]:
    """The elements by whose text an export tells groups of one kind apart: one of several terms, each in a group of its own."""
    fields = (declared for section in SECTIONS if not section.many for declared in declared_fields(section))
    several = {
        declared.element.name
        for declared in fields
        if declared.takes_several and elements()[declared.element.name].most == 1
    }
    return frozenset({*several, PROTOCOL})


@cache
def keyed_by_code() -> frozenset[str]:
    """The elements whose code says which of several fields a group belongs to."""
    fields = (declared for section in SECTIONS for declared in declared_fields(section))
    return frozenset(declared.element.group[0] for declared in fields if declared.element.group)


@cache
def reasons() -> Mapping[str, str]:
    """The word for a reason by its code (NV or PN)."""
    return {term.standard: term.code for term in vocabulary("reason") if term.standard}
