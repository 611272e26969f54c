"""Numbers, times and dates are read in every spelling that has one meaning; one that has two is refused in words."""
# ruff: noqa: RUF001 - letters that look alike are what is tested

from datetime import UTC, date, datetime

import pytest

from epcr.sheet.context import Context
from epcr.sheet.customs import Customs
from epcr.sheet.history import History
from epcr.sheet.incident import Incident
from epcr.sheet.interventions import Intervention
from epcr.sheet.kinds.day import Day
from epcr.sheet.kinds.moment import Moment
from epcr.sheet.kinds.number import Number
from epcr.sheet.patient import Patient
from epcr.sheet.run_sheet import SECTIONS
from epcr.sheet.vitals import VitalSigns

CALL = Context(customs=Customs(day=date(2024, 10, 11), began=datetime(2024, 10, 11, 20, 44, tzinfo=UTC)))
EVERY = [
    pytest.param(spec, id=f"{section.page.slug}-{name}")
    for section in SECTIONS
    for name, spec in section.fields().items()
    if isinstance(spec, Number | Moment | Day)
]


def read(section, name, text, context=CALL):
    return section.fields()[name].read([text], context)


def typed(spec):
    return "17:32" if isinstance(spec, Moment) else "03/14/1958" if isinstance(spec, Day) else spec.example


@pytest.mark.parametrize("spec", EVERY)
@pytest.mark.parametrize(
    "around",
    [
        "{}.",
        "{},",
        "{};",
        "{} .",
        "{}!",
        "“{}”",
        "“{}.”",
        "“{}”.",
        " {} ",
        "\u200e{}",
        "{}\u200b",
        "\u202e{}",
    ],
)
def test_a_lone_last_mark_and_signs_around_a_value_fall(spec, around):
    assert spec.read([around.format(typed(spec))], CALL) == spec.read([typed(spec)], CALL)


@pytest.mark.parametrize("spec", EVERY)
@pytest.mark.parametrize("zero", "０٠۰०০๐𝟘")
def test_digits_of_every_script_are_digits(spec, zero):
    text = "".join(chr(ord(zero) + int(sign)) if sign.isdigit() else sign for sign in typed(spec))
    assert spec.read([text], CALL) == spec.read([typed(spec)], CALL)


@pytest.mark.parametrize(
    ("text", "clock"),
    [
        ("17.32", "17:32"),
        ("5:30pm", "17:30"),
        ("5.30 pm", "17:30"),
        ("5:30 p.m.", "17:30"),
        ("530PM", "17:30"),
        ("5 pm", "17:00"),
        ("12:30 am", "00:30"),
        ("12 pm", "12:00"),
        ("17:32 pm", "17:32"),
        ("1732h", "17:32"),
        ("17:32 hrs", "17:32"),
        ("17h32", "17:32"),
        ("1732 hours.", "17:32"),
        ("17.32.05", "17:32:05"),
        ("1018.", "10:18"),
        ("17：32", "17:32"),
        ("17∶32", "17:32"),
        ("10/11 5:30 pm", "17:30"),
        ("2024-10-11 17.32", "17:32"),
    ],
)
def test_a_time_is_read_in_every_spelling_of_one_meaning(text, clock):
    assert read(Incident, "call_received", text) == read(Incident, "call_received", clock)


@pytest.mark.parametrize(
    "text",
    [
        "17:32 am",
        "0:30 pm",
        "25 pm",
        "17.3.2",
        "17;32",
        "1732Z",
        "5:3pm",
        "17:60",
        "1:2:3",
        "1732 or 1734",
        "17:32?",
    ],
)
def test_what_is_no_time_or_could_be_two_is_refused_in_words(text):
    with pytest.raises(ValueError, match="as a time, like 1732 or 17:32; you typed"):
        read(Incident, "call_received", text)


@pytest.mark.parametrize(
    "text",
    [
        "5/6/1941.",
        "05-06-1941",
        "1941/05/06",
        "1941.05.06",
        "May 6, 1941",
        "6 May 1941.",
        "6-May-1941",
        "may 6th 1941",
        "5⁄6⁄1941",
        "5 / 6 / 1941",
    ],
)
def test_a_date_is_read_in_every_spelling_of_one_meaning(text):
    assert read(Patient, "date_of_birth", text) == date(1941, 5, 6)


def test_a_dotted_date_is_read_where_only_one_of_two_can_be_the_month():
    assert (
        read(Patient, "date_of_birth", "14.03.1958")
        == read(Patient, "date_of_birth", "03.14.1958")
        == date(1958, 3, 14)
    )


@pytest.mark.parametrize(
    "text", ["5.6.1941", "13/13/1941", "2/30/1941", "1941", "5/6", "5/6/41", "6 Mai 1941", "5/6/1941?"]
)
def test_what_is_no_date_or_could_be_two_is_refused_in_words(text):
    with pytest.raises(ValueError, match="as month/day/year, like 03/14/1958; you typed"):
        read(Patient, "date_of_birth", text)


@pytest.mark.parametrize(
    ("section", "name", "text", "value"),
    [
        (VitalSigns, "spo2", "98%.", 98),
        (VitalSigns, "spo2", "٩٨٪", 98),
        (VitalSigns, "heart_rate", "88 bpm!", 88),
        (VitalSigns, "temperature", "98.6°", 37.0),
        (VitalSigns, "temperature", "98.6", 37.0),
        (VitalSigns, "temperature", "36.6°.", 36.6),
        (VitalSigns, "temperature", "36·6", 36.6),
        (VitalSigns, "temperature", "36٫6", 36.6),
        (VitalSigns, "temperature", "37 ℃", 37.0),
        (Intervention, "dose", "½", 0.5),
        (Intervention, "dose", "1½", 1.5),
        (Intervention, "dose", "2 ½ mg", 2.5),
        (Intervention, "dose", "0,5 mg,", 0.5),
        (Intervention, "dose", "4\u00a0㎎", 4.0),
        (VitalSigns, "systolic", "120⁄80.", 120),
        (VitalSigns, "systolic", "１２０／８０", 120),
        (Patient, "age", "68 y.o.", 68),
        (Patient, "age", "68 y/o.", 68),
        (VitalSigns, "diastolic", "“palp.”", "P"),
        (VitalSigns, "glucose", "High!", "High"),
        (History, "severity", "7/10.", 7),
    ],
)
def test_a_number_is_read_in_every_spelling_of_one_meaning(section, name, text, value):
    found = read(section, name, text)
    assert found == (value if isinstance(value, str) else pytest.approx(value))


def test_the_second_number_of_a_pair_is_heard_through_other_slashes_and_marks():
    spec = VitalSigns.fields()["systolic"]
    for text in ("120/80.", "120⁄80", "120∕80,", "１２０／８０", "120\u200b/\u200e80"):
        assert spec.along(text) == {"diastolic": "80"}, text


@pytest.mark.parametrize("text", ["1 018", "2 500 mg", "10³", "1⅓", "1.5½", "88?", "~88", "88-90"])
def test_a_number_of_two_meanings_is_refused_with_what_was_typed(text):
    with pytest.raises(ValueError, match=r"like 0.4") as refused:
        read(Intervention, "dose", text)
    assert "“”" not in str(refused.value)


@pytest.mark.parametrize("text", ["60", "77", "116", "130"])
def test_a_number_that_is_no_fever_in_any_unit_is_refused_as_before(text):
    with pytest.raises(ValueError, match=r"between 0 and 50 °C"):
        read(VitalSigns, "temperature", text)
