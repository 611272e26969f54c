"""`epcr user end`: an account ends from a terminal, and never the last one who is needed."""

import pytest

from epcr.db import open_database
from epcr.people.model import Classroom, Person
from epcr.people.persons import find_person
from tests.cli.running import refused


@pytest.fixture
def people(epcr):
    """An administrator, an instructor with a class, a trainee in it."""
    assert epcr("db", "upgrade").exit_code == 0
    for login, role in (("boss", "administrator"), ("teacher", "instructor"), ("ruiz", "trainee")):
        assert epcr("user", "add", login, "--name", login.title(), "--role", role).exit_code == 0
    database = open_database(f"sqlite:///{epcr.home / 'epcr.sqlite'}")
    with database.write("the tests") as session:
        room = Classroom(name="Night class", join_code="NIGHT7")
        room.people.extend(session.query(Person).filter(Person.login.in_(["teacher", "ruiz"])))
        session.add(room)
    yield database
    database.engine.dispose()


def ended(people, login):
    with people.read() as session:
        return find_person(session, login).ended_at is not None


def test_an_account_ends_from_a_terminal(epcr, people):
    run = epcr("user", "end", "RUIZ")
    assert (run.exit_code, run.stdout) == (0, "The account ruiz has ended.\n")
    assert run.stderr.startswith("Database: ")
    assert ended(people, "ruiz")
    assert epcr("user", "end", "ruiz").stdout == "The account ruiz has ended already.\n"
    assert "already has the login ruiz" in refused(
        epcr("user", "add", "ruiz", "--name", "Rob", "--role", "trainee")
    )


@pytest.mark.parametrize(
    ("login", "why"),
    [
        ("boss", "is the last administrator"),
        ("teacher", "is the last instructor of Night class"),
        ("nobody", "nobody has the login nobody"),
        ("", "nobody has the login"),
        ("x y", "nobody has the login x y"),
    ],
)
def test_what_cannot_end_is_said_in_one_line(epcr, people, login, why):
    assert why in refused(epcr("user", "end", login))
    with people.read() as session:
        assert session.query(Person).filter(Person.ended_at.is_not(None)).count() == 0


def test_a_new_password_does_not_open_an_ended_account(epcr, people):
    epcr("user", "end", "ruiz")
    assert "once the account is opened again" in epcr("user", "password", "ruiz").stdout
    assert ended(people, "ruiz")


def test_before_there_is_a_database_it_says_how_to_set_one_up(epcr):
    assert "epcr begin" in refused(epcr("user", "end", "ruiz"))
