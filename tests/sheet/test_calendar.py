"""Times are read by the local calendar of the class's zone: on days of 23, 24.5 and 25 hours, and where midnight is left out."""

from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st
from werkzeug.datastructures import MultiDict

from epcr.sheet.context import Context
from epcr.sheet.customs import Customs
from epcr.sheet.incident import Incident
from epcr.sheet.kinds.moment import Moment
from epcr.sheet.section import new_id
from epcr.sheet.vitals import VitalSigns
from epcr.web.forms import differences, form_for

# Zone and a day on which its clocks are changed: an hour, half an hour, at midnight, and back to the day before.
CHANGES = [
    ("America/New_York", date(2026, 11, 1)),
    ("America/New_York", date(2026, 3, 8)),
    ("America/Los_Angeles", date(2026, 11, 1)),
    ("Australia/Lord_Howe", date(2026, 4, 5)),
    ("Australia/Lord_Howe", date(2026, 10, 4)),
    ("America/Santiago", date(2026, 4, 4)),
    ("America/Santiago", date(2026, 9, 6)),
    ("Asia/Beirut", date(2026, 3, 29)),
    ("America/Havana", date(2026, 11, 1)),
    ("Europe/Dublin", date(2026, 10, 25)),
    ("America/Phoenix", date(2026, 11, 1)),
]
FIRST = Incident.fields()["call_received"]
TAKEN = VitalSigns.fields()["taken_at"]


def on(day, zone="America/New_York", **more):
    return Context(customs=Customs(zone, day=day, **more))


def at(text, zone="America/New_York"):
    """`2026-11-01 01:30 -05:00` as a moment."""
    return datetime.strptime(text, "%Y-%m-%d %H:%M %z").astimezone(ZoneInfo("UTC"))


@pytest.mark.parametrize(
    ("typed", "day"),
    [
        ("0020", date(2026, 11, 1)),
        ("2330", date(2026, 3, 8)),
        ("2359", date(2026, 11, 1)),
        ("0001", date(2026, 3, 8)),
        ("0359", date(2026, 11, 1)),
        ("0400", date(2026, 3, 8)),
    ],
)
def test_the_first_time_of_a_call_lands_on_its_date_when_the_clocks_change(typed, day):
    context = on(day)
    assert context.customs.wall(FIRST.read([typed], context)).date() == day


@given(change=st.sampled_from(CHANGES), clock=st.times(), apart=st.integers(-2, 2))
def test_the_first_time_lands_on_the_date_of_the_call_in_every_zone(change, clock, apart):
    zone, day = change[0], change[1] + timedelta(days=apart)
    context, clock = on(day, zone), clock.replace(microsecond=0, tzinfo=None)
    if not context.customs.moments(datetime.combine(day, clock)):
        with pytest.raises(ValueError, match="There was no"):
            FIRST.read([f"{clock:%H:%M:%S}"], context)
        return
    assert context.customs.wall(FIRST.read([f"{clock:%H:%M:%S}"], context)) == datetime.combine(day, clock)


@given(
    change=st.sampled_from(CHANGES),
    seconds=st.integers(-3 * 86400, 3 * 86400),
    call=st.none() | st.integers(0, 86399),
)
def test_a_written_time_is_read_as_the_same_time_in_every_zone(change, seconds, call):
    zone, day = change
    midnight = Customs(zone).begins(day)
    moment = midnight + timedelta(seconds=seconds)
    began = None if call is None else midnight + timedelta(seconds=call)
    context = on(day, zone, began=began, arrived=began)
    for spec in (Moment("A time"), Moment("A time", past=True), Moment("A time", in_turn=True)):
        assert spec.read(spec.write(moment, context), context) == moment


@given(change=st.sampled_from(CHANGES), minutes=st.lists(st.integers(-300, 1900), min_size=11, max_size=11))
def test_an_untouched_form_keeps_every_time_in_every_zone(change, minutes):
    zone, day = change
    incident = Incident(date_of_call=day)
    midnight = Customs(zone).begins(day)
    names = [name for name, spec in Incident.fields().items() if isinstance(spec, Moment)]
    for name, minute in zip(names, minutes, strict=True):
        setattr(incident, name, midnight + timedelta(minutes=minute))
    context = on(day, zone)
    shown = form_for(incident, context)
    again = form_for(incident, context, MultiDict({control.name: control.text() for control in shown}))
    assert again.validate()
    assert differences(again, incident) == []


@given(change=st.sampled_from(CHANGES), clock=st.times(), began=st.integers(0, 86399))
def test_any_bare_time_has_a_date_by_the_calendar(change, clock, began):
    """No clock time is left without a day, and none has two: from four hours before the call a whole turn of the clock."""
    zone, day = change
    context = on(day, zone, began=Customs(zone).begins(day) + timedelta(seconds=began))
    clock = clock.replace(microsecond=0, tzinfo=None)
    try:
        moment = TAKEN.read([f"{clock:%H:%M:%S}"], context)
    except ValueError as refused:
        assert "There was no" in str(refused)  # noqa: PT017 - most times are read
        return
    apart = context.customs.wall(moment) - context.customs.wall(context.customs.began)
    assert timedelta(hours=-4) <= apart < timedelta(hours=20)


# ---- the hour that repeats


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("01:30 EST", "2026-11-01 01:30 -0500"),
        ("1:30 EST", "2026-11-01 01:30 -0500"),
        ("0130 EDT", "2026-11-01 01:30 -0400"),
        ("0130est", "2026-11-01 01:30 -0500"),
        ("01:30 -05:00", "2026-11-01 01:30 -0500"),
        ("01:30 \u22125", "2026-11-01 01:30 -0500"),
        ("130 UTC-4", "2026-11-01 01:30 -0400"),
        ("2026-11-01 01:30 EST", "2026-11-01 01:30 -0500"),
        ("11/01 0130 EST", "2026-11-01 01:30 -0500"),
    ],
)
def test_both_times_of_the_hour_that_repeats_can_be_said(typed, meant):
    assert TAKEN.read([typed], on(date(2026, 11, 1))) == at(meant)


@pytest.mark.parametrize(
    ("zone", "day", "first", "second"),
    [
        ("America/New_York", date(2026, 11, 1), "01:30 EDT", "01:30 EST"),
        ("Australia/Lord_Howe", date(2026, 4, 5), "01:45 +11:00", "01:45 +10:30"),
        ("America/Santiago", date(2026, 4, 4), "23:30 -03:00", "23:30 -04:00"),
        ("America/Havana", date(2026, 11, 1), "00:00 CDT", "00:00 CST"),
        ("Asia/Pyongyang", date(2015, 8, 14), "23:45 +09:00", "23:45 +08:30"),
    ],
)
def test_a_time_that_came_twice_is_shown_with_what_tells_it_apart(zone, day, first, second):
    context = on(day, zone)
    early, late = TAKEN.read([first], context), TAKEN.read([second], context)
    assert early < late
    assert (TAKEN.show(early, context), TAKEN.show(late, context)) == (first, second)
    assert (TAKEN.write(early, context), TAKEN.write(late, context)) == ([first], [second])


def test_a_time_that_came_once_is_shown_plain_and_may_say_its_mark():
    context = on(date(2026, 11, 1))
    for typed, shown in (("00:59 EDT", "00:59"), ("02:00 EST", "02:00"), ("1732", "17:32")):
        assert TAKEN.show(TAKEN.read([typed], context), context) == shown


def test_a_bare_time_that_came_twice_fits_the_order_of_events():
    context = on(date(2026, 11, 1))
    for before, meant in (
        ("00:50 -0400", "01:30 -0400"),
        ("01:30 -0400", "01:30 -0400"),
        ("01:45 -0400", "01:30 -0500"),
        ("01:10 -0500", "01:30 -0500"),
    ):
        events = Context(customs=context.customs, before=(at(f"2026-11-01 {before}"),))
        for spec in (TAKEN, Incident.fields()["on_scene"]):
            assert spec.read(["0130"], events) == at(f"2026-11-01 {meant}"), (before, spec.label)


def test_times_of_the_unit_go_on_through_the_hour_that_repeats():
    incident = Incident(date_of_call=date(2026, 11, 1))
    typed = {
        "call_received": "0040",
        "en_route": "0150",
        "on_scene": "0105",
        "at_patient": "0106",
        "left_scene": "0201",
    }
    sent = MultiDict({f"incident-{name}": text for name, text in typed.items()})
    form = form_for(incident, on(date(2026, 11, 1)), sent)
    assert form.validate()
    shown = [TAKEN.show(form[name].data, on(date(2026, 11, 1))) for name in typed]
    assert shown == ["00:40", "01:50 EDT", "01:05 EST", "01:06 EST", "02:01"]


@pytest.mark.parametrize(
    ("day", "typed", "sentence"),
    [
        (date(2026, 12, 1), "17:32 EDT", "did not show EDT at 17:32 on 12/01/2026. Type 17:32 EST"),
        (date(2026, 7, 1), "17:32 EST", "did not show EST at 17:32 on 07/01/2026. Type 17:32 EDT"),
        (
            date(2026, 11, 1),
            "01:30 -06:00",
            "did not show -06:00 at 01:30 on 11/01/2026. Type 01:30 EDT or 01:30 EST",
        ),
    ],
)
def test_a_mark_that_the_clocks_did_not_have_then_is_refused_with_what_they_had(day, typed, sentence):
    with pytest.raises(ValueError, match="did not show") as refused:
        TAKEN.read([typed], on(day))
    assert sentence in str(refused.value)


@pytest.mark.parametrize("typed", ["17:05 am", "17:32 XYZ", "1732 hundred", "17:32 -", "01:30 CST"])
def test_what_is_no_mark_is_refused_with_examples(typed):
    with pytest.raises(ValueError, match="as a time, like 1732 or 17:32"):
        TAKEN.read([typed], on(date(2026, 12, 1)))


# ---- the time that was skipped


@pytest.mark.parametrize(
    ("zone", "day", "typed", "sentence"),
    [
        (
            "America/New_York",
            date(2026, 3, 8),
            "0230",
            "at 02:00 the clocks went forward to 03:00. Type 03:30 if",
        ),
        (
            "Australia/Lord_Howe",
            date(2026, 10, 4),
            "0210",
            "at 02:00 the clocks went forward to 02:30. Type 02:40 if",
        ),
        (
            "America/Santiago",
            date(2026, 9, 6),
            "0030",
            "at 00:00 the clocks went forward to 01:00. Type 01:30 if",
        ),
        (
            "Asia/Beirut",
            date(2026, 3, 29),
            "0000",
            "at 00:00 the clocks went forward to 01:00. Type 01:00 if",
        ),
        ("Pacific/Apia", date(2011, 12, 30), "1000", "12/29/2011 was followed by 12/31/2011"),
    ],
)
def test_a_time_that_was_skipped_is_refused_with_what_to_type(zone, day, typed, sentence):
    with pytest.raises(ValueError, match="There was no") as refused:
        FIRST.read([typed], on(day, zone))
    assert sentence in str(refused.value)


def test_a_day_begins_after_a_midnight_that_was_skipped():
    for zone, day, begins in (
        ("Asia/Beirut", date(2026, 3, 29), time(1)),
        ("America/Santiago", date(2026, 9, 6), time(1)),
        ("America/Havana", date(2026, 11, 1), time(0)),
    ):
        customs = Customs(zone)
        assert customs.wall(customs.begins(day)) == datetime.combine(day, begins)
        assert customs.wall(customs.begins(day) - timedelta(seconds=1)).date() == day - timedelta(days=1)


# ---- dates without a year


@pytest.mark.parametrize(
    ("day", "typed", "meant"),
    [
        (date(2026, 1, 1), "12/31 2350", date(2025, 12, 31)),
        (date(2026, 12, 31), "01/01 0010", date(2027, 1, 1)),
        (date(2026, 6, 1), "05/30 0800", date(2026, 5, 30)),
        (date(2028, 3, 1), "02/29 0800", date(2028, 2, 29)),
    ],
)
def test_a_date_without_a_year_is_the_nearest(day, typed, meant):
    context = on(day)
    assert context.customs.wall(TAKEN.read([typed], context)).date() == meant


def test_the_clock_of_now_on_a_day_that_skipped_it_is_that_of_a_clock_nobody_set():
    spring, now = on(date(2026, 3, 8)), at("2026-05-02 02:30 -0400")
    assert TAKEN.by_the_clock(now, spring) == at("2026-03-08 03:30 -0400")
    assert TAKEN.by_the_clock(at("2026-11-01 01:30 -0500"), on(date(2026, 11, 1))) == at(
        "2026-11-01 01:30 -0500"
    )


def test_an_entry_id_changes_nothing_of_its_time():
    entry = VitalSigns(id=new_id(), taken_at=at("2026-11-01 01:30 -0500"))
    form = form_for(entry, on(date(2026, 11, 1)), MultiDict({f"{entry.anchor()}-taken_at": "01:30 EST"}))
    assert form.validate()
    assert differences(form, entry) == []
