"""A full run of the server, with everything that can go wrong on the way: nothing that was typed stands in its log."""

import re
import sqlite3
from contextlib import closing

import pytest
from sqlalchemy import text

from epcr.visit.signed_in import session
from tests.cli.browsing import Browser
from tests.cli.running import PATIENCE_S, Epcr
from tests.web.test_error_pages import typed_into

NARRATIVE = "Crushing pain since breakfast"
SECRETS = ("kamo ritu sepa", "third floor left", NARRATIVE, "O'Hara")


def statement(file, *words):
    with closing(sqlite3.connect(file, isolation_level=None, timeout=30)) as opened:
        for one in words:
            opened.execute(one)


def test_a_full_run_with_wrong_passwords_and_every_refusal_of_the_database_logs_nothing_typed(tmp_path):
    epcr = Epcr(tmp_path / "home")
    file = epcr.home / "epcr.sqlite"
    with epcr.serving("--demo") as server:
        address = re.search(r"http://127\.0\.0\.1:\d+", server.said[0])[0]
        with closing(Browser(address)) as browser:
            assert browser.sign_in("emt", SECRETS[0]) == 422
            assert browser.sign_in(SECRETS[1], "x") == 422
            assert browser.sign_in("emt") == 303
            browser.begin()
            path = f"/sheets/{browser.sheet}/narrative"
            form = {"csrf_token": browser.token, "version": "0", "narrative-text": NARRATIVE}
            statuses = []
            for change in (
                "CREATE TRIGGER t BEFORE UPDATE ON narrative BEGIN SELECT raise(abort, 'no'); END",
                "DROP TRIGGER t",
                "ALTER TABLE narrative RENAME COLUMN text TO words",
                "DROP TABLE audit_line",
                "DROP TABLE narrative",
            ):
                statement(file, change)
                status, _, page = browser.ask("POST", path, form | {"version": str(len(statuses))})
                statuses.append(status)
                if status >= 500:
                    assert NARRATIVE in page, "the words of the form are lost"
            assert set(statuses) & {500, 503}
            browser.ask("GET", f"/sheets/{browser.sheet}/narrative?looked={SECRETS[0].replace(' ', '+')}")
        server.process.terminate()
        said, complaints = server.process.communicate(timeout=PATIENCE_S)
    log = said + complaints
    assert "sign-in refused: wrong password, login emt, from 127.0.0.1" in log
    assert "the database refused" in log
    for one in SECRETS:
        assert one not in log
    assert "argon2" not in log.replace("argon2/", "")


RAISES = """
CREATE FUNCTION refuse() RETURNS trigger AS $$ BEGIN RAISE EXCEPTION 'not: %', NEW.text; END $$ LANGUAGE plpgsql;
CREATE TRIGGER t BEFORE UPDATE OR INSERT ON narrative FOR EACH ROW EXECUTE FUNCTION refuse();
"""


@pytest.mark.parametrize(
    "change",
    [
        RAISES,
        "ALTER TABLE narrative ADD CONSTRAINT c CHECK (text IS NULL OR text NOT LIKE 'Crushing%')",
        "CREATE UNIQUE INDEX u ON narrative ((1 / (length(text) - 29)))",
        "ALTER TABLE narrative ALTER COLUMN text TYPE varchar(5)",
    ],
    ids=["raised", "check", "computed", "too long"],
)
def test_postgresql_s_own_words_which_repeat_the_row_are_not_logged_and_the_page_keeps_what_was_typed(
    world_on_postgres, caplog, change
):
    world = world_on_postgres
    _, page = typed_into(world)
    with world.database.engine.begin() as connection:
        connection.execute(text(change))
    answer = page.save()
    assert answer.status in {400, 500, 503}
    assert NARRATIVE in answer.words
    assert "the database refused" in caplog.text
    assert "Crushing" not in caplog.text
    world.database.engine.dispose()


@pytest.mark.parametrize("code", [400, 409, 500, 503])
def test_every_error_of_the_database_keeps_the_words_and_none_of_them_is_logged(
    attack, monkeypatch, caplog, code
):
    from sqlalchemy import exc  # noqa: PLC0415
    from sqlalchemy.orm import exc as orm  # noqa: PLC0415

    cause = sqlite3.IntegrityError(f"Failing row contains ({NARRATIVE})")
    cause.sqlite_errorcode, cause.sqlite_errorname = {400: (18, "TOOBIG"), 409: (2067, "UNIQUE")}.get(
        code, (5, "BUSY")
    )
    error = {
        500: exc.InvalidRequestError(f"no row was found for {NARRATIVE}"),
        503: exc.OperationalError("UPDATE", (NARRATIVE,), cause),
    }.get(code, exc.IntegrityError("UPDATE", (NARRATIVE,), cause))
    assert not isinstance(error, orm.StaleDataError)
    _, page = typed_into(attack.world)

    def fail(*_args, **_named):
        raise error

    monkeypatch.setattr("epcr.web.saving.save", fail)
    answer = page.save()
    assert answer.status == code
    assert NARRATIVE in answer.words
    assert "the database refused" in caplog.text
    assert "Crushing" not in caplog.text


def test_a_fault_of_ours_is_logged_by_its_kind_and_its_place_without_its_words(attack, monkeypatch, caplog):
    _, page = typed_into(attack.world)

    def fail(*_args, **_named):
        try:
            int(NARRATIVE)
        except ValueError as error:
            raise RuntimeError(NARRATIVE) from error

    monkeypatch.setattr("epcr.web.saving.save", fail)
    attack.world.app.config["PROPAGATE_EXCEPTIONS"] = False
    answer = page.save()
    assert answer.status == 500
    assert NARRATIVE in answer.words
    assert "builtins.RuntimeError from builtins.ValueError" in caplog.text
    assert "test_log_without_words.py" in caplog.text
    assert "Crushing" not in caplog.text


def test_a_connection_that_postgresql_ends_in_the_middle_of_a_save_keeps_the_words(
    world_on_postgres, caplog, monkeypatch
):
    world = world_on_postgres
    _, page = typed_into(world)

    def end(*_args, **_named):
        session().execute(text("SELECT pg_terminate_backend(pg_backend_pid())"))

    monkeypatch.setattr("epcr.web.saving.save", end)
    answer = page.save()
    assert answer.status == 503
    assert NARRATIVE in answer.words
    assert "Crushing" not in caplog.text
    world.database.engine.dispose()
