"""The sheets that the tiles of the call screen open, as values: the boxes of a vital-sign set, and the acts that are usual.

The rule of each box comes from the declaration of its field, in the class's unit: what is possible there, and above what nobody goes on
typing (`number_boxes.js`). Nothing stands in a box before somebody measured it; the last values stand beside.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Final, cast

from flask import url_for

from epcr.checks.doses import Doses
from epcr.doses import Amount, DoseAct, DosePatient, exact, judge_dose, measure_of
from epcr.sheet.catalog import catalog
from epcr.sheet.coma import PARTS
from epcr.sheet.context import Context
from epcr.sheet.interventions import Intervention
from epcr.sheet.kinds.choice import Choice
from epcr.sheet.kinds.number import Number, Readout
from epcr.sheet.run_sheet import RunSheet
from epcr.sheet.signs import bare, ranged, signs
from epcr.sheet.units import plain, trimmed
from epcr.sheet.vitals import MMHG, VitalSigns
from epcr.sheet.vocabulary import Term, vocabulary
from epcr.visit.signed_in import session
from epcr.web import saving
from epcr.web.lists import ACTS_FILE
from epcr.web.offered_doses import DOSE_PLACES, Offered, unlike_an_adult
from epcr.web.usual_acts import LoggedDose, usual_acts, usual_doses

# What nearly every set has stands before what few have, so that nothing must be passed over: chosen here, from the sets of scripts.
# Behind them comes every other number that has a usual range (`boxed`).
MEASURED: Final = {
    "systolic": "SBP", "diastolic": "DBP", "heart_rate": "HR", "respiratory_rate": "RR", "spo2": "SpO2", "pain": "Pain",
    "glucose": "Glucose", "temperature": "Temp.", "etco2": "EtCO2",
}  # fmt: skip
NOT_MEASURED: Final = {"unable_to_complete": "Unable", "refused": "Refused"}
BEYOND_USUAL: Final = (
    2.5  # chosen here: a glucose of 600, a heart rate of 300 are typed; more than that times the usual is not
)
BEST_COMA: Final = {"gcs_eye": "4", "gcs_verbal": "5", "gcs_motor": "6"}
MOST_TILES: Final = 8  # chosen here: what a thumb reaches without scrolling
KINDS: Final = {"medication": "Medication", "procedure": "Procedure"}


@dataclass(frozen=True)
class BoxChip:
    """What is tapped beside a box: a word in place of its number (`value`), why there is none (`why`), or its unit (`unit`)."""

    kind: str
    code: str
    words: str


@dataclass(frozen=True)
class VitalBox:
    """The box of one number. `high` is the highest possible, `likely` that above which no further digit is expected."""

    name: str
    short: str
    label: str
    unit: str
    high: float
    likely: float
    places: int
    last: str
    chips: tuple[BoxChip, ...]

    @property
    def in_row(self) -> str:
        """What stands in the row beside its words: short enough for a phone, where three words to tap stand behind it."""
        return self.label.removesuffix(" blood pressure")

    @property
    def beside(self) -> str:
        """The name of the row of what is tapped beside it."""
        has_units = any(chip.kind == "unit" for chip in self.chips)
        return f"Unit of {self.label}, or why there is none" if has_units else f"In place of {self.label}"


@dataclass(frozen=True)
class ComaRow:
    """One part of the GCS: its name, its label, its answers from the best."""

    name: str
    label: str
    answers: tuple[Term, ...]
    best: str


@dataclass(frozen=True)
class VitalsSheet:
    """A set of vital signs as it is keyed."""

    boxes: tuple[VitalBox, ...]
    avpu: tuple[Term, ...]
    last_avpu: str
    coma: tuple[ComaRow, ...]
    etco2_unit: str


@dataclass(frozen=True)
class ActTile:
    """An intervention that one tap chooses; with `dose` a second tile chooses it as this class logged it most often."""

    item: str
    words: str
    dose: DoseTile | None = None

    @property
    def css(self) -> str:
        """The class of one that has its dose beside it."""
        return "act-pair" if self.dose else "act-alone"


@dataclass(frozen=True)
class DoseTile:
    """A dose with its route: the words, and what the fields of the intervention take."""

    words: str
    dose: str
    dose_unit: str
    route: str


@dataclass(frozen=True)
class ActSheet:
    """Medications or procedures: what is usual of them. `title` is the name of the sheet."""

    kind: str
    title: str
    tiles: tuple[ActTile, ...]

    @property
    def has_doses(self) -> bool:
        """Whether a dose stands beside any of them."""
        return any(tile.dose for tile in self.tiles)


@dataclass(frozen=True)
class CallSheets:
    """The sheets of one call. `acts_file` has the catalog, `usual` the ids that are usual on this call, the first first.

    `doses` are the usual doses for this patient of what has others for an adult, whose doses the catalog's file has.
    `add_crew` is where somebody is added to the crew.
    """

    vitals: VitalsSheet
    acts: tuple[ActSheet, ...]
    doses: Mapping[str, Sequence[Offered]]
    acts_file: str
    usual: str
    crew: tuple[Term, ...]
    add_crew: str
    performer: str
    orders: tuple[Term, ...]
    verdict: str


def call_sheets(sheet: RunSheet) -> CallSheets:
    """The sheets of this call."""
    usual = usual_acts(session(), sheet)
    patient = Doses(sheet).patient
    doses = without_slips(usual_doses(session(), sheet.classroom_id), patient)
    begun = cast(Intervention, saving.new_entry(sheet, Intervention))
    return CallSheets(
        vitals=_vitals(sheet),
        acts=tuple(ActSheet(kind, title, _tiles(kind, usual, doses)) for kind, title in KINDS.items()),
        doses=dict(unlike_an_adult(patient)),
        acts_file=url_for("static", filename=ACTS_FILE),
        usual=" ".join(usual),
        crew=tuple(Term(member, label) for member, label in sheet.context().crew.items()),
        add_crew=url_for("sheet.section", sheet_id=sheet.id, slug="crew", _anchor="new"),
        performer=begun.performer or "",
        orders=vocabulary("authorization").terms,
        verdict=url_for("scope_preview.brief", sheet_id=sheet.id),
    )


def without_slips(logged: Mapping[str, LoggedDose], patient: DosePatient) -> dict[str, LoggedDose]:
    """The doses that a class logged, without those that would be asked about for this patient."""
    return {item: dose for item, dose in logged.items() if not _is_asked_about(item, dose, patient)}


def _is_asked_about(item: str, logged: LoggedDose, patient: DosePatient) -> bool:
    measure = measure_of(logged.unit)
    if measure is None:
        return False
    act = DoseAct(item, logged.route, Amount(exact(logged.dose), measure), patient)
    return judge_dose(act).verdict in {"unusual", "implausible"}


def _tiles(kind: str, usual: Sequence[str], doses: Mapping[str, LoggedDose]) -> tuple[ActTile, ...]:
    of_kind = [item for item in usual if catalog().kind(item) == kind]
    return tuple(
        ActTile(item, catalog()[item].label, _dose(doses.get(item))) for item in of_kind[:MOST_TILES]
    )


def _dose(usual: LoggedDose | None) -> DoseTile | None:
    units, routes = vocabulary("dose_unit"), vocabulary("route")
    if usual is None or usual.unit not in units or usual.route not in routes:
        return None  # a unit or a route in somebody's own words is nobody else's
    words = f"{plain(usual.dose)} {units.label(usual.unit)} · {routes.label(usual.route)}"
    return DoseTile(words, trimmed(usual.dose, DOSE_PLACES), usual.unit, usual.route)


@cache
def boxed() -> dict[str, str]:
    """The numbers that have a box, in order, each with what it is called there."""
    called = {sign.name: sign.narrow or sign.short or sign.label for sign in signs()}
    others = {name: called.get(name, VitalSigns.fields()[name].label) for name in ranged()}
    return {**MEASURED, **{name: short for name, short in others.items() if name not in MEASURED}}


def _vitals(sheet: RunSheet) -> VitalsSheet:
    taken = [entry for entry in sheet.entries("vitals") if entry.taken_at is not None]
    last = cast(VitalSigns, max(taken, key=lambda entry: entry.taken_at)) if taken else VitalSigns()
    context = sheet.context(last) if taken else sheet.context()
    return VitalsSheet(
        boxes=tuple(_box(name, short, last, context) for name, short in boxed().items()),
        avpu=_terms("avpu"),
        last_avpu=last.show("avpu", context),
        coma=tuple(
            ComaRow(name, VitalSigns.fields()[name].label.removeprefix("GCS ").capitalize(), _terms(name), BEST_COMA[name])
            for name in PARTS
        ),
        etco2_unit=last.etco2_unit or MMHG,
    )  # fmt: skip


def _terms(name: str) -> tuple[Term, ...]:
    return cast(Choice, VitalSigns.fields()[name]).terms.terms


def _box(name: str, short: str, last: VitalSigns, context: Context) -> VitalBox:
    spec = cast(Number, VitalSigns.fields()[name])
    high = spec.seen(spec.possible[1], context)
    likely = min(high, spec.seen(spec.usual[1], context) * BEYOND_USUAL) if spec.usual else high
    unit = spec.unit_here(context)
    if spec.unit_field:
        unit = vocabulary(spec.unit_words).label(last.etco2_unit or MMHG)
    places = context.customs.measure(spec.quantity).places if spec.quantity else spec.places
    return VitalBox(
        name=name, short=short, label=spec.label, unit=unit, high=high, likely=likely, places=places,
        last=bare(last, name, context), chips=_chips(spec),
    )  # fmt: skip


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
