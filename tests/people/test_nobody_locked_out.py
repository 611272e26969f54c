"""Guessing is slowed down, and nobody is locked out by what somebody else tries."""

import pytest
from flask import request
from werkzeug.exceptions import HTTPException

from epcr import create_app
from epcr.config import Misconfigured, Settings, from_environment
from epcr.visit import throttle
from tests.page import Visitor
from tests.world import PASSWORD


def at(world, address):
    """Somebody at another address."""
    visitor = Visitor(world.app)
    visitor.client.environ_base["REMOTE_ADDR"] = address
    return visitor


def guess(visitor, login, times):
    return [visitor.sign_in(login, "a guess").status for _ in range(times)]


def test_wrong_guesses_from_one_address_hold_up_nobody_at_another(world):
    assert guess(at(world, "192.0.2.66"), "boss", 12) == [422] * 10 + [429] * 2
    assert at(world, "192.0.2.7").sign_in("boss", PASSWORD).status == 200


def test_wrong_guesses_hold_up_no_device_that_was_signed_in_before_even_at_the_same_address(world):
    mine = world.as_("boss")
    assert guess(Visitor(world.app), "boss", 12)[-1] == 429
    assert mine.open("/").status == 200
    mine.client.delete_cookie("epcr")
    assert mine.sign_in("boss", PASSWORD).status == 200


def test_a_device_that_was_signed_in_before_has_no_more_tries_than_others(world):
    mine = world.as_("boss")
    mine.client.delete_cookie("epcr")
    assert guess(mine, "boss", 11) == [422] * 10 + [429]


def test_a_device_is_known_for_the_logins_that_it_signed_in_to_only(world):
    mine = world.as_("ruiz")
    mine.client.delete_cookie("epcr")
    guess(Visitor(world.app), "boss", 10)
    assert mine.sign_in("boss", PASSWORD).status == 429


def test_a_made_up_device_is_not_believed(world):
    visitor = Visitor(world.app)
    answers = []
    for number in range(12):
        visitor.client.set_cookie("epcr-device", f'["{number}",["boss"]].aaaa.bbbb')
        answers.append(visitor.sign_in("boss", "a guess").status)
    assert answers == [422] * 10 + [429] * 2


def test_wrong_guesses_at_the_sign_in_page_do_not_hold_up_the_password_page(world):
    page = world.as_("teacher").open("/password")
    assert guess(Visitor(world.app), "teacher", 12)[-1] == 429
    page.fill("Current password", PASSWORD).fill("New password", "an entirely new one")
    assert (
        "Your password is changed"
        in page.fill("New password again", "an entirely new one").submit("Change password").words
    )


def test_guesses_at_sixty_logins_hold_up_nobody_else_at_that_address(world):
    visitor = Visitor(world.app)
    for number in range(30):
        assert guess(visitor, f"nobody{number}", 5)[-1] == 422
    assert Visitor(world.app).sign_in("okafor", PASSWORD).status == 200


def test_wrong_class_codes_hold_up_no_right_one(world):
    answers = []
    for number in range(32):
        page = (
            Visitor(world.app)
            .open("/join")
            .fill("Class code", f"WRONG{number:03}")
            .fill("Your name", "Lee Ash")
        )
        page = (
            page.fill("Login", f"lee{number}")
            .fill("Password", "violet-anchor-9")
            .choose("Certification level", "EMT")
        )
        answers.append(page.submit("Join").status)
    assert answers[-1] == 429
    page = Visitor(world.app).open("/join").fill("Class code", "EVEN42").fill("Your name", "Lee Ash")
    page = (
        page.fill("Login", "lee.ash").fill("Password", "violet-anchor-9").choose("Certification level", "EMT")
    )
    assert page.submit("Join").status == 200


def test_a_new_password_ends_the_wait_wherever_the_guesses_came_from(world):
    guess(at(world, "192.0.2.8"), "ruiz", 11)
    guess(at(world, "192.0.2.9"), "ruiz", 11)
    page = world.as_("boss").open("/people").follow("New password for Dana Ruiz")
    page = page.submit("Make a new password")
    made = page.html.find_all("code")[1].get_text()
    assert at(world, "192.0.2.8").sign_in("ruiz", made).status == 200
    assert at(world, "192.0.2.9").sign_in("ruiz", made).status == 200


@pytest.mark.parametrize("limit", sorted(throttle.WORDS))
def test_each_limit_has_words_of_its_own(world, limit):
    world.app.extensions["epcr.throttle"]._limits[limit] = throttle.parse("1 per 15 minutes")
    with world.app.test_request_context("/"):
        counting = throttle.throttle()
        counting.take(limit, "here")
        with pytest.raises(HTTPException) as refused:
            counting.take(limit, "here")
        words = f"{refused.value.title} {refused.value.description}"
    others = [text.partition("\n")[0] for name, text in throttle.WORDS.items() if name != limit]
    assert throttle.WORDS[limit].partition("\n")[0] in words
    assert not any(title in words for title in others)


def test_the_administrator_is_not_told_that_an_instructor_can_help(world):
    page = None
    for _ in range(11):
        page = Visitor(world.app).sign_in("boss", "a guess")
    assert "for an administrator by “epcr user password”" in page.words


# Behind a proxy -------------------------------------------------------------------------------------------------------


@pytest.fixture
def behind(world):
    """The same college behind two proxies: one on this machine, one at 10.1.0.5."""
    url = world.database.engine.url.render_as_string(hide_password=False)
    trusted = from_environment(
        {"TRUSTED_PROXIES": "127.0.0.1, 10.1.0.0/24", "EPCR_HOME": "unused"}
    ).trusted_proxies
    app = create_app(Settings(url, "secret of the tests", testing=True, trusted_proxies=trusted))
    yield app
    app.extensions["epcr.database"].engine.dispose()


def asked_by(app, forwarded, peer="127.0.0.1", **headers):
    seen = []

    @app.before_request
    def look():
        seen.append((throttle.address(), request.scheme, request.host))

    app.test_client().get(
        "/sign-in",
        headers={
            "X-Forwarded-For": forwarded,
            **{name.replace("_", "-"): words for name, words in headers.items()},
        },
        environ_base={"REMOTE_ADDR": peer},
    )
    return seen[-1]


@pytest.mark.parametrize(
    ("forwarded", "peer", "address"),
    [
        ("203.0.113.9", "127.0.0.1", "203.0.113.9"),
        ("203.0.113.9, 10.1.0.5", "127.0.0.1", "203.0.113.9"),
        ("198.51.100.1, 203.0.113.9, 10.1.0.5", "127.0.0.1", "203.0.113.9"),
        ("203.0.113.9", "192.0.2.50", "192.0.2.50"),
        ("", "127.0.0.1", "127.0.0.1"),
        ("10.1.0.7", "127.0.0.1", "10.1.0.7"),
        ("203.0.113.9", "::ffff:127.0.0.1", "203.0.113.9"),
    ],
)
def test_only_a_proxy_of_ours_is_believed_who_asks(behind, forwarded, peer, address):
    assert asked_by(behind, forwarded, peer)[0] == address


def test_a_proxy_of_ours_says_over_what_and_under_which_name_it_was_asked(behind):
    told = {"X_Forwarded_Proto": "https", "X_Forwarded_Host": "epcr.college.example"}
    assert asked_by(behind, "203.0.113.9", **told)[1:] == ("https", "epcr.college.example")


def test_nobody_else_says_over_what_and_under_which_name_it_was_asked(behind):
    told = {"X_Forwarded_Proto": "https", "X_Forwarded_Host": "epcr.college.example"}
    assert asked_by(behind, "203.0.113.9", "192.0.2.50", **told)[1:] == ("http", "localhost")


def test_people_behind_a_proxy_do_not_hold_each_other_up(behind):
    def visitor(address):
        made = Visitor(behind)
        made.client.environ_base["HTTP_X_FORWARDED_FOR"] = address
        return made

    assert guess(visitor("203.0.113.9"), "boss", 11)[-1] == 429
    assert visitor("203.0.113.10").sign_in("boss", PASSWORD).status == 200


@pytest.mark.parametrize("words", ["everybody", "127.0.0.300", "10.0.0.0/40"])
def test_a_proxy_that_is_no_address_is_named(words):
    with pytest.raises(Misconfigured, match="TRUSTED_PROXIES must be addresses or networks"):
        from_environment({"TRUSTED_PROXIES": words})
