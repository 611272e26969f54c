"""Sentences in the language spoken: values put in by name, forms by number, and English where nobody chose."""

import threading

import pytest

from epcr.words import language
from epcr.words.language import gettext, later, ngettext, speaking, spoken, spoken_here

MINUTES = ("Wait %(num)d minute, then try again.", "Wait %(num)d minutes, then try again.")


def test_english_is_spoken_where_nobody_chose():
    assert spoken() == "en"
    assert spoken_here() == "en-US"
    assert gettext("Sign in") == "Sign in"


def test_what_is_spoken_ends_with_the_block_also_where_that_fails():
    with speaking("es"):
        assert gettext("Sign in") == "Iniciar sesión"
        with pytest.raises(FileNotFoundError), speaking("xx"):
            gettext("Sign in")
        assert spoken() == "es"
    assert gettext("Sign in") == "Sign in"


def test_another_thread_speaks_its_own_language():
    heard = []
    with speaking("es"):
        one = threading.Thread(target=lambda: heard.append(gettext("Sign in")))
        one.start()
        one.join()
    assert heard == ["Sign in"]


def test_a_value_is_put_in_by_its_name_and_is_no_pattern_itself():
    with speaking("es"):
        assert gettext("Class: %(name)s", name="100%(name)s") == "Clase: 100%(name)s"


@pytest.mark.parametrize(
    ("number", "english", "spanish"),
    [
        (0, "Wait 0 minutes, then try again.", "Espere 0 minutos e inténtelo de nuevo."),
        (1, "Wait 1 minute, then try again.", "Espere 1 minuto e inténtelo de nuevo."),
        (2, "Wait 2 minutes, then try again.", "Espere 2 minutos e inténtelo de nuevo."),
        (
            1_000_000,
            "Wait 1000000 minutes, then try again.",
            "Espere 1000000 de minutos e inténtelo de nuevo.",
        ),
    ],
)
def test_each_number_has_the_form_of_its_language(number, english, spanish):
    assert ngettext(*MINUTES, number) == english
    with speaking("es"):
        assert ngettext(*MINUTES, number) == spanish


def test_a_sentence_that_is_said_later_is_in_the_language_of_then():
    label = later("Login")
    assert str(label) == "Login"
    with speaking("es"):
        assert str(label) == "Usuario"
    assert str(label) == "Login"


def test_a_sentence_that_no_catalog_has_is_said_in_english():
    with speaking("es"):
        assert gettext("Nobody translated this %(thing)s", thing="one") == "Nobody translated this one"


def test_a_language_without_a_catalog_is_not_spoken():
    with pytest.raises(FileNotFoundError):
        language.sentences("xx")
