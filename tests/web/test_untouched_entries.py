"""What a new entry is shown with (the clock, the last performer, the region of the address) says nothing until it is changed."""

import pytest

from tests import build

BUTTONS = ["Save this set", "Save and go to Interventions"]


@pytest.mark.parametrize("button", BUTTONS)
def test_a_set_with_only_the_clock_it_was_shown_with_is_not_added(world, button):
    sheet = world.begin()
    page = world.page(sheet, "vitals")
    assert page.value("Time taken")
    page = page.submit(button)
    assert page.status == 200
    assert world.sheet(sheet).vitals == []


def test_whoever_saves_a_set_with_only_the_clock_reads_that_nothing_was_entered(world):
    page = world.page(world.begin(), "vitals").submit("Save this set")
    assert "Nothing was entered, so no vital-sign set was added." in page.words


def test_the_second_tap_on_save_does_not_add_the_empty_form_that_came_back(world):
    sheet = world.begin()
    page = world.page(sheet, "vitals").fill("Heart rate", "88").submit("Save this set")
    page.submit("Save this set").submit("Save this set")
    assert [one.heart_rate for one in world.sheet(sheet).vitals] == [88]


@pytest.mark.parametrize("button", BUTTONS)
def test_a_time_that_was_changed_is_said(world, button):
    sheet = world.begin()
    world.page(sheet, "vitals").fill("Time taken", "0312").submit(button)
    assert len(world.sheet(sheet).vitals) == 1


def test_a_reason_for_the_missing_time_is_said(world):
    sheet = world.begin()
    page = world.page(sheet, "vitals").fill("Time taken", "").why("Time taken", "Not recorded")
    page.submit("Save this set")
    assert [one.absent for one in world.sheet(sheet).vitals] == [{"taken_at": "not_recorded"}]


def test_a_form_that_comes_back_with_errors_still_knows_the_clock_it_began_with(world):
    sheet = world.begin()
    page = world.page(sheet, "vitals").fill("Heart rate", "abc").submit("Save this set")
    assert page.status == 422
    page = page.fill("Heart rate", "").submit("Save this set")
    assert "Nothing was entered" in page.words
    assert world.sheet(sheet).vitals == []


def test_the_region_of_the_address_alone_is_no_finding(world):
    sheet = world.begin()
    page = world.page(sheet, "exam", query="?region=chest")
    assert page.value("Body region") == "Chest"
    assert "Nothing was entered, so no exam finding was added." in page.submit("Save this finding").words
    assert world.sheet(sheet).exam == []
    world.page(sheet, "exam", query="?region=chest").fill("Remark", "Scar").submit("Save this finding")
    assert [(one.region, one.remark) for one in world.sheet(sheet).exam] == [("chest", "Scar")]


def test_a_region_chosen_by_hand_is_kept_because_its_findings_open_with_it(world):
    sheet = world.begin()
    world.page(sheet, "exam").choose("Body region", "Chest").submit("Save this finding")
    assert [one.region for one in world.sheet(sheet).exam] == ["chest"]


def test_the_performer_that_a_form_was_shown_with_says_nothing_though_another_acted_meanwhile(world):
    sheet = world.keep(build.sheet())
    page = world.page(sheet, "interventions")
    other = world.page(sheet, "interventions").choose("Intervention", "Oxygen")
    other.choose("Performed by", "T. Birch (EMT)").fill("Time performed", "1716").submit(
        "Save this intervention"
    )
    before = len(world.sheet(sheet).interventions)
    assert "Nothing was entered" in page.submit("Save this intervention").words
    assert len(world.sheet(sheet).interventions) == before


def test_the_stored_time_of_a_kept_set_can_be_saved_as_it_is(world):
    sheet = world.keep(build.sheet())
    page = world.page(sheet, "vitals", query=f"?entry={build.FIRST}")
    assert page.html.select("[name$=-began]") == []
    page.fill("Heart rate", "91").submit("Save this set")
    assert next(one for one in world.sheet(sheet).vitals if one.id == build.FIRST).heart_rate == 91
