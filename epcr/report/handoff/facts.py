"""Allergies, medications, history and onset: what is asked for first and passed on least, always in the same four places.

They stand here from the sheet, whatever the trainee worded in the boxes.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from epcr.report import lines, style
from epcr.report.fitting import as_many
from epcr.report.handoff.leaf import Leaf
from epcr.report.statements import Statement
from epcr.report.style import STRONG, Style

LINES: Final = 2  # of each
SIZES: Final = (10.5, 9.5, style.SMALLEST)  # points
LEADING: Final = 11.8
HEIGHT: Final = 2 * (LINES * LEADING + 3)
SHARE: Final = 0.42  # of the width: allergies and onset are shorter
LABEL: Final = 58.0
PLACES: Final = (("Allergies", "Medications"), ("Onset", "History"))


def draw(leaf: Leaf, y: float) -> None:
    """The four facts in a frame: allergies above onset, medications above history."""
    page, middle = leaf.page, leaf.left + leaf.width * SHARE
    stated = {one.label: one for part in leaf.parts.values() for one in part if one.shown_in == "facts"}
    half = HEIGHT / 2
    page.frame(leaf.left, y, leaf.width, HEIGHT)
    page.rules(
        [(middle, y, middle, y + HEIGHT), (leaf.left, y + half, leaf.right, y + half)], gray=style.BLACK
    )
    for row, labels in enumerate(PLACES):
        for label, x, right in zip(labels, (leaf.left, middle), (middle, leaf.right), strict=True):
            with page.element("P"):
                _fact(leaf, stated[label], x + style.PAD + 1, y + row * half + 1.5, right - 3)


def _fact(leaf: Leaf, fact: Statement, x: float, y: float, right: float) -> None:
    page = leaf.page
    letter = leaf.form.facts.get(fact.label, "")
    x += leaf.letter(letter, x, y)
    page.write(x, y, fact.label, replace(STRONG, leading=LEADING), room=LABEL)
    page.note_missing(fact.words)
    written, how = _fitted(fact, right - x - LABEL)
    page.set_lines(x + LABEL, y, written, how)


def _fitted(fact: Statement, room: float) -> tuple[list[str], Style]:
    """The largest size in which all of it fits, else the smallest, and how many of a list are left out."""
    for how in (_set(size, fact) for size in SIZES):
        written, left_out = lines.first_lines(fact.words, how, room, LINES)
        if not left_out:
            return written, how
    smallest = _set(SIZES[-1], fact)
    told = as_many(
        fact.words.split("; "),
        lambda text: not lines.first_lines(text, smallest, room, LINES)[1],
        between="; ",
    )
    return lines.first_lines(told, smallest, room, LINES)[0], smallest


def _set(size: float, fact: Statement) -> Style:
    return Style(size=size, leading=LEADING, bold=fact.missing or fact.label == "Allergies")
