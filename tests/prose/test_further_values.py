"""Numbers that go on with a measure, times that begin a clause, totals and ways: what is read, and what looks alike and is passed over."""

import pytest

from epcr.prose import DrugMention, MeasureMention, NumberMention, read


def mentions(text, kind):
    return [mention for sentence in read(text) for mention in sentence.mentions if isinstance(mention, kind)]


def measured(text):
    return [(mention.name, mention.values[0]) for mention in mentions(text, MeasureMention)]


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("Checked his sugar and the first reading was 38.", [("glucose", 38)]),
        ("Capno on, it read 22 under compressions.", [("etco2", 22)]),
        ("The meter showed 52.", [("glucose", 52)]),
        ("End-tidal 46 when the pulse came back, 38 at the door.", [("etco2", 46), ("etco2", 38)]),
        ("Sat 91 with a pulse, 97 at the door.", [("spo2", 91), ("spo2", 97)]),
        ("I could only palpate 66.", [("systolic", 66)]),
        ("Got 56 by touch.", [("systolic", 56)]),
        ("Pain he gives as a 7.", [("pain", 7)]),
        ("His sugar, after the oatmeal, was 136.", [("glucose", 136)]),
        ("On the last set she had a pulse of 62.", [("heart_rate", 62)]),
    ],
)
def test_a_number_goes_on_with_the_measure_of_its_sentence(text, values):
    assert measured(text) == values
    assert all(mention.ours for mention in mentions(text, MeasureMention))


@pytest.mark.parametrize(
    "text",
    [
        "The pulse came back at 1940.",
        "We had a pulse, 12-lead at 1950.",
        "The number was 2.",
        "Sugar checked, it was given at 0724.",
        "Capno on, the reading came at 1938.",
    ],
)
def test_what_is_no_further_value_is_passed_over(text):
    assert measured(text) == []


@pytest.mark.parametrize(
    ("text", "by"),
    [
        ("At 17:23 her pain was 7.", False),
        ("By 07:18 he had a GCS of 15.", True),
        ("Once he woke up at 07:28 his sugar was 128.", False),
        ("I checked his sugar at 07:20 and the reading was 136.", False),
    ],
)
def test_a_time_that_begins_a_clause_is_that_of_what_is_measured_in_it(text, by):
    (mention,) = mentions(text, MeasureMention)
    assert mention.loose is not None
    assert mention.loose.by is by


@pytest.mark.parametrize(
    "text",
    [
        "Fentanyl at 17:18 and her pain was 5.",
        "At 17:11 I laid her flat, then her pressure was 86/50.",
        "When she went faint at 17:11 I laid her flat, and her pressure came back to 86/50.",
        "At 17:09 the saline went up, her pressure was 106/62.",
        "Until 17:11 her pressure was 98/56.",
    ],
)
def test_a_time_with_an_act_or_a_change_behind_it_is_not(text):
    assert [mention.loose for mention in mentions(text, MeasureMention)] == [None]


@pytest.mark.parametrize(
    ("text", "dose", "route"),
    [
        ("D10 over four minutes, in total 25 g.", 25, ""),
        ("D10 via 20g: 25 grams in all over 4 min.", 25, ""),
        ("Levophed drip at 10 mcg a minute through the IO.", 10, "IO"),
        ("Epi x1, 1 mg, 19:38:40, by peripheral IV.", 1, "IV"),
        ("Glucagon 1 mg was given subcutaneously.", 1, "SC"),
        ("Glucagon 1 mg up the nose.", 1, "IN"),
    ],
)
def test_totals_rates_and_ways_are_read(text, dose, route):
    (mention,) = mentions(text, DrugMention)
    assert (mention.dose, mention.route) == (dose, route)


@pytest.mark.parametrize(
    ("text", "what", "number"),
    [
        ("NRB, 8 L, from 14:19.", "oxygen", 8),
        ("On the NRB at 10 liters.", "oxygen", 10),
        ("He drank three beers.", "beers", 3),
        ("Came off the ladder from 30 ft or so.", "fall_about", 30),
        ("Fall approx 25 feet off a ladder.", "fall_about", 25),
    ],
)
def test_flows_beers_and_falls_are_counted(text, what, number):
    assert [(mention.what, mention.number) for mention in mentions(text, NumberMention)] == [(what, number)]


@pytest.mark.parametrize(
    "text", ["One or two beers.", "About three beers.", "Three beers a day.", "The NRB went up to 12 L."]
)
def test_what_is_about_right_is_not(text):
    assert mentions(text, NumberMention) == []
