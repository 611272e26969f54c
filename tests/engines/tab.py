"""A tab of some browser engine, as much of one as a journey needs: it opens, looks, taps, types and draws as a person does.

What engines differ in is in the classes that follow this one: how a script is run in the page, and how a pointer and keys are made.
"""

from __future__ import annotations

import json
import time
from abc import ABC, abstractmethod
from collections.abc import Sequence
from typing import Any, Final

PATIENCE_S: Final = 75.0  # a device that found nobody tries again after half a minute at the latest
LOOK_S: Final = 0.1  # between two looks at the page
SETTLED_S: Final = (
    0.3  # the same finger at once is passed over on the call screen (epcr/static/same_finger.js)
)

# The middle of the first element that can be seen and says these words, scrolled into view.
_MIDDLE: Final = """(() => {
  const [selector, words] = %s;
  const seen = [...document.querySelectorAll(selector)].filter((one) => one.checkVisibility() && (one.innerText ?? "").includes(words));
  if (!seen.length || seen[0].disabled) return null;
  seen[0].scrollIntoView({ block: "center", behavior: "instant" });
  const box = seen[0].getBoundingClientRect();
  const [x, y] = [box.x + box.width / 2, box.y + box.height / 2];
  const top = document.elementFromPoint(x, y);
  return top && (seen[0].contains(top) || top.contains(seen[0])) ? [x, y, box.width, box.height] : null;
})()"""

# An element, or a worker, is carried as {} by one engine and as its number by another: that it is there is all that is asked.
_TRUE_AS_JSON: Final = """(() => {
  try { const value = %s; return value && typeof value === "object" && !Array.isArray(value) ? true : value; } catch { return null; }
})()"""


class EngineTab(ABC):
    """One tab with cookies and storage of its own."""

    engine = ""

    @abstractmethod
    def go(self, address: str) -> None:
        """Open an address, and come back when the page is there."""

    @abstractmethod
    def evaluate(self, expression: str) -> Any:
        """The value of an expression in the page, as JSON would carry it."""

    @abstractmethod
    def press(self, points: Sequence[tuple[float, float]]) -> None:
        """Press at the first point, move over the others, let go."""

    @abstractmethod
    def keys(self, text: str) -> None:
        """Type where the cursor stands."""

    @abstractmethod
    def kill(self) -> None:
        """End the page as a crash does, without a word to it; then have a tab again that shows nothing."""

    @abstractmethod
    def close(self) -> None:
        """End the browser."""

    def until(self, expression: str) -> Any:
        """Wait until an expression is true in the page; its value. A page that is being exchanged answers later."""
        end = time.monotonic() + PATIENCE_S
        while True:
            value = self.evaluate(_TRUE_AS_JSON % expression)
            if value:
                return value
            if time.monotonic() > end:
                shown = self.evaluate("document.body?.innerText.slice(0, 1500)")
                message = f"{self.engine} waited in vain for {expression}; the page says: {shown}"
                raise AssertionError(message)
            time.sleep(LOOK_S)

    def tap(self, selector: str, words: str = "") -> None:
        """Tap an element in its middle, once it can be seen and nothing lies over it."""
        x, y, *_ = self.until(_MIDDLE % json.dumps([selector, words]))
        self.press([(x, y)])

    def look(self) -> None:
        """As long as somebody looks at what has come."""
        time.sleep(SETTLED_S)

    def type(self, selector: str, text: str) -> None:
        """Tap into a box and type."""
        self.tap(selector)
        self.until(f"document.activeElement === document.querySelector({json.dumps(selector)})")
        self.keys(text)

    def draw(self, selector: str) -> None:
        """Draw a zigzag over an element."""
        x, y, width, height = self._at_rest(_MIDDLE % json.dumps([selector, ""]))
        self.press(
            [(x + width * (step / 10 - 0.4), y + height * (0.2 if step % 2 else -0.2)) for step in range(9)]
        )

    def _at_rest(self, place: str) -> Any:
        """Where something is once it has stopped moving."""
        before = None
        while (now := self.until(place)) != before:
            before = now
            self.look()
        return now

    def says(self, selector: str, words: str) -> None:
        """Wait until an element says these words."""
        self.until(f"document.querySelector({json.dumps(selector)})?.innerText.includes({json.dumps(words)})")
