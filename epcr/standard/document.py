"""A document of the standard, whoever sent it: which data set it is, by its root, and the tree with the lines of the file.

It knows the name, the namespace and the version of the root; what the elements mean it does not know.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, BinaryIO, Final, Literal, cast

from lxml import etree

from epcr.hardened_xml import DocumentRefused, SizeLimit, opened, tree_of
from epcr.words.naming import listed, quoted

NAMESPACE: Final = "http://www.nemsis.org"
XSI: Final = "http://www.w3.org/2001/XMLSchema-instance"
NIL: Final = f"{{{XSI}}}nil"
VERSION: Final = "3.5.1"
# Chosen here: two thousand reports of the size of the official ones.
LIMIT: Final = SizeLimit(64, "give fewer reports in one document")

DataSet = Literal["EMSDataSet", "DEMDataSet", "StateDataSet"]
DATA_SETS: Final[tuple[DataSet, ...]] = ("EMSDataSet", "DEMDataSet", "StateDataSet")
_VERSION_IN_ADDRESS: Final = re.compile(r"nemsis_v3/(\d+\.\d+\.\d+)")


@dataclass(frozen=True)
class StandardDocument:
    """A document as it was read: its data set, and the tree with the lines of the file."""

    data_set: DataSet
    tree: etree._ElementTree

    @property
    def root(self) -> etree._Element:
        """The root element."""
        return self.tree.getroot()


def read_file(path: Path) -> StandardDocument:
    """The document in a file. Raises DocumentRefused, and OSError where it cannot be opened."""
    with opened(path, LIMIT) as stream:
        return read(stream)


def read(stream: BinaryIO) -> StandardDocument:
    """The document, read to its end. Raises DocumentRefused."""
    tree = tree_of(stream, LIMIT)
    return StandardDocument(_data_set(tree), tree)


def line_of(element: etree._Element) -> int:
    """The line of the file that an element begins in; 0 where none is known."""
    line: Any = element.sourceline  # the stubs do not know its type
    return line or 0


def local(element: etree._Element) -> str:
    """The name of an element of the standard; that of any other in brackets, and empty for a comment or an instruction."""
    tag: Any = element.tag  # of a comment or an instruction it is a function
    return local_name(tag) if isinstance(tag, str) else ""


def local_name(tag: str) -> str:
    """The same of a tag, which is a namespace in braces and a name."""
    namespace, _, name = tag.rpartition("}")
    return name if namespace == "{" + NAMESPACE else f"({name})"


def text_of(element: etree._Element) -> str:
    """The text that stands in an element itself, whatever remarks stand in between; on one line, without spaces around it."""
    pieces = [element.text, *(child.tail for child in element)]
    return " ".join("".join(piece or "" for piece in pieces).split())


def root_called(tag: str, roots: Sequence[str], line: int = 0) -> str:
    """The name of a root of the standard that is one of these. Raises DocumentRefused for any other."""
    name = tag.rpartition("}")[2]
    if name not in roots:
        raise DocumentRefused(
            f"the document begins with {quoted(name)}; give one of NEMSIS v{VERSION}, with {listed(roots)}",
            line,
        )
    if local_name(tag) != name:
        raise DocumentRefused(
            f'the {name} is not in the namespace of the standard; write xmlns="{NAMESPACE}"', line
        )
    return name


def _data_set(tree: etree._ElementTree) -> DataSet:
    root: Any = tree.getroot()
    name = root_called(root.tag, DATA_SETS, line_of(root))
    version = _VERSION_IN_ADDRESS.search(root.get(f"{{{XSI}}}schemaLocation", ""))
    if version is not None and version[1] != VERSION:
        raise DocumentRefused(
            f"the {name} says that it is of version {version[1]}; give one of NEMSIS v{VERSION}",
            line_of(root),
        )
    return cast(DataSet, name)
