"""The terms that say that nothing is wrong, and which fields a call needs."""

import pytest

from epcr.broken_schema import BrokenSchema
from epcr.checks.needed import needed
from epcr.checks.normal import load, normal
from epcr.sheet.run_sheet import BY_SLUG
from tests.build import empty_sheet, sheet
from tests.checks.saying import missing


def test_each_normal_term_is_of_a_field_that_can_be_needed():
    for slug, codes in normal().items():
        assert set(codes) <= set(needed(empty_sheet(), getattr(empty_sheet(), slug)))


@pytest.mark.parametrize(
    ("words", "key", "reason"),
    [
        ('field = "primary.airway"\nterm = "Opn"', "primary.airway", "near it: Open"),
        ('field = "primary.airwy"\nterm = "Open"', "primary.airwy", "is no choice of one term"),
        ('field = "vitals.avpu"\nterm = "Alert"', "vitals.avpu", "is no choice of one term"),
        ('field = "primary.pupil_left"\nterm = "Dilated"', "primary.pupil_left", "is no choice of one term"),
        ('field = "primary.airway"\nterm = "Open"\n[[normal]]\nfield = "primary.airway"\nterm = "Open"', "primary.airway", "two normal"),
        ('feld = "primary.airway"', "normal 1.feld", "near it: field"),
    ],
)  # fmt: skip
def test_a_wrong_line_is_named(tmp_path, words, key, reason):
    path = tmp_path / "normal.toml"
    path.write_text(f"[[normal]]\n{words}\n", encoding="utf-8")
    with pytest.raises(BrokenSchema) as error:
        load(path)
    assert error.value.key == key
    assert reason in error.value.reason


@pytest.mark.parametrize("slug", [slug for slug, section in BY_SLUG.items() if not section.many])
def test_what_is_missing_in_a_section_is_needed_there(slug):
    run_sheet = empty_sheet()
    names = needed(run_sheet, getattr(run_sheet, slug))
    asked = {anchor.split("-")[1] for anchor in missing(run_sheet) if anchor.startswith(f"{slug}-")}
    assert asked <= set(names)


def test_what_is_needed_is_so_when_it_is_there_too():
    run_sheet = sheet()
    assert "airway" in needed(run_sheet, run_sheet.primary)
    assert needed(run_sheet, run_sheet.vitals[0]) == ()
