"""A level belongs to the membership: what somebody plays in a class, and what a sheet begun there names them with."""

import pytest

from epcr.people.certificate import Certificate
from epcr.people.model import Classroom, Membership, Person, Role
from epcr.sheet.verdict_marks import REFUSED
from tests.people.test_classes import post
from tests.two_classes import level, number_of, person_of, put_into, set_level


@pytest.fixture
def both(world):
    return put_into(world, "ruiz", "Other class")


def begin_in(world, number, login="ruiz"):
    answer = post(world, login, "/sheets", classroom=number, scenario="")
    assert answer.status_code == 303
    return world.sheet(answer.headers["Location"].split("/")[2])


def hold(world, login, *levels):
    with world.database.write("the tests") as session:
        for one in levels:
            session.add(
                Certificate(person_id=person_of(world, login), level=one, certificate_number=f"{one}-1")
            )


def test_who_comes_into_a_class_plays_there_what_they_gave(world, both):
    assert level(world, "ruiz", "Evening class") == "EMT"
    assert level(world, "ruiz", "Other class") == "EMT"


def test_a_sheet_names_its_trainee_with_the_level_they_play_in_its_class(world, both):
    set_level(world, "ruiz", "Other class", "Paramedic")
    assert begin_in(world, both).crew[0].level == "Paramedic"
    assert begin_in(world, number_of(world, "Evening class")).crew[0].level == "EMT"


def test_the_verdict_is_given_on_the_level_played_in_the_class(world, both):
    set_level(world, "ruiz", "Other class", "Paramedic")
    words = {}
    for number in (both, number_of(world, "Evening class")):
        sheet = begin_in(world, number)
        page = world.page(sheet.id, "interventions")
        page.choose("Intervention", "IV access, peripheral")
        page.choose("Performed by", f"Dana Ruiz ({sheet.crew[0].level})").save()
        words[number] = world.sheet(sheet.id).interventions[0].verdict.verdict
    assert words[number_of(world, "Evening class")] in REFUSED
    assert words[both] not in REFUSED


def test_the_level_of_the_class_is_used_first_where_a_certificate_allows_it(world, both):
    hold(world, "ruiz", "EMT", "Paramedic")
    set_level(world, "ruiz", "Other class", "Paramedic")
    there, here = begin_in(world, both), begin_in(world, number_of(world, "Evening class"))
    assert (there.crew[0].level, there.crew[0].certificate_number) == ("Paramedic", "Paramedic-1")
    assert (here.crew[0].level, here.crew[0].certificate_number) == ("EMT", "EMT-1")


def test_a_level_that_no_certificate_holds_is_not_taken(world, both):
    hold(world, "ruiz", "EMT")
    set_level(world, "ruiz", "Other class", "Paramedic")
    assert begin_in(world, both).crew[0].level == "EMT"


def test_who_is_not_certified_yet_in_a_class_is_named_with_no_level_there(world, both):
    set_level(world, "ruiz", "Other class", None)
    assert begin_in(world, both).crew[0].level is None


def test_joining_another_class_asks_what_one_plays_there(world):
    page = world.as_("ruiz").open("/join/another").fill("Class code", "OTHER7")
    assert page.value("You play there as") == "EMT"
    page.choose("You play there as", "Paramedic").submit("Join")
    assert level(world, "ruiz", "Other class") == "Paramedic"
    assert level(world, "ruiz", "Evening class") == "EMT"


@pytest.mark.parametrize("typed", ["Wizard", "Paramedic; DROP TABLE person", "X" * 5000])
def test_a_level_that_is_none_is_refused_and_nobody_joins(world, typed):
    answer = post(world, "ruiz", "/join/another", code="OTHER7", level=typed)
    assert answer.status_code == 422
    assert "not a certification level" in answer.get_data(as_text=True)
    with world.database.read() as session:
        assert session.get(Membership, (person_of(world, "ruiz"), number_of(world, "Other class"))) is None


def test_an_imported_list_gives_the_level_played_in_the_class(world):
    number = number_of(world, "Evening class")
    page = world.as_("teacher").open(f"/classes/{number}/import")
    page = page.fill("Paste the list", "Name,Login,Level\nPia Holunder,pia,AEMT\nLeo Berg,leo,").submit()
    page.submit("Add 2 people")
    assert (level(world, "pia", "Evening class"), level(world, "leo", "Evening class")) == ("AEMT", None)


def test_whoever_is_removed_and_added_back_plays_what_they_played(world, both):
    set_level(world, "ruiz", "Evening class", "AEMT")
    number, who = number_of(world, "Evening class"), person_of(world, "ruiz")
    assert post(world, "teacher", f"/classes/{number}/people/{who}/remove").status_code == 303
    world.as_("teacher").open(f"/classes/{number}").submit("Add back Dana Ruiz")
    assert level(world, "ruiz", "Evening class") == "AEMT"


def test_the_page_of_the_class_shows_what_everybody_plays_there(world, both):
    set_level(world, "ruiz", "Other class", "Paramedic")
    rows = world.as_("boss").open(f"/classes/{both}").html.select("tbody tr")
    assert [
        row.select_one("td[data-label=Level]").get_text() for row in rows if "ruiz" in row.get_text()
    ] == ["Paramedic"]


def test_everybody_added_in_any_way_gets_a_level(world):
    with world.database.write("the tests") as session:
        room = session.get_one(Classroom, number_of(world, "Other class"))
        for n, one in enumerate(["EMR", "AEMT", None]):
            room.people.append(
                Person(login=f"p{n}", name=f"P {n}", role=Role.TRAINEE, level=one, password_hash="x")
            )
    assert [level(world, f"p{n}", "Other class") for n in range(3)] == ["EMR", "AEMT", None]
