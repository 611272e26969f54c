"""How long after something else a text tells that something was, against the times of both on the sheet."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import Final

from epcr.checks.contradictions.record import MINUTE, Fault, Record
from epcr.prose import IntervalMention
from epcr.prose.intervals import ABOUT, ACT, OVER, WITHIN, IntervalEnd
from epcr.prose.spans import EARLIER, LATER, ORDER, REFUSAL

TIME_OF_CALL: Final = "time_of_call"
SEQUENCE: Final = "sequence"
_PATIENT: Final = "4512015"  # eOther.12
_MINUTES_OFF: Final = (
    3  # both ends are rounded to the minute, and people round what lies between; chosen here
)
_SHARE_OFF: Final = 0.3  # of an interval that is about right; chosen here
# The fields that may be meant by an event: (section, field).
_FIELDS: Final = {
    "injury": (("history", "onset"),),
    "arrest": (("arrest", "arrest_at"), ("history", "onset")),
    "onset": (("history", "onset"),),
    "contact": (("incident", "at_patient"), ("incident", "on_scene")),
    "dispatch": (("incident", "call_received"), ("incident", "unit_notified")),
    "left_scene": (("incident", "left_scene"),),
    "hospital": (("incident", "at_destination"),),
    "handover": (("incident", "transfer_of_care"),),
    "cpr": (("arrest", "cpr_at"),),
    "alert": (("disposition", "team_alert_at"),),
}


def untrue_interval(interval: IntervalMention, record: Record) -> Iterator[Fault]:
    """Another number of minutes than between any two times of the sheet that may be meant."""
    firsts, others = _moments(interval.first, record), _moments(_of_the_act(interval), record)
    if interval.how in {EARLIER, LATER}:
        yield from _untrue_order(interval, firsts, others, record)
        return
    spans = [(first - other).total_seconds() / 60 for first in firsts for other in others]
    if not spans or any(_fits(span, interval) for span in spans):
        return
    nearest = min(spans, key=lambda span: abs(span - interval.minutes))
    way = "after" if nearest >= 0 else "before"
    yield Fault(
        TIME_OF_CALL,
        f"is not in the sheet, by which it was {abs(nearest):.0f} min {way}",
        interval.start,
        interval.end,
    )


def _of_the_act(interval: IntervalMention) -> IntervalEnd:
    """The other end; an order is that of the act that is told."""
    return (
        IntervalEnd(ORDER, interval.first.items, interval.first.name)
        if interval.other.what == ORDER
        else interval.other
    )


def _untrue_order(
    interval: IntervalMention, firsts: list[datetime], others: list[datetime], record: Record
) -> Iterator[Fault]:
    """Before an event, where all rows of the act were after it, and the other way around."""
    if not firsts or not others:
        return
    earlier = interval.how == EARLIER
    wrong = (min(firsts) - max(others)) if earlier else (min(others) - max(firsts))
    if wrong.total_seconds() >= MINUTE:
        when = f"{record.clock(min(firsts))} and {record.clock(max(others))}"
        yield Fault(SEQUENCE, f"is not in the sheet, which has them at {when}", interval.start, interval.end)


def _fits(span: float, interval: IntervalMention) -> bool:
    if interval.minutes < 0:
        span = -span
    minutes = abs(interval.minutes)
    if interval.how == WITHIN:
        return -_MINUTES_OFF <= span <= minutes + _MINUTES_OFF
    if interval.how == OVER:
        return span >= minutes - _MINUTES_OFF
    share = _SHARE_OFF if interval.how == ABOUT else _SHARE_OFF / 2
    off = max(_MINUTES_OFF, share * minutes)
    return abs(span - minutes) <= off


def _moments(end: IntervalEnd, record: Record) -> list[datetime]:
    """The times that may be meant by one end; none where one of them is not known."""
    if end.what == ACT:
        moments = [row.performed_at for row in record.done(end.items)]
    elif end.what == ORDER:
        moments = [row.ordered_at for row in record.done(end.items)]
    elif end.what == REFUSAL:
        moments = _signed(record)
    elif end.what == "pulse_back":
        moments = [record.pulse_back]
    else:
        moments = [getattr(getattr(record.sheet, slug), name) for slug, name in _FIELDS[end.what]]
        moments = [moment for moment in moments if moment is not None]
    known = [moment for moment in moments if moment is not None]
    return known if len(known) == len(moments) else []


def _signed(record: Record) -> list[datetime | None]:
    """When the patient signed a refusal; nothing where care was handed over."""
    if record.sheet.incident.transfer_of_care is not None:
        return []
    return [row.signed_at for row in record.sheet.entries("signatures") if row.signer == _PATIENT]
