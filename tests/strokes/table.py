"""What was measured before beside what was counted now, as lines of a table."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from tests.strokes.finger import Strokes

MEASURED: Final = Path(__file__).with_name("measured.toml")
WITHOUT_TEXTS_AIM_S: Final = 240  # issue 19: under four minutes
HEAD: Final = (
    f"{'':28}{'before: taps keys flicks loads     s':>37}{'now: taps keys flicks loads     s':>37}   aim"
)


@dataclass(frozen=True)
class Before:
    """A row of the measurement before; `seconds` is None where it has none, `aim` and `aim_taps` where nothing is asked for."""

    name: str
    strokes: Strokes
    seconds: float | None
    aim: float | None
    aim_taps: int | None

    def line(self, now: Strokes) -> str:
        """The row with what it takes now."""
        before = _numbers(self.strokes, self.seconds) if self.seconds is not None else "not measured"
        return f"{self.name:28}{before:>37}{_numbers(now, now.seconds):>37}   {self._aim(now)}"

    def _aim(self, now: Strokes) -> str:
        if self.aim_taps is not None:
            return f"{self.aim_taps} tap: {_reached(now.taps <= self.aim_taps)}"
        return f"{self.aim:g} s: {_reached(now.seconds <= self.aim)}" if self.aim is not None else ""


def _reached(is_so: bool) -> str:  # noqa: FBT001
    return "reached" if is_so else "missed"


def _numbers(strokes: Strokes, seconds: float) -> str:
    return f"{strokes.taps:4} {strokes.keys:4} {strokes.flicks:6} {strokes.loads:5} {seconds:5.1f}"


def measured(kind: str) -> Mapping[str, Before]:
    """The rows of `unit` or `call` by their keys."""
    rows = tomllib.loads(MEASURED.read_text(encoding="utf-8"))[kind]
    return {key: _before(key, row) for key, row in rows.items()}


def _before(key: str, row: dict[str, float | str]) -> Before:
    counted = Strokes(*(int(row.get(part, 0)) for part in ("taps", "keys", "flicks", "loads")))
    return Before(
        str(row.get("name", key.replace("_", " "))),
        counted,
        row.get("seconds"),
        row.get("aim"),
        row.get("aim_taps"),
    )


def whole(rows: Mapping[str, Strokes], left_out: Iterable[str]) -> Iterator[str]:
    """The lines of a whole call, their sum, and the sum without the rows of long texts."""
    before = measured("call")
    yield from (before[key].line(now) for key, now in rows.items())
    yield _sum("the whole call", before, rows, None)
    short = {key: now for key, now in rows.items() if key not in set(left_out)}
    yield _sum("without the long texts", before, short, WITHOUT_TEXTS_AIM_S)


def _sum(name: str, before: Mapping[str, Before], rows: Mapping[str, Strokes], aim: float | None) -> str:
    counted = sum((before[key].strokes for key in rows), Strokes())
    seconds = sum(before[key].seconds or 0 for key in rows)
    now = sum(rows.values(), Strokes())
    # A row's second taps are counted in the row, as the measurement before did.
    taken = sum(row.seconds for row in rows.values())
    reached = f"{aim:g} s: {_reached(taken <= aim)}" if aim else ""
    return f"{name:28}{_numbers(counted, seconds):>37}{_numbers(now, taken):>37}   {reached}"
