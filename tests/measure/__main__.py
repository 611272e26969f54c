"""`make measure`: the source in figures and what pages cost, those of before (`before.toml`) beside those of now.

`--source` leaves out the pages, which take minutes; `--places` lists what was counted; `--keep` writes the figures of now into before.toml.
Processor time is that of one machine on one day: compare two runs on the same, one after the other.
"""

from __future__ import annotations

import argparse
import subprocess
import tomllib
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path

from tests.measure import functions, grammar, markup, twice, writers
from tests.measure.figure import Figure, table

ROOT = Path(__file__).resolve().parents[2]
BEFORE = Path(__file__).with_name("before.toml")


# Of the sections one that stands once and the two that are saved most.
SHOWN = tuple(f"{verb} {slug}" for slug in ("patient", "vitals", "interventions") for verb in ("GET", "POST"))
PAGES = (*SHOWN, "GET check", "GET home", "GET queue", "GET desk")


def figures() -> list[Figure]:
    """What the source is, read without running it."""
    return [
        *functions.rows(ROOT),
        *markup.rows(ROOT),
        *twice.rows(ROOT),
        *writers.rows(ROOT),
        *grammar.rows(ROOT),
    ]


def costs() -> list[Figure]:
    """What pages cost: statements and processor time, as `tests.measure.pages` has them; nothing where that is not there."""
    if find_spec("tests.measure.pages") is None:
        return []
    found = {cost.page: cost for cost in import_module("tests.measure.pages").rows()}
    return [
        figure
        for page in PAGES
        for figure in (
            Figure(f"{page}, processor time", round(found[page].cpu, 1), "ms"),
            Figure(f"{page}, statements", found[page].queries),
        )
    ]


def main() -> None:
    """Print the table, or keep it as that of before."""
    asked = argparse.ArgumentParser(prog="make measure", description=__doc__)
    asked.add_argument("--keep", action="store_true", help="write the figures of now into before.toml")
    asked.add_argument("--source", action="store_true", help="leave out what pages cost, which takes minutes")
    asked.add_argument("--places", action="store_true", help="list what was counted under each figure")
    told = asked.parse_args()
    now = [*figures(), *(() if told.source else costs())]
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
