"""Further frames of acts against their rows: another time, another stretch of the call, more doses, another doctor, others, the first."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from datetime import datetime
from typing import Final

from epcr.checks.contradictions.record import MINUTE, Fault, Record
from epcr.letters import compared
from epcr.prose import ActMention
from epcr.prose.frames import HOSPITAL, SCENE, WAY
from epcr.prose.spoken_file import listed, relation_of
from epcr.sheet.interventions import Intervention
from epcr.words.counting import counted
from epcr.words.naming import lower

TIME_OF_CARE: Final = "time_of_care"
DOSE: Final = "dose"
ORDER: Final = "order"
SEQUENCE: Final = "sequence"
PERFORMER: Final = "performer"
DRUG: Final = "drug"
_OF_THE_PATIENT: Final = "_own"  # how the items of the catalog end that the patient has at home
_RELATIVE: Final = listed(r"\b(«kin»)\b")
_DOCTOR: Final = re.compile(r"\bdr\.? ([a-z]+)")
_ONLINE: Final = frozenset({"9918001", "9918003"})  # eMedications.11
_STRETCHES: Final = {SCENE: "on scene", WAY: "on the way", HOSPITAL: "at the hospital"}


def untrue_frame(act: ActMention, record: Record) -> Iterator[Fault]:
    """What the rows of an act have otherwise; nothing where there is none, or one has not what is compared."""
    rows = record.done(act.items)
    if rows:
        kind, judge = FRAMES[act.aspect]
        has = judge(act, rows, record)
        if has:
            yield Fault(kind, f"is not in the sheet, which has {has}", act.start, act.end)


def _moments(rows: list[Intervention]) -> list[datetime]:
    """The times of some rows in order; none where one has no time."""
    moments = sorted(row.performed_at for row in rows if row.performed_at is not None)
    return moments if len(moments) == len(rows) else []


def _listed(act: ActMention, moments: list[datetime], record: Record) -> str:
    return f"{act.name} at {', '.join(record.clock(moment) for moment in moments)}"


def _at(act: ActMention, rows: list[Intervention], record: Record) -> str:
    """Another time than that of any row, or of the one that is told by its number."""
    moments, clock = _moments(rows), act.at
    if clock is None or not moments:
        return ""
    if act.which:
        rows = _told_apart(act, rows)
        moments = _moments(rows)
        if (
            len(moments) < max(act.which, 2)
            or len(_ours(rows)) != len(rows)
            or len({row.item for row in rows}) > 1
        ):
            return ""
        moments = [moments[act.which - 1]]
    elif record.clock_elsewhere(clock):
        return ""
    return "" if any(record.near(clock, moment) for moment in moments) else _listed(act, moments, record)


def _ordered_at(act: ActMention, rows: list[Intervention], record: Record) -> str:
    """Another time of the order than the rows have, and none of theirs."""
    ordered = [row.ordered_at for row in rows if row.ordered_at is not None]
    if act.at is None or not ordered or record.clock_elsewhere(act.at):
        return ""
    if any(record.near(act.at, moment) for moment in ordered):
        return ""
    return f"the order for {act.name} at {record.clock(ordered[0])}"


def _told_apart(act: ActMention, rows: list[Intervention]) -> list[Intervention]:
    """The rows that are counted: of tracings those that were acquired, of others those of this crew where the text says so."""
    if act.name == "12-lead":
        return [row for row in rows if row.item == "ecg12_acquire"]
    return _ours(rows) if act.value == "ours" else rows


def _ours(rows: list[Intervention]) -> list[Intervention]:
    return [row for row in rows if not (row.before_arrival or row.other_unit)]


def _is_within(moment: datetime, stretch: str, record: Record) -> bool:
    """Whether a moment is in a stretch of the call, rounded to the minute; also where the sheet does not have its ends."""
    incident = record.sheet.incident
    left, there = incident.left_scene, incident.at_destination
    if left is None or there is None:
        return True
    since_left, since_there = (moment - left).total_seconds(), (moment - there).total_seconds()
    if stretch == SCENE:
        return since_left <= MINUTE
    if stretch == WAY:
        return since_left >= -MINUTE and since_there <= MINUTE
    return since_there >= -2 * MINUTE


def _during(act: ActMention, rows: list[Intervention], record: Record) -> str:
    moments = _moments(rows)
    if not moments or any(_is_within(moment, act.value, record) for moment in moments):
        return ""
    return _listed(act, moments, record)


def _not_during(act: ActMention, rows: list[Intervention], record: Record) -> str:
    moments = [moment for moment in _moments(_ours(rows)) if _is_within(moment, act.value, record)]
    ends = record.sheet.incident.left_scene is not None and record.sheet.incident.at_destination is not None
    return _listed(act, moments, record) if moments and ends else ""


def _count(act: ActMention, rows: list[Intervention], _: Record) -> str:
    """More doses than rows, of which some may have been tried more than once."""
    total = sum(max(row.attempts or 1, 1) for row in rows)
    count, _sign, dose = act.value.partition("*")
    if int(count) <= total or (dose and _is_in_one(int(count) * float(dose), rows)):
        return ""
    return f"{counted(total, 'entry', 'entries')} of it"


def _is_in_one(amount: float, rows: list[Intervention]) -> bool:
    """Whether the doses of a text are one on the sheet, in mg or in g or in mcg."""
    return any(
        row.dose is not None and abs(row.dose * size - amount) < 1e-6 * amount
        for row in rows
        for size in (0.001, 1.0, 1000.0)
    )


def _ordered_by(act: ActMention, rows: list[Intervention], _: Record) -> str:
    doctors = [row.authorized_by for row in rows if row.authorized_by and row.authorization in _ONLINE]
    if not doctors or any(act.value in compared(doctor) for doctor in doctors):
        return ""
    return f"it by order of {doctors[0]}"


def _by_others(act: ActMention, rows: list[Intervention], record: Record) -> str:
    if act.value.startswith(("medic ", "ambulance ")) and record.is_ours(act.value):
        return ""
    if len(_ours(rows)) < len(rows) or any(row.performer is None for row in rows):
        return ""
    return f"it by {rows[0].show('performer', record.context)}"


def _by_kin(act: ActMention, rows: list[Intervention], record: Record) -> str:
    """Another relative did it before arrival, and no text of the sheet knows this one."""
    before = [row for row in rows if row.before_arrival]
    relatives = [
        relation_of()[word]
        for row in before
        for word in _RELATIVE().findall(compared(row.performed_by or ""))
    ]
    known = {relation_of()[word] for word in _RELATIVE().findall(record.other_words)}
    if not before or len(relatives) < len(before) or act.value in {*relatives, *known}:
        return ""
    return f"it by {before[0].performed_by}"


def _none_before(_: ActMention, rows: list[Intervention], record: Record) -> str:
    """Somebody did it before this crew came."""
    before = [row for row in rows if row.before_arrival]
    if not before:
        return ""
    at = f" at {record.clock(before[0].performed_at)}" if before[0].performed_at else ""
    return f"it before arrival{at}"


def _by_us(_: ActMention, rows: list[Intervention], record: Record) -> str:
    """Only somebody else did it."""
    if _ours(rows) or record.left_undone(frozenset(row.item for row in rows if row.item)):
        return ""
    who = next((row.performed_by for row in rows if row.performed_by), "")
    return f"it by {who}" if who else ""


def _at_control(act: ActMention, rows: list[Intervention], record: Record) -> str:
    """Another doctor than the rows of that call tell of, who stands nowhere else on the sheet."""
    doctors = [
        name
        for row in rows
        for name in _DOCTOR.findall(compared(f"{row.remark or ''}. {row.authorized_by or ''}"))
    ]
    return f"it with Dr. {doctors[0].title()}" if doctors and act.value not in record.other_words else ""


def _our_stock(_: ActMention, rows: list[Intervention], __: Record) -> str:
    """Only the patient's own was given."""
    own = all((row.item or "").endswith(_OF_THE_PATIENT) for row in rows)
    return f"{lower(rows[0].name())}" if own else ""


def _first(_: ActMention, rows: list[Intervention], record: Record) -> str:
    """Another medication of this crew before it."""
    drugs = [
        row
        for row in _ours(record.sheet.entries("interventions"))
        if row.kind == "medication" and row.given and row.item != "oxygen"
    ]
    moments = _moments(drugs)
    mine = _moments(_ours(rows))
    if not moments or not mine or (min(mine) - moments[0]).total_seconds() < MINUTE:
        return ""
    earliest = next(row for row in drugs if row.performed_at == moments[0])
    return f"{earliest.name()} before it, at {record.clock(moments[0])}"


FRAMES: Final[dict[str, tuple[str, Callable[[ActMention, list[Intervention], Record], str]]]] = {
    "at": (TIME_OF_CARE, _at), "ordered_at": (TIME_OF_CARE, _ordered_at),
    "during": (TIME_OF_CARE, _during), "not_during": (TIME_OF_CARE, _not_during), "count": (DOSE, _count),
    "ordered_by": (ORDER, _ordered_by), "by_others": (PERFORMER, _by_others), "by_us": (PERFORMER, _by_us),
    "by_kin": (PERFORMER, _by_kin), "none_before": (PERFORMER, _none_before), "first": (SEQUENCE, _first),
    "our_stock": (DRUG, _our_stock), "at_control": (ORDER, _at_control),
}  # fmt: skip
