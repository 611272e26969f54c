"""A rule that asks how the patient was: the sheet says where to tell it, and the verdict follows what is told."""

from __future__ import annotations

import pytest

from tests.class_rules.conftest import copied
from tests.class_rules.rules import saved, way
from tests.web.test_scope_in_the_form import start_iv
from tests.web.test_then_and_now import change


@pytest.fixture
def asking(world):
    """The class's own rules, by which an EMT places a line in the apneic patient alone."""
    _, name = copied(world, "us-national-2019")
    saved(world, name, "iv_access", {"EMT": [way(findings=["apneic"], control="unreachable")]})
    change(world, ruleset=name)
    return name


def verdict(world, sheet):
    return world.sheet(sheet).interventions[0].verdict


def unreached(world, sheet, page):
    page.choose("Authorized by", "Standing order, medical control could not be reached").save()
    return world.page(sheet, "interventions")


def breathing(world, sheet, rate, at="1705"):
    world.page(sheet, "vitals").fill("Time taken", at).fill("Respiratory rate", rate).save()


def opened(world, sheet):
    return world.page(sheet, "interventions", query=f"?entry={world.entry(sheet, 'interventions')}")


def test_the_form_says_where_to_tell_how_the_patient_was(world, asking):
    sheet, _ = start_iv(world)
    assert verdict(world, sheet).layer == "order"
    page = unreached(world, sheet, opened(world, sheet))
    assert verdict(world, sheet).missing == ("patient.apneic",)
    assert "Say whether the patient was breathing: the rule depends on it" in page.words
    (link,) = [
        one for one in page.html.select("a") if "Record the breathing in a vital-sign set" in one.get_text()
    ]
    assert link["href"].endswith("primary#primary-breathing_effort")


@pytest.mark.parametrize(
    ("rate", "at", "word"),
    [("0", "1705", "permitted"), ("12", "1705", "not_permitted"), ("0", "1711", "cannot_judge")],
)
def test_the_verdict_follows_the_vital_signs_before_the_act(world, asking, rate, at, word):
    sheet, _ = start_iv(world)
    unreached(world, sheet, opened(world, sheet))
    breathing(world, sheet, rate, at)
    assert verdict(world, sheet).verdict == word
    page = world.page(sheet, "interventions")
    if word == "not_permitted":
        assert "The patient must be apneic; this patient was breathing" in page.words


def test_by_rules_that_do_not_ask_no_verdict_waits_for_a_vital_sign(world):
    sheet, _ = start_iv(world)
    given = verdict(world, sheet)
    breathing(world, sheet, "0")
    assert verdict(world, sheet) == given
