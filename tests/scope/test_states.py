"""The shipped rulesets of the states: each row of the table, asked as a crew would act on it, with what would help."""

from __future__ import annotations

import csv
import json
import tomllib

import pytest

from epcr.scope import broken_schemas, rulesets
from epcr.sheet.catalog import catalog
from tests.scope.asking import NATIONAL, asked, told

LA, CA, VT, MT = "us-ca-los-angeles", "us-ca", "us-vt", "us-mt"
PLACES = {"MT": MT, "CA-LosAngeles": LA, "VT": VT, "CA": CA}
IV, IM, PO, PORT = "Intravenous (IV)", "Intramuscular (IM)", "Oral", "Portacath"

YES = ("permitted", None)
ASSIST = ("permitted_assist", None)
NO = ("not_permitted", "rule")
PROGRAM = ("needs_local_authorization", "agency")
ENDORSEMENT = ("needs_local_authorization", "endorsement")
PATIENT = ("not_permitted", "patient")
ORDER = ("needs_medical_direction", "order")


def judged(ruleset, item, level, **act):
    """The verdict and its layer."""
    verdict = asked(ruleset=ruleset, item=item, level=level, **act)
    return verdict.verdict, verdict.layer


def offered(ruleset, item, level, **act):
    """The changes offered for a refused act, as what they set."""
    verdict = asked(ruleset=ruleset, item=item, level=level, **act)
    assert verdict.changes, verdict.reason
    return [said(change.facts(verdict.act)) for change in verdict.changes]


def said(facts):
    """The facts as they are sent: without what they leave unsaid, and tuples as lists."""
    if isinstance(facts, dict):
        return {key: said(value) for key, value in facts.items() if value is not None}
    return list(facts) if isinstance(facts, tuple) else facts


def program(*names):
    return {"programs": list(names)}


def holding(*endorsements):
    return {"endorsements": list(endorsements)}


def patient(indication=None, **more):
    return {**({"indication": indication} if indication else {}), **more}


@pytest.fixture(scope="module")
def rows(shared):
    with (shared / "scope" / "states.csv").open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


def vectors(shared):
    lines = (shared / "scope" / "vectors.jsonl").read_text("utf-8").splitlines()
    return [json.loads(line) for line in lines]


# The table as a whole


def test_all_shared_vectors_get_their_verdicts(shared):
    asked_for = vectors(shared)
    assert len(asked_for) == 34
    for vector in asked_for:
        answer = told(json.dumps(vector))
        assert (answer["verdict"], answer["permitted"]) == (vector["verdict"], vector["permitted"]), vector[
            "id"
        ]


def test_the_shipped_rulesets_are_in_order_and_have_their_parents():
    assert list(broken_schemas()) == []
    known = rulesets()
    parents = {name: known[name].parent.id for name in (CA, LA, VT, MT)}
    assert parents == {CA: NATIONAL, LA: CA, VT: NATIONAL, MT: NATIONAL}
    assert [known[name].ceiling for name in (NATIONAL, CA, LA, VT, MT)] == [False, False, False, True, False]
    assert [known[name].state for name in (NATIONAL, CA, LA, VT, MT)] == [None, "CA", "CA", "VT", "MT"]


def test_every_row_of_an_item_is_a_cell_of_its_ruleset_with_source_and_confidence(rows):
    items = [row for row in rows if not row["item_id"].startswith("*")]
    assert len(items) == 99
    for row in items:
        ruleset = rulesets()[PLACES[row["state"]]]
        cell = ruleset.items[row["item_id"]].cells[row["level"]]
        here = (row["state"], row["item_id"], row["level"])
        assert cell.ruleset == ruleset.id, here
        sources = {cell.source, *(grant.source for grant in cell.grants)}
        confidences = {cell.confidence, *(grant.confidence for grant in cell.grants)}
        assert row["source"] in sources, here
        assert row["confidence"] in confidences, here


def test_the_word_of_each_row_is_what_its_cell_says(rows):
    for row in rows:
        if row["item_id"].startswith("*"):
            continue
        cell = rulesets()[PLACES[row["state"]]].items[row["item_id"]].cells[row["level"]]
        here = (row["state"], row["item_id"], row["level"])
        if row["permitted"] == "no":
            assert all(grant.may == "assist" for grant in cell.grants), here
        elif row["permitted"] == "assist":
            assert cell.grants[0].may == "assist", here
        elif row["permitted"] == "medical_direction":
            assert {grant.may for grant in cell.grants} >= {"medical_direction"}, here
        else:
            assert cell.grants, here


def test_every_structural_row_stands_in_its_ruleset_with_its_source(rows):
    known = rulesets()
    structural = [row for row in rows if row["item_id"].startswith("*")]
    assert len(rows) == 99 + len(structural)
    for row in structural:
        ruleset = known[PLACES[row["state"]]]
        written = tomllib.loads(ruleset.file.read_text("utf-8"))
        sources = (*written["sources"].values(), ruleset.certificate.source, ruleset.student.source)
        for part in row["source"].removeprefix("LA County EMS Agency ").split("; "):
            assert any(part in source for source in sources), row["item_id"]
    assert known[LA].functions_as["AEMT"] == "EMT"
    assert known[CA].level_programs == {"Community Paramedic": "community_paramedic"}
    assert known[VT].ceiling
    assert next(iter(known[VT].levels)) == "VEFR"


@pytest.mark.parametrize("name", [CA, LA, VT, MT])
def test_every_ruleset_says_once_that_it_must_be_checked(name):
    notice = rulesets()[name].notice
    assert "classroom" in notice
    assert "before anyone relies on it" in notice


@pytest.mark.parametrize(
    "name", ["x_suction_tracheostomy", "x_ventilate_via_advanced_airway", "x_double_sequential_defib"]
)
def test_what_only_a_state_knows_can_be_chosen_and_is_not_judged_elsewhere(name):
    assert catalog()[name].judged_as == (name,)
    for place in (NATIONAL, MT):
        verdict = asked(ruleset=place, item=name, level="Paramedic")
        assert verdict.verdict == "cannot_judge"
        assert "the national model has no row for it" in verdict.reason
        assert verdict.source


def test_the_change_notices_of_the_national_model_name_what_they_changed():
    notices = rulesets()[NATIONAL].change_notices
    assert {item for notice in notices for item in notice.items} == {
        "route_im",
        "immunization_phe",
        "nasal_swab",
    }
    for notice in notices:
        assert notice.source
        assert notice.confidence
    for item in ("immunization_phe", "nasal_swab"):
        assert judged(NATIONAL, item, "EMR") == NO
        assert judged(NATIONAL, item, "EMT") == YES
    assert rulesets()[MT].change_notices == notices


# Los Angeles County: the EMT


def test_an_emt_gives_aspirin_from_stock_only_in_the_program_and_helps_with_the_patients_own():
    act = {"route": PO, "patient": patient("chest_pain")}
    assert judged(LA, "aspirin_po", "EMT", **act) == PROGRAM
    assert judged(LA, "aspirin_po", "EMT", **act, agency=program("aspirin_po")) == YES
    assert judged(LA, "aspirin_po", "EMT", **act, supply="patient") == ASSIST
    assert judged(LA, "aspirin_po", "EMT", **act, agency=program("cpap")) == PROGRAM
    assert judged(LA, "aspirin_po", "EMT", **act, order="online_prior") == PROGRAM
    assert {"agency": program("aspirin_po")} in offered(LA, "aspirin_po", "EMT", **act)
    assert judged(LA, "aspirin_po", "EMT", patient=patient("other"), agency=program("aspirin_po")) == NO
    assert judged(LA, "aspirin_po", "EMT", agency=program("aspirin_po")) == YES


def test_an_emt_only_helps_with_the_patients_own_nitroglycerin():
    act = {"route": "Sublingual", "patient": patient("chest_pain")}
    assert judged(LA, "nitro_sl_own", "EMT", **act, supply="patient") == ASSIST
    assert judged(LA, "nitro_sl_own", "EMT", **act) == NO
    assert {"supply": "patient"} in offered(LA, "nitro_sl_own", "EMT", **act)
    assert judged(LA, "nitro_sl_own", "EMT", supply="patient") == ASSIST
    assert judged(LA, "nitro_sl_own", "EMT", supply="patient", patient=patient("other")) == NO
    assert judged(LA, "nitro_sl_agency", "EMT", **act) == NO


def test_an_emt_gives_an_epinephrine_auto_injector_from_stock_only_in_the_program():
    act = {"route": "Auto Injector", "patient": patient("anaphylaxis")}
    assert judged(LA, "epi_auto_agency", "EMT", **act) == PROGRAM
    assert judged(LA, "epi_auto_agency", "EMT", **act, agency=program("epi_auto_agency")) == YES
    assert judged(LA, "epi_auto_agency", "Paramedic", **act) == YES
    assert {"agency": program("epi_auto_agency")} in offered(LA, "epi_auto_agency", "EMT", **act)
    assert judged(LA, "epi_auto_own", "EMT", **act, supply="patient") == ASSIST
    assert judged(LA, "epi_auto_own", "EMT", **act) == NO


def test_an_emt_helps_with_the_patients_own_albuterol_and_gives_none_from_stock():
    assert judged(LA, "albuterol_neb", "EMT", route="Nebulizer", supply="agency") == NO
    assert judged(LA, "albuterol_neb", "EMT", route="Nebulizer", supply="patient") == ASSIST
    assert judged(LA, "albuterol_neb", "Paramedic", route="Nebulizer") == YES
    assert judged(LA, "albuterol_mdi_own", "EMT", route="Inhalation", supply="patient") == ASSIST
    assert judged(LA, "albuterol_mdi_own", "EMT", route="Inhalation") == NO
    assert {"supply": "patient"} in offered(LA, "albuterol_mdi_own", "EMT", route="Inhalation")
    assert judged(LA, "levalbuterol_neb", "EMT") == NO


@pytest.mark.parametrize("item", ["ipratropium_neb", "albuterol_ipratropium_neb"])
def test_nobody_gives_ipratropium(item):
    for level in ("EMT", "AEMT", "Paramedic"):
        assert judged(LA, item, level, route="Nebulizer") == NO
        assert judged(LA, item, level, route="Nebulizer", order="online_concurrent") == NO
    assert judged(NATIONAL, item, "EMT", route="Nebulizer") == YES


@pytest.mark.parametrize("item", ["naloxone_in_unit", "glucose_check", "cpr_mechanical"])
def test_an_emt_does_what_is_local_additional_scope_only_in_the_program(item):
    assert judged(LA, item, "EMT") == PROGRAM
    assert judged(LA, item, "EMT", agency=program(item)) == YES
    assert judged(LA, item, "EMT", agency=program("aspirin_po"), order="on_scene") == PROGRAM
    assert judged(LA, item, "Paramedic") == YES
    assert {"agency": program(item)} in offered(LA, item, "EMT")


def test_naloxone_is_no_easier_for_an_emr_or_by_auto_injector():
    assert judged(LA, "naloxone_in_unit", "EMR", route="Intranasal") == PROGRAM
    for level in ("EMR", "EMT"):
        assert judged(LA, "naloxone_auto", level) == PROGRAM
        assert judged(LA, "naloxone_auto", level, agency=program("naloxone_in_unit")) == YES


def test_cpap_needs_the_program_for_an_emt_and_a_patient_longer_than_the_tape_for_everyone():
    short = patient("respiratory_distress", age_years=6, shorter_than_tape=True)
    assert judged(LA, "cpap", "EMT") == PROGRAM
    assert judged(LA, "cpap", "EMT", agency=program("cpap")) == YES
    assert judged(LA, "cpap", "EMT", agency=program("cpap"), patient=short) == PATIENT
    assert judged(LA, "cpap", "EMT", patient=short) == PROGRAM
    assert judged(LA, "cpap", "Paramedic") == YES
    assert judged(LA, "cpap", "Paramedic", patient=short) == PATIENT
    assert judged(LA, "cpap", "Paramedic", patient=short, order="online_prior") == PATIENT
    assert {"agency": program("cpap")} in offered(LA, "cpap", "EMT")


@pytest.mark.parametrize(
    "item", ["ecg12_acquire", "acetaminophen_po", "iv_access", "io_access", "saline_bolus"]
)
def test_an_emt_does_not_do_what_is_the_paramedics(item):
    assert judged(LA, item, "EMT") == NO
    assert judged(LA, item, "EMT", order="online_concurrent") == NO
    assert {"level": "Paramedic"}.items() <= offered(LA, item, "EMT", patient=patient("shock"))[-1].items()


def test_an_emt_keeps_an_infusion_running_and_does_not_start_or_adjust_one():
    act = {"route": IV, "setting": "interfacility"}
    assert judged(LA, "iv_maint_nonmed", "EMT", **act, mode="maintain") == YES
    assert judged(LA, "iv_maint_nonmed", "EMT", **act, mode="monitor") == YES
    assert judged(LA, "iv_maint_nonmed", "EMT", **act, mode="adjust") == NO
    assert judged(LA, "iv_maint_nonmed", "EMT", **act, mode="initiate") == NO
    assert {"mode": "maintain"} in offered(LA, "iv_maint_nonmed", "EMT", **act, mode="adjust")
    assert judged(LA, "iv_maint_med", "EMT", **act, mode="maintain") == NO
    assert judged(NATIONAL, "iv_maint_nonmed", "EMT", **act, mode="maintain") == NO


@pytest.mark.parametrize("item", ["x_suction_tracheostomy", "x_ventilate_via_advanced_airway"])
def test_an_emt_works_on_an_airway_that_is_already_in_place(item):
    for level in ("EMT", "AEMT", "Paramedic"):
        assert judged(LA, item, level) == YES
    assert judged(LA, item, "EMR") == NO


def test_hemostatic_dressings_are_the_approved_ones_and_the_verdict_says_so():
    verdict = asked(ruleset=LA, item="hemostatic_agent", level="EMT")
    assert verdict.verdict == "permitted"
    assert "approved" in verdict.note


def test_an_aemt_works_as_an_emt():
    for item in rulesets()[LA].items.values():
        assert item.cells["AEMT"] == item.cells["EMT"], item.id
    assert judged(LA, "iv_access", "AEMT", route=IV) == NO
    assert judged(LA, "naloxone_in_unit", "AEMT") == PROGRAM
    assert judged(LA, "airway_opa", "AEMT") == YES
    assert judged(CA, "iv_access", "AEMT", route=IV) == YES


# Los Angeles County: the paramedic


@pytest.mark.parametrize("item", ["ketamine", "magnesium", "cric", "rsi", "gastric_ng"])
def test_a_paramedic_does_not_do_what_the_county_does_not_list(item):
    assert judged(LA, item, "Paramedic") == NO
    assert judged(LA, item, "Paramedic", order="online_prior") == NO
    assert judged(LA, item, "Paramedic", agency=program(item)) == NO
    assert asked(ruleset=LA, item=item, level="Paramedic").changes == ()


@pytest.mark.parametrize("item", ["ett", "ett_bougie"])
def test_a_patient_is_intubated_from_twelve_years_or_longer_than_the_tape(item):
    assert judged(LA, item, "Paramedic") == YES
    assert judged(LA, item, "Paramedic", patient=patient(age_years=5, shorter_than_tape=True)) == PATIENT
    assert judged(LA, item, "Paramedic", patient=patient(age_years=5, shorter_than_tape=False)) == YES
    assert judged(LA, item, "Paramedic", patient=patient(age_years=12, shorter_than_tape=True)) == YES
    assert judged(LA, item, "Paramedic", patient=patient(age_years=11, shorter_than_tape=True)) == PATIENT
    assert judged(LA, item, "EMT") == NO


def test_a_transfusion_is_watched_by_a_paramedic_and_begun_only_in_the_pilot():
    act = {"route": IV}
    assert judged(LA, "blood_maintain", "Paramedic", **act, mode="monitor") == YES
    assert judged(LA, "blood_maintain", "Paramedic", **act, mode="maintain", setting="interfacility") == YES
    assert judged(LA, "blood_maintain", "Paramedic", **act, mode="adjust") == NO
    assert judged(LA, "whole_blood_initiate", "Paramedic", **act) == PROGRAM
    assert (
        judged(LA, "whole_blood_initiate", "Paramedic", **act, agency=program("whole_blood_initiate")) == YES
    )
    assert judged(LA, "whole_blood_initiate", "Paramedic", **act, order="online_prior") == PROGRAM
    assert judged(LA, "whole_blood_initiate", "EMT", **act, agency=program("whole_blood_initiate")) == NO
    assert judged(LA, "packed_red_cells_initiate", "Paramedic", **act) == NO
    assert {"agency": program("whole_blood_initiate")} in offered(
        LA, "whole_blood_initiate", "Paramedic", **act
    )


def test_a_port_under_the_skin_is_accessed_in_arrest_and_by_order_of_the_base():
    arrest = {"route": PORT, "patient": patient("cardiac_arrest")}
    assert judged(LA, "indwelling_port_access", "Paramedic", **arrest, order="online_concurrent") == YES
    assert judged(LA, "indwelling_port_access", "Paramedic", **arrest, order="online_prior") == YES
    assert judged(LA, "indwelling_port_access", "Paramedic", **arrest) == ORDER
    shock = {"route": PORT, "patient": patient("shock"), "order": "online_prior"}
    assert judged(LA, "indwelling_port_access", "Paramedic", **shock) == NO
    assert {"order": "online_prior"} in offered(LA, "indwelling_port_access", "Paramedic", **arrest)


def test_a_port_outside_is_accessed_without_order_in_arrest_or_shock_and_else_by_order():
    for indication in ("cardiac_arrest", "shock"):
        act = {"route": IV, "order": "none", "patient": patient(indication)}
        assert judged(LA, "indwelling_port_access", "Paramedic", **act) == YES
    pain = {"route": IV, "patient": patient("pain")}
    assert judged(LA, "indwelling_port_access", "Paramedic", **pain) == ORDER
    assert judged(LA, "indwelling_port_access", "Paramedic", **pain, order="online_concurrent") == YES
    assert judged(LA, "indwelling_port_access", "EMT", **pain, order="online_prior") == NO
    unsaid = asked(ruleset=LA, item="indwelling_port_access", level="Paramedic")
    assert (unsaid.verdict, unsaid.missing) == ("cannot_judge", ("route",))


def test_io_access_stands_in_arrest_and_shock_and_else_the_base_is_contacted_first():
    def io(indication=None, **act):
        return judged(LA, "io_access", "Paramedic", patient=patient(indication), **act)

    assert io("cardiac_arrest") == io("shock") == io() == YES
    assert io("trauma") == io("hypoglycemia") == ORDER
    assert io("trauma", order="online_prior") == YES
    assert io("trauma", order="online_concurrent") == ORDER
    assert io("trauma", order="none") == ORDER
    assert {"order": "online_prior"} in offered(LA, "io_access", "Paramedic", patient=patient("trauma"))


@pytest.mark.parametrize("item", ["cardioversion", "pacing_tcp", "epi_push_dose"])
def test_base_contact_at_the_same_time_is_an_order_and_a_standing_one_is_not(item):
    assert judged(LA, item, "Paramedic") == ORDER
    assert judged(LA, item, "Paramedic", order="none") == ORDER
    assert judged(LA, item, "Paramedic", order="online_concurrent") == YES
    assert judged(LA, item, "Paramedic", order="online_prior") == YES
    assert judged(LA, item, "EMT", order="online_concurrent") == NO
    assert {"order": "online_concurrent"} in offered(LA, item, "Paramedic")
    assert judged(NATIONAL, item, "Paramedic") == YES


def test_fentanyl_stands_up_to_150_micrograms_in_all():
    def fentanyl(dose, before=None, unit="mcg", **act):
        given = {"dose": dose, "unit": unit, **({"dose_given_before": before} if before else {})}
        return judged(LA, "fentanyl", "Paramedic", route=IV, **given, **act)

    assert fentanyl(50) == fentanyl(50, 50) == fentanyl(50, 100) == YES
    assert fentanyl(50, 150) == fentanyl(51, 100) == fentanyl(200) == ORDER
    assert fentanyl(0.05, 0.1, unit="mg") == YES
    assert fentanyl(50, 150, order="online_prior") == YES
    assert fentanyl(50, 150, order="none") == ORDER
    act = {"route": IV, "dose": 100, "dose_given_before": 100, "unit": "mcg"}
    assert {"order": "online_prior"} in offered(LA, "fentanyl", "Paramedic", **act)
    assert {"dose": 50} in offered(LA, "fentanyl", "Paramedic", **act)
    assert judged(LA, "fentanyl", "EMT", route=IV) == NO


def test_diazepam_is_given_only_from_a_disaster_cache():
    assert judged(LA, "diazepam", "Paramedic", route=IV) == PROGRAM
    assert judged(LA, "diazepam", "Paramedic", route=IV, agency=program("diazepam")) == YES
    assert judged(LA, "diazepam", "Paramedic", route=IV, order="online_prior") == PROGRAM
    assert judged(LA, "diazepam", "EMT", route=IV, agency=program("diazepam")) == NO


def test_a_paramedic_acts_on_duty_and_with_a_valid_certificate():
    for performer in ({"on_duty": False}, {"certificate_valid_to": "2026-11-21"}, {"restricted": ["ett"]}):
        verdict = asked(ruleset=LA, item="ett", level="Paramedic", performer=performer)
        assert (verdict.verdict, verdict.layer) == ("not_permitted", "certificate")
        assert "Ref 1006" in verdict.source
    assert judged(LA, "ett", "Paramedic", performer={"certificate_valid_to": "2026-11-22"}) == YES
    assert judged(LA, "ett", "Paramedic", other_unit=True) == (None, None)


def test_students_of_the_county_act_only_with_a_preceptor_of_the_level_trained_for():
    def emt_student(item="airway_opa", **more):
        studies = {"training_for": "EMT", "program_shift": True, "cleared": True, "preceptor_level": "EMT"}
        return judged(LA, item, "none", student={**studies, **more})

    assert emt_student() == emt_student(preceptor_level="Paramedic") == ("permitted_supervised", None)
    assert emt_student(preceptor_level=None) == ("not_permitted", "student")
    assert emt_student(program_shift=False) == ("not_permitted", "student")
    assert emt_student(cleared=False) == ("not_permitted", "student")
    assert emt_student("iv_access") == NO

    def intern(item, **more):
        studies = {
            "training_for": "Paramedic",
            "program_shift": True,
            "cleared": True,
            "preceptor_level": "Paramedic",
        }
        return judged(LA, item, "EMT", student={**studies, **more})

    assert intern("defib_manual") == ("permitted_supervised", None)
    assert intern("defib_manual", preceptor_level="EMT") == ("not_permitted", "student")
    assert intern("cardioversion") == ORDER
    assert intern("ketamine") == NO
    assert intern("airway_opa", program_shift=False, preceptor_level=None) == YES


# California


def test_california_marks_what_a_local_agency_may_add():
    items = rulesets()[CA].items
    extendable = {
        (item.id, level) for item in items.values() for level, cell in item.cells.items() if cell.extendable
    }
    emt = {"aspirin_po", "epi_auto_agency", "naloxone_in_unit", "glucose_check"}
    assert extendable == {
        *((item, "EMT") for item in emt),
        ("whole_blood_initiate", "Paramedic"),
        *community("whole_blood_initiate"),
    }
    assert judged(CA, "glucose_check", "EMT") == PROGRAM
    assert judged(CA, "glucose_check", "EMT", agency=program("glucose_check")) == YES
    assert judged(CA, "aspirin_po", "EMT", supply="patient") == ASSIST


def community(item):
    return {(item, "Community Paramedic")}


def test_a_community_paramedic_works_only_in_the_accredited_program():
    level = "Community Paramedic"
    assert judged(CA, "ett", level) == PROGRAM
    assert judged(CA, "ett", level, agency=program("community_paramedic")) == YES
    assert judged(CA, "rsi", level, agency=program("community_paramedic")) == NO
    assert judged(CA, "vital_signs", level) == YES
    assert judged(LA, "cardioversion", level, agency=program("community_paramedic")) == ORDER
    changes = offered(CA, "ett", level)
    assert {"agency": program("community_paramedic")} in changes
    assert {"level": "Paramedic"} in changes
    assert judged(NATIONAL, "ett", level) == ("cannot_judge", None)


def test_an_aemt_of_california_has_io_access_only_for_children():
    assert judged(CA, "io_access", "AEMT", patient=patient(age_years=6)) == YES
    assert judged(CA, "io_access", "AEMT") == PATIENT
    assert judged(CA, "io_access", "Paramedic") == YES


# Vermont


def test_an_emt_of_vermont_gives_cpap_to_adults():
    assert judged(VT, "cpap", "EMT") == YES
    assert judged(VT, "cpap", "EMT", patient=patient(age_years=17)) == PATIENT
    assert judged(VT, "cpap", "EMT", patient=patient(age_years=18)) == YES
    assert judged(VT, "cpap", "AEMT", patient=patient(age_years=17)) == YES
    assert {"level": "AEMT"} in offered(VT, "cpap", "EMT", patient=patient(age_years=17))
    assert judged(VT, "cpap", "EMR") == NO


def test_an_emt_of_vermont_draws_up_the_first_epinephrine_on_standing_order():
    first = {"route": IM, "dose": 0.3, "unit": "mg", "patient": patient("anaphylaxis")}
    assert judged(VT, "epi_im_vial", "EMT", **first) == YES
    assert judged(VT, "epi_im_vial", "EMT", **first, dose_given_before=0.3) == ORDER
    assert judged(VT, "epi_im_vial", "EMT", **first, dose_given_before=0.3, order="online_prior") == YES
    assert judged(VT, "epi_im_vial", "EMT", **{**first, "patient": patient("respiratory_distress")}) == YES
    assert judged(VT, "epi_im_vial", "EMT", **{**first, "patient": patient("shock")}) == NO
    assert judged(VT, "epi_im_vial", "EMT", route=IM) == YES
    assert judged(NATIONAL, "epi_im_vial", "EMT", **first) == ORDER
    assert {"order": "online_prior"} in offered(VT, "epi_im_vial", "EMT", **first, dose_given_before=0.3)


def test_an_emt_of_vermont_gives_ibuprofen_once():
    def ibuprofen(dose, before=None, **act):
        given = {"dose": dose, "unit": "mg", **({"dose_given_before": before} if before else {})}
        return judged(VT, "ibuprofen_po", "EMT", route=PO, **given, **act)

    assert ibuprofen(600) == ibuprofen(400) == YES
    assert ibuprofen(800) == ibuprofen(200, 400) == ibuprofen(600, 600) == ORDER
    assert ibuprofen(800, order="online_prior") == YES
    assert {"dose": 600} in offered(VT, "ibuprofen_po", "EMT", route=PO, dose=800, unit="mg")
    assert judged(VT, "ibuprofen_po", "EMR") == NO


def test_a_12_lead_is_obtained_and_sent_by_an_emt_of_vermont():
    verdict = asked(ruleset=VT, item="ecg12_acquire", level="EMT")
    assert verdict.verdict == "permitted"
    assert "transmit" in verdict.note
    assert judged(VT, "ecg12_acquire", "EMR") == judged(VT, "ecg12_interpret", "EMT") == NO


def test_an_aemt_of_vermont_gives_ten_units_of_oxytocin_into_a_muscle_after_a_delivery():
    act = {"route": IM, "dose": 10, "unit": "units", "patient": patient("delivery")}
    assert judged(VT, "oxytocin", "AEMT", **act) == YES
    assert judged(VT, "oxytocin", "AEMT", **{**act, "route": IV}) == NO
    assert judged(VT, "oxytocin", "AEMT", **{**act, "dose": 20}) == ORDER
    assert judged(VT, "oxytocin", "AEMT", **{**act, "patient": patient("pain")}) == NO
    assert judged(VT, "oxytocin", "AEMT", **{**act, "unit": "3706049"}) == YES
    assert judged(VT, "oxytocin", "AEMT", **{**act, "unit": "mg"}) == ("cannot_judge", None)
    assert judged(VT, "oxytocin", "EMT", **act) == NO
    assert judged(VT, "oxytocin", "Paramedic", **{**act, "route": IV}) == YES
    assert {"route": "9927015"} in offered(VT, "oxytocin", "AEMT", **{**act, "route": IV})


def test_a_paramedic_of_vermont_gives_ketorolac_without_a_call():
    assert judged(VT, "ketorolac", "Paramedic", route=IV) == YES
    assert "may restrict" in asked(ruleset=VT, item="ketorolac", level="Paramedic").note


@pytest.mark.parametrize("item", ["rsi", "ultrasound"])
def test_a_prerequisite_protocol_asks_for_the_agencys_approval(item):
    assert judged(VT, item, "Paramedic") == PROGRAM
    assert judged(VT, item, "Paramedic", agency=program(item)) == YES
    assert judged(VT, item, "Paramedic", order="online_prior") == PROGRAM
    assert judged(VT, item, "AEMT", agency=program(item)) == NO
    assert {"agency": program(item)} in offered(VT, item, "Paramedic")


def test_heparin_in_vermont_is_for_transfers_of_an_approved_agency():
    transfer = {"route": "IV Pump", "setting": "interfacility"}
    assert judged(VT, "heparin", "Paramedic", **transfer) == PROGRAM
    assert judged(VT, "heparin", "Paramedic", **transfer, agency=program("heparin")) == YES
    assert judged(VT, "heparin", "Paramedic", route="IV Pump", agency=program("heparin")) == NO
    assert judged(VT, "heparin", "AEMT", **transfer, agency=program("heparin")) == NO
    assert {"agency": program("heparin")} in offered(VT, "heparin", "Paramedic", **transfer)


def test_double_sequential_defibrillation_is_the_paramedics_in_vermont():
    assert judged(VT, "x_double_sequential_defib", "Paramedic") == YES
    for level in ("VEFR", "EMR", "EMT", "AEMT"):
        assert judged(VT, "x_double_sequential_defib", level) == NO


VEFR_DOES = {
    "aed", "cpr_manual", "bleed_direct_pressure", "tourniquet", "wound_packing", "pressure_bandage", "naloxone_in_unit",
    "airway_head_tilt", "fbao_manual", "mouth_to_mask", "dressing", "bandage", "splint_extremity", "extremity_manual",
    "emergency_move", "eye_irrigation", "active_warming", "active_cooling", "assess_initial", "vital_pulse",
    "vital_resp_rate",
}  # fmt: skip


def test_a_vefr_does_first_aid_cpr_and_aed_and_nothing_else():
    for item in rulesets()[VT].items.values():
        expected = YES if item.unrestricted or item.id in VEFR_DOES else NO
        assert judged(VT, item.id, "VEFR") == expected, item.id
    for own in ("epi_auto_own", "albuterol_mdi_own"):
        assert judged(VT, own, "VEFR", supply="patient") == ASSIST
    assert {"level": "EMR"}.items() <= offered(VT, "bvm", "VEFR")[-1].items()


def test_a_vefr_stands_below_the_emr_and_only_in_vermont():
    assert list(rulesets()[VT].levels) == ["VEFR", "EMR", "EMT", "AEMT", "Paramedic"]
    for item in rulesets()[VT].items.values():
        if item.cells["VEFR"].grants:
            assert item.cells["EMR"].grants or item.id == "albuterol_mdi_own", item.id
    assert asked(ruleset=VT, item="aed", level="VEFR").lowest_levels == ("VEFR",)
    assert judged(NATIONAL, "aed", "VEFR") == ("cannot_judge", None)
    studies = {"training_for": "VEFR", "program_shift": True, "cleared": True, "preceptor_level": "EMT"}
    assert judged(VT, "aed", "none", student=studies) == ("permitted_supervised", None)


def test_a_child_of_vermont_may_restrict_and_not_expand(tmp_path):
    head = (
        'id = "district"\ntitle = "A district"\nversion = "1"\nin_force_from = 2025-06-01\nparent = "us-vt"\n'
    )
    head += 'source = "test"\nnotice = "Only for tests."\n[sources]\nhere = "The district medical advisor"\n'
    item = '[[items]]\nid = "{}"\nsource = "here"\nconfidence = "high"\ncells = {{ {} = "{}" }}\n'
    rules = item.format("ketorolac", "Paramedic", "no") + item.format("ketamine", "AEMT", "yes")
    (tmp_path / "district.toml").write_text(head + rules, "utf-8")
    known = rulesets(tmp_path)
    assert asked(known, ruleset="district", item="ketorolac", level="Paramedic").verdict == "not_permitted"
    assert asked(known, ruleset="district", item="ketamine", level="AEMT").verdict == "not_permitted"


# Montana

ONE_ENDORSEMENT = [
    ("EMR", "emr-monitoring", ("pulse_oximetry", "glucose_check")),
    ("EMT", "emt-airway", ("airway_sga_single", "airway_sga_lma", "etco2_numeric")),
    ("EMT", "emt-iv-io-initiation", ("iv_access", "io_access", "venous_sampling")),
    (
        "EMT",
        "emt-medication",
        (
            "nitro_sl_agency", "glucagon_im", "glucagon_in", "naloxone_im_vial", "naloxone_iv", "epi_im_vial",
            "nitrous_oxide", "immunization_routine",
        ),
    ),
    (
        "AEMT",
        "aemt-99",
        (
            "fentanyl", "morphine", "midazolam", "lorazepam", "diazepam", "atropine_iv", "amiodarone", "adenosine",
            "lidocaine_antiarrhythmic", "lidocaine_io_pain", "diazepam_auto_cana", "ett", "needle_decompression",
            "defib_manual", "cardioversion", "pacing_tcp", "ecg12_interpret", "iv_maint_med",
        ),
    ),
]  # fmt: skip


@pytest.mark.parametrize(
    ("level", "slug", "item"),
    [(level, slug, item) for level, slug, items in ONE_ENDORSEMENT for item in items],
)
def test_an_endorsement_opens_what_the_level_alone_does_not(level, slug, item):
    assert judged(MT, item, level) == ENDORSEMENT
    assert judged(MT, item, level, performer=holding(slug)) == YES
    assert judged(MT, item, level, performer=holding("paramedic-critical-care")) == ENDORSEMENT
    assert judged(MT, item, level, order="online_prior") == ENDORSEMENT
    assert {"performer": holding(slug)} in offered(MT, item, level)
    expired = {"endorsements": [slug], "certificate_valid_to": "2026-01-01"}
    assert judged(MT, item, level, performer=expired) == ("not_permitted", "certificate")


def test_the_slug_of_an_endorsement_is_its_name_without_the_word():
    for slug, name in rulesets()[MT].endorsements.items():
        words = name.removesuffix(" Endorsement").lower().replace("/", " ").replace(" ", "-")
        assert slug == words


def test_an_emt_keeps_an_infusion_running_with_either_endorsement():
    act = {"route": IV, "mode": "maintain"}
    assert judged(MT, "iv_maint_nonmed", "EMT", **act) == ENDORSEMENT
    for slug in ("emt-iv-io-initiation", "emt-iv-io-maintenance"):
        assert judged(MT, "iv_maint_nonmed", "EMT", **act, performer=holding(slug)) == YES
        assert {"performer": holding(slug)} in offered(MT, "iv_maint_nonmed", "EMT", **act)
    assert judged(MT, "iv_access", "EMT", performer=holding("emt-iv-io-maintenance")) == ENDORSEMENT
    assert judged(MT, "iv_maint_nonmed", "AEMT", **act) == YES


def test_an_emr_of_montana_uses_a_blood_pressure_machine_and_helps_with_the_patients_own_auto_injector():
    assert judged(MT, "bp_auto", "EMR") == YES
    assert judged(NATIONAL, "bp_auto", "EMR") == NO
    assert judged(MT, "epi_auto_own", "EMR", supply="patient") == ASSIST
    assert judged(MT, "epi_auto_own", "EMR") == NO
    assert {"supply": "patient"} in offered(MT, "epi_auto_own", "EMR")


def test_an_emt_gives_dexamethasone_by_mouth_or_muscle_with_the_endorsement_and_never_by_vein():
    endorsed = holding("emt-medication")
    for route in (PO, IM):
        assert judged(MT, "dexamethasone", "EMT", route=route) == ENDORSEMENT
        assert judged(MT, "dexamethasone", "EMT", route=route, performer=endorsed) == YES
    assert judged(MT, "dexamethasone", "EMT", route=IV, performer=endorsed) == NO
    assert judged(MT, "dexamethasone", "EMT", route=IV, performer=holding("aemt-medication")) == NO
    assert {"route": "9927035"} in offered(MT, "dexamethasone", "EMT", route=IV, performer=endorsed)


def test_an_emt_gives_diphenhydramine_by_mouth_freely_and_by_muscle_with_the_endorsement():
    endorsed = holding("emt-medication")
    item = "diphenhydramine_parenteral"
    assert judged(MT, item, "EMT", route=PO) == YES
    assert judged(MT, item, "EMT", route=IM) == ENDORSEMENT
    assert judged(MT, item, "EMT", route=IM, performer=endorsed) == YES
    assert judged(MT, item, "EMT", route=IV, performer=endorsed) == NO
    assert {"performer": endorsed} in offered(MT, item, "EMT", route=IM)
    assert judged(MT, item, "EMR", route=PO) == NO
    assert asked(ruleset=MT, item=item, level="EMT").missing == ("route",)


@pytest.mark.parametrize("item", ["diphenhydramine_parenteral", "dexamethasone"])
def test_an_aemt_needs_the_endorsement_only_by_vein(item):
    assert judged(MT, item, "AEMT", route=IM) == YES
    assert judged(MT, item, "AEMT", route=PO) == YES
    assert judged(MT, item, "AEMT", route=IV) == ENDORSEMENT
    assert judged(MT, item, "AEMT", route=IV, performer=holding("aemt-99")) == ENDORSEMENT
    assert judged(MT, item, "AEMT", route=IV, performer=holding("aemt-medication")) == YES
    assert {"performer": holding("aemt-medication")} in offered(MT, item, "AEMT", route=IV)
    assert judged(MT, item, "Paramedic", route=IV) == YES


@pytest.mark.parametrize("item", ["ketorolac", "thiamine", "acetaminophen_iv", "immunization_routine"])
def test_an_aemt_of_montana_gives_these_without_an_endorsement(item):
    assert judged(MT, item, "AEMT") == YES
    assert judged(MT, item, "EMR") == NO


@pytest.mark.parametrize("item", ["epi_iv_arrest", "etco2_waveform", "suction_tracheal"])
def test_an_aemt_of_montana_does_not_do_these_even_endorsed(item):
    assert judged(MT, item, "AEMT") == NO
    assert judged(MT, item, "AEMT", performer=holding("aemt-99", "aemt-medication")) == NO
    assert judged(MT, item, "Paramedic") == YES
    assert judged(NATIONAL, item, "AEMT") == YES


def test_an_endorsed_paramedic_manages_a_ventilator_and_changes_settings_by_order():
    endorsed = {"performer": holding("paramedic-critical-care")}
    assert judged(MT, "vent_manage", "Paramedic") == ENDORSEMENT
    for mode in ("initiate", "maintain", "monitor"):
        assert judged(MT, "vent_manage", "Paramedic", mode=mode, **endorsed) == YES
    assert judged(MT, "vent_manage", "Paramedic", mode="adjust", **endorsed) == ORDER
    assert judged(MT, "vent_manage", "Paramedic", mode="adjust", **endorsed, order="online_prior") == YES
    assert judged(MT, "vent_manage", "Paramedic", mode="adjust", order="online_prior") == ENDORSEMENT
    assert {"order": "online_prior"} in offered(MT, "vent_manage", "Paramedic", mode="adjust", **endorsed)
    assert {"performer": holding("paramedic-critical-care")} in offered(MT, "vent_manage", "Paramedic")


@pytest.mark.parametrize("item", ["etomidate", "propofol", "vecuronium", "succinylcholine"])
def test_sedation_and_paralysis_are_for_transfers_by_an_endorsed_paramedic(item):
    endorsed = holding("paramedic-critical-care")
    transfer = {"route": IV, "setting": "interfacility"}
    assert judged(MT, item, "Paramedic", **transfer) == ENDORSEMENT
    assert judged(MT, item, "Paramedic", **transfer, performer=endorsed) == YES
    assert judged(MT, item, "Paramedic", route=IV, performer=endorsed) == NO
    assert judged(MT, item, "AEMT", **transfer, performer=endorsed) == NO
    assert {"performer": endorsed} in offered(MT, item, "Paramedic", **transfer)
    assert {"setting": "interfacility"} in offered(MT, item, "Paramedic", route=IV, performer=endorsed)


def test_no_endorsement_of_montana_opens_rapid_sequence_intubation():
    assert judged(MT, "rsi", "Paramedic") == NO
    assert judged(MT, "rsi", "Paramedic", performer=holding(*rulesets()[MT].endorsements)) == NO
    assert asked(ruleset=MT, item="rsi", level="Paramedic").changes == ()


def test_heparin_in_montana_needs_an_online_order():
    assert judged(MT, "heparin", "Paramedic", route="IV Pump") == ORDER
    assert judged(MT, "heparin", "Paramedic", route="IV Pump", order="online_prior") == YES
    assert judged(MT, "heparin", "AEMT", route="IV Pump", order="online_prior") == NO
    assert {"order": "online_prior"} in offered(MT, "heparin", "Paramedic", route="IV Pump")
