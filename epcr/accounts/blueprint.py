"""The blueprint of the pages of people and classes."""

from __future__ import annotations

from flask import Blueprint

blueprint = Blueprint("people", __name__)
