"""A part of a sheet to read, as it is drawn: what is documented of it, with what was said at each field."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final

from epcr.checks.finding import Finding, Weight
from epcr.review.model import Kind
from epcr.review.state import Standing, State
from epcr.sheet.interventions import Intervention
from epcr.sheet.run_sheet import SECTIONS
from epcr.sheet.section import Entry, SheetPart
from epcr.web.interventions_view import VerdictAt, verdict_at
from epcr.web.ledger_view import PutBackButton, put_back
from epcr.web.opened_sheet import OpenedSheet
from epcr.web.vitals_grid import VitalsTrend, trend

_LEADS: Final[Mapping[str, str]] = MappingProxyType(
    {
        State.SUBMITTED: "Submitted. It cannot be changed while your instructor has it.",
        Kind.OPENED: "In review. It cannot be changed while your instructor reads it.",
        State.ACCEPTED: "Accepted. It stays as it is.",
    }
)


@dataclass(frozen=True)
class ReadField:
    """A field and what it says; `css` is the class of what takes the whole width, `absent` that of a reason in place of a value."""

    anchor: str
    label: str
    words: str
    css: str
    absent: str
    findings: Sequence[Finding]


@dataclass(frozen=True)
class PartRead:
    """A section or an entry of one."""

    anchor: str
    at: str
    facts: tuple[ReadField, ...]
    verdict: VerdictAt | None


@dataclass(frozen=True)
class SectionRead:
    """A section with its parts. `anchor` is where its line in the list of sections leads; `trend` that of the vital signs."""

    anchor: str
    title: str
    parts: tuple[PartRead, ...]
    trend: VitalsTrend | None


@dataclass(frozen=True)
class StruckPart:
    """A struck entry to read: what it said, why it was struck, and the way to put it back."""

    title: str
    lead: str
    noun: str
    anchor: str
    heading: str
    at: str
    reason: str
    facts: tuple[ReadField, ...]
    back: PutBackButton
    list: str
    list_words: str


def lead(stands: Standing) -> str:
    """Why it can only be read."""
    return _LEADS.get(stands.word, "")


def sections_read(opened: OpenedSheet) -> tuple[SectionRead, ...]:
    """Every section that this call asks for or that says anything, with the parts of it that do."""
    touched = [part for part in opened.sheet.parts() if part.touched()]
    return tuple(_sections(opened, touched))


def struck_part(opened: OpenedSheet, part: Entry, heading: str) -> StruckPart:
    """An entry that was struck."""
    return StruckPart(
        title=part.page.title,
        lead=f"This {part.noun} was struck. It stays in the record and cannot be changed; put it back to change it.",
        noun=part.noun,
        anchor=str(part.anchor()),
        heading=heading,
        at=opened.sheet.recorded_at(part.struck_at) if part.struck_at else "",
        reason=part.struck_reason or "",
        facts=tuple(_facts(opened, part, commented=False)),
        back=put_back(opened, part, heading),
        list=opened.section(part.page.slug),
        list_words=part.page.title.lower(),
    )


def _sections(opened: OpenedSheet, touched: Sequence[SheetPart]) -> Iterator[SectionRead]:
    for section in SECTIONS:
        slug = section.page.slug
        parts = tuple(_part(opened, part) for part in touched if part.page.slug == slug)
        if parts or (opened.sheet.asks(section) and slug not in opened.folded):
            of_vitals = trend(opened) if slug == "vitals" else None
            yield SectionRead(opened.reading_anchor(slug), section.page.title, parts, of_vitals)


def _part(opened: OpenedSheet, part: SheetPart) -> PartRead:
    moment = part.moment() if isinstance(part, Entry) else None
    return PartRead(
        anchor=str(part.anchor()),
        at=opened.context.customs.clock(moment) if moment else "",
        facts=tuple(_facts(opened, part, commented=True)),
        verdict=verdict_at(opened, part, changeable=False) if isinstance(part, Intervention) else None,
    )


def _facts(opened: OpenedSheet, part: SheetPart, *, commented: bool) -> Iterator[ReadField]:
    """What is documented, with what was said of it where that is `commented`."""
    for name in filter(part.documented, part.fields()):
        anchor = str(part.anchor(name))
        if not (part.stands_alone(name) or opened.findings_at.get(anchor)):
            continue
        yield _fact(opened, part, name, opened.findings_at.get(anchor, ()) if commented else ())


def _fact(opened: OpenedSheet, part: SheetPart, name: str, findings: Sequence[Finding]) -> ReadField:
    spec = part.fields()[name]
    return ReadField(
        anchor=str(part.anchor(name)),
        label=spec.label,
        words=part.show_whole(name, opened.context),
        css="fact-wide" if getattr(spec, "lines", 1) > 1 else "",
        absent="absent" if getattr(part, name) is None else "",
        findings=[finding for finding in findings if finding.weight in {Weight.COMMENT, Weight.WARNING}],
    )
