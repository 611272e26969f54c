"""Whoever was overtaken by another instructor finds what was typed, at its field or on the page about it."""

from tests.class_rules.rules import saved, versions, way
from tests.class_rules.test_pages import cell_page, history


def test_a_reason_typed_while_somebody_was_faster_stands_in_its_field_and_can_be_sent_again(world, begun):
    _, name = begun
    saved(world, name, "iv_access", {"EMT": [way()]})
    page = history(world, begun).fill("Why it is taken back", "It was wrong")
    saved(world, name, "aspirin_po", {"EMR": [way("no")]})
    page = page.submit("Take it back")
    assert page.status == 409
    field = page.html.find("input", id="reason")
    assert field["value"] == "It was wrong"
    page.form = field.find_parent("form")
    page.submit("Take it back")
    assert len(versions(world, name)) == 4


def test_a_way_that_is_gone_prints_the_reason_that_was_typed_for_it(world, begun):
    _, name = begun
    saved(world, name, "iv_access", {"EMT": [way(age_from=18.0), way(age_from=12.0)]})
    page = cell_page(world, begun, query="?level=EMT&way=2&remove=1").fill("Why", "Two are too many")
    saved(world, name, "iv_access", {"EMT": [way()]})
    refused = page.submit("Take it out")
    assert refused.status == 409
    assert "that way is no longer in it" in refused.words
    assert "Two are too many" in refused.words
