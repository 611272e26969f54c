"""`make engines`: the main journeys in Chromium, WebKitGTK and Firefox, on this machine's own address, which counts as secure, and on one
that does not, as a classroom's does not. An engine that this machine lacks is named with what brings it.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Final

from tests.engines import chromium, firefox, journeys, webkit
from tests.engines.journeys import Classroom, Journey, classroom
from tests.engines.tab import EngineTab
from tests.lent import Lender

ENGINES: Final = {
    "Chromium": (chromium.lacking, chromium.ChromiumTab),
    "WebKitGTK": (webkit.lacking, webkit.WebKitTab),
    "Firefox": (firefox.lacking, firefox.FirefoxTab),
}
SECURE: Final = "127.0.0.1"
HOSTS: Final = {SECURE: journeys.OF_A_SECURE_ADDRESS, "classroom.test": journeys.JOURNEYS}
IN_SHORT: Final = {SECURE: journeys.IN_SHORT_OF_A_SECURE_ADDRESS, "classroom.test": journeys.IN_SHORT}


def walk(
    tab_of: type[EngineTab], host: str, folder: Path, hosts: Mapping[str, Sequence[Journey]] = HOSTS
) -> Iterator[str]:
    """Walk the journeys of a host in a browser of its own; a line for each, as it ends."""
    lent = folder / "lent"
    lent.mkdir()
    with Lender(lent).lend() as world, classroom(world) as room:
        tab = tab_of(folder / "profile", f"127.0.0.1:{room.port}")
        try:
            for journey in hosts[host]:
                yield _one(journey, tab, room, host)
        finally:
            tab.close()


def _one(journey: Journey, tab: EngineTab, room: Classroom, host: str) -> str:
    began = time.monotonic()
    name = journey.__name__.replace("_", " ")
    try:
        journey(tab, room, f"http://{host}:{room.port}")
        assert tab.evaluate("isSecureContext") is (host == SECURE), "another origin than was asked for"
    except Exception as error:  # noqa: BLE001 - whatever it is, the other journeys are walked too
        room.reopen()
        return f"FAILED {name}: {' '.join(str(error).split())[:300]}"
    return f"ok     {name} ({time.monotonic() - began:.0f} s)"


def main() -> int:
    """Print a line for each engine, address and journey; 1 where one failed."""
    wanted = argparse.ArgumentParser(prog="python -m tests.engines")
    wanted.add_argument("--only", choices=ENGINES, action="append", help="only this engine")
    failed = False
    for name in wanted.parse_args().only or ENGINES:
        lacking, tab_of = ENGINES[name]
        if remedy := lacking():
            print(f"{name}: left out; to have it: {remedy}")
            continue
        for host in HOSTS:
            with tempfile.TemporaryDirectory() as folder:
                for line in walk(tab_of, host, Path(folder)):
                    failed = failed or line.startswith("FAILED")
                    print(f"{name} on {host}: {line}", flush=True)
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
