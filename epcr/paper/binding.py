"""Finished documents bound into one, sheet after sheet, without ever holding more than the sheet in hand.

What is shared is written once: one page tree, one structure, one outline with an entry a sheet and its own below it, one
description, one color profile. The objects of each sheet get new numbers and are given out at once; kept are where they begin and
how the sheets hang together, a few bytes each. The result is what its parts are: PDF/UA-1 and PDF/A-2a.

It refuses to know what stands on the pages, and what is not of our own making (`epcr.paper.finished`).
"""

from __future__ import annotations

import hashlib
from array import array
from collections import OrderedDict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from typing import Final

from epcr.paper import archival
from epcr.paper.archival import hexadecimal
from epcr.paper.bound_sheet import BoundSheet, FreeNumbers, OutlineEntry
from epcr.paper.finished import Finished

_REMEMBERED: Final = 256  # streams, so that equal ones (fonts, above all) are written once
_NOT_TEXT: Final = b"%\xe2\xe3\xcf\xd3\n"  # ISO 19005-2, 6.1.2
_LINES: Final = 512  # of the cross-reference table or of a long list, given out at a time


class Binding:
    """One document in the making: `begin`, then `add` for each sheet, then `end`; what they return is given out in this order."""

    def __init__(self, *, title: str, subject: str) -> None:
        """Nothing is written yet; title and subject are those of the whole."""
        self._title, self._subject = title, subject
        self._written = 0
        self._digest = hashlib.sha256()
        self._offsets = array("Q", [0])
        self._catalog, self._page_tree, self._structure, self._whole, self._outline = (
            self._take() for _ in range(5)
        )
        self._nodes, self._parts, self._marked = array("Q"), array("Q"), array("Q")
        self._listed, self._labels = 0, array("Q")
        self._prefixes: list[str] = []
        self._first_entry, self._last_entry = 0, OutlineEntry(0, "", b"")
        self._tags = 0
        self._remembered: OrderedDict[bytes, int] = OrderedDict()

    @property
    def sheets(self) -> int:
        """How many sheets are bound that have an entry in the outline."""
        return self._listed

    @property
    def pages(self) -> int:
        """How many pages they have."""
        return len(self._marked)

    def begin(self) -> bytes:
        """The first bytes."""
        return self._out(b"%%PDF-%d.%d\n%s" % (*archival.VERSION, _NOT_TEXT))

    def add(self, pdf: bytes, *, title: str = "", label: str = "") -> bytes:
        """A finished sheet, with its title in the outline; without one it has no entry. Its pages are numbered from 1 behind the
        label, or go on where the one before ended. Raises Unreadable, and binds nothing, where it is not of our making.
        """
        free = FreeNumbers(len(self._offsets), self.pages, self._tags)
        finished = Finished(pdf)
        sheet = BoundSheet(
            finished, free, self._remembered, pages=self._page_tree, structure=self._whole, listed=bool(title)
        )
        objects = list(sheet.objects())
        self._tags = sheet.tags
        self._remember(sheet.streams)
        chunks = self._list_in_outline(sheet, title) if title else []
        while len(self._offsets) < sheet.next:
            self._take()
        chunks += [self._object(number, words) for number, words in objects]
        if label:
            self._labels.append(self.pages)
            self._prefixes.append(label)
        self._nodes.append(sheet.node)
        self._parts.append(sheet.part)
        self._marked.extend(sheet.marked)
        return b"".join(chunks)

    def _list_in_outline(self, sheet: BoundSheet, title: str) -> list[bytes]:
        """Take the sheet into the outline; the entry before it, which knows now what follows it, is written."""
        self._listed += 1
        before = self._last_entry
        self._last_entry = replace(sheet.in_outline(title), before=before.number, above=self._outline)
        if before.number:
            return [self._entry(replace(before, after=sheet.entry))]
        self._first_entry = sheet.entry
        return []

    def end(self) -> Iterator[bytes]:
        """What holds the sheets together. Raises ValueError where there is none."""
        if not self._listed:
            message = "a document without a sheet cannot be bound"
            raise ValueError(message)
        yield self._entry(self._last_entry)
        yield from self._list(self._page_tree, b"<< /Type /Pages /Count %d /Kids [" % self.pages, self._nodes)
        yield from self._list(self._whole, b"<< /S /Document /P %d 0 R /K [" % self._structure, self._parts)
        yield from self._parent_tree()
        yield self._object(
            self._outline,
            b"<< /Type /Outlines /First %d 0 R /Last %d 0 R /Count %d >>"
            % (self._first_entry, self._last_entry.number, self.sheets),
        )
        metadata, profile, properties = self._take(), self._take(), self._take()
        yield self._object(metadata, archival.metadata(self._title, self._subject).format(None))
        yield self._object(profile, archival.profile().format(None))
        yield self._object(properties, archival.properties(self._title, self._subject).encode("ascii"))
        labels = self._take() if self._labels else 0
        if labels:
            yield from self._page_labels(labels)
        yield self._object(
            self._catalog,
            b"<< /Type /Catalog /Pages %d 0 R /StructTreeRoot %d 0 R /Outlines %d 0 R /Metadata %d 0 R /OutputIntents %s "
            b"/Lang (%s) /MarkInfo << /Marked true >> /PageMode /UseOutlines /ViewerPreferences << /DisplayDocTitle true >>%s >>"
            % (
                self._page_tree,
                self._structure,
                self._outline,
                metadata,
                archival.intent(profile).encode("ascii"),
                archival.LANGUAGE.encode("ascii"),
                b" /PageLabels %d 0 R" % labels if labels else b"",
            ),
        )
        yield from self._table(properties)

    # What is written

    def _take(self) -> int:
        """A new number."""
        self._offsets.append(0)
        return len(self._offsets) - 1

    def _out(self, chunk: bytes) -> bytes:
        self._written += len(chunk)
        self._digest.update(chunk)
        return chunk

    def _object(self, number: int, words: bytes) -> bytes:
        self._offsets[number] = self._written
        return self._out(b"%d 0 obj\n%s\nendobj\n" % (number, words))

    def _list(
        self, number: int, head: bytes, numbers: Sequence[int], tail: bytes = b"] >>"
    ) -> Iterator[bytes]:
        """An object that is a long list of references, piece by piece."""
        self._offsets[number] = self._written
        yield self._out(b"%d 0 obj\n%s" % (number, head))
        for some in _pieces(numbers):
            yield self._out(b" ".join(b"%d 0 R" % reference for reference in some) + b"\n")
        yield self._out(tail + b"\nendobj\n")

    def _parent_tree(self) -> Iterator[bytes]:
        """For each page the elements of its marks: leaves of so many pages (ISO 32000-1, 7.9.7), and the structure's root."""
        leaves = array("Q")
        for first in range(0, self.pages, _LINES):
            marked = self._marked[first : first + _LINES]
            leaves.append(self._take())
            nums = b" ".join(b"%d %d 0 R" % (first + place, element) for place, element in enumerate(marked))
            limits = (first, first + len(marked) - 1)
            yield self._object(leaves[-1], b"<< /Limits [%d %d] /Nums [%s] >>" % (*limits, nums))
        yield self._object(
            self._structure,
            b"<< /Type /StructTreeRoot /K [%d 0 R] /ParentTreeNextKey %d /ParentTree << /Kids [%s] >> >>"
            % (self._whole, self.pages, b" ".join(b"%d 0 R" % leaf for leaf in leaves)),
        )

    def _page_labels(self, number: int) -> Iterator[bytes]:
        """Of each page the sheet and its own number in it (ISO 32000-1, 12.4.2); what comes before the first label is only counted."""
        self._offsets[number] = self._written
        yield self._out(b"%d 0 obj\n<< /Nums [" % number)
        if self._labels[0]:
            yield self._out(b"0 << /S /D >>\n")
        for page, prefix in zip(self._labels, self._prefixes, strict=True):
            yield self._out(b"%d << /S /D /P %s >>\n" % (page, hexadecimal(f"{prefix}-").encode("ascii")))
        yield self._out(b"] >>\nendobj\n")

    def _entry(self, entry: OutlineEntry) -> bytes:
        return self._object(entry.number, entry.words())

    def _table(self, properties: int) -> Iterator[bytes]:
        """Where each object begins, and where to begin to read."""
        start = self._written
        yield self._out(b"xref\n0 %d\n0000000000 65535 f \n" % len(self._offsets))
        for some in _pieces(self._offsets[1:]):
            yield self._out(b"".join(b"%010d 00000 n \n" % offset for offset in some))
        name = self._digest.hexdigest()[:32].encode("ascii")
        yield self._out(
            b"trailer\n<< /Size %d /Root %d 0 R /Info %d 0 R /ID [<%s> <%s>] >>\nstartxref\n%d\n%%%%EOF\n"
            % (len(self._offsets), self._catalog, properties, name, name, start)
        )

    def _remember(self, streams: dict[bytes, int]) -> None:
        self._remembered.update(streams)
        for digest in streams:
            self._remembered.move_to_end(digest)
        while len(self._remembered) > _REMEMBERED:
            self._remembered.popitem(last=False)


def bound(sheets: Iterable[tuple[str, bytes]], *, title: str, subject: str) -> Iterator[bytes]:
    """One document of finished ones, each with its title, piece by piece."""
    whole = Binding(title=title, subject=subject)
    yield whole.begin()
    for name, pdf in sheets:
        yield whole.add(pdf, title=name)
    yield from whole.end()


def _pieces(numbers: Sequence[int]) -> Iterator[Sequence[int]]:
    for first in range(0, len(numbers), _LINES):
        yield numbers[first : first + _LINES]
