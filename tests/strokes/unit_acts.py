"""The acts that come again and again on a call, each as a trainee does it: from the call screen, and back on it.

What a line of the table has taken before stands in `measured.toml`.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from playwright.sync_api import expect

from tests.strokes import whole_call
from tests.strokes.phone import Phone


def a_time_now(phone: Phone) -> None:
    phone.tap(phone.tab.get_by_role("button", name="At patient"))


def aspirin(phone: Phone) -> None:
    """Aspirin 324 mg PO, with the dose and the route that the class logged before."""
    phone.open_sheet("medication")
    phone.tap_and_look(phone.button("Aspirin 324 mg · Oral"))
    expect(phone.sheet.locator("[data-judged]")).to_contain_text("scope", ignore_case=True)
    phone.tap(phone.button("Save"))


def aspirin_in_a_new_class(phone: Phone) -> None:
    """Aspirin 324 mg PO where nobody has logged one: the dose is typed, the route is tapped."""
    phone.open_sheet("medication")
    phone.tap_and_look(phone.button("Aspirin"))
    phone.keypad("324")
    phone.tap(phone.button("Oral"))
    phone.tap(phone.button("Save"))


def a_procedure(phone: Phone) -> None:
    """A 12-lead, acquired."""
    phone.open_sheet("procedure")
    phone.tap_and_look(phone.button("12-lead ECG, acquire and send"))
    phone.tap(phone.button("Save"))


def a_procedure_with_its_outcome(phone: Phone) -> None:
    """IV access: one attempt, successful, by standing order."""
    phone.open_sheet("procedure")
    phone.tap_and_look(phone.button("IV access, peripheral"))
    phone.tap(phone.button("Standing order (protocol)"))
    phone.tap(phone.button("Worked on try 1"))
    phone.tap(phone.button("Save"))


def a_region_normal(phone: Phone) -> None:
    """While the findings are open."""
    phone.tap(phone.button("Normal Chest"))


def the_rest_normal(phone: Phone) -> None:
    phone.tap(phone.tab.get_by_role("button", name="Rest normal ("))


def abc_all_normal(phone: Phone) -> None:
    """Airway, breathing and circulation, opened and closed."""
    phone.open_sheet("finding")
    for letter in ("Airway", "Breathing", "Circulation"):
        phone.tap(phone.button(f"All normal {letter}"))
    phone.tap(phone.button("Close"))


def a_note(phone: Phone) -> None:
    """A line of 40 letters."""
    phone.open_sheet("note")
    phone.keys("Husband gave her one of his own nitro at")
    phone.tap(phone.button("Save"))


def prepare(phone: Phone) -> None:
    """Begin a call with a medic beside, who has made no entry yet; the EMT has made one."""
    whole_call.begin(phone)
    whole_call.crew(phone)
    phone.back_to_the_call()
    phone.open_sheet("procedure")
    phone.tap_and_look(phone.button("Blood glucose check"))
    phone.tap(phone.button("Ana Ruiz (EMT)"))
    phone.tap(phone.button("Save"))
    phone.is_saved()


def ready_for(act: str, phone: Phone) -> None:
    """What stands open when an act begins: everything is saved, and the findings are open for those of the exam."""
    if act == "region":
        phone.open_sheet("finding")
    if act == "note":
        phone.tap(phone.button("Close"))
    phone.is_saved()


UNIT_ACTS: Final[dict[str, Callable[[Phone], None]]] = {
    "time": a_time_now,
    "partial_set": whole_call.further_set,
    "full_set": whole_call.full_set,
    "medication": aspirin,
    "typed_medication": aspirin_in_a_new_class,
    "procedure": a_procedure,
    "whole_procedure": a_procedure_with_its_outcome,
    "answer": whole_call.answer,
    "abc": abc_all_normal,
    "region": a_region_normal,
    "rest": the_rest_normal,
    "note": a_note,
}
