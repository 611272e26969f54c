"""Documents drawn by several threads at once: ReportLab shares fonts between them, and only a lock keeps them apart."""

from __future__ import annotations

from functools import partial

import pytest

from epcr.paper.blocks import BUILDING, Paper
from epcr.report.run_sheet import run_sheet_pdf
from epcr.report.sbar import sbar_pdf
from tests import build
from tests.report.at_once import at_once
from tests.report.sheets import worst_case

DOCUMENTS = {"handoff": sbar_pdf, "run sheet": run_sheet_pdf}
SHEETS = (build.sheet(id="7f3a09c2d1e4"), worst_case(), build.empty_sheet(id="0123456789ab"))


def drawn(document, number):
    return DOCUMENTS[document](
        SHEETS[number], state_word="submitted", revision=2, printed_at=build.clock("17:44")
    )


@pytest.mark.parametrize("document", DOCUMENTS)
def test_eight_threads_draw_the_same_bytes_as_one(document):
    alone = [drawn(document, number) for number in range(len(SHEETS))]
    got = at_once(partial(drawn, document), documents=len(SHEETS), threads=8, each=10)
    assert len(got) == 80
    assert [one.error for one in got if one.error] == []
    assert {one.which for one in got if one.pdf != alone[one.which]} == set()


@pytest.mark.parametrize("document", DOCUMENTS)
@pytest.mark.parametrize("step", ["__init__", "write", "turn", "finish"])
def test_whoever_draws_holds_the_lock(monkeypatch, document, step):
    real, held = getattr(Paper, step), []

    def watched(paper, *what, **options):
        held.append(BUILDING.locked())
        return real(paper, *what, **options)

    monkeypatch.setattr(Paper, step, watched)
    drawn(document, 0)
    assert held
    assert all(held)
    assert not BUILDING.locked()
