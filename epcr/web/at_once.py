"""One tap that answers several needed fields of a page at once: all normal, refused by the patient, or as on most calls of this kind. What
holds something is left.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

import wtforms
from markupsafe import Markup
from msgspec.json import encode
from werkzeug.datastructures import MultiDict

from epcr.checks.kind_of_call import kind_of
from epcr.checks.kinds_of_call import kinds
from epcr.checks.needed import needed
from epcr.checks.normal import normal
from epcr.sheet.control import Control
from epcr.sheet.kinds.choice import Several
from epcr.sheet.run_sheet import RunSheet
from epcr.sheet.section import SheetPart
from epcr.web.field_view import control_of

PRESSED: Final = "at-once"  # the name of the buttons
NORMAL, REFUSED, USUAL = "normal", "refused", "usual"
_LEAST: Final = 2  # one field alone is one tap already


@dataclass(frozen=True)
class AtOnce:
    """A button. `sets` is what it enters, texts by the name of their control, as JSON for the script; `of` says in how many fields."""

    value: str
    words: str
    of: str
    sets: Markup


def buttons(sheet: RunSheet, form: wtforms.Form, part: SheetPart, names: Sequence[str]) -> tuple[AtOnce, ...]:
    """Those of a form that enter something in two or more of these fields."""
    kind = kinds().get(kind_of(sheet))
    offered = (
        (NORMAL, "All normal", _normal(form, part, names)),
        (USUAL, kind.usually if kind else "", _usual(sheet, form, part, names)),
        (REFUSED, "Patient refused", _refused(form, names)),
    )
    return tuple(
        AtOnce(value, words, f"in {len(sets)} fields", Markup("{}").format(encode(sets).decode()))
        for value, words, sets in offered
        if len(sets) >= _LEAST
    )


def entered(
    sheet: RunSheet, part: SheetPart, stored: Callable[[], wtforms.Form], typed: MultiDict[str, str]
) -> MultiDict[str, str]:
    """A form as it was sent, with what its button enters where nothing else stands. `stored` makes the form of what is stored."""
    pressed = typed.get(PRESSED, "")
    if pressed not in {NORMAL, USUAL, REFUSED} or part.many:
        return typed
    form = stored()
    names = [name for name in needed(sheet, part) if _is_empty(control_of(form, name), part, typed)]
    sets = {
        NORMAL: lambda: _normal(form, part, names),
        USUAL: lambda: _usual(sheet, form, part, names),
        REFUSED: lambda: _refused(form, names),
    }[pressed]()
    whole = typed.copy()
    for control, text in sets.items():
        whole.setlist(control, [text])
    return whole


def _normal(form: wtforms.Form, part: SheetPart, names: Sequence[str]) -> Mapping[str, str]:
    codes = normal().get(part.page.slug, {})
    return {form[name].name: codes[name] for name in names if name in codes}


def _usual(sheet: RunSheet, form: wtforms.Form, part: SheetPart, names: Sequence[str]) -> Mapping[str, str]:
    kind = kinds().get(kind_of(sheet))
    codes = kind.usual.get(part.page.slug, {}) if kind else {}
    return {form[name].name: codes[name] for name in names if name in codes}


def _refused(form: wtforms.Form, names: Sequence[str]) -> Mapping[str, str]:
    controls = (control_of(form, name) for name in names)
    return {control.why_name: REFUSED for control in controls if REFUSED in control.spec.reasons}


def _is_empty(control: Control, part: SheetPart, typed: MultiDict[str, str]) -> bool:
    """Whether nothing was sent for a field, nor stands in one of which nothing was sent."""
    sent = any(text.strip() for name in _names_of(control) for text in typed.getlist(name))
    return not sent and (control.name in typed or not part.documented(control.short_name))


def _names_of(control: Control) -> Iterator[str]:
    """Everything that a field is sent in."""
    yield from (control.name, control.why_name, control.own_name)
    if isinstance(control.spec, Several):
        yield control.not_name


__all__ = ["PRESSED", "AtOnce", "buttons", "entered"]
