"""Units compare exactly, and only where they measure the same thing or a strength says how."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from epcr.doses.measures import Amount, Strengths, amount_of, converted, exact, measure_of, written
from epcr.sheet.vocabulary import vocabulary
from tests.luck import examples

NOT_COMPARED = {"KVO", "other unit"}


def amount(text):
    made = amount_of(text)
    assert made is not None
    return made


@pytest.mark.parametrize(
    ("start", "goal", "number"),
    [
        ("1 g", "mg", 1000), ("1 mg", "mcg", 1000), ("1 g", "mcg", 1_000_000), ("1 L", "mL", 1000), ("1 IU", "units", 1),
        ("1 inches", "cm", Fraction(254, 100)), ("1 metered doses", "puffs", 1), ("60 mg/hr", "mg/min", 1), ("1 mg/min", "mcg/min", 1000),
        ("5 mcg/kg/min", "mg/kg/min", Fraction(5, 1000)), ("0.1 mg", "mcg", 100), ("0.3 mg", "g", Fraction(3, 10_000)),
    ],
)  # fmt: skip
def test_units_of_a_kind_are_exact_parts_of_each_other(start, goal, number):
    assert converted(amount(start), measure_of(goal), Strengths()) == (number,)


@pytest.mark.parametrize(
    ("start", "goal"),
    [
        ("1 mg", "mL"),
        ("1 mg", "puffs"),
        ("1 mEq", "mg"),
        ("1 units", "mg"),
        ("1 mg", "mg/min"),
        ("1 L/min", "mL/hr"),
        ("1 L/min", "L"),
    ],
)
def test_what_measures_something_else_does_not_compare(start, goal):
    assert converted(amount(start), measure_of(goal), Strengths()) == ()


def test_a_strength_turns_a_volume_into_a_mass_and_back():
    tenth = Strengths(per_mL=(amount("0.1 mg"),))
    assert converted(amount("10 mL"), measure_of("mg"), tenth) == (1,)
    assert converted(amount("1 mg"), measure_of("mL"), tenth) == (10,)
    assert converted(amount("100 mcg"), measure_of("mL"), tenth) == (1,)
    assert converted(amount("0.01 L"), measure_of("mcg"), tenth) == (1000,)


def test_each_strength_on_the_market_is_tried():
    two = Strengths(per_mL=(amount("0.4 mg"), amount("1 mg")))
    assert converted(amount("1 mL"), measure_of("mg"), two) == (Fraction(2, 5), 1)


def test_what_is_counted_has_what_each_holds():
    inhaler = Strengths(each=(("puffs", amount("90 mcg")),))
    assert converted(amount("180 mcg"), measure_of("puffs"), inhaler) == (2,)
    assert converted(amount("2 metered doses"), measure_of("mg"), inhaler) == (Fraction(18, 100),)


@pytest.mark.parametrize("term", list(vocabulary("dose_unit")), ids=lambda term: term.label)
def test_every_unit_of_the_list_is_known_or_left_out_on_purpose(term):
    measure = measure_of(term.code)
    assert (measure is None) is (term.label in NOT_COMPARED)
    if measure is not None:
        assert measure.per_kg is ("/kg" in term.label)
        assert measure.timed is term.label.endswith(("/min", "/hr"))


@pytest.mark.parametrize("word", ["amp", "", None, "mg/furlong"])
def test_a_word_that_is_no_unit_is_none(word):
    assert measure_of(word) is None


@pytest.mark.parametrize("text", ["mg", "0 mg", "-1 mg", "1", "1 amp", "nan mg", "1e3 mg"])
def test_what_is_no_amount_is_none(text):
    assert amount_of(text) is None


@given(
    st.decimals(min_value="0.0001", max_value="100000", places=4),
    st.sampled_from(["mcg", "mg", "g"]),
    st.sampled_from(["mcg", "mg", "g"]),
)
@examples(100)
def test_there_and_back_is_the_same_number(number, start, goal):
    given_amount = Amount(exact(float(number)), measure_of(start))
    (there,) = converted(given_amount, measure_of(goal), Strengths())
    (back,) = converted(Amount(there, measure_of(goal)), measure_of(start), Strengths())
    assert back == given_amount.number


@pytest.mark.parametrize(
    ("number", "words"), [(0.1, "0.1"), (1000, "1,000"), (0.015, "0.015"), (1050.0, "1,050"), (12.5, "12.5")]
)
def test_a_number_is_written_as_people_write_it(number, words):
    assert written(exact(number)) == words
