"""Class lists as schools export them: how their heading, columns, letters and odd lines are read, and what is made of them."""

import pytest

from epcr.broken_schema import BrokenSchema
from epcr.people import headings
from epcr.people.listing import LONGEST_NAME, made_up_login
from epcr.people.preview import Answers, Fate, Known, judged, read
from epcr.people.spreadsheet import letters_of, lines_of
from epcr.refused import Refused


def looked(text, people=(), **answers):
    reading = read(lines_of(text), Answers(**answers))
    return reading, judged(reading, people)


def people_of(text, people=(), **answers):
    return [
        (row.name, row.login, row.level) for row in looked(text, people, **answers)[1] if row.fate is Fate.NEW
    ]


def left_out(text, people=()):
    return {row.line: row.why for row in looked(text, people)[1] if row.fate is Fate.OUT}


# Headings -------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "text",
    [
        "Student,Username\nPia Holunder,pia.holunder",
        "Nom;Identifiant\nPia Holunder;pia.holunder",
        "Vorname;Nachname;Benutzername\nPia;Holunder;pia.holunder",
        "Nachname;Vorname;Benutzername\nHolunder;Pia;pia.holunder",
        "Name;Vorname;Kennung\nHolunder;Pia;pia.holunder",
        "Nom;Prénom;Nom d’utilisateur\nHolunder;Pia;pia.holunder",
        "Nombre;Apellidos;Usuario\nPia;Holunder;pia.holunder",
        "NOMBRE COMPLETO\tNOMBRE DE USUARIO\nPia Holunder\tpia.holunder",
        "first_name,last_name,user_id\nPia,Holunder,pia.holunder",
        "FirstName,LastName,UserName\nPia,Holunder,pia.holunder",
        "Family name|Given name|Login\nHolunder|Pia|pia.holunder",
        "Login,Full name\npia.holunder,Pia Holunder",
        '"Student","ID","SIS User ID","SIS Login ID","Section"\n"Pia Holunder","77","S-12","pia.holunder","A"',
        "Surname,First name,Email address\nHolunder,Pia,pia.holunder",
        "Trainee Name (First Last)*,User-Name:\nPia Holunder,pia.holunder",
        "sep=;\nName;Login\nPia Holunder;pia.holunder",
    ],
)
def test_a_heading_is_understood_by_many_names_and_never_becomes_a_trainee(text):
    assert people_of(text) == [("Pia Holunder", "pia.holunder", None)]
    assert looked(text)[0].heading is True


@pytest.mark.parametrize(
    ("heading", "level"),
    [
        ("Level", "EMT"),
        ("Certification", "paramedic"),
        ("Nivel", "AEMT"),
        ("Qualifikation", "emt"),
        ("Certificat", "EMR"),
    ],
)
def test_a_column_of_levels_stands_anywhere(heading, level):
    text = f"{heading},Phone,Login,Name\n{level},555-0100,zoe,Zoë Łoś"
    ((name, login, code),) = people_of(text)
    assert (name, login, code.casefold()) == ("Zoë Łoś", "zoe", level.casefold())


def test_columns_that_nothing_is_taken_from_are_said():
    reading, _ = looked("Name,Login,Phone,Shoe size\nAna,ana,1,38")
    assert reading.unused == ("Phone", "Shoe size")


def test_a_login_is_taken_before_an_e_mail_and_an_e_mail_before_a_number():
    assert people_of("ID,Email,Login,Name\n7,a@b.org,ana,Ana") == [("Ana", "ana", None)]
    assert people_of("ID,Email,Name\n7,a@b.org,Ana") == [("Ana", "a@b.org", None)]
    assert people_of("Student ID,Name\n0077,Ana") == [("Ana", "0077", None)]


@pytest.mark.parametrize(
    "text",
    [
        "Nimi,Käyttäjätunnus\nPia Holunder,pia\nBo Li,bo",
        "Jina,Kitambulisho\nPia,pia.h\nBo,bo.l",
        "Etwas,Login\nPia Holunder,pia",
        "Nimi,Post\nPia,pia@school.example\nBo,bo@school.example",
        "Nimi,Tunnus,Taso\nPia,pia,EMT\nBo,bo,Paramedic",
    ],
)
def test_a_first_line_that_may_be_a_heading_or_a_person_is_asked(text):
    reading, rows = looked(text)
    assert reading.heading is None
    assert reading.asks
    assert "Nimi" not in [row.name for row in rows]
    first = text.split("\n")[0].split(",")
    assert first[0] in [row.name for row in looked(text, heading=False)[1]]
    assert first[0] not in [row.name for row in looked(text, heading=True)[1]]


def test_which_column_is_what_can_be_said():
    text = "Jina,Kitambulisho\npia.h,Pia\nbo.l,Bo"
    assert people_of(text, heading=True, columns=("login", "name")) == [
        ("Pia", "pia.h", None),
        ("Bo", "bo.l", None),
    ]


def test_a_heading_without_a_name_asks_for_it():
    reading, _ = looked("Login,Phone\nana,1")
    assert reading.asks_name


def test_without_a_heading_it_is_name_login_level_as_ever():
    text = '"Ruiz, Ana", ana.ruiz, EMT\nZoë Łoś;zoe;paramedic\nLi\tli\n'
    assert people_of(text) == [
        ("Ruiz, Ana", "ana.ruiz", "EMT"),
        ("Zoë Łoś", "zoe", "Paramedic"),
        ("Li", "li", None),
    ]


def test_without_a_heading_first_and_last_name_and_login_are_seen_as_that():
    assert people_of("Pia,Holunder,pia.h\nBo,Li,bo.li") == [
        ("Pia Holunder", "pia.h", None),
        ("Bo Li", "bo.li", None),
    ]


def test_a_heading_that_stands_again_in_the_middle_is_passed_over():
    assert len(people_of("Name,Login\nAna,ana\nName,Login\nBo,bo")) == 2


def test_a_list_of_names_alone_gets_logins():
    text = "Name\nPia Holunder\nJosé Peña\nRuiz, Ana\nعلي حسن\nPia M. Holunder\nO’Neil Straße"
    assert [login for _, login, _ in people_of(text)] == [
        "pia.holunder", "jose.pena", "ana.ruiz", "trainee1", "pia.holunder2", "oneil.strasse",
    ]  # fmt: skip


def test_a_made_up_login_is_nobody_elses_and_not_one_that_a_later_line_writes():
    known = [Known("pia.holunder", "Pia Holunder", here=False)]
    text = "Name,Login\nPia Holunder,\nPaul Holunder,pia.holunder2"
    assert people_of(text, known) == [
        ("Pia Holunder", "pia.holunder3", None),
        ("Paul Holunder", "pia.holunder2", None),
    ]
    assert len(made_up_login("a" * 300, ())) <= 60


def test_a_word_that_stands_twice_in_the_file_of_headings_is_named(tmp_path):
    broken = tmp_path / "class_list.toml"
    broken.write_text('[[columns]]\nis = "name"\nwords = ["name", "name"]\n', "utf-8")
    with pytest.raises(BrokenSchema, match="stands twice"):
        headings.load(broken)
    broken.write_text('[[columns]]\nis = "nickname"\nwords = ["x"]\n', "utf-8")
    with pytest.raises(BrokenSchema, match="columns"):
        headings.load(broken)
    broken.write_text('[[columns]]\nis = "name"\nwords = ["Prénom"]\n', "utf-8")
    with pytest.raises(BrokenSchema, match="prenom"):
        headings.load(broken)


# Lines ----------------------------------------------------------------------------------------------------------------


def test_empty_lines_and_lines_of_commas_are_nobody():
    reading, rows = looked('Name,Login,Level\n\nAna,ana,EMT\n,,\n  ,  ,\n"","",""\nBo,bo,\n,,\n')
    assert [row.name for row in rows] == ["Ana", "Bo"]
    assert reading.blank >= 5


@pytest.mark.parametrize(
    "name", ["=1+1", "+49 30 1", "-", "@SUM(A1)", "=HYPERLINK(1)", "\uff1d1+1", "  =x", "-Ana", "…", "12345"]
)
def test_a_formula_or_a_name_without_a_letter_is_no_person(name):
    (why,) = left_out(f'Name,Login\n"{name}",ana.ruiz\nBo,bo.li').values()
    assert why.startswith("Write the name")


@pytest.mark.parametrize("login", ["=1+1", "@ana", "-ana", "ana ruiz", "aña", "a", "x" * 61, "<b>"])
def test_a_login_with_other_signs_is_left_out_and_says_how_to_write_one(login):
    assert "Write a login" in left_out(f'Name,Login\nAna,"{login}"\nBo,bo.li')[2]


def test_a_name_of_120_letters_is_taken_and_a_longer_one_is_told():
    assert people_of(f"Name,Login\n{'N' * LONGEST_NAME},long") == [("N" * 120, "long", None)]
    assert left_out(f"Name,Login\n{'N' * 121},long\nBo,bo") == {
        2: "Shorten the name to 120 characters; it has 121."
    }


def test_who_stands_twice_is_added_once():
    text = "Name,Login\nAna,ana\nBea,ANA\nCy,cy"
    assert left_out(text) == {3: "The login \u2068ana\u2069 is already in line 2."}
    assert "line 2" in left_out("Name\nAna Ruiz\nRuiz, Ana\nBo Li")[3]


def test_who_is_here_already_is_not_made_again_and_who_is_elsewhere_is_left_out():
    known = [Known("ana", "Ana Ruiz", here=True), Known("bo", "Bo Li", here=False)]
    _, rows = looked('Name,Login\n"Ruiz, Ana",Ana\nBo Li,bo\nCy Oh,cy', known)
    assert [row.fate for row in rows] == [Fate.HERE, Fate.OUT, Fate.NEW]
    assert rows[0].why == "Nothing changes."
    assert "The login \u2068bo\u2069 belongs to somebody" in rows[1].why
    _, rows = looked("Name\nRuiz Ana\nCy Oh", known)
    assert [row.fate for row in rows] == [Fate.HERE, Fate.NEW]


def test_another_name_for_a_login_of_the_class_is_told():
    (row,) = looked("Name,Login\nEve Ade,ana", [Known("ana", "Ana Ruiz", here=True)])[1]
    assert row.why == "As \u2068Ana Ruiz\u2069. Nothing changes."


def test_a_quote_that_is_not_closed_costs_its_line_only():
    assert people_of('Ana,ana\n"Bo,bo\nCy,cy') == [("Ana", "ana", None), ("Cy", "cy", None)]


def test_a_cell_of_several_lines_is_one_name_and_the_line_is_where_it_begins():
    _, rows = looked('Name,Login\n"Ana\nRuiz",ana\nBo,bo')
    assert [(row.name, row.line) for row in rows] == [("Ana Ruiz", 2), ("Bo", 4)]


def test_commas_in_names_part_nothing_where_semicolons_part_the_cells():
    assert people_of("Name;Login\nRuiz, Ana;ana.r\nLi, Bo;bo.li") == [
        ("Ruiz, Ana", "ana.r", None),
        ("Li, Bo", "bo.li", None),
    ]


@pytest.mark.parametrize("text", ["", "  \n ", ",,\n,,", "Name, Login\n", "\x00,\x00"])
def test_a_list_of_nobody_is_refused(text):
    with pytest.raises(Refused, match="at least one person"):
        looked(text)


# Files ----------------------------------------------------------------------------------------------------------------

LIST = "Name;Login\r\nJosé Peña;jose\r\nZoë Müller;zoe\r\n"


@pytest.mark.parametrize("code", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "windows-1252"])
def test_the_letters_of_a_file_are_read_however_it_was_saved(code):
    text, guess = letters_of(LIST.encode(code))
    assert people_of(text) == [("José Peña", "jose", None), ("Zoë Müller", "zoe", None)]
    assert bool(guess) == (code == "windows-1252")


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"PK\x03\x04\x14\x00\x06\x00", "workbook"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1", "workbook"),
        (b"%PDF-1.7\n", "PDF"),
        (b"{\\rtf1 Ana}", "text document"),
        (b"\x89PNG\r\n\x1a\n", "picture"),
        (b"\x81\x8d\x8f\x90", "not text"),
        (b"<!DOCTYPE html><table><tr><td>Ana</td></tr></table>", "web page"),
        (b'\xef\xbb\xbf <?xml version="1.0"?><people/>', "web page"),
        (b'[{"name": "Ana", "login": "ana"}]', "JSON"),
        (b'{\n  "people": []\n}', "JSON"),
    ],
)
def test_a_file_that_is_no_list_is_told_what_it_is(content, words):
    with pytest.raises(Refused, match=words):
        lines_of(letters_of(content)[0])
