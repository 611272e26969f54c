"""The course of the call: everything has its place, nothing lies over anything else, and words tell the same."""

from __future__ import annotations

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from epcr.paper import lines
from epcr.report.run_sheet.timeline import LABEL, LANES_AT_MOST, NAMES, OTHERS, timeline
from epcr.sheet.incident import TIMES
from tests import build
from tests.luck import examples
from tests.report import sheets
from tests.report.printed import printed, readable

WIDTH = 558.0


def drawn(sheet):
    return timeline(sheet, sheet.context(), WIDTH)


def end(flag):
    return flag.x + 3 + lines.width(flag.label, LABEL)


def require_order(made):
    for flag in made.flags:
        assert made.left <= flag.x <= made.right
        assert end(flag) <= WIDTH + 0.01
        for other in made.flags:
            if other is flag:
                continue
            if other.row == flag.row:
                assert end(other) < flag.x or end(flag) < other.x
            elif other.row > flag.row:
                assert not other.x < flag.x < end(other), "a line goes through a label"
    for lane in made.lanes:
        assert lines.width(lane.name, LABEL) <= NAMES
        for mark in lane.marks:
            assert made.left <= mark.x <= made.right
    assert made.top <= made.axis < made.height


def test_times_of_the_unit_stand_in_their_order():
    made = drawn(build.sheet())
    require_order(made)
    assert [flag.label for flag in made.flags] == [
        "call 16:55", "notified 16:56", "en route 16:57", "on scene 17:03", "at patient 17:05", "left 17:22", "arrived 17:35",
        "care transferred 17:41", "back in service 17:58",
    ]  # fmt: skip
    assert [flag.x for flag in made.flags] == sorted(flag.x for flag in made.flags)


def test_each_intervention_has_its_row_and_its_shape():
    sheet = sheets.with_acts(build.sheet(), 8)
    made = drawn(sheet)
    told = {lane.name: {mark.shape for mark in lane.marks} for lane in made.lanes}
    assert told == {
        "Vital signs": {"set"},
        "IV access, peripheral": {"procedure"},
        "Fentanyl": {"medication"},
        "12-lead ECG, acquire and send": {"procedure"},
        "Aspirin": {"not given"},
    }
    assert [len(lane.marks) for lane in made.lanes] == [2, 2, 2, 2, 2]


def test_more_rows_than_there_is_room_for_end_in_one_of_others():
    sheet = build.sheet()
    sheet.interventions = []
    for number in range(40):
        build.with_intervention(
            sheet, item=f"item {number}", performed_at=build.clock("17:10") + timedelta(minutes=number)
        )
    made = drawn(sheet)
    require_order(made)
    assert len(made.lanes) == LANES_AT_MOST + 1
    assert made.lanes[-1].name == OTHERS
    assert sum(len(lane.marks) for lane in made.lanes[1:]) == 40
    readable(printed(sheet), "letter")


def test_a_single_moment_is_a_course_and_none_is_not():
    assert drawn(build.empty_sheet()) is None
    sheet = build.empty_sheet()
    sheet.incident.on_scene = build.clock("17:03")
    made = drawn(sheet)
    require_order(made)
    assert made.description == "Course of the call. On scene 17:03."
    readable(printed(sheet), "letter")


def test_struck_entries_and_those_without_a_time_are_not_drawn():
    sheet = build.sheet()
    sheet.vitals[0].struck_at = build.clock("17:50")
    sheet.interventions[0].performed_at = None
    made = drawn(sheet)
    assert [(lane.name, len(lane.marks)) for lane in made.lanes] == [
        ("Vital signs", 1),
        ("12-lead ECG, acquire and send", 1),
    ]


def test_words_tell_what_is_drawn_and_how_much_more_there_is():
    sheet = sheets.with_acts(sheets.with_sets(build.sheet(), 30), 60)
    told = drawn(sheet).description
    assert "30 sets of vital signs, at 17:05, 17:07" in told
    assert "and 18 later." in told
    assert "Aspirin not given at 17:09:21." in told
    assert told.endswith("20 interventions later.")


@examples(200)
@given(st.lists(st.one_of(st.none(), st.integers(-3000, 3000)), min_size=len(TIMES), max_size=len(TIMES)))
def test_no_line_goes_through_a_label_whenever_things_happened(minutes):
    sheet = build.sheet()
    for name, minute in zip(TIMES, minutes, strict=True):
        moment = None if minute is None else build.clock("17:05") + timedelta(minutes=minute)
        setattr(sheet.incident, name, moment)
    require_order(drawn(sheet))


@pytest.mark.parametrize(
    ("item", "told"),
    [
        ("epi_iv_arrest", "Epinephrine 0.1 mg/mL"),
        ("nitro_sl_own", "Own nitroglycerin SL"),
        ("laryngoscopy_fb", "Magill removal"),
        ("tourniquet", "Bleeding control, tourniquet"),
    ],
)
def test_a_lane_with_a_long_name_says_what_tells_it_from_the_others(item, told):
    sheet = build.sheet()
    build.with_intervention(sheet, item=item, performed_at=build.clock("17:12"))
    assert told in [lane.name for lane in drawn(sheet).lanes]
