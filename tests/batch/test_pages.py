"""The page on which a class is printed: who opens it, what it counts, what it leads to."""

from __future__ import annotations

import pytest

from epcr.people.model import Classroom
from epcr.review import steps
from tests.batch import reading


def class_number(college, name):
    with college.world.database.read() as session:
        return session.query(Classroom).filter_by(name=name).one().id


def page(college, login="teacher", **query):
    return college.world.as_(login).open(
        "/print?" + "&".join(f"{key}={value}" for key, value in query.items())
    )


def printed(college, login="teacher", **query):
    answer = college.world.as_(login).client.get("/print/bundle", query_string=query)
    return reading.texts(answer.data) if answer.mimetype == "application/pdf" else answer


@pytest.mark.parametrize("path", ["/print", "/print/bundle", "/print/bundle?told=1"])
def test_trainees_do_not_find_it_and_visitors_are_asked_to_sign_in(college, path):
    college.submitted()
    assert college.world.as_("ruiz").client.get(path).status_code == 404
    assert college.world.app.test_client().get(path).status_code == 302


@pytest.mark.parametrize("path", ["/print", "/print/bundle"])
def test_a_class_of_somebody_else_is_not_found(college, path):
    college.submitted()
    evening, other = class_number(college, "Evening class"), class_number(college, "Other class")
    teacher = college.world.as_("teacher").client
    assert teacher.get(f"{path}?classroom={evening}").status_code == 200
    for number in (other, 999, 2**31 - 1):
        assert teacher.get(f"{path}?classroom={number}").status_code == 404
    assert college.world.as_("boss").client.get(f"{path}?classroom={evening}").status_code == 200


def test_only_sheets_of_ones_classes_are_printed(college):
    college.submitted("ruiz")
    college.submitted("stranger")
    college.submitted("okafor")
    assert "2 run sheets waiting for review" in page(college).words
    assert len(printed(college)) == 2
    assert len(printed(college, login="other_teacher")) == 1
    assert len(printed(college, login="boss")) == 3


def test_the_queues_filter_chooses_what_is_printed(college):
    college.submitted("ruiz")
    college.sheet("ruiz")
    given_back = college.submitted("okafor")
    with college.acting("teacher", given_back) as (session, found, who):
        steps.give_back(session, found, who, "note")
    for query, number, words in (
        ({}, 1, "1 run sheet waiting for review."),
        ({"state": "draft"}, 1, "1 run sheet being written."),
        ({"state": "returned"}, 1, "1 run sheet returned to trainees."),
        ({"state": ""}, 3, "3 run sheets in any state, by trainee."),
    ):
        assert words in page(college, **query).words
        assert len(printed(college, **query)) == number
    with college.world.database.read() as session:
        okafor = college.person(session, "okafor").id
    assert len(printed(college, state="", trainee=okafor)) == 1
    assert "DRAFT" in printed(college, state="draft")[0]


def test_the_queue_leads_here_with_what_it_was_narrowed_to_and_back(college):
    college.sheet("ruiz")
    queue = college.world.as_("teacher").open("/review?state=draft")
    here = queue.follow("Print or download these")
    assert here.address == "/print"
    assert "1 run sheet being written" in here.words
    assert here.value("State") == "Being written"
    assert "1 run sheet being written" in here.follow("Queue").words
    assert "Print or download these" not in college.world.as_("teacher").open("/review").words


def test_the_form_alone_downloads_the_file(college):
    college.submitted()
    answer = page(college).choose("Paper", "A4").submit("Prepare 1 run sheet").response
    assert answer.mimetype == "application/pdf"
    assert answer.headers["Content-Disposition"].startswith("attachment; filename=")
    assert answer.headers["Cache-Control"] == "no-store"
    found = page(college).choose("As", "zip").submit("Prepare 1 run sheet").response
    assert found.mimetype == "application/zip"
    assert found.headers["Content-Disposition"].endswith(".zip")


def test_where_nothing_answers_the_page_says_so(college):
    college.sheet()
    assert "No run sheet matches" in page(college).words
    answer = college.world.as_("teacher").client.get("/print/bundle")
    assert answer.status_code == 303
    assert answer.headers["Location"] == "/print"
    college.submitted("okafor")
    assert "Prepare" in page(college).words


@pytest.mark.parametrize(
    "query",
    [
        "document=x&paper=x&as=x",
        "state=x",
        "classroom=x",
        "trainee=99999999999999999999",
        "scenario=%00",
        "told=2",
    ],
)
def test_an_odd_address_asks_for_the_usual(college, query):
    college.submitted()
    assert college.world.as_("teacher").client.get(f"/print?{query}").status_code == 200
    answer = college.world.as_("teacher").client.get(f"/print/bundle?{query}")
    assert answer.status_code in {200, 303}
