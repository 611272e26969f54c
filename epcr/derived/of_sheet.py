"""What is worked out for one page of a sheet, or for all of it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from types import MappingProxyType
from typing import Final

from epcr.checks.readings import measured
from epcr.derived.burned_area import burned_area
from epcr.derived.of_set import of_set
from epcr.derived.panel import WorkedPanel
from epcr.derived.sorting import field_triage, sorted_patient
from epcr.derived.worked_out import WorkedOut
from epcr.sheet.context import Context
from epcr.sheet.run_sheet import RunSheet

OfSheet = Callable[[RunSheet, Context], Iterator[WorkedOut]]


# By the slug of the section on whose page it stands; vital signs are worked out set by set.
ON_PAGES: Final[Mapping[str, OfSheet]] = MappingProxyType(
    {
        "incident": lambda run_sheet, _context: sorted_patient(run_sheet),
        "injury": field_triage,
        "exam": lambda run_sheet, _context: burned_area(run_sheet),
    }
)

SECTIONS: Final = frozenset({"vitals", *ON_PAGES})  # those on whose page anything may be worked out


def worked_out(run_sheet: RunSheet, context: Context, slug: str, entry: str = "") -> WorkedPanel:
    """What stands on the page of a section, of vital signs by the set of this id, else by the newest; nothing on most pages."""
    if slug == "vitals":
        return _of_a_set(run_sheet, context, entry)
    lines = ON_PAGES.get(slug)
    return WorkedPanel(tuple(lines(run_sheet, context)) if lines else ())


def all_worked_out(run_sheet: RunSheet, context: Context) -> tuple[WorkedPanel, ...]:
    """Everything there is: each vital-sign set that has something, then the sheet's own."""
    sets = [_of_a_set(run_sheet, context, vitals.id) for vitals in run_sheet.entries("vitals")]
    rest = [line for slug in ON_PAGES for line in worked_out(run_sheet, context, slug).lines]
    return tuple(panel for panel in (*sets, WorkedPanel(rest)) if panel.lines)


def _of_a_set(run_sheet: RunSheet, context: Context, entry: str) -> WorkedPanel:
    sets = [vitals for vitals in run_sheet.entries("vitals") if measured(vitals)]
    vitals = next((taken for taken in sets if taken.id == entry), sets[-1] if sets else None)
    if vitals is None:
        return WorkedPanel(())
    return WorkedPanel(
        tuple(of_set(run_sheet, vitals, context)), vitals.at(context) or "of the set without a time"
    )
