"""Scenarios: the calls that a class practices on, and how a sheet begins from one."""

from epcr.scenarios.beginning import begin
from epcr.scenarios.scenario import Scenario, scenarios

__all__ = ["Scenario", "begin", "scenarios"]
