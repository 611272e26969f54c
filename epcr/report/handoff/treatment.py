"""The interventions of a handoff: time, what and how, who, response, verdict; what was refused with its reason and source."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from itertools import accumulate
from typing import Final

from epcr.report import fonts, lines, style, words
from epcr.report.act_rows import Act, Laid, act_row, fit_acts, hidden_acts, hidden_lines
from epcr.report.handoff.leaf import ROW, Leaf
from epcr.report.style import BODY, STRONG, Style
from epcr.report.words import NOT_DOCUMENTED, VERDICTS

TITLE: Final = 15.5
TIME: Final = 47.0
# At least and at most; as wide as the widest that stands there.
BY: Final = (60.0, 150.0)
RESPONSE: Final = (50.0, 105.0)
VERDICT: Final = (52.0, 106.0)
SPARE: Final = 3.0  # below the last row


def draw(leaf: Leaf, y: float, room: float) -> None:
    """The table, in so much room from the top down."""
    page = leaf.page
    page.rules(
        [(leaf.left, y + 14.5, leaf.right, y + 14.5)],
        gray=style.BLACK,
        weight=style.FRAME,
    )
    used = leaf.heading("Interventions", leaf.left, y + 0.5, 100, leaf.form.treatment)
    entries = leaf.run_sheet.entries("interventions")
    if not entries:
        page.write(leaf.left + 5, y + TITLE, f"Interventions {NOT_DOCUMENTED}", STRONG, room=leaf.width - 10)
        return
    acts = [act_row(one, leaf.judged(one), leaf.context) for one in entries]
    for act in acts:
        page.note_missing(f"{act.name} {act.by}")
    widths = _widths(acts, leaf.width)
    told_room = widths[0] + widths[1] - used - 14
    how = STRONG if any(act.refused for act in acts) else BODY
    page.write(leaf.left + used + 8, y + 2, _in_short(acts, told_room), how, room=told_room)
    with page.element("Table"):
        _columns(leaf, widths, y + 2)
        _acts(leaf, acts, widths, y + TITLE, int((room - TITLE - SPARE) // ROW))


def _widths(acts: Sequence[Act], width: float) -> tuple[float, ...]:
    by = _wide([act.by for act in acts], BODY, BY)
    response = _wide([act.response for act in acts], STRONG, RESPONSE)
    verdict = _wide([act.verdict for act in acts], STRONG, VERDICT)
    return (TIME, width - TIME - by - response - verdict, by, response, verdict)


def _wide(texts: Sequence[str], how: Style, limits: tuple[float, float]) -> float:
    least, most = limits
    needed = max(lines.width(fonts.printable(text).text, how) for text in texts) + 6
    return min(max(needed, least), most)


def _in_short(acts: Sequence[Act], room: float) -> str:
    """How many acts were judged to be what, the refused first; what is in scope only where it is all or has room."""
    count = Counter(act.verdict for act in acts)
    order = [*reversed(list(VERDICTS.values())), words.NOT_JUDGED]
    said = [verdict for verdict in order if count[verdict] and not verdict.startswith("in scope")]
    if not said:
        return "all in scope"
    told = " · ".join(f"{count[verdict]} {verdict}" for verdict in said)
    all_told = f"{told}, others in scope"
    others = sum(count[verdict] for verdict in said) < len(acts)
    return all_told if others and lines.fits(all_told, STRONG, room) else told


def _columns(leaf: Leaf, widths: Sequence[float], y: float) -> None:
    page, xs = leaf.page, list(accumulate(widths[:-1], initial=leaf.left))
    with page.element("TR"):
        for x, room, name in zip(xs, widths, ("", "", "by", "response", "scope"), strict=True):
            with page.element("TH", scope="Column"):
                page.write(x, y, name, STRONG, room=room - 4)


def _acts(leaf: Leaf, acts: Sequence[Act], widths: Sequence[float], y: float, capacity: int) -> None:
    page = leaf.page
    shown, hidden = fit_acts(acts, widths, capacity)
    for row in shown:
        if row.act.refused:
            page.fill(leaf.left, y - 0.3, 2.5, row.height * ROW - 1, style.BLACK)
        with page.element("TR"):
            _row(leaf, row, len(widths), y)
        y += row.height * ROW
        page.rules([(leaf.left, y - 0.2, leaf.right, y - 0.2)], gray=style.HAIR, weight=0.35)
    if hidden:
        with page.element("TR"), page.element("TD", span=len(widths)):
            _hidden(leaf, hidden, y)


def _row(leaf: Leaf, row: Laid, columns: int, y: float) -> None:
    for column in range(columns):
        with leaf.page.element("TD"):
            for piece in row.pieces:
                if piece.column == column:
                    leaf.page.set_lines(leaf.left + piece.x, y + piece.line * ROW, (piece.text,), piece.how)


def _hidden(leaf: Leaf, hidden: Sequence[Act], y: float) -> None:
    """How many acts had no room, and which, as far as two lines reach."""
    page, x, room = leaf.page, leaf.left + 5, leaf.width - 10
    used = page.write(x, y, hidden_acts(hidden), STRONG, room=room) + 5
    named = [f"{act.time} {act.name}{_other_than_done(act)}" for act in hidden]
    first = _as_many_whole(named, room - used)
    page.write(x + used, y, " · ".join(named[:first]), BODY, room=room - used)
    rest = named[first:] if hidden_lines(len(hidden)) > 1 else []
    page.write(x, y + ROW, " · ".join(rest[: _as_many_whole(rest, room)]), BODY, room=room)


def _other_than_done(act: Act) -> str:
    """What must not be taken for done by this unit."""
    return " NOT GIVEN" if not act.given else f" ({act.whose})" if act.whose else ""


def _as_many_whole(named: Sequence[str], room: float) -> int:
    count = 0
    while count < len(named) and lines.fits(" · ".join(named[: count + 1]), BODY, room):
        count += 1
    return count
