"""A report as XML: the tree of the standard walked once, each element with what was said of it, else with why nothing was."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from functools import cache
from typing import Final

from lxml import etree

from epcr.export.nemsis import table
from epcr.export.nemsis.filled import ElementValue, FilledGroup
from epcr.export.nemsis.table import NOT_APPLICABLE, NOT_RECORDED, Node
from epcr.sheet.field import Spec
from epcr.sheet.run_sheet import SECTIONS
from epcr.words.naming import listed

XSI: Final = "http://www.w3.org/2001/XMLSchema-instance"
NIL: Final = f"{{{XSI}}}nil"
NAMESPACES: Final = {None: table.NAMESPACE, "xsi": XSI}
# Ids of reports are made of ids of sheets: the same sheet is the same report in every document.
_SHEETS: Final = uuid.UUID("5d6b0c1e-5a0b-4b3e-9a54-3f7f6f0c2a10")
_IDS: Final = ("CustomElementID", "CorrelationID")


class Unfinished(Exception):  # noqa: N818 - it says what a sheet is
    """A sheet lacks what the standard makes mandatory. Its words name the fields, or the elements, and go on after the sheet's number."""

    def __init__(self, lacking: Sequence[str]) -> None:
        """Name them."""
        super().__init__(f"lacks what the standard makes mandatory: {listed(lacking, 'and')}")


def report_id(sheet_id: str) -> str:
    """The UUID of the report of a sheet."""
    return str(uuid.uuid5(_SHEETS, sheet_id))


def built(node: Node, filled: FilledGroup, *, unasked: frozenset[str] = frozenset()) -> etree._Element:
    """A group of the standard as XML. Raises Unfinished where a mandatory element has no value."""
    made = etree.Element(node.tag, nsmap=NAMESPACES)  # type: ignore[arg-type] # the stubs know no default namespace
    lacking: list[str] = []
    _fill(made, node, filled, unasked, lacking)
    if lacking:
        raise Unfinished([_called(name) for name in lacking])
    return made


_NOTHING: Final = FilledGroup()


def _fill(
    made: etree._Element,
    node: Node,
    filled: FilledGroup,
    unasked: frozenset[str],
    lacking: list[str],
    empty: str = "",
) -> None:
    """Fill a group. `empty` is the NV of what nothing is said of, where the group that it stands in has one."""
    empty = filled.empty or empty
    for child in node.children:
        if child.is_group:
            _groups(made, child, filled, unasked, lacking, empty)
        elif values := filled.leaves.get(child.name):
            _values(made, child, values)
        elif child.mandatory and child.least:
            lacking.append(child.name)
        elif _stands_empty(child, filled):
            code = empty or _why_empty(child, unasked)
            etree.SubElement(made, child.tag, {NIL: "true", "NV": code})


def _stands_empty(node: Node, above: FilledGroup) -> bool:
    return bool(node.least) or (node.stays and not above.whole)


def _why_empty(node: Node, unasked: frozenset[str]) -> str:
    return NOT_APPLICABLE if node.name in unasked else NOT_RECORDED


def _groups(
    made: etree._Element,
    node: Node,
    filled: FilledGroup,
    unasked: frozenset[str],
    lacking: list[str],
    empty: str,
) -> None:
    instances = filled.groups.get(node.name)
    if instances:
        for instance in instances.values():
            inner = etree.SubElement(made, node.tag)
            if instance.correlation:
                inner.set(next(name for name in _IDS if name in node.attributes), instance.correlation)
            for name, text in instance.attributes:
                inner.set(name, text)
            _fill(inner, node, instance, unasked, lacking, empty)
            if not len(inner) and not node.least and not instance.whole:
                made.remove(inner)
    elif node.least:
        _fill(etree.SubElement(made, node.tag), node, _NOTHING, unasked, lacking, empty)


def _values(made: etree._Element, node: Node, values: Sequence[ElementValue]) -> None:
    for value in values:
        if value.nil is not None:
            etree.SubElement(made, node.tag, {NIL: "true", **dict((value.nil, *value.attributes))})
        else:
            element = etree.SubElement(made, node.tag, dict(value.attributes) if value.attributes else None)
            element.text = value.text


@cache
def _labels() -> dict[str, str]:
    specs: list[Spec] = [spec for section in SECTIONS for spec in section.fields().values()]
    return {element.name: spec.label for spec in specs for element in spec.elements}


def _called(name: str) -> str:
    """What people call an element: the field that it belongs to."""
    return _labels().get(name) or table.elements()[name].label
