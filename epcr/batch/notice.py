"""Pages that say what is not there: one in place of a sheet that could not be printed, one at the end that lists all that is missing.

They are drawn of words only, so that nothing of a sheet can spoil them.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from epcr.batch.lost import Lost
from epcr.batch.naming import Names
from epcr.paper import lines, style
from epcr.paper.blocks import BUILDING, Paper
from epcr.paper.imprint import SUBJECT, TRAINING, named
from epcr.paper.style import Style
from epcr.review.documents import Printing
from epcr.words.language import ENGLISH, gettext, ngettext, speaking, spoken_here

_LEFT: Final = 54.0
_TOP: Final = 84.0
_HEADING: Final = Style(size=17, leading=22, bold=True)
_TEXT: Final = Style(size=11.5, leading=16)


def not_printed(names: Names, sheet_id: str, printing: Printing, language: str = ENGLISH) -> bytes:
    """The page in place of a sheet."""
    with speaking(language):
        where = printing.address(sheet_id) or gettext("run sheet %(id)s", id=sheet_id)
        paragraphs = [
            names.called,
            gettext(
                "All others are printed as they are. Open this one and print it by itself: %(where)s",
                where=where,
            ),
            gettext(
                "If that fails too, tell whoever looks after this server: its log names the sheet and what is wrong."
            ),
        ]
        if names.classroom:
            paragraphs.append(named(names.classroom))
        return _page(gettext("This run sheet could not be printed"), paragraphs, printing)


def missing(lost: Sequence[tuple[Names, Lost]], printing: Printing, language: str = ENGLISH) -> bytes:
    """The page at the end: a sentence for each sheet that is not there, or not as it should be."""
    with speaking(language):
        title = ngettext("One run sheet is not here", "%(num)d run sheets are not here", len(lost))
        return _page(title, [gettext(why.sentence, sheet=names.called) for names, why in lost], printing)


def _page(title: str, paragraphs: Sequence[str], printing: Printing) -> bytes:
    size = style.PAPERS[printing.paper]
    room = size[0] - 2 * _LEFT
    with BUILDING:
        paper = Paper(size, title=title, subject=gettext(SUBJECT), language=spoken_here())
        _band(paper)
        with paper.element("H1"):
            paper.write(_LEFT, _TOP, title, _HEADING, room=room)
        y = _TOP + _HEADING.leading + 8
        for paragraph in paragraphs:
            paper.note_missing(paragraph)
            wrapped, _ = lines.first_lines(paragraph, _TEXT, room, 4)
            if y + len(wrapped) * _TEXT.leading > size[1] - 2 * style.EDGE:
                paper.turn()
                _band(paper)
                y = _TOP
            with paper.element("P"):
                paper.set_lines(_LEFT, y, wrapped, _TEXT)
            y += len(wrapped) * _TEXT.leading + 6
        return paper.finish()


def _band(paper: Paper) -> None:
    """That this is training, as on every other page."""
    with paper.artifact():
        paper.band(gettext(TRAINING), room=paper.width - 2 * style.MARGIN - 12)
