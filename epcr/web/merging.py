"""Two pages of one section: what a page was drawn with, and which of its fields were touched since.

A form sends every field, also those that nobody touched. Where somebody else saved meanwhile, an untouched field is no
wish of whoever sends it: it takes what is stored. It knows texts as they stand in controls, never values.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Final

from werkzeug.datastructures import MultiDict

from epcr.sheet.absent import negatives_in
from epcr.sheet.context import Context
from epcr.sheet.control import Control
from epcr.sheet.field import Spec
from epcr.sheet.kinds.choice import Choice, Several
from epcr.sheet.section import SheetPart
from epcr.shown import Shown, summed


def seen(part: SheetPart, context: Context, names: Iterable[str] | None = None) -> str:
    """What the form of a part is drawn with, field by field; it travels in the form. `names` are its fields where it has not all."""
    fields = part.fields()
    return str(
        Shown.of(
            {name: _drawn(part, name, fields[name], context) for name in (fields if names is None else names)}
        )
    )


def sum_of(part: SheetPart, name: str, context: Context) -> str:
    """The sum of one field as its form would be drawn now."""
    return summed(*_drawn(part, name, part.fields()[name], context)) if part.documented(name) else _BLANK


def touched(part: SheetPart, typed: MultiDict[str, str], was: str) -> MultiDict[str, str]:
    """What was typed without the fields that still stand as they were drawn; all of it where `was` tells nothing."""
    left, shown = MultiDict(typed), Shown.read(was)
    prefix = f"{part.anchor()}-"
    for name, spec in part.fields().items():
        control = f"{prefix}{name}"
        texts = [*typed.getlist(control), *typed.getlist(Control.own_of(control))]
        why = typed.get(Control.why_of(control), part.why(name)).strip()
        not_there = [line for text in typed.getlist(Control.not_of(control)) for line in _lines(text)]
        if shown.holds(name, *_told(_words(spec, texts), why, not_there)):
            for sent in (
                control,
                Control.own_of(control),
                Control.why_of(control),
                Control.not_of(control),
                Control.asked_of(control),
            ):
                left.poplist(sent)
    return left


def changed_by_others(
    part: SheetPart, context: Context, typed: MultiDict[str, str], was: str
) -> frozenset[str]:
    """The fields that are stored otherwise than they were drawn, of those that the form has; every field where `was` tells nothing."""
    shown, prefix = Shown.read(was), f"{part.anchor()}-"
    return frozenset(
        name
        for name, spec in part.fields().items()
        if (not shown.sums or name in shown.sums or f"{prefix}{name}" in typed)
        and not shown.holds(name, *_drawn(part, name, spec, context))
    )


def _drawn(part: SheetPart, name: str, spec: Spec, context: Context) -> list[str]:
    words = _words(spec, spec.write(getattr(part, name), context))
    codes = negatives_in(part.absent, name)
    not_there = [spec.word(code) for code in codes] if isinstance(spec, Several) and spec.open else codes
    return _told(words, part.why(name), not_there)


def _told(words: Sequence[str], why: str, not_there: Sequence[str]) -> list[str]:
    return [*words, f"\0{why}", *sorted(not_there)]


def _words(spec: Spec, texts: Sequence[str]) -> list[str]:
    """Texts as browsers send them and as pages draw them alike: they differ in line ends and in spaces around them, and the words
    of a list are drawn apart from those that somebody added to it.
    """
    if isinstance(spec, Choice):
        return sorted({line for text in texts for line in _lines(text.replace(";", "\n"))})
    return ["\n".join(text.splitlines()).strip() for text in texts if text.strip()]


def _lines(text: str) -> list[str]:
    return [line.strip() for line in text.splitlines() if line.strip()]


# The sum of a field that holds nothing, which most do.
_BLANK: Final = summed(*_told([], "", []))
