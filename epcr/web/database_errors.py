"""What the database's refusal means to whoever saves: read from the code of SQLite or PostgreSQL, never from its words.

Its words may hold what was typed, and so do the statement and its parameters: none of them comes to a page or into the log.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from sqlalchemy import Engine, inspect
from sqlalchemy.exc import SQLAlchemyError, StatementError
from sqlalchemy.exc import TimeoutError as PoolTimeout
from sqlalchemy.orm.exc import StaleDataError

from epcr.db import Base
from epcr.traces import where
from epcr.web.notice import BROKEN, Notice
from epcr.words.language import marked

TAKEN = Notice(
    marked("This is there already"),
    marked(
        "The same was saved at the same moment, on another screen or by a second press. Nothing was saved twice. Look at what is "
        "there; if it is not what you wrote, send yours again."
    ),
    409,
)
GONE = Notice(
    marked("What this belongs to is no longer there"),
    marked(
        "It was removed on another screen meanwhile, so nothing was saved. Open the page again to see what is there now."
    ),
    409,
    again=False,
)
CHANGED = replace(
    GONE,
    title=marked("This was changed on another screen meanwhile"),
    next_step=marked("Nothing was saved. Open the page again to see what is there now."),
)
BUSY = Notice(
    marked("The database is busy"),
    marked("It could not be saved just now. Nothing was saved halfway. Send it again in a moment."),
    503,
)
FULL = Notice(
    marked("The server cannot save: its disk is full"),
    marked(
        "Nothing was saved halfway. Tell whoever runs the server; when there is room again, send it again."
    ),
    503,
)
READ_ONLY = Notice(
    marked("The database cannot be written to"),
    marked(
        "Nothing was saved. Tell whoever runs the server: it may read the database and not write to it. Then send it again."
    ),
    503,
)
UNREACHABLE = Notice(
    marked("The database does not answer"),
    marked(
        "Nothing was saved halfway. Send it again in a moment; if it happens again, tell whoever runs the server."
    ),
    503,
)
DISK = Notice(
    marked("The server’s disk could not be read or written"),
    marked("Nothing was saved halfway. Tell whoever runs the server, then send it again."),
    503,
)
DAMAGED = Notice(
    marked("The database’s file is damaged"),
    marked("Nothing was saved. Tell whoever runs the server: it is time for the latest backup."),
    503,
)
NOT_PREPARED = Notice(
    marked("The database is not of this version"),
    marked("Nothing was saved. Tell whoever runs the server to run “epcr db upgrade”, then send it again."),
    503,
)
TOO_MUCH = Notice(
    marked("Something in it cannot be stored"),
    marked(
        "Nothing was saved. A character or a number in it is none that the database takes. Go back, change it and send it again."
    ),
    400,
    again=False,
)

# https://www.sqlite.org/rescode.html: primary codes, and the extended ones that mean something else than their primary one.
SQLITE: Final[dict[int, Notice]] = {
    5: BUSY, 6: BUSY, 8: READ_ONLY, 10: DISK, 11: DAMAGED, 13: FULL, 14: UNREACHABLE, 18: TOO_MUCH, 23: READ_ONLY, 26: DAMAGED,
    787: GONE, 1032: UNREACHABLE, 1555: TAKEN, 2067: TAKEN, 2579: TAKEN,
}  # fmt: skip
SQLITE_ERROR: Final = (
    1  # any statement that cannot be run, also one that names a table or column that is not there
)

# https://www.postgresql.org/docs/current/errcodes-appendix.html: codes, and classes by their first two characters.
POSTGRES: Final[dict[str, Notice]] = {
    "08": UNREACHABLE, "22": TOO_MUCH, "28": UNREACHABLE, "3D": UNREACHABLE, "40": BUSY, "53": BUSY, "55": BUSY, "57": UNREACHABLE,
    "58": DISK, "XX": DAMAGED, "23503": GONE, "23505": TAKEN, "25006": READ_ONLY, "42501": READ_ONLY, "42703": NOT_PREPARED,
    "42P01": NOT_PREPARED, "3F000": NOT_PREPARED, "53100": FULL, "57014": BUSY, "XX000": BROKEN,
}  # fmt: skip


def notice_of(error: SQLAlchemyError, engine: Engine) -> Notice:
    """What is said about the refusal. Where SQLite cannot tell, the tables themselves are looked at."""
    if isinstance(error, PoolTimeout):
        return BUSY
    if isinstance(error, StaleDataError):
        return CHANGED
    cause = error.orig if isinstance(error, StatementError) else None
    code = getattr(cause, "sqlite_errorcode", None)
    if isinstance(code, int):
        notice = SQLITE.get(code) or SQLITE.get(code & 0xFF)  # the low byte is the primary code
        return notice or (NOT_PREPARED if code == SQLITE_ERROR and _lacks_something(engine) else BROKEN)
    state = getattr(cause, "sqlstate", None)
    if isinstance(state, str):
        return POSTGRES.get(state) or POSTGRES.get(state[:2], BROKEN)
    # psycopg gives no state where the server said nothing, and where a value was refused before it was sent.
    return {"OperationalError": UNREACHABLE, "DataError": TOO_MUCH}.get(type(cause).__name__, BROKEN)


def for_the_log(error: SQLAlchemyError, notice: Notice) -> str:
    """The kind and the code of the refusal; where it is a fault of ours, the lines of the program that led to it."""
    cause = error.orig if isinstance(error, StatementError) else None
    code = getattr(cause, "sqlite_errorname", None) or getattr(cause, "sqlstate", None) or "no code"
    broken = f": {where(error)}" if notice is BROKEN else ""
    return f"{type(cause or error).__name__}, {code}{broken}"


def _lacks_something(engine: Engine) -> bool:
    """Whether a table or column of the models is not in the database."""
    try:
        there = inspect(engine)
        return any(
            not there.has_table(name)
            or not set(table.columns.keys()) <= {column["name"] for column in there.get_columns(name)}
            for name, table in Base.metadata.tables.items()
        )
    except SQLAlchemyError:
        return False
