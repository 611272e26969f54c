"""A trainee who began a sheet in the account of the one before goes on in their own, with what was typed."""

from __future__ import annotations

import pytest

from epcr.people.model import Person
from epcr.sheet.run_sheet import RunSheet
from tests.world import PASSWORD


@pytest.fixture
def sheet(world):
    return world.begin("ruiz", "inferior-stemi")


def sheets_of(world, login):
    """The sheets of somebody that were not discarded."""
    with world.database.read() as session:
        number = session.query(Person).filter_by(login=login).one().id
        return session.query(RunSheet).filter_by(trainee_id=number, discarded_at=None).all()


def not_you(page):
    """The page that the button leads to, with what stands in the form."""
    page.form = page.html.find("form", id="sheet-form")
    pressed = next(one for one in page.html.find_all("button") if one.get_text() == "Not you?")
    sent = page._sent(page.form)
    page.form["action"] = pressed["formaction"]
    assert sent
    return page.submit()


def signed_in(page, login="okafor", password=PASSWORD):
    return page.fill("Login", login).fill("Password", password).submit("Sign in and go on")


def test_a_new_sheet_says_once_in_whose_name_it_is_written(world, sheet):
    for slug in ("incident", "vitals", "crew", "handoff"):
        assert "You document as Dana Ruiz . Not you?" in world.page(sheet, slug).words
    world.page(sheet, "patient").fill("Last name", "Harper").save()
    assert "You document as" not in world.page(sheet, "patient").words


def test_what_was_typed_stands_on_a_sheet_of_ones_own_and_the_empty_one_is_gone(world, sheet):
    page = signed_in(not_you(world.page(sheet, "history").fill("Events leading up", "Shoveled snow")))
    (mine,) = sheets_of(world, "okafor")
    assert page.address == f"/sheets/{mine.id}/history"
    assert page.value("Events leading up").strip() == "Shoveled snow"
    assert world.sheet(mine.id).scenario == "inferior-stemi"
    assert sheets_of(world, "ruiz") == []
    assert "Ike Okafor" in page.words


def test_a_new_entry_comes_along_with_the_crew_member_that_one_is(world, sheet):
    page = world.page(sheet, "interventions").choose("Intervention", "Aspirin")
    before = world.sheet(sheet).crew[0].id
    page.typed[f"interventions-{page.html.find('input', attrs={'name': 'entry'})['value']}-performer"] = [
        before
    ]
    signed_in(not_you(page))
    (mine,) = sheets_of(world, "okafor")
    (act,) = world.sheet(mine.id).interventions
    assert act.performer == world.sheet(mine.id).crew[0].id != before


def test_the_others_entry_in_the_crew_list_stays_the_others(world, sheet):
    entry = world.sheet(sheet).crew[0].id
    signed_in(not_you(world.page(sheet, "crew", query=f"?entry={entry}").fill("Crew member", "Not mine")))
    (mine,) = sheets_of(world, "okafor")
    assert [one.member for one in world.sheet(mine.id).crew] == ["Ike Okafor"]


def test_what_cannot_be_read_is_asked_about_on_the_own_sheet(world, sheet):
    page = signed_in(not_you(world.page(sheet, "patient").fill("Date of birth", "the fifth of May")))
    assert page.status == 422
    assert page.value("Date of birth") == "the fifth of May"
    (mine,) = sheets_of(world, "okafor")
    assert f"/sheets/{mine.id}/patient" in str(page.html.find("form", id="sheet-form")["action"])
    again = page.fill("Date of birth", "05/06/1941").save()
    assert again.status == 200, again.words[:900]
    assert world.sheet(mine.id).patient.date_of_birth is not None


@pytest.mark.parametrize(
    ("login", "password", "says"),
    [
        ("okafor", "wrong wrong wrong", "do not belong together"),
        ("teacher", PASSWORD, "Only trainees write run sheets"),
        ("", "", "Type your login."),
    ],
)
def test_until_it_is_right_nothing_changes_and_what_was_typed_waits(world, sheet, login, password, says):
    page = signed_in(
        not_you(world.page(sheet, "history").fill("Events leading up", "Shoveled snow")), login, password
    )
    assert page.status == 422
    assert says in page.words or login == "okafor"
    assert [one.id for one in sheets_of(world, "ruiz")] == [sheet]
    assert sheets_of(world, "okafor") == []
    again = signed_in(page)
    assert again.value("Events leading up").strip() == "Shoveled snow"
    assert "password" not in {tag.get("name") for tag in page.html.find_all("input", type="hidden")}


def test_a_sheet_on_which_something_was_saved_stays_where_it_is(world, sheet):
    page = world.page(sheet, "history").fill("Events leading up", "Shoveled snow")
    world.page(sheet, "patient").fill("Last name", "Harper").save()
    assert not_you(page).status == 409
    assert [one.id for one in sheets_of(world, "ruiz")] == [sheet]


def test_a_stranger_of_another_class_writes_in_their_own(world, sheet):
    signed_in(not_you(world.page(sheet, "history").fill("Events leading up", "Shoveled snow")), "stranger")
    (mine,) = sheets_of(world, "stranger")
    with world.database.read() as session:
        assert (
            session.get_one(RunSheet, mine.id).classroom_id != session.get_one(RunSheet, sheet).classroom_id
        )
