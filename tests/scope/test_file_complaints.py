"""What is complained of a ruleset file, with the file and the place it names: read alone, in a folder without the shipped ones."""

from __future__ import annotations

import errno
from datetime import date

import pytest

from epcr import paths, toml_file
from epcr.scope.files import library as files
from epcr.scope.files.assembly import Assembly
from epcr.scope.files.entries import LevelEntry, RulesetFile, converted, misplaced, unfit_id
from epcr.scope.files.library import read_rulesets

HEAD = """id = "{id}"
title = "A place"
version = "1"
in_force_from = 2025-01-01
source = "here"
notice = "For training"
"""
REST = """
[sources]
here = "The rules of the place"
there = "Another paper"

[certificate]
source = "here"
confidence = "high"

[student]
source = "here"
confidence = "high"

[[levels]]
name = "EMT"
"""


@pytest.fixture
def folder(tmp_path, monkeypatch):
    """A folder of rulesets, and none beside it."""
    empty = tmp_path / "none"
    (empty / "scope").mkdir(parents=True)
    monkeypatch.setattr(paths, "schemas", lambda: empty)
    monkeypatch.setattr(paths, "local_rulesets", lambda: empty / "local")
    place = tmp_path / "rulesets"
    place.mkdir()
    return place


def written(folder, name="place", more="", rest=REST, id_=None):
    path = folder / f"{name}.toml"
    path.write_text(HEAD.format(id=id_ or name) + more + rest, "utf-8")
    return path


def complaints(read, *what):
    """What is complained of, and what the reading gives."""
    found = []
    return read(*what, lambda *told: found.append(told)), found


def test_a_good_file_is_read_without_a_complaint(folder):
    path = written(folder)
    read, found = complaints(files._file, path)
    assert (read.id, found) == ("place", [])
    rulesets, found = complaints(read_rulesets, folder)
    assert (list(rulesets), found) == (["place"], [])
    assert rulesets["place"].file == path


def test_a_file_that_is_not_there_is_named_with_the_reason(folder):
    path = folder / "place.toml"
    assert complaints(files._file, path) == (
        None,
        [(path, "the file", "cannot be read: No such file or directory")],
    )


def test_a_file_in_another_encoding_is_named(folder):
    path = folder / "place.toml"
    path.write_bytes(b'title = "\xe9"')
    _, found = complaints(files._file, path)
    assert [told[:2] for told in found] == [(path, "the file")]
    assert found[0][2] == toml_file._NOT_UTF_8


def test_a_file_that_is_no_toml_is_named(folder):
    path = written(folder, more="title 3\n")
    _, found = complaints(files._file, path)
    assert [told[:2] for told in found] == [(path, "the file")]


@pytest.mark.parametrize("endless", ["deep = " + "[" * 5000, "number = " + "9" * 5000])
def test_an_endless_file_is_named(folder, endless):
    path = written(folder, more=endless + "\n")
    assert complaints(files._file, path) == (
        None,
        [(path, "the file", "is nested without end or has an endless number; write shorter ones")],
    )


def test_a_byte_order_mark_is_no_part_of_a_file(folder):
    path = written(folder)
    path.write_bytes(b"\xef\xbb\xbf" + path.read_bytes())
    assert complaints(files._file, path)[1] == []


def test_a_file_is_read_as_utf_8_on_every_machine(folder, monkeypatch):
    path = written(folder, more="# Łódź\n")
    read = type(path).read_text
    encodings = []
    monkeypatch.setattr(
        type(path), "read_text", lambda self, encoding: encodings.append(encoding) or read(self, encoding)
    )
    files._file(path, pytest.fail)
    assert [one.lower() for one in encodings] == ["utf-8-sig"]


def test_what_is_no_file_or_is_vast_is_an_error_of_the_system(folder, monkeypatch):
    path = written(folder)
    monkeypatch.setattr(toml_file, "_LARGEST", path.stat().st_size)
    assert toml_file._text(path)
    monkeypatch.setattr(toml_file, "_LARGEST", 10)
    with pytest.raises(OSError, match="it is larger than 0 MB") as vast:
        toml_file._text(path)
    assert vast.value.errno == errno.EFBIG
    monkeypatch.setattr(toml_file.stat, "S_ISREG", lambda mode: False)
    with pytest.raises(OSError, match="it is no file") as pipe:
        toml_file._text(path)
    assert pipe.value.errno == errno.EINVAL


def test_a_key_that_slipped_into_a_table_is_named(folder):
    path = written(folder, rest=REST + '\n[programs]\na = "A"\nlevels = ["EMT"]\n')
    read, found = complaints(files._file, path)
    assert read is None
    assert found == [(path, *told) for told in misplaced({"programs": {"a": "A", "levels": ["EMT"]}})]
    assert found[0][1].startswith("programs")


@pytest.mark.parametrize("table", ["sources", "endorsements", "programs"])
def test_each_table_of_names_is_looked_through(table):
    assert not list(misplaced({table: {"a": "A"}}))
    assert len(list(misplaced({table: {"a": "A", "ceiling": True, "parent": "x"}}))) == 2
    assert not list(misplaced({table: {"title": "a name may be called so"}}))
    assert not list(misplaced({table: "no table"}))
    assert len(list(misplaced({"sources": "no table", "programs": {"ceiling": True}}))) == 1


def test_an_entry_that_does_not_fit_is_named_with_file_and_place(folder):
    path = written(folder, more="follows = 3\n")
    read, found = complaints(files._file, path)
    assert read is None
    assert [told[:2] for told in found] == [(path, "follows")]


def test_a_key_of_the_head_below_a_bracket_is_told_where_it_belongs(folder):
    path = folder / "place.toml"
    _, found = complaints(converted, {"name": "EMT", "ceiling": True}, LevelEntry, path, "levels (entry 1)")
    assert found == [
        (
            path,
            "levels (entry 1).ceiling",
            "belongs to the head of the file; move it to the top, above the first line in brackets",
        )
    ]
    _, found = complaints(converted, {"name": "EMT", "below": 3}, LevelEntry, path, "levels (entry 1)")
    assert "belongs to the head" not in found[0][2]


def test_an_id_that_is_not_the_name_of_the_file_is_named(folder):
    path = written(folder, id_="another")
    read, found = complaints(files._file, path)
    assert read is not None
    assert found == [
        (path, "id", 'must be "place", the name of the file without .toml; change one of the two')
    ]


def test_an_id_that_fits_nowhere_is_named(folder):
    path = written(folder, name="a place")
    assert complaints(files._file, path)[1] == [
        (path, "id", "must be letters, digits, points, - and _, up to 80")
    ]


def test_what_an_id_may_be():
    assert unfit_id("us-oh") is None
    assert unfit_id("a b") == "must be letters, digits, points, - and _, up to 80"
    assert unfit_id("x" * 80) is None
    assert unfit_id("x" * 81) is not None
    assert unfit_id("compare") == unfit_id("class-1-22") == "is kept for another use"


def test_a_folder_that_is_not_there_is_named(folder):
    gone = folder / "gone"
    assert complaints(read_rulesets, gone) == (
        {},
        [(gone, "the folder", "is not there; name a folder with ruleset files")],
    )
    assert complaints(read_rulesets, None) == ({}, [])


def test_an_id_that_another_folder_has_is_told_once_and_the_rest_is_read(folder):
    first = paths.local_rulesets()
    first.mkdir()
    taken, second, third = written(first, "b"), written(folder, "b"), written(folder, "c")
    read, found = complaints(read_rulesets, folder)
    reason = f'"b" is already the id of {taken}; choose another, or move one of the files away'
    assert found == [(second, "id", reason)]
    assert {name: one.file for name, one in read.items()} == {"b": taken, "c": third}


def test_a_file_that_cannot_be_read_does_not_hide_the_next(folder):
    (folder / "a.toml").write_text("no toml", "utf-8")
    written(folder, "b")
    read, found = complaints(read_rulesets, folder)
    assert list(read) == ["b"]
    assert len(found) == 1


def test_a_parent_that_nobody_has_is_named_with_the_nearest(folder):
    written(folder, "place")
    child = written(folder, "child", more='parent = "plase"\n')
    read, found = complaints(read_rulesets, folder)
    assert list(read) == ["place"]
    assert found == [(child, "parent", 'The ruleset "plase" is unknown; the nearest known is "place"')]


def test_a_circle_of_parents_is_named(folder):
    path = written(folder, "one", more='parent = "two"\n')
    other = written(folder, "two", more='parent = "one"\n')
    read, found = complaints(read_rulesets, folder)
    assert read == {}
    assert (other, "parent", "one, two and one name each other as parent") in found
    assert all(told[0] in {path, other} for told in found)


def entry(**changes):
    """A file without certificate, student and levels."""
    told = {
        "id": "place", "title": "A place", "version": "1", "in_force_from": date(2025, 1, 1),
        "source": "here", "notice": "For training", "sources": {"here": "The rules"}, **changes,
    }  # fmt: skip
    return converted(told, RulesetFile, "place", "", pytest.fail)


def test_what_a_ruleset_lacks_is_named_by_its_key():
    read, found = complaints(
        lambda told, complain: Assembly("place", told, None, complain).ruleset(), entry()
    )
    assert read is None
    parent = ', or name the parent that has it: parent = "us-national-2019", above the first line in brackets'
    where = f"is missing; say where it stands written: source and confidence{parent}"
    assert found[:3] == [
        ("place", "certificate", where),
        ("place", "student", where),
        ("place", "levels", f"is missing; declare the levels that have a column{parent}"),
    ]


def test_without_one_basis_there_is_no_ruleset():
    basis = {"source": "here", "confidence": "high"}
    for lacking in ("certificate", "student"):
        told = entry(**{one: basis for one in ("certificate", "student") if one != lacking})
        read, found = complaints(lambda one, complain: Assembly("place", one, None, complain).ruleset(), told)
        assert read is None
        assert lacking in [place for _, place, _ in found]


def test_a_ruleset_may_be_in_force_for_one_day_and_not_backward(folder):
    written(folder, more="in_force_to = 2025-01-01\n")
    read, found = complaints(read_rulesets, folder)
    assert found == []
    assert read["place"].in_force_to == read["place"].in_force_from
    path = written(folder, more="in_force_to = 2024-12-31\n")
    assert complaints(read_rulesets, folder)[1] == [(path, "in_force_to", "is before in_force_from")]


def test_a_ruleset_keeps_what_its_file_says_and_what_its_parent_has(folder):
    compact = '\n[compact]\nstates = ["VT"]\nsource = "there"\nconfidence = "low"\n'
    notice = '\n[[change_notices]]\ntitle = "{0}"\ndated = 2025-02-01\nsummary = "B"\nitems = []\nsource = "here"\nconfidence = "low"\n'
    written(
        folder, more='state = "OH"\nfollows = "a protocol"\n', rest=REST + compact + notice.format("First")
    )
    written(
        folder,
        "child",
        more='parent = "place"\n',
        rest=REST.partition("[certificate]")[0] + notice.format("Second"),
    )
    read, found = complaints(read_rulesets, folder)
    assert found == []
    place, child = read["place"], read["child"]
    assert (place.source, place.notice, place.follows) == ("here", "For training", "a protocol")
    assert (child.state, child.compact) == ("OH", place.compact)
    assert child.compact is not None
    assert [one.title for one in child.change_notices] == ["First", "Second"]
    assert (child.certificate, child.student) == (place.certificate, place.student)
