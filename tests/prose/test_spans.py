"""How long it took from one event to another, and what came first of an act and an event."""

import pytest

from epcr.prose import IntervalMention, read
from epcr.prose.spans import EARLIER, LATER


def spans(text):
    """The spans of a text: both ends, minutes, how."""
    return [
        (mention.first.what, mention.other.what, mention.minutes, mention.how)
        for sentence in read(text, "")
        for mention in sentence.mentions
        if isinstance(mention, IntervalMention)
    ]


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("It was 16 minutes from the call to her bedside.", ("contact", "dispatch", 16, "exact")),
        ("From his collapse to the first shock about 10 minutes went by.", ("act", "arrest", 10, "about")),
        ("Call to patient contact: 18 minutes.", ("contact", "dispatch", 18, "exact")),
        ("Our scene time was roughly 25 minutes.", ("left_scene", "contact", 25, "about")),
        (
            "We spent 17 minutes at the hospital until the nurse had him.",
            ("handover", "hospital", 17, "exact"),
        ),
        ("It was close to 16 minutes from the call to her bedside.", ("contact", "dispatch", 16, "about")),
        ("Inside of 16 minutes from the call to her bedside.", ("contact", "dispatch", 16, "within")),
        (
            "The base physician okayed it: TXA went in after the base physician okayed it.",
            ("act", "order", 0, LATER),
        ),
        ("Norepinephrine was started before we had a pulse.", ("act", "pulse_back", 0, EARLIER)),
        ("Amiodarone went in after ROSC.", ("act", "pulse_back", 0, LATER)),
        ("TXA was in by the time the doctor ordered it.", ("act", "order", 0, EARLIER)),
    ],
)
def test_a_span_has_two_ends(text, told):
    assert told in spans(text)


@pytest.mark.parametrize(
    "text",
    [
        "Got amiodarone 300 mg, and after ROSC a bolus of saline.",
        "The pads were left on after ROSC.",
        "No epinephrine was given after ROSC.",
        "The TXA was drawn up before the doctor ordered it.",
        "Our goal is a scene time of 10 minutes.",
    ],
)
def test_what_tells_of_something_else_is_no_span(text):
    assert spans(text) == []
