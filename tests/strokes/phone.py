"""What a trainee does at a phone, by the words on the page: go to a section, choose, type, look something up."""

from __future__ import annotations

import re

from playwright.sync_api import Locator, expect

from tests.strokes.finger import Finger

SAVED = "[data-save-state]"


class Phone(Finger):
    """A finger that knows the product."""

    def words(self, words: str) -> Locator:
        """What is tapped and says just this."""
        exact = re.compile(rf"^\s*{re.escape(words)}\s*$")
        return self.tab.locator("button, a, summary, label").filter(has_text=exact)

    def button(self, name: str) -> Locator:
        """The button of this name."""
        return self.tab.get_by_role("button", name=name, exact=True)

    def field(self, label: str) -> Locator:
        """The box of this label."""
        return self.tab.get_by_label(label, exact=True).and_(self.tab.locator("input, textarea, select"))

    @property
    def sheet(self) -> Locator:
        """The sheet that has come from below."""
        return self.tab.locator("dialog[open]")

    def open_sheet(self, name: str) -> None:
        """Tap a tile of the call screen, and look at the sheet that comes."""
        self.tap_and_look(f"[data-sheet={name}]")

    def go(self, section: str) -> None:
        """Open another section: by Next under the thumb where that leads there, else from the list."""
        onward = f".thumb-save[data-goto={section}]"
        if self.tab.locator(onward).count():
            self.follow(onward)
            return
        self.tap(".thumb [popovertarget=sections]")
        self.follow(f"#sections [data-goto={section}]")

    def add(self, label: str, words: str) -> None:
        """One more word of a list, typed whole."""
        self.type(self.field(label), words)
        self.tab.keyboard.press("Enter")
        self._count(keys=1)

    def back_to_the_call(self) -> None:
        """One tap, from everywhere."""
        if not self.tab.locator("[data-call]").count():
            self.follow(".thumb [data-goto=call]")

    def now_if_missing(self, label: str) -> None:
        """Tap Now at a time that does not stand there yet."""
        if not self.field(label).input_value():
            self.tap(self.button(f"Now for {label}"))

    def choose(self, question: str, *answers: str) -> None:
        """Tap answers of a question; where there are many they stand in a list that a tap opens."""
        chips = self.tab.get_by_role("group", name=question, exact=True).locator("label")
        for words in answers:
            exact = re.compile(rf"^\s*{re.escape(words)}\s*$")
            if chips.filter(has_text=exact).count():
                self.tap(chips.filter(has_text=exact))
            elif self.field(question).and_(self.tab.locator("select")).count():
                self.pick(self.field(question), words)
            else:
                self.tap(self.field(question))
                self.tap(self.tab.get_by_role("option", name=words, exact=True))

    def seek(self, label: str, typed: str, words: str) -> None:
        """Type the beginning of a word, and tap what was meant."""
        self.type(self.field(label), typed)
        self.tap(self.tab.get_by_role("option", name=re.compile(f"^{re.escape(words)}")))

    def unfold(self, words: str) -> None:
        """Open a group that is folded, by its title."""
        self.tap(self.tab.locator("details.group:not([open]) > summary").filter(has_text=words))

    def step_is_open(self) -> bool:
        """Whether the check shows a step that asks for something."""
        return bool(self.tab.locator("[data-step]:not([hidden]) [data-walk-kind]:not([hidden])").count())

    def go_on(self) -> None:
        """To what the check finds next, once the step that is shown is done."""
        expect(self.tab.locator("[data-step]:not([hidden]) [data-walk-done]")).to_be_visible()
        self.tap(self.tab.locator("[data-walk-on]"))

    def is_saved(self) -> None:
        """Wait until everything has arrived."""
        state = self.tab.locator(SAVED)
        expect(state).to_contain_text("Saved")
        expect(state).not_to_have_attribute("data-dirty", "")
