"""The table and the pocket card on paper, read back as a reader reads them."""

from __future__ import annotations

from contextlib import closing, contextmanager
from datetime import date

import pypdfium2
import pytest

from epcr import paths
from epcr.paper import style
from epcr.rulebook.card import card_pdf
from epcr.rulebook.matrix import Wanted, matrix
from epcr.rulebook.paper import matrix_pdf
from epcr.scope import rulesets
from epcr.sheet.date_words import write_date
from tests.rulebook.places import ITEMS, child, item, root

DAY = date(2026, 11, 22)
EVERYTHING = Wanted()
SHIPPED = sorted(path.stem for path in (paths.schemas() / "scope").glob("*.toml"))


@contextmanager
def opened(pdf):
    """The pages of a document with their text, to be read with pdfium."""
    document = pypdfium2.PdfDocument(pdf)
    with closing(document):
        sheets = [(page, page.get_textpage()) for page in document]
        yield sheets
        for page, read in sheets:
            read.close()
            page.close()


def pages(pdf):
    with opened(pdf) as sheets:
        return [" ".join(read.get_text_range().split()) for _page, read in sheets]


def characters(pdf):
    """Each character with its page's size, its ink's left, top, right and bottom, and its size."""
    with opened(pdf) as sheets:
        for page, read in sheets:
            wide, high = page.get_size()
            for number in range(read.count_chars()):
                left, bottom, right, top = read.get_charbox(number)
                if right > left:
                    size = pypdfium2.raw.FPDFText_GetFontSize(read, number)
                    yield (wide, high), (left, high - top, right, high - bottom), size


def printed(rules, wanted=EVERYTHING, paper="letter"):
    return matrix_pdf(matrix(rules, wanted), wanted, paper=paper, printed_on=DAY)


@pytest.mark.parametrize("paper", ["letter", "a4"])
@pytest.mark.parametrize("name", SHIPPED)
def test_every_page_says_training_which_ruleset_and_which_page_it_is(name, paper):
    rules = rulesets()[name]
    found = pages(printed(rules, paper=paper))
    assert len(found) > 3
    for number, words in enumerate(found, start=1):
        assert "TRAINING – NOT FOR CARE" in words
        assert (
            f"{rules.id} · version {rules.version} · in force from {write_date(rules.in_force_from)}" in words
        )
        assert f"Page {number} of {len(found)}" in words
        assert f"Printed {DAY}. {rules.notice.split()[0]}" in words
    assert rules.source.split()[0] in found[0]
    assert rules.notice in found[0]


@pytest.mark.parametrize("name", SHIPPED)
def test_every_item_and_every_source_is_printed_and_nothing_leaves_the_page_or_is_too_small(name):
    rules = rulesets()[name]
    pdf = printed(rules)
    told = " ".join(pages(pdf))
    table = matrix(rules)
    assert [row.item.name for row in table.rows if row.item.name not in told] == []
    assert [one for one in table.sources if " ".join(one.split()) not in told] == []
    assert [one.name for one in table.everybody if one.name.split()[0] not in told] == []
    assert [one.name for one in table.unlisted if one.name not in told] == []
    for (wide, high), (left, top, right, bottom), size in characters(pdf):
        assert min(left, top) > 18
        assert right < wide - 18
        assert bottom < high - 18
        assert size >= style.SMALLEST - 0.01


def test_a_condition_is_a_note_at_the_foot_of_its_page():
    (words, *_) = pages(printed(root()))
    assert "If 1" in words
    assert "1 up to 150 mcg in all, more by order" in words
    assert "with the Airway Endorsement" in words
    assert "Own" in words
    assert "Order" in words


def test_the_same_condition_has_one_note_on_a_page():
    again = [
        item(f"drug_{n}", cells={"EMR": "no", "EMT": "no", "Paramedic": {"may": "yes", "age_from": 8}})
        for n in range(5)
    ]
    (words, *_) = pages(printed(root(items=again)))
    assert words.count("age 8 years or more") == 1
    assert words.count("If 1") == 5


def test_a_square_that_differs_from_the_parent_is_marked():
    county = child(root(), items=[{"id": "nitro", "cells": {"EMT": "no"}}])
    assert "– *" in pages(printed(county))[0]
    assert "– *" not in pages(printed(root()))[0]


def test_a_narrowed_table_says_what_it_shows():
    (words,) = pages(printed(root(), Wanted(level="EMT", kind="medication", words="nit")))
    assert "Shown: 1 rule, medications, level EMT, “nit”" in words
    assert "Paramedic" not in words.split("Shown")[1]


def test_a_table_without_rows_says_so():
    assert "No rule answers to this." in pages(printed(root(), Wanted(words="zzz")))[0]


def test_many_levels_lie_along_the_long_side():
    extra = [{"name": name, "otherwise": "no", "source": "page", "confidence": "low"} for name in
             ("AEMT", "Critical Care Paramedic", "Community Paramedic", "RN", "Physician")]  # fmt: skip
    pdf = printed(child(root(), levels=extra))
    with opened(pdf) as sheets:
        wide, high = sheets[0][0].get_size()
    assert wide > high
    assert all(name in pages(pdf)[0] for name in ("Physician", "Critical", "AEMT"))


def test_the_columns_and_the_category_stand_again_on_every_page_of_the_table():
    many = [item(f"drug_number_{n}") for n in range(120)]
    found = pages(printed(root(items=many)))
    assert len(found) > 2
    assert all("EMR EMT Paramedic" in words for words in found[:3])
    assert all("Medications, continued" in words for words in found[1:3])


def test_the_same_table_gives_the_same_bytes():
    assert printed(root()) == printed(root())


def card(rules, level, paper="letter"):
    return card_pdf(rules, level, paper=paper, printed_on=DAY)


@pytest.mark.parametrize("name", SHIPPED)
def test_a_card_is_one_sheet_and_holds_everything_that_the_level_may_do_and_nothing_else(name):
    rules = rulesets()[name]
    for level in rules.levels:
        found = pages(card(rules, level))
        assert 1 <= len(found) <= 2
        told = " ".join(found)
        rows = matrix(rules, Wanted(level=level)).rows
        may = [row.item.name for row in rows if row.squares[0].mark not in {"no", "unknown"}]
        assert [one for one in may if f"• {one}" not in told] == []
        assert told.count("• ") == len(may)
        for number, words in enumerate(found, start=1):
            assert "TRAINING – NOT FOR CARE" in words
            assert f"{level} · {rules.id} · version {rules.version} · in force from" in words
            assert f"Side {number} of {len(found)}" in words
            assert f"Printed {DAY}" in words


@pytest.mark.parametrize("paper", ["letter", "a4"])
def test_nothing_on_a_card_crosses_a_fold_or_is_too_small(paper):
    for (wide, high), (left, top, right, bottom), size in characters(
        card(rulesets()["us-national-2019"], "Paramedic", paper)
    ):
        assert size >= style.SMALLEST - 0.01
        if top > 50 and bottom < high - 50:
            assert left // (wide / 4) == right // (wide / 4)


def test_a_card_tells_first_what_is_out_of_the_ordinary():
    (words,) = pages(card(root(), "EMT"))
    assert words.index("Own medication only • Nitro") < words.index(
        "On standing orders Medications • Aspirin"
    )
    assert "Endorsement or program With the Airway Endorsement • Bougie" in words
    (words,) = pages(card(root(), "Paramedic"))
    assert "Ask first: a physician’s order • Heparin" in words
    assert "On a condition • Fentanyl → up to 150 mcg in all, more by order" in words
    assert "In the program “Transfusion pilot” • Whole blood" in words
    assert "Every level does these Comforting." in words


def test_an_endorsement_that_only_one_way_needs_is_a_condition():
    ways = [{"may": "yes", "age_from": 8}, {"may": "yes", "endorsement": ["airway"]}]
    rules = root(items=[item("bougie", cells={"EMR": "no", "EMT": ways, "Paramedic": "yes"})])
    (words,) = pages(card(rules, "EMT"))
    assert "On a condition • Bougie → age 8 years or more → or with the Airway Endorsement" in words


def test_an_order_that_an_endorsement_asks_for_too_is_said():
    both = {"may": "medical_direction", "endorsement": ["airway"]}
    rules = root(items=[*ITEMS[:2], item("bougie", cells={"EMR": "no", "EMT": both, "Paramedic": "yes"})])
    (words,) = pages(card(rules, "EMT"))
    assert "Order; with the Airway Endorsement • Bougie" in words


def test_a_card_says_what_the_agency_must_have_and_what_the_level_functions_as():
    level = {
        "name": "AEMT",
        "includes": ["EMT"],
        "functions_as": "EMT",
        "source": "page",
        "confidence": "high",
    }
    county = child(root(needs=["medical_control"]), levels=[level])
    (words,) = pages(card(county, "AEMT"))
    assert "Functions as EMT." in words
    assert "Only for an agency that has medical control." in words


def test_a_list_that_goes_on_in_the_next_panel_says_which_it_is():
    many = [item(f"drug_number_{n}") for n in range(60)]
    (words,) = pages(card(root(items=many), "EMT"))
    assert words.count("Medications, continued") == 1


def test_a_level_that_no_parent_has_is_named_on_paper():
    level = {"name": "RN", "otherwise": "no", "source": "page", "confidence": "low"}
    assert "RN is new here: the parent has no such level." in pages(printed(child(root(), levels=[level])))[0]
