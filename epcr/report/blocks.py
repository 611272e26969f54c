"""What documents are built of: a sheet of paper that one can write, rule and paint on, measured from its upper left corner.

It knows shapes and text, not patients. ReportLab is not safe under threads with shared fonts: whoever builds a document holds
`BUILDING` from the first measured word to the finished bytes.
"""

from __future__ import annotations

import io
import threading
from collections.abc import Sequence
from dataclasses import dataclass, field

import segno
from reportlab.pdfgen.canvas import Canvas
from reportlab.pdfgen.textobject import PDFTextObject

from epcr.report import fonts, lines, style
from epcr.report.style import Style
from epcr.report.vitals_chart import Bar, Chart, Point, Series

BUILDING = threading.Lock()

_NO_DASH: tuple[float, ...] = ()


class Paper:
    """A document, written one page after the other.

    Lengths are points, x to the right, y downward; text stands with its baseline in a line of its leading.
    """

    def __init__(self, size: tuple[float, float], *, title: str, subject: str) -> None:
        """Take a fresh page; title and subject go into the document's properties."""
        fonts.register()
        self.width, self.height = size
        self.without_font: dict[str, None] = {}
        self.unshaped: dict[str, None] = {}
        self._bytes = io.BytesIO()
        self._canvas = Canvas(
            self._bytes,
            pagesize=size,
            invariant=1,
            lang="en-US",
            pageCompression=1,
            initialFontName=fonts.REGULAR,  # type: ignore[arg-type] # else the page names a font that is not embedded
        )
        self._canvas.setTitle(title)
        self._canvas.setSubject(subject)
        self._canvas.setAuthor("Training ePCR")
        self._canvas.setCreator("Training ePCR")
        self._canvas.setViewerPreference("DisplayDocTitle", "true")
        # Shapes are kept as operators of the page: written number by number they took half of the time.
        self._shapes: list[str] = []
        self._text: list[tuple[float, float, str, Style]] = []

    def write(
        self, x: float, y: float, text: str, how: Style = style.BODY, *, room: float, align: str = "left"
    ) -> float:
        """Write one line whose upper edge is `y`, cut to `room`; `align` is `left`, `right` or `center`. Returns its width."""
        self.note_missing(text)
        line = lines.cut(text, how, room)
        used = lines.width(line, how)
        shift = {"left": 0.0, "right": room - used, "center": (room - used) / 2}[align]
        self._set(x + shift, y, line, how)
        return used

    def set_lines(self, x: float, y: float, written: Sequence[str], how: Style = style.BODY) -> None:
        """Set lines that are already wrapped, the first at `y`."""
        for number, line in enumerate(written):
            self._set(x, y + number * how.leading, line, how)

    def note_missing(self, text: str) -> None:
        """Remember which characters of a text no font has and which script is not shaped, so that the page can say so."""
        made = fonts.printable(text)
        self.without_font.update(dict.fromkeys(made.without_font))
        if made.unshaped:
            self.unshaped[made.unshaped] = None

    def frame(
        self,
        x: float,
        y: float,
        width: float,
        height: float,
        *,
        weight: float = style.FRAME,
        gray: float = style.BLACK,
    ) -> None:
        """Draw a rectangle's outline."""
        self._shapes.append(
            f"{gray:g} G {weight:g} w [] 0 d {x:.2f} {self.height - y - height:.2f} {width:.2f} {height:.2f} re S"
        )

    def fill(self, x: float, y: float, width: float, height: float, gray: float) -> None:
        """Fill a rectangle."""
        self._shapes.append(
            f"{gray:g} g {x:.2f} {self.height - y - height:.2f} {width:.2f} {height:.2f} re f"
        )

    def rules(
        self,
        segments: Sequence[tuple[float, float, float, float]],
        *,
        weight: float = style.THIN,
        gray: float = style.LINE,
        dash: tuple[float, ...] = _NO_DASH,
    ) -> None:
        """Draw straight lines (x1, y1, x2, y2) in one path."""
        if segments:
            high = self.height
            path = " ".join(
                f"{x1:.2f} {high - y1:.2f} m {x2:.2f} {high - y2:.2f} l" for x1, y1, x2, y2 in segments
            )
            self._shapes.append(f"{gray:g} G {weight:g} w {_dashes(dash)} {path} S")

    def qr(self, x: float, y: float, side: float, content: str) -> None:
        """Draw a QR code in a square, with its quiet zone of four modules inside it (ISO/IEC 18004)."""
        matrix = segno.make(content, error="m", boost_error=False, mask=2, micro=False).matrix
        module = side / (len(matrix) + 8)
        runs: list[str] = []
        for row, modules in enumerate(matrix):
            start = -1
            for column, dark in enumerate((*modules, 0)):
                if dark and start < 0:
                    start = column
                elif not dark and start >= 0:
                    runs.append(f"{start} {-row - 1} {column - start} 1 re")
                    start = -1
        left, top = x + 4 * module, self.height - y - 4 * module
        self._shapes.append(
            f"q 0 g {module:.4f} 0 0 {module:.4f} {left:.4f} {top:.4f} cm {' '.join(runs)} f Q"
        )

    def chart(self, chart: Chart, x: float, y: float) -> None:
        """Paint the trend chart with its upper left corner here."""
        size = Style(size=chart.size, leading=chart.size)
        strong = Style(size=chart.size, leading=chart.size, bold=True)
        baseline = 0.5 * chart.size
        grid = [
            (x + chart.left, y + tick.at, x + chart.right, y + tick.at)
            for panel in chart.panels
            for tick in panel.ticks
        ]
        self.rules(grid, gray=style.HAIR, weight=0.4)
        for panel in chart.panels:
            for tick in panel.ticks:
                self.write(
                    x,
                    y + tick.at - baseline,
                    tick.label,
                    size,
                    room=chart.left - 0.4 * chart.size,
                    align="right",
                )
        self.rules(
            [(x + tick.at, y + 1.2 * chart.size, x + tick.at, y + chart.axis) for tick in chart.midnights],
            dash=(1, 2),
            gray=style.BLACK,
        )
        room = 4 * chart.size
        for tick in (*chart.times, *chart.midnights):
            self.write(
                x + tick.at - room / 2,
                y + chart.axis + 0.35 * chart.size,
                tick.label,
                size,
                room=room,
                align="center",
            )
        for mark in chart.marks:
            self._mark(x + mark.x, y + chart.marks_y, 0.32 * chart.size, mark.shape)
        for panel in chart.panels:
            for series in panel.series:
                self._series(x, y, series)
                left = x + chart.right + 0.3 * chart.size
                self.write(
                    left, y + series.label_y - baseline, series.name, strong, room=chart.width - chart.right
                )
        if chart.note and not chart.timed:
            self.write(x, y + chart.height / 2 - baseline, chart.note, size, room=chart.width, align="center")

    def legend_mark(self, x: float, y: float, shape: str) -> None:
        """The sign that the chart gives a medication or a procedure, centered here."""
        self._mark(x, y, 0.32 * style.SMALLEST, shape)

    def turn(self) -> None:
        """Close the page and take a fresh one of the same size."""
        self._canvas.addLiteral("\n".join(self._shapes))
        self._write_text()
        self._canvas.showPage()
        self._shapes, self._text = [], []

    def finish(self) -> bytes:
        """Close the page and return the document."""
        self.turn()
        self._canvas.save()
        return self._bytes.getvalue()

    def _set(self, x: float, y: float, line: str, how: Style) -> None:
        """Keep a line to be written when all shapes are drawn: one text object for the page takes a third of the time of many."""
        if line:
            baseline = self.height - y - (how.leading - how.size) / 2 - (fonts.ASCENT + 0.06) * how.size
            self._text.append((x, baseline, line, how))

    def _write_text(self) -> None:
        text = self._canvas.beginText()
        font, gray, thick = ("", 0.0), -1.0, 0.0
        for x, baseline, line, how in self._text:
            text._code.append(f"1 0 0 1 {x:.2f} {baseline:.2f} Tm")  # type: ignore[attr-defined] # noqa: SLF001
            if how.gray != gray:
                gray = how.gray
                text.setFillGray(gray)
                text.setStrokeGray(gray)
            for piece in fonts.runs(lines.drawn(line), bold=how.bold):
                if font != (piece.font, how.size):
                    font = (piece.font, how.size)
                    text.setFont(*font)
                if piece.stroke * how.size != thick:
                    thick = piece.stroke * how.size
                    self._thicken(text, thick)
                text.textOut(piece.text)
        self._canvas.drawText(text)

    @staticmethod
    def _thicken(text: PDFTextObject, width: float) -> None:
        """Outline the letters that follow with a line of this width; 0 only fills them."""
        text.setTextRenderMode(2 if width else 0)
        if width:
            # The library sets line widths on its canvas only.
            text._code.append(f"{width:.3f} w")  # type: ignore[attr-defined] # noqa: SLF001

    def _mark(self, x: float, y: float, half: float, shape: str) -> None:
        if shape == "medication":
            self._polygon([(x - half, y - half), (x + half, y - half), (x, y + half)], filled=True)
        else:
            self.rules([(x, y - half, x, y + half)], weight=1.2, gray=style.BLACK)

    def _series(self, x: float, y: float, series: Series) -> None:
        for line in series.lines:
            self._polyline([(x + point.x, y + point.y) for point in line], series.dash)
        self.rules([piece for bar in series.bars for piece in _bar(bar, x, y)], weight=1.1, gray=style.BLACK)
        for point in series.points:
            if point.size:
                self._point(x + point.x, y + point.y, point, series.shape)

    def _point(self, x: float, y: float, point: Point, shape: str) -> None:
        half = point.size
        if shape == "dot":
            # A line without length and with round ends is a circle (ISO 32000-1, 8.5.3.2).
            self._shapes.append(
                f"0 G {2 * half:.2f} w 1 J [] 0 d {x:.2f} {self.height - y:.2f} m {x:.2f} {self.height - y:.2f} l S 0 J"
            )
        elif shape == "square":
            self._polygon(
                [(x - half, y - half), (x + half, y - half), (x + half, y + half), (x - half, y + half)],
                filled=False,
            )
        else:
            self._polygon([(x, y - half), (x + half, y + half), (x - half, y + half)], filled=False)

    def _polyline(self, points: Sequence[tuple[float, float]], dash: tuple[float, ...]) -> None:
        self._shapes.append(f"0 G 1.1 w {_dashes(dash)} {self._corners(points)} S")

    def _polygon(self, corners: Sequence[tuple[float, float]], *, filled: bool) -> None:
        """A small closed shape: black, or white with a black outline so that lines behind it do not cross it."""
        ink = "0 g" if filled else "1 g 0 G 0.9 w [] 0 d"
        self._shapes.append(f"{ink} {self._corners(corners)} h {'f' if filled else 'B'}")

    def _corners(self, points: Sequence[tuple[float, float]]) -> str:
        (x, y), *more = points
        return " ".join(
            [f"{x:.2f} {self.height - y:.2f} m", *(f"{px:.2f} {self.height - py:.2f} l" for px, py in more)]
        )


@dataclass(frozen=True)
class Row:
    """A labeled statement in a box. `strong` ones stand in bold; `optional` ones are the first to be left out."""

    label: str
    words: str
    strong: bool = False
    optional: bool = False


@dataclass(frozen=True, eq=False)
class Fitted:
    """A row as it is printed: its lines, and the words that were left out of it."""

    row: Row
    written: tuple[str, ...]
    left_out: int = 0


@dataclass(frozen=True)
class Fit:
    """The rows of a box that fit, and how many statements were left out whole."""

    rows: tuple[Fitted, ...] = field(default=())
    dropped: int = 0

    @property
    def shortened(self) -> str:
        """What was left out, in words; empty where everything is there."""
        words = sum(row.left_out for row in self.rows)
        if self.dropped:
            return f"+{self.dropped} more, see run sheet"
        if words:
            return f"+{words} more {'word' if words == 1 else 'words'}, see run sheet"
        return ""


def fit(rows: Sequence[Row], how: Style, strong: Style, room: float, capacity: int) -> Fit:
    """Fit labeled statements into a box of `capacity` lines.

    What is shortened first: statements longer than two lines are cut to two, from the last to the first; then optional
    statements are cut to one line and left out, from the last; then statements are cut to one line, from the last; then left
    out. A single one takes the whole box.
    """
    kept = [_fit_row(row, how, strong, room, capacity) for row in rows]
    if len(kept) == 1:
        return Fit(tuple(kept))
    _shorten(kept, how, strong, room, capacity, 2)
    for number in [number for number, row in enumerate(rows) if row.optional][::-1]:
        if _over(kept, capacity) > 0:
            kept[number] = _fit_row(rows[number], how, strong, room, 1)
        if _over(kept, capacity) > 0:
            del kept[number]
    _shorten(kept, how, strong, room, capacity, 1)
    return Fit(tuple(kept[:capacity]), len(rows) - len(kept[:capacity]))


def _shorten(kept: list[Fitted], how: Style, strong: Style, room: float, capacity: int, limit: int) -> None:
    for number in range(len(kept) - 1, -1, -1):
        over = _over(kept, capacity)
        length = len(kept[number].written)
        if over > 0 and length > limit:
            kept[number] = _fit_row(kept[number].row, how, strong, room, max(limit, length - over))


def _over(kept: Sequence[Fitted], capacity: int) -> int:
    return sum(len(one.written) for one in kept) - capacity


def _fit_row(row: Row, how: Style, strong: Style, room: float, most: int) -> Fitted:
    written, left_out = lines.first_lines(row.words, strong if row.strong else how, room, most)
    return Fitted(row, tuple(written), left_out)


def _dashes(dash: tuple[float, ...]) -> str:
    return f"[{' '.join(f'{length:.2f}' for length in dash)}] 0 d"


def _bar(bar: Bar, x: float, y: float) -> list[tuple[float, float, float, float]]:
    """A pressure as its line and the arrowheads that point at its values, as on an anesthesia chart."""
    at, half = x + bar.x, bar.size
    pieces = []
    if bar.top is not None and bar.bottom is not None:
        pieces.append((at, y + bar.top, at, y + bar.bottom))
    if bar.top is not None:
        pieces += [
            (at - half, y + bar.top - half, at, y + bar.top),
            (at, y + bar.top, at + half, y + bar.top - half),
        ]
    if bar.bottom is not None:
        pieces += [
            (at - half, y + bar.bottom + half, at, y + bar.bottom),
            (at, y + bar.bottom, at + half, y + bar.bottom + half),
        ]
    return pieces
