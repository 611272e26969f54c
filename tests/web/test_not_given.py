"""An intervention that was deliberately not given stands in the list with its reason, whose brackets are whole."""

import pytest

from epcr.sheet.absent import source_of
from epcr.sheet.run_sheet import RunSheet
from tests import build


def line_of(world, **values):
    """The words of the mark beside the name, on the page of a sheet with such an intervention."""
    sheet = world.begin()
    with world.database.write("ruiz") as session:
        build.with_intervention(session.get_one(RunSheet, sheet), **values)
    return [mark.get_text() for mark in world.page(sheet, "interventions").html.select(".not-given")]


@pytest.mark.parametrize(
    ("values", "line"),
    [
        ({"item": "aspirin_po"}, "not given: refused"),
        ({"item": "airway_opa"}, "not given: refused"),  # its own name has brackets
        ({"item": "other_medication", "other_name": "Tea (green)"}, "not given: refused"),
    ],
)
def test_a_list_says_why_an_intervention_was_not_given(world, values, line):
    assert line_of(world, absent={"item": "refused"}, **values) == [line]


def test_who_told_it_stands_in_brackets_of_its_own(world):
    absent = {"item": "refused", source_of("item"): "the daughter"}
    assert line_of(world, item="aspirin_po", absent=absent) == ["not given: refused (the daughter)"]


def test_nothing_of_the_kind_stands_at_what_was_given(world):
    assert line_of(world, item="aspirin_po") == []
