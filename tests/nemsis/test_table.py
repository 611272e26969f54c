"""The table of the standard as a tree, and what may stand in its elements, compared with the published schema itself."""

import csv

import pytest
from lxml import etree

from epcr.broken_schema import BrokenSchema
from epcr.export.nemsis import table
from epcr.export.nemsis.value_types import value_types
from tests.nemsis.published import KEPT, kept


def test_the_tree_has_every_row_of_the_table_in_its_order():
    names = [node.name for node in in_order(table.root())][1:]
    assert names == list(kept())


def in_order(node):
    yield node
    for child in node.children:
        yield from in_order(child)


def test_an_element_knows_the_groups_above_it():
    assert table.elements()["eExam.11"].above == ("eExam", "eExam.AssessmentGroup", "eExam.AbdomenGroup")
    assert table.elements()["eTimes.03"].above == ("eTimes",)
    assert table.elements()["dAgency.02"].above == ("DemographicGroup",)


def test_146_elements_always_stand_in_a_report():
    def always(node):
        for child in node.children:
            if child.least:
                yield from always(child) if child.is_group else (child.name,)

    assert len(list(always(table.root()))) == 146


TRIED = {
    "ZIP": ["06810", "6810", "06810-1234", "K1A 0B1"],
    "SBP": ["0", "500", "501", "-1", "12.5", "P", "1e2"],
    "CO2": ["5.3", "38", "760", "761", "5.35", "99999"],
    "DBP": ["80", "P", "501", "05"],
    "BloodGlucoseLevel": ["High", "2000", "2001", "96.5"],
    "MedicationDosage": ["0.4", "0.0001", "1000000", "123456.789", "1234567.891"],
    "DateTimeType": [
        "2024-10-11T17:04:58-04:00",
        "2024-10-11T17:04:58Z",
        "2024-10-11T17:04:58",
        "2051-01-01T00:00:00-05:00",
        "2024-13-11T17:04:58-04:00",
    ],
    "DateOfBirth": ["1956-01-19", "1889-01-01", "01/19/1956", "2024-02-30"],
    "PCRNarrative": ["", "x", "x" * 10_000, "x" * 10_001, "🚑" * 10_000],
    "CityGnisCode": ["213415", "0", "Danbury"],
    "ANSICountyCode": ["09001", "Fairfield"],
    "PhoneNumber": ["413-655-4806", "555-0100", "+1 800 331 4333"],
    "snomed": ["392230005", "99999", "abc"],
    "EMSAgencyNumber": ["", "x" * 15, "x" * 16],
    "YesNoValues": ["9923001", "9923002", ""],
    "EstimatedBodyWeight": ["82", "62.6", "0", "1000", "62.65"],
    "icd10CodeInjury": ["V43", "V43.52XA", "X"],
}


@pytest.mark.parametrize("name", TRIED)
def test_a_text_fits_a_type_where_the_published_schema_takes_it(shared, name):
    schema = etree.XMLSchema(etree.XML(ONE_OF.format(shared / "nemsis" / "xsd" / "EMSDataSet_v3.xsd", name)))
    for text in TRIED[name]:
        tried = etree.Element("{http://www.nemsis.org}tried")
        tried.text = text
        assert value_types()[name].fits(text) is schema.validate(tried), text


ONE_OF = """<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema" xmlns="http://www.nemsis.org"
  targetNamespace="http://www.nemsis.org"><xs:include schemaLocation="{}"/><xs:element name="tried" type="{}"/></xs:schema>"""


def test_a_table_that_cannot_be_read_is_named_with_the_line(tmp_path):
    path = tmp_path / "elements.csv"
    path.write_text(KEPT.read_text("utf-8") + "eTimes.99,short\n", "utf-8")
    with pytest.raises(BrokenSchema, match="line 542"):
        table.load(path, value_types())
    path.write_text(KEPT.read_text("utf-8"), "utf-8")
    with path.open("a", encoding="utf-8", newline="") as lines:
        csv.writer(lines).writerow(
            ["eTimes.99", "x", "eTimes", "0", "1", "Optional", "no", "no", "Odd", "no", "", "", ""]
        )
    with pytest.raises(BrokenSchema, match="no type Odd"):
        table.load(path, value_types())
