"""A report of the standard as it came: elements in their groups, each where the standard has a place for it, with its line.

What the standard cannot hold refuses the whole report, with line and element. Codes that no list has are let in: they are kept.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import Final

from lxml import etree

from epcr.export.nemsis import table
from epcr.export.nemsis.table import Node
from epcr.standard.document import NAMESPACE, NIL, StandardDocument, line_of, local
from epcr.words.naming import quoted

_UUID: Final = re.compile(r"[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}")
_MOMENTS: Final = frozenset({"dateTime"})
_REASONS: Final = ("NV", "PN")


class ReportRefused(ValueError):  # noqa: N818 - it is named for what happened
    """A report that is not taken in. Its text is a sentence; `line` and `element` say where in the document."""

    def __init__(self, sentence: str, line: int, element: str) -> None:
        """Say why, and where."""
        super().__init__(sentence)
        self.line = line
        self.element = element


@dataclass(eq=False, frozen=True)
class ReportElement:
    """An element: its text as it stands, and its attributes in their order, `xsi:nil` among them."""

    node: Node
    group: ReportGroup
    text: str
    attributes: tuple[tuple[str, str], ...]
    line: int

    @property
    def name(self) -> str:
        """Its name in the standard."""
        return self.node.name

    def why(self) -> str:
        """The code of an NV or a PN; empty without one."""
        return next((code for name, code in self.attributes if name in _REASONS), "")


@dataclass(eq=False, frozen=True)
class ReportGroup:
    """A group with its attributes and what stands in it, in the order of the document."""

    node: Node
    line: int
    attributes: tuple[tuple[str, str], ...] = ()
    above: ReportGroup | None = None
    elements: list[ReportElement] = field(default_factory=list)
    groups: list[ReportGroup] = field(default_factory=list)

    def every_element(self) -> Iterator[ReportElement]:
        """Its elements and those of the groups in it."""
        yield from self.elements
        for group in self.groups:
            yield from group.every_element()

    def every_group(self) -> Iterator[ReportGroup]:
        """The groups in it, and those in them."""
        for group in self.groups:
            yield group
            yield from group.every_group()

    def called(self, name: str) -> Iterator[ReportElement]:
        """The elements of this name, in it and below it."""
        return (element for element in self.every_element() if element.name == name)

    def text(self, name: str) -> str:
        """The text of the first element of this name; empty without one."""
        return next((element.text for element in self.called(name)), "")

    def has_value(self) -> bool:
        """Whether an element in it has a text, or a reason that says more than that nothing was recorded."""
        return any(
            element.text or any(name == "PN" for name, _ in element.attributes)
            for element in self.every_element()
        )


@dataclass(frozen=True)
class Report:
    """One report with the header that it stands under, as one group; `uuid` is empty where it has none."""

    whole: ReportGroup
    uuid: str
    line: int

    @property
    def number(self) -> str:
        """The agency's number and the report's, by which it is known again."""
        return f"{self.whole.text('dAgency.02')}/{self.whole.text('eRecord.01')}"


def reports_of(document: StandardDocument) -> Iterator[Report | ReportRefused]:
    """Each report of a document in its order, or why it is not taken."""
    for header in document.root.iterchildren(f"{{{NAMESPACE}}}Header"):
        for element in header.iterchildren(f"{{{NAMESPACE}}}{table.REPORT}"):
            try:
                yield _report(header, element)
            except ReportRefused as error:
                yield error


def _report(header: etree._Element, element: etree._Element) -> Report:
    whole = ReportGroup(table.root(), line_of(element))
    for head in header.iterchildren(f"{{{NAMESPACE}}}*"):
        if local(head) != table.REPORT:
            _group(head, table.root().child("Header").name, whole)
    _children(element, table.REPORT, whole)
    number, own_id = whole.text("eRecord.01"), element.get("UUID", "")
    if not number:
        raise ReportRefused("the report has no number", line_of(element), "eRecord.01")
    if own_id and not _UUID.fullmatch(own_id):
        raise ReportRefused(f"{quoted(own_id)} is no UUID", line_of(element), table.REPORT)
    return Report(whole, own_id, line_of(element))


@cache
def _places() -> Mapping[str, Mapping[str, tuple[int, Node]]]:
    """What may stand in a group, by the names of both, each with its place in the order."""
    header = table.root().child("Header")
    return {
        group.name: {child.name: (place, child) for place, child in enumerate(group.children)}
        for group in (header, *table.groups().values())
    }


def _group(element: etree._Element, inside: str, above: ReportGroup) -> None:
    name = local(element)
    node = _places()[inside][name][1]
    group = ReportGroup(node, line_of(element), _attributes(element), above)
    above.groups.append(group)
    _children(element, name, group)


def _children(element: etree._Element, inside: str, group: ReportGroup) -> None:
    for child, node in _in_order(element, inside):
        if node.is_group:
            _group(child, inside, group)
        else:
            group.elements.append(_element(child, node, group))


def _in_order(element: etree._Element, inside: str) -> Iterator[tuple[etree._Element, Node]]:
    """What stands in a group, each with its node. Raises ReportRefused for what has no place there, or not this one, or not once more."""
    last, times = 0, 0
    for child in element.iterchildren("{*}*"):
        name = local(child)
        place, node = _place_of(child, name, inside)
        if place < last:
            raise ReportRefused(f"{name} stands behind what comes after it", line_of(child), name)
        times = times + 1 if place == last else 1
        last = place
        if node.most is not None and times > node.most:
            raise ReportRefused(f"{name} stands {times} times in {inside}", line_of(child), name)
        yield child, node


def _place_of(child: etree._Element, name: str, inside: str) -> tuple[int, Node]:
    place = _places()[inside].get(name)
    if place is None:
        raise ReportRefused(f"{quoted(name)} has no place in {inside}", line_of(child), name)
    return place


def _element(child: etree._Element, node: Node, group: ReportGroup) -> ReportElement:
    if len(child):
        raise ReportRefused(f"{node.name} holds other elements", line_of(child), node.name)
    text = str(etree.tostring(child, method="text", encoding="unicode", with_tail=False))
    element = ReportElement(node, group, text, _attributes(child), line_of(child))
    if text or (NIL, "true") not in element.attributes:
        _require_fitting(element)
    return element


def _attributes(element: etree._Element) -> tuple[tuple[str, str], ...]:
    return tuple((str(name), str(value)) for name, value in element.items())


def _require_fitting(element: ReportElement) -> None:
    """Raise ReportRefused for a text that the standard cannot hold there; a code that no list has is one that is not known here."""
    kind, text = element.node.type, element.text
    if kind is None or kind.codes or kind.fits(text.strip() if kind.base != "string" else text):
        return
    limits = f", which takes {kind.low} to {kind.high}" if kind.low and kind.high else ""
    sentence = f"{quoted(text)} does not fit into {element.name}{limits}"
    if kind.base in _MOMENTS and "T" in text:
        sentence = f"{quoted(text)} is no time with its offset from UTC, like 2024-10-11T17:04:58-04:00"
    raise ReportRefused(sentence, element.line, element.name)


__all__ = ["Report", "ReportElement", "ReportGroup", "ReportRefused", "reports_of"]
