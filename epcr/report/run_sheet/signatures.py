"""Signatures on paper: what was drawn, as it was drawn, and who signed what and when beside it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

from epcr.paper import style
from epcr.paper.blocks import Paper
from epcr.paper.strips import Numbers, Strip
from epcr.report.run_sheet.entries import at, lead_and_rest
from epcr.report.run_sheet.flow import LabeledValue, paragraph, redrawn, run_in, titled
from epcr.report.run_sheet.press import SheetPress
from epcr.sheet.signatures import Signature

WIDE: Final = 112.0
FIELD: Final = (1000, 300)  # points of the field that is drawn on, `epcr.sheet.kinds.drawn`
HIGH: Final = WIDE * FIELD[1] / FIELD[0]


def signatures(press: SheetPress, listed: Sequence[Signature]) -> Iterator[Strip]:
    """Each signature with its drawing at the right; without one, the words alone."""
    for signature in listed:
        room = press.body - (WIDE + 14 if signature.drawing else 0)
        lead, rest = lead_and_rest(press, signature, without=["drawing"])
        written = run_in([LabeledValue("", lead or "Signer not documented", strong=True), *rest], room)
        body = list(paragraph(written))
        if signature.drawing:
            alt = ", ".join(
                word
                for word in ("Signature", signature.signer_name or "", lead, at(press, signature))
                if word
            )
            body[0] = _beside(body[0], signature.drawing, alt)
        yield from titled(at(press, signature), [*body, *press.entry_remarks(signature)], kind="P")


def _beside(strip: Strip, strokes: Sequence[Sequence[Sequence[float]]], alt: str) -> Strip:
    """A strip with a drawing beside it, over a line as one signs on."""

    def draw(paper: Paper, x: float, y: float, numbers: Numbers) -> None:
        left = x + paper.width - 2 * style.MARGIN - WIDE
        scale = WIDE / FIELD[0]
        strip.draw(paper, x, y, numbers)
        with paper.element("Figure", alt=alt, box=(left, y + 1, WIDE, HIGH)):
            paper.rules([(left, y + 1 + HIGH, left + WIDE, y + 1 + HIGH)], gray=style.BLACK)
            for stroke in strokes:
                points = [(left + px * scale, y + 1 + py * scale) for px, py in stroke]
                if len(points) > 1:
                    paper.polyline(points)
                else:
                    paper.dot(*points[0], 0.6)

    return redrawn(strip, draw, max(strip.height, HIGH + 3))
