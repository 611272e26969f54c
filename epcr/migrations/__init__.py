"""The database's versions; `upgrade` brings one to the newest."""

from __future__ import annotations

from pathlib import Path

from alembic import command
from alembic.config import Config
from sqlalchemy import Engine

from epcr.db import make_file


def config(engine: Engine) -> Config:
    """The configuration of Alembic for this engine; it needs no ini file."""
    made = Config()
    made.set_main_option("script_location", str(Path(__file__).parent))
    made.attributes["engine"] = engine
    return made


def upgrade(engine: Engine) -> None:
    """Make the database where it is not there, and bring it to the newest version. Running it again changes nothing."""
    make_file(engine)
    command.upgrade(config(engine), "head")
