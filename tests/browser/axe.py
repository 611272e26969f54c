"""Asks axe, the accessibility rules carried in a wheel, about the page a browser tab shows."""

from __future__ import annotations

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

# Only what is broken comes back: what is in order fills a megabyte of each page.
_RUN = "axe.run({resultTypes: ['violations'], elementRef: false}).then((results) => results.violations)"


def violations(tab: Page) -> list[str]:
    """A line for each element that breaks a rule: the rule, where, and what to do."""
    if tab.evaluate("typeof axe") == "undefined":  # laid in again, it would be compiled again
        tab.evaluate(Axe().axe_script)
    return [
        f"{rule['id']} at {' '.join(map(str, node['target']))}: {node['failureSummary']}"
        for rule in tab.evaluate(_RUN)
        for node in rule["nodes"]
    ]
