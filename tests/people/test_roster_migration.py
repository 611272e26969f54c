"""A database with a class in it gets the longer names without losing anybody: SQLite copies the table of people for that."""

import pytest
from alembic import command
from sqlalchemy import text

from epcr.db import make_file, open_database
from epcr.migrations import config, upgrade

WRITTEN = """
INSERT INTO person (id, login, name, role, level, password_hash, session_epoch, must_change_password, created_at)
VALUES (1, 'ruiz', 'Dana Ruiz', 'trainee', 'EMT', 'x', 0, false, '2025-03-14 12:00:00');
INSERT INTO classroom (id, name, join_code, join_open, ruleset, mode, zone, temperature, weight, glucose, created_at)
VALUES (1, 'Class', 'CODE', true, 'us-national-2019', 'teach', 'America/New_York', '°F', 'kg', 'mg/dL', '2025-03-14 12:00:00');
INSERT INTO membership (person_id, classroom_id, joined_at) VALUES (1, 1, '2025-03-14 12:00:00');
INSERT INTO certificate (id, person_id, level, created_at) VALUES (1, 1, 'EMT', '2025-03-14 12:00:00');
INSERT INTO run_sheet (id, classroom_id, trainee_id, created_at, ruleset, mode, zone, temperature, weight, glucose)
VALUES ('sheet', 1, 1, '2025-03-14 12:00:00', 'us-national-2019', 'teach', 'America/New_York', '°F', 'kg', 'mg/dL')
"""
KEPT = ("person", "classroom", "membership", "certificate", "run_sheet")


@pytest.fixture(params=["sqlite", "postgres"])
def database(request, tmp_path):
    here = f"sqlite:///{tmp_path / 'old.sqlite'}"
    opened = open_database(here if request.param == "sqlite" else request.getfixturevalue("postgres_url"))
    make_file(opened.engine)
    yield opened
    opened.engine.dispose()


def begin(database):
    command.upgrade(config(database.engine), "0005")
    with database.engine.execution_options(writes=True).begin() as connection:
        for statement in WRITTEN.split(";"):
            connection.execute(text(statement))


def counted(database):
    with database.engine.begin() as connection:
        return {name: connection.execute(text(f"SELECT count(*) FROM {name}")).scalar() for name in KEPT}  # noqa: S608


def test_nobody_and_nothing_of_them_is_lost(database):
    begin(database)
    upgrade(database.engine)
    assert counted(database) == dict.fromkeys(KEPT, 1)
    with database.engine.begin() as connection:
        versions = connection.execute(
            text("SELECT version FROM classroom UNION ALL SELECT version FROM certificate")
        )
        assert [row[0] for row in versions] == [1, 1]
        if database.engine.dialect.name == "sqlite":
            assert connection.execute(text("PRAGMA foreign_keys")).scalar() == 1
            assert connection.execute(text("PRAGMA foreign_key_check")).all() == []


def test_it_can_be_taken_back_with_everybody_in_it(database):
    begin(database)
    upgrade(database.engine)
    command.downgrade(config(database.engine), "0005")
    assert counted(database) == dict.fromkeys(KEPT, 1)
