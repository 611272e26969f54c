"""What cannot be seen says nothing."""

import unicodedata

import pytest

from epcr.letters import visible
from epcr.sheet.context import Context
from epcr.sheet.kinds.choice import Choice, Several
from epcr.sheet.kinds.text import Text
from epcr.wording import one_line, several_lines

UNSEEN = [
    "\u200b", "\u200b\u200c\u200d\ufeff", "\u2060 \u00a0", "\u00ad", "\u3164", "\u2800\u2800", "\u115f\u1160", "\u202e\u202c",
    "\u0301", "\ufe0f", "\t \u2028",
]  # fmt: skip
SEEN = ["a", "7", "?", "–", "日", "👍", "أ", "\u200bx", "e\u0301", "·"]


@pytest.mark.parametrize(
    "text", UNSEEN, ids=lambda text: " ".join(unicodedata.name(letter, hex(ord(letter))) for letter in text)
)
def test_a_text_of_which_nothing_can_be_seen_counts_as_nothing(text):
    assert not visible(text)
    assert Text("Last name").read([text], Context()) is None
    assert Text("Events", lines=3, most=500).read([text], Context()) is None
    assert Several("Symptoms", "symptom", open=True).read([text], Context()) is None
    assert Choice("Site", "access_site", open=True).read([text], Context()) is None
    assert (one_line(text), several_lines(text)) == ("", "")


@pytest.mark.parametrize("text", SEEN)
def test_a_text_of_which_something_can_be_seen_is_kept_as_it_was_typed(text):
    assert visible(text)
    assert Text("Last name").read([text], Context()) == text
