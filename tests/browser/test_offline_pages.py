"""Pages with no network: what a device keeps, for whom, and what it shows in place of the rest."""

from __future__ import annotations

import pytest
from playwright.sync_api import Locator, Page, expect

from tests import build
from tests.browser.axe import violations
from tests.browser.device import kept, until
from tests.browser.keying import sign_in, unfolded
from tests.world import PASSWORD

STATE = "[data-save-state]"
OTHER = "0" * 32  # a sheet that was never open here
SECTIONS = (
    "incident",
    "crew",
    "patient",
    "vitals",
    "interventions",
    "exam",
    "narrative",
    "handoff",
    "signatures",
    "call",
    "check",
)


SIGN_IN_BY_SCRIPT = """async (login) => {
  const page = new DOMParser().parseFromString(await (await fetch("/sign-in")).text(), "text/html");
  const form = new FormData(page.querySelector("form[data-signs-in]"));
  form.set("login", login);
  form.set("password", "correct horse battery");
  return (await fetch("/sign-in", { method: "POST", body: new URLSearchParams(form) })).status;
}"""
PAGES_KEPT = """async () => {
  const pages = [];
  for (const name of (await caches.keys()).filter((one) => one.startsWith("epcr-pages"))) {
    for (const { url } of await (await caches.open(name)).keys()) pages.push(url);
  }
  return pages;
}"""


def pages_kept(tab: Page) -> list[str]:
    return tab.evaluate(PAGES_KEPT)


@pytest.fixture
def sheet(world):
    return world.keep(build.sheet())


@pytest.fixture
def tab(new_tab):
    return new_tab(service_workers="allow")


def opened(tab: Page, network, sheet: str, login: str = "ruiz") -> None:
    """Signed in, the sheet opened once, and all of it kept."""
    sign_in(tab, network.address, login, PASSWORD)
    tab.goto(f"{network.address}/sheets/{sheet}/call")
    kept(tab)


def city(tab: Page) -> Locator:
    return unfolded(tab).get_by_label("City", exact=True)


def sent(tab: Page) -> None:
    expect(tab.locator(STATE)).to_contain_text("Saved ", timeout=45_000)
    expect(tab.locator(STATE)).not_to_have_attribute("data-dirty", "")


def test_every_page_of_a_sheet_that_was_open_here_opens_without_a_network(tab, network, sheet):
    opened(tab, network, sheet)
    network.cut()
    for slug in SECTIONS:
        tab.goto(f"{network.address}/sheets/{sheet}/{slug}")
        expect(tab.locator("[data-kept-page]")).to_contain_text("No network. This page is as it was at")
        expect(tab.locator("h1")).to_have_count(1)
    tab.goto(f"{network.address}/")
    expect(tab.get_by_role("heading", name="My run sheets")).to_be_visible()
    tab.goto(f"{network.address}/sheets/{sheet}/vitals?entry={build.FIRST}")
    expect(tab.get_by_label("Systolic blood pressure", exact=True)).not_to_have_value("")


def test_what_is_not_kept_says_what_to_do(tab, network, sheet):
    opened(tab, network, sheet)
    network.cut()
    tab.goto(f"{network.address}/sheets/{OTHER}/vitals")
    expect(tab.get_by_role("heading", name="No network, and this page is not kept here")).to_be_visible()
    tab.get_by_role("link", name="My run sheets").click()
    expect(tab.get_by_role("heading", name="My run sheets")).to_be_visible()
    tab.locator("input[name=scenario]").first.check()
    tab.get_by_role("button", name="Begin").click()
    expect(tab.get_by_role("heading", name="This needs the network")).to_be_visible()
    tab.get_by_role("button", name="Go back to the page before").click()
    expect(tab.get_by_role("heading", name="My run sheets")).to_be_visible()


def test_what_is_typed_in_a_kept_page_is_sent_once_when_the_network_is_back(tab, network, world, sheet):
    opened(tab, network, sheet)
    network.cut()
    tab.goto(f"{network.address}/sheets/{sheet}/incident")
    city(tab).fill("Wrenport")
    city(tab).blur()
    expect(tab.locator(STATE)).to_have_text("Kept on this device (no network)")
    tab.reload()
    expect(city(tab)).to_have_value("Wrenport")
    network.back()
    sent(tab)
    assert world.sheet(sheet).incident.city == "Wrenport"


def test_a_page_that_was_kept_before_a_value_was_saved_shows_it_and_builds_on_it(tab, network, world, sheet):
    opened(tab, network, sheet)
    tab.goto(f"{network.address}/sheets/{sheet}/incident")
    city(tab).fill("Wrenport")
    city(tab).blur()
    sent(tab)
    network.cut()
    tab.goto(f"{network.address}/sheets/{sheet}/incident")
    expect(city(tab)).to_have_value("Wrenport")
    city(tab).fill("Marlow")
    city(tab).blur()
    expect(tab.locator(STATE)).to_have_text("Kept on this device (no network)")
    network.back()
    sent(tab)
    expect(tab.locator("[data-contested]")).to_have_count(0)
    assert world.sheet(sheet).incident.city == "Marlow"


def test_another_person_on_the_tablet_sees_nothing_of_what_was_kept(tab, network, sheet):
    opened(tab, network, sheet)
    tab.locator("[data-menu] summary").click()
    tab.get_by_role("button", name="Sign out").click()
    tab.wait_for_url("**/sign-in")
    assert pages_kept(tab) == []
    sign_in(tab, network.address, "okafor", PASSWORD)
    network.cut()
    tab.goto(f"{network.address}/sheets/{sheet}/vitals")
    expect(tab.get_by_role("heading", name="No network, and this page is not kept here")).to_be_visible()
    assert [page for page in pages_kept(tab) if sheet in page] == []


def test_who_signs_in_over_an_ended_session_finds_nothing_of_who_was_there_before(tab, network, sheet):
    opened(tab, network, sheet)
    tab.context.clear_cookies()
    answer = tab.evaluate(SIGN_IN_BY_SCRIPT, "okafor")
    assert answer == 200
    network.cut()
    tab.goto(f"{network.address}/sheets/{sheet}/vitals")
    expect(tab.get_by_role("heading", name="No network, and this page is not kept here")).to_be_visible()


def test_signing_out_without_a_network_is_not_done_but_nothing_stays_to_be_read(tab, network, sheet):
    opened(tab, network, sheet)
    network.cut()
    tab.goto(f"{network.address}/sheets/{sheet}/vitals")
    tab.locator("[data-menu] summary").click()
    tab.get_by_role("button", name="Sign out").click()
    expect(tab.get_by_role("heading", name="This needs the network")).to_be_visible()
    assert pages_kept(tab) == []


def test_a_new_version_of_the_product_drops_what_the_old_one_kept_and_sends_what_waited(
    tab, network, world, sheet, monkeypatch
):
    opened(tab, network, sheet)
    network.cut()
    tab.goto(f"{network.address}/sheets/{sheet}/incident")
    city(tab).fill("Wrenport")
    city(tab).blur()
    expect(tab.locator(STATE)).to_have_text("Kept on this device (no network)")
    before = tab.evaluate("caches.keys()")
    monkeypatch.setattr("epcr.web.offline.VERSION", "2")
    network.back()
    sent(tab)
    assert world.sheet(sheet).incident.city == "Wrenport"
    tab.goto(f"{network.address}/sheets/{sheet}/call")
    until(tab, "async (old) => !(await caches.keys()).some((name) => old.includes(name))", before)
    kept(tab)
    network.cut()
    tab.goto(f"{network.address}/sheets/{sheet}/incident")
    expect(city(tab)).to_have_value("Wrenport")


def test_on_a_plain_address_the_page_says_so_and_holds_back_what_would_not_open(
    new_tab, network, world, sheet
):
    tab = new_tab(width=1440)
    plain = network.address.replace("127.0.0.1", "classroom.test")
    sign_in(tab, plain, "ruiz", PASSWORD)
    tab.goto(f"{plain}/sheets/{sheet}/incident")
    expect(tab.locator("[data-keeps-said]")).to_contain_text("Opening a page needs the network")
    tab.context.set_offline(True)
    city(tab).fill("Wrenport")
    city(tab).blur()
    expect(tab.locator(STATE)).to_have_text("Kept on this device (no network)")
    tab.get_by_role("link", name="Patient").first.click()
    dialog = tab.get_by_role("dialog")
    expect(dialog).to_contain_text("No other page opens before the network is back")
    assert violations(tab) == []
    dialog.get_by_role("button", name="Stay here").click()
    tab.locator("#sheet-form button[type=submit]").first.click()  # nothing is sent, and nothing is left
    expect(city(tab)).to_have_value("Wrenport")
    assert tab.url.endswith("/incident")
    tab.context.set_offline(False)
    sent(tab)
    assert world.sheet(sheet).incident.city == "Wrenport"


def test_a_verdict_in_the_form_of_an_intervention_is_given_when_it_is_sent(tab, network, world, sheet):
    opened(tab, network, sheet)
    network.cut()
    tab.goto(f"{network.address}/sheets/{sheet}/interventions")
    item = tab.locator("#sheet-form").get_by_label("Intervention", exact=True)
    item.fill("Aspirin")
    item.press("Enter")
    expect(tab.locator("[data-verdict-here]")).to_contain_text("Will be judged when sent")
    tab.locator("#sheet-form button[type=submit]").first.click()
    expect(tab.locator("[data-waiting-entries]")).to_contain_text("Aspirin")
    expect(item).to_have_value("")
    before = len(world.sheet(sheet).interventions)
    network.back()
    tab.goto(f"{network.address}/sheets/{sheet}/call")
    sent(tab)
    acts = world.sheet(sheet).interventions
    assert len(acts) == before + 1
    assert acts[-1].verdict is not None


@pytest.mark.parametrize(
    ("width", "scheme"), [(390, "light"), (390, "dark"), (820, "light"), (1440, "light")]
)
def test_no_rule_of_access_is_broken_without_a_network(new_tab, network, sheet, width, scheme):
    tab = new_tab(width=width, scheme=scheme, service_workers="allow")
    opened(tab, network, sheet)
    network.cut()
    for path in (f"sheets/{sheet}/incident", f"sheets/{sheet}/check", f"sheets/{OTHER}/vitals"):
        tab.goto(f"{network.address}/{path}")
        expect(tab.locator("main").get_by_text("No network").first).to_be_visible()
        assert violations(tab) == []
        assert tab.evaluate("document.documentElement.scrollWidth <= innerWidth")
