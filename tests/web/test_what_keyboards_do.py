"""No keyboard corrects a name, a login, a code or a number, and none capitalizes a login: on every form of every page."""

from __future__ import annotations

import re

import pytest
from bs4 import BeautifulSoup

from epcr.sheet.kinds.text import Text
from epcr.sheet.run_sheet import SECTIONS
from tests.every_page import full_college, pages
from tests.page import Visitor

# What the label or the name of a control says that stands in it, and what its keyboard does then.
LOGINS = re.compile(r"(^|-)(login|username)$")
CODES = re.compile(r"(^|-)code$|zip_code$|_number$|phone$|certificate_number$")
NAMES = re.compile(
    r"(^|_|-)name$|member$|signer_name$|listener$|by_whom$|authorized_by$|performed_by$|refusal_witness$|^who$|somebody$"
)
OF_A_LIST = re.compile(r"interventions-.*-other_name$|attachments-.*-name$")


def typed_into(html):
    """The controls that a keyboard types into."""
    for tag in html.find_all(["input", "textarea"]):
        if tag.get("type", "text") in {"text", "password", "search", "email", "tel", "url"}:
            yield tag


def wrong(tag):
    """What is wrong with this control, in words."""
    name, capitals = str(tag.get("name", "")), tag.get("autocapitalize")
    if capitals is None or tag.get("spellcheck") is None:
        return "says nothing to the keyboard"
    as_typed = tag.get("autocorrect") == "off" and tag["spellcheck"] == "false"
    if tag.get("type") == "password":
        return "" if capitals == "none" and as_typed else "a password that is changed"
    if LOGINS.search(name):
        return (
            ""
            if capitals == "none" and as_typed and tag.get("translate") == "no"
            else "a login that is changed"
        )
    if OF_A_LIST.search(name) or tag.has_attr("data-keypad"):
        return "" if capitals == "none" and as_typed else "a term or a number that is changed"
    if CODES.search(name):
        right = capitals == "characters" and as_typed and tag.get("translate") == "no"
        return "" if right else "a code that is changed"
    if NAMES.search(name):
        return (
            ""
            if capitals == "words" and as_typed and tag.get("translate") == "no"
            else "a name that is changed"
        )
    return ""


@pytest.fixture(scope="module")
def college(tmp_path_factory):
    made = full_college(tmp_path_factory.mktemp("keyboards"), lambda most: "Ann"[:most])
    yield made
    made.world.database.engine.dispose()


def test_every_control_of_every_page_tells_the_keyboard_what_it_is_for(college):
    nobody, found, met = Visitor(college.world.app), {}, set()
    for login, path in pages(college):
        visitor = college.world.as_(login) if login else nobody
        html = BeautifulSoup(
            visitor.client.get(path, follow_redirects=True).get_data(as_text=True), "html.parser"
        )
        for tag in typed_into(html):
            met.add(re.sub(r"[0-9a-f]{32}", "", str(tag.get("name"))))
            if said := wrong(tag):
                found.setdefault(said, set()).add(f"{path}: {tag.get('name')}")
    assert found == {}
    assert {"login", "password", "code", "listener", "crew--member", "signatures--signer_name", "note"} <= met


def test_names_and_codes_that_are_shown_are_not_translated(college):
    page = BeautifulSoup(
        college.world.as_("teacher").client.get(f"/classes/{college.classroom}").get_data(as_text=True),
        "html.parser",
    )
    code = page.select_one(".join-code")
    assert code.find(translate="no") or code.get("translate") == "no"
    assert {tag["translate"] for tag in page.select("td[data-label=Name] bdi, td[data-label=Login] bdi")} == {
        "no"
    }


def test_a_text_of_the_sheet_is_prose_or_says_what_else_it_is():
    spellings = {
        spec.spelling for section in SECTIONS for spec in section.fields().values() if isinstance(spec, Text)
    }
    assert spellings == {"prose", "name", "code", "terms"}
