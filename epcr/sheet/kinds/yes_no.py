"""Yes or no."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from sqlalchemy import Boolean
from sqlalchemy.types import TypeEngine

from epcr.letters import compared
from epcr.sheet import units
from epcr.sheet.context import Context
from epcr.sheet.field import Spec
from epcr.sheet.vocabulary import Term


@dataclass(frozen=True)
class YesNo(Spec):
    """Yes or no, and nothing until somebody said so."""

    def column(self) -> TypeEngine[Any]:
        """Stored as a boolean."""
        return Boolean()

    def options(self, context: Context) -> tuple[Term, ...]:
        """Yes and no."""
        return (Term("yes", "Yes"), Term("no", "No"))

    def parse(self, text: str, context: Context) -> bool:
        """Read yes or no."""
        try:
            return {"yes": True, "y": True, "no": False, "n": False}[compared(units.as_read(text))]
        except KeyError:
            message = f"Answer yes or no to {self.label}"
            raise ValueError(message) from None

    def write(self, value: Any, context: Context) -> list[str]:
        """`yes` or `no`."""
        return [] if value is None else ["yes" if value else "no"]

    def show(self, value: Any, context: Context) -> str:
        """Yes or No."""
        return "" if value is None else ("Yes" if value else "No")

    def code(self, value: Any, context: Context) -> Any:
        """NEMSIS YesNoValues: 9923003 yes, 9923001 no."""
        return None if value is None else ("9923003" if value else "9923001")
