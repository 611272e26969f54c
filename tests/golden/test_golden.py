"""The documents of eight demo sheets are as they were when somebody last looked at them (`make golden` keeps them anew)."""

from __future__ import annotations

import pytest
from PIL import Image, ImageChops

from tests.demo_class import loaded_in
from tests.golden.papers import HERE, PRINTED, SHEETS, papers

DARK = 110  # of 255; letters may be a shade lighter with another version of the renderer
SHARE = 0.0005  # of the dots; a line of text that moved is ten times that


@pytest.fixture(scope="module")
def demo(tmp_path_factory):
    with loaded_in(tmp_path_factory.mktemp("golden")) as database:
        yield database


@pytest.fixture(scope="module")
def drawn(demo):
    return {paper.name: paper for slug in PRINTED for paper in papers(demo, slug)}


NAMES = [f"{sheet}_{slug}" for slug in PRINTED for sheet in SHEETS.values()]


@pytest.mark.parametrize("name", NAMES)
def test_the_text_is_the_text_that_was_kept(drawn, name):
    assert drawn[name].text == (HERE / f"{name}.txt").read_text("utf-8")


@pytest.mark.parametrize("name", NAMES)
def test_the_pages_look_as_those_that_were_kept(drawn, name):
    with Image.open(HERE / f"{name}.png") as kept:
        assert differing(drawn[name].picture, kept.convert("L")) <= SHARE


def differing(one: Image.Image, other: Image.Image) -> float:
    """The share of dots that are clearly darker or lighter."""
    assert one.size == other.size
    darkest = ImageChops.difference(one, other).histogram()
    return sum(darkest[DARK:]) / sum(darkest)


def test_a_line_that_moved_by_two_points_is_seen(drawn):
    picture = drawn["stemi-accepted_sbar"].picture
    moved = picture.copy()
    moved.paste(picture.crop((0, 560, 612, 571)), (0, 562))
    assert differing(picture, moved) > SHARE


def test_nothing_is_kept_that_is_not_drawn():
    assert {file.stem for file in HERE.iterdir()} == set(NAMES)
