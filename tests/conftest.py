"""What holds for every test: one left out is named at the end, and with CI=true it fails.

Nothing else lives here.
"""

from __future__ import annotations

import gc
import os
from collections import Counter
from pathlib import Path

import pytest

from tests import luck  # noqa: F401 - loads how many examples are invented, before a test says more of it
from tests.left_out import MARK, left_out

pytest_plugins = ["tests.postgres", "tests.colleges"]

NOT_RUN = "was not run, and CI=true asks for every test"
# Tests that share one costly thing run in one process.
SHARED_BY = {"browser": "browser", "postgres_url": "postgres", "wheel": "wheel"}


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder of the standard's files, laid beside the checkout."""
    beside, beside_the_copy_that_mutmut_makes = (
        above / "shared" for above in Path(__file__).resolve().parents[2:4]
    )
    if not beside.is_dir() and not beside_the_copy_that_mutmut_makes.is_dir():
        left_out("the folder shared/ beside the checkout", f"lay it at {beside}")
    return beside if beside.is_dir() else beside_the_copy_that_mutmut_makes


def pytest_collection_finish():
    gc.freeze()  # some ten thousand tests are not looked through for garbage again and again


def pytest_collection_modifyitems(items):
    for item in items:
        for fixture, process in SHARED_BY.items():
            if fixture in item.fixturenames:
                item.add_marker(pytest.mark.xdist_group(process))


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item, call):
    report = yield
    if report.skipped and not hasattr(report, "wasxfail") and os.environ.get("CI") == "true":
        report.outcome = "failed"
        report.longrepr = f"{item.nodeid} {NOT_RUN}: {call.excinfo.value}"
    return report


@pytest.hookimpl(wrapper=True)
def pytest_make_collect_report(collector):
    report = yield
    if report.skipped and os.environ.get("CI") == "true":
        report.outcome = "failed"
        report.longrepr = f"{collector.nodeid} {NOT_RUN}: {report.longrepr[2]}"
    return report


def pytest_terminal_summary(terminalreporter):
    reasons = Counter(str(report.longrepr[2]) for report in terminalreporter.getreports("skipped"))
    if reasons:
        terminalreporter.section("tests left out on this machine")
    for reason, times in reasons.items():
        terminalreporter.write_line(f"{times} {reason.removeprefix('Skipped: ').removeprefix(MARK)}")
