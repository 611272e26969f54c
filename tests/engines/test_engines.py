"""The main journeys in the engines that the other tests do not use. Chromium walks far more of them in tests/browser."""

from __future__ import annotations

import pytest

from tests.engines.__main__ import ENGINES, HOSTS, walk
from tests.left_out import left_out


@pytest.mark.filterwarnings(
    "ignore:setting remote_server_addr:DeprecationWarning"
)  # selenium's own, of itself
@pytest.mark.parametrize("host", HOSTS)
@pytest.mark.parametrize("engine", ["WebKitGTK", "Firefox"])
def test_a_call_is_brought_home(engine, host, tmp_path):
    lacking, tab_of = ENGINES[engine]
    if remedy := lacking():
        left_out(engine, remedy)
    lines = list(walk(tab_of, host, tmp_path))
    assert len(lines) == len(HOSTS[host])
    assert [line for line in lines if not line.startswith("ok")] == []
