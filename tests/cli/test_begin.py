"""`epcr begin`: one command from nothing, or from the demo class, to a real one."""

import re
import sqlite3
from contextlib import closing

import pytest

from epcr.people.password import PUBLISHED
from epcr.scenarios.demo import ACCOUNTS
from tests.cli.running import refused


def people(epcr, file="epcr.sqlite"):
    with closing(sqlite3.connect(epcr.home / file)) as connection:
        return connection.execute("select login, name, role, must_change_password from person").fetchall()


def test_it_asks_for_a_name_and_shows_a_password_once(epcr):
    run = epcr("begin", typed="Ana Mora\n\n")
    assert run.exit_code == 0
    assert people(epcr) == [("mora", "Ana Mora", "administrator", 1)]
    (password,) = re.findall(r"password  (\S+)", run.stdout)
    assert password not in PUBLISHED
    assert "not shown again" in run.stdout
    assert "make lan (or epcr serve --lan)" in run.stdout


@pytest.mark.parametrize(
    ("typed", "login"),
    [
        ("Zoë Ångström\n\n", "angstrom"),
        ("Madonna\n\n", "madonna"),
        ("李明\nli.ming\n", "li.ming"),
        ("A B\nboss\n", "boss"),
    ],
)
def test_the_login_is_suggested_from_any_name_and_can_be_another(epcr, typed, login):
    assert epcr("begin", typed=typed).exit_code == 0
    assert people(epcr)[0][0] == login


def test_a_demo_class_is_moved_aside_and_kept(epcr):
    assert epcr("demo").exit_code == 0
    run = epcr("begin", typed="y\nAna Mora\n\n")
    assert run.exit_code == 0, run.output
    assert [login for login, *_ in people(epcr)] == ["mora"]
    (aside,) = [file.name for file in epcr.home.iterdir() if "-demo-" in file.name]
    assert {login for login, *_ in people(epcr, aside)} == {one.login for one in ACCOUNTS}
    assert aside in run.stdout


def test_a_demo_class_is_left_where_it_is_when_the_answer_is_no(epcr):
    assert epcr("demo").exit_code == 0
    assert epcr("begin", typed="n\n").exit_code == 1
    assert len(people(epcr)) == len(ACCOUNTS)


def test_a_class_that_has_begun_is_not_begun_again(epcr):
    assert epcr("begin", typed="Ana Mora\n\n").exit_code == 0
    assert "people are here already" in refused(epcr("begin", typed="Eve Low\n\n"))
    assert len(people(epcr)) == 1


def test_a_demo_class_with_somebody_of_ones_own_is_not_moved(epcr):
    assert epcr("demo").exit_code == 0
    assert epcr("user", "add", "mora", "--name", "Ana Mora", "--role", "instructor").exit_code == 0
    assert "people are here already" in refused(epcr("begin", typed="y\nEve Low\n\n"))


def test_nothing_is_moved_under_a_server_that_runs(epcr):
    with epcr.serving("--demo"):
        run = epcr("begin", typed="y\n")
        assert run.exit_code == 1
        assert "stop it with Ctrl-C, or with `systemctl stop epcr`" in run.stderr
        assert len(people(epcr)) == len(ACCOUNTS)


def test_nobody_can_choose_a_password_that_is_published(epcr):
    assert {one.password for one in ACCOUNTS} == PUBLISHED
    assert epcr("db", "upgrade").exit_code == 0
    for password in sorted(PUBLISHED):
        words = ("user", "add", "mora", "--name", "A", "--role", "instructor", "--password")
        run = epcr(*words, typed=f"{password}\n")
        assert "among the first that anybody would guess" in refused(run)


def test_a_forgotten_password_is_made_anew_in_the_terminal(epcr):
    epcr("begin", typed="Ana Mora\n\n")
    run = epcr("user", "password", "MORA")
    assert re.fullmatch(
        r"mora can sign in now with the password \S+, which must then be changed\.\n", run.stdout
    )
    assert "nobody has the login eve" in refused(epcr("user", "password", "eve"))
