"""The draft of the handoff as a start for one's own words."""

import pytest

from tests import build
from tests.browser.serving import serving
from tests.world import PASSWORD


@pytest.fixture
def handoff(world, tab):
    """The handoff page of a sheet whose onset nobody documented, in a tab."""
    sheet = build.sheet()
    sheet.history.onset = sheet.history.last_known_well = None
    kept = world.keep(sheet)
    with serving(world.app) as address:
        tab.goto(f"{address}/sign-in?next=/sheets/{kept}/handoff")
        tab.get_by_label("Login").fill("ruiz")
        tab.get_by_label("Password").fill(PASSWORD)
        tab.get_by_role("button", name="Sign in").click()
        tab.wait_for_load_state()
        yield tab


def test_what_is_not_documented_yet_is_not_taken_from_the_draft(handoff):
    draft = handoff.locator("[data-draft='handoff-recommendation']")
    assert "Needs NOT DOCUMENTED" in draft.inner_text()
    handoff.get_by_role("button", name="Start from the draft of recommendation").click()
    taken = handoff.get_by_label("Recommendation", exact=True).input_value()
    assert "NOT DOCUMENTED" not in taken
    assert "Last doses" in taken


def test_the_parts_of_the_coma_scale_are_offered_in_one_order(handoff):
    here = handoff.url.rsplit("/", 1)[0]
    orders = []
    for slug, choice in (
        ("primary", "input[type=radio]:not([value=''])"),
        ("vitals", "option:not([value=''])"),
    ):
        handoff.goto(f"{here}/{slug}")
        for part in ("eye", "verbal", "motor"):
            found = handoff.locator(f"[id$='-gcs_{part}'] {choice}")
            orders.append([one.get_attribute("value") for one in found.all()])
    assert orders[:3] == orders[3:]
    assert orders[0] == ["4", "3", "2", "1"]
