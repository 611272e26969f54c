"""That there is none of something is a reason, in whatever words it is typed; it is never an allergen or an illness."""

import pytest

from epcr.sheet.vocabulary import vocabulary


@pytest.mark.parametrize("typed", ["NKDA", "nka", "none", "No known allergies", "no known drug allergies"])
def test_no_allergy_in_words_is_the_standards_reason_and_the_trainee_sees_it(world, typed):
    sheet = world.begin()
    page = world.page(sheet, "history").fill("Medication allergies", typed).save()
    history = world.sheet(sheet).history
    assert (history.allergies, history.why("allergies")) == (None, "no_known_drug_allergy")
    assert f"“{typed}” in Medication allergies is kept as: No known drug allergy." in page.words
    assert page.value("Medication allergies").strip() == ""
    assert (
        page.html.select_one("select[name$='allergies-why'] option[selected]")["value"]
        == "no_known_drug_allergy"
    )


@pytest.mark.parametrize(
    ("label", "name"), [("Home medications", "home_medications"), ("Past medical history", "past_history")]
)
def test_none_at_home_and_none_before_is_none_reported(world, label, name):
    sheet = world.begin()
    world.page(sheet, "history").fill(label, "none\nDenies").save()
    history = world.sheet(sheet).history
    assert (getattr(history, name), history.why(name)) == (None, "none_reported")


def test_none_of_another_sort_is_the_term_of_its_own_list(world):
    sheet = world.begin()
    world.page(sheet, "history").fill("Food and environmental allergies", "none").save()
    (code,) = world.sheet(sheet).history.other_allergies
    assert vocabulary("other_allergy").label(code) == "No known allergies"


def test_none_and_something_contradict_each_other(world):
    sheet = world.begin()
    page = world.page(sheet, "history").fill("Medication allergies", "NKDA\nPenicillin").save()
    assert page.status == 422
    assert "Keep either “NKDA” or the rest of Medication allergies" in page.words
    assert page.value("Medication allergies").strip() == "NKDA\nPenicillin"


def test_none_and_another_reason_contradict_each_other(world):
    sheet = world.begin()
    page = world.page(sheet, "history").why("Medication allergies", "Refused")
    page = page.fill("Medication allergies", "NKDA").save()
    assert page.status == 422
    assert "Keep either “NKDA” or the reason “refused” in Medication allergies" in page.words
    assert world.sheet(sheet).history.absent == {}


def test_a_real_allergen_is_kept_as_before(world):
    sheet = world.begin()
    page = world.page(sheet, "history").fill("Medication allergies", "Nonesuchicillin").save()
    assert world.sheet(sheet).history.allergies == ["Nonesuchicillin"]
    assert "is kept as" not in page.words
