"""A whole call without a network: the official case 3 keyed by label into kept pages, every field of it once; a call logged by taps, a
signature drawn; the browser closed and opened again. Afterwards the sheet says what was typed, each change once, in order.
"""

from __future__ import annotations

import json
import re
from datetime import datetime

from playwright.sync_api import Locator, Page, expect
from sqlalchemy import select

from epcr.audit import AuditLine
from epcr.sheet.run_sheet import SECTIONS
from epcr.sheet.section import Entry
from tests import build
from tests.browser.device import Network, kept, until
from tests.browser.keying import fill_in, sign_in
from tests.browser.test_case_3 import CASE, NOT_TOLD, open_section, told
from tests.nemsis_case import Sheetful, read_case
from tests.web.test_official_cases import compare
from tests.world import PASSWORD, World

STATE = "[data-save-state]"
ENTRIES = {section.page.slug for section in SECTIONS if issubclass(section, Entry)}


NOTHING_WAITS = """() => new Promise((resolve) => {
  const opening = indexedDB.open("epcr-changes");
  opening.onsuccess = () => {
    const counting = opening.result.transaction("change").objectStore("change").count();
    counting.onsuccess = () => { opening.result.close(); resolve(counting.result === 0); };
  };
})"""


def typed_once_and_in_order(world: World, sheet: str) -> None:
    """What devices sent stands in the audit once, nothing of it against something else, one part after the other as they were typed."""
    with world.database.reading() as session:
        lines = list(
            session.scalars(
                select(AuditLine)
                .where(AuditLine.run_sheet_id == sheet, AuditLine.op.is_not(None))
                .order_by(AuditLine.id)
            )
        )
    assert len({line.op for line in lines}) == len(lines)
    against = [(line.anchor, line.before, line.after) for line in lines if line.outcome == "contested"]
    assert against == []
    began: dict[str, datetime] = {}
    for line in (line for line in lines if line.outcome is None):
        part = line.anchor.rpartition("-")[0]
        began[part] = min(line.device_at, began.get(part, line.device_at))
    assert list(began.values()) == sorted(began.values())


def all_sent(tab: Page) -> None:
    """Nothing waits any more, and nothing is to be decided."""
    until(tab, NOTHING_WAITS)
    expect(tab.locator(STATE)).not_to_have_attribute("data-dirty", "", timeout=60_000)
    expect(tab.locator("[data-waiting] li")).to_have_count(0)


def key_here(tab: Page, network: Network, sheet: str, sheetful: Sheetful, entry: str = "") -> None:
    """Key one section or entry into a kept page."""
    open_section(tab, network.address, sheet, sheetful, entry=entry)
    expect(tab.locator("[data-kept-page]")).to_be_visible()
    form = fill_in(tab, sheetful)
    button = form.locator("button[type=submit]").first
    if sheetful.slug in ENTRIES and not entry:
        with tab.expect_navigation():
            button.click()
        expect(tab.locator("[data-waiting-entries]")).to_be_visible()
    else:
        button.click()
        expect(tab.locator(STATE)).to_have_text("Kept on this device (no network)")


def sign(tab: Page) -> None:
    canvas = tab.locator("[data-signature] canvas")
    canvas.scroll_into_view_if_needed()
    box = canvas.bounding_box()
    assert box is not None
    tab.mouse.move(box["x"] + 40, box["y"] + 60)
    tab.mouse.down()
    tab.mouse.move(box["x"] + 160, box["y"] + 90, steps=4)
    tab.mouse.up()


def open_sheet(tab: Page, kind: str) -> Locator:
    tab.locator(f"[data-sheet={kind}]").click()
    dialog = tab.locator(f"[data-call-sheet={kind}]")
    expect(dialog).to_be_visible()
    tab.wait_for_timeout(300)  # as long as somebody looks at what has come; taps before it are passed over
    return dialog


def key_vitals(tab: Page, digits: str) -> None:
    """A set on the call screen, digit by digit."""
    dialog = open_sheet(tab, "vitals")
    for digit in digits:
        dialog.locator(f"[data-key='{digit}']").locator("visible=true").first.click()
    dialog.locator("[data-save]").click()


def signed_in_again(tab: Page, network: Network, login: str, address: str) -> Page:
    """The network is back. Who is signed in is forgotten by most browsers that were closed."""
    tab.goto(f"{network.address}/")
    if tab.get_by_label("Login").count():
        sign_in(tab, network.address, login, PASSWORD)
    tab.goto(address)
    return tab


def test_a_whole_call_without_a_network(world, network, device, shared):
    case = read_case(shared, CASE).in_short()
    tab = device.open(network.address)
    sign_in(tab, network.address, "okafor", PASSWORD)
    tab.get_by_text("Blank sheet", exact=True).click()
    tab.get_by_role("button", name=re.compile("^Begin")).click()
    sheet = re.search(r"/sheets/(\w+)/", tab.url)[1]
    own = world.sheet(sheet).crew[0].id
    for number, member in enumerate(case.of("crew")):
        open_section(tab, network.address, sheet, member, entry="" if number else f"?entry={own}")
        form = fill_in(tab, member)
        tab.get_by_role("heading", level=1).click()  # what was typed last is left, and sent
        expect(tab.locator(STATE)).to_contain_text("Saved ")
        expect(tab.locator(STATE)).not_to_have_attribute("data-dirty", "")
        with tab.expect_navigation():
            form.locator("button[type=submit]").first.click()
    tab.goto(f"{network.address}/sheets/{sheet}/call")
    kept(tab)

    network.cut()
    left = [*(page for page in case.pages if page.slug != "crew"), *(told(*rows) for rows in NOT_TOLD)]
    half = len(left) // 2
    for sheetful in left[:half]:
        key_here(tab, network, sheet, sheetful)
    device.close()
    tab = device.open(network.address)
    expect(tab.get_by_role("heading", name="My run sheets")).to_be_visible()
    for sheetful in left[half:]:
        key_here(tab, network, sheet, sheetful)
    device.close()

    network.back()
    tab = device.open(network.address)
    signed_in_again(tab, network, "okafor", f"{network.address}/sheets/{sheet}/call")
    all_sent(tab)
    typed_once_and_in_order(world, sheet)
    compare(world, sheet, case)
    tab.goto(f"{network.address}/sheets/{sheet}/check")
    expect(tab.locator("[data-kept-page]")).to_have_count(0)
    expect(tab.get_by_role("button", name=re.compile("^Submit"))).to_be_visible()
    assert device.complaints == []


def log(tab: Page) -> None:
    """A time, a set of vital signs and a medication, by taps on the call screen."""
    tab.get_by_role("button", name="Left scene").click()
    key_vitals(tab, "12874")
    act = open_sheet(tab, "medication")
    act.locator("[data-item=aspirin_po]").locator("visible=true").first.click()
    expect(act.locator("[data-judged]")).to_contain_text("Will be judged when sent")
    tab.wait_for_timeout(300)  # as long as somebody reads that; taps before it are passed over
    act.locator("[data-save]").click()
    for words in ("Left scene", "Vital signs", "SBP 128", "will be judged when sent"):
        expect(tab.locator("[data-waiting]")).to_contain_text(words)


def test_a_call_logged_by_taps_without_a_network_stands_on_every_page_and_arrives(world, network, device):
    made = build.sheet()
    made.incident.left_scene = None
    sets = len(made.vitals)
    sheet = world.keep(made)
    base = f"{network.address}/sheets/{sheet}"
    tab = device.open(network.address)
    sign_in(tab, network.address, "ruiz", PASSWORD)
    tab.goto(f"{base}/call")
    kept(tab)

    network.cut()
    tab.goto(f"{base}/call")
    log(tab)
    tab.goto(f"{base}/vitals")
    here = tab.locator("[data-waiting-entries]")
    expect(here).to_contain_text("SBP 128")
    here.get_by_role("link").click()
    expect(tab.get_by_label("Systolic blood pressure", exact=True)).to_have_value("128")
    tab.get_by_label("Heart rate", exact=True).fill("77")
    tab.get_by_label("Heart rate", exact=True).blur()
    tab.goto(f"{base}/interventions")
    expect(tab.locator("[data-waiting-entries]")).to_contain_text("Aspirin")
    tab.goto(f"{base}/incident")
    expect(tab.get_by_label("Left scene", exact=True)).not_to_have_value("")
    tab.goto(f"{base}/exam")
    tab.get_by_role("button", name="No abnormality of eyes").click()
    expect(tab.locator("[data-waiting-entries]")).to_contain_text("Eyes no abnormality")
    tab.goto(f"{base}/signatures")
    sign(tab)
    expect(tab.locator(STATE)).to_have_text("Kept on this device (no network)")
    expect(tab.locator("[data-strokes]")).not_to_have_value("")
    drawn = tab.locator("[data-strokes]").input_value()
    device.close()

    tab = device.open(f"{base}/signatures")
    expect(tab.locator("[data-strokes]")).to_have_value(drawn)
    expect(tab.locator("[data-signature-clear]")).to_be_enabled()
    network.back()
    tab = signed_in_again(tab, network, "ruiz", f"{base}/call")
    all_sent(tab)
    stored = world.sheet(sheet)
    assert stored.incident.left_scene is not None
    assert (stored.vitals[-1].systolic, stored.vitals[-1].diastolic, stored.vitals[-1].heart_rate) == (
        128,
        74,
        77,
    )
    assert len(stored.vitals) == sets + 1
    assert stored.interventions[-1].item == "aspirin_po"
    assert stored.interventions[-1].verdict is not None
    assert [finding.region for finding in stored.exam][-1] == "eye"
    assert json.dumps(stored.signatures[-1].drawing) == json.dumps(json.loads(drawn))
    typed_once_and_in_order(world, sheet)
    assert device.complaints == []
