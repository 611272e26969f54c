"""How a document is wanted, as an address says it; and where a sheet can be opened from its paper."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any, TypeVar

from flask import current_app, request

from epcr.paper.style import PAPERS
from epcr.review.documents import DOCUMENTS, Document, Printing
from epcr.visit.reach import reached_at

T = TypeVar("T")


@dataclass(frozen=True)
class Way:
    """The document, the size of its paper, whether the time of printing and the reviewer's comments stand on it. `revision` is
    the one that was submitted; 0 for the sheet as it stands.
    """

    document: Document
    paper: str
    stamped: bool
    comments: bool
    revision: int = 0

    def printing(self, at: datetime) -> Printing:
        """The same for the report, at this time."""
        return Printing(self.paper, addresses(), at if self.stamped else None, self.comments)

    def query(self) -> dict[str, Any]:
        """What an address says when the document is wanted this way."""
        return {
            "paper": self.paper if self.paper != next(iter(PAPERS)) else None,
            "stamped": 1 if self.stamped else None,
            "comments": 1 if self.comments and self.document.takes_comments else None,
            "revision": self.revision or None,
        }


def wanted(document: str = "") -> Way:
    """What the address of this request asks for; what it does not know is the first there is."""
    return Way(
        document=one_of(DOCUMENTS, document or request.args.get("document", "")),
        paper=one_of({name: name for name in PAPERS}, request.args.get("paper", "")),
        stamped=request.args.get("stamped") == "1",
        comments=request.args.get("comments") == "1",
        revision=request.args.get("revision", 0, type=int),
    )


def one_of(known: dict[str, T], name: str) -> T:
    """What is called so, else the first."""
    return known.get(name, next(iter(known.values())))


def addresses() -> Callable[[str], str | None]:
    """From the id of a sheet to where it can be opened, after this request too; None where only this computer could open it."""
    bound = current_app.url_map.bind_to_environ(request.environ)
    reached = next(iter(reached_at("")), None)

    def address(sheet_id: str) -> str | None:
        path = bound.build("sheet.section", {"sheet_id": sheet_id, "slug": "handoff"})
        return None if reached is None else f"{reached}{path}"

    return address
