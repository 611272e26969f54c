"""The elements of the standard as fields declare them, and the codes that fields give for them."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from epcr.broken_schema import BrokenSchema
from epcr.sheet import vocabulary as files
from epcr.sheet.context import Context
from epcr.sheet.crew import CrewMember
from epcr.sheet.customs import Customs
from epcr.sheet.element import Element
from epcr.sheet.interventions import Intervention
from epcr.sheet.kinds.text import Text
from epcr.sheet.vitals import VitalSigns
from tests import build

ACT = Intervention.fields()


def test_one_name_is_one_element():
    assert Text("Name", nemsis="ePatient.02").elements == (Element("ePatient.02"),)
    assert Text("Name").elements == ()


@pytest.mark.parametrize(
    "declared", ["eVitals", "eVitals.6", "evitals.06", "eVitals.06 eVitals.07", "Vitals.06", "eVitals.06 "]
)
def test_what_is_no_element_is_refused_where_it_is_declared(declared):
    with pytest.raises(ValueError, match=r"Name: an element is named like eVitals\.06"):
        Text("Name", nemsis=declared)
    with pytest.raises(ValueError, match="is named like"):
        Element("eSituation.04", group=(declared, "2803001"))


def test_an_act_means_the_element_of_what_it_is():
    medication, procedure = ACT["performed_at"].elements
    sheet = build.sheet()
    aspirin, twelve_lead = sheet.interventions
    assert (medication.name, procedure.name) == ("eMedications.01", "eProcedures.01")
    assert medication.is_meant(aspirin)
    assert not procedure.is_meant(aspirin)
    assert procedure.is_meant(twelve_lead)
    assert not any(one.is_meant(Intervention()) for one in ACT["performed_at"].elements)


def test_an_exam_means_the_element_of_its_region():
    (finding,) = build.sheet().exam
    meant = [one.name for one in type(finding).fields()["findings"].elements if one.is_meant(finding)]
    assert meant == ["eExam.25"]


@pytest.mark.parametrize(
    ("element", "code"), [("eMedications.08", "3708003"), ("eProcedures.07", "3907003"), ("", None)]
)
def test_one_choice_has_one_code_an_element(element, code):
    assert ACT["complications"].code(["apnea"], Context(element=element)) == [code]


def test_a_choice_with_one_code_has_it_in_every_element():
    response = ACT["response"]
    assert {response.code("9916001", Context(element=one.name)) for one in response.elements} == {"9916001"}


def test_a_time_is_coded_by_the_clock_of_the_class_with_its_offset():
    spec, at = VitalSigns.fields()["taken_at"], datetime(2024, 10, 11, 21, 5, 8, 400_000, tzinfo=UTC)
    assert spec.code(at, Context(Customs(zone="America/New_York"))) == "2024-10-11T17:05:08-04:00"
    assert spec.code(at, Context(Customs(zone="UTC"))) == "2024-10-11T21:05:08+00:00"
    assert spec.code(None, Context()) is None


def test_a_crew_member_is_coded_as_the_crew_names_them_struck_or_not():
    sheet = build.sheet()
    sheet.crew[0].struck_at = build.clock("17:30")
    context = sheet.context()
    assert ACT["performer"].code(build.MEDIC, context) == "R. Alder"
    assert ACT["performer"].code("0" * 32, context) is None
    assert ACT["performer"].code(None, context) is None
    assert CrewMember.fields()["preceptor"].code(build.BASIC, context) == "T. Birch"


def test_the_surroundings_of_a_code_are_values(monkeypatch):
    context = build.sheet().context()
    before = replace(context)
    for section in (VitalSigns, Intervention):
        for spec in section.fields().values():
            spec.code(None, context)
    assert context == before


@pytest.mark.parametrize("told", ["1 2", "eA.01=1 2", "eA.01=1 eA.01=2", "eA.01=", "=1"])
def test_a_list_with_codes_that_are_not_one_an_element_is_named(tmp_path, monkeypatch, told):
    (tmp_path / "broken.csv").write_text(f"code,label,group,synonyms,standard\na,A,,,{told}\n", "utf-8")
    monkeypatch.setattr(files, "folder", lambda: tmp_path)
    with pytest.raises(BrokenSchema, match="one an element"):
        files.vocabulary("broken")
