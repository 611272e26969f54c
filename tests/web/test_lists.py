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


def test_a_single_choice_has_its_words_on_the_page_that_is_for_who_has_no_scripts(world):
    sheet = world.begin()
    page = world.page(sheet, "history")
    lines = page.html.select("input[data-words-from]")
    assert not page.html.select("datalist, input[list]")
    whole = world.as_("ruiz").open(str(page.html.select_one("noscript a")["href"]))
    suggested = {str(field["id"]): field["list"] for field in whole.html.select("input[list]")}
    assert set(suggested) == {field["id"] for field in lines} != set()
    assert all(whole.html.find("datalist", id=name).find_all("option") for name in suggested.values())


def test_the_other_words_of_all_lists_are_one_file_and_stand_on_no_page(world):
    page = world.page(world.begin(), "incident")
    lists = {
        str(select["id"]): str(select["data-other-words"])
        for select in page.html.select("select[data-search]")
    }
    address, name = lists["incident-dispatch_reason"].split("#")
    assert {line.partition("#")[0] for line in lists.values()} == {address}
    answer = fetched(world.app.test_client(), address)
    assert "immutable" in answer.headers["Cache-Control"]
    by_code = json.loads(words(answer))[name]
    assert all(by_code[term.code] == list(term.other_words) for term in vocabulary(name) if term.other_words)
    assert any("anaphylaxis" in others for others in by_code.values())
    assert not page.html.select("[data-words]")


def test_a_synonym_that_is_the_label_with_other_marks_is_not_sent():
    term = next(one for one in vocabulary("protocol") if one.label == "Airway, failed")
    assert "Airway-Failed" in term.synonyms
    assert term.other_words == ()
    assert all(term.other_words for term in vocabulary("level") if "Paramedic" in term.synonyms)
