"""What was written wrong about somebody is corrected, each time with a line of who, when, what was and what is."""

import threading

import pytest

from epcr.audit import AuditLine
from epcr.db import Base
from epcr.people import corrections
from epcr.people.model import Correction, Person
from epcr.refused import Refused
from epcr.review import steps
from epcr.sheet.run_sheet import RunSheet
from tests import build
from tests.page import Visitor
from tests.people.test_classes import post
from tests.two_classes import level, number_of, person_of, put_into
from tests.world import PASSWORD


def in_class(world, who="teacher", login="ruiz", name="Evening class"):
    return world.as_(who).open(f"/classes/{number_of(world, name)}/people/{person_of(world, login)}")


def anybody(world, login="ruiz", who="boss"):
    return world.as_(who).open(f"/people/{person_of(world, login)}")


def lines(world, login="ruiz"):
    with world.database.read() as session:
        found = session.query(Correction).filter_by(person_id=person_of(world, login)).order_by(Correction.id)
        return [(one.kind, one.was, one.became, one.actor) for one in found]


def person(world, number):
    with world.database.read() as session:
        return session.get_one(Person, number)


def call(world, login="ruiz", name="Dana Ruiz", **verbs):
    """A complete sheet with an entry of this name on its crew, submitted where it is asked for."""
    made = build.sheet()
    made.crew[0].member = name
    sheet = world.keep(made, login)
    if verbs.get("submitted"):
        with world.database.write(login) as session:
            found = session.get_one(RunSheet, sheet)
            steps.submit(session, found, session.get_one(Person, found.trainee_id), [])
    return sheet


# Name -----------------------------------------------------------------------------------------------------------------


def test_the_instructor_of_a_class_corrects_a_name_and_the_page_says_who_when_and_what(world):
    page = in_class(world).fill("Name", "Dana  Ruíz ").submit("Save")
    assert "Corrected." in page.words
    assert page.html.find("h1").get_text() == "Dana Ruíz"
    row = " ".join(page.html.find("table").find("tbody").get_text(" ").split())
    assert row.startswith("Name Dana Ruiz Dana Ruíz teacher ")
    assert lines(world) == [("name", "Dana Ruiz", "Dana Ruíz", "teacher")]


def test_a_submitted_sheet_keeps_the_name_it_was_written_with_everywhere(world):
    sheet = call(world, submitted=True)
    in_class(world).fill("Name", "Dana Ruhs").submit("Save")
    desk = world.as_("teacher").open(f"/review/{sheet}")
    assert "By Dana Ruiz ·" in desk.words
    assert "Submitted by Dana Ruiz" in desk.words
    assert "Dana Ruhs" not in desk.html.find("h1").parent.get_text()
    assert "Dana Ruiz" in world.as_("teacher").open("/review").html.select_one("table.queue tbody").get_text()
    assert world.sheet(sheet).crew[0].member == "Dana Ruiz"
    assert "Submitted by Dana Ruiz" in world.page(sheet, "check").words


def test_a_draft_shows_the_corrected_name_on_its_crew_at_the_desk_and_in_the_queue(world):
    sheet = call(world)
    in_class(world).fill("Name", "Dana Ruhs").submit("Save")
    assert world.sheet(sheet).crew[0].member == "Dana Ruhs"
    assert "By Dana Ruhs ·" in world.as_("teacher").open(f"/review/{sheet}").words
    queue = world.as_("teacher").open("/review?state=").html.select_one("table.queue tbody")
    assert "Dana Ruhs" in queue.get_text()
    with world.database.read() as session:
        (line,) = session.query(AuditLine).filter(
            AuditLine.run_sheet_id == sheet,
            AuditLine.anchor.endswith("-member"),
            AuditLine.actor == "teacher",
        )
    assert "Dana Ruhs" in line.after


def test_a_sheet_that_comes_back_takes_the_name_of_now_and_its_revision_keeps_the_old_one(world):
    sheet = call(world, submitted=True)
    in_class(world).fill("Name", "Dana Ruhs").submit("Save")
    page = world.as_("teacher").open(f"/review/{sheet}")
    page.fill("What should they fix?", "Once more.").submit("Return it")
    assert world.sheet(sheet).crew[0].member == "Dana Ruhs"
    assert "By Dana Ruhs ·" in world.as_("teacher").open(f"/review/{sheet}").words
    assert "Submitted by Dana Ruiz" in world.as_("teacher").open(f"/review/{sheet}").words


def test_a_withdrawn_sheet_takes_the_name_of_now_too(world):
    sheet = call(world, submitted=True)
    in_class(world).fill("Name", "Dana Ruhs").submit("Save")
    world.page(sheet, "check").submit("Withdraw to change it")
    assert world.sheet(sheet).crew[0].member == "Dana Ruhs"


def test_crew_entries_of_other_names_stay_as_they_were_typed(world):
    sheet = call(world, name="D. Ruiz")
    in_class(world).fill("Name", "Dana Ruhs").submit("Save")
    assert [one.member for one in world.sheet(sheet).crew] == ["D. Ruiz", "T. Birch"]


def test_the_name_of_an_instructor_is_corrected_and_what_they_wrote_keeps_it(world):
    sheet = call(world, submitted=True)
    page = world.as_("teacher").open(f"/review/{sheet}")
    page.fill("What should they fix?", "Once more.").submit("Return it")
    anybody(world, "teacher").fill("Name", "Toni Lehrer").submit("Save")
    assert "Returned by Toni Teacher" in world.page(sheet, "check").words
    assert lines(world, "teacher") == [("name", "Toni Teacher", "Toni Lehrer", "boss")]


@pytest.mark.parametrize("typed", ["", "   ", "=HYPERLINK(1)", "123", "\u200b\u200d", "x" * 121, "@SUM(1)"])
def test_a_name_that_is_none_is_refused_and_stays_in_the_form(world, typed):
    page = in_class(world).fill("Name", typed).submit("Save")
    assert page.status == 422
    assert (lines(world), person(world, person_of(world, "ruiz")).name) == ([], "Dana Ruiz")


@pytest.mark.parametrize("typed", ["Ñandú O’Brien-Łoś", "王小明", "محمد", "Ana \u202egnorw", "<b>Ana</b>"])
def test_a_name_of_any_script_is_kept_as_typed_and_turns_nothing(world, typed):
    page = in_class(world).fill("Name", typed).submit("Save")
    kept = person(world, person_of(world, "ruiz")).name
    assert kept == typed.replace("\u202e", "")
    assert page.html.find("h1").get_text() == kept


def test_saving_what_stands_there_writes_no_line(world):
    assert "Nothing was changed." in in_class(world).submit("Save").words
    assert lines(world) == []


# Level ----------------------------------------------------------------------------------------------------------------


def test_the_level_is_corrected_in_one_class_and_not_in_another(world):
    put_into(world, "ruiz", "Other class")
    page = in_class(world).choose("Plays here as", "AEMT").submit("Save")
    assert (level(world, "ruiz", "Evening class"), level(world, "ruiz", "Other class")) == ("AEMT", "EMT")
    assert lines(world) == [("level", "EMT", "AEMT", "teacher")]
    assert "Level" in page.html.find("tbody").get_text()
    assert "Nothing yet." in in_class(world, "other_teacher", name="Other class").words


def test_a_level_that_was_a_mistake_is_taken_away(world):
    in_class(world).choose("Plays here as", "Not certified yet").submit("Save")
    assert level(world, "ruiz", "Evening class") is None


def test_a_level_that_is_no_level_is_refused(world):
    number, who = number_of(world, "Evening class"), person_of(world, "ruiz")
    opened = {one["name"]: one["value"] for one in in_class(world).html.select("input[type=hidden]")}
    answer = post(
        world,
        "teacher",
        f"/classes/{number}/people/{who}",
        **{**opened, "name": "Dana Ruiz", "level": "Wizard"},
    )
    assert answer.status_code == 422
    assert level(world, "ruiz", "Evening class") == "EMT"


# Login ----------------------------------------------------------------------------------------------------------------


def test_an_administrator_corrects_a_login_and_who_is_signed_in_goes_on(world):
    number = person_of(world, "ruiz")
    assert world.as_("ruiz").open("/").status == 200
    page = anybody(world).fill("Login", "Druiz").submit("Save")
    assert "Corrected." in page.words
    assert person(world, number).login == "druiz"
    assert world.as_("ruiz").open("/certificates").status == 200
    assert "My run sheets" in Visitor(world.app).sign_in("druiz", PASSWORD).words
    assert "Login or password is wrong" in Visitor(world.app).sign_in("ruiz", PASSWORD).words
    with world.database.read() as session:
        assert [(one.was, one.became) for one in session.query(Correction)] == [("ruiz", "druiz")]


@pytest.mark.parametrize("typed", ["okafor", "OKAFOR", " Okafor ", "\uff4f\uff4b\uff41\uff46\uff4f\uff52"])
def test_a_login_that_somebody_has_is_told_in_a_sentence_whatever_its_case(world, typed):
    page = anybody(world).fill("Login", typed).submit("Save")
    assert page.status == 422
    assert "Somebody already has the login okafor; choose another." in page.words
    assert lines(world) == []


@pytest.mark.parametrize("typed", ["", "a", "two words", "übung", "-x", "x" * 61])
def test_a_login_that_is_none_is_refused(world, typed):
    page = anybody(world).fill("Login", typed).submit("Save")
    assert (page.status, lines(world)) == (422, [])


def test_two_logins_that_were_swapped_on_the_list_are_put_right(world):
    first, second = person_of(world, "ruiz"), person_of(world, "okafor")
    boss = world.as_("boss")
    boss.open(f"/people/{first}").fill("Login", "for-now").submit("Save")
    boss.open(f"/people/{second}").fill("Login", "ruiz").submit("Save")
    boss.open(f"/people/{first}").fill("Login", "okafor").submit("Save")
    assert (person(world, first).login, person(world, second).login) == ("okafor", "ruiz")


def test_a_slip_that_waits_shows_the_new_login_with_the_password_that_holds(world):
    number = number_of(world, "Evening class")
    page = world.as_("teacher").open(f"/classes/{number}/people/{person_of(world, 'ruiz')}/password")
    slip = page.submit("Make a new password")
    anybody(world).fill("Login", "druiz").submit("Save")
    cells = world.as_("teacher").open(slip.address).html.select("table.passwords code")
    login, password = (one.get_text() for one in cells)
    assert login == "druiz"
    assert "Choose" in Visitor(world.app).sign_in("druiz", password).words


def test_somebody_who_took_the_old_login_since_stands_on_no_slip_of_another(world):
    number = number_of(world, "Evening class")
    page = world.as_("teacher").open(f"/classes/{number}/people/{person_of(world, 'ruiz')}/password")
    slip = page.submit("Make a new password")
    anybody(world).fill("Login", "druiz").submit("Save")
    anybody(world, "okafor").fill("Login", "ruiz").submit("Save")
    names = [
        one.get_text() for one in world.as_("teacher").open(slip.address).html.select("td[data-label=Name]")
    ]
    assert names == ["Dana Ruiz"]


def test_what_is_kept_in_the_browser_for_somebody_is_theirs_under_a_new_login_too(world):
    before = world.as_("ruiz").open("/").html.html["data-person"]
    anybody(world).fill("Login", "druiz").submit("Save")
    assert world.as_("ruiz").open("/").html.html["data-person"] == before


def test_an_import_with_somebody_who_was_corrected_can_be_taken_back(world):
    number = number_of(world, "Evening class")
    page = world.as_("teacher").open(f"/classes/{number}/import")
    page = page.fill("Paste the list", "Name,Login\nPia Holundr,pia\nLeo Berg,leo").submit()
    page.submit("Add 2 people")
    in_class(world, login="pia").fill("Name", "Pia Holunder").submit("Save")
    anybody(world, "pia").fill("Login", "holunder").submit("Save")
    page = world.as_("teacher").open(f"/classes/{number}").follow("Take it back (the import of 2 people)")
    page.submit("Take the import back")
    with world.database.read() as session:
        assert session.query(Person).filter(Person.login.in_(["pia", "holunder", "leo"])).count() == 0
        assert session.query(Correction).count() == 0


# Who may, and two at once ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize("who", ["ruiz", "okafor", "stranger", "other_teacher"])
def test_nobody_else_sees_or_corrects_somebody(world, who):
    number, found = number_of(world, "Evening class"), person_of(world, "ruiz")
    for address in (f"/classes/{number}/people/{found}", f"/people/{found}"):
        assert world.as_(who).open(address).status == 404
        assert post(world, who, address, name="X Y", login="xy", level="EMT").status_code == 404
    assert lines(world) == []


def test_an_instructor_corrects_no_login_and_no_trainee_of_another_class(world):
    assert "Login" not in in_class(world).labels()
    number = number_of(world, "Evening class")
    for login in ("stranger", "teacher", "boss"):
        assert world.as_("teacher").open(f"/classes/{number}/people/{person_of(world, login)}").status == 404
    opened = {one["name"]: one["value"] for one in in_class(world).html.select("input[type=hidden]")}
    post(world, "teacher", f"/classes/{number}/people/{person_of(world, 'ruiz')}",
         **{**opened, "name": "Dana Ruiz", "level": "EMT", "login": "mine"})  # fmt: skip
    assert lines(world) == []


def test_of_two_who_correct_one_name_the_second_sees_both_and_nothing_is_overwritten(world):
    first, second = in_class(world), in_class(world, "boss")
    first.fill("Name", "Dana Ruhs").submit("Save")
    page = second.fill("Name", "Dana Rust").submit("Save")
    assert page.status == 409
    assert page.value("Name") == "Dana Rust"
    assert "Dana Ruhs" in page.html.select_one(".conflict").get_text()
    assert person(world, person_of(world, "ruiz")).name == "Dana Ruhs"


def test_two_who_correct_different_things_lose_nothing(world):
    first, second = in_class(world), in_class(world, "boss")
    first.fill("Name", "Dana Ruhs").submit("Save")
    assert "Corrected." in second.choose("Plays here as", "AEMT").submit("Save").words
    assert person(world, person_of(world, "ruiz")).name == "Dana Ruhs"
    assert level(world, "ruiz", "Evening class") == "AEMT"


def test_of_two_who_give_one_login_at_once_one_is_told(either_database):
    Base.metadata.create_all(either_database.engine)
    with either_database.write("x") as session:
        people = [
            Person(login=one, name=one.title(), role="trainee", password_hash="x") for one in ("aa", "bb")
        ]
        session.add_all(people)
        session.flush()
        numbers = [one.id for one in people]
    together, told = threading.Barrier(2), []

    def give(number):
        together.wait()
        try:
            with either_database.write("boss") as session:
                corrections.correct_login(session, session.get_one(Person, number), "same")
            told.append("done")
        except Refused as refused:
            told.append(str(refused))

    threads = [threading.Thread(target=give, args=(number,)) for number in numbers]
    for one in threads:
        one.start()
    for one in threads:
        one.join()
    assert sorted(told) == ["Somebody already has the login \u2068same\u2069; choose another.", "done"]
