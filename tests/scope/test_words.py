"""The closed lists of words: what is accepted, and the nearest known word for what is not."""

from __future__ import annotations

import pytest

from epcr.scope.words import ROUTES, unit_in_family, unknown_route
from epcr.words.naming import listed, quoted, with_article
from epcr.words.near import nearest, unknown
from tests.scope.asking import COLUMNS, asked


@pytest.mark.parametrize(
    "level",
    [
        "RN",
        "NP",
        "PA",
        "LPN",
        "Physician",
        "Critical Care Paramedic",
        "Community Paramedic",
        "EMT-I",
        "EMT-I/85",
        "EMT-I/99",
    ],
)
def test_a_level_without_a_column_is_not_judged(level):
    verdict = asked(item="bvm", level=level)
    assert (verdict.verdict, verdict.permitted, verdict.layer) == ("cannot_judge", None, None)
    assert f"no column for {with_article(level)}" in verdict.reason


@pytest.mark.parametrize(("old", "level"), [("EMT-Basic", "EMT"), ("EMT-Paramedic", "Paramedic")])
def test_old_names_of_levels_are_understood(old, level):
    verdict = asked(item="airway_npa", level=old)
    assert (verdict.verdict, verdict.level) == ("permitted", level)


@pytest.mark.parametrize(
    ("level", "meant"),
    [
        ("emt", "EMT"),
        ("Paramedik", "Paramedic"),
        ("EMT-B", "EMT-Basic"),
        ("EMT-Intermediate", "EMT-I"),
        ("None", "none"),
        ("AEMT ", "AEMT"),
    ],
)
def test_an_unknown_level_is_not_guessed(level, meant):
    verdict = asked(item="bvm", level=level)
    assert verdict.verdict == "cannot_judge"
    assert f"{quoted(level)} is unknown" in verdict.reason
    assert f"nearest known is {quoted(meant)}" in verdict.reason


def test_each_abbreviation_of_a_route_suggests_its_label():
    meant = {
        "ET": "Endotracheal Tube (ET)",
        "IM": "Intramuscular (IM)",
        "IN": "Intranasal",
        "INH": "Inhalation",
        "IO": "Intraosseous (IO)",
        "IV": "Intravenous (IV)",
        "IVP": "Intravenous (IV)",
        "NC": "Nasal Cannula",
        "neb": "Nebulizer",
        "NG": "Nasogastric",
        "NRB": "Non-Rebreather Mask",
        "NRM": "Non-Rebreather Mask",
        "PO": "Oral",
        "PR": "Rectal",
        "SC": "Subcutaneous",
        "SL": "Sublingual",
        "SQ": "Subcutaneous",
    }
    for word, label in meant.items():
        assert unknown_route(word) == f'The route "{word}" is unknown; the nearest known is "{label}"'


def test_a_level_that_only_another_ruleset_declares_is_unknown():
    assert "unknown" in asked(item="bvm", level="VEFR").reason


def test_the_certificate_held_must_be_said():
    for level in (None, ""):
        assert asked(item="bvm", level=level).verdict == "cannot_judge"
    assert asked(item="bvm").missing == ("level",)


def test_every_route_is_known_by_its_code_and_by_its_label_in_any_case():
    for code, label in ROUTES.items():
        verdicts = {
            asked(item="fentanyl", level="AEMT", route=word).verdict
            for word in (code, label, label.upper(), f" {label.lower()} ")
        }
        expected = {"9927023", "9927015", "9927017", "9927021"}
        assert verdicts == {"permitted" if code in expected else "cannot_judge"}


@pytest.mark.parametrize(
    ("route", "meant"),
    [
        ("IV", "Intravenous (IV)"),
        ("im", "Intramuscular (IM)"),
        ("PO", "Oral"),
        ("Intravenus", "Intravenous (IV)"),
        ("9927022", "9927021"),
    ],
)
def test_an_unknown_route_is_not_guessed_but_named(route, meant):
    for level in COLUMNS:
        verdict = asked(item="fentanyl", level=level, route=route)
        assert verdict.verdict == "cannot_judge"
        assert f"{quoted(route)} is unknown" in verdict.reason
        assert f'"{meant[:6]}' in verdict.reason


@pytest.mark.parametrize(
    ("act", "meant"),
    [
        ({"item": "iv_acces"}, "iv_access"),
        ({"item": "Naloxone_iv"}, "naloxone_iv"),
        ({"item": "vancomicin"}, "vancomycin"),
        ({"code": "392230006"}, "392230005"),
        ({"ruleset": "us-national-2018", "item": "bvm"}, "us-national-2019"),
    ],
)
def test_an_unknown_item_code_or_ruleset_gets_the_nearest_known(act, meant):
    verdict = asked(level="EMT", **act)
    assert verdict.verdict == "cannot_judge"
    assert f"nearest known is {quoted(meant)}" in verdict.reason


def test_what_was_done_and_by_which_ruleset_must_be_said():
    assert asked(level="EMT").missing == ("item",)
    assert asked(ruleset=None, item="bvm", level="EMT").missing == ("ruleset",)
    assert asked(level="EMT").verdict == "cannot_judge"


def test_a_word_like_nothing_known_gets_no_suggestion():
    assert nearest("zzzzqqqq", ROUTES.values()) is None
    assert nearest("x" * 81, ["x" * 80]) is None
    assert asked(item="zzzzqqqq", level="EMT").reason == 'The item "zzzzqqqq" is unknown'


@pytest.mark.parametrize(
    ("word", "known", "like"),
    [
        ("x" * 80, ["x" * 80], "x" * 80),
        ("pro", ["prx", "Procedure"], "Procedure"),
        ("proc", ["Procedures", "Procedure"], "Procedure"),
        ("pr", ["prx", "Procedure"], "prx"),
        ("ivpump", ["pump", "IVP"], "IVP"),
        ("iopump", ["pump", "IO"], "pump"),
        ("nitroglycerin", ["nit", "nitro", "nitrate"], "nitro"),
        ("Naloxon", ["naloxone", "naloxone_iv"], "naloxone"),
        ("axb", ["abc", "zzz"], "abc"),
        ("axyz", ["abcd", "zzzz"], None),
    ],
)
def test_a_beginning_is_nearer_than_shared_letters(word, known, like):
    assert nearest(word, known) == like


def test_where_nothing_is_near_all_of_a_short_list_is_said():
    assert unknown("The word", "qqq", []) == 'The word "qqq" is unknown'
    assert unknown("The word", "qqq", ["one"]) == 'The word "qqq" is unknown; write one'
    thirty = [f"{number:02}" for number in range(30)]
    assert unknown("The word", "qqq", thirty).endswith("27, 28 or 29")
    assert unknown("The word", "qqq", [*thirty, "30"]) == 'The word "qqq" is unknown'


def test_words_are_quoted_on_one_line_and_not_at_length():
    assert quoted("a\nb\x00c\u2028d\u202ee") == '"a�b�c�d�e"'
    assert quoted("x" * 80) == f'"{"x" * 80}"'
    assert quoted("x" * 81) == f'"{"x" * 80}…"'


def test_lists_and_articles_read_as_sentences():
    assert listed(["a"]) == "a"
    assert listed(["a", "b"]) == "a or b"
    assert listed(["a", "b", "c"], "and") == "a, b and c"
    said = [
        with_article(level)
        for level in ("EMT", "AEMT", "Paramedic", "RN", "NP", "LPN", "PA", "Physician", "EMT-I/85", "VEFR")
    ]
    assert [with_article(level) for level in ("LPN-IV-2", "RNA", "X-ray")] == [
        "an LPN-IV-2",
        "a RNA",
        "a X-ray",
    ]
    assert said == [
        "an EMT",
        "an AEMT",
        "a Paramedic",
        "an RN",
        "an NP",
        "an LPN",
        "a PA",
        "a Physician",
        "an EMT-I/85",
        "a VEFR",
    ]


def test_units_compare_within_their_family():
    assert unit_in_family("mg") == unit_in_family(" MG ") == unit_in_family("3706021") == ("mass", 1000.0)
    assert (
        unit_in_family("µg")
        == unit_in_family("μg")
        == unit_in_family("ug")
        == unit_in_family("mcg")
        == ("mass", 1.0)
    )
    assert unit_in_family("g") == unit_in_family("Grams (gms)") == ("mass", 1_000_000.0)
    assert (
        unit_in_family("L") == unit_in_family("3706009") == unit_in_family("Liters (l)") == ("volume", 1000.0)
    )
    assert unit_in_family("Milliliters (ml)") == unit_in_family("3706025") == ("volume", 1.0)
    assert unit_in_family("Micrograms (mcg)") == unit_in_family("3706015") == ("mass", 1.0)
    assert unit_in_family("Milligrams (mg)") == ("mass", 1000.0)
    assert unit_in_family("3706001") == ("mass", 1_000_000.0)
    assert unit_in_family("puffs") is None
    assert unit_in_family(None) is None
