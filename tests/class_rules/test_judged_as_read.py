"""Rules are published, written and taken back as the page showed them; codes, passwords and imports likewise."""

import pytest

from epcr.people.model import Classroom, Person
from epcr.people.slip import Slip
from tests.class_rules.rules import saved, versions, way
from tests.people.test_slips import import_two, passwords


def rules_page(world, begun, login="teacher", rest=""):
    return world.as_(login).open(f"/classes/{begun[0]}/rules/{begun[1]}{rest}")


def judged_by(world, begun):
    with world.database.read() as session:
        return session.get_one(Classroom, begun[0]).ruleset


# Rules ----------------------------------------------------------------------------------------------------------------


def test_a_class_is_not_judged_by_a_version_that_nobody_saw(world, begun):
    page = rules_page(world, begun)
    saved(world, begun[1], "iv_access", {"EMT": [way("yes")]}, login="boss", reason="The county allows it")
    page = page.submit("Use these rules")
    assert page.status == 409
    assert judged_by(world, begun) == "us-national-2019"
    assert "Bo Boss" in page.words
    assert "Version 2" in page.words
    assert "The county allows it" in page.words
    assert page.html.select_one("[role=alert] ins") is not None
    page.submit("Use these rules")
    assert judged_by(world, begun) == begun[1]


def test_a_class_that_is_judged_by_another_ruleset_since_is_not_turned_round_unread(world, begun):
    page = rules_page(world, begun)
    settings = world.as_("boss").open(f"/classes/{begun[0]}/settings")
    settings.choose("Scope of practice by", "us-vt").submit("Save")
    page = page.submit("Use these rules")
    assert page.status == 409
    assert judged_by(world, begun) == "us-vt"
    assert "The class is judged by" in page.words


def test_the_same_press_of_two_people_is_no_news(world, begun):
    mine, theirs = rules_page(world, begun), rules_page(world, begun, "boss")
    theirs.submit("Use these rules")
    assert mine.submit("Use these rules").status == 200
    assert judged_by(world, begun) == begun[1]


def test_a_rule_that_came_back_for_its_reason_is_still_about_what_it_was_opened_with(world, begun):
    page = rules_page(world, begun, rest="/items/iv_access?level=EMT")
    page = page.choose("May they?", "No").fill("Source", "Order 7")
    saved(world, begun[1], "iv_access", {"EMT": [way("yes")]}, login="boss")
    page = page.submit("Save as version 2")
    assert page.status == 422
    page = page.fill("Why", "So").submit()
    assert page.status == 409
    assert len(versions(world, begun[1])) == 2


# A class --------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("button", ["Make a new code", "Close joining"])
def test_a_code_that_the_other_made_meanwhile_is_not_thrown_away_unseen(world, begun, button):
    def with_code(login):
        page = world.as_(login).open(f"/classes/{begun[0]}")
        page.form = page.html.find("button", value="renew").find_parent("form")
        return page

    mine = with_code("teacher")
    with_code("boss").submit("Make a new code")
    with world.database.read() as session:
        code = session.get_one(Classroom, begun[0]).join_code
    page = mine.submit(button)
    assert page.status == 409
    assert "another code than your page showed" in page.words
    with world.database.read() as session:
        stands = session.get_one(Classroom, begun[0])
        assert (stands.join_code, stands.join_open) == (code, True)


def test_a_password_that_another_just_handed_out_is_not_made_useless_unasked(world, begun):
    with world.database.read() as session:
        ruiz = session.query(Person).filter_by(login="ruiz").one().id
    address = f"/classes/{begun[0]}/people/{ruiz}/password"
    mine = world.as_("teacher").open(address)
    world.as_("boss").open(address).submit("Make a new password")
    page = mine.submit("Make a new password")
    assert page.status == 409
    assert "got another password" in page.words
    with world.database.read() as session:
        assert session.query(Slip).count() == 1
    assert set(passwords(page.submit("Make a new password"))) == {"ruiz"}


def test_a_password_that_the_slip_did_not_show_is_not_taken_note_of(world, begun):
    page = import_two(world)
    with world.database.write("x") as session:
        sand = session.query(Person).filter_by(login="sand").one()
        rooms = list(sand.classrooms)
        sand.classrooms = []
    mine = world.as_("teacher").open(page.address)
    assert set(passwords(mine)) == {"reyes"}
    with world.database.write("x") as session:
        sand = session.query(Person).filter_by(login="sand").one()
        sand.classrooms = [session.get_one(Classroom, one.id) for one in rooms]
    page = mine.submit("I have written it down")
    assert page.status == 409
    assert set(passwords(page)) == {"reyes", "sand"}


def test_an_import_is_not_taken_back_with_somebody_who_is_in_another_class_since(world, begun):
    page = import_two(world).submit("I have written them down")
    address = page.html.select_one("a[href*='take-back']")["href"]
    page = world.as_("teacher").open(address)
    with world.database.write("x") as session:
        other = session.query(Classroom).filter_by(name="Other class").one()
        sand = session.query(Person).filter_by(login="sand").one()
        sand.classrooms.append(other)
    page = page.submit("Take the import back")
    assert page.status == 409
    with world.database.read() as session:
        assert session.query(Person).filter_by(login="sand").count() == 1
