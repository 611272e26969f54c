"""The pages of classes and people as values: which lines stand there, what can be done with each, and how it is said."""

from datetime import UTC, date, datetime

import pytest

from epcr.accounts.certificate_view import EXPIRED, LATER, standing
from epcr.accounts.class_list_view import class_list
from epcr.accounts.class_view import class_page
from epcr.accounts.everybody_view import everybody_page
from epcr.accounts.roster_view import counts
from epcr.accounts.slip_view import slip_page
from epcr.accounts.take_back_view import take_back_page
from epcr.people.certificate import Certificate
from epcr.people.model import Classroom, Person, Role
from epcr.people.preview import Fate
from epcr.people.roster import Import
from epcr.people.slip import Slip, SlipLine

SEPTEMBER = datetime(2026, 9, 1, 12, tzinfo=UTC)


@pytest.fixture(autouse=True)
def request_of(world_to_read):
    with world_to_read.app.test_request_context():
        yield


def classroom(number=1, **told):
    values = {"name": "Evening", "join_code": "K7QM2RXA", "join_open": True, "zone": "UTC", "mode": "teach"}
    return Classroom(id=number, **{"ruleset": "us-national-2019", **values, **told})


def person(number, role=Role.TRAINEE, **told):
    return Person(id=number, **{"login": f"p{number}", "name": f"Person {number}", "role": role, **told})


# Lists ----------------------------------------------------------------------------------------------------------------


def test_classes_that_have_ended_are_counted_and_stand_on_the_page_where_they_are_asked_for():
    rooms = [classroom(), classroom(2, name="Spring", ended_at=SEPTEMBER)]
    short, whole = class_list(rooms, ended_too=False), class_list(rooms, ended_too=True)
    assert [one.name for one in short.classes] == ["Evening"]
    assert (short.ended.words, short.ended.number) == ("Show ended classes", "1")
    assert [one.ended for one in whole.classes] == ["", "Ended on September 1, 2026."]
    assert (whole.ended.words, whole.ended.number) == ("Hide ended classes", "")


def test_where_nothing_has_ended_no_way_leads_there():
    assert class_list([classroom()], ended_too=False).ended is None
    assert everybody_page([person(1)], person(9), (), ended_too=False).ended is None


@pytest.mark.parametrize(("is_open", "code"), [(True, "K7QM 2RXA"), (False, "")])
def test_a_code_is_read_out_in_halves_while_joining_is_open(is_open, code):
    assert class_list([classroom(join_open=is_open)], ended_too=False).classes[0].code == code


def test_an_administrator_does_nothing_to_their_own_account_and_opens_those_again_that_have_ended():
    boss, gone, other = person(1, Role.ADMINISTRATOR), person(2, ended_at=SEPTEMBER), person(3)
    page = everybody_page([boss, gone, other], boss, (), ended_too=True)
    assert [[act.words for act in one.acts] for one in page.people] == [
        [],
        ["Open again"],
        ["New password", "End"],
    ]


def test_the_classes_of_a_person_are_listed_with_what_has_ended():
    one = person(2, classrooms=[classroom(), classroom(2, name="Spring", ended_at=SEPTEMBER)])
    page = everybody_page([one], person(9), (), ended_too=False)
    assert [(room.name, room.after) for room in page.people[0].classes] == [
        ("Evening", ","),
        ("Spring", " (ended)"),
    ]


# A class --------------------------------------------------------------------------------------------------------------


def page_of_evening(world, login, *, addresses=(), told_where=True):
    with world.database.read() as session:
        room = session.query(Classroom).filter_by(name="Evening class").one()
        who = session.query(Person).filter_by(login=login).one()
        return class_page(session, room, who, addresses=addresses, told_where=told_where, slips=())


def test_only_an_administrator_removes_instructors_and_only_oneself_stops_teaching(world_to_read):
    acts = {
        login: [act.words for one in page_of_evening(world_to_read, login).instructors for act in one.acts]
        for login in ("teacher", "boss")
    }
    assert acts == {"teacher": ["Teach it no longer"], "boss": ["Remove"]}
    assert page_of_evening(world_to_read, "boss").may_add_instructor
    assert not page_of_evening(world_to_read, "teacher").may_add_instructor


def test_without_an_address_to_type_the_page_says_why(world_to_read):
    untold = page_of_evening(world_to_read, "teacher", told_where=False).joining
    alone = page_of_evening(world_to_read, "teacher").joining
    reached = page_of_evening(world_to_read, "teacher", addresses=["http://10.0.0.2/join"]).joining
    assert (untold.mark.words, alone.mark.words) == ("Address not known", "Only this machine")
    assert reached.addresses == ("http://10.0.0.2/join",)
    assert (reached.verb, reached.verb_words) == ("close", "Close joining")


# A class list ---------------------------------------------------------------------------------------------------------


def test_what_becomes_of_a_list_is_counted_in_words():
    none = dict.fromkeys(Fate, 0)
    assert list(counts(none, 0)) == ["nobody is new"]
    one = dict.fromkeys(Fate, 1)
    assert list(counts(one, 2)) == [
        "1 is here already",
        "1 is new",
        "1 is added with their own password",
        "1 is asked about",
        "1 line is left out",
        "2 are in the class and not on the list",
    ]
    assert list(counts({**none, Fate.OUT: 3, Fate.NEW: 2}, 0)) == ["2 are new", "3 lines are left out"]


# Slips and certificates -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("number", "title", "them", "written"),
    [
        (1, "New password", "write it down", "I have written it down"),
        (2, "2 new passwords", "write them down", "I have written them down"),
    ],
)
def test_a_slip_speaks_of_one_password_or_several(number, title, them, written):
    lines = [SlipLine(person(one), "a-b-c") for one in range(number)]
    page = slip_page(Slip(id="5" * 32), lines, None, person(9, Role.ADMINISTRATOR), addresses=[])
    assert (page.title, page.written, page.reached_at) == (title, written, "")
    assert them in page.to_do


@pytest.mark.parametrize(
    ("role", "room", "words"),
    [
        (Role.ADMINISTRATOR, None, "Back to the people"),
        (Role.INSTRUCTOR, None, "Back to the classes"),
        (Role.INSTRUCTOR, classroom(), "Back to "),
    ],
)
def test_from_a_slip_one_goes_back_to_where_its_people_are(role, room, words):
    page = slip_page(Slip(id="5" * 32, noted_at=SEPTEMBER), [], room, person(9, role), addresses=[])
    assert (page.back_words, page.noted, page.title) == (words, True, "Passwords written down")


@pytest.mark.parametrize(
    ("first", "last", "mark"),
    [
        (None, None, None),
        (date(2026, 1, 1), date(2026, 9, 1), None),
        (None, date(2026, 8, 31), EXPIRED),
        (date(2026, 9, 2), None, LATER),
    ],
)
def test_a_certificate_is_marked_on_a_day_on_which_it_does_not_count(first, last, mark):
    assert standing(Certificate(valid_from=first, valid_to=last), SEPTEMBER.date()) == mark


# An import ------------------------------------------------------------------------------------------------------------


def imported(people=(), guests=(), kept_by=()):
    return Import("b" * 32, SEPTEMBER, "teacher", tuple(people), tuple(kept_by), tuple(guests))


@pytest.mark.parametrize(("number", "words"), [(0, "no people"), (1, "1 person"), (3, "3 people")])
def test_who_came_with_an_import_is_counted(number, words):
    people = [person(one) for one in range(number)]
    assert take_back_page(classroom(), imported(people), moved=False).people == words


def test_who_goes_with_an_import_is_told_apart_from_who_only_leaves_the_class():
    page = take_back_page(classroom(), imported([person(1)], [person(2)]), moved=False)
    assert [one.login for one in page.gone] == ["p1"]
    assert page.guests == ("Person 2",)
    assert set(page.shown.sums) == {"person-1"}
