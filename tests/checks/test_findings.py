"""All findings of a sheet: in its order, with the answers that cover them, and never an exception."""

import cProfile
from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings

from epcr.checks import Finding, Summary, Weight, answered, findings, grouped, summary
from epcr.sheet.anchor import Anchor
from epcr.sheet.answer import Answer
from epcr.sheet.run_sheet import SECTIONS
from tests.build import FIRST, SECOND, clock, empty_sheet, sheet, with_intervention, with_vitals
from tests.checks.anything import sheets
from tests.checks.saying import only, warned
from tests.luck import examples


def answer(finding, text="It was so", **change):
    told = {"source": finding.source, "anchor": str(finding.anchor), "value": finding.value, "text": text}
    return Answer(**{**told, **change})


def fast_heart():
    """A sheet whose two sets have a fast heart."""
    run_sheet = sheet()
    for one in run_sheet.vitals:
        one.heart_rate = 130
    return run_sheet


def test_an_answer_covers_the_warning_it_was_about():
    run_sheet = fast_heart()
    first, second = findings(run_sheet)
    assert (first.open, second.open) == (True, True)
    run_sheet.answers = [answer(first, "In pain")]
    first, second = findings(run_sheet)
    assert (first.answer, first.open) == ("In pain", False)
    assert (second.answer, second.open) == ("", True)


@pytest.mark.parametrize(
    "change",
    [
        {"source": "plausibility.heart_rate_below_usual"},
        {"anchor": f"vitals-{SECOND}-systolic"},
        {"value": "131 /min"},
    ],
)
def test_an_answer_to_something_else_covers_nothing(change):
    run_sheet = fast_heart()
    run_sheet.answers = [answer(findings(run_sheet)[0], **change)]
    assert all(one.open for one in findings(run_sheet))


def test_an_answer_expires_when_the_value_changes():
    run_sheet = fast_heart()
    run_sheet.answers = [answer(findings(run_sheet)[0])]
    run_sheet.vitals[0].heart_rate = 131
    assert [one.open for one in findings(run_sheet)] == [True, True]
    run_sheet.vitals[0].heart_rate = 130
    assert [one.open for one in findings(run_sheet)] == [False, True]


def test_the_newest_answer_counts_and_one_without_words_says_its_kind():
    run_sheet = fast_heart()
    found = findings(run_sheet)[0]
    run_sheet.answers = [answer(found, "First"), answer(found, "Second")]
    assert findings(run_sheet)[0].answer == "Second"
    run_sheet.answers = [answer(found, "", kind="exceeded")]
    assert findings(run_sheet)[0].answer == "exceeded"


@pytest.mark.parametrize("weight", [Weight.MISSING, Weight.ERROR, Weight.NOTE])
def test_only_warnings_are_answered(weight):
    found = Finding(weight, Anchor("vitals", FIRST, "spo2"), "Enter it", "completeness.vitals.spo2", "")
    (told,) = answered([found], [answer(found)])
    assert told.answer == ""


def test_a_value_is_no_longer_than_what_an_answer_can_keep():
    long = Finding(Weight.WARNING, Anchor("vitals", FIRST, "spo2"), "Check", "plausibility.x", "x" * 500)
    (cut,) = answered([long], [])
    assert len(cut.value) == 400
    (told,) = answered([long], [answer(cut)])
    assert not told.open


def test_sources_and_anchors_fit_the_columns_of_an_answer():
    run_sheet = fast_heart()
    for found in [*findings(run_sheet), *findings(empty_sheet())]:
        assert len(found.source) <= 80
        assert len(str(found.anchor)) <= 120


def test_one_answer_may_do_for_the_same_warning_in_several_sets():
    run_sheet = with_vitals(fast_heart(), heart_rate=40)
    found = findings(run_sheet)
    together, _slow = grouped(found)
    assert [one.anchor.entry for one in together] == [FIRST, SECOND]
    run_sheet.answers = [answer(one) for one in together]
    assert [one.source for one in findings(run_sheet) if one.open] == ["plausibility.heart_rate_below_usual"]


def test_what_is_answered_or_no_warning_is_not_answered_again():
    run_sheet = fast_heart()
    run_sheet.vitals[0].spo2 = run_sheet.vitals[1].spo2 = None
    found = findings(run_sheet)
    run_sheet.answers = [answer(one) for one in found if one.weight is Weight.WARNING][:1]
    found = findings(run_sheet)
    assert grouped(found) == [[one] for one in found]
    assert {one.weight for one in found} == {Weight.MISSING, Weight.WARNING}
    elsewhere = replace(only_open(found), anchor=Anchor("exam", FIRST, "findings"))
    assert [elsewhere] in grouped([*found, elsewhere])


def test_grouping_looks_at_each_finding_once_however_many_there_are(monkeypatch):
    looked = []
    is_open = Finding.open.fget
    monkeypatch.setattr(Finding, "open", property(lambda one: looked.append(one) or is_open(one)))
    source = Finding(Weight.WARNING, Anchor("vitals", FIRST, "spo2"), "Check it", "plausibility.spo2")
    many = [
        replace(
            source,
            weight=(Weight.MISSING, Weight.WARNING)[number % 2],
            anchor=Anchor("vitals", str(number), "spo2"),
        )
        for number in range(300)
    ]
    assert [len(group) for group in grouped(many)].count(1) == 150
    assert len(looked) <= len(many)


def test_warnings_of_the_same_at_one_field_are_answered_one_by_one():
    one = Finding(Weight.WARNING, Anchor("narrative", "", "text"), "Correct it", "consistency.dose", "first")
    other, elsewhere = replace(one, value="second"), replace(one, anchor=Anchor("narrative", "", "format"))
    assert grouped([one, other, elsewhere]) == [[one, elsewhere], [other]]


def only_open(found):
    (one,) = [one for one in found if one.weight is Weight.WARNING and one.open]
    return one


def test_findings_stand_in_the_order_of_the_sheet():
    run_sheet = sheet()
    run_sheet.incident.unit = None
    run_sheet.incident.call_received = clock("17:00")
    run_sheet.crew[1].member = None
    run_sheet.vitals[1].spo2 = 80
    run_sheet.vitals[0].respiratory_rate = None
    run_sheet.vitals[0].heart_rate = 130
    run_sheet.vitals.reverse()
    run_sheet.narrative.text = None
    run_sheet.signatures = []
    assert [(one.anchor.section, one.anchor.field) for one in findings(run_sheet)] == [
        ("incident", "unit_notified"), ("incident", "unit"), ("crew", "member"), ("vitals", "heart_rate"),
        ("vitals", "respiratory_rate"), ("vitals", "spo2"), ("narrative", "text"), ("signatures", ""),
    ]  # fmt: skip


def test_at_one_field_what_is_missing_stands_before_what_is_asked_about():
    run_sheet = sheet()
    run_sheet.vitals = run_sheet.vitals[:1]
    run_sheet.vitals[0].heart_rate = 130
    assert [str(one.anchor) for one in findings(run_sheet)] == ["vitals", f"vitals-{FIRST}-heart_rate"]
    run_sheet = sheet()
    run_sheet.crew[0].level = "RN"
    run_sheet.crew[0].member = None
    fields = [
        (one.anchor.field, str(one.weight)) for one in findings(run_sheet) if one.anchor.section == "crew"
    ]
    assert fields == [("member", "missing"), ("level", "note")]


def test_the_section_list_counts_what_is_open():
    run_sheet = fast_heart()
    run_sheet.vitals[0].spo2 = None
    run_sheet.crew[0].level = "RN"
    comment = Finding(Weight.COMMENT, Anchor("crew"), "Improve: write the unit", "review.improve")
    found = [*findings(run_sheet), comment]
    counted = summary(found)
    assert list(counted) == [section.page.slug for section in SECTIONS]
    assert counted["vitals"] == Summary(missing=1, warnings=2)
    assert counted["crew"] == Summary(comments=1)
    assert counted["incident"] == Summary()
    run_sheet.answers = [answer(one) for one in found if one.weight is Weight.WARNING]
    assert summary(findings(run_sheet))["vitals"] == Summary(missing=1)


def test_findings_change_nothing_on_the_sheet():
    run_sheet = fast_heart()
    before = [
        (part.anchor(), {name: getattr(part, name) for name in part.fields()}, dict(part.absent))
        for part in run_sheet.parts()
    ]
    findings(run_sheet)
    after = [
        (part.anchor(), {name: getattr(part, name) for name in part.fields()}, dict(part.absent))
        for part in run_sheet.parts()
    ]
    assert before == after


def test_a_long_call_is_checked_in_a_moment():
    run_sheet = sheet()
    for _ in range(28):
        with_vitals(run_sheet)
    for _ in range(38):
        with_intervention(
            run_sheet, item="fentanyl", route="9927023", dose=50.0, dose_unit="3706015", response="9916001"
        )
    findings(run_sheet)  # reads the files
    work = cProfile.Profile()
    work.runcall(findings, run_sheet)
    calls = sum(one.callcount for one in work.getstats())
    assert (
        calls < 300_000
    )  # of functions, 100,000 when this was written: the same on every machine, other than seconds


@examples(150, settings(suppress_health_check=[HealthCheck.too_slow]))
@given(sheets())
def test_whatever_can_be_typed_is_checked_without_an_exception(run_sheet):
    found = findings(run_sheet)
    assert len({(one.source, one.anchor, one.message) for one in found}) == len(found)
    for one in found:
        part = run_sheet.find(one.anchor)
        assert part is not None or not one.anchor.entry
        assert not one.anchor.field or one.anchor.field in type(run_sheet.find(one.anchor)).fields()
        assert one.message[0].isupper() or one.source.startswith("scope"), one.message
        assert "None" not in one.message
        assert one.value or one.weight is not Weight.WARNING


def test_an_answered_sheet_has_nothing_open():
    run_sheet = fast_heart()
    run_sheet.incident.call_received = clock("17:00")
    run_sheet.answers = [answer(one) for one in findings(run_sheet)]
    assert len(run_sheet.answers) == 3
    assert not [one for one in findings(run_sheet) if one.open]
    assert warned(run_sheet) != []
    assert only(run_sheet, "chronology.unit_notified_before_call_received").answer == "It was so"
