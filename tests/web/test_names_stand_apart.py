"""What people typed has a direction of reading of its own on every page: a name that reads from the right turns nothing else."""

import re

import pytest
from bs4 import BeautifulSoup, NavigableString

from tests.every_page import full_college, left_out, pages
from tests.page import Visitor

HEBREW, ARABIC, ISOLATES = (
    "\u05d6\u05d3\u05d3\u05e7",
    "\u0637\u0636\u0638\u063a",
    re.compile("\u2068([^\u2068\u2069]*)\u2069"),
)
OVERRIDE = "\u202e"
# What holds no element: the words in it are a paragraph of their own.
OWN_PARAGRAPHS = {"option", "textarea", "title", "script", "datalist", "text", "desc"}


def typed(most):
    return f"{OVERRIDE}{HEBREW} 5 {ARABIC}"[:most]


@pytest.fixture(scope="module")
def college(tmp_path_factory):
    made = full_college(tmp_path_factory.mktemp("apart"), typed)
    yield made
    made.world.database.engine.dispose()


def unmarked(html):
    """Pieces of the page with typed letters in them that stand apart from nothing."""
    for text in html.find_all(string=re.compile(f"{HEBREW}|{ARABIC}")):
        if type(text) is not NavigableString or text.find_parent(OWN_PARAGRAPHS) or text.find_parent("bdi"):
            continue
        yield " ".join(text.split())
    for title in html.find_all("title"):
        if (
            re.search(f"[{HEBREW}{ARABIC}]", ISOLATES.sub("", title.get_text()))
            or OVERRIDE in title.get_text()
        ):
            yield f"title {title.get_text()!r}"
    for tag in html.find_all(True):
        for name in ("aria-label", "title", "alt", "placeholder", "data-label"):
            words = str(tag.get(name, ""))
            if OVERRIDE in words or re.search(f"[{HEBREW}{ARABIC}]", ISOLATES.sub("", words)):
                yield f"{name} {words!r}"


def test_every_page_with_a_page_of_its_own_is_walked(college):
    assert left_out(college) == set()


def test_every_name_and_quotation_stands_apart_on_every_page(college):
    nobody, found, shown = Visitor(college.world.app), {}, 0
    for login, path in pages(college):
        visitor = college.world.as_(login) if login else nobody
        answer = visitor.client.get(path, follow_redirects=True)
        html = BeautifulSoup(answer.get_data(as_text=True), "html.parser")
        shown += HEBREW in html.get_text()
        if loose := list(unmarked(html)):
            found[f"{login} {path}"] = loose
    assert found == {}
    assert shown > 100  # the walk met typed words nearly everywhere
