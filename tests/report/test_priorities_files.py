"""What the handoff reads from `schemas/` beside the sheet: a mistake in a file is named by file and key; names are found as words."""

from __future__ import annotations

import tomllib

import pytest

from epcr.broken_schema import BrokenSchema
from epcr.checks import home_medications
from epcr.checks.home_medications import matters, those_that_matter_first
from epcr.handoff import priorities
from epcr.sheet.catalog import catalog
from epcr.sheet.vocabulary import vocabulary


def broken(module, tmp_path, *changes):
    """What is said of the shipped file with these changes."""
    text = module.file().read_text("utf-8")
    for before, after in changes:
        assert before in text
        text = text.replace(before, after, 1)
    file = tmp_path / module.file().name
    file.write_text(text, "utf-8")
    with pytest.raises(BrokenSchema) as found:
        module.load(file)
    assert found.value.file == str(file)
    return f"{found.value.key}: {found.value.reason}"


@pytest.mark.parametrize(
    ("written", "name"),
    [
        ("warfarin 5 mg daily", "anticoagulant"),
        ("COUMADIN", "anticoagulant"),
        ("on a blood thinner, does not know which", "anticoagulant"),
        ("Plavix 75", "antiplatelet"),
        ("baby aspirin", "antiplatelet"),
        ("Lantus 14 units at night", "insulin"),
        ("metformin1000mg", "other antidiabetic"),
        ("metoprolol tartrate 25", "beta blocker"),
        ("timolol eye drops", "beta blocker"),
        ("ms contin 15 mg", "opioid"),
        ("Solu-Medrol", "steroid"),
        ("Humira every two weeks", "immunosuppressant"),
    ],
)
def test_a_medication_that_bears_on_treatment_is_found_whatever_stands_beside_its_name(written, name):
    assert matters(written).name == name


@pytest.mark.parametrize(
    "written", ["Lisinopril 20 mg", "Hydrochlorothiazide", "multivitamin", "asacol", "", "25 mg", "Opiumine"]
)
def test_others_and_names_within_other_words_are_not(written):
    assert matters(written) is None


def test_chosen_terms_of_the_standard_are_found_by_their_label():
    chosen = {term.label for term in vocabulary("home_medication").terms if matters(term.label)}
    assert {"Aspirin", "Heparin", "Insulin (Humulin)", "Metoprolol (Lopressor)", "Morphine"} <= chosen
    assert "Furosemide (Lasix)" not in chosen


def test_those_that_matter_come_first_and_the_order_is_else_kept():
    medications = ["Omeprazole", "Eliquis", "Lisinopril", "Norco", "Zinc"]
    assert those_that_matter_first(medications) == (
        ("Eliquis", "Norco", "Omeprazole", "Lisinopril", "Zinc"),
        2,
    )


def test_each_class_says_why_and_from_where():
    classes = tomllib.loads(home_medications.file().read_text("utf-8"))["classes"]
    assert len(classes) >= 8
    for one in classes:
        assert one["why"]
        assert one["source"]
        assert one["atc"]


@pytest.mark.parametrize(
    ("before", "after", "told"),
    [
        ('"acenocoumarol"', '"Warfarin"', "classes[0].generic[1]: Warfarin stands twice; keep one"),
        ('"acenocoumarol"', '"100"', "classes[0].generic[1]: '100' has no letters to look for"),
        ('atc = ["B01AA"', 'atc = ["blood"', "classes[0].atc[0]: 'blood' is no code of the ATC, like B01AA"),
        ('atc = ["C07"]', "atc = []", "classes[4].atc: must name one at least"),
        ('confidence = "high"', 'confidence = "sure"', "classes[0].confidence: "),
        ("brands = [", "brand = [", "classes[0]: "),
        ('source = "WHO ATC/DDD Index, C07"', 'source = " "', "classes[4].source: must say something"),
    ],
)
def test_a_mistake_among_the_medications_is_named_by_its_key(before, after, told, tmp_path):
    assert broken(home_medications, tmp_path, (before, after)).startswith(told)


@pytest.mark.parametrize(
    ("before", "after", "told"),
    [
        (
            '"cpr_manual", "cpr_mechanical"]',
            '"cpr_manul"]',
            "arrest[0].items[0]: interventions/catalog.csv has no 'cpr_manul'",
        ),
        ('"wound_packing", "hemo', '"tourniquet", "hemo', "response.due["),
        ('"wound_packing", "hemo', '"aspirin_po", "hemo', "response.due["),
        ("too_soon = 2", "too_soon = -1", "response.too_soon: must be 0 or more minutes"),
        ('bvm = "BVM"', 'bvm = "Bag-valve-mask ventilation, long"', "short_names.bvm: must be shorter than"),
        ('bvm = "BVM"', 'bvm_ = "BVM"', "short_names.bvm_: interventions/catalog.csv has no 'bvm_'"),
    ],
)
def test_a_mistake_among_the_priorities_is_named_by_its_key(before, after, told, tmp_path):
    assert broken(priorities, tmp_path, (before, after)).startswith(told)


@pytest.mark.parametrize("module", [home_medications, priorities])
def test_a_file_that_is_not_there_is_said(module, tmp_path):
    with pytest.raises(BrokenSchema, match="there is no file of"):
        module.load(tmp_path / "none.toml")


def test_short_names_tell_items_apart():
    short = list(priorities.priorities().short_names.values())
    labels = {one.label for one in catalog()}
    assert len(set(short)) == len(short)
    assert not labels & set(short)
