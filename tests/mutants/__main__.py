"""`make mutants`: flips each rule of `only_mutate` (pyproject.toml) in turn and says which flips no test notices.

mutmut makes the mutants, keeps what became of each as long as its function stays as it is, and shows one:
`.venv/bin/mutmut show NAME`. Its own `run` starts pytest for each mutant, in a process that remembers the verdicts of the
code as it was written; `tests.mutants.session` does neither.
"""

from __future__ import annotations

import os
import sys
from collections import Counter
from contextlib import redirect_stdout
from fnmatch import fnmatch
from pathlib import Path

import click
from mutmut import __main__ as mutmut
from mutmut.configuration import config
from mutmut.mutation.data import SourceFileMutationData
from mutmut.mutation.trampoline import set_mutant_under_test

from tests.mutants.session import KILLED, NO_TEST, SURVIVED, TIMEOUT, Session
from tests.mutants.switches import Switches

SAID = {KILLED: "killed", SURVIVED: "survived", NO_TEST: "no test", TIMEOUT: "too slow"}
EVERY = 100


def mutated_files():
    """Make the mutants in mutants/, and tell of each file what is known of its mutants."""
    set_mutant_under_test("mutant_generation")
    Path("mutants").mkdir(exist_ok=True)
    with Path(os.devnull).open("w") as nowhere, redirect_stdout(nowhere):
        mutmut.copy_src_dir()
        mutmut.copy_also_copy_files()
        mutmut.create_mutants(os.cpu_count() or 1)
    mutmut.setup_source_paths()
    set_mutant_under_test("")
    files = [SourceFileMutationData(path=path) for path in mutmut.walk_mutatable_files()]
    for file in files:
        file.load()
        file.meta_path = file.meta_path.absolute()
    return files


@click.command()
@click.option("--processes", default=os.cpu_count() or 1, help="Mutants tested at the same time.")
@click.option("--again", is_flag=True, help="Test those again that no test killed so far.")
@click.argument("names", default="*")
def main(processes, again, names):
    """Test the mutants whose names match NAMES and of which nothing is known."""
    files = mutated_files()
    file_of = {mutant: file for file in files for mutant in file.exit_code_by_key}
    left = [
        mutant
        for mutant, file in file_of.items()
        if fnmatch(mutant, names)
        and (file.exit_code_by_key[mutant] is None or (again and file.exit_code_by_key[mutant] != KILLED))
    ]
    known = len(file_of) - len(left)
    click.echo(f"{len(file_of)} mutants, {len(left)} to test")

    def noted(mutant, outcome):
        nonlocal known
        file_of[mutant].exit_code_by_key[mutant] = outcome
        known += 1
        if known % EVERY == 0:
            click.echo(f"{known} of {len(file_of)}: {tally(files)}")
            save(files)

    session = Session(Switches(), left, processes, noted)
    session.start(config().pytest_add_cli_args_test_selection)
    save(files)
    if session.failed:
        sys.exit("These tests fail without a mutant: " + ", ".join(session.failed))
    for file in files:
        click.echo(f"{file.path}: {tally([file])}")
        for mutant, outcome in file.exit_code_by_key.items():
            if outcome not in {KILLED, None}:
                click.echo(f"    {mutant}: {SAID[outcome]}")
    click.echo(f"together: {tally(files)}")


def tally(files):
    outcomes = Counter(outcome for file in files for outcome in file.exit_code_by_key.values())
    return ", ".join(
        f"{outcomes[outcome]} {said}"
        for outcome, said in {**SAID, None: "not tested"}.items()
        if outcomes[outcome]
    )


def save(files):
    for file in files:
        file.save()


if __name__ == "__main__":
    main()
