"""Puts a report into the fields of a run sheet: each element into the field that declares it, where that field takes it.

It walks the declarations of the sheet as the export does, and refuses to guess: what a field does not take stays where it came from.
"""

from __future__ import annotations

import uuid
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cache
from typing import Any, Final

from epcr.export.nemsis.meanings import Meaning
from epcr.intake.declared import declared_fields, entry_groups, reasons, scattered
from epcr.intake.report_tree import Report, ReportElement, ReportGroup
from epcr.sheet.catalog import OTHERS, catalog
from epcr.sheet.context import Context
from epcr.sheet.field import Spec
from epcr.sheet.interventions import Intervention
from epcr.sheet.kinds.choice import MOST_CHOSEN, Item
from epcr.sheet.run_sheet import SECTIONS, RunSheet
from epcr.sheet.section import Entry, SheetPart

Elements = Mapping[str, Sequence[ReportElement]]
_ENTRIES: Final = uuid.UUID("a2f0a4f6-5c2b-4f0e-8a63-0b7d5f3c9e21")
# An attribute that has a field of its own: the unit that EtCO2 is in.
_ATTRIBUTES: Final = {("eVitals.16", "ETCO2Type"): "etco2_unit"}
# Members of the crew stand with what happened to them; the sheet names those who were exposed or injured.
_EXPOSED, _YES = "eOther.05", "9923003"
_OF_EXPOSED: Final = frozenset({"eOther.04", "eOther.06"})


@dataclass
class Filling:
    """What became of a report: which elements went to fields, why a field did not take one, and the entries that groups became."""

    taken: set[ReportElement] = field(default_factory=set)
    refused: dict[ReportElement, str] = field(default_factory=dict)
    entries: dict[ReportGroup, str] = field(default_factory=dict)


def fill(sheet: RunSheet, report: Report) -> Filling:
    """Write a report into a sheet that holds nothing yet."""
    return _Filler(sheet, report).filled()


class _Filler:
    def __init__(self, sheet: RunSheet, report: Report) -> None:
        self.sheet = sheet
        self.report = report
        self.filling = Filling()
        self.groups: dict[type[Entry], list[ReportGroup]] = defaultdict(list)
        for group in report.whole.every_group():
            if group.node.name in entry_groups():
                self.groups[entry_groups()[group.node.name]].append(group)
        self.once = _by_name(_outside_of_entries(report.whole))

    def filled(self) -> Filling:
        """Fill section after section, the crew before what its members did."""
        for section in SECTIONS:
            if issubclass(section, Entry):
                for group in self._groups_of(section):
                    self._entries(section, group)
            else:
                part = self.sheet.part(section.page.slug)
                assert part is not None  # noqa: S101 - a sheet has each section that stands once
                self._part(part, self.once)
        return self.filling

    def _groups_of(self, section: type[Entry]) -> list[ReportGroup]:
        """The groups that hold the entries of a section; the whole report, where they stand scattered in it."""
        return [self.report.whole] if section in scattered() else self.groups[section]

    def _entries(self, section: type[Entry], group: ReportGroup) -> None:
        """The entries of one group: mostly one, of an assessment one for each region. A group without a value is none."""
        if not group.has_value():
            return
        whens = {
            when
            for declared in declared_fields(section)
            if (when := declared.element.when) is not None and when[0] in section.fields()
        }
        if not whens:
            self._entry(section, _by_name(group.every_element()), [group])
            return
        for name, (answer, *_) in sorted(whens):
            meant = {
                declared.element.name
                for declared in declared_fields(section)
                if declared.element.when == (name, (answer,))
            }
            for elements, own in _places_of(group, meant, _several_in(section)):
                self._entry(
                    section,
                    {**_by_name(group.elements, but=_of_others(section)), **elements},
                    own,
                    {name: answer},
                )

    def _entry(
        self,
        section: type[Entry],
        elements: Elements,
        groups: Sequence[ReportGroup],
        answers: Mapping[str, str] | None = None,
    ) -> None:
        entry = section(id=self._id())
        entry.created_at = self.sheet.created_at
        for name, answer in (answers or {}).items():
            setattr(entry, name, answer)
        self.sheet.keep(entry)
        for group in groups:
            self.filling.entries[group] = entry.id
        self._part(entry, elements)

    def _id(self) -> str:
        """An id that is the same whenever this report is imported into a sheet of this id."""
        entries = sum(len(self.sheet.every(section)) for section in SECTIONS if section.many)
        return uuid.uuid5(_ENTRIES, f"{self.sheet.id}/{entries}").hex

    def _part(self, part: SheetPart, elements: Elements) -> None:
        context = self.sheet.context(part)
        fields = [declared for declared in declared_fields(type(part)) if declared.element.name in elements]
        fields.sort(
            key=lambda declared: isinstance(declared.spec, Item)
        )  # an item is told apart by what stands beside it
        for declared in fields:
            self._field(part, declared, _of_field(declared, elements[declared.element.name]), context)

    def _field(
        self, part: SheetPart, declared: Meaning, elements: Sequence[ReportElement], context: Context
    ) -> None:
        reading = _FieldReading(part, declared, _context_for(part, declared, context))
        for element in elements:
            try:
                if reading.take(element):
                    self.filling.taken.update({element, *_which(declared, element)})
            except ValueError as error:
                self.filling.refused[element] = str(error)
                reading.name_unknown(element)
        reading.write()


@dataclass
class _FieldReading:
    """The elements of one field, read one after the other."""

    part: SheetPart
    declared: Meaning
    context: Context
    values: list[Any] = field(default_factory=list)
    absent: dict[str, str] = field(default_factory=dict)

    @property
    def spec(self) -> Spec:
        """What the field is."""
        return self.declared.spec

    def take(self, element: ReportElement) -> bool:
        """Whether the field takes an element; it stays where it was otherwise. Raises ValueError where the field cannot hold it."""
        reason = reasons().get(element.why(), "")
        if not element.text:
            return self._take_reason(reason)
        if element.why():
            return self._take_beside(element, reason)
        return self._take_value(element)

    def _take_reason(self, reason: str) -> bool:
        name = self.declared.name
        if reason not in self.spec.reasons or self.values or name in self.absent or self._has_answer():
            return False
        self.absent[name] = reason
        return True

    def _take_beside(self, element: ReportElement, reason: str) -> bool:
        """A value with a reason: a choice that was looked for and is not there, or what says more of the value."""
        name = self.declared.name
        if reason and reason == self.spec.negative:
            key = f"{name}:{self.spec.decode(element.text, self.context)}"
            is_new = key not in self.absent
            self.absent[key] = reason
            return is_new
        if reason in self.spec.beside and self._take_value(element):
            self.absent[name] = reason
            return True
        return False

    def _take_value(self, element: ReportElement) -> bool:
        if self._has_answer() or self.absent.get(self.declared.name):
            return False
        most = MOST_CHOSEN if self.declared.several else 1
        if len(self.values) >= most:
            return False
        value = self.spec.decode(element.text, self.context)
        if value is None or value == "" or value in self.values:
            return False
        self.values.append(value)
        for name, text in element.attributes:
            if own := _ATTRIBUTES.get((element.name, name)):
                setattr(self.part, own, self.part.fields()[own].decode(text, self.context))
        return True

    def _has_answer(self) -> bool:
        """Whether another element of the same field was there before: a field has the answer of one."""
        return self.part.documented(self.declared.name)

    def name_unknown(self, element: ReportElement) -> None:
        """Call an act whose code the catalog does not have by that code, so that it stands on the sheet and is not judged in silence."""
        if isinstance(self.part, Intervention) and isinstance(self.spec, Item) and not self.values:
            kind = self.context.siblings["kind"]
            self.values.append(next(name for name in OTHERS if catalog().kind(name) == kind))
            self.part.other_name = f"Code {element.text}"
            if (reason := reasons().get(element.why(), "")) in self.spec.beside:
                self.absent[self.declared.name] = reason

    def write(self) -> None:
        """Put what was read into the field."""
        if self.values:
            value = self.values if self.declared.several else self.values[0]
            setattr(self.part, self.declared.name, value)
        if self.absent:
            self.part.absent = {**self.part.absent, **self.absent}


def _context_for(part: SheetPart, declared: Meaning, context: Context) -> Context:
    """What surrounds a value: the element that it is read from, and what stands beside it."""
    fields = part.fields()  # a new part holds what was written on it, and nothing has to be asked for
    beside = {name: value for name, value in vars(part).items() if name in fields and isinstance(value, str)}
    if declared.element.when:
        name, (answer, *_) = declared.element.when
        beside[name] = answer
    return replace(context, element=declared.element.name, siblings=beside)


def _which(declared: Meaning, element: ReportElement) -> Iterator[ReportElement]:
    """The element that says which of several fields a group belongs to: the field says it by what it is."""
    return element.group.called(declared.element.group[0]) if declared.element.group else iter(())


def _of_field(declared: Meaning, elements: Sequence[ReportElement]) -> Sequence[ReportElement]:
    """The elements that are this field's: of its complaint, of those who were exposed."""
    if declared.element.group:
        name, code = declared.element.group
        first = next((element.group for element in elements if element.group.text(name) == code), None)
        return [element for element in elements if element.group is first]
    if declared.element.name in _OF_EXPOSED:
        return [element for element in elements if element.group.text(_EXPOSED) == _YES]
    if declared.element.name == _EXPOSED:
        return sorted(elements, key=lambda element: element.text != _YES)
    return elements


def _places_of(
    group: ReportGroup, names: set[str], several: frozenset[str]
) -> Iterator[tuple[dict[str, list[ReportElement]], list[ReportGroup]]]:
    """Where elements of these names stand below a group: those of each group together, and that group where it is not this one."""
    by_group: dict[ReportGroup, list[ReportElement]] = defaultdict(list)
    named = (element for element in group.every_element() if element.name in names)
    for element in named:
        by_group[element.group].append(element)
    for own, elements in by_group.items():
        becomes_it = [] if own is group or not own.node.repeats else [own]
        for together in _of_one_entry(elements, several):
            if _is_worth_an_entry(together):
                yield _by_name(together), becomes_it


def _of_one_entry(elements: Sequence[ReportElement], several: frozenset[str]) -> list[list[ReportElement]]:
    """Elements of one group as those of each entry: an element that an entry has once and that stands there often is one of each."""
    repeated = [element for element in elements if element.name not in several]
    if len({element.name for element in repeated}) == len(repeated):
        return [list(elements)]
    return [[element] for element in elements]


def _is_worth_an_entry(elements: Sequence[ReportElement]) -> bool:
    return any(element.text or element.why() in _worth_an_entry() for element in elements)


@cache
def _worth_an_entry() -> frozenset[str]:
    """Reasons that say something of a patient: a region that could not be examined is a line of the exam, one that nobody did is none."""
    return frozenset(
        code for code, word in reasons().items() if word not in {"not_applicable", "not_recorded"}
    )


@cache
def _several_in(section: type[Entry]) -> frozenset[str]:
    """The elements of which an entry has any number."""
    return frozenset(declared.element.name for declared in declared_fields(section) if declared.several)


@cache
def _of_others(section: type[Entry]) -> frozenset[str]:
    """The elements that are meant for one answer alone, like the findings of one region."""
    return frozenset(declared.element.name for declared in declared_fields(section) if declared.element.when)


def _outside_of_entries(group: ReportGroup) -> Iterator[ReportElement]:
    yield from group.elements
    for inner in group.groups:
        if inner.node.name not in entry_groups():
            yield from _outside_of_entries(inner)


def _by_name(
    elements: Iterator[ReportElement] | Sequence[ReportElement], but: frozenset[str] = frozenset()
) -> dict[str, list[ReportElement]]:
    named: dict[str, list[ReportElement]] = defaultdict(list)
    for element in elements:
        if element.name not in but:
            named[element.name].append(element)
    return dict(named)
