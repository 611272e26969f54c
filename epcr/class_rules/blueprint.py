"""The blueprint of the pages of a class's own rules and of its agency, and where they stand."""

from __future__ import annotations

from flask import Blueprint

blueprint = Blueprint("class_rules", __name__)
CLASS = "/classes/<int(max=2147483647):number>"
OWN = f"{CLASS}/rules/<name>"
