"""Asks axe, the accessibility rules carried in a wheel, about the page a browser tab shows."""

from __future__ import annotations

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page


def violations(tab: Page) -> list[str]:
    """A line for each element that breaks a rule: the rule, where, and what to do."""
    found = Axe().run(tab).response["violations"]
    return [
        f"{rule['id']} at {' '.join(map(str, node['target']))}: {node['failureSummary']}"
        for rule in found
        for node in rule["nodes"]
    ]
