"""Which database a command uses is said; none is made silently; no password stands in a command."""

import os
import stat
import subprocess
import sys

import pytest

from epcr.db import open_database
from epcr.people.persons import verify
from tests.cli.running import CHECKOUT, NOT_SET, PATIENCE_S, Epcr, refused

ADD = ("user", "add", "mora", "--name", "Ana Mora", "--role", "instructor")


@pytest.mark.parametrize(
    "words",
    [ADD, ("user", "list"), ("user", "password", "mora"), ("sheets",), ("backup", "b.sqlite")],
    ids=" ".join,
)
def test_a_command_makes_neither_database_nor_folder_nor_secret_and_names_the_place(epcr, words):
    assert f"there is no database at {epcr.home / 'epcr.sqlite'}" in refused(epcr(*words))
    assert not epcr.home.exists()


def test_root_without_epcr_home_makes_no_second_database(tmp_path):
    kept = {name: value for name, value in os.environ.items() if name not in NOT_SET}
    kept |= {"HOME": str(tmp_path), "PYTHONPATH": str(CHECKOUT), "EPCR_HOME": "~/records"}
    run = subprocess.run(
        [sys.executable, "-c", "from epcr.cli import main; main()", *ADD],
        env=kept, cwd=tmp_path, capture_output=True, text=True, check=False, timeout=PATIENCE_S,
    )  # fmt: skip
    assert run.returncode == 1
    assert str(tmp_path / "records" / "epcr.sqlite") in run.stderr
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    "name", ["a?b", "a#b", "a%20b", "a b", "a&b=c", "ä ö", "?mode=memory", "a;b", "100%", "a'b\"c"]
)
def test_the_folder_may_be_called_anything(tmp_path, name):
    epcr = Epcr(tmp_path / name)
    run = epcr("db", "upgrade")
    assert run.exit_code == 0, run.stderr
    assert run.stdout.endswith(f"{epcr.home / 'epcr.sqlite'}\n")
    assert {one.name for one in tmp_path.iterdir()} == {name}
    assert epcr(*ADD).exit_code == 0
    assert epcr("backup", str(epcr.home / "b?c#d.sqlite")).exit_code == 0
    assert epcr("restore", str(epcr.home / "b?c#d.sqlite")).exit_code == 0
    assert epcr("user", "list").stdout == "mora\tinstructor\tAna Mora\t\tnever\n"
    assert {one.name for one in tmp_path.iterdir()} == {name}


def test_what_others_on_the_machine_may_read_is_taken_from_them(epcr):
    assert epcr("db", "upgrade").exit_code == 0
    file = epcr.home / "epcr.sqlite"
    file.chmod(0o644)
    assert epcr(*ADD).exit_code == 0
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    with epcr.serving():
        for one in epcr.home.iterdir():
            assert one.stat().st_mode & 0o077 == 0, one.name


def test_a_password_is_read_from_standard_input_and_is_one_s_own(epcr):
    assert epcr("db", "upgrade").exit_code == 0
    assert epcr(*ADD, "--password", typed="third floor left\r\nmore\n").exit_code == 0
    assert "with it" in epcr("user", "password", "mora", "--password", typed="fourth floor right").stdout
    database = open_database(f"sqlite:///{epcr.home / 'epcr.sqlite'}")
    with database.read() as session:
        found = verify(session, "mora", "fourth floor right")
        assert found is not None
        assert not found.must_change_password
    database.engine.dispose()


@pytest.mark.parametrize("words", [ADD, ("user", "password", "mora")], ids=" ".join)
@pytest.mark.parametrize(
    "given", [("--password", "third floor left"), ("--password=third floor left",)], ids="".join
)
def test_a_password_in_a_command_is_refused_and_not_repeated(epcr, words, given):
    assert epcr("db", "upgrade").exit_code == 0
    assert epcr(*ADD).exit_code == 0
    sentence = refused(epcr(*words, *given))
    assert "standard input" in sentence
    assert "third floor" not in sentence


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("short\n", "at least 8"),
        ("", "at least 8"),
        ("password123\n", "among the first"),
        (b"\xff\xfe" * 9, "UTF-8"),
    ],
)
def test_a_password_that_cannot_be_one_changes_nothing(epcr, typed, said):
    assert epcr("db", "upgrade").exit_code == 0
    assert epcr(*ADD, "--password", typed="third floor left\n").exit_code == 0
    assert said in refused(epcr("user", "password", "mora", "--password", typed=typed))


def test_everybody_who_can_sign_in_is_listed_a_line_each(demo_class):
    epcr, _ = demo_class
    run = epcr("user", "list")
    lines = [line.split("\t") for line in run.stdout.splitlines()]
    assert [line[0] for line in lines] == ["admin", "aemt", "emt", "instructor", "medic", "student"]
    assert {len(line) for line in lines} == {5}
    assert lines[2][1:4] == ["trainee", "Ana Ruiz", "Demo class"]
    assert run.stderr == f"Database: sqlite:///{epcr.home / 'epcr.sqlite'}\n"
