"""Attributes of elements that stand only where there is something to say."""

from __future__ import annotations

from typing import Final

from flask import Flask
from markupsafe import Markup

NONE: Final = Markup()


def attribute(words: object, name: str, value: str | None = None) -> Markup:
    """An attribute where anything is told: with a value of its own, else with what is told."""
    # Not by Markup.format, which reads its pattern anew each time.
    return Markup(' %s="%s"') % (name, words if value is None else value) if words else NONE


def flag(stands: object, name: str) -> Markup:
    """An attribute that stands without a value."""
    return Markup(" %s") % name if stands else NONE


def install(app: Flask) -> None:
    """Give them to every template."""
    app.jinja_env.filters.update(attribute=attribute, flag=flag)
