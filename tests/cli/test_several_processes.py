"""Several processes on one database: one secret or none serves, and no server begins on a database that is not ready."""

import os
import subprocess
import sys

import pytest

from epcr import create_app
from epcr.config import from_environment
from epcr.database_file import Unusable
from epcr.db import open_database
from epcr.in_use import Served, alone, hold
from epcr.migrations import upgrade
from tests.cli.running import CHECKOUT, NOT_SET, PATIENCE_S, refused

ONE, OTHER = "0123456789abcdef0123456789abcdef", "fedcba9876543210fedcba9876543210"
UNDER_ANOTHER_SERVER = "import epcr.wsgi; print(epcr.wsgi.application.name)"


@pytest.fixture
def served(either_url):
    database = open_database(either_url)
    upgrade(database.engine)
    yield database.engine
    database.engine.dispose()


def test_two_processes_with_one_secret_serve_one_database(served):
    first, second = hold(served, ONE), hold(served, ONE)
    first.let_go()
    third = hold(served, ONE)
    second.let_go()
    third.let_go()


def test_a_second_process_with_another_secret_is_refused_and_told_what_to_give_it(served):
    first = hold(served, ONE)
    with pytest.raises(Unusable, match="the same SECRET_KEY, or the same EPCR_HOME"):
        hold(served, OTHER)
    hold(served, ONE).let_go()
    first.let_go()
    hold(served, OTHER).let_go()


def test_a_database_on_which_somebody_serves_is_not_moved_and_one_that_is_moved_is_not_served(tmp_path):
    file = tmp_path / "epcr.sqlite"
    database = open_database(f"sqlite:///{file}")
    upgrade(database.engine)
    held = hold(database.engine, ONE)
    with pytest.raises(Served), alone(file):
        pass
    held.let_go()
    with alone(file), pytest.raises(Unusable, match="being put back or moved"):
        hold(database.engine, ONE)
    database.engine.dispose()


def test_two_servers_with_folders_of_their_own_on_one_database_are_not_both_started(
    epcr, tmp_path, either_url
):
    with epcr.serving(DATABASE_URL=either_url):
        other = type(epcr)(tmp_path / "another home")
        sentence = refused(other.apart("serve", "--port", "0", DATABASE_URL=either_url))
        assert "served already by a process with another secret" in sentence
        with epcr.serving(DATABASE_URL=either_url):
            pass


def under_another_server(epcr, **environment):
    """What becomes of the application where another server imports it."""
    kept = {name: value for name, value in os.environ.items() if name not in NOT_SET}
    return subprocess.run(
        [sys.executable, "-c", UNDER_ANOTHER_SERVER],
        env=kept | {"PYTHONPATH": str(CHECKOUT), "EPCR_HOME": str(epcr.home)} | environment,
        capture_output=True, text=True, check=False, timeout=PATIENCE_S,
    )  # fmt: skip


def set_version(epcr, change):
    database = open_database(f"sqlite:///{epcr.home / 'epcr.sqlite'}")
    with database.write("a test") as session:
        session.connection().exec_driver_sql(change)
    database.engine.dispose()


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (
            "UPDATE alembic_version SET version_num = '0001'",
            "of an older version; stop what serves it and run: epcr db upgrade",
        ),
        (
            "UPDATE alembic_version SET version_num = '9999'",
            "install the version of epcr that it was used with last",
        ),
        ("DELETE FROM alembic_version", "is not set up yet; run: epcr db upgrade"),
    ],
    ids=["older", "newer", "none"],
)
def test_another_server_does_not_begin_on_a_database_of_another_version(epcr, change, said):
    assert epcr("db", "upgrade").exit_code == 0
    set_version(epcr, change)
    run = under_another_server(epcr)
    assert run.returncode == 1
    assert said in run.stderr.splitlines()[-1]
    assert said in refused(epcr("user", "list"))


def test_another_server_makes_no_database_and_serves_one_that_is_ready(epcr):
    run = under_another_server(epcr)
    assert "there is no database at" in run.stderr.splitlines()[-1]
    assert not (epcr.home / "epcr.sqlite").exists()
    assert epcr("db", "upgrade").exit_code == 0
    assert under_another_server(epcr).stdout == "epcr\n"


def test_nothing_is_restored_while_another_server_serves_that_nobody_asked_yet(epcr, tmp_path, monkeypatch):
    assert epcr("db", "upgrade").exit_code == 0
    assert epcr("backup", str(tmp_path / "b.sqlite")).exit_code == 0
    for name in NOT_SET:
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("EPCR_HOME", str(epcr.home))
    app = create_app()
    assert "still runs on the database" in refused(epcr("restore", str(tmp_path / "b.sqlite")))
    app.extensions["epcr.hold"].let_go()
    assert epcr("restore", str(tmp_path / "b.sqlite")).exit_code == 0
    app.extensions["epcr.database"].engine.dispose()


@pytest.mark.parametrize("uri", ["redis://127.0.0.1:1", "redis+sentinel://127.0.0.1:1"])
def test_a_place_for_counting_whose_package_is_not_installed_is_named_with_its_extra(
    tmp_path, monkeypatch, uri
):
    monkeypatch.setattr("epcr.config.find_spec", lambda _: None)
    with pytest.raises(Exception, match=r"epcr\[redis\]"):
        from_environment(
            {"RATELIMIT_STORAGE_URI": uri, "SECRET_KEY": ONE, "DATABASE_URL": f"sqlite:///{tmp_path}/x"}
        )
