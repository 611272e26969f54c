"""What holds for every test: one left out is named at the end, and with CI=true it fails.

Nothing else lives here.
"""

from __future__ import annotations

import gc
import os
import sys
from collections import Counter
from pathlib import Path

import pytest
from xdist.scheduler import LoadGroupScheduling

from tests import luck  # noqa: F401 - loads how many examples are invented, before a test says more of it
from tests.left_out import MARK, left_out

pytest_plugins = ["tests.postgres", "tests.colleges"]

NOT_RUN = "was not run, and CI=true asks for every test"
# Tests that share one costly thing run in one process.
SHARED_BY = {"postgres_url": "postgres", "wheel": "wheel"}
# These take longest. Begun last they would keep one process busy when the other has nothing left to do.
FIRST = (
    "tests/browser/test_case_3.py",
    "tests/browser/test_cases_on_the_call_screen.py",
    "tests/browser",
    "tests/engines",
    "tests/setup/test_service_page.py",
    "tests/setup/test_wheel.py",
    "tests/report/test_run_sheet_hostile.py",
    "tests/cli",
    "tests/web",
    "tests/rehearsal",
    "tests/report",
)
# A browser's tests are tried once more in CI: there two browsers, their servers and the tests share two cores with whoever else is on
# the machine, and one in ten thousand comes too late. The summary names each, so that one that does it often is seen and mended.
DRIVEN = ("tests/browser", "tests/engines")
TESTS = Path(__file__).resolve().parent
ENOUGH = 6 * 1024**3  # bytes: what a run leaves until the next one, three times over


def keep_bytecode() -> None:
    """Where Python is told to keep no bytecode, keep it out of the way of the checkout: a hundred servers and both test processes
    would else compile all that they import, each time.
    """
    if sys.dont_write_bytecode and sys.pycache_prefix is None:
        sys.dont_write_bytecode, sys.pycache_prefix = False, str(TESTS.parent / ".pytest_cache" / "bytecode")
        os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
        os.environ["PYTHONPYCACHEPREFIX"] = sys.pycache_prefix


def write_to_memory() -> None:
    """Lay the tests' folders in memory where the machine offers enough: SQLite waits for the disk at every commit, some ten thousand times
    a run, and nobody needs what it wrote then. Programs are installed there too, so it must let them run.
    """
    memory = Path("/dev/shm")  # noqa: S108 - not for a secret; pytest makes a folder of the user's own in it
    if "PYTEST_DEBUG_TEMPROOT" in os.environ or not os.access(memory, os.W_OK):
        return
    there = os.statvfs(memory)
    if there.f_bavail * there.f_frsize >= ENOUGH and not there.f_flag & os.ST_NOEXEC:
        os.environ["PYTEST_DEBUG_TEMPROOT"] = str(memory)


keep_bytecode()
write_to_memory()


class ByFile(LoadGroupScheduling):
    """Gives a process all tests of a file at once, so that what they share is made once and little is said between processes."""

    def _split_scope(self, nodeid: str) -> str:
        group = super()._split_scope(nodeid)
        return nodeid.partition("::")[0] if group == nodeid else group


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config, log):
    if config.getoption("dist") == "loadgroup":
        config.option.loadscopereorder = False  # a file with few tests may take longest
        return ByFile(config, log)
    return None


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


def _place(item: pytest.Item) -> int:
    return next((at for at, begun in enumerate(FIRST) if item.nodeid.startswith(begun)), len(FIRST))


def pytest_collection_modifyitems(items):
    items.sort(key=_place)
    for item in items:
        for fixture, process in SHARED_BY.items():
            if fixture in item.fixturenames:
                item.add_marker(pytest.mark.xdist_group(process))
        if item.nodeid.startswith(DRIVEN) and os.environ.get("CI") == "true":
            item.add_marker(pytest.mark.flaky(reruns=1))


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
    for report in terminalreporter.getreports("rerun"):
        terminalreporter.section(f"tried once more: {report.nodeid}")
        terminalreporter.write_line(str(report.longrepr))
    reasons = Counter(str(report.longrepr[2]) for report in terminalreporter.getreports("skipped"))
    if reasons:
        terminalreporter.section("tests left out on this machine")
    for reason, times in reasons.items():
        terminalreporter.write_line(f"{times} {reason.removeprefix('Skipped: ').removeprefix(MARK)}")
