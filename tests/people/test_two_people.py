"""Two people change one thing at the same time: nobody overwrites the other without seeing it, and nothing typed is lost."""

import json
from datetime import date

import pytest

from epcr.people.certificate import Certificate
from epcr.people.model import Classroom, Person
from tests.people.test_classes import classroom, post


@pytest.fixture
def evening(world):
    return classroom(world).id


def settings(world, who, number):
    return world.as_(who).open(f"/classes/{number}/settings")


def agency(world, who, number):
    return world.as_(who).open(f"/classes/{number}/agency")


def stored(world, number):
    with world.database.read() as session:
        return session.get(Classroom, number)


def rows(page):
    return {
        row.find("th").get_text(): tuple(cell.get_text() for cell in row.find_all("td"))
        for row in page.html.select(".conflict tbody tr")
    }


# Settings -------------------------------------------------------------------------------------------------------------


def test_the_second_of_two_sees_both_names_of_the_class_and_what_was_typed_is_kept(world, evening):
    first, second = settings(world, "teacher", evening), settings(world, "boss", evening)
    first.fill("Name of the class", "Tuesday class").submit("Save")
    page = second.fill("Name of the class", "Night class").submit("Save")
    assert page.status == 409
    assert rows(page) == {"Name of the class": ("Tuesday class", "Night class")}
    assert page.value("Name of the class") == "Night class"
    assert stored(world, evening).name == "Tuesday class"
    assert "Saved." in page.submit("Save").words
    assert stored(world, evening).name == "Night class"


def test_a_setting_that_the_other_changed_and_i_did_not_touch_is_taken_as_stored(world, evening):
    first, second = settings(world, "teacher", evening), settings(world, "boss", evening)
    first.choose("Time zone", "America/Denver").choose("Glucose in", "mmol/L").submit("Save")
    assert "Saved." in second.fill("Name of the class", "Night class").submit("Save").words
    now = stored(world, evening)
    assert (now.name, now.zone, now.glucose) == ("Night class", "America/Denver", "mmol/L")


def test_of_two_settings_only_the_one_that_both_changed_is_asked_about(world, evening):
    first, second = settings(world, "teacher", evening), settings(world, "boss", evening)
    first.choose("Weight in", "lb").choose("Out-of-scope interventions", "Strict: refuse to save").submit(
        "Save"
    )
    page = second.fill("Name of the class", "Night class").choose("Time zone", "America/Chicago")
    page = (
        page.choose("Out-of-scope interventions", "Teach: explain and ask")
        .choose("Weight in", "kg")
        .submit("Save")
    )
    assert page.status == 200
    assert stored(world, evening).mode == "strict"
    third = settings(world, "teacher", evening)
    settings(world, "boss", evening).choose("Time zone", "America/Denver").submit("Save")
    page = third.choose("Time zone", "America/Phoenix").fill("Name of the class", "Day class").submit("Save")
    assert rows(page) == {"Time zone": ("America/Denver", "America/Phoenix")}


def test_both_choosing_the_same_is_no_conflict(world, evening):
    first, second = settings(world, "teacher", evening), settings(world, "boss", evening)
    first.choose("Temperature in", "°C").submit("Save")
    assert second.choose("Temperature in", "°C").submit("Save").status == 200


def test_a_ruleset_that_the_class_is_judged_by_meanwhile_is_not_undone_by_another_setting(world, evening):
    form = settings(world, "boss", evening)
    page = world.as_("teacher").open(f"/classes/{evening}/rules").submit("Make a class copy")
    assert page.status == 200
    page.submit("Use these rules")
    own = stored(world, evening).ruleset
    assert own.startswith("class-")
    form.fill("Name of the class", "Night class").submit("Save")
    assert (stored(world, evening).ruleset, stored(world, evening).name) == (own, "Night class")


def test_a_refused_setting_keeps_what_the_form_was_opened_with(world, evening):
    first, second = settings(world, "teacher", evening), settings(world, "boss", evening)
    first.fill("Name of the class", "Tuesday class").submit("Save")
    page = second.fill("Name of the class", "").submit("Save")
    assert page.status == 422
    page = page.fill("Name of the class", "Night class").submit("Save")
    assert rows(page) == {"Name of the class": ("Tuesday class", "Night class")}


@pytest.mark.parametrize("seen", ["", "[", "[1]", "null", json.dumps({"name": 7}), "x" * 200_000])
def test_a_form_that_does_not_say_what_it_was_opened_with_overwrites_nothing(world, evening, seen):
    page = settings(world, "boss", evening).fill("Name of the class", "Night class")
    settings(world, "teacher", evening).fill("Name of the class", "Tuesday class").submit("Save")
    page.typed["seen"] = [seen]
    assert page.submit("Save").status == 409
    assert stored(world, evening).name == "Tuesday class"


def test_without_a_version_a_change_is_told_and_not_made(world, evening):
    typed = {"name": "Mine", "ruleset": "us-national-2019", "mode": "teach", "zone": "America/New_York",
             "temperature": "°F", "weight": "kg", "glucose": "mg/dL"}  # fmt: skip
    assert post(world, "teacher", f"/classes/{evening}/settings", **typed).status_code == 409
    assert stored(world, evening).name == "Evening class"


# Agency ---------------------------------------------------------------------------------------------------------------


def test_two_people_in_the_agency_see_each_other(world, evening):
    first, second = agency(world, "teacher", evening), agency(world, "boss", evening)
    first.choose("Does it have medical control?", "No").submit("Save")
    merged = second.choose("Does it have standing orders?", "No").submit("Save")
    assert merged.status == 200
    told = stored(world, evening).agency
    assert (told["medical_control"], told["standing_orders"]) == (False, False)


def test_the_same_answer_of_the_agency_changed_by_both_is_asked(world, evening):
    world.as_("teacher").open(f"/classes/{evening}/settings").choose("Scope of practice by", "us-vt").submit(
        "Save"
    )
    first, second = agency(world, "teacher", evening), agency(world, "boss", evening)
    programs = [box["value"] for box in first.html.select("input[name=programs]")]
    assert len(programs) > 1
    first.typed["programs"] = programs[:1]
    first.submit("Save")
    second.typed["programs"] = programs[1:2]
    page = second.submit("Save")
    assert page.status == 409
    assert list(rows(page)) == ["Programs it takes part in"]
    assert stored(world, evening).agency["programs"] == programs[:1]
    assert page.submit("Save").status == 200
    assert stored(world, evening).agency["programs"] == programs[1:2]


def test_settings_and_agency_do_not_get_in_each_others_way(world, evening):
    form = settings(world, "boss", evening)
    agency(world, "teacher", evening).choose("Does it have medical control?", "No").submit("Save")
    assert form.fill("Name of the class", "Night class").submit("Save").status == 200
    assert stored(world, evening).agency["medical_control"] is False


# Certificates ---------------------------------------------------------------------------------------------------------


@pytest.fixture
def held(world):
    with world.database.write("tests") as session:
        owner = session.query(Person).filter_by(login="ruiz").one()
        one = Certificate(
            level="EMT", certificate_number="E-1", valid_to=date(2027, 1, 1), person_id=owner.id
        )
        session.add(one)
        session.flush()
        return owner.id, one.id


def of(world, evening, held):
    mine = world.as_("ruiz").open("/certificates").follow("Change EMT E-1")
    theirs = (
        world.as_("teacher")
        .open(f"/classes/{evening}/people/{held[0]}/certificates")
        .follow("Change EMT E-1")
    )
    return mine, theirs


def certificates(world):
    with world.database.read() as session:
        return session.query(Certificate).order_by(Certificate.id).all()


def test_a_certificate_that_its_instructor_changed_meanwhile_is_not_overwritten(world, evening, held):
    mine, theirs = of(world, evening, held)
    theirs.fill("Certificate number", "E-2").submit("Save the certificate")
    page = (
        mine.fill("Certificate number", "E-3").fill("Valid to", "06/30/2028").submit("Save the certificate")
    )
    assert page.status == 409
    assert rows(page) == {"Certificate number": ("E-2", "E-3")}
    assert page.value("Valid to") == "06/30/2028"
    assert page.submit("Save the certificate").status == 200
    assert (certificates(world)[0].certificate_number, certificates(world)[0].valid_to) == (
        "E-3",
        date(2028, 6, 30),
    )


def test_what_the_other_added_to_a_certificate_stays(world, evening, held):
    mine, theirs = of(world, evening, held)
    theirs.fill("Restricted for", "CPAP").choose("Issued by", "Vermont").submit("Save the certificate")
    assert mine.fill("Valid to", "06/30/2028").submit("Save the certificate").status == 200
    (one,) = certificates(world)
    assert (one.certificate_state, one.valid_to, bool(one.restricted_for)) == ("VT", date(2028, 6, 30), True)


def test_a_certificate_that_was_removed_meanwhile_comes_back_as_typed_and_is_not_a_dead_page(
    world, evening, held
):
    mine, theirs = of(world, evening, held)
    theirs.submit("Remove EMT E-1")
    page = mine.fill("Certificate number", "E-3").submit("Save the certificate")
    assert page.status == 409
    assert "has been removed" in page.words
    assert page.value("Certificate number") == "E-3"
    assert page.submit("Add the certificate").status == 200
    assert [one.certificate_number for one in certificates(world)] == ["E-3"]


def test_a_certificate_that_was_just_changed_is_not_removed_unread(world, evening, held):
    mine, theirs = of(world, evening, held)
    theirs.fill("Certificate number", "E-2").submit("Save the certificate")
    page = mine.submit("Remove EMT E-1")
    assert page.status == 409
    assert "changed in the meantime and is not removed" in page.words
    assert len(certificates(world)) == 1
    page.submit("Remove EMT E-2")
    assert certificates(world) == []


def test_removing_what_is_removed_already_says_so(world, evening, held):
    mine, theirs = of(world, evening, held)
    theirs.submit("Remove EMT E-1")
    assert "removed already" in mine.submit("Remove EMT E-1").words


def test_the_same_certificate_is_not_added_twice_and_a_renewal_is(world, evening, held):
    def adding(page, until):
        page = page.choose("Certification level", "EMT").fill("Certificate number", "E-1")
        return page.fill("Valid to", until).submit("Add the certificate")

    page = adding(world.as_("ruiz").open("/certificates"), "01/01/2027")
    assert page.status == 422
    assert "kept already" in page.words
    there = world.as_("teacher").open(f"/classes/{evening}/people/{held[0]}/certificates")
    assert adding(there, "01/01/2029").status == 200
    assert len(certificates(world)) == 2
