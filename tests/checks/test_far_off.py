"""What lies later than the sheet was written, or more than a year off, is asked about, at every time and date of what happened."""

from datetime import UTC, date, datetime, timedelta

import pytest

from epcr import checks
from epcr.checks.far_off import A_YEAR_OFF, LATER
from epcr.checks.finding import Weight
from epcr.sheet.kinds.moment import Moment
from epcr.sheet.run_sheet import RunSheet
from tests import build
from tests.demo_class import loaded_in

WRITTEN = build.clock("18:05")


def written(at=WRITTEN, **values):
    sheet = build.arrested_sheet(**values)
    for part in sheet.parts():
        part.saved_at = at
    return sheet


def told(sheet):
    return {
        str(one.anchor): one.source for one in checks.findings(sheet) if one.source in {LATER, A_YEAR_OFF}
    }


def moments(sheet):
    return [
        (part, name)
        for part in sheet.parts()
        for name, spec in part.fields().items()
        if isinstance(spec, Moment)
    ]


def test_a_call_of_today_is_not_asked_about():
    assert told(written()) == {}


@pytest.mark.parametrize(
    ("apart", "source"),
    [
        (timedelta(minutes=10), None), (timedelta(minutes=10, seconds=1), LATER), (timedelta(days=3), LATER), (timedelta(days=3650), LATER),
        (timedelta(days=-364), None), (timedelta(days=-365), None), (timedelta(days=-366), A_YEAR_OFF), (timedelta(days=-4000), A_YEAR_OFF),
    ],
)  # fmt: skip
def test_every_time_of_the_sheet_is_held_against_when_it_was_written(apart, source):
    for slug, name in [(part.page.slug, name) for part, name in moments(written())]:
        sheet = written()
        part = next(one for one, field in moments(sheet) if (one.page.slug, field) == (slug, name))
        setattr(part, name, WRITTEN + apart)
        assert told(sheet).get(str(part.anchor(name))) == source, (slug, name)


@pytest.mark.parametrize(
    ("day", "source"),
    [
        (date(2025, 3, 14), None), (date(2025, 3, 15), LATER), (date(2036, 1, 1), LATER), (date(2024, 3, 14), None),
        (date(2024, 3, 13), A_YEAR_OFF), (date(1999, 3, 14), A_YEAR_OFF),
    ],
)  # fmt: skip
def test_a_date_of_call_is_held_against_the_day_of_the_zone(day, source):
    sheet = written()
    sheet.incident.date_of_call = day
    assert told(sheet).get("incident-date_of_call") == source


def test_now_is_that_of_the_zone_of_the_class():
    late = datetime(2025, 3, 15, 2, 0, tzinfo=UTC)  # March 14, 22:00 in New York
    sheet = written(late)
    sheet.incident.date_of_call = date(2025, 3, 15)
    assert told(sheet)["incident-date_of_call"] == LATER
    sheet = written(late, zone="Asia/Tokyo")
    sheet.incident.date_of_call = date(2025, 3, 15)
    assert told(sheet) == {}


def test_a_call_that_is_played_has_the_clock_of_its_scenario():
    for hours, asked in ((5, []), (23, []), (25, [LATER])):
        sheet = written(scenario="inferior-stemi")
        sheet.vitals[0].taken_at = WRITTEN + timedelta(hours=hours)
        assert [*told(sheet).values()] == asked, hours


def test_a_birth_and_a_period_may_be_long_ago_and_not_ahead():
    sheet = written()
    sheet.patient.date_of_birth, sheet.history.last_menstrual_period = date(1925, 1, 1), date(2020, 1, 1)
    assert told(sheet) == {}
    sheet.patient.date_of_birth, sheet.history.last_menstrual_period = date(2025, 3, 16), date(2025, 3, 16)
    assert told(sheet) == {"patient-date_of_birth": LATER, "history-last_menstrual_period": LATER}


def test_a_certificate_may_end_in_years():
    sheet = written()
    sheet.crew[0].valid_from, sheet.crew[0].valid_to = date(2020, 1, 1), date(2030, 1, 1)
    assert told(sheet) == {}


def test_a_sheet_on_which_nothing_was_saved_is_held_against_now():
    sheet = build.sheet()
    sheet.vitals[0].taken_at = datetime.now(UTC) + timedelta(minutes=12)
    assert list(told(sheet).values()) == [LATER]


def test_a_sheet_that_is_corrected_years_later_is_held_against_when_it_was_begun():
    assert told(written(WRITTEN + timedelta(days=800))) == {}


def test_one_answer_does_for_all_and_holds_when_the_sheet_is_saved_again():
    sheet = written()
    sheet.incident.date_of_call = date(2036, 3, 14)
    for part, name in moments(sheet):
        if getattr(part, name) is not None:
            setattr(part, name, getattr(part, name) + timedelta(days=4018))
    found = [one for one in checks.findings(sheet) if one.source == LATER]
    assert len(found) > 15
    assert len({one.anchor.section for one in found}) > 4
    (group,) = [several for several in checks.grouped(checks.findings(sheet)) if several[0].source == LATER]
    assert len(group) == len(found)
    assert all(one.weight is Weight.WARNING and " is later than " in one.message for one in group)
    assert any(one.message.startswith("Back in service ") for one in group)
    values = {str(one.anchor): one.value for one in found}
    for part in sheet.parts():
        part.saved_at = WRITTEN + timedelta(hours=5)
    assert {str(one.anchor): one.value for one in checks.findings(sheet) if one.source == LATER} == values


def test_the_demo_does_not_begin_to_nag_whenever_it_is_read(tmp_path):
    with loaded_in(tmp_path) as database, database.read() as session:
        for sheet in session.query(RunSheet):
            assert told(sheet) == {}
