"""Scenarios: the calls that a class practices on, and how a sheet begins from one."""

from __future__ import annotations

from flask import Flask

from epcr.scenarios.beginning import begin
from epcr.scenarios.scenario import Scenario, scenarios

__all__ = ["Scenario", "begin", "install", "scenarios"]


def install(app: Flask) -> None:
    """Register the pages of the scenarios."""
    from epcr.scenarios.routes import blueprint  # noqa: PLC0415 - the pages import this package

    app.register_blueprint(blueprint)
