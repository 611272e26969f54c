"""Looks at what a tab shows on every screen: it fits, what is tapped is large enough, and no rule of access is broken.

A page is loaded once and laid out for one screen after the other, as when a phone is turned or a tablet docked: a page of its own for each
would be the same page three times, and three times the rules to lay in.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from itertools import product
from typing import Final, Literal

from playwright.sync_api import Page

from tests.browser.axe import violations

Screen = tuple[int, Literal["light", "dark"]]

SCREENS: Final[tuple[Screen, ...]] = ((390, "dark"), (820, "light"), (1440, "light"))
LIGHT_AND_DARK: Final[tuple[Screen, ...]] = tuple(product((390, 820, 1440), ("light", "dark")))
SHOWN: Final = "[innerWidth, matchMedia('(prefers-color-scheme: dark)').matches ? 'dark' : 'light']"
# Everything that is tapped and stands by itself; not links inside a sentence (WCAG 2.2, 2.5.8), nor the boxes that chips cover.
SMALL: Final = """
[...document.querySelectorAll("a, button, summary, select, textarea, label.chip, label.segment, input")]
  .filter((one) => !one.matches("[type=hidden], [type=radio], [type=checkbox]"))
  .filter((one) => one.checkVisibility({visibilityProperty: true}) && !one.closest("td, th, .skip, .visually-hidden"))
  .filter((one) => getComputedStyle(one).display !== "inline" || one.parentElement.textContent.trim() === one.textContent.trim())
  .map((one) => [one, one.getBoundingClientRect()])
  .filter(([, frame]) => frame.width && frame.height && (frame.height < 43.5 || frame.width < 43.5))
  .map(([one, { width, height }]) => `“${one.textContent.trim().slice(0, 30)}” is ${Math.round(width)} by ${Math.round(height)} px`)
"""


def looked_at(tab: Page, screens: Iterable[Screen] = SCREENS) -> None:
    """Look at the page on these screens; afterwards it is on the one that it was on."""
    tab.wait_for_load_state()
    with _its_own_screen(tab):
        for screen in screens:
            _show_on(tab, screen)
            where = f"{tab.url} on {screen}"
            assert violations(tab) == [], where
            assert tab.evaluate("document.documentElement.scrollWidth <= innerWidth"), (
                f"{where} scrolls sideways"
            )
            assert tab.evaluate(SMALL) == [], where


@contextmanager
def _its_own_screen(tab: Page) -> Iterator[None]:
    own = tab.evaluate(SHOWN)
    yield
    _show_on(tab, (own[0], own[1]))


def _show_on(tab: Page, screen: Screen) -> None:
    width, scheme = screen
    size = tab.viewport_size
    assert size is not None
    tab.set_viewport_size({"width": width, "height": size["height"]})
    tab.emulate_media(color_scheme=scheme)
    assert tab.evaluate(SHOWN) == [width, scheme]
