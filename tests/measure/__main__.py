"""`make measure`: the source in figures, those of before (`before.toml`) beside those of now.

`--keep` writes the figures of now into before.toml, with the commit they were taken at; `--places` lists what was counted.
"""

from __future__ import annotations

import argparse
import subprocess
import tomllib
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path

from tests.measure import duplicates, functions, markup, writers
from tests.measure.figure import Figure, table

ROOT = Path(__file__).resolve().parents[2]
BEFORE = Path(__file__).with_name("before.toml")


def figures() -> list[Figure]:
    """Everything that is measured; processor time of pages where the measuring of it is there."""
    found = [*functions.rows(ROOT), *markup.rows(ROOT), *duplicates.rows(ROOT), *writers.rows(ROOT)]
    if find_spec("tests.measure.pages"):
        found += [
            Figure(name, value, unit) for name, value, unit in import_module("tests.measure.pages").rows()
        ]
    return found


def main() -> None:
    """Print the table, or keep it as that of before."""
    asked = argparse.ArgumentParser(prog="make measure", description=__doc__)
    asked.add_argument("--keep", action="store_true", help="write the figures of now into before.toml")
    asked.add_argument("--places", action="store_true", help="list what was counted under each figure")
    told = asked.parse_args()
    now = figures()
    if told.keep:
        commit = subprocess.run(
            ["git", "rev-parse", "--short", "HEAD"], cwd=ROOT, capture_output=True, text=True, check=True
        )
        lines = [
            f'commit = "{commit.stdout.strip()}"',
            "",
            "[figures]",
            *(f'"{one.name}" = {one.value}' for one in now),
        ]
        BEFORE.write_text("\n".join(lines) + "\n", "utf-8")
        return
    print(table(now, tomllib.loads(BEFORE.read_text("utf-8"))))
    for one in now if told.places else ():
        print(f"\n{one.name}", *(f"  {place}" for place in one.places), sep="\n")


if __name__ == "__main__":
    main()
