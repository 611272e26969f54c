"""Reads the permission lists out of a StateDataSet or DEMDataSet, whoever sent it.

It reads as a stream and keeps the lists alone. It knows no ruleset.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import BinaryIO, Final

from lxml import etree

from epcr.hardened_xml import DocumentRefused, SizeLimit, opened, pass_by
from epcr.permissions.gathering import ROOTS, Gathered
from epcr.permissions.lists import Lists, NotCarried
from epcr.standard.document import NIL, StandardDocument, line_of, local_name, root_called, text_of

LIMIT: Final = SizeLimit(
    32, "import the permission lists alone"
)  # the official state's document has 55 thousand bytes
_LONGEST_WORD: Final = 500


def read_file(path: Path) -> tuple[Lists, ...]:
    """The lists in a file, or in whatever else can be opened there; NotCarried in one sentence where it cannot be used."""
    try:
        with opened(path, LIMIT) as document:
            return read_lists(document)
    except DocumentRefused as error:
        raise NotCarried(str(error)) from None


def read_lists(document: BinaryIO) -> tuple[Lists, ...]:
    """The lists of each state in the document, read to its end; NotCarried in one sentence where it cannot be used."""
    stream = _Stream()
    try:
        pass_by(document, stream, LIMIT)
    except DocumentRefused as error:
        raise NotCarried(str(error)) from None
    if stream.gathered is None:
        raise NotCarried("the document is empty; export it again")
    return stream.gathered.lists()


def lists_of(document: StandardDocument) -> tuple[Lists, ...]:
    """The lists of a document that was read already; none where it has none. Raises DocumentRefused with the line of what is wrong."""
    stream, line = _Stream(), 0
    try:
        for event, element in etree.iterwalk(document.root, events=("start", "end")):
            line = line_of(element)
            if event == "start":
                stream.start(element.tag, {str(name): str(word) for name, word in element.attrib.items()})
                stream.data(text_of(element))
            else:
                stream.end(element.tag)
    except NotCarried as error:
        raise DocumentRefused(str(error), line) from None
    return stream.gathered.lists_if_any() if stream.gathered else ()


class _Stream:
    """Gathers the lists from the elements that pass."""

    def __init__(self) -> None:
        self.gathered: Gathered | None = None
        self._open: list[str] = []
        self._word: list[str] | None = None
        self._length = 0
        self._attributes: dict[str, str] = {}

    def start(self, tag: str, attributes: Mapping[str, str]) -> None:
        name = local_name(tag)
        self._open.append(name)
        if self.gathered is None:
            self.gathered = Gathered(root_called(tag, ROOTS))
        self.gathered.begin(name, attributes)
        if self.gathered.is_leaf(name):
            self._word, self._length, self._attributes = [], 0, dict(attributes)

    def data(self, text: str) -> None:
        if self._word is None:
            return
        self._length += len(text)
        if self._length > _LONGEST_WORD:
            raise NotCarried(f"{self._open[-1]} holds more than {_LONGEST_WORD} characters; write one code")
        self._word.append(text)

    def end(self, tag: str) -> None:
        name = self._open.pop()
        assert self.gathered is not None  # noqa: S101 - what ends has begun
        if self._word is not None and self.gathered.is_leaf(name):
            word = " ".join("".join(self._word).split())
            if word:
                self.gathered.leaf(name, word, self._attributes.get("CodeType"))
            elif self._attributes.get(NIL) not in {"true", "1"}:
                raise NotCarried(f"{name} is empty; write a code, or mark it as not applicable (NV, xsi:nil)")
            self._word = None
        self.gathered.end(name)
