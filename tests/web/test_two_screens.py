"""Two screens show one section: what was not touched is no wish, and takes what was saved meanwhile."""

from datetime import date

import pytest

from tests import build


@pytest.fixture
def sheet(world):
    return world.begin()


def test_a_second_field_saved_from_another_screen_leaves_the_first_alone(world, sheet):
    mine = world.page(sheet, "history")
    world.page(sheet, "history").fill("Chief complaint", "Chest tightness").save()
    answer = mine.fill("Events leading up", "Shoveling snow").save()
    assert answer.status == 200
    assert "Also changed on another screen, and kept: Chief complaint" in answer.words
    stored = world.sheet(sheet).history
    assert (stored.chief_complaint, stored.events) == ("Chest tightness", "Shoveling snow")


def test_saving_again_as_the_page_advises_deletes_nothing_of_the_other_screen(world, sheet):
    mine = world.page(sheet, "patient")
    world.page(sheet, "patient").fill("Last name", "Harper").fill("First name", "June").save()
    answer = mine.fill("Last name", "Lind").save()
    assert answer.status == 409
    (row,) = answer.html.select(".conflict tbody tr")
    assert [" ".join(cell.get_text(" ").split()) for cell in row.find_all(["th", "td"])] == [
        "Last name",
        "Harper",
        "Lind",
    ]
    assert answer.value("First name") == "June"
    answer.save()
    stored = world.sheet(sheet).patient
    assert (stored.last_name, stored.first_name) == ("Lind", "June")


def test_a_reason_given_on_the_other_screen_stays(world, sheet):
    mine = world.page(sheet, "patient")
    world.page(sheet, "patient").why("Date of birth", "Refused").why("Sex", "Unable to complete").save()
    mine.fill("Last name", "Lind").save()
    stored = world.sheet(sheet).patient
    assert (stored.last_name, stored.why("date_of_birth"), stored.why("sex")) == (
        "Lind",
        "refused",
        "unable_to_complete",
    )


def test_choices_ticked_on_the_other_screen_stay_and_mine_are_taken_back(world, sheet):
    world.page(sheet, "incident").choose("Protective equipment used", "Gloves").save()
    mine = world.page(sheet, "incident")
    world.page(sheet, "incident").choose("Hazards", "Traffic").choose("Mass-casualty incident", "No").save()
    mine.choose("Protective equipment used").save()
    stored = world.sheet(sheet).incident
    assert stored.hazards
    assert stored.mass_casualty is False
    assert stored.protective_equipment is None


def test_what_is_emptied_on_purpose_is_asked_about_where_the_other_screen_changed_it(world, sheet):
    world.page(sheet, "incident").fill("Unit", "Medic 4").save()
    mine = world.page(sheet, "incident")
    world.page(sheet, "incident").fill("Unit", "Medic 6").save()
    answer = mine.fill("Unit", "").save()
    assert answer.status == 409
    assert "Medic 6" in answer.words
    assert world.sheet(sheet).incident.unit == "Medic 6"


def test_an_entry_changed_on_two_screens_keeps_both(world, sheet):
    world.page(sheet, "vitals").fill("Time taken", "1705").fill("Heart rate", "88").save()
    entry = world.entry(sheet, "vitals")
    mine = world.page(sheet, "vitals", query=f"?entry={entry}")
    world.page(sheet, "vitals", query=f"?entry={entry}").fill("SpO2", "91").save()
    mine.fill("Heart rate", "92").save()
    (stored,) = world.sheet(sheet).vitals
    assert (stored.heart_rate, stored.spo2) == (92, 91)


def test_words_in_several_lines_and_lists_that_nobody_touched_are_those_of_the_other_screen(world, sheet):
    world.page(sheet, "history").fill("Medication allergies", "Latex paste\nSulfa").save()
    mine = world.page(sheet, "history")
    world.page(sheet, "history").fill("Medication allergies", "Latex paste\nSulfa\nPenicillin V").save()
    mine.fill("Chief complaint", "Hives").save()
    stored = world.sheet(sheet).history
    assert len(stored.allergies) == 3
    assert stored.chief_complaint == "Hives"


def test_the_date_of_the_call_moved_on_one_screen_stays_moved_on_the_other(world):
    sheet = world.keep(build.sheet())
    before = world.sheet(sheet).incident.on_scene
    mine = world.page(sheet, "incident")
    world.page(sheet, "incident").fill("Date of call", "03/20/2025").save()
    moved = world.sheet(sheet).incident.on_scene
    mine.fill("Unit", "Medic 9").save()
    stored = world.sheet(sheet).incident
    assert (stored.date_of_call, stored.unit) == (date(2025, 3, 20), "Medic 9")
    assert stored.on_scene == moved
    assert before is not None


def test_a_field_with_an_error_is_shown_again_beside_what_the_other_screen_saved(world, sheet):
    mine = world.page(sheet, "vitals")
    mine = mine.fill("Time taken", "1705").fill("Heart rate", "88").save()
    entry = world.entry(sheet, "vitals")
    mine = world.page(sheet, "vitals", query=f"?entry={entry}")
    world.page(sheet, "vitals", query=f"?entry={entry}").fill("SpO2", "91").save()
    answer = mine.fill("Heart rate", "lots").save()
    assert answer.status in {409, 422}
    assert (answer.value("Heart rate"), answer.value("SpO2")) == ("lots", "91")
    answer.fill("Heart rate", "92").save()
    (stored,) = world.sheet(sheet).vitals
    assert (stored.heart_rate, stored.spo2) == (92, 91)


def test_a_form_that_does_not_say_how_it_was_drawn_loses_nothing_either(world, sheet):
    mine = world.page(sheet, "patient")
    world.page(sheet, "patient").fill("First name", "June").save()
    mine.typed["seen"] = ["forged"]
    answer = mine.fill("Last name", "Lind").save()
    assert answer.status == 409
    assert world.sheet(sheet).patient.first_name == "June"


def test_the_same_request_once_more_changes_nothing_that_came_after(world, sheet):
    mine = world.page(sheet, "patient").fill("Last name", "Lind")
    mine.save()
    world.page(sheet, "patient").fill("First name", "Vera").save()
    again = mine.save()
    assert again.status == 200
    stored = world.sheet(sheet).patient
    assert (stored.last_name, stored.first_name) == ("Lind", "Vera")
