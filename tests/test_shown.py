"""What a page showed travels through its form and back, and tells what is another now."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from epcr.shown import LONGEST, Shown


def test_what_was_changed_came_or_went_is_named_and_the_rest_is_not():
    was = Shown.of({"unit": ["Medic 3"], "sex": ["F"], "gone": []})
    now = Shown.of({"unit": ["Medic 9"], "sex": ["F"], "new": []})
    assert was.moved(now) == ["unit", "new", "gone"]


@given(st.dictionaries(st.from_regex(r"[a-z_.-]{1,20}", fullmatch=True), st.lists(st.text())))
def test_it_comes_back_from_a_form_as_it_was_written(told):
    shown = Shown.of(told)
    back = Shown.read(str(shown))
    assert back == shown
    assert back.moved(shown) == []
    assert all(back.holds(name, *texts) for name, texts in told.items())


def test_two_texts_are_not_one_text_of_both_and_no_text_is_not_an_empty_one():
    shown = Shown.of({"a": ["x", "y"], "b": []})
    assert not shown.holds("a", "x\ny")
    assert not shown.holds("a", "xy")
    assert not shown.holds("b", "")


@pytest.mark.parametrize(
    "text",
    [
        "",
        "x",
        "a:12345",
        "a:1234567",
        "a:abcdeg",
        "a b:abcdef",
        ":abcdef",
        "a:abcdef\0",
        "a:" + "f" * LONGEST,
        "ä:abcdef",
    ],
)
def test_what_is_not_as_it_was_written_shows_nothing(text):
    assert Shown.read(text) == Shown()


def test_half_a_surrogate_is_summed_like_any_other_text():
    assert Shown.of({"name": ["\ud800"]}).holds("name", "\ud800")


def test_numbers_are_read_from_names_and_nothing_else_is():
    shown = Shown.of(
        dict.fromkeys(
            ("comment-12-4", "comment-7-1", "comment-x-1", "comment-", "comments-3", "comment-9999999999-1"),
            (),
        )
    )
    assert shown.numbers("comment") == [(12, 4), (7, 1)]
