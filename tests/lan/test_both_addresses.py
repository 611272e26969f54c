"""One browser at a plain and at a secure address of one host: each knows who is signed in there, and no cookie crosses."""

import re

import pytest

from epcr.visit.devices import COOKIE
from tests.lan.conftest import NUMBER
from tests.world import PASSWORD

PLAIN, SECURE = f"http://{NUMBER}:8000", f"https://{NUMBER}:8443"


@pytest.fixture
def browser(both):
    return both.app.test_client()


def sign_in(browser, base, login="ruiz"):
    page = browser.get("/sign-in", base_url=base).get_data(as_text=True)
    token = re.search(r'name="csrf_token"[^>]*value="([^"]+)"', page)[1]
    typed = {"csrf_token": token, "login": login, "password": PASSWORD}
    return browser.post("/sign-in", base_url=base, data=typed, headers={"Origin": base})


def cookies(answer):
    """Each cookie of an answer by its name: what is said of it."""
    told = (line.partition("=") for line in answer.headers.getlist("Set-Cookie"))
    return {name: rest for name, _, rest in told}


def test_cookies_are_secure_at_the_secure_address_and_have_names_of_their_own(browser):
    secure = cookies(sign_in(browser, SECURE))
    assert set(secure) == {"__Host-epcr", f"__Host-{COOKIE}"}
    for said in secure.values():  # what a browser asks of the prefix: RFC 6265bis, 4.1.3.2
        assert "; Secure" in said
        assert "; Path=/" in f"{said};"
        assert "Domain" not in said
    plain = cookies(sign_in(browser, PLAIN))
    assert set(plain) == {"epcr", COOKIE}
    assert not any("Secure" in said for said in plain.values())


def test_who_signs_in_at_one_is_signed_in_there_alone_and_signing_in_at_the_other_ends_nothing(browser):
    assert sign_in(browser, SECURE).status_code == 303
    assert browser.get("/", base_url=SECURE).status_code == 200
    assert browser.get("/", base_url=PLAIN).status_code != 200
    assert sign_in(browser, PLAIN, "okafor").status_code == 303
    assert "Ike Okafor" in browser.get("/", base_url=PLAIN).get_data(as_text=True)
    assert "Dana Ruiz" in browser.get("/", base_url=SECURE).get_data(as_text=True)


def test_a_cookie_of_the_plain_address_says_nothing_at_the_secure_one(browser):
    sign_in(browser, PLAIN)
    stolen = browser.get_cookie("epcr", domain=NUMBER)
    browser.set_cookie("epcr", stolen.value, domain=NUMBER, secure=True)
    assert browser.get("/", base_url=SECURE).status_code != 200


def test_signing_out_at_one_takes_its_own_cookie(browser):
    sign_in(browser, SECURE)
    page = browser.get("/", base_url=SECURE).get_data(as_text=True)
    token = re.search(r'name="csrf_token"[^>]*value="([^"]+)"', page)[1]
    answer = browser.post(
        "/sign-out", base_url=SECURE, data={"csrf_token": token}, headers={"Origin": SECURE}
    )
    assert set(cookies(answer)) <= {"__Host-epcr"}
    assert browser.get("/", base_url=SECURE).status_code != 200


@pytest.mark.parametrize("origin", [PLAIN, f"https://{NUMBER}:8000", "https://evil.example", "null"])
def test_at_the_secure_address_no_form_of_another_place_is_taken_the_plain_one_neither(browser, origin):
    sign_in(browser, SECURE)
    page = browser.get("/password", base_url=SECURE).get_data(as_text=True)
    token = re.search(r'name="csrf_token"[^>]*value="([^"]+)"', page)[1]
    answer = browser.post(
        "/sign-out", base_url=SECURE, data={"csrf_token": token}, headers={"Origin": origin}
    )
    assert answer.status_code == 400
    assert browser.get("/", base_url=SECURE).status_code == 200


@pytest.mark.parametrize("base", [PLAIN, SECURE])
def test_a_form_without_a_cookie_is_told_of_cookies_and_not_of_https(browser, base):
    page = browser.get("/sign-in", base_url=base).get_data(as_text=True)
    token = re.search(r'name="csrf_token"[^>]*value="([^"]+)"', page)[1]
    for name in ("epcr", "__Host-epcr"):
        browser.delete_cookie(name, domain=NUMBER)
    typed = {"csrf_token": token, "login": "ruiz", "password": PASSWORD}
    answer = browser.post("/sign-in", base_url=base, data=typed, headers={"Origin": base})
    assert answer.status_code == 400
    assert "This browser sent no cookie" in answer.get_data(as_text=True)


@pytest.mark.parametrize("base", [PLAIN, SECURE])
def test_neither_address_binds_the_host_to_https(browser, base):
    assert "Strict-Transport-Security" not in browser.get("/sign-in", base_url=base).headers


def test_without_the_secure_address_cookies_are_called_as_before(world):
    answer = sign_in(world.app.test_client(), SECURE)
    assert set(cookies(answer)) == {"epcr", COOKIE}


# Trusting it ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("base", [PLAIN, SECURE])
def test_the_page_about_trust_is_open_to_everybody_at_both(both, browser, door, base):
    page = browser.get("/trust", base_url=base).get_data(as_text=True)
    assert door.authority.fingerprint in page
    assert door.authority.name in page
    assert f'href="{SECURE}/"' in page
    assert 'href="https://10.42.0.1:8443/"' in page
    for device in ("iPhone and iPad", "Android", "Windows", "Chromebook"):
        assert device in page
    assert "At the address that begins with http:// everything works without it" in page


def test_the_certificate_is_fetched_as_devices_take_it_without_its_key(both, browser, door):
    answer = browser.get("/trust/training-epcr.crt", base_url=PLAIN)
    assert answer.mimetype == "application/x-x509-ca-cert"
    assert "attachment" in answer.headers["Content-Disposition"]
    assert answer.data == door.authority.der


def test_without_the_secure_address_there_is_nothing_to_trust(world):
    browser = world.app.test_client()
    page = browser.get("/trust")
    assert page.status_code == 200
    assert "epcr serve --lan" in page.get_data(as_text=True)
    assert browser.get("/trust/training-epcr.crt").status_code == 404
