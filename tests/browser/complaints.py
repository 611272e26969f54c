"""Hears what a browser tab complains of.

Script errors, what the content security policy refused, addresses elsewhere; not what the page looks like.
"""

from __future__ import annotations

from playwright.sync_api import ConsoleMessage, Page, Request

THIS_MACHINE = ("http://127.0.0.1:", "http://localhost:", "blob:", "data:", "about:")


def complaints_of(tab: Page) -> list[str]:
    """Return a list that grows while the tab is used."""
    heard: list[str] = []

    def hear(message: ConsoleMessage) -> None:
        # A 422 or 404 that the test asked for is logged in these words too.
        if message.type == "error" and not message.text.startswith("Failed to load resource"):
            heard.append(f"{message.location.get('url')}: {message.text}")

    def see(request: Request) -> None:
        if not request.url.startswith(THIS_MACHINE):
            heard.append(f"asked for {request.url}")

    tab.on("console", hear)
    tab.on("pageerror", lambda error: heard.append(str(error)))
    tab.on("request", see)
    return heard
