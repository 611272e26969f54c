"""A class list on its page: looked at, asked about, added, and taken back while nobody signed in."""

import io

import pytest

from epcr.people.model import Membership, Person, RosterLine
from epcr.people.preview import MOST
from tests.page import Page, Visitor
from tests.people.test_classes import classroom
from tests.people.test_signing_in import person
from tests.web.test_error_pages import draft_of, saved_cookies


@pytest.fixture
def number(world):
    return classroom(world).id


def look(world, number, text, who="teacher"):
    page = world.as_(who).open(f"/classes/{number}/import")
    return page.fill("Paste the list", text).submit("Look at the list")


def send(world, number, content):
    visitor = world.as_("teacher")
    page = visitor.open(f"/classes/{number}/import")
    sent = {
        "csrf_token": page.hidden("csrf_token"),
        "people": "",
        "do": "look",
        "file": (io.BytesIO(content), "class.csv"),
    }
    address = f"/classes/{number}/import"
    return Page(visitor.client, visitor.client.post(address, data=sent, content_type="multipart/form-data"))


def table(page, title):
    section = page.html.find("section", attrs={"aria-labelledby": f"{title}-title"})
    if section is None:
        return []
    return [
        [" ".join(cell.get_text(" ").split()) for cell in row.find_all("td")]
        for row in section.select("tbody tr")
    ]


def passwords(page):
    rows = [
        {cell["data-label"]: cell.get_text(strip=True) for cell in row.find_all("td")}
        for row in page.html.select("table tbody tr")
    ]
    return {row["Login"]: row["Password"] for row in rows}


def logins(world):
    with world.database.read() as session:
        return {one.login for one in session.query(Person)}


def test_a_list_that_was_looked_at_and_added_is_no_draft_any_more(world, number):
    page = world.as_("teacher").open(f"/classes/{number}/import").fill("Paste the list", "Pat New,pat.new")
    looked = draft_of(page).submit("Look at the list")
    assert not saved_cookies(looked)
    again = draft_of(looked, "b" * 32).submit("Look again")
    added = draft_of(again, "").submit("Add 1 person")
    assert sorted(cookie[:38] for cookie in saved_cookies(added)) == [
        f"saved-{'a' * 32}",
        f"saved-{'b' * 32}",
    ]


def test_nobody_is_made_until_the_list_was_looked_at_and_confirmed(world, number):
    before = logins(world)
    page = look(
        world, number, "Vorname;Nachname;Benutzername;Stufe\nPia;Holunder;pia.holunder;EMT\n;;;\n=1+1;;x.y;"
    )
    assert page.status == 200
    assert "1 is new, 1 line is left out" in page.words
    assert table(page, "new") == [["Pia Holunder", "pia.holunder", "EMT", "2", "New"]]
    assert table(page, "out")[0][:2] == ["=1+1", "x.y"]
    assert "formula" in table(page, "out")[0][-1]
    assert logins(world) == before
    page = page.submit("Add 1 person")
    assert logins(world) == before | {"pia.holunder"}
    assert Visitor(world.app).sign_in("pia.holunder", passwords(page)["pia.holunder"]).address == "/password"
    assert person(world, "pia.holunder").level == "EMT"


@pytest.mark.parametrize(
    "text", ["Student,Username\nAna Ruiz,ana.ruiz", "Nom;Identifiant\nAna Ruiz;ana.ruiz"]
)
def test_a_heading_of_another_system_makes_no_trainee(world, number, text):
    page = look(world, number, text).submit("Add 1 person")
    assert page.status == 200
    assert logins(world) & {"student", "username", "nom", "identifiant"} == set()
    assert person(world, "ana.ruiz").name == "Ana Ruiz"


def test_an_unsure_heading_is_asked_and_answered_on_the_page(world, number):
    page = look(world, number, "Jina,Kitambulisho\nAna Ruiz,ana.r\nBo Li,bo.l")
    assert "Is the first line a heading?" in page.words
    assert "Jina · Kitambulisho" in page.words
    assert not page.html.find_all("button", attrs={"value": "add"})
    yes = page.choose("Is the first line a heading?", "Yes, a heading").submit("Look again")
    assert [row[0] for row in table(yes, "new")] == ["Ana Ruiz", "Bo Li"]
    no = yes.choose("Is the first line a heading?", "No, a person").submit("Look again")
    assert [row[0] for row in table(no, "new")] == ["Jina", "Ana Ruiz", "Bo Li"]
    assert no.submit("Add 3 people").status == 200


def test_which_column_is_what_is_chosen_on_the_page(world, number):
    page = look(world, number, "Login,Column A\nana.r,Ana Ruiz\nbo.l,Bo Li").choose(
        "Is the first line a heading?", "Yes, a heading"
    )
    page = page.choose("Column A", "Not used").submit("Look again")
    assert "Which column is the name?" in page.words
    page = page.choose("Column A", "Full name").submit("Look again")
    assert [row[:2] for row in table(page, "new")] == [["Ana Ruiz", "ana.r"], ["Bo Li", "bo.l"]]


def test_columns_that_are_not_used_are_said(world, number):
    page = look(world, number, "Name,Login,Phone\nAna Ruiz,ana.r,555-0100")
    assert "Nothing is taken from Phone." in page.words


def test_who_is_here_already_keeps_everything(world, number):
    before = person(world, "ruiz").password_hash
    page = look(
        world, number, "Name,Login\nDana Ruiz,ruiz\nIke Okafor,okafor\nAna Lopez,ana.l\nSam Stranger,stranger"
    )
    assert "2 are here already, 1 is new, 1 is added with their own password" in page.words
    page.submit("Add 2 people")
    assert person(world, "ruiz").password_hash == before
    assert {one.login for one in classroom(world).people if one.role == "trainee"} == {
        "ruiz",
        "okafor",
        "ana.l",
        "stranger",
    }


def test_the_same_list_once_more_adds_nobody(world, number):
    text = "Name\nPia Holunder\nBo Li"
    look(world, number, text).submit("Add 2 people")
    page = look(world, number, text)
    assert "2 are here already, nobody is new" in page.words
    assert not page.html.find_all("button", attrs={"value": "add"})


def test_a_login_that_was_taken_while_one_looked_is_shown_before_anybody_is_added(world, number):
    page = look(world, number, "Ana Ruiz,ana.r\nBo Li,bo.l")
    look(world, number, "Ann Rose,ana.r", who="boss").submit("Add 1 person")
    before = logins(world)
    page = page.submit("Add 2 people")
    assert page.status == 409
    assert "changed since this was shown" in page.words
    assert logins(world) == before
    page.submit("Add 1 person")
    assert logins(world) == before | {"bo.l"}


def test_a_list_that_was_corrected_is_shown_before_it_is_added(world, number):
    page = look(world, number, "Ana Ruiz,ana.r")
    page = page.fill("Paste the list", "Bo Li,bo.l").submit("Add 1 person")
    assert page.status == 409
    assert "bo.l" not in logins(world)
    page.submit("Add 1 person")
    assert "bo.l" in logins(world)


def test_a_name_of_120_letters_goes_everywhere(world, number):
    name = "Ñandú " * 19 + "Lopez "
    name = name.strip()[:120]
    page = look(world, number, f"Name,Login\n{name},long.name").submit("Add 1 person")
    password = passwords(page)["long.name"]
    visitor = Visitor(world.app)
    page = visitor.sign_in("long.name", password)
    page.fill("Current password", password).fill("New password", "a fine password").fill(
        "New password again", "a fine password"
    )
    page = page.submit("Change password")
    assert page.submit("Begin").status == 200
    sheet = page.submit("Begin").address.split("/")[2]
    crew = visitor.open(f"/sheets/{sheet}/crew")
    assert name[:40] in crew.html.get_text()
    assert visitor.client.get(f"/sheets/{sheet}/print/sbar").status_code in {200, 404}


@pytest.mark.parametrize("code", ["utf-8-sig", "utf-16", "windows-1252"])
def test_a_file_of_any_letters_is_looked_at(world, number, code):
    page = send(world, number, "Nom;Prénom;Identifiant\r\nPeña;José;jose\r\n".encode(code))
    assert table(page, "new")[0][:2] == ["José Peña", "jose"]
    assert ("Windows-1252" in page.words) == (code == "windows-1252")
    page.submit("Add 1 person")
    assert person(world, "jose").name == "José Peña"


@pytest.mark.parametrize(
    "content",
    [b"PK\x03\x04\x00\x00", b"%PDF-1.4", b"<table><tr><td>Ana</td></table>", b'[{"a": 1}]', b"\x81\x8d"],
)
def test_a_file_that_is_no_list_says_what_to_do(world, number, content):
    page = send(world, number, content)
    assert page.status == 422
    assert "Nobody is added yet" in page.words
    assert page.html.select("[role=alert] li")


def test_a_list_of_five_hundred_is_looked_at_and_one_more_is_told(world, number):
    many = "\n".join(f"Name {chr(97 + at % 26)}{chr(97 + at // 26)},n{at}" for at in range(MOST + 1))
    page = look(world, number, many)
    assert f"Import at most {MOST} people at once; the list has {MOST + 1}." in page.words
    assert not page.html.find_all("button", attrs={"value": "add"})
    page = look(world, number, many.rsplit("\n", 1)[0])
    assert page.html.find_all("button", attrs={"value": "add"})


def test_a_confirmation_without_a_look_makes_nobody(world, number):
    page = world.as_("teacher").open(f"/classes/{number}/import")
    before = logins(world)
    page.fill("Paste the list", "Ana Ruiz,ana.r")
    page.typed["do"] = ["add"]
    assert page.submit("Look at the list").status in {200, 409}
    assert logins(world) == before


# Taken back -----------------------------------------------------------------------------------------------------------


def test_an_import_is_taken_back_while_nobody_signed_in(world, number):
    before = logins(world)
    slip = look(world, number, "Ana Ruiz,ana.r\nBo Li,bo.l").submit("Add 2 people")
    page = world.as_("teacher").open(f"/classes/{number}")
    page = page.follow("Take it back (the import of 2 people)")
    assert "Ana Ruiz" in page.words
    assert logins(world) == before | {"ana.r", "bo.l"}
    page = page.submit("Take the import back")
    assert "2 people are no longer here" in page.words
    assert logins(world) == before
    assert Visitor(world.app).sign_in("ana.r", passwords(slip)["ana.r"]).status == 422
    with world.database.read() as session:
        kinds = [
            (line.login, line.kind, line.actor) for line in session.query(RosterLine).order_by(RosterLine.id)
        ]
        assert ("bo.l", "import taken back", "teacher") in kinds
        assert session.query(Membership).count() == 5
    assert look(world, number, "Ana Ruiz,ana.r").submit("Add 1 person").status == 200


def test_an_import_of_whom_somebody_signed_in_is_kept_and_says_who(world, number):
    slip = look(world, number, "Ana Ruiz,ana.r\nBo Li,bo.l").submit("Add 2 people")
    asked = world.as_("teacher").open(f"/classes/{number}").follow("Take it back (the import of 2 people)")
    Visitor(world.app).sign_in("bo.l", passwords(slip)["bo.l"])
    page = asked.submit("Take the import back")
    assert page.status == 409
    assert "Bo Li signed in." in page.words
    assert {"ana.r", "bo.l"} <= logins(world)
    page = world.as_("teacher").open(f"/classes/{number}")
    assert "It can no longer be taken back: Bo Li signed in." in page.words


def test_only_the_people_of_that_import_go(world, number):
    look(world, number, "Ana Ruiz,ana.r").submit("Add 1 person")
    look(world, number, "Bo Li,bo.l\nDana Ruiz,ruiz").submit("Add 1 person")
    page = world.as_("teacher").open(f"/classes/{number}")
    first = (
        page.html.find("a", string=lambda text: text and "Take it back" in text)
        or page.html.select("a[href*='take-back']")[0]
    )
    page = world.as_("teacher").open(first["href"]).submit("Take the import back")
    assert "Bo Li is no longer here" in page.words
    assert {"ana.r", "ruiz"} <= logins(world)


def test_a_certificate_that_was_kept_for_somebody_goes_with_the_import(world, number):
    look(world, number, "Ana Ruiz,ana.r").submit("Add 1 person")
    page = world.as_("teacher").open(f"/classes/{number}").follow("Certificates of Ana Ruiz")
    page.choose("Certification level", "EMT").submit("Add the certificate")
    page = world.as_("teacher").open(f"/classes/{number}").follow("Take it back (the import of 1 person)")
    assert page.submit("Take the import back").status == 200
    assert "ana.r" not in logins(world)


def test_taking_back_twice_says_that_it_is_done(world, number):
    look(world, number, "Ana Ruiz,ana.r").submit("Add 1 person")
    first = world.as_("teacher").open(f"/classes/{number}").follow("Take it back (the import of 1 person)")
    second = world.as_("boss").open(first.address)
    first.submit("Take the import back")
    assert "taken back already" in second.submit("Take the import back").words


def test_an_import_of_another_class_is_not_found(world, number):
    look(world, number, "Ana Ruiz,ana.r").submit("Add 1 person")
    address = world.as_("teacher").open(f"/classes/{number}").html.select("a[href*='take-back']")[0]["href"]
    other = classroom(world, "Other class").id
    assert world.as_("other_teacher").client.get(address).status_code == 404
    elsewhere = address.replace(f"/classes/{number}/", f"/classes/{other}/")
    assert world.as_("other_teacher").client.get(elsewhere).status_code == 404
    assert world.as_("ruiz").client.get(address).status_code == 404
