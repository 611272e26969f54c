"""What is worked out beside what was entered: in short on one line, with its source when opened, and anew when a value is saved."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from epcr import create_app
from epcr.config import Settings
from epcr.scenarios.demo import ACCOUNTS
from tests.browser.axe import violations
from tests.browser.keying import signed_in
from tests.browser.serving import serving
from tests.copied import copy_into
from tests.demo_class import demo_of_today

FALLING, FALLEN = "e02be1175ac8", "ec0a757a7e8c"  # the draft of a trainee, and a sheet that was submitted


@pytest.fixture(scope="module")
def college(tmp_path_factory):
    """Where the demo class is served, and the passwords by login."""
    database = f"sqlite:///{tmp_path_factory.mktemp('worked') / 'demo.sqlite'}"
    app = create_app(Settings(database, "secret of the tests", testing=True))
    opened = app.extensions["epcr.database"]
    copy_into(opened, demo_of_today)
    with serving(app) as address:
        yield address, {account.login: account.password for account in ACCOUNTS}
    opened.engine.dispose()


@pytest.mark.parametrize("width", [390, 820, 1440])
def test_scores_and_triage_stand_folded_on_their_pages(college, new_tab, pictured, width):
    address, passwords = college
    tab = new_tab(width=width, height=1000)
    signed_in(tab, address, "medic", passwords["medic"])
    for slug, words, source in (
        (
            "vitals",
            "NEWS2: needs temperature; Shock index 1.30; Mean arterial pressure 71 mmHg",
            "Royal College",
        ),
        ("injury", "Suggested field triage Red, high risk", "American College of Surgeons, 2021"),
    ):
        tab.goto(f"{address}/sheets/{FALLING}/{slug}")
        panel = tab.locator("details.worked")
        expect(panel).to_contain_text(words)
        panel.scroll_into_view_if_needed()
        pictured(tab, f"worked-{slug}-{width}")
        panel.locator("summary").click()
        expect(panel.get_by_text(source)).to_be_visible()
        panel.scroll_into_view_if_needed()
        pictured(tab, f"worked-{slug}-{width}-open")
        assert violations(tab) == []
        assert tab.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_a_score_is_worked_out_anew_when_a_value_is_saved(college, tab):
    address, passwords = college
    signed_in(tab, address, "medic", passwords["medic"])
    tab.goto(f"{address}/sheets/{FALLING}/vitals")
    tab.locator(".vitals-grid thead a").first.click()
    panel = tab.locator("details.worked")
    panel.locator("summary").click()
    tab.get_by_label("Temperature", exact=True).fill("98.2")
    tab.get_by_label("Heart rate", exact=True).focus()
    expect(panel.get_by_text("NEWS2 7, high risk").first).to_be_attached()
    expect(panel).to_have_attribute("open", "")


@pytest.mark.parametrize("width", [390, 820, 1440])
def test_the_desk_has_each_set_and_the_triage(college, new_tab, pictured, width):
    address, passwords = college
    tab = new_tab(width=width, height=1000)
    signed_in(tab, address, "instructor", passwords["instructor"])
    tab.goto(f"{address}/review/{FALLEN}")
    part = tab.locator("section", has=tab.get_by_role("heading", name="Worked out from the sheet"))
    expect(part.locator("summary").first).to_contain_text("at 14:17")
    part.locator("summary").first.click()
    expect(part.get_by_text("Royal College of Physicians").first).to_be_visible()
    part.scroll_into_view_if_needed()
    pictured(tab, f"worked-desk-{width}")
    assert violations(tab) == []
    assert tab.evaluate("document.documentElement.scrollWidth <= innerWidth")
