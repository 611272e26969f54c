"""What was done and is not in the list of interventions: a name that was typed comes back with what it may become.

Nothing is guessed: a name alone says neither whether it is a medication, nor whether it is one of the list that goes by that
name. Whoever typed it presses which it was, and everything else that was typed stays as it is.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import wtforms
from werkzeug.datastructures import MultiDict

from epcr.sheet.catalog import OTHERS, CatalogItem, catalog
from epcr.sheet.control import Control
from epcr.sheet.typed_text import LINE

PRESSED: Final = "called"  # the name of the buttons; their value is the item that it was
MOST_OFFERED: Final = 8  # of the list, chosen here: what a phone shows without scrolling


@dataclass(frozen=True)
class Offer:
    """A typed name, the interventions of the list that go by it, and the one of the list that is chosen beside it."""

    name: str
    listed: tuple[CatalogItem, ...]
    chosen: CatalogItem | None = None


def as_pressed(typed: MultiDict[str, str], prefix: str) -> MultiDict[str, str]:
    """The form as it was sent, with the item of an offer that was pressed, and with words for an item as a name.

    `prefix` is that of the intervention's controls.
    """
    item, name = f"{prefix}item", f"{prefix}other_name"
    meant = MultiDict(typed)
    pressed = typed.get(PRESSED, "")
    words = typed.get(item, "").strip()
    if pressed in catalog().rows:
        meant[item] = pressed
        if pressed not in OTHERS:
            meant[name] = ""
    elif (
        words
        and len(words) <= LINE
        and catalog().terms.find(words) is None
        and not typed.get(name, "").strip()
    ):
        meant[item], meant[name] = "", words
    return meant


def offer(form: wtforms.Form, changed: Sequence[Control], pressed: str) -> Offer | None:
    """What is to be asked before it is saved; None where the form says all.

    `changed` are the controls whose value is new: what was saved once under its name is not asked about again.
    """
    name, item = form["other_name"].data, form["item"].data
    if not name or (item in OTHERS and item == pressed):
        return None
    listed = tuple(catalog().called(name)[:MOST_OFFERED])
    if item in OTHERS:
        new = any(control.short_name in {"item", "other_name"} for control in changed)
        return Offer(name, listed) if listed and new else None
    return Offer(name, listed, catalog()[item] if item else None)
