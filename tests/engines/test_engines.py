"""The main journeys, in short, in the engines that the other tests do not use; `make engines` walks each by itself. Chromium walks far more
of them in tests/browser.
"""

from __future__ import annotations

import pytest

from tests.engines.__main__ import ENGINES, IN_SHORT, walk
from tests.left_out import left_out


@pytest.mark.filterwarnings(
    "ignore:setting remote_server_addr:DeprecationWarning"
)  # selenium's own, of itself
@pytest.mark.parametrize("host", IN_SHORT)
@pytest.mark.parametrize("engine", ["WebKitGTK", "Firefox"])
def test_a_call_is_brought_home(engine, host, tmp_path):
    lacking, tab_of = ENGINES[engine]
    if remedy := lacking():
        left_out(engine, remedy)
    lines = list(walk(tab_of, host, tmp_path, IN_SHORT))
    assert len(lines) == len(IN_SHORT[host])
    assert [line for line in lines if not line.startswith("ok")] == []
