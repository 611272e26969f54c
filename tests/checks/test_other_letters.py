"""What contradicts the sheet is heard in whatever letters it comes, and quoted as it was typed; what is true stays silent."""
# ruff: noqa: RUF001 - letters that look alike are what is tested

import pytest
from hypothesis import given
from hypothesis import strategies as st

from epcr.letters import plain
from epcr.prose import read
from tests.checks.test_consistency import FALSE_LINES, TRUE_LINES, found, treated
from tests.luck import examples

WIDE = {letter: letter + 0xFEE0 for letter in range(0x21, 0x7F)}
ARABIC = {ord("0") + number: ord("٠") + number for number in range(10)}
OTHERWISE = {
    "full width": lambda text: text.translate(WIDE),
    "Arabic digits": lambda text: text.translate(ARABIC),
    "hyphens of Word": lambda text: text.replace("-", "\u2011").replace("'", "’"),
    "other slashes and colons": lambda text: text.replace("/", "\u2044").replace(":", "\u2236"),
    "signs that nobody sees": "\u200b".join,
    "soft hyphens": "\u00ad".join,
    "turned": lambda text: f"\u202e\u2066{text}\u2069\u202c",
    "hard spaces": lambda text: text.replace(" ", "\u00a0"),
    "typeset": lambda text: f"“{text}” \u2003",
}  # fmt: skip
LINES = [pytest.param(kind, line, id=line) for kind, line in FALSE_LINES[::4]]


@pytest.mark.parametrize("how", [how for how in OTHERWISE if how != "typeset"])
@pytest.mark.parametrize(("kind", "line"), LINES)
def test_what_contradicts_the_sheet_is_found_and_quoted_as_typed(how, kind, line):
    typed = OTHERWISE[how](line)
    told = found(typed, "narrative")
    assert {one.source for one in told} == {f"consistency.{kind}"}
    for one, as_read in zip(told, found(line, "narrative"), strict=True):
        quoted = one.message.split("“")[1].split("”")[0]
        assert quoted in " ".join(typed.split())
        assert plain(quoted) == as_read.message.split("“")[1].split("”")[0]


@pytest.mark.parametrize("how", OTHERWISE)
def test_what_is_true_stays_silent_in_all_letters(how):
    for line in TRUE_LINES:
        told = found(OTHERWISE[how](line), "narrative")
        assert [one.message for one in told if one.source != "consistency.stale_vital_signs"] == [], line


@pytest.mark.parametrize(
    ("typed", "phrase"),
    [
        ("BP‑120/80 on scene.", "BP‑120/80"),
        ("BP 120⁄80.", "BP 120⁄80"),
        ("ＢＰ　１２０／８０", "ＢＰ　１２０／８０"),
        ("BP – 120/80.", "BP – 120/80"),
        ("Café noted. HR １４０.", "HR １４０"),
        ("😀 HR 1\u200b40 é", "HR 1\u200b40"),
        ("SpO₂ 85% at 17:20", "SpO₂ 85% at 17:20"),
        ("GCS ٣", "GCS ٣"),
    ],
)
def test_the_whole_of_what_was_said_is_heard(typed, phrase):
    (one,) = found(typed, "narrative")
    assert f"“{' '.join(phrase.split())}”" in one.message


def test_no_allergies_is_true_where_a_sheet_of_before_has_the_words_as_an_allergen():
    sheet = treated()
    sheet.history.allergies = ["NKDA."]
    assert found("No known drug allergies.", "narrative", sheet) == []
    sheet.history.allergies = ["NKDA.", "Z88.0"]
    assert [one.source for one in found("N.K.D.A.", "narrative", sheet)] == ["consistency.allergy"]


def test_the_patient_is_named_in_any_letters():
    sheet = treated()
    sheet.patient.first_name, sheet.patient.last_name = "José", "O’Hara"
    (one,) = found("Jose\u0301 O'Hara, ８６: chest pain", "narrative", sheet)
    assert "“Jose\u0301 O'Hara, ８６”" in one.message


@examples(100)
@given(
    st.lists(st.sampled_from([line for _, line in FALSE_LINES]) | st.text(max_size=20), max_size=5).map(
        " ".join
    ),
    st.sampled_from(list(OTHERWISE)),
)
def test_every_place_lies_in_the_text(text, how):
    typed = OTHERWISE[how](text)
    for sentence in read(typed):
        assert typed[sentence.start : sentence.start + len(sentence.text)] == sentence.text
        assert all(0 <= one.start <= one.end <= len(typed) for one in sentence.mentions)
