"""A finger at a phone: it taps what is on top and in view, flicks at most 0.8 of what it sees, types key by key, and counts.

Seconds are those of a model, never of a clock: the model by which the product was measured before, so that both can be compared. They
are a lower bound: nobody hesitates here, and nobody mistypes.
"""

from __future__ import annotations

from dataclasses import astuple, dataclass
from typing import Any, Final

from playwright.sync_api import Locator, Page

TAP_S: Final = 1.0
KEY_S: Final = 0.3  # of the phone's keyboard or of a keypad of ours
FLICK_S: Final = 0.7
THOUGHT_S: Final = 1.2  # on every second tap
LOAD_S: Final = 1.1  # chosen here: what the rows of that measurement leave for each load, on a loaded machine
FLICK: Final = 0.8  # of what scrolls, at most
MOST_FLICKS: Final = 24  # before it is given up: the longest page was 10 screens
SLOP: Final = 15  # pixels that a finger moves before it scrolls
STEPS: Final = 6  # of one flick
HOLD_MS: Final = 100  # a finger that rests before it lifts does not throw the page
LOOK_MS: Final = (
    300  # a look at what has come: the same finger at once is passed over (epcr/static/same_finger.js)
)

# Whether the finger would hit this element in its middle; if not, how far that is from the middle of what scrolls it.
_AIM: Final = """(element) => {
  const box = element.getBoundingClientRect();
  const [x, y] = [box.x + box.width / 2, box.y + box.height / 2];
  const top = document.elementFromPoint(x, y);
  const isHit = Boolean(top) && (element.contains(top) || top.contains(element) && top.matches("a, button, label"));
  const scrolls = (place) => {
    const style = getComputedStyle(place);
    return (/auto|scroll/.test(style.overflowY) && place.scrollHeight > place.clientHeight + 1)
      || (/auto|scroll/.test(style.overflowX) && place.scrollWidth > place.clientWidth + 1);
  };
  let around = element.parentElement;
  while (around && around !== document.body && !scrolls(around)) around = around.parentElement;
  const page = { x: 0, y: 0, width: innerWidth, height: innerHeight };
  const frame = !around || around === document.body ? page : around.getBoundingClientRect();
  const middle = { x: frame.x + frame.width / 2, y: frame.y + frame.height / 2 };
  return { x, y, isHit, middle, width: frame.width, height: frame.height };
}"""

# Until the page has come to rest: a tap before that only stops it.
_RESTS: Final = """(element) => new Promise((done) => {
  let before = NaN;
  let still = 0;
  const look = () => {
    const { x, y } = element.getBoundingClientRect();
    still = x + y === before ? still + 1 : 0;
    before = x + y;
    if (still > 5) done(); else requestAnimationFrame(look);
  };
  look();
})"""


@dataclass(frozen=True)
class Strokes:
    """What an act took: taps, keys, flicks, page loads."""

    taps: int = 0
    keys: int = 0
    flicks: int = 0
    loads: int = 0

    def __add__(self, other: Strokes) -> Strokes:
        return Strokes(*(mine + theirs for mine, theirs in zip(astuple(self), astuple(other), strict=True)))

    def __sub__(self, other: Strokes) -> Strokes:
        return Strokes(*(mine - theirs for mine, theirs in zip(astuple(self), astuple(other), strict=True)))

    @property
    def seconds(self) -> float:
        """How long it takes by the model."""
        moving = self.taps * TAP_S + self.keys * KEY_S + self.flicks * FLICK_S
        return moving + self.taps // 2 * THOUGHT_S + self.loads * LOAD_S


class Finger:
    """One finger at one page that can be touched."""

    def __init__(self, tab: Page) -> None:
        self.tab = tab
        self.strokes = Strokes()
        self._devtools = tab.context.new_cdp_session(tab)
        tab.on("load", lambda _page: self._count(loads=1))

    def _count(self, **strokes: int) -> None:
        self.strokes += Strokes(**strokes)

    def tap(self, target: Locator | str) -> None:
        """Tap what can be seen; where it cannot be seen yet, flick to it."""
        self.tab.touchscreen.tap(*self._aim(self._seen(target)))
        self._count(taps=1)

    def tap_and_look(self, target: Locator | str) -> None:
        """Tap what changes what is in view, and look at it."""
        self.tap(target)
        self.tab.wait_for_timeout(LOOK_MS)

    def follow(self, target: Locator | str) -> None:
        """Tap what leads to another page."""
        with self.tab.expect_navigation():
            self.tap(target)

    def type(self, target: Locator | str, text: str) -> None:
        """Tap into a box and type."""
        self.tap(target)
        self.keys(text)

    def keys(self, text: str) -> None:
        """Type on, where the cursor stands."""
        self.tab.keyboard.type(text)
        self._count(keys=len(text))

    def keypad(self, text: str) -> None:
        """Type on the keypad of the sheet that is open: a key each, as on the phone's own. Spaces are for who reads this."""
        for digit in text.replace(" ", ""):
            key = self._seen(self.tab.locator(f"dialog[open] [data-key='{digit}']"))
            self.tab.touchscreen.tap(*self._aim(key))
            self._count(keys=1)

    def pick(self, select: Locator, words: str) -> None:
        """Open the phone's own list of choices, and tap one of it."""
        self.tap(select)
        self.tab.keyboard.press("Escape")
        select.select_option(label=words)
        self._count(taps=1)

    def sign(self, pad: Locator) -> None:
        """Draw a name with one stroke; it counts as a tap."""
        self._aim(self._seen(pad))
        box = pad.bounding_box()
        assert box is not None
        self.tab.mouse.move(box["x"] + 20, box["y"] + box["height"] / 2)
        self.tab.mouse.down()
        for step in range(1, 9):
            rise = (step % 2) * box["height"] / 4
            self.tab.mouse.move(box["x"] + 20 + step * 12, box["y"] + box["height"] / 2 - rise)
        self.tab.mouse.up()
        self._count(taps=1)

    def _seen(self, target: Locator | str) -> Locator:
        place = self.tab.locator(target) if isinstance(target, str) else target
        return place.locator("visible=true").first

    def _aim(self, place: Locator) -> tuple[float, float]:
        place.wait_for(state="visible")
        for _ in range(MOST_FLICKS):
            seen = place.evaluate(_AIM)
            if seen["isHit"]:
                return seen["x"], seen["y"]
            self._flick(seen)
            place.evaluate(_RESTS)
        message = f"something lies over it, or nothing scrolls to it: {place}"
        raise AssertionError(message)

    def _flick(self, seen: dict[str, Any]) -> None:
        middle = seen["middle"]
        away = {"x": seen["x"] - middle["x"], "y": seen["y"] - middle["y"]}
        axis, size = ("x", seen["width"]) if abs(away["x"]) > seen["width"] / 2 else ("y", seen["height"])
        way = max(-FLICK * size, min(FLICK * size, away[axis]))
        way += SLOP if way > 0 else -SLOP
        moves = [
            ("touchStart", 0.0),
            *(("touchMove", step / STEPS) for step in range(1, STEPS + 1)),
            ("touchMove", 1.0),
        ]
        for kind, moved in moves:
            if moved == 1.0:
                self.tab.wait_for_timeout(HOLD_MS)
            at = {**middle, axis: middle[axis] + way / 2 - way * moved}
            self._devtools.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": [at]})
        self._devtools.send("Input.dispatchTouchEvent", {"type": "touchEnd", "touchPoints": []})
        self._count(flicks=1)
