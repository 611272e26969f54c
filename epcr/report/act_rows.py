"""The interventions of a handoff as rows: what is shortened, gathered and left out first where there are more than fit.

It knows the words of an act and the width of its cells; where the rows stand is for the page.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Final

from epcr.checks.sentences import lower
from epcr.report import lines, words
from epcr.report.style import BODY, STRONG, Style
from epcr.report.words import NOT_DOCUMENTED, SEE, clock, said
from epcr.sheet.catalog import catalog
from epcr.sheet.context import Context
from epcr.sheet.interventions import Intervention
from epcr.sheet.vocabulary import vocabulary

# Categories of the catalog whose procedures a receiving clinician misses least.
_LIGHT: Final = frozenset(
    {"Assessment and vital signs", "Moving and handing over", "Splinting and spine", "Other"}
)
_LOOKING: Final = frozenset({"acquire", "interpret", "monitor"})  # what is done with it


@dataclass(frozen=True)
class Act:
    """An intervention in the words of its row."""

    time: str
    name: str
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
    times: tuple[str, ...] = ()

    @property
    def refused(self) -> bool:
        return bool(self.reason)

    @property
    def weight(self) -> int:
        """What is left out last weighs most."""
        if self.refused:
            return 4
        if not self.given:
            return 1
        return 3 if self.kind == "medication" else 0 if self.light else 2

    @property
    def key(self) -> tuple[str, ...]:
        """What equal acts have in common."""
        return (self.name, self.how, self.by, self.response, self.verdict, self.reason)

    @property
    def detail(self) -> str:
        """How it was done, and when else."""
        repeated = f"×{len(self.times)}, last {self.times[-1]}" if len(self.times) > 1 else ""
        return ", ".join(part for part in (self.how, repeated) if part)


@dataclass(frozen=True)
class Piece:
    """Text in a cell: of which column, how far to the right, on which line, in which style."""

    column: int
    x: float
    line: int
    text: str
    how: Style


@dataclass(frozen=True)
class Laid:
    """An act as a row: its pieces from the left edge of the table, and how many lines it takes."""

    act: Act
    pieces: tuple[Piece, ...]
    height: int


def act_row(act: Intervention, told: Mapping[str, Any], context: Context) -> Act:
    name, how = words.item(act), words.detail(act, context)
    by, response = words.performer(act, context), ""
    if act.given:
        response = lower(said(act, "response", context)) or NOT_DOCUMENTED
        wrong = [code for code in act.complications or () if code != "no_complication"]
        if wrong:
            response += "; " + ", ".join(lower(vocabulary("complication").label(code)) for code in wrong)
    elif act.item:
        how = f"NOT GIVEN: {lower(vocabulary('reason').label(act.why('item')))}"
    time = clock(act.performed_at, context.customs) if act.performed_at else "no time"
    row = catalog().rows.get(act.item or "")
    light = row is not None and (row.category in _LIGHT or row.mode in _LOOKING)
    return Act(
        time,
        name,
        how,
        by,
        response,
        words.verdict(told),
        words.explanation(told),
        words.grounds(told),
        act.kind,
        light,
        act.given,
        words.whose(act),
        (time,),
    )


def fit_acts(acts: Sequence[Act], widths: Sequence[float], capacity: int) -> tuple[list[Laid], list[Act]]:
    """The rows that fit into so many lines, in the order of time, and the acts left out."""
    rows = [_row(act, widths, 2, 2) for act in acts]
    _one_line_each(rows, widths, capacity)
    if _lines(rows) <= capacity:
        return rows, []
    gathered = _gathered(acts)
    # Why an act was refused is worth more than a row of what matters least; that is named below.
    rows = [_row(act, widths, 1, 2) for act in gathered]
    kept = _kept(rows, capacity, most=1)
    if _lines(kept) > capacity:
        rows = [_row(act, widths, 1, 1) for act in gathered]
        kept = _kept(rows, capacity, most=4)
    return kept, [row.act for row in rows if row not in kept]


def _kept(rows: Sequence[Laid], capacity: int, most: int) -> list[Laid]:
    """The rows without those that weigh least, up to this weight, that have no room."""
    out: set[int] = set()
    used = _lines(rows)
    for number in sorted(range(len(rows)), key=lambda number: (rows[number].act.weight, number)):
        if used <= capacity - hidden_lines(len(out)) or rows[number].act.weight > most:
            break
        out.add(number)
        used -= rows[number].height
    fitting = used <= capacity - hidden_lines(len(out))
    return [row for number, row in enumerate(rows) if number not in out] if fitting else list(rows)


def _lines(rows: Sequence[Laid]) -> int:
    return sum(row.height for row in rows)


def hidden_lines(count: int) -> int:
    """How many lines name so many acts that have no row."""
    return min(count, 1) if count <= 2 else 2


def _one_line_each(rows: list[Laid], widths: Sequence[float], capacity: int) -> None:
    """Cut cells to one line, those that weigh least first, until the rows fit."""
    for number in sorted(range(len(rows)), key=lambda number: (rows[number].act.weight, number)):
        if _lines(rows) <= capacity:
            return
        rows[number] = _row(rows[number].act, widths, 1, 2)


def _row(act: Act, widths: Sequence[float], cell_lines: int, reason_lines: int) -> Laid:
    pieces = [Piece(0, 5, 0, act.time, BODY), *_what(act, widths[0], widths[1] - 5, cell_lines)]
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
        pieces += [Piece(column, x, number, line, how) for number, line in enumerate(written)]
        x += room
    height = 1 + max(piece.line for piece in pieces)
    if act.reason:
        reasons, _ = lines.first_lines(
            act.reason if reason_lines > 1 else act.grounds, BODY, sum(widths[1:]) - 5, reason_lines
        )
        pieces += [Piece(4, widths[0], height + number, line, BODY) for number, line in enumerate(reasons)]
        height += len(reasons)
    return Laid(act, tuple(pieces), height)


def _what(act: Act, x: float, room: float, cell_lines: int) -> list[Piece]:
    """The item in bold and how it was done: on one line where there is room, else below it, else cut.

    Of what was not given just that is bold.
    """
    bold, plain = (STRONG, BODY) if act.given else (BODY, STRONG)
    name, detail = lines.cut(act.name, bold, room), act.detail
    used = lines.width(name, bold) + 4
    if not detail:
        return [Piece(1, x, 0, name, bold)]
    if used < room and lines.fits(detail, plain, room - used):
        return [
            Piece(1, x, 0, name, bold),
            Piece(1, x + used, 0, lines.cut(detail, plain, room - used), plain),
        ]
    if cell_lines > 1:
        written, _ = lines.first_lines(detail, plain, room, cell_lines - 1)
        below = [Piece(1, x, 1 + number, line, plain) for number, line in enumerate(written)]
        return [Piece(1, x, 0, name, bold), *below]
    name = lines.cut(
        act.name, bold, max(room * 0.45, room - 4 - lines.width(lines.cut(detail, plain, room), plain))
    )
    used = lines.width(name, bold) + 4
    return [Piece(1, x, 0, name, bold), Piece(1, x + used, 0, lines.cut(detail, plain, room - used), plain)]


def _gathered(acts: Sequence[Act]) -> list[Act]:
    """Equal acts in one, with all their times."""
    found: dict[tuple[str, ...], Act] = {}
    for act in acts:
        earlier = found.get(act.key)
        found[act.key] = replace(earlier, times=(*earlier.times, act.time)) if earlier else act
    return list(found.values())


def hidden_acts(hidden: Sequence[Act]) -> str:
    total = sum(len(act.times) for act in hidden)
    told = []
    for word, wanted in (
        ("medication", [one for one in hidden if one.kind == "medication"]),
        ("outside scope", [one for one in hidden if one.refused]),
    ):
        number = sum(len(act.times) for act in wanted)
        if number:
            told.append(f"{number} {word}{'s' if number > 1 and word == 'medication' else ''}")
    return f"+{total} more{', of them ' + ', '.join(told) if told else ''}, {SEE}"
