"""A form for any section: its controls come from the section's own declarations.

Validators only judge; nothing is written here but the section's own fields, when `populate` is called.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from functools import cache
from typing import cast

import wtforms
from werkzeug.datastructures import MultiDict

from epcr.sheet.absent import negatives_in, source_of
from epcr.sheet.context import Context
from epcr.sheet.control import Control
from epcr.sheet.field import Spec
from epcr.sheet.kinds.choice import Choice
from epcr.sheet.section import SheetPart
from epcr.sheet.vocabulary import vocabulary
from epcr.web.typed_together import spread


@cache
def form_class(section: type[SheetPart], only: frozenset[str] | None = None) -> type[wtforms.Form]:
    """The form class of a section: one control a field, in the declared order; with `only` of these fields."""
    names = (name for name in section.fields() if only is None or name in only)
    controls = {name: section.fields()[name].control() for name in names}
    return type(f"{section.__name__}Form", (wtforms.Form,), controls)


def form_for(
    part: SheetPart,
    context: Context,
    typed: MultiDict[str, str] | None = None,
    only: frozenset[str] | None = None,
) -> wtforms.Form:
    """The form of a section or entry, filled from what was typed, else from what is stored.

    With `only` it has the controls of these fields, and of those for which the texts in them speak: the others stay as they are.
    """
    prefix = f"{part.anchor()}-"
    clashes: dict[str, str] = {}
    if typed is not None:
        typed, clashes = spread(part, context, prefix, typed)
    if only is not None and typed is not None:
        only |= {name for name in part.fields() if f"{prefix}{name}" in typed}
    form: wtforms.Form = form_class(type(part), only)(
        formdata=typed,
        obj=part,
        prefix=prefix,
        meta={
            "context": _narrowed(part, context, prefix, typed),
            "absent": part.absent,
            "clashes": clashes,
        },
    )
    return form


def differences(form: wtforms.Form, part: SheetPart) -> list[Control]:
    """The controls whose value, reason or negatives differ from what is stored."""
    return [control for control in cast("list[Control]", list(form)) if _differs(control, part)]


def _differs(control: Control, part: SheetPart) -> bool:
    name = control.short_name
    typed = (control.data, control.reason, control.source, sorted(control.negatives))
    source, negatives = part.absent.get(source_of(name), ""), sorted(negatives_in(part.absent, name))
    return typed != (getattr(part, name), part.why(name), source, negatives)


def begun_with(form: wtforms.Form, typed: Mapping[str, str]) -> dict[str, str]:
    """What the form of a new entry is shown with, by field and as typed; the same once it came back in `typed`."""
    begun = {}
    for control in cast("list[Control]", list(form)):
        shown = typed.get(f"{control.name}-began", "" if control.typed is not None else control.text())
        if shown:
            begun[control.short_name] = shown
    return begun


def understood(form: wtforms.Form) -> Iterator[str]:
    """What became of words that name a reason instead of a value, a sentence each."""
    for control in cast("list[Control]", list(form)):
        if control.understood:
            typed = "”, “".join(control.chosen())
            reason = vocabulary("reason").label(control.understood)
            source = f" ({control.source})" if control.source else ""
            yield f"“{typed}” in {control.spec.label} is kept as: {reason}{source}."
        if control.said.denied and isinstance(control.spec, Choice):
            terms = "”, “".join(control.spec.terms.label(code) for code in control.said.denied)
            yield f"“{terms}” in {control.spec.label} is kept as denied."


def _siblings(spec: Spec) -> Iterator[str]:
    """The fields that a field is read by: what narrows its list, and what says that its time is past."""
    yield from filter(None, (getattr(spec, "within", ""), spec.past_when[0]))


def _narrowed(part: SheetPart, context: Context, prefix: str, typed: MultiDict[str, str] | None) -> Context:
    def text(name: str) -> str:
        stored = "".join(part.fields()[name].write(getattr(part, name), context))
        return (stored if typed is None else typed.get(f"{prefix}{name}", stored)).strip()

    asked = {name for spec in part.fields().values() for name in _siblings(spec)}
    siblings = {name: text(name) for name in asked}
    return replace(context, siblings=siblings, entry=getattr(part, "id", "") if part.many else "")
