"""A sheet leaves as a FHIR document and comes in again: the same, field by field, and the same bytes when it leaves once more."""

import json

import pytest
from sqlalchemy import select

from epcr.export.fhir import document_bytes, read_document
from epcr.sheet.run_sheet import RunSheet
from tests import build
from tests.demo_class import loaded_in
from tests.every_field import every_field, no_field
from tests.export.fhir.back import brought_back, made_of, said_on
from tests.nemsis_case import read_case
from tests.web.test_official_cases import keyed

MADE = (
    build.sheet,
    build.refused_sheet,
    build.cancelled_sheet,
    build.arrested_sheet,
    build.injured_sheet,
    build.empty_sheet,
)


@pytest.fixture(scope="module")
def demo(tmp_path_factory):
    with loaded_in(tmp_path_factory.mktemp("demo")) as database, database.read() as session:
        yield session.scalars(select(RunSheet)).all()


def assert_same(sheet):
    back = brought_back(sheet)
    assert said_on(back) == said_on(sheet)
    assert document_bytes(back, "final") == document_bytes(sheet, "final")


def test_every_demo_sheet_comes_back(demo):
    assert len(demo) > 5
    for sheet in demo:
        assert_same(sheet)


@pytest.mark.parametrize("make", [*MADE, every_field, no_field])
def test_a_sheet_comes_back(make):
    assert_same(make())


@pytest.mark.parametrize("name", ["2025-EMS-1-Overdose_v351", "2025-EMS-3-MVC_v351", "2025-EMS-5-CPMIH_v351"])
def test_an_official_case_comes_back(world, shared, name):
    assert_same(world.sheet(keyed(world, read_case(shared, name))))


def test_every_declared_field_leaves_and_comes_back():
    sheet = every_field()
    said, back = said_on(sheet), said_on(brought_back(sheet))
    for part in sheet.parts():
        for name in part.fields():
            if getattr(part, "id", "") != build.MEDIC:
                anchor = str(part.anchor(name))
                assert back[anchor] == said[anchor], anchor


def test_every_reason_of_every_field_comes_back():
    sheet = every_field()
    reasons = 0
    for turn in range(8):
        for part in sheet.parts():
            for name, spec in part.fields().items():
                if turn < len(spec.reasons) and part.page.slug != "crew":
                    setattr(part, name, None)
                    part.absent = {**part.absent, name: spec.reasons[turn]}
                    reasons += 1
        assert said_on(brought_back(sheet)) == said_on(sheet)
    assert reasons > 300


def test_what_stands_beside_values_comes_back():
    sheet = build.sheet()
    sheet.history.absent = {
        **sheet.history.absent, "associated_symptoms:R11.0": "symptom_not_present", "onset": "approximate",
        "allergies": "no_known_drug_allergy", "allergies~": "per wife", "past_history~": "per chart",
    }  # fmt: skip
    sheet.history.allergies = None
    act = build.with_intervention(
        sheet, item="aspirin_po", performed_at=build.clock("17:16"), dose=324, dose_unit="3706021"
    )
    act.absent = {"item": "contraindication_noted"}
    assert_same(sheet)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("diastolic", "P"),
        ("glucose", "High"),
        ("glucose", "Low"),
        ("glucose", 96.5),
        ("temperature", 37.27777777777778),
    ],
)
def test_a_reading_comes_back_exactly(name, value):
    sheet = build.with_vitals(build.sheet(), **{name: value})
    assert_same(sheet)


@pytest.mark.parametrize("unit", ["3340001", "3340003", "3340005", None])
def test_carbon_dioxide_comes_back_in_the_unit_it_was_measured_in(unit):
    assert_same(build.with_vitals(build.sheet(), etco2=5.1, etco2_unit=unit))


def test_a_member_who_was_struck_comes_back_struck():
    sheet = build.sheet()
    basic = sheet.member(build.BASIC)
    basic.struck_at, basic.struck_reason = build.clock("18:30"), "Was not here"
    build.with_intervention(
        sheet, item="aspirin_po", performer=build.BASIC, performed_at=build.clock("17:20")
    )
    back = brought_back(sheet)
    assert said_on(back) == said_on(sheet)
    assert back.member(build.BASIC).struck_at == basic.struck_at
    assert back.member(build.BASIC).struck_reason == "Was not here"


def test_a_struck_entry_does_not_leave():
    sheet = build.sheet()
    sheet.vitals[0].struck_at = build.clock("18:30")
    assert build.FIRST not in document_bytes(sheet, "final").decode()


@pytest.mark.parametrize(
    "text",
    [
        "<script>alert(1)</script> & “so”",
        "two\nlines\n\nand more",
        "chest 😀 pain",
        "رجل",
        "= 1 + 1",
        "a\x0bb",
    ],
)
def test_words_come_back_as_they_were_typed(text):
    sheet = build.sheet()
    sheet.narrative.text = text
    assert brought_back(sheet).narrative.text == text.replace("\x0b", "")


def test_resources_that_somebody_added_are_named_and_left_aside():
    sheet = build.sheet()
    bundle = json.loads(document_bytes(sheet, "final"))
    added = {"resourceType": "Coverage", "id": "from-the-hospital", "status": "active"}
    bundle["entry"].append({"fullUrl": "urn:uuid:0c0e6f3a-6d2b-4c39-9b3c-2f8d5f5b7e12", "resource": added})
    read = read_document(json.dumps(bundle).encode())
    assert read.left_aside == (f"Bundle.entry[{len(bundle['entry']) - 1}].resource (Coverage)",)
    assert said_on(made_of(read, sheet)) == said_on(sheet)


def test_a_value_that_was_changed_in_the_document_is_what_comes_in():
    sheet = build.sheet()
    bundle = json.loads(document_bytes(sheet, "final"))
    (pressure,) = [
        one["resource"]
        for one in bundle["entry"]
        if one["resource"]["id"] == f"vitals-{build.FIRST}-pressure"
    ]
    pressure["component"][0]["valueQuantity"]["value"] = 88
    back = made_of(read_document(json.dumps(bundle).encode()), sheet)
    assert next(one for one in back.vitals if one.id == build.FIRST).systolic == 88
