"""Members of the crew of this sheet."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import KW_ONLY, dataclass
from typing import Any

from sqlalchemy import JSON
from sqlalchemy.types import TypeEngine

from epcr.sheet.context import Context
from epcr.sheet.field import Spec
from epcr.sheet.typed_text import lines
from epcr.sheet.vocabulary import Term
from epcr.words.naming import shortened


@dataclass(frozen=True)
class OfCrew(Spec):
    """One member of the crew of this sheet, by the entry's id. `never_self` says why it cannot be the entry itself."""

    _: KW_ONLY
    never_self: str = ""

    def options(self, context: Context) -> tuple[Term, ...]:
        """The crew members."""
        members = context.crew.items()
        return tuple(
            Term(code, label) for code, label in members if not self.never_self or code != context.entry
        )

    def parse(self, text: str, context: Context) -> str:
        """The id of a crew member."""
        if self.never_self and text == context.entry:
            raise ValueError(self.never_self)
        if text not in context.crew:
            message = f"Choose somebody on the crew for “{self.label}”, or add them under Crew first"
            raise ValueError(message)
        return text

    def show(self, value: Any, context: Context) -> str:
        """Name and level; of somebody who was removed from the crew the name, and that they were."""
        if value is None:
            return ""
        return context.crew.get(value) or context.removed.get(value, "a crew member who was removed")

    def code(self, value: Any, context: Context) -> Any:
        """The name or number that the crew member goes by, as the crew has it (eCrew.01)."""
        return context.members.get(value)

    def decode(self, code: str, context: Context) -> str:
        """The id of the member who goes by this name or number."""
        for entry, member in context.members.items():
            if member == code:
                return entry
        message = f"“{shortened(code)}” is not of the crew"
        raise ValueError(message)


@dataclass(frozen=True)
class SeveralOfCrew(OfCrew):
    """Any number of members of the crew."""

    def column(self) -> TypeEngine[Any]:
        """Stored as a JSON list of ids."""
        return JSON(none_as_null=True)

    def read(self, texts: Sequence[str], context: Context) -> list[str] | None:
        """The ids, without doubles."""
        return list(dict.fromkeys(self.parse(text, context) for text in lines(texts))) or None

    def write(self, value: Any, context: Context) -> list[str]:
        """One id each."""
        return list(value or [])

    def show(self, value: Any, context: Context) -> str:
        """Names and levels."""
        return "; ".join(super(SeveralOfCrew, self).show(member, context) for member in value or [])

    def code(self, value: Any, context: Context) -> Any:
        """One each."""
        return [super(SeveralOfCrew, self).code(member, context) for member in value or []]
