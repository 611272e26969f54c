"""The demo class loads into an empty database, once, and every sheet of it could have been written by hand."""

from datetime import UTC, datetime, timedelta

import msgspec
import pytest
from sqlalchemy import func, select

from epcr.broken_schema import BrokenSchema
from epcr.checks import findings
from epcr.db import open_database
from epcr.people.model import Classroom, Person, Role
from epcr.people.persons import add_person, verify
from epcr.review import steps as review
from epcr.review.model import Kind, Step
from epcr.scenarios import demo as demo_module
from epcr.scenarios import scenarios, worked
from epcr.scenarios.demo import ACCOUNTS, load_demo
from epcr.scenarios.worked import WorkedStep, worked_sheets
from epcr.sheet.run_sheet import RunSheet
from tests.copied import copy_into
from tests.demo_class import LOADED

BY_ID = {one.id_of(): one for one in worked_sheets()}
COMPLETE = [one.name for one in worked_sheets() if any(step.kind == "submitted" for step in one.steps)]


@pytest.fixture
def session(demo):
    with demo.read() as session:
        yield session


@pytest.fixture
def empty(tmp_path):
    database = open_database(f"sqlite:///{tmp_path / 'empty.sqlite'}")
    copy_into(database)
    yield database
    database.engine.dispose()


def sheet_of(session, name) -> RunSheet:
    return session.get_one(RunSheet, next(one.id_of() for one in BY_ID.values() if one.name == name))


def test_everybody_of_the_demo_class_signs_in_with_the_printed_password(session):
    assert all(verify(session, account.login, account.password) for account in ACCOUNTS)
    hashes = session.scalars(select(Person.password_hash)).all()
    assert all(stored.startswith("$argon2id$") for stored in hashes)


def test_there_are_trainees_of_four_levels_an_instructor_and_an_administrator(session):
    people = session.scalars(select(Person)).all()
    assert {who.level for who in people if who.role == Role.TRAINEE} == {"EMT", "AEMT", "Paramedic"}
    assert [who.role for who in people].count(Role.TRAINEE) == 4
    assert {who.role for who in people} == set(Role)
    students = [
        member for sheet in session.scalars(select(RunSheet)) for member in sheet.crew if member.student
    ]
    assert {(member.level, member.training_for) for member in students} == {("EMT", "Paramedic")}


def test_loading_the_demo_twice_does_not_double_it(empty):
    assert load_demo(empty) == list(ACCOUNTS)
    assert load_demo(empty) == []
    with empty.read() as session:
        assert session.scalar(select(func.count(Person.id))) == len(ACCOUNTS)
        assert session.scalar(select(func.count(RunSheet.id))) == len(BY_ID)
        assert session.scalar(select(func.count(Classroom.id))) == 1


def test_the_demo_stays_out_of_a_database_with_people(empty):
    with empty.write("the tests") as session:
        add_person(
            session, login="first", name="First Person", role=Role.ADMINISTRATOR, password="some words"
        )
    assert load_demo(empty) == []
    with empty.read() as session:
        assert session.scalars(select(Person.login)).all() == ["first"]


def test_the_demo_is_as_old_as_the_day_it_is_loaded(session):
    begun = session.scalars(select(RunSheet.created_at)).all()
    assert max(begun) < LOADED
    assert LOADED - max(begun) < timedelta(days=1)
    assert LOADED - min(begun) > timedelta(days=10)


def test_there_are_at_least_two_sheets_for_each_scenario(session):
    counted = dict(session.execute(select(RunSheet.scenario, func.count()).group_by(RunSheet.scenario)).all())
    assert set(counted) == set(scenarios())
    assert min(counted.values()) >= 2
    assert sum(counted.values()) >= 8


def test_every_state_occurs(session):
    sheets = session.scalars(select(RunSheet)).all()
    assert {review.state(session, sheet) for sheet in sheets} == set(review.State)
    taken = {tuple(step.kind for step in review.history(session, sheet)) for sheet in sheets}
    submitted, opened, returned = Kind.SUBMITTED, Kind.OPENED, Kind.RETURNED
    assert taken >= {
        (), (submitted,), (submitted, opened), (submitted, opened, returned), (submitted, opened, returned, submitted),
        (submitted, Kind.WITHDRAWN), (submitted, opened, Kind.ACCEPTED),
        (submitted, opened, Kind.ACCEPTED, Kind.ADDENDUM), (Kind.DISCARDED,),
    }  # fmt: skip


@pytest.mark.parametrize("name", COMPLETE)
def test_no_finding_is_open_on_a_sheet_that_was_submitted(session, name):
    assert [one.message for one in findings(sheet_of(session, name)) if one.open] == []


@pytest.mark.parametrize("name", COMPLETE)
def test_every_answer_of_the_file_answers_a_warning(session, name):
    told = BY_ID[sheet_of(session, name).id]
    given = {(one.anchor, one.text) for one in sheet_of(session, name).answers}
    written = {(str(told.anchor(about)), answer.text) for answer in told.answers for about in answer.about}
    assert given == written


@pytest.mark.parametrize("name", COMPLETE)
def test_a_sheet_was_submitted_after_its_call_and_every_step_after_the_one_before(session, name):
    sheet = sheet_of(session, name)
    times = [sheet.incident.back_in_service, *(step.at for step in review.history(session, sheet)), LOADED]
    assert times == sorted(times)


def test_every_worked_sheet_has_serial_vital_signs(session):
    counted = {name: len(sheet_of(session, name).entries("vitals")) for name in COMPLETE}
    assert min(counted.values()) >= 3


def test_what_the_scope_check_teaches_stands_on_the_sheets(session):
    verdicts = {
        (act.item, act.verdict.verdict)
        for sheet in session.scalars(select(RunSheet))
        for act in sheet.entries("interventions")
    }
    assert verdicts >= {
        ("iv_access", "not_permitted"),
        ("txa", "not_permitted"),
        ("ecg12_interpret", "not_permitted"),
        ("txa", "permitted_supervised"),
        ("nitro_sl_own", "permitted_assist"),
        ("aspirin_po", "permitted"),
        ("amiodarone", None),
    }
    kinds = {answer.kind for sheet in session.scalars(select(RunSheet)) for answer in sheet.answers}
    assert kinds == {"exceeded", "explained"}


def test_every_intervention_can_be_judged(session):
    acts = [act for name in COMPLETE for act in sheet_of(session, name).entries("interventions")]
    assert [act.item for act in acts if act.verdict.verdict == "cannot_judge"] == []


def test_the_returned_student_changed_what_the_comments_asked_for(session):
    asked = {
        change.label: change.comment for change in review.changes(session, sheet_of(session, "ladder-fall-1"))
    }
    answered = {label for label, comment in asked.items() if comment is not None}
    assert len(answered) == 3
    assert any("Pain score" in label for label in answered)


def test_signatures_are_drawn_typed_with_a_reason_or_explained(session):
    signed = [one for name in COMPLETE for one in sheet_of(session, name).signatures]
    assert all(one.drawing or one.typed_because or one.status for one in signed)
    drawn = [one.drawing for one in signed if one.drawing]
    assert len(drawn) > 10
    assert all(0 <= x <= 1000 and 0 <= y <= 300 for strokes in drawn for stroke in strokes for x, y in stroke)


def test_narratives_come_in_all_three_formats(session):
    assert {sheet_of(session, name).narrative.format for name in COMPLETE} == {
        "chart",
        "soap",
        "chronological",
    }


def test_patients_are_as_old_as_their_scenario_says_whenever_the_demo_is_loaded(empty):
    load_demo(empty, at=datetime(2031, 3, 20, 12, 0, tzinfo=UTC))
    with empty.read() as session:
        patient = sheet_of(session, "inferior-stemi-1").patient  # the call was before the birthday
        assert patient.date_of_birth.isoformat() == "1962-03-14"


def test_a_struck_entry_stays_in_the_record_with_its_reason(session):
    draft = sheet_of(session, "ladder-fall-3")
    assert [act.struck_reason for act in draft.interventions if act.struck] == [
        "Entered by mistake; the spine was cleared."
    ]
    assert len(draft.entries("interventions")) == len(draft.interventions) - 1


def test_the_steps_are_taken_by_people_who_may(session):
    roles = {(step.kind, step.actor.role) for step in session.scalars(select(Step))}
    assert (Kind.ACCEPTED, Role.INSTRUCTOR) in roles
    assert not {kind for kind, role in roles if role == Role.TRAINEE} & {
        Kind.OPENED,
        Kind.RETURNED,
        Kind.ACCEPTED,
    }


# a broken file


GOOD = (worked.folder() / "ladder-fall-3.toml").read_text("utf-8")


@pytest.fixture
def load_changed(empty, tmp_path, monkeypatch):
    """Load a demo of one file, and say what is broken about it."""

    def load(text: str) -> BrokenSchema:
        folder = tmp_path / "demo"
        folder.mkdir()
        (folder / "changed.toml").write_text(text, "utf-8")
        worked.drawings()  # of the real folder
        monkeypatch.setattr(worked, "folder", lambda: folder)
        with pytest.raises(BrokenSchema) as caught:
            load_demo(empty)
        assert caught.value.file == str(folder / "changed.toml")
        return caught.value

    return load


@pytest.mark.parametrize(
    ("old", "new", "key", "words"),
    [
        ('trainee = "medic"', 'trainee = "nobody"', "trainee", "nobody"),
        ('scenario = "ladder-fall"', 'scenario = "moon-landing"', "scenario", "moon-landing"),
        ("days_ago = 1", 'days_ago = "one"', "days_ago", "whole number"),
        ("[history]", "[histories]", "histories", "history"),
        ('systolic = "94"', 'systolic = "high"', "vitals[0].systolic", "whole number"),
        ('systolic = "94"', 'systolik = "94"', "vitals[0].systolik", "no field of this name"),
        (
            'performer = "lindqvist"',
            'performer = "nobody"',
            "interventions[0].performer",
            "somebody on the crew",
        ),
        ('key = "v1"\n', "", "vitals[0].key", "key"),
        ('age = "approximate"', 'age = "refused"', "patient.why.age", "not a reason"),
        ('age = "approximate"', 'age = "not_recorded"', "patient.why.age", "keep one of the two"),
        ('age = "54"', 'born = { age = 54, on = "August" }\nage = "54"', "patient.born", "birthday"),
        (
            'chief_complaint = "Only the arm"',
            'not = { associated_symptoms = ["R06.02"], onset = ["x"] }',
            "history.not.onset",
            "nothing can be said",
        ),
        (
            'chief_complaint = "Only the arm"',
            f'not = {{ associated_symptoms = ["{"x" * 130}"] }}',
            "history.not.associated_symptoms",
            "Shorten",
        ),
    ],
)
def test_a_broken_worked_sheet_is_named_by_file_key_and_reason(load_changed, old, new, key, words):
    assert old in GOOD
    said = load_changed(GOOD.replace(old, new, 1))
    assert said.key == key
    assert words in said.reason


def test_nothing_is_stored_where_a_worked_sheet_is_broken(load_changed, empty):
    load_changed(GOOD.replace('systolic = "94"', 'systolic = "high"'))
    with empty.read() as session:
        assert session.scalar(select(func.count(Person.id))) == 0


@pytest.mark.parametrize(
    ("steps", "key", "words"),
    [
        ('[[steps]]\nkind = "submitted"\nby = "medic"\nhours_ago = 1', "steps[0]", "still open"),
        ('[[steps]]\nkind = "accepted"\nby = "ghost"\nhours_ago = 1', "steps[0].by", "ghost"),
        (
            '[[steps]]\nkind = "changed"\nby = "medic"\nhours_ago = 1\nset = { "vitals.v9.pain" = "3" }',
            "steps.set.vitals.v9.pain",
            "no such field",
        ),
    ],
)
def test_a_step_that_nobody_could_take_is_named(load_changed, steps, key, words):
    said = load_changed(f"{GOOD}\n{steps}\n")
    assert said.key == key
    assert words in said.reason


def test_a_sheet_can_be_reopened_in_a_file_too(empty, monkeypatch):
    told = next(one for one in worked_sheets() if one.name == "vf-arrest-1")
    reopened = WorkedStep(kind="reopened", by="instructor", hours_ago=100, note="The wrong day.")
    changed = msgspec.structs.replace(told, steps=(*told.steps, reopened))
    monkeypatch.setattr(demo_module, "worked_sheets", lambda: [changed])
    load_demo(empty)
    with empty.read() as session:
        assert review.state(session, session.scalars(select(RunSheet)).one()) is review.State.RETURNED
