"""Classes: made, joined, imported into, and seen by those who teach them."""

import pytest

from epcr.db import now
from epcr.people import classrooms, joins, passwords, persons
from epcr.people.model import Classroom, Person, Role
from epcr.refused import Refused
from epcr.wording import one_line, several_lines
from tests.page import Visitor
from tests.people.test_signing_in import limits, person
from tests.world import PASSWORD


def classroom(world, name="Evening class"):
    with world.database.read() as session:
        found = session.query(Classroom).filter_by(name=name).one()
        assert found.people is not None
        return found


def post(world, who, path, **typed):
    visitor = world.as_(who)
    token = visitor.open("/").hidden("csrf_token")
    return visitor.client.post(path, data={"csrf_token": token, **typed})


# Made -----------------------------------------------------------------------------------------------------------------


def test_an_instructor_makes_a_class_and_gets_its_code(world):
    page = world.as_("teacher").open("/classes").follow("New class")
    page.fill("Name of the class", "Night class").choose(
        "Out-of-scope interventions", "Strict: refuse to save"
    )
    page.choose("Time zone", "America/Denver").choose("Temperature in", "°C").choose("Glucose in", "mmol/L")
    page = page.submit("Make the class")
    made = classroom(world, "Night class")
    assert (made.mode, made.zone) == ("strict", "America/Denver")
    assert (made.temperature, made.glucose, made.weight) == ("°C", "mmol/L", "kg")
    assert made.ruleset == "us-national-2019"
    assert f"{made.join_code[:4]} {made.join_code[4:]}" in page.words
    assert [one.login for one in made.people] == ["teacher"]
    assert "medical control, standing orders, no programs" in page.words  # no "no" before what it has
    assert "Night class" in world.as_("teacher").open("/classes").words
    assert "Night class" not in world.as_("other_teacher").open("/classes").words
    assert "Night class" in world.as_("boss").open("/classes").words


def test_a_class_needs_a_name(world):
    page = world.as_("teacher").open("/classes/new").submit("Make the class")
    assert page.status == 422
    assert "Write a name for the class." in page.words


@pytest.mark.parametrize(
    "wrong",
    [
        {"ruleset": "us-xx-1900"},
        {"mode": "off"},
        {"zone": "Mars/Olympus"},
        {"weight": "stone"},
        {"glucose": ""},
    ],
)
def test_a_setting_outside_its_list_is_refused(world, wrong):
    typed = {"name": "X", "ruleset": "us-national-2019", "mode": "teach", "zone": "UTC", "temperature": "°C", "weight": "kg",
             "glucose": "mg/dL"}  # fmt: skip
    typed["zone"] = "America/New_York"
    assert post(world, "teacher", "/classes/new", **{**typed, **wrong}).status_code == 422
    with world.database.write("x") as session, pytest.raises(Refused):
        classrooms.make_class(session, person(world, "teacher"), **{**typed, **wrong})


def test_changed_settings_are_those_of_the_form_and_nothing_else(world):
    number, code = classroom(world).id, classroom(world).join_code
    page = world.as_("teacher").open(f"/classes/{number}/settings").fill("Name of the class", "Morning class")
    page.typed["join_code"] = ["AAAAAAAA"]
    page.typed["id"] = ["77"]
    assert "Saved." in page.submit("Save").words
    renamed = classroom(world, "Morning class")
    assert (renamed.id, renamed.join_code) == (number, code)
    page = (
        world.as_("teacher")
        .open(f"/classes/{number}/settings")
        .fill("Name of the class", " \x00 ")
        .submit("Save")
    )
    assert page.status == 422


def test_an_administrator_lets_another_instructor_teach(world):
    number = classroom(world).id
    page = world.as_("boss").open(f"/classes/{number}")
    assert page.fill("Login of the instructor", "ruiz").submit("Add the instructor").status == 422
    page = page.fill("Login of the instructor", "other_teacher").submit("Add the instructor")
    assert "Olu Teacher teaches Evening class now." in page.words
    assert "Evening class" in world.as_("other_teacher").open("/classes").words
    assert post(world, "teacher", f"/classes/{number}/instructors", login="other_teacher").status_code == 404


# Kept out -------------------------------------------------------------------------------------------------------------

PATHS = ("", "/settings", "/import", "/code", "/people/1/password", "/instructors")


@pytest.mark.parametrize("path", PATHS)
def test_the_class_of_somebody_else_is_not_found(world, path):
    other = classroom(world, "Other class")
    for login in ("teacher", "ruiz", "stranger"):
        address = f"/classes/{other.id}{path}"
        assert post(world, login, address, do="close", name="Mine", people="A, b").status_code in {404, 405}
        assert world.as_(login).client.get(address).status_code in {404, 405}
    after = classroom(world, "Other class")
    assert (after.join_open, len(after.people)) == (True, len(other.people))


@pytest.mark.parametrize("number", ["0", "9999", "99999999999999999999", "-1", "x"])
def test_an_unknown_class_is_not_found(world, number):
    assert world.as_("teacher").client.get(f"/classes/{number}").status_code == 404
    assert world.as_("boss").client.get(f"/people/{number}/password").status_code == 404


@pytest.mark.parametrize("path", ["/people", "/people/new", "/people/1/password"])
def test_the_list_of_everybody_is_for_administrators(world, path):
    for login in ("ruiz", "teacher"):
        assert world.as_(login).client.get(path).status_code == 404


def test_a_password_is_not_reset_across_classes_or_upward(world):
    own, other = classroom(world), classroom(world, "Other class")
    stranger, teacher, boss = person(world, "stranger"), person(world, "teacher"), person(world, "boss")
    before = {
        login: person(world, login).password_hash
        for login in ("stranger", "teacher", "boss", "other_teacher")
    }
    for number in (own.id, other.id):
        for target in (stranger, teacher, boss, person(world, "other_teacher")):
            assert post(world, "teacher", f"/classes/{number}/people/{target.id}/password").status_code == 404
    assert post(world, "boss", f"/people/{boss.id}/password").status_code == 404
    assert {login: person(world, login).password_hash for login in before} == before
    with world.database.write("x") as session:
        found = {one.login: one for one in session.query(Person)}
        with pytest.raises(Refused):
            passwords.reset_password(session, found["teacher"], found["stranger"])


def test_a_reset_shows_the_new_password_and_ends_the_trainees_sign_in(world):
    assert world.as_("ruiz").open("/").address == "/"
    number, trainee = classroom(world).id, person(world, "ruiz")
    page = world.as_("teacher").open(f"/classes/{number}").follow("New password for Dana Ruiz")
    assert "signed out everywhere" in page.words
    assert person(world, "ruiz").session_epoch == trainee.session_epoch
    page = page.submit("Make a new password")
    assert page.response.headers["Cache-Control"] == "no-store"
    password = page.html.find_all("code")[1].get_text()
    assert world.as_("ruiz").open("/").address == "/sign-in"
    assert Visitor(world.app).sign_in("ruiz", PASSWORD).status == 422
    assert Visitor(world.app).sign_in("ruiz", password).address == "/password"


# Joined ---------------------------------------------------------------------------------------------------------------


def joining(world, code, login="newbie", name="Nora Newbie", password="a fine password"):
    page = Visitor(world.app).open("/join")
    page.fill("Class code", code).fill("Your name", name).fill("Login", login).fill("Password", password)
    return page.choose("Certification level", "AEMT").submit("Join")


def test_a_new_trainee_joins_with_the_code_however_it_is_typed(world):
    page = joining(world, " even-42 ")
    assert "Welcome, Nora Newbie. You are in Evening class." in page.words
    made = person(world, "newbie")
    assert (made.role, made.level, made.must_change_password) == ("trainee", "AEMT", False)
    assert Visitor(world.app).sign_in("newbie", "a fine password").address == "/"


def test_who_joins_is_a_trainee_whatever_else_is_sent(world):
    visitor = Visitor(world.app)
    token = visitor.open("/join").hidden("csrf_token")
    typed = {"code": "EVEN42", "name": "N", "login": "sly", "password": "a fine password", "level": "", "role": "administrator",
             "id": "1", "session_epoch": "5", "must_change_password": "1", "classrooms": "2"}  # fmt: skip
    assert visitor.client.post("/join", data={"csrf_token": token, **typed}).status_code == 303
    assert person(world, "sly").role == "trainee"
    assert [one.login for one in classroom(world, "Other class").people] == ["stranger", "other_teacher"]


def test_a_closed_code_lets_nobody_in_and_reads_like_a_wrong_one(world):
    number = classroom(world).id
    world.as_("teacher").open(f"/classes/{number}").submit("Close joining")
    closed, wrong = joining(world, "EVEN42"), joining(world, "EVEN43")
    assert closed.status == wrong.status == 422
    assert closed.words == wrong.words
    assert joins.NO_SUCH_CODE in closed.words
    world.as_("teacher").open(f"/classes/{number}").submit("Open joining")
    assert joining(world, "EVEN42").status == 200


def test_a_renewed_code_replaces_the_old_one(world):
    number = classroom(world).id
    world.as_("teacher").open(f"/classes/{number}").submit("Make a new code")
    assert joining(world, "EVEN42").status == 422
    assert joining(world, classroom(world).join_code).status == 200
    assert post(world, "teacher", f"/classes/{number}/code", do="explode").status_code == 400


def test_taken_logins_are_told_to_those_with_a_code_only(world):
    assert "already has the login ruiz" in joining(world, "EVEN42", login="Ruiz").words
    assert "already has" not in joining(world, "WRONG", login="ruiz").words


@pytest.mark.parametrize(
    ("login", "name", "password", "sentence"),
    [
        ("a b", "N", "a fine password", "Write a login"),
        ("<script>", "N", "a fine password", "Write a login"),
        ("аdmin", "N", "a fine password", "Write a login"),  # noqa: RUF001 - the first letter is Cyrillic
        ("ok", "\u202e", "a fine password", "Write the name"),
        ("ok", "N", "short", "at least 8"),
        ("newbie12", "N", "newbie12", "first that anybody"),
    ],
)
def test_joining_says_what_will_not_do(world, login, name, password, sentence):
    page = joining(world, "EVEN42", login=login, name=name, password=password)
    assert page.status == 422
    assert sentence in page.words


def test_guessing_codes_is_throttled_and_a_class_that_joins_is_not(world):
    limits(world, JOIN_FAILURES_PER_ADDRESS="2 per 15 minutes")
    assert [joining(world, "WRONG").status for _ in range(3)] == [422, 422, 429]
    assert post(world, "ruiz", "/join/another", code="WRONG").status_code == 429
    assert [joining(world, "EVEN42", login=f"nora{number}").status for number in range(4)] == [200] * 4
    assert post(world, "ruiz", "/join/another", code="OTHER7").status_code == 303


def test_accounts_without_end_from_one_address_are_stopped(world):
    limits(world, JOINS_PER_ADDRESS="2 per hour")
    assert [joining(world, "EVEN42", login=f"nora{number}").status for number in range(3)] == [200, 200, 429]


def test_a_name_is_shown_as_it_was_typed_and_never_as_markup(world):
    evil = "<b>Nora</b><script src=/x></script>"
    joining(world, "EVEN42", name=evil)
    page = world.as_("teacher").open(f"/classes/{classroom(world).id}")
    assert evil in page.words
    assert page.html.find_all("b", string="Nora") == []


def test_a_trainee_joins_another_class_with_its_code(world):
    page = world.as_("ruiz").open("/join/another")
    assert page.fill("Class code", "EVEN42").submit("Join").status == 422
    assert page.fill("Class code", "nope").submit("Join").status == 422
    assert "You are in Other class now." in page.fill("Class code", "OTHER7").submit("Join").words
    assert {one.login for one in classroom(world, "Other class").people} >= {"ruiz", "stranger"}


def test_typed_words_keep_their_script_and_lose_what_breaks_things():
    assert one_line(" José\u202e\n Łoś\x00 علي ") == "José Łoś علي"
    assert several_lines("a\r\n b\x00\x0b\tc\r\n\r\n") == "a\n b\tc"


# Everybody ------------------------------------------------------------------------------------------------------------


def test_an_administrator_adds_people_of_every_role(world):
    for role in ("Instructor", "Administrator", "Trainee"):
        page = world.as_("boss").open("/people").follow("Add a person")
        page = page.fill("Name", f"New {role}").fill("Login", role).choose("Role", role).submit("Add")
        password = page.html.find_all("code")[1].get_text()
        assert person(world, role.lower()).role == role.lower()
        assert Visitor(world.app).sign_in(role, password).address == "/password"
    words = world.as_("boss").open("/people").words
    assert "New Instructor" in words
    assert "Dana Ruiz" in words


def test_a_person_needs_a_role_and_a_free_login(world):
    page = world.as_("boss").open("/people/new").fill("Name", "X").fill("Login", "ruiz").submit("Add")
    assert page.status == 422
    assert "Choose a role." in page.words
    page = page.fill("Name", "X").fill("Login", "ruiz").choose("Role", "Instructor").submit("Add")
    assert "Somebody already has the login ruiz" in page.words


def test_a_chosen_password_is_checked_and_a_made_one_is_readable(world):
    with world.database.write("x") as session:
        with pytest.raises(Refused, match="at least 8"):
            persons.add_person(session, login="one", name="One", role=Role.TRAINEE, password="short")
        made = passwords.readable_password()
        added = persons.add_person(session, login="One", name="One", role=Role.TRAINEE, password=made)
        assert added.login == "one"
    assert len(made) == 14
    assert made.count("-") == 2


# Added by the administrator -------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("role", "login"), [("Trainee", "lee"), ("Instructor", "lou")])
def test_an_administrator_adds_somebody_to_a_class(world, role, login):
    page = world.as_("boss").open("/people/new").fill("Name", "Lee Ash").fill("Login", login)
    page.choose("Role", role).choose("Class", "Evening class").submit()
    with world.database.read() as session:
        (added,) = session.query(Person).filter_by(login=login)
        assert [room.name for room in added.classrooms] == ["Evening class"]


def test_an_administrator_is_put_into_no_class(world):
    page = world.as_("boss").open("/people/new").fill("Name", "Lee Ash").fill("Login", "lee")
    page = page.choose("Role", "Administrator").choose("Class", "Evening class").submit()
    assert page.status == 422
    assert "An administrator sees every class and is in none" in page.words
    assert "Lee Ash" not in world.as_("boss").open("/people").words


def test_a_class_that_has_ended_is_not_offered(world):
    with world.database.write("the tests") as session:
        session.query(Classroom).filter_by(name="Other class").one().ended_at = now()
    page = world.as_("boss").open("/people/new")
    labels = [option.get_text() for option in page.html.select("select[name=classroom] option")]
    assert labels == ["No class yet", "Evening class"]
