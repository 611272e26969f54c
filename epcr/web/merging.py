"""Two pages of one section: what a page was drawn with, and which of its fields were touched since.

A form sends every field, also those that nobody touched. Where somebody else saved meanwhile, an untouched field is no
wish of whoever sends it: it takes what is stored. It knows texts as they stand in controls, never values.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from hashlib import sha256

from werkzeug.datastructures import MultiDict

from epcr.sheet.context import Context
from epcr.sheet.field import Choice, Control, Several, Spec, negatives_in
from epcr.sheet.section import SheetPart

_LONG = 6  # hexadecimal digits a field: two texts of one field are taken for the same once in 16 million


def seen(part: SheetPart, context: Context) -> str:
    """What the form of a part is drawn with, as a short sum for each field in the declared order; it travels in the form."""
    return "".join(_drawn(part, name, spec, context) for name, spec in part.fields().items())


def touched(part: SheetPart, typed: MultiDict[str, str], was: str) -> MultiDict[str, str]:
    """What was typed without the fields that still stand as they were drawn; all of it where `was` tells nothing."""
    left = MultiDict(typed)
    prefix = f"{part.anchor()}-"
    for name, spec, drawn in _each(part, was):
        control = f"{prefix}{name}"
        texts = [*typed.getlist(control), *typed.getlist(Control.own_of(control))]
        why = typed.get(Control.why_of(control), part.why(name)).strip()
        not_there = [line for text in typed.getlist(Control.not_of(control)) for line in _lines(text)]
        if _sum(_words(spec, texts), why, not_there) == drawn:
            for sent in (
                control,
                Control.own_of(control),
                Control.why_of(control),
                Control.not_of(control),
                Control.asked_of(control),
            ):
                left.poplist(sent)
    return left


def changed_by_others(part: SheetPart, context: Context, was: str) -> frozenset[str]:
    """The fields that are stored otherwise than they were drawn; every field where `was` tells nothing."""
    if len(was) != len(part.fields()) * _LONG:
        return frozenset(part.fields())
    return frozenset(
        name for name, spec, drawn in _each(part, was) if _drawn(part, name, spec, context) != drawn
    )


def _each(part: SheetPart, was: str) -> Iterator[tuple[str, Spec, str]]:
    fields = part.fields()
    if len(was) != len(fields) * _LONG:
        return
    for place, (name, spec) in enumerate(fields.items()):
        yield name, spec, was[place * _LONG : (place + 1) * _LONG]


def _drawn(part: SheetPart, name: str, spec: Spec, context: Context) -> str:
    words = _words(spec, spec.write(getattr(part, name), context))
    codes = negatives_in(part.absent, name)
    not_there = [spec.word(code) for code in codes] if isinstance(spec, Several) and spec.open else codes
    return _sum(words, part.why(name), not_there)


def _sum(words: Sequence[str], why: str, not_there: Sequence[str]) -> str:
    told = "\n".join([*words, f"\0{why}", *sorted(not_there)])
    return sha256(told.encode("utf-8", "surrogatepass")).hexdigest()[:_LONG]


def _words(spec: Spec, texts: Sequence[str]) -> list[str]:
    """Texts as browsers send them and as pages draw them alike: they differ in line ends and in spaces around them, and the words
    of a list are drawn apart from those that somebody added to it.
    """
    if isinstance(spec, Choice):
        return sorted({line for text in texts for line in _lines(text.replace(";", "\n"))})
    return ["\n".join(text.splitlines()).strip() for text in texts if text.strip()]


def _lines(text: str) -> list[str]:
    return [line.strip() for line in text.splitlines() if line.strip()]
