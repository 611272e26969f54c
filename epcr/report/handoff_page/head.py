"""The head of a handoff: who it is about, readable from a meter, what is wrong, how urgent, who brings them and when."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Final

from epcr.handoff import words
from epcr.handoff.words import NOT_DOCUMENTED, clock, said
from epcr.paper import lines, style
from epcr.paper.fitting import as_many
from epcr.paper.imprint import TRAINING
from epcr.paper.style import BODY, STRONG, Style
from epcr.report.handoff_page.leaf import Leaf
from epcr.sheet.date_words import write_date
from epcr.words.naming import lower

CRITICAL: Final = "2813001"  # eSituation.13
MARK: Final = 112.0  # the room of the state
SHORT: Final = 5  # letters of a state that is set large
TIMES: Final = (
    "call_received",
    "on_scene",
    "at_patient",
    "left_scene",
    "at_destination",
    "transfer_of_care",
    "cancelled",
)
NAMES: Final = ((20, 18), (17, 17), (14, 15), (12, 13))  # points of the name, and of who it is
NAME_SMALL: Final = Style(size=10.5, leading=11.8, bold=True)
NAME_LINES: Final = 2  # of those
COMPLAINTS: Final = (16.0, 14.0, 12.0)  # points
COMPLAINT_LINES: Final = 2  # small ones, where it does not fit so large
SMALL: Final = Style(size=style.SMALLEST, leading=10.9, bold=True)
UNIT: Final = 130.0
HEIGHT: Final = style.BAND + 4 + style.NAME.leading + 2 + 22 + 2 * BODY.leading + 4


@dataclass(frozen=True)
class HandoffHead:
    """What stands on top; complaint, crew and times have lines of their own where they are longer than usual."""

    leaf: Leaf
    state_word: str
    revision: int

    @property
    def usual(self) -> float:
        """As high as on a calm page."""
        return HEIGHT

    @property
    def least(self) -> float:
        """It is never lower."""
        return HEIGHT

    @property
    def line(self) -> float:
        """The highest of its lines."""
        return NAME_SMALL.leading

    @property
    def fits(self) -> bool:
        """Whether nothing is cut at its usual height."""
        return not any(self._more)

    @property
    def steady(self) -> float:
        """The same; nothing in it moves."""
        return self.whole

    @property
    def whole(self) -> float:
        """So high that nothing is cut."""
        return HEIGHT + sum(self._more) * self.line

    def used(self, high: float) -> float:
        """How much of this height its lines take: the crew is cut between its members."""
        name, complaint, times, crew = self._granted(high)
        return HEIGHT + (name + complaint + times + len(_crew_written(self.leaf, 1 + crew)) - 1) * self.line

    def draw(self, high: float) -> None:
        """The band, the patient line, complaint and acuity, unit and crew, the times of the call."""
        leaf = self.leaf
        what = f"{leaf.form.name} handoff · sheet {leaf.run_sheet.number} · revision {self.revision}"
        leaf.page.band(TRAINING, room=290, of_what=what)
        name, complaint, times, crew = self._granted(high)
        y = style.EDGE + style.BAND + 4
        _patient(leaf, self.state_word, y, NAME_LINES + name)
        y += style.NAME.leading + 2 + name * self.line
        _acuity(leaf, y)
        _complaint(leaf, y, self._complaint_room, COMPLAINT_LINES + complaint)
        y += 22 + complaint * self.line
        with leaf.page.element("P"):
            _unit_and_crew(leaf, y, 1 + crew)
        y += BODY.leading + crew * self.line
        written, _ = lines.first_lines(self._times, BODY, leaf.width, 1 + times)
        leaf.page.set_lines(leaf.left, y, written)

    @cached_property
    def _more(self) -> tuple[int, int, int, int]:
        """How many lines more than usual name, complaint, times and crew need."""
        return (
            _name_lines(self.leaf) - NAME_LINES,
            _lines_more(_complaint_words(self.leaf), SMALL, self._complaint_room, COMPLAINT_LINES),
            _lines_more(self._times, BODY, self.leaf.width, 1),
            _lines_more(", ".join(_crew(self.leaf)), BODY, _crew_room(self.leaf), 1),
        )

    def _granted(self, high: float) -> list[int]:
        """How many of them there is room for; those of the name first, of the crew last."""
        left = int((high - HEIGHT) / self.line + 0.01)
        granted = []
        for wanted in self._more:
            granted.append(min(wanted, left))
            left -= granted[-1]
        return granted

    @cached_property
    def _complaint_room(self) -> float:
        return self.leaf.width - _acuity_set(self.leaf)[1] - 12

    @cached_property
    def _times(self) -> str:
        return _times(self.leaf)


def _lines_more(text: str, how: Style, room: float, usual: int) -> int:
    """How many lines more than usual a text needs."""
    if lines.one_line(text, how) <= room:  # as most of them
        return 0
    return max(0, sum(1 for _ in lines.wrap(text, how, room)) - usual)


def _patient(leaf: Leaf, state_word: str, y: float, most: int) -> None:
    """Name and who it is side by side and as large as both fit, else on several small lines."""
    page, x, name, who = leaf.page, leaf.left, _name(leaf), _who(leaf)
    _state(leaf, state_word, y)
    page.bookmark(name, y)
    x += leaf.letter(leaf.form.identification, x, y + 6)
    page.note_missing(name)
    with page.element("H1"):
        large = _large(leaf)
        if large is not None:
            how, quiet = large
            used = page.write(x, y, name, how, room=_patient_room(leaf))
            # Both stand on one baseline, whatever their sizes.
            shift = (how.leading + how.size - quiet.leading - quiet.size) / 2 - 0.2 * (how.size - quiet.size)
            page.write(x + used + 12, y + shift, who, quiet, room=_patient_room(leaf) - used - 12)
            return
        beside, room, whose = _small(leaf)
        page.set_lines(x, y, lines.first_lines(name, NAME_SMALL, room, most)[0], NAME_SMALL)
        page.set_lines(x + beside, y, whose, NAME_SMALL)


def _name(leaf: Leaf) -> str:
    patient = leaf.run_sheet.patient
    return patient.name() or f"Name {lower(said(patient, 'last_name', leaf.context)) or NOT_DOCUMENTED}"


def _patient_room(leaf: Leaf) -> float:
    """What the letter and the state leave of the width."""
    return leaf.width - MARK - 10 - (16.0 if leaf.form.identification else 0.0)


def _large(leaf: Leaf) -> tuple[Style, Style] | None:
    """The largest sizes in which name and who it is stand beside each other; None where none is small enough."""
    name, who, room = _name(leaf), _who(leaf), _patient_room(leaf)
    for size, beside in NAMES:
        how, quiet = replace(style.NAME, size=size), replace(style.WHO, size=beside)
        if lines.one_line(name, how) + 12 + lines.one_line(who, quiet) <= room:
            return how, quiet
    return None


def _small(leaf: Leaf) -> tuple[float, float, Sequence[str]]:
    """Where who it is begins beside a long name, how much room the name has, and the lines of who it is."""
    room = _patient_room(leaf)
    whose, _ = lines.first_lines(_who(leaf), NAME_SMALL, room * 0.5, NAME_LINES)
    wide = max(lines.width(line, NAME_SMALL) for line in whose)
    return room - wide, room - wide - 12, whose


def _name_lines(leaf: Leaf) -> int:
    """How many lines the name takes, counted as if it had two at least."""
    if _large(leaf) is not None:
        return NAME_LINES
    return max(NAME_LINES, sum(1 for _ in lines.wrap(_name(leaf), NAME_SMALL, _small(leaf)[1])))


def _state(leaf: Leaf, state_word: str, y: float) -> None:
    page, x = leaf.page, leaf.right - MARK
    mark, framed = words.state_mark(state_word)
    if framed:
        page.frame(x + 1, y, MARK - 2, 22, weight=style.HEAVY)
        how = style.MARK if len(mark) <= SHORT else replace(style.MARK, size=15)
        page.write(x + 4, y + 1, mark, how, room=MARK - 8, align="center")
    else:
        page.write(x, y + 6, mark, style.HEADING, room=MARK, align="right")


def _who(leaf: Leaf) -> str:
    patient, context = leaf.run_sheet.patient, leaf.context
    age = words.age(leaf.run_sheet, context)
    facts = [age if age != NOT_DOCUMENTED else f"age {NOT_DOCUMENTED}"]
    facts.append(
        lower(words.shown(patient, "sex", context))
        if patient.sex
        else f"sex {lower(said(patient, 'sex', context)) or NOT_DOCUMENTED}"
    )
    weight = words.shown(patient, "weight", context)
    facts.append(
        weight
        if patient.weight is not None
        else f"weight {weight if weight == NOT_DOCUMENTED else lower(weight)}"
    )
    if facts == [f"{name} {NOT_DOCUMENTED}" for name in ("age", "sex", "weight")]:
        return f"Age, sex, weight {NOT_DOCUMENTED}"
    return " · ".join(facts)


def _acuity(leaf: Leaf, y: float) -> None:
    """How urgent, framed, white on black where it is critical."""
    page = leaf.page
    acuity, wide, how = _acuity_set(leaf)
    critical = leaf.run_sheet.primary.initial_acuity == CRITICAL
    if critical:
        page.fill(leaf.right - wide, y, wide, 19, style.BLACK)
    page.frame(leaf.right - wide, y, wide, 19, weight=1.4)
    white = replace(how, gray=style.WHITE) if critical else how
    page.write(leaf.right - wide + 6, y + 0.4, acuity, white, room=wide - 11.9)


def _acuity_set(leaf: Leaf) -> tuple[str, float, Style]:
    """What it says, how wide its frame is, and how it is set."""
    primary = leaf.run_sheet.primary
    acuity = words.shown(primary, "initial_acuity", leaf.context)
    acuity = (
        acuity
        if primary.initial_acuity
        else f"Acuity {lower(acuity) if acuity != NOT_DOCUMENTED else acuity}"
    )
    most = leaf.width * 0.42
    sizes = (Style(size=size, leading=18, bold=True) for size in (15.0, 13.0, 11.0))
    how = next(
        (size for size in sizes if lines.one_line(acuity, size) + 12 <= most),
        Style(size=9, leading=18, bold=True),
    )
    return acuity, min(lines.one_line(acuity, how) + 12, most), how


def _complaint(leaf: Leaf, y: float, room: float, most: int) -> None:
    """The chief complaint in one line as large as it fits, else in several small ones."""
    page, complaint = leaf.page, _complaint_words(leaf)
    for size in COMPLAINTS:
        how = Style(size=size, leading=19, bold=True)
        if lines.fits(complaint, how, room):
            page.write(leaf.left, y, complaint, how, room=room)
            return
    page.note_missing(complaint)
    written, _ = lines.first_lines(complaint, SMALL, room, most)
    with page.element("P"):
        page.set_lines(leaf.left, y, written, SMALL)


def _complaint_words(leaf: Leaf) -> str:
    complaint = said(leaf.run_sheet.history, "chief_complaint", leaf.context)
    return complaint or f"Chief complaint {NOT_DOCUMENTED}"


def _unit_and_crew(leaf: Leaf, y: float, most: int) -> None:
    page = leaf.page
    page.write(leaf.left, y, _unit(leaf), STRONG, room=UNIT)
    page.note_missing(" ".join(_crew(leaf)))
    left = leaf.right - _crew_room(leaf)
    page.set_lines(left, y, _crew_written(leaf, most), replace(BODY, leading=SMALL.leading))


def _crew_written(leaf: Leaf, most: int) -> Sequence[str]:
    room = _crew_room(leaf)
    named, _ = as_many(_crew(leaf), lambda text: not lines.first_lines(text, BODY, room, most)[1])
    return lines.first_lines(named, BODY, room, most)[0]


def _unit(leaf: Leaf) -> str:
    return said(leaf.run_sheet.incident, "unit", leaf.context) or f"Unit {NOT_DOCUMENTED}"


def _crew(leaf: Leaf) -> list[str]:
    sheet = leaf.run_sheet
    return [words.member(colleague, sheet) for colleague in sheet.entries("crew")] or [
        f"Crew {NOT_DOCUMENTED}"
    ]


def _crew_room(leaf: Leaf) -> float:
    """What the unit leaves of the line."""
    return leaf.width - lines.width(lines.cut(_unit(leaf), STRONG, UNIT), STRONG) - 8


def _times(leaf: Leaf) -> str:
    """The day and the times of the call; where they are longer than a line, to the minute."""
    incident, customs = leaf.run_sheet.incident, leaf.context.customs
    moments = [(name, moment) for name in TIMES if (moment := getattr(incident, name)) is not None]
    if not moments:
        return f"Call times {NOT_DOCUMENTED}"
    day = [write_date(customs.day)] if customs.day else []
    exact, short = (
        " · ".join([*day, *(f"{words.call_time(incident, name)} {clock(at, customs)}" for name, at in times)])
        for times in (moments, [(name, moment.replace(second=0)) for name, moment in moments])
    )
    return exact if lines.fits(exact, BODY, leaf.width) else short
