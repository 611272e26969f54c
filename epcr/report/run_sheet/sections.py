"""Every section of the sheet in its order, as its fields are declared; few have a drawing of their own.

A section that is added to the sheet prints by itself.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from typing import Any, Final

from epcr.handoff.words import NOT_DOCUMENTED
from epcr.paper.strips import Strip
from epcr.report.run_sheet.acts import acts
from epcr.report.run_sheet.cells import columns, labeled, silent, stacked
from epcr.report.run_sheet.entries import entries, struck
from epcr.report.run_sheet.flow import Said, section, titled
from epcr.report.run_sheet.press import Press, Told
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
Drawn = Callable[[Press, Sequence[Any]], Iterator[Strip]]


def sections(press: Press) -> Iterator[Strip]:
    """All of them, each under its heading; one that can be told in a line stands beside it."""
    for kind in SECTIONS:
        slug = kind.page.slug
        beside = _in_a_line(press, kind)
        body = [] if beside else [*_many(press, kind)] if kind.many else [*_once(press, kind)]
        yield from section(kind.page.title, [*body, *press.remaining_remarks(slug)], beside=beside)


def _in_a_line(press: Press, kind: type[SheetPart]) -> Said | None:
    """What there is to say of a section that is not asked, has no entries, or holds one short answer; None for all others."""
    part = getattr(press.run_sheet, kind.page.slug)
    if kind.many:
        missing = press.needs(Anchor(kind.page.slug))
        return None if part else Said("", NOT_DOCUMENTED if missing else NONE, strong=missing)
    if not press.run_sheet.asks(kind):
        return Said("", NOT_ASKED)
    groups = list(press.groups(part))
    told = [one for _title, fields, _asked in groups for one in fields if one.words]
    open_fields = [one for _title, fields, asked in groups for one in fields if asked and not one.words]
    if len(told) == 1 and not open_fields and len(told[0].words) <= SHORT:
        return Said("", told[0].words, strong=told[0].missing)
    meanings = {part.fields()[one.name].when_empty for one in open_fields}
    if not told and len(meanings) == 1 and (meaning := meanings.pop()):
        return Said("", f"{meaning[:1].upper()}{meaning[1:]}.")
    return None


def _once(press: Press, kind: type[SheetPart]) -> Iterator[Strip]:
    """A section that stands once: its groups, and in one line what nobody documented."""
    part: SheetPart = getattr(press.run_sheet, kind.page.slug)
    left: list[Told] = []
    empty: list[str] = []
    body: list[Strip] = []
    for title, told, asked in press.groups(part):
        present = [one for one in told if one.words]
        if asked and not present and title:
            empty.append(title)
        elif asked:
            left += [one for one in told if not one.words]
        if not title:
            body += labeled(press, part, present)
        else:
            draw = stacked if _moments(part, told) else columns
            body += titled(title, draw(press, part, present))
    if left or empty:
        if body:
            body[-1] = replace(body[-1], leads=True)
        body += titled("", silent(part, left, empty, press.body))
    yield from body
    for name in part.fields():
        yield from press.remarks(part, name)


def _many(press: Press, kind: type[SheetPart]) -> Iterator[Strip]:
    """A section of entries: those that stand, then those that were struck."""
    slug = kind.page.slug
    listed: list[Entry] = press.run_sheet.entries(slug)
    if listed:
        yield from OWN.get(slug, entries)(press, listed)
    yield from struck(press, [one for one in getattr(press.run_sheet, slug) if one.struck])


def _with_chart(press: Press, listed: Sequence[Any]) -> Iterator[Strip]:
    yield from grid(press, listed)
    yield from chart(press)


def _moments(part: SheetPart, told: Sequence[Told]) -> bool:
    """Whether a group holds nothing but times."""
    specs = part.fields()
    return len(told) > 3 and all(isinstance(specs[one.name], Moment | Day) for one in told)


# Entries that are drawn otherwise than one below the other.
OWN: Final[dict[str, Drawn]] = {
    "vitals": _with_chart,
    "interventions": acts,
    "signatures": signatures,
}
