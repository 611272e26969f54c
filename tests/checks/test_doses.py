"""Doses on a sheet: asked about where they are far off, noted where they are a little, left alone where they are usual."""

from datetime import date
from functools import partial

import pytest
from sqlalchemy import select

from epcr.checks import Weight, findings
from epcr.checks.doses import unusual_doses
from epcr.sheet.catalog import catalog
from epcr.sheet.run_sheet import RunSheet
from tests.build import DAY, clock, intervention, sheet
from tests.checks.saying import warned_by
from tests.demo_class import loaded_in

MG, MCG, G, ML, PUFFS, LPM = "3706021", "3706015", "3706001", "3706025", "3706043", "3706035"
IV, IM, ORAL, CANNULA, MASK = "9927023", "9927015", "9927035", "9927025", "9927031"
warned = partial(warned_by, "doses.")


def given(item, route, dose, unit, at="17:15", **values):
    return intervention(item=item, route=route, dose=dose, dose_unit=unit, performed_at=clock(at), **values)


def with_doses(*acts, **values):
    run_sheet = sheet(**values)
    run_sheet.interventions = list(acts)
    for number, act in enumerate(acts):
        act.id = act.id or f"{number:032x}"
    return run_sheet


def child(*acts, years=6, weight=20.0):
    run_sheet = with_doses(*acts)
    run_sheet.patient.date_of_birth = date(DAY.year - years, DAY.month, DAY.day)
    run_sheet.patient.weight = weight
    return run_sheet


def only(found):
    (finding,) = found
    return finding


def said_of(run_sheet):
    return list(unusual_doses(run_sheet, run_sheet.context()))


def test_a_dose_far_off_is_a_warning_at_the_dose_that_names_range_slip_and_source():
    run_sheet = with_doses(given("aspirin_po", ORAL, 324.0, G, id="9" * 32))
    finding = only(found for found in findings(run_sheet) if found.source.startswith("doses."))
    assert (finding.weight, str(finding.anchor)) == (Weight.WARNING, f"interventions-{'9' * 32}-dose")
    assert finding.message == (
        "Check the dose of 324 g for Aspirin at 17:15: it is far above the usual dose. 324 mg would be usual: is the unit right? "
        "Usual for an adult of 61 kg is 162 to 325 mg"
    )
    assert finding.basis == (
        "source: NASEMSO National Model EMS Clinical Guidelines v3.0 (Mar 2022), Chest Pain/ACS/STEMI, from p.31; "
        "no pharmacist has read this table"
    )
    assert finding.on_paper == f"{finding.message} ({finding.basis})"


def test_the_range_is_worked_out_for_the_weight_of_the_patient():
    finding = only(said_of(child(given("epi_im_vial", IM, 1.0, MG))))
    assert "Usual for a child of 20 kg is 0.01 mg/kg × 20 kg = 0.2 mg" in finding.message
    assert "was it worked out for this child’s weight?" in finding.message


def test_a_little_off_is_a_note_that_nobody_must_answer():
    finding = only(said_of(with_doses(given("fentanyl", IV, 150.0, MCG))))
    assert (finding.weight, finding.source, finding.open) == (Weight.NOTE, "doses.unusual", False)


def test_a_weight_that_decides_is_asked_for():
    finding = only(said_of(child(given("fentanyl", IV, 20.0, MCG), weight=None)))
    assert (finding.weight, finding.source) == (Weight.NOTE, "doses.weight")
    assert "enter the patient’s weight" in finding.message
    assert "mcg/kg" in finding.message


def test_a_unit_that_it_cannot_have_is_asked_about():
    finding = only(said_of(with_doses(given("fentanyl", IV, 2.0, PUFFS))))
    assert "has no dose in puffs; it is measured in mcg" in finding.message


def test_a_flow_goes_with_its_device():
    assert said_of(with_doses(given("oxygen", MASK, 15.0, LPM))) == []
    assert "is the device right?" in only(said_of(with_doses(given("oxygen", CANNULA, 15.0, LPM)))).message


def test_doses_are_added_up_over_the_call_whoever_gave_them():
    first = given("adenosine", IV, 12.0, MG, at="17:10", before_arrival=True)
    second = given("adenosine", IV, 12.0, MG, at="17:12", other_unit=True)
    third = given("adenosine", IV, 12.0, MG, at="17:14")
    assert said_of(with_doses(first, second)) == []
    finding = only(said_of(with_doses(first, second, third)))
    assert finding.anchor.entry == third.id
    assert "makes 36 mg in all, and the most is 30 mg" in finding.message


def test_the_same_drug_in_another_form_counts():
    pen = given("nitro_sl_own", "9927047", 0.4, MG, at="17:01")
    assert said_of(with_doses(pen, given("nitro_sl_agency", "9927047", 0.4, MG, at="17:09"))) == []


@pytest.mark.parametrize(
    "change",
    [
        {"absent": {"item": "refused"}},
        {"dose": None},
        {"dose_unit": None},
        {"dose_unit": "amp"},
        {"dose": 0.0},
    ],
)
def test_what_was_not_given_or_tells_no_dose_is_left_alone(change):
    act = given("fentanyl", IV, 100.0, MG)
    for name, value in change.items():
        setattr(act, name, value)
    assert said_of(with_doses(act)) == []


def test_a_struck_dose_is_neither_judged_nor_counted():
    struck = given("adenosine", IV, 60.0, MG, at="17:10", struck_at=clock("17:20"))
    assert said_of(with_doses(struck, given("adenosine", IV, 12.0, MG))) == []


def test_a_drug_that_is_not_in_the_list_is_left_alone():
    assert said_of(with_doses(given("other_medication", IV, 1e6, G, other_name="Holy water"))) == []


def test_a_procedure_has_no_dose():
    assert said_of(with_doses(given("iv_access", IV, 20.0, G))) == []


def test_an_answer_holds_as_long_as_what_was_judged_is_the_same():
    run_sheet = child(given("epi_im_vial", IM, 1.0, MG))
    before = only(said_of(run_sheet)).value
    run_sheet.patient.weight = 21.0
    assert only(said_of(run_sheet)).value != before
    run_sheet.patient.weight = 20.0
    assert only(said_of(run_sheet)).value == before


def test_the_complete_sheets_of_the_tests_are_left_alone():
    assert warned(sheet()) == []


@pytest.mark.parametrize("item", [row.id for row in catalog() if row.kind == "medication"])
def test_whatever_was_given_something_can_be_said_of_it(item):
    row = catalog()[item]
    for unit in (*row.units, PUFFS):
        act = given(item, row.routes[0] if row.routes else None, 1.0, unit)
        assert len(said_of(with_doses(act))) <= 1


def test_the_demo_class_is_not_asked_about_its_doses(tmp_path):
    with loaded_in(tmp_path) as demo, demo.read() as session:
        sheets = list(session.scalars(select(RunSheet)))
        assert len(sheets) >= 8
        assert [finding.message for run_sheet in sheets for finding in said_of(run_sheet)] == []
