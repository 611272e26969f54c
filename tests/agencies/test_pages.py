"""An instructor looks at an agency's file, takes it, and empties its lists again; a trainee chooses from them."""

import json
import zlib
from base64 import b64encode
from functools import partial

import pytest

from epcr.agencies.forms import LARGEST
from epcr.agencies.model import AgencyFacility, AgencyPerson, AgencyUnit
from epcr.db import now
from epcr.sheet.class_ruleset import ClassRuleset
from tests.agencies.conftest import RIVERSIDE, STATE, look_at
from tests.pressing import several_times


@pytest.fixture
def address(playing):
    return f"/classes/{playing.number}/agency/document"


@pytest.fixture
def looked(playing):
    """Send a file to be looked at; the page that answers."""
    return partial(look_at, playing.world, playing.number)


def test_a_file_is_shown_before_anything_is_taken_and_then_taken_as_shown(playing, looked):
    before = playing.stored()
    page = looked(RIVERSIDE)
    assert page.status == 200
    for words in (
        "Riverside Rescue",
        "351-A17",
        "Connecticut",
        "Pat Example",
        "Paramedic",
        "CT P-1001, valid from",
        "Medic 4",
        "V-204",
        "Example General Hospital",
        "H-77",
        "2 people, 2 new",
        "it is judged by them from now on",
    ):
        assert words in page.words, words
    assert playing.stored() == before
    page = page.submit("Take all of this")
    assert "has the agency’s lists now" in page.words
    assert [person.name for person in playing.lines(AgencyPerson)] == ["Pat Example", "Kit Sample"]
    page = playing.world.as_("teacher").open(f"/classes/{playing.number}")
    assert "by the agency's NEMSIS list" in page.words


def test_the_same_file_again_offers_nothing_to_take(playing, looked):
    looked(RIVERSIDE).submit("Take all of this")
    before = playing.stored()
    page = looked(RIVERSIDE)
    assert "The class has all of this already." in page.words
    assert "Take all of this" not in page.words
    assert playing.stored() == before


def test_what_the_class_is_called_otherwise_and_who_goes_is_shown(looked):
    looked(RIVERSIDE).submit("Take all of this")
    page = looked(RIVERSIDE.replace(">Kit<", ">Robin<").replace(">351-A17<", ">351-A99<"))
    assert "before: 351-A17" in page.words
    assert "2 people, 1 new, 1 no longer in it" in page.words
    assert "No longer in it: Kit Sample." in page.words


def test_the_way_leads_from_the_page_of_the_class(playing):
    page = playing.world.as_("teacher").open(f"/classes/{playing.number}").follow("Agency from a file")
    assert page.html.h1.get_text() == "Agency from a file"


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (RIVERSIDE.replace("9925007", "9925999"), 'dPersonnel.24: the level "9925999" is unknown'),
        ('<!DOCTYPE a [<!ENTITY f SYSTEM "file:///etc/passwd">]><a>&f;</a>', "(DOCTYPE)"),
        ('<EMSDataSet xmlns="http://www.nemsis.org"/>', "give a DEMDataSet or a StateDataSet"),
        ("name,level\nAna,EMT\n", "not XML that can be read"),
        ("", "Choose a file."),
        (b"\x00" * 1000, "not XML that can be read"),
    ],
)
def test_what_cannot_be_taken_is_said_at_the_file(playing, looked, text, said):
    before = playing.stored()
    page = looked(text)
    assert page.status == 422
    assert said in page.words
    assert playing.stored() == before


def test_a_line_is_named_where_it_is_known(looked):
    text = RIVERSIDE.replace("9925007", "9925999")
    line = text[: text.index("9925999")].count("\n") + 1
    assert f"Line {line}: dPersonnel.24" in looked(text).words


@pytest.mark.parametrize("sent", ["", "not packed", "eJw=", "QUJD"])
def test_what_did_not_arrive_whole_takes_nothing(playing, looked, sent):
    page = looked(RIVERSIDE)
    page.typed["document"] = [sent]
    page = page.submit("Take all of this")
    assert page.status == 422
    assert "did not arrive whole" in page.words or "not XML that can be read" in page.words
    assert playing.lines(AgencyPerson) == []


def test_what_unpacks_to_more_than_a_page_takes_is_refused(looked, playing):
    page = looked(RIVERSIDE)
    page.typed["document"] = [b64encode(zlib.compress(b" " * (LARGEST + 1))).decode()]
    page = page.submit("Take all of this")
    assert page.status == 422
    assert "too large for this page" in page.words
    assert playing.lines(AgencyPerson) == []


def test_a_class_that_changed_meanwhile_is_shown_once_more(playing, looked):
    page = looked(RIVERSIDE)
    playing.take(RIVERSIDE.replace(">Kit<", ">Robin<"))
    page = page.submit("Take all of this")
    assert page.status == 409
    assert "The class changed since this was shown." in page.words
    assert [person.name for person in playing.lines(AgencyPerson)] == ["Pat Example", "Robin Sample"]
    page.submit("Take all of this")
    assert [person.name for person in playing.lines(AgencyPerson)] == ["Pat Example", "Kit Sample"]


def test_the_lists_are_emptied_and_the_rest_stays(playing, looked, address):
    looked(RIVERSIDE).submit("Take all of this")
    page = playing.world.as_("teacher").open(address)
    assert "Pat Example" in page.words
    page = page.submit("Empty these lists")
    assert "The lists are empty." in page.words
    assert [playing.lines(table) for table in (AgencyPerson, AgencyUnit, AgencyFacility)] == [[], [], []]
    assert playing.classroom.agency["name"] == "Riverside Rescue"


def test_lists_that_changed_meanwhile_are_not_emptied(playing, looked, address):
    looked(RIVERSIDE).submit("Take all of this")
    page = playing.world.as_("teacher").open(address)
    playing.take(RIVERSIDE.replace(">Kit<", ">Robin<"))
    page = page.submit("Empty these lists")
    assert page.status == 409
    assert "The lists changed since they were shown." in page.words
    assert len(playing.lines(AgencyPerson)) == 2


def test_a_class_that_has_ended_takes_nothing(playing, looked):
    page = looked(RIVERSIDE)
    with playing.world.database.write("teacher") as session:
        playing.room(session).ended_at = now()
    assert looked(RIVERSIDE).status == 422
    page = page.submit("Take all of this")
    assert page.status == 422
    assert "Its agency stays as it is." in page.words


def test_nobody_else_opens_it(playing, address):
    assert playing.world.as_("ruiz").open(address).status == 404
    assert playing.world.as_("other_teacher").open(address).status == 404
    assert playing.world.as_("boss").open(address).status == 200


# On a sheet ---------------------------------------------------------------------------------------------------------------


def suggested(world, sheet, slug, name):
    """The names that a field suggests, as the page lists them without scripts."""
    html = world.page(sheet, slug).html
    control = next(tag for tag in html.find_all("input") if str(tag.get("name", "")).endswith(f"-{name}"))
    words = html.find("datalist", id=control.get("list")) if control.get("list") else None
    return [option["value"] for option in words.find_all("option")] if words else []


def test_a_level_a_vehicle_and_a_code_stand_beside_a_name(playing):
    playing.take(RIVERSIDE)
    sheet = playing.world.begin()
    beside = {}
    for slug in ("crew", "incident", "disposition"):
        for option in playing.world.page(sheet, slug).html.select("datalist[id^=agency-] option"):
            beside.setdefault(option["value"], option["label"])
    assert beside["Pat Example"] == "Paramedic"
    assert beside["Medic 4"] == "V-204"
    assert beside["Example General Hospital"] == "H-77"


def brings(world, sheet, slug, name):
    """What comes with each name."""
    form = world.page(sheet, slug).html.find("form", id="sheet-form")
    return json.loads(form.get("data-from-agency", "{}")).get(name, {})


def test_a_trainee_chooses_members_units_and_destinations(playing):
    sheet = playing.world.begin()
    assert suggested(playing.world, sheet, "crew", "member") == []
    playing.take(RIVERSIDE)
    assert suggested(playing.world, sheet, "crew", "member") == ["Pat Example", "Kit Sample"]
    assert suggested(playing.world, sheet, "incident", "unit") == ["Medic 4", "Rescue 9"]
    assert suggested(playing.world, sheet, "incident", "vehicle") == ["V-204", "V-209"]
    assert suggested(playing.world, sheet, "incident", "sending_facility") == [
        "Example General Hospital",
        "Sample Nursing Home",
    ]
    assert suggested(playing.world, sheet, "disposition", "destination") == [
        "Example General Hospital",
        "Sample Nursing Home",
    ]


def test_what_comes_with_a_name_is_level_and_certificate_vehicle_and_code(playing):
    playing.take(RIVERSIDE)
    sheet = playing.world.begin()
    people = brings(playing.world, sheet, "crew", "member")
    assert people["Pat Example"] == {
        "member": "Pat Example",
        "level": "Paramedic",
        "certificate_number": "P-1001",
        "certificate_state": "CT",
        "valid_from": "02/01/2024",
        "valid_to": "01/31/2028",
    }
    assert people["Kit Sample"]["level"] == "EMT"
    assert brings(playing.world, sheet, "incident", "unit")["Medic 4"]["vehicle"] == "V-204"
    places = brings(playing.world, sheet, "disposition", "destination")
    assert places["Example General Hospital"] == {
        "destination": "Example General Hospital",
        "destination_code": "H-77",
        "destination_state": "CT",
        "destination_zip_code": "06810",
    }
    assert places["Sample Nursing Home"]["destination_type"] == "4221033"


def test_nothing_is_filled_in_that_nobody_chose(playing):
    playing.take(RIVERSIDE)
    sheet = playing.world.sheet(playing.world.begin())
    assert (sheet.incident.unit, sheet.incident.vehicle, sheet.incident.agency) == (None, None, None)
    assert sheet.disposition.destination is None
    assert "Pat Example" not in {member.member for member in sheet.crew}


def test_who_is_on_the_crew_is_not_suggested_again(playing):
    playing.take(RIVERSIDE)
    sheet = playing.world.begin()
    with playing.world.database.write("ruiz") as session:
        session.get_one(type(playing.world.sheet(sheet)), sheet).crew[0].member = "pat example"
    assert suggested(playing.world, sheet, "crew", "member") == ["Kit Sample"]


def test_a_state_and_an_agency_name_one_place_once(playing):
    playing.take(RIVERSIDE)
    playing.take(STATE.replace("Example State Hospital", "Example General Hospital"))
    sheet = playing.world.begin()
    names = suggested(playing.world, sheet, "disposition", "destination")
    assert names == ["Example General Hospital", "Sample Nursing Home"]
    places = brings(playing.world, sheet, "disposition", "destination")
    assert places["Example General Hospital"]["destination_code"] == "H-77"


def test_another_class_suggests_nothing_of_it(playing):
    playing.take(RIVERSIDE)
    page = playing.world.as_("stranger").open(f"/sheets/{playing.world.begin('stranger')}/incident")
    assert "Medic 4" not in str(page.html)


@several_times
def test_a_document_is_taken_once_however_often_it_is_pressed(playing, looked, several_times):
    several_times(looked(RIVERSIDE), "Take all of this")
    assert [person.name for person in playing.lines(AgencyPerson)] == ["Pat Example", "Kit Sample"]
    with playing.world.database.read() as session:
        assert session.query(ClassRuleset).count() == 1
