"""`make migration NAME="who reads"`: the next migration, with what the classes say and the newest migration does not.

A database is made by the migrations that are there, in a folder of its own, and compared with the classes. What Alembic writes is a
start: read it, above all where a column is renamed (it sees one taken away and another added) or where rows must be carried over.
"""

from __future__ import annotations

import re
import subprocess
import sys
import tempfile
from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.script import ScriptDirectory
from sqlalchemy import Engine

from epcr.db import make_file, open_database
from epcr.migrations import config

REMARK = re.compile(r"^ *# ### .* ###\n", re.MULTILINE)
READ_IT = "Read it before you commit: what is renamed looks like taken away and added, and rows are not carried over."
EMPTY = "The classes say nothing new: it is empty, for you to fill."
MOST_LETTERS = 60  # of a name; it is the name of a file too


def write(name: str, folder: Path | None = None) -> Path:
    """Write the next migration beside the others (or in a copy of their folder), and return its file. Raises ValueError on a name
    that says nothing.
    """
    title = " ".join(name.split())
    if not re.search(r"[a-z]{3}", title) or len(title) > MOST_LETTERS:
        raise ValueError(
            'Say what the migration is about, with a word in small letters and at most 60 letters in all: make migration NAME="who reads"'
        )
    with tempfile.TemporaryDirectory() as home:
        engine = open_database(f"sqlite:///{home}/before.sqlite").engine
        make_file(engine)
        made = _settings(engine, folder)
        command.upgrade(made, "head")
        newest = max(int(one.revision) for one in ScriptDirectory.from_config(made).walk_revisions())
        command.revision(
            made, message=title[:1].upper() + title[1:], autogenerate=True, rev_id=f"{newest + 1:04}"
        )
        engine.dispose()
    (file,) = Path(made.get_main_option("script_location") or "").glob(f"versions/{newest + 1:04}_*.py")
    file.write_text(REMARK.sub("", file.read_text("utf-8")), "utf-8")
    ruff = [sys.executable, "-m", "ruff"]
    subprocess.run([*ruff, "check", "--quiet", "--fix", str(file)], check=False)
    subprocess.run([*ruff, "format", "--quiet", str(file)], check=True)
    return file


def _settings(engine: Engine, folder: Path | None) -> Config:
    made = config(engine)
    if folder is not None:
        made.set_main_option("script_location", str(folder).replace("%", "%%"))
    made.set_main_option("file_template", "%%(rev)s_%%(slug)s")
    made.set_main_option("truncate_slug_length", str(MOST_LETTERS))
    return made


def main() -> None:
    """Write it and say where, or say why not."""
    try:
        file = write(sys.argv[1] if len(sys.argv) > 1 else "")
    except ValueError as refused:
        sys.exit(str(refused))
    print(file.relative_to(Path.cwd()) if file.is_relative_to(Path.cwd()) else file)
    print(READ_IT if "op." in file.read_text("utf-8") else EMPTY)


if __name__ == "__main__":
    main()
