"""Which item a code stands for: by route, supply, formulation and mode, or not at all."""

from __future__ import annotations

import pytest

from tests.rulebook.places import item, root
from tests.scope.asking import COLUMNS, asked

RESOLVED = [
    ("7242", {"route": "Intranasal", "formulation": "unit_dose"}, "naloxone_in_unit"),
    ("7242", {"route": "Intranasal", "formulation": "measured"}, "naloxone_in_measured"),
    ("7242", {"route": "Intranasal", "formulation": "drawn_up"}, "naloxone_in_measured"),
    ("4832", {"route": "Intravenous (IV)"}, "glucagon_iv"),
    ("4832", {"route": "Intraosseous (IO)"}, "glucagon_iv"),
    ("1223", {"route": "Intramuscular (IM)"}, "atropine_im"),
    ("1223", {"route": "Intravenous (IV)"}, "atropine_iv"),
    ("7242", {"route": "9927063"}, "naloxone_auto"),
    ("7242", {"route": "Intramuscular (IM)"}, "naloxone_im_vial"),
    ("7242", {"route": "Intravenous (IV)"}, "naloxone_iv"),
    ("7242", {"route": "Intraosseous (IO)"}, "naloxone_iv"),
    ("7242", {"formulation": "unit_dose"}, "naloxone_in_unit"),
    ("7242", {"formulation": "auto_injector"}, "naloxone_auto"),
    ("328316", {"route": "Auto Injector"}, "epi_auto_agency"),
    ("328316", {"route": "Auto Injector", "supply": "agency"}, "epi_auto_agency"),
    ("328316", {"route": "Auto Injector", "supply": "patient"}, "epi_auto_own"),
    ("328316", {"route": "Intramuscular (IM)"}, "epi_im_vial"),
    ("328316", {"formulation": "drawn_up"}, "epi_im_vial"),
    ("317361", {"route": "Intraosseous (IO)"}, "epi_iv_arrest"),
    ("4917", {"route": "Sublingual"}, "nitro_sl_agency"),
    ("4917", {"route": "Sublingual", "supply": "patient"}, "nitro_sl_own"),
    ("4917", {"route": "Intravenous (IV)"}, "nitro_iv"),
    ("435", {"route": "Nebulizer"}, "albuterol_neb"),
    ("435", {"route": "Inhalation", "supply": "patient"}, "albuterol_mdi_own"),
    ("435", {"supply": "patient"}, "albuterol_mdi_own"),
    ("161", {"route": "Oral"}, "acetaminophen_po"),
    ("161", {"route": "Intravenous (IV)"}, "acetaminophen_iv"),
    ("161", {"formulation": "oral"}, "acetaminophen_po"),
    ("26225", {"route": "Oral"}, "ondansetron_odt"),
    ("26225", {"route": "Intramuscular (IM)"}, "ondansetron_parenteral"),
    ("4832", {"route": "Intranasal"}, "glucagon_in"),
    ("3322", {"route": "Rectal"}, "diazepam"),
    ("3322", {"route": "Auto Injector"}, "diazepam_auto_cana"),
    ("6387", {"route": "Intravenous (IV)"}, "lidocaine_antiarrhythmic"),
    ("371908008", {"route": "Non-Rebreather Mask"}, "o2_nrb"),
    ("371908008", {"route": "Ventimask"}, "o2_venturi"),
    ("268400002", {"mode": "acquire"}, "ecg12_acquire"),
    ("268400002", {"mode": "interpret"}, "ecg12_interpret"),
    ("18590009", {}, "pacing_tcp"),
    ("18590009", {"mode": "monitor"}, "pacing_transvenous_monitor"),
    ("71493000", {}, "packed_red_cells_initiate"),
    ("71493000", {"mode": "initiate"}, "packed_red_cells_initiate"),
    ("71493000", {"mode": "maintain"}, "blood_maintain"),
    ("33389009", {}, "whole_blood_initiate"),
    ("33389009", {"mode": "monitor"}, "blood_maintain"),
    ("116861002", {"mode": "maintain"}, "blood_maintain"),
    ("116762002", {}, "blood_maintain"),
    ("431393006", {}, "saline_bolus"),
    ("26906007", {}, "pressure_bandage"),
    ("7806", {"route": "Non-Rebreather Mask"}, "oxygen"),
    ("392230005", {}, "iv_access"),
    ("392230005", {"route": "Intravenous (IV)"}, "iv_access"),
    ("9927017", {"formulation": "unit_dose"}, "route_in_unit"),
    ("9927017", {"formulation": "measured"}, "route_in"),
    ("61746007", {}, "vital_signs"),
    ("304562007", {}, "contact_medical_control"),
]

ASKED_FOR = [
    ("7242", {}, ("route", "formulation"), 5),
    ("7242", {"route": "Intranasal"}, ("formulation",), 2),
    ("7242", {"formulation": "drawn_up"}, ("route",), 3),
    ("7242", {"formulation": "infusion"}, ("route",), 5),
    ("4917", {}, ("route", "formulation"), 2),
    ("268400002", {}, ("mode",), 2),
    ("268400002", {"mode": "initiate"}, (), 2),
    ("317361", {"route": "Intravenous (IV)"}, (), 2),
    ("6387", {"route": "Intraosseous (IO)"}, (), 2),
    ("230040009", {}, (), 2),
    ("232664002", {}, (), 2),
    ("57485005", {}, (), 2),
    ("371908008", {}, ("route",), 4),
    ("371908008", {"route": "Oral"}, (), 4),
    ("353008", {"route": "Intravenous (IV)"}, (), 2),
    ("46973005", {}, (), 2),
    ("22633006", {"route": "Oral"}, (), 2),
    ("116859006", {}, ("mode",), 3),
    ("116859006", {"mode": "initiate"}, (), 2),
    ("29303009", {"mode": "interpret"}, (), 2),
    ("9927017", {}, ("formulation",), 2),
]


@pytest.mark.parametrize(("code", "words", "item"), RESOLVED)
def test_a_code_stands_for_the_item_that_its_words_name(code, words, item):
    for level in COLUMNS:
        by_code, by_item = asked(code=code, level=level, **words), asked(item=item, level=level, **words)
        assert by_code.rule == item
        assert (by_code.item, by_code.item_name) == (item, by_item.item_name)
        assert (by_code.verdict, by_code.layer) == (by_item.verdict, by_item.layer)


@pytest.mark.parametrize(("code", "words", "missing", "how_many"), ASKED_FOR)
def test_a_code_with_several_items_left_asks_for_what_is_missing(code, words, missing, how_many):
    for level in COLUMNS:
        verdict = asked(code=code, level=level, **words)
        assert verdict.verdict == "cannot_judge"
        assert verdict.permitted is None
        assert verdict.missing == missing
        assert len(verdict.candidates) == how_many
        for candidate in verdict.candidates:
            assert candidate in verdict.reason
        for key in missing:
            assert key in verdict.reason


def test_a_code_whose_every_row_is_no_is_refused_on_a_route_that_none_lists():
    assert asked(code="4832", level="EMT", route="Rectal").verdict == "not_permitted"
    assert asked(code="4832", level="AEMT", route="Rectal").verdict == "cannot_judge"
    assert "Rectal" in asked(code="4832", level="AEMT", route="Rectal").reason


def test_the_first_of_the_rows_that_refuse_on_any_route_is_the_rule():
    assert asked(code="4832", level="EMT", route="Rectal").rule == "glucagon_im"


def test_a_code_of_one_item_is_that_item_on_any_route():
    unlisted = asked(code="4337", level="AEMT", route="Rectal")
    assert (unlisted.verdict, unlisted.rule, unlisted.candidates) == ("cannot_judge", "fentanyl", ())
    assert asked(code="4337", level="EMT", route="Rectal").verdict == "not_permitted"


def test_a_code_on_a_route_that_no_item_lists_is_called_by_its_name_or_by_the_first_items():
    spray, shot = item("spray", code="71", routes=["Intranasal"]), item("shot", code="71", routes=["Rectal"])
    for named, name in (({}, "Spray"), ({"code_name": "Medicine"}, "Medicine")):
        verdict = of_code([{**spray, **named}, shot], route="Oral")
        assert (
            verdict.reason == f"{name} has no rule for the route Oral; the rules know Intranasal and Rectal"
        )


def test_a_student_is_refused_on_any_route_only_where_the_level_trained_for_is_too():
    shown = {"program_shift": True, "cleared": True, "preceptor_level": "Paramedic"}
    act = {"code": "4832", "level": "EMT", "route": "Rectal"}
    assert asked(**act, student={"training_for": "EMT", **shown}).verdict == "not_permitted"
    assert asked(**act, student={"training_for": "AEMT", **shown}).verdict == "cannot_judge"
    assert (
        asked(**{**act, "level": "none"}, student={"training_for": "EMT", **shown}).verdict == "not_permitted"
    )


def test_an_item_may_be_named_with_its_own_code_and_not_with_another():
    assert asked(item="naloxone_iv", code="7242", level="AEMT").verdict == "permitted"
    assert asked(item="saline_bolus", code="431393006", level="AEMT").verdict == "permitted"
    assert asked(item="plasma", code="116861002", level="EMT", route="IV Pump").verdict == "not_permitted"
    for name in ("naloxone_iv", "plasma"):
        verdict = asked(item=name, code="4337", level="AEMT", route="Intravenous (IV)")
        assert verdict.verdict == "cannot_judge"
        assert "4337" in verdict.reason


def test_a_medication_without_a_row_is_judged_by_the_row_of_its_route():
    refused = asked(code="11124", level="EMT", route="Intravenous (IV)")
    assert (refused.verdict, refused.rule, refused.item) == ("not_permitted", "route_iv", "vancomycin")
    assert "Vancomycin has no rule of its own" in refused.reason
    granted = asked(item="vancomycin", level="AEMT", route="9927023")
    assert (granted.verdict, granted.rule, granted.item) == ("permitted", "route_iv", "vancomycin")
    assert "Vancomycin has no rule of its own" in granted.reason
    assert asked(item="insulin", level="AEMT", route="IV Pump").verdict == "not_permitted"


def test_a_medication_with_a_row_is_never_judged_by_its_route():
    assert asked(item="dextrose50_iv", level="AEMT", route="IV Pump").verdict == "cannot_judge"
    assert asked(item="furosemide", level="AEMT", route="Intravenous (IV)").rule == "furosemide"


def test_a_medication_without_a_row_and_without_a_route_asks_for_the_route():
    verdict = asked(code="11124", level="Paramedic")
    assert (verdict.verdict, verdict.missing) == ("cannot_judge", ("route",))
    assert verdict.source


def test_a_medication_without_a_row_on_a_route_without_a_row_cannot_be_judged():
    verdict = asked(code="11124", level="Paramedic", route="Otic")
    assert verdict.verdict == "cannot_judge"
    assert "Otic" in verdict.reason
    unsaid = asked(code="1819", level="EMT", route="Intranasal")
    assert (unsaid.verdict, unsaid.missing) == ("cannot_judge", ("formulation",))


def test_starting_a_blood_component_without_a_row_is_refused_by_its_route_and_permitted_by_none():
    assert asked(code="116861002", level="EMT", route="Intravenous (IV)").verdict == "not_permitted"
    undecided = asked(code="116861002", level="Paramedic", route="Intravenous (IV)")
    assert undecided.verdict == "cannot_judge"
    assert "maintain" in undecided.reason
    assert (
        asked(code="116861002", level="Paramedic", mode="initiate", route="IV Pump").verdict == "cannot_judge"
    )


@pytest.mark.parametrize("code", ["18629005", "56251003", "405427009", "278414003", "445828009"])
def test_a_code_that_was_decided_not_to_be_judged_says_why_and_who_decided(code):
    verdict = asked(code=code, level="Paramedic")
    assert verdict.verdict == "cannot_judge"
    assert "has no rule of its own" in verdict.reason
    assert verdict.source == "Decided here: the model has no row for this code"
    assert verdict.item is not None


def test_what_every_level_does_is_permitted_to_every_level_with_a_column_and_to_nobody_without_a_certificate():
    for level in COLUMNS:
        verdict = asked(code="61746007", level=level)
        assert (verdict.verdict, verdict.rule) == ("permitted", "vital_signs")
        assert verdict.source.startswith("Decided here")
        assert verdict.lowest_levels == ("EMR",)
    assert asked(code="61746007", level="none").layer == "certificate"
    assert asked(code="61746007", level="Community Paramedic").verdict == "cannot_judge"


STARTS = item("starts", kind="procedure", code="71")
ALSO = {"also": ["71"], "code": "72"}


def of_code(items, **act):
    """The verdict on code 71 in a place with these items."""
    return asked({"place": root(items=items)}, ruleset="place", code="71", level="EMT", **act)


@pytest.mark.parametrize("kind", ["procedure", "medication"])
def test_without_a_mode_a_code_also_stands_for_a_further_item_that_begins(kind):
    begins = item("begins", kind=kind, told_by={"mode": ["initiate"]}, **ALSO)
    assert of_code([STARTS, begins]).candidates == ("starts", "begins")
    assert of_code([STARTS, begins], mode="initiate").candidates == ("starts", "begins")
    assert of_code([STARTS, begins], mode="monitor").rule == "starts"


def test_what_has_no_mode_by_itself_is_meant_only_where_one_is_said():
    goes_on = item("goes_on", kind="assessment", told_by={"mode": ["initiate"]}, **ALSO)
    assert of_code([STARTS, goes_on]).rule == "starts"
    assert of_code([STARTS, goes_on], mode="initiate").candidates == ("starts", "goes_on")


def test_a_code_that_only_further_items_have_asks_for_the_mode():
    begins = item("begins", kind="procedure", told_by={"mode": ["initiate"]}, **ALSO)
    verdict = of_code([begins])
    assert (verdict.candidates, verdict.missing) == (("begins",), ("mode",))
    assert verdict.reason == 'The code "71" may stand for Begins (begins); say the mode or choose one'
    assert of_code([begins], mode="initiate").rule == "begins"
    assert of_code([item("any", kind="procedure", **ALSO)]).rule == "any"


def test_a_route_and_a_formulation_that_tell_different_items_are_asked_about():
    act = {"code": "328316", "route": "Intramuscular (IM)", "level": "EMT"}
    verdict = asked(**act, formulation="auto_injector")
    assert (verdict.verdict, verdict.missing) == ("cannot_judge", ("route", "formulation"))
    assert verdict.candidates == ("epi_im_vial", "epi_auto_agency", "epi_auto_own")
    assert verdict.reason.startswith(
        "The route tells Epinephrine 1 mg/mL drawn up, IM (epi_im_vial) and the form"
    )
    assert asked(**act, formulation="drawn_up").rule == "epi_im_vial"
    assert asked(**act, formulation="oral").rule == "epi_im_vial"  # no item of the code is told by it
