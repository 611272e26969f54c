"""The clock of a scenario: where it begins, how far it is ahead, and when it has stopped."""

from datetime import UTC, date, datetime, timedelta

import pytest

from epcr.sheet.customs import Customs
from epcr.sheet.run_sheet import RunSheet
from epcr.sheet.scenario_clock import RUNS, WALL, scenario_clock

ZONE = "America/New_York"


def moment(words):
    return datetime.fromisoformat(words).astimezone(UTC)


def customs(day):
    return Customs(ZONE, day=day)


def begun(began, zero, day):
    return scenario_clock(moment(began), moment(zero), customs(day))


def test_it_shows_the_time_of_dispatch_where_it_began_and_goes_on_from_there():
    clock = begun("2026-11-30T13:39:12-05:00", "2026-11-30T16:48-05:00", date(2026, 11, 30))
    assert clock.at(moment("2026-11-30T13:39:12-05:00")) == moment("2026-11-30T16:48-05:00")
    assert clock.at(moment("2026-11-30T13:43:12-05:00")) == moment("2026-11-30T16:52-05:00")


def test_a_call_goes_on_past_midnight_of_its_own_clock_and_past_that_of_the_wall():
    evening = begun("2026-11-30T13:00-05:00", "2026-11-30T23:50-05:00", date(2026, 11, 30))
    assert evening.at(moment("2026-11-30T13:20-05:00")) == moment("2026-12-01T00:10-05:00")
    morning = begun("2026-11-30T23:55-05:00", "2026-11-30T06:58-05:00", date(2026, 11, 30))
    assert morning.at(moment("2026-12-01T00:10-05:00")) == moment("2026-11-30T07:13-05:00")


def test_in_the_hour_that_repeats_it_goes_on_and_is_not_put_back():
    clock = begun("2026-11-01T10:00-05:00", "2026-11-01T01:50-04:00", date(2026, 11, 1))
    assert clock.at(moment("2026-11-01T10:20-05:00")) == moment("2026-11-01T01:10-05:00")
    real = begun("2026-11-01T01:50-04:00", "2026-11-01T16:48-05:00", date(2026, 11, 1))
    assert real.at(moment("2026-11-01T01:10-05:00")) == moment("2026-11-01T17:08-05:00")


@pytest.mark.parametrize("day", [date(2026, 7, 4), date(2025, 11, 30), date(2026, 12, 24)])
def test_it_moves_with_the_date_of_the_call_and_shows_the_same(day):
    clock = begun("2026-11-30T13:39-05:00", "2026-11-30T16:48-05:00", day)
    shown = customs(day).wall(clock.at(moment("2026-11-30T13:43-05:00")))
    assert f"{shown:%Y-%m-%d %H:%M}" == f"{day} 16:52"


def test_it_stops_and_that_of_the_wall_does_not():
    began = moment("2026-11-30T13:39-05:00")
    clock = begun("2026-11-30T13:39-05:00", "2026-11-30T16:48-05:00", date(2026, 11, 30))
    assert clock.runs(began + RUNS - timedelta(seconds=1))
    assert not clock.runs(began + RUNS)
    assert WALL.runs(began + timedelta(days=4000))
    assert WALL.at(began) == began


def test_a_sheet_without_one_has_the_clock_of_the_wall_and_says_nothing_of_it():
    sheet = RunSheet(zone=ZONE, ruleset="us-national-2019")
    assert sheet.clock() is WALL
    assert sheet.clock_in_words() == ""


def test_a_sheet_with_one_says_in_words_which_clock_it_was():
    sheet = RunSheet(
        zone=ZONE, ruleset="us-national-2019", scenario_began_at=moment("2026-11-30T13:39-05:00"),
        scenario_zero=moment("2026-11-30T16:48-05:00"),
    )  # fmt: skip
    assert (
        sheet.clock_in_words()
        == "Times by the scenario’s clock, which began at 16:48 when it was 13:39 on 11/30/2026"
    )
