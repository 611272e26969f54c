"""A searched list offers first what the class and the scenario use, as far as an instructor accepted it."""

import json

import pytest

from epcr.review import steps
from epcr.sheet.run_sheet import SECTIONS, RunSheet
from epcr.web.usual_terms import MOST_TERMS, usual_terms
from tests.review.college import College


@pytest.fixture
def college(world):
    return College(world)


def used(world, sheet, slug="history"):
    form = world.page(sheet, slug).html.find("form", id="sheet-form")
    return json.loads(form.get("data-usual", "{}"))


def accepted(college, login="ruiz", **history):
    sheet = college.submitted(login)
    with college.acting("teacher", sheet) as (session, found, teacher):
        for name, value in history.items():
            setattr(found.history, name, value)
        steps.open_for_review(session, found, teacher)
        steps.accept(session, found, teacher, "")
    return sheet


def of_scenario(college, sheet, scenario):
    with college.world.database.write("ruiz") as session:
        session.get_one(RunSheet, sheet).scenario = scenario


def test_nothing_is_offered_first_in_a_class_that_has_no_accepted_sheets(world, college):
    college.submitted("okafor")
    assert used(world, world.begin()) == {}


def test_what_was_accepted_stands_first_most_often_first(world, college):
    accepted(college, primary_symptom="R42")
    accepted(college, primary_symptom="R07.9")
    accepted(college, "okafor", primary_symptom="R07.9")
    assert used(world, world.begin())["primary_symptom"][:2] == ["Chest pain", "Lightheaded/vertigo"]


def test_the_same_scenario_goes_before_what_is_common(world, college):
    of_scenario(college, accepted(college, primary_symptom="R42"), "ladder-fall")
    for _ in range(3):
        accepted(college, primary_symptom="R07.9")
    assert used(world, world.begin(scenario="ladder-fall"))["primary_symptom"][0] == "Lightheaded/vertigo"
    assert used(world, world.begin())["primary_symptom"][0] == "Chest pain"


def test_an_open_list_has_its_words_and_what_somebody_typed_is_taught_to_nobody(world, college):
    accepted(college, past_history=["I10", "Something of Dana's own"])
    assert used(world, world.begin())["past_history"] == ["Hypertension"]


def test_another_class_is_not_asked(world, college):
    accepted(college, primary_symptom="R42")
    form = (
        world.as_("stranger")
        .open(f"/sheets/{world.begin('stranger')}/history")
        .html.find("form", id="sheet-form")
    )
    assert "data-usual" not in form.attrs


def test_a_struck_entry_does_not_count(world, college):
    sheet = accepted(college)
    with world.database.write("ruiz") as session:
        for finding in session.get_one(RunSheet, sheet).exam:
            finding.struck_at, finding.struck_reason = finding.created_at, "Mistake"
    assert used(world, world.begin(), "exam") == {}


def test_the_interventions_have_the_order_of_the_call_screen(world):
    sheet = world.begin(scenario="inferior-stemi")
    assert used(world, sheet, "interventions")["item"][:2] == ["aspirin_po", "ecg12_acquire"]


@pytest.mark.parametrize("section", SECTIONS, ids=lambda section: section.page.slug)
def test_each_section_can_be_asked(world, college, section):
    accepted(college)
    sheet = world.begin()
    with world.database.read() as session:
        known = json.loads(usual_terms(session, session.get_one(RunSheet, sheet), section) or "{}")
    assert set(known) <= set(section.fields())
    assert all(0 < len(codes) <= MOST_TERMS for codes in known.values())
