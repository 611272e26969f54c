"""What comes in goes out as it came; after a change only that differs."""

import re
from datetime import timedelta

import pytest

from epcr.db import now
from epcr.sheet.interventions import Intervention
from epcr.sheet.vitals import VitalSigns
from tests.intake.conftest import CRASH, OVERDOSE, VISIT, changed, lines_of


@pytest.mark.parametrize("name", [CRASH, OVERDOSE, VISIT])
def test_every_element_with_its_attributes_goes_out_in_its_place(intake, case, name):
    text = case(name)
    assert lines_of(intake.given_out(intake.sheet(text))) == lines_of(text)


def test_reports_of_several_agencies_go_out_each_under_its_header(intake, case):
    sheets = [intake.sheet(case(name)) for name in (CRASH, OVERDOSE)]
    expected = [line for name in (CRASH, OVERDOSE) for line in lines_of(case(name))]
    assert lines_of(intake.given_out(*sheets)) == expected


def edit_of(slug, name, value):
    def edit(sheet):
        part = sheet.entries(slug)[0] if isinstance(getattr(sheet, slug), list) else getattr(sheet, slug)
        was = getattr(part, name)
        setattr(part, name, value(was) if callable(value) else value)

    return edit


@pytest.mark.parametrize(
    ("slug", "name", "value", "elements"),
    [
        ("incident", "unit", "DF A9", {"eResponse.14"}),
        ("incident", "on_scene", lambda at: at + timedelta(minutes=1), {"eTimes.06"}),
        ("incident", "response_mode_details", ["2224003"], {"eResponse.24"}),
        ("patient", "home_street", "1 Elm Street", {"ePatient.05"}),
        ("patient", "age", 69, {"ePatient.15"}),
        ("patient", "first_name", None, {"ePatient.03"}),
        ("history", "chief_complaint", "Bleeding", {"eSituation.04"}),
        ("history", "other_duration", 11, {"eSituation.05"}),
        ("injury", "impact", 12, {"eInjury.05"}),
        ("vitals", "heart_rate", 119, {"eVitals.10"}),
        ("vitals", "etco2", 5.5, {"eVitals.16"}),
        ("vitals", "gcs_motor", "6", {"eVitals.21", "eVitals.23"}),  # the sum follows
        ("interventions", "performed_at", lambda at: at + timedelta(minutes=1), {"01"}),
        ("disposition", "destination", "Elsewhere", {"eDisposition.01"}),
        ("disposition", "crew_exposed", False, {"eOther.05"}),
        ("narrative", "text", "Other words.", {"eNarrative.01"}),
    ],
)  # fmt: skip
def test_after_an_edit_of_one_field_only_its_element_differs(intake, case, slug, name, value, elements):
    text = case(CRASH)
    sheet = intake.sheet(text)
    intake.change(sheet, edit_of(slug, name, value))
    differing = {line.split(" ")[0].rpartition("/")[2] for line in changed(text, intake.given_out(sheet))}
    if elements == {"01"}:
        assert len(differing) == 1
        assert differing < {"eMedications.01", "eProcedures.01"}
    else:
        assert differing == elements


def test_an_attribute_that_is_not_of_the_value_stays_at_a_changed_element(intake, case):
    sheet = intake.sheet(case(CRASH))
    intake.change(sheet, edit_of("patient", "home_street", "1 Elm Street"))
    out = intake.given_out(sheet).decode()
    assert '<ePatient.05 StreetAddress2="#5K">1 Elm Street</ePatient.05>' in out


def test_a_new_entry_goes_out_behind_those_that_came_and_a_struck_one_no_more(intake, case):
    text = case(CRASH)
    sheet = intake.sheet(text)
    rates = re.findall(r"<eVitals.10>(\d+)<", text)

    def strike_and_add(stored):
        first, *_ = stored.entries("vitals")
        first.struck_at, first.struck_reason = now(), "another patient"
        stored.keep(VitalSigns(heart_rate=77))

    intake.change(sheet, strike_and_add)
    out = intake.given_out(sheet).decode()
    assert re.findall(r"<eVitals.10>(\d+)<", out) == [*rates[1:], "77"]


def test_a_medication_beside_none_takes_the_place_of_the_group_that_said_so(intake, case):
    text = case(CRASH)
    start, end = text.index("<eMedications>"), text.index("</eMedications>")
    none = '<{0} xsi:nil="true" NV="7701001"/>'
    groups = "".join(none.format(f"eMedications.{n:02}") for n in (1, 2, 3, 4))
    dose = "".join(none.format(f"eMedications.{n:02}") for n in (5, 6))
    rest = "".join(none.format(f"eMedications.{n:02}") for n in (7, 8, 10))
    nothing = f"<eMedications.MedicationGroup>{groups}<eMedications.DosageGroup>{dose}</eMedications.DosageGroup>{rest}"
    text = f"{text[:start]}<eMedications>{nothing}</eMedications.MedicationGroup>{text[end:]}"
    sheet = intake.sheet(text)
    assert lines_of(intake.given_out(sheet)) == lines_of(text)
    stored = intake.world.sheet(sheet)
    assert {act.kind for act in stored.interventions} == {"procedure"}
    intake.change(sheet, lambda kept: kept.keep(Intervention(item="aspirin_po")))
    out = intake.given_out(sheet).decode()
    assert out.count("<eMedications.MedicationGroup>") == 1
    assert ">1191</eMedications.03>" in out
