"""What somebody who never wrote such a file gets wrong is named by line or key, with what to write instead."""

from __future__ import annotations

import pytest

from epcr.scope import broken_schemas

GOOD = """id = "us-xx"
title = "State of XX"
version = "1"
in_force_from = 2025-01-01
source = "Code 100-2"
notice = "Only for a classroom."
parent = "us-national-2019"

[sources]
emt = "Section 3"

[[items]]
id = "aspirin_po"
source = "emt"
confidence = "high"
cells = { EMT = "yes" }
"""
CELLS = '{ EMT = "yes" }'
NEW = 'kind = "procedure"\nname = "X"\ncategory = "Y"\n'


def messages(folder, text, name="us-xx.toml", encoding="utf-8"):
    (folder / name).write_bytes(text.encode(encoding))
    return [f"{one.key}: {one.reason}" for one in broken_schemas(folder)]


def with_condition(words):
    return CELLS, f'{{ EMT = {{ may = "yes", {words} }} }}'


def test_the_file_that_the_others_are_spoiled_from_is_in_order(tmp_path):
    assert messages(tmp_path, GOOD) == []


@pytest.mark.parametrize(
    ("right", "wrong", "said"),
    [
        ('"State of XX"', '"State of XX', ["line 2", "a quotation mark is missing"]),
        ('"emt"\n', "emt\n", ["line 14, source = emt", "words stand in quotation marks"]),
        ('"high"', "\u201chigh\u201d", ["line 15", "curly"]),
        ("2025-01-01", "01/01/2025", ["line 4", "like 2026-01-31"]),
        (CELLS, '{ EMT = "yes" AEMT = "yes" }', ["line 16", "a comma between its parts"]),
        (CELLS, '{ EMT = "yes",\n AEMT = "yes" }', ["line 16", "must stand on one line"]),
        (CELLS, '{ EMT = "yes", }', ["line 16", "none after the last"]),
        (CELLS, '{ Critical Care Paramedic = "yes" }', ["line 16", "stands in quotation marks"]),
        (CELLS, '{ EMT-I/85 = "yes" }', ["line 16", "a space or a slash"]),
        (CELLS, "{ EMT = yes }", ["line 16", "words stand in quotation marks"]),
        ('confidence = "high"', 'confidence: "high"', ["line 15", "write = and not :"]),
        ('"high"', '"high",', ["line 15", "does not end with a comma"]),
        ('"high"', '"high" // see page 3', ["line 15", "a remark begins with #"]),
        (*with_condition("dose_max = 324 mg"), ["line 16", 'dose_max = 324, unit = "mg"']),
        ('confidence = "high"', 'confidence = "high"\nconfidence = "low"', ["line 16", "stands twice"]),
        ("[[items]]", "[sources]\n\n[[items]]", ["line 12, [sources]", "under one [sources]"]),
        ('confidence = "high"', "confidence =", ["line 15", "nothing stands after ="]),
        ("[[items]]", "Items of the EMT", ["line 12", "a line is a key, = and a value"]),
        ("[[items]]", "[[items", ["line 12", "compare it with the examples"]),
        (CELLS, "[", ["look at its last line"]),
    ],
)
def test_what_is_no_toml_is_named_by_its_line_with_what_to_write(tmp_path, right, wrong, said):
    (message,) = messages(tmp_path, GOOD.replace(right, wrong, 1))
    assert message.startswith("the file: cannot be read as TOML: ")
    assert [part for part in said if part not in message] == [], message


@pytest.mark.parametrize(
    ("right", "wrong", "said"),
    [
        ("2025-01-01", '"January 1, 2025"', "in_force_from: must be a date, like 2026-01-31"),
        ('"1"', "1", 'version: must be a text; write "1"'),
        ("parent", 'state = "Ohio"\nparent', "state: must be two capital letters, like OH"),
        ('parent = "us-national-2019"', "", "levels: is missing; declare the levels that have a column, or name the parent"),
        ("[[items]]", "[items]", "items: must be a list; write two brackets on each side, [[items]]"),
        (f"cells = {CELLS}", '[[items.cells]]\nEMT = "yes"', "must be a table; write one bracket on each side"),
        ("aspirin_po", "aspirin po", 'the nearest known item is "aspirin_po"'),
        ("aspirin_po", "Aspirin, chest pain", 'the nearest known item is "aspirin_po"'),
        ("aspirin_po", "quite another thing 77", "because no parent has this item"),
        ('id = "aspirin_po"', f'id = "my item"\n{NEW}', 'my item.id: has a space; write "my_item"'),
        ('"emt"\nconf', '"Section 3"\nconf', "list it in [sources]"),
        ('confidence = "high"\n', "", "confidence: is missing; write high, low or medium"),
        ('"high"', '"sure"', 'The word "sure" is unknown'),
        (CELLS, '{ EMT-Basic = "yes" }', 'the nearest known is "EMT"'),
        (CELLS, '{ RN = "yes" }', '"RN" has no column in this ruleset or its parents'),
        (CELLS, '{ EMT = "with online order" }', "write yes, no, assist, medical_direction or unknown"),
        (CELLS, "{ EMT = true }", 'must be a word in quotation marks, like "yes"'),
        (CELLS, '{ EMT = "yes", program = "x" }', "program: is a condition; it stands with the level"),
        (*with_condition('route = ["PO"]'), 'the nearest known is "Oral"'),
        (*with_condition('route = "Oral"'), 'route: must be a list; write ["Oral"]'),
        (*with_condition('age_from = "12 years"'), "must be a number without quotation marks and without a unit"),
        (CELLS, '{ EMT = { order = ["standing"] } }', "may: is missing; write"),
    ],
)  # fmt: skip
def test_what_has_another_meaning_is_named_by_its_key_with_what_to_write(tmp_path, right, wrong, said):
    found = messages(tmp_path, GOOD.replace(right, wrong, 1))
    assert [message for message in found if said in message], found
    assert len(set(found)) == len(found)


def test_a_key_of_the_head_below_a_table_is_told_to_move(tmp_path):
    found = messages(tmp_path, f"{GOOD}ceiling = true\n")
    assert found == [
        "items.aspirin_po.ceiling: belongs to the head of the file; move it to the top, above the first line in brackets"
    ]
    parent = 'parent = "us-national-2019"\n'
    found = messages(tmp_path, GOOD.replace(parent, "").replace("[sources]\n", f"[sources]\n{parent}"))
    assert found == ["sources.parent: belongs to the head of the file; move it above the line [sources]"]


def test_a_file_of_another_encoding_is_told_to_be_saved_again(tmp_path):
    for encoding in ("utf-16", "cp1252"):
        (message,) = messages(tmp_path, GOOD.replace("State", "\u00c9tat"), encoding=encoding)
        assert "save it again with the encoding UTF-8" in message


def test_what_editors_of_other_systems_write_is_read(tmp_path):
    assert messages(tmp_path, GOOD, encoding="utf-8-sig") == []
    assert messages(tmp_path, GOOD.replace("\n", "\r\n")) == []
    assert messages(tmp_path, GOOD.replace("confidence", "\tconfidence")) == []


def test_a_file_with_another_name_than_its_id_is_named(tmp_path):
    assert messages(tmp_path, GOOD, name="Example.toml") == [
        'id: must be "Example", the name of the file without .toml; change one of the two'
    ]


def test_a_new_level_without_a_word_is_named_once_and_not_at_every_item(tmp_path):
    found = messages(tmp_path, f'{GOOD}[[levels]]\nname = "EMT-IV"\n')
    assert [message.partition(":")[0] for message in found] == ["levels.EMT-IV"]
