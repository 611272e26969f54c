"""A trainee's home: first what needs the trainee, a page at a time; an empty sheet can be removed there, and that is kept."""

import re
from datetime import timedelta

import pytest
from sqlalchemy import select

from epcr.db import now
from epcr.people.model import Person
from epcr.review import steps
from epcr.review.model import Kind, Step
from epcr.sheet.run_sheet import RunSheet
from epcr.web.own_sheets import PER_PAGE
from tests import build
from tests.review.college import give_new_ids
from tests.statements import listening


def kept(world, *led_to, age=0):
    """A sheet begun so many days ago, with these steps taken by whoever takes them; its id."""
    with world.database.write("the tests") as session:
        who = {person.login: person for person in session.scalars(select(Person))}
        made = build.sheet(trainee_id=who["ruiz"].id, classroom_id=who["ruiz"].classrooms[0].id)
        made.created_at = now() - timedelta(days=age)
        give_new_ids(made)
        session.add(made)
        session.flush()
        for step in led_to:
            if step == "submit":
                steps.submit(session, made, who["ruiz"], ())
                steps.open_for_review(session, made, who["teacher"])
            elif step == "return":
                steps.give_back(session, made, who["teacher"], "Write the times.")
            else:
                steps.accept(session, made, who["teacher"])
        return made.id


def listed(page):
    """The numbers of the sheets that a page lists, in their order."""
    return [re.search(r"\w{4}(?= · rev)", row.get_text())[0] for row in page.html.select("tbody tr")]


def number(sheet):
    return sheet[:4].upper()


def test_what_needs_the_trainee_comes_first_whenever_it_was_begun(world):
    accepted, submitted = kept(world, "submit", "accept"), kept(world, "submit", age=1)
    drafts = [kept(world, age=days) for days in (2, 3)]
    returned = kept(world, "submit", "return", age=9)
    assert listed(world.as_("ruiz").open("/")) == [
        number(one) for one in (returned, *drafts, submitted, accepted)
    ]


def test_a_page_lists_so_many_and_leads_to_the_others(world):
    every = [number(kept(world, age=days)) for days in range(PER_PAGE + 3)]
    trainee = world.as_("ruiz")
    first = trainee.open("/")
    assert listed(first) == every[:PER_PAGE]
    assert "Page 1 of 2" in first.words
    [way] = first.html.select("nav[aria-label='Pages of the list'] a")
    second = trainee.open(way["href"])
    assert listed(second) == every[PER_PAGE:]
    assert [way.get_text() for way in second.html.select("nav[aria-label='Pages of the list'] a")] == [
        "Previous"
    ]


@pytest.mark.parametrize("asked", ["0", "-3", "99", "two"])
def test_a_page_that_is_not_there_is_the_nearest_one(world, asked):
    sheet = kept(world)
    assert listed(world.as_("ruiz").open(f"/?page={asked}")) == [number(sheet)]


def test_an_empty_sheet_is_removed_and_its_step_is_kept(world):
    written, empty = world.begin(), world.begin()
    world.page(written, "patient").fill("Last name", "Vole").save()
    home = world.as_("ruiz").open("/")
    assert len(home.html.select("details.removing")) == 1
    after = home.submit("Remove this empty sheet")
    assert listed(after) == [number(written)]
    with world.database.read() as session:
        assert session.get(RunSheet, empty).discarded_at is not None
        assert session.scalars(select(Step.kind).where(Step.run_sheet_id == empty)).all() == [Kind.DISCARDED]


def test_nothing_is_removed_that_was_written_meanwhile(world):
    empty = world.begin()
    home = world.as_("ruiz").open("/")
    world.page(empty, "patient").fill("Last name", "Vole").save()
    home.submit("Remove this empty sheet")
    assert world.sheet(empty).discarded_at is None
    assert not world.as_("ruiz").open("/").html.select("details.removing")


def test_a_long_list_is_read_in_as_many_statements_as_a_short_one(world):
    trainee = world.as_("ruiz")
    counted = []
    for many in (1, 2 * PER_PAGE):
        for _ in range(many):
            kept(world)
        with listening(world.database.engine) as heard:
            page = trainee.open("/")
        counted.append(len(heard.sent))
    assert counted[0] == counted[1] <= 9
    assert len(page.html.select("tbody tr")) == PER_PAGE
