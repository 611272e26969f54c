"""The elements of the standard as a tree, in the order of a document: `schemas/nemsis/elements.csv`, made from the published schema.

It knows structure, and what may stand in an element. It refuses to know a run sheet.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cache, cached_property
from pathlib import Path
from typing import Final

from epcr import paths
from epcr.broken_schema import BrokenSchema
from epcr.export.nemsis.value_types import ValueType, rows_of, value_types

NAMESPACE: Final = "http://www.nemsis.org"
ROOT: Final = "EMSDataSet"
REPORT: Final = "PatientCareReport"
# NV of a value: not applicable, not recorded.
NOT_APPLICABLE: Final = "7701001"
NOT_RECORDED: Final = "7701003"
ALWAYS_THERE: Final = frozenset({"Mandatory", "Required"})
_COLUMNS: Final = (
    "element", "name", "parent", "least", "most", "usage", "national", "state", "type", "nillable", "not_values", "negatives",
    "attributes",
)  # fmt: skip


@dataclass(frozen=True)
class Node:
    """An element, or a group of them, in its place.

    `name` is its tag, `label` what the standard calls it (empty for a group). `above` are the groups that it stands in, from the one
    below a report (or below a header) down to its own. `least` and `most` say how often it stands there; `most` is None for any
    number. `not_values` and `negatives` are the codes that may stand for a value (NV, PN), `attributes` what it may carry besides.
    `children` of a group are in the order of a document; an element has none, and a `type`.
    """

    name: str
    label: str
    above: tuple[str, ...]
    least: int
    most: int | None
    usage: str
    national: bool
    type: ValueType | None
    nillable: bool
    not_values: frozenset[str]
    negatives: frozenset[str]
    attributes: frozenset[str]
    children: tuple[Node, ...]

    @cached_property
    def tag(self) -> str:
        """Its name with the namespace, as lxml writes it."""
        return f"{{{NAMESPACE}}}{self.name}"

    @cached_property
    def is_group(self) -> bool:
        """Whether it holds elements and no value."""
        return self.type is None

    @cached_property
    def repeats(self) -> bool:
        """Whether any number may stand in one group."""
        return self.most is None

    @cached_property
    def stays(self) -> bool:
        """Whether it stands in its group also where nobody has anything to say."""
        return self.least > 0 or self.usage in ALWAYS_THERE

    @cached_property
    def mandatory(self) -> bool:
        """Whether it must have a value: nothing may stand for one."""
        return self.usage == "Mandatory" and not self.nillable

    def elements(self) -> Iterator[Node]:
        """All elements in it, in their order; an element alone is its own."""
        if not self.is_group:
            yield self
        for child in self.children:
            yield from child.elements()

    def child(self, name: str) -> Node:
        """The element or group directly in it. Raises KeyError for another name."""
        for child in self.children:
            if child.name == name:
                return child
        raise KeyError(name)


def file() -> Path:
    """Where the table lies."""
    return paths.schemas() / "nemsis" / "elements.csv"


@cache
def root() -> Node:
    """The whole document, read once a process. Raises BrokenSchema with file, line and reason."""
    return load(file(), value_types())


@cache
def report() -> Node:
    """A patient care report."""
    return root().child("Header").child(REPORT)


@cache
def national() -> Node:
    """A patient care report of the national data set: its elements, and the groups that hold some of them."""
    return replace(report(), children=tuple(_national(report())))


def _national(node: Node) -> Iterator[Node]:
    for child in node.children:
        if child.is_group:
            children = tuple(_national(child))
            if children:
                yield replace(child, children=children)
        elif child.national:
            yield child


@cache
def elements() -> Mapping[str, Node]:
    """Every element by its name, those of the header too, in the order of a document."""
    return {node.name: node for node in root().elements()}


@cache
def groups() -> Mapping[str, Node]:
    """Every group by its name, in the order of a document."""
    return {node.name: node for node in _groups(root())}


def _groups(node: Node) -> Iterator[Node]:
    if node.is_group:
        yield node
        for child in node.children:
            yield from _groups(child)


def load(path: Path, types: Mapping[str, ValueType]) -> Node:
    """Read a table. Raises BrokenSchema with file, line and reason."""
    below: defaultdict[str, list[dict[str, str]]] = defaultdict(list)
    for row in rows_of(path, _COLUMNS):
        if row["type"] and row["type"] not in types:
            raise BrokenSchema(path, row["element"], f"types.csv has no type {row['type']}")
        below[row["parent"]].append(row)
    if not below[ROOT]:
        raise BrokenSchema(path, "(file)", f"nothing stands in {ROOT}; make it again: make nemsis")
    top = dict.fromkeys(_COLUMNS, "") | {"element": ROOT, "least": "1", "most": "1"}
    return _node(top, below, (), types)


def _node(
    row: Mapping[str, str],
    below: Mapping[str, list[dict[str, str]]],
    above: tuple[str, ...],
    types: Mapping[str, ValueType],
) -> Node:
    name = row["element"]
    inside = (*above, name) if name not in {ROOT, "Header", REPORT} else above
    children = tuple(_node(child, below, inside, types) for child in below.get(name, ()))
    return Node(
        name=name,
        label=row["name"],
        above=above,
        least=int(row["least"]),
        most=int(row["most"]) if row["most"] else None,
        usage=row["usage"],
        national=row["national"] == "yes",
        type=types.get(row["type"]),
        nillable=row["nillable"] == "yes",
        not_values=frozenset(row["not_values"].split()),
        negatives=frozenset(row["negatives"].split()),
        attributes=frozenset(row["attributes"].split()),
        children=children,
    )
