"""How a document is called as a file: `2026-11-13_HARPER_E595_r1_sbar.pdf`, so that a list of them is in order.

Names are what people typed: here they lose what a file system, a terminal or a list cannot stand.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable
from itertools import groupby
from typing import Final

from epcr.sheet.run_sheet import RunSheet

LONGEST: Final = 40  # characters of a name


def filename(run_sheet: RunSheet, revision: int, document: str, ending: str = ".pdf") -> str:
    """The day of the call, the patient's last name, the sheet's number and revision, and what it is; what is not known is left out."""
    day = run_sheet.customs().day
    patient = as_file((run_sheet.patient.last_name or "").upper())
    pieces = [day.isoformat() if day else "", patient, run_sheet.number, f"r{revision}", document]
    return joined(pieces, ending)


def joined(pieces: Iterable[str], ending: str = ".pdf") -> str:
    """The name of a file, else said of a PDF, of these pieces, without the empty ones."""
    return "_".join(piece for piece in pieces if piece) + ending


def as_file(text: str) -> str:
    """Its letters and digits, of whatever script, joined by hyphens where something else stood."""
    plain = unicodedata.normalize("NFC", text)
    words = ("".join(some) for good, some in groupby(plain, key=_in_file) if good)
    return "-".join(words)[:LONGEST].rstrip("-")


def _in_file(character: str) -> bool:
    return unicodedata.category(character)[0] in "LMN"
