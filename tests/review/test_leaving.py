"""A folder of tables of many sheets: some of them in memory at once, and a class without the others."""

import csv

import pytest

from epcr.people.model import Classroom
from epcr.review import leaving
from epcr.sheet.run_sheet import RunSheet
from tests.review.college import College


@pytest.fixture
def college(world):
    return College(world)


def written(world, folder, **narrowed):
    with world.database.read() as session:
        room = session.query(Classroom).filter_by(**narrowed).one() if narrowed else None
        many = leaving.write_folder(session, folder, room)
    with (folder / "sheets.csv").open(encoding="utf-8", newline="") as lines:
        return many, [row["run_sheet"] for row in csv.DictReader(lines)]


def test_no_more_sheets_are_held_than_are_read_at_once(college, tmp_path, monkeypatch):
    sheets = [college.sheet() for _ in range(7)]
    held, write = [], leaving._write_sheet

    def watched(session, sheet, *files):
        held.append(sum(isinstance(kept, RunSheet) for kept in session.identity_map.values()))
        return write(session, sheet, *files)

    monkeypatch.setattr(leaving, "_AT_ONCE", 2)
    monkeypatch.setattr(leaving, "_write_sheet", watched)
    assert written(college.world, tmp_path / "new") == (7, sorted(sheets))
    assert max(held) == 2


def test_a_class_leaves_without_the_others(college, tmp_path):
    mine, others = college.sheet("ruiz"), college.sheet("stranger")
    assert written(college.world, tmp_path / "one", join_code="EVEN42") == (1, [mine])
    assert written(college.world, tmp_path / "all") == (2, sorted([mine, others]))
