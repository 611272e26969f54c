"""The handoff on paper, as SBAR or in another format: the same blocks in the order of the format, on one page always.

What is shortened first stands in `epcr.report.handoff_page`, where the blocks are.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import datetime

from epcr.checks.completeness import missing
from epcr.checks.conditions import Stated
from epcr.checks.staleness import StaleVitals, stale
from epcr.handoff import words
from epcr.handoff.priorities import response_due
from epcr.handoff.statement import Statement
from epcr.handoff.statements import draft, not_documented
from epcr.handoff.trend import trend
from epcr.paper import style
from epcr.paper.attached import AttachedFile
from epcr.paper.blocks import BUILDING, Paper
from epcr.paper.imprint import SUBJECT
from epcr.report.handoff_page.foot import HandoffFoot
from epcr.report.handoff_page.formats import FORMATS
from epcr.report.handoff_page.head import HandoffHead
from epcr.report.handoff_page.layout import layout
from epcr.report.handoff_page.leaf import Leaf
from epcr.report.handoff_page.signs import Signs
from epcr.sheet.anchor import Anchor
from epcr.sheet.interventions import Intervention
from epcr.sheet.run_sheet import RunSheet
from epcr.words.naming import lower


def sbar_pdf(
    run_sheet: RunSheet,
    *,
    form: str = "sbar",
    paper: str = "letter",
    state_word: str,
    revision: int,
    printed_at: datetime | None = None,
    address: str | None = None,
    classroom: str = "",
    tagged: bool = True,
    attached: Sequence[AttachedFile] = (),
) -> bytes:
    """The handoff as a PDF of one page: the same sheet and options give the same bytes.

    `form` is the slug of one of `FORMATS`, `paper` is `letter` or `a4`; `state_word` a state of review; `printed_at`, aware,
    stands on the page where it is given; `address` goes into the QR code, without one the sheet's id does; `classroom` is the
    name of the class. `tagged` says what each piece is (PDF/UA-1, PDF/A-2a); with files attached it is PDF/A-3a.
    Raises ValueError for an unknown form or paper.
    """
    size = style.size_of(paper)
    if form not in FORMATS:
        message = f"form is {', '.join(FORMATS)}, not {form}"
        raise ValueError(message)
    parts, course, context = draft(run_sheet), trend(run_sheet), words.handed_over(run_sheet)
    old = stale(run_sheet)
    gaps = list(_gaps(run_sheet, parts, old))
    content = address or f"run sheet {run_sheet.id}"

    def page(*, noted: bool) -> Paper:
        made = Paper(
            size,
            title=f"{FORMATS[form].name} handoff, training record {run_sheet.number}",
            subject=SUBJECT,
            tagged=tagged,
            attached=attached,
        )
        leaf = Leaf(made, run_sheet, context, FORMATS[form], parts, course)
        foot = HandoffFoot(leaf, gaps, revision, printed_at, noted, classroom)
        head, signs = HandoffHead(leaf, state_word, revision), Signs(leaf, old)
        laid = layout(leaf, head, signs, foot)
        if not foot.fits_beside:
            # A long name has a line of its own, but for a page on which that line would cost something.
            roomy = layout(leaf, head, signs, replace(foot, apart=True))
            laid = roomy if roomy.whole else laid
        laid.draw(content)
        return made

    with BUILDING:
        made = page(noted=False)
        if made.unshaped or made.without_font:
            made = page(noted=True)  # only what was drawn says whether there is something to note
        return made.finish()


def _gaps(run_sheet: RunSheet, parts: dict[str, list[Statement]], old: StaleVitals | None) -> Iterator[str]:
    """What is not documented: newer vital signs, then what a handoff asks for, then what the sheet itself still needs."""
    context = words.handed_over(run_sheet)
    if old is not None:
        yield f"vital signs in the last 10 min before handoff at {words.clock(old.handed_over, context.customs)}"
    named = not_documented(run_sheet, parts)
    yield from (lower(statement.label) for statement in named)
    known = {anchor for statement in named for anchor in statement.anchors}
    needed = (
        finding.on_paper
        for finding in missing(Stated(run_sheet), context)
        if finding.anchor not in known and _due(finding.anchor, run_sheet)
    )
    for what, often in Counter(needed).items():
        yield f"{what} ×{often}" if often > 1 else what


def _due(anchor: Anchor, run_sheet: RunSheet) -> bool:
    """Whether a receiving clinician can ask for it by now: the response to what was just given nobody knows yet."""
    intervention = run_sheet.find(anchor) if anchor.field == "response" else None
    return not isinstance(intervention, Intervention) or response_due(intervention, run_sheet)
