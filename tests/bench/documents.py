"""How long each document takes over the demo class, as ratios to the floor, and what others take for the same content.

Ours includes everything from the sheet on: what is drafted, found and judged, wrapping, chart and QR code, tags. What the others
are given is told in `tests.bench.engines`. Times are of the whole class, sheet after sheet, all ways in turns so that a busy
machine slows all alike; ratios are of the medians.
"""

from __future__ import annotations

import logging
import sys
import tempfile
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from time import perf_counter
from typing import Final

import pypdfium2

from epcr.report.run_sheet import run_sheet_pdf
from epcr.report.sbar import sbar_pdf
from epcr.sheet.run_sheet import RunSheet
from tests import build
from tests.bench.demo import demo_sheets
from tests.bench.engines import Fpdf2, Page, WeasyPrint, on_bare_canvas, recorded

ROUNDS = 20
SLOW_ROUNDS = 3  # of fpdf2 and WeasyPrint, which take seconds each
PRINTED = build.clock("17:44")


@dataclass(frozen=True)
class Measured:
    """A document by its name, and how a sheet is drawn as it."""

    name: str
    draw: Callable[[RunSheet, bool], bytes]  # whether it is tagged


def _handoff(sheet: RunSheet, tagged: bool) -> bytes:  # noqa: FBT001 - one of two documents in a table
    return sbar_pdf(
        sheet,
        state_word="submitted",
        revision=1,
        printed_at=PRINTED,
        address=_address(sheet),
        tagged=tagged,
    )


def _run_sheet(sheet: RunSheet, tagged: bool) -> bytes:  # noqa: FBT001 - one of two documents in a table
    return run_sheet_pdf(
        sheet,
        paper="letter",
        state_word="submitted",
        revision=1,
        printed_at=PRINTED,
        address=_address(sheet),
        tagged=tagged,
    )


def _address(sheet: RunSheet) -> str:
    return f"http://127.0.0.1:8000/sheets/{sheet.id}/handoff"


DOCUMENTS: Final = (Measured("SBAR handoff", _handoff), Measured("run sheet", _run_sheet))


def ratio() -> str:
    """The lines for `make bench`."""
    logging.getLogger("fontTools").setLevel(logging.ERROR)
    sheets = demo_sheets()
    return "\n".join(_lines(one, sheets) for one in DOCUMENTS)


def _lines(document: Measured, sheets: Sequence[RunSheet]) -> str:
    drawn = [recorded(lambda sheet=sheet: document.draw(sheet, False)) for sheet in sheets]
    with tempfile.TemporaryDirectory() as folder:
        fpdf2, weasyprint = (
            Fpdf2(Path(folder)),
            WeasyPrint(Path(folder), drawn[0][0].width, drawn[0][0].height),
        )
        for engine in (on_bare_canvas, fpdf2, weasyprint):
            _require_same_words(engine(drawn[0]), drawn[0])
        ways: dict[str, Callable[[], object]] = {
            "floor": lambda: [on_bare_canvas(pages) for pages in drawn],
            "untagged": lambda: [document.draw(sheet, False) for sheet in sheets],
            "tagged": lambda: [document.draw(sheet, True) for sheet in sheets],
        }
        slow: dict[str, Callable[[], object]] = {
            "fpdf2": lambda: [fpdf2(pages) for pages in drawn],
            "weasyprint": lambda: [weasyprint(pages) for pages in drawn],
        }
        taken: dict[str, list[float]] = {name: [] for name in (*ways, *slow)}
        for number in range(ROUNDS):
            turns = {**ways, **slow} if number < SLOW_ROUNDS else ways
            for name, made in turns.items():
                start = perf_counter()
                made()
                taken[name].append(perf_counter() - start)
    took = {name: median(times) / len(sheets) for name, times in taken.items()}
    pages = sum(map(len, drawn)) / len(sheets)
    strings = sum(len(page.strings) for one in drawn for page in one) / len(sheets)

    def times(one: str, other: str) -> str:
        return f"{took[one] / took[other]:.2f}x"

    return (
        f"{document.name}, {len(sheets)} demo sheets of {pages:.1f} pages and {strings:.0f} strings: untagged "
        f"{times('untagged', 'floor')} and tagged {times('tagged', 'floor')} a bare canvas with the same content "
        f"({took['floor'] * 1000:.1f} ms); the same content by fpdf2 {times('fpdf2', 'tagged')} and by WeasyPrint "
        f"{times('weasyprint', 'tagged')} the tagged one"
    )


def _require_same_words(pdf: bytes, pages: Sequence[Page]) -> None:
    """That an engine drew the content, before its time counts."""
    wanted = sorted(
        letter for page in pages for one in page.strings for letter in one.text if not letter.isspace()
    )
    found = sorted(letter for text in _texts(pdf) for letter in text if not letter.isspace())
    if wanted != found:
        sys.exit(f"drawn were {len(found)} letters of {len(wanted)}: the engines would not do the same")


def _texts(pdf: bytes) -> Iterator[str]:
    document = pypdfium2.PdfDocument(pdf)
    for page in document:
        yield page.get_textpage().get_text_range()
    document.close()


if __name__ == "__main__":
    print(ratio())
