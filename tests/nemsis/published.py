"""The elements of a patient care report as the published XML Schema of NEMSIS v3.5.1 has them: place, order, how often, what may stand
in them.

Only facts are taken: names, numbers and codes, no sentence of the standard.
"""

from __future__ import annotations

import csv
import io
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass, fields, replace
from functools import cached_property
from pathlib import Path

from lxml import etree

XS = "{http://www.w3.org/2001/XMLSchema}"
FOLDER = Path(__file__).resolve().parents[2] / "schemas" / "nemsis"
KEPT = FOLDER / "elements.csv"
KEPT_TYPES = FOLDER / "types.csv"


@dataclass(frozen=True)
class Row:
    """An element or a group, in the order of a document. `parent` is the group it stands in.

    `least` and `most` say how often it stands there, `most` empty for any number. Of a group the rest is empty but its attributes.
    `usage` is the standard's word, `national` and `state` whether these data sets have it, `not_values` and `negatives` the codes that
    may stand for a value, `attributes` what it may carry besides.
    """

    element: str
    name: str
    parent: str
    least: int
    most: str
    usage: str = ""
    national: str = ""
    state: str = ""
    type: str = ""
    nillable: str = ""
    not_values: str = ""
    negatives: str = ""
    attributes: str = ""


@dataclass(frozen=True)
class TypeRow:
    """What a text must be to stand in an element of a type: `base` is the XML Schema's own type below it.

    `pattern` is an expression of XML Schema, of which several are parted by `|`; `codes` are all that may stand there, empty for any.
    """

    type: str
    base: str
    pattern: str = ""
    shortest: str = ""
    longest: str = ""
    low: str = ""
    high: str = ""
    digits: str = ""
    decimals: str = ""
    codes: str = ""


FACETS = {
    "minLength": "shortest", "maxLength": "longest", "minInclusive": "low", "maxInclusive": "high", "totalDigits": "digits",
    "fractionDigits": "decimals",
}  # fmt: skip


class Published:
    """The schema files of a folder."""

    def __init__(self, folder: Path) -> None:
        """Read those of the patient care record."""
        self.files = [
            etree.parse(folder / name).getroot()
            for name in sorted(one.name for one in folder.glob("*_v3.xsd"))
            if name.startswith(("e", "common", "EMSDataSet"))
        ]

    @cached_property
    def types(self) -> dict[str, etree._Element]:
        """Named types."""
        return {
            one.get("name"): one
            for file in self.files
            for one in file
            if one.tag in {f"{XS}complexType", f"{XS}simpleType"}
        }

    def rows(self) -> Iterator[Row]:
        """Everything below the root, in the order of a document."""
        (root,) = (one for file in self.files for one in file.findall(f"{XS}element"))
        yield from self._within(root)

    def _within(self, group: etree._Element) -> Iterator[Row]:
        for element in self._shape(group).iterfind(f"{XS}sequence/{XS}element"):
            most = element.get("maxOccurs", "1")
            row = Row(
                element.get("name"),
                _told(element, "name"),
                group.get("name"),
                int(element.get("minOccurs", "1")),
                "" if most == "unbounded" else most,
            )
            if self._shape(element).find(f"{XS}sequence") is None:
                yield Row(**{**asdict(row), **self._of_value(element)})
            else:
                attributes = sorted(one.get("name") for one in self._shape(element).findall(f"{XS}attribute"))
                yield replace(row, attributes=" ".join(attributes))
                yield from self._within(element)

    def type_rows(self) -> Iterator[TypeRow]:
        """What may stand in the elements, a row for each type that one of them has."""
        for name in sorted({row.type for row in self.rows() if row.type}):
            (limits,) = self.types[name].findall(f"{XS}restriction")
            found: dict[str, list[str]] = defaultdict(list)
            for facet in limits.iterchildren(f"{XS}*"):
                found[etree.QName(facet).localname].append(facet.get("value"))
            length = found.pop("length", [])
            own = {FACETS[facet]: values[0] for facet, values in found.items() if facet in FACETS}
            own |= {"shortest": length[0], "longest": length[0]} if length else {}
            yield TypeRow(
                name,
                limits.get("base").removeprefix("xs:"),
                pattern="|".join(found["pattern"]),
                codes=" ".join(found["enumeration"]),
                **own,
            )

    def _shape(self, element: etree._Element) -> etree._Element:
        """Its type, named or its own."""
        named = self.types.get(element.get("type", ""))
        own = element.find(f"{XS}complexType")
        return own if own is not None else element if named is None else named

    def _of_value(self, element: etree._Element) -> dict[str, str]:
        shape = self._shape(element)
        extension = shape.find(f"{XS}simpleContent/{XS}extension")
        attributes = {one.get("name"): one for one in shape.iter(f"{XS}attribute")}
        return {
            "usage": _told(element, "usage"),
            "national": _told(element, "national").lower(),
            "state": _told(element, "state").lower(),
            "type": element.get("type", "") if extension is None else extension.get("base"),
            "nillable": "yes" if element.get("nillable") == "true" else "no",
            "not_values": self._codes(attributes.pop("NV", None)),
            "negatives": self._codes(attributes.pop("PN", None)),
            "attributes": " ".join(sorted(attributes)),
        }

    def _codes(self, attribute: etree._Element | None) -> str:
        """The codes that an attribute may have, its unions followed."""
        if attribute is None:
            return ""
        found: set[str] = set()
        left = [attribute, *self._named(attribute.get("type", ""))]
        while left:
            one = left.pop()
            found.update(value.get("value") for value in one.iter(f"{XS}enumeration"))
            for union in one.iter(f"{XS}union"):
                left += self._named(union.get("memberTypes", ""))
        return " ".join(sorted(found))

    def _named(self, names: str) -> list[etree._Element]:
        return [self.types[name] for name in names.split() if name in self.types]


def _told(element: etree._Element, word: str) -> str:
    """What the annotation of an element says under a word."""
    found = element.find(f"{XS}annotation/{XS}documentation/{{*}}nemsisTacDoc/{{*}}{word}")
    return " ".join((found.text or "").split()) if found is not None else ""


def as_csv(kind: type[Row | TypeRow], rows: Iterable[Row] | Iterable[TypeRow]) -> str:
    """A table as it is kept."""
    text = io.StringIO()
    table = csv.DictWriter(text, [one.name for one in fields(kind)], lineterminator="\n")
    table.writeheader()
    table.writerows(asdict(row) for row in rows)
    return text.getvalue()


def kept() -> dict[str, dict[str, str]]:
    """The table as it is kept, by element and group, in its order."""
    with KEPT.open(encoding="utf-8", newline="") as lines:
        return {row["element"]: row for row in csv.DictReader(lines)}
