"""The database while it is used and while it is made: a file that goes away, two starts at once."""

import os
import shutil
import subprocess
import sys

import pytest
import sqlalchemy.exc
from sqlalchemy import create_engine, event, text

from epcr.db import DatabaseGone, open_database
from epcr.migrations import Version, upgrade, version
from tests.cli.running import CHECKOUT


@pytest.fixture
def file(tmp_path):
    return tmp_path / "records" / "epcr.sqlite"


@pytest.fixture
def database(file):
    file.parent.mkdir()
    made = open_database(f"sqlite:///{file}")
    upgrade(made.engine)
    yield made
    made.engine.dispose()


def people(database):
    with database.read() as session:
        return session.execute(text("select count(*) from person")).scalar()


def remove(file):
    file.unlink()


def remove_the_folder(file):
    shutil.rmtree(file.parent)


def move(file):
    file.rename(file.with_name("moved.sqlite"))


def replace(file):
    move(file)
    file.touch()


@pytest.mark.parametrize("lose", [remove, remove_the_folder, move, replace])
def test_a_database_that_goes_away_while_it_is_used_is_said_and_none_is_made(database, file, lose):
    assert people(database) == 0
    lose(file)
    with pytest.raises(DatabaseGone, match=r"epcr\.sqlite is not there any more"):
        people(database)
    with pytest.raises(sqlalchemy.exc.OperationalError):
        people(database)
    assert file.exists() is (lose is replace)


@pytest.mark.parametrize("lose", [remove, move])
def test_nothing_is_written_to_a_database_that_went_away(database, file, lose):
    lose(file)
    with pytest.raises(DatabaseGone), database.write("x") as session:
        session.execute(text("delete from person"))


def test_a_database_that_is_back_is_used_again(database, file):
    move(file)
    with pytest.raises(DatabaseGone):
        people(database)
    file.with_name("moved.sqlite").rename(file)
    assert people(database) == 0


def test_the_file_is_readable_by_its_owner_alone(database, file):
    assert file.stat().st_mode & 0o077 == 0


@pytest.mark.parametrize("kind", ["sqlite", "postgresql"])
def test_a_migration_that_fails_leaves_the_database_as_it_was(kind, tmp_path, request):
    url = (
        f"sqlite:///{tmp_path / 'new.sqlite'}"
        if kind == "sqlite"
        else request.getfixturevalue("postgres_url")
    )
    made = open_database(url)

    def fail_at_the_corrections(_connection, _cursor, statement, *_rest):
        if "CREATE TABLE correction" in statement:
            message = "the disk is full"
            raise OSError(message)

    event.listen(made.engine, "before_cursor_execute", fail_at_the_corrections)
    with pytest.raises(OSError, match="the disk is full"):
        upgrade(made.engine)
    event.remove(made.engine, "before_cursor_execute", fail_at_the_corrections)
    assert version(made.engine) is Version.NONE
    upgrade(made.engine)
    assert version(made.engine) is Version.SAME
    made.engine.dispose()


@pytest.mark.parametrize("kind", ["sqlite", "postgresql"])
def test_starts_at_once_on_a_new_database_wait_for_the_first(kind, tmp_path, request):
    url = f"sqlite:///{tmp_path / 'new.sqlite'}"
    if kind == "postgresql":
        url = request.getfixturevalue("postgres_url")
    command = [sys.executable, "-c", "from epcr.cli import main; main()", "db", "upgrade"]
    settings = os.environ | {"DATABASE_URL": url, "EPCR_HOME": str(tmp_path)}
    starts = [
        subprocess.Popen(command, env=settings, cwd=CHECKOUT, stderr=subprocess.PIPE, stdout=subprocess.PIPE)
        for _ in range(4)
    ]
    complaints = [one.communicate(timeout=300)[1].decode() for one in starts]
    assert complaints == [""] * len(starts)
    engine = create_engine(url)
    with engine.connect() as connection:
        assert connection.execute(text("select count(*) from alembic_version")).scalar() == 1
    engine.dispose()
