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

from epcr.sheet.context import Context
from epcr.sheet.control import Control
from epcr.sheet.kinds.choice import Choice
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
    clashes: dict[str, str] = {}
    if typed is not None:
        typed, clashes = spread(part, context, prefix, typed)
    form: wtforms.Form = form_class(type(part))(
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
    found = []
    stored = form_for(part, form.meta.context)
    for control in cast("list[Control]", list(form)):
        before = cast("Control", stored[control.short_name])
        if (control.data, control.reason, control.source, sorted(control.negatives)) != (
            before.data,
            before.reason,
            before.source,
            sorted(before.negatives),
        ):
            found.append(control)
    return found


def begun_with(form: wtforms.Form, typed: Mapping[str, str]) -> dict[str, str]:
    """What the form of a new entry is shown with, by field and as typed; the same once it came back in `typed`."""
    found = {}
    for control in cast("list[Control]", list(form)):
        shown = typed.get(f"{control.name}-began", "" if control.typed is not None else control.text())
        if shown:
            found[control.short_name] = shown
    return found


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
            yield f"“{terms}” in {control.spec.label} is kept as asked about and not there."


def _narrowed(part: SheetPart, context: Context, prefix: str, typed: MultiDict[str, str] | None) -> Context:
    fields, siblings = part.fields(), {}
    for spec in fields.values():
        for name in (getattr(spec, "within", ""), spec.past_when[0]):
            if name:
                stored = "".join(fields[name].write(getattr(part, name), context))
                siblings[name] = (
                    typed.get(f"{prefix}{name}", stored) if typed is not None else stored
                ).strip()
    return replace(context, siblings=siblings, entry=getattr(part, "id", "") if part.many else "")
