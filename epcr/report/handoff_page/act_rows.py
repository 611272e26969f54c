"""The interventions of a handoff as rows: the words of an act, and what of them is cut first where a cell is narrow.

Which acts have a row where there are more than fit is for `epcr.report.handoff_page.act_choice`; where the rows stand is for the page.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from epcr.handoff import words
from epcr.handoff.priorities import response_due, short_name, urgency
from epcr.handoff.words import NOT_DOCUMENTED, clock, said
from epcr.paper import lines
from epcr.paper.style import BODY, STRONG, Style
from epcr.sheet.catalog import catalog
from epcr.sheet.context import Context
from epcr.sheet.interventions import Intervention
from epcr.sheet.run_sheet import RunSheet
from epcr.sheet.verdict import KeptVerdict
from epcr.sheet.vocabulary import vocabulary
from epcr.words.naming import lower

# Categories of the catalog whose procedures a receiving clinician misses least.
_LIGHT: Final = frozenset(
    {"Assessment and vital signs", "Moving and handing over", "Splinting and spine", "Other"}
)
# What is left out last weighs most; above what was outside scope is only what is urgent in an arrest.
_LIGHTEST, LIGHT, PROCEDURE, _MEDICATION, REFUSED = range(5)
WHOLE: Final = 99  # lines, more than any cell has
_LOOKING: Final = frozenset({"acquire", "interpret", "monitor"})  # what is done with it


@dataclass(frozen=True)
class InterventionWords:
    """An intervention in the words of its row; `short` is its name where there is little room, `urgent` how early it comes."""

    time: str
    name: str
    short: str
    how: str
    by: str
    response: str
    verdict: str
    reason: str
    grounds: str
    kind: str
    light: bool
    given: bool
    whose: str
    urgent: int = 0
    times: tuple[str, ...] = ()

    @property
    def refused(self) -> bool:
        return bool(self.reason)

    @property
    def weight(self) -> int:
        """The heavier, the later it is left out."""
        if self.urgent:
            return REFUSED + self.urgent
        if self.refused:
            return REFUSED
        if not self.given:
            return LIGHT
        if self.kind == "medication":
            return _MEDICATION
        return _LIGHTEST if self.light else PROCEDURE

    @property
    def key(self) -> tuple[str, ...]:
        """What equal acts have in common."""
        return (self.name, self.how, self.by, self.response, self.verdict, self.reason)

    @property
    def repeated(self) -> str:
        """How often, and when last, where it was more than once."""
        return f"×{len(self.times)}, last {self.times[-1]}" if len(self.times) > 1 else ""

    @property
    def detail(self) -> str:
        """How it was done, and when else."""
        return ", ".join(part for part in (self.how, self.repeated) if part)

    @property
    def named(self) -> str:
        """Where it has no row: when and what, and what must not be taken for done by this unit."""
        other = " NOT GIVEN" if not self.given else f" ({self.whose})" if self.whose else ""
        return f"{self.time} {self.short}{other}"


@dataclass(frozen=True)
class CellText:
    """Text in a cell: of which column, how far to the right, on which line, in which style; or of the reason below the cells."""

    column: int
    x: float
    line: int
    text: str
    how: Style
    reason: bool = False


@dataclass(frozen=True)
class Laid:
    """An act as a row: its pieces from the left edge of the table, and how many lines it takes."""

    act: InterventionWords
    pieces: tuple[CellText, ...]
    height: int

    @property
    def cells(self) -> int:
        """How many lines it takes without the reason."""
        return self.height - sum(piece.reason for piece in self.pieces)


def act_row(
    act: Intervention, run_sheet: RunSheet, verdict: KeptVerdict, context: Context
) -> InterventionWords:
    name = words.item(act)
    time = clock(act.performed_at, context.customs) if act.performed_at else "no time"
    return InterventionWords(
        time,
        name,
        short_name(act.item, name),
        _how(act, context),
        words.performer(act, context),
        _response(act, run_sheet, context) if act.given else "",
        verdict.mark.paper,
        words.explanation(verdict),
        words.grounds(verdict),
        act.kind,
        _is_light(act.item),
        act.given,
        words.whose(act),
        urgency(act, run_sheet),
        (time,),
    )


def _how(act: Intervention, context: Context) -> str:
    """With what it was done; of what was not given, why."""
    if act.given or not act.item:
        return words.detail(act, context)
    return f"NOT GIVEN: {lower(vocabulary('reason').label(act.why('item')))}"


def _response(act: Intervention, run_sheet: RunSheet, context: Context) -> str:
    """What it did, and what went wrong."""
    response = lower(said(act, "response", context))
    if not response and response_due(act, run_sheet):
        response = NOT_DOCUMENTED
    return "; ".join(part for part in (response, ", ".join(words.complications(act))) if part)


def _is_light(item: str | None) -> bool:
    """Whether a receiving clinician misses it least."""
    row = catalog().rows.get(item or "")
    return row is not None and (row.category in _LIGHT or row.mode in _LOOKING)


def laid(
    act: InterventionWords, widths: Sequence[float], cell_lines: int = WHOLE, reason_lines: int = WHOLE
) -> Laid:
    """The act as a row whose cells and whose reason have at most so many lines; of one line, the reason is told by its grounds."""
    pieces = [CellText(0, 5, 0, act.time, BODY), *_what(act, widths[0], widths[1] - 5, cell_lines)]
    x = widths[0] + widths[1]
    for column, (text, room, how) in enumerate(
        (
            (act.by, widths[2], BODY),
            (act.response, widths[3], STRONG if act.response == NOT_DOCUMENTED else BODY),
            (act.verdict, widths[4], STRONG if act.refused else BODY),
        ),
        start=2,
    ):
        written, _ = lines.first_lines(text, how, room - 4, cell_lines)
        pieces += [CellText(column, x, number, line, how) for number, line in enumerate(written)]
        x += room
    height = 1 + max(piece.line for piece in pieces)
    if act.reason:
        reasons, _ = lines.first_lines(
            act.reason if reason_lines > 1 else act.grounds, BODY, sum(widths[1:]) - 5, reason_lines
        )
        pieces += [
            CellText(4, widths[0], height + number, line, BODY, reason=True)
            for number, line in enumerate(reasons)
        ]
        height += len(reasons)
    return Laid(act, tuple(pieces), height)


def _what(act: InterventionWords, x: float, room: float, cell_lines: int) -> list[CellText]:
    """The item in bold and how it was done: on one line where there is room, else below it, else cut.

    Of what was not given just that is bold.
    """
    bold, plain = (STRONG, BODY) if act.given else (BODY, STRONG)
    if beside := _beside(act, act.name, x, room, (bold, plain)):
        return beside
    names, cut = lines.first_lines(act.name, bold, room, cell_lines)
    details = list(lines.wrap(act.detail, plain, room)) if act.detail else []
    if not cut and len(names) + len(details) <= cell_lines:
        return [
            *(CellText(1, x, number, line, bold) for number, line in enumerate(names)),
            *(CellText(1, x, len(names) + number, line, plain) for number, line in enumerate(details)),
        ]
    if beside := _beside(act, act.short, x, room, (bold, plain)):
        return beside
    if cell_lines > 1:
        below = _first_details(act, plain, room, cell_lines - 1)
        return [
            CellText(1, x, 0, lines.cut(act.short, bold, room), bold),
            *(CellText(1, x, 1 + number, line, plain) for number, line in enumerate(below)),
        ]
    name = lines.cut(act.short, bold, max(room * 0.45, room - 4 - lines.one_line(act.detail, plain)))
    used = lines.width(name, bold) + 4
    return [
        CellText(1, x, 0, name, bold),
        *(CellText(1, x + used, 0, line, plain) for line in _first_details(act, plain, room - used, 1)),
    ]


def _beside(
    act: InterventionWords, name: str, x: float, room: float, styles: tuple[Style, Style]
) -> list[CellText] | None:
    """The name and all of how it was done on one line, where they fit."""
    bold, plain = styles
    if not lines.fits(name, bold, room):
        return None
    name = lines.cut(name, bold, room)
    if not act.detail:
        return [CellText(1, x, 0, name, bold)]
    used = lines.width(name, bold) + 4
    if used >= room or not lines.fits(act.detail, plain, room - used):
        return None
    return [
        CellText(1, x, 0, name, bold),
        CellText(1, x + used, 0, lines.cut(act.detail, plain, room - used), plain),
    ]


def _first_details(act: InterventionWords, plain: Style, room: float, most: int) -> list[str]:
    """How it was done on at most so many lines; how often and when last is never what is cut."""
    written, cut = lines.first_lines(act.detail, plain, room, most)
    if not cut or not act.repeated or not act.how:
        return written
    often = f", {act.repeated}"
    return [lines.cut(act.how, plain, room - lines.width(often, plain)) + often]
