"""A sheet as rows: every field under its name, as it is on the sheet."""

import pytest

from epcr.export.tables.rows import TABLES
from epcr.sheet.run_sheet import SECTIONS
from tests import build
from tests.every_field import every_field

BY_NAME = {table.name: table for table in TABLES}


def rows(sheet, name):
    """The rows of a sheet in a table, by column."""
    table = BY_NAME[name]
    return [dict(zip(table.columns, row, strict=True)) for row in table.rows(sheet)]


def test_every_table_has_as_many_cells_as_columns_on_every_sheet():
    for sheet in (every_field(), build.empty_sheet(), build.arrested_sheet(), build.refused_sheet()):
        for name in BY_NAME:
            assert len(rows(sheet, name)) >= (name == "sheets")


def test_every_field_of_the_sheet_has_a_column_and_is_in_it():
    sheet = every_field()
    (whole,) = rows(sheet, "sheets")
    for section in SECTIONS:
        for name in section.fields():
            cells = (
                [whole[f"{section.page.slug}-{name}"]]
                if not section.many
                else [row[name] for row in rows(sheet, section.page.slug)]
            )
            assert any(cell not in {None, ""} for cell in cells), f"{section.page.slug}.{name}"


def test_a_set_of_vital_signs_is_a_row_of_plain_numbers():
    sheet = build.with_vitals(
        build.sheet(),
        systolic=88,
        diastolic="P",
        temperature=37.27777777777778,
        glucose=96,
        before_arrival=True,
    )
    row = next(row for row in rows(sheet, "vitals") if row["systolic"] == 88)
    assert (row["diastolic"], row["temperature"], row["glucose"], row["before_arrival"]) == (
        "P",
        37.3,
        96,
        True,
    )
    assert row["taken_at"].endswith("-04:00")


def test_what_is_absent_is_told_with_its_field():
    sheet = build.sheet()
    sheet.vitals[0].heart_rate, sheet.vitals[0].absent = None, {"heart_rate": "refused"}
    sheet.history.absent = {**sheet.history.absent, "associated_symptoms:R11.0": "symptom_not_present"}
    assert rows(sheet, "vitals")[0]["absent"] == "heart_rate: Refused"
    assert "history-associated_symptoms: no " in rows(sheet, "sheets")[0]["absent"]


def test_a_struck_entry_says_why():
    sheet = build.sheet()
    sheet.vitals[0].struck_at, sheet.vitals[0].struck_reason = build.clock("18:00"), "Another patient"
    assert rows(sheet, "vitals")[0]["struck"] == "Another patient"


def test_verdicts_and_findings_are_those_of_the_sheet():
    sheet = build.with_vitals(build.sheet(), systolic=60)
    assert [row["intervention"] for row in rows(sheet, "verdicts")] == [
        "Aspirin",
        "12-lead ECG, acquire and send",
    ]
    assert {row["permitted"] for row in rows(sheet, "verdicts")} == {True}
    found = [row for row in rows(sheet, "findings") if row["anchor"].endswith("-systolic")]
    assert [row["weight"] for row in found] == ["warning"]


@pytest.mark.parametrize("table", TABLES, ids=lambda table: table.name)
def test_no_column_stands_twice(table):
    assert len(set(table.columns)) == len(table.columns)
