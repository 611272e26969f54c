"""The head of a handoff: who it is about, readable from a meter, what is wrong, how urgent, who brings them and when."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from epcr.checks.sentences import lower
from epcr.report import lines, style, words
from epcr.report.fitting import as_many
from epcr.report.handoff.leaf import Leaf
from epcr.report.style import BODY, STRONG, Style
from epcr.report.words import NOT_DOCUMENTED, TRAINING, clock, said

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
COMPLAINTS: Final = (16.0, 14.0, 12.0)  # points
HEIGHT: Final = style.BAND + 4 + style.NAME.leading + 2 + 22 + 2 * BODY.leading + 4


def draw(leaf: Leaf, state_word: str, revision: int) -> None:
    """The band, the patient line, complaint and acuity, unit and crew, the times of the call."""
    told = f"{leaf.form.name} handoff · sheet {leaf.run_sheet.number} · revision {revision}"
    leaf.page.band(TRAINING, room=290, said=told)
    y = style.EDGE + style.BAND + 4
    _patient(leaf, state_word, y)
    y += style.NAME.leading + 2
    _complaint(leaf, y, leaf.width - _acuity(leaf, y) - 12)
    y += 22
    with leaf.page.element("P"):
        _unit_and_crew(leaf, y)
    leaf.page.write(leaf.left, y + BODY.leading, _times(leaf), BODY, room=leaf.width)


def _patient(leaf: Leaf, state_word: str, y: float) -> None:
    patient = leaf.run_sheet.patient
    missing = lower(said(patient, "last_name", leaf.context)) or NOT_DOCUMENTED
    name = patient.name() or f"Name {missing}"
    _state(leaf, state_word, y)
    leaf.page.bookmark(name, y)
    before = leaf.letter(leaf.form.identification, leaf.left, y + 6)
    with leaf.page.element("H1"):
        _name_and_who(leaf, name, _who(leaf), leaf.left + before, y, leaf.width - before - MARK - 10)


def _name_and_who(leaf: Leaf, name: str, who: str, x: float, y: float, room: float) -> None:
    """Side by side and as large as both fit; a very long name stands on two lines, before it is cut at all."""
    page = leaf.page
    page.note_missing(name)
    for size, beside in NAMES:
        how, quiet = replace(style.NAME, size=size), replace(style.WHO, size=beside)
        if lines.one_line(name, how) + 12 + lines.one_line(who, quiet) <= room:
            used = page.write(x, y, name, how, room=room)
            # Both stand on one baseline, whatever their sizes.
            shift = (
                (how.leading + how.size) / 2
                - (quiet.leading + quiet.size) / 2
                - 0.2 * (how.size - quiet.size)
            )
            page.write(x + used + 12, y + shift, who, quiet, room=room - used - 12)
            return
    small = Style(size=10.5, leading=11.8, bold=True)
    wide = min(lines.one_line(who, small), room * 0.5)
    written, _ = lines.first_lines(name, small, room - wide - 12, 2)
    page.set_lines(x, y, written, small)
    page.write(x + room - wide, y, who, small, room=wide + 0.1)


def _state(leaf: Leaf, state_word: str, y: float) -> None:
    page, x = leaf.page, leaf.right - MARK
    told, framed = words.state_mark(state_word)
    if framed:
        page.frame(x + 1, y, MARK - 2, 22, weight=style.HEAVY)
        how = style.MARK if len(told) <= SHORT else replace(style.MARK, size=15)
        page.write(x + 4, y + 1, told, how, room=MARK - 8, align="center")
    else:
        page.write(x, y + 6, told, style.HEADING, room=MARK, align="right")


def _who(leaf: Leaf) -> str:
    patient, context = leaf.run_sheet.patient, leaf.context
    age = words.age(leaf.run_sheet, context)
    told = [age if age != NOT_DOCUMENTED else f"age {NOT_DOCUMENTED}"]
    told.append(
        lower(words.shown(patient, "sex", context))
        if patient.sex
        else f"sex {lower(said(patient, 'sex', context)) or NOT_DOCUMENTED}"
    )
    weight = words.shown(patient, "weight", context)
    told.append(
        weight
        if patient.weight is not None
        else f"weight {weight if weight == NOT_DOCUMENTED else lower(weight)}"
    )
    if told == [f"{name} {NOT_DOCUMENTED}" for name in ("age", "sex", "weight")]:
        return f"Age, sex, weight {NOT_DOCUMENTED}"
    return " · ".join(told)


def _acuity(leaf: Leaf, y: float) -> float:
    """How urgent, framed, white on black where it is critical. Returns its width."""
    primary, page = leaf.run_sheet.primary, leaf.page
    told = words.shown(primary, "initial_acuity", leaf.context)
    told = told if primary.initial_acuity else f"Acuity {lower(told) if told != NOT_DOCUMENTED else told}"
    most = leaf.width * 0.42
    sizes = (Style(size=size, leading=18, bold=True) for size in (15.0, 13.0, 11.0))
    how = next(
        (one for one in sizes if lines.one_line(told, one) + 12 <= most), Style(size=9, leading=18, bold=True)
    )
    wide = min(lines.one_line(told, how) + 12, most)
    critical = primary.initial_acuity == CRITICAL
    if critical:
        page.fill(leaf.right - wide, y, wide, 19, style.BLACK)
    page.frame(leaf.right - wide, y, wide, 19, weight=1.4)
    white = replace(how, gray=style.WHITE) if critical else how
    page.write(leaf.right - wide + 6, y + 0.4, told, white, room=wide - 11.9)
    return wide


def _complaint(leaf: Leaf, y: float, room: float) -> None:
    """The chief complaint in one line as large as it fits, else in two."""
    page, history = leaf.page, leaf.run_sheet.history
    told = said(history, "chief_complaint", leaf.context) or f"Chief complaint {NOT_DOCUMENTED}"
    for size in COMPLAINTS:
        how = Style(size=size, leading=19, bold=True)
        if lines.fits(told, how, room):
            page.write(leaf.left, y, told, how, room=room)
            return
    small = Style(size=style.SMALLEST, leading=10.9, bold=True)
    page.note_missing(told)
    written, _ = lines.first_lines(told, small, room, 2)
    with page.element("P"):
        page.set_lines(leaf.left, y, written, small)


def _unit_and_crew(leaf: Leaf, y: float) -> None:
    page, sheet = leaf.page, leaf.run_sheet
    unit = said(sheet.incident, "unit", leaf.context) or f"Unit {NOT_DOCUMENTED}"
    used = page.write(leaf.left, y, unit, STRONG, room=130)
    crew = [words.member(one, sheet) for one in sheet.entries("crew")]
    room = leaf.width - used - 8
    page.note_missing(" ".join(crew))
    told = as_many(crew, lambda text: lines.fits(text, BODY, room)) if crew else f"Crew {NOT_DOCUMENTED}"
    page.write(leaf.left + used + 8, y, told, BODY, room=room)


def _times(leaf: Leaf) -> str:
    incident, customs = leaf.run_sheet.incident, leaf.context.customs
    told = [
        (words.call_time(incident, name), clock(moment, customs))
        for name in TIMES
        if (moment := getattr(incident, name)) is not None
    ]
    if not told:
        return f"Call times {NOT_DOCUMENTED}"
    day = f"{customs.day:%m/%d/%Y}" if customs.day else ""
    exact = _in_one(day, told)
    return (
        exact if lines.fits(exact, BODY, leaf.width) else _in_one(day, [(word, at[:5]) for word, at in told])
    )


def _in_one(day: str, told: Sequence[tuple[str, str]]) -> str:
    return " · ".join([day, *(f"{word} {at}" for word, at in told)])
