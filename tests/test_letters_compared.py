"""One function makes letters of one meaning equal before anything is compared, and tells where each came from."""
# ruff: noqa: RUF001 - letters that look alike are what is tested

import pytest
from hypothesis import given
from hypothesis import strategies as st

from epcr.letters import compared, flat, plain, unturned

ODD = st.text(
    st.sampled_from(
        "ab1 /:-.,é\u0301\u200b\u200c\u200d\u00ad\u202e\u2011\u2044\u2212８٨८½²③µºﬁ한ﾊﾟ‘”…مدرक्‍😀⚕\ufe0f\u3164"
    )
    | st.characters()
)


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("８８", "88"),
        ("٨٨", "88"),
        ("८८", "88"),
        ("\u0f28\u0f28", "88"),
        ("8\u200b8", "88"),
        ("\u202e88\u202c", "88"),
        ("\ufeff88", "88"),
        ("120⁄80", "120/80"),
        ("120∕80", "120/80"),
        ("120／80", "120/80"),
        ("17：32", "17:32"),
        ("17∶32", "17:32"),
        ("BP\u2011120", "BP-120"),
        ("\u22125", "-5"),
        ("NK\u00adDA", "NKDA"),
        ("a\u00a0b\u202fc", "a b c"),
        ("’s", "'s"),
        ("㎎", "mg"),
        ("SpO₂", "SpO2"),
        ("98.6 ℉", "98.6 °F"),
        ("98.6º", "98.6°"),
        ("e\u0301", "é"),
        ("٪", "%"),
        ("ﾊﾟ", "パ"),
    ],
)
def test_letters_of_one_meaning_are_read_as_one(typed, read):
    assert plain(typed) == read


@pytest.mark.parametrize("text", ["10³", "1½", "5²", "2①"])
def test_what_is_another_number_beside_a_digit_stays_what_it_is(text):
    assert plain(text) == text


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("می\u200cخواهم", True),
        ("क्\u200dष", True),
        ("ක්\u200dෂ", True),
        ("👩\u200d⚕", True),
        ("دار\u200cد", False),
        ("Ru\u200diz", False),
        ("8\u200c8", False),
        ("\u200cم", False),
        ("م\u200c", False),
    ],
)
def test_a_joiner_stays_where_its_script_needs_it_and_nowhere_else(text, kept):
    assert ("\u200c" in plain(text) or "\u200d" in plain(text)) is kept


@given(ODD)
def test_what_is_plain_stays_as_it_is(text):
    assert plain(plain(text)) == plain(text)


@given(ODD)
def test_every_letter_says_where_it_comes_from(text):
    read = flat(text)
    assert len(read.text) == len(read.begins) == len(read.ends)
    assert read.begins == sorted(read.begins)
    assert all(0 <= begin < end <= len(text) for begin, end in zip(read.begins, read.ends, strict=True))


@given(
    st.text(st.characters(codec="ascii")),
    st.sampled_from("\u200b\u2060\ufeff\u00ad\u202e\u2066\u200e"),
    st.integers(0, 50),
)
def test_a_sign_that_nobody_sees_changes_no_comparison_and_is_no_part_of_what_is_quoted(text, sign, at):
    odd = text[:at] + sign + text[at:]
    assert plain(odd) == text
    assert compared(odd) == compared(text)
    for place, letter in enumerate(text):
        begin, end = flat(odd).typed(place, place + 1)
        assert odd[begin:end] == letter


def test_what_is_kept_is_kept_as_typed_without_overrides_of_direction():
    assert unturned("\u202eRuiz\u202c \u2067Ana\u2069") == "Ruiz Ana"
    assert (
        unturned("می\u200cخواهم é\u0301 ８ ½ “x” 👩\u200d⚕\ufe0f")
        == "می\u200cخواهم é\u0301 ８ ½ “x” 👩\u200d⚕\ufe0f"
    )


def test_a_text_of_marks_alone_is_read_in_a_time_that_grows_with_it():
    read = flat("a" + "\u0301" * 20_000)
    assert len(read.begins) == len(read.text)
