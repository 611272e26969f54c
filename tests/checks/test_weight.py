"""The weight against the age and the tape: what hardly anybody of that age weighs is asked about, thin and heavy people are not."""

from datetime import date

import pytest

from epcr.broken_schema import BrokenSchema
from epcr.sheet import weights_file
from tests.build import DAY, fill, sheet
from tests.checks.saying import only, warned_by


def of(years, weight, **values):
    run_sheet = sheet()
    born = None if years is None else date(DAY.year - years, DAY.month, DAY.day)
    fill(run_sheet, "patient", date_of_birth=born, weight=weight, **values)
    return run_sheet


def asked(*args, **values):
    return warned_by("weight.", of(*args, **values))


@pytest.mark.parametrize(
    ("years", "lowest", "highest"),
    [
        (1, 5.5, 23.4), (5, 10.0, 43.2), (9, 15.0, 76.7), (13, 20.5, 116.2), (17, 29.3, 145.8),
        (18, 35.0, 220.0), (80, 35.0, 220.0),
    ],
)  # fmt: skip
def test_a_weight_is_asked_about_far_outside_that_of_the_age(years, lowest, highest):
    """0.7 and 1.5 times the 3rd and 97th centile of the CDC growth charts, 2000; the shares and those of adults chosen here."""
    assert asked(years, lowest) == asked(years, highest) == []
    assert asked(years, lowest - 0.1) == asked(years, highest + 0.1) == ["weight.against_age"]


def test_kilograms_that_were_pounds_are_named():
    assert only(of(5, 45.0), "weight.against_age").message == (
        "Check the weight of 45 kg: 5 years old, most weigh 14.3 kg to 28.8 kg. Were pounds meant? 45 lb is 20.4 kg"
    )
    run_sheet = of(5, 18 / 2.2046226218)
    run_sheet.weight = "lb"
    assert only(run_sheet, "weight.against_age").message.endswith("Were kilograms meant? 18 kg is 40 lb")


def test_without_an_age_or_a_weight_nothing_is_asked():
    assert asked(None, 400.0) == asked(5, None) == []


BLUE, GREEN, GRAY = "3502001", "3502003", "3502005"


@pytest.mark.parametrize(("weight", "wrong"), [(18.4, True), (18.5, False), (23.5, False), (23.6, True)])
def test_a_weight_read_from_the_tape_is_in_the_zone_of_its_color(weight, wrong):
    """Blue 19 to 23 kg: one transcription of the tape, confidence medium."""
    found = asked(6, weight, length_tape=BLUE, weight_source="tape")
    assert found == (["weight.against_tape"] if wrong else [])


@pytest.mark.parametrize(("weight", "wrong"), [(13.2, True), (13.3, False), (34.5, False), (34.6, True)])
def test_any_other_weight_may_be_thin_or_heavy_for_the_color(weight, wrong):
    found = asked(6, weight, length_tape=BLUE, weight_source="measured")
    assert found == (["weight.against_tape"] if wrong else [])


def test_a_color_without_a_weight_is_compared_with_the_age():
    assert asked(6, None, length_tape=BLUE) == asked(9, None, length_tape=GREEN) == []
    assert asked(9, None, length_tape=GRAY) == ["weight.tape_against_age"]
    assert only(of(40, None, length_tape=GRAY), "weight.tape_against_age").message == (
        "Check the color of the tape: Gray stands for 3 kg to 5 kg, and most adults weigh 35 kg to 220 kg"
    )


HEAD = "under_share = 0.7\nover_share = 1.5\nadult = [35, 220]\nadult_for_a_dose = [38, 160]\nages = []\ntape = []\n"


@pytest.mark.parametrize(
    ("text", "key"),
    [
        (HEAD.replace("0.7", "1.7"), "under_share"),
        (HEAD.replace("[35, 220]", "[220, 35]"), "adult"),
        (HEAD.replace("[38, 160]", "[160, 38]"), "adult_for_a_dose"),
        (HEAD.replace("tape = []", "") + '[[tape]]\ncolor = "Grey-ish"\nweight = [3, 5]\n', "tape Grey-ish"),
        (HEAD.replace("tape = []", "") + '[[tape]]\ncolour = "Gray"\nweight = [3, 5]\n', "tape 1.colour"),
        (
            HEAD.replace("ages = []", "")
            + '[[ages]]\nname = "a"\nunder_months = 2\nweight = [1, 2]\n' * 2,
            "ages a",
        ),
    ],
)  # fmt: skip
def test_a_broken_file_of_weights_is_named(tmp_path, text, key):
    file = tmp_path / "weights.toml"
    file.write_text(text, "utf-8")
    with pytest.raises(BrokenSchema) as broken:
        weights_file.load(file)
    assert broken.value.key == key
