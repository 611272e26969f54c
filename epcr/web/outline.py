"""The outline of a sheet beside every page: its sections with what is complete and what is missing, and the call in time."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from epcr.checks import summary
from epcr.checks.age import age
from epcr.checks.finding import Finding
from epcr.checks.kind_of_call import folded
from epcr.checks.verdicts import Judged
from epcr.sheet.context import Context
from epcr.sheet.incident import TIMES
from epcr.sheet.interventions import Intervention
from epcr.sheet.kinds.moment import Moment
from epcr.sheet.run_sheet import SECTIONS, RunSheet
from epcr.sheet.signs import ON_HANDOFF, unreserved
from epcr.sheet.verdict import KeptVerdict
from epcr.sheet.vitals import VitalSigns
from epcr.words.naming import abbreviated, lower

# The clock of the call runs from patient contact, or the nearest time before or after it, to the end of care.
BEGINS = ("at_patient", "on_scene", "en_route", "unit_notified", "call_received")
SEXES = ("9919001", "9919003")  # ePatient.25: female and male are known by their first letter
ENDS = ("transfer_of_care", "transferred_to_unit", "cancelled", "back_in_service")


@dataclass(frozen=True)
class Outlined:
    """A section in the list. `state` is `complete`, `missing`, or `empty` while nothing was written. A `folded` one is rarely filled in
    on this kind of call, and holds nothing.
    """

    slug: str
    title: str
    asked: bool
    state: str
    missing: int
    warnings: int
    comments: int
    folded: bool = False


@dataclass(frozen=True)
class Happening:
    """One line of the timeline."""

    at: datetime
    clock: str
    text: str
    anchor: str
    slug: str
    verdict: KeptVerdict | None = None


@dataclass(frozen=True)
class Banner:
    """Who the patient is and how long the call runs, for the bar that stays on every page. Empty texts are not known yet.

    `since_words` say when its clock began, `running` what it counts: at patient, since unit notified.
    """

    name: str
    who: str
    complaint: str
    unit: str
    since: datetime | None
    since_words: str
    until: datetime | None
    running: str = ""


def banner(sheet: RunSheet) -> Banner:
    """The patient in one line, and the clock of the call, from patient contact to the end of care."""
    context = sheet.context()
    patient, incident = sheet.patient, sheet.incident
    known = age(sheet)
    age_words = known.short if known else ""
    sex = patient.show("sex", context)[:1] if patient.sex in SEXES else ""
    weight = patient.show("weight", context) if patient.weight is not None else ""
    began = next((name for name in BEGINS if getattr(incident, name) is not None), "")
    ended = next((name for name in ENDS if getattr(incident, name) is not None), "")
    since = getattr(incident, began) if began else None
    words = f"{incident.fields()[began].label} {context.customs.clock(since)}" if since else ""
    return Banner(
        patient.name(),
        " · ".join(word for word in (f"{age_words} {sex}".strip(), weight) if word),
        sheet.history.chief_complaint or "",
        incident.unit or "",
        since,
        words,
        getattr(incident, ended) if ended else None,
        _running(incident.fields()[began].label) if began else "",
    )


def _running(label: str) -> str:
    """What a clock counts that began at this time of the call."""
    place = lower(label)
    return place if place.split()[0] in {"at", "on", "en"} else f"since {place}"


def outline(sheet: RunSheet, findings: Iterable[Finding]) -> list[Outlined]:
    """Every section of the sheet with its open findings counted."""
    counted, away = summary(findings), folded(sheet)
    outlined = []
    for section in SECTIONS:
        slug = section.page.slug
        own = counted[slug]
        touched = bool(sheet.entries(slug)) if section.many else getattr(sheet, slug).touched()
        state = "missing" if own.missing and touched else "empty" if not touched else "complete"
        outlined.append(
            Outlined(
                slug,
                section.page.title,
                sheet.asks(section),
                state,
                own.missing,
                own.warnings,
                own.comments,
                slug in away,
            )
        )
    return outlined


def timeline(sheet: RunSheet, judged: Judged) -> list[Happening]:
    """What happened on the call, in the order of time; acts with the verdict that stands at them."""
    context = sheet.context()
    lines = []

    def clock(moment: datetime) -> str:
        return context.customs.clock(moment.replace(second=0))

    for name in TIMES:
        spec = sheet.incident.fields()[name]
        at = getattr(sheet.incident, name)
        if at is not None and isinstance(spec, Moment):
            lines.append(Happening(at, clock(at), spec.label, str(sheet.incident.anchor(name)), "incident"))
    lines += [
        Happening(
            taken.taken_at,
            clock(taken.taken_at),
            vitals_in_line(taken, context),
            str(taken.anchor()),
            "vitals",
        )
        for taken in sheet.entries("vitals")
        if taken.taken_at is not None
    ]
    for act in sheet.entries("interventions"):
        if act.performed_at is not None:
            verdict = judged(act) if act.item is not None else None
            text = act_in_line(act, context)
            lines.append(
                Happening(
                    act.performed_at,
                    clock(act.performed_at),
                    text,
                    str(act.anchor()),
                    "interventions",
                    verdict,
                )
            )
    return sorted(lines, key=lambda line: line.at)


def vitals_in_line(taken: VitalSigns, context: Context) -> str:
    """What was measured in a set, in a line: `BP 128/78 · HR 88 · GCS 15`."""
    measured = (sign.in_line(taken, context) for sign in (*ON_HANDOFF, *unreserved()))
    return " · ".join(filter(None, measured)) or "Vital signs"


def act_in_line(act: Intervention, context: Context) -> str:
    """What was done, with its dose, in a line: `Aspirin 324 mg`."""
    words = act.name() or "Intervention"
    if act.dose is not None:
        unit = act.fields()["dose_unit"].show(act.dose_unit, context) if act.dose_unit else ""
        words = f"{words} {act.show('dose', context)}{f' {abbreviated(unit)}' if unit else ', no unit'}"
    return words if act.given else f"{words}, not given"
