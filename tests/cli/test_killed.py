"""A server that is killed while devices send: each change that was acknowledged is there, once; the sheet says what was typed."""

from __future__ import annotations

import pytest

from tests.cli.kills import in_words, killed
from tests.luck import TIMES

KILLS = 2 * max(TIMES, 1)  # of each database; EXPLORE=100 is 200


@pytest.mark.hypothesis
@pytest.mark.timeout(300 + 30 * KILLS)  # seconds; each is a start of the server
def test_what_is_acknowledged_outlives_a_kill_once(either_url, tmp_path, capsys):
    figures = killed(tmp_path / "killed", either_url, KILLS, seed=19)
    if TIMES:
        with capsys.disabled():
            print(f"\n{either_url.partition(':')[0]}: {in_words(figures)}")  # noqa: T201 - explored, it prints its result
    assert figures.kills == KILLS
    assert figures.acknowledged > 0
    assert (figures.gone, figures.doubled, figures.otherwise) == (0, 0, 0), in_words(figures)
