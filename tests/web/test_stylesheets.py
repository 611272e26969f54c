"""The stylesheets as they are written: what they style is on some page."""

import re

import pytest

from epcr import paths

OTHERS = {"bootstrap.css", "door.css"}  # as its makers have it, and made of the others
SHEETS = sorted(file for file in paths.static().glob("*.css") if file.name not in OTHERS)


@pytest.fixture(scope="module")
def drawn():
    """What puts classes on pages: whole names, and beginnings of those made while a page is drawn (`mark-{{ tone }}`, `group-{slug}`)."""
    files = [
        *paths.templates().rglob("*.html"),
        *paths.templates().rglob("*.svg"),
        *paths.static().glob("*.js"),
    ]
    files += paths.static().parent.rglob("*.py")
    text = "".join(file.read_text("utf-8") for file in files)
    return set(re.findall(r"[\w-]+", text)), tuple(set(re.findall(r"(?<![\w-])([A-Za-z][\w-]*-)\$?\{", text)))


@pytest.mark.parametrize("sheet", SHEETS, ids=lambda file: file.name)
def test_every_class_that_is_styled_is_drawn(sheet, drawn):
    whole, beginnings = drawn
    text = re.sub(r"/\*.*?\*/", "", sheet.read_text("utf-8"), flags=re.DOTALL)
    styled = set(re.findall(r"\.(-?[A-Za-z_][\w-]*)", re.sub(r"\{[^{}]*\}", "{}", text)))
    assert {name for name in styled - whole if not name.startswith(beginnings)} == set()
