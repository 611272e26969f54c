"""The office's list once more: who is here already, who is new, who comes from another class; what differs is decided, not done."""

import pytest

from epcr.people.model import Correction, Membership, Person, RosterLine
from epcr.people.passwords import may_reset
from epcr.sheet.run_sheet import RunSheet
from tests.page import Visitor
from tests.people.test_classes import classroom, post
from tests.people.test_importing import logins, look, passwords, table
from tests.people.test_signing_in import person
from tests.review.college import College
from tests.world import PASSWORD

CLASS = "Name,Login,Level\nDana Ruiz,ruiz,EMT\nIke Okafor,okafor,Paramedic\n"


@pytest.fixture
def number(world):
    return classroom(world).id


def add(world, login, name, level=None, role="trainee", into="Evening class"):
    with world.database.write("the tests") as session:
        like = session.query(Person).filter_by(login="ruiz").one()
        one = Person(login=login, name=name, level=level, role=role, password_hash=like.password_hash)
        if into:
            one.classrooms.append(next(room for room in [classroom(world, into)]))
            session.merge(one)
        else:
            session.add(one)


def trainees(world, name="Evening class"):
    return sorted(one.login for one in classroom(world, name).people if one.role == "trainee")


def hashes(world):
    with world.database.read() as session:
        return {one.login: (one.password_hash, one.session_epoch) for one in session.query(Person)}


def roster(world):
    with world.database.read() as session:
        lines = session.query(RosterLine).order_by(RosterLine.id)
        return [(one.login, one.kind, one.actor) for one in lines]


def plays(world, login, number):
    with world.database.read() as session:
        return session.get_one(Membership, (person(world, login).id, number)).level


def corrected(world, login):
    with world.database.read() as session:
        lines = session.query(Correction).filter_by(person_id=person(world, login).id).order_by(Correction.id)
        return [(one.kind, one.was, one.became, one.actor) for one in lines]


# One late-comer ---------------------------------------------------------------------------------------------------------


def test_the_list_once_more_with_a_late_comer_adds_the_late_comer_alone(world, number):
    before = hashes(world)
    page = look(world, number, CLASS + "Lea Late,lea.late,EMT")
    assert "2 are here already, 1 is new." in page.words
    page = page.submit("Add 1 person")
    assert set(passwords(page)) == {"lea.late"}
    assert trainees(world) == ["lea.late", "okafor", "ruiz"]
    after = hashes(world)
    assert {login: after[login] for login in before} == before


@pytest.mark.parametrize(
    "text",
    [
        "Name\nDana Ruiz\nIke Okafor\nLea Late",
        "Nachname;Vorname\nRuiz;Dana\nOkafor;Ike\nLate;Lea",
        'Student\n"Ruiz, Dana"\n"OKAFOR, IKE"\n"Late, Lea"',
    ],
)
def test_a_list_without_logins_finds_who_is_here_by_name(world, number, text):
    page = look(world, number, text)
    assert "2 are here already, 1 is new." in page.words
    page.submit("Add 1 person")
    assert trainees(world) == ["lea.late", "okafor", "ruiz"]


def test_the_same_list_a_third_time_has_nothing_left_to_do(world, number):
    look(world, number, CLASS + "Lea Late,lea.late,EMT").submit("Add 1 person")
    page = look(world, number, CLASS + "Lea Late,lea.late,EMT")
    assert "3 are here already, nobody is new." in page.words
    assert page.html.find_all("button", attrs={"value": "add"}) == []
    assert "join with the code" not in page.words


def test_who_is_in_the_class_and_not_on_the_list_is_named_and_stays(world, number):
    page = look(world, number, "Name,Login\nDana Ruiz,ruiz\nLea Late,lea.late")
    assert "1 is in the class and not on the list" in page.words
    section = page.html.find("section", attrs={"aria-labelledby": "lacking-title"})
    assert section.find("ul").get_text(" ", strip=True) == "Ike Okafor (okafor)"
    page.submit("Add 1 person")
    assert "okafor" in trainees(world)


# What differs ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("choice", "name"), [("Keep Dana Ruiz", "Dana Ruiz"), ("Take Dana Lopez", "Dana Lopez")]
)
def test_a_name_that_differs_is_decided(world, number, choice, name):
    before = hashes(world)["ruiz"]
    page = look(world, number, "Name,Login\nDana Lopez,ruiz\nLea Late,lea.late")
    assert page.value("The name of ruiz") == "Keep Dana Ruiz"
    page.choose("The name of ruiz", choice).submit("Add 1 person")
    assert person(world, "ruiz").name == name
    assert hashes(world)["ruiz"] == before
    renamed = [("name", "Dana Ruiz", "Dana Lopez", "teacher")]
    assert corrected(world, "ruiz") == (renamed if name == "Dana Lopez" else [])


def test_a_name_that_is_taken_from_a_list_stands_on_drafts_and_not_on_submitted_sheets(world, number):
    college = College(world)
    draft, submitted = college.sheet(), college.submitted()
    with world.database.write("the tests") as session:
        for one in (draft, submitted):
            session.get_one(RunSheet, one).crew[0].member = "Dana Ruiz"
    page = look(world, number, "Name,Login\nDana Lopez,ruiz")
    page.choose("The name of ruiz", "Take Dana Lopez").submit("Do what you chose")
    assert [world.sheet(one).crew[0].member for one in (draft, submitted)] == ["Dana Lopez", "Dana Ruiz"]


def test_the_name_of_whom_only_a_list_put_here_is_corrected_where_they_are_taught(world, number):
    look(world, number, "Name,Login\nSam Stranger,stranger").submit("Add 1 person")
    page = look(world, number, "Name,Login\nStan Stranger,stranger\nLea Late,lea.late")
    assert "The name of stranger" not in page.words
    page.submit("Add 1 person")
    assert person(world, "stranger").name == "Sam Stranger"
    path = f"/classes/{number}/people/{person(world, 'stranger').id}"
    assert world.as_("teacher").open(path).status == 404
    assert (
        world.as_("other_teacher")
        .open(path.replace(str(number), str(classroom(world, "Other class").id), 1))
        .status
        == 200
    )


def test_a_level_that_differs_is_decided_and_nothing_happens_unless_it_is_taken(world, number):
    text = "Name,Login,Level\nDana Ruiz,ruiz,AEMT\nIke Okafor,okafor,EMT"
    page = look(world, number, text)
    page = page.choose("The level of Dana Ruiz", "Take AEMT").submit("Do what you chose")
    assert "Taken from the list: the level of ruiz." in page.words
    assert (plays(world, "ruiz", number), plays(world, "okafor", number)) == ("AEMT", "Paramedic")
    assert ("level", "EMT", "AEMT", "teacher") in corrected(world, "ruiz")
    assert person(world, "ruiz").level == "EMT"  # what they play in another class stays theirs
    page = look(world, number, text).submit("Do what you chose")
    assert "Nothing is changed." in page.words
    assert plays(world, "okafor", number) == "Paramedic"


def test_a_list_that_gives_no_level_takes_none_away(world, number):
    page = look(world, number, "Name,Login,Level\nDana Ruiz,ruiz,\nIke Okafor,okafor,-\nLea Late,lea.late,")
    assert "Decide" not in page.words
    page.submit("Add 1 person")
    assert (person(world, "ruiz").level, person(world, "okafor").level) == ("EMT", "Paramedic")


def test_a_name_that_somebody_else_corrected_meanwhile_is_shown_again(world, number):
    page = look(world, number, "Name,Login\nDana Lopez,ruiz\nLea Late,lea.late")
    with world.database.write("boss") as session:
        session.query(Person).filter_by(login="ruiz").one().name = "Dana Ruiz-Lopez"
    page = page.choose("The name of ruiz", "Take Dana Lopez").submit("Add 1 person")
    assert page.status == 409
    assert "Keep Dana Ruiz-Lopez" in page.words
    assert "lea.late" not in logins(world)
    page.choose("The name of ruiz", "Take Dana Lopez").submit("Add 1 person")
    assert person(world, "ruiz").name == "Dana Lopez"


# From another class ---------------------------------------------------------------------------------------------------


def test_who_is_here_in_another_class_is_added_with_their_own_password(world, number):
    before = hashes(world)
    page = look(world, number, CLASS + "Sam Stranger,stranger,EMT")
    assert "1 is added with their own password" in page.words
    assert "In Other class until now. Comes with their own password." in page.words
    page = page.submit("Add 1 person")
    assert "In Evening class now, with their own passwords: Sam Stranger." in page.words
    assert "stranger" in trainees(world)
    assert "stranger" in trainees(world, "Other class")
    assert hashes(world) == before
    assert Visitor(world.app).sign_in("stranger", PASSWORD).address == "/"
    assert ("stranger", "added from a list", "teacher") in roster(world)


def test_a_list_gives_nobody_the_right_to_set_a_strangers_password(world, number):
    look(world, number, "Name,Login\nSam Stranger,stranger").submit("Add 1 person")
    stranger = person(world, "stranger")
    path = f"/classes/{number}/people/{stranger.id}/password"
    assert post(world, "teacher", path).status_code == 404
    page = world.as_("teacher").open(f"/classes/{number}")
    assert "New password for Sam Stranger" not in page.words
    page = page.follow("Remove Sam Stranger").submit("Remove Sam Stranger")
    page.submit("Add back Sam Stranger")
    assert post(world, "teacher", path).status_code == 404
    theirs = f"/classes/{classroom(world, 'Other class').id}/people/{stranger.id}/password"
    world.as_("other_teacher").open(theirs).submit("Make a new password")
    assert person(world, "stranger").must_change_password


def test_who_joins_with_the_code_as_well_is_the_instructors_trainee(world, number):
    look(world, number, "Name,Login\nSam Stranger,stranger").submit("Add 1 person")
    page = world.as_("stranger").open("/join/another").fill("Class code", "EVEN42").submit("Join")
    assert "You are in Evening class now." in page.words
    with world.database.read() as session:
        teacher = session.query(Person).filter_by(login="teacher").one()
        stranger = session.query(Person).filter_by(login="stranger").one()
        assert may_reset(teacher, stranger)
        assert session.query(Membership).filter_by(person_id=stranger.id).count() == 2


@pytest.mark.parametrize(("login", "name"), [("other_teacher", "Olu Teacher"), ("boss", "Bo Boss")])
def test_an_instructor_or_administrator_is_not_made_a_trainee_by_a_list(world, number, login, name):
    page = look(world, number, f"Name,Login\n{name},{login}\nLea Late,lea.late")
    assert "who is not a trainee" in table(page, "out")[0][-1]
    page.submit("Add 1 person")
    assert login not in trainees(world)


def test_the_account_that_has_ended_is_said_and_does_not_come(world, number):
    world.as_("boss").open(f"/people/{person(world, 'stranger').id}/end").submit("End the account")
    page = look(world, number, "Name,Login\nSam Stranger,stranger\nLea Late,lea.late")
    assert "has ended. An administrator can open it again." in table(page, "out")[0][-1]
    page.submit("Add 1 person")
    assert "stranger" not in trainees(world)


# Who is it ------------------------------------------------------------------------------------------------------------


def who(page, name="Sam Stranger"):
    """The question who the line of this name is; the number of the line is in it."""
    return next(one for one in page.labels() if one.endswith(f", {name}: who is it?"))


def test_a_name_without_a_login_that_somebody_elsewhere_has_is_asked(world, number):
    page = look(world, number, "Name\nSam Stranger\nDana Ruiz")
    assert "1 is asked about" in page.words
    assert page.value(who(page)) == ""
    page = page.submit("Do what you chose")
    assert page.status == 422
    assert "Sam Stranger: who is it? Choose one of these." in page.words
    page = page.choose(
        who(page), "Sam Stranger, login stranger, in Other class; comes with their own password"
    )
    page.submit("Do what you chose")
    assert trainees(world) == ["okafor", "ruiz", "stranger"]


def test_somebody_else_of_the_same_name_gets_a_login_of_their_own(world, number):
    page = look(world, number, "Name\nSam Stranger\nDana Ruiz")
    page.choose(who(page), "Somebody else, with the login sam.stranger")
    assert set(passwords(page.submit("Do what you chose"))) == {"sam.stranger"}
    assert trainees(world) == ["okafor", "ruiz", "sam.stranger"]


def test_a_line_can_be_left_out(world, number):
    page = look(world, number, "Name\nSam Stranger\nLea Late")
    page.choose(who(page), "Leave this line out")
    page.submit("Add 1 person")
    assert trainees(world) == ["lea.late", "okafor", "ruiz"]


def test_an_address_in_the_place_of_the_login_adds_nobody_of_the_class_twice(world, number):
    page = look(
        world, number, "Name,Email\nDana Ruiz,dana.ruiz@college.example\nLea Late,lea@college.example"
    )
    assert page.submit("Add 1 person").status == 422
    page.choose(who(page, "Dana Ruiz"), "Dana Ruiz, login ruiz, in this class").submit("Add 1 person")
    assert trainees(world) == ["lea@college.example", "okafor", "ruiz"]


def test_the_login_of_another_person_of_another_name_is_asked(world, number):
    page = look(world, number, "Name,Login\nBo Li,stranger")
    assert "The login stranger is that of Sam Stranger." in page.words
    page.choose(who(page, "Bo Li"), "Somebody else, with the login bo.li").submit("Do what you chose")
    assert trainees(world) == ["bo.li", "okafor", "ruiz"]


def test_two_lines_are_not_the_same_person(world, number):
    page = look(world, number, "Name,Email\nDana Ruiz,d.ruiz@a.example\nRuiz Dana,ruiz.d@b.example")
    for name in ("Dana Ruiz", "Ruiz Dana"):
        page.choose(who(page, name), "Dana Ruiz, login ruiz, in this class")
    page = page.submit("Do what you chose")
    assert page.status == 422
    assert "Another line is ruiz already." in page.words


def test_of_two_people_of_one_name_in_the_class_neither_is_made_again(world, number):
    add(world, "ruiz2", "Dana Ruiz")
    page = look(world, number, "Name\nDana Ruiz\nDana Ruiz\nIke Okafor\nLea Late")
    assert "3 are here already, 1 is new." in page.words
    page.submit("Add 1 person")
    assert trainees(world) == ["lea.late", "okafor", "ruiz", "ruiz2"]
    page = look(world, number, "Name\nDana Ruiz\nDana Ruiz\nDana Ruiz")
    assert "1 line is left out" in page.words


def test_what_was_chosen_stays_chosen_when_the_list_is_looked_at_again(world, number):
    page = look(world, number, "Name\nSam Stranger\nLea Late")
    page.choose(who(page), "Leave this line out")
    page = page.submit("Look again")
    assert page.value(who(page)) == "Leave this line out"


@pytest.mark.parametrize("answer", ["is boss", "is ruiz", "yes", "new\x00", ""])
def test_an_answer_that_was_not_offered_is_none(world, number, answer):
    page = look(world, number, "Name\nSam Stranger")
    field = page.html.find("fieldset", id=lambda one: one and one.startswith("who-"))["id"]
    page.form = page.html.find("form", class_="roster-form")
    page.typed[field] = [answer]
    assert page.submit("Do what you chose").status == 422
    assert trainees(world) == ["okafor", "ruiz"]


# Words for a level ----------------------------------------------------------------------------------------------------


GERMAN = (
    "Name;Benutzername;Qualifikation\nPia Holunder;pia;Rettungssanitäter\nBo Li;bo.li;rettungssanitäter\n"
    "Cy Oh;cy.oh;Notfallsanitäter\nEve Ade;eve.a;EMT"
)


def test_a_word_that_is_no_level_is_asked_about_once_for_all_lines_with_it(world, number):
    page = look(world, number, GERMAN)
    assert "4 are new" not in page.words or not table(page, "out")
    assert table(page, "out") == []
    assert page.html.find_all("button", attrs={"value": "add"}) == []
    page = page.choose("“Rettungssanitäter”, in 2 lines", "EMT").submit("Look again")
    assert page.value("“Rettungssanitäter”, in 2 lines") == "EMT"
    assert page.html.find_all("button", attrs={"value": "add"}) == []
    page = page.choose("“Notfallsanitäter”, in 1 line", "Paramedic").submit("Look again")
    assert {row[1]: row[2] for row in table(page, "new")} == {
        "pia": "EMT", "bo.li": "EMT", "cy.oh": "Paramedic", "eve.a": "EMT",
    }  # fmt: skip
    page.submit("Add 4 people")
    assert person(world, "cy.oh").level == "Paramedic"


@pytest.mark.parametrize(
    "word",
    ["Sanitäter", "Ambulancier diplômé", "Técnico en emergencias", "Secouriste", "Grade 2", "救急救命士"],
)
def test_no_word_of_another_country_is_taken_for_a_level_by_itself(world, number, word):
    page = look(world, number, f"Name,Login,Level\nPia Holunder,pia,{word}")
    assert "No level here has that name." in page.words
    page = page.choose(f"“{word}”, in 1 line", "Not certified yet").submit("Look again")
    page.submit("Add 1 person")
    assert person(world, "pia").level is None


def test_a_level_that_a_word_turns_out_to_mean_and_that_differs_is_still_decided(world, number):
    page = look(world, number, "Name,Login,Level\nDana Ruiz,ruiz,Notfallsanitäter")
    page = page.choose("“Notfallsanitäter”, in 1 line", "Paramedic").submit("Look again")
    assert page.value("The level of Dana Ruiz") == "Keep EMT"
    page.choose("The level of Dana Ruiz", "Take Paramedic").submit("Do what you chose")
    assert plays(world, "ruiz", number) == "Paramedic"


def test_a_column_of_many_words_is_no_level_and_said_to_be_none(world, number):
    lines = "\n".join(f"Person {chr(65 + place)},p{place}.x,Street {place}" for place in range(20))
    page = look(world, number, f"Name,Login,Level\n{lines}")
    assert "20 different words in it are not levels." in page.words
    page = page.choose("Level", "Not used").submit("Look again")
    page.submit("Add 20 people")
    assert person(world, "p3.x").level is None


def test_a_word_that_stands_in_two_lines_without_a_heading_is_a_level_and_no_login(world, number):
    page = look(
        world, number, "Pia Holunder;Rettungssanitäter\nBo Li;Rettungssanitäter\nCy Oh;Notfallsanitäter"
    )
    assert "“Rettungssanitäter”, in 2 lines" in page.labels()


# Taken back -----------------------------------------------------------------------------------------------------------


def test_an_import_that_is_taken_back_takes_who_came_from_elsewhere_out_of_the_class_again(world, number):
    look(world, number, "Name,Login\nSam Stranger,stranger\nLea Late,lea.late").submit("Add 2 people")
    page = world.as_("teacher").open(f"/classes/{number}").follow("Take it back (the import of 1 person)")
    assert "From other classes came Sam Stranger" in page.words
    page.submit("Take the import back")
    assert trainees(world) == ["okafor", "ruiz"]
    assert trainees(world, "Other class") == ["stranger"]
    assert "lea.late" not in logins(world)
