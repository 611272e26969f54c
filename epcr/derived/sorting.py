"""The triage that a sheet suggests: START or JumpSTART where many were hurt, field triage where somebody was. It changes no answer."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from typing import Final

from epcr.checks.age import age_in_years
from epcr.checks.consciousness import ALERT, PAINFUL, UNRESPONSIVE, VERBAL
from epcr.checks.readings import APNEIC, reading
from epcr.checks.red_signs import MEASURED, OBEYS, red_signs
from epcr.derived.worked_out import WorkedOut
from epcr.scores.triage import CHILD_UNDER, Responds, Seen, Sorted, jumpstart, start
from epcr.sheet.context import Context
from epcr.sheet.run_sheet import RunSheet
from epcr.sheet.vocabulary import vocabulary
from epcr.words.naming import lower

CODES: Final = {"red": "2708001", "yellow": "2708003", "green": "2708005", "black": "2708009"}  # eScene.08
_RESPONSES: Final[dict[str, Responds]] = {
    ALERT: "alert", VERBAL: "voice", PAINFUL: "pain", UNRESPONSIVE: "nothing",
}  # fmt: skip
WALKS: Final = "walks"  # in schemas/vocabulary/sorting_found.csv, as the codes below
# Who does not breathe without help: whether opening the airway was enough, and whether rescue breaths were.
_NOT_BY_ITSELF: Final = {
    "airway_opened": True,
    "rescue_breaths": False,
    "no_breath": False,
    "no_breath_rescued": False,
}
_RESCUED: Final = {"rescue_breaths": True, "no_breath_rescued": False}
_HIGH_FALL: Final = 10  # ft, field triage 2021: a higher one is yellow
_LATE: Final = "3118007"  # eHistory.18, pregnant more than 20 weeks
_GUIDELINE: Final = (
    "National Guideline for the Field Triage of Injured Patients, American College of Surgeons, 2021"
)


@dataclass(frozen=True)
class _Method:
    """A way of sorting many who are hurt."""

    name: str
    sort: Callable[[Seen], Sorted]
    source: str


_OF_ADULTS: Final = _Method(
    "START", start, "START: Hoag Hospital and Newport Beach Fire Department, revised 1994"
)
_OF_CHILDREN: Final = _Method("JumpSTART", jumpstart, "JumpSTART: Romig LE. JEMS 2002;27:52-63")


def sorted_patient(run_sheet: RunSheet) -> Iterator[WorkedOut]:
    """The color by START or JumpSTART, where the sheet says that many were hurt or names a color."""
    chosen = run_sheet.incident.triage_category
    if not (run_sheet.incident.mass_casualty or chosen):
        return
    years = age_in_years(run_sheet)
    child = years is not None and years < CHILD_UNDER
    method = _OF_CHILDREN if child else _OF_ADULTS
    seen = _seen(run_sheet, child=child)
    suggested = method.sort(seen)
    label, code = vocabulary("triage_category").label, CODES.get(suggested.color)
    open_yet = WorkedOut(
        f"Suggested triage by {method.name}",
        "",
        f"needs {suggested.reasons[0]}",
        "From what was found first: “Found in sorting”, the primary assessment, the first vital signs.",
        method.source,
    )
    if code is None:
        yield open_yet
        return
    yield replace(
        open_yet,
        value=label(code),
        inputs="; ".join([*suggested.reasons, *_unless(seen, suggested.color)]),
        beside=f"You chose {lower(label(chosen))}." if chosen and chosen != code else "",
    )


def _unless(seen: Seen, color: str) -> list[str]:
    """Walking comes first in both: as long as nobody says, yellow may be green."""
    return ["green, if the patient walks"] if color == "yellow" and seen.walks is None else []


def _seen(run_sheet: RunSheet, *, child: bool) -> Seen:
    """What the primary assessment says, else the first vital-sign set."""
    primary, sets = run_sheet.primary, run_sheet.entries("vitals")
    in_sorting = run_sheet.incident.sorting_found
    rates = (rate for vitals in sets if (rate := reading(vitals, "respiratory_rate")) is not None)
    apneic = in_sorting in _NOT_BY_ITSELF or (in_sorting is None and primary.breathing_effort == APNEIC)
    rate = 0.0 if apneic else next(rates, None)
    refill = primary.capillary_refill
    return Seen(
        walks=None if in_sorting is None else in_sorting == WALKS,
        rate=rate,
        opened=_NOT_BY_ITSELF.get(in_sorting or ""),
        rescued=_RESCUED.get(in_sorting or ""),
        pulse=_pulse(run_sheet, child=child),
        slow_refill=None if refill is None else refill != "under_2",
        responds=_responds(run_sheet),
    )


def _pulse(run_sheet: RunSheet, *, child: bool) -> bool | None:
    """Whether a pulse was felt: of an adult at the wrist, of a child anywhere."""
    site = run_sheet.primary.pulse_site
    if site == "no_pulse":
        return False
    if site == "radial" or (child and site):
        return True
    rates = [
        rate for vitals in run_sheet.entries("vitals") if (rate := reading(vitals, "heart_rate")) is not None
    ]
    return bool(rates[0]) if child and rates else None


def _responds(run_sheet: RunSheet) -> Responds | None:
    for part in (run_sheet.primary, *run_sheet.entries("vitals")):
        if part.gcs_motor == OBEYS:
            return "obeys"
        if part.gcs_motor:
            return "nothing" if part.gcs_motor == "1" else "pain"
        if part.avpu in _RESPONSES:
            return _RESPONSES[part.avpu]
    return None


def field_triage(run_sheet: RunSheet, context: Context) -> Iterator[WorkedOut]:
    """Red or yellow by the criteria that the sheet meets, those that were named among them."""
    if not run_sheet.injury_possible:
        return
    red, yellow = _red(run_sheet, context), _yellow(run_sheet)
    reasons = red or yellow
    yield WorkedOut(
        "Suggested field triage",
        "Red, high risk" if red else "Yellow, moderate risk" if yellow else "No criterion",
        "; ".join(reasons) or "no criterion is named, and the vital signs meet none",
        "Red: the highest level of trauma center within reach. Yellow: a trauma center. It is not for mass casualties.",
        _GUIDELINE,
    )


def _red(run_sheet: RunSheet, context: Context) -> list[str]:
    named = [code for code in run_sheet.injury.high_risk or () if code not in MEASURED]
    seen = [vocabulary("triage_high").label(code) for code in named]
    return [*(sign.words for sign in red_signs(run_sheet, context)), *(lower(label) for label in seen)]


def _yellow(run_sheet: RunSheet) -> list[str]:
    labels = [
        lower(vocabulary("triage_moderate").label(code)) for code in run_sheet.injury.moderate_risk or ()
    ]
    height = run_sheet.injury.fall_height
    if height is not None and height > _HIGH_FALL and not any("fall" in label for label in labels):
        labels.append(f"fall of {height} ft, over {_HIGH_FALL}")
    if run_sheet.history.pregnancy == _LATE and not any("pregnan" in label for label in labels):
        labels.append("pregnant over 20 weeks")
    return labels
