"""What depends on the database: versions that are written once, two who save at the same moment, sheets that are told."""

import threading

import pytest

from epcr import audit
from epcr.audit import NoActor
from epcr.checks.own_rules import known_to
from epcr.class_rules import steps
from epcr.migrations import upgrade
from epcr.people import classrooms
from epcr.people.model import Classroom, Person
from epcr.scenarios import begin
from epcr.sheet.class_ruleset import ClassRuleset
from epcr.sheet.run_sheet import RunSheet
from tests.class_rules.rules import way

audit.install()


@pytest.fixture
def database(either_database):
    upgrade(either_database.engine)
    with either_database.write("x") as session:
        classroom = Classroom(name="Evening class", join_code="EVEN42")
        for login in ("first", "second"):
            classroom.people.append(
                Person(login=login, name=login.title(), role="instructor", password_hash="x")
            )
        session.add(classroom)
        session.flush()
        author = classroom.people[0]
        steps.copy(session, classroom, author, parent="us-national-2019", title="Evening rules")
        session.add(
            RunSheet(classroom_id=classroom.id, trainee_id=author.id, ruleset="us-national-2019", zone="UTC")
        )
    return either_database


def the(session, kind):
    return session.query(kind).one()


def test_of_two_who_save_at_the_same_moment_one_is_told(database):
    both = threading.Barrier(2)
    said = []

    def save(login, may):
        with database.read() as session:
            seen = the(session, ClassRuleset).version
        both.wait()
        try:
            with database.write(login) as session:
                own = the(session, ClassRuleset)
                author = session.query(Person).filter_by(login=login).one()
                made = steps.change(
                    session, own, author, seen=seen, item="iv_access", cells={"EMT": [way(may)]}, names={}, reason="At once"
                )  # fmt: skip
                said.append(made.version)
        except steps.SavedMeanwhile:
            said.append("stale")

    writers = [
        threading.Thread(target=save, args=one) for one in (("first", "yes"), ("second", "medical_direction"))
    ]
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join()
    assert sorted(map(str, said)) == ["2", "stale"]
    with database.read() as session:
        assert [one.version for one in the(session, ClassRuleset).versions] == [1, 2]


def test_rules_are_not_written_by_nobody(database):
    with pytest.raises(NoActor, match="by nobody"), database.write("") as session:
        steps.copy(session, the(session, Classroom), session.query(Person).filter_by(login="first").one(),
                   parent="us-vt", title="Nobody's")  # fmt: skip


def test_every_sheet_of_a_class_is_told_of_other_rules(database):
    with database.write("second") as session:
        begin(session, the(session, Classroom), session.query(Person).filter_by(login="second").one(), None)
    with database.write("first") as session:
        classrooms.change_class(session, the(session, Classroom), ruleset="us-vt")
    with database.read() as session:
        assert {one.ruleset for one in session.query(RunSheet)} == {"us-vt"}


def test_the_sheets_of_a_class_know_its_rules(database):
    with database.write("first") as session:
        classrooms.change_class(session, the(session, Classroom), ruleset=the(session, ClassRuleset).name)
        classrooms.change_agency(session, the(session, Classroom), {"programs": ["x"]})
    with database.read() as session:
        sheet = the(session, RunSheet)
        assert sheet.agency == {"programs": ["x"]}
        assert sheet.own_rules.version == 1
        assert known_to(sheet)[sheet.ruleset].title == "Evening rules"
    with database.write("first") as session:
        classrooms.change_class(session, the(session, Classroom), ruleset="us-national-2019")
        classrooms.change_agency(session, the(session, Classroom), None)
    with database.read() as session:
        assert (the(session, RunSheet).own_rules, the(session, RunSheet).agency) == (None, None)
