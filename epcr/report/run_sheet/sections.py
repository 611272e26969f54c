"""Every section of the sheet in its order, as its fields are declared; few have a drawing of their own.

A section that is added to the sheet prints by itself.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from typing import Any, Final

from epcr.handoff.words import NOT_DOCUMENTED, capital
from epcr.paper.strips import Strip
from epcr.report.run_sheet.acts import acts
from epcr.report.run_sheet.cells import columns, labeled, silent, stacked
from epcr.report.run_sheet.entries import entries, struck
from epcr.report.run_sheet.flow import LabeledValue, section, titled
from epcr.report.run_sheet.press import FieldGroup, FieldWords, SheetPress
from epcr.report.run_sheet.signatures import signatures
from epcr.report.run_sheet.vitals import chart, grid
from epcr.sheet.anchor import Anchor
from epcr.sheet.kinds.day import Day
from epcr.sheet.kinds.moment import Moment
from epcr.sheet.run_sheet import SECTIONS
from epcr.sheet.section import Entry, SheetPart

NOT_ASKED: Final = "Not asked on this call."
NONE: Final = "None documented."
SHORT: Final = 80  # characters that stand beside a heading
Drawn = Callable[[SheetPress, Sequence[Any]], Iterator[Strip]]


def sections(press: SheetPress) -> Iterator[Strip]:
    """All of them, each under its heading; one that can be told in a line stands beside it."""
    for kind in SECTIONS:
        if kind.many and not press.run_sheet.asks(kind):
            continue
        slug = kind.page.slug
        beside = _in_a_line(press, kind)
        body = [] if beside else [*_many(press, kind)] if kind.many else [*_once(press, kind)]
        yield from section(kind.page.title, [*body, *press.remaining_remarks(slug)], beside=beside)


def _in_a_line(press: SheetPress, kind: type[SheetPart]) -> LabeledValue | None:
    """What there is to say of a section that is not asked, has no entries, or holds one short answer; None for all others."""
    part = getattr(press.run_sheet, kind.page.slug)
    if kind.many:
        missing = press.needs(Anchor(kind.page.slug))
        return None if part else LabeledValue("", NOT_DOCUMENTED if missing else NONE, strong=missing)
    if not press.run_sheet.asks(kind):
        return LabeledValue("", NOT_ASKED)
    return _one_answer(part, press.groups(part))


def _one_answer(part: SheetPart, groups: Sequence[FieldGroup]) -> LabeledValue | None:
    """The one short answer of a section, or what it means that all of it is blank; None for all others."""
    documented = [field for group in groups for field in group.documented]
    blank = [field for group in groups for field in group.blank]
    if len(documented) == 1 and not blank and len(documented[0].words) <= SHORT:
        return LabeledValue("", documented[0].words, strong=documented[0].missing)
    meanings = {part.fields()[field.name].when_empty for field in blank}
    if not documented and len(meanings) == 1 and (meaning := meanings.pop()):
        return LabeledValue("", f"{capital(meaning)}.")
    return None


def _once(press: SheetPress, kind: type[SheetPart]) -> Iterator[Strip]:
    """A section that stands once: its groups, and in one line what nobody documented."""
    part: SheetPart = getattr(press.run_sheet, kind.page.slug)
    groups = press.groups(part)
    body = [strip for group in groups for strip in _group(press, part, group)]
    blank = [field for group in groups if not group.empty for field in group.blank]
    empty = [group.title for group in groups if group.empty]
    if blank or empty:
        body[-1:] = [replace(strip, leads=True) for strip in body[-1:]]
        body += titled("", silent(part, blank, empty, press.body))
    yield from body
    for name in part.fields():
        yield from press.remarks(part, name)


def _group(press: SheetPress, part: SheetPart, group: FieldGroup) -> Iterator[Strip]:
    """What is documented of a group: under its title, or each field with its own label in the margin."""
    if not group.title:
        return labeled(press, part, group.documented)
    draw = stacked if _moments(part, group.fields) else columns
    return titled(group.title, draw(press, part, group.documented))


def _many(press: SheetPress, kind: type[SheetPart]) -> Iterator[Strip]:
    """A section of entries: those that stand, then those that were struck."""
    slug = kind.page.slug
    listed: list[Entry] = press.run_sheet.entries(slug)
    if listed:
        yield from OWN.get(slug, entries)(press, listed)
    yield from struck(press, [entry for entry in getattr(press.run_sheet, slug) if entry.struck])


def _with_chart(press: SheetPress, listed: Sequence[Any]) -> Iterator[Strip]:
    yield from grid(press, listed)
    yield from chart(press)


def _moments(part: SheetPart, fields: Sequence[FieldWords]) -> bool:
    """Whether a group holds nothing but times."""
    specs = part.fields()
    return len(fields) > 3 and all(isinstance(specs[field.name], Moment | Day) for field in fields)


# Entries that are drawn otherwise than one below the other.
OWN: Final[dict[str, Drawn]] = {
    "vitals": _with_chart,
    "interventions": acts,
    "signatures": signatures,
}
