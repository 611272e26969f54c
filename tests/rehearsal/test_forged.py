"""Whoever has no part in a sheet meets nothing of its rehearsals, and nobody gets a score by sending what no page sends."""

import pytest

from epcr.rehearsal.model import Rehearsal


@pytest.mark.parametrize("login", ["okafor", "stranger", "other_teacher"])
def test_the_rehearsals_of_somebody_elses_sheet_are_not_found(college, login):
    sheet = college.sheet()
    college.questions(sheet)
    visitor = college.world.as_(login).client
    for path in ("", "/1"):
        assert visitor.get(f"/sheets/{sheet}/rehearsals{path}").status_code == 404
    begun = college.post(login, f"/sheets/{sheet}/rehearsals", listener="X", seconds="60", number="2")
    spoken = college.post(login, f"/sheets/{sheet}/rehearsals/1/spoken")
    answers = college.post(login, f"/sheets/{sheet}/rehearsals/1/answers", **all_of("0"))
    assert [one.status_code for one in (begun, spoken, answers)] == [404, 404, 404]
    assert len(college.all_stored(sheet)) == 1
    assert college.stored(sheet).score is None


def all_of(value):
    return {f"question-{number}": value for number in range(1, 7)}


def test_answers_to_a_rehearsal_of_another_sheet_are_not_found(college):
    rehearsed, other = college.sheet(), college.sheet()
    college.questions(rehearsed)
    assert college.post("ruiz", f"/sheets/{other}/rehearsals/1/answers", **all_of("0")).status_code == 404
    assert college.post("ruiz", f"/sheets/{other}/rehearsals/1/spoken").status_code == 404
    assert college.world.as_("ruiz").client.get(f"/sheets/{other}/rehearsals/1").status_code == 404
    assert college.stored(rehearsed).score is None


@pytest.mark.parametrize("number", ["0", "2", "99", "2147483647", "2147483648", "-1", "x", "9" * 40, "1.0"])
def test_a_rehearsal_that_there_is_not_is_not_found(college, number):
    sheet = college.sheet()
    college.questions(sheet)
    assert college.world.as_("ruiz").client.get(f"/sheets/{sheet}/rehearsals/{number}").status_code == 404
    answer = college.post("ruiz", f"/sheets/{sheet}/rehearsals/{number}/answers", **all_of("0"))
    assert answer.status_code == 404


@pytest.mark.parametrize("value", ["4", "-1", "00", "1.0", "right", "٣", "9" * 5000, "", " 1", "\x00"])
def test_a_choice_that_was_not_offered_is_no_answer(college, value):
    sheet = college.sheet()
    college.questions(sheet)
    answer = college.post("ruiz", f"/sheets/{sheet}/rehearsals/1/answers", **all_of(value))
    assert answer.status_code == 422
    assert college.stored(sheet).score is None


def test_answers_before_the_speaker_has_ended_do_not_count(college):
    sheet = college.sheet()
    college.begin(sheet)
    answer = college.post("ruiz", f"/sheets/{sheet}/rehearsals/1/answers", **all_of("0"))
    assert answer.status_code == 303
    assert college.stored(sheet).score is None
    assert "The speaker has not ended yet." in college.start(sheet).words


def test_a_score_or_a_time_of_ones_own_is_not_taken(college):
    sheet = college.sheet()
    college.begin(sheet)
    forged = {"score": "6", "spoken_seconds": "60", "right": "0", "questions": "[]", "attempt": "7"}
    college.post("ruiz", f"/sheets/{sheet}/rehearsals/1/spoken", **forged)
    college.post("ruiz", f"/sheets/{sheet}/rehearsals/1/answers", **all_of("none"), **forged)
    one = college.stored(sheet)
    assert (one.score, one.number_of_questions, one.attempt) == (0, 6, 1)
    assert one.spoken_seconds < 60


@pytest.mark.parametrize(
    ("seconds", "number"), [("61", "1"), ("", "1"), ("9" * 30, "1"), ("-60", "1"), ("6e1", "x"), ("٦٠", "1")]
)
def test_a_time_that_was_not_offered_begins_nothing(college, seconds, number):
    sheet = college.sheet()
    answer = college.post(
        "ruiz", f"/sheets/{sheet}/rehearsals", listener="Kim", seconds=seconds, number=number
    )
    assert answer.status_code == 422
    assert college.all_stored(sheet) == []


@pytest.mark.parametrize("number", ["", "x", "999999999", "-1", "0"])
def test_an_odd_number_of_the_form_begins_the_next_one(college, number):
    sheet = college.sheet()
    college.post("ruiz", f"/sheets/{sheet}/rehearsals", listener="Kim", seconds="60", number=number)
    assert [one.attempt for one in college.all_stored(sheet)] == [1]


def test_a_name_that_is_markup_is_shown_as_it_was_typed(college):
    sheet = college.sheet()
    page = college.begin(sheet, listener="<b>Kim</b>\u202e")
    page = page.submit("Done speaking")
    assert page.html.h1.get_text() == "<b>Kim</b>, what do you remember?"


def test_a_stored_rehearsal_cannot_be_deleted_or_rewritten(college):
    sheet = college.sheet()
    college.answered(college.questions(sheet), sheet, right=3)
    with (
        pytest.raises(RuntimeError, match="cannot be deleted"),
        college.acting("ruiz", sheet) as (session, _, _who),
    ):
        session.delete(session.query(Rehearsal).one())
    for name, value in (("score", 6), ("spoken_seconds", 1)):
        with (
            pytest.raises(RuntimeError, match="never changes"),
            college.acting("ruiz", sheet) as (session, _, _who),
        ):
            setattr(session.query(Rehearsal).one(), name, value)
    assert college.stored(sheet).score == 3


def test_no_page_of_a_rehearsal_is_kept_by_the_browser(college):
    sheet = college.sheet()
    college.questions(sheet)
    answer = college.world.as_("ruiz").client.get(f"/sheets/{sheet}/rehearsals/1")
    assert answer.headers["Cache-Control"] == "no-store"


def test_a_discarded_sheet_has_no_rehearsals(college):
    sheet = college.world.begin()
    college.post("ruiz", f"/sheets/{sheet}/discard")
    assert college.world.as_("ruiz").client.get(f"/sheets/{sheet}/rehearsals").status_code == 404
