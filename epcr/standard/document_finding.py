"""The one thing that is said about a document: where, how much it weighs, and a sentence."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Weight = Literal["error", "warning"]


@dataclass(frozen=True)
class DocumentFinding:
    """A sentence about an element of a document.

    `line` is that of the file, 0 where none is known; `element` is its name in the standard; `source` names the check that
    found it: `xsd`, the id of a Schematron assertion, or `epcr.` and the name of one of ours. `path` leads to the element in the
    tree, empty where none does.
    """

    line: int
    element: str
    weight: Weight
    message: str
    source: str
    path: str = ""

    def __str__(self) -> str:
        """`error eVitals.07: sentence (epcr.diastolic)`."""
        where = f" {self.element}" if self.element else ""
        return f"{self.weight}{where}: {self.message} ({self.source})"
