"""The demo class served by `epcr serve` in a process of its own, on SQLite or on PostgreSQL, and what its database holds."""

from __future__ import annotations

import re
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import create_engine, text

from tests.cli.running import LAST_LINE_OF_THE_START, Epcr
from tests.postgres import new_database, running_server

DATABASES = ("SQLite", "PostgreSQL")


@dataclass(frozen=True)
class Served:
    """A server. `database` is the address of its database."""

    address: str
    database: str

    @property
    def netloc(self) -> str:
        """As in the header Host."""
        return self.address.removeprefix("http://")

    @property
    def place(self) -> tuple[str, int]:
        """Host and port."""
        host, _, port = self.netloc.partition(":")
        return host, int(port)

    def stored(self) -> set[str]:
        """The ids of all sets of vital signs."""
        engine = create_engine(self.database)
        with engine.connect() as connection:
            found = {str(entry) for entry in connection.scalars(text("SELECT id FROM vital_signs"))}
        engine.dispose()
        return found


@contextmanager
def served(kind: str, folder: Path) -> Iterator[Served]:
    """Serve the demo class in a folder; the log of the server lies there too."""
    if kind == "SQLite":
        folder.mkdir(parents=True)
        yield from _running(folder, f"sqlite:///{folder / 'epcr.sqlite'}")
        return
    folder.mkdir(parents=True)
    with running_server() as server, new_database(server) as url:
        yield from _running(folder, url)


def _running(folder: Path, url: str) -> Iterator[Served]:
    epcr = Epcr(folder / "home")
    with (
        (folder / "log").open("w") as log,
        subprocess.Popen(
            epcr._command(("serve", "--port", "0", "--demo")),
            env=epcr._environment({"DATABASE_URL": url}),
            stdout=subprocess.PIPE,
            stderr=log,  # a pipe that nobody reads would hold the server up
            text=True,
        ) as process,
    ):
        assert process.stdout is not None
        said = []
        while not said or LAST_LINE_OF_THE_START not in said[-1]:
            said.append(process.stdout.readline())
            assert said[-1], (folder / "log").read_text()
        found = re.search(r"http://127\.0\.0\.1:\d+", said[0])
        assert found
        try:
            yield Served(found[0], url)
        finally:
            process.terminate()
            process.wait(60)
