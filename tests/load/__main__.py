"""`make load`: what a class of 200 does to the server of `epcr serve`, as ratios within one run, on SQLite and on PostgreSQL.

Times beside the ratios are those of this machine, with the browsers on it.
"""

from __future__ import annotations

import argparse
import asyncio
import tempfile
from collections.abc import Iterator
from pathlib import Path

from tests.cli import browsing
from tests.load.batches import BATCHES, STALLED, beside_batches
from tests.load.crowd import INSTRUCTORS, SLEEPING, Crowd, asleep, browsers, instructors, saving
from tests.load.phones import (
    CONNECTIONS,
    PHONES,
    SIGN_IN,
    least,
    over_a_slow_wire,
    together,
    without_browsers,
)
from tests.load.served import DATABASES, Served, served

CROWDS = (1, 60, 200)
# A section's page over the slow wire on the day before the files were kept by browsers (docs/adr/0021).
BEFORE_MS = 538


def main() -> None:
    """Print one line for each measurement."""
    wanted = argparse.ArgumentParser(prog="python -m tests.load")
    wanted.add_argument("--seconds", type=float, default=30, help="how long each crowd saves")
    wanted.add_argument("--on", choices=DATABASES, action="append", help="only on this database")
    wanted.add_argument("--no-browsers", action="store_true", help="without Chromium")
    asked = wanted.parse_args()
    browsing.PATIENCE_S = 300  # beside other work a save may take long, and it is to be counted
    for kind in asked.on or DATABASES:
        with tempfile.TemporaryDirectory() as folder, served(kind, Path(folder) / "served") as server:
            lines = _measured(server, asked.seconds, chromium=not asked.no_browsers and kind == "SQLite")
            for line in lines:
                print(f"{kind}: {line}", flush=True)


def _measured(server: Served, seconds: float, *, chromium: bool) -> Iterator[str]:
    if chromium:
        yield _phones(server)
        yield _wire(server)
    yield from _crowds(server, seconds)
    with browsers(server, 1) as [trainee]:
        yield _batches(server, *beside_batches(server, trainee))


def _crowds(server: Served, seconds: float) -> Iterator[str]:
    with asleep(server), instructors(server):
        alone = None
        for many in CROWDS:
            with browsers(server, many) as trainees:
                crowd = saving(trainees, seconds)
            alone = alone or crowd
            yield f"{many} saving every 3 s, {INSTRUCTORS} instructors, {SLEEPING} idle connections: {_told(server, crowd, alone)}"


def _told(server: Served, crowd: Crowd, alone: Crowd) -> str:
    lost = len(crowd.acknowledged - server.stored())
    refused = ", ".join(f"{why} x{times}" for why, times in sorted(crowd.refused.items())) or "none"
    shares = ", ".join(
        f"p{percent} {crowd.quantile(percent) / alone.quantile(percent):.1f}x one trainee's ({1000 * crowd.quantile(percent):.0f} ms)"
        for percent in (50, 95)
    )
    return f"{len(crowd.acknowledged)} acknowledged, {lost} of them lost, refused: {refused}; {shares}"


def _batches(server: Served, alone: Crowd, beside: Crowd) -> str:
    return f"a save beside {STALLED} stalled readers and {BATCHES} batches: {_told(server, beside, alone)}"


def _phones(server: Served) -> str:
    page, floor = (asyncio.run(together(server, path)) for path in (SIGN_IN, least(server)))
    bare = asyncio.run(without_browsers(server, SIGN_IN))
    last, least_last = page.all_of_them[-1], floor.all_of_them[-1]
    return (
        f"{PHONES} browsers open the sign-in page together: the last has it after {last:.1f} s,"
        f" the middle one after {page.all_of_them[PHONES // 2]:.1f} s, one alone after {page.alone:.1f} s;"
        f" a picture of 250 bytes instead: {least_last:.1f} s, {floor.all_of_them[PHONES // 2]:.1f} s, {floor.alone:.1f} s;"
        f" the last {last / least_last:.1f}x that of the picture; the same requests over {PHONES} times {CONNECTIONS} connections without"
        f" the browsers: {bare.all_of_them[-1]:.1f} s, {bare.all_of_them[PHONES // 2]:.1f} s, {bare.alone:.2f} s"
    )


def _wire(server: Served) -> str:
    first, again, quick = (1000 * one for one in asyncio.run(over_a_slow_wire(server)))
    return (
        f"a section's page over a round trip of 40 ms: {again:.0f} ms, {again / quick:.1f}x without the delay ({first:.0f} ms the first"
        f" time; {BEFORE_MS} ms each time when every file was asked for again)"
    )


if __name__ == "__main__":
    main()
