"""Why a sheet of a batch is not there, or not as it should be: for the page that shows the progress, and for the paper."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from epcr.words.language import marked


@dataclass(frozen=True)
class Lost:
    """`clause` goes on after the title of the sheet, on a page that speaks English only; `sentence` is a message of the catalog."""

    clause: str
    sentence: str


DISCARDED: Final = Lost(
    "was discarded meanwhile and is left out", marked("%(sheet)s was discarded meanwhile and is left out.")
)
NOT_YOURS: Final = Lost(
    "is no longer in a class of yours and is left out",
    marked("%(sheet)s is no longer in a class of yours and is left out."),
)
FAILED: Final = Lost(
    "could not be printed; a page says so in its place",
    marked("%(sheet)s could not be printed; a page says so in its place."),
)
