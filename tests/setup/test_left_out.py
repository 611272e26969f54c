import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

TESTS = Path(__file__).resolve().parents[1]


@pytest.fixture
def run_with(tmp_path):
    """Runs a folder of tests of its own under this project's conftest.py."""
    (tmp_path / "tests").mkdir()
    for file in TESTS.glob("*.py"):
        if not file.name.startswith("test_"):
            shutil.copy(file, tmp_path / "tests")
    (tmp_path / "pytest.ini").write_text(
        "[pytest]\npythonpath = .\naddopts = --import-mode=importlib\n", "utf-8"
    )

    def run(source, ci):
        (tmp_path / "tests" / "test_sample.py").write_text(source, "utf-8")
        return subprocess.run(
            [sys.executable, "-m", "pytest", "-p", "no:cacheprovider"],
            cwd=tmp_path,
            env=os.environ | {"CI": ci},
            capture_output=True,
            text=True,
            check=False,
        )

    return run


SAMPLE = """
from tests.left_out import left_out

def test_a_page():
    left_out("Chromium", "apt-get install chromium")

def test_a_sum():
    assert 1 + 1 == 2
"""


def test_what_is_left_out_is_named_with_how_to_have_it(run_with):
    run = run_with(SAMPLE, ci="")
    assert run.returncode == 0
    assert "1 Chromium; to have it: apt-get install chromium" in run.stdout
    assert "1 passed, 1 skipped" in run.stdout.splitlines()[-1]


def test_what_is_left_out_fails_where_every_test_is_asked_for(run_with):
    run = run_with(SAMPLE, ci="true")
    assert run.returncode == 1
    assert "Chromium; to have it: apt-get install chromium" in run.stdout
    assert "1 failed, 1 passed" in run.stdout.splitlines()[-1]


@pytest.mark.parametrize(
    "source",
    [
        "import pytest\npytest.importorskip('no_such_module')",
        "import pytest\n@pytest.mark.skip\ndef test_a_page(): pass",
    ],
)
def test_no_other_way_of_skipping_goes_unseen(run_with, source):
    assert run_with(source, ci="true").returncode != 0


def test_the_shared_folder_is_asked_for_by_its_place(run_with, tmp_path):
    run = run_with("def test_a_case(shared): pass", ci="")
    assert (
        f"the folder shared/ beside the checkout; to have it: lay it at {tmp_path.parent / 'shared'}"
        in run.stdout
    )
