"""The page where one signs in, in Spanish: where the place offers it and the browser prefers it, whole, and nowhere else."""

from __future__ import annotations

import pytest
from bs4 import BeautifulSoup

from epcr.config import Misconfigured, from_environment
from epcr.db import now
from epcr.people.model import Person
from tests.page import Visitor
from tests.words.in_brackets import outside, speak_in_brackets
from tests.words.on_a_page import spoken_words
from tests.world import PASSWORD

MEXICAN = "es-MX,es;q=0.9,en;q=0.4"


@pytest.fixture
def bilingual(world, monkeypatch):
    """The college, which offers both languages."""
    monkeypatch.setitem(world.app.config, "LANGUAGES", ("en", "es"))
    return world


def visitor(world, prefers=MEXICAN):
    found = Visitor(world.app)
    found.client.environ_base["HTTP_ACCEPT_LANGUAGE"] = prefers
    return found


def signing_in(who, login, password):
    return who.open("/sign-in").fill("Usuario", login).fill("Contraseña", password).submit("Iniciar sesión")


def end_account(world, login):
    with world.database.write("boss") as session:
        session.query(Person).filter_by(login=login).one().ended_at = now()


# Who gets which language ----------------------------------------------------------------------------------------------


def test_nobody_gets_spanish_where_it_is_not_offered(world):
    page = visitor(world).open("/sign-in")
    assert page.html.html["lang"] == "en"
    assert "Sign in" in page.words
    assert "Accept-Language" not in page.response.headers.get("Vary", "")


@pytest.mark.parametrize(
    ("prefers", "spoken"),
    [
        (MEXICAN, "es"),
        ("es", "es"),
        ("es-US", "es"),
        ("en-US,es;q=0.5", "en"),
        ("es;q=0,fr", "en"),
        ("de,fr", "en"),
        ("", "en"),
        ("*", "en"),
    ],
)
def test_the_browser_chooses_among_what_is_offered(bilingual, prefers, spoken):
    page = visitor(bilingual, prefers).open("/sign-in")
    assert page.html.html["lang"] == spoken
    assert page.html.h1.text == {"en": "Sign in", "es": "Iniciar sesión"}[spoken]
    assert "Accept-Language" in page.response.headers["Vary"]


def test_a_page_that_is_not_wholly_translated_is_english(bilingual):
    who = visitor(bilingual)
    signing_in(who, "ruiz", PASSWORD)
    for address in ("/", "/join", "/no-such-page"):
        page = who.open(address)
        assert page.html.html["lang"] == "en"
        assert "Training record. Every patient here is invented." in page.words
    who.open("/sign-in")
    assert (
        Visitor(bilingual.app).open("/sign-in").html.html["lang"] == "en"
    )  # the same thread, another person


def test_no_other_view_says_that_it_is_wholly_translated(bilingual):
    """Whoever marks another one lets its pages, refusals and errors be looked for words outside of the catalogs as below."""
    views = bilingual.app.view_functions.items()
    assert {name for name, view in views if hasattr(view, "translated")} == {
        "people.sign_in",
        "people.sign_out",
    }


def test_the_first_language_is_spoken_where_the_browser_prefers_none(bilingual, monkeypatch):
    monkeypatch.setitem(bilingual.app.config, "LANGUAGES", ("es", "en"))
    assert visitor(bilingual, "").open("/sign-in").html.html["lang"] == "es"


def test_the_setting_names_languages_that_have_a_catalog(tmp_path, monkeypatch):
    monkeypatch.setenv("EPCR_HOME", str(tmp_path))
    assert from_environment({}).languages == ("en",)
    assert from_environment({"LANGUAGES": "en, es"}).languages == ("en", "es")
    assert from_environment({"LANGUAGES": "es es"}).languages == ("es",)
    with pytest.raises(Misconfigured, match="LANGUAGES must be of en, es, like en, es, not 'fr'"):
        from_environment({"LANGUAGES": "en,fr"})


# What it says ---------------------------------------------------------------------------------------------------------


def test_somebody_signs_in_by_spanish_words(bilingual):
    assert "My run sheets" in signing_in(visitor(bilingual), "ruiz", PASSWORD).words


def test_what_is_missing_and_what_is_wrong_is_said_in_spanish(bilingual):
    who = visitor(bilingual)
    missing = signing_in(who, "", "")
    assert missing.status == 422
    assert "No se inició la sesión" in missing.words
    assert "Escriba su usuario." in missing.words
    assert "Escriba su contraseña." in missing.words
    assert "Acorte el usuario a 200 caracteres." in signing_in(who, "x" * 201, "y").words
    assert "El usuario o la contraseña no es correcto." in signing_in(who, "ruiz", "wrong").words


def test_the_day_on_which_an_account_ended_is_written_as_in_spanish(bilingual):
    end_account(bilingual, "ruiz")
    page = signing_in(visitor(bilingual), "ruiz", PASSWORD)
    assert f"Esta cuenta terminó el {now().day} de " in page.words


def test_whoever_tries_too_often_is_told_in_spanish_how_long_to_wait(bilingual, monkeypatch):
    who = visitor(bilingual)
    for _ in range(10):
        signing_in(who, "ruiz", "wrong")
    page = signing_in(who, "ruiz", "wrong")
    assert page.status == 429
    assert page.html.html["lang"] == "es"
    assert page.html.h1.text == "Demasiadas contraseñas incorrectas"
    assert "minutos e inténtelo de nuevo. Solo este usuario está en espera" in page.words
    assert "Lo que usted escribió Usuario ruiz" in page.words


def test_signing_out_is_told_in_spanish_on_the_page_after_it(bilingual):
    who = visitor(bilingual)
    signing_in(who, "ruiz", PASSWORD)
    page = who.open("/").submit("Sign out")
    assert page.address == "/sign-in"
    assert "Su sesión está cerrada, aquí y en todos los demás dispositivos." in page.words


def test_a_form_that_lost_its_token_is_refused_in_spanish(bilingual):
    who = visitor(bilingual)
    who.open("/sign-in")
    answer = who.client.post("/sign-in", data={"login": "ruiz", "password": "x"})
    page = BeautifulSoup(answer.data, "html.parser")
    assert page.html["lang"] == "es"
    assert page.h1.text == "No se puede saber qué página envió esto"


# That it is whole -----------------------------------------------------------------------------------------------------


def asked_for(who, world):
    yield who.client.get("/sign-in")


def left_empty(who, world):
    yield posted(who, login="", password="")


def too_long(who, world):
    yield posted(who, login="1" * 201, password="1" * 1001)


def wrong_again_and_again(who, world):
    for _ in range(11):
        yield posted(who, login="7", password="wrong")


def of_an_ended_account(who, world):
    end_account(world, "ruiz")
    yield posted(who, login="ruiz", password=PASSWORD)


def of_a_lost_token(who, world):
    who.client.get("/sign-in")
    yield who.client.post("/sign-in", data={"login": "7", "password": "x"})


def after_signing_out(who, world):
    posted(who, login="ruiz", password=PASSWORD)
    who.client.post("/sign-out", data={"csrf_token": token(who, "/password")})
    yield who.client.get("/sign-in")


def wrong_while_another_is_signed_in(who, world):
    for login in ("ruiz", "teacher", "boss"):
        posted(who, login=login, password=PASSWORD)
        yield who.client.post(
            "/sign-in", data={"csrf_token": token(who, "/password"), "login": "7", "password": "x"}
        )


def posted(who, **typed):
    return who.client.post("/sign-in", data={"csrf_token": token(who, "/sign-in"), **typed})


def token(who, address):
    page = BeautifulSoup(who.client.get(address, follow_redirects=True).data, "html.parser")
    return page.find("input", attrs={"name": "csrf_token"})["value"]


@pytest.mark.parametrize(
    "pages",
    [
        asked_for, left_empty, too_long, wrong_again_and_again, of_an_ended_account, of_a_lost_token, after_signing_out,
        wrong_while_another_is_signed_in,
    ],
    ids=lambda one: one.__name__,
)  # fmt: skip
def test_nothing_stands_on_the_page_that_no_catalog_was_asked_for(bilingual, monkeypatch, pages):
    speak_in_brackets(monkeypatch)
    for answer in pages(visitor(bilingual), bilingual):
        page = BeautifulSoup(answer.data, "html.parser")
        assert page.html["lang"] == "es"
        assert [one for one in map(outside, spoken_words(page)) if one] == []
