"""Labels inside a sentence or where there is little room. It knows how they are written, not which there are."""

from __future__ import annotations

import re

_ABBREVIATION = re.compile(r"\(([^()]+)\)$")


def lower(label: str) -> str:
    """A label inside a sentence; a word with further capitals ("GCS", "SpO2") keeps them."""
    word = label.split(" ", 1)[0]
    return label if any(sign.isupper() for sign in word[1:]) else label[:1].lower() + label[1:]


def abbreviated(label: str) -> str:
    """The abbreviation that a label carries in brackets ("Intravenous (IV)"); the label itself where it has none."""
    found = _ABBREVIATION.search(label)
    return found[1] if found else lower(label)
