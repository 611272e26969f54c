"""What becomes of a batch when something happens meanwhile: it is cancelled, a sheet cannot be drawn, is discarded, is out of reach."""

from __future__ import annotations

import re
import threading
from dataclasses import replace
from datetime import timedelta

import page as validation
import pytest
from sqlalchemy.exc import OperationalError

from epcr.db import now
from epcr.people.model import Classroom, Person
from epcr.review import documents
from epcr.sheet.run_sheet import RunSheet
from tests import build
from tests.batch import reading


@pytest.fixture
def spied(monkeypatch):
    """The ids of the sheets that are drawn, as they are; `before(id)` happens first."""
    real = documents.DOCUMENTS["sbar"]

    class Spy(list):
        def before(self, sheet_id):
            """Nothing, but for a test that wants something."""

    seen = Spy()

    def draw(found, printing):
        seen.append(found.sheet.id)
        seen.before(found.sheet.id)
        return real.draw(found, printing)

    monkeypatch.setitem(documents.DOCUMENTS, "sbar", replace(real, draw=draw))
    return seen


def some(college, number):
    """So many submitted sheets of one trainee, in the order in which they are printed."""
    at = build.sheet().created_at
    return [
        college.submitted(id=f"{one:012x}", created_at=at + timedelta(seconds=one)) for one in range(number)
    ]


def named(college, sheet, **patient):
    with college.world.database.write("ruiz") as session:
        found = session.get_one(RunSheet, sheet)
        for name, value in patient.items():
            setattr(found.patient, name, value)


def told(college, login="teacher", **query):
    answer = college.world.as_(login).client.get("/print/bundle", query_string={"told": "1", **query})
    assert answer.mimetype == "application/octet-stream"
    return reading.told(answer.data)


# Cancelled ------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("query", ["", "told=1", "as=zip", "as=zip&told=1"])
def test_whoever_stops_reading_stops_the_drawing(college, spied, query):
    some(college, 6)
    answer = college.world.as_("teacher").client.get(f"/print/bundle?{query}", buffered=False)
    chunks = iter(answer.response)
    while len(spied) < 2:
        next(chunks)
    answer.close()
    assert len(spied) == 2
    assert list(chunks) == []
    assert len(spied) == 2


def test_nothing_is_drawn_before_it_is_read(college, spied):
    some(college, 3)
    college.world.as_("teacher").client.get("/print/bundle", buffered=False).close()
    assert spied == []
    college.world.as_("teacher").client.head("/print/bundle")
    assert spied == []


def test_others_print_while_a_batch_is_drawn(college, spied):
    sheets = some(college, 4)
    other = college.world.as_("ruiz").client
    answer = college.world.as_("teacher").client.get("/print/bundle", buffered=False)
    statuses = []
    for _ in answer.response:
        one = threading.Thread(
            target=lambda: statuses.append(other.get(f"/sheets/{sheets[0]}/sbar.pdf").status_code)
        )
        one.start()
        one.join(20)
    answer.close()
    assert len(statuses) > 4
    assert set(statuses) == {200}


# What cannot be printed -----------------------------------------------------------------------------------------------


def failing(spied, *sheets):
    def before(sheet_id):
        if sheet_id in sheets:
            message = "a value that no page can hold"
            raise ValueError(message)

    spied.before = before


def test_a_sheet_that_cannot_be_drawn_is_one_page_that_says_so(college, spied, caplog):
    sheets = some(college, 3)
    named(college, sheets[1], last_name="Quill", first_name="Ada")
    failing(spied, sheets[1])
    said, pdf = told(college)
    texts = reading.texts(pdf)
    assert len(texts) == 4
    assert ["could not be printed" in text for text in texts] == [False, True, False, True]
    assert "Dana Ruiz · QUILL, Ada · sheet 0000" in texts[1]
    assert f"print it by itself: run sheet {sheets[1]}" in texts[1]  # who asked sits at the server
    assert "One run sheet is not here" in texts[3]
    assert [one.get("lost", "") for one in said if "sheet" in one] == [
        "", "could not be printed; a page says so in its place", "",
    ]  # fmt: skip
    assert said[-1]["printed"] == 2
    assert f"run sheet {sheets[1]} could not be printed" in caplog.text
    assert "Quill" not in caplog.text
    assert "QUILL" not in caplog.text


def test_pages_that_say_what_is_missing_are_as_accessible_as_all_others(college, spied):
    sheets = some(college, 40)
    failing(spied, *sheets[1:])
    _, pdf = told(college, paper="a4")
    for profile in ("ua1", "2a"):
        report = validation.validate_pdf_bytes(pdf, profile=profile)
        assert report.is_compliant, [(one.rule_id, one.message) for one in report.failures]
    assert len(reading.texts(pdf)) > 41  # the list at the end goes on on another page
    assert all("TRAINING RECORD" in text for text in reading.texts(pdf))


def test_a_zip_has_the_page_that_says_so_under_a_name_that_says_so(college, spied):
    sheets = some(college, 2)
    failing(spied, sheets[0])
    _, archive = told(college, **{"as": "zip"})
    first, second, last = reading.files(archive)
    assert first.endswith("_not-printed.pdf")
    assert not second.endswith("_not-printed.pdf")
    assert last == "_not-here.pdf"


def test_a_document_that_cannot_be_bound_is_replaced_too(college, monkeypatch, caplog):
    some(college, 2)
    real = documents.DOCUMENTS["sbar"]
    drawings = iter([b"%PDF-1.7 and nothing more"])

    def draw(found, printing):
        return next(drawings, None) or real.draw(found, printing)

    monkeypatch.setitem(documents.DOCUMENTS, "sbar", replace(real, draw=draw))
    said, pdf = told(college)
    assert ["could not be printed" in text for text in reading.texts(pdf)] == [True, False, True]
    assert said[-1]["printed"] == 1
    assert "could not be bound" in caplog.text


def test_a_database_that_cannot_be_asked_ends_it_before_the_end(college, spied):
    some(college, 3)

    def before(_id):
        if len(spied) == 2:
            raise OperationalError("SELECT", {}, Exception("disk is gone"))

    spied.before = before
    answer = college.world.as_("teacher").client.get("/print/bundle?told=1", buffered=False)
    read = []
    with pytest.raises(OperationalError):
        read.extend(answer.response)
    said, _ = reading.told(b"".join(read))
    assert "done" not in said[-1]


# What is no longer there ----------------------------------------------------------------------------------------------


def test_a_sheet_that_is_discarded_meanwhile_is_left_out_and_said(college, spied):
    sheets = some(college, 3)

    def before(sheet_id):
        if sheet_id == sheets[0]:
            with college.world.database.write("ruiz") as session:
                session.get_one(RunSheet, sheets[1]).discarded_at = now()

    spied.before = before
    said, pdf = told(college)
    assert spied == [sheets[0], sheets[2]]
    assert len(reading.texts(pdf)) == 3
    assert "was discarded meanwhile" in reading.texts(pdf)[-1]
    assert [one["lost"] for one in said if "sheet" in one] == [
        "", "was discarded meanwhile and is left out", "",
    ]  # fmt: skip


def test_a_class_that_is_taken_away_meanwhile_ends_what_may_be_read(college, spied):
    sheets = some(college, 3)
    named(college, sheets[1], last_name="Quill")

    def before(_id):
        with college.world.database.write("boss") as session:
            person = college.person(session, "teacher")
            person.classrooms.clear()

    spied.before = before
    said, pdf = told(college)
    assert spied == sheets[:1]
    assert [one["title"] for one in said if "sheet" in one][1:] == ["Sheet 0000", "Sheet 0000"]
    assert "QUILL" not in "".join(reading.texts(pdf))
    assert "2 run sheets are not here" in reading.texts(pdf)[-1]


def test_where_nothing_is_left_the_file_says_so(college, spied):
    sheets = some(college, 1)
    answer = college.world.as_("teacher").client.get("/print/bundle", buffered=False)
    with college.world.database.write("ruiz") as session:
        session.get_one(RunSheet, sheets[0]).discarded_at = now()
    [page] = reading.texts(b"".join(answer.response))
    answer.close()
    assert "One run sheet is not here" in page


# Names ----------------------------------------------------------------------------------------------------------------

HOSTILE = (
    "../../etc/passwd", "C:\\CON", "a/b\x00c", "x" * 300, "\u202egnp.exe", "…", "王小明", "Żółć", "<script>alert(1)</script>", " . ",
    "\ud800", "aux.", "line\nbreak\r\n", "é" * 60, "%PDF (a) \\) >>",
)  # fmt: skip


def test_no_name_spoils_a_file_a_header_or_a_line(college):
    sheets = some(college, len(HOSTILE))
    with college.world.database.write("ruiz") as session:
        session.query(Classroom).filter_by(name="Evening class").one().name = 'Evening "/\\ класс\u202e'
        college.person(session, "ruiz").name = "Dana \u202e/../Ruiz"
    for sheet, name in zip(sheets, HOSTILE, strict=True):
        named(
            college, sheet, last_name=name.replace("\ud800", "").replace("\x00", "")[:50], first_name="../x"
        )
    with college.world.database.read() as session:
        number = session.query(Person).filter_by(login="teacher").one().classrooms[0].id
    answer = college.world.as_("teacher").client.get(
        "/print/bundle", query_string={"classroom": number, "as": "zip"}
    )
    assert "\n" not in answer.headers["Content-Disposition"]
    assert "/" not in answer.headers["Content-Disposition"].split("filename")[1].split(";")[0]
    found = reading.files(answer.data)
    assert len({name.casefold() for name in found}) == len(HOSTILE)
    for name in found:
        assert name.startswith("Dana-Ruiz_")
        assert re.search(r"_0000_r1_sbar(_\d+)?\.pdf$", name)
        assert len(name.encode()) < 240
        assert not set(name) & set('/\\:*?"<>|\n\r\t\u202e ')
    said, pdf = told(college, classroom=number)
    assert len(reading.outline(pdf)) == len(HOSTILE)
    assert not any("\u202e" in one.get("title", "") for one in said)


def test_two_files_never_have_one_name(college):
    for one, name in enumerate(("Quill", "QUILL", "quill")):
        sheet = college.submitted(id=f"abcd{one:08x}")
        named(college, sheet, last_name=name)
    _, archive = told(college, **{"as": "zip"})
    names = list(reading.files(archive))
    assert len({name.casefold() for name in names}) == 3
    assert [name.removesuffix(".pdf").rpartition("_")[2] for name in names] == ["sbar", "2", "3"]
