"""What every page of a run sheet shows: that this is training, who the patient is, how far the sheet got, which page it is.

On the first page the head is content; after that, and at the foot, it is only repeated.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Final

from epcr.handoff import words
from epcr.handoff.words import NOT_DOCUMENTED, said
from epcr.paper import lines, style
from epcr.paper.blocks import Paper
from epcr.paper.imprint import TRAINING, beside, imprint, named
from epcr.paper.style import BODY, STRONG, Style
from epcr.sheet.context import Context
from epcr.sheet.run_sheet import RunSheet
from epcr.words.naming import lower

HEAD: Final = style.BAND + 40
FOOT: Final = BODY.leading + 4
PLACE: Final = 76.0  # that `Page 10 of 10` takes of the foot, with what parts it from the rest
MARK: Final = 92.0
NAME: Final = Style(size=15, leading=18, bold=True)
WHO: Final = Style(size=11, leading=13, bold=True)


@dataclass(frozen=True)
class Head:
    """The words on top of every page."""

    number: str
    name: str
    who: str
    complaint: str
    call: str
    state: str


@dataclass(frozen=True)
class Foot:
    """The words at the foot of every page: which sheet it is, and of which class."""

    identity: str
    classroom: str = ""

    def beside(self, width: float) -> bool:
        """Whether the class has room beside the rest; else it has a line of its own."""
        return beside(self.identity, self.classroom, width - PLACE)

    def high(self, width: float) -> float:
        """How high it is."""
        return FOOT if self.beside(width) else FOOT + BODY.leading


def head_of(run_sheet: RunSheet, context: Context, *, state_word: str, revision: int) -> Head:
    """Read them from the sheet."""
    patient, incident = run_sheet.patient, run_sheet.incident
    name = patient.name() or f"Name {lower(said(patient, 'last_name', context)) or NOT_DOCUMENTED}"
    complaint = said(run_sheet.history, "chief_complaint", context) or f"Chief complaint {NOT_DOCUMENTED}"
    unit = said(incident, "unit", context) or f"Unit {NOT_DOCUMENTED}"
    day = incident.show("date_of_call", context) or f"date of call {NOT_DOCUMENTED}"
    return Head(
        f"Run sheet {run_sheet.number} · revision {revision}",
        name,
        _who(run_sheet, context),
        complaint,
        f"{unit} · {day}",
        state_word,
    )


def draw_head(paper: Paper, head: Head, *, first: bool) -> None:
    """The head of a page."""
    if first:
        _draw(paper, head)
        return
    with paper.artifact():
        _draw(paper, head)


def draw_foot(paper: Paper, foot: Foot, place: str) -> None:
    """The foot of a page, and which page it is."""
    left, width = style.MARGIN, paper.width - 2 * style.MARGIN
    top = paper.height - style.EDGE - foot.high(width) + 2
    apart = not foot.beside(width)
    with paper.artifact():
        paper.rules([(left, top, left + width, top)])
        room = width - PLACE
        imprint(paper, left, top + 2, foot.identity, "" if apart else foot.classroom, room=room)
        paper.write(left + room, top + 2, place, STRONG, room=PLACE, align="right")
        if apart:
            paper.write(left, top + 2 + BODY.leading, named(foot.classroom), BODY, room=width)


def _draw(paper: Paper, head: Head) -> None:
    left, width = style.MARGIN, paper.width - 2 * style.MARGIN
    paper.band(TRAINING, room=330, of_what=head.number)
    y = style.EDGE + style.BAND + 4
    _state(paper, head.state, left + width - MARK, y)
    room = width - MARK - 10
    who = min(lines.one_line(head.who, WHO), room * 0.6)
    how = next(
        (size for size in _SIZES if lines.one_line(head.name, size) + who + 10 <= room),
        _SIZES[-1],
    )
    with paper.element("H1"):
        used = paper.write(left, y, head.name, how, room=room - who - 10)
        paper.write(left + used + 10, y + 3.4, head.who, WHO, room=who + 0.1)
    y += NAME.leading + 1
    call = min(lines.one_line(head.call, STRONG), width * 0.45)
    paper.write(left, y, head.complaint, style.HEADING, room=width - call - 14)
    paper.write(left + width - call - 0.1, y + 1.4, head.call, STRONG, room=call + 0.2, align="right")
    paper.rules(
        [(left, y + 15, left + width, y + 15)],
        weight=style.FRAME,
        gray=style.BLACK,
    )


def _state(paper: Paper, word: str, x: float, y: float) -> None:
    """The state in words; what is not submitted is framed."""
    mark, framed = words.state_mark(word)
    if framed:
        paper.frame(x + 1, y, MARK - 2, 17, weight=style.HEAVY)
        paper.write(x + 4, y + 1, mark, replace(NAME, size=13, leading=15), room=MARK - 8, align="center")
    else:
        paper.write(x, y + 3, mark, style.HEADING, room=MARK, align="right")


def _who(run_sheet: RunSheet, context: Context) -> str:
    patient = run_sheet.patient
    facts = [("age", words.age(run_sheet, context))]
    facts += [(name, said(patient, name, context) or NOT_DOCUMENTED) for name in ("sex", "weight")]
    missing = [name for name, value in facts if value == NOT_DOCUMENTED]
    known = [
        value if getattr(patient, name) is not None or name == "age" else f"{name} {lower(value)}"
        for name, value in facts
        if value != NOT_DOCUMENTED
    ]
    if missing:
        known.append(f"{words.listed(missing)} {NOT_DOCUMENTED}")
    return " · ".join(lower(value) for value in known)


_SIZES: Final = tuple(replace(NAME, size=size) for size in (15, 13, 11))
