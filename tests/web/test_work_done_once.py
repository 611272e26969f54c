"""What a page of a sheet needs is read and judged once for it."""

import re

import pytest
from sqlalchemy import event

from epcr.web import opened_sheet
from tests import build


@pytest.fixture
def asked(world):
    """The statements sent to the database, by the table they begin to read from; what stands in parentheses is asked beside it."""
    tables = []

    def note(_connection, _cursor, statement, *_more):
        while "(" in statement and (shorter := re.sub(r"\([^()]*\)", "", statement)) != statement:
            statement = shorter
        tables.append(statement.split("FROM ")[1].split()[0] if "FROM " in statement else "")

    event.listen(world.database.engine, "before_cursor_execute", note)
    yield tables
    event.remove(world.database.engine, "before_cursor_execute", note)


@pytest.mark.parametrize("slug", ["incident", "vitals", "check"])
def test_a_page_reads_the_steps_of_its_sheet_once(world, asked, slug):
    sheet = world.begin()
    asked.clear()
    assert world.page(sheet, slug).status == 200
    assert asked.count("step") == 1


def test_the_check_page_finds_its_findings_once(world, monkeypatch):
    sheet = world.keep(build.sheet())
    found, genuine = [], opened_sheet.findings
    monkeypatch.setattr(opened_sheet, "findings", lambda one: found.append(one) or genuine(one))
    assert world.page(sheet, "check").status == 200
    assert len(found) == 1
