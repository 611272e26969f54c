"""The demo class in a database of its own, loaded as of one moment, so that its days are the same on every machine."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

from epcr.db import Database, open_database
from epcr.scenarios.demo import load_demo
from tests.copied import copy_into

# A minute past midnight in New York: the newest call of the demo lies as near as it ever does.
LOADED = datetime(2026, 7, 1, 4, 1, tzinfo=UTC)


@contextmanager
def loaded_in(folder: Path) -> Iterator[Database]:
    """The database, closed at the end; who uses it only reads."""
    database = open_database(f"sqlite:///{folder / 'demo.sqlite'}")
    copy_into(database, _demo_as_of_then)
    try:
        yield database
    finally:
        database.engine.dispose()


def _demo_as_of_then(database: Database) -> None:
    load_demo(database, at=LOADED)


def demo_of_today(database: Database) -> None:
    """The filling of a database in which people work: the newest call of the demo lies just behind them."""
    load_demo(database)
