"""A file of doses that cannot be used is named with its row and key at the start; the shipped ones are whole."""

import shutil

import pytest

from epcr import schemas
from epcr.broken_schema import BrokenSchema
from epcr.doses import table
from epcr.doses.table_file import SHIPPED, folder, load
from epcr.sheet.catalog import catalog
from epcr.toml_file import toml_of

ROW = """
[[dose]]
item = "aspirin_po"
route = ["Oral"]
low = 162
high = 325
unit = "mg"
source = "Somewhere"
confidence = "high"
"""


@pytest.fixture
def doses(tmp_path):
    """A folder with the judging file and one file of doses, written by the test."""

    def written(text):
        shutil.copy(folder() / "judging.toml", tmp_path)
        (tmp_path / "own.toml").write_text(text, "utf-8")
        return tmp_path

    return written


def complaint(where):
    with pytest.raises(BrokenSchema) as raised:
        load(where)
    return raised.value


def changed(before, after):
    assert before in ROW
    return ROW.replace(before, after)


@pytest.mark.parametrize(
    ("text", "key", "words"),
    [
        (changed('unit = "mg"\n', ""), "dose 1.unit", "a dose without its unit says nothing"),
        (changed('unit = "mg"', 'unit = "mgs/furlong"'), "dose 1.unit", "is unknown"),
        (changed('unit = "mg"', 'unit = "mg/kg"'), "dose 1.unit", "write mg, and per_kg = true"),
        (changed("high = 325\n", ""), "dose 1.high", "is missing"),
        (changed("high = 325", "high = 100"), "dose 1.low", "162 is above high, 100"),
        (changed("low = 162", "low = nan"), "dose 1.low", "must be a number from 0 up"),
        (changed("low = 162", "low = inf"), "dose 1.low", "must be a number from 0 up"),
        (changed("high = 325", "high = 1e400"), "dose 1.high", "must be a number from 0 up"),
        (changed("low = 162", 'low = "162"'), "dose[0].low", "expected `float"),
        (changed("low = 162", "low = [162]"), "dose[0].low", "got `array`"),
        (changed("[[dose]]", "[dose]"), "dose", "expected `array`"),
        (ROW + "[[dosage]]\n", "dosage", "there is no key"),
        ("dose = 3\n", "dose", "expected `array`"),
        (changed('unit = "mg"', "unit = mg"), "(file)", "line 7"),
        (ROW + "weight_from = nan\n", "dose 1.weight_from", "must be a number"),
        (ROW + "age_from = -1\n", "dose 1.age_from", "must be a number"),
        (ROW + "max_single = 0\n", "dose 1.max_single", "must be above 0"),
        (changed("low = 162", "low = -1"), "dose 1.low", "must be a number from 0 up"),
        (changed('source = "Somewhere"\n', ""), "dose 1.source", "is missing"),
        (changed('confidence = "high"', 'confidence = "low"'), "dose 1.confidence", "is not shipped"),
        (changed('confidence = "high"', 'confidence = "sure"'), "dose 1.confidence", "high or medium"),
        (changed('route = ["Oral"]\n', ""), "dose 1.route", "is missing"),
        (changed('route = ["Oral"]', 'route = ["Sideways"]'), "dose 1.route", "is unknown"),
        (changed("aspirin_po", "asprin_po"), "dose 1.item", 'the nearest known is "aspirin_po"'),
        (changed("aspirin_po", "tourniquet"), "dose 1.item", "is unknown"),
        (changed("low = 162", "lowest = 162"), "dose 1.lowest", "there is no key"),
        (ROW + 'population = "grown"\n', "dose 1.population", "is unknown"),
        (
            ROW + 'population = "adult"\nage_under = 10\n',
            "dose 1.population",
            "contradicts the ages beside it",
        ),
        (ROW + "age_from = 10\nage_under = 10\n", "dose 1.age_from", "leaves nobody under 10 years"),
        (ROW + "weight_from = 30\nweight_under = 20\n", "dose 1.weight_from", "leaves nobody under 20 kg"),
        (ROW + "max_single = 500\nabsolute_max = 400\n", "dose 1.absolute_max", "is below max_single"),
        (ROW + "cumulative_per_kg = true\n", "dose 1.cumulative_per_kg", "max_cumulative"),
        (ROW + ROW, "dose 2.population", "is a second row for the same case of aspirin_po as dose 1"),
        (ROW + "age_under = 20\n" + ROW + "age_from = 15\n", "dose 2.population", "patients of both"),
        ('[[item]]\nitem = "adenosine"\nper_mL = ["3"]\nsource = "x"\n', "item 1.per_mL", "is no amount"),
        (
            '[[item]]\nitem = "adenosine"\neach = { "mg/kg" = "3 mg" }\nsource = "x"\n',
            "item 1.each.mg/kg",
            "counted",
        ),
        (
            2 * '[[item]]\nitem = "adenosine"\nper_mL = ["3 mg"]\nsource = "x"\n',
            "item 2.item",
            "a second row of strengths",
        ),
        (
            '[[not_for]]\nitem = "adenosine"\nwhy = "x"\nsource = ""\nconfidence = "high"\n',
            "not_for 1.source",
            "is missing",
        ),
    ],
)
def test_what_is_wrong_is_named_with_file_row_and_key(doses, text, key, words):
    broken = complaint(doses(text))
    assert (broken.file, broken.key) == (str(doses(text) / "own.toml"), key)
    assert words in broken.reason


@pytest.mark.parametrize(
    "other",
    [
        ROW.replace("[[dose]]", '[[dose]]\nuse = "fever"'),
        ROW.replace("Oral", "Rectal"),
        ROW.replace('"mg"', '"mg/min"'),
    ],
)
def test_another_use_route_or_kind_of_dose_is_another_case(doses, other):
    assert len(load(doses(ROW + other)).doses["aspirin_po"]) == 2


def test_bands_that_meet_are_no_contradiction(doses):
    assert len(load(doses(ROW + "age_under = 15\n" + ROW + "age_from = 15\n")).doses["aspirin_po"]) == 2


@pytest.mark.parametrize(
    ("before", "after", "key", "words"),
    [
        ('surely_below = "1/3"', 'surely_below = "a third"', "thresholds.surely_below", "is no fraction"),
        ('surely_below = "1/3"', 'surely_below = "3"', "thresholds.surely_below", "must be below 1"),
        ('route = "Portacath"', 'route = "Port"', "same_dose 4.route", "is unknown"),
    ],
)
def test_a_wrong_way_of_judging_is_named(tmp_path, before, after, key, words):
    text = (folder() / "judging.toml").read_text("utf-8")
    assert before in text
    (tmp_path / "judging.toml").write_text(text.replace(before, after, 1), "utf-8")
    broken = complaint(tmp_path)
    assert broken.key == key
    assert words in broken.reason


def test_the_check_of_all_schemas_reads_the_doses(monkeypatch):
    def broken():
        raise BrokenSchema("doses/own.toml", "dose 1.unit", "is missing")

    monkeypatch.setattr("epcr.doses.table_file.table", broken)
    assert "doses/own.toml: dose 1.unit: is missing" in [str(complaint) for complaint in schemas.broken()]


# What is shipped ------------------------------------------------------------------------------------------------------

FILES = sorted(path for path in folder().glob("*.toml") if path.name != "judging.toml")


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_every_shipped_number_has_a_source_and_none_is_of_low_confidence(path):
    for row in toml_of(path).get("dose", ()):
        assert row["source"], row
        assert row["confidence"] in SHIPPED, row
    assert "No pharmacist has read it" in path.read_text("utf-8").splitlines()[0]


def test_what_the_catalog_gives_a_dose_is_nearly_all_in_the_table():
    without = {item.id for item in catalog() if item.kind == "medication"} - table().doses.keys()
    assert without == {
        "nitrous_oxide", "blood_maintain", "antibiotic_continue", "immunization_phe", "immunization_routine",
        "cryoprecipitate", "plasma", "albumin", "platelets", "other_medication",
    }  # fmt: skip
