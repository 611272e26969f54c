"""The document: a head and a foot on every page, the course of the call, every section, the findings, and what this paper is."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime

from epcr import checks
from epcr.handoff.words import judged_by
from epcr.paper import lines, style
from epcr.paper.blocks import BUILDING, Paper
from epcr.paper.imprint import SUBJECT
from epcr.paper.strips import Strip, draw_strips, filled
from epcr.report.run_sheet import closing
from epcr.report.run_sheet.flow import BETWEEN, LabeledValue, paragraph, plain, run_in
from epcr.report.run_sheet.head_and_foot import HEAD, Foot, Head, draw_foot, draw_head, head_of
from epcr.report.run_sheet.press import SheetPress
from epcr.report.run_sheet.remark import Remark
from epcr.report.run_sheet.sections import sections
from epcr.report.run_sheet.timeline import timeline
from epcr.report.run_sheet.timeline_painter import course
from epcr.report.run_sheet.worked import worked_out
from epcr.sheet.run_sheet import RunSheet


def run_sheet_pdf(
    run_sheet: RunSheet,
    *,
    paper: str = "letter",
    state_word: str,
    revision: int,
    printed_at: datetime | None = None,
    address: str | None = None,
    classroom: str = "",
    remarks: Sequence[Remark] = (),
    tagged: bool = True,
) -> bytes:
    """The whole sheet as a PDF: the same sheet and options give the same bytes.

    `paper` is `letter` or `a4`; `state_word` a state of review; `printed_at` aware, without it the paper names no time of its own;
    `address` is where the sheet can be opened; `classroom` is the name of the class; `remarks` are printed at the fields they are
    about. `tagged` says what each piece is (PDF/UA-1, PDF/A-2a). Raises ValueError for an unknown paper.
    """
    size = style.size_of(paper)
    findings = checks.findings(run_sheet)
    with BUILDING:
        sheet = Paper(
            size,
            title=f"Run sheet, training record {run_sheet.number}",
            subject=SUBJECT,
            tagged=tagged,
        )
        press = SheetPress(sheet, run_sheet, findings, remarks, revision)
        head = head_of(run_sheet, press.context, state_word=state_word, revision=revision)
        rules = judged_by(run_sheet, press.judged)
        identity = [f"Sheet {run_sheet.id}", f"revision {revision}", f"ruleset {' and '.join(rules)}"]
        if printed_at is not None:
            identity.append(f"printed {run_sheet.real_time(press.context.customs.stamp(printed_at))}")
        sheet.note_missing(classroom)
        foot = Foot(" · ".join(identity), classroom)
        top, bottom = style.EDGE + HEAD, sheet.height - style.EDGE - foot.high(press.width)
        pages = list(filled(_strips(press, head, rules, address), bottom - top, press.width))
        for number, page in enumerate(pages, start=1):
            draw_head(sheet, head, first=number == 1)
            if number == 1:
                sheet.bookmark(head.name, style.EDGE)
            draw_strips(sheet, page, style.MARGIN, top)
            draw_foot(sheet, foot, f"Page {number} of {len(pages)}")
            if number < len(pages):
                sheet.turn()
        return sheet.finish()


def _strips(press: SheetPress, head: Head, rules: list[str], address: str | None) -> Iterator[Strip]:
    """Everything below the head. What letters have no font is known when all else is set, and told last."""
    for words in (head.name, head.complaint, head.call):
        press.paper.note_missing(words)
    yield from _in_short(press, address)
    drawn = timeline(press.run_sheet, press.context, press.width)
    if drawn is not None:
        yield course(drawn)
    yield from sections(press)
    yield from press.remaining_remarks()
    yield from worked_out(press)
    yield from closing.findings_section(press)
    yield from closing.sources(press)
    yield from closing.this_paper(press, rules)


def _in_short(press: SheetPress, address: str | None) -> Iterator[Strip]:
    """How much was found, and where the sheet can be opened: at the right, or below where it has no room there."""
    (line,) = run_in([LabeledValue("Findings", closing.in_short(press.findings))], press.width)
    address_lines = plain(f"It can be opened at {address}", press.width) if address else []
    if len(address_lines) == 1:
        (words,) = address_lines[0]
        left = press.width - lines.width(words.text, words.how)
        if left > line[-1].x + lines.width(line[-1].text, line[-1].how) + BETWEEN:
            line, address_lines = (*line, words._replace(x=left)), []
    yield from paragraph([line, *address_lines], left=0)
