"""The check as a walk: each finding is a step with its control, its answer or its verdict in place, and leads on to the next."""

import pytest
from bs4 import BeautifulSoup

from epcr.checks.verdicts import judge_changed
from epcr.db import now
from epcr.sheet.anchor import Anchor
from epcr.sheet.answer import Answer
from epcr.sheet.interventions import Intervention
from epcr.sheet.section import new_id
from tests import build
from tests.review.college import College


@pytest.fixture
def college(world):
    return College(world)


def steps(page):
    return [step["id"] for step in page.html.select("[data-step]")]


def lead_to(page):
    return [link["href"] for link in page.html.select("[data-check-state] .check-list a")]


def at(page, step):
    """Fill in and send the form of this step."""
    page.form = page.html.find(id=step).find("form")
    return page


def lacking(college, **blank):
    """A complete sheet in which these fields, as section_field, hold nothing."""
    sheet = college.sheet()
    with college.acting("ruiz", sheet) as (_, found, _who):
        for place in blank:
            section, _, name = place.partition("__")
            setattr(getattr(found, section), name, None)
    return sheet


def test_each_missing_field_stands_on_the_check_with_its_control(college):
    sheet = lacking(college, incident__unit=0, patient__last_name=0)
    page = college.world.page(sheet, "check")
    assert steps(page) == ["step-incident-unit", "step-patient-last_name"]
    assert lead_to(page) == ["#step-incident-unit", "#step-patient-last_name"]
    assert "1 of 2" in page.html.find(id="step-incident-unit").get_text(" ")
    assert {"Unit", "Last name"} <= page.labels()


def test_without_scripts_a_step_is_saved_and_leads_on_to_what_is_open_after_it(college):
    sheet = lacking(college, incident__unit=0, patient__last_name=0)
    page = at(college.world.page(sheet, "check"), "step-incident-unit")
    answer = page.fill("Unit", "Medic 9").submit("Save")
    assert answer.response.request.path == f"/sheets/{sheet}/check"
    assert steps(answer) == ["step-patient-last_name"]
    kept = college.world.sheet(sheet)
    assert kept.incident.unit == "Medic 9"
    assert (
        kept.incident.type_of_service == build.sheet().incident.type_of_service
    )  # what the step did not ask is left
    done = at(answer, "step-patient-last_name").fill("Last name", "Harper").submit("Save")
    assert steps(done) == []
    assert "Nothing is missing" in done.words


def test_a_step_tells_of_its_own_fields_alone_what_it_was_drawn_with(college):
    sheet = lacking(college, incident__unit=0, incident__response_mode=0)
    step = college.world.page(sheet, "check").html.find(id="step-incident-unit")
    assert [piece.partition(":")[0] for piece in step.find("input", {"name": "seen"})["value"].split()] == [
        "unit"
    ]


def test_what_others_changed_where_a_step_asks_nothing_is_kept_and_not_told(college):
    sheet = lacking(college, incident__unit=0)
    page = at(college.world.page(sheet, "check"), "step-incident-unit")
    college.world.page(sheet, "incident").fill("City", "Rutland").save()
    answer = page.fill("Unit", "Medic 9").submit("Save")
    assert "Also changed on another screen" not in answer.words
    kept = college.world.sheet(sheet).incident
    assert (kept.unit, kept.city) == ("Medic 9", "Rutland")


def test_what_others_wrote_where_a_step_asks_stands_against_it(college):
    sheet = lacking(college, incident__unit=0)
    page = at(college.world.page(sheet, "check"), "step-incident-unit")
    college.world.page(sheet, "incident").fill("Unit", "Engine 2").save()
    answer = page.fill("Unit", "Medic 9").submit("Save")
    assert answer.status == 409
    assert college.world.sheet(sheet).incident.unit == "Engine 2"


def test_either_of_two_fields_may_be_filled_in_at_its_step(college):
    sheet = lacking(college, patient__date_of_birth=0, patient__age=0)
    page = at(college.world.page(sheet, "check"), "step-patient-date_of_birth")
    assert {"Date of birth", "Age"} <= page.labels()
    assert steps(page.fill("Age", "68 years").submit("Save")) == []


def test_what_cannot_be_read_is_said_where_it_can_be_mended_and_the_way_back_stays(college):
    sheet = lacking(college, patient__date_of_birth=0, patient__age=0)
    page = (
        at(college.world.page(sheet, "check"), "step-patient-date_of_birth").fill("Age", "old").submit("Save")
    )
    assert page.status == 422
    assert page.html.select_one(".walk-bar a")["href"].endswith("/check#step-patient-date_of_birth")
    after = page.fill("Age", "68 years").submit("Next missing")
    assert after.response.request.path == f"/sheets/{sheet}/check"
    assert steps(after) == []


def test_what_has_no_field_yet_leads_to_its_section_and_back(college):
    sheet = college.sheet()
    with college.acting("ruiz", sheet) as (_, found, _who):
        found.signatures = []
    page = college.world.page(sheet, "check")
    step = page.html.find(id="step-signatures")
    assert step.select("form") == []
    section = page.follow(step.select_one(".walk-elsewhere a").get_text(" ", strip=True))
    assert section.address == f"/sheets/{sheet}/signatures"
    back, onward = [link["href"] for link in section.html.select(".walk-bar a")]
    assert back == f"/sheets/{sheet}/check#step-signatures"
    assert onward == f"/sheets/{sheet}/check/next?after=signatures"
    assert section.html.select_one(".save-strip [value=check]").get_text(strip=True) == "Next missing"


def test_a_section_that_was_not_opened_from_the_check_has_no_way_back_to_it(college):
    sheet = college.sheet()
    page = college.world.page(sheet, "incident")
    assert page.html.select(".walk-bar") == []
    assert page.html.select(".save-strip [value=check]") == []
    for nonsense in (
        "?check=",
        "?check=nowhere",
        "?check=incident-nothing",
        "?check=incident-unit-unit-unit",
    ):
        assert college.world.page(sheet, "incident", query=nonsense).html.select(".walk-bar") == []


def test_the_way_back_outlives_a_save(college):
    sheet = college.sheet()
    page = college.world.page(sheet, "incident", query="?check=incident-unit")
    saved = page.fill("Unit", "Medic 9").save()
    assert saved.address == f"/sheets/{sheet}/incident"
    assert saved.html.select_one(".walk-bar a")["href"].endswith("#step-incident-unit")


def where(college, sheet, after):
    answer = college.world.as_("ruiz").client.get(
        f"/sheets/{sheet}/check/next", query_string={"after": after}
    )
    assert answer.status_code == 303
    return answer.headers["Location"].partition("#")[2]


def test_next_goes_on_behind_a_place_and_around_the_end(college):
    sheet = lacking(college, incident__unit=0, patient__last_name=0)
    assert where(college, sheet, "incident-unit") == "step-patient-last_name"
    assert where(college, sheet, "incident-date_of_call") == "step-incident-unit"
    assert where(college, sheet, "incident") == "step-incident-unit"
    assert where(college, sheet, "patient-last_name") == "step-incident-unit"
    assert where(college, sheet, "disposition") == "step-incident-unit"
    assert where(college, sheet, "nonsense-at-all-here") == "step-incident-unit"
    assert where(college, college.sheet(), "incident-unit") == "submit"


def fast(college):
    """A sheet with an unusual heart rate; its id and that of the set."""
    sheet = college.sheet()
    entry = college.world.entry(sheet, "vitals", 0)
    college.world.page(sheet, "vitals", query=f"?entry={entry}").fill("Heart rate", "190").save()
    return sheet, entry


def test_a_warning_is_corrected_or_answered_at_its_step(college):
    sheet, entry = fast(college)
    page = college.world.page(sheet, "check")
    step = f"step-vitals-{entry}-heart_rate"
    assert steps(page) == [step]
    forms = page.html.find(id=step).select("form")
    assert [form["action"] for form in forms] == [f"/sheets/{sheet}/vitals", f"/sheets/{sheet}/answers"]
    corrected = at(page, step).fill("Heart rate", "90").submit("Save")
    assert steps(corrected) == []
    assert college.world.sheet(sheet).entries("vitals")[0].heart_rate == 90


def test_an_answer_leads_on(college):
    sheet, _ = fast(college)
    page = college.world.page(sheet, "check")
    page.form = page.html.select_one(".warning-answer form")
    page.typed["text"] = ["Ran up the stairs"]
    done = page.submit("Answer")
    assert steps(done) == []
    assert "Answered." in done.words
    assert "Ran up the stairs" in done.words
    with college.acting("ruiz", sheet) as (session, *_):
        assert session.query(Answer).one().text == "Ran up the stairs"


def test_an_empty_answer_leads_back_to_its_step(college):
    sheet, entry = fast(college)
    page = college.world.page(sheet, "check")
    page.form, page.typed["text"] = page.html.select_one(".warning-answer form"), [""]
    again = page.submit("Answer")
    assert "Write why it is right" in again.words
    assert steps(again) == [f"step-vitals-{entry}-heart_rate"]


def outside(college):
    """A complete sheet with an act outside scope that nothing was said of; its id and that of the act."""
    sheet = college.sheet()
    with college.acting("ruiz", sheet) as (_, found, _who):
        emt = found.crew[1].id
        act = Intervention(
            item="iv_access", performer=emt, performed_at=build.clock("17:20"), attempts=1, successful=True,
            authorization="9918005",
        )  # fmt: skip
        found.interventions.append(act)
        judge_changed(found, now())
        return sheet, act.id


def beyond(page, why):
    page.form = next(
        form
        for form in page.html.select("form.answer-form")
        if form.find("input", attrs={"value": "exceeded"})
    )
    page.typed["why"] = [why]
    return page.submit("Answer with this reason")


def test_a_verdict_is_answered_at_its_step(college):
    sheet, act = outside(college)
    page = college.world.page(sheet, "check")
    assert steps(page) == [f"step-interventions-{act}-item"]
    assert "Scope" in page.words
    done = beyond(page, "The medic was driving")
    assert done.address == f"/sheets/{sheet}/check"
    assert "Answered. The verdict stays as it is" in done.words
    assert steps(done) == []


def test_an_answer_to_a_verdict_that_lacks_something_comes_back_to_the_check(college):
    sheet, act = outside(college)
    again = beyond(college.world.page(sheet, "check"), "")
    assert again.status == 422
    assert steps(again) == [f"step-interventions-{act}-item"]
    assert "Write why you went beyond your scope" in again.words


def test_what_is_missing_at_an_act_comes_before_its_verdict_is_answered(college):
    sheet, act = outside(college)
    with college.acting("ruiz", sheet) as (_, found, _who):
        found.find(Anchor("interventions", act)).authorization = None
    assert steps(college.world.page(sheet, "check")) == [
        f"step-interventions-{act}-authorization",
        f"step-interventions-{act}-item",
    ]


def test_the_answer_to_several_warnings_stands_in_one_step_with_a_control_for_each(college):
    sheet = college.sheet()
    with college.acting("ruiz", sheet) as (_, found, _who):
        for taken in found.vitals:
            taken.heart_rate = 190
    page = college.world.page(sheet, "check")
    (step,) = page.html.select("[data-step]")
    assert len(step.select("input[name$=heart_rate]")) == len(step.select("input[name=anchor]")) == 2


def test_places_that_one_answer_may_do_for_are_named_in_words_and_so_are_their_fields(college):
    sheet = college.sheet()
    with college.acting("ruiz", sheet) as (_, found, _who):
        aspirin = next(act for act in found.interventions if act.item == "aspirin_po")
        aspirin.dose = 3240.0
        found.interventions.append(
            Intervention(
                **{
                    name: getattr(aspirin, name)
                    for name in (
                        "item",
                        "route",
                        "dose",
                        "dose_unit",
                        "performer",
                        "authorization",
                        "response",
                    )
                }
                | {"performed_at": build.clock("17:20")}
            )
        )
        judge_changed(found, now())
    page = college.world.page(sheet, "check")
    (step,) = [one for one in page.html.select("[data-step]") if len(one.select("input[name=anchor]")) == 2]
    ticked = [chip.get_text(" ", strip=True) for chip in step.select(".answer-for .chip")]
    assert ticked == ["Aspirin at 17:11", "Aspirin at 17:20"]
    assert [fields["aria-label"] for fields in step.select(".walk-form > .fields")] == ticked
    assert len(step["data-places"].split()) == 2


def test_the_check_drawn_anew_after_a_change_says_what_is_open_now(college):
    sheet = lacking(college, incident__unit=0, patient__last_name=0)
    visitor = college.world.as_("ruiz")
    page = college.world.page(sheet, "check")
    form = page.html.find(id="step-incident-unit").find("form")
    assert form["data-part"] == "incident"
    answer = visitor.client.post(
        form["data-changes"],
        json={
            "draw": ["check"],
            "changes": [{"op": new_id(), "anchor": "incident-unit", "value": ["Medic 9"], "was": ""}],
        },
        headers={"X-CSRFToken": page.hidden("csrf_token")},
    ).get_json()
    drawn = BeautifulSoup(answer["pieces"]["check"], "html.parser")
    assert [link["href"] for link in drawn.select(".check-list a")] == ["#step-patient-last_name"]
    assert drawn.select_one("[data-lead]")["data-lead"].startswith("1 entry missing")
    assert drawn.select_one("#submit button").has_attr("disabled")


def test_submitting_is_not_live_while_anything_is_open(college):
    sheet = lacking(college, incident__unit=0)
    page = college.world.page(sheet, "check")
    button = page.html.select_one("#submit button")
    assert button.has_attr("disabled")
    assert page.html.find(id=button["aria-describedby"]).get_text() == "Finish the item above to submit."
    assert (
        not college.world.page(college.sheet(), "check")
        .html.select_one("#submit button")
        .has_attr("disabled")
    )


def test_a_submitted_sheet_says_what_comes_next(college):
    sheet = college.sheet()
    page = college.world.page(sheet, "check").submit("Submit to your instructor")
    assert "Submitted." in page.words
    assert page.html.select_one(".check-then li").get_text().startswith("Your instructor reads it next")
    assert page.html.select("[data-step], #submit") == []


def test_what_is_saved_under_the_thumb_leads_on_in_the_check(college):
    page = college.world.page(lacking(college, incident__unit=0), "incident", query="?check=incident-unit")
    thumb = page.html.select_one(".thumb-save")
    assert (thumb["name"], thumb["value"], thumb.get_text(strip=True)) == ("goto", "check", "Next missing")
