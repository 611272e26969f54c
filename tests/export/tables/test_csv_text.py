"""Cells that no spreadsheet takes for a formula, and numbers that stay numbers."""

import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as some

from epcr.export.tables.csv_text import cell, csv_of
from tests.luck import examples


@pytest.mark.parametrize(
    ("value", "written"),
    [
        ("=1+1", "'=1+1"), ("+cmd", "'+cmd"), ("-lead II", "'-lead II"), ("@sum", "'@sum"), ("\ttab", "'\ttab"), ("\rcr", "'\rcr"),
        ("\n=1", "'\n=1"), ("\uff1d1+1", "'\uff1d1+1"), ("'so'", "''so'"), ("-5", "-5"), ("-5.25", "-5.25"), ("+1", "+1"),
        ("-5+1", "'-5+1"), (-5.0, "-5.0"), (-15, "-15"), (-0.5, "-0.5"), (37.3, "37.3"), (0, "0"), (True, "yes"), (False, "no"),
        (None, ""), ("", ""), ("a=b", "a=b"), ("1-2", "1-2"), ("Łódź, “so”", "Łódź, “so”"), ("a\0b", "ab"),
    ],
)  # fmt: skip
def test_a_cell(value, written):
    assert cell(value) == written


def test_it_is_what_rfc_4180_says():
    lines = io.StringIO(newline="")
    csv_of(("a", "b"), [["1,2", 'say "so"'], ["two\nlines", None]], lines)
    assert lines.getvalue() == 'a,b\r\n"1,2","say ""so"""\r\n"two\nlines",\r\n'


@examples(100)
@given(some.text(max_size=12))
def test_every_text_comes_back_and_none_begins_a_formula(text):
    lines = io.StringIO(newline="")
    csv_of(("text", "more"), [[text, "x"]], lines)
    _, (read, _) = csv.reader(io.StringIO(lines.getvalue(), newline=""))
    assert not read[:1] or read[0] not in "=+-@\t\r\n" or read.lstrip("+-").replace(".", "", 1).isascii()
    assert read.removeprefix("'") == text.replace("\0", "")
