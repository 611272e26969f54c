"""Times of the call and of procedures that a text tells, against those of the sheet."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import datetime
from typing import Final, NamedTuple

from epcr.checks.contradictions.record import MINUTE, Fault, Record
from epcr.prose import Clock, EventMention, Mention
from epcr.words.naming import lower

TIME_OF_CALL: Final = "time_of_call"
TIME_OF_CARE: Final = "time_of_care"
# What people say, and the fields that may be meant by it: (section, field).
_MOMENTS: Final = {
    "dispatched": (("incident", "call_received"), ("incident", "unit_notified")),
    "en_route": (("incident", "en_route"), ("incident", "unit_notified"), ("incident", "left_scene")),
    "on_scene": (("incident", "on_scene"),),
    "at_patient": (("incident", "at_patient"),),
    "arrived": (("incident", "on_scene"), ("incident", "at_patient"), ("incident", "at_destination")),
    "left_scene": (("incident", "left_scene"),),
    "transfer_of_care": (("incident", "transfer_of_care"), ("incident", "transferred_to_unit")),
    "back_in_service": (("incident", "back_in_service"),),
    "cancelled": (("incident", "cancelled"),),
    "team_alert": (("disposition", "team_alert_at"),),
    "team_told": (("disposition", "team_alert_at"),),
    "rolling": (("incident", "left_scene"), ("incident", "en_route")),
    "at_hospital": (("incident", "at_destination"), ("incident", "transfer_of_care")),
    "went_odd": (("history", "onset"), ("history", "last_known_well")),
    "last_oral_intake": (("history", "last_oral_intake"),),
    "ate": (("history", "last_oral_intake"),),
    "onset": (("history", "onset"), ("history", "last_known_well"), ("arrest", "arrest_at")),
    "last_known_well": (("history", "last_known_well"), ("history", "onset")),
    "arrest": (
        ("arrest", "arrest_at"),
        ("history", "onset"),
        ("history", "last_known_well"),
        ("arrest", "cpr_at"),
    ),
}
_NEEDED: Final = {
    "arrest": ("arrest", "arrest_at"),
    "onset": ("history", "onset"),
    "went_odd": ("history", "onset"),
    "last_known_well": ("history", "last_known_well"),
}
_PROCEDURES: Final = {
    "ecg": frozenset({
        "ecg12_acquire", "ecg12_interpret", "ecg3_lead", "ecg", "cardiac_monitor_apply", "rhythm_interpret", "telemetry_transmit",
    }),
    "tourniquet": frozenset({"tourniquet"}),
    "iv": frozenset({"iv_access", "ej_access"}),
    "io": frozenset({"io_access"}),
    "airway": frozenset({"airway_sga_single", "airway_sga_lma", "airway_sga_double"}),
    "intubation": frozenset({"ett", "ett_bougie", "rsi"}),
    "cpap": frozenset({"cpap", "bipap"}),
    "shock": frozenset({"aed", "defib_manual", "cardioversion", "x_double_sequential_defib"}),
    "decompression": frozenset({"needle_decompression"}),
    "control": frozenset({"contact_medical_control"}),
}  # fmt: skip
_RECEIVING: Final = "4512005"  # eOther.12
ABOUT: Final = 30 * MINUTE  # off, for an onset that the sheet calls approximate


def untrue_times(happened: EventMention, record: Record) -> Iterator[Fault]:
    """A time at which the sheet does not have what happened; nothing where the sheet has no time for it."""
    clock = happened.at
    ours = not happened.unit or record.is_ours(happened.unit)
    if happened.what == "unit_came" and ours:
        happened = replace(happened, what="arrived")
    if clock is None or not (ours or happened.what == "unit_came"):
        return
    own = _OF_THEIR_OWN.get(happened.what)
    if own is not None:
        yield from own(happened, clock, record)
        return
    yield from _untrue_moment(happened, clock, record)


def _untrue_moment(happened: EventMention, clock: Clock, record: Record) -> Iterator[Fault]:
    """Another time of the call or of a procedure."""
    items = _PROCEDURES.get(happened.what)
    has = (
        _call_has(happened.what, clock, record)
        if items is None
        else _procedures_have(happened.what, items, clock, record)
    )
    if has and not record.clock_elsewhere(clock):
        kind = TIME_OF_CALL if items is None else TIME_OF_CARE
        yield Fault(kind, f"is not in the sheet; it has {has}", happened.start, happened.end)


def _untrue_pulse(happened: EventMention, clock: Clock, record: Record) -> Iterator[Fault]:
    """Another time of the return of circulation than the other texts of the sheet tell."""
    moment = record.pulse_back
    if moment is not None and not record.near(clock, moment) and not record.clock_elsewhere(clock):
        has = f"is not in the sheet; it has the pulse back at {record.clock(moment)}"
        yield Fault(TIME_OF_CARE, has, happened.start, happened.end)


def _untrue_signature(happened: EventMention, clock: Clock, record: Record) -> Iterator[Fault]:
    """Another time than that of any signature; of somebody who took over than theirs, and the transfer of care."""
    took_over = happened.what == "signed_for"
    signed = [
        row.signed_at
        for row in record.sheet.entries("signatures")
        if not took_over or row.signer == _RECEIVING
    ]
    signed += [record.sheet.incident.transfer_of_care] if took_over and signed else []
    moments = [moment for moment in signed if moment is not None]
    if (
        moments
        and not any(record.near(clock, moment) for moment in moments)
        and not record.clock_elsewhere(clock)
    ):
        yield Fault(
            TIME_OF_CALL,
            f"is not in the sheet; it has the signature at {record.clock(moments[0])}",
            happened.start,
            happened.end,
        )


def _untrue_last_dose(happened: EventMention, clock: Clock, record: Record) -> Iterator[Fault]:
    """Another time of the last dose than the home medications tell."""
    shown = record.sheet.history.show("home_medications", record.context)
    last_doses = re.findall(r"\blast (?:dose )?(?:at )?([0-2][0-9]):([0-5][0-9])\b", shown)
    if last_doses and not any(
        clock.off_by(int(hour) * 3600 + int(minute) * 60) <= MINUTE for hour, minute in last_doses
    ):
        yield Fault(TIME_OF_CALL, f"is not in the sheet; it has {lower(shown)}", happened.start, happened.end)


def _untrue_unit(happened: EventMention, clock: Clock, record: Record) -> Iterator[Fault]:
    """Another time than the other texts tell of another unit: `Medic 4 from 19:46`."""
    beside = rf"\b{re.escape(happened.unit)}\b[^.;\n0-9]{{0,20}}\b([0-2][0-9]):([0-5][0-9])\b"
    seconds = [int(hour) * 3600 + int(minute) * 60 for hour, minute in re.findall(beside, record.other_words)]
    if seconds and all(clock.off_by(moment) > MINUTE for moment in seconds):
        has = f"{seconds[0] // 3600:02}:{seconds[0] // 60 % 60:02}"
        yield Fault(
            TIME_OF_CALL,
            f"is not in the sheet, which has that unit at {has}",
            happened.start,
            happened.end,
        )


class _CallTime(NamedTuple):
    """A time on the sheet that may be meant, and how many seconds another one may be off it."""

    label: str
    moment: datetime
    slack: int


def _call_has(what: str, clock: Clock, record: Record) -> str:
    """What the sheet has instead; empty where it has the time, or none."""
    times = _may_be_meant(what, record, roughly=clock.about)
    if not times or any(record.off_by(clock, time.moment) <= time.slack for time in times):
        return ""
    nearest = min(times, key=lambda time: record.off_by(clock, time.moment))
    return f"{lower(nearest.label)} {record.clock(nearest.moment)}"


def _may_be_meant(what: str, record: Record, *, roughly: bool) -> list[_CallTime]:
    """The times of the call that may be meant; none where the one is not there that is needed to compare."""
    times: list[_CallTime] = []
    needed = _NEEDED.get(what)
    for slug, name in _MOMENTS[what]:
        part = getattr(record.sheet, slug)
        moment = getattr(part, name)
        if moment is not None:
            about = roughly or (needed is not None and part.why(name) == "approximate")
            times.append(_CallTime(part.fields()[name].label, moment, ABOUT if about else MINUTE))
        elif (slug, name) == needed:
            return []
    return times


def _procedures_have(what: str, items: frozenset[str], clock: Clock, record: Record) -> str:
    """The same of the procedures of some items."""
    entries = record.done(items)
    moments = [entry.performed_at for entry in entries if entry.performed_at is not None]
    if not moments or len(moments) < len(entries) or any(record.near(clock, moment) for moment in moments):
        return ""
    if what == "ecg":
        twelve = [
            vitals for vitals in record.sets if vitals.show("ecg_type", record.context).startswith("12")
        ]
        moments += [vitals.taken_at for vitals in twelve if vitals.taken_at is not None]
    nearest = record.nearest(clock, moments)
    if record.near(clock, nearest):
        return ""
    entry = next((entry for entry in entries if entry.performed_at == nearest), entries[0])
    return f"{lower(entry.name())} at {record.clock(nearest)}"


def onset_is_told(mention: Mention, record: Record) -> bool:
    """Whether a mention is the onset on the sheet: another one beside it is then of another symptom."""
    if not isinstance(mention, EventMention) or mention.what != "onset" or mention.at is None:
        return False
    return record.near(mention.at, record.sheet.history.onset)


_OF_THEIR_OWN: Final[dict[str, Callable[[EventMention, Clock, Record], Iterator[Fault]]]] = {
    "pulse_back": _untrue_pulse, "refusal_signed": _untrue_signature, "signed_for": _untrue_signature,
    "last_dose": _untrue_last_dose, "unit_came": _untrue_unit,
}  # fmt: skip
