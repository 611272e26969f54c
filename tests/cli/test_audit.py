"""`epcr audit` lists who changed what, by the clock of the server and by that of the device."""

from datetime import UTC, datetime

from epcr.audit import AuditLine
from epcr.db import open_database
from epcr.migrations import upgrade
from tests import build
from tests.test_database import store_a_sheet


def told(epcr, **columns):
    database = open_database(f"sqlite:///{epcr.home / 'epcr.sqlite'}")
    epcr.home.mkdir(exist_ok=True)
    epcr("db", "upgrade")
    upgrade(database.engine)
    sheet = store_a_sheet(database)
    with database.write("ruiz") as session:
        session.add(AuditLine(run_sheet_id=sheet, actor="ruiz", anchor="narrative-text", **columns))
    database.engine.dispose()
    return sheet, epcr("audit", sheet).output.splitlines()[-1].split("\t")


def test_a_line_has_both_times(epcr):
    at = build.clock("17:05")
    _, line = told(epcr, at=at, device_at=build.clock("16:05"), after='{"value": "So"}')
    assert line == [
        at.isoformat(),
        build.clock("16:05").isoformat(),
        "ruiz",
        "narrative-text",
        "",
        '{"value": "So"}',
    ]


def test_a_change_that_a_device_sent_has_its_number_and_its_device(epcr):
    at = build.clock("17:05")
    _, line = told(epcr, at=at, after='{"value": "So"}', op="a" * 32, device="iPad 3f2a", outcome="contested")
    assert line[6:] == ["a" * 32, "iPad 3f2a", "contested"]


def test_a_wrong_clock_is_marked(epcr):
    _, line = told(epcr, at=build.clock("17:05"), device_at=datetime(1970, 1, 1, tzinfo=UTC))
    assert line[1] == "1970-01-01T00:00:00+00:00?"


def test_nothing_of_it_steers_a_terminal(epcr):
    _, line = told(epcr, at=build.clock("17:05"), after='{"value": "\u009b31m\u202e"}')
    assert line[1] == ""
    assert line[5] == '{"value": "\\u009b31m\\u202e"}'


def test_a_sheet_that_is_not_there_is_said(epcr):
    epcr("db", "upgrade")
    answer = epcr("audit", "0123456789ab")
    assert answer.exit_code == 1
    assert "there is no run sheet 0123456789ab" in answer.output
