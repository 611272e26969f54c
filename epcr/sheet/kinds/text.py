"""Free text."""

from __future__ import annotations

from dataclasses import KW_ONLY, dataclass
from typing import Any

from sqlalchemy import String
from sqlalchemy import Text as LongString
from sqlalchemy.types import TypeEngine

from epcr.sheet.context import Context
from epcr.sheet.field import Spec
from epcr.sheet.typed_text import LINE


@dataclass(frozen=True)
class Text(Spec):
    """Free text of at most `most` characters; more than one line makes it a text area.

    `spelling` says what a keyboard may do with it: `prose` is corrected, a `name`, a `code` or `terms` are not. `again` says that the
    same words come again on other calls, and which choices of the section come with them; None of what is new on each call.
    """

    _: KW_ONLY
    lines: int = 1
    most: int = LINE
    spelling: str = "prose"
    again: tuple[str, ...] | None = None

    @property
    def is_name(self) -> bool:
        """Whether it holds the name of somebody or something."""
        return self.spelling == "name"

    def column(self) -> TypeEngine[Any]:
        """Text without a limit of its own where it has several lines."""
        return LongString() if self.lines > 1 else String(self.most)

    def parse(self, text: str, context: Context) -> str:
        """Keep the text as it was typed."""
        text = text.replace("\r\n", "\n")
        if self.lines == 1:
            text = " ".join(text.split())
        if len(text) > self.most:
            message = f"Shorten {self.label} to {self.most:,} characters; it has {len(text):,}"
            raise ValueError(message)
        return text
