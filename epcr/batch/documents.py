"""What can be printed of a run sheet, and how it is called.

It knows which report draws it; not who asks, nor what becomes of it.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from sqlalchemy.orm import Session

from epcr.report.sbar import sbar_pdf
from epcr.review.state import Standing
from epcr.sheet.run_sheet import RunSheet


@dataclass(frozen=True)
class Printing:
    """How the sheets of one batch are printed, all alike. `address` gives that of a sheet by its id."""

    paper: str
    printed_at: datetime
    address: Callable[[str], str]


@dataclass(frozen=True)
class Loaded:
    """A sheet, where it stands, and the session in which more of it can be read."""

    sheet: RunSheet
    stands: Standing
    session: Session


@dataclass(frozen=True)
class Document:
    """A document: its word in an address, its names, and what draws it."""

    slug: str
    label: str
    plural: str
    draw: Callable[[Loaded, Printing], bytes]


def _sbar(found: Loaded, printing: Printing) -> bytes:
    return sbar_pdf(
        found.sheet,
        paper=printing.paper,
        state_word=str(found.stands.state),
        revision=found.stands.revision,
        printed_at=printing.printed_at,
        address=printing.address(found.sheet.id),
    )


DOCUMENTS: Final = {one.slug: one for one in (Document("sbar", "Handoff (SBAR)", "SBAR handoffs", _sbar),)}
