"""A broken file of requirements is named with file, key, reason and the nearest known word."""

import pytest

from epcr.broken_schema import BrokenSchema
from epcr.checks import usual
from epcr.checks.conditions import CONDITIONS
from epcr.checks.requirements import load, rules


@pytest.fixture
def written(tmp_path):
    """Writes a file of requirements and returns what is said about it."""

    def said(text, title='title = "Test"'):
        file = tmp_path / "completeness.toml"
        file.write_text(f"{title}\n{text}", "utf-8")
        with pytest.raises(BrokenSchema) as broken:
            load(file)
        assert broken.value.file == str(file)
        return broken.value.key, str(broken.value).removeprefix(f"{file}: {broken.value.key}: ")

    return said


def rule(text):
    return f"[[required]]\n{text}"


@pytest.mark.parametrize(
    ("text", "key", "reason"),
    [
        (
            'section = "vital"\nfields = ["spo2"]',
            "required 1 (vital).section",
            "there is no section “vital”; near it: vitals",
        ),
        (
            'section = "vitals"\neach = true\nfields = ["hart_rate"]',
            "required 1 (vitals).fields",
            "there is no field “hart_rate”; near it: heart_rate, heart_rate_method",
        ),
        (
            'section = "vitals"\neach = true\none_of = [["avpu"], ["gcs"]]',
            "required 1 (vitals).one_of",
            "there is no field “gcs”; near it: ",
        ),
        (
            'section = "patient"\nfields = ["age"]\nwith = "ages"',
            "required 1 (patient).with",
            "there is no field “ages”; near it: age",
        ),
        (
            'section = "patient"\nfields = ["age"]\nwhen = ["transport"]',
            "required 1 (patient).when",
            "there is no condition “transport”; near it: transported, not_transported",
        ),
        (
            'section = "patient"\nfield = ["age"]',
            "required 1.field",
            "there is no key “field”; near it: fields",
        ),
        (
            'section = "patient"\nfields = ["age"]\nwhen = ["given"]',
            "required 1 (patient).when",
            "given is a condition of interventions",
        ),
        (
            'section = "interventions"\nat_least = 1\nmessage = "Add one"\nwhen = ["given"]',
            "required 1 (interventions).when",
            "given is asked of each entry; add each = true",
        ),
        (
            'section = "signatures"\nat_least = 1\nmessage = "Sign"\nwhere = { signer = ["4512002"] }',
            "required 1 (signatures).where",
            "there is no code of signer “4512002”; near it: ",
        ),
        (
            'section = "signatures"\nat_least = 1\nmessage = "Sign"\nwhere = { signer_name = ["Me"] }',
            "required 1 (signatures).where",
            "signer_name is not chosen from a list",
        ),
        (
            'section = "signatures"\nat_least = 1\nmessage = "Sign"\nwhere = { signed = ["Me"] }',
            "required 1 (signatures).where",
            "there is no field “signed”; near it: signer, signed_at",
        ),
        (
            'section = "patient"\nfields = ["age"]\none_of = [["age"]]',
            "required 1 (patient).one_of",
            "name either fields or alternatives",
        ),
        ('section = "patient"', "required 1 (patient).fields", "name at least one field"),
        (
            'section = "patient"\none_of = [[]]',
            "required 1 (patient).one_of",
            "an alternative must name at least one field",
        ),
        (
            'section = "vitals"\nfields = ["spo2"]',
            "required 1 (vitals).each",
            "say each = true or at_least: the section has many entries",
        ),
        (
            'section = "patient"\neach = true\nfields = ["age"]',
            "required 1 (patient).section",
            "stands once on a sheet: each, at_least and where are for sections with many entries",
        ),
        (
            'section = "patient"\nat_least = 1\nmessage = "One"',
            "required 1 (patient).section",
            "stands once on a sheet: each, at_least and where are for sections with many entries",
        ),
        (
            'section = "patient"\nfields = ["age"]\nwhere = { sex = ["9919001"] }',
            "required 1 (patient).section",
            "stands once on a sheet: each, at_least and where are for sections with many entries",
        ),
        (
            'section = "vitals"\nat_least = 2',
            "required 1 (vitals).at_least",
            "stands with a message, without each and one_of",
        ),
        (
            'section = "vitals"\nat_least = 2\neach = true\nmessage = "Two"',
            "required 1 (vitals).at_least",
            "stands with a message, without each and one_of",
        ),
        (
            'section = "vitals"\nat_least = 2\none_of = [["avpu"]]\nmessage = "Two"',
            "required 1 (vitals).at_least",
            "stands with a message, without each and one_of",
        ),
    ],
)
def test_a_wrong_rule_is_named(written, text, key, reason):
    found, said = written(rule(text))
    assert found == key
    assert said.startswith(reason)


def test_the_second_rule_is_named_as_the_second(written):
    key, _ = written(
        rule('section = "patient"\nfields = ["age"]\n') + rule('section = "patient"\nfields = ["ages"]')
    )
    assert key == "required 2 (patient).fields"


def test_a_word_for_an_unknown_field_is_named(written):
    key, said = written('required = []\n[words]\n"patient.agee" = "the age"')
    assert (key, said) == (
        "words.patient.agee",
        "there is no field “patient.agee”; near it: patient.age, patient.race",
    )


@pytest.mark.parametrize(
    ("text", "title", "key", "reason"),
    [
        ("required = 3", 'title = "Test"', "required", "expected `array`"),
        ("required = [3]", 'title = "Test"', "required 1", "must be a table of keys"),
        ("required = []", "", "(file)", "object missing required field `title`"),
        ("required = []", 'titel = "Test"', "titel", "there is no key “titel”; near it: title"),
        (
            rule('section = "vitals"\nat_least = 0'),
            'title = "Test"',
            "required[0].at_least",
            "expected `int` >= 1",
        ),
        ("required = [", 'title = "Test"', "(file)", "cannot be read as TOML:"),
    ],
)
def test_a_file_of_the_wrong_shape_is_named(written, text, title, key, reason):
    found, said = written(text, title)
    assert found == key
    assert said.startswith(reason)


def test_a_missing_file_and_one_that_is_no_text_are_named(tmp_path):
    with pytest.raises(BrokenSchema, match="there is no file of requirements"):
        load(tmp_path / "none.toml")
    (tmp_path / "bytes.toml").write_bytes(b"\xff\xfe")
    with pytest.raises(BrokenSchema, match="not saved as UTF-8"):
        load(tmp_path / "bytes.toml")


def test_every_condition_but_one_that_other_schools_may_want_is_used():
    used = {name for one in rules().required for name in one.when}
    assert set(CONDITIONS) - used == {"interfacility", "procedure_done"}


def test_every_word_of_the_file_belongs_to_a_field_that_is_asked_for():
    asked = {
        f"{one.section}.{name}"
        for one in rules().required
        for name in (*one.fields, *(name for names in one.one_of for name in names))
    }
    assert set(rules().words) <= asked


BAND = 'name = "{name}"\nunder_months = {under}\nheart_rate = {rate}\nrespiratory_rate = [20, 40]\nsystolic_from = 70\n'


@pytest.mark.parametrize(
    ("text", "key", "reason"),
    [
        (BAND.format(name="a", under=3, rate="[100, 90]"), "bands[0].heart_rate", "100 is above 90"),
        (BAND.format(name="a", under=3, rate="[1]"), "bands[0].heart_rate", "Expected `array` of length 2"),
        (
            BAND.format(name="a", under=3, rate="[1, 2]").replace("[20, 40]", "[41, 40]"),
            "bands[0].respiratory_rate",
            "41 is above 40",
        ),
        (
            BAND.format(name="a", under=3, rate="[1, 1]")
            + "[[bands]]\n"
            + BAND.format(name="b", under=3, rate="[1, 2]"),
            "bands[1].under_months",
            "must be higher than in the band before it",
        ),
        ("nam = 3", "bands[0]", "Object contains unknown field `nam`"),
        ("name = ", "(file)", "cannot be read as TOML:"),
    ],
)
def test_a_broken_file_of_usual_ranges_is_named(tmp_path, text, key, reason):
    file = tmp_path / "plausibility.toml"
    file.write_text(f"[[bands]]\n{text}", "utf-8")
    with pytest.raises(BrokenSchema) as broken:
        usual.load(file)
    assert (broken.value.file, broken.value.key) == (str(file), key)
    assert broken.value.reason.startswith(reason)


def test_a_missing_file_of_usual_ranges_is_named(tmp_path):
    with pytest.raises(BrokenSchema, match="there is no file of usual ranges"):
        usual.load(tmp_path / "none.toml")
