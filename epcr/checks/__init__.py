"""What can be said about a run sheet: each check is a generator of findings over plain objects, without session or request.

The page, the submit gate, the instructor's queue and the paper all ask `findings`.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from epcr.checks.chronology import times_out_of_order
from epcr.checks.completeness import missing
from epcr.checks.contradictions import contradictions
from epcr.checks.far_off import A_YEAR_OFF, LATER, far_off
from epcr.checks.finding import Finding, Weight
from epcr.checks.out_of_scope import out_of_scope
from epcr.checks.pairs import contradicting
from epcr.checks.performers import unknown_endorsements
from epcr.checks.plausibility import implausible
from epcr.sheet.anchor import Anchor
from epcr.sheet.answer import Answer
from epcr.sheet.run_sheet import SECTIONS, RunSheet

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
    context = run_sheet.context()
    found = [
        *missing(run_sheet, context),
        *implausible(run_sheet, context),
        *times_out_of_order(run_sheet, context),
        *far_off(run_sheet, context),
        *unknown_endorsements(run_sheet, context),
        *out_of_scope(run_sheet, context),
        *contradicting(run_sheet, context),
        *contradictions(run_sheet, context),
    ]
    return _in_order(run_sheet, answered(found, run_sheet.answers))


def answered(found: Iterable[Finding], answers: Iterable[Answer]) -> Iterator[Finding]:
    """The findings with their answers: one counts for the same source at the same field as long as the value is the same."""
    given = {(one.source, one.anchor, one.value): one.text or one.kind for one in answers}
    for finding in found:
        value = finding.value[:LONGEST_VALUE]
        answer = given.get((finding.source, str(finding.anchor), value), "")
        counts = finding.weight is Weight.WARNING
        yield replace(finding, value=value, answer=answer if counts else "")


def grouped(found: Iterable[Finding]) -> list[list[Finding]]:
    """The findings in their order, open warnings that say the same in the same section together: one answer may do for all.

    Warnings of one source at one field are about different words in it, and each is answered by itself. Times that are off by
    the clock are off together, in whatever section.
    """
    groups: dict[object, list[Finding]] = {}
    at_field = Counter[tuple[str, Anchor]]()
    for number, one in enumerate(found):
        if one.weight is not Weight.WARNING or not one.open:
            groups[number] = [one]
            continue
        earlier = at_field[one.source, one.anchor]
        at_field[one.source, one.anchor] += 1
        section = "" if one.source in {LATER, A_YEAR_OFF} else one.anchor.section
        groups.setdefault((one.source, section, earlier), []).append(one)
    return list(groups.values())


def summary(found: Iterable[Finding]) -> dict[str, Summary]:
    """What is open in each section, by slug; every section of the sheet has its line."""
    missing, warnings, comments = Counter[str](), Counter[str](), Counter[str]()
    for one in found:
        if one.weight is Weight.COMMENT:
            comments[one.anchor.section] += 1
        elif one.open:
            (warnings if one.weight is Weight.WARNING else missing)[one.anchor.section] += 1
    slugs = (section.page.slug for section in SECTIONS)
    return {slug: Summary(missing[slug], warnings[slug], comments[slug]) for slug in slugs}


def _in_order(run_sheet: RunSheet, found: Iterable[Finding]) -> list[Finding]:
    """By section, then entry in the order of time, then field, then weight; what is about a whole section comes first."""
    sections = {section.page.slug: number for number, section in enumerate(SECTIONS)}
    entries = {part.anchor().entry: number for number, part in enumerate(run_sheet.parts()) if part.many}
    fields = {section.page.slug: list(section.fields()) for section in SECTIONS}

    def position(finding: Finding) -> tuple[int, int, int, int]:
        anchor = finding.anchor
        field = fields[anchor.section].index(anchor.field) if anchor.field else -1
        return sections[anchor.section], entries.get(anchor.entry, -1), field, _WEIGHTS[finding.weight]

    return sorted(found, key=position)


__all__ = ["Finding", "Summary", "Weight", "answered", "findings", "grouped", "summary"]
