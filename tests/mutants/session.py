"""One pytest session that is collected once and forked for each mutant; the first test that fails has killed it.

It refuses to know what a mutant changes.
"""

from __future__ import annotations

import gc
import json
import os
import resource
import time
from collections import Counter, defaultdict
from contextlib import chdir
from importlib import import_module

import pytest
from hypothesis import Phase, settings

from tests.mutants.switches import name_of

KILLED, SURVIVED, NO_TEST, TIMEOUT = 1, 0, 33, 36  # as mutmut writes them
PATIENCE = 10  # times as long as its tests take without a mutant


class Session:
    """Tests each of some mutants and tells `noted(mutant, outcome)`; `failed` are the tests that fail without a mutant."""

    def __init__(self, switches, mutants, processes, noted):
        self._switches, self._mutants, self._processes, self._noted = switches, mutants, processes, noted
        self._killers = defaultdict(Counter)
        self._running = {}
        self._last_words = None
        self.failed = []

    def start(self, selection):
        """Collect these tests in mutants/, where the code with the mutants stands, and test each mutant."""
        self._switches.install()
        os.environ["PY_IGNORE_IMPORTMISMATCH"] = "1"
        quietly = ["-q", "-s", "--assert=plain", "-p", "no:cacheprovider"]
        with chdir("mutants"):
            pytest.main(["--rootdir=.", *quietly, *selection], plugins=[self])

    def pytest_configure(self):
        # The same few invented acts for each mutant, and no search for the smallest that tells them apart.
        settings.register_profile(
            "mutants", deadline=None, derandomize=True, database=None, phases=[Phase.explicit, Phase.generate]
        )
        settings.load_profile("mutants")

    @pytest.hookimpl(tryfirst=True)
    def pytest_runtest_makereport(self, item, call):
        if call.excinfo is not None and not call.excinfo.errisinstance(pytest.skip.Exception):
            if self._last_words is not None:
                os.write(self._last_words, item.nodeid.encode())
                os._exit(KILLED)
            self.failed.append(item.nodeid)

    def pytest_runtestloop(self, session):
        self._tests = {test.nodeid: test for test in session.items}
        self._covered, self._took, self._of_loading, self.failed = answer_of(self._listen)
        if not self.failed:
            gc.freeze()
            for mutant in sorted(self._mutants, key=self._worst_case):
                self._test(mutant)
            while self._running:
                self._wait()
        return True

    def _listen(self):
        """Which functions each test calls, how long each takes, and what is called while rulesets are read."""
        self._switches.listen()
        covered, took = defaultdict(list), {}
        for name, test in self._tests.items():
            self._switches.called.clear()
            forget_verdicts()
            begun = time.process_time()
            run(test)
            took[name] = time.process_time() - begun
            for function in self._switches.called:
                covered[function].append(name)
        self._switches.called.clear()
        read_rulesets()
        return covered, took, sorted(self._switches.called), self.failed

    def _tests_of(self, function):
        """The tests that may tell, likely ones first. Rulesets are read once, so what reads them concerns every test."""
        direct = sorted(self._covered.get(function, ()), key=self._took.get)
        others = sorted(self._took, key=self._took.get) if function in self._of_loading else []
        likely = [name for name, _ in self._killers[function].most_common()]
        return list(dict.fromkeys([*likely, *direct, *others]))

    def _worst_case(self, mutant):
        return sum(self._took[name] for name in self._tests_of(name_of(mutant)))

    def _test(self, mutant):
        tests = self._tests_of(name_of(mutant))
        if not tests:
            self._noted(mutant, NO_TEST)
            return
        while len(self._running) >= self._processes:
            self._wait()
        reading, writing = os.pipe()
        child = os.fork()
        if not child:
            self._last_words = writing
            self._die_testing(mutant, tests)
        os.close(writing)
        self._running[child] = mutant, reading

    def _die_testing(self, mutant, tests):
        quiet = os.open(os.devnull, os.O_WRONLY)
        os.dup2(quiet, 1)
        os.dup2(quiet, 2)
        seconds = int(time.process_time() + 10 + PATIENCE * sum(map(self._took.get, tests)))
        resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds + 1))
        forget_verdicts()
        if name_of(mutant) in self._of_loading:
            forget_rulesets()
        self._switches.turn_to(mutant)
        for name in tests:
            run(self._tests[name])
        os._exit(SURVIVED)

    def _wait(self):
        child, status = os.wait()
        mutant, reading = self._running.pop(child)
        with os.fdopen(reading) as words:
            killer = words.read()
        if killer:
            self._killers[name_of(mutant)][killer] += 1
        outcome = os.waitstatus_to_exitcode(status)
        self._noted(mutant, TIMEOUT if outcome < 0 else outcome)


def run(test):
    test.config.hook.pytest_runtest_protocol(item=test, nextitem=None)


def answer_of(function):
    """What a function answers in a process of its own, which leaves nothing behind in this one."""
    reading, writing = os.pipe()
    child = os.fork()
    if not child:
        with os.fdopen(writing, "w") as answer:
            json.dump(function(), answer)
        os._exit(0)
    os.close(writing)
    with os.fdopen(reading) as answer:
        told = json.load(answer)
    os.waitpid(child, 0)
    return told


# What epcr.scope remembers in a process hides a mutant. Its modules are those of the copy with the mutants.


def forget_verdicts():
    import_module("epcr.scope.judgment")._explained.cache_clear()


def forget_rulesets():
    import_module("epcr.scope.files.library").rulesets.cache_clear()


def read_rulesets():
    import_module("epcr.scope.files.library").read_rulesets(None, import_module("epcr.broken_schema").stop)
