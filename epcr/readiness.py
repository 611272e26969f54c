"""Whether a database may be served as it stands: its log is its own, it is whole, and it is of this version."""

from __future__ import annotations

from contextlib import suppress
from typing import Final

from epcr import in_use
from epcr.database_file import Unusable, file_of, keep_private, log_of, require_own_log, require_whole
from epcr.db import Database
from epcr.migrations import Version, version

WHAT_TO_DO: Final = {
    Version.NONE: "run: epcr db upgrade",
    Version.OLDER: "stop what serves it and run: epcr db upgrade",
    Version.UNKNOWN: "install the version of epcr that it was used with last, or a newer one",
}


def named(database: Database) -> str:
    """Which database it is, for people: the address without its password, and the name of a file as it is."""
    file = file_of(database.engine)
    return database.engine.url.render_as_string(hide_password=True) if file is None else f"sqlite:///{file}"


def require_sound(database: Database) -> None:
    """Raises Unusable where the database is damaged or lies beside the log of another. One that is not there is sound."""
    file = file_of(database.engine)
    if file is not None and log_of(file).exists():
        # Where it is served, whoever serves it has asked, and their log changes meanwhile.
        with suppress(in_use.Served), in_use.alone(file):
            require_own_log(file)
    if file is None or file.exists():
        require_whole(database.engine)
    if file is not None:
        keep_private(file)


def require_ready(database: Database) -> None:
    """Raises Unusable where the database is not there, not sound, or of another version; nothing is made and nothing migrated."""
    file = file_of(database.engine)
    if file is not None and not file.exists():
        message = f"there is no database at {file}; EPCR_HOME and DATABASE_URL say where it lies. To begin a new one: epcr begin"
        raise Unusable(message)
    require_sound(database)
    require_version(database)


def require_version(database: Database) -> None:
    """Raises Unusable where the database is not of this version."""
    state = version(database.engine)
    if state is not Version.SAME:
        message = f"the database {named(database)} is {state}; {WHAT_TO_DO[state]}"
        raise Unusable(message)
