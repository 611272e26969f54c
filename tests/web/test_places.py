"""Where one is: the bar says in which place a page lies, and a page below another leads back to it by the same arrow."""

from __future__ import annotations

import pytest

from tests.every_page import full_college, pages

# Under the name of whoever is signed in, or of no place of their bar.
OF_NO_PLACE = {"/password", "/dictionary", "/certificates", "/join/another"}


@pytest.fixture(scope="module")
def college(tmp_path_factory):
    made = full_college(tmp_path_factory.mktemp("places"), lambda most: "Some words"[:most])
    yield made
    made.world.database.engine.dispose()


def of_a_place(login: str, path: str) -> bool:
    return path.partition("?")[0] not in OF_NO_PLACE and not (
        login == "ruiz" and path.startswith("/classes/")
    )


def test_each_page_of_a_place_says_in_the_bar_which_one(college):
    wrong = {}
    for login, path in pages(college):
        bar = college.world.as_(login).open(path).html.select("nav.places a") if login else []
        here = [place.text.strip() for place in bar if place.get("aria-current") == "page"]
        if bar and len(here) != of_a_place(login, path):
            wrong[login, path] = here
    assert wrong == {}


@pytest.mark.parametrize(
    ("login", "path", "place"),
    [
        ("teacher", "/sheets/{sheet}/document/further", "Review"),
        ("teacher", "/sheets/{sheet}/document/check", "Review"),
        ("teacher", "/sheets/{sheet}/document/exercise", "Review"),
        ("teacher", "/sheets/{sheet}/model", "Review"),
        ("teacher", "/classes/{room}/import", "Classes"),
        ("boss", "/", "People"),
        ("ruiz", "/sheets/{sheet}/document/further", "My run sheets"),
    ],
)
def test_what_is_opened_from_a_page_lies_in_its_place(college, login, path, place):
    address = path.format(sheet=college.sheets["draft"], room=college.classroom)
    page = college.world.as_(login).open(address)
    assert page.html.select_one("nav.places [aria-current]").text.strip() == place


def leads_back(page) -> bool:
    """Whether an arrow above the title leads back, or the button beside the one that a form is there for."""
    buttons = [tag.text.strip() for tag in page.html.select("a.btn")]
    return bool(page.html.select_one("p.up a")) or any(words.startswith("Back") for words in buttons)


def test_each_page_below_another_leads_back(college):
    wrong = []
    for login, path in pages(college):
        page = college.world.as_(login).open(path) if login else None
        below = page and len(path.partition("?")[0].strip("/").split("/")) > 1 and of_a_place(login, path)
        if below and page.html.select("nav.places a") and not leads_back(page):
            wrong.append((login, path))
    assert wrong == []


def test_what_leads_back_stands_above_the_title_with_an_arrow(college):
    wrong = []
    for login, path in pages(college):
        page = college.world.as_(login).open(path) if login else None
        if page and page.html.select_one(".page-head p.quiet a:first-child"):
            wrong.append((login, path))
    assert wrong == []
