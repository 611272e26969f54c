"""The demo class's run sheets as a page has them: loaded from a database, every value in place."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from flask import Flask
from sqlalchemy import select

from epcr import create_app
from epcr.config import Settings
from epcr.db import Database
from epcr.migrations import upgrade
from epcr.scenarios.demo import load_demo
from epcr.sheet.run_sheet import RunSheet


@contextmanager
def demo_class() -> Iterator[tuple[Flask, Database]]:
    """An application with the demo class in a database of its own."""
    with tempfile.TemporaryDirectory() as folder:
        app = create_app(Settings(f"sqlite:///{Path(folder) / 'bench.sqlite'}", "bench"))
        database: Database = app.extensions["epcr.database"]
        upgrade(database.engine)
        load_demo(database)
        try:
            yield app, database
        finally:
            database.engine.dispose()


def demo_sheets() -> list[RunSheet]:
    """All of them, cut off from their database: whoever asked it for more while a document is drawn would fail."""
    with demo_class() as (_, database), database.read() as session:
        sheets = list(session.scalars(select(RunSheet).order_by(RunSheet.id)))
        for sheet in sheets:
            _ = sheet.imported  # an export asks for it
        session.expunge_all()
    return sheets
