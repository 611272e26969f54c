"""A pressure and a coma score are each written in one module; every field of a set stands in one sign and in one group."""

from __future__ import annotations

import ast
import re
from collections import Counter
from pathlib import Path

import pytest

from epcr.sheet.coma import gcs
from epcr.sheet.pressure import Pressure
from epcr.sheet.signs import EXPECTED, ON_HANDOFF, WHEN, methods, rows_by_field, signs, unreserved
from epcr.sheet.vitals import VitalSigns

ROOT = Path(__file__).resolve().parents[2]
PAGES = [*(ROOT / "templates").rglob("*.html"), *(ROOT / "epcr" / "static").glob("*.js")]
PARTS_OF_A_SCORE = {"eye", "verbal", "motor", "gcs_eye", "gcs_verbal", "gcs_motor"}
PAIR_IN_A_PAGE = re.compile(r"systolic\b[^\n]*\bdiastolic")
SCORE_IN_A_PAGE = re.compile(r"\bGCS\b[^\n]{0,3}(\{\{|\$\{)")


def texts_put_together():
    """Every f-string of the package with the file it stands in."""
    for file in sorted((ROOT / "epcr").rglob("*.py")):
        for node in ast.walk(ast.parse(file.read_text("utf-8"))):
            if isinstance(node, ast.JoinedStr):
                yield str(file.relative_to(ROOT)), node


def words_in(text):
    return "".join(part.value for part in text.values if isinstance(part, ast.Constant))


def named_in(text):
    """The names of values in an f-string."""
    found = set()
    for part in text.values:
        for node in ast.walk(part) if isinstance(part, ast.FormattedValue) else ():
            found |= {getattr(node, "id", ""), getattr(node, "attr", ""), str(getattr(node, "value", ""))}
    return found


def test_only_one_module_puts_a_pressure_together():
    found = {
        file for file, text in texts_put_together() if "/" in words_in(text) and "diastolic" in named_in(text)
    }
    assert found <= {"epcr/sheet/pressure.py"}


def test_only_one_module_puts_a_coma_score_together():
    found = {
        file
        for file, text in texts_put_together()
        if PARTS_OF_A_SCORE & named_in(text) or re.search(r"\bGCS ?=? ?$", words_in(text))
    }
    assert found <= {"epcr/sheet/coma.py"}


@pytest.mark.parametrize("pattern", [PAIR_IN_A_PAGE, SCORE_IN_A_PAGE])
def test_no_page_and_no_script_puts_one_together(pattern):
    assert [str(file.relative_to(ROOT)) for file in PAGES if pattern.search(file.read_text("utf-8"))] == []


def test_every_field_of_a_set_is_in_one_sign():
    named = [*WHEN, *(name for one in signs() for name in (*one.fields, *one.how, *one.also))]
    assert sorted(named) == sorted(VitalSigns.fields())


def test_every_field_of_a_set_has_a_row_on_paper_and_one_place_on_the_form():
    named = [name for one in rows_by_field() for name in (one.fields if one.whole else (one.name,))]
    assert named == list(VitalSigns.fields())
    assert Counter(name for group in VitalSigns.groups() for name in group.names) == Counter(named)


def test_those_with_a_place_of_their_own_are_among_all():
    assert {one.name for one in (*EXPECTED, *ON_HANDOFF)} <= {one.name for one in signs()}
    assert not set(unreserved()) & set(ON_HANDOFF)


def test_methods_are_no_findings():
    assert {"taken_at", "oxygen", "gcs_qualifier", "ecg_type"} <= methods()
    assert methods().isdisjoint({"pulse_rhythm", "respiratory_effort", "stroke_score", "reperfusion"})


@pytest.mark.parametrize(
    ("systolic", "diastolic", "written", "measured", "in_words"),
    [
        (128, 78, "128/78", "128/78", "128/78"),
        (88, "P", "88/P", "88/P", "88, palpated"),
        (88, None, "88/–", "88", "88, palpated"),
        (None, 40, "–/40", "–/40", ""),
        (None, None, "", "", ""),
        (0, 0, "0/0", "0/0", "0/0"),
    ],
)
def test_a_pressure_is_written_with_its_gap_without_it_and_as_it_is_said(
    systolic, diastolic, written, measured, in_words
):
    one = Pressure(systolic, diastolic)
    assert (one.written, one.measured, one.in_words) == (written, measured, in_words)


def test_a_score_is_led_by_the_name_of_the_scale():
    assert gcs("15") == "GCS 15"
