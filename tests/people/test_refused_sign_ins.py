"""Each refused sign-in is one line in the log, with login and address, and never with a word that may be a password."""

import logging

import pytest

from tests.page import Visitor
from tests.world import PASSWORD

TYPED = "kamo ritu sepa"


@pytest.fixture
def lines(world, caplog):
    """What the log says about sign-ins."""
    caplog.set_level(logging.WARNING)

    def told():
        assert TYPED not in caplog.text
        assert PASSWORD not in caplog.text
        return [one.getMessage() for one in caplog.records if one.getMessage().startswith("sign-in refused")]

    return told


def tried(world, login, password, address="192.0.2.7"):
    visitor = Visitor(world.app)
    visitor.client.environ_base["REMOTE_ADDR"] = address
    return visitor.sign_in(login, password)


def test_a_wrong_password_is_one_line_with_the_login_as_it_is_kept_and_the_address(world, lines):
    tried(world, " RUIZ ", TYPED)
    assert lines() == ["sign-in refused: wrong password, login ruiz, from 192.0.2.7"]


@pytest.mark.parametrize("login", [TYPED, "nobody", "ruiz\nsign-in refused: forged", "\x1b[31mruiz", ""])
def test_what_nobody_has_as_login_is_not_written_since_it_may_be_a_password(world, lines, login):
    tried(world, login, "something else")
    assert lines() in (
        ["sign-in refused: wrong password, a login that nobody has, from 192.0.2.7"],
        [],  # a form without a login is not a try
    )
    assert bool(lines()) is bool(login)


def test_each_try_is_a_line_and_one_too_many_too(world, lines):
    for _ in range(11):
        tried(world, "ruiz", TYPED)
    assert len(lines()) == 11
    assert lines()[-1] == "sign-in refused: too many tries, login ruiz, from 192.0.2.7"


def test_the_right_password_is_no_line(world, lines):
    tried(world, "ruiz", PASSWORD)
    assert lines() == []


def test_a_wrong_password_on_the_page_where_it_is_changed_is_a_line(world, lines):
    page = world.as_("ruiz").open("/password")
    page.fill("Current password", TYPED).fill("New password", "another one of mine").fill(
        "New password again", "another one of mine"
    ).submit("Change password")
    (line,) = lines()
    assert "the page where it is changed, login ruiz" in line


@pytest.mark.parametrize(
    ("address", "said"),
    [("2001:db8::7", "2001:db8::7"), ("forged\x1b[2J", "an unknown address"), ("", "an unknown address")],
)
def test_an_address_that_is_none_is_not_repeated(world, lines, address, said):
    tried(world, "ruiz", TYPED, address)
    assert lines()[0].endswith(f"from {said}")
