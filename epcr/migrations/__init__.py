"""The database's versions; `upgrade` brings one to the newest."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Engine

from epcr.db import make_file


class Version(StrEnum):
    """How a database stands to this program."""

    NONE = "not set up yet"
    OLDER = "of an older version"
    SAME = "of this version"
    UNKNOWN = "of a version that this program does not know"


def config(engine: Engine) -> Config:
    """The configuration of Alembic for this engine; it needs no ini file."""
    made = Config()
    # A percent sign has a meaning of its own in it.
    made.set_main_option("script_location", str(Path(__file__).parent).replace("%", "%%"))
    made.attributes["engine"] = engine
    return made


def upgrade(engine: Engine) -> None:
    """Make the database where it is not there, and bring it to the newest version. Running it again changes nothing."""
    make_file(engine)
    command.upgrade(config(engine), "head")


def version(engine: Engine) -> Version:
    """How the database, which must be there, stands to this program."""
    with engine.connect() as connection:
        found = MigrationContext.configure(connection).get_current_heads()
    known = ScriptDirectory.from_config(config(engine))
    if not found:
        return Version.NONE
    if set(found) == set(known.get_heads()):
        return Version.SAME
    return (
        Version.OLDER if set(found) <= {one.revision for one in known.walk_revisions()} else Version.UNKNOWN
    )
