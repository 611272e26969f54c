"""A GCS on the pages: the same words on the vital signs, the timeline, the draft and the desk, with what stood in its way."""

from __future__ import annotations

from epcr.checks.contradictions.record import Record
from epcr.checks.verdicts import judging
from epcr.rehearsal.question import Lot
from epcr.rehearsal.speech import spoken_words
from epcr.rehearsal.topics import asking, early
from epcr.review import steps
from epcr.web.outline import timeline
from tests import build
from tests.review.college import College

INTUBATED, SEDATED = "3322009", "3322007"
QUALIFIED = "1-T-3 = 5T, intubated, sedated"


def sedated_sheet():
    sheet = build.sheet()
    build.fill(sheet, "primary", gcs_eye="1", gcs_verbal="2", gcs_motor="4")
    sheet.vitals[1] = build.vitals(
        taken_at=build.clock("17:20"), avpu=None, gcs_eye="1", gcs_verbal="1", gcs_motor="3",
        gcs_qualifier=[SEDATED, INTUBATED], glucose=96,
    )  # fmt: skip
    return sheet


def test_the_page_of_vital_signs_tells_what_stood_in_the_way(world):
    kept = world.keep(sedated_sheet())
    page = world.page(kept, "vitals")
    assert QUALIFIED in page.words
    assert "4-5-6 = 15" in page.words


def test_a_set_with_a_verbal_part_only_has_its_row_on_the_page(world):
    sheet = build.sheet()
    for one in sheet.vitals:
        one.gcs_eye = one.gcs_motor = None
    assert "?-5-?" in world.page(world.keep(sheet), "vitals").words


def test_the_timeline_tells_the_gcs_of_a_set():
    sheet = sedated_sheet()
    told = [one.text for one in timeline(sheet, judging(sheet)) if one.slug == "vitals"]
    assert told[0].endswith("GCS 15 · Pain 6")
    assert "GCS 5T, intubated, sedated" in told[1]


def test_the_desk_shows_the_whole_gcs_of_each_set(world):
    college = College(world)
    kept = world.keep(sedated_sheet())
    with college.acting("ruiz", kept) as (session, sheet, who):
        steps.submit(session, sheet, who, findings=[])  # who placed the tube is asked about, and not here
    desk = college.desk(kept)
    cells = [cell.get_text(" ", strip=True) for cell in desk.html.select("table.grid td")]
    assert QUALIFIED in cells
    assert "4-5-6 = 15" in cells


def test_the_draft_and_the_speech_tell_both_the_tube_and_what_was_before_it(world):
    kept = world.keep(sedated_sheet())
    page = world.page(kept, "handoff")
    told = "GCS E1 VT M3 = 5T, intubated, sedated, at 17:20, lowest without tube or drugs E1 V2 M4 = 7 on primary assessment"
    assert told in page.words
    assert {"5t", "intubated"} <= spoken_words(sedated_sheet())


def test_a_gcs_with_a_tube_in_its_way_is_no_question():
    def topics(sheet):
        return {one.topic for one in early(asking(sheet, Lot("1")))}

    assert "gcs" not in topics(sedated_sheet())
    assert "gcs" in topics(build.sheet())


def test_what_the_sheet_has_instead_is_told_with_the_tube():
    sheet = sedated_sheet()
    record = Record(sheet, sheet.context())
    told = [record.shown(value, "gcs") for value in record.values("gcs")]
    assert told == [
        "GCS 15 at 17:08",
        "GCS 5T, intubated, sedated, at 17:20",
        "GCS 7 on primary assessment",
    ]
