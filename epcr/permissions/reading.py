"""Reads the permission lists out of a StateDataSet or DEMDataSet, whoever sent it.

It reads as a stream and keeps the lists alone; document types, depth and size are refused. It knows no ruleset.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path
from typing import BinaryIO, Final

from lxml import etree

from epcr.permissions.gathering import ROOTS, Gathered
from epcr.permissions.lists import Lists, NotCarried
from epcr.words.naming import listed, quoted

LARGEST: Final = 32 * 1024 * 1024  # bytes; the official state's document has 55 thousand
_PIECE: Final = 64 * 1024
_DEEPEST: Final = 32  # the standard's documents are nested 8 deep
_LONGEST_WORD: Final = 500
_NAMESPACE: Final = "http://www.nemsis.org"
_NIL: Final = "{http://www.w3.org/2001/XMLSchema-instance}nil"


def _too_large() -> NotCarried:
    return NotCarried(
        f"the document is larger than {LARGEST // 1024**2} MB; import the permission lists alone"
    )


def read_file(path: Path) -> tuple[Lists, ...]:
    """The lists in a file, or in whatever else can be opened there; one that is too large is not even begun."""
    with path.open("rb") as document:
        if os.fstat(document.fileno()).st_size > LARGEST:  # 0 for a pipe, which is measured while it is read
            raise _too_large()
        return read_lists(document)


def read_lists(document: BinaryIO) -> tuple[Lists, ...]:
    """The lists of each state in the document, read to its end; NotCarried in one sentence where it cannot be used."""
    stream = _Stream()
    # Nothing outside of the document is looked up and nothing in it is expanded; `_Stream` refuses the rest.
    parser = etree.XMLParser(
        target=stream,  # type: ignore[arg-type]  # the stubs ask for more than lxml does, which reads str alone
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        huge_tree=False,
    )
    length = 0
    try:
        while piece := document.read(_PIECE):
            length += len(piece)
            if length > LARGEST:
                raise _too_large()
            parser.feed(piece)
        parser.close()
    except etree.XMLSyntaxError as error:
        reason = (error.msg or "it is empty").partition("\n")[0]
        raise NotCarried(f"the document is not XML that can be read ({reason}); export it again") from None
    if stream.gathered is None:
        raise NotCarried("the document is empty; export it again")
    return stream.gathered.lists()


class _Stream:
    """What lxml calls while it reads. Raising in a call ends the reading there."""

    def __init__(self) -> None:
        self.gathered: Gathered | None = None
        self._open: list[str] = []
        self._word: list[str] | None = None
        self._length = 0
        self._attributes: dict[str, str] = {}

    def doctype(self, name: str, public: str | None, system: str | None) -> None:
        raise NotCarried(
            "the document declares a document type (DOCTYPE), which the standard never does; remove it"
        )

    def start(self, tag: str, attributes: Mapping[str, str]) -> None:
        if len(self._open) >= _DEEPEST:
            raise NotCarried(
                f"the document is nested more than {_DEEPEST} deep; give a document of the standard"
            )
        name = _local(tag)
        self._open.append(name)
        if self.gathered is None:
            self.gathered = _beginning(tag)
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
            elif self._attributes.get(_NIL) not in {"true", "1"}:
                raise NotCarried(f"{name} is empty; write a code, or mark it as not applicable (NV, xsi:nil)")
            self._word = None
        self.gathered.end(name)

    def close(self) -> None:
        pass


def _local(tag: str) -> str:
    """The name of an element of the standard; a name that is none of its own for any other element."""
    namespace, _, name = tag.rpartition("}")
    return name if namespace == "{" + _NAMESPACE else f"({name})"


def _beginning(tag: str) -> Gathered:
    name = tag.rpartition("}")[2]
    if name not in ROOTS:
        raise NotCarried(f"the document is a {quoted(name)}; give a {listed(ROOTS)} of NEMSIS v3.5.1")
    if _local(tag) != name:
        raise NotCarried(f'the {name} is not in the namespace of the standard; write xmlns="{_NAMESPACE}"')
    return Gathered(name)
