"""Ruleset files that somebody wrote to break what reads them: each is named with its key, and nothing is permitted by it."""

import json
import os

import pytest

from epcr.scope import broken_schemas, judge_lines
from epcr.scope.files.library import read_rulesets
from tests.scope.asking import NATIONAL, cell_of, place, written


def broken(folder):
    return {one.key: one.reason for one in broken_schemas(folder)}


@pytest.mark.parametrize(
    "head", ["a = " + "[" * 20_000, "a = " + "[" * 2_000 + "]" * 2_000, "a = " + "9" * 9_000]
)
def test_a_file_without_end_is_refused_by_its_name(tmp_path, head):
    written(tmp_path, head=head)
    (found,) = broken_schemas(tmp_path)
    assert found.file.endswith("place.toml")
    assert "endless" in found.reason


@pytest.mark.parametrize(
    "name", ["age_from", "age_under", "weight_from", "weight_under", "dose_max", "cumulative_max"]
)
@pytest.mark.parametrize("limit", ["nan", "inf", "-inf", "-1", "1e999"])
def test_a_limit_that_no_act_can_be_measured_by_is_refused(tmp_path, name, limit):
    written(tmp_path, cell_of("aspirin_po", "EMT", f'{{ may = "yes", {name} = {limit}, unit = "mg" }}'))
    assert broken(tmp_path)[f"items.aspirin_po.cells.EMT.{name}"] == "must be a number from 0 up"


def test_the_last_day_of_the_calendar_has_none_after_it(tmp_path):
    written(tmp_path, head="in_force_to = 9999-12-31")
    written(tmp_path, name="child", parent="place")
    written(tmp_path, head='follows = "place"', name="heir")
    assert broken(tmp_path) == {"follows": '"place" has no last day; give it in_force_to'}


def test_a_level_does_not_stand_below_itself(tmp_path):
    written(tmp_path, '[[levels]]\nname = "EMR"\nbelow = "EMR"\n')
    assert broken(tmp_path) == {"levels.EMR.below": "must be another level"}


def test_a_level_without_a_name_has_no_column(tmp_path):
    written(tmp_path, '[[levels]]\nname = " "\notherwise = "yes"\nsource = "here"\nconfidence = "high"\n')
    assert "cannot have a column" in broken(tmp_path)["levels. "]


@pytest.mark.parametrize("name", ["class-1-1", "compare", "a b", "a?b", "a\nb", ".hidden", "x" * 81])
def test_an_id_that_no_address_or_column_can_hold_is_refused(tmp_path, name):
    file = written(tmp_path, name="place")
    text = file.read_text("utf-8").replace('id = "place"', f"id = {json.dumps(name)}", 1)
    file.rename(tmp_path / f"{name}.toml").write_text(text, "utf-8")
    assert "id" in broken(tmp_path)


@pytest.mark.parametrize(
    "column", ['otherwise = "yes"', 'otherwise = "Paramedic"', 'functions_as = "Paramedic"']
)
def test_a_level_that_a_ceiling_does_not_know_is_permitted_nothing_below_it(tmp_path, column):
    written(tmp_path, head="ceiling = true", name="above")
    level = f'[[levels]]\nname = "Wizard"\n{column}\nsource = "here"\nconfidence = "high"\n'
    written(tmp_path, level, name="below", parent="above")
    complaints = []
    known = read_rulesets(tmp_path, lambda *told: complaints.append(told))
    assert complaints == []
    act = {"ruleset": "below", "item": "aspirin_po", "level": "Wizard"}
    (line,) = judge_lines([json.dumps(act)], known)
    assert json.loads(line)["verdict"] == "cannot_judge"
    assert "no rule for" in broken(tmp_path)["items.aspirin_po.cells.Wizard"]


@pytest.mark.parametrize("ring", [["place"], ["place", "b"], ["place", "b", "c"]])
def test_parents_in_a_ring_are_named(tmp_path, ring):
    for name, parent in zip(ring, [*ring[1:], ring[0]], strict=True):
        written(tmp_path, name=name, parent=parent)
    assert "name each other as parent" in broken(tmp_path)["parent"]


def test_a_file_cannot_take_the_place_of_a_shipped_one(tmp_path):
    written(tmp_path, name=NATIONAL, parent="us-vt")
    assert "is already the id of" in broken(tmp_path)["id"]


def test_a_folder_that_is_named_like_a_file_is_named(tmp_path):
    (tmp_path / "x.toml").mkdir()
    assert "Is a directory" in broken(tmp_path)["the file"]


def test_words_of_a_ruleset_come_to_a_verdict_as_they_are(tmp_path):
    note = "<script>\u202e" + "x" * 100_000
    known = place(tmp_path, cell_of("aspirin_po", "EMT", f'{{ may = "yes", note = {json.dumps(note)} }}'))
    act = {"ruleset": "place", "item": "aspirin_po", "level": "EMT"}
    (line,) = judge_lines([json.dumps(act)], known)
    assert line.isascii()
    assert json.loads(line)["note"].startswith(note)


def test_what_would_never_end_is_not_read(tmp_path):
    os.mkfifo(tmp_path / "pipe.toml")
    (tmp_path / "zero.toml").symlink_to("/dev/zero")
    with (tmp_path / "vast.toml").open("wb") as file:
        file.truncate(200 * 1024 * 1024)
    found = {one.file.rpartition("/")[2]: one.reason for one in broken_schemas(tmp_path)}
    assert found == {
        "pipe.toml": "cannot be read: it is no file",
        "zero.toml": "cannot be read: it is no file",
        "vast.toml": "cannot be read: it is larger than 64 MB",
    }
