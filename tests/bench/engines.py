"""What a document draws, recorded, and drawn again by others: a bare ReportLab canvas (the floor), fpdf2 and WeasyPrint.

All are given what has cost our own documents their time: strings chosen, worded, wrapped and placed, shapes as finished operators.

- The floor: `setFont` and `drawString` for each string on a ReportLab canvas whose fonts are registered once; shapes as they are.
- fpdf2: `set_font` and `text` for each string; shapes as they are. It reads its fonts for every document: it has no other way.
- WeasyPrint: HTML in which each string is an absolutely positioned paragraph, and no shapes; its style sheet and its fonts are
  read once for all documents.
"""

from __future__ import annotations

import html
import io
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from unittest.mock import patch

import pymupdf_fonts
from fpdf import FPDF
from reportlab.pdfgen.canvas import Canvas
from weasyprint import CSS, HTML
from weasyprint.text.fonts import FontConfiguration

from epcr.paper import fonts, lines
from epcr.paper.blocks import Paper


@dataclass(frozen=True)
class Written:
    """A string with its baseline, in points from the lower left corner."""

    x: float
    y: float
    text: str
    font: str
    size: float
    gray: float


@dataclass(frozen=True)
class Page:
    """What stands on a page: shapes as operators of PDF, and strings."""

    width: float
    height: float
    shapes: str
    strings: tuple[Written, ...]


def recorded(draw: Callable[[], bytes]) -> list[Page]:
    """The pages of a document, as `epcr.paper.blocks` was told to draw them."""
    pages: list[Page] = []
    turn = Paper.turn

    def watched(paper: Paper) -> None:
        strings = [
            Written(x, y, piece.text, piece.font, how.size, how.gray)
            for x, y, line, how, _ in paper._text
            for piece in fonts.runs(lines.drawn(line), bold=how.bold)
        ]
        shapes = "\n".join(operators for operators, _ in paper._shapes)
        pages.append(Page(paper.width, paper.height, shapes, tuple(strings)))
        turn(paper)

    with patch.object(Paper, "turn", watched):
        draw()
    return pages


def on_bare_canvas(pages: Sequence[Page]) -> bytes:
    """The floor."""
    out = io.BytesIO()
    canvas = Canvas(out, pagesize=(pages[0].width, pages[0].height), invariant=1, pageCompression=1)
    for page in pages:
        canvas.addLiteral(page.shapes)
        gray = 0.0
        for one in page.strings:
            if one.gray != gray:
                gray = one.gray
                canvas.setFillGray(gray)
            canvas.setFont(one.font, one.size)
            canvas.drawString(one.x, one.y, one.text)
        canvas.showPage()
    canvas.save()
    return out.getvalue()


class Fpdf2:
    """Draws pages by fpdf2, with the same fonts from files."""

    def __init__(self, folder: Path) -> None:
        self._files = font_files(folder)

    def __call__(self, pages: Sequence[Page]) -> bytes:
        pdf = FPDF(unit="pt", format=(pages[0].width, pages[0].height))
        pdf.set_auto_page_break(False)
        for name, path in self._files.items():
            pdf.add_font(name, fname=path)
        for page in pages:
            pdf.add_page()
            pdf.set_text_color(0)
            pdf._out(page.shapes)
            gray = 0.0
            for one in page.strings:
                if one.gray != gray:
                    gray = one.gray
                    pdf.set_text_color(round(255 * gray))
                pdf.set_font(one.font, size=one.size)
                pdf.text(one.x, page.height - one.y, one.text)
        return bytes(pdf.output())


class WeasyPrint:
    """Draws pages by WeasyPrint, with the same fonts from files."""

    def __init__(self, folder: Path, width: float, height: float) -> None:
        self._fonts = FontConfiguration()
        faces = "".join(
            f"@font-face {{ font-family: '{name}'; src: url('{path.as_uri()}') }}\n"
            for name, path in font_files(folder).items()
        )
        rules = f"@page {{ size: {width}pt {height}pt; margin: 0 }} section {{ position: relative; height: {height}pt; break-after: page }}"
        self._style = CSS(
            string=f"{faces}{rules} p {{ position: absolute; margin: 0; white-space: pre; line-height: 1 }}",
            font_config=self._fonts,
        )

    def __call__(self, pages: Sequence[Page]) -> bytes:
        written = "".join(
            f"<section>{''.join(self._paragraph(one, page) for one in page.strings)}</section>"
            for page in pages
        )
        document = HTML(string=f"<!doctype html><html lang=en><title>Bench</title><body>{written}")
        pdf = document.write_pdf(stylesheets=[self._style], font_config=self._fonts)
        return bytes(pdf)

    @staticmethod
    def _paragraph(one: Written, page: Page) -> str:
        shade = round(255 * one.gray)
        return (
            f'<p style="left: {one.x:.2f}pt; top: {page.height - one.y - 0.8 * one.size:.2f}pt; '
            f"font: {one.size}pt '{one.font}'; color: rgb({shade}, {shade}, {shade})\">{html.escape(one.text)}</p>"
        )


def font_files(folder: Path) -> dict[str, Path]:
    """The fonts of our documents as files in a folder."""
    found = {}
    for name, key in ((fonts.REGULAR, "figo"), (fonts.BOLD, "figbo")):
        found[name] = folder / f"{name}.ttf"
        found[name].write_bytes(bytes(pymupdf_fonts.myfont(key)))
    return found
