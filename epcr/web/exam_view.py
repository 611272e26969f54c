"""The page of the secondary exam as it is drawn: the regions of the body, each with what was found, and the findings of one of them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final, cast

from flask import request, url_for
from markupsafe import Markup

from epcr.checks.finding import Finding
from epcr.sheet.control import Control
from epcr.sheet.exam import NO_ABNORMALITY, ExamFinding
from epcr.sheet.run_sheet import RunSheet
from epcr.sheet.vocabulary import Term, vocabulary
from epcr.web.field_view import Chips, DrawnField, chips, control_of, field_view, terms_of
from epcr.web.form_view import SectionForm
from epcr.web.group_view import drawn as drawn_fields
from epcr.web.isolation import quoted
from epcr.web.ledger_view import Entries, Words, striking, struck
from epcr.web.opened_sheet import OpenedSheet
from epcr.web.term_list import ListedTerm

# DCAP-BTLS: deformity, contusion, abrasion, puncture, burn, tenderness, laceration, swelling.
DCAP: Final = frozenset(
    {"deformity", "contusion", "abrasion", "puncture", "burn", "tenderness", "laceration", "swelling"}
)
NOTHING_FOUND: Final = frozenset({"Normal", "Not Done", "No abnormality"})
REST: Final = "rest"  # in place of a region: all of which nothing is recorded
NO_MORE: Final = "DEPRECATED"  # as the standard marks a term that is to be used no longer


@dataclass(frozen=True)
class FoundLine:
    """A finding in the list of its region."""

    anchor: str
    address: str
    at: str
    words: Words
    findings: Sequence[Finding]


@dataclass(frozen=True)
class RegionLine:
    """A region: what was found there, or one tap for that nothing was; `nothing` is the term that says so.

    `tapped` is the entry that the last tap wrote here, to be taken back; "" elsewhere.
    """

    code: str
    label: str
    css: str
    address: str
    shape: str
    heard: str
    findings: tuple[FoundLine, ...]
    nothing: str
    tapped: str = ""


@dataclass(frozen=True)
class ChipsOf:
    """Some of the findings of a region under their title."""

    title: str
    chips: Chips


@dataclass(frozen=True)
class RegionFindings:
    """The findings of the region that is chosen: what can be found there, what was looked for, and the fields after it."""

    field: DrawnField
    groups: tuple[ChipsOf, ...]
    looked_for: tuple[ListedTerm, ...]
    denied: Sequence[str]
    after: tuple[DrawnField, ...]


@dataclass(frozen=True)
class Exam:
    """The page. `findings` is None while no region is chosen; `rest` are the labels of the regions that are left.

    `tapped` are the entries that one tap wrote in several regions, to be taken back together.
    """

    no_abnormality: str
    take_back: str
    tapped: tuple[str, ...]
    next_id: str
    regions: tuple[RegionLine, ...]
    rest: tuple[str, ...]
    fields: tuple[DrawnField, ...]
    findings: RegionFindings | None


def exam(drawn: SectionForm, next_id: str) -> Exam:
    """The regions, and the form of a finding."""
    region = chosen_region(drawn)
    first, second = drawn.part.page.groups
    names = [name for name in first.names if name != "location" or region]
    tapped = _tapped(drawn)
    alone = tapped[0] if len(tapped) == 1 else ""
    return Exam(
        no_abnormality=url_for("sheet.no_abnormality", sheet_id=drawn.sheet.id),
        take_back=url_for("sheet.take_back", sheet_id=drawn.sheet.id),
        tapped=() if alone else tapped,
        next_id=next_id,
        regions=tuple(
            _region(drawn, term, here=term.code == region, tapped=alone) for term in vocabulary("exam_region")
        ),
        rest=tuple(vocabulary("exam_region").label(code) for code in left(drawn.sheet)),
        fields=drawn_fields(drawn.form, drawn.findings_at, names),
        findings=_findings(drawn, [name for name in second.names if name != "findings"]) if region else None,
    )


def is_as_tapped(finding: ExamFinding) -> bool:
    """Whether it says what the tap wrote and nothing since."""
    return finding.version == 1 and finding.findings == [NO_ABNORMALITY.get(finding.region or "", "")]


def _tapped(drawn: SectionForm) -> tuple[str, ...]:
    """The entries of the last tap, by the address of the page, as far as they stand as it wrote them."""
    asked = request.args.getlist("tapped")
    entries = [cast(ExamFinding, entry) for entry in drawn.entries]
    return tuple(entry.id for entry in entries if entry.id in asked and is_as_tapped(entry))


def left(sheet: RunSheet) -> list[str]:
    """The regions of which nothing is recorded, in the order of the list."""
    there = {finding.region for finding in sheet.entries("exam")}
    return [term.code for term in vocabulary("exam_region") if term.code not in there]


def around(drawn: SectionForm) -> Entries:
    """What stands around the form of a finding."""
    chosen, context = chosen_region(drawn), drawn.opened.context

    def named(finding: ExamFinding) -> Words:
        region = finding.show("region", context) or "Region not chosen"
        where = quoted(finding.show("location", context).lower()) if finding.location else ""
        findings = quoted(finding.show("findings", context))
        return Markup("{}{}{}: {}").format(region, ", " if where else "", where, findings)

    title = vocabulary("exam_region").label(chosen) if chosen else "Write a finding"
    return Entries(title, "", "", (), striking(drawn), struck(drawn, named))


def chosen_region(drawn: SectionForm) -> str:
    """The region that stands in the form; "" while none does."""
    return next(iter(control_of(drawn.form, "region").chosen()), "")


def _region(drawn: SectionForm, term: Term, *, here: bool, tapped: str) -> RegionLine:
    opened = drawn.opened
    entries = [cast(ExamFinding, entry) for entry in drawn.entries]
    there = [entry for entry in entries if entry.region == term.code]
    return RegionLine(
        code=term.code,
        label=term.label,
        css=f"region{' region-done' if there else ''}{' here' if here else ''}",
        address=f"{opened.section('exam')}?region={term.code}#entry",
        shape="check" if there else "ring",
        heard="add a finding" if there else "not examined; write a finding",
        findings=tuple(_found(opened, entry) for entry in there),
        nothing=NO_ABNORMALITY.get(term.code, ""),
        tapped=tapped if any(entry.id == tapped for entry in there) else "",
    )


def _found(opened: OpenedSheet, entry: ExamFinding) -> FoundLine:
    def show(name: str) -> Words:
        return quoted(entry.show(name, opened.context))

    where = Markup("{}: ").format(show("location")) if entry.location else ""
    return FoundLine(
        anchor=str(entry.anchor()),
        address=opened.section("exam", entry=entry.id, anchor="entry"),
        at=opened.context.customs.clock(entry.examined_at) if entry.examined_at else "",
        words=Markup("{}{}").format(where, show("findings") or show("remark") or "nothing documented yet"),
        findings=opened.of_entry(entry),
    )


def _findings(drawn: SectionForm, after: Sequence[str]) -> RegionFindings:
    control = control_of(drawn.form, "findings")
    terms = terms_of(control).terms
    return RegionFindings(
        field=field_view(control, drawn.findings_at.get(control.id, ())),
        groups=tuple(_chips(control, terms)),
        looked_for=tuple(
            term for term in terms if term.label not in NOTHING_FOUND and NO_MORE not in term.label
        ),
        denied=control.negatives,
        after=drawn_fields(drawn.form, drawn.findings_at, after),
    )


def _chips(control: Control, terms: Iterable[ListedTerm]) -> Iterator[ChipsOf]:
    """That nothing was found, then the injuries that are looked for first, then the others."""
    chosen = control.chosen()
    offered = [term for term in terms if NO_MORE not in term.label or term.code in chosen]
    nothing = [term for term in offered if term.label in NOTHING_FOUND]
    injuries = [term for term in offered if term not in nothing and _first_word(term.label) in DCAP]
    others = [term for term in offered if term not in nothing and term not in injuries]
    yield ChipsOf("", chips(control, nothing, chosen, label="findings", end="-a"))
    if injuries:
        yield ChipsOf("DCAP-BTLS", chips(control, injuries, chosen, label="injuries", end="-b"))
    if others:
        yield ChipsOf("Other findings", chips(control, others, chosen, label="other findings", end="-c"))


def _first_word(label: str) -> str:
    return next(iter(label.lower().replace("-", " ").replace("/", " ").split()), "")
