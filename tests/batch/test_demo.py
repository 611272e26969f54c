"""The whole demo class on paper: every sheet as it is printed by itself, in one document or in a ZIP."""

from __future__ import annotations

import page as validation
import pytest
from sqlalchemy import select

from epcr.paper.blocks import BUILDING
from epcr.people.model import Person
from epcr.sheet.run_sheet import RunSheet
from tests.batch import reading
from tests.report.reading import pictures

WHEN = "epcr.batch.routes.now"


@pytest.fixture(scope="module")
def sheets(demo):
    """The sheets of the class, by trainee and in the order in which they were begun."""
    _, database = demo
    with database.read() as session:
        people = {one.id: one.name for one in session.scalars(select(Person))}
        found = session.scalars(select(RunSheet).where(RunSheet.discarded_at.is_(None)))
        return sorted(found, key=lambda one: (people[one.trainee_id], one.trainee_id, one.created_at, one.id))


@pytest.fixture(scope="module")
def moment():
    """One moment for all that is printed."""
    from epcr.db import now  # noqa: PLC0415 - as it is when the test begins

    return now()


@pytest.fixture
def stopped_clock(monkeypatch, moment):
    monkeypatch.setattr(WHEN, lambda: moment)
    monkeypatch.setattr("epcr.web.paper.now", lambda: moment)


def printed(demo, **query):
    answer = demo[0].client.get("/print/bundle", query_string={"state": "", **query})
    assert answer.status_code == 200
    return answer


@pytest.mark.usefixtures("stopped_clock")
@pytest.mark.parametrize(
    ("document", "how"),
    [
        ("sbar", {"paper": "letter"}),
        ("sbar", {"paper": "a4", "stamped": "1"}),
        ("imist-ambo", {}),
        ("run-sheet", {"comments": "1"}),
    ],
)
def test_every_page_looks_as_if_it_was_printed_by_itself(demo, sheets, document, how):
    together = printed(demo, document=document, **how).data
    one_by_one = demo[0].client
    singles = [one_by_one.get(f"/sheets/{one.id}/{document}.pdf", query_string=how).data for one in sheets]
    assert len(sheets) > 5
    assert reading.texts(together) == [text for single in singles for text in reading.texts(single)]
    printed_on = [number for number, side in enumerate(reading.sides(together)) if "left blank" not in side]
    looks = pictures(together)
    assert [looks[number] for number in printed_on] == [one for single in singles for one in pictures(single)]


def test_every_sheet_has_its_entry_in_the_outline_with_trainee_and_patient(demo, sheets):
    titles = reading.outline(printed(demo).data)
    assert [title.rsplit("sheet ", 1)[1] for title in titles] == [one.number for one in sheets]
    for title, sheet in zip(titles, sheets, strict=True):
        assert (sheet.patient.last_name or "").upper() in title


@pytest.mark.parametrize("profile", ["ua1", "2a"])
def test_the_whole_class_is_accessible_and_archival(demo, profile):
    report = validation.validate_pdf_bytes(printed(demo).data, profile=profile)
    assert report.is_compliant, [(one.rule_id, one.message) for one in report.failures[:5]]


@pytest.mark.usefixtures("stopped_clock")
def test_a_zip_has_each_sheet_as_it_is_printed_by_itself(demo, sheets):
    answer = printed(demo, **{"as": "zip"})
    assert answer.mimetype == "application/zip"
    found = reading.files(answer.data)
    assert list(found) == sorted(found)
    assert len(found) == len(sheets)
    for (name, pdf), sheet in zip(found.items(), sheets, strict=True):
        assert pdf == demo[0].client.get(f"/sheets/{sheet.id}/sbar.pdf").data
        assert sheet.number in name
        assert str(sheet.customs().day) in name
    assert answer.data == printed(demo, **{"as": "zip"}).data


@pytest.mark.usefixtures("stopped_clock")
def test_what_is_told_between_the_pieces_leaves_the_file_as_it_is(demo, sheets):
    answer = printed(demo, told="1")
    assert answer.mimetype == "application/octet-stream"
    said, file = reading.told(answer.data)
    assert file == printed(demo).data
    assert said[0]["of"] == len(sheets)
    assert said[0]["type"] == "application/pdf"
    steps = [one for one in said if "sheet" in one]
    assert [one["sheet"] for one in steps] == list(range(1, len(sheets) + 1))
    assert [one["title"] for one in steps] == [one.patient.name() or f"Sheet {one.number}" for one in sheets]
    assert said[-1] == {"done": True, "printed": len(sheets), "bytes": 0}


def test_between_two_sheets_nothing_is_held(demo, sheets):
    visitor, database = demo
    answer = visitor.client.get("/print/bundle?state=", buffered=False)
    chunks = 0
    for _ in answer.iter_encoded():
        chunks += 1
        assert database.engine.pool.checkedout() == 0
        assert not BUILDING.locked()
        with database.write("somebody") as session:
            session.scalars(select(Person)).first().name += "."
        with database.engine.connect() as connection:  # it waits for whoever still reads what was before
            whole = connection.execution_options(isolation_level="AUTOCOMMIT")
            assert whole.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)").one()[0] == 0
    answer.close()
    assert chunks > len(sheets)
