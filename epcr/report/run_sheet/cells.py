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
from epcr.report.run_sheet.flow import GUTTER, LabeledValue, Line, LinePiece, paragraph, plain, run_in, titled
from epcr.report.run_sheet.press import FieldWords, SheetPress
from epcr.sheet.section import SheetPart
from epcr.words.naming import lower

STOPS: Final = 6  # where a label may begin on a line
LEAST: Final = 2  # that a short field takes
BESIDE: Final = 10.0  # between the columns
AFTER: Final = 4.0  # from a label to its value
ACROSS: Final = 6  # times beside each other


def columns(press: SheetPress, part: SheetPart, fields: Iterable[FieldWords]) -> Iterator[Strip]:
    """Fields from left to right, three on a line where they are short; a long one has lines of its own."""
    step = (press.body + BESIDE) / STOPS
    line: list[LinePiece] = []
    on_it: list[FieldWords] = []
    taken = 0
    for field in fields:
        cell, needed = _cell(field)
        span = max(LEAST, int(min(needed + BESIDE, 2 * press.width) // step) + 1)
        if taken + span > STOPS:
            yield from _with_remarks(press, part, on_it, _line(line))
            line, on_it, taken = [], [], 0
        if span > STOPS:
            yield from _with_remarks(press, part, [field], paragraph(_wide(press, field), below=1))
            continue
        line += [LinePiece(x + taken * step, text, how) for x, text, how in cell]
        on_it.append(field)
        taken += span
    yield from _with_remarks(press, part, on_it, _line(line))


def labeled(press: SheetPress, part: SheetPart, fields: Iterable[FieldWords]) -> Iterator[Strip]:
    """Fields with their labels in the margin, as long as they are: what was written in sentences."""
    for field in fields:
        written = paragraph(plain(field.words, press.body, _how(field)))
        yield from titled(field.label, _with_remarks(press, part, [field], written))


def stacked(press: SheetPress, part: SheetPart, fields: Sequence[FieldWords]) -> Iterator[Strip]:
    """Short values under their labels, several beside each other."""
    room = press.body / ACROSS
    for first in range(0, len(fields), ACROSS):
        row = fields[first : first + ACROSS]
        yield from _with_remarks(press, part, row, [_stack(row, room)])


def silent(
    part: SheetPart, names: Sequence[FieldWords], groups: Sequence[str], room: float
) -> Iterator[Strip]:
    """What is not documented: whole groups by their titles, fields by their labels; an empty field that means something says what."""
    meanings: dict[str, list[str]] = {}
    for field in names:
        meanings.setdefault(part.fields()[field.name].when_empty, []).append(lower(field.label))
    fields = meanings.pop("", [])
    sentences = [f"{'; '.join(labels)} {meaning}." for meaning, labels in meanings.items()]
    if fields:
        sentences.append(f"not documented: {'; '.join(fields)}.")
    if groups:
        sentences.append(f"nothing under {'; '.join(groups)}.")
    text = " ".join(f"{sentence[:1].upper()}{sentence[1:]}" for sentence in sentences)
    yield from paragraph(plain(text, room))


def _with_remarks(
    press: SheetPress, part: SheetPart, fields: Sequence[FieldWords], strips: Iterable[Strip]
) -> Iterator[Strip]:
    """A line of fields, and what the reviewer said of them under it."""
    remarks = [strip for field in fields for strip in press.remarks(part, field.name)]
    listed = list(strips)
    if remarks and listed:
        listed[-1] = replace(listed[-1], leads=True)
    yield from listed
    yield from remarks


def _line(pieces: Sequence[LinePiece]) -> Iterator[Strip]:
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


def _stack(fields: Sequence[FieldWords], room: float) -> Strip:
    labels = [tuple(lines.wrap(field.label, STRONG, room - 6)) for field in fields]
    values = [tuple(lines.wrap(field.words, _how(field), room - 6)) for field in fields]
    first = max(map(len, labels))

    def draw(paper: Paper, x: float, y: float, _numbers: Numbers) -> None:
        for number, field in enumerate(fields):
            left = x + GUTTER + number * room
            with paper.element("P"):
                above = (first - len(labels[number])) * BODY.leading
                paper.set_lines(left, y + above, labels[number], STRONG)
                paper.set_lines(left, y + first * BODY.leading, values[number], _how(field))

    return Strip((first + max(map(len, values))) * BODY.leading + 2, draw)


def _cell(field: FieldWords) -> tuple[Line, float]:
    """A label and its value on one line, and how wide they are; endless where the value has lines of its own."""
    if "\n" in field.words:
        return (), inf
    how = _how(field)
    label, value = fonts.printable(field.label).text, " ".join(fonts.printable(field.words).text.split())
    left = lines.width(label, STRONG) + AFTER
    return (LinePiece(0, label, STRONG), LinePiece(left, value, how)), left + lines.width(value, how)


def _wide(press: SheetPress, field: FieldWords) -> list[Line]:
    """A long value across the page: after its label, or below it where it has lines of its own."""
    if "\n" not in field.words:
        return run_in([LabeledValue(field.label, field.words, strong=field.missing)], press.body)
    return [(LinePiece(0, field.label, STRONG),), *plain(field.words, press.body)]


def _how(field: FieldWords) -> Style:
    return STRONG if field.missing else BODY
