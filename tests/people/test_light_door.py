"""The page that a class opens in one moment asks for one style sheet, one script and no font, and its style sheet is whole."""

import re

import pytest

from epcr import paths
from epcr.accounts.sign_in import DEMO_ACCOUNTS
from epcr.fingerprints import assets
from epcr.scenarios.demo import ACCOUNTS
from tests.bootstrap.door import CLASSES, FILE, TAGS, cut
from tests.page import Visitor

KIB = 1024


def _states(world, monkeypatch):
    """The page as it is opened, on a demo, after a wrong password, and with a message on it."""
    visitor = Visitor(world.app)
    yield visitor.open("/sign-in")
    yield visitor.sign_in("ruiz", "wrong")
    world.as_("ruiz").open("/").submit("Sign out")
    yield world.visitors["ruiz"].open("/sign-in")
    monkeypatch.setitem(world.app.config, DEMO_ACCOUNTS, ACCOUNTS)
    yield Visitor(world.app).open("/sign-in")


def test_its_style_sheet_is_cut_of_the_others():
    assert FILE.read_text("utf-8") == cut(), "run make bootstrap"


def test_what_stands_on_it_is_styled(world, monkeypatch):
    for page in _states(world, monkeypatch):
        standing = page.html.find_all(True)
        assert {name for tag in standing for name in tag.get("class", [])} <= CLASSES
        assert {tag.name for tag in page.html.body.find_all(True)} <= TAGS


def test_it_asks_for_one_style_sheet_and_one_script(world):
    page = Visitor(world.app).open("/sign-in")
    asked = [
        re.sub(r"\.\w{12}\.", ".", str(tag.get("href") or tag.get("src")))
        for tag in page.html.select("link, script")
    ]
    assert asked == ["/static/mark.svg", "/static/door.css", "/static/door.js"]


@pytest.mark.parametrize(("name", "most"), [("door.css", 5.2), ("door.js", 0.7)])
def test_what_it_asks_for_is_small_on_the_wire(name, most):
    file = assets(paths.static())[name]
    assert len(file.compressed) <= most * KIB


def test_the_page_itself_is_small_and_fetches_no_font(world):
    assert len(world.app.test_client().get("/sign-in").data) < 4 * KIB
    assert b"url(" not in assets(paths.static())["door.css"].plain
