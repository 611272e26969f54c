"""The file of names that stand beside right answers: what is wrong in it is named by file, key and reason."""

from itertools import pairwise

import pytest

from epcr.broken_schema import BrokenSchema
from epcr.rehearsal import others
from epcr.rehearsal.ladders import ladder, times, written_alike
from epcr.rehearsal.others import head, load, medication_head, words_of_text
from epcr.rehearsal.question import Lot, mixed
from tests import build

KINDS = ("medications", "allergies", "other_allergies", "history", "impressions", "complaints")


def complaint(tmp_path, text):
    file = tmp_path / "rehearsal.toml"
    file.write_text(text, "utf-8")
    with pytest.raises(BrokenSchema) as found:
        load(file)
    return str(found.value).removeprefix(f"{file}: ")


def whole(**changed):
    lists = dict.fromkeys(KINDS, '[{name = "One"}]') | changed
    return "\n".join(f"{kind} = {told}" for kind, told in lists.items())


@pytest.mark.parametrize("kind", KINDS)
def test_the_shipped_file_has_enough_of_every_kind(kind):
    assert len(getattr(others.others(), kind)) >= 10


@pytest.mark.parametrize("kind", [kind for kind in KINDS if kind != "complaints"])
def test_a_shipped_name_has_the_form_that_a_right_answer_is_shortened_to(kind):
    short = medication_head if kind == "medications" else head
    names = [one.name for one in getattr(others.others(), kind)]
    assert [short(name) for name in names] == names


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("medications = ", "(file): cannot be read as TOML:"),
        (whole(medications='[{nam = "x"}]'), "medications[0]: Object contains unknown field `nam`"),
        (whole(history='[{name = "x", b = 1}]'), "history[0]: Object contains unknown field `b`"),
        (whole(history='[{name = ""}]'), "history[0].name: must have 1 to 48 characters"),
        (whole(complaints=f'[{{name = "{"x" * 49}"}}]'), "complaints[0].name: must have 1 to 48 characters"),
        (whole(allergies='[{name = "Latex"}, {name = "latex"}]'), "allergies[1].name: latex stands twice"),
        ("medications = []", "(file): Object missing required field"),
    ],
)
def test_what_is_wrong_in_the_file_is_named(tmp_path, text, says):
    assert complaint(tmp_path, text).startswith(says)


def test_a_file_that_is_not_there_is_named(tmp_path):
    with pytest.raises(BrokenSchema, match="there is no file of names"):
        load(tmp_path / "rehearsal.toml")


def test_an_application_does_not_start_without_the_names(monkeypatch, tmp_path):
    from epcr import schemas  # noqa: PLC0415

    others.others.cache_clear()
    monkeypatch.setattr(others, "file", lambda: tmp_path / "gone.toml")
    assert [one.file for one in schemas.broken()] == [str(tmp_path / "gone.toml")]
    others.others.cache_clear()


def test_a_name_is_left_out_where_the_sheet_says_it_or_another_word_for_it():
    warfarin = next(one for one in others.others().medications if one.name == "Warfarin")
    for words in ("Warfarin 5 mg", "on COUMADIN", "takes a blood thinner", "anticoagulant, unknown which"):
        assert words_of_text(words).mentions(warfarin)
    for words in ("warfarins", "thinner", "No bleeding"):
        assert not words_of_text(words).mentions(warfarin)


def test_wrong_answers_of_the_same_kind_and_length_come_first():
    pool = others.others().impressions
    found = others.beside("Bradycardia", pool, words_of_text(""), Lot("1"), "x", kind="heart")
    kinds = {one.name: one.kind for one in pool}
    assert {kinds[name] for name in found[:3]} == {"heart"}
    assert all(len(name.split()) <= 2 for name in found[:3])


@pytest.mark.parametrize("value", [0, 1, 15, 100])
def test_a_ladder_keeps_within_what_is_possible(value):
    for seed in map(str, range(20)):
        texts, place = ladder(value, (2, 8), (0, 120), lambda number: f"{number:.0f}", Lot(seed))
        assert texts[place] == str(value)
        assert all(0 <= int(text) <= 120 for text in texts)
        assert len({int(after) - int(before) for before, after in pairwise(texts)}) == 1


def test_a_ladder_without_room_is_none():
    assert ladder(5, (2,), (4, 6), str, Lot("1")) is None


def test_times_of_another_day_do_not_stand_out():
    customs = build.sheet().customs()
    for seed in map(str, range(20)):
        made = times(build.clock("00:20"), (30,), customs.clock, Lot(seed))
        assert made is not None
        texts, place = made
        assert texts[place] == "00:20"
        assert len({len(text) for text in texts}) == 1


def test_texts_are_written_alike_with_the_same_decimals():
    assert written_alike(("0.4 mg", "0.8 mg"))
    assert not written_alike(("0.4 mg", "0.25 mg"))
    assert not written_alike(("2", "2"))


def test_a_choice_without_three_wrong_answers_is_none():
    assert mixed("Yes", ["No", "yes", "NO"], Lot("1"), "x") is None
