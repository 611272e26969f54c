"""What a batch is bundled as: one PDF to print, or a ZIP of single ones. Both are given out piece by piece and forget each sheet.

They know bytes and names; not where these come from or go.
"""

from __future__ import annotations

import zipfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Final, Protocol

from epcr.batch.naming import Names
from epcr.batch.outlet import Outlet
from epcr.paper.own_paper import OwnPaper, Sides

_DOS: Final = range(1980, 2108)  # years that the date of a file in a ZIP can be in (PKWARE APPNOTE 4.4.6)


class Bundle(Protocol):
    """`begin`, then `add` for each sheet, then `end`; what they return is given out in this order."""

    def begin(self) -> bytes: ...

    def add(self, pdf: bytes, names: Names) -> bytes: ...

    def end(self) -> Iterator[bytes]: ...


class OnePdf:
    """All sheets in one document, each with its entry in the outline and on a paper of its own."""

    def __init__(self, title: str, sides: Sides) -> None:
        """The title of the whole, and how it is printed."""
        self._binding = OwnPaper(title, sides)
        self.begin, self.end = self._binding.begin, self._binding.end

    def add(self, pdf: bytes, names: Names) -> bytes:
        """The sheet, with the pages it has."""
        return self._binding.add(pdf, title=names.entry, number=names.number)


class Zip:
    """Each sheet in a file of its own. No two have the same name, also where upper and lower case are one."""

    def __init__(self, title: str, sides: Sides) -> None:
        """A ZIP has no title, and what is printed of it is printed file by file."""
        self._out = Outlet()
        self._archive = zipfile.ZipFile(self._out, "w", zipfile.ZIP_DEFLATED)  # type: ignore[call-overload] # it only writes
        self._taken: set[str] = set()

    def begin(self) -> bytes:
        """Nothing: a ZIP begins with its first file."""
        return b""

    def add(self, pdf: bytes, names: Names) -> bytes:
        """The file, as the bytes of the ZIP that hold it."""
        entry = zipfile.ZipInfo(self._free(names.file), _on_the_clock(names.written_at))
        entry.compress_type = zipfile.ZIP_DEFLATED
        entry.external_attr = 0o644 << 16
        self._archive.writestr(entry, pdf)
        return self._out.taken()

    def end(self) -> Iterator[bytes]:
        """The list of the files."""
        self._archive.close()
        yield self._out.taken()

    def _free(self, name: str) -> str:
        stem, number, free = name.removesuffix(".pdf"), 1, name
        while free.casefold() in self._taken:
            number += 1
            free = f"{stem}_{number}.pdf"
        self._taken.add(free.casefold())
        return free


@dataclass(frozen=True)
class BundleKind:
    """A way to bundle: its word in an address, its names, and what it is to a browser."""

    slug: str
    label: str
    hint: str
    mimetype: str
    begun: Callable[[str, Sides], Bundle]


KINDS: Final = {
    kind.slug: kind
    for kind in (
        BundleKind("pdf", "One PDF", "to print, with a bookmark for each", "application/pdf", OnePdf),
        BundleKind("zip", "ZIP", "a file for each, sorted by trainee", "application/zip", Zip),
    )
}


def _on_the_clock(moment: datetime) -> tuple[int, int, int, int, int, int]:
    year = min(max(moment.year, _DOS[0]), _DOS[-1])
    return (year, moment.month, moment.day, moment.hour, moment.minute, moment.second)
