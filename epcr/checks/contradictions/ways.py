"""Destination, lights, refusal, another unit, minutes on scene and oxygen that a text tells, against the disposition and the times."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from epcr.checks.contradictions.record import Fault, Record
from epcr.letters import compared
from epcr.prose import WayMention
from epcr.prose.hospitals import THE_OTHER
from epcr.words.naming import lower

DISPOSITION: Final = "disposition"
TIME_OF_CALL: Final = "time_of_call"
OXYGEN: Final = "oxygen"
_REFUSED: Final = "4230009"  # eDisposition.30
_OURS: Final = frozenset({"4230001", "4230003"})
_OTHERS: Final = frozenset({"4230005", "4230007"})
_EMERGENT, _NOT_EMERGENT = "4217001", "4217005"  # eDisposition.17
_AIR: Final = frozenset({"4216001", "4216003"})  # eDisposition.16
_GIVEN: Final = frozenset(
    {"oxygen", "o2_nrb", "o2_nasal_cannula", "o2_simple_mask", "o2_hfnc", "cpap", "bipap", "bvm"}
)
_NO_DELAY: Final = frozenset(
    {"2208013", "2209011", "2210017", "2211011", "2212015"}
)  # eDisposition.23 and beside
_MINUTES_OFF: Final = 2  # chosen here: both ends are rounded to the minute


def untrue_ways(way: WayMention, record: Record) -> Iterator[Fault]:
    """What the sheet has otherwise; nothing where it says nothing of it."""
    kind, has = _COMPARED[way.topic](way.value, record)
    if has:
        yield Fault(kind, has, way.start, way.end)


def _destination(place: str, record: Record) -> tuple[str, str]:
    destination = record.sheet.disposition.destination
    if not destination or _is_known(place, destination, record):
        return DISPOSITION, ""
    return DISPOSITION, f"is not in the sheet, where the destination is {destination}"


def _is_known(place: str, destination: str, record: Record) -> bool:
    """Whether it may be the destination, or a place that other fields name: who gave an order by phone says nothing of that."""
    if place == THE_OTHER:
        return False
    return any(
        _name(place) in _name(known)
        for known in (destination, record.other_text_but("destination", "authorized_by"))
    )


def _name(place: str) -> str:
    return re.sub(r"[^a-z]", "", re.sub(r"\bsaint\b", "st", compared(place)))


def _mode(value: str, record: Record) -> tuple[str, str]:
    disposition = record.sheet.disposition
    mode, method = disposition.transport_mode, disposition.transport_method
    if value == "air":
        other, shown = (
            method is not None and method not in _AIR,
            disposition.show("transport_method", record.context),
        )
    else:
        other = mode == (_EMERGENT if value == "cold" else _NOT_EMERGENT)
        shown = disposition.show("transport_mode", record.context)
    return DISPOSITION, f"is not in the sheet, where the transport is {lower(shown)}" if other else ""


def _refused(_: str, record: Record) -> tuple[str, str]:
    return DISPOSITION, _transport(
        record
    ) if record.sheet.disposition.transport_disposition in _OURS | _OTHERS else ""


def _transported(_: str, record: Record) -> tuple[str, str]:
    return DISPOSITION, _transport(
        record
    ) if record.sheet.disposition.transport_disposition == _REFUSED else ""


def _other_unit(unit: str, record: Record) -> tuple[str, str]:
    ours = record.sheet.disposition.transport_disposition in _OURS
    return DISPOSITION, _transport(record) if ours and not record.is_ours(unit) else ""


def _transport(record: Record) -> str:
    shown = record.sheet.disposition.show("transport_disposition", record.context)
    return f"is not in the sheet, which has: {lower(shown)}"


def _scene_minutes(minutes: str, record: Record) -> tuple[str, str]:
    incident = record.sheet.incident
    left = incident.left_scene or (None if incident.at_destination else incident.back_in_service)
    spans = [
        (left - arrived).total_seconds() / 60
        for arrived in (incident.on_scene, incident.at_patient)
        if left is not None and arrived is not None
    ]
    if not spans or any(abs(span - int(minutes)) <= _MINUTES_OFF for span in spans):
        return TIME_OF_CALL, ""
    return TIME_OF_CALL, f"is not in the sheet, which has {spans[0]:.0f} min on scene"


def _oxygen(device: str, record: Record) -> tuple[str, str]:
    """A way that no set and no entry has, where the sets say how oxygen was given."""
    sets = {vitals.oxygen for vitals in record.sets if vitals.oxygen}
    given = record.done(_GIVEN)
    if not sets or device in sets:
        return OXYGEN, "" if device != "room_air" or sets == {"room_air"} else _given(record, sets)
    if (
        any(device in _words(row.show("route", record.context), row.item or "") for row in given)
        or sets - _NAMED
    ):
        return OXYGEN, ""
    return OXYGEN, _given(record, sets)


def _no_delay(what: str, record: Record) -> tuple[str, str]:
    """A delay that the sheet has, where the text says that there was none."""
    disposition = record.sheet.disposition
    reasons = set(getattr(disposition, f"{what}_delay") or ())
    if not reasons or reasons & _NO_DELAY:
        return DISPOSITION, ""
    return (
        DISPOSITION,
        f"is not in the sheet, which has: {lower(disposition.show(f'{what}_delay', record.context))}",
    )


_NAMED: Final = frozenset({"room_air", "cannula", "mask", "nrb", "cpap"})


def _words(route: str, item: str) -> set[str]:
    words = lower(route)
    return {
        device
        for device, sign in (
            ("nrb", "non-rebreather"),
            ("cannula", "cannula"),
            ("mask", "simple"),
            ("cpap", "cpap"),
        )
        if sign in words or sign in item
    }


def _given(record: Record, sets: set[str]) -> str:
    shown = sorted(
        {lower(vitals.show("oxygen", record.context)) for vitals in record.sets if vitals.oxygen in sets}
    )
    return f"is not in the sheet, which has {', '.join(shown)}"


_COMPARED: Final = {
    "destination": _destination, "mode": _mode, "refused": _refused, "transported": _transported, "other_unit": _other_unit,
    "scene_minutes": _scene_minutes, "oxygen": _oxygen, "no_delay": _no_delay,
}  # fmt: skip
