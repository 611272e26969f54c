"""What a finding is called by its weight, and the shape beside it: one table for every page."""

from __future__ import annotations

from types import MappingProxyType
from typing import Final

from flask import Flask

from epcr.checks.finding import Weight

_WEIGHTS: Final = MappingProxyType(
    {
        Weight.ERROR: ("stop", "Error"),
        Weight.MISSING: ("ring", "Missing"),
        Weight.WARNING: ("alert", "Warning"),
        Weight.COMMENT: ("comment", "Comment"),
        Weight.NOTE: ("info", "Note"),
    }
)


def shape_of_weight(weight: str) -> str:
    """The shape beside a finding of this weight."""
    return _WEIGHTS[Weight(weight)][0]


def name_of_weight(weight: str) -> str:
    """What a finding of this weight is called."""
    return _WEIGHTS[Weight(weight)][1]


def install(app: Flask) -> None:
    """Give them to every template."""
    app.jinja_env.filters.update(shape_of_weight=shape_of_weight, name_of_weight=name_of_weight)
