"""A sentence whose days are values in it: whoever shows it writes them, nobody looks for them afterwards."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from epcr.sheet.date_words import write_date


@dataclass(frozen=True)
class DatedSentence:
    """Pieces of text and days in their order, without a period at the end."""

    pieces: tuple[str | date, ...]

    def __str__(self) -> str:
        """With its days as programs read them: 2022-12-31 (ISO 8601)."""
        return "".join(str(piece) for piece in self.pieces)

    @property
    def in_words(self) -> str:
        """With its days as people here write them: 12/31/2022."""
        return "".join(write_date(piece) if isinstance(piece, date) else piece for piece in self.pieces)
