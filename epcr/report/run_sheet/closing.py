"""The end of a run sheet: what was found, with the trainee's answers; the sources of verdicts; what this paper is."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from epcr.checks.finding import Finding, Weight
from epcr.handoff import words
from epcr.paper.strips import Strip
from epcr.report.run_sheet.flow import Said, paragraph, plain, run_in, section, titled
from epcr.report.run_sheet.press import Press

_WEIGHTS: Final = {
    Weight.ERROR: "To correct",
    Weight.MISSING: "Missing",
    Weight.WARNING: "To answer",
    Weight.NOTE: "Notes",
}
ANSWERED: Final = "Answered"


def found(press: Press) -> Iterator[Strip]:
    """Everything that was found, what weighs most first; after an answered warning what the trainee says to it."""
    body = [strip for title, findings in by_weight(press.found) for strip in _group(press, title, findings)]
    yield from section("Findings", body, beside=None if body else Said("", "Nothing was found."))


def _group(press: Press, title: str, findings: list[Finding]) -> Iterator[Strip]:
    body: list[Strip] = []
    for one in findings:
        press.paper.note_missing(f"{one.on_paper} {one.answer}")
        written = plain(words.capital(one.on_paper), press.body)
        if one.answer:
            written += run_in([Said("Answer", one.answer)], press.body)
        body += paragraph(written, below=0.5)
    yield from titled(f"{title} ({len(findings)})", body)


def by_weight(findings: list[Finding]) -> Iterator[tuple[str, list[Finding]]]:
    """The findings under the words for their weight; none is left out."""
    for weight, title in _WEIGHTS.items():
        told = [one for one in findings if one.weight is weight and not one.answer]
        if told:
            yield title, told
    answered = [one for one in findings if one.answer]
    if answered:
        yield ANSWERED, answered


def in_short(findings: list[Finding]) -> str:
    """How many findings of each weight: `2 missing, 1 to answer, 3 answered; see the end`."""
    counts = [f"{len(told)} {title.lower()}" for title, told in by_weight(findings)]
    return f"{', '.join(counts)}; see the end" if counts else "nothing found"


def sources(press: Press) -> Iterator[Strip]:
    """What verdicts lean on, by the numbers that stand in brackets."""
    if press.sources:
        listed = [
            strip
            for source, number in press.sources.items()
            for strip in titled(f"[{number}]", paragraph(plain(source, press.body)), kind="P", rule=False)
        ]
        yield from section("Sources of verdicts", listed)


def this_paper(press: Press, rules: list[str]) -> Iterator[Strip]:
    """By which rules it was judged, where the foot has no room for all of them, and which letters are not as they were typed."""
    told = [f"Judged by {words.listed(rules)}."] if len(rules) > 1 else []
    if press.paper.unshaped:
        told.append(words.letters_not_joined(press.paper.unshaped))
    if press.paper.without_font:
        named = ", ".join(words.codes(press.paper.without_font))
        told.append(f"Characters without a font, named in brackets: {named}.")
    if told:
        yield from section("This paper", paragraph(plain(" ".join(told), press.body)))
