"""A form for any section: its controls come from the section's own declarations.

Validators only judge; nothing is written here but the section's own fields, when `populate` is called.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import replace
from functools import cache
from typing import Any, cast

import wtforms
from werkzeug.datastructures import MultiDict
from wtforms.form import BaseForm
from wtforms.meta import DefaultMeta

from epcr.sheet.absent import negatives_in, source_of
from epcr.sheet.context import Context
from epcr.sheet.control import Control
from epcr.sheet.field import Spec
from epcr.sheet.kinds.choice import Choice
from epcr.sheet.kinds.day import Day
from epcr.sheet.kinds.moment import Moment
from epcr.sheet.section import SheetPart
from epcr.sheet.vocabulary import vocabulary
from epcr.web.typed_together import spread


@cache
def form_class(section: type[SheetPart]) -> type[wtforms.Form]:
    """The form class of a section: one control a field, in the declared order."""
    controls = {name: spec.control() for name, spec in section.fields().items()}
    return type(f"{section.__name__}Form", (wtforms.Form,), controls)


def form_for(part: SheetPart, context: Context, typed: MultiDict[str, str] | None = None) -> wtforms.Form:
    """The form of a section or entry, filled from what was typed, else from what is stored."""
    prefix = f"{part.anchor()}-"
    typed, meta = _read_by(part, context, prefix, typed)
    form: wtforms.Form = form_class(type(part))(formdata=typed, obj=part, prefix=prefix, meta=meta)
    return form


def some_of(
    part: SheetPart, context: Context, names: Collection[str], typed: MultiDict[str, str] | None = None
) -> wtforms.Form:
    """Some controls of the same form: beside a time the days and times by which it is read, and what the typed texts speak for."""
    fields, whole, prefix = part.fields(), form_class(type(part)), f"{part.anchor()}-"
    typed, meta = _read_by(part, context, prefix, typed)
    timed = any(fields[name].timed for name in names)
    asked = [
        name
        for name, spec in fields.items()
        if name in names
        or (timed and isinstance(spec, Day | Moment))
        or (typed is not None and f"{prefix}{name}" in typed)
    ]
    read_by = DefaultMeta()
    read_by.update_values(meta)
    form = BaseForm({name: getattr(whole, name) for name in asked}, prefix=prefix, meta=read_by)
    form.process(typed, obj=part)
    return cast(
        wtforms.Form, form
    )  # all that a form of declared controls has and nothing that is asked of it here


def _read_by(
    part: SheetPart, context: Context, prefix: str, typed: MultiDict[str, str] | None
) -> tuple[MultiDict[str, str] | None, dict[str, Any]]:
    """The texts with what they say for each other, and what surrounds them: both in the words of a form's `meta`."""
    clashes: dict[str, str] = {}
    if typed is not None:
        typed, clashes = spread(part, context, prefix, typed)
    return typed, {
        "context": _narrowed(part, context, prefix, typed),
        "absent": part.absent,
        "clashes": clashes,
    }


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
