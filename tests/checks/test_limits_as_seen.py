"""A value is compared with a limit as people see both: in the unit and with the decimals of the class, the ends included."""

import pytest

from epcr.checks.acts import Acts
from epcr.checks.contradictions import contradictions
from epcr.handoff.measures import measures
from epcr.handoff.severity import scale
from epcr.handoff.statements import draft
from epcr.handoff.trend import trend
from epcr.sheet.context import Context
from epcr.sheet.customs import Customs
from epcr.sheet.vitals import VitalSigns
from tests.build import FIRST, sheet, vitals
from tests.checks.saying import only, warned

IMPERIAL = Context(customs=Customs(temperature="°F", weight="lb", glucose="mmol/L"))


def typed(name, text, context=IMPERIAL):
    """A sheet of a class of this context, whose first set was typed so."""
    run_sheet = sheet()
    for quantity in ("temperature", "weight", "glucose"):
        setattr(run_sheet, quantity, context.customs.unit(quantity))
    value = VitalSigns.fields()[name].read([text], context)
    run_sheet.vitals[0] = vitals(id=FIRST, taken_at=run_sheet.vitals[0].taken_at, **{name: value})
    return run_sheet


@pytest.mark.parametrize(
    ("name", "text", "asked"),
    [
        ("temperature", "100.4", ""), ("temperature", "95.9", ""), ("temperature", "100.5", "above"),
        ("temperature", "95.8", "below"), ("temperature", "38 C", ""), ("temperature", "35.5 C", ""),
        ("glucose", "3.4", ""), ("glucose", "13.9", ""), ("glucose", "3.3", "below"), ("glucose", "14", "above"),
        ("glucose", "61 mg/dL", ""), ("glucose", "60 mg/dL", "below"), ("glucose", "250 mg/dL", ""),
    ],
)  # fmt: skip
def test_the_ends_of_a_usual_range_are_usual_in_every_unit(name, text, asked):
    assert warned(typed(name, text)) == ([f"plausibility.{name}_{asked}_usual"] if asked else [])


@pytest.mark.parametrize(
    ("text", "asked"),
    [("100.4 F", False), ("100.5 F", True), ("95.9 F", False), ("38.0", False), ("38.1", True)],
)
def test_a_value_typed_in_another_unit_is_compared_as_the_class_sees_it(text, asked):
    metric = Context(customs=Customs())
    assert bool(warned(typed("temperature", text, metric))) is asked


def test_the_sentence_names_limits_that_a_value_can_be_compared_with():
    found = only(typed("glucose", "14"), "plausibility.glucose_above_usual")
    assert found.message.endswith("usual for an adult is 3.4 mmol/L to 13.9 mmol/L")
    assert "14 mmol/L" in found.message


@pytest.mark.parametrize(
    ("etco2", "unit", "asked"), [(12.0, "3340005", False), (12.1, "3340005", True), (12.6, "3340003", False)]
)
def test_a_converted_limit_of_etco2_includes_its_end(etco2, unit, asked):
    run_sheet = sheet()
    run_sheet.vitals[0].etco2, run_sheet.vitals[0].etco2_unit = etco2, unit
    assert ("plausibility.etco2_unit" in warned(run_sheet)) is asked


@pytest.mark.parametrize(
    ("text", "score"),
    [
        ("95", 3),
        ("95.1", 1),
        ("96.8", 1),
        ("96.9", 0),
        ("100.4", 0),
        ("100.5", 1),
        ("102.2", 1),
        ("102.3", 2),
    ],
)
def test_the_steps_of_news2_are_the_same_in_fahrenheit(text, score):
    one = VitalSigns(temperature=VitalSigns.fields()["temperature"].read([text], IMPERIAL))
    assert scale(sheet()).points(one) == score


@pytest.mark.parametrize(("text", "told"), [("100.4", False), ("3.4", False), ("3.3", True), ("100.6", True)])
def test_the_handoff_watches_for_what_is_seen_outside(text, told):
    name = "temperature" if float(text) > 50 else "glucose"
    run_sheet = typed(name, text)
    run_sheet.vitals = run_sheet.vitals[:1]
    said = [one.words for part in draft(run_sheet).values() for one in part if one.label == "Watch for"]
    assert any(text in words for words in said) is told


@pytest.mark.parametrize(
    ("first", "last", "arrow"),
    [(97.29, 97.4, "→ same"), (97.29, 97.8, "↑ 1"), (180.0, 97.6, "↓ 82")],
)  # fmt: skip
def test_an_arrow_never_contradicts_the_numbers_beside_it(first, last, arrow):
    run_sheet = sheet()
    run_sheet.vitals[0].glucose = first
    run_sheet.vitals[-1].glucose = last
    course = trend(run_sheet)
    (row,) = [one for one in measures(run_sheet.context(), course) if one.label == "Glucose"]
    assert row.direction(course) == arrow


@pytest.mark.parametrize(
    ("text", "flagged"), [("100.4 F", False), ("38.0 C", False), ("38 C", False), ("101.4 F", True)]
)
def test_a_narrative_is_compared_with_the_value_as_it_is_seen(text, flagged):
    run_sheet = typed("temperature", "100.4")
    run_sheet.narrative.text = f"Temperature {text} on scene."
    found = [one for one in contradictions(run_sheet, run_sheet.context()) if text in one.message]
    assert bool(found) is flagged


def test_a_weight_is_judged_as_it_is_seen():
    run_sheet = sheet()
    run_sheet.patient.weight = 55.1 / 2.2046226218  # 24.993 kg
    act = Acts(run_sheet).of(run_sheet.interventions[0])
    assert act.patient.weight_kg == 25.0


def test_the_nearest_value_is_the_nearest_in_the_unit_that_was_written():
    run_sheet = typed("temperature", "100.4")
    run_sheet.vitals[-1].temperature = 41.0
    run_sheet.narrative.text = "Temperature 99.2 F on scene."
    (found,) = [one for one in contradictions(run_sheet, run_sheet.context()) if "99.2" in one.message]
    assert "100.4°F" in found.message
