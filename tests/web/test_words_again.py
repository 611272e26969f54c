"""Words that come again are offered to tap: of accepted sheets of the class and of one's own, never what of others nobody accepted."""

import json

import pytest

from epcr.review import steps
from epcr.sheet.run_sheet import RunSheet
from tests.review.college import College


@pytest.fixture
def college(world):
    return College(world)


def offered(world, sheet, slug, name):
    form = world.page(sheet, slug).html.find("form", id="sheet-form")
    return [one["words"] for one in json.loads(form.get("data-usual", "{}")).get(name, [])]


def with_unit(world, sheet, unit):
    with world.database.write("x") as session:
        session.get_one(RunSheet, sheet).incident.unit = unit
    return sheet


def accept(college, sheet):
    with college.acting("teacher", sheet) as (session, found, teacher):
        steps.open_for_review(session, found, teacher)
        steps.accept(session, found, teacher, "")


def test_a_unit_that_was_accepted_is_offered_and_one_that_was_not_is_its_writers_alone(world, college):
    with_unit(world, theirs := college.submitted("okafor"), "Engine 9")
    accept(college, with_unit(world, college.submitted("okafor"), "Medic 4"))
    with_unit(world, world.begin(), "Rescue 2")
    assert offered(world, world.begin(), "incident", "unit") == ["Rescue 2", "Medic 4"]
    accept(college, theirs)
    assert "Engine 9" in offered(world, world.begin(), "incident", "unit")


def test_who_was_on_a_crew_is_offered_with_the_level_and_nobody_twice(world, college):
    accept(college, college.submitted("okafor"))
    sheet = world.begin()
    names = offered(world, sheet, "crew", "member")
    on_it = world.sheet(sheet).crew[0].member
    assert names
    assert all(" · " in words for words in names)
    assert not [words for words in names if words.startswith(on_it)]


def test_a_hospital_brings_its_type_and_ones_own_words_for_a_type_are_left_out(world, college):
    sheet = college.submitted("okafor")
    with world.database.write("x") as session:
        session.get_one(RunSheet, sheet).disposition.destination_type = "Field hospital of the fair"
    accept(college, sheet)
    (words,) = offered(world, world.begin(), "disposition", "destination")
    assert words == world.sheet(sheet).disposition.destination


def test_who_signs_is_somebody_of_the_crew(world):
    sheet = world.begin()
    assert offered(world, sheet, "signatures", "signer_name") == [world.sheet(sheet).crew[0].member]


def test_nothing_is_offered_to_another_class(world, college):
    accept(college, with_unit(world, college.submitted("okafor"), "Medic 4"))
    form = (
        world.as_("stranger")
        .open(f"/sheets/{world.begin('stranger')}/incident")
        .html.find("form", id="sheet-form")
    )
    assert "Medic 4" not in (form.get("data-usual") or "")
