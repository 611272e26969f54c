"""What a batch keeps of the sheets that it gave out: next to nothing, so that a thousand need hardly more than ten."""

from __future__ import annotations

import gc
import tracemalloc

import pytest

SHEETS = 30
EARLY = 5


@pytest.fixture
def many(college):
    """So many submitted sheets."""
    for number in range(SHEETS):
        college.submitted(id=f"{number:012x}")
    return college


def chunks(college, kind):
    answer = college.world.as_("teacher").client.get(f"/print/bundle?as={kind}", buffered=False)
    yield from answer.iter_encoded()
    answer.close()


@pytest.mark.parametrize("kind", ["pdf", "zip"])
def test_a_batch_keeps_a_small_part_of_each_sheet_that_it_gave_out(many, kind):
    given_out = sum(
        map(len, chunks(many, kind))
    )  # what is remembered between batches, like widths of words, is full now
    kept = []
    tracemalloc.start()
    for number, _ in enumerate(chunks(many, kind), start=1):
        if number in {EARLY, SHEETS}:
            gc.collect()
            kept.append(tracemalloc.get_traced_memory()[0])
    tracemalloc.stop()
    early, late = kept
    assert (late - early) / (SHEETS - EARLY) < 0.25 * given_out / SHEETS
