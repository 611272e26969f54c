"""The usual doses as choices: for the patient, with their routes, and none of them wrong."""

import pytest

from epcr.doses import DoseAct, DosePatient, dose_choices, judge_dose, table

ADULT = DosePatient(45, 70)
CHILD = DosePatient(6, 20)
NEWBORN = DosePatient(1 / 365, 3)


def words(item, patient):
    return [str(choice.amount) for choice in dose_choices(item, patient)]


def test_what_a_source_names_is_offered_else_both_ends():
    assert words("aspirin_po", ADULT) == ["162 mg", "324 mg"]
    assert words("txa", ADULT)[:2] == ["1 g", "2 g"]
    assert words("oxygen", ADULT)[:3] == ["2 L/min", "4 L/min", "6 L/min"]


def test_a_dose_by_weight_is_worked_out_and_drawn_up_in_round_numbers():
    assert "0.2 mg" in words("epi_im_vial", CHILD)
    assert "35 mcg" in words("fentanyl", ADULT)
    assert words("fentanyl", DosePatient(6)) == []


def test_what_is_not_for_the_patient_is_not_offered():
    assert words("dextrose50_iv", NEWBORN) == []
    assert words("metoprolol", CHILD) == []


@pytest.mark.parametrize(
    "patient", [ADULT, CHILD, NEWBORN, DosePatient(45), DosePatient(), DosePatient(12, 40)]
)
def test_nothing_that_is_offered_would_be_asked_about(patient):
    for item in table().doses:
        for choice in dose_choices(item, patient):
            for route in choice.routes:
                verdict = judge_dose(DoseAct(item, route, choice.amount, patient))
                assert verdict.verdict == "usual", (item, str(choice.amount), route, verdict)
