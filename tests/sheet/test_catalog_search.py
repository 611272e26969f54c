"""The catalog is searched by the words of the field: name, synonym, abbreviation and code."""

import pytest

from epcr.sheet.catalog import catalog
from epcr.sheet.vocabulary import vocabulary
from tests.sheet.field_words import CONDITIONS, INTERVENTIONS


@pytest.mark.parametrize("word", INTERVENTIONS)
def test_what_is_meant_is_among_the_first_three(word):
    found = [one.id for one in catalog().search(word)[:3]]
    assert set(INTERVENTIONS[word].split()) & set(found), found


def test_every_word_means_interventions_that_there_are():
    assert {name for meant in INTERVENTIONS.values() for name in meant.split()} <= set(catalog().rows)


@pytest.mark.parametrize("name", CONDITIONS)
def test_every_word_means_conditions_that_there_are(name):
    codes = {code for meant in CONDITIONS[name].values() for code in meant.split()}
    assert not [code for code in codes if code not in vocabulary(name)]


def test_case_does_not_matter_and_a_code_is_a_word_too():
    assert catalog().search("asa")[0] == catalog().search("ASA")[0] == catalog()["aspirin_po"]
    assert catalog().search("1191")[0] == catalog()["aspirin_po"]


def test_a_word_that_nobody_uses_finds_nothing():
    assert catalog().search("xyzzy") == []
