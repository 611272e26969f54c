"""Documents drawn by several threads at once: ReportLab shares fonts between them, and only a lock keeps them apart."""

from __future__ import annotations

import pytest

from epcr.report.blocks import BUILDING, Paper
from epcr.report.sbar import sbar_pdf
from tests import build
from tests.report.at_once import at_once
from tests.report.sheets import worst_case

SHEETS = (build.sheet(id="7f3a09c2d1e4"), worst_case(), build.empty_sheet(id="0123456789ab"))


def handoff(number):
    return sbar_pdf(SHEETS[number], state_word="submitted", revision=2, printed_at=build.clock("17:44"))


def test_eight_threads_draw_the_same_bytes_as_one():
    alone = [handoff(number) for number in range(len(SHEETS))]
    got = at_once(handoff, documents=len(SHEETS), threads=8, each=10)
    assert len(got) == 80
    assert [one.error for one in got if one.error] == []
    assert {one.which for one in got if one.pdf != alone[one.which]} == set()


@pytest.mark.parametrize("step", ["__init__", "write", "turn", "finish"])
def test_whoever_draws_holds_the_lock(monkeypatch, step):
    real, held = getattr(Paper, step), []

    def watched(paper, *what, **options):
        held.append(BUILDING.locked())
        return real(paper, *what, **options)

    monkeypatch.setattr(Paper, step, watched)
    handoff(0)
    assert held
    assert all(held)
    assert not BUILDING.locked()
