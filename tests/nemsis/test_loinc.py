"""The LOINC codes of the fields against the published facts, as sure as those are."""

import csv
from collections import defaultdict

import pytest

from epcr.sheet.kinds.number import Whole
from epcr.sheet.loinc import Loinc, meant
from epcr.sheet.run_sheet import SECTIONS
from epcr.sheet.vitals import VitalSigns

CODED = [
    pytest.param(section, name, id=f"{section.page.slug}.{name}")
    for section in SECTIONS
    for name, spec in section.fields().items()
    if spec.loincs
]
SURE = {"high", "medium"}
# A measure in its own unit as UCUM writes it.
UNITS = {"mmHg": "mm[Hg]", "/min": "/min", "%": "%", "mg/dL": "mg/dL", "°C": "Cel", "kg": "kg"}


def published(shared):
    """What is published of the codes of each element."""
    rows = defaultdict(dict)
    with (shared / "fhir" / "vital_signs.csv").open(encoding="utf-8-sig", newline="") as lines:
        for row in csv.DictReader(lines):
            if row["loinc"]:
                rows[row["element"]][row["loinc"]] = row
    return rows


def published_anywhere(shared):
    """The same, and the codes that the list of observations has for other elements."""
    rows = published(shared)
    with (shared / "fhir" / "observation_codes.csv").open(encoding="utf-8-sig", newline="") as lines:
        for row in csv.DictReader(lines):
            for element in row["nemsis_elements"].split():
                rows[element].setdefault(row["loinc"], row | {"role": "observation", "ucum": ""})
    return rows


@pytest.mark.parametrize(("section", "name"), CODED)
def test_every_code_is_published_for_its_element_and_sure(shared, section, name):
    spec = section.fields()[name]
    rows = published_anywhere(shared)
    for one in spec.loincs:
        meant_here = [
            element
            for element in spec.elements
            if one.when in {None, element.when} or len(spec.elements) == 1
        ]
        (element,) = meant_here
        row = rows[element.name].get(one.code)
        assert row is not None, f"{one.code} is not published for {element.name}"
        assert row["confidence"] in SURE, one.code
        assert row["role"] in {"observation", "component", "alternative", "extra coding"}


@pytest.mark.parametrize(("section", "name"), CODED)
def test_the_first_code_is_that_of_the_measure_itself_in_its_unit(shared, section, name):
    spec = section.fields()[name]
    row = published_anywhere(shared)[spec.elements[0].name][spec.loincs[0].code]
    assert row["role"] in {"observation", "component"}
    if spec.unit and row["ucum"]:
        assert row["ucum"] == UNITS[spec.unit]


def test_every_field_whose_code_is_sure_has_it(shared):
    rows = published(shared)
    for section in SECTIONS:
        for name, spec in section.fields().items():
            for element in spec.elements:
                sure = {
                    code
                    for code, row in rows[element.name].items()
                    if row["confidence"] == "high" and row["role"] in {"observation", "component"}
                }
                assert sure <= {one.code for one in spec.loincs}, f"{section.page.slug}.{name}: {sure}"


@pytest.mark.parametrize(
    ("name", "answers", "codes"),
    [
        ("etco2", {"etco2_unit": "3340001"}, ("19891-1",)),
        ("etco2", {"etco2_unit": "3340005"}, ("19891-1",)),
        ("etco2", {"etco2_unit": "3340003"}, ("19889-5",)),
        ("etco2", {}, ()),
        ("pain", {"pain_scale": "3328003"}, ("72514-3",)),
        ("pain", {}, ("38208-5",)),
        ("stroke_score", {"stroke_scale": "3330009"}, ("72089-6",)),
        ("stroke_score", {"stroke_scale": "3330001"}, ()),
        ("spo2", {}, ("2708-6", "59408-5")),
        ("rhythm", {}, ("67519-9",)),
    ],
)
def test_the_code_depends_on_how_it_was_measured(name, answers, codes):
    assert meant(VitalSigns.fields()[name].loincs, VitalSigns(**answers)) == codes


@pytest.mark.parametrize("code", ["8867-5", "8867", "", "8867-44", "LP8867-4", "88674"])
def test_what_is_no_code_is_refused_where_it_is_declared(code):
    with pytest.raises(ValueError, match="is no LOINC code"):
        Whole("Heart rate", loinc=(code,))
    with pytest.raises(ValueError, match="is no LOINC code"):
        Loinc(code)
