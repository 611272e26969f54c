"""Words of every day lead to what they mean, and where they can mean several things nobody guesses which."""

import pytest

from epcr.broken_schema import BrokenSchema
from epcr.sheet.catalog import catalog
from epcr.sheet.context import Context
from epcr.sheet.history import History
from epcr.sheet.plain_words import COLUMNS, every_line, file, plain_words, read
from epcr.sheet.run_sheet import SECTIONS
from epcr.sheet.vocabulary import Term, Vocabulary, vocabulary


def terms_of(name):
    return catalog().terms if name == "interventions" else vocabulary(name)


def led_to(name, word):
    """The labels of the terms that are called so."""
    return [term.label for term in terms_of(name) if term.is_called(word)]


@pytest.mark.parametrize("line", every_line(), ids=lambda line: f"{line.list} {line.words[0]}")
def test_each_word_leads_to_its_terms_and_to_none_alone_where_they_are_several(line):
    terms = terms_of(line.list)
    for word in line.words:
        called = {term.code for term in terms if term.is_called(word)}
        assert set(line.codes) <= called
        found = terms.find(word)
        labels = {
            term.code for term in terms if word.casefold() in {term.code.casefold(), term.label.casefold()}
        }
        assert (found.code if found else None) in (called if len(called) == 1 else {None, *labels})


@pytest.mark.parametrize(
    ("name", "word", "label"),
    [
        ("location_type", "home", "Private residence"), ("location_type", "house", "Private residence"),
        ("location_type", "apartment", "Apartment or condo"), ("location_type", "nursing home", "Nursing home"),
        ("symptom", "chest", "Chest pain"), ("symptom", "SOB", "Shortness of breath"), ("symptom", "stroke", "Stroke"),
        ("impression", "CHF", "Heart failure"), ("past_history", "high blood pressure", "Hypertension"),
        ("past_history", "stroke", "Stroke or TIA, in the past"), ("past_history", "heart attack", "Heart attack, in the past"),
        ("interventions", "pads", "Defibrillation pads, apply"), ("interventions", "collar", "Cervical collar"),
        ("interventions", "backboard", "Long spine board"), ("interventions", "NRB", "Oxygen by non-rebreather mask"),
        ("interventions", "ASA", "Aspirin"), ("interventions", "IV", "IV access, peripheral"),
        ("destination_type", "house", "Home"), ("dispatch_reason", "MVA", "Traffic/transportation incident"),
    ],
)  # fmt: skip
def test_a_word_that_means_one_thing_is_that_thing(name, word, label):
    found = terms_of(name).find(word)
    assert found is not None
    assert found.label == label


@pytest.mark.parametrize(
    ("name", "word"),
    [
        ("past_history", "diabetes"), ("past_history", "DM"), ("past_history", "asthma"),
        ("past_history", "seizures"), ("past_history", "chest pain"), ("symptom", "heart attack"), ("symptom", "LOC"),
        ("impression", "heart attack"), ("impression", "sugar"), ("impression", "OD"), ("interventions", "12 lead"),
        ("interventions", "O2"), ("interventions", "narcan"), ("interventions", "epipen"), ("interventions", "nitro"),
        ("interventions", "bagged"), ("interventions", "breathing treatment"), ("interventions", "sugar"),
        ("destination_type", "ER"), ("location_type", "work"),
    ],
)  # fmt: skip
def test_a_word_that_can_mean_several_things_finds_them_and_is_none_of_them(name, word):
    assert len(led_to(name, word)) > 1
    assert terms_of(name).find(word) is None


def test_what_was_typed_and_can_be_several_is_kept_as_it_was_typed():
    spec = History.fields()["past_history"]
    assert spec.read(["diabetes\nDM1\nasthma"], Context()) == ["diabetes", "E10.8", "asthma"]


def test_a_label_is_itself_though_others_go_by_it():
    terms = Vocabulary("own", (Term("1", "Pain, acute", synonyms=("pain",)), Term("2", "Pain")))
    assert terms.find("pain").code == "2"
    shared = Vocabulary("own", (Term("1", "One", synonyms=("both",)), Term("2", "Two", synonyms=("Both.",))))
    assert shared.find("both") is None


def test_every_list_that_words_are_for_is_one_that_some_field_chooses_from():
    chosen = {getattr(spec, "vocabulary", "") for section in SECTIONS for spec in section.fields().values()}
    assert {line.list for line in every_line()} <= chosen


def test_no_words_are_said_twice_of_one_list():
    said = [(line.list, word.casefold()) for line in every_line() for word in line.words]
    assert sorted(said) == sorted(set(said))


@pytest.mark.parametrize(
    ("row", "why"),
    [
        ("symptom,chest", "must have 3 columns"), ("symptom,chest,", "give it words and codes"),
        ("symptom, | ,R07.9", "give it words and codes"), ("complaints,chest,R07.9", "there is no list 'complaints'"),
    ],
)  # fmt: skip
def test_a_broken_line_is_named(tmp_path, row, why):
    own = tmp_path / "plain_words.csv"
    own.write_text(f"{','.join(COLUMNS)}\n{row}\n", "utf-8")
    with pytest.raises(BrokenSchema, match=f"line 2: .*{why}"):
        list(read(own))


def test_other_columns_and_no_file_are_named(tmp_path):
    own = tmp_path / "plain_words.csv"
    with pytest.raises(BrokenSchema, match="cannot be read"):
        list(read(own))
    own.write_text("word,code\n", "utf-8")
    with pytest.raises(BrokenSchema, match="the columns must be list,words,codes"):
        list(read(own))


def test_a_code_that_the_list_does_not_have_is_named():
    with pytest.raises(BrokenSchema, match="the list symptom has no code") as caught:
        plain_words("symptom", {"R07.9"})
    assert caught.value.file == str(file())
