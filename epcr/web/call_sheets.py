"""The sheets that the tiles of the call screen open, as values: the boxes of a vital-sign set, and the acts that are usual.

The rule of each box comes from the declaration of its field, in the class's unit: what is possible there, and above what nobody goes on
typing (`number_boxes.js`). Nothing stands in a box before somebody measured it; the last values stand beside.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final, cast

from flask import url_for
from markupsafe import Markup

from epcr.checks.doses import Doses
from epcr.doses import Amount, DoseAct, DosePatient, exact, judge_dose, measure_of
from epcr.sheet.catalog import catalog
from epcr.sheet.context import Context
from epcr.sheet.interventions import Intervention
from epcr.sheet.kinds.number import Number
from epcr.sheet.run_sheet import RunSheet
from epcr.sheet.signs import bare
from epcr.sheet.units import plain, trimmed
from epcr.sheet.vitals import MMHG, VitalSigns
from epcr.sheet.vocabulary import Term, vocabulary
from epcr.visit.signed_in import session
from epcr.web import saving
from epcr.web.call_pieces import answers_of, boxed
from epcr.web.lists import ACTS_FILE
from epcr.web.offered_doses import DOSE_PLACES, unlike_an_adult
from epcr.web.usual_acts import LoggedDose, usual_acts, usual_doses

BEYOND_USUAL: Final = (
    2.5  # chosen here: a glucose of 600, a heart rate of 300 are typed; more than that times the usual is not
)
MOST_TILES: Final = 8  # chosen here: what a thumb reaches without scrolling
KINDS: Final = {"medication": "Medication", "procedure": "Procedure"}


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


@dataclass(frozen=True)
class VitalsSheet:
    """A set of vital signs as it is keyed."""

    boxes: tuple[VitalBox, ...]
    avpu: tuple[Term, ...]
    last_avpu: str
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

    `doses` are, as JSON, the usual doses for this patient of what has others for an adult, whose doses the catalog's file has.
    `add_crew` is where somebody is added to the crew.
    """

    vitals: VitalsSheet
    acts: tuple[ActSheet, ...]
    doses: Markup
    acts_file: str
    usual: str
    crew: tuple[Term, ...]
    add_crew: str
    performer: str
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
        doses=unlike_an_adult(patient),
        acts_file=url_for("static", filename=ACTS_FILE),
        usual=" ".join(usual),
        crew=tuple(Term(member, label) for member, label in sheet.context().crew.items()),
        add_crew=url_for("sheet.section", sheet_id=sheet.id, slug="crew", _anchor="new"),
        performer=begun.performer or "",
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


def _vitals(sheet: RunSheet) -> VitalsSheet:
    taken = [entry for entry in sheet.entries("vitals") if entry.taken_at is not None]
    last = cast(VitalSigns, max(taken, key=lambda entry: entry.taken_at)) if taken else VitalSigns()
    context = sheet.context(last) if taken else sheet.context()
    return VitalsSheet(
        boxes=tuple(_box(name, short, last, context) for name, short in boxed().items()),
        avpu=answers_of("avpu"),
        last_avpu=last.show("avpu", context),
        etco2_unit=last.etco2_unit or MMHG,
    )  # fmt: skip


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
        last=bare(last, name, context),
    )  # fmt: skip
