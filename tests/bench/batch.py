"""What a batch of 1,000 run sheets takes, in time against the same sheets drawn by themselves and in memory against ten.

The sheets are the demo class's, a hundred times over, in a database of their own. A batch runs in a process of its own, which
says at its end the most memory that it ever held; one that draws nothing says what the application itself holds.
"""

from __future__ import annotations

import json
import re
import subprocess
import sys
import tempfile
from pathlib import Path
from time import perf_counter

from sqlalchemy import Connection, Integer, String, Table, func, insert, literal, select

from epcr import create_app
from epcr.batch.bundles import KINDS
from epcr.batch.drawing import Order, drawn
from epcr.batch.streaming import pieces, plain
from epcr.config import Settings
from epcr.db import Base, Database
from epcr.migrations import upgrade
from epcr.paper import blocks, style
from epcr.paper.own_paper import Sides
from epcr.people.model import Person, Role
from epcr.review.documents import DOCUMENTS, Printing
from epcr.scenarios.demo import load_demo
from epcr.sheet.run_sheet import BY_SLUG, RunSheet
from tests import build

MANY, FEW = 1_000, 10
BESIDE = 19  # of so many sheets of a batch one is drawn by itself to compare; it meets all of the demo class in turn
BATCHES = (("sbar", "pdf"), ("sbar", "zip"), ("run-sheet", "pdf"))
COPIED = ("run_sheet", *(section.__tablename__ for section in BY_SLUG.values()), "answer", "step")
# Columns that name a sheet or an entry of it.
OWN_IDS = frozenset({"id", "run_sheet_id", "performer", "assisted", "preceptor"})


def ratio() -> str:
    """The lines for `make bench`."""
    with tempfile.TemporaryDirectory() as folder:
        address = f"sqlite:///{Path(folder) / 'bench.sqlite'}"
        _fill(address)
        return "\n".join(_line(document, kind, address) for document, kind in BATCHES)


def _line(document: str, kind: str, address: str) -> str:
    none, few, many = (_run(document, kind, address, number) for number in (0, FEW, MANY))
    per_sheet = (many["batch"] / MANY) / many["alone"]
    return (
        f"{MANY:,} {DOCUMENTS[document].plural} as {KINDS[kind].label}: {per_sheet:.2f}x the time of a sheet by itself "
        f"({many['alone'] * 1000:.1f} ms); the process holds at most {many['held'] / few['held']:.2f}x what it holds for {FEW} "
        f"({many['held'] / 1024:.0f} MB to {few['held'] / 1024:.0f} MB, {none['held'] / 1024:.0f} MB of it the application with its fonts)"
    )


def _run(document: str, kind: str, address: str, number: int) -> dict[str, float]:
    command = [sys.executable, "-m", "tests.bench.batch", address, document, kind, str(number)]
    told = subprocess.run(command, capture_output=True, text=True, check=True)
    found: dict[str, float] = json.loads(told.stdout)
    return found


def measure(address: str, document: str, kind: str, number: int) -> dict[str, float]:
    """In seconds: the batch, and a sheet by itself as a rule; `held` is the most memory of this process, in kilobytes."""
    database: Database = create_app(Settings(address, "bench")).extensions["epcr.database"]
    with database.read() as session:
        sheets = tuple(session.scalars(select(RunSheet.id).order_by(RunSheet.id).limit(number)))
        reader = session.scalars(select(Person.id).where(Person.role == Role.ADMINISTRATOR)).one()
    blocks.Paper(style.LETTER, title="", subject="")  # the fonts, which every process reads once
    moment = build.clock("17:44")
    printing = Printing("letter", "http://192.168.0.2:8000/sheets/{}/handoff".format, moment)

    def ordered(wanted: tuple[str, ...]) -> Order:
        return Order(wanted, DOCUMENTS[document], printing, reader, moment)

    alone: list[float] = []
    batch = 0.0
    if sheets:
        begun = perf_counter()
        made = plain(
            pieces(
                database,
                ordered(sheets),
                KINDS[kind].begun("Bench", Sides("letter")),
                {"name": "", "type": ""},
            )
        )
        for place, _ in enumerate(made):
            if place % BESIDE == 0 and number == MANY:
                alone.append(_alone(database, ordered((sheets[place % MANY],))))
        batch = perf_counter() - begun - sum(alone)
    return {"batch": batch, "alone": sum(alone) / len(alone) if alone else 0.0, "held": _held()}


def _held() -> float:
    """The most memory that this process ever held, in kilobytes, as Linux tells it; `resource` would count its parent's too."""
    told = Path("/proc/self/status").read_text(encoding="ascii")
    return float(re.search(r"VmHWM:\s+(\d+) kB", told)[1])  # type: ignore[index]


def _alone(database: Database, order: Order) -> float:
    """One sheet, loaded, judged and drawn."""
    begun = perf_counter()
    [_] = drawn(database, order)
    return perf_counter() - begun


def _fill(address: str) -> None:
    """The demo class's sheets so often that there are MANY."""
    database: Database = create_app(Settings(address, "bench")).extensions["epcr.database"]
    upgrade(database.engine)
    load_demo(database)
    with database.engine.begin() as connection:
        there = connection.scalar(select(func.count()).select_from(RunSheet)) or 0
        for number in range(1, -(-MANY // there)):
            for name in COPIED:
                _copy(connection, Base.metadata.tables[name], f"x{number:03}")
    database.engine.dispose()


def _copy(connection: Connection, table: Table, mark: str) -> None:
    """The demo's own rows once more, with ids that begin with a mark that no id has."""
    own = table.c.id if table.name == "run_sheet" else table.c.run_sheet_id
    marked = {column.name for column in table.c if isinstance(column.type, String) and column.name in OWN_IDS}
    taken = [column for column in table.c if not (column.primary_key and isinstance(column.type, Integer))]
    given = [literal(mark).concat(func.substr(one, 5)) if one.name in marked else one for one in taken]
    rows = select(*given).where(own.not_like("x%"))
    connection.execute(insert(table).from_select([one.name for one in taken], rows))


if __name__ == "__main__":
    if len(sys.argv) > 1:
        where, what, as_what, often = sys.argv[1:]
        print(json.dumps(measure(where, what, as_what, int(often))))
    else:
        print(ratio())
