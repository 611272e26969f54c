"""The catalogs hold what sources and templates say now, all of it translated, with the same values in every form."""

import io
import re

import pytest
from babel.messages.pofile import read_po

from epcr.visit import throttle
from epcr.web import database_errors, errors, notice, tokens
from epcr.web.notice import Notice
from tests.setup import messages

VALUE = re.compile(r"%\((\w+)\)([a-z])")
FILES = messages.files()
KEPT = {file.parts[-3]: read_po(io.StringIO(file.read_text("utf-8")), file.parts[-3]) for file in FILES}
EACH = [
    pytest.param(language, message, id=f"{language}: {str(message.id)[:60]}")
    for language, catalog in KEPT.items()
    for message in catalog
    if message.id
]


def forms(text):
    return [text] if isinstance(text, str) else list(text)


def test_there_is_a_catalog_in_spanish():
    assert list(KEPT) == ["es"]
    assert len(EACH) > 100


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.parts[-3])
def test_a_catalog_has_what_is_said_now_and_nothing_else(file):
    assert file.read_text("utf-8") == messages.renewed(file), "the code says something else: make messages"
    assert not KEPT[file.parts[-3]].obsolete, "take out what is no longer said"


@pytest.mark.parametrize(("language", "message"), EACH)
def test_every_sentence_is_translated_into_as_many_forms_as_the_language_tells_apart(language, message):
    translated = forms(message.string)
    assert all(text.strip() for text in translated)
    assert len(translated) == (KEPT[language].num_plurals if message.pluralizable else 1)
    assert not message.fuzzy


@pytest.mark.parametrize(("language", "message"), EACH)
def test_every_form_names_the_values_that_the_english_one_names(language, message):
    """The form for one may leave out the number where the English one does; no form names a value that nobody gives."""
    one, *more = forms(message.id)
    many = set(VALUE.findall(more[0] if more else one))
    for place, text in enumerate(forms(message.string)):
        assert set(VALUE.findall(text)) == (set(VALUE.findall(one)) if place == 0 else many)
        assert "%" not in VALUE.sub("", text)


@pytest.mark.parametrize(("language", "message"), EACH)
def test_a_sentence_ends_as_the_english_one_ends(language, message):
    for said, text in zip(forms(message.id), forms(message.string), strict=False):
        assert said[-1] == text[-1] or (said[-1].isalnum() and text[-1].isalnum())


def test_a_sentence_that_is_said_anew_makes_a_catalog_stale(tmp_path, monkeypatch):
    (file,) = FILES
    copied = tmp_path / "es" / "LC_MESSAGES" / "epcr.po"
    copied.parent.mkdir(parents=True)
    copied.write_text(file.read_text("utf-8"), encoding="utf-8")
    found = messages.marked_sentences()
    found.add("A sentence that nobody said before")
    monkeypatch.setattr(messages, "marked_sentences", lambda: found)
    assert 'msgid "A sentence that nobody said before"\nmsgstr ""\n' in messages.renewed(copied)


def test_all_that_can_go_wrong_on_a_page_is_in_the_catalogs():
    """What is said about an error is declared in modules and said by one place: a sentence left unmarked would stay English there."""
    notices = [
        one
        for module in (database_errors, errors, notice, tokens)
        for one in (*vars(module).values(), *getattr(module, "WORDS", {}).values())
        if isinstance(one, Notice)
    ]
    assert len(notices) > 30
    said = {text for one in notices for text in (one.title, one.next_step)}
    said |= {line for text in throttle.WORDS.values() for line in text.split("\n")}
    for catalog in KEPT.values():
        assert said <= {message.id for message in catalog}
