"""A whole call on a phone, "Pressure in the chest" as an EMT keys it: from nothing to submitted, row by row as it was measured before.

What is keyed is the same call: its findings, sets, acts, and everything that is asked before it can be submitted. Of the primary assessment
the text of the first impression is left out, which nothing asks for. All of it is keyed within a minute or two, so that the same time of
several sets is asked about at the end and answered, as two warnings were before.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Final

from playwright.sync_api import expect

from tests.strokes.phone import Phone

NARRATIVE: Final = (
    "Medic 4 found a 68-year-old woman upright in an armchair with a fist on her chest, gray and sweating, alert. Pressure in the chest "
    "since 16:20, eight of ten, to the jaw and the left arm. Weak slow radial pulse, skin pale and cool. Her husband gave one of his "
    "nitroglycerin at 16:35 without relief. 12-lead with elevation in II, III and aVF, sent. Aspirin 324 mg, oxygen and 250 mL of saline "
    "given, nitroglycerin withheld. Pain still eight on arrival; handed over to the emergency department with the ECG."
)
RECOMMENDATION: Final = (
    "Cath lab is alerted. Keep nitrates away, fluid before anything else, pads are on her chest."
)


def begin(phone: Phone) -> None:
    phone.tap(phone.tab.locator("label", has_text="Pressure in the chest"))
    phone.follow(phone.tab.get_by_role("button", name=re.compile("^Begin")))


def incident(phone: Phone) -> None:
    """After the call: its kind, what dispatch told where it does not stand there, the unit, the place, and back in service."""
    phone.go("incident")
    with phone.tab.expect_navigation():  # what is asked first depends on it
        phone.choose("Kind of call", "Transport")
    phone.now_if_missing("Call received")
    phone.now_if_missing("Unit notified")
    phone.tap(phone.button("Medic 4"))
    phone.choose("Response mode", "Emergent")
    phone.seek("Location type", "priv", "Private residence")
    phone.choose("Number of patients", "Single")
    phone.choose("Scene safety", "Safe")
    phone.tap(phone.button("Now for Back in service"))


def times(phone: Phone) -> None:
    """The first three of the crew, each as it happens."""
    phone.back_to_the_call()
    for name in ("En route", "On scene", "At patient"):
        phone.tap(phone.tab.get_by_role("button", name=name))


def later_times(phone: Phone) -> None:
    """The other three."""
    for name in ("Left scene", "At destination", "Transfer of care"):
        phone.tap(phone.tab.get_by_role("button", name=name))


def crew(phone: Phone) -> None:
    """One more member, who was on other crews of this class."""
    phone.go("crew")
    phone.tap(phone.button("Mira Lindqvist · Paramedic"))


def patient(phone: Phone) -> None:
    phone.go("patient")
    phone.type(phone.field("Last name"), "Harper")
    phone.type(phone.field("First name"), "June")
    phone.type(phone.field("Age"), "68")
    phone.choose("Age units", "Years")
    phone.choose("Sex", "Female")


def primary(phone: Phone) -> None:
    """All normal in one tap, then what is not."""
    phone.go("primary")
    phone.tap(phone.tab.get_by_role("button", name="All normal"))
    phone.choose("Pulse quality", "Weak")
    phone.choose("Skin color", "Pale")
    phone.choose("Initial acuity", "Critical (red)")
    phone.unfold("C · Circulation")
    phone.choose("Skin temperature", "Cool")
    phone.choose("Skin moisture", "Diaphoretic")


def history(phone: Phone) -> None:
    """SAMPLE and OPQRST, in the patient's words: what is needed, then what is folded."""
    phone.go("history")
    phone.type(phone.field("Chief complaint"), "My chest is tight, like a strap")
    phone.type(phone.field("Onset"), "1620")
    phone.choose("Possible injury", "No")
    phone.seek("Primary symptom", "chest p", "Chest pain")
    phone.add("Medication allergies", "Penicillin")
    phone.add("Home medications", "Lisinopril 10 mg in the morning")
    phone.add("Home medications", "Metformin 500 mg in the morning")
    phone.add("Past medical history", "Hypertension")
    phone.seek("Primary impression", "stemi", "STEMI")
    phone.unfold("Complaint")
    phone.choose("Complaint location", "Chest")
    phone.unfold("OPQRST")
    phone.type(phone.field("Provocation and palliation"), "Nothing changes it")
    phone.type(phone.field("Quality"), "Pressure, a tight strap")
    phone.type(phone.field("Region and radiation"), "Jaw and left arm")
    phone.type(phone.field("Severity"), "8")
    phone.type(phone.field("Time course"), "Constant since 16:20")
    phone.unfold("SAMPLE")
    phone.type(phone.field("Events leading up"), "Watering the plants when the pressure began.")


def exam(phone: Phone) -> None:
    """Two regions normal."""
    phone.open_sheet("finding")
    phone.tap(phone.button("Normal Abdomen"))
    phone.tap(phone.button("Normal Extremities"))
    phone.tap(phone.button("Close"))


def full_set(phone: Phone) -> None:
    """BP 98/58, HR 54, RR 20, SpO2 95, pain 8, glucose 148, temperature 97.5, EtCO2 36, alert, GCS 15."""
    phone.open_sheet("vitals")
    phone.keypad("98 58 54 20 95 8 148 975 36")
    phone.tap(phone.button("Alert"))
    phone.tap(phone.button("15"))
    phone.tap(phone.button("Save"))


def further_sets(phone: Phone) -> None:
    """Three."""
    for _ in range(3):
        further_set(phone)


def further_set(phone: Phone) -> None:
    """BP 94/54, HR 52, RR 20, SpO2 95, pain 8, alert."""
    phone.open_sheet("vitals")
    phone.keypad("94 54 52 20 95 8")
    phone.tap(phone.button("Alert"))
    phone.tap(phone.button("Save"))


def medications(phone: Phone) -> None:
    """Aspirin 324 mg PO, oxygen 15 L/min by mask, saline 250 mL IV: who gave it, and by what authority.

    Oxygen stands on no sheet of this class that was accepted: its route and dose are tapped among the usual ones.
    """
    for name, taps in (
        ("Aspirin 324 mg · Oral", ["Ana Ruiz (EMT)"]),
        ("Oxygen", ["Non-rebreather mask", "15 L/min"]),
        ("Normal saline 250 mL · Intravenous (IV)", ["Mira Lindqvist (Paramedic)"]),
    ):
        phone.open_sheet("medication")
        phone.tap_and_look(phone.button(name))
        for words in taps:
            phone.tap(phone.button(words))
        phone.tap(phone.button("Standing order (protocol)"))
        phone.tap(phone.button("Save"))


def procedures(phone: Phone) -> None:
    """A 12-lead and a glucose; then IV access, under the name of who made the last entry."""
    for name, performer in (
        ("12-lead ECG, acquire and send", "Ana Ruiz (EMT)"),
        ("Blood glucose check", ""),
        ("IV access, peripheral", ""),
    ):
        phone.open_sheet("procedure")
        phone.tap_and_look(phone.button(name))
        if performer:
            phone.tap(phone.button(performer))
        phone.tap(phone.button("Standing order (protocol)"))
        phone.tap(phone.button("Worked on try 1"))
        phone.tap(phone.button("Save"))


def responses(phone: Phone) -> None:
    """What each medication did, on the line of it."""
    for name, words in (("Normal saline", "Improved"), ("Oxygen", "Unchanged"), ("Aspirin", "Unchanged")):
        phone.tap(
            phone.tab.get_by_role("group", name=f"Response to {name}").get_by_role("button", name=words)
        )


def answer(phone: Phone) -> None:
    """The IV was outside scope: somebody else on the crew performed it."""
    phone.tap_and_look(phone.tab.locator(".call-log .call-line", has_text="IV access").first)
    phone.tap(phone.sheet.locator("summary", has_text="Someone else on the crew performed it"))
    phone.choose("Who performed it?", "Mira Lindqvist (Paramedic)")
    phone.tap(phone.sheet.locator("details[open] button[type=submit]"))
    expect(phone.sheet).to_have_count(0)


def narrative(phone: Phone) -> None:
    phone.go("narrative")
    phone.type(phone.field("Narrative"), NARRATIVE)


def handoff(phone: Phone) -> None:
    phone.go("handoff")
    phone.type(phone.field("Recommendation"), RECOMMENDATION)


def disposition(phone: Phone) -> None:
    phone.go("disposition")
    phone.tap(phone.tab.get_by_role("button", name="We treated and transported"))
    phone.choose("Acuity at release", "Emergent (yellow)")
    phone.choose("Transport mode", "Emergent")
    phone.tap(phone.button("St. Anne Medical Center · Hospital emergency department"))
    phone.choose("Why this destination", "Closest facility")


def signature(phone: Phone) -> None:
    phone.go("signatures")
    phone.choose("Who signs", "Crew member, primary caregiver")
    phone.tap(phone.button("Ana Ruiz"))
    phone.sign(phone.tab.locator("[data-signature] canvas"))


def arrest(phone: Phone) -> None:
    """The check asks for it, in place."""
    phone.go("check")
    phone.choose("Cardiac arrest", "No")
    phone.go_on()


def check_and_submit(phone: Phone) -> None:
    """Each warning is answered in a sentence; then it goes to the instructor."""
    while phone.step_is_open():
        phone.type(phone.tab.get_by_label(re.compile("^It is right because")), "It was as it stands here")
        phone.tap(phone.button("Answer"))
        phone.go_on()
    phone.follow(phone.tab.get_by_role("button", name=re.compile("^Submit")))


# What is done, in the order of a call, each with the row of the measurement that it belongs to.
CALL: Final[tuple[tuple[str, Callable[[Phone], None]], ...]] = (
    ("begin", begin), ("crew", crew), ("times", times), ("exam", exam), ("full_set", full_set), ("further_sets", further_sets),
    ("medications", medications), ("procedures", procedures), ("answer", answer), ("medications", responses),
    ("times", later_times), ("incident", incident), ("patient", patient), ("primary", primary), ("history", history),
    ("narrative", narrative), ("handoff", handoff), ("disposition", disposition), ("signature", signature),
    ("arrest", arrest), ("check", check_and_submit),
)  # fmt: skip
TEXTS: Final = ("history", "narrative", "handoff")
