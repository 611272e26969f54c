"""Numbers with what they count."""

from __future__ import annotations


def counted(number: int, one: str, many: str = "") -> str:
    """`1 warning`, `2 warnings`, `0 warnings`; `many` where it is not the singular with an s."""
    return f"{number:,} {noun(number, one, many)}"


def noun(number: int, one: str, many: str = "") -> str:
    """The word for what is counted, without its number: `line` of one, `lines` of any other number."""
    return one if number == 1 else many or f"{one}s"
