"""Reads a document of the standard, whoever sent it: document types, depth and size are refused before anything is made of it.

It knows XML and the name of the root; what the elements mean it does not know.
"""

from __future__ import annotations

import os
import re
from collections.abc import Mapping
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from typing import Any, BinaryIO, Final, Literal

from lxml import etree

from epcr.words.naming import listed, quoted

NAMESPACE: Final = "http://www.nemsis.org"
XSI: Final = "http://www.w3.org/2001/XMLSchema-instance"
NIL: Final = f"{{{XSI}}}nil"
VERSION: Final = "3.5.1"
LARGEST: Final = 64 * 1024 * 1024  # bytes, chosen here: two thousand reports of the size of the official ones
_PIECE: Final = 64 * 1024
_DEEPEST: Final = 32  # the standard's documents are nested 8 deep
_MOST_ATTRIBUTES: Final = 32  # of one element; the standard has at most 4

DataSet = Literal["EMSDataSet", "DEMDataSet", "StateDataSet"]
DATA_SETS: Final[tuple[DataSet, ...]] = ("EMSDataSet", "DEMDataSet", "StateDataSet")
_VERSION_IN_ADDRESS: Final = re.compile(r"nemsis_v3/(\d+\.\d+\.\d+)")


class DocumentRefused(ValueError):  # noqa: N818 - it is named for what happened
    """A document that is not read. Its text is a sentence on what to do; `line` where in the document that is known, else 0."""

    def __init__(self, sentence: str, line: int = 0) -> None:
        """Say why, and at which line."""
        super().__init__(sentence)
        self.line = line


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
    """The document in a file; one that is too large is not even begun. Raises DocumentRefused, and OSError where it cannot be opened."""
    with path.open("rb") as stream:
        if os.fstat(stream.fileno()).st_size > LARGEST:  # 0 for a pipe, which is measured while it is read
            raise _too_large()
        return read(stream)


def read(stream: BinaryIO) -> StandardDocument:
    """The document, read to its end. Nothing outside of it is looked up and nothing in it is expanded. Raises DocumentRefused."""
    content = _guarded(stream)
    try:
        tree = etree.parse(BytesIO(content), _parser())
    except etree.XMLSyntaxError as error:
        raise _no_xml(error) from None
    return StandardDocument(_data_set(tree), tree)


def line_of(element: etree._Element) -> int:
    """The line of the file that an element begins in; 0 where none is known."""
    line: Any = element.sourceline  # the stubs do not know its type
    return line or 0


def local(element: etree._Element) -> str:
    """The name of an element of the standard; that of any other in brackets, and empty for a comment or an instruction."""
    tag: Any = element.tag  # of a comment or an instruction it is a function
    namespace, _, name = tag.rpartition("}") if isinstance(tag, str) else ("", "", "")
    if not name:
        return ""
    return name if namespace == "{" + NAMESPACE else f"({name})"


def _guarded(stream: BinaryIO) -> bytes:
    """What the stream has, after it was read once for what must not be in it; reading stops at the first such thing."""
    guard, pieces, length = _Guard(), [], 0
    parser = _parser(guard)
    try:
        while piece := stream.read(_PIECE):
            length += len(piece)
            if length > LARGEST:
                raise _too_large()
            guard.line += piece.count(b"\n")
            parser.feed(piece)
            pieces.append(piece)
        parser.close()
    except etree.XMLSyntaxError as error:
        raise _no_xml(error) from None
    return b"".join(pieces)


def _parser(target: _Guard | None = None) -> etree.XMLParser:
    return etree.XMLParser(
        target=target,  # type: ignore[arg-type]  # the stubs ask for more than lxml does, which reads str alone
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        huge_tree=False,
    )


class _Guard:
    """What lxml calls while it reads. Raising in a call ends the reading there."""

    def __init__(self) -> None:
        self.line = 1  # that the piece ends at which is being read
        self._depth = 0

    def doctype(self, name: str, public: str | None, system: str | None) -> None:
        raise DocumentRefused(
            "the document declares a document type (DOCTYPE), which the standard never does; remove it", 1
        )

    def start(self, tag: str, attributes: Mapping[str, str]) -> None:
        self._depth += 1
        if self._depth > _DEEPEST:
            raise DocumentRefused(
                f"the document is nested more than {_DEEPEST} deep; give a document of the standard",
                self.line,
            )
        if len(attributes) > _MOST_ATTRIBUTES:
            raise DocumentRefused(
                f"{quoted(tag.rpartition('}')[2])} has more than {_MOST_ATTRIBUTES} attributes", self.line
            )

    def end(self, tag: str) -> None:
        self._depth -= 1

    def close(self) -> None:
        pass


def _data_set(tree: etree._ElementTree) -> DataSet:
    root = tree.getroot()
    name, line = etree.QName(root).localname, line_of(root)
    if name not in DATA_SETS:
        raise DocumentRefused(
            f"the document is a {quoted(name)}; give a {listed(DATA_SETS)} of NEMSIS v{VERSION}", line
        )
    if local(root) != name:
        raise DocumentRefused(
            f'the {name} is not in the namespace of the standard; write xmlns="{NAMESPACE}"', line
        )
    version = _VERSION_IN_ADDRESS.search(root.get(f"{{{XSI}}}schemaLocation", ""))
    if version is not None and version[1] != VERSION:
        raise DocumentRefused(
            f"the {name} says that it is of version {version[1]}; give one of NEMSIS v{VERSION}", line
        )
    return name


def _too_large() -> DocumentRefused:
    return DocumentRefused(
        f"the document is larger than {LARGEST // 1024**2} MB; give fewer reports in one document"
    )


def _no_xml(error: etree.XMLSyntaxError) -> DocumentRefused:
    reason = (error.msg or "it is empty").partition("\n")[0]
    return DocumentRefused(
        f"the document is not XML that can be read ({reason}); export it again", error.lineno or 0
    )
