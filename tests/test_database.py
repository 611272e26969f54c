"""The database: migrations give what the models say, on both kinds of database; writers wait for each other."""

import threading
from datetime import UTC, datetime

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import select, text
from sqlalchemy.orm import Session

from epcr import models
from epcr.db import Database, UtcMoment, open_database
from epcr.migrations import upgrade
from epcr.people.model import Classroom, Person
from epcr.sheet.run_sheet import RunSheet
from epcr.sheet.vitals import VitalSigns


@pytest.fixture
def sqlite(tmp_path):
    database = open_database(f"sqlite:///{tmp_path / 'test.sqlite'}")
    yield database
    database.engine.dispose()


@pytest.fixture
def postgres(postgres_url):
    database = open_database(postgres_url)
    yield database
    database.engine.dispose()


def differences(database: Database) -> list[object]:
    def same_moment(_context, _column, _model, _found, wanted):
        return False if isinstance(wanted, UtcMoment) else None

    with database.engine.connect() as connection:
        found = MigrationContext.configure(connection, opts={"compare_type": same_moment})
        return list(compare_metadata(found, models.METADATA))


def test_the_migrated_schema_is_the_schema_of_the_models_on_sqlite(sqlite):
    upgrade(sqlite.engine)
    assert differences(sqlite) == []


def test_the_migrated_schema_is_the_schema_of_the_models_on_postgresql(postgres):
    upgrade(postgres.engine)
    assert differences(postgres) == []


def test_migrating_again_keeps_what_is_there(sqlite):
    upgrade(sqlite.engine)
    sheet = store_a_sheet(sqlite)
    upgrade(sqlite.engine)
    with sqlite.read() as session:
        assert session.get(RunSheet, sheet) is not None


def store_a_sheet(database: Database) -> str:
    with database.write("ruiz") as session:
        session.add(Person(id=1, login="ruiz", name="Ruiz", role="trainee", password_hash="x"))
        session.add(Classroom(id=1, name="Class", join_code="CODE"))
        session.flush()
        sheet = RunSheet(classroom_id=1, trainee_id=1, ruleset="us-national-2019", zone="America/New_York")
        sheet.vitals.append(
            VitalSigns(
                taken_at=datetime(2024, 10, 11, 21, 4, 58, tzinfo=UTC),
                systolic=88,
                diastolic="P",
                glucose=97.2864,
                temperature=37.0,
                rhythm=["9901051"],
                absent={"spo2": "refused"},
            )
        )
        session.add(sheet)
        return sheet.id


@pytest.mark.parametrize("kind", ["sqlite", "postgres"])
def test_a_sheet_comes_back_as_it_was_stored(kind, request):
    database = request.getfixturevalue(kind)
    upgrade(database.engine)
    name = store_a_sheet(database)
    with database.read() as session:
        (found,) = session.get(RunSheet, name).vitals
        assert found.taken_at == datetime(2024, 10, 11, 21, 4, 58, tzinfo=UTC)
        assert found.taken_at.utcoffset().total_seconds() == 0
        assert (found.systolic, found.diastolic, found.glucose, found.temperature) == (88, "P", 97.2864, 37.0)
        assert (found.rhythm, found.absent) == (["9901051"], {"spo2": "refused"})
        assert found.oxygen is None


def test_a_time_without_a_zone_is_never_stored(sqlite):
    upgrade(sqlite.engine)
    with pytest.raises(Exception, match="must carry its zone"), sqlite.write("ruiz") as session:
        session.add(Classroom(name="Class", join_code="CODE", created_at=datetime(2024, 10, 11)))  # noqa: DTZ001


def test_eight_writers_who_read_first_all_get_through(sqlite):
    upgrade(sqlite.engine)
    store_a_sheet(sqlite)
    failures = []

    def add_ten(session_of: Database) -> None:
        try:
            for _ in range(10):
                with session_of.write("ruiz") as session:
                    person = session.scalars(select(Person)).one()
                    person.session_epoch += 1
        except Exception as error:  # noqa: BLE001 - whatever it is, the test must see it
            failures.append(error)

    writers = [threading.Thread(target=add_ten, args=(sqlite,)) for _ in range(8)]
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join()
    assert failures == []
    with Session(sqlite.engine) as session:
        assert session.scalars(select(Person.session_epoch)).one() == 80


def test_nothing_is_kept_of_a_transaction_that_failed(sqlite):
    upgrade(sqlite.engine)
    with pytest.raises(RuntimeError), sqlite.write("ruiz") as session:  # noqa: PT012 - it fails after the flush
        session.add(Classroom(name="Class", join_code="CODE"))
        session.flush()
        raise RuntimeError
    with sqlite.read() as session:
        assert session.scalars(select(Classroom)).all() == []


@pytest.mark.parametrize("noticed_by", ["what came", "asking, after a while"])
def test_a_connection_that_the_server_ended_is_noticed_before_it_is_used(
    postgres, postgres_url, monkeypatch, noticed_by
):
    asked = text("SELECT pg_backend_pid()")
    if noticed_by != "what came":
        monkeypatch.setattr("epcr.db._has_word", lambda _connection: False)
        monkeypatch.setattr("epcr.db.QUIET_SECONDS", -1)
    with postgres.read() as session:
        ended = session.scalar(asked)
    other = open_database(postgres_url)
    with other.read() as session:
        assert session.scalar(text("SELECT pg_terminate_backend(:ended, 60000)"), {"ended": ended})
    other.engine.dispose()
    with postgres.read() as session:
        assert session.scalar(asked) != ended


def test_a_connection_that_was_used_just_now_is_not_asked_whether_it_is_there(postgres, monkeypatch):
    monkeypatch.setattr(postgres.engine.dialect, "do_ping", lambda _connection: pytest.fail("it was asked"))
    for _ in range(3):
        with postgres.read() as session:
            assert session.scalar(text("SELECT 1")) == 1
