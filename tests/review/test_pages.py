"""The queue and the desk as instructors meet them, and what their buttons do; and who is kept out."""

import pytest

from epcr.db import now
from epcr.people.model import Classroom
from epcr.review import steps
from epcr.review.model import Step
from epcr.review.state import State
from epcr.sheet.run_sheet import RunSheet
from tests.build import clock, intervention, keep_verdict

REFUSED = {
    "verdict": "not_permitted", "layer": "rule", "rule": "iv_access", "level": "EMT",
    "source": "DOT HS 813 151", "reason": "IV access starts at AEMT.", "ruleset": "us-national-2019", "version": "2019",
}  # fmt: skip


def outside(college, sheet):
    with college.world.database.write("ruiz") as session:
        found = session.get_one(RunSheet, sheet)
        keep_verdict(found, found.interventions[0], **REFUSED)


# The queue ------------------------------------------------------------------------------------------------------------


def test_an_empty_queue_says_so_and_what_comes_next(college):
    page = college.world.as_("teacher").open("/review")
    assert "Nothing waits for you" in page.words
    assert page.follow("See all run sheets").status == 200


def test_an_instructor_without_a_class_is_told_to_make_one(college):
    with college.world.database.write("x") as session:
        college.person(session, "teacher").classrooms = []
    assert "Make a class" in college.world.as_("teacher").open("/review").words


def test_the_queue_lists_what_waits_the_oldest_first(college):
    later, sooner = college.submitted(), college.submitted("okafor")
    with college.world.database.write("x") as session:
        step = session.query(Step).filter_by(run_sheet_id=sooner).one()
        step.at = now().replace(year=2020)
    college.sheet()
    page = college.world.as_("teacher").open("/review")
    links = [tag["href"] for tag in page.html.select("a.row-link")]
    assert links == [f"/review/{sooner}", f"/review/{later}"]
    assert "Ike Okafor" in page.words
    assert "2 run sheets waiting for review" in page.words
    assert "days ago" in page.words


def test_the_queue_names_acts_outside_scope_with_level_rule_and_source(college):
    sheet = college.submitted()
    outside(college, sheet)
    for page in (college.world.as_("teacher").open("/review"), college.desk(sheet)):
        for word in ("utside scope", "IV access starts at AEMT.", "EMT", "iv_access", "DOT HS 813 151"):
            assert word in page.words


def test_the_queue_and_the_desk_tell_a_dose_that_is_asked_about(college):
    sheet = college.sheet()
    before = college.world.as_("teacher").open("/review?state=draft").words
    with college.acting("ruiz", sheet) as (_, found, _):
        medic = found.crew[0].id
        found.interventions.append(
            intervention(
                id="9" * 32, item="fentanyl", dose=100.0, dose_unit="3706021", route="9927023",
                performer=medic, performed_at=clock("17:15"),
            )
        )  # fmt: skip
    queue = college.world.as_("teacher").open("/review?state=draft").words
    assert "1 warning" in queue
    assert "1 warning" not in before
    assert "100 mcg would be usual: is the unit right?" in college.desk(sheet).words


def test_the_queue_is_narrowed_by_state_class_trainee_and_scenario(college):
    waiting, draft = college.submitted("okafor"), college.sheet(scenario="mvc")
    teacher = college.world.as_("teacher")

    def listed(**asked):
        query = "&".join(f"{name}={value}" for name, value in asked.items())
        return [
            tag["href"].removeprefix("/review/")
            for tag in teacher.open(f"/review?{query}").html.select("a.row-link")
        ]

    sheet = college.world.sheet(waiting)
    assert listed() == [waiting]
    assert listed(state="draft") == [draft]
    assert set(listed(state="")) == {waiting, draft}
    assert listed(state="accepted") == []
    assert listed(trainee=sheet.trainee_id) == [waiting]
    assert listed(trainee=sheet.trainee_id, state="draft") == []
    assert listed(classroom=sheet.classroom_id) == [waiting]
    assert listed(classroom=9999) == []
    assert listed(state="", scenario="mvc") == [draft]
    assert listed(state="", scenario="blank") == [waiting]
    assert set(listed(state="nonsense", classroom="x", trainee=10**30, page="-1", scenario="")) == {
        waiting,
        draft,
    }


def test_a_reopened_or_withdrawn_sheet_is_listed_by_the_state_it_is_in(college):
    sheet, other = college.submitted(), college.submitted("okafor")
    with college.acting("teacher", sheet) as (session, found, who):
        steps.accept(session, found, who)
        steps.reopen(session, found, who, "look again")
    with college.acting("okafor", other) as (session, found, who):
        steps.withdraw(session, found, who)
    teacher = college.world.as_("teacher")
    assert f"/review/{sheet}" in str(teacher.open("/review?state=returned").html)
    assert f"/review/{other}" in str(teacher.open("/review?state=draft").html)
    assert teacher.open("/review").html.select("a.row-link") == []


def test_the_queue_has_pages(college, monkeypatch):
    monkeypatch.setattr("epcr.review.queue.PER_PAGE", 1)
    first, second = college.submitted(), college.submitted("okafor")
    page = college.world.as_("teacher").open("/review")
    assert f"/review/{first}" in str(page.html)
    assert "Page 1 of 2" in page.words
    page = page.follow("Later ones")
    assert f"/review/{second}" in str(page.html)
    assert page.follow("Earlier ones").words.count("Page 1 of 2") == 1


def test_an_instructor_sees_the_sheets_of_their_own_classes_only(college):
    own, other = college.submitted(), college.submitted("stranger")
    assert f"/review/{own}" not in str(college.world.as_("other_teacher").open("/review?state=").html)
    page = college.world.as_("boss").open("/review")
    assert f"/review/{own}" in str(page.html)
    assert f"/review/{other}" in str(page.html)
    with college.world.database.read() as session:
        foreign = session.query(Classroom).filter_by(name="Other class").one().id
    assert (
        "Sam Stranger" not in college.world.as_("teacher").open(f"/review?state=&classroom={foreign}").words
    )


def test_a_discarded_draft_is_nowhere(college):
    sheet = college.world.begin()
    college.post("ruiz", f"/sheets/{sheet}/discard")
    assert f"/review/{sheet}" not in str(college.world.as_("teacher").open("/review?state=").html)
    assert college.world.as_("teacher").client.get(f"/review/{sheet}").status_code == 404
    assert college.world.as_("ruiz").client.get(f"/sheets/{sheet}/incident").status_code == 404


# The desk -------------------------------------------------------------------------------------------------------------


def test_the_desk_shows_the_sheet_in_the_order_of_paper(college):
    page = college.desk(college.submitted())
    titles = [" ".join(tag.get_text(" ").split()) for tag in page.html.select(".paper-part > h2")]
    titles = [title.split(" Comment on")[0].removesuffix(" Comment") for title in titles]
    assert titles[0] == "Incident and times"
    assert titles.index("Vital signs") < titles.index("Interventions") < titles.index("Disposition")
    assert "R. Alder" in page.words
    assert "324" in page.words


def test_reading_does_not_open_a_sheet_and_beginning_does(college):
    sheet = college.submitted()
    page = college.desk(sheet)
    assert "can still withdraw it" in page.words
    assert not college.asking(sheet, steps.opened)
    page = page.submit("Begin review")
    assert "No comments on this revision" in page.words
    assert college.asking(sheet, steps.opened)


def test_a_begun_review_is_told_to_its_trainee_and_offers_no_withdrawal(college):
    sheet = college.submitted()
    before = college.world.page(sheet, "check")
    assert "Withdraw to change it" in before.words
    college.desk(sheet).submit("Begin review")
    for page in (college.world.page(sheet, "check"), college.world.page(sheet, "incident")):
        assert "In review" in page.words
        assert "Submitted" not in page.html.find("main").get_text(" ").split("What happened to it")[0]
        assert "ithdraw" not in page.words
    assert "In review" in college.world.as_("ruiz").open("/").words


def test_the_desk_says_plainly_what_the_trainee_will_see(college):
    sheet = college.submitted()
    bare = college.desk(sheet).words
    assert "Dana Ruiz will see your note. There are no comments." in bare
    assert (
        "only addenda can be added. Dana Ruiz will see your note, if you write one. There are no comments."
        in bare
    )
    college.desk(sheet, query="?at=incident-unit").fill("Comment", "Which?").submit("Save")
    assert "Dana Ruiz will see your note, and 1 comment." in college.desk(sheet).words


def test_an_emptied_part_of_the_handoff_says_that_the_draft_stands(college):
    sheet = college.sheet()
    with college.acting("ruiz", sheet) as (session, found, who):
        found.handoff.situation = "Chest pain, worse on exertion"
        steps.submit(session, found, who, [])
    with college.acting("teacher", sheet) as (session, found, who):
        steps.give_back(session, found, who, "Take the draft")
    with college.acting("ruiz", sheet) as (session, found, who):
        found.handoff.situation = None
        steps.submit(session, found, who, [])
    page = college.desk(sheet)
    for name in ("situation", "background"):
        line = page.html.find(id=f"handoff-{name}").get_text(" ")
        assert "the draft is used" in line
        assert "not documented" not in line
    assert "not documented" not in page.html.find("table", class_="changes").get_text()


def test_a_draft_is_read_and_nothing_else(college):
    page = college.desk(college.sheet())
    assert "you can read along" in page.words
    assert page.html.select(".comment-link") == []
    assert [form["action"] for form in page.html.select("main form")] == []


def test_a_comment_is_written_at_its_field_without_scripts(college):
    sheet = college.submitted()
    page = college.desk(sheet, query="?at=incident-unit")
    page = page.choose("Type of comment", "Must fix").fill("Comment", "Which unit was it?").submit("Save")
    assert page.status == 200
    place = page.html.find(id="incident-unit")
    assert "Which unit was it?" in place.get_text()
    assert "Must fix" in place.get_text()
    assert college.asking(sheet, steps.opened)


@pytest.mark.parametrize(
    "kind", ["vitals", "vitals entry", "vitals cell", "interventions entry", "silent field"]
)
def test_a_comment_can_stand_anywhere(college, kind):
    sheet = college.submitted()
    stored = college.world.sheet(sheet)
    anchor = {
        "vitals": "vitals",
        "vitals entry": str(stored.vitals[0].anchor()),
        "vitals cell": str(stored.vitals[0].anchor("systolic")),
        "interventions entry": str(stored.interventions[0].anchor()),
        "silent field": "incident-mass_casualty",
    }[kind]
    page = college.desk(sheet, query=f"?at={anchor}").fill("Comment", "Here it stands").submit("Save")
    assert page.words.count("Here it stands") >= 1
    assert page.html.find(id=anchor) is not None
    assert [one.anchor for one in college.asking(sheet, steps.comments)] == [anchor]


def test_an_empty_comment_comes_back_with_the_page(college):
    sheet = college.submitted()
    page = (
        college.desk(sheet, query="?at=incident-unit").choose("Type of comment", "Well done").submit("Save")
    )
    assert page.status == 422
    assert "Write what you want to say" in page.words
    assert page.value("Type of comment") == "Well done"
    assert not college.asking(sheet, steps.opened)


def test_a_comment_is_changed_and_deleted_on_the_desk(college):
    sheet = college.submitted()
    college.desk(sheet, query="?at=incident-unit").fill("Comment", "First words").submit("Save")
    (comment,) = college.asking(sheet, steps.comments)
    page = college.desk(sheet, query=f"?edit={comment.id}")
    assert page.value("Comment").strip() == "First words"
    page = page.fill("Comment", "Second words").submit("Save")
    assert "Second words" in page.words
    assert "First words" not in page.words
    page = page.submit("Delete the comment: Second words")
    assert "Second words" not in page.words
    assert college.asking(sheet, steps.comments) == []


@pytest.mark.parametrize(
    "query", ["?edit=77", "?edit=99999999999999999999", "?at=nowhere", "?at=crew-x-y-z", "?edit=x"]
)
def test_a_desk_asked_for_nonsense_is_still_a_desk(college, query):
    assert college.desk(college.submitted(), query=query).status == 200


def test_the_queue_names_the_patient_beside_the_scenario(college):
    college.submitted()
    page = college.world.as_("teacher").open("/review")
    assert "HARPER, June" in page.html.select_one("td[data-label=Scenario]").get_text()


def test_returning_says_what_will_happen_and_needs_a_note(college):
    sheet = college.submitted()
    page = college.desk(sheet)
    assert "comes back to you as revision 2" in page.words
    page = page.fill("What should they fix?", " ").submit("Return it")
    assert page.status == 422
    assert "Write what the trainee is to do" in page.words
    page = page.fill("What should they fix?", "Add the second set").submit("Return it")
    assert "Returned. Dana Ruiz sees what you wrote on sheet " in page.words
    assert college.asking(sheet, steps.state) is State.RETURNED
    assert "Add the second set" in college.world.page(sheet, "check").words


def test_a_sheet_returned_with_a_note_alone_does_not_begin_with_nothing_is_missing(college):
    sheet = college.submitted()
    college.desk(sheet).fill("What should they fix?", "Add the second set").submit("Return it")
    lead = college.world.page(sheet, "check").html.select_one("[data-check-lead]").get_text()
    assert lead.strip() == "Nothing is missing besides what your instructor wrote below."


def test_accepting_makes_it_read_only_and_leaves_addenda(college):
    sheet = college.submitted()
    page = college.desk(sheet).fill("A note, if you like", "Nicely timed").submit("Accept it")
    assert "Accepted. From now on, only addenda can be added to sheet " in page.words
    page = college.desk(sheet).fill("Addendum", "Filed under chest pain").submit("Add it")
    assert "Filed under chest pain" in page.words
    stored = college.world.sheet(sheet)
    answer = college.post(
        "ruiz", f"/sheets/{sheet}/incident", **{"incident-unit": "X", "version": str(stored.incident.version)}
    )
    assert answer.status_code == 409
    assert college.world.sheet(sheet).incident.unit != "X"
    page = college.desk(sheet).submit("Reopen it")
    assert page.status == 422
    page = page.fill("Why it is reopened", "One more look").submit("Reopen it")
    assert college.asking(sheet, steps.state) is State.RETURNED


def test_the_second_review_shows_the_change_beside_the_comment_that_asked_for_it(college):
    sheet = college.submitted()
    for anchor, text in (("incident-unit", "Which unit?"), ("patient-sex", "Sure?")):
        college.desk(sheet, query=f"?at={anchor}").fill("Comment", text).submit("Save")
    college.desk(sheet).fill("What should they fix?", "Two things").submit("Return it")
    with college.acting("ruiz", sheet) as (session, found, who):
        found.incident.unit = "Medic 9"
        steps.submit(session, found, who, [])
    page = college.desk(sheet)
    (row,) = page.html.select("table.changes tbody tr")
    words = " ".join(row.get_text(" ").split())
    assert "Unit" in words
    assert "Medic 9" in words
    assert "Which unit?" in words
    assert "Comments with no change" in page.words
    assert "Sure?" in page.words
    assert "now Medic 9" in " ".join(page.html.find(id="incident-unit").get_text(" ").split())


def test_the_desk_leads_to_the_next_sheet_that_waits(college):
    first, second = college.submitted(), college.submitted("okafor")
    assert college.desk(first).follow("Next waiting").address == f"/review/{second}"


def test_what_people_typed_is_shown_as_typed(college):
    evil = "<script>alert(1)</script><img src=x onerror=alert(1)>"
    sheet = college.sheet()
    with college.acting("ruiz", sheet) as (session, found, who):
        found.incident.unit, who.name = evil, evil[:50]
        found.vitals[0].struck_at, found.vitals[0].struck_reason = now(), evil
        steps.submit(session, found, who, [])
    college.desk(sheet, query="?at=incident-unit").fill("Comment", evil).submit("Save")
    college.desk(sheet).fill("What should they fix?", evil).submit("Return it")
    for page in (
        college.desk(sheet),
        college.world.as_("teacher").open("/review?state="),
        college.world.page(sheet, "check"),
    ):
        assert not [tag for tag in page.html.find_all("script") if not tag.get("src")]
        assert page.html.find_all("img", src="x") == []


# Who is kept out ------------------------------------------------------------------------------------------------------

REVIEWING = ("open", "comment", "return", "accept", "reopen")
OWN = ("submit", "withdraw", "discard")


@pytest.mark.parametrize("verb", REVIEWING)
def test_the_sheet_of_another_class_cannot_be_reviewed(college, verb):
    sheet = college.submitted()
    typed = {"note": "x", "anchor": "incident-unit", "kind": "improve", "text": "x"}
    for login in ("other_teacher", "ruiz", "okafor"):
        assert college.post(login, f"/review/{sheet}/{verb}", **typed).status_code == 404
    assert [step.kind for step in college.asking(sheet, steps.history)] == ["submitted"]
    assert college.asking(sheet, steps.comments) == []


@pytest.mark.parametrize("verb", OWN)
def test_nobody_else_submits_withdraws_or_discards_a_sheet(college, verb):
    sheet = college.submitted()
    for login in ("okafor", "stranger", "teacher", "boss"):
        assert college.post(login, f"/sheets/{sheet}/{verb}").status_code == 404
    assert [step.kind for step in college.asking(sheet, steps.history)] == ["submitted"]


def test_an_addendum_is_for_those_who_may_read_the_sheet(college):
    sheet = college.submitted()
    with college.acting("teacher", sheet) as (session, found, who):
        steps.accept(session, found, who)
    for login in ("okafor", "stranger", "other_teacher"):
        assert college.post(login, f"/sheets/{sheet}/addendum", note="x").status_code == 404
    assert college.post("ruiz", f"/sheets/{sheet}/addendum", note="Mine").status_code == 303
    assert [step.note for step in college.asking(sheet, steps.history)][-1] == "Mine"


@pytest.mark.parametrize("name", ["nothing", "0" * 12, "%00", "a" * 500, ".."])
def test_an_unknown_sheet_is_not_found(college, name):
    assert college.world.as_("teacher").client.get(f"/review/{name}").status_code == 404
    assert college.post("teacher", f"/review/{name}/accept").status_code == 404
    assert college.post("ruiz", f"/sheets/{name}/submit").status_code == 404


@pytest.mark.parametrize(
    "path", [*(f"/review/SHEET/{verb}" for verb in REVIEWING), *(f"/sheets/SHEET/{verb}" for verb in OWN)]
)
def test_a_step_without_a_token_is_refused(college, path):
    sheet = college.submitted()
    login = "teacher" if path.startswith("/review") else "ruiz"
    assert (
        college.world.as_(login).client.post(path.replace("SHEET", sheet), data={"note": "x"}).status_code
        == 400
    )
    assert [step.kind for step in college.asking(sheet, steps.history)] == ["submitted"]


def test_no_step_is_taken_by_opening_an_address(college):
    sheet = college.submitted()
    for verb in REVIEWING:
        assert college.world.as_("teacher").client.get(f"/review/{sheet}/{verb}").status_code == 405


def test_a_comment_of_another_sheet_cannot_be_deleted_through_ones_own(college):
    sheet, other = college.submitted(), college.submitted("stranger")
    with college.acting("other_teacher", other) as (session, found, who):
        number = steps.write_comment(session, found, who, anchor="incident-unit", kind="improve", text="x").id
    college.post("teacher", f"/review/{sheet}/comment", number=number, delete="1")
    college.post("teacher", f"/review/{sheet}/comment", number=number, kind="improve", text="taken over")
    assert [one.text for one in college.asking(other, steps.comments)] == ["x"]
    assert college.post("teacher", f"/review/{sheet}/comment", number=10**30, delete="1").status_code == 404


# The trainee's side ---------------------------------------------------------------------------------------------------


def test_submitting_with_something_missing_leads_back_to_the_list(college):
    sheet = college.world.begin()
    page = college.world.page(sheet, "check").submit("Submit to your instructor")
    assert "still open" in page.words
    assert college.asking(sheet, steps.state) is State.DRAFT


def test_a_trainee_submits_and_withdraws_by_buttons(college):
    sheet = college.sheet()
    page = college.world.page(sheet, "check").submit("Submit to your instructor")
    assert "Submitted." in page.words
    page = page.submit("Withdraw to change it")
    assert "Withdrawn." in page.words
    assert college.asking(sheet, steps.editable)


def test_withdrawing_after_the_review_began_says_why_not(college):
    sheet = college.submitted()
    before = college.world.page(sheet, "check")
    college.post("teacher", f"/review/{sheet}/open")
    page = before.submit("Withdraw to change it")
    assert "has begun to read this sheet" in page.words
    assert college.asking(sheet, steps.state) is State.SUBMITTED


def test_a_returned_sheet_tells_its_trainee_what_to_change_and_where(college):
    sheet = college.submitted()
    with college.acting("teacher", sheet) as (session, found, who):
        steps.write_comment(session, found, who, anchor="incident-unit", kind="must_fix", text="Which unit?")
        steps.give_back(session, found, who, "One thing to fix")
    page = college.world.page(sheet, "check")
    assert "Returned by Toni Teacher" in page.words
    assert "One thing to fix" in page.words
    (link,) = [tag for tag in page.html.select(".check-list a") if "Which unit?" in tag.get_text()]
    assert link["href"].endswith("/incident#incident-unit")
    assert "Must fix: Which unit?" in college.world.page(sheet, "incident").words


def test_before_submitting_again_what_must_be_fixed_and_was_not_touched_is_named(college):
    sheet = college.submitted()
    entry = college.world.entry(sheet, "vitals", 0)
    with college.acting("teacher", sheet) as (session, found, who):
        for anchor, kind, text in (
            ("incident-unit", "must_fix", "Which unit?"),
            (f"vitals-{entry}", "must_fix", "Count the pulse again"),
            ("patient-last_name", "improve", "Spell it out"),
        ):
            steps.write_comment(session, found, who, anchor=anchor, kind=kind, text=text)
        steps.give_back(session, found, who, "Two things to fix")

    def named():
        page = college.world.page(sheet, "check")
        return [
            (tag.get_text(), tag.a["href"].rsplit("/", 1)[-1]) for tag in page.html.select("#untouched li")
        ]

    (unit, pulse) = named()
    assert "Must fix: Which unit?" in unit[0]
    assert unit[1] == "incident#incident-unit"
    assert "Count the pulse again" in pulse[0]
    college.world.page(sheet, "vitals", query=f"?entry={entry}").fill("Heart rate", "91").save()
    assert [words for words, _ in named() if "pulse" in words] == []
    page = college.world.page(sheet, "check")
    assert "Submitting freezes revision 2 as it stands" in page.words
    page.submit("Submit to your instructor")
    assert college.asking(sheet, steps.state) is State.SUBMITTED
    assert "Which unit?" in college.desk(sheet).html.find(id="changed-title").parent.get_text()


def test_a_first_submission_names_no_comment(college):
    assert college.world.page(college.sheet(), "check").html.find(id="untouched") is None


def test_after_a_decision_the_queue_is_as_it_was_left(college):
    sheet = college.submitted()
    teacher = college.world.as_("teacher")
    teacher.open(f"/review?state=&trainee={college.world.sheet(sheet).trainee_id}")
    desk = college.desk(sheet)
    page = desk.fill("What should they fix?", "Once more").submit("Return it")
    assert page.address == "/review"
    above_the_name = desk.html.select_one(".up a")["href"]
    for queue in (page, teacher.open(above_the_name)):
        assert (queue.value("Trainee"), queue.value("State")) == ("Dana Ruiz", "Any state")
    assert teacher.open("/review").value("Trainee") == "All trainees"


def test_a_trainee_discards_an_untouched_draft_by_a_button(college):
    sheet = college.world.begin()
    page = college.world.page(sheet, "check").submit("Discard this untouched sheet")
    assert "The draft is discarded." in page.words
    submitted = college.submitted()
    assert "Discard" not in college.world.page(submitted, "check").words


def test_a_trainee_adds_an_addendum_to_an_accepted_sheet(college):
    sheet = college.submitted()
    with college.acting("teacher", sheet) as (session, found, who):
        steps.accept(session, found, who)
    page = college.world.page(sheet, "check").fill("Addendum", "The family called back").submit("Add it")
    assert "The addendum is added." in page.words
    assert "The family called back" in page.words
