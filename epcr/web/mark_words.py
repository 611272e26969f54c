"""Words with their shape and tone, one table each: the states of a sheet, and what just happened by its weight."""

from __future__ import annotations

from types import MappingProxyType
from typing import Final

from flask import Flask, g, url_for

from epcr.visit.pieces import Mark

_STATES: Final = MappingProxyType(
    {
        "draft": Mark("plain", "pen", "Draft"),
        "submitted": Mark("accent", "sent", "Submitted"),
        "opened": Mark("accent", "eye", "In review"),
        "returned": Mark("attention", "back", "Returned"),
        "accepted": Mark("good", "check", "Accepted"),
        "discarded": Mark("plain", "cross", "Discarded"),
    }
)
# The tone of a panel and its shape, by the category that a message is flashed with.
_MESSAGES: Final = MappingProxyType(
    {
        "good": ("good", "check"),
        "success": ("good", "check"),
        "warning": ("attention", "alert"),
        "stop": ("stop", "stop"),
        "error": ("stop", "stop"),
        "danger": ("stop", "stop"),
    }
)
_PLAIN: Final = ("plain", "info")


def mark_of_state(state: str) -> Mark:
    """Where a sheet stands, in words with a shape."""
    return _STATES.get(str(state)) or Mark("plain", "dot", str(state).capitalize())


def mark_of_message(category: str, words: str) -> Mark:
    """What just happened; the category names its weight, all that are not known are plain."""
    return Mark(*_MESSAGES.get(category, _PLAIN), words)


def icons() -> str:
    """The address of the file of icons: a page has some sixty, so it is asked for once."""
    if "icons" not in g:
        g.icons = url_for("static", filename="icons.svg")
    return str(g.icons)


def install(app: Flask) -> None:
    """Give them to every template."""
    app.jinja_env.filters["mark_of_state"] = mark_of_state
    app.jinja_env.globals.update(mark_of_message=mark_of_message, icons=icons)
