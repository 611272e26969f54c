"""The pages of a rehearsal as values: how far each came, and how it went so far in a line."""

import pytest

from epcr.rehearsal.model import Rehearsal
from epcr.rehearsal.view import NOT_REMEMBERED, in_short, question_page, score
from tests import build

ASKED = [{"text": "Who?", "options": ["A", "B", "C", "D"]}] * 6


def rehearsal(**told):
    return Rehearsal(**{"listener": "Kim Vale", "attempt": 1, "questions": ASKED, **told})


@pytest.mark.parametrize(
    ("told", "words"),
    [
        ({}, "not spoken to the end"),
        ({"spoken_seconds": 40}, "not answered yet"),
        ({"spoken_seconds": 40, "score": 0}, "0 of 6"),
        ({"spoken_seconds": 40, "score": 5}, "5 of 6"),
    ],
)
def test_how_far_a_rehearsal_came(told, words):
    assert score(rehearsal(**told)) == words


def test_how_it_went_so_far_tells_the_newest():
    newest, first = rehearsal(spoken_seconds=40, score=5), rehearsal()
    assert in_short([]) is None
    assert in_short([first]).words == "Rehearsed once: not spoken to the end with"
    assert in_short([newest, first]).words == "Rehearsed 2 times, last 5 of 6 with"
    assert in_short([newest, first]).listener == "Kim Vale"


def test_what_was_chosen_stands_there_again_and_not_remembering_stands_last(college):
    with college.world.app.test_request_context():
        page = question_page(
            build.injured_sheet(), rehearsal(), {1: "2", 2: NOT_REMEMBERED, 3: ""}, unanswered=[3]
        )
    chosen = [[one.value for one in line.options if one.chosen] for line in page.questions]
    assert chosen == [["2"], [NOT_REMEMBERED], [], [], [], []]
    assert {line.options[-1].value for line in page.questions} == {NOT_REMEMBERED}
    assert [line.number for line in page.questions if line.unanswered] == [3]
