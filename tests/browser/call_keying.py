"""A trainee at the call screen: times, sets of vital signs, interventions and findings are logged there, and what it leaves to the
section is entered from the line of the feed.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from playwright.sync_api import Locator, Page, expect

from epcr.web.call_pieces import NOT_MEASURED, boxed
from epcr.web.call_view import CALL_TIMES
from tests.browser.keying import key
from tests.nemsis_case import Said, Sheetful

STATE = "[data-save-state]"
ANSWERS = {"Yes": "Worked on try", "No": "Failed on try"}
JUST_NOW = re.compile(r"^\d\d:\d\d$")
# The server adds the day where the time of this hour that is nearest to the call is of another.
TAPPED = re.compile(r"^(\d\d/\d\d/\d{4} )?\d\d:\d\d$")


def sent(tab: Page) -> None:
    """Wait until all that was logged has arrived."""
    expect(tab.locator(STATE)).to_contain_text(re.compile("Saved |decision"))
    assert tab.locator("[data-waiting] .call-refused").all_inner_texts() == []
    expect(tab.locator(STATE)).to_contain_text("Saved ")
    expect(tab.locator(STATE)).not_to_have_attribute("data-dirty", "")


def press(dialog: Locator, box: Locator, words: str) -> None:
    """Key a number or a time into a box, digit by digit."""
    box.click()
    for digit in words.replace(":", ""):
        dialog.locator(f"[data-key='{digit}']").click()
    expect(box.locator("[data-typed]")).to_have_text(words)


def named(place: Locator, role: str, words: str) -> Locator:
    """What of this role says just these words."""
    return place.get_by_role(role, name=words, exact=True)


@dataclass
class CallScreen:
    """The call screen of one sheet in one tab."""

    tab: Page
    address: str
    sheet: str

    def key(self, sheetful: Sheetful) -> None:
        """Log one section's worth, and enter what is left at its line."""
        keying = {"vitals": self.vitals, "interventions": self.intervention, "exam": self.finding}
        keying[sheetful.slug](sheetful)

    def show(self) -> None:
        """The page, as it stands at the server."""
        self.tab.goto(f"{self.address}/sheets/{self.sheet}/call")

    def dialog(self, kind: str) -> Locator:
        """Tap a tile; its sheet."""
        self.tab.locator(f"[data-sheet={kind}]").click()
        dialog = self.tab.locator(f"[data-call-sheet={kind}]")
        expect(dialog).to_be_visible()
        return dialog

    def times(self, sheetful: Sheetful) -> Sheetful:
        """Log each time that has a button with a tap, and correct it with another; what is left of the section."""
        self.show()
        ours = {
            said.name: said.words[0]
            for said in sheetful.said
            if said.act == "fill" and said.name in CALL_TIMES
        }
        for name, words in ours.items():
            button = self.tab.locator(f"[data-time$='-{name}']")
            button.click()
            expect(button.locator("b")).to_have_text(TAPPED)
            button.press("Enter")  # a finger at the same place at once is passed over
            correct = self.tab.locator("[data-time-sheet]")
            correct.get_by_role("textbox").fill(words)
            named(correct, "button", "Save").click()
        sent(self.tab)
        return Sheetful(sheetful.slug, [said for said in sheetful.said if said.name not in ours])

    def vitals(self, sheetful: Sheetful) -> None:
        """Key a set on the large keypad."""
        self.show()
        dialog = self.dialog("vitals")
        at = self._time(dialog, sheetful, "taken_at")
        left = [said for said in sheetful.said if not self._sign(dialog, said)]
        dialog.locator(".key-pad [data-save]").click()
        sent(self.tab)
        self._at_its_line("vitals", at, Sheetful("vitals", left))

    def _sign(self, dialog: Locator, said: Said) -> bool:
        """Enter one thing; whether the sheet takes it."""
        if said.name in boxed() and said.act in {"fill", "why"}:
            return self._box(dialog, said)
        if said.name == "avpu":
            named(dialog, "button", said.words[0]).click()
        elif said.name == "gcs_eye" and said.act == "choose":
            dialog.locator("[data-coma-open]").click()
            self._part(dialog, said)
        elif said.name.startswith("gcs_") and said.name != "gcs_qualifier" and said.act == "choose":
            self._part(dialog, said)
        elif said.name == "etco2_unit":
            dialog.locator("[data-box=etco2]").click()
            unit = named(dialog, "button", said.words[0])
            if unit.get_attribute("aria-pressed") != "true":
                unit.click()
        else:
            return (
                said.name == "taken_at"
                and said.act == "fill"
                and JUST_NOW.match(said.words[0].removesuffix(":00")) is not None
            )
        return True

    def _box(self, dialog: Locator, said: Said) -> bool:
        words = said.words[0]
        box = dialog.locator(f"[data-box={said.name}]")
        if said.act == "why":
            if words not in {"Refused", "Unable to complete"}:
                return False
            box.click()
            codes = {"Unable to complete": "unable_to_complete", "Refused": "refused"}
            dialog.locator(f"[data-chips-of={said.name}] [data-code={codes[words]}]").click()
            expect(box.locator("[data-typed]")).to_have_text(NOT_MEASURED[codes[words]])
            return True
        press(dialog, box, words)
        return True

    def _part(self, dialog: Locator, said: Said) -> None:
        group = dialog.get_by_role("group", name=said.label.removeprefix("GCS ").capitalize())
        group.get_by_role("button", name=re.compile(rf"^\d, {re.escape(said.words[0])}$")).click()
        if said.name == "gcs_motor":
            dialog.locator("[data-coma-close]").click()

    def _time(self, dialog: Locator, sheetful: Sheetful, name: str) -> str:
        """Key hours and minutes; the clock that stands then. Seconds are for the section."""
        box = dialog.locator(f"[data-box={name}]")
        words = next(
            (
                said.words[0]
                for said in sheetful.said
                if (said.act, said.name) == ("fill", name) and said.words[0]
            ),
            "",
        )
        typed = box.locator("[data-typed]")
        if words:
            press(dialog, box, words[:5])
        return typed.inner_text()

    def intervention(self, sheetful: Sheetful) -> None:
        """Choose a medication or a procedure, say what was done, and tap how the patient responded."""
        self.show()
        said = {one.name: one.words[0] for one in sheetful.said if one.act in {"choose", "fill"}}
        kind = "medication" if "dose" in said else "procedure"
        dialog = self.dialog(kind)
        self._choose_act(dialog, said["item"])
        at = self._time(dialog, sheetful, "performed_at")
        left = [one for one in sheetful.said if not self._fact(dialog, one, said)]
        expect(dialog.locator("[data-judged]:not([data-stale])")).to_contain_text("scope", ignore_case=True)
        dialog.locator("[data-step=say] [data-save]").click()
        sent(self.tab)
        if kind == "medication":
            self._response(said["response"])
            left = [one for one in left if one.name != "response"]
        self._at_its_line("interventions", at, Sheetful("interventions", left))

    def _choose_act(self, dialog: Locator, label: str) -> None:
        dialog.get_by_role("searchbox").fill(label)
        whole = re.compile(rf"^\s*{re.escape(label)}\s*$")
        dialog.locator(".act-tile:visible, [data-found] button").filter(has_text=whole).first.click()
        expect(dialog.locator("[data-named]")).to_have_text(label)

    def _fact(self, dialog: Locator, one: Said, said: dict[str, str]) -> bool:
        if one.name in {"route", "dose_unit", "performer", "authorization"}:
            words = one.words[0].split(" (")[0] if one.name == "performer" else one.words[0]
            chip = dialog.locator(f"[data-choice={one.name}]").filter(
                has_text=re.compile(rf"^\s*{re.escape(words)}(?!\w)")
            )
            if chip.first.get_attribute("aria-pressed") != "true":
                chip.first.click()
            expect(chip.first).to_have_attribute("aria-pressed", "true")
        elif one.name == "dose":
            press(dialog, dialog.locator("[data-box=dose]"), one.words[0])
        elif one.name == "attempts":
            named(dialog, "button", f"{ANSWERS[said['successful']]} {one.words[0]}").click()
        else:
            return one.name in {"item", "successful"}
        return True

    def _response(self, words: str) -> None:
        asked = self.tab.locator("[data-response]").first
        named(asked, "button", words).click()
        sent(self.tab)

    def finding(self, sheetful: Sheetful) -> None:
        """Open a region and write what was found there; with nothing found it is one tap, and the rest stands at its line."""
        self.show()
        said = {one.name: one.words for one in sheetful.said}
        label = said["region"][0]
        dialog = self.dialog("finding")
        row = dialog.locator("[data-region]").filter(
            has=self.tab.locator("a").filter(has_text=re.compile(rf"^\s*{re.escape(label)}(: write|\s*$)"))
        )
        normal = row.get_by_role("button")
        if said["findings"] == ("Normal",) and normal.count():
            normal.click()
            sent(self.tab)
            self.tab.keyboard.press("Escape")
            left = [one for one in sheetful.said if one.name not in {"region", "findings"}]
            self._at_its_line("exam", "", Sheetful("exam", left), words=f"No abnormality: {label}")
            return
        with self.tab.expect_navigation():
            row.get_by_role("link").click()
        key(self.tab, sheetful)

    def _at_its_line(self, section: str, clock: str, left: Sheetful, words: str = "") -> None:
        """What the call screen leaves to the section is entered from the line that was logged."""
        if not left.said:
            return
        line = (
            self.tab.locator(f".call-line-{section}")
            .filter(has=self.tab.locator(".call-at", has_text=clock))
            .filter(has_text=words)
        )
        link = line.locator("a").first
        if link.get_attribute(
            "data-answer"
        ):  # outside scope: the line asks what happened, and leads on to the entry
            link.click()
            link = self.tab.locator("[data-answer-whole]")
        with self.tab.expect_navigation():
            link.click()
        key(self.tab, left)
