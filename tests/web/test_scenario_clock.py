"""A sheet that was begun from a scenario has the scenario's clock: now is its time on every page, in every check, on paper."""

import re
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from epcr.db import now
from epcr.report.run_sheet import run_sheet_pdf
from epcr.scenarios.scenario import scenarios
from epcr.sheet.exam import ExamFinding
from epcr.sheet.notes import TimedNote
from epcr.sheet.run_sheet import SECTIONS, RunSheet
from epcr.sheet.scenario_clock import RUNS
from epcr.sheet.vitals import VitalSigns
from epcr.web.saving import by_the_clock, new_entry
from tests import build
from tests.report.printed import body_of
from tests.review.college import College
from tests.web.test_not_you import not_you, sheets_of, signed_in

ZONE = ZoneInfo("America/New_York")
CLOCK = "Times by the scenario’s clock, which began at 16:48"


@pytest.fixture
def sheet(world):
    return world.begin(scenario="inferior-stemi")


def begun_ago(world, sheet, ago):
    """Let the sheet have been begun so long ago."""
    with world.database.write("ruiz") as session:
        stored = session.get_one(RunSheet, sheet)
        stored.scenario_began_at = now() - ago
        return stored.scenario_zero


def clock_of(moment):
    return f"{moment.astimezone(ZONE):%H:%M}"


def test_it_begins_at_the_time_that_dispatch_told_and_the_unit_was_notified_then(world, sheet):
    stored = world.sheet(sheet)
    today = now().astimezone(ZONE).date()
    assert stored.scenario_zero == datetime.combine(
        today, datetime.min.time().replace(hour=16, minute=48), ZONE
    )
    assert stored.incident.unit_notified == stored.scenario_zero
    assert abs(stored.scenario_began_at - now()) < timedelta(minutes=5)


def test_a_blank_sheet_has_the_clock_of_the_wall(world):
    stored = world.sheet(world.begin())
    assert (stored.scenario_began_at, stored.scenario_zero, stored.incident.unit_notified) == (
        None,
        None,
        None,
    )
    assert abs(by_the_clock(stored, VitalSigns(), "taken_at") - now()) < timedelta(minutes=5)


def test_what_is_new_begins_at_its_time(world, sheet):
    zero = begun_ago(world, sheet, timedelta(minutes=4))
    stored = world.sheet(sheet)
    for kind, name in ((VitalSigns, "taken_at"), (TimedNote, "noted_at"), (ExamFinding, "examined_at")):
        assert timedelta(minutes=4) <= getattr(new_entry(stored, kind), name) - zero < timedelta(minutes=9)


def test_the_next_day_nothing_begins_at_a_time_that_is_none_of_the_call(world, sheet):
    begun_ago(world, sheet, RUNS)
    assert new_entry(world.sheet(sheet), VitalSigns).taken_at is None
    page = world.page(sheet, "call")
    assert "Scenario time stopped at 22:48: type each time" in page.words


def test_the_call_screen_shows_it_and_every_page_hands_it_to_the_device(world, sheet):
    page = world.page(sheet, "call")
    (shown,) = page.html.select("[data-scenario-now]")
    assert shown.text in {"16:48", "16:49", "16:50"}
    assert "dispatched 16:48" in page.words
    for slug in ("call", "vitals", "check"):
        (clock,) = world.page(sheet, slug).html.select("[data-clock-drawn]")
        stored = world.sheet(sheet)
        ahead = (stored.scenario_zero - stored.scenario_began_at).total_seconds()
        assert int(clock["data-clock-ahead"]) == ahead * 1000
        assert int(clock["data-clock-ends"]) == (stored.scenario_began_at + RUNS).timestamp() * 1000
        assert abs(int(clock["data-clock-drawn"]) / 1000 - now().timestamp()) < 300


def test_a_blank_sheet_hands_over_the_clock_of_the_server_alone(world):
    page = world.page(world.begin(), "call")
    (clock,) = page.html.select("[data-clock-drawn]")
    assert clock["data-clock-ahead"] == "0"
    assert "data-clock-ends" not in clock.attrs
    assert "Scenario time" not in page.words


def test_what_is_saved_is_said_to_be_saved_by_the_same_clock(world, sheet):
    zero = begun_ago(world, sheet, timedelta(minutes=20))
    page = world.page(sheet, "narrative").fill("Narrative", "Chest pressure.").save()
    saved = page.html.select_one("[data-save-state]").text
    assert saved in {f"Saved {clock_of(zero + timedelta(minutes=minutes))}" for minutes in range(20, 26)}


def test_a_time_of_the_call_is_not_in_the_future_whatever_the_wall_shows_and_one_after_its_present_is(
    world, sheet
):
    page = world.page(sheet, "incident").fill("On scene", "1652").save()
    assert "when this sheet was last saved" not in page.words
    page = world.page(sheet, "incident").fill("On scene", "1752").save()
    assert "17:52 is later than" in page.words


def test_an_onset_that_the_patient_tells_is_before_the_call(world, sheet):
    page = world.page(sheet, "history").fill("Onset", "1620").save()
    assert "after the call" not in page.words


def test_the_clock_moves_with_the_date_of_the_call(world, sheet):
    zero = begun_ago(world, sheet, timedelta(minutes=4))
    day = zero.astimezone(ZONE) - timedelta(days=30)
    world.page(sheet, "incident").fill("Date of call", f"{day:%m/%d/%Y}").save()
    taken = new_entry(world.sheet(sheet), VitalSigns).taken_at.astimezone(ZONE)
    assert (taken.date(), taken.hour, taken.minute // 10) == (day.date(), 16, 5)


def test_reopened_in_the_same_lesson_it_goes_on_from_where_it_would_be(world, sheet):
    """Nothing stops it but its end: neither leaving the page, nor submitting, nor what comes back."""
    zero = begun_ago(world, sheet, timedelta(hours=2))
    taken = new_entry(world.sheet(sheet), VitalSigns).taken_at
    assert timedelta(hours=2) <= taken - zero < timedelta(hours=2, minutes=5)


def test_the_desk_and_the_paper_say_once_which_clock_it_was(world, sheet):
    page = world.as_("teacher").open(f"/review/{sheet}")
    assert page.words.count(CLOCK) == 1
    paper = " ".join(body_of(run_sheet_pdf(world.sheet(sheet), state_word="draft", revision=1)).split())
    assert paper.count(CLOCK) == 1


def test_where_a_sheet_begins_it_is_said_which_clock_the_call_has(world):
    page = world.as_("ruiz").open("/")
    for scenario in scenarios().values():
        assert f"Begin starts its clock at {scenario.dispatch.time_out}." in page.words


def test_who_takes_over_a_sheet_that_holds_nothing_takes_over_its_clock(world, sheet):
    begun_ago(world, sheet, timedelta(minutes=3))
    before = world.sheet(sheet)
    signed_in(not_you(world.page(sheet, "history").fill("Events leading up", "Shoveled snow")))
    (mine,) = sheets_of(world, "okafor")
    assert (mine.scenario_began_at, mine.scenario_zero) == (before.scenario_began_at, before.scenario_zero)


@pytest.mark.parametrize(
    "section", [section for section in SECTIONS if section.many], ids=lambda section: section.page.slug
)
def test_a_new_entry_is_shown_with_nothing_that_nobody_observed(world, sheet, section):
    stored = world.sheet(sheet)
    made = new_entry(stored, section)
    known = {section.timed_by} if section.begins_now else set()
    assert {name for name in made.fields() if made.documented(name)} <= known | set(section.begins_as_before)


def test_no_scenario_is_chosen_by_its_name_alone(world):
    choices = world.as_("ruiz").open("/").html.select("input[name=scenario]")
    assert len(choices) == len(scenarios()) + 1
    assert all("required" in choice.attrs and "checked" not in choice.attrs for choice in choices)


REAL = r"\d\d:\d\d \(real time\)"


def test_a_time_of_the_record_beside_times_of_the_call_says_that_it_is_real(world, sheet):
    world.page(sheet, "exam").submit("No abnormality of chest")
    entry = world.entry(sheet, "exam")
    page = world.page(sheet, "exam", query=f"?entry={entry}")
    struck = page.fill("Why is it struck?", "Tapped by mistake").submit("Strike it")
    assert re.search(f"Struck {REAL}: Tapped by mistake", struck.words)
    assert re.search(
        f"Struck {REAL}: Tapped by mistake", world.page(sheet, "exam", query=f"?entry={entry}").words
    )
    assert "Saved " in struck.html.select_one("[data-save-state]").text
    assert "real" not in struck.html.select_one("[data-save-state]").text
    begun_ago(world, sheet, RUNS)
    stopped = world.page(sheet, "call").html.select_one("[data-save-state]").text
    assert re.fullmatch(f"Saved {REAL}", stopped)


def test_what_happened_to_a_sheet_with_a_clock_of_its_own_is_told_in_real_time(world):
    college = College(world)
    sheet = college.submitted(scenario_began_at=build.clock("13:39"), scenario_zero=build.clock("16:48"))
    assert re.search(rf"{REAL} Submitted", world.page(sheet, "check").words)
    assert re.search(rf"{REAL} Submitted", college.desk(sheet).words)


def test_on_a_sheet_with_the_clock_of_the_wall_nothing_is_called_real(world):
    college = College(world)
    sheet = college.submitted()
    for page in (world.page(sheet, "check"), college.desk(sheet)):
        assert "real time" not in page.words
