"""Run sheets given out as a document of NEMSIS: who may, which sheets, and what is said where none can leave."""

import pytest
from lxml import etree
from waitress.buffers import ReadOnlyFileBasedBuffer

from epcr.people.model import Classroom


def reports(answer):
    assert answer.mimetype == "application/xml"
    assert answer.headers["Content-Disposition"].startswith("attachment; filename=")
    return [
        one.findtext(".//{*}eRecord.01")
        for one in etree.fromstring(answer.data).iterfind(".//{*}PatientCareReport")
    ]


def given_out(college, path, login="teacher"):
    return college.world.as_(login).client.get(path)


def test_a_trainee_exports_no_sheet_not_even_their_own(college):
    sheet = college.submitted("ruiz")
    for path in ("/print/nemsis", f"/sheets/{sheet}/export/nemsis.xml"):
        assert given_out(college, path, "ruiz").status_code == 404
        assert college.world.app.test_client().get(path).status_code == 302


def test_an_instructor_exports_the_sheets_of_their_classes_alone(college):
    own, other = college.submitted("ruiz"), college.submitted("stranger")
    assert reports(given_out(college, "/print/nemsis")) == [own]
    assert reports(given_out(college, f"/sheets/{own}/export/nemsis.xml")) == [own]
    assert given_out(college, f"/sheets/{other}/export/nemsis.xml").status_code == 404
    assert set(reports(given_out(college, "/print/nemsis", "boss"))) == {own, other}
    with college.world.database.read() as session:
        numbers = [room.id for room in session.query(Classroom)]
    found = [given_out(college, f"/print/nemsis?classroom={number}").status_code for number in numbers]
    assert found.count(404) == len(numbers) - 1


def test_a_browser_gets_it_from_the_server_that_is_shipped(college):
    """Waitress passes files through and gives them a length, and browsers offer to have them compressed."""
    sheet = college.submitted("ruiz")
    answer = college.world.as_("teacher").client.get(
        f"/sheets/{sheet}/export/nemsis.xml",
        headers={"Accept-Encoding": "gzip, deflate"},
        environ_overrides={"wsgi.file_wrapper": ReadOnlyFileBasedBuffer},
    )
    assert answer.status_code == 200
    assert reports(answer) == [sheet]


@pytest.mark.parametrize("state", ["", "draft"])
def test_the_filter_of_the_queue_chooses_them(college, state):
    draft, submitted = college.sheet("ruiz"), college.submitted("okafor")
    wanted = {"": {draft, submitted}, "draft": {draft}}[state]
    assert set(reports(given_out(college, f"/print/nemsis?state={state}"))) == wanted


def test_a_sheet_that_lacks_what_is_mandatory_is_left_out_and_named_at_the_end(college):
    kept, lacking = college.submitted("ruiz"), college.submitted("okafor")
    lacks_the_end(college, lacking)
    answer = given_out(college, "/print/nemsis")
    assert reports(answer) == [kept]
    assert (
        f"Sheet {lacking[:4].upper()} lacks what the standard makes mandatory: Back in service" in answer.text
    )
    page = college.world.as_("teacher").open(f"/sheets/{lacking}/export/nemsis.xml")
    assert page.address == f"/review/{lacking}"
    assert "Not exported. Sheet" in page.words
    assert "mandatory: Back in service" in page.words


def lacks_the_end(college, sheet_id):
    with college.world.database.write("teacher") as session:
        session.get(type(college.world.sheet(sheet_id)), sheet_id).incident.back_in_service = None


def test_the_desk_the_class_and_the_batch_page_lead_there(college):
    sheet = college.submitted("ruiz")
    words = {f"/review/{sheet}": "NEMSIS v3.5.1 document"}
    for path in (f"/review/{sheet}", "/classes/1", "/print"):
        links = [
            link["href"]
            for link in college.world.as_("teacher").open(path).html.find_all("a")
            if link.get_text(strip=True) == words.get(path, "Export as NEMSIS XML")
        ]
        assert len(links) == 1, path
        assert reports(given_out(college, links[0])) == [sheet]
