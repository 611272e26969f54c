"""Questions about what was given: which medication, how much and when, what it did, and what was withheld and why."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import timedelta
from typing import Final

from epcr.handoff import words
from epcr.isolates import isolated_where_needed
from epcr.rehearsal.asking import NOT_DOCUMENTED, AskedSheet, reasons
from epcr.rehearsal.ladders import grid, written_alike
from epcr.rehearsal.others import Other, alike, medication_head
from epcr.rehearsal.question import Lot, Question, mixed
from epcr.sheet.catalog import catalog
from epcr.sheet.context import Context
from epcr.sheet.interventions import Intervention
from epcr.sheet.kinds.number import Number
from epcr.sheet.vocabulary import vocabulary


def given(ask: AskedSheet) -> Iterator[Question]:
    """How much of a medication was given, and when; the last dose where there were several."""
    for doses in _by_item(ask):
        if _dose_is_plain(doses[-1]) and _last_is_plain(doses):
            yield from _how_much_and_when(ask, doses)
    yield from _which_was_given(ask)


def _dose_is_plain(last: Intervention) -> bool:
    """Whether the dose is told whole, and nothing said in its place or beside it."""
    whole = last.dose is not None and bool(last.dose_unit)
    return whole and not any(last.why(name) for name in ("dose", "dose_unit", "performed_at"))


def _last_is_plain(doses: Sequence[Intervention]) -> bool:
    """Whether every dose has its time, and one of them alone the last."""
    times = [dose.performed_at for dose in doses]
    return None not in times and times.count(times[-1]) == 1


def _how_much_and_when(ask: AskedSheet, doses: Sequence[Intervention]) -> Iterator[Question]:
    last = doses[-1]
    name, at = _called(last), last.performed_at
    lot = ask.lot_of(f"given/{last.id}")
    other_dose = _another_dose(last, ask.context, lot)
    other_time = _another_time(last, doses, ask.context, lot)
    if at and other_dose and other_time:
        amount, clock = words.amount(last, ask.context), ask.context.customs.clock(at)
        made = grid((amount, other_dose), (clock, other_time), " at ", lot)
        once = f"{name}: how much was given, and when?"
        text = once if len(doses) == 1 else f"{name}: how much was given last, and when?"
        anchors = (last.anchor("item"), last.anchor("dose"), last.anchor("performed_at"))
        yield from ask.question("given", text, made, anchors, "Intervention")


def _by_item(ask: AskedSheet) -> list[list[Intervention]]:
    """The medications that were given, each with its doses in the order of time."""
    by_name: dict[str, list[Intervention]] = {}
    for intervention in ask.run_sheet.entries("interventions"):
        if intervention.kind == "medication" and intervention.given:
            by_name.setdefault(words.item(intervention), []).append(intervention)
    return list(by_name.values())


def _another_dose(intervention: Intervention, context: Context, lot: Lot) -> str:
    """Twice or half the dose, or the nearest that is written with as many decimals."""
    spec = intervention.fields()["dose"]
    dose = intervention.dose or 0.0
    if not isinstance(spec, Number):
        return ""
    unit = words.amount(intervention, context).partition(" ")[2]
    right = spec.show(dose, context)
    tried = [*lot.order((2.0, 0.5), "dose"), 3.0, 1.5, 11.0]
    for other in (spec.show(dose * factor, context) for factor in tried):
        if written_alike((right, other)) and float(other) > 0:
            return f"{other} {unit}"
    return ""


def _another_time(last: Intervention, doses: Sequence[Intervention], context: Context, lot: Lot) -> str:
    """A time some minutes away at which none of it was given."""
    if last.performed_at is None:
        return ""
    taken = {dose.performed_at for dose in doses}
    right = context.customs.clock(last.performed_at)
    for minutes in lot.order((-11, -9, -7, 6, 8, 12), "time"):
        at = last.performed_at + timedelta(minutes=minutes)
        other = context.customs.clock(at)
        if at not in taken and len(other) == len(right):
            return other
    return ""


_ONE_THING: Final = {"Dextrose", "Glucose"}  # by vein and by mouth


def _which_was_given(ask: AskedSheet) -> Iterator[Question]:
    """Which medication was given, where wrong ones of the same kind are found that nobody spoke of."""
    rows = catalog()
    for doses in _by_item(ask):
        first = doses[0]
        right = medication_head(words.item(first))
        if not right or first.item not in rows.rows:
            continue
        lot = ask.lot_of(f"which/{right}")
        of_category = _unspoken(ask, right, rows[first.item].category)
        wrong = sorted(lot.order(of_category, "which"), key=lambda name: not of_category[name])
        anchors = (first.anchor("item"),)
        text = "Which medication was given?"
        yield from ask.question("given", text, mixed(right, wrong, lot, "which"), anchors, "Intervention")


def _unspoken(ask: AskedSheet, right: str, category: str) -> dict[str, bool]:
    """Names of medications that would be wrong, and whether each is of this category."""
    of_category: dict[str, bool] = {}
    for row in catalog():
        name = medication_head(row.label)
        short = row.kind == "medication" and 1 <= len(name.split()) <= 2
        if short and not _may_be_right(ask, name, right, row.synonyms):
            of_category[name] = of_category.get(name, False) or row.category == category
    return of_category


def _may_be_right(ask: AskedSheet, name: str, right: str, synonyms: Sequence[str]) -> bool:
    """Whether it means the same, or the sheet speaks of it under any name."""
    if alike(name, right) or {name, right} == _ONE_THING:
        return True
    brands = (word for word in synonyms if word[:1].isupper())
    return ask.sheet_words.mentions(Other(name=name.split(maxsplit=1)[0], also=(name, *brands)))


def _called(intervention: Intervention) -> str:
    """The item as a sentence names it, a name that was typed apart from the words around it."""
    return (
        isolated_where_needed(words.item(intervention))
        if intervention.other_name
        else words.item(intervention)
    )


def response(ask: AskedSheet) -> Iterator[Question]:
    """What a medication did, where it was given once."""
    terms = vocabulary("response")
    for doses in _by_item(ask):
        intervention = doses[0]
        if len(doses) > 1 or intervention.why("response"):
            continue
        right = terms.label(intervention.response) if intervention.response else NOT_DOCUMENTED
        made = mixed(
            right,
            [*(term.label for term in terms), NOT_DOCUMENTED],
            ask.lot_of(f"response/{intervention.id}"),
            "response",
        )
        text = f"{_called(intervention)}: how did the patient respond?"
        anchors = (intervention.anchor("response"),)
        yield from ask.question(
            "response", text, made, anchors, "Intervention", gap=intervention.response is None
        )


def withheld(ask: AskedSheet) -> Iterator[Question]:
    """Why something was not given or done."""
    interventions: dict[str, list[Intervention]] = {}
    for intervention in ask.run_sheet.entries("interventions"):
        if intervention.item:
            interventions.setdefault(words.item(intervention), []).append(intervention)
    for entries in interventions.values():
        intervention = entries[0]
        if len(entries) > 1 or intervention.given:
            continue
        made = reasons(
            intervention.why("item"),
            intervention.fields()["item"].reasons,
            ask.lot_of(f"withheld/{intervention.id}"),
        )
        yield from ask.question(
            "withheld",
            f"{_called(intervention)}: why was it withheld?",
            made,
            (intervention.anchor("item"),),
            "Intervention",
        )
