"""A database of the first schema, with a sheet in it, is brought to the certificates without losing or changing anything."""

import json

import pytest
from alembic import command
from sqlalchemy import JSON, column, select, table, text

from epcr.db import make_file, open_database
from epcr.migrations import config, upgrade
from epcr.people.certificate import Certificate
from epcr.sheet.run_sheet import RunSheet

WRITTEN = """
INSERT INTO person (id, login, name, role, level, password_hash, session_epoch, must_change_password, created_at)
VALUES (1, 'ruiz', 'Ruiz', 'trainee', 'EMT', 'x', 0, false, '2025-03-14 12:00:00');
INSERT INTO classroom (id, name, join_code, join_open, ruleset, mode, zone, temperature, weight, glucose, created_at)
VALUES (1, 'Class', 'CODE', true, 'us-national-2019', 'teach', 'America/New_York', '°F', 'kg', 'mg/dL', '2025-03-14 12:00:00');
INSERT INTO run_sheet (id, classroom_id, trainee_id, created_at, ruleset, mode, zone, temperature, weight, glucose)
VALUES ('sheet', 1, 1, '2025-03-14 12:00:00', 'us-national-2019', 'teach', 'America/New_York', '°F', 'kg', 'mg/dL');
INSERT INTO crew_member (id, run_sheet_id, member, level, certificate_state, student, cleared, version, absent, created_at)
VALUES ('vermont', 'sheet', 'R. Alder', 'EMT', 'VT', true, true, 1, '{}', '2025-03-14 12:00:00'),
('nowhere', 'sheet', 'T. Birch', 'EMT', NULL, NULL, NULL, 1, '{}', '2025-03-14 12:00:01')
"""
SECTIONS = (
    "incident",
    "patient",
    "primary_assessment",
    "history",
    "injury",
    "cardiac_arrest",
    "narrative",
    "handoff",
    "disposition",
)
UNTOLD = dict.fromkeys(
    (
        "certificate_valid_from",
        "certificate_valid_to",
        "state",
        "endorsements",
        "restricted",
        "on_duty",
        "educated",
    )
)
ACTS = {
    "by-vermont": ("vermont", {"level": "EMT"}),
    "with-dates": (
        "vermont",
        {"level": "EMT", "performer": {**UNTOLD, "certificate_valid_to": "2026-01-01"}},
    ),
    "by-nowhere": ("nowhere", {"level": "EMT"}),
    "never-judged": ("vermont", None),
    "without-act": ("vermont", {}),
}


@pytest.fixture(params=["sqlite", "postgres"])
def database(request, tmp_path):
    here = f"sqlite:///{tmp_path / 'old.sqlite'}"
    url = here if request.param == "sqlite" else request.getfixturevalue("postgres_url")
    opened = open_database(url)
    make_file(opened.engine)
    yield opened
    opened.engine.dispose()


def begin_with_the_first_schema(database):
    command.upgrade(config(database.engine), "0001")
    with database.engine.execution_options(writes=True).begin() as connection:
        for statement in WRITTEN.split(";"):
            connection.execute(text(statement))
        for number, (performer, act) in ACTS.items():
            verdict = None if act is None else json.dumps({"verdict": "permitted", "act": act})
            connection.execute(
                text(
                    "INSERT INTO intervention (id, run_sheet_id, item, performer, verdict, version, absent, created_at) VALUES"
                    " (:id, 'sheet', 'oxygen', :performer, :verdict, 1, '{}', '2025-03-14 12:00:00')"
                ),
                {"id": number, "performer": performer, "verdict": verdict},
            )
        for section in SECTIONS:
            once = table(section, column("run_sheet_id"), column("version"), column("absent", JSON))
            connection.execute(once.insert().values(run_sheet_id="sheet", version=0, absent={}))


def test_a_sheet_of_the_first_schema_keeps_its_crew_and_its_verdicts(database):
    begin_with_the_first_schema(database)
    upgrade(database.engine)
    with database.read() as session:
        sheet = session.get(RunSheet, "sheet")
        first, second = sheet.crew
        assert (first.member, first.level, first.certificate_state, first.student, first.cleared) == (
            "R. Alder", "EMT", "VT", True, True,
        )  # fmt: skip
        assert (first.endorsements, first.on_duty, first.cleared_for, second.restricted_for) == (
            None,
            None,
            None,
            None,
        )
        stored = table("intervention", column("id"), column("verdict", JSON))
        acts = {number: kept and kept["act"] for number, kept in session.execute(select(stored))}
        assert session.query(Certificate).count() == 0
    vermont = {**UNTOLD, "state": "VT"}
    assert acts == {
        "by-vermont": {"level": "EMT", "performer": vermont},
        "with-dates": {"level": "EMT", "performer": {**vermont, "certificate_valid_to": "2026-01-01"}},
        "by-nowhere": {"level": "EMT"},
        "never-judged": None,
        "without-act": {},
    }


def test_it_can_be_taken_back(database):
    begin_with_the_first_schema(database)
    command.upgrade(config(database.engine), "0002")
    command.downgrade(config(database.engine), "0001")
    with database.engine.begin() as connection:
        assert connection.execute(text("SELECT count(*) FROM crew_member")).scalar() == 2
    upgrade(database.engine)
