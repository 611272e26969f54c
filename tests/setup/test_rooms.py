"""The picture of the rooms in docs/architecture.md is the house as it stands."""

from itertools import pairwise
from xml.etree import ElementTree as ET

from tests.setup.rooms import PICTURE, ROOT, drawn, fewest, rooms

SVG = "{http://www.w3.org/2000/svg}"


def test_the_picture_is_that_of_today():
    assert PICTURE.read_text("utf-8") == drawn(ROOT / "epcr"), "the imports have changed: make rooms"


def test_an_arrow_that_follows_from_others_is_left_out():
    asks = {"web": frozenset({"review", "sheet"}), "review": frozenset({"sheet"}), "sheet": frozenset()}
    assert fewest(asks) == asks | {"web": frozenset({"review"})}


def test_every_room_that_asks_or_is_asked_stands_in_it_once_and_inside():
    picture = ET.fromstring(PICTURE.read_text("utf-8"))  # noqa: S314 - our own
    names = [text.text for text in picture.iter(f"{SVG}text") if text.get("class") == "name"]
    asks = rooms(ROOT / "epcr")
    assert sorted(names) == sorted(
        name for name in asks if asks[name] or any(name in one for one in asks.values())
    )
    width, height = (float(picture.get(side)) for side in ("width", "height"))
    boxes = [rect for rect in picture.iter(f"{SVG}rect") if rect.get("class") == "room"]
    for box in boxes:
        x, y, wide, high = (float(box.get(key)) for key in ("x", "y", "width", "height"))
        assert 0 <= x <= width - wide
        assert 0 <= y <= height - high
    tops = sorted((float(box.get("y")), float(box.get("x"))) for box in boxes)
    for (top, left), (other_top, other) in pairwise(tops):
        assert other_top != top or other >= left + float(boxes[0].get("width"))
