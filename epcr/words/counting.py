"""Numbers with what they count."""

from __future__ import annotations


def counted(number: int, singular: str, plural: str = "") -> str:
    """`1 warning`, `2 warnings`, `0 warnings`; `plural` where it is not the singular with an s."""
    return f"{number:,} {noun(number, singular, plural)}"


def noun(number: int, singular: str, plural: str = "") -> str:
    """The word for what is counted, without its number: `line` of one, `lines` of any other number."""
    return singular if number == 1 else plural or f"{singular}s"
