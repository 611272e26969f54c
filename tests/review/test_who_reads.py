"""Queue and desk say who else is at a sheet since when, and are silent once that is long ago."""

import re
from datetime import timedelta

import pytest
from sqlalchemy.exc import OperationalError

from epcr.db import now
from epcr.people.model import Classroom
from epcr.review import steps
from epcr.review.model import Step
from epcr.review.reading import NOTED_EVERY, SILENT_AFTER, DeskReading
from tests.review.college import College


@pytest.fixture
def college(world_on_either):
    return College(world_on_either)


def said(page):
    return [" ".join(tag.get_text(" ").split()) for tag in page.html.select(".who-reads")]


def queue(college, login):
    return college.world.as_(login).open("/review")


def test_whoever_opens_the_desk_is_named_to_the_other_on_queue_and_desk_and_not_to_themselves(college):
    sheet = college.submitted()
    college.desk(sheet)
    for page in (queue(college, "boss"), college.desk(sheet, "boss")):
        (line,) = said(page)
        assert re.fullmatch(r"Toni Teacher started reading it (just now|\d min ago)", line)
    assert said(queue(college, "teacher")) == said(college.desk(sheet)) != []
    assert "Bo Boss" in said(college.desk(sheet))[0]


def test_reading_is_no_step_and_the_trainee_can_still_withdraw(college):
    sheet = college.submitted()
    college.desk(sheet)
    assert not college.asking(sheet, steps.opened)
    assert "Withdrawn." in college.world.page(sheet, "check").submit("Withdraw to change it").words


def test_who_began_the_review_is_named_for_as_long_as_it_goes_on(college):
    sheet = college.submitted()
    college.desk(sheet).submit("Begin review")
    with college.world.database.write("x") as session:
        session.query(DeskReading).delete()
        began = session.query(Step).filter_by(kind="opened").one()
        began.at = now() - timedelta(days=2)
    (line,) = said(queue(college, "boss"))
    assert line.startswith("Toni Teacher started reviewing it ")
    with college.acting("teacher", sheet) as (session, found, who):
        steps.give_back(session, found, who, "More")
    assert said(college.world.as_("boss").open("/review?state=")) == []


def test_how_long_ago_is_said_so_that_no_clock_of_a_call_is_taken_for_it(college):
    with college.world.database.write("x") as session:
        session.query(Classroom).filter_by(name="Evening class").one().zone = "Pacific/Kiritimati"
    sheet = college.submitted()
    college.desk(sheet)
    (line,) = said(queue(college, "boss"))
    assert re.search(r"(just now|\d min ago)$", line)
    assert not re.search(r"\d\d:\d\d", line)


def test_a_desk_that_was_left_open_says_nothing_after_a_while(college):
    sheet = college.submitted()
    college.desk(sheet)
    with college.world.database.write("x") as session:
        session.query(DeskReading).one().at = now() - SILENT_AFTER - timedelta(minutes=1)
    assert said(queue(college, "boss")) == []


def test_the_same_desk_opened_again_goes_on_since_then_and_writes_nothing_new(college):
    sheet = college.submitted()
    college.desk(sheet)
    with college.world.database.write("x") as session:
        one = session.query(DeskReading).one()
        one.since = one.at = now() - NOTED_EVERY + timedelta(minutes=2)
        at = one.at
    college.desk(sheet)
    with college.world.database.write("x") as session:
        one = session.query(DeskReading).one()
        assert one.at == at
        one.at = at - NOTED_EVERY
    college.desk(sheet)
    with college.world.database.read() as session:
        one = session.query(DeskReading).one()
        assert one.at > at
        assert one.since == at


def test_whoever_goes_on_to_the_next_sheet_reads_that_one(college):
    first, second = college.submitted(), college.submitted("okafor")
    college.desk(first)
    college.desk(second)
    assert said(college.desk(first, "boss")) == []
    assert len(said(college.desk(second, "boss"))) == 1


def test_whoever_decided_reads_no_longer(college):
    sheet = college.submitted()
    college.desk(sheet).fill("What should they fix?", "More").submit("Return it")
    with college.world.database.read() as session:
        assert session.query(DeskReading).count() == 0


def test_a_draft_that_is_read_along_is_nobodys(college):
    sheet = college.sheet()
    college.desk(sheet)
    assert said(college.desk(sheet, "boss")) == []


def test_a_sheet_that_was_taken_back_is_read_by_nobody(college):
    sheet = college.submitted()
    college.desk(sheet)
    with college.acting("ruiz", sheet) as (session, found, who):
        steps.withdraw(session, found, who)
    assert said(college.desk(sheet, "boss")) == []
    assert said(college.world.as_("boss").open("/review?state=")) == []


def test_a_desk_is_shown_where_nobody_can_write_down_who_reads_it(college, monkeypatch):
    sheet = college.submitted()
    college.desk(sheet)
    monkeypatch.setattr("epcr.review.routes.is_noted", lambda *_: False)

    def refuses(*_):
        raise OperationalError("INSERT", None, Exception("database is locked"))

    monkeypatch.setattr("epcr.review.routes.note_reading", refuses)
    assert college.desk(sheet).status == 200
