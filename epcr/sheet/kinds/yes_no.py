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
from epcr.words.naming import shortened

_YES, _NO = "9923003", "9923001"  # NEMSIS YesNoValues


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
        """NEMSIS YesNoValues."""
        return None if value is None else (_YES if value else _NO)

    def decode(self, code: str, context: Context) -> bool:
        """True or False; ValueError for any other code."""
        if code not in {_YES, _NO}:
            message = f"{self.label} is yes ({_YES}) or no ({_NO}), not “{shortened(code)}”"
            raise ValueError(message)
        return code == _YES
