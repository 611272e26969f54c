"""How Alembic runs here: on the engine it is given, in one transaction.

SQLite's tables are copied where it cannot alter them.
"""

from __future__ import annotations

from typing import Literal

from alembic import context
from alembic.autogenerate.api import AutogenContext
from sqlalchemy import Connection, func, select

from epcr import models
from epcr.db import NumberOrWord, UtcMoment, wait_for_writers
from epcr.sheet.verdict import VerdictAsJson

engine = context.config.attributes["engine"].execution_options(writes=True)


def _compare_type(
    _context: object, _column: object, _model: object, _found: object, wanted: object
) -> bool | None:
    # SQLite forgets the zone of a moment; the type is the same.
    return False if isinstance(wanted, UtcMoment) else None


def _render(kind: str, item: object, _context: AutogenContext) -> str | Literal[False]:
    """Write our own types as what they are in the database, so that a migration does not depend on today's code."""
    if kind == "type" and isinstance(item, UtcMoment):
        return "sa.DateTime(timezone=True)"
    if kind == "type" and isinstance(item, NumberOrWord):
        return "sa.String(length=16)"
    if kind == "type" and isinstance(item, VerdictAsJson):
        return "sa.JSON(none_as_null=True)"
    return False


# Any number, as long as nothing else in the same PostgreSQL database takes the lock of that number.
_OURS = 0x65504352
_PATIENCE_MS = 120_000  # how long a start waits for another that migrates


def _one_at_a_time(connection: Connection) -> None:
    """Let a second start wait until the first has migrated; it then finds nothing to do."""
    if connection.dialect.name == "postgresql":
        connection.execute(select(func.pg_advisory_xact_lock(_OURS)))
    else:  # said to the driver, since our own connection would begin a transaction first
        wait_for_writers(connection.connection.dbapi_connection, _PATIENCE_MS)


with engine.connect() as connection:
    _one_at_a_time(connection)
    if connection.dialect.name == "sqlite":
        # A table that is copied is dropped, and what refers to it would be deleted with it. SQLite lets this be set outside a
        # transaction only (sqlite.org/lang_altertable.html, part 7), so that it is said to the driver before one begins.
        connection.connection.cursor().execute("PRAGMA foreign_keys=OFF")
    context.configure(
        connection=connection,
        target_metadata=models.METADATA,
        render_as_batch=True,
        compare_type=_compare_type,
        render_item=_render,
        transactional_ddl=True,  # SQLite's too: all steps in one transaction, or none; the second start reads after it
    )
    with context.begin_transaction():
        context.run_migrations()
    connection.commit()
    if connection.dialect.name == "sqlite":
        connection.connection.cursor().execute("PRAGMA foreign_keys=ON")
        wait_for_writers(connection.connection.dbapi_connection)
