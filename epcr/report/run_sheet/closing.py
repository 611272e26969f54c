"""The end of a run sheet: what was found, with the trainee's answers; the sources of verdicts; what this paper is."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from epcr.checks.finding import Finding, Weight
from epcr.handoff import words
from epcr.paper.strips import Strip
from epcr.report.run_sheet.flow import LabeledValue, paragraph, plain, run_in, section, titled
from epcr.report.run_sheet.press import SheetPress
from epcr.sheet.run_sheet import BY_SLUG

_WEIGHTS: Final = {
    Weight.ERROR: "To correct",
    Weight.MISSING: "Missing",
    Weight.WARNING: "To answer",
    Weight.NOTE: "Notes",
}
ANSWERED: Final = "Answered"


def findings_section(press: SheetPress) -> Iterator[Strip]:
    """Everything that was found, what weighs most first; after an answered warning what the trainee says to it."""
    body = [
        strip for title, findings in by_weight(press.findings) for strip in _group(press, title, findings)
    ]
    yield from section("Findings", body, beside=None if body else LabeledValue("", "Nothing was found."))


def _group(press: SheetPress, title: str, findings: list[Finding]) -> Iterator[Strip]:
    body: list[Strip] = []
    for finding in findings:
        press.paper.note_missing(f"{finding.on_paper} {finding.answer}")
        written = run_in([LabeledValue(_place(finding), words.capital(finding.on_paper))], press.body)
        if finding.answer:
            written += run_in([LabeledValue("Answer", finding.answer)], press.body)
        body += paragraph(written, below=0.5)
    yield from titled(f"{title} ({len(findings)})", body)


def _place(finding: Finding) -> str:
    """The section that a finding is about, by its title."""
    section_found = BY_SLUG.get(finding.anchor.section)
    return section_found.page.title if section_found else ""


def by_weight(findings: list[Finding]) -> Iterator[tuple[str, list[Finding]]]:
    """The findings under the words for their weight; none is left out."""
    for weight, title in _WEIGHTS.items():
        unanswered = [finding for finding in findings if finding.weight is weight and not finding.answer]
        if unanswered:
            yield title, unanswered
    answered = [finding for finding in findings if finding.answer]
    if answered:
        yield ANSWERED, answered


def in_short(findings: list[Finding]) -> str:
    """How many findings of each weight: `2 missing, 1 to answer, 3 answered; see the end`."""
    counts = [f"{len(listed)} {title.lower()}" for title, listed in by_weight(findings)]
    return f"{', '.join(counts)}; see the end" if counts else "nothing found"


def sources(press: SheetPress) -> Iterator[Strip]:
    """What verdicts lean on, by the numbers that stand in brackets."""
    if press.sources:
        listed = [
            strip
            for source, number in press.sources.items()
            for strip in titled(f"[{number}]", paragraph(plain(source, press.body)), kind="P", rule=False)
        ]
        yield from section("Sources of verdicts", listed)


def this_paper(press: SheetPress, rules: list[str]) -> Iterator[Strip]:
    """By which rules it was judged, where the foot has no room for all of them, which clock the times are by, and which letters are
    not as they were typed.
    """
    sentences = [f"Judged by {words.listed(rules)}."] if len(rules) > 1 else []
    if clock := press.run_sheet.clock_in_words():
        sentences.append(f"{clock}.")
    if press.paper.unshaped:
        sentences.append(words.letters_not_joined(press.paper.unshaped))
    if press.paper.without_font:
        named = ", ".join(words.codes(press.paper.without_font))
        sentences.append(f"Characters without a font, named in brackets: {named}.")
    if sentences:
        yield from section("This paper", paragraph(plain(" ".join(sentences), press.body)))
