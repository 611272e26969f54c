"""What stands in a section's `absent` beside the reasons why a field has no value: single choices that were looked for and are not
present, and who said so.
"""

from __future__ import annotations

from collections.abc import Mapping


def negatives_in(absent: Mapping[str, str], name: str) -> list[str]:
    """The codes of a field that were looked for and are not present."""
    start = f"{name}:"
    return [key.removeprefix(start) for key in absent if key.startswith(start)]


def source_of(name: str) -> str:
    """Where it is kept who said what stands in a field, or that there is none: a remark beside its reason in `absent`."""
    return f"{name}~"
