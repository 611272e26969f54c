"""The form that begins a rehearsal. It reads what was typed; the verbs judge it."""

from __future__ import annotations

import wtforms

from epcr.rehearsal.steps import SECONDS
from epcr.visit.forms import Form, choices


class BeginForm(Form):
    """Who listens, and how long one speaks. `number` is the rehearsal that the form was made for."""

    listener = wtforms.StringField("Who listens")
    seconds = wtforms.RadioField(
        "How long you will speak",
        choices=choices(*((str(length), f"{length} seconds") for length in SECONDS)),
        default=str(SECONDS[1]),
        validate_choice=False,
    )
    number = wtforms.HiddenField()
