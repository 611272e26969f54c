"""The fields of a section on paper: labels and values in columns, times above each other, long texts across the page.

What nobody documented is gathered in one quiet line. It knows words and their room, no section.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from math import inf
from typing import Final

from epcr.paper import fonts, lines
from epcr.paper.blocks import Paper
from epcr.paper.strips import Numbers, Strip
from epcr.paper.style import BODY, STRONG, Style
from epcr.report.run_sheet.flow import GUTTER, Line, Piece, Said, paragraph, plain, run_in, titled
from epcr.report.run_sheet.press import Press, Told
from epcr.sheet.section import SheetPart
from epcr.words.naming import lower

STOPS: Final = 6  # where a label may begin on a line
LEAST: Final = 2  # that a short field takes
BESIDE: Final = 10.0  # between the columns
AFTER: Final = 4.0  # from a label to its value
ACROSS: Final = 6  # times beside each other


def columns(press: Press, part: SheetPart, told: Iterable[Told]) -> Iterator[Strip]:
    """Fields from left to right, three on a line where they are short; a long one has lines of its own."""
    step = (press.body + BESIDE) / STOPS
    line: list[Piece] = []
    on_it: list[Told] = []
    taken = 0
    for one in told:
        cell, needed = _cell(one)
        span = max(LEAST, int(min(needed + BESIDE, 2 * press.width) // step) + 1)
        if taken + span > STOPS:
            yield from _with_remarks(press, part, on_it, _line(line))
            line, on_it, taken = [], [], 0
        if span > STOPS:
            yield from _with_remarks(press, part, [one], paragraph(_wide(press, one), below=1))
            continue
        line += [Piece(x + taken * step, text, how) for x, text, how in cell]
        on_it.append(one)
        taken += span
    yield from _with_remarks(press, part, on_it, _line(line))


def labeled(press: Press, part: SheetPart, told: Iterable[Told]) -> Iterator[Strip]:
    """Fields with their labels in the margin, as long as they are: what was written in sentences."""
    for one in told:
        written = paragraph(plain(one.words, press.body, _how(one)))
        yield from titled(one.label, _with_remarks(press, part, [one], written))


def stacked(press: Press, part: SheetPart, told: Sequence[Told]) -> Iterator[Strip]:
    """Short values under their labels, several beside each other."""
    room = press.body / ACROSS
    for first in range(0, len(told), ACROSS):
        row = told[first : first + ACROSS]
        yield from _with_remarks(press, part, row, [_stack(row, room)])


def silent(part: SheetPart, names: Sequence[Told], groups: Sequence[str], room: float) -> Iterator[Strip]:
    """What is not documented: whole groups by their titles, fields by their labels; an empty field that means something says what."""
    meanings: dict[str, list[str]] = {}
    for one in names:
        meanings.setdefault(part.fields()[one.name].when_empty, []).append(lower(one.label))
    fields = meanings.pop("", [])
    told = [f"{'; '.join(labels)} {meaning}." for meaning, labels in meanings.items()]
    if fields:
        told.append(f"not documented: {'; '.join(fields)}.")
    if groups:
        told.append(f"nothing under {'; '.join(groups)}.")
    said = " ".join(f"{sentence[:1].upper()}{sentence[1:]}" for sentence in told)
    yield from paragraph(plain(said, room))


def _with_remarks(
    press: Press, part: SheetPart, told: Sequence[Told], strips: Iterable[Strip]
) -> Iterator[Strip]:
    """A line of fields, and what the reviewer said of them under it."""
    remarks = [strip for one in told for strip in press.remarks(part, one.name)]
    listed = list(strips)
    if remarks and listed:
        listed[-1] = replace(listed[-1], leads=True)
    yield from listed
    yield from remarks


def _line(pieces: Sequence[Piece]) -> Iterator[Strip]:
    """One line of cells: each label with its value is a paragraph."""
    if not pieces:
        return
    pairs = [pieces[number : number + 2] for number in range(0, len(pieces), 2)]

    def draw(paper: Paper, x: float, y: float, _numbers: Numbers) -> None:
        for pair in pairs:
            with paper.element("P"):
                for piece in pair:
                    paper.set_lines(x + GUTTER + piece.x, y, (piece.text,), piece.how)

    yield Strip(BODY.leading + 0.6, draw)


def _stack(told: Sequence[Told], room: float) -> Strip:
    labels = [tuple(lines.wrap(one.label, STRONG, room - 6)) for one in told]
    values = [tuple(lines.wrap(one.words, _how(one), room - 6)) for one in told]
    first = max(map(len, labels))

    def draw(paper: Paper, x: float, y: float, _numbers: Numbers) -> None:
        for number, one in enumerate(told):
            left = x + GUTTER + number * room
            with paper.element("P"):
                above = (first - len(labels[number])) * BODY.leading
                paper.set_lines(left, y + above, labels[number], STRONG)
                paper.set_lines(left, y + first * BODY.leading, values[number], _how(one))

    return Strip((first + max(map(len, values))) * BODY.leading + 2, draw)


def _cell(one: Told) -> tuple[Line, float]:
    """A label and its value on one line, and how wide they are; endless where the value has lines of its own."""
    if "\n" in one.words:
        return (), inf
    how = _how(one)
    label, value = fonts.printable(one.label).text, " ".join(fonts.printable(one.words).text.split())
    left = lines.width(label, STRONG) + AFTER
    return (Piece(0, label, STRONG), Piece(left, value, how)), left + lines.width(value, how)


def _wide(press: Press, one: Told) -> list[Line]:
    """A long value across the page: after its label, or below it where it has lines of its own."""
    if "\n" not in one.words:
        return run_in([Said(one.label, one.words, strong=one.missing)], press.body)
    return [(Piece(0, one.label, STRONG),), *plain(one.words, press.body)]


def _how(one: Told) -> Style:
    return STRONG if one.missing else BODY
