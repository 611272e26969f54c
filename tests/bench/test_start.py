"""What `make bench` runs in a process of its own still runs: nothing else reads that text."""

from __future__ import annotations

import subprocess
import sys

from tests.bench.scope import START


def test_the_start_is_measured_with_the_reading_of_rulesets_within_it():
    told = subprocess.run([sys.executable, "-c", START], capture_output=True, text=True, check=True)
    start, reading = map(float, told.stdout.split())
    assert 0 < reading < start
