"""Words as phones, dictation and copying deliver them, through the page: kept as what they say, or asked about with nothing lost."""
# ruff: noqa: RUF001 - letters that look alike are what is tested

import pytest

from epcr import checks
from epcr.audit.model import AuditLine

ALLERGIES = "Medication allergies"


@pytest.mark.parametrize(
    "typed", ["NKDA.", "N.K.D.A.", "“NKDA”", "Denies allergies", "no", "• NKDA", "ＮＫＤＡ"]
)
def test_no_allergy_in_any_words_is_none_on_the_sheet_and_the_true_narrative_is_true(world, typed):
    sheet = world.begin()
    world.page(sheet, "history").fill(ALLERGIES, typed).save()
    world.page(sheet, "narrative").fill("Narrative", "No known drug allergies.").save()
    stored = world.sheet(sheet)
    assert (stored.history.allergies, stored.history.why("allergies")) == (None, "no_known_drug_allergy")
    assert [one.message for one in checks.findings(stored) if one.source == "consistency.allergy"] == []


def test_who_said_so_stands_beside_the_reason_until_something_else_is_said(world):
    sheet = world.begin()
    page = world.page(sheet, "history").fill(ALLERGIES, "NKDA - per wife").save()
    assert (
        "“NKDA - per wife” in Medication allergies is kept as: No known drug allergy (per wife)."
        in page.words
    )
    assert "Source: per wife" in page.words
    history = world.sheet(sheet).history
    assert history.show("allergies", world.sheet(sheet).context()) == "No known drug allergy (per wife)"
    page = world.page(sheet, "history").fill("Quality", "pressing").save()
    assert "Source: per wife" in page.words
    page = page.fill(ALLERGIES, "Penicillin").why(ALLERGIES, "No reason").save()
    assert "Source:" not in page.words
    assert world.sheet(sheet).history.absent == {}


def test_who_said_so_stands_in_the_history_of_the_sheet(world):
    sheet = world.begin()
    world.page(sheet, "history").fill("Home medications", "none (per daughter)").save()
    with world.database.read() as session:
        told = [one.after for one in session.query(AuditLine) if one.anchor == "history-home_medications"]
    assert '"source": "per daughter"' in told[-1]


@pytest.mark.parametrize(
    "typed", ["No allergies except penicillin", "NKDA?", "not allergic to latex", "Penicillin, NKDA"]
)
def test_a_negation_of_something_else_is_asked_about_and_what_was_typed_stays(world, typed):
    sheet = world.begin()
    page = world.page(sheet, "history").fill(ALLERGIES, typed).fill("Quality", "pressing").save()
    assert page.status == 422
    assert f"only what there is, or just “none”; “{typed}” says what there is not" in page.words
    assert (page.value(ALLERGIES).strip(), page.value("Quality")) == (typed, "pressing")
    assert world.sheet(sheet).history.allergies is None


def test_a_pasted_list_becomes_its_entries(world):
    sheet = world.begin()
    page = world.page(sheet, "history").fill(ALLERGIES, "• Penicillin\n• sulfa, aspirin\n2) Kiwi.").save()
    assert world.sheet(sheet).history.allergies == ["Z88.0", "Z88.2", "1191", "Kiwi"]
    assert page.value(ALLERGIES).strip().split("\n") == ["Penicillin", "Sulfa drugs", "Aspirin", "Kiwi"]


def test_a_denied_symptom_stands_among_what_was_asked_about_and_is_not_there(world):
    sheet = world.begin()
    page = world.page(sheet, "history").fill("Associated symptoms", "Malaise\nno fever").save()
    history = world.sheet(sheet).history
    assert history.absent == {"associated_symptoms:R50.9": "symptom_not_present"}
    assert "is kept as denied" in page.words
    assert "Fever" in page.value("Associated symptoms, not present")


def test_numbers_and_times_in_the_letters_of_other_keyboards_are_read(world):
    sheet = world.begin()
    page = (
        world.page(sheet, "vitals").fill("Time taken", "17.32").fill("Systolic blood pressure", "１２０⁄٨٠.")
    )
    page.fill("SpO2", "\u200e98%.").fill("Heart rate", "8\u200b8 bpm,").save()
    (one,) = world.sheet(sheet).vitals
    assert (one.systolic, one.diastolic, one.spo2, one.heart_rate) == (120, 80, 98, 88)


def test_names_and_prose_are_kept_as_typed_without_overrides_of_direction(world):
    sheet = world.begin()
    world.page(sheet, "patient").fill("Last name", "\u202eمی\u200cرضا\u202c O’Hara").save()
    world.page(sheet, "narrative").fill("Narrative", "BP‑120/80 \u2067½ tab\u2069 👩\u200d⚕️").save()
    stored = world.sheet(sheet)
    assert stored.patient.last_name == "می\u200cرضا O’Hara"
    assert stored.narrative.text == "BP‑120/80 ½ tab 👩\u200d⚕️"


@pytest.mark.parametrize(
    "login", ["ｒｕｉｚ", "ru\u200biz", "\u202eruiz", "RUIZ\u00ad", " ruiz\u2060 ", "\ufeffruiz"]
)
def test_a_login_is_the_same_in_any_width_and_with_signs_that_nobody_sees(world, login):
    assert "My run sheets" in world.as_(login).open("/").words
