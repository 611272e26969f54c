"""Home medications and diseases that a text tells, against those of the history."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from epcr.checks.contradictions.record import Fault, Record
from epcr.letters import compared
from epcr.prose import BackgroundMention
from epcr.prose.background import CARDIAC, DISEASES, generic, is_insulin
from epcr.words.naming import lower

BACKGROUND: Final = "background"


def untrue_background(past: BackgroundMention, record: Record) -> Iterator[Fault]:
    """What the history does not have, or has though it is denied; nothing where it is empty."""
    has = _medication(past, record) if past.topic == "home_medication" else _disease(past, record)
    if has:
        yield Fault(BACKGROUND, has, past.start, past.end)


def _medication(past: BackgroundMention, record: Record) -> str:
    name = past.name
    listed = record.sheet.history.home_medications
    if not listed:
        return ""
    shown = record.sheet.history.show("home_medications", record.context)
    if past.denied:
        return f"is not in the sheet, which has {lower(shown)}"
    known = {
        medication for word in re.findall(r"[a-z]{3,}", compared(shown)) if (medication := generic(word))
    }
    if name in known or name in compared(shown) or (is_insulin(name) and any(map(is_insulin, known))):
        return ""
    return f"({name}) is not in the sheet, which has {lower(shown)}"


def _disease(past: BackgroundMention, record: Record) -> str:
    history = record.sheet.history
    if not history.past_history:
        return ""
    shown = history.show("past_history", record.context)
    everything = compared(" ".join((shown, record.other_text, *(_impressions(record)))))
    if not past.name:
        return f"is not in the sheet, which has {lower(shown)}"
    signs = CARDIAC if past.name == "cardiac" else tuple(DISEASES[past.name][1].split("|"))
    if past.denied:
        return (
            f"is not in the sheet, which has {lower(shown)}"
            if any(sign in compared(shown) for sign in signs)
            else ""
        )
    if any(sign in everything for sign in signs):
        return ""
    return f"({past.name}) is not in the sheet, which has {lower(shown)}"


def _impressions(record: Record) -> Iterator[str]:
    for name in ("primary_impression", "secondary_impressions", "primary_symptom", "associated_symptoms"):
        yield record.sheet.history.show(name, record.context) or ""
