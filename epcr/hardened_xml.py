"""Reads XML, whoever sent it: document types, size, depth and attributes are refused before anything is made of what stands in it.

It knows XML alone; what the elements mean is for whoever reads.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from typing import BinaryIO, Final, Protocol

from lxml import etree

from epcr.words.naming import quoted

_PIECE: Final = 64 * 1024
_DEEPEST: Final = 32  # documents of NEMSIS are nested 8 deep
_MOST_ATTRIBUTES: Final = 32  # of one element; NEMSIS has at most 4


class DocumentRefused(ValueError):  # noqa: N818 - it is named for what happened
    """A document that is not read. Its text is a sentence on what to do; `line` where in the document that is known, else 0."""

    def __init__(self, sentence: str, line: int = 0) -> None:
        """Say why, and at which line."""
        super().__init__(sentence)
        self.line = line


@dataclass(frozen=True)
class SizeLimit:
    """How many bytes a document may have, in whole MB, and what to do with one that is larger."""

    megabytes: int
    otherwise: str

    @property
    def bytes(self) -> int:
        """The same in bytes."""
        return self.megabytes * 1024**2

    def refusal(self) -> DocumentRefused:
        """What is said of a larger one."""
        return DocumentRefused(f"the document is larger than {self.megabytes} MB; {self.otherwise}")


class Elements(Protocol):
    """What is told of a document while it passes: each element as it begins and ends, and the text between."""

    def start(self, tag: str, attributes: Mapping[str, str]) -> None:
        """An element begins."""

    def data(self, text: str) -> None:
        """A piece of text."""

    def end(self, tag: str) -> None:
        """An element ends."""


@contextmanager
def opened(path: Path, limit: SizeLimit) -> Iterator[BinaryIO]:
    """The file, or whatever else can be opened there; one that is too large is not even begun. Raises DocumentRefused and OSError."""
    with path.open("rb") as stream:
        if (
            os.fstat(stream.fileno()).st_size > limit.bytes
        ):  # 0 for a pipe, which is measured while it is read
            raise limit.refusal()
        yield stream


def tree_of(stream: BinaryIO, limit: SizeLimit) -> etree._ElementTree:
    """The document as a tree with the lines of the file, read to its end once nothing in it is refused. Raises DocumentRefused."""
    content = b"".join(_passed(stream, _Guard(), limit))
    try:
        return etree.parse(BytesIO(content), _parser())
    except etree.XMLSyntaxError as error:
        raise _no_xml(error) from None


def pass_by(stream: BinaryIO, elements: Elements, limit: SizeLimit) -> None:
    """Tell of the elements while the document passes, and keep nothing of it. Raises DocumentRefused."""
    for _piece in _passed(stream, _Telling(elements), limit):
        pass


def _passed(stream: BinaryIO, guard: _Guard, limit: SizeLimit) -> Iterator[bytes]:
    """The pieces of the document behind the guard; reading stops at the first thing that must not be in it."""
    parser, length = _parser(guard), 0
    try:
        while piece := stream.read(_PIECE):
            length += len(piece)
            if length > limit.bytes:
                raise limit.refusal()
            guard.line += piece.count(b"\n")
            parser.feed(piece)
            yield piece
        parser.close()
    except etree.XMLSyntaxError as error:
        raise _no_xml(error) from None


def _parser(target: _Guard | None = None) -> etree.XMLParser:
    """Nothing outside of the document is looked up, and nothing in it is expanded."""
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


class _Telling(_Guard):
    """The guard, and behind it whoever is told of what may pass."""

    def __init__(self, elements: Elements) -> None:
        super().__init__()
        self._elements = elements

    def start(self, tag: str, attributes: Mapping[str, str]) -> None:
        super().start(tag, attributes)
        self._elements.start(tag, attributes)

    def data(self, text: str) -> None:
        self._elements.data(text)

    def end(self, tag: str) -> None:
        super().end(tag)
        self._elements.end(tag)


def _no_xml(error: etree.XMLSyntaxError) -> DocumentRefused:
    reason = (error.msg or "it is empty").partition("\n")[0]
    return DocumentRefused(
        f"the document is not XML that can be read ({reason}); export it again", error.lineno or 0
    )
