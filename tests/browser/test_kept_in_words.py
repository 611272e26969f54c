"""What a button saves where no page opens without a network, at a classroom's plain address: kept, said in words at that moment, sent
once, and a tap on the exam is taken back with a trace, online as well.
"""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect
from sqlalchemy import select

from epcr.audit import AuditLine
from epcr.sheet.exam import NO_ABNORMALITY
from epcr.sheet.run_sheet import RunSheet
from tests.browser.keying import sign_in
from tests.world import PASSWORD

STATE = "[data-save-state]"
KEPT = "Kept on this device (no network)"


@pytest.fixture
def sheet(world):
    return world.begin()


@pytest.fixture
def tab(new_tab, network, sheet) -> Page:
    """A phone at a plain address, on no page of the sheet yet."""
    plain = network.address.replace("127.0.0.1", "classroom.test")
    tab = new_tab(width=390, height=844, has_touch=True, base_url=f"{plain}/sheets/{sheet}/")
    sign_in(tab, plain, "ruiz", PASSWORD)
    return tab


def regions(world, sheet):
    """The regions of the findings that stand, and the reasons of those that were struck."""
    with world.database.read() as session:
        found = session.get_one(RunSheet, sheet).exam
        return [one.region for one in found if not one.struck], [
            one.struck_reason for one in found if one.struck
        ]


def traces(world, sheet):
    """The lines of the audit that tell of a strike."""
    with world.database.reading() as session:
        lines = session.scalars(select(AuditLine).where(AuditLine.run_sheet_id == sheet))
        return [line.after for line in lines if "Tapped by mistake" in (line.after or "")]


def arrives(tab: Page, asked: Callable[[], object], awaited: object) -> None:
    """Wait until the server has it; the page may draw itself anew meanwhile."""
    for _ in range(200):
        if asked() == awaited:
            return
        tab.wait_for_timeout(100)
    assert asked() == awaited


def tap(tab: Page, region: str) -> None:
    tab.get_by_role("button", name=f"No abnormality of {region}").tap()


def test_a_region_is_taken_back_with_a_trace_and_can_be_tapped_again(world, sheet, tab):
    tab.goto("exam")
    tap(tab, "head")
    tab.get_by_role("button", name="Take back head").tap()
    expect(tab.get_by_role("status").filter(has_text="Taken back: Head.")).to_be_visible()
    expect(tab.locator(".struck")).to_contain_text("Tapped by mistake")
    assert regions(world, sheet) == ([], ["Tapped by mistake"])
    assert len(traces(world, sheet)) == 1
    tap(tab, "head")
    expect(tab.get_by_role("button", name="Take back head")).to_be_visible()
    assert regions(world, sheet)[0] == ["head"]


def test_the_rest_is_taken_back_in_one_tap(world, sheet, tab):
    tab.goto("exam")
    tap(tab, "head")
    expect(tab.get_by_role("button", name="Take back head")).to_be_visible()
    tab.get_by_text(f"Rest normal ({len(NO_ABNORMALITY) - 1})").tap()
    tab.get_by_role("button", name="No abnormality in these").tap()
    tab.get_by_role("button", name=f"Take back these {len(NO_ABNORMALITY) - 1}").tap()
    expect(tab.get_by_text(f"Rest normal ({len(NO_ABNORMALITY) - 1})")).to_be_visible()
    assert regions(world, sheet)[0] == ["head"]
    assert len(traces(world, sheet)) == len(NO_ABNORMALITY) - 1


def test_without_a_network_a_tap_is_told_and_taken_back_with_a_trace(world, sheet, tab):
    tab.goto("exam")
    tab.context.set_offline(True)
    tap(tab, "head")
    said = tab.get_by_role("status").filter(has_text="Kept on this device: no abnormality of head")
    expect(said).to_be_in_viewport()
    expect(tab.locator(STATE)).to_have_text(KEPT)
    expect(tab.get_by_role("button", name="No abnormality of head")).to_have_count(0)
    said.get_by_role("button", name="Take back").tap()
    expect(tab.get_by_role("status").filter(has_text="Taken back; both are kept")).to_be_visible()
    tap(tab, "neck")
    expect(tab.get_by_role("status").filter(has_text="no abnormality of neck")).to_be_visible()
    tab.context.set_offline(False)
    arrives(tab, lambda: regions(world, sheet), (["neck"], ["Tapped by mistake"]))
    assert len(traces(world, sheet)) == 1


def test_an_act_is_told_to_be_kept_and_the_next_one_can_be_written(world, sheet, tab):
    tab.goto("interventions")
    tab.context.set_offline(True)
    for name in ("Aspirin", "Oxygen"):
        item = tab.locator("#sheet-form").get_by_label("Intervention", exact=True)
        item.fill(name)
        item.press("Enter")
        tab.locator("#sheet-form button[type=submit]").first.tap()
        expect(
            tab.get_by_role("status").filter(has_text=re.compile(f"^Kept on this device: {name}"))
        ).to_be_in_viewport()
        expect(tab.locator("[data-waiting-entries]")).to_contain_text(name)
        expect(item).to_have_value("")
    expect(tab.locator(STATE)).to_have_text(KEPT)
    tab.context.set_offline(False)
    arrives(tab, lambda: [act.item for act in world.sheet(sheet).interventions], ["aspirin_po", "oxygen"])
