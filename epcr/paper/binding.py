"""Finished documents bound into one, sheet after sheet, without ever holding more than the sheet in hand.

What is shared is written once: one page tree, one structure, one outline with an entry a sheet and its own below it, one
description, one color profile. The objects of each sheet get new numbers and are given out at once; kept are where they begin and
how the sheets hang together, a few bytes each. The result is what its parts are: PDF/UA-1 and PDF/A-2a.

It refuses to know what stands on the pages, and what is not of our own making (`epcr.paper.finished`).
"""

from __future__ import annotations

import hashlib
import re
from array import array
from collections import OrderedDict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Final

from epcr.paper import archival
from epcr.paper.archival import hexadecimal
from epcr.paper.finished import (
    COMMENT,
    HEXADECIMAL,
    REFERENCE,
    STRING,
    Finished,
    Reference,
    Stored,
    Unreadable,
)

# What changes in the words of an object: references, the tag of a font's subset, the page's key into the parent tree. Strings and
# comments are matched to be left alone; a bracket that is left over belongs to a string that is not of our making.
_CHANGED: Final = re.compile(
    rb"%s|%s|%s|%s|/([A-Z]{6})\+|(/StructParents?\s+)(\d+)\b|([()])"
    % (STRING, HEXADECIMAL, COMMENT, REFERENCE),
    re.DOTALL,
)
_REFERENCE: Final = re.compile(REFERENCE)
_ROOT_KEYS: Final = frozenset({"Type", "K", "ParentTree", "ParentTreeNextKey"})
_WHOLE: Final = re.compile(rb"/S\s*/Document\b")
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
        self._first_entry, self._last_entry = 0, _Entry(0, "", b"")
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
        free = _Free(len(self._offsets), self.pages, self._tags)
        finished = Finished(pdf)
        sheet = _Sheet(
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

    def _list_in_outline(self, sheet: _Sheet, title: str) -> list[bytes]:
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
            yield self._out(b" ".join(b"%d 0 R" % one for one in some) + b"\n")
        yield self._out(tail + b"\nendobj\n")

    def _parent_tree(self) -> Iterator[bytes]:
        """For each page the elements of its marks: leaves of so many pages (ISO 32000-1, 7.9.7), and the structure's root."""
        leaves = array("Q")
        for first in range(0, self.pages, _LINES):
            marked = self._marked[first : first + _LINES]
            leaves.append(self._take())
            nums = b" ".join(b"%d %d 0 R" % (first + place, one) for place, one in enumerate(marked))
            limits = (first, first + len(marked) - 1)
            yield self._object(leaves[-1], b"<< /Limits [%d %d] /Nums [%s] >>" % (*limits, nums))
        yield self._object(
            self._structure,
            b"<< /Type /StructTreeRoot /K [%d 0 R] /ParentTreeNextKey %d /ParentTree << /Kids [%s] >> >>"
            % (self._whole, self.pages, b" ".join(b"%d 0 R" % one for one in leaves)),
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

    def _entry(self, entry: _Entry) -> bytes:
        return self._object(entry.number, entry.words())

    def _table(self, properties: int) -> Iterator[bytes]:
        """Where each object begins, and where to begin to read."""
        start = self._written
        yield self._out(b"xref\n0 %d\n0000000000 65535 f \n" % len(self._offsets))
        for some in _pieces(self._offsets[1:]):
            yield self._out(b"".join(b"%010d 00000 n \n" % one for one in some))
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


@dataclass(frozen=True)
class _Entry:
    """A sheet in the outline. It is written when it is known what follows; `below` counts the entries that opening it shows."""

    number: int
    title: str
    place: bytes
    first: int = 0
    last: int = 0
    below: int = 0
    above: int = 0
    before: int = 0
    after: int = 0

    def words(self) -> bytes:
        """The entry as an object."""
        links = (
            ("Parent", self.above),
            ("Prev", self.before),
            ("Next", self.after),
            ("First", self.first),
            ("Last", self.last),
        )
        parts = [f"<< /Title {hexadecimal(self.title)} /Dest".encode("ascii"), self.place]
        parts += [b"/%s %d 0 R" % (name.encode("ascii"), number) for name, number in links if number]
        if self.below:
            parts.append(b"/Count %d" % -self.below)  # closed at first: a class has hundreds
        return b" ".join([*parts, b">>"])


@dataclass(frozen=True)
class _Free:
    """The first number of an object, of a page and of a font's subset that is not taken yet."""

    number: int
    page: int
    tag: int


class _Sheet:
    """The objects of one finished document under new numbers: those that its pages, its structure and its outline lead to."""

    def __init__(
        self,
        finished: Finished,
        free: _Free,
        remembered: Mapping[bytes, int],
        *,
        pages: int,
        structure: int,
        listed: bool,
    ) -> None:
        """`remembered` are streams that are written already; the numbers of pages and structure are those above this sheet;
        `listed` says whether it has an entry in the outline.
        """
        self._finished, self._free, self._remembered, self._above = finished, free, remembered, pages
        self.node, self.entry, self.next = free.number, (free.number + 1) * listed, free.number + 1 + listed
        self.tags = free.tag
        self.streams: dict[bytes, int] = {}
        self._waiting: list[int] = []
        self._tag_of: dict[bytes, bytes] = {}
        catalog = finished.catalog
        tree, root, outline = (catalog.get(name) for name in ("Pages", "StructTreeRoot", "Outlines"))
        self._numbers: dict[int, int] = {finished.reference(root): structure}
        if isinstance(outline, Reference) and listed:
            self._numbers[outline] = self.entry
        self._entries = finished.dictionary(outline) if outline is not None and listed else {}
        self._pages = list(self._leaves(finished.reference(tree)))
        self._kid, self._marks = self._read_structure(finished.dictionary(root))
        self.part = self._number(self._kid)
        self.marked = [self._number(one) for one in self._marks]

    def _leaves(self, node: Reference) -> Iterator[Reference]:
        """The pages below a node of the page tree; all of these nodes become one."""
        self._numbers[node] = self.node
        for kid in self._finished.listed(self._finished.dictionary(node).get("Kids")):
            one = self._finished.reference(kid)
            if self._finished.dictionary(one).get("Type") == b"/Pages":
                yield from self._leaves(one)
            else:
                yield one

    def _read_structure(self, root: dict[str, Any]) -> tuple[Reference, list[Reference]]:
        """The element that holds all others, and for each page the list of its marks' elements."""
        finished = self._finished
        nums = list(self._nums(finished.dictionary(root.get("ParentTree"))))
        kids = finished.listed(root.get("K"))
        if set(root) - _ROOT_KEYS or len(kids) != 1 or nums[::2] != list(range(len(self._pages))):
            message = "the structure is not one element with a list of marks for each page"
            raise Unreadable(message)
        return finished.reference(kids[0]), [finished.reference(one) for one in nums[1::2]]

    def _nums(self, tree: dict[str, Any]) -> Iterator[Any]:
        """The numbers and values of a number tree, in their order."""
        finished = self._finished
        yield from finished.listed(tree.get("Nums", []))
        for kid in finished.listed(tree.get("Kids", [])):
            yield from self._nums(finished.dictionary(kid))

    def objects(self) -> Iterator[tuple[int, bytes]]:
        """Each object under its new number."""
        pages = [self._number(one) for one in self._pages]
        for name in ("First", "Last"):
            if name in self._entries:
                self._number(self._entries[name])
        for old in self._waiting:  # it grows while it is walked through
            stored = self._finished.stored(old)
            if old == self._kid:
                stored = Stored(_WHOLE.sub(b"/S /Part", stored.words, count=1))
            yield self._numbers[old], self._rewritten(stored)
        kids = b" ".join(b"%d 0 R" % one for one in pages)
        yield (
            self.node,
            b"<< /Type /Pages /Parent %d 0 R /Count %d /Kids [%s] >>" % (self._above, len(pages), kids),
        )

    def in_outline(self, title: str) -> _Entry:
        """The entry of this sheet, without its neighbors."""
        page = self._finished.dictionary(self._pages[0])
        top = self._finished.listed(page.get("MediaBox"))[-1]
        return _Entry(
            number=self.entry,
            title=title,
            place=b"[%d 0 R /XYZ 0 %s 0]" % (self._numbers[self._pages[0]], f"{top:g}".encode("ascii")),
            first=self._numbers.get(self._entries.get("First", 0), 0),
            last=self._numbers.get(self._entries.get("Last", 0), 0),
            below=self._shown(self._entries.get("First", 0)),
        )

    def _shown(self, first: int) -> int:
        """How many entries show from this one on, with those below the ones that are open."""
        shown = 0
        while first:
            entry = self._finished.value(first)
            shown += 1
            if entry.get("Count", 0) > 0:
                shown += self._shown(int(entry.get("First", 0)))
            first = int(entry.get("Next", 0))
        return shown

    def _number(self, old: int) -> int:
        """The new number of an object; what is met for the first time is written later, but for streams that are there already."""
        known = self._numbers.get(old)
        if known is not None:
            return known
        stored = self._finished.stored(old)
        if stored.stream is not None and _REFERENCE.search(stored.words) is None:
            digest = hashlib.sha256(stored.words + b"\n" + stored.stream).digest()
            there = self._remembered.get(digest) or self.streams.get(digest)
            self.streams[digest] = self._numbers[old] = there or self.next
            if there:
                return there
        self._numbers[old] = self.next
        self._waiting.append(old)
        self.next += 1
        return self._numbers[old]

    def _rewritten(self, stored: Stored) -> bytes:
        words = _CHANGED.sub(self._changed, stored.words)
        if stored.stream is None:
            return words
        return b"%s\nstream\n%s%s" % (words, stored.stream, archival.END_OF_STREAM.rstrip())

    def _changed(self, found: re.Match[bytes]) -> bytes:
        number, tag, key, value, bracket = found.groups()
        if number:
            return b"%d 0 R" % self._number(int(number))
        if tag:
            return b"/%s+" % self._tag(tag)
        if key:
            return b"%s%d" % (key, int(value) + self._free.page)
        if bracket:
            message = "a string has brackets that are not escaped"
            raise Unreadable(message)
        return found[0]

    def _tag(self, tag: bytes) -> bytes:
        """Subsets of one font are told apart by six letters (ISO 32000-1, 9.6.4): each sheet begins at the same ones."""
        if tag not in self._tag_of:
            letters, left = bytearray(), self.tags
            for _ in range(6):
                left, one = divmod(left, 26)
                letters.insert(0, ord("A") + one)
            self._tag_of[tag] = bytes(letters)
            self.tags += 1
        return self._tag_of[tag]


def _pieces(numbers: Sequence[int]) -> Iterator[Sequence[int]]:
    for first in range(0, len(numbers), _LINES):
        yield numbers[first : first + _LINES]
