"""The chosen sheets drawn one by one, each in a short reading of its own: loaded, judged, drawn, forgotten.

No transaction and no lock outlives a sheet. What may have changed since the choice is asked again: whether it is still there, and
whether whoever asked may still read it. A sheet that cannot be drawn is told in its place and spoils no other.
"""

from __future__ import annotations

import logging
from collections.abc import Generator
from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import Session

from epcr.batch.lost import DISCARDED, FAILED, NOT_YOURS, Lost
from epcr.batch.naming import Names, names, of_notice, unnamed
from epcr.batch.notice import not_printed
from epcr.db import Database
from epcr.people.model import Person
from epcr.review.documents import Document, Loaded, Printing
from epcr.review.state import reviews, standing
from epcr.sheet.run_sheet import RunSheet
from epcr.traces import where
from epcr.words.language import ENGLISH

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Order:
    """What is wanted: these sheets, in this order, as this document, by this reader (the id of a person), at this time. `language` is
    that of whoever prints: pages about what is not there speak it.
    """

    sheets: tuple[str, ...]
    document: Document
    printing: Printing
    reader: int
    at: datetime
    language: str = ENGLISH


@dataclass(frozen=True)
class Drawn:
    """What became of a sheet. `lost` says why it is not as it should be; without `pdf` nothing stands in its place."""

    sheet_id: str
    names: Names
    pdf: bytes = b""
    lost: Lost | None = None


def drawn(database: Database, order: Order) -> Generator[Drawn]:
    """Each sheet in its turn. Raises OperationalError where the database cannot be asked: then nothing more can come."""
    for sheet_id in order.sheets:
        with database.read() as session:
            sheet = _drawn(session, order, sheet_id)
        yield sheet


def replaced(drawn_sheet: Drawn, order: Order) -> Drawn:
    """The page in place of a sheet that could not be printed."""
    page = not_printed(drawn_sheet.names, drawn_sheet.sheet_id, order.printing, order.language)
    return replace(drawn_sheet, names=of_notice(drawn_sheet.names), pdf=page, lost=FAILED)


def _drawn(session: Session, order: Order, sheet_id: str) -> Drawn:
    outcome = Drawn(sheet_id, unnamed(sheet_id, order.document, order.at))
    try:
        sheet = session.get(RunSheet, sheet_id)
        reader = session.get(Person, order.reader)
        if sheet is None or sheet.discarded_at is not None:
            return replace(outcome, lost=DISCARDED)
        if reader is None or not reviews(reader, sheet):
            return replace(outcome, lost=NOT_YOURS)
        loaded = Loaded(sheet, standing(session, sheet), reader, session)
        trainee = session.get_one(Person, sheet.trainee_id)
        outcome = replace(outcome, names=names(loaded, trainee, order.document, order.at))
        return replace(outcome, pdf=order.document.draw(loaded, order.printing))
    except OperationalError:
        raise
    except Exception as error:  # noqa: BLE001 - whatever is wrong with one sheet, the others are printed
        log.error("run sheet %s could not be printed: %s", sheet_id, where(error))  # noqa: TRY400 - its words may be the sheet's
        return replaced(outcome, order)
