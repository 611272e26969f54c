"""No keyboard corrects a name, a login, a code or a number, and none capitalizes a login: on every form of every page."""

from __future__ import annotations

import re

import pytest
from bs4 import BeautifulSoup

from epcr.sheet.kinds.text import Text
from epcr.sheet.run_sheet import SECTIONS

pytestmark = pytest.mark.xdist_group("every page")

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


def test_every_control_of_every_page_tells_the_keyboard_what_it_is_for(every_page):
    found, met = {}, set()
    for asked, html in every_page.read("input", "textarea"):
        for tag in typed_into(html):
            met.add(re.sub(r"[0-9a-f]{32}", "", str(tag.get("name"))))
            if said := wrong(tag):
                found.setdefault(said, set()).add(f"{asked}: {tag.get('name')}")
    assert found == {}
    assert {"login", "password", "code", "listener", "crew--member", "signatures--signer_name", "note"} <= met


def test_names_and_codes_that_are_shown_are_not_translated(every_page):
    college = every_page.college
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
