"""Typed text becomes a value once: what is read, what is refused, and with which sentence."""

from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st
from werkzeug.datastructures import MultiDict

from epcr.sheet.context import Context
from epcr.sheet.customs import Customs
from epcr.sheet.field import Spec
from epcr.sheet.history import History
from epcr.sheet.incident import Incident
from epcr.sheet.interventions import Intervention
from epcr.sheet.kinds.moment import Moment
from epcr.sheet.kinds.number import Number
from epcr.sheet.patient import Patient
from epcr.sheet.run_sheet import SECTIONS
from epcr.sheet.signatures import Signature
from epcr.sheet.vitals import VitalSigns
from epcr.web.forms import differences, form_for
from tests.luck import examples

NEW_YORK = Context(customs=Customs(day=date(2024, 10, 11), began=datetime(2024, 10, 11, 20, 44, tzinfo=UTC)))
FAHRENHEIT = Context(customs=Customs(temperature="°F", weight="lb", glucose="mmol/L", day=date(2024, 10, 11)))
EVERY_SPEC = [
    pytest.param(spec, id=f"{section.page.slug}-{name}")
    for section in SECTIONS
    for name, spec in section.fields().items()
]


def read(section, name, text, context=NEW_YORK):
    return section.fields()[name].read([text], context)


def refusal(section, name, text, context=NEW_YORK):
    with pytest.raises(ValueError) as caught:  # noqa: PT011 - each test looks at the sentence
        read(section, name, text, context)
    return str(caught.value)


@pytest.mark.parametrize(
    ("text", "value"), [("240", 240), (" 88 ", 88), ("88 /min", 88), ("0", 0), ("500", 500)]
)
def test_a_heart_rate_is_a_whole_number_up_to_the_limit_of_the_standard(text, value):
    assert read(VitalSigns, "heart_rate", text) == value


@pytest.mark.parametrize("text", ["501", "-1", "99999", "999999999"])
def test_a_heart_rate_beyond_the_limit_is_refused_with_the_limit(text):
    assert (
        refusal(VitalSigns, "heart_rate", text)
        == f"Heart rate must be between 0 and 500 /min; you typed “{text}”"
    )


@pytest.mark.parametrize("text", ["fast", "8 8", "1e2", "0x10", "88.5", "NaN", "1,00,0", "8" * 400])
def test_what_is_no_whole_number_is_refused_with_an_example(text):
    assert "must be a whole number, like 88" in refusal(VitalSigns, "heart_rate", text)


def test_a_number_with_the_unit_of_something_else_is_refused():
    assert "“mmHg” is not its unit" in refusal(VitalSigns, "heart_rate", "88 mmHg")


@pytest.mark.parametrize("text", ["P", "p", "palp", "Palpated"])
def test_a_diastolic_pressure_may_be_palpated(text):
    assert read(VitalSigns, "diastolic", text) == "P"


@pytest.mark.parametrize(
    ("text", "value"), [("High", "High"), ("HI", "High"), ("low", "Low"), ("96", 96), ("2000", 2000)]
)
def test_a_glucose_is_a_number_or_high_or_low(text, value):
    assert read(VitalSigns, "glucose", text) == value


def test_a_class_that_reads_millimoles_sees_what_it_typed():
    spec = VitalSigns.fields()["glucose"]
    value = spec.read(["5.4"], FAHRENHEIT)
    assert 97 < value < 98
    assert spec.code(value, Context()) == 97
    assert spec.write(value, FAHRENHEIT) == ["5.4"]
    assert spec.show(value, FAHRENHEIT) == "5.4 mmol/L"


@pytest.mark.parametrize(
    ("section", "name", "typed", "shown"),
    [
        (VitalSigns, "glucose", "5.4 mmol/L", "97 mg/dL"),
        (VitalSigns, "temperature", "98.4 F", "36.9°C"),
        (Patient, "weight", "154 lb", "69.9 kg"),
    ],
)
def test_a_value_typed_in_another_unit_is_shown_rounded_and_kept_when_its_page_is_saved_again(
    section, name, typed, shown
):
    part = section(id="0" * 32) if section is VitalSigns else section()
    value = read(section, name, typed)
    setattr(part, name, value)
    spec = section.fields()[name]
    assert spec.show(value, NEW_YORK) == shown
    again = MultiDict({f"{part.anchor()}-{name}": spec.write(value, NEW_YORK)[0]})
    form = form_for(part, NEW_YORK, again)
    assert form.validate()
    assert differences(form, part) == []
    assert form[name].data == value


@pytest.mark.parametrize(
    ("typed", "context", "celsius"),
    [
        ("98.6", FAHRENHEIT, 37.0),
        ("37", NEW_YORK, 37.0),
        ("98.6 F", NEW_YORK, 37.0),
        ("37 °C", FAHRENHEIT, 37.0),
        ("24", NEW_YORK, 24.0),
    ],
)
def test_a_temperature_is_kept_in_celsius_and_a_typed_unit_wins(typed, context, celsius):
    assert read(VitalSigns, "temperature", typed, context) == pytest.approx(celsius, abs=0.001)


def test_a_unit_of_another_quantity_is_refused():
    assert refusal(VitalSigns, "temperature", "37 kg") == (
        "Give Temperature as a number, like 36.8, in °C; “kg” is not its unit"
    )


def test_pounds_become_kilograms():
    assert read(Patient, "weight", "134.5", FAHRENHEIT) == pytest.approx(61.008, abs=0.001)
    assert read(Patient, "weight", "134.5 lb") == pytest.approx(61.008, abs=0.001)


def test_more_decimals_than_are_kept_are_refused_not_rounded():
    assert "at most 1 decimal, like 61" in refusal(Patient, "weight", "61.25")


@pytest.mark.parametrize("text", ["1704", "17:04", "17:04:00", "170400", " 17:04 "])
def test_a_time_is_typed_with_or_without_a_colon(text):
    assert read(VitalSigns, "taken_at", text) == datetime(2024, 10, 11, 21, 4, tzinfo=UTC)


def test_seconds_are_kept():
    assert read(VitalSigns, "taken_at", "17:04:58") == datetime(2024, 10, 11, 21, 4, 58, tzinfo=UTC)


@pytest.mark.parametrize("text", ["25:00", "1760", "17:4", "noon", "9", "17:04:61", "1234567"])
def test_what_is_no_time_is_refused_with_examples(text):
    assert "as a time, like 1732 or 17:32" in refusal(VitalSigns, "taken_at", text)


def test_a_time_after_midnight_belongs_to_the_next_day():
    late = Context(customs=Customs(day=date(2024, 10, 11), began=datetime(2024, 10, 12, 3, 50, tzinfo=UTC)))
    moment = read(VitalSigns, "taken_at", "0010", late)
    assert moment == datetime(2024, 10, 12, 4, 10, tzinfo=UTC)
    assert VitalSigns.fields()["taken_at"].show(moment, late) == "10/12/2024 00:10"


def test_times_of_the_unit_follow_each_other_over_midnight():
    context = Context(customs=Customs(day=date(2024, 10, 11)))
    fields = Incident.fields()
    notified = fields["unit_notified"].read(["2350"], context)
    assert notified == datetime(2024, 10, 12, 3, 50, tzinfo=UTC)
    context = fields["unit_notified"].following(notified, context)
    assert fields["on_scene"].read(["0005"], context) == datetime(2024, 10, 12, 4, 5, tzinfo=UTC)


def test_an_onset_lies_before_the_call():
    early = Context(customs=Customs(day=date(2024, 10, 12), began=datetime(2024, 10, 12, 4, 30, tzinfo=UTC)))
    assert read(History, "onset", "22:15", early) == datetime(2024, 10, 12, 2, 15, tzinfo=UTC)


def test_a_date_typed_before_the_time_wins():
    assert read(History, "last_oral_intake", "10/09/2024 12:30") == datetime(2024, 10, 9, 16, 30, tzinfo=UTC)
    assert read(History, "last_oral_intake", "10/09 12:30") == datetime(2024, 10, 9, 16, 30, tzinfo=UTC)


def test_a_time_that_the_clocks_jumped_over_is_refused():
    spring = Context(customs=Customs(day=date(2025, 3, 9), began=datetime(2025, 3, 9, 6, 50, tzinfo=UTC)))
    assert "There was no 02:30 on 03/09/2025" in refusal(VitalSigns, "taken_at", "0230", spring)


def test_a_time_that_came_twice_is_the_first():
    autumn = Context(customs=Customs(day=date(2024, 11, 3), began=datetime(2024, 11, 3, 5, 0, tzinfo=UTC)))
    assert read(VitalSigns, "taken_at", "0130", autumn) == datetime(2024, 11, 3, 5, 30, tzinfo=UTC)


@pytest.mark.parametrize(
    ("text", "value"),
    [("01/19/1956", date(1956, 1, 19)), ("1956-01-19", date(1956, 1, 19)), ("01191956", date(1956, 1, 19))],
)
def test_a_date_of_birth_is_typed_three_ways(text, value):
    assert read(Patient, "date_of_birth", text) == value


@pytest.mark.parametrize("text", ["02/30/1990", "1/1/90", "yesterday", "13/01/1990", "01/01/0001"])
def test_what_is_no_date_is_refused_with_an_example(text):
    assert "as month/day/year, like 03/14/1958" in refusal(Patient, "date_of_birth", text)


def test_a_choice_is_found_by_code_label_and_synonym():
    for word in ("CT", "Connecticut", "connecticut"):
        assert read(Incident, "state", word) == "CT"
    assert "Choose State from its list" in refusal(Incident, "state", "Atlantis")


def test_an_open_list_keeps_words_that_are_not_in_it():
    found = read(
        History, "past_history", "Von Willebrand disease, type 1\nE11.8\n\nVon Willebrand disease, type 1"
    )
    assert found[0] == "Von Willebrand disease, type 1"
    assert len(found) == 2


def test_findings_of_another_body_region_are_refused():
    narrowed = Context(customs=NEW_YORK.customs, siblings={"region": "skin"})
    spec = next(section for section in SECTIONS if section.page.slug == "exam").fields()["findings"]
    skin, head = spec.terms.within("skin")[0], spec.terms.within("head")[0]
    assert spec.read([skin.code], narrowed) == [skin.code]
    with pytest.raises(ValueError, match="Choose Findings from its list"):
        spec.read([head.code], narrowed)


def test_a_performer_must_be_of_the_crew():
    crew = Context(customs=NEW_YORK.customs, crew={"a" * 32: "Ruiz (EMT)"})
    assert read(Intervention, "performer", "a" * 32, crew) == "a" * 32
    assert "add them under Crew first" in refusal(Intervention, "performer", "b" * 32, crew)


@pytest.mark.parametrize("text", ["[[[0,0],[10,10]]]", "[]", "[[]]"])
def test_a_drawn_signature_is_strokes(text):
    read(Signature, "drawing", text)


@pytest.mark.parametrize(
    "text", ["x", "{}x", "[[[0]]]", "[[[5000,1]]]", "[" * 10_000, '[[["a",1]]]', "[[[1e999,1]]]", "7"]
)
def test_what_is_no_signature_is_refused(text):
    assert "Draw Drawn signature again" in refusal(Signature, "drawing", text)


def test_control_characters_are_left_out_and_everything_else_is_kept():
    assert read(History, "events", "fell\x00 \u202eover <b>&amp;") == "fell over <b>&amp;"


def test_a_text_over_its_length_is_refused_with_both_numbers():
    assert refusal(Incident, "unit", "x" * 51) == "Shorten Unit to 50 characters; it has 51"


@pytest.mark.parametrize("spec", EVERY_SPEC)
def test_nothing_typed_is_no_value(spec: Spec):
    for texts in ([], [""], ["   "]):
        assert spec.read(texts, NEW_YORK) is None


@pytest.mark.parametrize("spec", EVERY_SPEC)
def test_no_value_is_shown_as_nothing(spec: Spec):
    assert spec.show(None, NEW_YORK) == ""
    assert spec.write(None, NEW_YORK) == []


@pytest.mark.parametrize("spec", EVERY_SPEC)
@examples(20)
@given(text=st.text(max_size=60))
def test_any_text_is_read_or_refused_with_a_sentence(spec: Spec, text: str):
    try:
        value = spec.read([text], NEW_YORK)
    except ValueError as error:
        assert len(str(error)) > 10  # noqa: PT017 - any text may be read, too
    else:
        assert value is None or spec.read(["\n".join(spec.write(value, NEW_YORK))], NEW_YORK) == value


@pytest.mark.parametrize("spec", [param for param in EVERY_SPEC if isinstance(param.values[0], Number)])
@examples(40)
@given(number=st.floats(-10, 1_100_000).map(lambda number: round(number, 1)))
def test_what_a_class_typed_is_read_again_as_it_is_written(spec: Spec, number: float):
    for context in (NEW_YORK, FAHRENHEIT):
        try:
            value = spec.read([f"{number:.1f}".removesuffix(".0")], context)
        except ValueError:
            continue
        (written,) = spec.write(value, context)
        assert spec.read([written], context) == pytest.approx(value, abs=0.0501)
        assert spec.write(spec.read([written], context), context) == [written]


@given(
    moment=st.datetimes(datetime(2024, 10, 9), datetime(2024, 10, 13)).map(  # noqa: DTZ001 - Hypothesis adds the zone
        lambda at: at.replace(microsecond=0, tzinfo=UTC)
    )
)
def test_a_written_time_is_read_as_the_same_time(moment):
    for spec in (Moment("A time"), Moment("A time", past=True)):
        assert spec.read(spec.write(moment, NEW_YORK), NEW_YORK) == moment
