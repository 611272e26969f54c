"""The form of a class's settings. The verbs judge what was chosen."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import wtforms

from epcr.accounts.forms import units
from epcr.people.classrooms import zones
from epcr.scope import rulesets
from epcr.visit.forms import at_most, choices, needed, typed
from epcr.visit.meanwhile import Versioned


class ClassForm(Versioned):
    """A class's settings."""

    name = wtforms.StringField(
        "Name of the class", [needed("Write a name for the class."), at_most(80, "the name")]
    )
    ruleset = wtforms.SelectField(
        "Scope of practice by",
        description="The ruleset that interventions are judged by",
        default="us-national-2019",
        validate_choice=False,
    )
    mode = wtforms.RadioField(
        "Out-of-scope interventions",
        choices=choices(("teach", "Teach: explain and ask"), ("strict", "Strict: refuse to save")),
        default="teach",
        validate_choice=False,
    )
    zone = wtforms.SelectField("Time zone", default="America/New_York", validate_choice=False)
    temperature = wtforms.RadioField(
        "Temperature in", choices=units("temperature"), default="°F", validate_choice=False
    )
    weight = wtforms.RadioField("Weight in", choices=units("weight"), default="kg", validate_choice=False)
    glucose = wtforms.RadioField(
        "Glucose in", choices=units("glucose"), default="mg/dL", validate_choice=False
    )

    def __init__(self, *given: Any, own: Mapping[str, str] | None = None, **named: Any) -> None:
        """Offer zones and rulesets: those of the files, and the class's own by id and title."""
        super().__init__(*given, **named)
        files = {ruleset.id: f"{ruleset.title} ({ruleset.id})" for ruleset in rulesets().values()}
        held = getattr(named.get("obj"), "ruleset", None)
        offered = {
            **files,
            **{name: f"{title} (the class’s own, {name})" for name, title in (own or {}).items()},
        }
        if held is not None:
            offered.setdefault(held, f"{held} (its file is gone)")
        self.ruleset.choices = choices(*offered.items())
        self.zone.choices = choices(*((zone, zone.replace("_", " ")) for zone in zones()))

    def settings(self) -> dict[str, str]:
        """What was chosen, by the name of the setting."""
        names = ("name", "ruleset", "mode", "zone", "temperature", "weight", "glucose")
        return {name: typed(self[name]) for name in names}
