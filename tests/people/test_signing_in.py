"""Signing in and out: who gets in, what strangers learn, and how guessing is slowed down."""

from types import SimpleNamespace

import pytest
from argon2 import Type, extract_parameters
from flask import Flask
from flask import session as cookie
from limits import parse

from epcr.config import Misconfigured, from_environment
from epcr.people import password, persons
from epcr.people.model import Person, Role
from epcr.visit import throttle
from epcr.visit.throttle import Throttle
from tests import colleges
from tests.page import Visitor
from tests.world import PASSWORD


@pytest.fixture
def visitor(world):
    return Visitor(world.app)


def person(world, login):
    with world.database.read() as session:
        return session.query(Person).filter_by(login=login).one()


def limits(world, **words):
    """Other limits than the application's own, for one test."""
    held: Throttle = world.app.extensions["epcr.throttle"]
    held._limits = {**held._limits, **{name: parse(said) for name, said in words.items()}}


def test_somebody_signs_in_and_sees_their_own_start(world):
    assert "My run sheets" in world.as_("ruiz").open("/").words
    assert world.as_("teacher").open("/").address == "/review"
    assert world.as_("boss").open("/").address == "/people"


def test_the_login_is_typed_in_any_case(visitor):
    assert "My run sheets" in visitor.sign_in("  RUIZ ", PASSWORD).words


def test_a_wrong_password_and_an_unknown_login_get_the_same_answer(visitor):
    wrong, unknown = visitor.sign_in("ruiz", "wrong password"), visitor.sign_in("nobody", "wrong password")
    assert wrong.status == unknown.status == 422
    assert persons.WRONG in wrong.words
    assert wrong.words == unknown.words
    assert wrong.value("Password") == ""


def test_an_unknown_login_costs_as_much_work_as_a_wrong_password(world, monkeypatch):
    """The work is what the hash says; `make bench` prints the times."""
    tried, worked = [], []
    genuine, hasher = persons.matches, password.HASHER

    def verify(stored, typed):
        worked.append(extract_parameters(stored))
        return hasher.verify(stored, typed)

    monkeypatch.setattr(
        persons, "matches", lambda stored, typed: tried.append(stored) or genuine(stored, typed)
    )
    monkeypatch.setattr(password, "HASHER", SimpleNamespace(hash=hasher.hash, verify=verify))
    with world.database.read() as session:
        assert persons.verify(session, "nobody", "x") is None
        assert persons.verify(session, "ruiz", "x") is None
        assert persons.verify(session, "no such login, with spaces", "x") is None
    assert tried[0] is None
    assert len(tried) == 3
    assert len(worked) == 3
    assert worked[0] == worked[1] == worked[2]


def test_outside_of_tests_a_password_costs_as_much_work_as_is_asked_of_it():
    """OWASP Password Storage Cheat Sheet (2024): Argon2id with 19 MiB, 2 iterations, 1 lane."""
    hasher = colleges.HASHER_OF_THE_PRODUCT
    assert (hasher.type, hasher.memory_cost, hasher.time_cost, hasher.parallelism) == (
        Type.ID, 19 * 1024, 2, 1,
    )  # fmt: skip


def test_an_empty_form_is_told_what_to_type(visitor):
    page = visitor.open("/sign-in").submit("Sign in")
    assert page.status == 422
    assert "Type your login." in page.words
    assert "Type your password." in page.words


def test_a_password_longer_than_any_is_not_hashed_whole(visitor):
    assert visitor.sign_in("ruiz", "x" * 5000).status == 422
    assert visitor.sign_in("ruiz", PASSWORD + "x" * 900).status == 422


def test_signing_out_is_a_button_and_ends_it(world):
    who = world.as_("ruiz")
    assert who.client.get("/sign-out").status_code == 405
    assert who.client.post("/sign-out").status_code == 400
    assert "My run sheets" in who.open("/").words
    assert "You are signed out, here and on every other device." in who.open("/").submit("Sign out").words
    assert who.open("/").address == "/sign-in"


def test_a_copied_cookie_is_nobody_after_signing_out(world, visitor):
    who = world.as_("ruiz")
    cookie = who.client.get_cookie("epcr").value
    visitor.client.set_cookie("epcr", cookie)
    assert "My run sheets" in visitor.open("/").words
    who.open("/").submit("Sign out")
    visitor.client.set_cookie("epcr", cookie)
    assert visitor.open("/").address == "/sign-in"
    assert "My run sheets" in who.sign_in("ruiz", PASSWORD).words
    assert "My run sheets" in world.as_("okafor").open("/").words


def test_nothing_of_an_earlier_visitor_stays_in_the_cookie(world, visitor):
    with visitor.client as client:
        client.get("/sign-in")
        with client.session_transaction() as held:
            held["planted"] = "by somebody else"
            before = held["csrf_token"]
        visitor.sign_in("ruiz", PASSWORD)
        assert "planted" not in cookie
        assert cookie.get("csrf_token") != before


def test_a_cookie_that_nobody_signed_is_nobody(world, visitor):
    with visitor.client.session_transaction() as held:
        held["person"], held["epoch"] = person(world, "boss").id, 99
    assert visitor.open("/people").address == "/sign-in"
    visitor.client.set_cookie("epcr", "eyJwZXJzb24iOjF9.forged.forged")
    assert visitor.open("/people").address == "/sign-in"


@pytest.mark.parametrize(
    "target",
    ["https://evil.example/", "//evil.example", "/\\evil.example", "\\\\evil.example", "javascript:alert(1)", "/\t/evil.example",
     "/%0d%0aSet-Cookie:x", "/sign-out", "", "http:evil.example", "/ /evil.example", "///evil.example"],
)  # fmt: skip
def test_after_signing_in_nobody_is_led_to_another_place(world, visitor, target):
    page = visitor.open("/sign-in")
    token = page.hidden("csrf_token")
    typed = {"csrf_token": token, "login": "ruiz", "password": PASSWORD, "next": target}
    answer = visitor.client.post("/sign-in", data=typed)
    assert answer.status_code == 303
    place = answer.headers["Location"]
    assert place.startswith("/")
    assert not place.startswith(("//", "/\\", "/sign-out", "/\t", "/ "))


def test_after_signing_in_one_comes_back_to_the_page_one_asked_for(world):
    sheet = world.begin()
    page = Visitor(world.app).open(f"/sheets/{sheet}/vitals?entry=1")
    page = page.fill("Login", "ruiz").fill("Password", PASSWORD).submit("Sign in")
    assert page.address == f"/sheets/{sheet}/vitals"


def test_somebody_signed_in_is_not_asked_again(world):
    assert world.as_("ruiz").open("/sign-in").address == "/"


# Guessing -------------------------------------------------------------------------------------------------------------


def test_guessing_at_one_login_is_stopped_even_with_the_right_password(world, visitor):
    limits(world, SIGN_IN_FAILURES="3 per 15 minutes")
    for _ in range(3):
        assert visitor.sign_in("ruiz", "a guess").status == 422
    page = visitor.sign_in("RUIZ", PASSWORD)
    assert page.status == 429
    assert "Too many wrong passwords" in page.words
    assert "kept on this device" not in page.words  # a sign-in never is
    assert "Wait 1" in page.words
    assert int(page.response.headers["Retry-After"]) > 60
    assert Visitor(world.app).sign_in("okafor", PASSWORD).status == 200


def test_unknown_logins_are_throttled_like_known_ones(world, visitor):
    limits(world, SIGN_IN_FAILURES="2 per 15 minutes")
    assert [visitor.sign_in("nobody", "x").status for _ in range(3)] == [422, 422, 429]


def test_signing_in_well_begins_the_count_anew(world, visitor):
    limits(world, SIGN_IN_FAILURES="3 per 15 minutes")
    for _ in range(3):
        assert visitor.sign_in("ruiz", "wrong").status == 422
        assert visitor.sign_in("ruiz", "wrong").status == 422
        assert Visitor(world.app).sign_in("ruiz", PASSWORD).status == 200


def test_an_instructor_who_sets_a_new_password_ends_the_wait(world, visitor):
    limits(world, SIGN_IN_FAILURES="1 per 15 minutes")
    assert visitor.sign_in("ruiz", "forgotten").status == 422
    assert visitor.sign_in("ruiz", PASSWORD).status == 429
    trainee = person(world, "ruiz")
    page = world.as_("boss").open(f"/people/{trainee.id}/password").submit("Make a new password")
    password = page.html.find_all("code")[1].get_text()
    assert visitor.sign_in("ruiz", password).status == 200


@pytest.mark.parametrize(
    ("address", "key"),
    [("192.0.2.7", "192.0.2.7"), ("2001:db8:1:2:aaaa::1", "2001:db8:1:2::/64"), ("::ffff:192.0.2.7", "192.0.2.7"),
     ("fe80::1%eth0", "fe80::/64"), ("a socket", "a socket")],
)  # fmt: skip
def test_the_network_of_an_address_counts_as_one(world, address, key):
    with world.app.test_request_context("/", environ_base={"REMOTE_ADDR": address}):
        assert throttle.address() == key


def test_limits_are_settings(tmp_path, monkeypatch):
    monkeypatch.setenv("EPCR_HOME", str(tmp_path))
    assert from_environment({}).limits["JOINS_PER_ADDRESS"] == "120 per hour"
    app = Flask(__name__)
    app.config.update(
        RATELIMIT_STORAGE_URI="memory://", **from_environment({"JOINS_PER_ADDRESS": "1 per hour"}).limits
    )
    throttle.install(app)
    assert str(app.extensions["epcr.throttle"]._limits["JOINS_PER_ADDRESS"]) == "1 per 1 hour"
    with pytest.raises(
        Misconfigured, match="JOINS_PER_ADDRESS must be a number and a time, like 120 per hour"
    ):
        from_environment({"JOINS_PER_ADDRESS": "often"})


# One's own password ---------------------------------------------------------------------------------------------------


def changed(page, old, new, again=None):
    page.fill("Current password", old).fill("New password", new).fill("New password again", again or new)
    return page.submit("Change password")


def test_a_changed_password_ends_every_other_sign_in_but_this_one(world):
    elsewhere = Visitor(world.app)
    elsewhere.sign_in("ruiz", PASSWORD)
    page = changed(world.as_("ruiz").open("/password"), PASSWORD, "an entirely new one")
    assert "Your password is changed." in page.words
    assert world.as_("ruiz").open("/").address == "/"
    assert elsewhere.open("/").address == "/sign-in"
    assert elsewhere.sign_in("ruiz", PASSWORD).status == 422
    assert elsewhere.sign_in("ruiz", "an entirely new one").status == 200


@pytest.mark.parametrize(
    ("old", "new", "again", "sentence"),
    [
        ("not it", "an entirely new one", None, "That was not your current password."),
        (PASSWORD, "short", None, "at least 8 characters"),
        (PASSWORD, "password123", None, "first that anybody would guess"),
        (PASSWORD, "abababababab", None, "first that anybody would guess"),
        (PASSWORD, "x1y2" * 60, None, "at most 200 characters"),
        (PASSWORD, PASSWORD, None, "that you did not have until now"),
        (PASSWORD, "an entirely new one", "another new one", "the same new password both times"),
    ],
)
def test_a_password_that_will_not_do_is_said_at_its_field(world, old, new, again, sentence):
    page = changed(world.as_("ruiz").open("/password"), old, new, again)
    assert page.status == 422
    assert sentence in page.words
    assert Visitor(world.app).sign_in("ruiz", PASSWORD).status == 200


def test_guessing_the_old_password_is_throttled_too(world):
    limits(world, SIGN_IN_FAILURES="2 per 15 minutes")
    page = world.as_("ruiz").open("/password")
    assert [changed(page, "not it", "an entirely new one").status for _ in range(3)] == [422, 422, 429]


def test_somebody_whose_password_was_made_chooses_their_own_first(world):
    with world.database.write("x") as session:
        persons.add_person(
            session,
            login="fresh",
            name="Fay Fresh",
            role=Role.TRAINEE,
            password="bako-tire-muno",
            must_change=True,
        )
    visitor = Visitor(world.app)
    page = visitor.sign_in("fresh", "bako-tire-muno")
    assert page.address == "/password"
    assert "Choose your own password" in page.words
    assert visitor.open("/").address == "/password"
    assert visitor.client.post("/sheets", data={}).status_code in {303, 400}
    page = changed(page, "bako-tire-muno", "an entirely new one")
    assert page.address == "/"
