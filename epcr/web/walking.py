"""That a page of a section was opened from the check: for which place, and the way back there.

The place travels in the address and in the form, so that it works without scripts and survives a save.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from flask import request, url_for

from epcr.sheet.anchor import Anchor
from epcr.sheet.run_sheet import BY_SLUG, ENTRY_SLUGS, RunSheet

FIELD: Final = "check"  # in the address and in the form


@dataclass(frozen=True)
class WayBack:
    """The place that the check led here for, and where the check goes on: at it, or with what is open after it."""

    place: str
    back: str
    onward: str


def place() -> Anchor | None:
    """The place that the check led here for; None where one came another way, or the address names no place."""
    return read_place(request.values.get(FIELD, ""))


def read_place(text: str) -> Anchor | None:
    """A place on a sheet; None where it is none."""
    try:
        anchor = Anchor.parse(text, entry_sections=ENTRY_SLUGS)
    except ValueError:
        return None
    section = BY_SLUG.get(anchor.section)
    known = section is not None and (not anchor.field or anchor.field in section.fields())
    return anchor if known else None


def way_back(sheet: RunSheet) -> WayBack | None:
    """The way back to the check; None where one did not come from there."""
    came_for = place()
    if came_for is None:
        return None
    back = url_for("sheet.check", sheet_id=sheet.id, _anchor=step_at(came_for))
    return WayBack(str(came_for), back, onward(sheet, came_for))


def onward(sheet: RunSheet, after: Anchor) -> str:
    """The address of what is open after a place."""
    return url_for("sheet.next_open", sheet_id=sheet.id, after=after)


def step_at(anchor: Anchor | str) -> str:
    """The id of the step of the check at a place."""
    return f"step-{anchor}"
