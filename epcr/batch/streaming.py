"""A batch as it goes out: the bytes of the file, sheet after sheet; or the same bytes with what they are told in between.

Told, a line of JSON says what comes, and how many bytes of the file follow it:

    {"of": 240, "name": "handoffs.pdf", "type": "application/pdf", "bytes": 15}
    {"sheet": 17, "title": "HARPER, June", "lost": "", "bytes": 28118}
    {"done": true, "printed": 239, "bytes": 0}

Where others are made first, there is one line alone: {"wait": 5, "bytes": 0} says in how many seconds to ask again.

The progress travels with the bytes, so that any server process can make any batch and remembers nothing of it. Whoever stops
reading stops the drawing: the generators are closed after the sheet in hand.
"""

from __future__ import annotations

import json
import logging
from collections.abc import Generator
from contextlib import closing
from dataclasses import dataclass, field
from typing import Any

from epcr.batch.bundles import Bundle
from epcr.batch.drawing import Drawn, Order, drawn, replaced
from epcr.batch.lost import Lost
from epcr.batch.naming import Names
from epcr.batch.notice import missing
from epcr.db import Database
from epcr.paper.finished import Unreadable
from epcr.traces import where

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class FilePiece:
    """Some bytes of the file, and what is said of them."""

    chunk: bytes
    progress: dict[str, Any] = field(default_factory=dict)


def pieces(database: Database, order: Order, bundle: Bundle, file: dict[str, str]) -> Generator[FilePiece]:
    """The file, piece by piece, with what became of each sheet; `file` is its name and type, which are said first."""
    yield FilePiece(bundle.begin(), {"of": len(order.sheets), **file})
    lost: list[tuple[Names, Lost]] = []
    printed = 0
    with closing(drawn(database, order)) as sheets:
        for number, sheet in enumerate(sheets, start=1):
            made, chunk = _added(bundle, sheet, order)
            if made.lost:
                lost.append((made.names, made.lost))
            else:
                printed += 1
            yield FilePiece(
                chunk,
                {"sheet": number, "title": made.names.short, "lost": made.lost.clause if made.lost else ""},
            )
    if lost:
        page = Names("", "", "", "_not-here.pdf", order.at, title="What is not here")
        yield FilePiece(bundle.add(missing(lost, order.printing, order.language), page))
    for chunk in bundle.end():
        yield FilePiece(chunk)
    yield FilePiece(b"", {"done": True, "printed": printed})


def plain(made: Generator[FilePiece]) -> Generator[bytes]:
    """The file alone."""
    with closing(made):
        for piece in made:
            if piece.chunk:
                yield piece.chunk


def waiting(seconds: int) -> bytes:
    """Instead of a file: others are made first, and when to ask again."""
    return _line({"wait": seconds, "bytes": 0})


def told(made: Generator[FilePiece]) -> Generator[bytes]:
    """The file with what is said of it."""
    with closing(made):
        for piece in made:
            yield _line({**piece.progress, "bytes": len(piece.chunk)}) + piece.chunk


def _line(progress: dict[str, Any]) -> bytes:
    return json.dumps(progress, ensure_ascii=False).encode("utf-8", "replace") + b"\n"


def _added(bundle: Bundle, sheet: Drawn, order: Order) -> tuple[Drawn, bytes]:
    """The sheet in the bundle, or the page that stands in its place where it cannot be bound."""
    if not sheet.pdf:
        return sheet, b""
    try:
        return sheet, bundle.add(sheet.pdf, sheet.names)
    except Unreadable as error:
        log.error("run sheet %s could not be bound: %s", sheet.sheet_id, where(error))  # noqa: TRY400 - its words may be the sheet's
        instead = replaced(sheet, order)
        return instead, bundle.add(instead.pdf, instead.names)
