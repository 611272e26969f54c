"""When a device says that something was written, beside the server's time: in the audit and at what was saved."""

from datetime import datetime, timedelta

import pytest

from epcr.audit import AuditLine
from epcr.audit.device import is_implausible, read
from epcr.db import now


def saved_by_a_device(world, told):
    """A vital-sign set whose form came with this device time; the set and its lines of the audit."""
    sheet = world.begin()
    page = world.page(sheet, "vitals").fill("Heart rate", "88").fill("Time taken", "1705")
    page.form = page.html.find(id="sheet-form")
    world.as_("ruiz")
    sent = page._sent(page.form)
    if told is not None:
        sent["device_at"] = told
    assert world.as_("ruiz").client.post(f"/sheets/{sheet}/vitals", data=sent).status_code == 303
    part = world.sheet(sheet).vitals[0]
    with world.database.read() as session:
        lines = session.query(AuditLine).filter(AuditLine.anchor.startswith(f"vitals-{part.id}")).all()
    return sheet, part, lines


def test_it_stands_beside_the_time_of_the_server(world):
    told = now() - timedelta(hours=3)
    _, part, lines = saved_by_a_device(world, told.isoformat().replace("+00:00", ".250Z"))
    assert part.device_at == told
    assert part.saved_at - part.device_at >= timedelta(hours=3)
    assert len(lines) >= 3
    assert {line.device_at for line in lines} == {told}
    assert all(line.at >= told + timedelta(hours=3) for line in lines)


@pytest.mark.parametrize(
    "told",
    [
        None,
        "",
        "yesterday",
        "2026-11-29T21:31:24",
        "0001-01-01T00:00:00+14:00",
        "99999-01-01T00:00:00Z",
        "9999-12-31T23:59:59Z",  # no zone may lead out of the calendar
        "\0",
    ],
)
def test_without_one_that_can_be_read_there_is_none_and_all_is_saved(world, told):
    _, part, lines = saved_by_a_device(world, told)
    assert part.heart_rate == 88
    assert part.device_at is None
    assert {line.device_at for line in lines} == {None}


@pytest.mark.parametrize("told", ["1970-01-01T00:00:00Z", "2105-01-01T00:00:00Z"])
def test_a_clock_that_is_wrong_is_kept_and_changes_no_time_of_the_server(world, told):
    _, part, lines = saved_by_a_device(world, told)
    assert part.device_at == datetime.fromisoformat(told)
    assert abs(part.saved_at - now()) < timedelta(minutes=5)
    assert all(is_implausible(line.device_at, line.at) for line in lines)


def test_a_device_may_be_behind_since_it_sends_later_and_never_ahead():
    at = now()
    for minutes, wrong in ((0, False), (1, False), (3, True), (-600, False), (-60 * 24 * 8, True)):
        assert is_implausible(at + timedelta(minutes=minutes), at) is wrong


def test_any_offset_is_read():
    assert read("2026-11-29T16:31:24-05:00") == read(" 2026-11-29T21:31:24.999Z ")


def test_the_next_save_without_a_time_takes_the_old_one_away(world):
    sheet, part, _ = saved_by_a_device(world, "2026-11-29T21:31:24Z")
    world.page(sheet, "vitals", query=f"?entry={part.id}").fill("Heart rate", "90").save()
    assert world.sheet(sheet).vitals[0].device_at is None
