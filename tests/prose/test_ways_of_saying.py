"""The kinds of saying that strangers use: numbers in words, acts denied, intervals, people and roles; and what looks alike."""

import pytest

from epcr.prose import (
    ActMention,
    AllergyMention,
    BackgroundMention,
    EventMention,
    IntervalMention,
    MeasureMention,
    PatientMention,
    PersonMention,
    read,
)
from epcr.prose.intervals import ABOUT, EXACT, OVER, WITHIN
from epcr.prose.normal import normal_form
from epcr.prose.phases import ALWAYS, FIRST, SetPhases
from epcr.prose.scopes import WordScopes


def mentions(text, kind, part=""):
    return [
        mention for sentence in read(text, part) for mention in sentence.mentions if isinstance(mention, kind)
    ]


@pytest.mark.parametrize(
    ("typed", "normal"),
    [
        ("eighty-eight over fifty", "88 over 50"),
        ("one oh six", "106"),
        ("one twelve over seventy-eight", "112 over 78"),
        ("a hundred and ten kilos", "110 kilos"),
        ("in the high eighties", "in the high 80s"),
        ("at half past seven", "at 7:30"),
        ("a quarter to six", "5:45"),
        ("at ten to six", "at 5:50"),
        ("fourteen twenty-one", "14:21"),
        ("oh seven fifteen", "07:15"),
        ("10 pm", "10:00 pm"),
        ("seven in the morning", "7:00 am"),
        ("at twelve o'clock", "at 12:00"),
        ("seven out of ten", "7/10"),
        ("pain was a seven", "pain was a 7"),
        ("half a gram", "0.5 gram"),
        ("8 mics", "8 mcg"),
        ("250 of saline", "250 mL of saline"),
        ("skin w/p/d", "skin warm pink dry"),
        ("pain free now", "pain 0/10 now"),
    ],
)
def test_a_number_in_words_has_its_digits(typed, normal):
    form = normal_form(typed)
    assert form is not None
    assert form.text == normal


@pytest.mark.parametrize("text", ["44 to 41 to 38", "one of two", "not pain free", "a quarter of the bag"])
def test_what_looks_like_a_number_in_words_stays(text):
    assert normal_form(text) is None


def test_one_of_eighteen_gauge_is_no_hundred():
    form = normal_form("one eighteen gauge")
    assert form is not None
    assert form.text == "one 18 gauge"


@pytest.mark.parametrize(
    "text",
    [
        "We never got around to a 12-lead.",
        "IV access was not attempted by this crew.",
        "TXA was left out by our crew.",
        "There was no time for an IV.",
        "No effort was made to warm the patient.",
        "We decided against a tourniquet.",
        "Ondansetron was considered but held.",
        "He never needed a pressor.",
        "O2 was not given on this call since she was at 95.",
    ],
)
def test_a_denied_act_is_read(text):
    assert "not_done" in {mention.aspect for mention in mentions(text, ActMention)}


@pytest.mark.parametrize(
    "text",
    [
        "We did not give fentanyl until her pressure had come up.",
        "IV was not placed on the side of the tourniquet.",
        "Saline was not run wide open.",
        "No shock was needed after the pulse came back.",
        "TXA was not given without an order.",
        "Not allergic to aspirin.",
        "Did not stop compressions to place the i-gel.",
    ],
)
def test_what_was_done_all_the_same_is_not_denied(text):
    assert "not_done" not in {mention.aspect for mention in mentions(text, ActMention)}


@pytest.mark.parametrize(
    ("text", "first", "other", "minutes", "how"),
    [
        ("TXA was pushed 15 minutes after the fall.", "act", "injury", 15, EXACT),
        ("Off scene within eight minutes of patient contact.", "left_scene", "contact", 8, WITHIN),
        ("Pulses back about 25 minutes after the collapse.", "pulse_back", "arrest", 25, ABOUT),
        ("Nitro went in over half an hour after we arrived.", "act", "contact", 30, OVER),
        ("Onset 90 minutes prior to our arrival.", "onset", "contact", -90, EXACT),
    ],
)
def test_an_interval_has_two_ends(text, first, other, minutes, how):
    (interval,) = mentions(text, IntervalMention)
    read_as = interval.first.what, interval.other.what, interval.minutes, interval.how
    assert read_as == (first, other, minutes, how)


@pytest.mark.parametrize(
    "text",
    [
        "Not within ten minutes of the fall.",
        "A second nitro five minutes after the first.",
        "ETA 10 minutes from contact.",
    ],
)
def test_a_plan_or_a_second_one_is_no_interval(text):
    assert mentions(text, IntervalMention) == []


@pytest.mark.parametrize(
    ("text", "role", "name"),
    [
        ("Turned over to Dr. Abara in the trauma bay.", "received", "abara"),
        ("Nurse Kessler took report.", "received", "kessler"),
        ("Handed over to Nora Kessler, RN.", "received", "nora kessler"),
        ("Med control Dr. Kessler advised transport.", "control", "kessler"),
        ("His wife Karin drives in.", "kin", "karin"),
        ("Ruiz drove.", "drove", "ruiz"),
        ("I attended in the back.", "attended", "i"),
    ],
)
def test_somebody_is_named_in_a_role(text, role, name):
    named = [mention for mention in mentions(text, PersonMention) if mention.role == role]
    assert [
        mention.name.split(" in ")[0].removesuffix(" advised").removesuffix(" in") for mention in named
    ] == [name]


@pytest.mark.parametrize(
    "text",
    ["Husband drove behind us.", "We did not turn her over to Dr. Abara.", "Call Dr. Patel at the clinic."],
)
def test_others_have_no_role(text):
    assert not {"received", "drove", "attended"} & {mention.role for mention in mentions(text, PersonMention)}


@pytest.mark.parametrize(
    ("text", "topic", "name"),
    [
        ("Takes a beta blocker.", "medication_class", "beta blocker"),
        ("On Eliquis since the stent.", "home_medication", "apixaban"),
        ("Lantus 42 units at bedtime.", "strength", "glargine|42"),
        ("He had a stroke in 2019.", "history", "stroke"),
        ("Stent placed last year.", "ago", "stent|1|year"),
    ],
)
def test_the_history_is_read(text, topic, name):
    assert (topic, name) in {(mention.topic, mention.name) for mention in mentions(text, BackgroundMention)}


@pytest.mark.parametrize(
    ("text", "denied"),
    [("He breaks out in hives with penicillin.", False), ("Not allergic to penicillin.", True)],
)
def test_an_allergy_is_told_by_what_it_does(text, denied):
    (allergy,) = mentions(text, AllergyMention)
    assert (allergy.terms, allergy.denied) == (frozenset({"Z88.0"}), denied)


@pytest.mark.parametrize(
    ("text", "piece", "when"),
    [
        ("gcs 3 throughout", "3", ALWAYS),
        ("alert and oriented when we walked in", "oriented", FIRST),
        ("confused at first and oriented by 0722", "oriented", None),
        ("pulse 54 on the first set, hr 62", "62", None),
    ],
)
def test_a_set_is_meant_as_far_as_its_words_reach(text, piece, when):
    start = text.index(piece)
    phase = SetPhases(text, [], WordScopes(text)).of(start, start + len(piece))
    assert (phase.when if phase else None) == when


@pytest.mark.parametrize(
    "text",
    [
        "The norepi was not given by me.",
        "Oxygen came after the tourniquet, at 1419.",
        "Had we placed an IV at 1419 she would have felt better.",
        "The husband wanted his own pressure taken at 1419, BP 150/80.",
        "Aspirin 1417, dressing on, arm in a sling, nine minutes after the fall.",
    ],
)
def test_what_is_of_something_or_somebody_else_is_not_ours(text):
    read_there = [mention for sentence in read(text) for mention in sentence.mentions]
    assert not [m for m in read_there if getattr(m, "aspect", "") == "who"]
    assert not [m for m in read_there if isinstance(m, IntervalMention)]
    assert not [m for m in read_there if isinstance(m, EventMention) and m.at]
    assert not [m for m in read_there if isinstance(m, MeasureMention) and m.ours]


def test_a_time_in_an_aside_is_that_of_the_value_behind_it():
    (sugar,) = mentions("Sugar, 0728, came to 62.", MeasureMention)
    assert (sugar.name, sugar.values) == ("glucose", (62,))


@pytest.mark.parametrize(("text", "years"), [("51M, collapsed.", 51), ("300m from the road.", None)])
def test_an_age_may_be_glued_to_a_sex(text, years):
    assert [mention.age for mention in mentions(text, PatientMention)] == ([years] if years else [])
