"""A section is saved whole or not at all, and nothing that was typed is lost."""

import sqlite3
from datetime import date

import pytest

from epcr.sheet.section import new_id
from tests import build


def set_of(world, sheet):
    return world.page(sheet, "vitals").fill("Systolic blood pressure", "120").fill("Time taken", "1705")


def test_a_set_of_vital_signs_is_saved_and_shown(world):
    sheet = world.begin()
    page = set_of(world, sheet).fill("Heart rate", "240").fill("Diastolic blood pressure", "palp").save()
    assert page.status == 200
    (found,) = world.sheet(sheet).vitals
    assert (found.systolic, found.diastolic, found.heart_rate) == (120, "P", 240)
    assert "palpated" in page.words


def test_a_new_set_starts_now_and_with_nothing_else(world):
    page = world.page(world.begin(), "vitals")
    assert page.value("Time taken") != ""
    filled = [name for name, values in page._sent(page.html.find(id="sheet-form")).lists() if any(values)]
    assert sorted(name.rsplit("-", 1)[-1] for name in filled) == [
        "began",
        "csrf_token",
        "entry",
        "seen",
        "taken_at",
        "version",
    ]


def test_a_set_begun_weeks_after_the_call_takes_the_day_of_the_call(world, monkeypatch):
    monkeypatch.setattr("epcr.web.saving.now", lambda: build.clock("17:42:31", date(2025, 4, 2)))
    sheet = world.keep(build.sheet())
    page = world.page(sheet, "vitals")
    assert page.value("Time taken") == "17:42"
    page.fill("Heart rate", "80").save()
    assert world.sheet(sheet).entries("vitals")[-1].taken_at == build.clock("17:42")


def test_a_set_begun_after_midnight_is_of_the_next_day(world, monkeypatch):
    monkeypatch.setattr("epcr.web.saving.now", lambda: build.clock("00:10", date(2025, 4, 2)))
    sheet = world.keep(build.sheet())
    assert world.page(sheet, "vitals").value("Time taken") == "03/15/2025 00:10"


def test_one_tap_weeks_after_the_call_takes_the_day_of_the_call(world, monkeypatch):
    monkeypatch.setattr("epcr.web.saving.now", lambda: build.clock("17:42", date(2025, 4, 2)))
    sheet = world.keep(build.sheet())
    world.page(sheet, "exam").submit("No abnormality of abdomen")
    assert world.sheet(sheet).entries("exam")[-1].examined_at == build.clock("17:42")


def test_an_impossible_value_is_refused_and_everything_typed_is_kept(world):
    sheet = world.begin()
    page = set_of(world, sheet).fill("Heart rate", "501").why("SpO2", "Refused").save()
    assert page.status == 422
    assert "Heart rate must be between 0 and 500" in page.words
    assert page.value("Heart rate") == "501"
    assert page.value("Systolic blood pressure") == "120"
    assert page.html.select_one("[role=alert] a[href$='-heart_rate']")
    assert page.html.select_one("select[name$='-spo2-why'] option[selected]")["value"] == "refused"
    assert world.sheet(sheet).vitals == []
    page.fill("Heart rate", "99").save()
    (found,) = world.sheet(sheet).vitals
    assert (found.heart_rate, found.why("spo2")) == (99, "refused")


def test_a_value_and_a_reason_for_its_absence_exclude_each_other(world):
    page = set_of(world, world.begin()).why("Systolic blood pressure", "Refused").save()
    assert page.status == 422
    assert "Keep either the value of Systolic blood pressure or the reason" in page.words


def test_the_same_request_twice_saves_one_set(world):
    sheet = world.begin()
    page = set_of(world, sheet)
    page.save()
    again = page.save()
    assert again.status == 200
    assert len(world.sheet(sheet).vitals) == 1


def test_a_stale_form_shows_both_values_and_then_saves(world):
    sheet = world.begin()
    mine = world.page(sheet, "patient")
    world.page(sheet, "patient").fill("Last name", "Harper").save()
    answer = mine.fill("Last name", "Lind").save()
    assert answer.status == 409
    assert "Harper" in answer.words
    assert answer.value("Last name") == "Lind"
    assert world.sheet(sheet).patient.last_name == "Harper"
    answer.save()
    assert world.sheet(sheet).patient.last_name == "Lind"


def test_a_value_that_is_taken_back_is_gone(world):
    sheet = world.begin()
    world.page(sheet, "incident").fill("Unit", "Medic 4").choose(
        "Hazards", "Traffic", "Violence or weapons"
    ).save()
    world.page(sheet, "incident").fill("Unit", "").choose("Hazards").save()
    incident = world.sheet(sheet).incident
    assert (incident.unit, incident.hazards) == (None, None)


def test_an_unchanged_section_keeps_its_version(world):
    sheet = world.begin()
    world.page(sheet, "incident").save()
    assert world.sheet(sheet).incident.version == 0


def test_markup_in_a_text_is_shown_as_typed(world):
    sheet = world.begin()
    page = world.page(sheet, "history").fill("Chief complaint", '<b>pain</b> & "fear"').save()
    assert page.value("Chief complaint") == '<b>pain</b> & "fear"'
    assert page.html.find("b", string="pain") is None


def test_going_to_another_section_saves_this_one(world):
    sheet = world.begin()
    page = world.page(sheet, "incident").fill("Unit", "Medic 4")
    page.typed["goto"] = ["history"]
    following = page.save()
    assert following.address.endswith("/history")
    assert world.sheet(sheet).incident.unit == "Medic 4"


def test_a_struck_entry_stays_with_its_reason_and_can_be_put_back(world):
    sheet = world.begin()
    set_of(world, sheet).save()
    entry = world.entry(sheet, "vitals")
    page = (
        world.page(sheet, "vitals", query=f"?entry={entry}")
        .fill("Why is it struck?", "Wrong patient")
        .submit("Strike it")
    )
    assert "Wrong patient" in page.words
    stored = world.sheet(sheet)
    assert (len(stored.vitals), stored.entries("vitals")) == (1, [])
    page.submit(next(words for words in page_buttons(page) if words.startswith("Put back")))
    assert len(world.sheet(sheet).entries("vitals")) == 1


def page_buttons(page):
    return [" ".join(tag.get_text(" ").split()) for tag in page.html.find_all("button")]


def test_one_tap_records_a_region_without_abnormality(world):
    sheet = world.begin()
    who = world.as_("ruiz")
    page = world.page(sheet, "exam")
    token = page.hidden("csrf_token")
    entry = new_id()
    for _ in range(2):
        answer = who.client.post(
            f"/sheets/{sheet}/exam/no-abnormality",
            data={"csrf_token": token, "region": "abdomen", "entry": entry},
        )
        assert answer.status_code == 303
    (found,) = world.sheet(sheet).exam
    assert (found.region, found.findings) == ("abdomen", ["3511037"])
    assert found.examined_at is not None


@pytest.mark.parametrize("slug", ["nothing", "vitals-x", "crew%00"])
def test_a_section_that_does_not_exist_is_not_found(world, slug):
    assert world.page(world.begin(), slug).status == 404


def test_an_entry_of_another_sheet_cannot_be_written(world):
    theirs = world.begin("okafor")
    world.page(theirs, "vitals", "okafor").fill("Time taken", "1705").save()
    page = world.page(world.begin("ruiz"), "vitals")
    page.form = page.html.find(id="sheet-form")
    page.typed["entry"] = [world.entry(theirs, "vitals")]
    assert page.save().status == 404


def test_a_database_that_is_locked_answers_with_a_page_that_can_send_it_again(world, monkeypatch):
    monkeypatch.setattr("epcr.db.BUSY_MILLISECONDS", 50)
    sheet = world.begin()
    world.database.engine.dispose()
    page = world.page(sheet, "incident").fill("Unit", "Medic 4")
    blocker = sqlite3.connect(world.file, isolation_level=None)
    blocker.execute("begin immediate")
    refused = page.save()
    assert refused.status == 503
    assert "Nothing was saved halfway" in refused.words
    blocker.execute("rollback")
    blocker.close()
    refused.form = refused.html.find("input", attrs={"name": "incident-unit"}).find_parent("form")
    again = refused.submit()
    assert again.status == 200
    assert world.sheet(sheet).incident.unit == "Medic 4"


def test_a_page_open_too_long_can_be_sent_again(world):
    sheet = world.begin()
    page = world.page(sheet, "incident").fill("Unit", "Medic 4")
    page.typed["csrf_token"] = ["stale"]
    refused = page.save()
    assert refused.status == 400
    refused.form = refused.html.find("input", attrs={"name": "incident-unit"}).find_parent("form")
    refused.submit()
    assert world.sheet(sheet).incident.unit == "Medic 4"


def test_the_date_of_the_call_counts_for_the_times_typed_with_it(world):
    sheet = world.begin()
    world.page(sheet, "incident").fill("Date of call", "10/11/2024").fill("On scene", "1658").save()
    stored = world.sheet(sheet)
    assert stored.context().customs.stamp(stored.incident.on_scene) == "10/11/2024 16:58:00 -04:00"


def test_a_corrected_date_of_the_call_takes_all_times_along(world):
    sheet = world.begin()
    world.page(sheet, "incident").fill("Date of call", "11/02/2024").fill("On scene", "1658").save()
    set_of(world, sheet).save()
    world.page(sheet, "incident").fill("Date of call", "11/03/2024").save()
    stored = world.sheet(sheet)
    stamp = stored.context().customs.stamp
    assert stamp(stored.incident.on_scene) == "11/03/2024 16:58:00 -05:00"
    assert stamp(stored.vitals[0].taken_at) == "11/03/2024 17:05:00 -05:00"


@pytest.mark.parametrize(
    ("slug", "noun"),
    [
        ("crew", "crew member"),
        ("interventions", "intervention"),
        ("exam", "exam finding"),
        ("notes", "note"),
        ("signatures", "signature"),
        ("attachments", "attachment"),
        ("outcome", "hospital event"),
    ],
)
def test_a_new_entry_that_was_left_untouched_adds_nothing_and_says_so(world, slug, noun):
    sheet = world.keep(build.sheet())
    before = len(world.sheet(sheet).entries(slug))
    page = world.page(sheet, slug).save()
    assert page.status == 200
    assert f"Nothing was entered, so no {noun} was added." in page.words
    assert len(world.sheet(sheet).entries(slug)) == before


def test_the_performer_that_a_new_intervention_begins_with_adds_none(world):
    sheet = world.begin()
    page = world.page(sheet, "interventions").choose("Intervention", "Oxygen")
    name = next(iter(world.sheet(sheet).context().crew.values()))
    page.choose("Performed by", name).save()
    again = world.page(sheet, "interventions")
    assert again.value("Performed by")
    assert "so no intervention was added" in again.save().words
    assert len(world.sheet(sheet).entries("interventions")) == 1
    world.page(sheet, "interventions").fill("Time performed", "1705").save()
    assert len(world.sheet(sheet).entries("interventions")) == 2


def test_an_untouched_entry_does_not_stop_on_the_way_to_the_next_section(world):
    sheet = world.begin()
    before = len(world.sheet(sheet).crew)
    page = world.page(sheet, "crew").submit("Save and go to Patient")
    assert page.html.h1.get_text(strip=True) == "Patient"
    assert "Nothing was entered" not in page.words
    assert len(world.sheet(sheet).crew) == before


def test_the_clock_that_a_new_set_began_with_adds_none_on_the_way_to_the_next_section(world):
    sheet = world.begin()
    world.page(sheet, "vitals").submit("Save and go to Interventions")
    assert world.sheet(sheet).entries("vitals") == []
    # To go on with a value or with another time is to say that a set was begun.
    world.page(sheet, "vitals").fill("Heart rate", "90").save()
    world.page(sheet, "vitals").fill("Heart rate", "80").submit("Save and go to Interventions")
    world.page(sheet, "vitals").fill("Time taken", "0312").submit("Save and go to Interventions")
    assert len(world.sheet(sheet).entries("vitals")) == 3
