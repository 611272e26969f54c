"""A broken file in `schemas/` is named by file, key and reason, and nothing starts: neither the server nor an application."""

import csv
import shutil
import sys
from subprocess import run

import pytest

from epcr import create_app, schemas
from epcr.broken_schema import BrokenSchema
from epcr.config import Settings
from tests.cli.running import CHECKOUT, Epcr, refused

CATALOG = "interventions/catalog.csv"
SCENARIO = "scenarios/inferior-stemi.toml"
DEMO = "demo/inferior-stemi-1.toml"


@pytest.fixture(scope="module")
def code(tmp_path_factory):
    """A copy of the package and the pages, whose schemas can be broken."""
    copy = tmp_path_factory.mktemp("checkout")
    shutil.copytree(CHECKOUT / "epcr", copy / "epcr", ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copytree(CHECKOUT / "templates", copy / "templates")
    return copy


@pytest.fixture
def copied(code, tmp_path):
    """The command of the copy with schemas as they are shipped."""
    shutil.rmtree(code / "schemas", ignore_errors=True)
    shutil.copytree(CHECKOUT / "schemas", code / "schemas")
    return Epcr(tmp_path / "home", code)


def change(epcr, name, before, after):
    file = epcr.code / "schemas" / name
    text = file.read_text("utf-8")
    assert before in text
    file.write_text(text.replace(before, after, 1), "utf-8")
    return file


def complaints(epcr):
    """What `check-schemas` names: file within schemas/, key and reason."""
    checked = epcr.apart("check-schemas")
    assert (checked.returncode, checked.stdout) == (1, "")
    *named, last = checked.stderr.splitlines()
    assert last == f"Error: {len(named)} broken; nothing starts until they are mended"
    split = [line.removeprefix(f"{epcr.code / 'schemas'}/").split(": ", 2) for line in named]
    assert {len(one) for one in split} == {3}, named
    return [tuple(one) for one in split]


def line_of(item):
    with (CHECKOUT / "schemas" / CATALOG).open(encoding="utf-8", newline="") as lines:
        reader = csv.reader(lines)
        return next(f"line {reader.line_num}" for row in reader if row[0] == item)


def test_every_broken_file_is_named_once_with_key_and_reason(copied):
    change(copied, CATALOG, "fbao_manual,procedure", "fbao_manual,procedur")
    change(copied, CATALOG, ",airway_opa\n", ",airway_opaa\n")
    change(copied, "scope/us-national-2019.toml", 'confidence = "high"', 'confidence = "hihg"')
    change(copied, "completeness.toml", "\n[[required]]", "\n[[require]]")
    change(copied, "plausibility.toml", "under_months = ", "under_month = ")
    change(copied, SCENARIO, "title = ", "titel = ")
    change(copied, DEMO, "trainee = ", "trainees = ")
    named = complaints(copied)
    assert len({(file, key) for file, key, _ in named}) == len(named)
    assert {key: reason for file, key, reason in named if file == CATALOG} == {
        line_of("fbao_manual"): 'The kind "procedur" is unknown; the nearest known is "procedure"',
        line_of("airway_opa"): 'The rule "airway_opaa" is unknown; the nearest known is "airway_opa"',
    }
    others = {file: f"{key}: {reason}" for file, key, reason in named if file != CATALOG}
    mistakes = {
        "scope/us-national-2019.toml": "hihg",
        "completeness.toml": "require",
        "plausibility.toml": "under_month",
        SCENARIO: "titel",
        DEMO: "trainees",
    }
    assert set(others) == set(mistakes)
    for file, mistake in mistakes.items():
        assert mistake in others[file], others[file]


def test_a_broken_vocabulary_is_named_once_however_many_files_need_it(copied):
    change(copied, "vocabulary/avpu.csv", "code,label", "code,labels")
    change(copied, "vocabulary/route.csv", "9927021,", "9927023,")
    assert complaints(copied) == [
        ("vocabulary/avpu.csv", "(header)", "the columns must be code,label,group,synonyms,standard"),
        ("vocabulary/route.csv", "line 3", "the code 9927023 stands twice"),
    ]


@pytest.mark.parametrize(
    ("header", "said"),
    [
        ("routes,supply,formulation,mode,unit,", ["units is missing", "'unit' is none of them"]),
        ("routes,formulation,mode,units,", ["supply is missing"]),
    ],
)
def test_a_column_that_is_missing_or_renamed_is_named(copied, header, said):
    change(copied, CATALOG, "routes,supply,formulation,mode,units,", header)
    ((file, key, reason),) = complaints(copied)
    assert (file, key) == (CATALOG, "line 1")
    assert all(words in reason for words in said)


RULES = ["completeness.toml", "plausibility.toml", "scope/us-national-2019.toml"]


@pytest.mark.parametrize(
    ("files", "content"),
    [
        ([*RULES, SCENARIO, DEMO], b"\xff\xfe"),
        ([*RULES, SCENARIO, DEMO], b"title = \n"),
        ([CATALOG], b'"id\n'),
        (["vocabulary/avpu.csv", "vocabulary/route.csv"], b"code,label\xff\n"),
        (["vocabulary/avpu.csv"], b'code,label,group,synonyms,standard\n"' + b"x" * 200_000),
        (["completeness.toml", "plausibility.toml", CATALOG], None),
        (["vocabulary/avpu.csv"], None),
    ],
    ids=[
        "no text",
        "no TOML",
        "no CSV",
        "no text of a vocabulary",
        "a quotation without an end",
        "gone",
        "a vocabulary gone",
    ],
)
def test_a_file_that_cannot_be_read_or_is_gone_is_named(copied, files, content):
    for name in files:
        file = copied.code / "schemas" / name
        if content is None:
            file.unlink()
        else:
            file.write_bytes(content)
    assert {file for file, _, _ in complaints(copied)} >= set(files)


@pytest.mark.parametrize(
    "words", [("serve", "--port", "0"), ("serve", "--demo", "--port", "0")], ids=" ".join
)
def test_the_server_refuses_to_start_on_a_broken_file(copied, words):
    file = change(copied, CATALOG, "fbao_manual,procedure", "fbao_manual,procedur")
    sentence = refused(copied.apart(*words))
    assert sentence.startswith(f"{file}: {line_of('fbao_manual')}: ")
    assert '"procedure"' in sentence
    assert not copied.home.exists()


def test_an_application_of_another_server_refuses_to_start_on_a_broken_file(copied):
    file = change(copied, SCENARIO, "title = ", "titel = ")
    start = "from epcr import create_app; create_app()"
    environment = {"PYTHONPATH": str(copied.code), "EPCR_HOME": str(copied.home)}
    copied.home.mkdir()
    started = run(
        [sys.executable, "-c", start],
        env=environment,
        cwd=copied.home,
        capture_output=True,
        text=True,
        check=False,
        timeout=90,
    )
    assert started.returncode == 1
    assert started.stderr.splitlines()[-1].startswith(f"epcr.broken_schema.BrokenSchema: {file}: ")


@pytest.fixture
def unread():
    """As in a process that has not looked at its schemas yet."""
    schemas.require_whole.cache_clear()
    yield
    schemas.require_whole.cache_clear()


@pytest.mark.usefixtures("unread")
def test_the_schemas_are_looked_at_once_for_all_applications_of_a_process(monkeypatch, tmp_path):
    looks = []
    monkeypatch.setattr(schemas, "broken", lambda: looks.append(1) or iter(()))
    settings = Settings(f"sqlite:///{tmp_path / 'epcr.sqlite'}", "secret of the tests", testing=True)
    for _ in range(3):
        create_app(settings)
    assert looks == [1]


@pytest.mark.usefixtures("unread")
def test_what_is_broken_stays_broken_until_it_is_mended(monkeypatch, tmp_path):
    settings = Settings(f"sqlite:///{tmp_path / 'epcr.sqlite'}", "secret of the tests", testing=True)
    monkeypatch.setattr(
        schemas, "broken", lambda: iter([BrokenSchema("avpu.csv", "line 3", "it must have 5 columns")])
    )
    for _ in range(2):
        with pytest.raises(BrokenSchema, match=r"^avpu\.csv: line 3: it must have 5 columns$"):
            create_app(settings)
    monkeypatch.setattr(schemas, "broken", lambda: iter(()))
    create_app(settings)
