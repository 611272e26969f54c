"""What a text tells of acts beside drug and dose, against the rows of that item: who, which attempt, outcome, order, sequence, not done."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime
from functools import cache
from typing import Final

from epcr.checks.contradictions.crew import member_meant
from epcr.checks.contradictions.frames import FRAMES, untrue_frame
from epcr.checks.contradictions.record import MINUTE, Fault, Record
from epcr.prose import ActMention
from epcr.prose.named_acts import ANY_DRUG
from epcr.prose.told_file import told_file
from epcr.sheet.interventions import Intervention
from epcr.sheet.vocabulary import vocabulary
from epcr.words.counting import counted
from epcr.words.naming import lower

PERFORMER: Final = "performer"
OUTCOME: Final = "outcome"
ORDER: Final = "order"
SEQUENCE: Final = "sequence"
NOT_DONE: Final = "not_done"
DRUG: Final = "drug"
_IMPROVED, _WORSE = "9916001", "9916005"  # eMedications.07
_STANDING, _ONLINE = "9918005", frozenset({"9918001", "9918003"})  # eMedications.11
_READ: Final = frozenset({"ecg12_interpret", "rhythm_interpret"})
_NEVER_UNWRITTEN: Final = frozenset({
    "ett", "ett_bougie", "rsi", "cpap", "bipap", "needle_decompression", "io_access", "tourniquet", "cervical_collar", "c_spine_manual",
    "pelvic_binder", "iv_access", "ej_access", "airway_sga_single", "airway_sga_lma", "airway_sga_double", "airway_opa", "airway_npa",
})  # fmt: skip
_LEVELS: Final = {"paramedic": "paramedic", "medic": "paramedic", "aemt": "aemt"}
_SHOCKS: Final = frozenset({"aed", "defib_manual"})


def untrue_acts(act: ActMention, record: Record) -> Iterator[Fault]:
    """What the rows of an act do not have; nothing where there is no row to compare with."""
    if act.aspect == "done":
        yield from _claimed(act, record)
        return
    if act.aspect in FRAMES:
        yield from untrue_frame(act, record)
        return
    rows = [row for row in record.done(act.items) if _ours(row)]
    if act.aspect == "who" and not rows:
        yield from _of_another_unit(act, record)
    if rows:
        kind, has = _COMPARED[act.aspect](act, rows, record)
        if has:
            yield Fault(kind, has, act.start, act.end)


def _claimed(act: ActMention, record: Record) -> Iterator[Fault]:
    """Done, where the sheet says that it was left; or does not know it, of what nobody leaves unwritten."""
    left = record.left_undone(act.items)
    if record.done(act.items):
        return
    if left:
        reason = lower(vocabulary("reason").label(left[0].why("item")))
        yield Fault(NOT_DONE, f"is not done in the sheet: {reason}", act.start, act.end)
    elif act.items <= _always_written():
        yield Fault(NOT_DONE, "is not in the sheet, which has no such entry", act.start, act.end)


@cache
def _always_written() -> frozenset[str]:
    """The items of acts that nobody does and leaves unwritten."""
    return _NEVER_UNWRITTEN | {item for act in told_file().acts if act.written for item in act.items}


def _ours(row: Intervention) -> bool:
    return not (row.before_arrival or row.other_unit)


def _performer(act: ActMention, rows: list[Intervention], record: Record) -> tuple[str, str]:
    """Somebody of the crew, where the rows have another of the crew."""
    who, _, read = act.value.partition("|")
    meant = member_meant(who, record)
    if meant is None and who in _LEVELS:
        return PERFORMER, _by_a_level(who, rows, record)
    rows = (
        [row for row in rows if (row.item in _READ) == bool(read)]
        if any(row.item in _READ for row in rows)
        else rows
    )
    performers = [row.performer for row in rows]
    if meant is None or not performers or None in performers or meant.id in performers:
        return PERFORMER, ""
    return PERFORMER, f"is not in the sheet, where it was {rows[0].show('performer', record.context)}"


def _by_a_level(title: str, rows: list[Intervention], record: Record) -> str:
    """`a paramedic` did it, where this crew has none."""
    crew = record.sheet.entries("crew")
    levels = {(member.level or "").casefold() for member in crew}
    others = any(row.other_unit for row in record.sheet.entries("interventions"))
    if (
        not crew
        or "" in levels
        or others
        or _LEVELS[title] in levels
        or any(row.performer is None for row in rows)
    ):
        return ""
    return f"is not in the sheet, where it was {rows[0].show('performer', record.context)}"


def _of_another_unit(act: ActMention, record: Record) -> Iterator[Fault]:
    """Somebody of this crew, where only another unit did it."""
    rows = [row for row in record.done(act.items) if row.other_unit]
    if rows and member_meant(act.value.partition("|")[0], record) is not None:
        yield Fault(
            PERFORMER,
            f"is not in the sheet, where it was {rows[0].performed_by or 'another unit'}",
            act.start,
            act.end,
        )


def _which(act: ActMention, rows: list[Intervention], _: Record) -> tuple[str, str]:
    """`second attempt` of something that worked at the first, and the other way around."""
    tries = _tries(rows)
    which = int(act.value)
    if (
        not tries
        or which == tries
        or (which == 1 and any(row.attempts == 1 for row in rows))
        or (which < tries > 1 and which > 1)
    ):
        return OUTCOME, ""
    return OUTCOME, f"is not in the sheet, which has {counted(tries, 'attempt')} of it"


def _total(act: ActMention, rows: list[Intervention], _: Record) -> tuple[str, str]:
    """`3 sticks`: all that were made, or those that failed."""
    tries = _tries(rows)
    failed = act.value.endswith("-")
    number = int(act.value.rstrip("-"))
    if (
        not tries
        or number == tries
        or (failed and number < tries)
        or any(row.attempts == number for row in rows)
    ):
        return OUTCOME, ""
    return OUTCOME, f"is not in the sheet, which has {counted(tries, 'attempt')} of it"


def _tries(rows: list[Intervention]) -> int:
    """All attempts of some rows; 0 where one has no number."""
    return sum(row.attempts for row in rows if row.attempts) if all(row.attempts for row in rows) else 0


def _outcome(act: ActMention, rows: list[Intervention], _: Record) -> tuple[str, str]:
    """Worked or did not, where all rows say the other."""
    procedures = [row for row in rows if row.successful is not None]
    if procedures:
        worked = [row.successful for row in procedures]
        if act.value == "bad" and all(worked) and _tries(procedures) == len(procedures):
            return OUTCOME, "is not in the sheet, where it was successful"
        if act.value == "good" and not any(worked):
            return OUTCOME, "is not in the sheet, where it was not successful"
        return OUTCOME, ""
    responses = {row.response for row in rows}
    if act.value == "bad" and responses == {_IMPROVED}:
        return OUTCOME, "is not in the sheet, where the patient improved"
    if act.value == "good" and responses == {_WORSE}:
        return OUTCOME, "is not in the sheet, where the patient got worse"
    return OUTCOME, ""


def _order(act: ActMention, rows: list[Intervention], record: Record) -> tuple[str, str]:
    """By an order, where all rows have it by protocol; and the other way around."""
    permissions = {row.authorization for row in rows}
    other = (
        permissions == {_STANDING} if act.value == "online" else bool(permissions) and permissions <= _ONLINE
    )
    if not other:
        return ORDER, ""
    return (
        ORDER,
        f"is not in the sheet, where it was by {lower(rows[0].show('authorization', record.context))}",
    )


def _sequence(act: ActMention, rows: list[Intervention], record: Record) -> tuple[str, str]:
    """First one and then the other, where the times say the other way around."""
    others = sorted((row for row in record.done(act.other) if _ours(row)), key=_when)
    mine, theirs = _moments(rows), _moments(others)
    if not mine or not theirs or act.items & act.other:
        return SEQUENCE, ""
    if act.which:
        if act.which > len(theirs) or (act.which > 1 and not act.other & _SHOCKS):
            return SEQUENCE, ""
        theirs = [theirs[act.which - 1]]
    before = act.value == "before"
    wrong = (min(mine) - max(theirs) if before else min(theirs) - max(mine)).total_seconds()
    if wrong < MINUTE:
        return SEQUENCE, ""
    first, second = record.clock(min(mine)), record.clock(theirs[0])
    return SEQUENCE, f"is not in the sheet, which has {act.name} at {first} and {act.other_name} at {second}"


def _when(row: Intervention) -> float:
    return row.performed_at.timestamp() if row.performed_at is not None else 0.0


def _moments(rows: list[Intervention]) -> list[datetime]:
    """The times of some rows; none where one has no time."""
    moments = [row.performed_at for row in rows if row.performed_at is not None]
    return moments if len(moments) == len(rows) else []


def _not_done(act: ActMention, rows: list[Intervention], record: Record) -> tuple[str, str]:
    """Not done, where a row has it."""
    if (record.left_undone(act.items) and act.name != ANY_DRUG) or not all(
        row.successful is not False for row in rows
    ):
        return NOT_DONE, ""
    if "recheck" in act.name and len(rows) < 2:
        return NOT_DONE, ""
    at = f" at {record.clock(rows[-1].performed_at)}" if rows[-1].performed_at else ""
    kind = DRUG if rows[-1].kind == "medication" else NOT_DONE
    return kind, f"is not in the sheet, which has {lower(rows[-1].name())}{at}"


_COMPARED: Final[dict[str, Callable[[ActMention, list[Intervention], Record], tuple[str, str]]]] = {
    "who": _performer, "which": _which, "total": _total, "outcome": _outcome, "order": _order, "sequence": _sequence,
    "not_done": _not_done,
}  # fmt: skip
