"""What is the same on the call screen of every sheet: the words beside the boxes of a set, the keypads, who ordered an act.

As with the fields of a section (`known_fields`), a browser that knows it is sent a name and draws it from a file, any other all of it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from types import MappingProxyType
from typing import Final, cast

from flask import current_app, get_template_attribute, request
from markupsafe import Markup

from epcr.sheet.coma import PARTS
from epcr.sheet.kinds.choice import Choice
from epcr.sheet.kinds.number import Number, Readout
from epcr.sheet.signs import ranged, signs
from epcr.sheet.vitals import VitalSigns
from epcr.sheet.vocabulary import Term, vocabulary
from epcr.web.attributes import attribute
from epcr.web.known_fields import ROOT, are_known

FILE: Final = "fields-call.js"
# What nearly every set has stands before what few have, so that nothing must be passed over: chosen here, from the sets of scripts.
# Behind them comes every other number that has a usual range (`boxed`).
MEASURED: Final = {
    "systolic": "SBP", "diastolic": "DBP", "heart_rate": "HR", "respiratory_rate": "RR", "spo2": "SpO2", "pain": "Pain",
    "glucose": "Glucose", "temperature": "Temp.", "etco2": "EtCO2",
}  # fmt: skip
NOT_MEASURED: Final = {"unable_to_complete": "Unable", "refused": "Refused"}
BEST_COMA: Final = {"gcs_eye": "4", "gcs_verbal": "5", "gcs_motor": "6"}


@dataclass(frozen=True)
class BoxChip:
    """What is tapped beside a box: a word in place of its number (`value`), why there is none (`why`), or its unit (`unit`)."""

    kind: str
    code: str
    words: str


@dataclass(frozen=True)
class BoxRow:
    """What is tapped beside the box of one number."""

    name: str
    label: str
    chips: tuple[BoxChip, ...]

    @property
    def words(self) -> str:
        """What stands in the row beside its words: short enough for a phone, where three words to tap stand behind it."""
        return self.label.removesuffix(" blood pressure")

    @property
    def beside(self) -> str:
        """The name of the row."""
        has_units = any(chip.kind == "unit" for chip in self.chips)
        return f"Unit of {self.label}, or why there is none" if has_units else f"In place of {self.label}"


@dataclass(frozen=True)
class ComaRow:
    """One part of the GCS: its name, its label, its answers from the best."""

    name: str
    label: str
    answers: tuple[Term, ...]
    best: str


def call_pieces() -> Mapping[str, Markup]:
    """What stands in the place of each piece: its name, or all of it."""
    whole = drawn_pieces()
    if are_known():
        return {name: Markup("<div") + attribute(name, "data-known") + Markup("></div>") for name in whole}
    return {name: Markup(html.replace(ROOT, request.script_root)) for name, html in whole.items()}  # noqa: S704 - of our templates


@cache
def drawn_pieces() -> Mapping[str, str]:
    """The HTML of each piece, drawn once a process."""
    shown = {"vitals": (_rows(), _coma()), "act": (vocabulary("authorization").terms,), "small": ()}
    app = current_app
    # A request of its own, and another's values stay as they are.
    with app.app_context(), app.test_request_context(environ_overrides={"SCRIPT_NAME": ROOT}):
        return MappingProxyType(
            {
                name: str(get_template_attribute("sheet/call_pieces.html", name)(*values))
                for name, values in shown.items()
            }
        )


@cache
def boxed() -> dict[str, str]:
    """The numbers that have a box, in order, each with what it is called there."""
    called = {sign.name: sign.narrow or sign.short or sign.label for sign in signs()}
    others = {name: called.get(name, VitalSigns.fields()[name].label) for name in ranged()}
    return {**MEASURED, **{name: short for name, short in others.items() if name not in MEASURED}}


def answers_of(name: str) -> tuple[Term, ...]:
    """What can be answered at a field of the vital signs."""
    return cast(Choice, VitalSigns.fields()[name]).terms.terms


def _rows() -> tuple[BoxRow, ...]:
    fields = VitalSigns.fields()
    return tuple(BoxRow(name, fields[name].label, _chips(cast(Number, fields[name]))) for name in boxed())


def _chips(spec: Number) -> tuple[BoxChip, ...]:
    """The words that a box takes, the reasons for no number, and its units where it has several."""
    words = spec.words if isinstance(spec, Readout) else ()
    return (
        *(BoxChip("value", code, code if code == word else f"{code} {word}") for code, word, *_ in words),
        *(BoxChip("why", code, label) for code, label in NOT_MEASURED.items() if code in spec.reasons),
        *(
            BoxChip("unit", unit.code, unit.label)
            for unit in (vocabulary(spec.unit_words) if spec.unit_field else ())
        ),
    )


def _coma() -> tuple[ComaRow, ...]:
    fields = VitalSigns.fields()
    return tuple(
        ComaRow(name, fields[name].label.removeprefix("GCS ").capitalize(), answers_of(name), BEST_COMA[name])
        for name in PARTS
    )
