"""The date of the call is corrected on one screen while another shows a form with the days of before; and reading changes nothing."""

import copy
from datetime import date

import pytest
from werkzeug.datastructures import MultiDict

from epcr.sheet.run_sheet import SECTIONS
from epcr.web.forms import form_for
from tests import build
from tests.web.test_moved_date import over_midnight


def days(world, sheet, slug, *names):
    stored = world.sheet(sheet)
    part = stored.entries(slug)[-1] if isinstance(getattr(stored, slug), list) else getattr(stored, slug)
    return [f"{stored.customs().wall(getattr(part, name)):%m/%d %H:%M}" for name in names]


def other_screen_moves(world, sheet, to):
    world.page(sheet, "incident").fill("Date of call", to).save()


@pytest.mark.parametrize(
    ("to", "then"),
    [("10/12/2024", "10/13 00:50"), ("10/10/2024", "10/11 00:50"), ("11/02/2024", "11/03 00:50")],
)
def test_a_set_that_stands_open_on_another_screen_does_not_bring_the_old_day_back(world, to, then):
    sheet = over_midnight(world)
    page = world.page(sheet, "vitals", query=f"?entry={world.entry(sheet, 'vitals')}").fill(
        "Heart rate", "90"
    )
    assert page.value("Time taken") == "10/12/2024 00:50"
    other_screen_moves(world, sheet, to)
    assert page.save().status == 200
    assert world.sheet(sheet).entries("vitals")[-1].heart_rate == 90
    assert days(world, sheet, "vitals", "taken_at") == [then]


def test_a_section_that_stands_open_does_not_either(world):
    sheet = over_midnight(world)
    page = world.page(sheet, "history").fill("Chief complaint", "My chest hurts")
    other_screen_moves(world, sheet, "10/12/2024")
    assert page.save().status == 200
    assert days(world, sheet, "history", "onset", "last_oral_intake") == ["10/12 22:10", "10/11 18:00"]


def test_a_time_that_is_typed_meanwhile_with_its_date_is_asked_about(world):
    sheet = over_midnight(world)
    page = world.page(sheet, "vitals", query=f"?entry={world.entry(sheet, 'vitals')}")
    page.fill("Time taken", "10/12/2024 00:55")
    other_screen_moves(world, sheet, "10/12/2024")
    assert page.save().status == 409
    assert days(world, sheet, "vitals", "taken_at") == ["10/13 00:50"]


def test_a_bare_time_that_is_typed_meanwhile_is_read_by_the_new_date(world):
    sheet = over_midnight(world)
    world.page(sheet, "vitals").fill("Heart rate", "70").fill("Time taken", "0100").save()
    page = world.page(sheet, "vitals")
    other_screen_moves(world, sheet, "10/14/2024")
    assert page.fill("Heart rate", "71").fill("Time taken", "0110").save().status == 200
    assert days(world, sheet, "vitals", "taken_at") == ["10/15 01:10"]


def test_what_has_no_times_is_no_other_version_of_itself(world):
    sheet = over_midnight(world)
    before = {str(part.anchor()): part.version for part in world.sheet(sheet).parts()}
    other_screen_moves(world, sheet, "10/12/2024")
    changed = {
        str(part.anchor())
        for part in world.sheet(sheet).parts()
        if part.version != before[str(part.anchor())]
    }
    assert {anchor.split("-")[0] for anchor in changed} == {"incident", "history", "vitals"}


@pytest.mark.parametrize("section", SECTIONS, ids=lambda section: section.page.slug)
def test_reading_a_form_changes_neither_the_sheet_nor_what_surrounds_it(section):
    sheet = build.sheet()
    part = (
        getattr(sheet, section.page.slug)
        if not section.many
        else (sheet.entries(section.page.slug) or [section()])[0]
    )
    context = sheet.context(part)
    before = copy.deepcopy(context)
    stored = {name: copy.deepcopy(getattr(part, name)) for name in part.fields()}
    typed = MultiDict(
        {f"{part.anchor(name)}": "12/31/2024" if name == "date_of_call" else "2359" for name in part.fields()}
    )
    read = [[(one.data, one.reason, one.errors) for one in form_for(part, context, typed)] for _ in range(2)]
    assert read[0] == read[1]
    assert context == before
    assert {name: getattr(part, name) for name in part.fields()} == stored
    assert sheet.customs().day == date(2025, 3, 14)
