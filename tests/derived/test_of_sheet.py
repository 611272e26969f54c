"""Burned area and suggested triage: their reasons are named, and the trainee's answer stays as it is."""

from datetime import date

import pytest

from epcr.derived.of_sheet import SECTIONS, all_worked_out, worked_out
from tests import build
from tests.build import DAY, FIRST, SECOND, ExamFinding, clock, fill, vitals


def on(sheet, slug):
    return list(worked_out(sheet, sheet.context(), slug).lines)


def burned(years, *places):
    sheet = build.sheet()
    sheet.patient.date_of_birth = date(DAY.year - years, DAY.month, DAY.day)
    sheet.exam = [
        ExamFinding(region=region, location=location, findings=[finding])
        for region, location, finding in places
    ]
    return on(sheet, "exam")


BLISTERS, REDNESS = {"head": "3505009", "chest": "3525011", "extremity": "3516013"}, "3525015"
LEFT_ARM, LEFT_HAND, RIGHT_LEG, BEHIND = "3515097", "3515041", "3515107", "3524011"


@pytest.mark.parametrize(("years", "area"), [(9, "at most 32 %"), (10, "at most 27 %")])
def test_the_burned_area_is_by_the_rule_of_nines_of_adult_or_child(years, area):
    """Head 9 and leg 18, of a child 18 and 14; a child under 10 years, chosen here."""
    (line,) = burned(years, ("head", None, BLISTERS["head"]), ("extremity", RIGHT_LEG, BLISTERS["extremity"]))
    assert line.value == area
    assert line.inputs.startswith("head with neck and right leg")


def test_a_limb_counts_once_and_the_back_of_the_chest_is_the_back():
    (line,) = burned(
        40, ("extremity", LEFT_ARM, BLISTERS["extremity"]), ("extremity", LEFT_HAND, BLISTERS["extremity"]),
        ("chest", BEHIND, BLISTERS["chest"]),
    )  # fmt: skip
    assert (line.value, line.inputs) == ("at most 27 %", "back and left arm")


def test_redness_is_not_counted_and_a_burn_without_a_side_is_asked_for():
    assert burned(40, ("chest", None, REDNESS)) == []
    (line,) = burned(40, ("extremity", None, BLISTERS["extremity"]))
    assert (line.value, line.inputs) == ("", "needs the side or part of each burn")


RED, YELLOW, GREEN, BLACK = "2708001", "2708003", "2708005", "2708009"


def many(years=40, chosen=None, *, rate=20, primary=None, found=None, **values):
    """One of many who were hurt."""
    sheet = build.sheet()
    sheet.patient.date_of_birth = date(DAY.year - years, DAY.month, DAY.day)
    fill(sheet, "incident", mass_casualty=True, triage_category=chosen, sorting_found=found)
    fill(
        sheet,
        "primary",
        **{"pulse_site": "radial", "capillary_refill": "under_2", "avpu": "3326001", **(primary or {})},
    )
    sheet.vitals = [vitals(id=FIRST, taken_at=clock("17:08"), respiratory_rate=rate, **values)]
    (line,) = on(sheet, "incident")
    return line


@pytest.mark.parametrize(
    ("years", "rate", "color"),
    [
        (8, 31, "Red, immediate"), (8, 30, "Yellow, delayed"), (7, 45, "Yellow, delayed"), (7, 46, "Red, immediate"),
        (7, 14, "Red, immediate"), (7, 15, "Yellow, delayed"),
    ],
)  # fmt: skip
def test_children_are_sorted_by_jumpstart_and_all_others_by_start(years, rate, color):
    line = many(years, rate=rate)
    assert line.value == color
    assert line.name == f"Suggested triage by {'JumpSTART' if years < 8 else 'START'}"


@pytest.mark.parametrize(
    ("primary", "why"),
    [
        ({"capillary_refill": "2_to_4"}, "breathes 20 /min; capillary refill over 2 seconds"),
        ({"pulse_site": "no_pulse"}, "breathes 20 /min; no radial pulse"),
        ({"avpu": "3326007"}, "breathes 20 /min; cannot follow commands"),
    ],
)
def test_a_suggestion_names_its_reasons(primary, why):
    line = many(primary=primary)
    assert (line.value, line.inputs) == ("Red, immediate", why)


@pytest.mark.parametrize(
    ("years", "found", "color", "why"),
    [
        (40, "walks", "Green, minor", "walks"),
        (6, "walks", "Green, minor", "walks"),
        (40, "breathes", "Yellow, delayed", "breathes 20 /min; perfusion good; follows commands"),
        (
            40,
            None,
            "Yellow, delayed",
            "breathes 20 /min; perfusion good; follows commands; green, if the patient walks",
        ),
        (40, "airway_opened", "Red, immediate", "breathes only with the airway opened"),
        (40, "no_breath", "Black, deceased", "does not breathe with the airway opened"),
        (6, "airway_opened", "Red, immediate", "breathes only with the airway opened"),
        (6, "rescue_breaths", "Red, immediate", "breathes only after 5 rescue breaths"),
        (6, "no_breath_rescued", "Black, deceased", "does not breathe after 5 rescue breaths"),
        (6, "no_breath", "", "needs whether breathing began after 5 rescue breaths"),
    ],
)
def test_what_was_found_in_sorting_decides_first(years, found, color, why):
    line = many(years, found=found)
    assert (line.value, line.inputs) == (color, why)


def test_rescue_breaths_are_no_step_of_an_adult():
    """START gives none: who breathes after them breathes, and is red; who does not is black as without them."""
    assert many(found="rescue_breaths").value == "Red, immediate"
    assert many(found="no_breath_rescued").value == "Black, deceased"


def test_a_suggestion_stands_beside_what_the_trainee_chose_and_changes_nothing():
    assert many(chosen=GREEN).beside == "You chose green, minor."
    assert many(chosen=YELLOW).beside == many(chosen=None).beside == ""


def test_what_the_sheet_does_not_say_is_needed():
    line = many(primary={"breathing_effort": "3315001"})
    assert (line.value, line.inputs) == ("", "needs whether breathing began when the airway was opened")


def test_who_was_hurt_alone_is_not_sorted():
    assert on(build.sheet(), "incident") == []


def hurt(red=(), yellow=(), **values):
    sheet = build.injured_sheet()
    fill(sheet, "injury", high_risk=list(red), moderate_risk=list(yellow), absent={})
    sheet.vitals = [vitals(id=FIRST, taken_at=clock("17:12"), **values)]
    (line,) = on(sheet, "injury")
    return line


def test_field_triage_is_red_by_what_was_measured_or_named():
    line = hurt(systolic=108, heart_rate=90)
    assert (line.value, line.inputs) == ("Red, high risk", "systolic 108 mmHg, below 110 at 17:12")
    assert hurt(red=["2903023"]).value == "Red, high risk"
    assert hurt(red=["2903023"]).inputs == "active bleeding needing a tourniquet or packing with pressure"


@pytest.mark.parametrize(("feet", "value"), [(10, "No criterion"), (11, "Yellow, moderate risk")])
def test_field_triage_is_yellow_by_a_fall_of_more_than_10_feet(feet, value):
    """National Guideline for the Field Triage of Injured Patients, 2021."""
    sheet = build.injured_sheet()
    fill(sheet, "injury", high_risk=None, moderate_risk=None, fall_height=feet, absent={})
    (line,) = on(sheet, "injury")
    assert line.value == value


def test_who_is_not_injured_has_no_field_triage():
    assert on(build.sheet(), "injury") == []


def test_the_page_of_vital_signs_has_the_set_in_its_form_else_the_newest():
    sheet = build.sheet()
    panels = [
        worked_out(sheet, sheet.context(), "vitals", entry) for entry in (FIRST, SECOND, "", "no such set")
    ]
    assert [panel.at for panel in panels] == ["at 17:08", "at 17:20", "at 17:20", "at 17:20"]
    assert "Shock index 0.69" in panels[0].in_short


def test_the_desk_has_each_set_and_then_the_sheets_own():
    sheet = build.injured_sheet()
    panels = all_worked_out(sheet, sheet.context())
    assert [panel.at for panel in panels] == [*(f"at {at}" for at in ("17:08", "17:20")), ""]
    assert panels[-1].lines[0].name == "Suggested field triage"


def test_an_empty_sheet_has_nothing_to_work_out():
    sheet = build.empty_sheet()
    assert all_worked_out(sheet, sheet.context()) == ()
    assert all(not worked_out(sheet, sheet.context(), slug).lines for slug in SECTIONS)
