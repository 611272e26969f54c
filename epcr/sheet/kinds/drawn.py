"""A signature drawn on the screen."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any, ClassVar

from sqlalchemy import JSON
from sqlalchemy.types import TypeEngine

from epcr.sheet.context import Context
from epcr.sheet.field import Spec


@dataclass(frozen=True)
class Drawing(Spec):
    """A drawn signature: strokes of points on a field 1000 wide and 300 high."""

    most_points: ClassVar[int] = 6000

    def column(self) -> TypeEngine[Any]:
        """Stored as JSON lists of [x, y]."""
        return JSON(none_as_null=True)

    def parse(self, text: str, context: Context) -> list[list[list[int]]] | None:
        """Read the strokes that the page drew."""
        message = f"Draw {self.label} again, or type the name and say why"
        try:
            strokes = json.loads(text)
            drawn = [[[int(x), int(y)] for x, y in stroke] for stroke in strokes if stroke]
        except (ValueError, TypeError, RecursionError, OverflowError):
            raise ValueError(message) from None
        points = [point for stroke in drawn for point in stroke]
        if len(points) > self.most_points or any(not (0 <= x <= 1000 and 0 <= y <= 300) for x, y in points):
            raise ValueError(message)
        return drawn or None

    def write(self, value: Any, context: Context) -> list[str]:
        """The strokes as JSON."""
        return [] if not value else [json.dumps(value, separators=(",", ":"))]

    def show(self, value: Any, context: Context) -> str:
        """That there is one; page and paper draw it."""
        return "Signed on the screen" if value else ""
