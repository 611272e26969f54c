"""An intervention as the form would save it, outside the session: it is judged beside the sheet and never becomes part of it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import cast

from flask import request

from epcr.sheet.control import Control
from epcr.sheet.interventions import Intervention
from epcr.sheet.run_sheet import RunSheet
from epcr.web.forms import form_for


def unsaved(sheet: RunSheet, entry: str) -> Intervention:
    """The intervention that the form would save, outside the session; a value that cannot be read counts as not there."""
    stored = sheet.part("interventions", entry)
    act = Intervention(id=entry)
    if isinstance(stored, Intervention):
        act.created_at, act.absent = stored.created_at, dict(stored.absent)
        for name in act.fields():
            setattr(act, name, getattr(stored, name))
    form = form_for(act, sheet.context(act), request.form)
    form.validate()
    for control in cast("Iterable[Control]", form):
        if not control.errors:
            control.populate_obj(act, control.short_name)
        elif control.short_name == "performer":  # somebody who is not on the crew: the verdict says so
            act.performer = control.text() or None
    return act
