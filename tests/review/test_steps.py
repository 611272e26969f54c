"""A sheet is submitted, returned, changed, accepted: by whom it may be, from which state, and what is kept of it."""

import pytest

from epcr.db import now
from epcr.refused import Refused
from epcr.review import steps
from epcr.review.frozen import freeze
from epcr.review.model import Kind
from epcr.review.revision import compare
from epcr.review.state import State
from epcr.sheet.verdict import KeptVerdict
from tests import build


def take(college, login, sheet, verb, *more):
    with college.acting(login, sheet) as (session, found, who):
        return verb(session, found, who, *more)


def refused(college, login, sheet, verb, *more):
    with pytest.raises(Refused) as caught:
        take(college, login, sheet, verb, *more)
    return str(caught.value)


def test_a_sheet_that_was_begun_is_a_draft_and_revision_one(college):
    sheet = college.sheet()
    assert college.asking(sheet, steps.state) is State.DRAFT
    assert college.asking(sheet, steps.revision_number) == 1
    assert college.asking(sheet, steps.editable)


def test_a_submitted_sheet_cannot_be_changed_and_keeps_its_revision(college):
    sheet = college.submitted()
    assert college.asking(sheet, steps.state) is State.SUBMITTED
    assert college.asking(sheet, steps.revision_number) == 1
    assert not college.asking(sheet, steps.editable)


def test_submitting_is_refused_while_a_finding_is_open(college):
    sheet = college.sheet()
    with college.acting("ruiz", sheet) as (_, found, _who):
        found.patient.last_name = found.patient.first_name = None
        found.history.chief_complaint = None
    assert "still open" in refused(college, "ruiz", sheet, steps.submit)
    assert college.asking(sheet, steps.state) is State.DRAFT


def test_an_answered_warning_does_not_stand_in_the_way(college):
    sheet = college.sheet()
    with college.acting("ruiz", sheet) as (session, found, who):
        steps.submit(session, found, who, [])
    assert college.asking(sheet, steps.state) is State.SUBMITTED


def test_a_sheet_is_not_submitted_twice(college):
    sheet = college.submitted()
    assert "is submitted" in refused(college, "ruiz", sheet, steps.submit)


def test_nobody_submits_the_sheet_of_somebody_else(college):
    sheet = college.sheet()
    for login in ("okafor", "teacher", "boss"):
        assert "somebody else" in refused(college, login, sheet, steps.submit)


def test_an_unopened_sheet_can_be_withdrawn_and_submitted_again(college):
    sheet = college.submitted()
    take(college, "ruiz", sheet, steps.withdraw)
    assert college.asking(sheet, steps.state) is State.DRAFT
    assert college.asking(sheet, steps.editable)
    take(college, "ruiz", sheet, steps.submit)
    assert college.asking(sheet, steps.revision_number) == 2


def test_withdrawing_after_it_was_opened_is_refused(college):
    sheet = college.submitted()
    take(college, "teacher", sheet, steps.open_for_review)
    assert "begun to read" in refused(college, "ruiz", sheet, steps.withdraw)
    assert college.asking(sheet, steps.state) is State.SUBMITTED


def test_a_draft_cannot_be_withdrawn(college):
    assert "Only a submitted" in refused(college, "ruiz", college.sheet(), steps.withdraw)


def test_opening_twice_is_one_step(college):
    sheet = college.submitted()
    take(college, "teacher", sheet, steps.open_for_review)
    take(college, "teacher", sheet, steps.open_for_review)
    assert [step.kind for step in college.asking(sheet, steps.history)] == [Kind.SUBMITTED, Kind.OPENED]


@pytest.mark.parametrize("login", ["ruiz", "okafor", "other_teacher"])
@pytest.mark.parametrize("verb", [steps.give_back, steps.accept])
def test_only_an_instructor_of_the_class_returns_or_accepts(college, login, verb):
    sheet = college.submitted()
    assert "Only an instructor" in refused(college, login, sheet, verb, "a note")
    assert college.asking(sheet, steps.state) is State.SUBMITTED


def test_an_administrator_reviews_too(college):
    sheet = college.submitted()
    take(college, "boss", sheet, steps.accept)
    assert college.asking(sheet, steps.state) is State.ACCEPTED


def test_returning_needs_a_note(college):
    sheet = college.submitted()
    assert "Write what the trainee is to do" in refused(college, "teacher", sheet, steps.give_back, " \n ")


def test_a_returned_sheet_can_be_changed_again_as_the_next_revision(college):
    sheet = college.submitted()
    take(college, "teacher", sheet, steps.give_back, "Add the second blood pressure")
    assert college.asking(sheet, steps.state) is State.RETURNED
    assert college.asking(sheet, steps.editable)
    assert college.asking(sheet, steps.revision_number) == 2


def test_a_draft_is_neither_returned_nor_accepted(college):
    sheet = college.sheet()
    assert "this one is draft now" in refused(college, "teacher", sheet, steps.give_back, "note")
    assert "this one is draft now" in refused(college, "teacher", sheet, steps.accept)


def test_an_accepted_sheet_is_read_only_but_takes_addenda(college):
    sheet = college.submitted()
    take(college, "teacher", sheet, steps.accept)
    assert not college.asking(sheet, steps.editable)
    take(college, "ruiz", sheet, steps.add_addendum, "The family called back")
    take(college, "teacher", sheet, steps.add_addendum, "Filed")
    assert college.asking(sheet, steps.state) is State.ACCEPTED
    assert [step.note for step in college.asking(sheet, steps.history)][-2:] == [
        "The family called back",
        "Filed",
    ]


def test_an_addendum_is_for_accepted_sheets_and_says_something(college):
    sheet = college.submitted()
    assert "Addenda are for accepted" in refused(college, "ruiz", sheet, steps.add_addendum, "More")
    take(college, "teacher", sheet, steps.accept)
    assert "Write the addendum" in refused(college, "ruiz", sheet, steps.add_addendum, "")
    assert "Shorten the note" in refused(college, "ruiz", sheet, steps.add_addendum, "x" * 2001)
    assert "somebody else" in refused(college, "okafor", sheet, steps.add_addendum, "Mine now")


def test_a_reopened_sheet_can_be_changed_and_accepted_anew(college):
    sheet = college.submitted()
    assert "Only an accepted" in refused(college, "teacher", sheet, steps.reopen, "why")
    take(college, "teacher", sheet, steps.accept)
    assert "Only an instructor" in refused(college, "ruiz", sheet, steps.reopen, "I want to")
    assert "Write why" in refused(college, "teacher", sheet, steps.reopen, "")
    take(college, "teacher", sheet, steps.reopen, "The dose was misread")
    assert college.asking(sheet, steps.editable)
    assert college.asking(sheet, steps.revision_number) == 2


def test_an_untouched_draft_is_discarded(college):
    sheet = college.world.begin()
    take(college, "ruiz", sheet, steps.discard)
    assert college.asking(sheet, steps.state) is State.DISCARDED
    assert college.world.sheet(sheet).discarded_at is not None


def test_a_draft_in_which_something_was_saved_stays(college):
    sheet = college.world.begin()
    with college.acting("ruiz", sheet) as (_, found, _who):
        found.patient.saved_at = now()
    assert "stays in the record" in refused(college, "ruiz", sheet, steps.discard)


def test_a_draft_with_a_struck_entry_stays(college):
    sheet = college.world.begin()
    with college.acting("ruiz", sheet) as (_, found, _who):
        found.crew[0].struck_at, found.crew[0].struck_reason = now(), "not me"
    assert "stays in the record" in refused(college, "ruiz", sheet, steps.discard)


def test_a_sheet_that_was_submitted_once_is_never_discarded(college):
    sheet = college.submitted()
    take(college, "ruiz", sheet, steps.withdraw)
    assert "submitted or discarded before" in refused(college, "ruiz", sheet, steps.discard)
    assert "somebody else" in refused(college, "teacher", sheet, steps.discard)


# What changed ---------------------------------------------------------------------------------------------------------


def test_returned_and_changed_and_resubmitted_shows_the_change_beside_the_comment(college):
    sheet = college.submitted()
    act = college.world.sheet(sheet).interventions[0]
    anchor = f"interventions-{act.id}-dose"
    with college.acting("teacher", sheet) as (session, found, who):
        steps.write_comment(
            session, found, who, anchor=anchor, kind="must_fix", text="Count the tablets again"
        )
        steps.give_back(session, found, who, "One thing to fix")
    with college.acting("ruiz", sheet) as (session, found, who):
        found.part("interventions", act.id).dose = 162.0
        steps.submit(session, found, who, [])
    (change,) = college.asking(sheet, steps.changes)
    assert str(change.anchor) == anchor
    assert change.label.endswith("Dose")
    assert (change.before, change.after) == ("324", "162")
    assert change.comment.text == "Count the tablets again"
    assert change.comment.value == "324"


def test_nothing_changed_before_the_first_return(college):
    sheet = college.submitted()
    assert college.asking(sheet, steps.changes) == []
    take(college, "ruiz", sheet, steps.withdraw)
    assert college.asking(sheet, steps.changes) == []


def test_a_returned_sheet_shows_what_was_changed_so_far(college):
    sheet = college.submitted()
    take(college, "teacher", sheet, steps.give_back, "note")
    with college.acting("ruiz", sheet) as (_, found, _who):
        found.incident.unit = "Medic 9"
    assert [(one.label, one.after) for one in college.asking(sheet, steps.changes)] == [("Unit", "Medic 9")]


def test_a_withdrawn_revision_in_between_does_not_hide_a_change(college):
    sheet = college.submitted()
    take(college, "teacher", sheet, steps.give_back, "note")
    with college.acting("ruiz", sheet) as (session, found, who):
        found.incident.unit = "Medic 9"
        steps.submit(session, found, who, [])
        steps.withdraw(session, found, who)
        found.incident.vehicle = "412"
        steps.submit(session, found, who, [])
    assert [one.label for one in college.asking(sheet, steps.changes)] == ["Unit", "Vehicle number"]


def test_a_new_entry_answers_the_comment_at_its_section(college):
    sheet = college.submitted()
    with college.acting("teacher", sheet) as (session, found, who):
        steps.write_comment(session, found, who, anchor="vitals", kind="improve", text="One more set")
        steps.give_back(session, found, who, "note")
    with college.acting("ruiz", sheet) as (_, found, _who):
        found.vitals.append(build.vitals(id="9" * 32, taken_at=build.clock("17:30"), systolic=101))
    (change,) = college.asking(sheet, steps.changes)
    assert change.before == ""
    assert "Systolic blood pressure 101 mmHg" in change.after
    assert change.comment.text == "One more set"


def test_a_struck_entry_is_a_change_with_its_reason(college):
    sheet = college.submitted()
    take(college, "teacher", sheet, steps.give_back, "note")
    with college.acting("ruiz", sheet) as (_, found, _who):
        found.vitals[0].struck_at, found.vitals[0].struck_reason = now(), "wrong patient"
    (change,) = college.asking(sheet, steps.changes)
    assert (change.before, change.after) == ("recorded", "struck: wrong patient")


def test_a_reason_for_an_absent_value_and_a_negative_are_changes():
    then, after = build.sheet(), build.sheet()
    after.history.absent = {**after.history.absent, "last_oral_intake": "unable_to_complete"}
    after.incident.absent = {"county": "not_applicable"}
    labels = {one.label: one.after for one in compare(freeze(then), freeze(after))}
    assert labels["County"] == "Not applicable"


def test_renaming_a_crew_member_changes_the_crew_and_not_their_acts():
    then, after = build.sheet(), build.sheet()
    after.crew[0].member = "R. Alder-Quist"
    assert [str(one.anchor) for one in compare(freeze(then), freeze(after))] == [f"crew-{build.MEDIC}-member"]


def test_an_entry_that_is_gone_is_a_change():
    then, after = build.sheet(), build.sheet()
    after.vitals = after.vitals[:1]
    (change,) = compare(freeze(then), freeze(after))
    assert change.after == ""
    assert "Heart rate 84 /min" in change.before


def test_a_frozen_revision_keeps_values_reasons_strikes_and_verdicts(college):
    made = build.sheet()
    made.interventions[0].verdict = KeptVerdict(verdict="permitted")
    made.vitals[0].struck_at, made.vitals[0].struck_reason = now(), "typo"
    parts = {(part["section"], part["entry"]): part for part in freeze(made)["parts"]}
    assert parts["interventions", build.ASPIRIN]["verdict"] == {"verdict": "permitted"}
    assert parts["interventions", build.ASPIRIN]["fields"]["dose"] == {"value": 324.0, "words": "324"}
    assert parts["vitals", build.FIRST]["struck"] == "typo"
    assert parts["history", ""]["fields"]["home_medications"] == {
        "why": "none_reported",
        "words": "None reported",
    }


# Comments -------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "anchor",
    ["", "nothing", "incident-nothing", "vitals-" + "0" * 32, "vitals-" + "0" * 32 + "-systolic", "incident--unit",
     "incident-unit-x", "<script>", "crew-../../etc", "history-chief_complaint\x00"],
)  # fmt: skip
def test_a_comment_needs_a_place_that_is_on_the_sheet(college, anchor):
    sheet = college.submitted()
    with college.acting("teacher", sheet) as (session, found, who):
        with pytest.raises(Refused, match="not on this sheet"):
            steps.write_comment(session, found, who, anchor=anchor, kind="improve", text="Here")
        assert steps.comments(session, found) == []


def test_an_entry_of_another_sheet_is_no_place(college):
    sheet, other = college.submitted(), college.submitted("okafor")
    entry = college.world.sheet(other).vitals[0].id
    with (
        college.acting("teacher", sheet) as (session, found, who),
        pytest.raises(Refused, match="not on this sheet"),
    ):
        steps.write_comment(session, found, who, anchor=f"vitals-{entry}-systolic", kind="improve", text="x")


@pytest.mark.parametrize(
    ("kind", "text", "sentence"),
    [
        ("praise", "x", "Choose what"),
        ("improve", "  ", "Write what"),
        ("improve", "x" * 1001, "Shorten the comment"),
    ],
)
def test_a_comment_says_something_of_a_known_kind(college, kind, text, sentence):
    sheet = college.submitted()
    with college.acting("teacher", sheet) as (session, found, who), pytest.raises(Refused, match=sentence):
        steps.write_comment(session, found, who, anchor="incident-unit", kind=kind, text=text)


def test_comments_are_written_on_submitted_sheets_by_their_reviewers_only(college):
    draft, sheet = college.sheet(), college.submitted()
    for login, where in (("teacher", draft), ("other_teacher", sheet), ("ruiz", sheet)):
        with college.acting(login, where) as (session, found, who), pytest.raises(Refused):
            steps.write_comment(session, found, who, anchor="incident-unit", kind="improve", text="x")


def test_the_trainee_reads_comments_once_the_sheet_is_returned(college):
    sheet = college.submitted()
    with college.acting("teacher", sheet) as (session, found, who):
        steps.write_comment(session, found, who, anchor="incident-unit", kind="well_done", text="Right away")
    assert college.asking(sheet, steps.comments_as_findings) == []
    assert college.asking(sheet, steps.published) == []
    take(college, "teacher", sheet, steps.give_back, "note")
    (finding,) = college.asking(sheet, steps.comments_as_findings)
    assert (str(finding.weight), str(finding.anchor), finding.message) == (
        "comment",
        "incident-unit",
        "Well done: \u2068Right away\u2069",
    )
    assert not finding.open


def test_the_comments_of_the_last_review_stand_at_the_fields(college):
    sheet = college.submitted()
    for text in ("first round", "second round"):
        with college.acting("teacher", sheet) as (session, found, who):
            steps.write_comment(session, found, who, anchor="incident-unit", kind="improve", text=text)
            steps.give_back(session, found, who, "note")
        take(college, "ruiz", sheet, steps.submit, [])
    assert [one.message for one in college.asking(sheet, steps.comments_as_findings)] == [
        "Improve: \u2068second round\u2069"
    ]
    assert [one.text for one in college.asking(sheet, steps.published)] == ["first round", "second round"]


def test_a_comment_is_changed_by_its_author_until_it_was_sent(college):
    sheet = college.submitted()
    with college.acting("teacher", sheet) as (session, found, who):
        number = steps.write_comment(
            session, found, who, anchor="incident-unit", kind="improve", text="Hmm"
        ).id
        steps.change_comment(session, found, who, number, kind="must_fix", text="Which unit?")
    with (
        college.acting("boss", sheet) as (session, found, who),
        pytest.raises(Refused, match="Only who wrote"),
    ):
        steps.delete_comment(session, found, who, number)
    take(college, "teacher", sheet, steps.give_back, "note")
    take(college, "ruiz", sheet, steps.submit, [])
    with (
        college.acting("teacher", sheet) as (session, found, who),
        pytest.raises(Refused, match="already read"),
    ):
        steps.delete_comment(session, found, who, number)
    assert [one.text for one in college.asking(sheet, steps.comments)] == ["Which unit?"]


def test_a_comment_of_another_sheet_is_not_reached_through_this_one(college):
    sheet, other = college.submitted(), college.submitted("okafor")
    with college.acting("teacher", other) as (session, found, who):
        number = steps.write_comment(
            session, found, who, anchor="incident-unit", kind="improve", text="Yours"
        ).id
    with (
        college.acting("teacher", sheet) as (session, found, who),
        pytest.raises(Refused, match="no longer there"),
    ):
        steps.delete_comment(session, found, who, number)


def test_comments_never_change_the_chart(college):
    sheet = college.submitted()
    before = college.asking(sheet, lambda _session, found: freeze(found))
    with college.acting("teacher", sheet) as (session, found, who):
        steps.write_comment(session, found, who, anchor="incident-unit", kind="must_fix", text="No")
        steps.give_back(session, found, who, "note")
    assert college.asking(sheet, lambda _session, found: freeze(found)) == before
