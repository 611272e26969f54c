"""The pieces of a page that a device may ask to have drawn anew with the answer to its changes, by name."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cached_property, lru_cache
from types import MappingProxyType
from typing import Final

from flask import get_template_attribute, render_template, url_for

from epcr.checks.finding import Finding
from epcr.derived.of_sheet import worked_out
from epcr.sheet.interventions import Intervention
from epcr.sheet.run_sheet import BY_SLUG
from epcr.sheet.section import SheetPart
from epcr.web.call import call_piece, finding_piece, log_piece
from epcr.web.changes.two_values import beside_the_buttons
from epcr.web.check import check_piece
from epcr.web.frame_view import Frame, frame
from epcr.web.interventions_view import acts, said_with_asks
from epcr.web.mark_words import icons
from epcr.web.opened_sheet import OpenedSheet
from epcr.words.language import spoken


@dataclass(frozen=True)
class Redrawn:
    """A sheet as one page shows it: `slug` is the section of the page, or "call"; `entry` the one in its form."""

    opened: OpenedSheet
    slug: str
    entry: str

    @cached_property
    def frame(self) -> Frame:
        """What stands around every page."""
        return frame(self.opened, self.slug)


def _outline(page: Redrawn) -> str:
    return render_template("sheet/outline.html", frame=page.frame)


def _timeline(page: Redrawn) -> str:
    return render_template("sheet/timeline.html", frame=page.frame)


def _patient(page: Redrawn) -> str:
    return render_template("sheet/patient.html", frame=page.frame)


def _two_values(page: Redrawn) -> str:
    opened = page.opened
    settle = url_for("changes.settle", sheet_id=opened.sheet.id)
    return render_template("sheet/two_values.html", two_values=opened.two_values, settle=settle)


def _worked_out(page: Redrawn) -> str:
    worked = worked_out(page.opened.sheet, page.opened.context, page.slug, page.entry)
    return render_template("sheet/worked_out.html", worked=worked)


def _acts(page: Redrawn) -> str:
    return render_template("sheet/acts.html", acts=acts(page.opened, page.entry))


PIECES: Final[Mapping[str, Callable[[Redrawn], str]]] = MappingProxyType(
    {
        "call": lambda page: call_piece(page.opened.sheet),
        "call-log": lambda page: log_piece(page.opened),
        "finding": lambda page: finding_piece(page.opened.sheet),
        "outline": _outline,
        "timeline": _timeline,
        "patient": _patient,
        "two-values": _two_values,
        "acts": _acts,
        "worked-out": _worked_out,
        "check": lambda page: check_piece(page.opened),
    }
)


def drawn(opened: OpenedSheet, message: object) -> dict[str, str]:
    """Those that the message asks for, as HTML; names of none are passed over."""
    asked = message.get("draw", ()) if isinstance(message, Mapping) else ()
    names = [name for name in asked if isinstance(name, str)] if isinstance(asked, list) else []
    here = message.get("here", "") if isinstance(message, Mapping) else ""
    slug, _, entry = here.partition("-") if isinstance(here, str) else ("", "", "")
    page = Redrawn(opened, slug if slug in BY_SLUG or slug == "call" else "", entry)
    return {name: PIECES[name](page) for name in names if name in PIECES}


def said_at_fields(opened: OpenedSheet, part: SheetPart) -> dict[str, str]:
    """What was found at each field of a part, as its page shows it: HTML, by anchor. A field of which nothing is said is not in it."""
    at = said_with_asks(opened, part) if isinstance(part, Intervention) else opened.findings_at
    anchors = [str(part.anchor(name)) for name in part.fields()]
    to_say = {anchor: beside_the_buttons(at.get(anchor, ())) for anchor in anchors}
    return {
        anchor: _said(tuple(findings), spoken(), icons()) for anchor, findings in to_say.items() if findings
    }


@lru_cache(maxsize=2048)
def _said(findings: tuple[Finding, ...], _language: str, _icons: str) -> str:
    """The HTML of findings, in a language and with the address of the icons, which is another below another path. Kept: each change of a
    part is answered with what is said at all of its fields, most of it as before.
    """
    return str(get_template_attribute("macros/controls.html", "all_said")(findings))
