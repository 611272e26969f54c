"""On paper too the two hours of one name are told apart, and nowhere else is a clock written longer than it is."""

from datetime import date, datetime, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from epcr.handoff import words
from epcr.report.sbar import sbar_pdf
from epcr.report.time_axis import across, clock_times, midnights
from epcr.report.vitals_chart import geometry
from epcr.sheet.customs import Customs
from tests import build
from tests.luck import examples
from tests.report import reading
from tests.report.printed import printed

NIGHT = date(2026, 11, 1)
SHIFTS = {
    "at_patient": "01:05",
    "left_scene": "01:40",
    "at_destination": "01:05",
    "transfer_of_care": "01:20",
}


def second(text):
    """The second time that the clock shows this that night."""
    hour, minute = (int(part) for part in text.split(":"))
    return Customs().moments(datetime(2026, 11, 1, hour, minute))[-1]  # noqa: DTZ001 - a clock on the wall


def night_sheet():
    """A transport through the hour that repeats, with a set at each of the two 01:30."""
    sheet = build.sheet()
    sheet.move_days((NIGHT - build.DAY).days)
    sheet.incident.date_of_call = NIGHT
    times = {"call_received": "00:40", "unit_notified": "00:41", "en_route": "00:42", "on_scene": "00:55"}
    for name, at in (times | {"at_patient": "01:05", "left_scene": "01:40"}).items():
        setattr(sheet.incident, name, build.clock(at, NIGHT))
    sheet.incident.at_destination, sheet.incident.transfer_of_care = second("01:35"), second("01:50")
    sheet.incident.back_in_service = build.clock("02:10", NIGHT)
    sheet.vitals[0].taken_at, sheet.vitals[1].taken_at = build.clock("01:30", NIGHT), second("01:30")
    for act in sheet.interventions:
        act.performed_at = build.clock("01:32", NIGHT)
    return sheet


def test_both_papers_tell_the_two_hours_apart():
    sheet = night_sheet()
    handoff = sbar_pdf(sheet, state_word="submitted", revision=1, printed_at=build.clock("03:00", NIGHT))
    for pdf in (handoff, printed(sheet)):
        text = " ".join(" ".join(reading.texts(pdf)).split())
        assert "01:30 EDT" in text
        assert "01:30 EST" in text
        assert "01:20 EST" in text, "the chart's axis says which"
        assert "01:20…" not in text
        assert "00:40 E" not in text
        assert "02:10 E" not in text


def test_a_day_beside_the_call_and_the_hour_that_repeats_are_both_said():
    customs = Customs(day=NIGHT - timedelta(days=1))
    assert words.clock(second("01:30"), customs) == "01:30+1d EST"
    assert words.clock(build.clock("02:30", NIGHT), customs) == "02:30+1d"
    assert customs.clock(second("01:30")) == "11/01/2026 01:30 EST"
    assert customs.stamp(second("01:30")) == "11/01/2026 01:30:00 -05:00"
    assert customs.minute(second("01:30") + timedelta(seconds=7)) == "11/01/2026 01:30 EST"


def test_the_chart_writes_no_time_twice_and_in_words_says_which():
    chart = geometry(night_sheet())
    labels = [tick.label for tick in chart.times]
    assert len(set(labels)) == len(labels)
    assert "from 01:30 EDT to 01:30 EST" in chart.description


@pytest.mark.parametrize(
    ("zone", "day"),
    [
        ("America/New_York", date(2026, 11, 1)),
        ("America/New_York", date(2026, 3, 8)),
        ("Australia/Lord_Howe", date(2026, 4, 5)),
        ("America/Santiago", date(2026, 9, 6)),
        ("Asia/Beirut", date(2026, 3, 29)),
        ("Pacific/Apia", date(2011, 12, 29)),
    ],
)
@examples(40)
@given(start=st.integers(-86400, 86400), length=st.integers(60, 20 * 86400))
def test_an_axis_has_round_times_in_order_and_none_twice_in_every_zone(zone, day, start, length):
    customs = Customs(zone)
    first = customs.begins(day) + timedelta(seconds=start)
    span = (first, first + timedelta(seconds=length))
    place = across(span, 0, 500)
    dates = midnights(span, place, customs)
    ticks = clock_times(span, place, customs, (), (500, 9))
    assert all(one.at < other.at for one, other in pairwise(ticks))
    assert all(one.at < other.at for one, other in pairwise(dates))
    if length < 86400 / 2:
        assert len({tick.label for tick in ticks}) == len(ticks)
    if ":" in ticks[0].label:
        minutes = {int(tick.label[:2]) * 60 + int(tick.label[3:5]) for tick in ticks}
        # Over a change of clocks one gap is longer or shorter by the clock than the others.
        gaps = {round((b.at - a.at) * length / 30_000) for a, b in pairwise(ticks)} or {1}
        usual = gaps & {1, 2, 5, 10, 15, 20, 30, 60, 120, 180, 240, 360, 720}
        assert not usual or any(all(minute % gap == 0 for minute in minutes) for gap in usual)
