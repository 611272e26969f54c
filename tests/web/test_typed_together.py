"""What is typed in one field and says another's value fills it; where both say something else, the page asks which."""

import pytest

from epcr.sheet.vocabulary import vocabulary
from tests import build


def medication(world):
    sheet = world.begin("okafor")
    page = world.page(sheet, "interventions", "okafor").choose("Intervention", "aspirin")
    return sheet, page.fill("Time performed", "1710")


def unit(act):
    return vocabulary("dose_unit").label(act.dose_unit) if act.dose_unit else ""


@pytest.mark.parametrize(
    ("typed", "dose", "named"),
    [("0.4mg", 0.4, "mg"), ("400 mcg", 400, "mcg"), ("15 lpm", 15, "L/min"), ("1,000 mL", 1000, "mL"), ("2 puffs", 2, "puffs")],
)  # fmt: skip
def test_a_dose_fills_its_unit(world, typed, dose, named):
    sheet, page = medication(world)
    assert page.fill("Dose", typed).save().status == 200
    act = world.sheet(sheet).interventions[0]
    assert (act.dose, unit(act)) == (dose, named)


def test_a_dose_with_the_unit_that_is_chosen_is_one_thing_said_twice(world):
    sheet, page = medication(world)
    assert page.fill("Dose", "324 milligrams").choose("Dose unit", "mg").save().status == 200
    assert unit(world.sheet(sheet).interventions[0]) == "mg"


def test_a_dose_with_another_unit_than_the_chosen_asks_which(world):
    sheet, page = medication(world)
    page = page.fill("Dose", "0.4mg").choose("Dose unit", "mcg").save()
    assert page.status == 422
    assert "“0.4mg” in Dose and “mcg” in Dose unit differ; change the one that is wrong" in page.words
    assert page.value("Dose") == "0.4mg"
    assert world.sheet(sheet).interventions == []
    assert page.choose("Dose unit", "mg").save().status == 200
    assert world.sheet(sheet).interventions[0].dose == 0.4


def test_another_unit_than_the_stored_one_asks_too(world):
    sheet = world.keep(build.sheet(), "okafor")
    stored = next(one for one in world.sheet(sheet).interventions if one.dose_unit)
    page = world.page(sheet, "interventions", "okafor", f"?entry={stored.id}")
    page = page.fill("Dose", "5 g").save()
    assert page.status == 422
    assert "in Dose unit differ" in page.words


@pytest.mark.parametrize(
    ("typed", "systolic", "diastolic"),
    [("120/80", 120, 80), ("120/80 mmHg", 120, 80), ("84/P", 84, "P"), ("84/palp", 84, "P"), ("84 palp", 84, "P")],
)  # fmt: skip
def test_a_systolic_pressure_fills_both(world, typed, systolic, diastolic):
    sheet = world.begin()
    page = (
        world.page(sheet, "vitals").fill("Time taken", "1705").fill("Systolic blood pressure", typed).save()
    )
    assert page.status == 200
    (found,) = world.sheet(sheet).vitals
    assert (found.systolic, found.diastolic) == (systolic, diastolic)


def test_two_diastolic_pressures_ask_which(world):
    sheet = world.begin()
    page = world.page(sheet, "vitals").fill("Time taken", "1705").fill("Systolic blood pressure", "120/80")
    page = page.fill("Diastolic blood pressure", "70").save()
    assert page.status == 422
    assert (
        "“120/80” in Systolic blood pressure and “70 mmHg” in Diastolic blood pressure differ" in page.words
    )
    assert world.sheet(sheet).vitals == []


def test_a_second_number_that_cannot_be_is_refused_at_its_own_field(world):
    page = (
        world.page(world.begin(), "vitals")
        .fill("Time taken", "1705")
        .fill("Systolic blood pressure", "120/800")
        .save()
    )
    assert page.status == 422
    assert "Diastolic blood pressure must be between 0 and 500 mmHg" in page.words
    assert page.value("Systolic blood pressure") == "120/800"


@pytest.mark.parametrize(
    ("typed", "number", "units"),
    [("20 min", 20, "Minutes"), ("6 months", 6, "Months"), ("3 weeks", 21, "Days")],
)
def test_an_age_fills_its_unit_and_stands_on_every_page(world, typed, number, units):
    sheet = world.begin()
    page = world.page(sheet, "patient").fill("Age", typed).save()
    assert page.status == 200
    patient = world.sheet(sheet).patient
    assert (patient.age, vocabulary("age_units").label(patient.age_units)) == (number, units)
    short = {"Minutes": "min", "Months": "mo", "Days": "d"}[units]
    assert f"{number} {short}" in world.page(sheet, "history").words


def test_a_capnometer_and_a_duration_fill_their_units(world):
    sheet = world.begin()
    world.page(sheet, "vitals").fill("Time taken", "1705").fill("EtCO2", "5.1 kPa").save()
    world.page(sheet, "history").fill("Chief complaint", "Cough").fill("Duration", "2 wks").save()
    stored = world.sheet(sheet)
    assert stored.vitals[0].show("etco2_unit", stored.context()) == "kPa"
    assert stored.history.show("chief_duration_units", stored.context()) == "Weeks"


def test_the_same_form_sent_twice_is_one_set(world):
    sheet = world.begin()
    page = world.page(sheet, "vitals").fill("Time taken", "1705").fill("Systolic blood pressure", "120/80")
    sent = page._sent(page.html.find(id="sheet-form"))
    for _ in range(2):
        assert page.client.post(f"/sheets/{sheet}/vitals", data=sent).status_code == 303
    (found,) = world.sheet(sheet).vitals
    assert (found.systolic, found.diastolic, found.version) == (120, 80, 1)


def test_a_newborn_in_a_class_that_reads_pounds_comes_back_as_it_was_typed(world):
    run_sheet = build.empty_sheet()
    run_sheet.weight = "lb"
    sheet = world.keep(run_sheet)
    assert world.page(sheet, "patient").fill("Weight", "7 lb 4 oz").save().status == 200
    page = world.page(sheet, "patient")
    assert page.value("Weight") == "7 lb 4 oz"
    before = world.sheet(sheet).patient.weight
    assert page.fill("Last name", "Quill").save().status == 200
    assert world.sheet(sheet).patient.weight == before == pytest.approx(7.25 * 0.45359237)
