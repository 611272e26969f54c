"""An act that was outside scope and was changed into it leaves a trace where the instructor looks."""

from __future__ import annotations

import re

import pytest

from epcr.review import steps
from tests.page import Page
from tests.review.college import College
from tests.world import World

IV = "IV access, peripheral"
TRACE = re.compile(r"first entered as EMT, outside scope; changed to Okafor \(Paramedic\) at \d\d:\d\d")


def iv_by(world: World, sheet: str, performer: str) -> Page:
    """An IV line saved through its form, and its page then."""
    page = world.page(sheet, "interventions").choose("Intervention", IV).choose("Performed by", performer)
    return page.fill("Time performed", "1710").fill("Attempts", "1").save()


@pytest.fixture
def sheet(world: World) -> str:
    """A sheet by an EMT, with a paramedic on the crew."""
    begun = world.begin()
    crew = world.page(begun, "crew").fill("Crew member", "Okafor")
    crew.choose("Certification level on this call", "Paramedic").save()
    return begun


def changed_to(world: World, sheet: str, performer: str) -> None:
    """The performer of the last act, changed in its form."""
    act = world.entry(sheet, "interventions")
    world.page(sheet, "interventions", query=f"?entry={act}").choose("Performed by", performer).save()


def submitted(world: World, sheet: str) -> College:
    college = College(world)
    with college.acting("ruiz", sheet) as (session, kept, who):
        steps.submit(session, kept, who, [])
    return college


def test_a_changed_performer_is_told_at_the_queue_and_on_the_desk(world, sheet):
    iv_by(world, sheet, "Dana Ruiz (EMT)")
    changed_to(world, sheet, "Okafor (Paramedic)")
    college = submitted(world, sheet)
    queue = world.as_("teacher").open("/review")
    assert "1 changed into scope" in queue.words
    assert TRACE.search(queue.words)
    desk = college.desk(sheet)
    assert TRACE.search(desk.words)
    act = world.entry(sheet, "interventions")
    assert desk.html.select_one(f'#found-title ~ ul a[href="#interventions-{act}"]')
    assert desk.html.find(id=f"interventions-{act}")


def test_an_act_that_was_in_scope_from_the_first_leaves_none(world, sheet):
    iv_by(world, sheet, "Okafor (Paramedic)")
    college = submitted(world, sheet)
    assert "first entered" not in college.desk(sheet).words
    assert "changed into scope" not in world.as_("teacher").open("/review").words


def test_an_act_that_is_outside_scope_again_is_told_as_that_alone(world, sheet):
    iv_by(world, sheet, "Dana Ruiz (EMT)")
    changed_to(world, sheet, "Okafor (Paramedic)")
    changed_to(world, sheet, "Dana Ruiz (EMT)")
    college = submitted(world, sheet)
    assert "first entered" not in college.desk(sheet).words
    assert "1 changed into scope" not in world.as_("teacher").open("/review").words


def test_what_else_brought_it_into_scope_is_named(world, sheet):
    """Another level of the same person: nothing of the act itself was changed."""
    iv_by(world, sheet, "Dana Ruiz (EMT)")
    me = world.sheet(sheet).crew[0].id
    world.page(sheet, "crew", query=f"?entry={me}").choose(
        "Certification level on this call", "Paramedic"
    ).save()
    words = submitted(world, sheet).desk(sheet).words
    assert re.search(r"first entered as EMT, outside scope; (in scope|changed)", words)
