"""The official pre-testing case 3 (motor vehicle crash) in a real browser: keyed by label, submitted, reviewed, printed."""

from __future__ import annotations

import io
import re

import pypdf
import pytest
from playwright.sync_api import expect

from epcr.db import now
from epcr.report.sbar import sbar_pdf
from epcr.sheet.run_sheet import RunSheet
from tests.browser.axe import violations
from tests.browser.keying import key, sign_in
from tests.browser.serving import serving
from tests.nemsis_case import Said, Sheetful, read_case
from tests.web.test_official_cases import compare
from tests.world import PASSWORD

CASE = "2025-EMS-3-MVC_v351"
# What a training sheet asks and the case does not tell.
NOT_TOLD = [
    ("incident", [("why", "scene_safety", "Not recorded")]),
    ("primary", [("why", name, "Not recorded")
                 for name in ("avpu", "airway", "breathing_effort", "pulse_quality", "skin_color", "major_bleeding")]),
    ("signatures", [("choose", "signer", "Crew member, primary caregiver"), ("fill", "signer_name", "Tanner Stokes"),
                    ("fill", "signed_at", "1735"), ("fill", "typed_because", "Keyed from the script")]),
]  # fmt: skip
# What the page of paper shows of the case, by the rules of the report: first, worst and last set; every intervention; the NOT DOCUMENTED.
ON_PAPER = (
    "TRAINING RECORD", "SCHMELER, Harry", "68", "Head bleeding", "DF A1", "Danbury Hospital",
    "102/50", "98/50", "108/62", "118", "86", "Oxygen", "Dopamine", "Packed red", "Hemostatic", "Cervical collar", "IV access",
    "Aspirin", "NOT GIVEN", "17:05", "17:13:42", "17:14:28", "empagliflozin", "Von Willebrand",
)  # fmt: skip


@pytest.fixture(scope="module")
def world(lasting_world):
    return lasting_world


def told(slug, rows):
    sheetful = Sheetful(slug)
    fields = sheetful.section.fields()
    sheetful.said = [Said(act, name, fields[name].label, (words,)) for act, name, words in rows]
    return sheetful


def paper(world, sheet):
    with world.database.read() as session:
        pdf = sbar_pdf(
            session.get(RunSheet, sheet), paper="letter", state_word="submitted", revision=1, printed_at=now()
        )
    reader = pypdf.PdfReader(io.BytesIO(pdf))
    assert len(reader.pages) == 1
    return " ".join(reader.pages[0].extract_text().split())


def open_section(tab, address, sheet, sheetful, *, entry=""):
    """Open a section, or stay where saving the entry before has led: there the next one is entered."""
    place = f"{address}/sheets/{sheet}/{sheetful.slug}{entry}"
    if tab.url.partition("#")[0].removesuffix("?saved=1") != place:
        tab.goto(place)
    if sheetful.slug == "exam":
        region = next(said.words[0] for said in sheetful.said if said.name == "region")
        with tab.expect_navigation():
            tab.locator(".region-name").filter(has_text=re.compile(rf"^\s*{re.escape(region)}")).first.click()


def answer(step, words):
    """Answer what a step asks: why a value is right, or what happened that the scope does not allow."""
    unusual = step.locator("form[action$='/answers']")
    if unusual.count():
        unusual.get_by_role("textbox").fill(words)
        unusual.get_by_role("button").click()
    else:
        step.get_by_text("I went beyond my scope").click()
        step.get_by_label("Why").fill(words)
        step.get_by_role("button", name="Answer with this reason").click()
    expect(step.locator("[data-walk-done]")).to_be_visible()


def answer_what_is_asked(tab, words):
    """Walk the check and answer each warning where it stands; then the sheet can be submitted."""
    steps = tab.locator("[data-step]")
    for number in range(steps.count()):
        answer(steps.nth(number), words)
        steps.nth(number).locator("[data-walk-on]").click()
    expect(tab.get_by_role("button", name=re.compile("^Submit"))).to_be_enabled()


def test_case_3_is_keyed_submitted_reviewed_and_printed(world, shared, new_tab):
    case = read_case(shared, CASE)
    with serving(world.app) as address:
        tab = new_tab(width=820)
        sign_in(tab, address, "okafor", PASSWORD)
        assert violations(tab) == []
        tab.get_by_text("Blank sheet", exact=True).click()
        tab.get_by_role("button", name=re.compile("^Begin")).click()
        sheet = re.search(r"/sheets/(\w+)/", tab.url)[1]
        own = world.sheet(sheet).crew[0].id
        seen = set()
        for sheetful in [*case.pages, *(told(*one) for one in NOT_TOLD)]:
            first_crew = sheetful.slug == "crew" and "crew" not in seen
            open_section(tab, address, sheet, sheetful, entry=f"?entry={own}" if first_crew else "")
            key(tab, sheetful)
            if sheetful.slug not in seen:
                assert violations(tab) == [], sheetful.slug
            seen.add(sheetful.slug)
        compare(world, sheet, case)

        tab.goto(f"{address}/sheets/{sheet}/handoff")
        assert violations(tab) == []
        tab.goto(f"{address}/sheets/{sheet}/check")
        assert violations(tab) == []
        answer_what_is_asked(tab, "As the case says")
        tab.get_by_role("button", name=re.compile("^Submit")).click()
        expect(tab.get_by_text("Submitted. Your instructor reads it next.")).to_be_visible()

        desk = new_tab(width=1440)
        sign_in(desk, address, "teacher", PASSWORD)
        assert violations(desk) == []
        desk.goto(f"{address}/review/{sheet}")
        words = " ".join(desk.locator("main").inner_text().split())
        for value in (
            "Schmeler",
            "Head bleeding",
            "102",
            "108",
            "5.3",
            "Von Willebrand disease, type 1",
            "Danbury Hospital",
            "Contraindication noted",
        ):
            assert value.casefold() in words.casefold(), value
        assert violations(desk) == []

    text = paper(world, sheet)
    for words in ON_PAPER:
        assert words.casefold() in text.casefold(), words
