"""The call screen as it is drawn: times, the last vital signs, what was logged, findings; and that it is one tap away everywhere."""

import json
import re
from datetime import timedelta

import pytest

from epcr.db import now
from epcr.sheet.exam import NO_ABNORMALITY, ExamFinding
from epcr.sheet.notes import TimedNote
from epcr.sheet.primary import NORMAL, PrimaryAssessment
from epcr.sheet.run_sheet import BY_SLUG, RunSheet
from epcr.sheet.section import new_id
from epcr.sheet.vitals import VitalSigns
from epcr.sheet.vocabulary import vocabulary
from tests import build
from tests.changing import change, outcomes, send
from tests.review.college import College

MG = "3706021"


@pytest.fixture
def made():
    return build.sheet()


def drawn(world, sheet):
    return world.page(sheet, "call")


def feed(page):
    return [" ".join(line.get_text(" ").split()) for line in page.html.select(".call-log > li")]


def test_the_time_that_is_next_stands_out_and_leads_to_its_field_without_scripts(world, made):
    made.incident.left_scene = made.incident.at_destination = made.incident.transfer_of_care = None
    page = drawn(world, world.keep(made))
    (due,) = page.html.select(".call-time-next")
    assert due["data-time"] == "incident-left_scene"
    assert due["data-shown"] == ""
    links = [link["href"] for link in page.html.select("a.call-time")]
    assert [link.rpartition("#")[2] for link in links] == [
        button["data-time"] for button in page.html.select("button[data-time]")
    ]


def test_an_early_time_that_was_left_out_is_not_next_once_a_later_one_stands(world, made):
    made.incident.on_scene = made.incident.left_scene = None
    made.incident.at_destination = made.incident.transfer_of_care = None
    (due,) = drawn(world, world.keep(made)).html.select(".call-time-next")
    assert due["data-time"] == "incident-left_scene"


def test_five_tiles_each_with_its_page_for_who_has_no_scripts(world, made):
    sheet = world.keep(made)
    page = drawn(world, sheet)
    assert [tile["data-sheet"] for tile in page.html.select("[data-sheet]")] == [
        "vitals", "medication", "procedure", "finding", "note",
    ]  # fmt: skip
    for link in page.html.select("a.call-tile"):
        assert world.as_("ruiz").open(link["href"]).status == 200


def test_the_last_vital_signs_stand_with_their_time(world, made):
    page = drawn(world, world.keep(made))
    last = page.html.select_one(".call-last")
    assert "17:20" in last.get_text()
    assert "HR 84" in last.get_text()
    assert "Shock index" in last.get_text()
    assert "needs" not in last.get_text()
    assert last.select_one("[data-since-set]")["data-since-set"] == build.clock("17:20").isoformat()


def test_what_was_logged_stands_newest_first_with_the_verdict_in_words(world, made):
    made.notes = [TimedNote(words="Elevator out", noted_at=build.clock("17:30"))]
    made.exam.append(ExamFinding(region="abdomen", findings=["3511037"], examined_at=build.clock("17:14")))
    made.exam.append(ExamFinding(region="head", remark="Small cut", examined_at=build.clock("17:15")))
    lines = feed(drawn(world, world.keep(made)))
    clocks = [line[:5] for line in lines]
    assert clocks == sorted(clocks, reverse=True)
    assert "17:30 Note Elevator out" in lines
    assert "17:14 Exam No abnormality: Chest, Abdomen" in lines
    assert "17:15 Exam Head: Small cut" in lines
    assert any(line.startswith("17:11 Aspirin 324 mg in scope") for line in lines)


def test_times_of_the_call_in_one_minute_stand_newest_first_too(world, made):
    made.incident.en_route = made.incident.on_scene = made.incident.at_patient = build.clock("16:59")
    lines = [line for line in feed(drawn(world, world.keep(made))) if line.startswith("16:59 ")]
    assert [line for line in lines if line[6:] in {"En route", "On scene", "At patient"}] == [
        "16:59 At patient", "16:59 On scene", "16:59 En route",
    ]  # fmt: skip


def test_a_letter_of_the_primary_assessment_is_logged_when_it_was_first_written(world):
    sheet = world.begin(scenario="inferior-stemi")
    button = drawn(world, sheet).html.select_one("[data-letter=A] [data-normal]")
    changes = [change(piece["anchor"], piece["value"]) for piece in json.loads(button["data-normal"])]
    assert set(outcomes(send(world, sheet, *changes))) == {"applied"}
    page = drawn(world, sheet)
    assert any(re.fullmatch(r"16:(48|49|5\d) A · Airway normal", line) for line in feed(page))
    (link,) = (link["href"] for link in page.html.select(".call-line-primary a"))
    assert link.endswith("/primary#primary-airway")
    with world.database.write("ruiz") as session:
        session.get_one(RunSheet, sheet).primary.airway = "at_risk"
    assert any("A · Airway: Open, at risk; Obstruction: " in line for line in feed(drawn(world, sheet)))


def test_glucose_and_pain_are_logged_like_any_sign(world, made):
    """A set with nothing else in it said that vital signs were taken, and not which."""
    made.vitals = [
        build.vitals(
            id=new_id(), taken_at=build.clock("17:25"), systolic=None, diastolic=None, glucose=38, pain=7
        )
    ]
    page = drawn(world, world.keep(made))
    (line,) = [line for line in feed(page) if line.startswith("17:25 ")]
    for words in ("Pain 7", "Glucose 38"):
        assert words in line
        assert words in page.html.select_one(".call-last").get_text(" ", strip=True)


def test_what_has_no_time_is_logged_too(world, made):
    made.exam.append(ExamFinding(region="head", remark="Small cut"))
    made.notes = [TimedNote(words="Elevator out")]
    made.vitals.append(VitalSigns(heart_rate=88))
    made.interventions.append(build.intervention(id=new_id(), item="nitro_iv", performed_at=None))
    lines = feed(drawn(world, world.keep(made)))
    for words in ("No time Exam Head: Small cut", "No time Note Elevator out", "No time HR 88"):
        assert words in lines
    assert any(line.startswith("No time Nitroglycerin") for line in lines)


def test_in_one_minute_what_was_logged_last_stands_first(world, made):
    at, first, later = build.clock("17:40"), now(), now() + timedelta(seconds=5)
    made.notes = [TimedNote(words="Elevator out", noted_at=at, created_at=first)]
    made.exam.append(ExamFinding(region="head", remark="Small cut", examined_at=at, created_at=later))
    lines = [line for line in feed(drawn(world, world.keep(made))) if line.startswith("17:40")]
    assert lines == ["17:40 Exam Head: Small cut", "17:40 Note Elevator out"]


def test_each_line_leads_to_where_it_is_corrected(world, made):
    made.notes = [TimedNote(words="Elevator out", noted_at=build.clock("17:30"))]
    made.exam.append(ExamFinding(region="head", remark="Small cut"))
    page = drawn(world, world.keep(made))
    for address in {link["href"] for link in page.html.select(".call-line a")}:
        assert world.as_("ruiz").open(address).status == 200


def test_a_struck_entry_is_not_logged_any_more(world, made):
    made.notes = [TimedNote(words="Elevator out", noted_at=build.clock("17:30"))]
    sheet = world.keep(made)
    note = world.entry(sheet, "notes")
    answer = send(world, sheet, change(f"notes-{note}", strike="Tapped by mistake"))
    assert outcomes(answer) == ["applied"]
    assert not any("Elevator" in line for line in feed(drawn(world, sheet)))


def test_what_is_normal_at_a_letter_are_terms_of_the_lists_of_its_fields():
    for letter, terms in NORMAL.items():
        (group,) = (group for group in PrimaryAssessment.groups() if group.title.startswith(f"{letter} "))
        for name, codes in terms.items():
            assert name in group.names
            assert all(code in vocabulary(PrimaryAssessment.fields()[name].vocabulary) for code in codes)


def test_all_normal_writes_what_its_words_say_and_only_where_nothing_stands(world, made):
    made.primary.skin_color = "pale"
    for name in NORMAL["B"]:
        setattr(made.primary, name, None)
    sheet = world.keep(made)
    page = drawn(world, sheet)
    rows = {row["data-letter"]: row for row in page.html.select("[data-letter]")}
    assert "Breathing effort normal, breathing depth normal, chest rise equal" in rows["B"].get_text()
    sent = [json.loads(button["data-normal"]) for button in page.html.select("[data-normal]")]
    anchors = {piece["anchor"] for row in sent for piece in row}
    assert "primary-skin_color" not in anchors
    changes = [change(piece["anchor"], piece["value"]) for row in sent for piece in row]
    assert set(outcomes(send(world, sheet, *changes))) == {"applied"}
    stored = world.sheet(sheet).primary
    assert (stored.skin_color, stored.breathing_effort, stored.airway_obstruction) == (
        "pale", "3315007", ["no_obstruction"],
    )  # fmt: skip
    assert drawn(world, sheet).html.select("[data-normal]") == []


def test_a_region_is_normal_by_one_entry_that_was_made_on_the_device(world, made):
    sheet = world.keep(made)
    button = drawn(world, sheet).html.select_one('[data-region-normal="head"]')
    entry = "7" * 32
    answer = send(
        world, sheet,
        change(f"exam-{entry}-region", button["data-region-normal"]),
        change(f"exam-{entry}-findings", [button["data-finding"]]),
        change(f"exam-{entry}-examined_at", "1731"),
    )  # fmt: skip
    assert set(outcomes(answer)) == {"applied"}
    stored = world.sheet(sheet).part("exam", entry)
    assert (stored.region, stored.findings) == ("head", [NO_ABNORMALITY["head"]])
    assert stored.examined_at == build.clock("17:31")
    page = drawn(world, sheet)
    assert page.html.select('[data-region-normal="head"]') == []
    left = len(page.html.select("[data-region-normal]"))
    assert page.html.select_one("[data-rest-normal]").get_text(strip=True) == f"Rest normal ({left})"


def test_its_pieces_come_with_an_answer(world, made):
    sheet = world.keep(made)
    client = world.as_("ruiz").client
    token = world.as_("ruiz").open("/").hidden("csrf_token")
    message = {"device": "3f2a", "draw": ["call", "call-log", "finding", "nothing"], "changes": []}
    answer = client.post(f"/sheets/{sheet}/changes", json=message, headers={"X-CSRFToken": token}).json
    assert set(answer["pieces"]) == {"call", "call-log", "finding"}
    page = str(drawn(world, sheet).html)
    assert "data-rest-normal" in answer["pieces"]["finding"]
    assert all(
        name in page for name in ('data-piece="call"', 'data-piece="call-log"', 'data-piece="finding"')
    )


def test_it_is_one_tap_away_on_every_page_of_a_sheet_that_can_be_changed(world, made):
    sheet = world.keep(made)
    for slug in (*BY_SLUG, "check", "call"):
        page = world.page(sheet, slug)
        for place in (".thumb", "#sections", "#timeline"):
            assert page.html.select(f'{place} a[href="/sheets/{sheet}/call"]'), (slug, place)
    (first, *_) = world.page(sheet, "vitals").html.select("#sections a")
    assert first.get_text(strip=True) == "Call"


def test_beginning_leads_to_it_and_so_does_a_draft_in_the_list(world):
    who = world.as_("ruiz")
    sheet = world.begin()
    assert who.open("/").html.select_one("a.row-link")["href"] == f"/sheets/{sheet}/call"


def test_a_sheet_that_was_submitted_opens_to_be_read(world):
    college = College(world)
    sheet = college.submitted()
    assert world.as_("ruiz").open("/").html.select_one("a.row-link")["href"].endswith(f"/{sheet}/incident")
    page = drawn(world, sheet)
    assert page.html.select("[data-call]") == []
    assert not page.html.select(f'a[href="/sheets/{sheet}/call"]')


def test_what_was_typed_on_a_section_is_saved_on_the_way_to_it(world, made):
    sheet = world.keep(made)
    page = world.page(sheet, "incident").fill("City", "Wrenport")
    page.typed["goto"] = ["call"]
    after = page.save()
    assert world.sheet(sheet).incident.city == "Wrenport"
    assert after.html.select("[data-call]")


def test_a_note_is_written_without_scripts_too_and_stands_beside_the_narrative(world, made):
    made.notes = [
        TimedNote(words="Second", noted_at=build.clock("17:30")),
        TimedNote(words="First", noted_at=build.clock("17:12")),
        TimedNote(noted_at=build.clock("17:40")),
    ]
    sheet = world.keep(made)
    page = world.page(sheet, "notes")
    page.fill("Note", "Third").fill("Time noted", "1735").save()
    assert world.sheet(sheet).entries("notes")[2].words == "Third"
    told = world.page(sheet, "narrative").html.select("[data-use]")
    assert [button["data-use"] for button in told] == ["17:12 First", "17:30 Second", "17:35 Third"]
    assert world.sheet(sheet).narrative.text == made.narrative.text


def test_a_narrative_without_notes_has_no_panel(world, made):
    assert world.page(world.keep(made), "narrative").html.select(".with-notes") == []


def test_a_dose_that_was_stored_without_a_unit_says_so_in_its_line(world, made):
    build.with_intervention(made, dose=3240.0, dose_unit=None)
    assert any("3240, no unit" in line for line in feed(drawn(world, world.keep(made))))


def test_a_dose_that_the_page_of_the_act_asks_about_is_asked_about_in_its_line(world, made):
    act = build.with_intervention(made, item="aspirin_po", route="9927035", dose=3240.0, dose_unit=MG)
    sheet = world.keep(made)
    page = drawn(world, sheet)
    (line,) = page.html.select(f".call-log li:has(.call-asks) [href*='{act.id}']")
    assert "check the dose" in line.get_text(" ")
    assert line.select_one(".call-asks .icon") is not None
    assert "Check the dose of 3,240 mg" in world.page(sheet, "interventions").html.get_text(" ")


def test_a_usual_dose_is_not_asked_about(world, made):
    build.with_intervention(made, item="aspirin_po", route="9927035", dose=324.0, dose_unit=MG)
    assert "check the dose" not in " ".join(feed(drawn(world, world.keep(made))))


def test_an_act_of_somebody_who_is_not_on_the_crew_says_so_in_the_log(world, made):
    (medic,) = (member for member in made.crew if member.level == "Paramedic")
    medic.struck_at, medic.struck_reason = build.clock("18:00"), "Was not here"
    lines = feed(drawn(world, world.keep(made)))
    assert any(
        line.startswith("17:11 Aspirin 324 mg cannot be judged performer is not on the crew")
        for line in lines
    )


def test_where_nobody_is_on_the_crew_the_sheet_of_an_act_leads_to_where_they_are_added(world, made):
    made.crew, made.interventions = [], []
    page = drawn(world, world.keep(made))
    links = page.html.find_all("a", string=re.compile("Nobody is on the crew yet: add them"))
    assert {link["href"].partition("/sheets/")[2].partition("/")[2] for link in links} == {"crew#new"}
