"""What denies an act, and what takes a denial back: `schemas/denials.toml` and how it is read."""

import pytest

from epcr.broken_schema import BrokenSchema
from epcr.prose import ActMention, denials_file, read


def denied(text):
    return {
        mention.name
        for sentence in read(text)
        for mention in sentence.mentions
        if isinstance(mention, ActMention) and mention.aspect == "not_done"
    }


@pytest.mark.parametrize(
    ("text", "taken_back"),
    [
        ("No tourniquet was needed.", "No second tourniquet was needed."),
        ("We never got around to a 12-lead.", "We never got around to another 12-lead."),
        ("Tourniquet was not placed.", "Tourniquet was not placed over the elbow."),
        ("We did not place an IO.", "We did not place an IO until 1411."),
        ("A 12-lead was not done on this patient.", "A 12-lead was not done on the right side."),
        ("We went without a collar.", "We never went without a collar again."),
        ("Tourniquet was deliberately left out.", "Tourniquet was not left out."),
        ("He was not intubated.", "He was not intubated by fire."),
    ],
)
def test_a_denial_is_of_the_whole_call_or_none(text, taken_back):
    assert len(denied(text)) == 1
    assert denied(taken_back) == set()


def test_what_is_done_by_habit_is_no_denial():
    assert denied("We do not place a tourniquet over a joint.") == set()


@pytest.mark.parametrize(
    ("line", "word"),
    [
        ('verbs = "give||gave"', "verbs"),
        ('verbs = "give(n)"', "verbs"),
        ('verps = "give"', "verps"),
        ('[[takes_back]]\nwhy = "x"\nwords = "Second"', "takes_back.x"),
    ],
)
def test_a_broken_file_is_named(line, word, tmp_path, monkeypatch):
    kept = denials_file.denials_path().read_text("utf-8").splitlines()
    text = "\n".join(row for row in kept if not row.startswith("verbs =") or not line.startswith("verbs ="))
    (tmp_path / "denials.toml").write_text(
        f"{line}\n{text}" if "[[" not in line else f"{text}\n{line}", "utf-8"
    )
    monkeypatch.setattr(denials_file, "denials_path", lambda: tmp_path / "denials.toml")
    with pytest.raises(BrokenSchema, match=word):
        denials_file.denials.__wrapped__()
