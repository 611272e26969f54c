"""The corpus keeps its form: fields, halves, and the false piece found once in its sentence."""

from collections import Counter
from pathlib import Path

import pytest

HERE = Path(__file__).parent
FIELDS = {"false": 5, "true": 4}
FILES = [(kind, half) for kind in FIELDS for half in ("open", "held")]


def lines(kind: str, half: str) -> list[list[str]]:
    """The lines of one file, each as its fields; comments left out."""
    text = (HERE / f"{kind}_{half}.txt").read_text("utf-8")
    return [line.split("|") for line in text.splitlines() if not line.startswith("#")]


@pytest.mark.parametrize(("kind", "half"), FILES)
def test_a_file_has_a_hundred_lines_spread_over_the_eight_sheets(kind, half):
    sheets = Counter(sheet for sheet, *_ in lines(kind, half))
    assert sheets.total() == 100
    assert set(sheets) == set("ABCDEFGH")
    assert min(sheets.values()) >= 10


@pytest.mark.parametrize(("kind", "half"), FILES)
def test_every_line_has_its_fields_and_a_section_that_exists(kind, half):
    for fields in lines(kind, half):
        assert len(fields) == FIELDS[kind], fields
        assert all(field and field == field.strip() for field in fields), fields
        assert fields[1] in set("nsbar"), fields


@pytest.mark.parametrize("half", ["open", "held"])
def test_the_false_piece_stands_once_in_its_sentence(half):
    for _, _, sentence, _, piece in lines("false", half):
        assert sentence.count(piece) == 1, sentence


@pytest.mark.parametrize("kind", FIELDS)
def test_further_writers_keep_to_the_fields_and_sections(kind):
    for half in ("second", "third"):
        for fields in lines(kind, half):
            assert len(fields) in {4, FIELDS[kind]}, fields
            assert fields[0] in set("ABCDEFGHI"), fields
            assert fields[1] in set("nsbar"), fields


def test_no_sentence_is_written_twice():
    further = [(kind, half) for kind in FIELDS for half in ("second", "third")]
    sentences = Counter(fields[2] for file in (*FILES, *further) for fields in lines(*file))
    assert sentences.most_common(1)[0][1] == 1


def test_every_kind_of_falsity_and_every_trap_is_in_both_halves():
    for kind in FIELDS:
        open_half, held_half = ({fields[3] for fields in lines(kind, half)} for half in ("open", "held"))
        assert open_half == held_half
