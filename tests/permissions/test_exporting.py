"""`epcr scope export`: the lists that a ruleset can say, whole and valid, and each thing that a list cannot say."""

from __future__ import annotations

import io
import tomllib

import pytest
from lxml import etree

from epcr.permissions import read_lists
from epcr.permissions.lists import CODE_OF, LEVEL_OF
from epcr.scope.words import LEVELS, NO_LEVEL
from tests.left_out import left_out
from tests.permissions.writing import (
    AEMT,
    BURN_CARE,
    COMMUNITY,
    EMR,
    EMT,
    EMT_I,
    FENTANYL,
    NEMSIS,
    OXYGEN,
    PARAMEDIC,
    RED_CELLS,
    SUCTION,
    agency_document,
    official,
    state_document,
)

STATE, AGENCY = "nemsis-state-09", "nemsis-agency-09-351-a1"

RIVER = """
id = "river"
title = "A place for tests"
version = "1"
in_force_from = 2020-01-01
source = "test"
notice = "Only for tests."
{head}

[sources]
here = "The rules of this place"

[certificate]
source = "here"
confidence = "high"

[student]
source = "here"
confidence = "high"
"""


def river(levels, *items, head='state = "CT"'):
    """A ruleset with these columns and items: (id, kind, code, cells as TOML)."""
    text = RIVER.format(head=head)
    text += "".join(f'[[levels]]\nname = "{level}"\n' for level in levels)
    for name, kind, code, cells in items:
        text += f'[[items]]\nid = "{name}"\nkind = "{kind}"\nname = "{name}"\ncategory = "Tests"\n'
        text += f'code = "{code}"\n' if code else ""
        text += f'source = "here"\nconfidence = "high"\ncells = {{ {cells} }}\n'
    return text


@pytest.fixture
def export(epcr):
    """Export a ruleset: the lists that are read back, and the lines that were said."""

    def run(ruleset, *words, text=None):
        if text is not None:
            (epcr.home / "rulesets").mkdir(parents=True, exist_ok=True)
            (epcr.home / "rulesets" / f"{ruleset}.toml").write_text(text, "utf-8")
        done = epcr("scope", "export", ruleset, *words)
        assert done.exit_code == 0, done.output
        return read_lists(io.BytesIO(done.stdout_bytes))[0], done.stderr.splitlines()

    return run


def permitted(lists):
    return {code.code: set(levels) for code, levels in lists.permitted.items()}


def schema(name):
    path = NEMSIS / "xsd" / f"{name}_v3.xsd"
    if not path.is_file():
        left_out(f"{path} is missing", "put the shared folder beside the checkout")
    return etree.XMLSchema(etree.parse(path))


def test_every_level_that_the_standard_knows_has_its_code():
    assert {CODE_OF[level]: level for level in LEVEL_OF.values()} == dict(LEVEL_OF)
    assert set(LEVELS) - {NO_LEVEL} == set(CODE_OF)


@pytest.mark.parametrize(
    "make",
    [
        lambda: official("full/2025-STATE-1_v351.xml").read_text("utf-8"),
        lambda: state_document({EMT_I: [BURN_CARE], EMR: [SUCTION]}, {PARAMEDIC: [OXYGEN, RED_CELLS]}),
        lambda: state_document({EMT: [RED_CELLS]}, {EMT: [RED_CELLS, FENTANYL]}, state="36"),
        lambda: state_document({"9917019": [BURN_CARE], "9917031": [BURN_CARE], COMMUNITY: [SUCTION]}),
    ],
    ids=["the official one", "EMT-Intermediate", "a code of both lists", "nurses and physicians"],
)
def test_a_state_s_list_is_the_same_after_import_export_and_import(epcr, document, tmp_path, make):
    first, back = tmp_path / "first", tmp_path / "back.xml"
    assert epcr("scope", "import", document(make()), "--to", str(first)).exit_code == 0
    (ruleset,) = first.iterdir()
    assert epcr("scope", "export", ruleset.stem, "--rulesets", str(first), "-o", str(back)).exit_code == 0
    schema("StateDataSet").assertValid(etree.parse(back))
    assert epcr("scope", "import", str(back), "--to", str(tmp_path / "second")).exit_code == 0
    assert (tmp_path / "second" / ruleset.name).read_bytes() == ruleset.read_bytes()


def test_an_agency_s_list_is_the_same_after_import_export_and_import(epcr, document, tmp_path):
    state = state_document(
        {EMT: [BURN_CARE], AEMT: [BURN_CARE], PARAMEDIC: [BURN_CARE, SUCTION]}, {EMT: [OXYGEN]}
    )
    agency = agency_document({EMT: [BURN_CARE], PARAMEDIC: [BURN_CARE]}, {EMT: [OXYGEN]})
    rules = epcr.home / "rulesets"
    epcr("scope", "import", document(state, "state.xml"), document(agency))
    before = (rules / f"{AGENCY}.toml").read_bytes()
    words = (
        "--agency-number",
        "351-A1",
        "--agency-name",
        "Riverside Rescue",
        "-o",
        str(tmp_path / "back.xml"),
    )
    assert epcr("scope", "export", AGENCY, *words).exit_code == 0
    assert epcr("scope", "import", str(tmp_path / "back.xml"), "--replace").exit_code == 0
    again = tomllib.loads((rules / f"{AGENCY}.toml").read_text("utf-8"))
    told = tomllib.loads(before.decode())
    assert again["items"] == told["items"]
    assert (again["id"], again["title"], again["parent"]) == (told["id"], told["title"], told["parent"])


def test_the_agency_s_groups_are_those_of_the_standard(epcr, document, tmp_path):
    """Only what a ruleset cannot know is missing from a valid document: the rest of dAgency and three elements."""
    epcr("scope", "import", document(agency_document({EMT: [BURN_CARE]}, {EMT: [OXYGEN]})))
    done = epcr("scope", "export", AGENCY, "--as", "agency", "--agency-number", "351-A1")
    root = etree.fromstring(done.stdout_bytes)
    name = "{http://www.nemsis.org}"
    agency = root.find(f".//{name}dAgency")
    agency.insert(0, etree.fromstring(f'<dAgency.01 xmlns="{name[1:-1]}">A1</dAgency.01>'))
    group = root.find(f".//{name}dConfiguration.ConfigurationGroup")
    for element, word in (("10", "9914001"), ("13", "1213001"), ("16", "Unit 1")):
        group.append(
            etree.fromstring(
                f'<dConfiguration.{element} xmlns="{name[1:-1]}">{word}</dConfiguration.{element}>'
            )
        )
    rules = schema("DEMDataSet")
    rules.validate(root)
    wrong = [str(error.message) for error in rules.error_log if "dConfiguration" in error.message]
    assert wrong == []


def test_a_state_s_document_says_that_it_is_for_training(epcr, document):
    epcr("scope", "import", document(state_document({EMT: [BURN_CARE]})))
    assert b"<!-- TRAINING" in epcr("scope", "export", STATE).stdout_bytes


def test_only_what_a_level_may_do_outright_is_listed(export):
    text = river(
        ["EMT", "Paramedic"],
        ("aspirin", "medication", "1191", 'EMT = "assist", Paramedic = "yes"'),
        ("heparin", "medication", "5224", 'EMT = "no", Paramedic = "medical_direction"'),
        ("suction", "procedure", SUCTION, 'EMT = { may = "yes", age_from = 8 }, Paramedic = "yes"'),
    )
    lists, said = export("river", text=text)
    assert permitted(lists) == {"1191": {"Paramedic"}, SUCTION: {"Paramedic"}}
    assert said == [
        "left out: EMT, 1191, Aspirin: own medication only",
        "left out: Paramedic, 5224, Heparin: order",
        "left out: EMT, 230040009, Airway suction: with conditions",
    ]


def test_a_code_of_several_items_is_listed_where_each_of_them_may_be_done(export):
    text = river(
        ["EMT", "Paramedic"],
        ("acquire", "assessment", "268400002", 'EMT = "yes", Paramedic = "yes"'),
        ("interpret", "assessment", "268400002", 'EMT = "no", Paramedic = "yes"'),
    )
    lists, said = export("river", text=text)
    assert permitted(lists) == {"268400002": {"Paramedic"}}
    assert said == [
        "left out: EMT, 268400002, ECG, 12 lead: yes and no, since the code stands for several items"
    ]


def test_both_kinds_of_emt_intermediate_share_a_code_that_says_what_both_may(export):
    text = river(
        ["EMT-I/85", "EMT-I/99"],
        ("burns", "procedure", BURN_CARE, '"EMT-I/85" = "yes", "EMT-I/99" = "yes"'),
        ("suction", "procedure", SUCTION, '"EMT-I/85" = "no", "EMT-I/99" = "yes"'),
    )
    lists, said = export("river", text=text)
    assert permitted(lists) == {BURN_CARE: {"EMT-I"}}
    assert said == [
        "left out: EMT-I/85 and EMT-I/99: the standard has one code (9917002) for every EMT-Intermediate",
        "left out: EMT-I, 230040009, Airway suction: no and yes, since the code stands for several levels",
    ]


def test_levels_items_and_codes_that_the_standard_does_not_have_are_named(export):
    text = river(
        ["VEFR", "EMT"],
        ("burns", "procedure", BURN_CARE, 'VEFR = "yes", EMT = "yes"'),
        ("cricothyrotomy", "procedure", "", 'VEFR = "no", EMT = "yes"'),
        ("plasma", "medication", "116863004", 'VEFR = "no", EMT = "yes"'),
        ("route_im", "route", "9927015", 'VEFR = "no", EMT = "yes"'),
        head='state = "CT"\nneeds = ["medical_control"]',
    )
    lists, said = export("river", text=text)
    assert permitted(lists) == {BURN_CARE: {"EMT"}}
    assert said == [
        "left out: VEFR: the standard has no code for this level",
        "left out: 2 items without a code that the lists hold: cricothyrotomy; plasma",
        "left out: the rules of 1 route, which the lists do not know",
        "left out: what every agency needs: medical control",
    ]


def test_a_level_that_may_do_nothing_keeps_its_column(export):
    lists, _ = export(
        "river", text=river(["EMR", "EMT"], ("b", "procedure", BURN_CARE, 'EMR = "no", EMT = "yes"'))
    )
    assert lists.levels == ("EMR", "EMT")
    assert permitted(lists) == {BURN_CARE: {"EMT"}}


def test_the_national_rules_can_be_listed_for_a_state_that_is_named(epcr, export):
    done = epcr("scope", "export", "us-national-2019")
    assert done.exit_code == 1
    assert "does not say of which state it is; name it by --state, like --state CT" in done.stderr
    lists, said = export("us-national-2019", "--state", "06")
    assert lists.state.code == "CA"
    assert "left out: Paramedic, 5224, Heparin: order" in said
    assert not any(line.startswith("left out: Paramedic, 4337") for line in said)


def test_a_ruleset_below_a_ceiling_is_an_agency_s_unless_said_otherwise(epcr, document):
    path = document(state_document({EMT: [BURN_CARE]}), "state.xml")
    epcr("scope", "import", path, document(agency_document({EMT: [BURN_CARE]})))
    assert b"<DEMDataSet" in epcr("scope", "export", AGENCY).stdout_bytes
    assert b"<StateDataSet" in epcr("scope", "export", AGENCY, "--as", "state").stdout_bytes
    assert b"<StateDataSet" in epcr("scope", "export", STATE).stdout_bytes


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("us-nation-2019",), 'unknown; the nearest known is "us-national-2019"'),
        (("us-national-2019", "--state", "Atlantis"), '"Atlantis" is no state'),
        (("us-national-2019", "--state", "CT", "-o", "."), ". is a folder; name a file"),
    ],
)
def test_what_cannot_be_exported_is_said_in_words(epcr, words, said):
    done = epcr("scope", "export", *words)
    assert done.exit_code in {1, 2}
    assert said in done.stderr


@pytest.mark.parametrize("number", ["a\x01b", "\x1b[31m", "\ufffe"])
def test_a_number_that_no_xml_holds_is_refused_in_one_line(epcr, number):
    done = epcr("scope", "export", "us-vt", "--as", "agency", "--agency-number", number)
    assert done.exit_code == 1
    assert "has a character that no XML holds" in done.stderr
