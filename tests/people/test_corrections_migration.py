"""A database with a class in it gets levels of memberships and names of steps from what stands there, and loses nothing."""

import pytest
from alembic import command
from sqlalchemy import text

from epcr.db import make_file, open_database
from epcr.migrations import config, upgrade

WRITTEN = """
INSERT INTO person (id, login, name, role, level, password_hash, session_epoch, must_change_password, created_at)
VALUES (1, 'ruiz', 'Dana Ruiz', 'trainee', 'EMT', 'x', 0, false, '2025-03-14 12:00:00'),
       (2, 'berg', 'Leo Berg', 'trainee', NULL, 'x', 0, false, '2025-03-14 12:00:00'),
       (3, 'toni', 'Toni Teacher', 'instructor', NULL, 'x', 0, false, '2025-03-14 12:00:00');
INSERT INTO classroom (id, name, join_code, join_open, ruleset, mode, zone, temperature, weight, glucose, created_at)
VALUES (1, 'Day', 'CODE', true, 'us-national-2019', 'teach', 'America/New_York', '°F', 'kg', 'mg/dL', '2025-03-14 12:00:00'),
       (2, 'Night', 'CODF', true, 'us-national-2019', 'teach', 'America/New_York', '°F', 'kg', 'mg/dL', '2025-03-14 12:00:00');
INSERT INTO membership (person_id, classroom_id, joined_at)
VALUES (1, 1, '2025-03-14 12:00:00'), (1, 2, '2025-03-14 12:00:00'), (2, 1, '2025-03-14 12:00:00'), (3, 1, '2025-03-14 12:00:00');
INSERT INTO run_sheet (id, classroom_id, trainee_id, created_at, ruleset, mode, zone, temperature, weight, glucose)
VALUES ('sheet', 1, 1, '2025-03-14 12:00:00', 'us-national-2019', 'teach', 'America/New_York', '°F', 'kg', 'mg/dL');
INSERT INTO step (run_sheet_id, actor_id, kind, revision, note, at)
VALUES ('sheet', 1, 'submitted', 1, '', '2025-03-14 12:00:00'), ('sheet', 3, 'returned', 1, 'Again', '2025-03-14 13:00:00');
INSERT INTO comment (run_sheet_id, revision, anchor, kind, text, value, author_id, at)
VALUES ('sheet', 1, 'narrative-text', 'improve', 'When?', '', 3, '2025-03-14 13:00:00')
"""


@pytest.fixture(params=["sqlite", "postgres"])
def database(request, tmp_path):
    here = f"sqlite:///{tmp_path / 'old.sqlite'}"
    opened = open_database(here if request.param == "sqlite" else request.getfixturevalue("postgres_url"))
    make_file(opened.engine)
    command.upgrade(config(opened.engine), "0009")
    with opened.engine.execution_options(writes=True).begin() as connection:
        for statement in WRITTEN.split(";"):
            connection.execute(text(statement))
    yield opened
    opened.engine.dispose()


def asked(database, statement):
    with database.engine.begin() as connection:
        return [tuple(row) for row in connection.execute(text(statement))]


def test_levels_and_names_are_filled_from_what_stood_there(database):
    upgrade(database.engine)
    levels = asked(database, "SELECT person_id, classroom_id, level FROM membership ORDER BY 1, 2")
    assert levels == [(1, 1, "EMT"), (1, 2, "EMT"), (2, 1, None), (3, 1, None)]
    assert asked(database, "SELECT actor_name FROM step ORDER BY id") == [("Dana Ruiz",), ("Toni Teacher",)]
    assert asked(database, "SELECT author_name FROM comment") == [("Toni Teacher",)]
    assert asked(database, "SELECT DISTINCT version FROM person") == [(1,)]


def test_it_can_be_taken_back_with_everybody_in_it(database):
    upgrade(database.engine)
    command.downgrade(config(database.engine), "0009")
    assert asked(database, "SELECT count(*) FROM membership") == [(4,)]
    assert asked(database, "SELECT count(*) FROM step") == [(2,)]
