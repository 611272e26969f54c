"""A broken ruleset file is named by file, key and reason; a child's cells lie over its parent's."""

from __future__ import annotations

import pytest

from epcr.broken_schema import BrokenSchema
from epcr.scope import broken_schemas, built, rulesets
from tests.scope.asking import NATIONAL, RULESET, TODAY, asked, cell_of, place, written

ITEM = '[[items]]\nid = "ketamine"\nsource = "here"\nconfidence = "high"\n'
NEW = '[[items]]\nid = "new"\nkind = "procedure"\nname = "New"\ncategory = "Else"\nsource = "here"\nconfidence = "high"\n'
ALL_NO = 'cells = { EMR = "no", EMT = "no", AEMT = "no", Paramedic = "no" }\n'


def broken(folder):
    return [(one.key, one.reason) for one in broken_schemas(folder)]


def test_the_shipped_files_are_in_order():
    assert list(broken_schemas()) == []


@pytest.mark.parametrize(
    ("rest", "key", "said"),
    [
        (
            cell_of("ketamine", "Paramedic", '"maybe"'),
            "items.ketamine.cells.Paramedic",
            ['"maybe" is unknown'],
        ),
        (cell_of("ketamine", "Paramedic", '"asist"'), "items.ketamine.cells.Paramedic", ['"assist"']),
        (cell_of("ketamine", "Paramedik", '"no"'), "items.ketamine.cells.Paramedik", ['"Paramedic"']),
        (cell_of("ketamine", "AEMT", "3"), "items.ketamine.cells.AEMT", ["must be a word", "conditions"]),
        (cell_of("ketamine", "AEMT", "[]"), "items.ketamine.cells.AEMT", ["is empty"]),
        (cell_of("ketamine", "AEMT", "{}"), "items.ketamine.cells.AEMT.may", ["is missing"]),
        (
            cell_of("ketamine", "AEMT", '{ may = "yes", endorsment = ["a"] }'),
            "items.ketamine.cells.AEMT.endorsment",
            ['"endorsment" is unknown', '"endorsement"'],
        ),
        (
            cell_of("ketamine", "AEMT", '[{ may = "no" }, { may = "yes", mod = ["initiate"] }]'),
            "items.ketamine.cells.AEMT[2].mod",
            ['"mode"'],
        ),
        (
            cell_of("ketamine", "AEMT", '{ may = "yes", order = ["on-scene"] }'),
            "items.ketamine.cells.AEMT.order[0]",
            ['"on-scene"', '"on_scene"'],
        ),
        (
            cell_of("ketamine", "AEMT", '{ may = "yes", indication = ["pain", "chestpain"] }'),
            "items.ketamine.cells.AEMT.indication[1]",
            ['"chest_pain"'],
        ),
        (
            cell_of("ketamine", "AEMT", '{ may = "yes", age_from = "12" }'),
            "items.ketamine.cells.AEMT.age_from",
            ["must be a number"],
        ),
        (
            cell_of("ketamine", "AEMT", '{ may = "yes", route = ["IV"] }'),
            "items.ketamine.cells.AEMT.route",
            ['"Intravenous (IV)"'],
        ),
        (
            cell_of("ketamine", "AEMT", '{ may = "yes", dose_max = 3 }'),
            "items.ketamine.cells.AEMT.unit",
            ["must say the unit"],
        ),
        (
            cell_of("ketamine", "AEMT", '{ may = "yes", cumulative_max = 3, unit = "puffs" }'),
            "items.ketamine.cells.AEMT.unit",
            ["must say the unit"],
        ),
        (
            cell_of("ketamine", "AEMT", '{ may = "yes", age_from = 12, age_under = 12 }'),
            "items.ketamine.cells.AEMT.age_from",
            ["leaves nobody"],
        ),
        (
            cell_of("ketamine", "AEMT", '{ may = "yes", weight_from = 13, weight_under = 12 }'),
            "items.ketamine.cells.AEMT.weight_from",
            ["leaves nobody"],
        ),
        (
            cell_of("ketamine", "AEMT", '{ may = "yes", source = "nowhere" }'),
            "items.ketamine.cells.AEMT.source",
            ["[sources]"],
        ),
        (ITEM.replace("here", "hear"), "items.ketamine.source", ['"hear" is unknown', '"here"']),
        (ITEM.replace('source = "here"\n', ""), "items.ketamine.source", ["is missing"]),
        (ITEM.replace('confidence = "high"\n', ""), "items.ketamine.confidence", ["is missing"]),
        (ITEM.replace('"high"', '"hihg"'), "items.ketamine.confidence", ['"high"']),
        (ITEM + 'rout = ["Oral"]\n', "items.ketamine.rout", ['"routes"']),
        (ITEM + 'routes = ["Orall"]\n', "items.ketamine.routes", ['"Oral"']),
        (ITEM + 'told_by = { suply = ["agency"] }\n', "items.ketamine.told_by.suply", ['"supply"']),
        (ITEM + 'only = { mode = ["initate"] }\n', "items.ketamine.only.mode[0]", ['"initiate"']),
        (ITEM + 'disputed = ["EMTT"]\n', "items.ketamine.disputed", ['"EMT"']),
        (ITEM + ITEM, "items.ketamine", ["twice"]),
        (ITEM.replace("ketamine", "ketamin"), "items.ketamin", ["needs kind, name and category"]),
        (ITEM.replace('id = "ketamine"\n', ""), "items (entry 1).id", ["is missing"]),
        (ITEM.replace('"ketamine"', "3"), "items (entry 1).id", ["must be a text"]),
        (NEW + ALL_NO.replace(', Paramedic = "no"', ""), "items.new.cells", ["has no cell for Paramedic"]),
        (NEW.replace("procedure", "procedur") + ALL_NO, "items.new.kind", ['"procedure"']),
        (
            '[[levels]]\nname = "EMT-Basic"\notherwise = "no"\nsource = "here"\nconfidence = "high"\n',
            "levels.EMT-Basic",
            ["cannot have a column", "EMT"],
        ),
        (
            '[[levels]]\nname = "none"\notherwise = "no"\nsource = "here"\nconfidence = "high"\n',
            "levels.none",
            ["cannot have a column"],
        ),
        (
            '[[levels]]\nname = "X"\nincludes = ["EMTT"]\notherwise = "no"\nsource = "here"\nconfidence = "high"\n',
            "levels.X.includes",
            ['"EMT"', "declare it first"],
        ),
        ('[[levels]]\nname = "X"\notherwise = "nope"\n', "levels.X.otherwise", ['"no"']),
        (
            '[[unrestricted]]\nid = "ketamine"\nname = "K"\ncode = "1"\ncategory = "x"\nsource = "here"\nconfidence = "low"\n',
            "unrestricted.ketamine",
            ["has a row"],
        ),
        (
            '[[unlisted]]\nid = "x"\nname = "X"\ncode = "1"\nsource = "here"\n',
            "unlisted.x",
            ["needs by_route or a reason"],
        ),
        (
            '[[unlisted]]\nid = "x"\nname = "X"\ncode = "6130"\nreason = "y"\nsource = "here"\n',
            "unlisted.x",
            ["has a row"],
        ),
        (
            '[[unlisted]]\nid = "ketamine"\nname = "X"\ncode = "1"\nreason = "y"\nsource = "here"\n',
            "unlisted.ketamine",
            ["has a row"],
        ),
    ],
)
def test_a_broken_entry_is_named_by_its_key_with_the_reason(tmp_path, rest, key, said):
    file = written(tmp_path, rest)
    found = [one for one in broken_schemas(tmp_path) if one.key == key]
    assert len(found) == 1, broken(tmp_path)
    assert found[0].file == str(file)
    for part in said:
        assert part in found[0].reason
    with pytest.raises(BrokenSchema, match=r"place\.toml"):
        rulesets(tmp_path)


@pytest.mark.parametrize(
    ("head", "key", "said"),
    [
        ("ceilling = true", "ceilling", '"ceiling"'),
        ('ceiling = "yes"', "ceiling", "must be true or false"),
        ('needs = ["medical_controll"]', "needs[0]", '"medical_control"'),
        ("in_force_to = 2019-12-31", "in_force_to", "before in_force_from"),
        ('in_force_to = "2019-12-31x"', "in_force_to", "must be"),
        ('[certificate]\nconfidence = "high"', "certificate.source", "is missing"),
    ],
)
def test_a_broken_head_is_named_by_its_key_with_the_reason(tmp_path, head, key, said):
    written(tmp_path, head=head)
    assert [reason for found, reason in broken(tmp_path) if found == key and said in reason]


def test_everything_broken_is_found_at_once(tmp_path):
    written(tmp_path, cell_of("ketamine", "AEMT", '"x"') + cell_of("fentanyl", "AEM", '"no"'), "ceiling = 3")
    assert [key for key, _ in broken(tmp_path)] == ["ceiling"]
    written(tmp_path, cell_of("ketamine", "AEMT", '"x"') + cell_of("fentanyl", "AEM", '"no"'))
    assert [key for key, _ in broken(tmp_path)] == ["items.ketamine.cells.AEMT", "items.fentanyl.cells.AEM"]


def test_a_file_must_be_toml_in_utf_8_and_named_as_its_id(tmp_path):
    (tmp_path / "a.toml").write_text("id = ", "utf-8")
    (tmp_path / "b.toml").write_bytes(b'id = "\xff"')
    (tmp_path / "c.toml").write_text(RULESET.format(id="other", head="", rest="", parent=NATIONAL), "utf-8")
    (tmp_path / "d.txt").write_text("no ruleset", "utf-8")
    said = broken(tmp_path)
    assert [key for key, _ in said] == ["the file", "the file", "id"]
    assert "TOML" in said[0][1]
    assert '"c"' in said[2][1]


def test_an_id_that_is_taken_must_be_another(tmp_path):
    written(tmp_path, name=NATIONAL)
    assert [key for key, _ in broken(tmp_path)] == ["id"]
    with pytest.raises(BrokenSchema, match="already the id"):
        rulesets(tmp_path)


def test_a_folder_that_is_not_there_is_named(tmp_path):
    assert broken(tmp_path / "gone") == [("the folder", "is not there; name a folder with ruleset files")]


def test_an_unknown_parent_and_a_circle_of_parents_are_named(tmp_path):
    written(tmp_path, parent="us-national-2018")
    assert broken(tmp_path) == [
        ("parent", 'The ruleset "us-national-2018" is unknown; the nearest known is "us-national-2019"')
    ]
    written(tmp_path, name="a", parent="b")
    written(tmp_path, name="b", parent="a")
    written(tmp_path, name="place", parent="place")
    found = broken(tmp_path)
    assert [key for key, _ in found] == ["parent", "parent"]
    assert "a, b and a" in found[0][1]
    assert "place and place" in found[1][1]


def test_a_ruleset_without_a_parent_says_everything_itself(tmp_path):
    text = RULESET.format(id="alone", head="", parent=NATIONAL, rest="").replace(f'parent = "{NATIONAL}"', "")
    (tmp_path / "alone.toml").write_text(text, "utf-8")
    assert [key for key, _ in broken(tmp_path)] == ["certificate", "student", "levels"]


def test_a_child_overrides_cell_by_cell_and_inherits_the_rest(tmp_path):
    known = place(tmp_path, cell_of("ketamine", "AEMT", '"yes"') + cell_of("bvm", "EMR", '"no"'))
    mine, national = known["place"], known[NATIONAL]
    assert mine.parent is national
    assert list(mine.levels) == list(national.levels)
    assert mine.items["ketamine"].cells["AEMT"].source == "The rules of this place"
    assert mine.items["ketamine"].cells["AEMT"].ruleset == "place"
    assert mine.items["ketamine"].cells["Paramedic"] is national.items["ketamine"].cells["Paramedic"]
    assert mine.items["ketamine"].routes == national.items["ketamine"].routes
    assert mine.items["ketamine"].lowest_levels == ("AEMT",)
    assert mine.items["bvm"].lowest_levels == ("EMT",)
    assert mine.items["fentanyl"] is national.items["fentanyl"]
    assert national.items["ketamine"].lowest_levels == ("Paramedic",)
    assert asked(known, ruleset="place", item="ketamine", level="AEMT").rule_from == "place"
    assert asked(known, ruleset="place", item="ketamine", level="Paramedic").rule_from == NATIONAL


def test_a_child_may_declare_a_level_of_its_own(tmp_path):
    level = '[[levels]]\nname = "VEFR"\notherwise = "no"\nsource = "here"\nconfidence = "high"\n'
    known = place(tmp_path, level + cell_of("aed", "VEFR", '"yes"'))
    assert asked(known, ruleset="place", item="aed", level="VEFR").verdict == "permitted"
    assert asked(known, ruleset="place", item="aed", level="EMR").verdict == "permitted"
    assert asked(known, item="aed", level="VEFR").verdict == "cannot_judge"


def test_what_a_new_level_may_otherwise_do_holds_for_every_item(tmp_path):
    known = place(
        tmp_path, '[[levels]]\nname = "VEFR"\notherwise = "no"\nsource = "here"\nconfidence = "high"\n'
    )
    assert asked(known, ruleset="place", item="bvm", level="VEFR").layer == "rule"
    assert asked(known, ruleset="place", item="vital_signs", level="VEFR").verdict in {
        "permitted",
        "not_permitted",
    }


def test_a_new_level_without_a_word_on_the_other_items_is_broken(tmp_path):
    for words in ("", 'otherwise = "no"\n', 'source = "here"\nconfidence = "high"\n'):
        written(tmp_path, f'[[levels]]\nname = "VEFR"\n{words}')
        assert [key for key, _ in broken(tmp_path)] == ["levels.VEFR"]


def test_a_child_may_add_an_item_and_give_a_code_a_row_of_its_own(tmp_path):
    own = (
        NEW.replace('"new"', '"vancomycin_iv"')
        + 'code = "11124"\n'
        + ALL_NO.replace('Paramedic = "no"', 'Paramedic = "yes"')
    )
    known = place(tmp_path, own)
    verdict = asked(known, ruleset="place", code="11124", level="Paramedic")
    assert (verdict.verdict, verdict.rule) == ("permitted", "vancomycin_iv")
    assert asked(known, code="11124", level="Paramedic").verdict == "cannot_judge"


def test_what_an_agency_must_have_adds_up_from_parent_to_child(tmp_path):
    written(tmp_path, head='needs = ["medical_control"]', name="state")
    written(tmp_path, head='needs = ["standing_orders", "medical_control"]', name="agency", parent="state")
    assert rulesets(tmp_path)["agency"].needs == ("medical_control", "standing_orders")


def test_rulesets_are_read_once_and_cannot_be_changed():
    assert rulesets() is rulesets()
    with pytest.raises(TypeError):
        rulesets()["x"] = rulesets()[NATIONAL]


LEVEL = '[[levels]]\nname = "{}"\notherwise = "{}"\nsource = "here"\nconfidence = "high"\n'


def test_what_a_level_of_the_parent_may_otherwise_do_takes_the_place_of_the_parents_column(tmp_path):
    known = place(tmp_path, LEVEL.format("AEMT", "no") + cell_of("ketamine", "AEMT", '"yes"'))
    assert asked(known, ruleset="place", item="ketamine", level="AEMT").verdict == "permitted"
    refused = asked(known, ruleset="place", item="iv_access", level="AEMT")
    assert (refused.verdict, refused.rule_from, refused.source) == (
        "not_permitted",
        "place",
        "The rules of this place",
    )
    assert asked(known, ruleset="place", item="iv_access", level="Paramedic").rule_from == NATIONAL
    assert asked(known, ruleset="place", item="vital_signs", level="AEMT").verdict == "permitted"


def test_a_level_may_begin_as_another_and_that_one_as_a_third(tmp_path):
    columns = LEVEL.format("AEMT", "EMT") + LEVEL.format("Paramedic", "AEMT") + LEVEL.format("EMT", "no")
    cells = (
        cell_of("bvm", "EMT", '"yes"')
        + cell_of("iv_access", "AEMT", '"medical_direction"')
        + cell_of("aed", "Paramedic", '"yes"')
    )
    known = place(tmp_path, columns + cells)

    def may(item):
        cells = known["place"].items[item].cells
        return [bool(cells[level].grants) for level in ("EMT", "AEMT", "Paramedic")]

    assert may("bvm") == [True, True, True]
    assert may("iv_access") == [False, True, True]
    assert may("aed") == [False, False, True]
    assert may("ett") == [False, False, False]
    assert asked(known, ruleset="place", item="iv_access", level="Paramedic").layer == "order"
    assert known["place"].items["iv_access"].lowest_levels == ("AEMT",)
    cell = known["place"].items["bvm"].cells["Paramedic"]
    here = "The rules of this place"
    assert (cell.source, cell.ruleset) == (f"{here}; for the AEMT: {here}; for the EMT: {here}", "place")


def test_a_cell_that_is_another_levels_is_no_surer_than_either_rule(tmp_path):
    known = place(tmp_path, LEVEL.format("AEMT", "EMT"))
    national = known[NATIONAL].items["ketamine"].cells["EMT"]
    refused = asked(known, ruleset="place", item="ketamine", level="AEMT")
    assert refused.source == f"The rules of this place; for the EMT: {national.source}"
    assert (refused.rule_from, refused.confidence) == ("place", national.confidence)
    assert national.confidence != "high"
    known = place(tmp_path / "low", LEVEL.format("AEMT", "EMT").replace("high", "low"))
    assert asked(known, ruleset="place", item="ketamine", level="AEMT").confidence == "low"


def test_a_new_item_needs_no_cell_for_a_level_that_begins_as_another(tmp_path):
    known = place(
        tmp_path,
        LEVEL.format("AEMT", "EMT") + NEW + 'cells = { EMR = "no", EMT = "yes", Paramedic = "no" }\n',
    )
    assert asked(known, ruleset="place", item="new", level="AEMT").verdict == "permitted"
    assert asked(known, ruleset="place", item="new", level="Paramedic").verdict == "not_permitted"


@pytest.mark.parametrize(
    ("told", "key", "said"),
    [
        (LEVEL.format("AEMT", "EMTT"), "levels.AEMT.otherwise", '"EMT"'),
        (LEVEL.format("AEMT", "AEMT"), "levels.AEMT.otherwise", "cells of its own"),
        (
            LEVEL.format("AEMT", "EMT") + LEVEL.format("EMT", "AEMT"),
            "levels.EMT.otherwise",
            "cells of its own",
        ),
        (
            LEVEL.format("AEMT", "EMT").replace('source = "here"\n', ""),
            "levels.AEMT",
            "source and confidence",
        ),
        (LEVEL.format("AEMT", "EMT").replace('"here"', '"her"'), "levels.AEMT.source", '"here"'),
        (
            LEVEL.format("EMR", "EMT").replace("otherwise", "functions_as") + LEVEL.format("AEMT", "EMR"),
            "levels.AEMT.otherwise",
            "cells of its own",
        ),
    ],
)
def test_a_level_that_cannot_begin_as_it_says_is_named(tmp_path, told, key, said):
    written(tmp_path, told)
    assert [reason for found, reason in broken(tmp_path) if found == key and said in reason], broken(tmp_path)


def told_of_a_place(**more):
    return {
        "id": "place", "title": "A place", "version": "1", "in_force_from": TODAY, "source": "test",
        "notice": "Only for tests.", "parent": NATIONAL, "sources": {"here": "Its own page"}, **more,
    }  # fmt: skip


def test_a_ruleset_is_built_from_plain_values_as_its_file_would_give_them(tmp_path):
    cells = {"id": "ketamine", "source": "here", "confidence": "low", "cells": {"AEMT": "yes"}}
    ruleset = built(told_of_a_place(items=[cells]), rulesets())
    assert ruleset.parent is rulesets()[NATIONAL]
    assert str(ruleset.file) == "place"
    known = {**rulesets(), "place": ruleset}
    verdict = asked(known, ruleset="place", item="ketamine", level="AEMT")
    assert (verdict.verdict, verdict.source, verdict.rule_from) == ("permitted", "Its own page", "place")


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (
            {"parent": "us-national-2018"},
            'place: parent: The ruleset "us-national-2018" is unknown; the nearest known is "us-national-2019"',
        ),
        ({"title": 3}, 'place: title: must be a text; write "3"'),
        ({"items": [{"id": "bvm"}]}, "place: items.bvm.source: is missing"),
        ({"in_force_to": TODAY.replace(year=2020)}, "place: in_force_to: is before in_force_from"),
        ({"id": None}, "None: id: must be a text"),
    ],
)
def test_plain_values_that_cannot_be_used_are_named_by_id_key_and_reason(change, message):
    with pytest.raises(BrokenSchema) as stopped:
        built(told_of_a_place(**change), rulesets())
    assert str(stopped.value) == message


def test_plain_values_without_an_id_are_called_a_ruleset():
    told = told_of_a_place()
    del told["id"]
    with pytest.raises(BrokenSchema, match=r"^ruleset: id: is missing$"):
        built(told, rulesets())
