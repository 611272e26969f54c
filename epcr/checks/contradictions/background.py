"""Home medications and diseases that a text tells, against those of the history."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from epcr.checks.contradictions.record import Fault, Record
from epcr.letters import compared
from epcr.prose import BackgroundMention
from epcr.prose.background import CARDIAC, DISEASES, MEDICATION_CLASSES, generic, is_insulin
from epcr.words.naming import lower

BACKGROUND: Final = "background"
_AGO: Final = re.compile(r"\b([a-z0-9]+) (day|week|month|year)s? ago\b")
_NUMBERS: Final = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")


def untrue_background(past: BackgroundMention, record: Record) -> Iterator[Fault]:
    """What the history does not have, or has though it is denied; nothing where it is empty."""
    has = _COMPARED[past.topic](past, record)
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
    known = _generics(shown)
    if name in known or name in compared(shown) or (is_insulin(name) and any(map(is_insulin, known))):
        return ""
    return f"({name}) is not in the sheet, which has {lower(shown)}"


def _generics(shown: str) -> set[str]:
    return {medication for word in re.findall(r"[a-z]{3,}", compared(shown)) if (medication := generic(word))}


def _class(past: BackgroundMention, record: Record) -> str:
    """A kind of medication of which the list has none that it knows."""
    shown = record.sheet.history.show("home_medications", record.context)
    pattern, members = MEDICATION_CLASSES[past.name]
    if not record.sheet.history.home_medications or re.search(rf"\b(?:{pattern})", compared(shown)):
        return ""
    return "" if _generics(shown) & set(members.split()) else f"is not in the sheet, which has {lower(shown)}"


def _strength(past: BackgroundMention, record: Record) -> str:
    """Another number than any that stands beside this medication in the list; one that this crew gave too is passed over."""
    medication, number = past.name.split("|")
    shown = record.sheet.history.show("home_medications", record.context)
    listed = [part for part in shown.split(";") if generic_in(part) == medication]
    numbers = {
        float(digits)
        for part in listed
        for digits in re.findall(r"(?<![\w:.])[0-9]+(?:\.[0-9]+)?(?![\w:])", part)
    }
    given = any(medication in (row.item or "") for row in record.sheet.entries("interventions"))
    if given or not numbers or float(number) in numbers:
        return ""
    return f"is not in the sheet, which has {lower(shown)}"


def generic_in(part: str) -> str:
    """The generic name of the only medication that is named in a part of a list; empty where there are several."""
    named = {medication for medication in _generics(part) if medication != "insulin"}
    return next(iter(named)) if len(named) == 1 else ""


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


def _ago(past: BackgroundMention, record: Record) -> str:
    """Another time since something than the history tells."""
    what, number, unit = past.name.split("|")
    shown = record.sheet.history.show("past_history", record.context)
    agos = [_AGO.search(compared(part)) for part in shown.split(";") if what in compared(part)]
    since = [(_number(match[1]), match[2]) for match in agos if match is not None]
    return (
        f"is not in the sheet, which has {lower(shown)}"
        if since and (_number(number), unit.replace("yr", "year")) not in since
        else ""
    )


def _number(word: str) -> int:
    return int(word) if word.isdigit() else _NUMBERS.index(word) if word in _NUMBERS else 1


def _impressions(record: Record) -> Iterator[str]:
    for name in ("primary_impression", "secondary_impressions", "primary_symptom", "associated_symptoms"):
        yield record.sheet.history.show(name, record.context) or ""


_COMPARED: Final = {
    "home_medication": _medication,
    "history": _disease,
    "ago": _ago,
    "medication_class": _class,
    "strength": _strength,
}
