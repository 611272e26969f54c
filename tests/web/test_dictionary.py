"""The page of what each field means, for everybody who signed in."""

import csv
import io

import pytest

from epcr.export.tables.dictionary import COLUMNS
from epcr.sheet.run_sheet import SECTIONS


@pytest.mark.parametrize("login", ["ruiz", "teacher", "boss"])
def test_everybody_who_signed_in_reads_it(world, login):
    page = world.as_(login).open("/dictionary")
    assert [one.get_text() for one in page.html.select("h2")] == [section.page.title for section in SECTIONS]
    assert len(page.html.select("tbody tr")) == sum(len(section.fields()) for section in SECTIONS)
    (row,) = [
        one.get_text(" ", strip=True)
        for one in page.html.select("tbody tr")
        if "Systolic blood pressure" in one.get_text()
    ]
    assert row == (
        "Systolic blood pressure systolic whole number 0 to 500 mmHg, usual 90 to 180 eVitals.06 8480-6 "
        "Not applicable, Not recorded, Refused, Unable to complete, Absent on exam"
    )


def test_its_kinds_are_plain_words_a_code_stays_whole_and_it_leads_back(world):
    page = world.as_("ruiz").open("/dictionary")
    kinds = {one.get_text() for one in page.html.select("td[data-label=Kind]")}
    assert {"time", "one of a list"} <= kinds
    assert not kinds & {"moment", "choice", "yesno", "ofcrew"}
    assert "8480-6" in {
        one.get_text() for one in page.html.select("td[data-label=LOINC] .num")
    }  # .num never wraps
    (back,) = [one["href"] for one in page.html.select("a.btn") if one.get_text() == "Back"]
    assert back == "/"
    sheet, client = world.begin(), world.as_("ruiz").client
    came_from = f"http://localhost/sheets/{sheet}/check"
    led = client.get("/dictionary", headers={"Referer": came_from}).get_data(as_text=True)
    assert f'<a class="btn btn-quiet" href="/sheets/{sheet}/check">Back</a>' in led


def test_nobody_else_does(world):
    answer = world.app.test_client().get("/dictionary")
    assert answer.status_code in {302, 303, 401}


def test_it_is_downloaded_as_a_table(world):
    page = world.as_("teacher").open("/dictionary")
    (button,) = [
        one for one in page.html.select("a.btn") if one.get_text(strip=True) == "Download as a table"
    ]
    answer = world.as_("teacher").client.get(button["href"])
    assert answer.mimetype == "text/csv"
    assert tuple(next(csv.reader(io.StringIO(answer.get_data(as_text=True), newline="")))) == COLUMNS


def test_instructors_find_it_where_they_take_a_sheet_out(world):
    sheet = world.begin()
    page = world.as_("teacher").open(f"/review/{sheet}")
    assert page.html.select_one('a[href="/dictionary"]') is not None
