"""Long vocabularies are files of their own: the words that a page suggests from come once, and not with every page."""

import json

from epcr.sheet.vocabulary import vocabulary
from tests.web.test_sending import fetched, words


def test_a_list_of_words_has_a_file_with_each_term_and_its_other_words(world):
    sheet = world.begin()
    page = world.page(sheet, "history")
    area = page.html.find("textarea", attrs={"data-tokens": "vocabulary-past_history"})
    answer = fetched(world.app.test_client(), area["data-words-from"])
    assert "immutable" in answer.headers["Cache-Control"]
    terms = json.loads(words(answer))
    assert [label for label, *_ in terms] == [term.label for term in vocabulary("past_history")]
    assert any(others for _, *others in terms)
    assert page.html.find("datalist", id="vocabulary-past_history") is None


def test_a_single_choice_keeps_its_words_on_the_page_for_who_has_no_scripts(world):
    page = world.page(world.begin(), "history")
    for field in page.html.select("input[list]"):
        assert page.html.find("datalist", id=field["list"]).find_all("option")


def test_a_synonym_that_is_the_label_with_other_marks_is_not_sent():
    term = next(one for one in vocabulary("protocol") if one.label == "Airway, failed")
    assert "Airway-Failed" in term.synonyms
    assert term.other_words == ()
    assert all(term.other_words for term in vocabulary("level") if "Paramedic" in term.synonyms)
