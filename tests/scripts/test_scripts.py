"""What the scripts of epcr/static decide, tested by Node's own runner over jsdom: a browser is slower and says less."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

from tests.left_out import left_out

HERE = Path(__file__).parent


def test_the_scripts_do_what_their_tests_say():
    if shutil.which("node") is None or not (HERE / "node_modules").is_dir():
        left_out(
            "Node 20.19 with the packages of tests/scripts",
            "apt-get install nodejs npm, then make lint or make test",
        )
    done = subprocess.run(
        ["node", "--no-warnings", "--test-reporter=spec", "every.js"],
        cwd=HERE,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout
    assert "fail 0" in done.stdout
    assert "pass 0" not in done.stdout
