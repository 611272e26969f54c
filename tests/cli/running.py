"""Runs the `epcr` command as a person does, on a folder of its own: in this process, or as a server in another one."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from click.testing import CliRunner, Result

from epcr.cli import main
from epcr.config import VARIABLES

NOT_SET = dict.fromkeys(name for name, _ in VARIABLES)
PATIENCE_S = 90
LAST_LINE_OF_THE_START = "Stop it with Ctrl-C."
CHECKOUT = Path(__file__).resolve().parents[2]


@dataclass(frozen=True)
class Epcr:
    """The command with its records in `home`; `code` is the folder that its package lies in."""

    home: Path
    code: Path = CHECKOUT

    def __call__(self, *words: str, typed: str | bytes | None = None, **environment: str) -> Result:
        """Run it to its end in this process; a traceback fails the test."""
        settings = NOT_SET | {"EPCR_HOME": str(self.home)} | environment
        return CliRunner().invoke(main, words, input=typed, env=settings, catch_exceptions=False)

    def apart(self, *words: str, **environment: str) -> subprocess.CompletedProcess[str]:
        """Run it to its end in a process of its own."""
        return subprocess.run(
            self._command(words),
            env=self._environment(environment),
            cwd=self.home.parent,
            capture_output=True,
            text=True,
            check=False,
            timeout=PATIENCE_S,
        )

    @contextmanager
    def serving(self, *words: str, **environment: str) -> Iterator[Serving]:
        """Serve on a free port; afterwards it is stopped as a person stops it, by Ctrl-C."""
        with subprocess.Popen(
            self._command(("serve", "--port", "0", *words)),
            env=self._environment(environment),
            cwd=self.home.parent,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        ) as process:
            impatient = threading.Timer(PATIENCE_S, process.kill)
            impatient.start()
            try:
                server = Serving(process)
                server.wait_until_ready()
                yield server
                if process.returncode is None:  # a test may end it in its own way
                    server.stop()
            finally:
                impatient.cancel()
                process.kill()

    def _command(self, words: tuple[str, ...]) -> list[str]:
        # As at a terminal: where the tests themselves run in the background, Ctrl-C is ignored and that is inherited.
        heard = "import signal; signal.signal(signal.SIGINT, signal.default_int_handler)"
        start = f"{heard}; from epcr.cli import main; main(prog_name='epcr')"
        # A server that cannot listen leaves its socket to the end of the process.
        strictly = ("-W", "error", "-W", "ignore::ResourceWarning")
        return [sys.executable, *strictly, "-c", start, *words]

    def _environment(self, environment: dict[str, str]) -> dict[str, str]:
        kept = {name: value for name, value in os.environ.items() if name not in NOT_SET}
        return kept | {"PYTHONPATH": str(self.code), "EPCR_HOME": str(self.home)} | environment


@dataclass
class Serving:
    """A server that runs, and what it said."""

    process: subprocess.Popen[str]
    said: list[str] = field(default_factory=list)

    def wait_until_ready(self) -> None:
        """Read what it says until it is ready."""
        assert self.process.stdout is not None
        for line in self.process.stdout:
            self.said.append(line.rstrip("\n"))
            if self.said[-1] == LAST_LINE_OF_THE_START:
                return
        assert self.process.stderr is not None
        message = f"it did not start: {self.said} {self.process.stderr.read()}"
        raise AssertionError(message)

    def stop(self) -> None:
        """Press Ctrl-C and wait for the end; it ends well and says so."""
        self.process.send_signal(signal.SIGINT)
        rest, complaints = self.process.communicate(timeout=PATIENCE_S)
        assert (rest, complaints, self.process.returncode) == ("Stopped.\n", "", 0)


def refused(run: Result | subprocess.CompletedProcess[str]) -> str:
    """The one line in which the command says why it could not; it said nothing else and its status is 1."""
    status = run.exit_code if isinstance(run, Result) else run.returncode
    assert status == 1, run
    assert run.stdout == ""
    assert run.stderr.startswith("Error: ")
    assert run.stderr.count("\n") == 1, run.stderr
    assert len(run.stderr) > len("Error: .\n")
    return run.stderr.removeprefix("Error: ").rstrip("\n")
