"""The table of the standard's elements against the published schema, and the fields of the run sheet against the table."""

import csv

import pytest

from epcr.sheet.kinds.choice import Several
from epcr.sheet.kinds.crew_member import SeveralOfCrew
from epcr.sheet.run_sheet import SECTIONS
from epcr.sheet.vocabulary import vocabulary
from tests.nemsis.published import KEPT, KEPT_TYPES, Published, Row, TypeRow, as_csv, kept

FIELDS = [
    pytest.param(section, name, id=f"{section.page.slug}.{name}")
    for section in SECTIONS
    for name, spec in section.fields().items()
    if spec.elements
]


# The sheet takes all who did it, the standard the one who did it first: that is the first of them.
WHO_WAS_FIRST = {"eArrest.20", "eArrest.21", "eArrest.22"}
# A hospital tells these once; a second line of one is told as a loss.
TOLD_ONCE = {"eOutcome.01", "eOutcome.02", "eOutcome.11", "eOutcome.16", "eOutcome.18"}
# A protocol is of an act, or of a call on which nothing had to be done.
OF_ACT_OR_CALL = {"eProtocols.01"}


def absent():
    with (KEPT.parent / "absent.csv").open(encoding="utf-8", newline="") as lines:
        return {row["element"]: row["why"] for row in csv.DictReader(lines)}


def always_there(element, table):
    """Whether every document has it: it and all groups that it stands in."""
    row = table.get(element)
    return row is None or (row["least"] != "0" and always_there(row["parent"], table))


def required(table):
    return {name for name, row in table.items() if row["usage"] and always_there(name, table)}


def reached():
    elements = [
        element for section in SECTIONS for spec in section.fields().values() for element in spec.elements
    ]
    return {one.name for one in elements} | {one.group[0] for one in elements if one.group}


def test_the_table_is_that_of_the_published_schema(shared):
    published = Published(shared / "nemsis" / "xsd")
    moved = "the standard moved, or the table: make nemsis"
    assert as_csv(Row, published.rows()) == KEPT.read_text("utf-8"), moved
    assert as_csv(TypeRow, published.type_rows()) == KEPT_TYPES.read_text("utf-8"), moved


def test_it_says_the_same_as_the_published_list_of_elements(shared):
    table = kept()
    with (shared / "nemsis" / "all_elements.csv").open(encoding="utf-8-sig", newline="") as lines:
        for row in csv.DictReader(lines):
            own = table[row["element"]]
            assert own["name"] == " ".join(row["name"].split())
            assert (own["parent"], own["least"]) == (row["parent_group"], row["minOccurs"]), row["element"]
            assert own["most"] == row["maxOccurs"].replace("unbounded", "")
            assert (own["usage"], own["national"]) == (row["usage"], row["national"].lower())
            assert (own["nillable"] == "yes") is (row["nillable"] == "true")
            assert bool(own["not_values"]) is bool(row["NV_allowed"])
            assert bool(own["negatives"]) is bool(row["PN_allowed"])


def test_what_is_always_required_is_what_is_published_as_such(shared):
    with (shared / "nemsis" / "required_elements.csv").open(encoding="utf-8-sig", newline="") as lines:
        assert required(kept()) == {row["element"] for row in csv.DictReader(lines)}


def test_every_required_element_is_reached_or_said_to_be_absent():
    needed = required(kept())
    assert len(needed) == 146
    assert needed - reached() == set(absent())
    assert all(why.strip() for why in absent().values())


@pytest.mark.parametrize(("section", "name"), FIELDS)
def test_every_element_of_a_field_is_in_the_table(section, name):
    table = kept()
    for element in section.fields()[name].elements:
        assert table[element.name]["usage"], f"{element.name} is a group"
        if element.group:
            assert table[element.group[0]]["parent"] == table[element.name]["parent"]


def may_repeat(element, table):
    """Whether a report can have several of it: it may stand often, or a group that it stands in."""
    row = table[element]
    above = row["parent"]
    return row["most"] == "" or (above != "PatientCareReport" and may_repeat(above, table))


@pytest.mark.parametrize(("section", "name"), FIELDS)
def test_what_the_sheet_can_have_several_of_may_repeat_in_the_standard(section, name):
    spec, table = section.fields()[name], kept()
    if section.many or isinstance(spec, Several | SeveralOfCrew):
        for element in spec.elements:
            assert element.name in WHO_WAS_FIRST | TOLD_ONCE or may_repeat(element.name, table), element.name


@pytest.mark.parametrize(("section", "name"), FIELDS)
def test_conditions_are_answers_that_the_section_can_give(section, name):
    for element in section.fields()[name].elements:
        if element.when is not None:
            what, answers = element.when
            assert hasattr(section, what)
            lists = {"region": "exam_region", "what": "hospital_event"}
            known = {"medication", "procedure"} if what == "kind" else vocabulary(lists[what])
            assert all(answer in known for answer in answers)


def test_a_field_that_means_several_elements_says_when_each():
    for section in SECTIONS:
        for name, spec in section.fields().items():
            if len(spec.elements) > 1:
                assert all(one.when for one in spec.elements), f"{section.page.slug}.{name}"
                assert len({one.when for one in spec.elements}) == len(spec.elements)


def test_fields_that_mean_the_same_element_are_told_apart_by_their_groups():
    seen = {}
    for section in SECTIONS:
        for spec in section.fields().values():
            for element in spec.elements:
                if not element.when and element.name not in OF_ACT_OR_CALL:
                    assert element not in seen, f"{element} of {spec.label} and of {seen[element]}"
                    seen[element] = spec.label
