"""Which interventions of a handoff have a row where there are more than fit: what is cut, gathered and left out first.

It weighs rows and counts lines; what stands in a row is for `epcr.report.handoff_page.act_rows`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Final

from epcr.paper import fonts, lines
from epcr.paper.fitting import SEE
from epcr.paper.style import BODY, STRONG
from epcr.report.handoff_page.act_rows import LIGHT, PROCEDURE, REFUSED, WHOLE, InterventionWords, Laid, laid
from epcr.sheet.verdict_marks import BEYOND_SCOPE

_BETWEEN: Final = " · "
_INSET: Final = 10.0  # of the lines that name acts without a row, on both sides together
_REASON: Final = 2  # lines of why an act was refused, where rows are cut


@dataclass(frozen=True)
class Hidden:
    """What is said of acts without a row: how many, then which, line by line, as far as there is room to name them."""

    lead: str = ""
    lines: tuple[str, ...] = ()


@dataclass(frozen=True)
class Chosen:
    """The rows in the order of time, and what is said of the acts left out."""

    rows: Sequence[Laid]
    hidden: Hidden = Hidden()

    @property
    def count(self) -> int:
        """How many lines all of it takes."""
        return lines_of(self.rows) + len(self.hidden.lines)


def lines_of(rows: Iterable[Laid]) -> int:
    """How many lines rows take."""
    return sum(row.height for row in rows)


def choose(
    acts: Sequence[InterventionWords], widths: Sequence[float], capacity: int, whole: Sequence[Laid]
) -> Chosen:
    """What fits into so many lines; `whole` is the row of each act of which nothing is cut."""
    rows = list(whole)
    _cut_cells(rows, widths, capacity)
    if lines_of(rows) <= capacity:
        return Chosen(rows)
    gathered, together = _gathered(acts, lambda act: act.key), _gathered(acts, _of_a_kind)
    # Why an act was refused is worth more than a row of what matters least; that is named below. What is urgent in an arrest is
    # told of all of a kind together before a medication goes.
    tries = (
        (LIGHT, _REASON, gathered),
        (PROCEDURE, 1, gathered),
        (REFUSED, 1, together),
        (WHOLE, 1, together),
    )
    tables = (
        (_Table([laid(act, widths, 1, reason) for act in listed], widths, capacity), most)
        for most, reason, listed in tries
    )
    table = next(table for table, most in tables if table.leave_out(most))  # without any of them it fits
    table.put_back()
    table.widen()
    return table.chosen()


def _cut_cells(rows: list[Laid], widths: Sequence[float], capacity: int) -> None:
    """Cut cells, those that weigh least first and none more than must be, until the rows fit."""
    for number in _lightest_first(rows):
        over = lines_of(rows) - capacity
        if over <= 0:
            return
        rows[number] = laid(rows[number].act, widths, max(1, rows[number].cells - over), _REASON)


def _lightest_first(rows: Sequence[Laid]) -> list[int]:
    return sorted(range(len(rows)), key=lambda number: (rows[number].act.weight, number))


class _Table:
    """Rows, and which of them are left out."""

    def __init__(self, rows: list[Laid], widths: Sequence[float], capacity: int) -> None:
        self.rows, self.widths, self.capacity = rows, widths, capacity
        self.out: set[int] = set()

    def leave_out(self, most: int) -> bool:
        """Leave out what weighs least, up to this weight, until the rest fits; whether it does."""
        for number in _lightest_first(self.rows):
            if self._fits(self.out):
                return True
            if self.rows[number].act.weight > most:
                return False
            self.out.add(number)
        return True

    def put_back(self) -> None:
        """Give rows back that had to make room for a longer one, where they fit."""
        for number in reversed(_lightest_first(self.rows)):
            if number in self.out and self._fits(self.out - {number}):
                self.out.remove(number)

    def widen(self) -> None:
        """Make cells whole again where a line is left, those that weigh most first."""
        for number in reversed(_lightest_first(self.rows)):
            cut = self.rows[number]
            for cells, reason in ((WHOLE, WHOLE), (WHOLE, 1), (2, 1)):
                self.rows[number] = laid(cut.act, self.widths, cells, reason)
                if number in self.out or self._fits(self.out):
                    break
                self.rows[number] = cut

    def chosen(self) -> Chosen:
        """The rows that stay, and the others by name."""
        kept = [row for number, row in enumerate(self.rows) if number not in self.out]
        hidden = self._in_order_of_weight(self.out)
        return Chosen(kept, self._named(hidden))

    def _fits(self, out: set[int]) -> bool:
        used = sum(row.height for number, row in enumerate(self.rows) if number not in out)
        return used + len(self._broken(self._in_order_of_weight(out))) <= self.capacity

    def _in_order_of_weight(self, out: Iterable[int]) -> list[int]:
        return sorted(out, key=lambda number: (-self.rows[number].act.weight, number))

    def _named(self, hidden: Sequence[int]) -> Hidden:
        if not hidden:
            return Hidden()
        names = tuple(
            _BETWEEN.join(lines.cut(self.rows[number].act.named, BODY, self._room) for number in line)
            for line in self._broken(hidden)
        )
        return Hidden(_counted([self.rows[number].act for number in hidden]), names)

    def _broken(self, hidden: Sequence[int]) -> list[list[int]]:
        """Which acts are named on which line: no more lines than two or a quarter of the table."""
        if not hidden:
            return []
        lead = _counted([self.rows[number].act for number in hidden])
        broken: list[list[int]] = [[]]
        used = lines.width(lead, STRONG) + 5
        between = lines.width(_BETWEEN, BODY)
        for number in hidden:
            wide = self._wide[number] + (between if broken[-1] else 0.0)
            if used + wide > self._room:
                if len(broken) == max(2, self.capacity // 4):
                    break
                broken.append([])
                used, wide = 0.0, self._wide[number]
            broken[-1].append(number)
            used += wide
        return broken

    @property
    def _room(self) -> float:
        return sum(self.widths) - _INSET

    @cached_property
    def _wide(self) -> list[float]:
        """How wide the name of each is that has no row."""
        return [min(self._room, lines.width(fonts.printable(row.act.named).text, BODY)) for row in self.rows]


def _gathered(
    acts: Sequence[InterventionWords], key: Callable[[InterventionWords], tuple[str, ...]]
) -> list[InterventionWords]:
    """Acts with the same key in one, with all their times; how they were done where it differs, and the response of the last."""
    by_key: dict[tuple[str, ...], InterventionWords] = {}
    for act in acts:
        earlier = by_key.get(key(act))
        if earlier is None:
            by_key[key(act)] = act
            continue
        how = ", ".join(dict.fromkeys(part for part in (earlier.how, act.how) if part))
        by_key[key(act)] = replace(earlier, how=how, response=act.response, times=(*earlier.times, act.time))
    return list(by_key.values())


def _of_a_kind(act: InterventionWords) -> tuple[str, ...]:
    """What is urgent in an arrest is one act for each performer, whatever its size, dose and response were."""
    return (act.name, act.by, act.verdict, act.reason) if act.urgent else act.key


def _counted(hidden: Sequence[InterventionWords]) -> str:
    total = sum(len(act.times) for act in hidden)
    kinds = []
    for word, wanted in (
        ("medication", [act for act in hidden if act.kind == "medication"]),
        (BEYOND_SCOPE, [act for act in hidden if act.refused]),
    ):
        number = sum(len(act.times) for act in wanted)
        if number:
            kinds.append(f"{number} {word}{'s' if number > 1 and word == 'medication' else ''}")
    return f"+{total} more{', of them ' + ', '.join(kinds) if kinds else ''}, {SEE}"
