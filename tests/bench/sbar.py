"""How long the SBAR handoff takes, as a ratio to drawing the same strings on a bare ReportLab canvas with the same fonts.

Ours includes everything from the sheet on: the draft, the findings, the verdicts, wrapping, the chart and the QR code.
"""

from __future__ import annotations

import io
from collections.abc import Callable
from statistics import median
from time import perf_counter
from unittest.mock import patch

from reportlab.pdfgen.canvas import Canvas

from epcr.report import fonts, style
from epcr.report.blocks import Paper
from epcr.report.sbar import sbar_pdf
from epcr.report.style import Style
from tests import build

TIMES = 60
PRINTED = build.clock("17:44")


def ratio() -> str:
    """One line for `make bench`."""
    sheet = build.sheet(id="7f3a09c2d1e4")
    for number in range(4):
        build.with_vitals(sheet, systolic=96 + 4 * number)
    build.with_intervention(sheet, item="iv_access", performer=build.BASIC, performed_at=build.clock("17:16"))

    def handoff() -> bytes:
        return sbar_pdf(
            sheet,
            state_word="draft",
            revision=1,
            printed_at=PRINTED,
            address="http://127.0.0.1:8000/sheets/7f3a09c2d1e4",
        )

    strings = _strings(handoff)

    def bare() -> bytes:
        out = io.BytesIO()
        canvas = Canvas(out, pagesize=style.LETTER, invariant=1, pageCompression=1)
        for x, y, text, how in strings:
            canvas.setFont(fonts.BOLD if how.bold else fonts.REGULAR, how.size)
            canvas.drawString(x, y, text)
        canvas.showPage()
        canvas.save()
        return out.getvalue()

    ours, floor = _medians(handoff, bare)
    return (
        f"SBAR handoff: {ours / floor:.2f} × drawing the same {len(strings)} strings on a bare canvas "
        f"({ours * 1000:.1f} ms to {floor * 1000:.1f} ms)"
    )


def _strings(build_it: Callable[[], bytes]) -> list[tuple[float, float, str, Style]]:
    """What the page writes, and where."""
    kept: list[list[tuple[float, float, str, Style]]] = []
    write_text = Paper._write_text

    def spy(paper: Paper) -> None:
        kept.append(list(paper._text))
        write_text(paper)

    with patch.object(Paper, "_write_text", spy):
        build_it()
    return kept[0]


def _medians(one: Callable[[], bytes], other: Callable[[], bytes]) -> tuple[float, float]:
    """Both in turns, so that a busy machine slows both."""
    taken: tuple[list[float], list[float]] = ([], [])
    for _ in range(TIMES):
        for number, made in enumerate((one, other)):
            start = perf_counter()
            made()
            taken[number].append(perf_counter() - start)
    return median(taken[0]), median(taken[1])


if __name__ == "__main__":
    print(ratio())
