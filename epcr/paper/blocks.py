"""What documents are built of: a sheet of paper that one can write, rule and paint on, measured from its upper left corner.

It knows shapes, text and what each piece is (a heading, a table, a figure), not patients. ReportLab is not safe under threads with
shared fonts: whoever builds a document holds `BUILDING` from the first measured word to the finished bytes.
"""

from __future__ import annotations

import io
import re
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from itertools import groupby
from operator import itemgetter

import segno
from reportlab.pdfgen.canvas import Canvas

from epcr.paper import archival, fonts, lines, style
from epcr.paper.attached import AttachedFile, attach
from epcr.paper.structure import GROUPS, Structure, StructureElement
from epcr.paper.style import Style
from epcr.paper.text_object import TextObject

BUILDING = threading.Lock()

_NO_DASH: tuple[float, ...] = ()
_SURROGATE = re.compile("[\ud800-\udfff]")
# What stands for itself: rules, frames, repeated heads and feet.
_ARTIFACT = StructureElement("Artifact", None)


class Paper:
    """A document, written one page after the other.

    Lengths are points, x to the right, y downward; text stands with its baseline in a line of its leading. A tagged document says
    what each piece is: text belongs to the element that is open, else it is a paragraph of its own; shapes belong to the open
    figure, else to nothing.
    """

    def __init__(
        self,
        size: tuple[float, float],
        *,
        title: str,
        subject: str,
        language: str = archival.LANGUAGE,
        tagged: bool = True,
        attached: Sequence[AttachedFile] = (),
    ) -> None:
        """Take a fresh page; title, subject and language (BCP 47) go into the document's properties, a tagged one carries files."""
        fonts.register()
        archival.correct_the_library()
        self.width, self.height = size
        self.without_font: dict[str, None] = {}
        self.unshaped: dict[str, None] = {}
        self._title, self._subject, self._language = title, subject, language
        self._attached = attached
        self._bytes = io.BytesIO()
        self._canvas = Canvas(
            self._bytes,
            pagesize=size,
            invariant=1,
            lang=language,
            pageCompression=1,
            pdfVersion=archival.VERSION,
            initialFontName=fonts.REGULAR,  # type: ignore[arg-type] # else the page names a font that is not embedded
        )
        self._canvas.setTitle(title)
        self._canvas.setSubject(subject)
        for say in (self._canvas.setAuthor, self._canvas.setCreator, self._canvas.setProducer):
            say(archival.MAKER)
        self._canvas.setViewerPreference("DisplayDocTitle", "true")
        self._structure = Structure(language) if tagged else None
        self._root = self._structure.root if self._structure else _ARTIFACT
        self._open = self._root
        self._bookmarks = 0
        # Shapes are kept as operators of the page: written number by number they took half of the time.
        self._shapes: list[tuple[str, StructureElement]] = []
        self._text: list[tuple[float, float, str, Style, StructureElement]] = []

    # What it is

    @contextmanager
    def element(
        self,
        kind: str,
        *,
        alt: str = "",
        scope: str = "",
        span: int = 1,
        box: tuple[float, float, float, float] | None = None,
    ) -> Iterator[None]:
        """What is drawn inside is a `P`, `H2`, `Table`, `TR`, `TH` (with its scope, `Column` or `Row`), `TD`, `Figure` ...

        A figure has an alternative text and a box: x, y, width and height.
        """
        around = self._open
        if around is not _ARTIFACT:
            corners = None
            if box is not None:
                x, y, width, height = box
                corners = (x, self.height - y - height, x + width, self.height - y)
            self._open = StructureElement(kind, around, alt=alt, scope=scope, span=span, box=corners)
        yield
        self._open = around

    @contextmanager
    def artifact(self) -> Iterator[None]:
        """What is drawn inside is no content: the head that every page repeats."""
        around, self._open = self._open, _ARTIFACT
        yield
        self._open = around

    def bookmark(self, title: str, y: float, *, level: int = 0) -> None:
        """List a place of this page in the document's outline; `level` 0 is the outermost."""
        if self._structure is not None:
            key = f"b{self._bookmarks}"
            self._bookmarks += 1
            self._canvas.bookmarkHorizontalAbsolute(key, self.height - y)
            # Half a surrogate pair has no code in a PDF; on the page it stands as unknown.
            self._canvas.addOutlineEntry(_SURROGATE.sub("\ufffd", title), key, level)

    # Text

    def write(
        self, x: float, y: float, text: str, how: Style = style.BODY, *, room: float, align: str = "left"
    ) -> float:
        """Write one line whose upper edge is `y`, cut to `room`; `align` is `left`, `right` or `center`. Returns its width."""
        self.note_missing(text)
        line = lines.cut(text, how, room)
        used = lines.width(line, how)
        if align != "left":
            x += room - used if align == "right" else (room - used) / 2
        self._set(x, y, line, how, self._leaf())
        return used

    def set_lines(self, x: float, y: float, written: Sequence[str], how: Style = style.BODY) -> None:
        """Set lines that are already wrapped, the first at `y`."""
        leaf = self._leaf()
        for number, line in enumerate(written):
            self._set(x, y + number * how.leading, line, how, leaf)

    def note_missing(self, text: str) -> None:
        """Remember which characters of a text no font has and which script is not shaped, so that the page can say so."""
        if text.isascii():
            return
        made = fonts.printable(text)
        self.without_font.update(dict.fromkeys(made.without_font))
        if made.unshaped:
            self.unshaped[made.unshaped] = None

    # Shapes

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
        self.draw(
            f"{gray:g} G {weight:g} w [] 0 d {x:.2f} {self.height - y - height:.2f} {width:.2f} {height:.2f} re S"
        )

    def fill(self, x: float, y: float, width: float, height: float, gray: float) -> None:
        """Fill a rectangle."""
        self.draw(f"{gray:g} g {x:.2f} {self.height - y - height:.2f} {width:.2f} {height:.2f} re f")

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
            self.draw(f"{gray:g} G {weight:g} w {_dashes(dash)} {path} S")

    def polyline(self, points: Sequence[tuple[float, float]], *, dash: tuple[float, ...] = _NO_DASH) -> None:
        """Draw a line through points."""
        self.draw(f"0 G 1.1 w {_dashes(dash)} {self._path(points)} S")

    def polygon(self, corners: Sequence[tuple[float, float]], *, filled: bool) -> None:
        """Draw a small closed shape: black, or white with a black outline so that lines behind it do not cross it."""
        ink = "0 g" if filled else "1 g 0 G 0.9 w [] 0 d"
        self.draw(f"{ink} {self._path(corners)} h {'f' if filled else 'B'}")

    def dot(self, x: float, y: float, radius: float) -> None:
        """Draw a black dot: a line without length and with round ends (ISO 32000-1, 8.5.3.2)."""
        at = f"{x:.2f} {self.height - y:.2f}"
        self.draw(f"0 G {2 * radius:.2f} w 1 J [] 0 d {at} m {at} l S 0 J")

    def qr(self, x: float, y: float, side: float, content: str) -> None:
        """Draw a QR code in a square, with its quiet zone of four modules inside it (ISO/IEC 18004)."""
        matrix = segno.make(content, error="m", boost_error=False, mask=2, micro=False).matrix
        module = side / (len(matrix) + 8)
        runs: list[str] = []
        for row, modules in enumerate(matrix):
            column = 0
            for dark, same in groupby(modules):
                length = len(list(same))
                if dark:
                    runs.append(f"{column} {-row - 1} {length} 1 re")
                column += length
        left, top = x + 4 * module, self.height - y - 4 * module
        self.draw(f"q 0 g {module:.4f} 0 0 {module:.4f} {left:.4f} {top:.4f} cm {' '.join(runs)} f Q")

    def draw(self, operators: str) -> None:
        """Put operators of the page as they are, for the figure that is open."""
        self._shapes.append((operators, self._open if self._open.kind == "Figure" else _ARTIFACT))

    def band(self, words: str, *, room: float, of_what: str = "") -> None:
        """The black band on top of a page: what kind of document it is, and at the right what this one is of."""
        width = self.width - 2 * style.MARGIN
        self.fill(style.MARGIN, style.EDGE, width, style.BAND, style.BLACK)
        self.write(style.MARGIN + 6, style.EDGE + 2, words, style.BANNER, room=room)
        if of_what:
            left = style.MARGIN + room + 10
            self.write(left, style.EDGE + 3, of_what, style.REVERSED, room=width - room - 16, align="right")

    # Pages

    def turn(self) -> None:
        """Close the page and take a fresh one of the same size."""
        for element, shapes in groupby(self._shapes, key=itemgetter(1)):
            drawn = "\n".join(operators for operators, _ in shapes)
            self._canvas.addLiteral(
                drawn if self._structure is None else f"{self._begin(element)}\n{drawn}\nEMC"
            )
        self._write_text()
        self._canvas.showPage()
        if self._structure is not None:
            self._structure.turn()
        self._shapes, self._text = [], []

    def finish(self) -> bytes:
        """Close the page and return the document."""
        self.turn()
        if self._structure is not None:
            document = self._canvas._doc  # type: ignore[attr-defined] # noqa: SLF001 - there is no other way to it
            self._structure.write_into(document)
            part = archival.PART
            if self._attached:
                attach(document, self._attached)
                part = archival.PART_WITH_FILES
            archival.describe(
                document, title=self._title, subject=self._subject, language=self._language, part=part
            )
        self._canvas.save()
        return self._bytes.getvalue()

    def _leaf(self) -> StructureElement:
        """What text that is written now belongs to."""
        return StructureElement("P", self._open) if self._open.kind in GROUPS else self._open

    def _set(self, x: float, y: float, line: str, how: Style, element: StructureElement) -> None:
        """Keep a line to be written when all shapes are drawn: one text object for the page takes a third of the time of many."""
        if line:
            baseline = self.height - y - (how.leading - how.size) / 2 - (fonts.ASCENT + 0.06) * how.size
            self._text.append((x, baseline, line, how, element))

    def _begin(self, element: StructureElement) -> str:
        """The operator that begins marks of an element."""
        if element is _ARTIFACT or self._structure is None:
            return "/Artifact BMC"
        return f"/{element.kind} <</MCID {self._structure.mark(element)}>> BDC"

    def _write_text(self) -> None:
        """All text of the page as one text object."""
        text = TextObject(self._canvas)
        here: StructureElement | None = None
        for x, baseline, line, how, element in self._text:
            if self._structure is not None:
                text.put(self._turn_to(element, here))
                here = element
            text.set(x, baseline, line, how)
        if here is not None:
            text.put("EMC")
        self._canvas.addLiteral(text.ended())

    def _turn_to(self, element: StructureElement, before: StructureElement | None) -> str:
        """What stands before a line of this element, where the line before it is of that one."""
        if element is before:
            return "( ) Tj"  # between two lines of one paragraph, for those who hear it
        return self._begin(element) if before is None else f"EMC {self._begin(element)}"

    def _path(self, points: Sequence[tuple[float, float]]) -> str:
        (x, y), *more = points
        return " ".join(
            [f"{x:.2f} {self.height - y:.2f} m", *(f"{px:.2f} {self.height - py:.2f} l" for px, py in more)]
        )


def _dashes(dash: tuple[float, ...]) -> str:
    return f"[{' '.join(f'{length:.2f}' for length in dash)}] 0 d"
