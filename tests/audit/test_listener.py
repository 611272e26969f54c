"""Every change of a run sheet leaves a line: who, what, from what, to what; and nobody changes one unnamed."""

import json

import pytest
from sqlalchemy import event, select
from sqlalchemy.orm import Session

from epcr import audit
from epcr.audit import AuditLine, NoActor
from epcr.db import Base, make_file, now, open_database
from epcr.people.model import Classroom, Person
from epcr.sheet.answer import Answer
from epcr.sheet.run_sheet import RunSheet
from epcr.sheet.verdict import KeptVerdict
from tests import build

audit.install()


on_both = pytest.mark.parametrize("database", ["sqlite", "postgresql"], indirect=True)


@pytest.fixture
def database(request, tmp_path):
    if getattr(request, "param", "sqlite") == "sqlite":
        made = open_database(f"sqlite:///{tmp_path / 'audit.sqlite'}")
    else:
        made = open_database(request.getfixturevalue("postgres_url"))
    make_file(made.engine)
    Base.metadata.create_all(made.engine)
    yield made
    made.engine.dispose()


@pytest.fixture
def sheet(database):
    with database.write("ruiz") as session:
        trainee = Person(login="ruiz", name="Dana Ruiz", role="trainee", password_hash="x")
        classroom = Classroom(name="Evening class", join_code="EVEN42")
        session.add_all([trainee, classroom])
        session.flush()
        made = build.sheet(trainee_id=trainee.id, classroom_id=classroom.id)
        session.add(made)
        number = made.id
    with database.write("x") as session:
        session.query(AuditLine).delete()
    return number


def lines(database):
    with database.read() as session:
        found = session.scalars(select(AuditLine).order_by(AuditLine.id))
        return [
            (one.anchor, one.before and json.loads(one.before), one.after and json.loads(one.after))
            for one in found
        ]


@on_both
def test_a_changed_field_leaves_one_line_with_actor_and_both_values(database, sheet):
    with database.write("ruiz") as session:
        session.get_one(RunSheet, sheet).vitals[0].systolic = 88
    assert lines(database) == [
        (f"vitals-{build.FIRST}-systolic", {"value": build.sheet().vitals[0].systolic}, {"value": 88})
    ]
    with database.read() as session:
        line = session.scalars(select(AuditLine)).one()
        assert (line.actor, line.run_sheet_id) == ("ruiz", sheet)
        assert (now() - line.at).total_seconds() < 60


def test_each_changed_field_has_a_line_of_its_own(database, sheet):
    with database.write("ruiz") as session:
        found = session.get_one(RunSheet, sheet)
        found.vitals[0].systolic = 88
        found.vitals[0].heart_rate = None
        found.incident.unit = "Medic 9"
    assert {anchor.rsplit("-", 1)[-1] for anchor, _, _ in lines(database)} == {
        "systolic",
        "heart_rate",
        "unit",
    }


def test_a_value_set_to_what_it_was_leaves_no_line(database, sheet):
    with database.write("ruiz") as session:
        found = session.get_one(RunSheet, sheet)
        found.vitals[0].systolic = found.vitals[0].systolic
        found.vitals[0].version += 1
        found.vitals[0].saved_at = now()
        found.incident.absent = dict(found.incident.absent)
    assert lines(database) == []


def test_a_reason_and_a_negative_are_said_with_the_field_they_belong_to(database, sheet):
    with database.write("ruiz") as session:
        found = session.get_one(RunSheet, sheet)
        found.vitals[0].systolic = None
        found.vitals[0].absent = {"systolic": "refused", "rhythm:9901035": "exam_finding_not_present"}
    before = build.sheet().vitals[0]
    assert lines(database) == [
        (f"vitals-{build.FIRST}-systolic", {"value": before.systolic}, {"why": "refused"}),
        (f"vitals-{build.FIRST}-rhythm", None, {"not": ["9901035"]}),
    ]


@on_both
def test_a_new_entry_has_a_line_and_one_for_each_field_it_brings(database, sheet):
    with database.write("ruiz") as session:
        found = session.get_one(RunSheet, sheet)
        found.crew.append(
            build.crew_member(id="5" * 32, member="Q. Third", level="EMT", absent={"roles": "not_recorded"})
        )
    assert lines(database) == [
        ("crew-" + "5" * 32, None, {"added": "crew member"}),
        ("crew-" + "5" * 32 + "-member", None, {"value": "Q. Third"}),
        ("crew-" + "5" * 32 + "-level", None, {"value": "EMT"}),
        ("crew-" + "5" * 32 + "-roles", None, {"why": "not_recorded"}),
    ]


@on_both
def test_striking_and_putting_back_leave_a_line_each(database, sheet):
    for at, reason in ((now(), "wrong patient"), (None, None)):
        with database.write("ruiz") as session:
            entry = session.get_one(RunSheet, sheet).vitals[0]
            entry.struck_at, entry.struck_reason = at, reason
    anchor = f"vitals-{build.FIRST}"
    assert lines(database) == [
        (anchor, None, {"struck": "wrong patient"}),
        (anchor, {"struck": "wrong patient"}, None),
    ]


def test_a_verdict_leaves_a_line(database, sheet):
    with database.write("ruiz") as session:
        session.get_one(RunSheet, sheet).interventions[0].verdict = KeptVerdict(
            verdict="not_permitted", rule="aspirin"
        )
    ((anchor, before, after),) = lines(database)
    assert anchor == f"interventions-{build.ASPIRIN}-verdict"
    assert before is None
    assert after == {"value": {"verdict": "not_permitted", "rule": "aspirin"}}


def test_times_are_written_with_their_offset(database, sheet):
    with database.write("ruiz") as session:
        session.get_one(RunSheet, sheet).incident.on_scene = build.clock("17:10")
    ((_, _, after),) = lines(database)
    assert after == {"value": build.clock("17:10").isoformat()}
    assert after["value"].endswith("+00:00")


@on_both
def test_answers_leave_lines_when_given_changed_and_taken_back(database, sheet):
    with database.write("ruiz") as session:
        answer = Answer(
            source="plausibility.pulse",
            anchor="vitals-x-heart_rate",
            value="240 /min",
            text="SVT on the strip",
        )
        found = session.get_one(RunSheet, sheet)
        found.answers.append(answer)
    with database.write("ruiz") as session:
        session.get_one(RunSheet, sheet).answers[0].text = "SVT, 12-lead attached"
    with database.write("ruiz") as session:
        found = session.get_one(RunSheet, sheet)
        found.answers.clear()
    first = {"answer": "SVT on the strip", "kind": "explained", "to": "plausibility.pulse"}
    second = {**first, "answer": "SVT, 12-lead attached"}
    assert lines(database) == [
        ("vitals-x-heart_rate", None, first),
        ("vitals-x-heart_rate", first, second),
        ("vitals-x-heart_rate", second, None),
    ]


def test_beginning_a_sheet_and_changing_its_settings_leave_lines(database, sheet):
    with database.write("ruiz") as session:
        old = session.get_one(RunSheet, sheet)
        old.mode = "strict"
        session.add(
            build.empty_sheet(trainee_id=old.trainee_id, classroom_id=old.classroom_id, scenario="mvc")
        )
    assert lines(database) == [
        ("sheet", None, {"begun": "mvc"}),
        ("sheet-mode", {"value": "teach"}, {"value": "strict"}),
    ]


@on_both
def test_a_part_that_is_deleted_leaves_what_it_said(database, sheet):
    with database.write("ruiz") as session:
        session.delete(session.get_one(RunSheet, sheet).exam[0])
    ((anchor, before, after),) = lines(database)
    assert anchor == f"exam-{build.CHEST}"
    assert before["region"] == {"value": "chest"}
    assert after is None


@pytest.mark.parametrize("change", ["field", "new", "deleted", "sheet", "answer"])
def test_a_change_that_nobody_stands_for_is_refused_and_nothing_is_written(database, sheet, change):
    def anonymous():
        with database.write("") as session:
            found = session.get_one(RunSheet, sheet)
            if change == "field":
                found.incident.unit = "Medic 9"
            elif change == "new":
                found.vitals.append(build.vitals(id="7" * 32))
            elif change == "deleted":
                session.delete(found.exam[0])
            elif change == "sheet":
                found.mode = "strict"
            else:
                found.answers.append(Answer(source="x", anchor="incident-unit", text="x"))

    with pytest.raises(NoActor, match="by nobody"):
        anonymous()
    assert lines(database) == []
    with database.read() as session:
        assert session.get_one(RunSheet, sheet).incident.unit == build.sheet().incident.unit


def test_a_session_that_names_nobody_may_change_what_is_no_sheet(database, sheet):
    with database.write("") as session:
        session.get_one(RunSheet, sheet)
        session.add(Person(login="x", name="X", role="trainee", password_hash="x"))
    assert lines(database) == []


def test_a_change_that_is_rolled_back_leaves_no_line(database, sheet):
    with database.writing(info={"actor": "ruiz"}) as session:
        session.get_one(RunSheet, sheet).incident.unit = "Medic 9"
        session.flush()
        session.rollback()
    assert lines(database) == []


def test_one_save_writes_its_lines_in_one_statement(database, sheet):
    statements = []
    listener = lambda *said: statements.append(said[2])  # noqa: E731 - it must be taken off again
    event.listen(database.engine, "before_cursor_execute", listener)
    try:
        with database.write("ruiz") as session:
            found = session.get_one(RunSheet, sheet)
            found.vitals.append(build.vitals(id="7" * 32, taken_at=build.clock("17:30"), systolic=90))
    finally:
        event.remove(database.engine, "before_cursor_execute", listener)
    assert len([one for one in statements if "INSERT INTO audit_line" in one]) == 1


def test_installing_twice_watches_once(database, sheet):
    audit.install()
    with database.write("ruiz") as session:
        session.get_one(RunSheet, sheet).incident.unit = "Medic 9"
    assert len(lines(database)) == 1
    assert event.contains(Session, "after_flush", audit.listener._write_lines)
