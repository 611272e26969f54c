"""Hears what a browser tab complains of.

Script errors, what the content security policy refused, addresses elsewhere; not what the page looks like.
"""

from __future__ import annotations

from playwright.sync_api import ConsoleMessage, Page, Request

THIS_MACHINE = (
    "http://127.0.0.1:",
    "http://localhost:",
    "http://classroom.test:",
    "blob:",
    "data:",
    "about:",
)

# A 422 or 404 that a test asked for is logged so; and every page on plain HTTP off the loopback says the second.
EXPECTED = ("Failed to load resource", "The Cross-Origin-Opener-Policy header has been ignored")


def complaints_of(tab: Page) -> list[str]:
    """Return a list that grows while the tab is used."""
    heard: list[str] = []

    def hear(message: ConsoleMessage) -> None:
        if message.type == "error" and not message.text.startswith(EXPECTED):
            heard.append(f"{message.location.get('url')}: {message.text}")

    def see(request: Request) -> None:
        if not request.url.startswith(THIS_MACHINE):
            heard.append(f"asked for {request.url}")

    tab.on("console", hear)
    tab.on("pageerror", lambda error: heard.append(str(error)))
    tab.on("request", see)
    return heard
