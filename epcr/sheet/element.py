"""The elements of NEMSIS v3.5.1 that a field stands for. It knows how they are named; what they hold is in `schemas/nemsis/`."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

_NAME: Final = re.compile(r"[a-z][A-Z][A-Za-z]+\.\d{2,3}")
When = tuple[str, tuple[str, ...]]
"""What a section says of itself under a name, and the answers."""


@dataclass(frozen=True)
class Element:
    """An element. Where a field means one of several, `when` says which: the procedure's or the medication's.

    Where several fields mean one element in groups of their own, `group` is the element of the group that tells them apart, and
    its code: the chief complaint is the one with ("eSituation.03", "2803001").
    """

    name: str
    when: When | None = None
    group: tuple[str, str] | None = None

    def __post_init__(self) -> None:
        """Raise ValueError for what is no name of an element."""
        for name in (self.name, *(self.group or ())[:1]):
            if not _NAME.fullmatch(name):
                message = f"an element is named like eVitals.06, not {name!r}"
                raise ValueError(message)

    def is_meant(self, part: object) -> bool:
        """Whether the field stands for it in this section or entry."""
        return self.when is None or getattr(part, self.when[0]) in self.when[1]


Declared = str | Element | tuple[Element, ...]
"""How a field declares them: the name of one alone, or what needs more words."""


def read(declared: Declared) -> tuple[Element, ...]:
    """The elements that a field declares. Raises ValueError for what names none."""
    if isinstance(declared, Element):
        return (declared,)
    if isinstance(declared, str):
        return (Element(declared),) if declared else ()
    return declared
