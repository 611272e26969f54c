"""Questions about what was given: which medication, how much and when, what it did, and what was withheld and why."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import timedelta
from typing import Final

from epcr.handoff import words
from epcr.isolates import isolated_where_needed
from epcr.rehearsal.asking import NOT_DOCUMENTED, Asking, reasons
from epcr.rehearsal.ladders import grid, written_alike
from epcr.rehearsal.others import Other, alike, medication_head
from epcr.rehearsal.question import Lot, Question, mixed
from epcr.sheet.catalog import catalog
from epcr.sheet.context import Context
from epcr.sheet.interventions import Intervention
from epcr.sheet.kinds.number import Number
from epcr.sheet.vocabulary import vocabulary


def given(ask: Asking) -> Iterator[Question]:
    """How much of a medication was given, and when; the last dose where there were several."""
    for acts in _by_item(ask):
        last = acts[-1]
        if (
            last.dose is None
            or not last.dose_unit
            or any(last.why(name) for name in ("dose", "dose_unit", "performed_at"))
        ):
            continue
        if (
            any(one.performed_at is None for one in acts)
            or sum(one.performed_at == last.performed_at for one in acts) > 1
        ):
            continue
        name, at = _called(last), acts[-1].performed_at
        lot = ask.lot_of(f"given/{last.id}")
        other_dose = _another_dose(last, ask.context, lot)
        other_time = _another_time(last, acts, ask.context, lot)
        if at and other_dose and other_time:
            amount, clock = words.amount(last, ask.context), ask.context.customs.clock(at)
            made = grid((amount, other_dose), (clock, other_time), " at ", lot)
            once = f"{name}: how much was given, and when?"
            text = once if len(acts) == 1 else f"{name}: how much was given last, and when?"
            anchors = (last.anchor("item"), last.anchor("dose"), last.anchor("performed_at"))
            yield from ask.question("given", text, made, anchors, "Intervention")
    yield from _which_was_given(ask)


def _by_item(ask: Asking) -> list[list[Intervention]]:
    """The medications that were given, each with its doses in the order of time."""
    found: dict[str, list[Intervention]] = {}
    for act in ask.run_sheet.entries("interventions"):
        if act.kind == "medication" and act.given:
            found.setdefault(words.item(act), []).append(act)
    return list(found.values())


def _another_dose(act: Intervention, context: Context, lot: Lot) -> str:
    """Twice or half the dose, or the nearest that is written with as many decimals."""
    spec = act.fields()["dose"]
    dose = act.dose or 0.0
    if not isinstance(spec, Number):
        return ""
    unit = words.amount(act, context).partition(" ")[2]
    right = spec.show(dose, context)
    tried = [*lot.order((2.0, 0.5), "dose"), 3.0, 1.5, 11.0]
    for other in (spec.show(dose * factor, context) for factor in tried):
        if written_alike((right, other)) and float(other) > 0:
            return f"{other} {unit}"
    return ""


def _another_time(act: Intervention, acts: Sequence[Intervention], context: Context, lot: Lot) -> str:
    """A time some minutes away at which none of it was given."""
    if act.performed_at is None:
        return ""
    taken = {one.performed_at for one in acts}
    right = context.customs.clock(act.performed_at)
    for minutes in lot.order((-11, -9, -7, 6, 8, 12), "time"):
        at = act.performed_at + timedelta(minutes=minutes)
        other = context.customs.clock(at)
        if at not in taken and len(other) == len(right):
            return other
    return ""


_ONE_THING: Final = {"Dextrose", "Glucose"}  # by vein and by mouth


def _which_was_given(ask: Asking) -> Iterator[Question]:
    """Which medication was given, where wrong ones of the same kind are found that nobody spoke of."""
    rows = catalog()
    for acts in _by_item(ask):
        act = acts[0]
        right = medication_head(words.item(act))
        if not right or act.item not in rows.rows:
            continue
        lot = ask.lot_of(f"which/{right}")
        category = rows[act.item].category
        named: dict[str, bool] = {}
        for row in rows:
            name = medication_head(row.label)
            if row.kind != "medication" or not 1 <= len(name.split()) <= 2:
                continue
            if alike(name, right) or {name, right} == _ONE_THING:
                continue
            brands = (word for word in row.synonyms if word[:1].isupper())
            if not ask.said.mentions(Other(name=name.split()[0], also=(name, *brands))):
                named[name] = named.get(name, False) or row.category == category
        wrong = sorted(lot.order(named, "which"), key=lambda name: not named[name])
        anchors = (act.anchor("item"),)
        text = "Which medication was given?"
        yield from ask.question("given", text, mixed(right, wrong, lot, "which"), anchors, "Intervention")


def _called(act: Intervention) -> str:
    """The item as a sentence names it, a name that was typed apart from the words around it."""
    return isolated_where_needed(words.item(act)) if act.other_name else words.item(act)


def response(ask: Asking) -> Iterator[Question]:
    """What a medication did, where it was given once."""
    terms = vocabulary("response")
    for acts in _by_item(ask):
        act = acts[0]
        if len(acts) > 1 or act.why("response"):
            continue
        right = terms.label(act.response) if act.response else NOT_DOCUMENTED
        made = mixed(
            right,
            [*(term.label for term in terms), NOT_DOCUMENTED],
            ask.lot_of(f"response/{act.id}"),
            "response",
        )
        text = f"{_called(act)}: how did the patient respond?"
        anchors = (act.anchor("response"),)
        yield from ask.question("response", text, made, anchors, "Intervention", gap=act.response is None)


def withheld(ask: Asking) -> Iterator[Question]:
    """Why something was not given or done."""
    acts: dict[str, list[Intervention]] = {}
    for act in ask.run_sheet.entries("interventions"):
        if act.item:
            acts.setdefault(words.item(act), []).append(act)
    for found in acts.values():
        act = found[0]
        if len(found) > 1 or act.given:
            continue
        made = reasons(act.why("item"), act.fields()["item"].reasons, ask.lot_of(f"withheld/{act.id}"))
        yield from ask.question(
            "withheld", f"{_called(act)}: why was it withheld?", made, (act.anchor("item"),), "Intervention"
        )
