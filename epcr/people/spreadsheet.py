"""A list as a spreadsheet makes it: a file of any usual letters, or pasted cells, become lines of cells.

It refuses what is no list, in a sentence that says how to make one. It knows nothing of names and logins.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator
from dataclasses import dataclass

from epcr.refused import Refused

MOST_CELLS = 60  # of one line; chosen here: the widest export of a learning platform has some forty
MARKS = "\t;|,"  # what parts cells; where several would do, the first: a name has commas sooner than tabs
_AS_CSV = (
    "Open it there, choose Save as, “CSV UTF-8”, and choose that file; or copy the cells and paste them here."
)
# How the files begin that are chosen by mistake, and what each of them is.
_DOCUMENTS = (
    (b"PK\x03\x04", f"This is a workbook (like .xlsx or .ods), not a list. {_AS_CSV}"),
    (b"\xd0\xcf\x11\xe0", f"This is a workbook or document of an old kind (like .xls). {_AS_CSV}"),
    (b"%PDF", "This is a PDF, not a list. Copy the names from it and paste them here, one a line."),
    (b"{\\rtf", "This is a text document (.rtf), not a list. Copy the lines from it and paste them here."),
    (b"\x89PNG", "This is a picture. Type the names here, one a line."),
    (b"\xff\xd8\xff", "This is a picture. Type the names here, one a line."),
    (b"GIF8", "This is a picture. Type the names here, one a line."),
)
_UNREADABLE = "This file is not text. Save the list as “CSV UTF-8” and choose it again, or paste its lines."
_HTML = re.compile(r"<(!doctype|html|head|body|table|tr|div|script|\?xml)\b", re.IGNORECASE)
_JSON = re.compile(r"[\[{]\s*([\[{\"}\]]|$)")
_SEPARATOR_LINE = re.compile(
    r"sep=.", re.IGNORECASE
)  # Excel's own first line, which says what parts the cells


@dataclass(frozen=True)
class ListLine:
    """One line of a list: where it stands, from 1, and its cells. One whose quotes are not closed has no cells."""

    number: int
    cells: tuple[str, ...]

    @property
    def blank(self) -> bool:
        """Whether nothing stands in it: `,,` is what a spreadsheet makes of an empty row."""
        return bool(self.cells) and not any(self.cells)

    def cell(self, place: int) -> str:
        """The cell at a place, from 0; empty where the line is shorter."""
        return self.cells[place] if place < len(self.cells) else ""


def letters_of(content: bytes) -> tuple[str, str]:
    """The text of a file, and what its letters were taken for where that is a guess, else nothing. Raises Refused."""
    for beginning, sentence in _DOCUMENTS:
        if content.startswith(beginning):
            raise Refused(sentence, "file")
    for mark, code in ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16")):
        if content.startswith(mark):
            return _decoded(content, code), ""
    if b"\x00" in content:  # every other byte of an English list in UTF-16 without its mark
        return _decoded(content, "utf-16-le" if content[1:2] == b"\x00" else "utf-16-be"), ""
    try:
        return content.decode("utf-8"), ""
    except UnicodeDecodeError:
        return _decoded(content, "windows-1252"), "Windows-1252"


def _decoded(content: bytes, code: str) -> str:
    try:
        text = content.decode(code)
    except UnicodeDecodeError:
        raise Refused(_UNREADABLE, "file") from None
    if "\x00" in text:
        raise Refused(_UNREADABLE, "file")
    return text


def lines_of(text: str) -> list[ListLine]:
    """The lines of a list, blank ones included. Raises Refused for what is no list."""
    plain = text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n").replace("\x00", "")
    _refuse_code(plain.lstrip())
    first, _, rest = plain.partition("\n")
    skipped = 0
    if _SEPARATOR_LINE.fullmatch(first.strip()):
        plain, skipped = rest, 1
    return [ListLine(line.number + skipped, line.cells) for line in _parted(plain)]


def _refuse_code(text: str) -> None:
    """Refuse what was copied from a program or a page."""
    for beginning, sentence in _DOCUMENTS:
        if text.startswith(beginning.decode("latin-1")):
            raise Refused(sentence, "people")
    if _HTML.match(text):
        raise Refused("This is the code of a web page. Copy the table as it looks on the page.", "people")
    if _JSON.match(text):
        raise Refused("This is JSON, which a program writes. Paste names, one a line.", "people")


def _parted(text: str) -> list[ListLine]:
    """The cells of each line, by the mark that parts all of them; where none does, each line by its own."""
    for mark in MARKS:
        try:
            lines = list(_read(text, mark))
        except csv.Error:
            continue
        written = [line for line in lines if not line.blank]
        if written and all(len(line.cells) > 1 for line in written):
            return lines
    return [_alone(number, line) for number, line in enumerate(text.split("\n"), 1)]


def _read(text: str, mark: str) -> Iterator[ListLine]:
    """A cell in quotes may hold several lines; the number is that of the first."""
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=mark, skipinitialspace=True, strict=True)
    number = 1
    for cells in reader:
        yield ListLine(number, _clean(cells))
        number = reader.line_num + 1


def _alone(number: int, line: str) -> ListLine:
    mark = next((mark for mark in MARKS if mark in line), ",")
    try:
        cells = next(csv.reader([line], delimiter=mark, skipinitialspace=True, strict=True), [])
    except csv.Error:
        return ListLine(number, ())
    return ListLine(number, _clean(cells))


def _clean(cells: list[str]) -> tuple[str, ...]:
    # An Excel that wants a number kept as text writes ="0042"; the text is what was meant.
    stripped = [re.sub(r'^="([^"]*)"$', r"\1", " ".join(cell.split())) for cell in cells[:MOST_CELLS]]
    return tuple(stripped) or ("",)
