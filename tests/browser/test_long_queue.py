"""A device that was without a network for days: thousands of changes wait, are sent in pieces and in order while somebody types on, and
each arrives once. CHANGES=1000 is quicker.
"""

from __future__ import annotations

import json
import os
from collections import defaultdict

from playwright.sync_api import Page, expect
from sqlalchemy import select

from epcr.audit import AuditLine
from tests import build
from tests.browser.keying import sign_in, unfolded
from tests.browser.serving import serving
from tests.world import PASSWORD

CHANGES = int(os.environ.get("CHANGES", "5000"))
STATE = "[data-save-state]"
TEXTS = (
    "incident-street",
    "incident-county",
    "history-chief_complaint",
    "patient-last_name",
    "narrative-text",
)
SIGNS = ("systolic", "diastolic", "heart_rate", "respiratory_rate")
SETS = 100
# Puts changes into the queue of this device as pages write them: each builds on the one before it of its field.
QUEUED = """([sheet, changes]) => new Promise((done) => {
  const asked = indexedDB.open("epcr-changes", 1);
  asked.onsuccess = () => {
    const together = asked.result.transaction("change", "readwrite");
    const { person } = document.documentElement.dataset;
    const last = new Map();
    changes.forEach(([anchor, text], place) => {
      const op = place.toString(16).padStart(32, "0");
      const was = last.get(anchor) ?? "";
      const change = { op, sheet, anchor, value: [text], was, tab: "gone", ready: true, label: "", words: text, person };
      together.objectStore("change").put(change);
      last.set(anchor, op);
    });
    together.oncomplete = () => { asked.result.close(); done(); };
  };
})"""


def long_queue() -> list[tuple[str, str]]:
    """Sets of vital signs between texts that are written again and again."""
    sets = [
        (f"vitals-{number:032x}-{name}", str(60 + number)) for number in range(1, SETS + 1) for name in SIGNS
    ]
    texts = [(TEXTS[turn % len(TEXTS)], f"said {turn}") for turn in range(CHANGES - len(sets))]
    return texts[: len(texts) // 2] + sets + texts[len(texts) // 2 :]


def written(world, sheet: str) -> dict[str, list[str]]:
    """What changes wrote into each field, in order."""
    by_field = defaultdict(list)
    with world.database.reading() as session:
        mine = (AuditLine.run_sheet_id == sheet, AuditLine.op.is_not(None))
        for line in session.scalars(select(AuditLine).where(*mine).order_by(AuditLine.id)):
            by_field[line.anchor].append(str(json.loads(line.after or "{}").get("value")))
    return by_field


def test_a_long_queue_is_sent_in_pieces_and_in_order_while_somebody_types_on(tab: Page, world):
    made = build.sheet()
    for anchor in TEXTS:
        slug, name = anchor.split("-")
        setattr(getattr(made, slug), name, None)
    sheet = world.keep(made)
    queue = long_queue()
    with serving(world.app) as address:
        sign_in(tab, address, "ruiz", PASSWORD)
        tab.goto(f"{address}/sheets/{sheet}/incident")
        expect(tab.locator("[data-taken-up]")).to_be_attached()
        tab.evaluate(QUEUED, [f"/sheets/{sheet}/changes", queue])
        tab.reload()
        expect(tab.locator(STATE)).to_contain_text("Sending ")
        city = unfolded(tab).get_by_label("City", exact=True)
        city.press_sequentially("Wrenport")
        city.blur()
        expect(city).to_have_value("Wrenport")
        expect(tab.locator(STATE)).not_to_have_attribute("data-dirty", "", timeout=CHANGES * 200)
        expect(tab.locator(STATE)).to_contain_text("Saved ")
        expect(tab.get_by_label("Street address", exact=True)).to_have_value(queue[-5][1])
    expected = defaultdict(list)
    for anchor, text in queue:
        expected[anchor].append(text)
    assert written(world, sheet) == {**expected, "incident-city": ["Wrenport"]}
    stored = world.sheet(sheet)
    assert stored.incident.city == "Wrenport"
    assert [taken.systolic for taken in stored.vitals[2:]] == [60 + number for number in range(1, SETS + 1)]
