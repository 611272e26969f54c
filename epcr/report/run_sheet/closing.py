"""The end of a run sheet: what was found, with the trainee's answers; the sources of verdicts; what this paper is."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Final

from epcr.checks.finding import Finding, Weight
from epcr.report import words
from epcr.report.blocks import Paper
from epcr.report.run_sheet.flow import Said, paragraph, plain, run_in, section, titled
from epcr.report.run_sheet.press import Press
from epcr.report.strips import Numbers, Strip

CODE: Final = 54.0  # the side of the QR code
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
    yield from section("Findings", body or paragraph(plain("Nothing was found.", press.body)))


def _group(press: Press, title: str, findings: list[Finding]) -> Iterator[Strip]:
    body: list[Strip] = []
    for one in findings:
        said = [Said("", one.message)]
        if one.answer:
            said.append(Said("Answer", one.answer))
        press.paper.note_missing(f"{one.message} {one.answer}")
        body += paragraph(run_in(said, press.body))
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
    """How many findings of each weight: `2 missing · 1 to answer · 3 answered`."""
    counts = [f"{len(told)} {title.lower()}" for title, told in by_weight(findings)]
    return " · ".join(counts) or "nothing found"


def sources(press: Press) -> Iterator[Strip]:
    """What verdicts lean on, by the numbers that stand in brackets."""
    if press.sources:
        listed = [
            strip
            for source, number in press.sources.items()
            for strip in titled(f"[{number}]", paragraph(plain(source, press.body)), kind="P", rule=False)
        ]
        yield from section("Sources of verdicts", listed)


def this_paper(press: Press, rules: list[str], address: str | None) -> Iterator[Strip]:
    """Which sheet it is, by which rules it was judged, which letters are not as they were typed, and where it can be opened."""
    sheet = press.run_sheet
    told = [f"Run sheet {sheet.id}, judged by {words.listed(rules)}."]
    if press.paper.unshaped:
        scripts = words.listed(list(press.paper.unshaped))
        told.append(f"{scripts} stands letter by letter here; its letters are not joined as in writing.")
    if press.paper.without_font:
        named = ", ".join(f"U+{ord(one):04X}" for one in press.paper.without_font)
        told.append(f"Characters without a font, named in brackets: {named}.")
    if address:
        told.append(f"Open it at {address}")
    room = press.body - (CODE + 12 if address else 0)
    body = [strip for words_told in told for strip in paragraph(run_in([Said("", words_told)], room))]
    if address:
        body[0] = _with_code(body[0], address)
        high = sum(strip.height for strip in body)
        body = [replace(strip, leads=True) for strip in body[:-1]] + body[-1:]
        body[-1] = replace(body[-1], height=body[-1].height + max(0.0, CODE - high))
    yield from section("This paper", body)


def _with_code(strip: Strip, address: str) -> Strip:
    def draw(paper: Paper, x: float, y: float, numbers: Numbers) -> None:
        strip.draw(paper, x, y, numbers)
        left = paper.width - x - CODE
        with paper.element("Figure", alt=f"QR code: {address}", box=(left, y, CODE, CODE)):
            paper.qr(left, y, CODE, address)

    return replace(strip, draw=draw)
