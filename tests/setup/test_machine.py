import os
import shutil
import subprocess
from pathlib import Path

import pytest

CHECKOUT = Path(__file__).resolve().parents[2]


@pytest.fixture
def machine(tmp_path):
    """A machine whose PATH holds bash and the named programs: name → shell script."""

    def check(**programs):
        for name, script in {"bash": None, **programs}.items():
            program = tmp_path / name
            if script is None:
                program.symlink_to(shutil.which(name))
            else:
                program.write_text(f"#!/bin/sh\n{script}\n", "utf-8")
                program.chmod(0o755)
        return subprocess.run(
            [tmp_path / "bash", CHECKOUT / "requirements" / "check-machine.sh"],
            env={"PATH": str(tmp_path)},
            capture_output=True,
            text=True,
            check=False,
        )

    return check


def test_a_machine_that_lacks_all_is_told_a_line_for_each(machine):
    run = machine()
    assert run.returncode == 1
    assert run.stderr.splitlines() == [
        "Python 3.11 or newer is missing: apt-get install python3 python3-venv",
        "git is missing: apt-get install git",
    ]


def test_an_old_python_is_named_with_its_version(machine):
    run = machine(
        git="", python3='[ "$1" = --version ] && echo Python 3.9.2; case "$2" in *3,*) exit 1;; esac'
    )
    assert run.returncode == 1
    assert run.stderr.startswith("Python 3.9.2 is too old, 3.11 is needed: apt-get install")
    assert len(run.stderr.splitlines()) == 1


def test_a_python_that_does_not_start_is_named(machine):
    run = machine(git="", python3="exit 127")
    assert run.returncode == 1
    assert run.stderr == "python3 does not start: make PYTHON=/path/to/python3.11\n"


def test_a_python_without_venv_is_told_the_package(machine):
    run = machine(git="", python3='case "$2" in *ensurepip*) exit 1;; esac')
    assert run.returncode == 1
    assert run.stderr == "Python's venv module is missing: apt-get install python3-venv\n"


def test_a_machine_with_all_is_told_nothing(machine):
    run = machine(git="", python3="exit 0")
    assert (run.returncode, run.stdout, run.stderr) == (0, "", "")


def test_make_help_lists_what_a_person_runs():
    listed = subprocess.run(
        ["make", "-s", "help"], cwd=CHECKOUT, env=os.environ, capture_output=True, text=True, check=True
    ).stdout
    targets = {line.split()[1] for line in listed.splitlines()}
    assert {"run", "install", "test", "lint", "bench", "help", "lock"} <= targets
