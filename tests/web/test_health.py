"""The address that tells a watcher whether the application works: short, for everybody, and silent."""

import logging
import shutil

import pytest
from sqlalchemy import create_engine, text

from tests.page import Visitor
from tests.world import PASSWORD


def asked(world, method="GET", client=None):
    return (client or world.app.test_client()).open("/healthz", method=method)


def test_it_answers_to_nobody_in_particular_without_a_cookie_and_without_a_line_in_the_log(world, caplog):
    with caplog.at_level(logging.INFO):
        answer = asked(world)
    assert (answer.status_code, answer.get_data(as_text=True), answer.mimetype) == (200, "ok\n", "text/plain")
    assert "Set-Cookie" not in answer.headers
    assert answer.headers["Cache-Control"] == "no-store"
    assert caplog.text == ""


def test_the_head_alone_is_given_too_and_nothing_is_sent_to_it(world):
    assert (asked(world, "HEAD").status_code, asked(world, "HEAD").data) == (200, b"")
    assert asked(world, "POST").status_code in {400, 405}


def test_somebody_who_must_choose_a_password_first_gets_it_all_the_same(world):
    visitor = Visitor(world.app)
    with world.database.write("the tests") as session:
        session.execute(text("UPDATE person SET must_change_password = true"))
    visitor.sign_in("ruiz", PASSWORD)
    assert asked(world, client=visitor.client).status_code == 200


def moved(world):
    file = world.database.engine.url.database
    shutil.move(file, f"{file}.moved")


def emptied(world):
    with world.database.engine.begin() as connection:
        connection.exec_driver_sql("ALTER TABLE person RENAME TO nobody")


def scratched(world):
    world.database.engine.dispose()
    with open(world.database.engine.url.database, "r+b") as file:  # noqa: PTH123
        file.write(b"no database" * 500)


@pytest.mark.parametrize("lost", [moved, emptied, scratched])
def test_without_its_database_it_says_so_to_everybody_and_no_more(world, caplog, lost):
    lost(world)
    for method in ("GET", "HEAD"):
        answer = asked(world, method)
        assert answer.status_code == 503
        assert answer.get_data(as_text=True) == ("the database does not answer\n" if method == "GET" else "")
    assert caplog.text == ""


def test_on_postgresql_it_says_when_the_server_is_gone_and_when_it_is_back(world_on_postgres, postgres_url):
    world = world_on_postgres
    assert asked(world).status_code == 200
    name = postgres_url.rpartition("/")[2].partition("?")[0]
    engine = create_engine(postgres_url.replace(f"/{name}", "/postgres"), isolation_level="AUTOCOMMIT")
    with engine.connect() as other:
        other.execute(text(f"ALTER DATABASE {name} ALLOW_CONNECTIONS false"))
        ended = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = :name"
        other.execute(text(ended), {"name": name})
        assert asked(world).status_code == 503
        other.execute(text(f"ALTER DATABASE {name} ALLOW_CONNECTIONS true"))
        assert asked(world).status_code == 200
    engine.dispose()
    world.database.engine.dispose()
