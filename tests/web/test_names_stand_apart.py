"""What people typed has a direction of reading of its own on every page: a name that reads from the right turns nothing else."""

import re

import pytest
from bs4 import NavigableString

from tests.every_page import left_out
from tests.web.conftest import ARABIC, HEBREW, OVERRIDE

ISOLATES = re.compile("\u2068([^\u2068\u2069]*)\u2069")
# What holds no element: the words in it are a paragraph of their own.
OWN_PARAGRAPHS = {"option", "textarea", "title", "script", "datalist", "text", "desc"}


pytestmark = pytest.mark.xdist_group("every page")


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


def test_every_page_with_a_page_of_its_own_is_walked(every_page):
    assert left_out(every_page.college) == set()


def test_every_name_and_quotation_stands_apart_on_every_page(every_page):
    found, shown = {}, 0
    for asked, html in every_page.read():
        shown += HEBREW in html.get_text()
        if loose := list(unmarked(html)):
            found[asked] = loose
    assert found == {}
    assert shown > 100  # the walk met typed words nearly everywhere
