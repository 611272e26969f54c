"""What is said of a file that cannot be used, word for word: whoever writes one does what the sentence says."""

from __future__ import annotations

import os
import tomllib

import pytest

from epcr.broken_schema import BrokenSchema
from epcr.scope import built, rulesets
from epcr.scope.files.library import read_rulesets
from epcr.toml_file import in_plain_words
from tests.scope.asking import NATIONAL, RULESET, cell_of, written
from tests.scope.test_clumsy_authors import CELLS, GOOD

KNOWN = rulesets()
FROM_HERE = 'source = "here"\nconfidence = "high"\n'
NEW = f'[[items]]\nid = "new"\nkind = "procedure"\nname = "New"\ncategory = "Else"\n{FROM_HERE}'
NOBODY = 'cells = { EMR = "no", EMT = "no", AEMT = "no", Paramedic = "no" }\n'
COLUMNS = (
    "EMR, EMT, AEMT, EMT-I/85, EMT-I/99, EMT-I, Paramedic, Critical Care Paramedic, Community Paramedic, RN, NP, PA, LPN "
    "or Physician"
)
IN_BRACES = (
    "what stands between { and } must stand on one line, with a comma between its parts and none after the last; for more "
    "room write [items.cells] on a line of its own and below it one line a level"
)
FOR_A_LIST = "for one more entry of a list write two brackets"
NO_PARENT = ', or name the parent that has it: parent = "us-national-2019", above the first line in brackets'


def level(name, words, basis=FROM_HERE):
    return f'[[levels]]\nname = "{name}"\n{words}\n{basis}'


def cell(words):
    return cell_of("ketamine", "AEMT", words)


def notice(items='["bvm"]', basis=FROM_HERE):
    return f'[[change_notices]]\ntitle = "A"\ndated = 2025-01-01\nsummary = "B"\nitems = {items}\n{basis}'


def said(folder):
    found = []
    read_rulesets(folder, lambda _file, key, reason: found.append(f"{key}: {reason}"))
    return found


OF_CELLS = [
    ('"maybe"', 'AEMT: The word "maybe" is unknown; write yes, no, assist, medical_direction or unknown'),
    (
        '"certainly not"',
        'AEMT: The word "certainly not" is unknown; write yes, no, assist, medical_direction or unknown',
    ),
    ("3", 'AEMT: must be a word in quotation marks, like "yes", or conditions, like { may = "yes" }'),
    ("[]", "AEMT: is empty; write yes, no, assist, medical_direction or unknown"),
    ("{}", "AEMT.may: is missing; write assist, medical_direction, no, unknown or yes"),
    (
        '{ may = "yes", endorsment = ["a"] }',
        'AEMT.endorsment: The key "endorsment" is unknown; the nearest known is "endorsement"',
    ),
    (
        '[{ may = "no" }, { may = "yes", mod = ["initiate"] }]',
        'AEMT[2].mod: The key "mod" is unknown; the nearest known is "mode"',
    ),
    (
        '{ may = "yes", age_from = "12" }',
        "AEMT.age_from: must be a number without quotation marks and without a unit, like 12",
    ),
    ('{ may = "yes", route = "Oral" }', 'AEMT.route: must be a list; write ["Oral"]'),
    (
        '{ may = "yes", route = ["IV"] }',
        'AEMT.route: The route "IV" is unknown; the nearest known is "Intravenous (IV)"',
    ),
    ('{ may = "yes", single_dose = 1 }', "AEMT.single_dose: must be true or false"),
    ('{ may = "yes", note = 3.5 }', 'AEMT.note: must be a text; write "3.5"'),
    ('{ may = "yes", note = true }', "AEMT.note: must be a text"),
    ('{ may = "yes", note = [1] }', "AEMT.note: must be a text"),
    (
        '{ may = "yes", dose_max = 3 }',
        "AEMT.unit: must say the unit of the limit: mcg, mg, g, mL, L or units",
    ),
    ('{ may = "yes", age_from = 12, age_under = 12 }', "AEMT.age_from: leaves nobody below age_under"),
    (
        '{ may = "yes", weight_from = 13, weight_under = 12 }',
        "AEMT.weight_from: leaves nobody below weight_under",
    ),
    (
        '{ may = "yes", source = "nowhere" }',
        'AEMT.source: The source "nowhere" is unknown; the nearest known is "here"; list it in [sources]',
    ),
    (
        '{ may = "yes", program = "pp" }',
        'AEMT.program: The program "pp" is unknown; the nearest known is "p"; name it in [programs]',
    ),
    (
        '{ may = "yes", endorsement = ["ee"] }',
        'AEMT.endorsement: The endorsement "ee" is unknown; the nearest known is "e"; name it in [endorsements]',
    ),
]

OF_ENTRIES = [
    (
        cell_of("ketamine", "Paramedik", '"no"'),
        'items.ketamine.cells.Paramedik: The level "Paramedik" is unknown; the nearest known is "Paramedic"',
    ),
    (
        cell_of("ketamine", "RN", '"no"'),
        'items.ketamine.cells.RN: "RN" has no column in this ruleset or its parents; declare it in [[levels]] first',
    ),
    (
        cell_of("ketamine", "age_from", "12"),
        'items.ketamine.cells.age_from: is a condition; it stands with the level it is for: EMT = { may = "yes", age_from = ... }',
    ),
    (
        '[[items]]\nid = "ketamine"\nsource = "hear"\nconfidence = "high"\n',
        'items.ketamine.source: The source "hear" is unknown; the nearest known is "here"; list it in [sources]',
    ),
    ('[[items]]\nid = "ketamine"\nconfidence = "high"\n', "items.ketamine.source: is missing"),
    (
        '[[items]]\nid = "ketamine"\nsource = "here"\n',
        "items.ketamine.confidence: is missing; write high, low or medium",
    ),
    (
        f'[[items]]\nid = "ketamine"\n{FROM_HERE}disputed = ["EMTT"]\n',
        'items.ketamine.disputed: The level "EMTT" is unknown; the nearest known is "EMT"',
    ),
    (
        f'[[items]]\nid = "ketamine"\n{FROM_HERE}told_by = {{ suply = ["agency"] }}\n',
        'items.ketamine.told_by.suply: The key "suply" is unknown; the nearest known is "supply"',
    ),
    (f'[[items]]\nid = "ketamine"\n{FROM_HERE}told_by = 3\n', "items.ketamine.told_by: must be a table"),
    (f'[[items]]\nid = "ketamine"\n{FROM_HERE}cells = 3\n', "items.ketamine.cells: must be a table"),
    (
        f'[[items]]\nid = "ketamine"\n{FROM_HERE}routes = ["Orall"]\n',
        'items.ketamine.routes: The route "Orall" is unknown; the nearest known is "Oral"',
    ),
    (f'[[items]]\nid = "ketamine"\n{FROM_HERE}' * 2, "items.ketamine: stands twice; keep one"),
    (
        f'[[items]]\nid = "ketamin"\n{FROM_HERE}',
        'items.ketamin: needs kind, name and category, because no parent has this item; the nearest known item is "ketamine"',
    ),
    (
        f'[[items]]\nid = "zzzqqq"\nkind = "procedure"\n{FROM_HERE}',
        "items.zzzqqq: needs name and category, because no parent has this item",
    ),
    (f"[[items]]\n{FROM_HERE}", "items (entry 1).id: is missing"),
    (f"[[items]]\nid = 3\n{FROM_HERE}", 'items (entry 1).id: must be a text; write "3"'),
    (NEW.replace('"new"', '"my  item"') + NOBODY, 'items.my  item.id: has a space; write "my_item"'),
    (
        NEW + NOBODY.replace('EMT = "no", A', "A"),
        "items.new.cells: has no cell for EMT; write yes, no, assist, medical_direction or unknown",
    ),
    (level("EMT-Basic", 'otherwise = "no"'), f"levels.EMT-Basic: cannot have a column; write {COLUMNS}"),
    (level("none", 'otherwise = "no"'), f"levels.none: cannot have a column; write {COLUMNS}"),
    (
        level("X", 'includes = ["EMTT"]\notherwise = "no"'),
        'levels.X.includes: The level "EMTT" is unknown; the nearest known is "EMT"; declare it first',
    ),
    (
        level("X", 'below = "EMTT"\notherwise = "no"'),
        'levels.X.below: The level "EMTT" is unknown; the nearest known is "EMT"; declare it first',
    ),
    (
        level("X", ""),
        'levels.X: must say what it may do otherwise: otherwise, like "no" or "EMT", source and confidence',
    ),
    (
        level("X", 'otherwise = "no"', 'confidence = "high"\n'),
        'levels.X: must say what it may do otherwise: otherwise, like "no" or "EMT", source and confidence',
    ),
    (
        level("X", 'otherwise = "no"', 'source = "here"\n'),
        'levels.X: must say what it may do otherwise: otherwise, like "no" or "EMT", source and confidence',
    ),
    (
        level("AEMT", 'otherwise = "nope"'),
        'levels.AEMT.otherwise: The word or level "nope" is unknown; the nearest known is "no"',
    ),
    (level("AEMT", 'otherwise = "AEMT"'), "levels.AEMT.otherwise: must be a level with cells of its own"),
    (
        level("AEMT", 'otherwise = "EMT"', 'confidence = "high"\n'),
        "levels.AEMT: must say where it stands what it may otherwise do: source and confidence",
    ),
    (
        level("AEMT", 'otherwise = "EMT"', 'source = "here"\n'),
        "levels.AEMT: must say where it stands what it may otherwise do: source and confidence",
    ),
    (
        level("EMR", 'functions_as = "EMT"\notherwise = "no"'),
        "levels.EMR: says both otherwise and functions_as; keep one",
    ),
    (level("EMR", 'functions_as = "EMR"'), "levels.EMR.functions_as: must be a level with cells of its own"),
    (
        level("EMR", 'functions_as = "EMT"') + level("AEMT", 'functions_as = "EMR"'),
        "levels.AEMT.functions_as: must be a level with cells of its own",
    ),
    (
        level("EMR", 'functions_as = "EMTT"'),
        'levels.EMR.functions_as: The level "EMTT" is unknown; the nearest known is "EMT"; declare it first',
    ),
    (
        level("EMR", 'functions_as = "EMT"', ""),
        "levels.EMR: must say where it stands that it functions so: source and confidence",
    ),
    (
        level("EMR", 'functions_as = "EMT"', 'source = "here"\n'),
        "levels.EMR: must say where it stands that it functions so: source and confidence",
    ),
    (
        level("EMR", 'functions_as = "EMT"\nprogram = "pp"'),
        'levels.EMR.program: The program "pp" is unknown; the nearest known is "p"; name it in [programs]',
    ),
    (
        level("EMR", 'program = "p"', ""),
        "levels.EMR.program: goes with functions_as; in a cell of its own a program is a condition",
    ),
    (
        level("EMR", 'functions_as = "EMT"') + cell_of("bvm", "EMR", '"no"'),
        "items.bvm.cells.EMR: contradicts functions_as: EMR functions as EMT",
    ),
    (
        f'[[unrestricted]]\nid = "ketamine"\nname = "K"\ncode = "1"\ncategory = "x"\n{FROM_HERE}',
        "unrestricted.ketamine: has a row among the items; keep one",
    ),
    (
        '[[unrestricted]]\nid = "k"\nname = "K"\ncode = "1"\ncategory = "x"\nsource = "her"\nconfidence = "low"\n',
        'unrestricted.k.source: The source "her" is unknown; the nearest known is "here"; list it in [sources]',
    ),
    (
        '[[unlisted]]\nid = "x"\nname = "X"\ncode = "1"\nsource = "here"\n',
        "unlisted.x: needs by_route or a reason why it cannot be judged",
    ),
    (
        '[[unlisted]]\nid = "x"\nname = "X"\ncode = "6130"\nreason = "y"\nsource = "here"\n',
        "unlisted.x: has a row among the items; keep one",
    ),
    (
        '[[unlisted]]\nid = "x"\nname = "X"\nreason = "y"\nsource = "her"\n',
        'unlisted.x.source: The source "her" is unknown; the nearest known is "here"; list it in [sources]',
    ),
    (
        notice('["bvmm"]'),
        'change_notices (entry 1).items: The item "bvmm" is unknown; the nearest known is "bvm"',
    ),
    (
        notice(basis='source = "her"\nconfidence = "low"\n'),
        'change_notices (entry 1).source: The source "her" is unknown; the nearest known is "here"; list it in [sources]',
    ),
    (
        notice() + '[[change_notices]]\ntitle = "C"\n' + notice('["x"]'),
        "change_notices (entry 2).dated: is missing",
    ),
    (
        f'[compact]\nstates = ["ID"]\n{FROM_HERE}',
        'compact: needs the ruleset\'s own state, like state = "ID"',
    ),
]

OF_HEADS = [
    ("ceilling = true", 'ceilling: The key "ceilling" is unknown; the nearest known is "ceiling"'),
    ('ceiling = "yes"', "ceiling: must be true or false"),
    (
        'needs = ["medical_controll"]',
        'needs[0]: The word "medical_controll" is unknown; the nearest known is "medical_control"',
    ),
    ('needs = ["xyz"]', 'needs[0]: The word "xyz" is unknown; write medical_control or standing_orders'),
    ("in_force_to = 2021-05-31", "in_force_to: is before in_force_from"),
    ('in_force_to = "soon"', "in_force_to: must be a date, like 2026-01-31"),
    ("in_force_to = 3", "in_force_to: must be a date, like 2026-01-31"),
    ("state = 3", 'state: must be a text; write "3"'),
    ('state = "Ohio"', 'state: must be two capital letters, like OH, and not "Ohio"'),
    ('state = "oh"', 'state: must be two capital letters, like OH, and not "oh"'),
    (
        f'state = "ID"\n[compact]\nstates = ["Idaho"]\n{FROM_HERE}',
        'compact.states: must be two capital letters, like OH, and not "Idaho"',
    ),
    (
        'state = "ID"\n[compact]\nstates = ["UT"]\nsource = "her"\nconfidence = "low"\n',
        'compact.source: The source "her" is unknown; the nearest known is "here"; list it in [sources]',
    ),
    ('[certificate]\nconfidence = "high"', "certificate.source: is missing"),
]

# What was right, what was written instead, the line and what is said of it.
NO_TOML = [
    (
        '"State of XX"',
        '"State of XX',
        '2, title = "State of XX',
        "a quotation mark is missing; a text begins and ends with one",
    ),
    (
        '"emt"\n',
        "emt\n",
        "14, source = emt",
        'words stand in quotation marks, like EMT = "yes"; only true, false, numbers and dates do not',
    ),
    (
        '"high"',
        "“high”",
        "15, confidence = “high”",
        'the quotation marks are curly; type straight ones, "like this" (an editor for plain text leaves them straight)',
    ),
    (
        "2025-01-01",
        "01/01/2025",
        "4, in_force_from = 01/01/2025",
        "write a date without quotation marks as year-month-day, like 2026-01-31",
    ),
    (CELLS, '{ EMT = "yes", }', '16, cells = { EMT = "yes", }', IN_BRACES),
    (
        CELLS,
        '{ EMT-I/85 = "yes" }',
        '16, cells = { EMT-I/85 = "yes" }',
        'a name with a space or a slash stands in quotation marks, like "Critical Care Paramedic" = "yes"',
    ),
    (
        'confidence = "high"',
        'confidence: "high"',
        '15, confidence: "high"',
        'write = and not : after the key, like confidence = "high"',
    ),
    ('"high"', '"high",', '15, confidence = "high",', "a line does not end with a comma, except inside [ ]"),
    (
        '"high"',
        '"high" // see page 3',
        '15, confidence = "high" // see page 3',
        "a remark begins with #, and a line ends without a sign",
    ),
    (
        '"high"',
        '"high";',
        '15, confidence = "high";',
        "a remark begins with #, and a line ends without a sign",
    ),
    (
        CELLS,
        '{ EMT = { may = "yes", dose_max = 324 mg } }',
        '16, cells = { EMT = { may = "yes", dose_max = 324 mg } }',
        'a number stands without its unit; the unit of a dose stands beside it: dose_max = 324, unit = "mg"',
    ),
    (
        'confidence = "high"',
        'confidence = "high"\nconfidence = "low"',
        '16, confidence = "low"',
        "this key stands twice in the same part of the file; keep one",
    ),
    (
        "[[items]]",
        "[sources]\n\n[[items]]",
        "12, [sources]",
        f"this stands a second time: put its lines together under one [sources]; {FOR_A_LIST}, [[sources]]",
    ),
    (
        "[[items]]",
        "[sources.a]\n[sources.a]\n\n[[items]]",
        "13, [sources.a]",
        f"this stands a second time: put its lines together under one [sources.a]; {FOR_A_LIST}, [[sources.a]]",
    ),
    (
        'emt = "Section 3"\n',
        'emt = "Section 3"\nemt.x = "y"\n',
        '11, emt.x = "y"',
        "this key stands twice in the same part of the file; keep one",
    ),
    (
        'confidence = "high"',
        "confidence =",
        "15, confidence =",
        'nothing stands after =; write a value, like confidence = "high"',
    ),
    (
        "[[items]]",
        "Items of the EMT",
        "12, Items of the EMT",
        'a line is a key, = and a value, like confidence = "high"',
    ),
    (
        "[[items]]",
        "[[items",
        "12, [[items",
        "compare it with the examples of docs/rulesets.md (Expected ']]' at the end of an array declaration)",
    ),
    (
        '"emt"\n',
        '"1/2/2024 // a" b\n',
        '14, source = "1/2/2024 // a" b',
        "compare it with the examples of docs/rulesets.md (Expected newline or end of document after a statement)",
    ),
    (
        CELLS,
        f'{CELLS}\ncells.AEMT = "no"',
        '17, cells.AEMT = "no"',
        "this key stands twice in the same part of the file; keep one",
    ),
    (
        '"emt"\n',
        f'"emt" {"x" * 80}\n',
        f'14, source = "emt" {"x" * 65}…',
        "compare it with the examples of docs/rulesets.md (Expected newline or end of document after a statement)",
    ),
]


def first_said(text):
    """What is said first of a file, over the shipped rulesets as they are."""
    with pytest.raises(BrokenSchema) as stopped:
        built(tomllib.loads(text), KNOWN)
    assert stopped.value.file == "place"
    return f"{stopped.value.key}: {stopped.value.reason}"


@pytest.mark.parametrize(("words", "complaint"), OF_CELLS)
def test_a_cell_that_cannot_be_read_is_told_what_to_write(words, complaint):
    text = RULESET.format(id="place", head="", rest=cell(words), parent=NATIONAL)
    assert first_said(text) == f"items.ketamine.cells.{complaint}"


@pytest.mark.parametrize(("rest", "complaint"), OF_ENTRIES)
def test_an_entry_that_cannot_be_used_is_told_what_to_write(rest, complaint):
    assert first_said(RULESET.format(id="place", head="", rest=rest, parent=NATIONAL)) == complaint


@pytest.mark.parametrize(("head", "complaint"), OF_HEADS)
def test_a_head_that_cannot_be_used_is_told_what_to_write(head, complaint):
    assert first_said(RULESET.format(id="place", head=head, rest="", parent=NATIONAL)) == complaint


@pytest.mark.parametrize(("right", "wrong", "line", "advice"), NO_TOML)
def test_a_line_that_is_no_toml_is_shown_with_what_to_write(right, wrong, line, advice):
    text = GOOD.replace(right, wrong, 1)
    with pytest.raises(tomllib.TOMLDecodeError) as stopped:
        tomllib.loads(text)
    assert in_plain_words(text, stopped.value) == f"cannot be read as TOML: line {line} – {advice}"


@pytest.mark.parametrize(("letters", "shown"), [(65, "x" * 65), (66, f"{'x' * 65}…")])
def test_a_line_of_more_than_80_letters_is_shown_by_its_beginning(tmp_path, letters, shown):
    wrong = GOOD.replace('"emt"\n', f'"emt" {"x" * letters}\n')
    (tmp_path / "us-xx.toml").write_text(wrong, "utf-8")
    (complaint,) = said(tmp_path)
    assert f': line 14, source = "emt" {shown} – ' in complaint


def test_a_line_that_shows_nothing_is_called_empty(tmp_path):
    (tmp_path / "us-xx.toml").write_text(GOOD + "\x0c\n", "utf-8")
    assert said(tmp_path) == [
        (
            "the file: cannot be read as TOML: line 17, which is empty – compare it with the examples of docs/rulesets.md "
            "(Invalid statement)"
        )
    ]


def test_a_source_that_is_no_text_is_named_by_its_table(tmp_path):
    (tmp_path / "us-xx.toml").write_text(GOOD.replace('"Section 3"', "3"), "utf-8")
    assert said(tmp_path) == ["sources[...]: must be a text"]


def test_a_file_that_ends_too_early_is_told_where_to_look(tmp_path):
    (tmp_path / "us-xx.toml").write_text(GOOD.replace(CELLS, "["), "utf-8")
    assert said(tmp_path) == [
        (
            "the file: cannot be read as TOML: Invalid value (at end of document); look at its last line: is a quotation mark "
            "or bracket left open?"
        )
    ]


def test_a_file_of_another_encoding_is_told_how_to_save_it(tmp_path):
    (tmp_path / "us-xx.toml").write_bytes(b'title = "\xc9tat"')
    assert said(tmp_path) == [
        (
            "the file: cannot be read as TOML: it was not saved as UTF-8; save it again with the encoding UTF-8 (Notepad: Save "
            "as, Encoding)"
        )
    ]


def test_a_file_that_cannot_be_opened_is_named_with_the_systems_word(tmp_path):
    (tmp_path / "us-xx.toml").mkdir()
    assert said(tmp_path) == ["the file: cannot be read: Is a directory"]


def test_what_is_no_file_or_larger_than_any_ruleset_is_named_and_not_read(tmp_path):
    os.mkfifo(tmp_path / "pipe.toml")
    with (tmp_path / "vast.toml").open("wb") as vast:
        vast.truncate(64 * 1024**2 + 1)
    assert said(tmp_path) == [
        "the file: cannot be read: it is no file",
        "the file: cannot be read: it is larger than 64 MB",
    ]


def test_a_file_without_a_parent_is_told_all_that_it_lacks_at_once(tmp_path):
    (tmp_path / "us-xx.toml").write_text(GOOD.replace('parent = "us-national-2019"\n', ""), "utf-8")
    assert said(tmp_path) == [
        f"certificate: is missing; say where it stands written: source and confidence{NO_PARENT}",
        f"student: is missing; say where it stands written: source and confidence{NO_PARENT}",
        f"levels: is missing; declare the levels that have a column{NO_PARENT}",
        "items.aspirin_po: needs kind, name and category, because no parent has this item",
    ]


def test_an_id_that_is_taken_is_told_by_which_file(tmp_path):
    first = written(tmp_path / "one", name="place")
    again = written(tmp_path / "one", name="again")
    again.write_text(first.read_text("utf-8"), "utf-8")
    assert said(tmp_path / "one") == [
        'id: must be "again", the name of the file without .toml; change one of the two',
        f'id: "place" is already the id of {again}; choose another, or move one of the files away',
    ]


def test_parents_in_a_circle_are_named_in_their_order(tmp_path):
    written(tmp_path, name="a", parent="b")
    written(tmp_path, name="b", parent="c")
    written(tmp_path, name="c", parent="a")
    assert said(tmp_path) == ["parent: a, b, c and a name each other as parent"]


def test_the_same_thing_is_said_once_however_often_it_stands(tmp_path):
    cells = cell_of("ketamine", "AEMT", '{ may = "yes", endorsement = ["x1", "x1"] }')
    written(tmp_path, cells + 'Paramedic = { may = "yes", endorsement = ["x2"] }\n')
    assert said(tmp_path) == [
        'items.ketamine.cells.AEMT.endorsement: The endorsement "x1" is unknown; write a, b, e or f; name it in [endorsements]',
        'items.ketamine.cells.Paramedic.endorsement: The endorsement "x2" is unknown; write a, b, e or f; name it in [endorsements]',
    ]
