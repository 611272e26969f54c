"""A draft or a returned sheet is moved to another class: what would change is shown before, and what was given stays."""

import pytest
from bs4 import BeautifulSoup
from msgspec.structs import replace

from epcr.audit import AuditLine
from epcr.people.model import Classroom, Membership, Person
from epcr.review import steps
from epcr.review.model import Kind, Step
from epcr.review.state import State
from epcr.sheet.run_sheet import RunSheet
from tests import build
from tests.people.test_classes import post
from tests.pressing import press_again_and_again
from tests.two_classes import number_of, person_of, put_into, set_level

NAME = "HARPER, June"


@pytest.fixture
def both(world):
    """The second class of ruiz, which has other rules, another zone and other units."""
    return put_into(
        world,
        "ruiz",
        "Other class",
        ruleset="us-vt",
        mode="strict",
        zone="America/Denver",
        temperature="°F",
        weight="lb",
        agency={"programs": [], "medical_control": False, "standing_orders": True},
    )


@pytest.fixture
def sheet(world, both):
    """A complete draft of ruiz in the first class, its acts judged there."""
    made = build.sheet(temperature="°C")
    for act in made.interventions:
        build.keep_verdict(made, act)
    return world.keep(made)


def stored(world, sheet):
    with world.database.read() as session:
        found = session.get_one(RunSheet, sheet)
        return {
            "class": found.classroom_id, "rules": found.ruleset, "agency": found.agency, "mode": found.mode,
            "customs": found.customs(), "verdicts": [act.verdict for act in found.interventions],
            "times": [one.taken_at for one in found.vitals], "weight": found.patient.weight,
        }  # fmt: skip


def take(world, sheet, verb, login="teacher", note=""):
    with world.database.write(login) as session:
        found = session.get_one(RunSheet, sheet)
        who = session.query(Person).filter_by(login=login).one()
        extra = (note,) if note else ()
        verb(session, found, who, *extra) if verb is not steps.submit else verb(session, found, who, [])


def history(world, sheet):
    with world.database.read() as session:
        return [
            (one.kind, one.actor_name, one.note)
            for one in session.query(Step).filter_by(run_sheet_id=sheet).order_by(Step.id)
        ]


def preview(world, sheet, login="ruiz", to=""):
    return world.as_(login).open(f"/sheets/{sheet}/move{to}")


def moved(page):
    return page.submit("Move it")


# Shown before ---------------------------------------------------------------------------------------------------------


def test_what_will_change_and_what_stays_is_shown_before_and_asking_changes_nothing(world, sheet, both):
    before = stored(world, sheet)
    words = preview(world, sheet).words
    for said in (
        "Toni Teacher", "Olu Teacher", "Vermont", "explained and asked about", "refused", "no medical control",
        "standing orders, no programs",
        "America/New York", "America/Denver", "°C", "°F",
    ):  # fmt: skip
        assert said in words, said
    assert stored(world, sheet) == before
    assert history(world, sheet) == []


def test_what_does_not_differ_is_not_told(world, sheet, both):
    with world.database.write("the tests") as session:
        room = session.get_one(Classroom, both)
        room.ruleset, room.agency, room.mode, room.zone = build.RULESET, None, "teach", build.ZONE
        room.temperature, room.weight = "°C", "kg"
    words = preview(world, sheet).words
    assert "Judged by" not in words
    assert "What stays as it was begun" not in words
    assert "Every act on it would be judged there the same way." in words


def test_an_act_that_would_be_judged_otherwise_is_named_with_both_verdicts(world, sheet, both):
    with world.database.write("the tests") as session:
        found = session.get_one(RunSheet, sheet)
        found.interventions[0].verdict = replace(found.interventions[0].verdict, verdict="not_permitted")
    found = preview(world, sheet).html.find(id="otherwise-title").parent.get_text(" ", strip=True)
    assert "Aspirin" in found
    assert "Outside scope given" in " ".join(found.split())
    assert "12-lead" not in found


def test_a_level_that_is_played_otherwise_there_is_told_and_stays(world, both):
    answer = post(world, "ruiz", "/sheets", classroom=number_of(world, "Evening class"), scenario="")
    sheet = answer.headers["Location"].split("/")[2]
    set_level(world, "ruiz", "Other class", "Paramedic")
    page = preview(world, sheet)
    found = page.html.find(id="stays-title").parent.get_text(" ", strip=True)
    assert "Dana Ruiz works as EMT (Other class has Paramedic)" in " ".join(found.split()).replace(
        "( ", "("
    ).replace(" )", ")")
    moved(page)
    assert world.sheet(sheet).crew[0].level == "EMT"


# Moved ----------------------------------------------------------------------------------------------------------------


def test_a_moved_draft_follows_the_rules_of_its_new_class_and_keeps_what_was_written(world, sheet, both):
    before = stored(world, sheet)
    page = moved(preview(world, sheet))
    assert "Moved to Other class" in page.words
    after = stored(world, sheet)
    assert (after["class"], after["rules"], after["mode"]) == (both, "us-vt", "strict")
    assert after["agency"]["medical_control"] is False
    for name in ("customs", "verdicts", "times", "weight"):
        assert after[name] == before[name], name
    assert history(world, sheet) == [(Kind.MOVED, "Dana Ruiz", "From Evening class to Other class.")]
    assert "From Evening class to Other class." in world.page(sheet, "check").words
    with world.database.read() as session:
        lines = {one.anchor: one.actor for one in session.query(AuditLine).filter_by(run_sheet_id=sheet)}
    assert {lines.get(f"sheet-{name}") for name in ("classroom_id", "ruleset", "mode")} == {"ruiz"}


def test_saving_something_else_afterwards_leaves_the_verdicts_given(world, sheet, both):
    before = stored(world, sheet)["verdicts"]
    moved(preview(world, sheet))
    world.page(sheet, "narrative").fill("Narrative", "Pale and calm, eased on the way.").save()
    assert stored(world, sheet)["verdicts"] == before


def test_the_other_instructor_reads_it_and_the_one_until_now_no_more(world, sheet, both):
    moved(preview(world, sheet))
    assert world.as_("other_teacher").open(f"/review/{sheet}").status == 200
    assert world.as_("teacher").open(f"/review/{sheet}").status == 404


def test_a_returned_sheet_is_moved_and_stays_returned_with_its_comments(world, sheet, both):
    take(world, sheet, steps.submit, "ruiz")
    with world.database.write("teacher") as session:
        found = session.get_one(RunSheet, sheet)
        who = session.query(Person).filter_by(login="teacher").one()
        steps.open_for_review(session, found, who)
        steps.write_comment(session, found, who, anchor="narrative-text", kind="must_fix", text="Say when.")
    take(world, sheet, steps.give_back, note="Once more")
    moved(preview(world, sheet))
    with world.database.read() as session:
        found = session.get_one(RunSheet, sheet)
        assert steps.state(session, found) is State.RETURNED
        assert steps.revision_number(session, found) == 2
    assert "Say when." in world.page(sheet, "check").words
    rows = world.as_("other_teacher").open("/review?state=returned").html.select("table.queue tbody tr")
    assert len(rows) == 1


def test_the_queue_of_all_states_knows_a_draft_that_was_moved(world, sheet, both):
    moved(preview(world, sheet))
    for asked in ("draft", ""):
        rows = world.as_("boss").open(f"/review?state={asked}").html.select("table.queue tbody tr")
        assert [("Draft" in row.get_text(), "Other class" in row.get_text()) for row in rows] == [
            (True, True)
        ]


def test_an_untouched_draft_that_was_moved_can_still_be_discarded(world, both):
    answer = post(world, "ruiz", "/sheets", classroom=number_of(world, "Evening class"), scenario="")
    sheet = answer.headers["Location"].split("/")[2]
    page = moved(preview(world, sheet))
    page = page.submit("Discard this untouched sheet")
    assert "The draft is discarded." in page.words


def test_pressing_twice_moves_once(world, sheet, both):
    answers = press_again_and_again(preview(world, sheet), "Move it", 3)
    assert {one.status_code for one in answers} == {303}
    assert len(history(world, sheet)) == 1


def test_moving_it_from_two_open_pages_moves_it_once(world, sheet, both):
    first, second = preview(world, sheet), preview(world, sheet)
    moved(first)
    assert "It is in that class already." in moved(second).words
    assert len(history(world, sheet)) == 1


# Not moved ------------------------------------------------------------------------------------------------------------


def test_a_submitted_sheet_is_not_moved_and_why_is_said(world, sheet, both):
    page = preview(world, sheet)
    take(world, sheet, steps.submit, "ruiz")
    assert "Withdraw it first" in moved(page).words
    assert "Withdraw it first" in preview(world, sheet).words
    take(world, sheet, steps.open_for_review)
    assert "is reading this sheet" in preview(world, sheet).words
    take(world, sheet, steps.accept)
    assert "was accepted" in preview(world, sheet).words
    assert stored(world, sheet)["class"] == number_of(world, "Evening class")


CHANGES = {
    "other rules": {"ruleset": "us-mt"},
    "another mode": {"mode": "teach"},
    "another agency": {"agency": None},
    "another zone": {"zone": "America/Chicago"},
    "another name": {"name": "Night class"},
}


@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES)
def test_what_changed_since_the_preview_is_shown_again_before_anything_is_moved(world, sheet, both, change):
    page = preview(world, sheet)
    with world.database.write("the tests") as session:
        for name, value in change.items():
            setattr(session.get_one(Classroom, both), name, value)
    again = moved(page)
    assert again.status == 409
    assert "has changed" in again.words
    assert history(world, sheet) == []
    assert "Moved to" in moved(again).words


def test_an_act_judged_otherwise_since_the_preview_is_shown_before_it_is_moved(world, sheet, both):
    page = preview(world, sheet)
    with world.database.write("the tests") as session:
        act = session.get_one(RunSheet, sheet).interventions[0]
        act.verdict = replace(act.verdict, verdict="not_permitted")
    assert moved(page).status == 409


@pytest.mark.parametrize("shown", ["", "x" * 64, "\u202e", "0" * 5000])
def test_without_the_mark_of_a_preview_nothing_is_moved(world, sheet, both, shown):
    answer = post(world, "ruiz", f"/sheets/{sheet}/move", to=both, seen=shown)
    assert answer.status_code == 409
    assert BeautifulSoup(answer.get_data(as_text=True), "html.parser").find("h1")
    assert history(world, sheet) == []


@pytest.mark.parametrize("login", ["okafor", "stranger", "teacher", "other_teacher"])
def test_nobody_moves_the_sheet_of_somebody_else(world, sheet, both, login):
    assert preview(world, sheet, login).status == 404
    assert post(world, login, f"/sheets/{sheet}/move", to=both, seen="x").status_code == 404


@pytest.mark.parametrize("to", ["0", "999999", "-1", "2147483648", "x", ""])
def test_a_class_that_is_none_of_ones_own_is_no_target(world, sheet, both, to):
    answer = post(world, "ruiz", f"/sheets/{sheet}/move", to=to, seen="x")
    assert (answer.status_code, history(world, sheet)) == (303, [])


def test_a_trainee_who_left_the_class_meanwhile_does_not_move_a_sheet_there(world, sheet, both):
    page = preview(world, sheet)
    with world.database.write("the tests") as session:
        session.delete(session.get_one(Membership, (person_of(world, "ruiz"), both)))
    assert "you are in it no longer" in moved(page).words
    assert history(world, sheet) == []


def test_who_is_in_one_class_is_told_to_join_the_other_first(world):
    sheet = world.begin("okafor")
    assert "Join the class" in preview(world, sheet, "okafor").words


def test_an_administrator_moves_a_sheet_and_the_history_says_who(world, sheet, both):
    page = world.as_("boss").open(f"/review/{sheet}").follow("Move to another class")
    assert page.status == 200
    page = moved(preview(world, sheet, "boss", f"?to={both}"))
    assert "Moved to Other class" in page.words
    assert history(world, sheet)[0][:2] == (Kind.MOVED, "Bo Boss")


def test_of_three_classes_one_is_chosen_and_nothing_beforehand(world, sheet, both):
    with world.database.write("the tests") as session:
        third = Classroom(name="Third class", join_code="THIRD7")
        person = session.get_one(Person, person_of(world, "ruiz"))
        third.people = [person]
        session.add(third)
    page = preview(world, sheet)
    boxes = page.html.find_all("input", attrs={"name": "to"})
    assert [one.has_attr("checked") for one in boxes] == [False, False]
    page = page.choose("To which class?", "Third class").submit("See what would change")
    assert "nobody yet" in page.words
    assert "Moved to Third class" in moved(page).words
