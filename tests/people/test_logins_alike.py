"""Logins, codes and names that look alike are alike wherever people are told apart."""
# ruff: noqa: RUF001 - letters that look alike are what is tested

import pytest

from epcr.people.headings import plain as heading
from epcr.people.joins import find_open_class
from epcr.people.listing import made_up_login, read_level, read_login
from epcr.people.model import Classroom
from epcr.people.password import check_new_password
from epcr.people.preview import _key
from epcr.refused import Refused
from epcr.wording import as_login, one_line, several_lines

ALIKE = [
    "ruiz",
    "RUIZ",
    "ｒｕｉｚ",
    "ru\u200biz",
    "ru\u00adiz",
    "\u202eruiz\u202c",
    "ruiz\u200e",
    "ru\u2060iz",
    "\u2067ruiz\u2069",
]


@pytest.mark.parametrize("typed", ALIKE)
def test_a_login_is_made_and_found_in_one_form(typed):
    assert as_login(typed) == read_login(typed) == "ruiz"


@pytest.mark.parametrize("typed", ["j‑okafor", "j－okafor", "j\u2212okafor", "J–OKAFOR"])
def test_the_hyphens_of_a_login_are_one(typed):
    assert read_login(typed) == "j-okafor"


@pytest.mark.parametrize(
    ("one", "other"),
    [("Ruiz, Ana", "Ana\u00a0Ru\u200biz"), ("ＡＮＡ Ruiz", "ruiz ana"), ("Jose\u0301 Lee", "José Lee")],
)
def test_a_name_of_two_lists_is_one_person(one, other):
    assert _key(one) == _key(other)


def test_levels_and_headings_of_a_list_are_read_in_any_letters():
    assert read_level("ＥＭＴ.") == read_level("EM\u200bT") == read_level("EMT")
    assert heading("\ufeffLast\u00a0name") == heading("last name")


def test_a_class_code_is_found_in_any_width(world):
    with world.database.write("boss") as session:
        classroom = session.query(Classroom).first()
        classroom.join_open = True
        code = classroom.join_code
        wide = "".join(chr(ord(sign) + 0xFEE0) for sign in code)
        for typed in (wide, f"\u200e{code[:3]}‑{code[3:]}\u200b", code.lower()):
            assert find_open_class(session, typed) is classroom


def test_the_login_is_no_password_in_any_letters():
    with pytest.raises(Refused, match="first that anybody would guess"):
        check_new_password("ｒｕｉｚ.ｄａｎａ", "ruiz.dana")


def test_a_name_keeps_its_joiners_and_loses_what_turns_the_line():
    assert one_line("\u202eمی\u200cرضا\u202c") == "می\u200cرضا"
    assert several_lines("a\u2066b\nc\u202e") == "ab\nc"
    assert made_up_login("Pia\u200b Hol\u00adunder", set()) == "pia.holunder"
