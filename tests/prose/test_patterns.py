"""Each rule by itself: what it reads, and what looks alike and is passed over."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from epcr.prose import ActMention, BackgroundMention, MeasureMention, SeenMention, WayMention, read
from epcr.prose.normal import normal_form
from epcr.prose.scope_words import ScopeKind
from epcr.prose.scopes import WordScopes
from tests.luck import examples


def mentions(text, kind, part=""):
    return [
        mention for sentence in read(text, part) for mention in sentence.mentions if isinstance(mention, kind)
    ]


@pytest.mark.parametrize(
    ("typed", "normal"),
    [
        ("the wife's meter", "the wife meter"),
        ("E2 did CPR", "Engine 2 did CPR"),
        ("M4 from 1946", "Medic 4 from 1946"),
        ("w/ 2 L", "with 2 L"),
        ("w/o relief", "without relief"),
        ("ten min", "10 min"),
        ("CP since 1620", "chest pain since 1620"),
        ("shock at 1938:30", "shock at 19:38:30"),
    ],
)
def test_a_way_of_writing_has_one_form(typed, normal):
    form = normal_form(typed)
    assert form is not None
    assert form.text == normal


@pytest.mark.parametrize("text", ["E4 V5 M6", "E1V1M4", "one of his", "IV in the L AC", "1:10,000"])
def test_what_looks_alike_stays(text):
    assert normal_form(text) is None


@pytest.mark.parametrize(
    ("text", "piece", "kinds"),
    [
        ("fire got 90/60, ours was 92/60", "90/60", {ScopeKind.SOMEBODY_ELSE}),
        ("fire got 90/60, ours was 92/60", "92/60", set()),
        ("if bp drops under 90 give 250, bp 112/66", "under 90", {ScopeKind.HYPOTHETICAL}),
        ("bp 112/66, if it drops call", "112/66", set()),
        ("last visit bp 128/74", "128/74", {ScopeKind.EARLIER}),
        ("keep sbp at 90", "90", {ScopeKind.GOAL}),
        ('she said "his pressure is 160"', "160", {ScopeKind.QUOTED}),
    ],
)
def test_a_scope_reaches_as_far_as_its_words(text, piece, kinds):
    scopes, start = WordScopes(text), text.index(piece)
    covering = {kind for kind in ScopeKind if scopes.any_over(start, start + len(piece), frozenset({kind}))}
    assert covering - {ScopeKind.HABIT, ScopeKind.SOMEBODY_ELSE} == kinds - {ScopeKind.SOMEBODY_ELSE}
    assert (ScopeKind.SOMEBODY_ELSE in kinds) <= (ScopeKind.SOMEBODY_ELSE in covering)


@pytest.mark.parametrize(
    ("text", "aspect", "value"),
    [
        ("Medic Lindqvist ran the 12-lead.", "who", "medic lindqvist"),
        ("IV by Okafor.", "who", "okafor"),
        ("Got the IO on the second attempt.", "which", "2"),
        ("Three sticks for the IV.", "total", "3"),
        ("Packing failed.", "outcome", "bad"),
        ("Packing controlled it.", "outcome", "good"),
        ("TXA per protocol.", "order", "standing"),
        ("Dr. Okoye ordered TXA.", "order", "online"),
        ("Fentanyl first, then ondansetron.", "sequence", "before"),
        ("Epi after the third shock.", "sequence", "after"),
        ("No tourniquet was needed.", "not_done", ""),
        ("C-collar applied.", "done", ""),
    ],
)
def test_an_act_is_read_with_what_is_told_of_it(text, aspect, value):
    assert (aspect, value) in {(act.aspect, act.value) for act in mentions(text, ActMention)}


@pytest.mark.parametrize(
    "text",
    [
        "If we had a medic, Lindqvist would have run the 12-lead.",
        "No second tourniquet was needed.",
        "Lesson: epi goes after shock 2, not before shock 1.",
        "IV attempted, unsuccessful.",
    ],
)
def test_what_is_no_act_of_ours_is_passed_over(text):
    aspects = {act.aspect for act in mentions(text, ActMention)}
    assert not aspects & {"who", "outcome", "order", "sequence", "not_done"}


@pytest.mark.parametrize(
    ("text", "topic", "values"),
    [
        ("Skin pink warm and dry.", "skin_color", {"normal"}),
        ("Pupils fixed and dilated.", "pupils", {"fixed", "dilated"}),
        ("A-fib on the monitor.", "rhythm", {"9901007"}),
        ("Pulse trended up over the call.", "trend", {"heart_rate", "up"}),
        ("No shock advised on the first analysis.", "shock_advised", {"no"}),
    ],
)
def test_what_was_seen_is_read(text, topic, values):
    assert (topic, frozenset(values)) in {
        (sight.topic, sight.values) for sight in mentions(text, SeenMention)
    }


@pytest.mark.parametrize(
    "text", ["Skin was pink by the time we got there.", "Hx a-fib on apixaban.", "Nausea gone."]
)
def test_what_was_later_or_before_is_not(text):
    assert mentions(text, SeenMention) == []


@pytest.mark.parametrize(
    ("text", "topic", "value"),
    [
        ("Transported to St. Anne.", "destination", "st. anne"),
        ("Transported cold.", "mode", "cold"),
        ("Flown by helo.", "mode", "air"),
        ("Refused transport.", "refused", "yes"),
        ("Medic 4 took the transport.", "other_unit", "medic 4"),
        ("Scene time 22 min.", "scene_minutes", "22"),
        ("O2 2 L NC.", "oxygen", "cannula"),
    ],
)
def test_the_way_is_read(text, topic, value):
    assert (topic, value) in {(way.topic, way.value) for way in mentions(text, WayMention)}


@pytest.mark.parametrize(
    ("text", "name", "denied"),
    [
        ("Takes lisinopril 10 and Eliquis.", "apixaban", False),
        ("Hx CHF.", "heart failure", False),
        ("No cardiac hx.", "cardiac", True),
    ],
)
def test_the_background_is_read(text, name, denied):
    assert (name, denied) in {(past.name, past.denied) for past in mentions(text, BackgroundMention)}


@pytest.mark.parametrize("text", ["Father had CHF.", "No longer takes warfarin.", "Husband takes Plavix."])
def test_the_background_of_others_is_not(text):
    assert [past for past in mentions(text, BackgroundMention) if not past.denied] == []


@pytest.mark.parametrize(
    ("text", "value", "about"),
    [("HR about 90.", 90, 10), ("HR in the 130s.", 134.5, 14.5), ("HR 60ish.", 60, 10)],
)
def test_a_value_about_right_has_a_tolerance(text, value, about):
    (measure,) = mentions(text, MeasureMention)
    assert (measure.values, measure.about) == ((value,), about)


@examples(100)
@given(st.text(max_size=300))
def test_what_is_read_stands_in_the_text(text):
    for sentence in read(text):
        for mention in sentence.mentions:
            assert 0 <= mention.start <= mention.end <= len(text)


@pytest.mark.parametrize(
    "piece", ["|98|58|\t", "щука ", "...!?", "aspirin ", "after the IV then ", "wife said BP 98/58 "]
)
def test_a_hundred_thousand_characters_are_read_to_their_end(piece):
    assert isinstance(read(piece * (100_000 // len(piece))), tuple)
