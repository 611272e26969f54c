"""The page of the exam: what is left is normal in one go, with nothing added to what is recorded."""

from __future__ import annotations

from epcr.sheet.exam import NO_ABNORMALITY, ExamFinding
from epcr.sheet.section import new_id
from tests.web.test_how_many_entries import full

REST = "No abnormality in these"


def test_the_regions_that_are_left_are_normal_in_one_go(world):
    sheet = world.begin()
    world.page(sheet, "exam").submit("No abnormality of chest")
    page = world.page(sheet, "exam")
    assert f"Rest normal ({len(NO_ABNORMALITY) - 1})" in page.words
    page.submit(REST)
    exam = world.sheet(sheet).exam
    assert {finding.region: finding.findings for finding in exam} == {
        region: [code] for region, code in NO_ABNORMALITY.items()
    }
    assert len(exam) == len(NO_ABNORMALITY)
    assert all(finding.examined_at for finding in exam)
    assert "Rest normal" not in world.page(sheet, "exam").words


def test_sent_twice_from_an_old_page_it_adds_nothing_more(world):
    sheet = world.begin()
    old, older = world.page(sheet, "exam"), world.page(sheet, "exam")
    old.submit(REST)
    older.submit(REST)
    assert len(world.sheet(sheet).exam) == len(NO_ABNORMALITY)


def test_a_region_with_a_finding_is_not_called_normal(world):
    sheet = world.begin()
    world.page(sheet, "exam")
    with world.database.write("the tests") as session:
        finding = ExamFinding(
            id=new_id(), region="abdomen", run_sheet_id=sheet, findings=None, remark="Tender"
        )
        session.add(finding)
    world.page(sheet, "exam").submit(REST)
    (abdomen,) = [finding for finding in world.sheet(sheet).exam if finding.region == "abdomen"]
    assert abdomen.remark == "Tender"


def test_where_not_all_have_room_none_is_added_and_it_is_said(world):
    made = full("exam")
    for finding in made.exam[-3:]:
        made.exam.remove(finding)
    sheet = world.keep(made)
    page = world.page(sheet, "exam").submit(REST)
    assert "A sheet holds at most 200" in page.words
    assert len(world.sheet(sheet).exam) == ExamFinding.most - 3
