"""A class on paper that is printed on both sides, and the class's name on it."""

from __future__ import annotations

from dataclasses import replace

from epcr.people.model import Classroom
from epcr.review import documents
from tests.batch import reading
from tests.batch.test_pages import page

BLANK = "This side is left blank"


def sides(college, **query):
    return reading.sides(college.world.as_("teacher").client.get("/print/bundle", query_string=query).data)


def three(college):
    for login in ("ruiz", "okafor", "ruiz"):
        college.submitted(login)
    return college


def test_handoffs_have_each_a_paper_of_their_own_unless_that_is_switched_off(college):
    three(college)
    assert [BLANK in one for one in sides(college)] == [False, True, False, True, False]
    assert [BLANK in one for one in sides(college, sides="shared")] == [False, False, False]


def test_a_blank_side_says_whose_back_it_is(college):
    first, second = sides(three(college))[:2]
    number = first.partition("sheet ")[2].split()[0]
    assert f"{BLANK} · sheet {number}" in second


def test_run_sheets_begin_on_an_odd_page_whatever_is_chosen_for_handoffs(college):
    three(college)
    for chosen in ("own", "shared"):
        found = sides(college, document="run-sheet", sides=chosen)
        firsts = [number for number, one in enumerate(found) if "Page 1 of" in one]
        assert len(firsts) == 3
        assert all(number % 2 == 0 for number in firsts)
        for number, at in enumerate(firsts):
            own = [one for one in found[at : [*firsts[1:], len(found)][number]] if BLANK not in one]
            assert all(f"Page {place} of {len(own)}" in one for place, one in enumerate(own, start=1))


SIDES = "Printed on both sides of the paper"
OWN, SHARED = "Each handoff on its own paper", "Two handoffs on one paper"


def test_the_choice_stands_on_the_page_in_plain_words_and_is_kept(college):
    college.submitted()
    assert page(college).value(SIDES) == OWN
    page(college).choose(SIDES, SHARED).submit("Prepare 1 run sheet")
    assert page(college).value(SIDES) == SHARED
    assert page(college, sides="own").value(SIDES) == OWN
    page(college).choose(SIDES, OWN).submit("Prepare 1 run sheet")
    assert page(college).value(SIDES) == OWN


def test_an_odd_choice_is_the_usual_one(college):
    three(college)
    client = college.world.as_("teacher").client
    client.set_cookie("epcr_sides", "<script>")
    assert [BLANK in one for one in sides(college, sides="x" * 5000)] == [False, True, False, True, False]


def test_a_zip_knows_no_blank_sides(college):
    three(college)
    client = college.world.as_("teacher").client
    for chosen in ("own", "shared"):
        files = reading.files(client.get(f"/print/bundle?as=zip&sides={chosen}").data)
        assert len(files) == 3
        assert all(len(reading.sides(pdf)) == 1 for pdf in files.values())


def test_handoff_and_run_sheet_of_one_sheet_have_each_a_paper_of_their_own(college):
    sheet = college.submitted()
    answer = college.world.as_("teacher").client.get(f"/sheets/{sheet}/handoff-and-run-sheet.pdf")
    found = reading.sides(answer.data)
    assert "SBAR handoff" in found[0]
    assert BLANK in found[1]
    assert "Page 1 of" in found[2]
    assert reading.outline(answer.data) == ["SBAR handoff", "Run sheet"]
    together = sides(college, document="handoff-and-run-sheet")
    assert together[:3] == found[:3]


def test_every_paper_names_the_class(college):
    sheet = college.submitted()
    teacher = college.world.as_("teacher").client
    for slug, document in documents.DOCUMENTS.items():
        found = reading.texts(teacher.get(f"/sheets/{sheet}/{slug}.pdf").data)
        assert all("Class: Evening class" in one for one in found), document.label


def test_so_does_the_page_in_place_of_one_that_cannot_be_printed(college, monkeypatch):
    college.submitted()

    def broken(*_):
        raise RuntimeError

    real = documents.DOCUMENTS["sbar"]
    monkeypatch.setitem(documents.DOCUMENTS, "sbar", replace(real, draw=broken))
    assert "Class: Evening class" in sides(college)[0]


def test_a_long_name_of_a_class_costs_no_content_and_is_whole_where_there_is_room(college):
    sheet = college.submitted()
    long = "EMT and AEMT bridge, fall 2026, Tuesday and Thursday evenings, section B"
    with college.world.database.write("test") as session:
        session.query(Classroom).filter_by(name="Evening class").one().name = long
    teacher = college.world.as_("teacher").client
    for slug in documents.DOCUMENTS:
        found = reading.texts(teacher.get(f"/sheets/{sheet}/{slug}.pdf?stamped=1").data)
        assert all(f"Class: {long}" in one for one in found), slug
