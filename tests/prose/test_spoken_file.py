"""The lists of `schemas/spoken.toml`: each is used, a broken one is named, and a word of one is known to all who read it."""

import re
from pathlib import Path

import pytest

import epcr
from epcr.broken_schema import BrokenSchema
from epcr.prose import ActMention, EventMention, MeasureMention, PersonMention, read, spoken_file


def test_every_list_is_named_by_a_reader_and_every_named_one_is_there():
    prose = [file.read_text("utf-8") for file in (Path(epcr.__file__).parent).rglob("*.py")]
    named = {name for text in prose for name in re.findall(r"«([a-z_]+)»", text)} - {"key"}
    assert named == set(spoken_file.spoken_lists())


@pytest.mark.parametrize(
    ("line", "key"),
    [
        ('fire = "engine||ladder"', "fire"),
        ('fire = "Engine"', "fire"),
        ('fires = "engine"', "fires"),
        ('son = "grown son"', "relatives"),
        ('son = "son*"', "relatives"),
    ],
)
def test_a_broken_file_is_named(line, key, tmp_path, monkeypatch):
    name = line.partition(" ")[0].rstrip("s")
    kept = spoken_file.spoken_path().read_text("utf-8").splitlines()
    broken = "\n".join(line if row.startswith(f"{name} =") else row for row in kept)
    (tmp_path / "spoken.toml").write_text(broken, "utf-8")
    monkeypatch.setattr(spoken_file, "spoken_path", lambda: tmp_path / "spoken.toml")
    monkeypatch.setattr(spoken_file, "_file", spoken_file._file.__wrapped__)
    with pytest.raises(BrokenSchema, match=key):
        spoken_file.spoken_lists.__wrapped__()


def told(text, kind):
    return [mention for sentence in read(text) for mention in sentence.mentions if isinstance(mention, kind)]


@pytest.mark.parametrize("word", ["wife", "mum", "coworker", "neighbor"])
def test_a_relative_is_known_to_all_readers(word):
    assert [mention.relation for mention in told(f"His {word}, Zelda, met us.", PersonMention)][:1]
    assert not any(mention.ours for mention in told(f"His {word} got a BP of 180/90.", MeasureMention))
    assert [mention.aspect for mention in told(f"His {word} gave him aspirin.", ActMention)] == ["by_kin"]


@pytest.mark.parametrize("place", ["rink", "gym", "school", "warehouse", "job site", "trailer"])
def test_a_place_is_left_and_reached(place):
    assert [mention.what for mention in told(f"We arrived at the {place} at 14:05.", EventMention)] == [
        "on_scene"
    ]
    assert [mention.what for mention in told(f"Pulled away from the {place} at 14:20.", EventMention)] == [
        "left_scene"
    ]


@pytest.mark.parametrize("place", ["gym", "home", "house"])
def test_where_somebody_was_at_a_time_is_no_arrival(place):
    """Before the call the patient was there too."""
    assert told(f"1355 at the {place} the patient felt dizzy.", EventMention) == []
