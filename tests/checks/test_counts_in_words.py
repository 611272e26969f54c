"""Scores written with their parts, and doses that are counted apart from the drug, are read as people write them."""

import pytest

from tests.checks.test_consistency import found

TRUE = """
    GCS (4,5,6) 15.
    GCS 4, 5, 6 = 15.
    81mg ASA x4.
    GCS 4,5,6.
    GCS of 4, 5, 6 (15).
    GCS: 4 5 6.
    GCS (4-5-6) = 15.
    GCS 4/5/6, total 15.
    GCS (4,5,6) 15 minutes after arrival.
    GCS 4-5-6, 15 min later unchanged.
    GCS (E4, V5, M6) 15.
    GCS 15 (4,5,6).
    81 mg ASA × 4.
    81mg aspirin x 4 tabs.
    ASA 81 mg, 4 tablets.
    Aspirin 81 mg (4 tabs) chewed.
    81 mg aspirin times four.
    Gave 324 mg ASA (81 mg x 4).
"""
FALSE = {
    "vital_sign": """
        GCS (4,5,5) 14.
        GCS 3, 4, 5 = 12.
        GCS 3 4 5.
        GCS (2,2,4).
        GCS 4/5/6 = 12.
        GCS (4,5,6) 9.
    """,
    "dose": """
        81mg ASA x2.
        81 mg aspirin x 3.
        ASA 81 mg, 2 tablets.
        162 mg ASA x4.
    """,
}


def lines(text):
    return [line.strip() for line in text.strip().splitlines()]


@pytest.mark.parametrize("sentence", lines(TRUE))
@pytest.mark.parametrize("part", ["assessment", "narrative"])
def test_a_true_count_is_not_called_false(sentence, part):
    assert found(sentence, part) == []


@pytest.mark.parametrize(
    ("kind", "sentence"), [(kind, line) for kind, text in FALSE.items() for line in lines(text)]
)
def test_a_false_count_is_called_so_with_all_of_its_words(kind, sentence):
    (one,) = found(sentence)
    assert one.source == f"consistency.{kind}"
    quoted = one.message.partition("“")[2].partition("”")[0]
    assert quoted[-1].isalnum()
    assert any(letter.isdigit() for letter in quoted)
