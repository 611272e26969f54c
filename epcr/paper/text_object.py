"""The text of a page as one text object of PDF (ISO 32000-1, 9.4): where each line stands and in which font, size and gray.

It is written here, since ReportLab's own text object adds up the width of every string anew. It knows no element.
"""

from __future__ import annotations

from typing import Any

from reportlab.pdfbase import pdfmetrics

from epcr.paper import fonts, lines
from epcr.paper.fonts import Run
from epcr.paper.style import Style


class TextObject:
    """Operators while they are written; a font, gray or thickness that stands already is not set again."""

    def __init__(self, canvas: Any) -> None:
        self._document = canvas._doc  # noqa: SLF001 - it gives the letters of each font their codes
        self._escaped = canvas._escape  # noqa: SLF001 - there is no other way to it
        self._written = ["BT"]
        self.put = self._written.append
        self._font, self._gray, self._thick = ("", 0, 0.0), -1.0, 0.0

    def set(self, x: float, baseline: float, line: str, how: Style) -> None:
        """One line."""
        self.put(f"1 0 0 1 {x:.2f} {baseline:.2f} Tm")
        if how.gray != self._gray:
            self._gray = how.gray
            self.put(f"{how.gray:g} g {how.gray:g} G")
        for run in fonts.runs(lines.drawn(line), bold=how.bold):
            self._run(run, how.size)

    def _run(self, run: Run, size: float) -> None:
        letters: Any = pdfmetrics.getFont(run.font)  # a TTFont
        thick = run.stroke * size
        if thick != self._thick:
            self._thick = thick
            self.put(_thickened(thick))
        for subset, codes in letters.splitString(run.text, self._document):
            font = (run.font, subset, size)
            if font != self._font:
                self._font = font
                self.put(f"{letters.getSubsetInternalName(subset, self._document)} {size:g} Tf")
            self.put(f"({self._escaped(codes)}) Tj")

    def ended(self) -> str:
        """All of them."""
        return "\n".join([*self._written, "ET"])


def _thickened(width: float) -> str:
    """Outline the letters that follow with a line of this width; 0 only fills them (ISO 32000-1, 9.3.6)."""
    return f"2 Tr {width:.3f} w" if width else "0 Tr"
