"""What can be said about a run sheet: each check is a generator of findings over plain objects, without session or request.

The page, the submit gate, the instructor's queue and the paper all ask `findings`.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cache

from epcr.checks.chronology import times_out_of_order
from epcr.checks.completeness import missing
from epcr.checks.conditions import Stated
from epcr.checks.contradictions import contradictions
from epcr.checks.doses import unusual_doses
from epcr.checks.far_off import A_YEAR_OFF, LATER, far_off
from epcr.checks.field_triage import triage_against_signs
from epcr.checks.finding import Finding, Weight
from epcr.checks.out_of_scope import out_of_scope
from epcr.checks.pairs import contradicting
from epcr.checks.performers import unknown_endorsements
from epcr.checks.plausibility import implausible
from epcr.sheet.anchor import Anchor
from epcr.sheet.answer import Answer
from epcr.sheet.run_sheet import SECTIONS, RunSheet
from epcr.sheet.section import Entry

LONGEST_VALUE = 400  # characters; as wide as the column of an answer
_WEIGHTS = {weight: number for number, weight in enumerate(Weight)}


@dataclass(frozen=True)
class Summary:
    """How many findings of a section are still open, and how many comments there are to read beside them."""

    missing: int = 0
    warnings: int = 0
    comments: int = 0


def findings(run_sheet: RunSheet) -> list[Finding]:
    """Everything there is to say, in the order of the sheet, with the trainee's answers at the warnings they cover."""
    context, call = run_sheet.context(), Stated(run_sheet)
    raised = [
        *missing(call, context),
        *implausible(run_sheet, context),
        *unusual_doses(run_sheet, context),
        *triage_against_signs(run_sheet, context),
        *times_out_of_order(run_sheet, context),
        *far_off(run_sheet, context),
        *unknown_endorsements(run_sheet, context),
        *out_of_scope(run_sheet, context),
        *contradicting(call, context),
        *contradictions(run_sheet, context),
    ]
    return _in_order(run_sheet, answered(raised, run_sheet.answers))


def answered(unanswered: Iterable[Finding], answers: Iterable[Answer]) -> Iterator[Finding]:
    """The findings with their answers: answer counts for the same source at the same field as long as the value is the same."""
    given = {(answer.source, answer.anchor, answer.value): answer.text or answer.kind for answer in answers}
    for finding in unanswered:
        value = finding.value[:LONGEST_VALUE]
        text = given.get((finding.source, str(finding.anchor), value), "")
        answer = text if finding.weight is Weight.WARNING else ""
        is_so = (value, answer) == (finding.value, finding.answer)
        yield finding if is_so else replace(finding, value=value, answer=answer)


def grouped(sheet_findings: Iterable[Finding]) -> list[list[Finding]]:
    """The findings in their order, open warnings that say the same in the same section together: one answer may do for all.

    Warnings of one source at one field are about different words in it, and each is answered by itself. Times that are off by
    the clock are off together, in whatever section.
    """
    groups: dict[object, list[Finding]] = {}
    at_field = Counter[tuple[str, Anchor]]()
    for number, finding in enumerate(sheet_findings):
        if finding.weight is not Weight.WARNING or not finding.open:
            groups[number] = [finding]
            continue
        earlier = at_field[finding.source, finding.anchor]
        at_field[finding.source, finding.anchor] += 1
        section = "" if finding.source in {LATER, A_YEAR_OFF} else finding.anchor.section
        groups.setdefault((finding.source, section, earlier), []).append(finding)
    return list(groups.values())


def summary(sheet_findings: Iterable[Finding]) -> dict[str, Summary]:
    """What is open in each section, by slug; every section of the sheet has its line."""
    missing, warnings, comments = Counter[str](), Counter[str](), Counter[str]()
    for finding in sheet_findings:
        if finding.weight is Weight.COMMENT:
            comments[finding.anchor.section] += 1
        elif finding.open:
            (warnings if finding.weight is Weight.WARNING else missing)[finding.anchor.section] += 1
    slugs = (section.page.slug for section in SECTIONS)
    return {slug: Summary(missing[slug], warnings[slug], comments[slug]) for slug in slugs}


def place_of(run_sheet: RunSheet) -> Callable[[Anchor], tuple[int, int, int]]:
    """Where an anchor stands on a sheet: by section, then entry in the order of time, then field. A whole section comes first."""
    sections, fields = _declared_places()
    entries = {part.id: number for number, part in enumerate(run_sheet.parts()) if isinstance(part, Entry)}

    def place(anchor: Anchor) -> tuple[int, int, int]:
        field = fields[anchor.section, anchor.field] if anchor.field else -1
        return sections[anchor.section], entries.get(anchor.entry, -1), field

    return place


@cache
def _declared_places() -> tuple[Mapping[str, int], Mapping[tuple[str, str], int]]:
    """Where sections stand on a sheet, by slug, and fields in their section, by slug and name."""
    places = {section.page.slug: number for number, section in enumerate(SECTIONS)}
    fields = {
        (section.page.slug, name): number
        for section in SECTIONS
        for number, name in enumerate(section.fields())
    }
    return places, fields


def _in_order(run_sheet: RunSheet, unordered: Iterable[Finding]) -> list[Finding]:
    """By place, then weight."""
    place = place_of(run_sheet)
    return sorted(unordered, key=lambda finding: (*place(finding.anchor), _WEIGHTS[finding.weight]))


__all__ = ["Finding", "Summary", "Weight", "answered", "findings", "grouped", "place_of", "summary"]
