"""What is read out of a document of an agency or a state, and what is refused with line and element."""

from datetime import date
from io import BytesIO

import pytest
from lxml import etree

from epcr.agencies import reading
from epcr.agencies.agency_set import ListedFacility, ListedPerson, ListedUnit, NamedAgency
from epcr.agencies.facility_kinds import KINDS
from epcr.hardened_xml import DocumentRefused
from epcr.sheet.vocabulary import vocabulary
from epcr.standard.document import read
from epcr.standard.files import published
from epcr.standard.judging import document_findings
from tests.agencies.conftest import RIVERSIDE, STATE, as_read

ENTITIES = "".join(f'<!ENTITY e{n} "{f"&e{n - 1};" * 10}">' for n in range(1, 12))


def refusal(text):
    with pytest.raises(DocumentRefused) as refused:
        as_read(text)
    return refused.value


def test_the_invented_documents_are_valid_by_the_published_files(shared):
    for text in (RIVERSIDE, STATE):
        errors = [
            finding
            for finding in document_findings(read(BytesIO(text.encode())), published(shared / "nemsis"))
            if finding.weight == "error"
        ]
        assert errors == []


def test_an_agency_is_read_with_its_people_units_destinations_and_lists():
    document = as_read(RIVERSIDE)
    assert document.agencies == (NamedAgency("A17", "351-A17", "Riverside Rescue", "09"),)
    assert document.people == (
        ListedPerson("Pat Example", "Paramedic", "P-1001", "CT", date(2024, 2, 1), date(2028, 1, 31)),
        ListedPerson("Kit Sample", "EMT"),
    )
    assert document.units == (ListedUnit("Medic 4", "V-204"), ListedUnit("Rescue 9", "V-209"))
    assert document.facilities == (
        ListedFacility("Example General Hospital", "H-77", "1701005", "CT", "06810"),
        ListedFacility("Sample Nursing Home", "N-5", "1701007", "CT"),
    )
    assert document.lists_here().levels == ("EMT",)


def test_a_state_names_its_agencies_and_has_no_people():
    document = as_read(STATE)
    assert document.agency("351-A18") == NamedAgency("A18", "351-A18", "Hillside Ambulance", "09")
    assert document.agency("") == document.agency("nobody's") == NamedAgency(state="09")
    assert document.people == document.units == ()
    assert [place.name for place in document.facilities] == ["Example State Hospital"]


def test_the_official_documents_are_read_whole(official):
    agency, state = as_read(official("DEM")), as_read(official("STATE"))
    assert [person.name for person in agency.people] == [
        "Mariah Frami",
        "Rogahn Percy",
        "Malinda Spencer",
        "Tanner Stokes",
    ]
    assert [unit.call_sign for unit in agency.units] == ["DF CP", "DF R2", "DF A1"]
    assert "Danbury Hospital" in {place.name for place in agency.facilities}
    # Of two states the lists of the agency's own are meant.
    assert [lists.state.code for lists in agency.lists] == ["CT", "NY"]
    assert agency.lists_here().state.code == "CT"
    assert state.agency("351-C034P2").name == agency.agencies[0].name


def test_a_license_of_the_agencys_state_is_taken_before_others():
    other = (
        '<dPersonnel.LicensureGroup UUID="00000000-0000-4000-8000-0000000000ff"><dPersonnel.22>36</dPersonnel.22>'
        "<dPersonnel.23>NY-9</dPersonnel.23></dPersonnel.LicensureGroup>"
    )
    text = RIVERSIDE.replace("<dPersonnel.LicensureGroup", f"{other}<dPersonnel.LicensureGroup", 1)
    assert as_read(text).people[0].certificate_number == "P-1001"


@pytest.mark.parametrize(
    ("code", "level"),
    [
        ("9925002", None),  # two of ours
        ("9925029", None),  # a respiratory therapist, whom no ruleset knows
        ("9925033", "Critical Care Paramedic"),
        ("9925001", "AEMT"),
    ],
)
def test_a_level_that_is_not_one_of_ours_is_left_to_whoever_writes(code, level):
    assert as_read(RIVERSIDE.replace("9925005", code)).people[1].level == level


@pytest.mark.parametrize(
    ("was", "becomes", "element", "said"),
    [
        ("9925007", "9925999", "dPersonnel.24", 'the level "9925999" is unknown'),
        ("9925005", "EMT", "dPersonnel.38", 'the level "EMT" is unknown'),
        ("1701007", "1701999", "dFacility.01", 'the kind of facility "1701999" is unknown'),
        ("<dAgency.04>09", "<dAgency.04>99", "dAgency.04", 'the state "99" is unknown'),
        ("<dPersonnel.22>09", "<dPersonnel.22>CT", "dPersonnel.22", 'the state "CT" is unknown'),
        ("2028-01-31", "31.1.2028", "dPersonnel.27", '"31.1.2028" is no date; write it like 2028-09-30'),
        (">Medic 4<", "><", "dVehicle.03", "is empty; write a value"),
        (">Medic 4<", f">{'x' * 51}<", "dVehicle.03", "holds more than 50 characters"),
        (">351-A17<", f">{'x' * 16}<", "dAgency.02", "holds more than 15 characters"),
        ("9917005", "9917999", "dConfiguration.06", 'the level code "9917999" is unknown'),
        ("20655006", "tourniquet", "dConfiguration.07", '"tourniquet" is no code of SNOMED CT'),
    ],
)
def test_what_is_unknown_is_refused_with_line_and_element(was, becomes, element, said):
    refused = refusal(RIVERSIDE.replace(was, becomes, 1))
    assert str(refused).startswith(element)
    assert said in str(refused)
    assert refused.line == RIVERSIDE[: RIVERSIDE.index(was)].count("\n") + 1


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "not XML that can be read"),
        (f'<!DOCTYPE DEMDataSet [<!ENTITY e0 "x">{ENTITIES}]><DEMDataSet>&e11;</DEMDataSet>', "(DOCTYPE)"),
        ('<!DOCTYPE a [<!ENTITY f SYSTEM "file:///etc/passwd">]><DEMDataSet>&f;</DEMDataSet>', "(DOCTYPE)"),
        ("<html/>", 'the document begins with "html"'),
        ('<EMSDataSet xmlns="http://www.nemsis.org"/>', "give a DEMDataSet or a StateDataSet"),
        ("<DEMDataSet/>", "not in the namespace of the standard"),
        ('<DEMDataSet xmlns="http://www.nemsis.org"/>', "dAgency is missing"),
        ('<StateDataSet xmlns="http://www.nemsis.org"/>', "sState.01 is missing"),
        (RIVERSIDE.replace("<dAgency>", f"{'<a>' * 40}<dAgency>"), "nested more than 32 deep"),
        (
            RIVERSIDE.replace(
                "<DEMDataSet ",
                '<DEMDataSet xsi:schemaLocation="http://www.nemsis.org https://nemsis.org/media/nemsis_v3/3.4.0.1/a.xsd" ',
            ),
            "says that it is of version 3.4.0",
        ),
    ],
)
def test_what_is_no_such_document_is_refused_in_one_sentence(text, said):
    assert said in str(refusal(text))


def test_a_document_of_two_agencies_is_refused_with_both():
    report = RIVERSIDE[RIVERSIDE.index("<DemographicReport") : RIVERSIDE.index("</DEMDataSet>")]
    both = RIVERSIDE.replace("</DEMDataSet>", report.replace("351-A17", "351-B2") + "</DEMDataSet>")
    assert "the document is of 2 agencies (351-A17 and 351-B2)" in str(refusal(both))
    assert as_read(RIVERSIDE.replace("</DEMDataSet>", f"{report}</DEMDataSet>")) is not None


def test_a_list_that_nobody_chooses_from_is_refused(monkeypatch):
    monkeypatch.setattr(reading, "MOST", 1)
    refused = refusal(RIVERSIDE)
    assert "dPersonnel.PersonnelGroup: the document has more than 1 people" in str(refused)
    assert refused.line > 1


def test_every_kind_of_facility_is_a_type_of_destination_that_there_is(shared):
    types = vocabulary("destination_type")
    assert {kind for kind in KINDS.values() if kind} <= {term.standard for term in types}
    schema = etree.parse(shared / "nemsis" / "xsd" / "commonTypes_v3.xsd")
    published_kinds = schema.xpath(
        "//xs:simpleType[@name='TypeOfFacility']//xs:enumeration/@value",
        namespaces={"xs": "http://www.w3.org/2001/XMLSchema"},
    )
    assert set(published_kinds) == set(KINDS)
