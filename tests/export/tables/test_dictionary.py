"""The dictionary of fields against what was kept of it: a test says which field changed."""

import csv
import io

from epcr.export.tables.dictionary import COLUMNS, code_rows, dictionary
from epcr.sheet.run_sheet import SECTIONS
from tests.setup.lists import DICTIONARY
from tests.setup.lists import dictionary as written


def by_field(text):
    rows = csv.DictReader(io.StringIO(text, newline=""))
    return {f"{row['section']}.{row['field']}": row for row in rows}


def test_it_is_as_it_was_kept_field_by_field():
    kept, now = by_field(DICTIONARY.read_bytes().decode()), by_field(written())
    changed = {
        name: {
            column: (kept[name][column], now[name][column])
            for column in COLUMNS
            if kept[name][column] != now[name][column]
        }
        for name in kept
        if name in now and kept[name] != now[name]
    }
    assert changed == {}, "make docs keeps the dictionary as it is now; look at what changed"
    assert list(kept) == list(now)


def test_every_field_stands_in_it():
    assert [(section, [entry.name for entry in entries]) for section, entries in dictionary()] == [
        (section, list(section.fields())) for section in SECTIONS
    ]


def test_it_says_what_is_to_be_known_of_a_field():
    rows = by_field(written())
    systolic = rows["vitals.systolic"]
    assert [systolic[name] for name in ("label", "kind", "unit", "lowest", "highest", "nemsis", "loinc")] == [
        "Systolic blood pressure", "whole", "mmHg", "0", "500", "eVitals.06", "8480-6",
    ]  # fmt: skip
    assert "3326001 Alert" in rows["vitals.avpu"]["codes"]
    assert "High High" in rows["vitals.glucose"]["codes"]
    assert rows["vitals.etco2"]["loinc"].startswith("19891-1(etco2_unit=3340001/3340005)")


def test_every_list_that_is_used_is_in_the_table_of_codes():
    lists = {row[0] for row in code_rows()}
    assert lists == {entry.vocabulary for _, entries in dictionary() for entry in entries if entry.terms}
