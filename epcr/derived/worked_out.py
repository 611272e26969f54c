"""One line of what is worked out."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class WorkedOut:
    """A score or a suggestion. `inputs` is what it was worked out from, `explains` one line of what it means, `source` who says so.

    Where something it needs is not on the sheet, `value` is empty and `inputs` names what that is. `beside` is what the trainee
    chose, where that is something else.
    """

    name: str
    value: str
    inputs: str
    explains: str
    source: str
    beside: str = ""
