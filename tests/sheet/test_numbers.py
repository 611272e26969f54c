"""A number is typed as people write it, with its unit in every usual spelling; limits and examples speak the unit that is read."""

from itertools import product

import pytest

from epcr.sheet import units
from epcr.sheet.arrest import CardiacArrest
from epcr.sheet.context import Context
from epcr.sheet.customs import Customs
from epcr.sheet.history import History
from epcr.sheet.injury import Injury
from epcr.sheet.interventions import Intervention
from epcr.sheet.kinds.number import Number, Whole
from epcr.sheet.patient import Patient
from epcr.sheet.run_sheet import SECTIONS
from epcr.sheet.vitals import VitalSigns
from epcr.sheet.vocabulary import vocabulary

METRIC = Context(customs=Customs(temperature="°C", weight="kg", glucose="mg/dL"))
IMPERIAL = Context(customs=Customs(temperature="°F", weight="lb", glucose="mmol/L"))
EVERY_NUMBER = [
    pytest.param(spec, context, id=f"{section.page.slug}-{name}-{which}")
    for section in SECTIONS
    for name, spec in section.fields().items()
    if isinstance(spec, Number)
    for which, context in (("metric", METRIC), ("imperial", IMPERIAL))
]


def read(section, name, text, context=METRIC):
    return section.fields()[name].read([text], context)


def refusal(section, name, text, context=METRIC):
    with pytest.raises(ValueError) as caught:  # noqa: PT011 - each test looks at the sentence
        read(section, name, text, context)
    return str(caught.value)


@pytest.mark.parametrize(
    ("section", "name", "text", "value"),
    [
        (VitalSigns, "heart_rate", "88 bpm", 88), (VitalSigns, "heart_rate", "88/min", 88),
        (VitalSigns, "heart_rate", "88 /min", 88), (VitalSigns, "heart_rate", "88 beats per minute", 88),
        (VitalSigns, "heart_rate", "88 BPM.", 88), (VitalSigns, "heart_rate", "88 per minute", 88),
        (VitalSigns, "respiratory_rate", "16 breaths/min", 16), (VitalSigns, "respiratory_rate", "16 breaths per min", 16),
        (VitalSigns, "spo2", "98%", 98), (VitalSigns, "spo2", "98 percent", 98),
        (VitalSigns, "systolic", "120 mm Hg", 120), (VitalSigns, "systolic", "120mmHg", 120),
        (VitalSigns, "diastolic", "80 mmhg", 80), (VitalSigns, "diastolic", "palp.", "P"),
        (VitalSigns, "etco2", "38 mmHg", 38.0), (VitalSigns, "etco2", "5 kPa", 5.0), (VitalSigns, "etco2", "5.1 %", 5.1),
        (VitalSigns, "pain", "7/10", 7), (VitalSigns, "pain", "7 of 10", 7), (VitalSigns, "pain", "7 out of 10", 7),
        (History, "severity", "10/10", 10), (VitalSigns, "glucose", "96 mg / dL", 96),
        (VitalSigns, "temperature", "36.8 degrees Celsius", 36.8), (VitalSigns, "temperature", "36.8°", 36.8),
        (VitalSigns, "temperature", "36,8", 36.8), (VitalSigns, "temperature", "+36.8", 36.8),
        (Intervention, "dose", "0.4mg", 0.4), (Intervention, "dose", ".4", 0.4), (Intervention, "dose", "0,4 mg", 0.4),
        (Intervention, "dose", "1,000 mL", 1000.0), (Intervention, "dose", "15 lpm", 15.0),
        (Intervention, "dose", "1,000,000 units", 1_000_000.0),
        (Patient, "age", "6 months", 6), (Patient, "age", "20 min", 20), (Patient, "age", "10 days old", 10),
        (Patient, "age", "3 weeks", 21), (Patient, "age", "68yo", 68), (Patient, "weight", "3.25 kg", 3.25),
        (Patient, "weight", "3250 g", 3.25), (Patient, "weight", "3,250 grams", 3.25),
        (History, "chief_duration", "2 hrs", 2), (Injury, "fall_height", "12 feet", 12), (Injury, "fall_height", "12'", 12),
        (Injury, "impact", "11 o’clock", 11), (CardiacArrest, "shocks", "3 shocks", 3), (Intervention, "attempts", "2 attempts", 2),
    ],
)  # fmt: skip
def test_a_number_is_read_with_its_own_unit_in_usual_spellings(section, name, text, value):
    assert read(section, name, text) == pytest.approx(value) if not isinstance(value, str) else value


@pytest.mark.parametrize(
    ("text", "pounds"),
    [
        ("7 lb 4 oz", 7.25), ("7lb 4oz", 7.25), ("7lb4oz", 7.25), ("7#4", 7.25), ("7# 4 oz", 7.25),
        ("7 lbs, 4 ounces", 7.25), ("7 pounds and 4 ounces", 7.25), ("7 lb 4.5 oz", 7.28125), ("116 oz", 7.25), ("7.25 lb", 7.25),
        ("154#", 154), ("154 pounds", 154),
    ],
)  # fmt: skip
@pytest.mark.parametrize("context", [METRIC, IMPERIAL])
def test_pounds_and_ounces_are_a_weight_in_every_class(text, pounds, context):
    assert read(Patient, "weight", text, context) == pytest.approx(pounds * 0.45359237)


@pytest.mark.parametrize("text", ["7 lb 16 oz", "7 lb 4 kg", "7 kg 4 oz", "7'"])
def test_what_is_no_pounds_and_ounces_is_refused_with_an_example(text):
    assert "like 61" in refusal(Patient, "weight", text)


@pytest.mark.parametrize("text", ["7.25", "7 lb 4 oz", "7.3", "3.25 kg", "3250 g", "0.85 kg", "15.5 oz"])
def test_a_light_weight_in_pounds_is_shown_in_pounds_and_ounces_and_reads_the_same(text):
    spec = Patient.fields()["weight"]
    value = spec.read([text], IMPERIAL)
    (written,) = spec.write(value, IMPERIAL)
    assert written.endswith("oz")
    assert spec.show(value, IMPERIAL) == written
    again = spec.read([written], IMPERIAL)
    assert again == pytest.approx(value, abs=0.002)
    assert spec.write(again, IMPERIAL) == [written]


def test_a_newborn_is_weighed_to_two_places_and_the_export_keeps_its_own():
    spec = Patient.fields()["weight"]
    value = spec.read(["3.25 kg"], METRIC)
    assert spec.show(value, METRIC) == "3.25 kg"
    assert spec.show(value, IMPERIAL) == "7 lb 2.6 oz"
    assert spec.show(spec.read(["7.25"], IMPERIAL), IMPERIAL) == "7 lb 4 oz"
    assert spec.code(value, Context()) == 3.2
    assert spec.show(10.04, METRIC) == "10 kg"
    assert spec.show(61.0, IMPERIAL) == "134.5 lb"


@pytest.mark.parametrize(
    ("section", "name", "text", "sentence"),
    [
        (VitalSigns, "temperature", "130", "Temperature must be between 32 and 122 °F; you typed “130”"),
        (VitalSigns, "temperature", "60 °C", "Temperature must be between 0 and 50 °C; you typed “60 °C”"),
        (VitalSigns, "temperature", "warm", "Temperature must be a number, like 98.2; you typed “warm”"),
        (VitalSigns, "temperature", "98.25", "Give Temperature with at most 1 decimal, like 98.2; you typed “98.25”"),
        (VitalSigns, "glucose", "120", "Blood glucose must be between 0 and 111 mmol/L; you typed “120”"),
        (VitalSigns, "glucose", "sweet", "Blood glucose must be a number, like 5.3, or “High” or “Low”; you typed “sweet”"),
        (Patient, "weight", "3000", "Weight must be between 0.22 and 2,204.4 lb; you typed “3000”"),
        (Patient, "weight", "heavy", "Weight must be a number, like 134.5; you typed “heavy”"),
        (Patient, "weight", "50 g", "Weight must be between 100 and 999,900 g; you typed “50 g”"),
    ],
)  # fmt: skip
def test_a_refusal_speaks_the_unit_that_was_typed_or_is_read(section, name, text, sentence):
    assert refusal(section, name, text, IMPERIAL) == sentence


def test_a_limit_is_written_as_people_write_numbers():
    told = refusal(Intervention, "dose", "2000000 mg")
    assert told == "Dose must be between 0 and 1,000,000; you typed “2000000 mg”"
    assert "1 and 50,000 ft" in refusal(Injury, "fall_height", "60000")


@pytest.mark.parametrize(
    ("name", "text"),
    [("heart_rate", "88 mmHg"), ("heart_rate", "88 kg"), ("spo2", "98 mmHg"), ("temperature", "37 kg"), ("pain", "7/5")],
)  # fmt: skip
def test_the_unit_of_something_else_is_refused_with_an_example(name, text):
    spec = VitalSigns.fields()[name]
    assert f"like {spec.example}" in refusal(VitalSigns, name, text)


def test_a_unit_with_two_meanings_is_asked_back():
    assert "like 68 or 68 years" in refusal(Patient, "age", "6 m")
    assert "like 0.4 or 0.4 mg" in refusal(Intervention, "dose", "2 shots")


@pytest.mark.parametrize("text", ["1,00", "1,00,000", "1.000,5", "1e3", "--5", "4..4", "4/5/6"])
def test_a_number_of_two_meanings_is_refused_or_read_as_its_only_one(text):
    assert text == "1,00" or "you typed" in refusal(Intervention, "dose", text)


@pytest.mark.parametrize(
    ("text", "diastolic"),
    [
        ("84/P", "P"), ("84/palp", "palp"), ("84 palp", "palp"), ("84P", "P"), ("84 by palpation", "palpation"), ("120/80", "80"),
        ("120/80 mmHg", "80"), ("120 / 80", "80"), ("120 over 80", "80"),
    ],
)  # fmt: skip
def test_a_systolic_pressure_takes_both(text, diastolic):
    spec = VitalSigns.fields()["systolic"]
    assert spec.read([text], METRIC) == int(text[:3].strip("/ P"))
    assert spec.along(text) == {"diastolic": diastolic}
    assert VitalSigns.fields()["diastolic"].read([diastolic], METRIC) in {"P", 80}


@pytest.mark.parametrize("text", ["120/", "/80", "120/80/60", "120-80", "120/80 kg"])
def test_what_is_no_pair_of_pressures_is_refused(text):
    assert "like 120" in refusal(VitalSigns, "systolic", text)


DOSES = {
    "mg": ("mg", "mgs", "MG", "milligrams", "milligram"), "mcg": ("mcg", "µg", "μg", "ug", "micrograms"),
    "g": ("g", "gm", "grams"), "mL": ("mL", "ml", "cc", "milliliters"), "L": ("L", "liters", "litre"),
    "L/min": ("L/min", "lpm", "LPM", "l / min", "liters per minute", "L per min"), "units": ("units", "unit", "U"),
    "mEq": ("mEq", "meq", "milliequivalents"), "puffs": ("puffs", "puff"), "drops": ("drops", "gtts", "gtt"),
    "mg/kg": ("mg/kg", "mgs per kg", "mg per kilogram"), "mcg/kg/min": ("mcg/kg/min", "ug/kg/min", "mcg per kg per minute"),
    "mL/hr": ("mL/hr", "ml/h", "cc/hr", "mL per hour"), "IU": ("IU", "international units"), "mg/hr": ("mg/h",),
    "metered doses": ("metered dose", "metered doses"),
}  # fmt: skip


@pytest.mark.parametrize(
    ("unit", "spelling"), [(unit, one) for unit, several in DOSES.items() for one in several]
)
@pytest.mark.parametrize("gap", ["", " "])
def test_a_dose_says_its_unit_in_every_usual_spelling(unit, spelling, gap):
    spec, terms = Intervention.fields()["dose"], vocabulary("dose_unit")
    assert spec.read([f"2{gap}{spelling}"], METRIC) == 2
    assert {terms.label(code) for code in spec.along(f"2{gap}{spelling}").values()} == {unit}


@pytest.mark.parametrize("name", ["dose_unit", "age_units", "duration_units", "etco2_unit"])
def test_every_term_and_synonym_of_a_vocabulary_of_units_names_its_unit(name):
    spec = next(
        spec for section in SECTIONS for spec in section.fields().values()
        if isinstance(spec, Number) and spec.unit_words == name
    )  # fmt: skip
    for term in vocabulary(name):
        for word in (term.label, *term.synonyms):
            assert list(spec.along(f"2 {word}").values()) == [term.code], word


def test_every_spelling_of_the_table_is_read():
    for unit, quantity in (("°F", "temperature"), ("g", "weight"), ("lb", "weight"), ("mmol/L", "glucose")):
        for word in {unit, *(other for other, word in units._WORDS.items() if word == unit.casefold())}:
            assert units.named(quantity, word).name == unit, word


def ends(spec, context):
    """The limits as they are seen, in the unit that is read."""
    return [spec.write(end, context)[0] for end in spec.possible]


@pytest.mark.parametrize(("spec", "context"), EVERY_NUMBER)
def test_the_ends_of_what_is_possible_are_possible(spec, context):
    for end in ends(spec, context):
        spec.read([end], context)


@pytest.mark.parametrize(("spec", "context"), EVERY_NUMBER)
def test_the_ends_of_what_is_usual_are_usual(spec, context):
    for end in spec.usual or ():
        assert spec.outside(spec.read([spec.write(end, context)[0]], context), spec.usual, context) == 0


@pytest.mark.parametrize(("spec", "context"), EVERY_NUMBER)
def test_what_is_seen_is_read_as_the_same(spec, context):
    low, high = spec.possible
    for step, whole in product(range(1001), (False, True)):
        value = min(low + step * (0.1 if not whole else (high - low) / 1000), high)
        if isinstance(spec, Whole):
            value = int(value)
        (written,) = spec.write(value, context)
        once = spec.read([written], context)
        assert spec.write(once, context) == [written]
        assert spec.read(spec.write(once, context), context) == once


@pytest.mark.parametrize("typed", ["-0", "-0.0", "0"])
def test_no_number_is_less_than_nothing_by_its_sign_alone(typed):
    spec = VitalSigns.fields()["temperature"]
    assert spec.write(spec.read([typed], METRIC), METRIC) == ["0"]
    assert units.trimmed(-0.04, 1) == "0"


@pytest.mark.parametrize(("spec", "context"), EVERY_NUMBER)
def test_no_number_can_be_negative_since_no_keypad_has_a_minus(spec, context):
    assert spec.seen(spec.possible[0], context) >= 0


@pytest.mark.parametrize(("spec", "context"), EVERY_NUMBER)
def test_every_number_shows_an_example_that_it_reads(spec, context):
    with pytest.raises(ValueError, match="like ") as caught:
        spec.read(["?"], context)
    example = str(caught.value).partition("like ")[2].partition(";")[0].partition(",")[0].partition(" or ")[0]
    spec.read([example], context)


def test_a_temperature_in_fahrenheit_comes_back_as_it_was_typed():
    spec = VitalSigns.fields()["temperature"]
    for tenth in range(320, 1221):
        typed = f"{tenth / 10:.1f}".removesuffix(".0")
        assert spec.write(spec.read([typed], IMPERIAL), IMPERIAL) == [typed]
