"""The HTML of fields in which nothing stands, as a file for each section: a browser has it once and draws the fields of every sheet by it.
Another one has what is the same on every call screen.

The script that does so is the file itself (`epcr/static/known_fields.js`, behind the HTML that it knows), so that it runs where a page
names it: in the midst of the form, before anything is shown and before any other script looks.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from functools import cache
from typing import Final, cast

from flask import current_app, get_template_attribute

from epcr import paths
from epcr.fingerprints import Asset, asset
from epcr.sheet.context import Context
from epcr.sheet.control import Control
from epcr.sheet.run_sheet import BY_SLUG
from epcr.sheet.section import SheetPart
from epcr.sheet.vitals import VitalSigns
from epcr.web.call_pieces import FILE as OF_THE_CALL
from epcr.web.call_pieces import drawn_pieces
from epcr.web.field_view import DrawnField, field_view
from epcr.web.forms import form_for
from epcr.web.group_view import in_its_row
from epcr.web.known_fields import ROOT, is_alike

SCRIPT: Final = "known_fields.js"
ENTRY: Final = "-the-entry-"  # in the place of an entry's id
_BLANK_LINES: Final = re.compile(r"\n+")


def field_file(slug: str) -> str:
    """What the file of a section's fields is called."""
    return f"fields-{slug}.js"


def is_field_file(name: str) -> bool:
    """Whether a file is one of these by its name, with the mark of its content or without."""
    return name.startswith("fields-")


@cache
def field_files() -> dict[str, Asset]:
    """The files by name, drawn once a process by the templates of the application that is asked."""
    knows = {field_file(slug): _drawn(section) for slug, section in BY_SLUG.items()} | {
        OF_THE_CALL: drawn_pieces()
    }
    return {
        name: asset(name, _script({what: _BLANK_LINES.sub("\n", html) for what, html in known.items()}))
        for name, known in knows.items()
    }


def _script(html: Mapping[str, str]) -> bytes:
    known = json.dumps(html, ensure_ascii=False, separators=(",", ":"))
    source = (paths.static() / SCRIPT).read_text("utf-8")
    return f"{{\nconst KNOWN = {known};\n{source}}}\n".encode()


def _drawn(section: type[SheetPart]) -> dict[str, str]:
    """The HTML of each field of a section that looks the same on every sheet, by its name."""
    app, context = current_app, Context()
    part = section(id=ENTRY) if section.many else section()
    # A request of its own, and another's values stay as they are.
    with app.app_context(), app.test_request_context(environ_overrides={"SCRIPT_NAME": ROOT}):
        draw = get_template_attribute("macros/controls.html", "drawn")
        return {
            control.short_name: str(draw(_view(section, control)))
            for control in cast("list[Control]", list(form_for(part, context)))
            if is_alike(control.spec, context)
        }


def _view(section: type[SheetPart], control: Control) -> DrawnField:
    view = field_view(control)
    return in_its_row(control.short_name, view) if section is VitalSigns else view
