"""Whether 8 threads that draw at once get the bytes that one gets alone: no time is measured, only what came out is counted."""

from __future__ import annotations

from collections.abc import Sequence

from epcr.sheet.run_sheet import RunSheet
from tests.bench.demo import demo_sheets
from tests.bench.documents import DOCUMENTS, Measured
from tests.report.at_once import at_once

THREADS, TOGETHER = 8, 400


def ratio() -> str:
    """The lines for `make bench`."""
    sheets = demo_sheets()
    return "\n".join(_line(document, sheets) for document in DOCUMENTS)


def _line(document: Measured, sheets: Sequence[RunSheet]) -> str:
    def draw(which: int) -> bytes:
        return document.draw(sheets[which], True)

    alone = [draw(which) for which in range(len(sheets))]
    got = at_once(draw, documents=len(sheets), threads=THREADS, each=TOGETHER // THREADS)
    failed = sum(one.error is not None for one in got)
    other = sum(one.error is None and one.pdf != alone[one.which] for one in got)
    if len(got) == TOGETHER and not failed and not other:
        return f"{document.name}, {TOGETHER} drawn by {THREADS} threads at once: all the same bytes as by one, none failed"
    return f"{document.name}, {len(got)} of {TOGETHER} drawn by {THREADS} threads at once: {other} OTHER BYTES, {failed} FAILED"


if __name__ == "__main__":
    print(ratio())
