"""The same press on the pages of a sheet, of its review and of a class's rules: made once, and every answer leads to it."""

import pytest

from epcr.people.certificate import Certificate
from epcr.people.model import Classroom
from epcr.rehearsal.model import Rehearsal
from epcr.review import steps
from epcr.review.model import Comment, Step
from epcr.sheet.answer import Answer
from epcr.sheet.class_ruleset import ClassRuleset, RulesetVersion
from epcr.sheet.run_sheet import RunSheet
from tests import build
from tests.class_rules.conftest import copied
from tests.pressing import all_lead_to_one_page, press_again_and_again, several_times
from tests.review.college import College

# Each of these makes something that was not there: its form carries an id, and the second press finds what the first made.
MAKE = {
    "agencies.empty", "agencies.take",
    "certificates.mine", "certificates.of_trainee", "certificates.remove", "certificates.remove_of_trainee",
    "class_rules.cell", "class_rules.copy", "class_rules.take_back",
    "endings.end_account", "endings.end_class", "endings.open_account", "endings.open_class", "endings.teach_no_longer",
    "intake.exercise", "moving.move", "people.add_instructor", "people.class_code",
    "people.join", "people.join_another", "people.new_class", "people.new_person",
    "people.reset_person", "people.reset_trainee", "rehearsal.begin", "review.addendum", "review.comment", "roster.add_back",
    "roster.import_people", "roster.leave", "roster.remove", "roster.take_back", "sheet.answer", "sheet.answer_scope",
    "sheet.begin",
}  # fmt: skip
# Each of these changes what is there, and asked for once more leaves it so; why it does.
CHANGE = {
    "agencies.look": "only reads",
    "changes.settle": "it is decided already",
    "changes.take": "each change has a number of its own",
    "class_rules.agency": "writes the same settings",
    "class_rules.judge_by": "writes the same setting",
    "moments.dates": "only reads",
    "people.class_settings": "writes the same settings",
    "people.password": "the password until now is another then",
    "people.sign_in": "signs the same person in",
    "people.sign_out": "nobody is signed in then",
    "person.anybody": "writes the same name and login",
    "person.in_class": "writes the same name and level",
    "rehearsal.answer": "the first answers count",
    "rehearsal.end_speech": "the first end counts",
    "review.accept": "the step was taken already",
    "review.discard": "the step was taken already",
    "review.give_back": "the step was taken already",
    "review.open_sheet": "it is open already",
    "review.reopen": "the step was taken already",
    "review.withdraw": "the step was taken already",
    "scope_preview.brief": "only reads",
    "scope_preview.judged": "only reads",
    "somebody_else.ask": "only reads",
    "somebody_else.go_on": "the sheet of before is gone then",
    "scenarios.model_sheet": "keeps the same sheet",
    "sheet.no_abnormality": "the entry has an id of its own",
    "sheet.save": "an entry has an id of its own, a section has a version",
    "sheet.submit": "the step was taken already",
    "sheet.strike": "it is struck already, or put back",
    "sheet.take_back": "it is struck already",
    "slips.noted": "it is noted already",
}


@pytest.fixture
def world(world_on_either):
    return world_on_either


@pytest.fixture
def college(world):
    return College(world)


def counted(world, stored, /, **fields):
    with world.database.read() as session:
        return session.query(stored).filter_by(**fields).count()


def class_number(world):
    with world.database.read() as session:
        return session.query(Classroom).filter_by(name="Evening class").one().id


def test_every_address_that_takes_a_form_makes_a_thing_once_or_changes_what_is_there(world_to_read):
    app = world_to_read.app
    taking = {rule.endpoint for rule in app.url_map.iter_rules() if "POST" in rule.methods}
    assert taking == MAKE | set(CHANGE)
    assert not MAKE & set(CHANGE)
    assert {endpoint for endpoint in taking if hasattr(app.view_functions[endpoint], "makes")} == MAKE


def begin_blank(world):
    page = world.as_("ruiz").open("/")
    page.typed["scenario"] = [""]
    page.form = page.html.find("input", attrs={"name": "scenario"}).find_parent("form")
    return page


# Sheets ---------------------------------------------------------------------------------------------------------------


@several_times
def test_one_sheet_is_begun(world, several_times):
    page = begin_blank(world)
    page = all_lead_to_one_page(world.as_("ruiz"), several_times(page, "Begin"))
    assert page.html.h1.get_text(strip=True) == "Call"
    assert counted(world, RunSheet) == 1


def test_another_scenario_of_the_same_form_begins_another_sheet(world):
    page = begin_blank(world)
    first = page.submit("Begin").address
    scenario = next(one["value"] for one in page.html.select("[name=scenario]") if one["value"])
    page.typed["scenario"] = [str(scenario)]
    assert page.submit("Begin").address != first
    assert counted(world, RunSheet) == 2


@several_times
def test_a_set_saved_several_times_is_one_set_and_the_next_form_is_of_another(world, several_times):
    sheet = world.begin()
    page = world.page(sheet, "vitals").fill("Heart rate", "88")
    page.form = page.html.find("form", id="sheet-form")
    entry = page.html.find("input", attrs={"name": "entry"})["value"]
    after = all_lead_to_one_page(world.as_("ruiz"), several_times(page, "Save this set"))
    assert [one.id for one in world.sheet(sheet).vitals] == [entry]
    assert after.html.find("input", attrs={"name": "entry"})["value"] != entry


@several_times
def test_a_region_without_abnormality_is_recorded_once(world, several_times):
    sheet = world.begin()
    page = world.page(sheet, "exam")
    page.form = page.html.select_one("form[data-keeps-place]")
    all_lead_to_one_page(world.as_("ruiz"), several_times(page, page.form.button.get_text(" ", strip=True)))
    assert len(world.sheet(sheet).exam) == 1


@several_times
def test_a_warning_is_answered_once(world, several_times):
    made = build.sheet()
    made.vitals[0].heart_rate = 190
    sheet = world.keep(made)
    page = world.page(sheet, "check")
    form = page.html.select_one(".warning-answer form")
    page.form, page.typed["text"] = form, ["Measured twice"]
    page = all_lead_to_one_page(
        world.as_("ruiz"), several_times(page, form.find("button").get_text(" ", strip=True))
    )
    assert counted(world, Answer, text="Measured twice") == len(form.find_all(attrs={"name": "anchor"}))


def test_an_entry_struck_twice_is_struck_without_a_complaint(world):
    sheet = world.keep(build.sheet())
    page = world.page(sheet, "vitals", query=f"?entry={build.FIRST}").fill(
        "Why is it struck?", "Wrong patient"
    )
    after = all_lead_to_one_page(world.as_("ruiz"), press_again_and_again(page, "Strike it"))
    assert "struck already" not in after.words
    struck = next(one for one in world.sheet(sheet).vitals if one.id == build.FIRST)
    assert (struck.struck_reason, struck.version) == ("Wrong patient", 1)
    after.form = after.html.find("button", attrs={"name": "restore"}).find_parent("form")
    press_again_and_again(after, None)
    assert next(one for one in world.sheet(sheet).vitals if one.id == build.FIRST).version == 2


@several_times
def test_a_rehearsal_is_begun_once(college, several_times):
    sheet = college.sheet()
    page = college.world.as_("ruiz").open(f"/sheets/{sheet}/rehearsals").fill("Who listens", "Kim Vale")
    all_lead_to_one_page(college.world.as_("ruiz"), several_times(page, "Start"))
    assert counted(college.world, Rehearsal) == 1


@several_times
def test_a_certificate_is_added_once_and_changed_as_often_as_it_is_asked_for(world, several_times):
    page = world.as_("ruiz").open("/certificates").choose("Certification level", "EMT")
    page = all_lead_to_one_page(world.as_("ruiz"), several_times(page, "Add the certificate"))
    assert counted(world, Certificate) == 1
    with world.database.read() as session:
        number = session.query(Certificate).one().id
    change = (
        world.as_("ruiz").open(f"/certificates?certificate={number}").choose("Certification level", "AEMT")
    )
    change.submit("Save the certificate")
    again = world.as_("ruiz").open(f"/certificates?certificate={number}").choose("Certification level", "EMT")
    again.submit("Save the certificate")
    change.submit("Save the certificate")
    assert counted(world, Certificate, level="AEMT") == 1


# Review ---------------------------------------------------------------------------------------------------------------


@several_times
def test_a_comment_is_written_once(college, several_times):
    sheet = college.submitted()
    page = college.desk(sheet, query="?at=patient-weight").fill("Comment", "Say how you weighed her")
    button = page.html.select_one("form.comment-form button").get_text(" ", strip=True)
    all_lead_to_one_page(college.world.as_("teacher"), several_times(page, button))
    assert counted(college.world, Comment) == 1


@several_times
def test_an_addendum_is_added_once(college, several_times):
    sheet = college.submitted()
    with college.acting("teacher", sheet) as (session, found, who):
        steps.accept(session, found, who)
    page = college.world.page(sheet, "check").fill("Addendum", "The family called back")
    page = all_lead_to_one_page(college.world.as_("ruiz"), several_times(page, "Add it"))
    assert counted(college.world, Step, kind="addendum") == 1


@pytest.mark.parametrize(
    ("kind", "button", "note", "said"),
    [
        ("submitted", "Submit to your instructor", "", "Submitted."),
        ("returned", "Return it", "Complete the times", "Returned."),
        ("accepted", "Accept it", "", "Accepted."),
    ],
)
@several_times
def test_a_step_taken_again_says_what_stands(college, several_times, kind, button, note, said):
    trainee = kind == "submitted"
    sheet = college.sheet() if trainee else college.submitted()
    page = college.world.page(sheet, "check") if trainee else college.desk(sheet)
    page.form = next(one for one in page.html.find_all("button") if button in one.get_text()).find_parent(
        "form"
    )
    page.typed["note"] = [note]
    visitor = college.world.as_("ruiz" if trainee else "teacher")
    all_lead_to_one_page(visitor, several_times(page, button))
    assert counted(college.world, Step, kind=kind) == 1
    assert said in page.submit(button).words
    assert counted(college.world, Step, kind=kind) == 1


def test_a_step_that_was_undone_since_is_not_said_to_stand(college):
    sheet = college.sheet()
    page = college.world.page(sheet, "check")
    page.submit("Submit to your instructor").submit("Withdraw to change it")
    assert "Submitted." in page.submit("Submit to your instructor").words
    assert college.asking(sheet, steps.state) is steps.State.SUBMITTED


def test_a_draft_discarded_twice_is_discarded(world):
    sheet = world.begin()
    page = world.page(sheet, "check")
    for answer in press_again_and_again(page, "Discard this untouched sheet"):
        assert (answer.status_code, answer.headers["Location"]) == (303, "/")


# Rules of a class -----------------------------------------------------------------------------------------------------


@several_times
def test_a_ruleset_is_copied_once(world, several_times):
    page = world.as_("teacher").open(f"/classes/{class_number(world)}/rules")
    page.fill("Title of the class’s rules", "Our rules")
    all_lead_to_one_page(world.as_("teacher"), several_times(page, "Make a class copy"))
    assert counted(world, ClassRuleset) == 1
    assert counted(world, RulesetVersion) == 1


@several_times
def test_a_rule_is_changed_once_and_no_answer_tells_of_somebody_else(world, several_times):
    number, name = copied(world, "us-national-2019")
    page = world.as_("teacher").open(f"/classes/{number}/rules/{name}/items/iv_access")
    page.choose("Levels", "EMT").choose("May they?", "Yes").fill("Source", "County order 12")
    page.fill("Why", "We teach it so")
    all_lead_to_one_page(world.as_("teacher"), several_times(page, "Save as version 2"))
    assert counted(world, RulesetVersion) == 2
