"""The chosen sheets as one document of NEMSIS, written one by one: each in a short reading of its own, and forgotten.

A sheet that lacks what the standard makes mandatory is left out and told; it spoils no other.
"""

from __future__ import annotations

from collections.abc import Callable, Generator, Iterable, Iterator
from dataclasses import dataclass
from typing import IO

from epcr.batch.outlet import Outlet
from epcr.db import Database
from epcr.export.nemsis.building import Unfinished
from epcr.export.nemsis.document import NemsisDocument
from epcr.export.nemsis.reading import Loss
from epcr.people.model import Person
from epcr.review.state import reviews
from epcr.sheet.run_sheet import RunSheet


@dataclass(frozen=True)
class ExportedSheet:
    """What became of a sheet: what does not leave as it stands there; or why it was left out, in words that go on after its number."""

    sheet_id: str
    number: str
    losses: tuple[Loss, ...] = ()
    left_out: str = ""

    @property
    def sentence(self) -> str:
        """Why it was left out, as a sentence."""
        return f"Sheet {self.number} {self.left_out}."


def exported(
    database: Database, sheets: Iterable[str], document: NemsisDocument, reader: int | None = None
) -> Iterator[ExportedSheet]:
    """Each sheet in its turn. Whether `reader`, the id of a person, still reviews it is asked again; None asks nobody."""
    for sheet_id in sheets:
        with database.read() as session:
            sheet = session.get(RunSheet, sheet_id)
            who = None if reader is None else session.get(Person, reader)
            if sheet is None or sheet.discarded_at is not None:
                yield ExportedSheet(sheet_id, sheet_id[:4].upper(), left_out="was discarded meanwhile")
            elif reader is not None and (who is None or not reviews(who, sheet)):
                yield ExportedSheet(sheet_id, sheet.number, left_out="is no longer in a class of yours")
            else:
                yield _written(sheet, document)


def _written(sheet: RunSheet, document: NemsisDocument) -> ExportedSheet:
    """Write a sheet into a document, where it has what the standard makes mandatory."""
    try:
        losses = document.add(sheet)
    except Unfinished as error:
        return ExportedSheet(sheet.id, sheet.number, left_out=str(error))
    return ExportedSheet(sheet.id, sheet.number, tuple(losses))


def pieces(
    run: Callable[[NemsisDocument], Iterable[ExportedSheet]], *, national: bool = False
) -> Generator[bytes, None, tuple[ExportedSheet, ...]]:
    """The document piece by piece, with remarks at its end on what was left out. What was left out is returned; nothing is given out
    where every sheet was.
    """
    outlet = Outlet()
    document = NemsisDocument(_as_file(outlet), national=national)
    left_out = []
    for sheet in run(document):
        if sheet.left_out:
            left_out.append(sheet)
        if chunk := outlet.taken():
            yield chunk
    for sheet in left_out:
        document.note(sheet.sentence)
    document.close()
    if chunk := outlet.taken():
        yield chunk
    return tuple(left_out)


def _as_file(outlet: Outlet) -> IO[bytes]:
    return outlet  # type: ignore[return-value] # lxml asks for no more than write and flush
