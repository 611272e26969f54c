from __future__ import annotations

from datetime import date, timedelta
from itertools import pairwise
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest
from jinja2 import Environment, FileSystemLoader, StrictUndefined

from epcr import paths
from epcr.report.vitals_chart import geometry
from epcr.sheet.vitals import VitalSigns
from epcr.web.isolation import in_attribute
from tests import build
from tests.report import sheets

SVG = "{http://www.w3.org/2000/svg}"


def series(chart, name):
    return next(one for panel in chart.panels for one in panel.series if one.name == name)


def names(chart):
    return [one.name for panel in chart.panels for one in panel.series]


@pytest.mark.parametrize("number", [1, 2, 7, 30, 200])
def test_everything_stands_inside_the_chart(number):
    sheet = sheets.with_acts(sheets.with_sets(build.sheet(), number), 40)
    chart = geometry(sheet, width=260, height=130, size=9)
    assert chart.timed == number
    for panel in chart.panels:
        assert 0 < panel.top < panel.bottom <= chart.axis < chart.height
        for one in panel.series:
            for point in one.points:
                assert chart.left <= point.x <= chart.right
                assert panel.top - 0.01 <= point.y <= panel.bottom + 0.01
            for bar in one.bars:
                assert all(
                    panel.top - 0.01 <= end <= panel.bottom + 0.01
                    for end in (bar.top, bar.bottom)
                    if end is not None
                )
    assert all(chart.left <= mark.x <= chart.right for mark in chart.marks)


def test_without_sets_it_says_so():
    chart = geometry(build.empty_sheet())
    assert (chart.panels, chart.times, chart.note) == ((), (), "No vital signs documented")


def test_sets_without_a_time_are_counted_and_not_drawn():
    sheet = build.sheet()
    sheet.vitals.append(build.vitals(taken_at=None))
    chart = geometry(sheet)
    assert (chart.timed, chart.untimed) == (2, 1)
    assert len(series(chart, "HR").points) == 2
    assert chart.note == "1 untimed, not drawn"


def test_only_untimed_sets_are_no_chart():
    sheet = build.empty_sheet()
    sheet.vitals = [build.vitals(taken_at=None)]
    assert geometry(sheet).note == "No vital signs with a time"


def test_a_value_that_was_not_measured_leaves_a_gap():
    sheet = build.empty_sheet()
    rates = [80, 84, None, 90, 92]
    sheet.vitals = [
        build.vitals(taken_at=build.clock("17:05") + timedelta(minutes=5 * one), heart_rate=rate)
        for one, rate in enumerate(rates)
    ]
    found = series(geometry(sheet), "HR")
    assert len(found.points) == 4
    assert [len(line) for line in found.lines] == [2, 2]
    assert found.lines[0][-1].x < found.lines[1][0].x


def test_a_measure_that_was_never_taken_has_no_line_and_no_name():
    sheet = build.empty_sheet()
    sheet.vitals = [VitalSigns(taken_at=build.clock("17:05"), heart_rate=80)]
    assert names(geometry(sheet)) == ["HR"]


def test_a_palpated_pressure_has_no_lower_end():
    sheet = build.empty_sheet()
    sheet.vitals = [build.vitals(taken_at=build.clock("17:05"), systolic=70, diastolic="P")]
    (bar,) = series(geometry(sheet), "BP").bars
    assert bar.top is not None
    assert bar.bottom is None


def test_higher_values_stand_higher_and_later_ones_further_right():
    sheet = build.empty_sheet()
    sheet.vitals = [
        build.vitals(taken_at=build.clock(time), heart_rate=rate)
        for time, rate in (("17:20", 140), ("17:05", 60))
    ]
    early, late = series(geometry(sheet), "HR").points
    assert early.x < late.x
    assert early.y > late.y


def test_extreme_values_widen_the_scale_and_keep_its_labels_apart():
    sheet = build.empty_sheet()
    sheet.vitals = [
        build.vitals(
            taken_at=build.clock("17:05"),
            systolic=500,
            diastolic=0,
            heart_rate=0,
            respiratory_rate=300,
            spo2=0,
        ),
        build.vitals(taken_at=build.clock("17:09"), systolic=90),
    ]
    chart = geometry(sheet, width=260, height=130, size=9)
    for panel in chart.panels:
        assert panel.ticks
        assert all(lower.at - upper.at >= 9 for lower, upper in pairwise(panel.ticks))


@pytest.mark.parametrize("minutes", [0.5, 3, 17, 90, 700, 5000, 500_000])
def test_time_labels_have_room(minutes):
    sheet = build.empty_sheet()
    sheet.vitals = [
        build.vitals(taken_at=build.clock("17:05") + timedelta(minutes=minutes * one)) for one in range(2)
    ]
    chart = geometry(sheet, width=260, height=130, size=9)
    labels = sorted([*chart.times, *chart.midnights], key=lambda tick: tick.at)
    assert labels
    assert all(after.at - before.at >= 26 for before, after in pairwise(labels))
    assert all(chart.left <= tick.at <= chart.right for tick in labels)


def test_midnight_is_marked_with_the_date_that_begins():
    sheet = build.empty_sheet()
    sheet.incident.date_of_call = build.DAY
    sheet.vitals = [
        build.vitals(taken_at=build.clock("23:40")),
        build.vitals(taken_at=build.clock("00:20", date(2025, 3, 15))),
    ]
    (midnight,) = geometry(sheet).midnights
    assert midnight.label == "03/15"


def test_ticks_follow_the_clock_when_it_goes_forward():
    sheet = build.empty_sheet()
    day = date(2025, 3, 9)
    sheet.vitals = [
        build.vitals(taken_at=build.clock("01:30", day) + timedelta(minutes=20 * one)) for one in range(6)
    ]
    chart = geometry(sheet)
    labels = [tick.label for tick in chart.times]
    assert "02:10" not in labels
    assert labels == sorted(labels)


def test_interventions_are_marked_by_kind_and_those_not_given_are_not():
    sheet = build.sheet()
    assert [mark.shape for mark in geometry(sheet).marks] == ["medication", "procedure"]
    assert geometry(sheet).marks[0].label == "17:11 Aspirin"
    sheet.interventions[0].absent = {"item": "contraindication_noted"}
    assert [mark.shape for mark in geometry(sheet).marks] == ["procedure"]


def test_an_intervention_on_another_day_does_not_squeeze_the_chart():
    sheet = build.sheet()
    before = geometry(sheet)
    build.with_intervention(sheet, item="ecg12_acquire", performed_at=build.clock("17:13", date(2025, 4, 14)))
    assert geometry(sheet) == before


def test_close_sets_are_drawn_as_lines_alone():
    chart = geometry(sheets.with_sets(build.sheet(), 200), width=260, height=130, size=9)
    assert not any(point.size for point in series(chart, "HR").points)


def test_series_differ_without_color():
    chart = geometry(build.sheet())
    looks = [(one.shape, one.dash) for panel in chart.panels for one in panel.series]
    assert len(set(looks)) == len(looks) == 4


def test_names_of_series_do_not_cover_each_other():
    sheet = build.empty_sheet()
    sheet.vitals = [build.vitals(taken_at=build.clock("17:05"), systolic=90, diastolic=70, heart_rate=80)]
    chart = geometry(sheet, width=260, height=130, size=9)
    assert abs(series(chart, "BP").label_y - series(chart, "HR").label_y) >= 9


def test_the_description_tells_the_course_in_words():
    described = geometry(build.sheet()).description
    assert described.startswith("2 sets from 17:08 to 17:20.")
    assert "Heart rate 88 to 84 a minute, between 84 and 88." in described
    assert described.endswith("2 interventions marked.")


def test_a_measure_never_taken_is_described_so():
    sheet = build.empty_sheet()
    sheet.vitals = [VitalSigns(taken_at=build.clock("17:05"), heart_rate=80)]
    assert "SpO2 not measured." in geometry(sheet).description
    assert "Heart rate 80 a minute, measured once." in geometry(sheet).description


def drawn(sheet):
    environment = Environment(
        loader=FileSystemLoader(paths.templates()), undefined=StrictUndefined, autoescape=True
    )
    environment.filters["isolated"] = in_attribute
    text = environment.get_template("sheet/chart.svg").render(chart=geometry(sheet), uid="trend")
    return text, ET.fromstring(text.replace("<svg ", '<svg xmlns="http://www.w3.org/2000/svg" ', 1))  # noqa: S314 - made above


@pytest.mark.parametrize(
    "make", [build.sheet, build.empty_sheet, lambda: sheets.with_sets(build.sheet(), 200), sheets.worst_case]
)
def test_the_picture_is_accessible_and_obeys_the_content_security_policy(make):
    text, picture = drawn(make())
    assert picture.get("role") == "img"
    ids = [one.get("id") for one in picture.iter() if one.get("id")]
    assert len(ids) == len(set(ids))
    assert {picture.get("aria-labelledby"), picture.get("aria-describedby")} == set(ids)
    assert picture.find(f"{SVG}title").text == "Trend of vital signs"
    assert picture.find(f"{SVG}desc").text
    assert not [one for one in picture.iter() if one.get("style")]
    assert not list(picture.iter(f"{SVG}script")) + list(picture.iter(f"{SVG}style"))
    assert "nan" not in text
    assert "None" not in text


def test_the_picture_draws_every_point_and_bar():
    _, picture = drawn(build.sheet())
    assert len(list(picture.iter(f"{SVG}circle"))) == 2
    assert len(list(picture.iter(f"{SVG}rect"))) == 2
    assert [text.text for text in picture.iter(f"{SVG}text") if text.get("font-weight")] == [
        "BP",
        "HR",
        "SpO2",
        "RR",
    ]


def test_the_template_is_carried():
    assert (Path(paths.templates()) / "sheet" / "chart.svg").is_file()


@pytest.mark.parametrize(("width", "height", "size"), [(358, 320, 13), (720, 264, 13), (260, 130, 9)])
def test_the_ticks_of_two_scales_do_not_read_as_one(width, height, size):
    chart = geometry(build.sheet(), width=width, height=height, size=size)
    room = 1.5 if height == 320 else 1.15  # lines of letters; the narrow chart of a phone has height to spare
    for above, below in pairwise(chart.panels):
        assert min(one.at for one in below.ticks) - max(one.at for one in above.ticks) >= room * size - 1e-9
