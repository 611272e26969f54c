"""A save that asks for JSON gets what the page would say, by the same road; a browser gets the page as before."""

import pytest

from epcr.people.model import Person
from epcr.review import steps
from epcr.sheet.anchor import Anchor
from epcr.sheet.run_sheet import RunSheet
from tests import build
from tests.world import make_world

AS_JSON = {"Accept": "application/json"}


def sent(world, sheet, slug, *, query="", login="ruiz", **values):
    """The form of a section as a browser would send it, with these values by field; the answer."""
    page = world.page(sheet, slug, login, query)
    form = page.html.find(id="sheet-form")
    fields = page._sent(form)
    prefix = (
        next(name for name in fields if name.startswith(slug)).rsplit("-", 1)[0] if slug != "vitals" else ""
    )
    entry = fields.get("entry", "")
    prefix = str(Anchor(slug, entry))
    for name, value in values.items():
        fields.setlist(f"{prefix}-{name}", [value])
    return lambda headers=AS_JSON: world.as_(login).client.post(
        f"/sheets/{sheet}/{slug}", data=fields, headers=headers
    )


def test_what_is_saved_says_what_the_page_would(world):
    sheet = world.keep(build.sheet())
    answer = sent(world, sheet, "incident", at_patient="1706", city="Wrenport")()
    assert answer.status_code == 200
    assert answer.mimetype == "application/json"
    told = answer.json
    stored = world.sheet(sheet)
    assert told["saved"] is True
    assert (told["anchor"], told["version"]) == ("incident", stored.incident.version)
    assert told["at"] == stored.incident.saved_at.isoformat()
    assert told["shown"]["incident-at_patient"] == "17:06"
    assert told["shown"]["incident-city"] == "Wrenport"
    assert told["errors"] == told["conflicts"] == {}
    assert set(told["outline"]) >= {"incident", "vitals", "interventions", "handoff"}
    assert told["outline"]["incident"]["state"] == "complete"
    verdicts = told["verdicts"]
    assert set(verdicts) == {str(act.anchor()) for act in stored.interventions}
    assert {one["verdict"] for one in verdicts.values()} <= {
        "permitted",
        "permitted_supervised",
        None,
        "cannot_judge",
    }


def test_findings_of_the_section_are_told_at_their_fields(world):
    sheet = world.keep(build.sheet())
    told = sent(world, sheet, "vitals", query=f"?entry={build.FIRST}", heart_rate="260")().json
    (found,) = [one for one in told["findings"] if one["anchor"] == f"vitals-{build.FIRST}-heart_rate"]
    assert found["weight"] == "warning"
    assert found["open"] is True
    assert "260" in found["message"]
    assert told["outline"]["vitals"]["warnings"] >= 1


def test_a_new_entry_is_added_and_its_anchor_is_told(world):
    sheet = world.begin()
    told = sent(world, sheet, "vitals", heart_rate="88", taken_at="1705")().json
    (one,) = world.sheet(sheet).vitals
    assert told["anchor"] == str(one.anchor())
    assert told["shown"][str(one.anchor("heart_rate"))] == "88 /min"


def test_what_cannot_be_read_is_told_at_its_control_and_nothing_is_saved(world):
    sheet = world.keep(build.sheet())
    answer = sent(world, sheet, "vitals", query=f"?entry={build.FIRST}", heart_rate="900", spo2="97")()
    assert answer.status_code == 422
    name = f"vitals-{build.FIRST}-heart_rate"
    assert "between 0 and 500" in answer.json["errors"][name][0]
    assert answer.json["saved"] is False
    assert answer.json["shown"] == {}
    assert world.sheet(sheet).vitals[0].heart_rate == 88


def test_two_values_that_stand_against_each_other_are_both_told(world):
    sheet = world.keep(build.sheet())
    mine = sent(world, sheet, "narrative", text="Mine")
    sent(world, sheet, "narrative", text="Other")()
    answer = mine()
    assert answer.status_code == 409
    assert answer.json["conflicts"] == {"narrative-text": {"yours": "Mine", "stored": "Other"}}
    assert world.sheet(sheet).narrative.text == "Other"


def test_what_others_changed_meanwhile_is_named(world):
    sheet = world.keep(build.sheet())
    mine = sent(world, sheet, "incident", city="Wrenport")
    sent(world, sheet, "incident", county="Alder County")()
    answer = mine()
    assert answer.status_code == 200
    assert answer.json["meanwhile"] == ["incident-county"]
    assert answer.json["shown"]["incident-county"] == "Alder County"


def test_a_form_that_says_nothing_adds_nothing(world):
    sheet = world.begin()
    answer = sent(world, sheet, "vitals")()
    assert answer.status_code == 200
    assert answer.json["saved"] is False
    assert world.sheet(sheet).vitals == []


def test_the_same_request_twice_is_saved_once(world):
    sheet = world.begin()
    again = sent(world, sheet, "vitals", heart_rate="88", taken_at="1705")
    assert [again().json["saved"], again().json["saved"]] == [True, True]
    assert len(world.sheet(sheet).vitals) == 1


def test_what_is_refused_in_a_strict_class_says_why(tmp_path):
    world = make_world(tmp_path, mode="strict")
    sheet = world.keep(build.sheet(mode="strict"))
    answer = sent(
        world,
        sheet,
        "interventions",
        query=f"?entry={build.ASPIRIN}",
        item="cric",
        performer=build.BASIC,
    )()
    assert answer.status_code == 422
    assert "is not in the EMT scope of practice" in answer.json["refused"]
    world.database.engine.dispose()


def test_words_for_a_reason_are_said(world):
    sheet = world.keep(build.sheet())
    told = sent(world, sheet, "history", allergies="NKDA")().json
    assert any("NKDA" in words for words in told["said"])


def test_a_sheet_that_was_submitted_is_closed(world):
    sheet = world.keep(build.sheet())
    mine = sent(world, sheet, "narrative", text="Later")
    with world.database.write("ruiz") as session:
        stored = session.get_one(RunSheet, sheet)
        steps.submit(session, stored, session.query(Person).filter_by(login="ruiz").one())
    answer = mine()
    assert answer.status_code == 409
    assert answer.json["refused"] == "This sheet was submitted. Withdraw it to change it."


def test_a_visitor_without_a_sign_in_and_a_forged_form_are_answered_in_json(world):
    sheet = world.keep(build.sheet())
    forged = world.as_("ruiz").client.post(
        f"/sheets/{sheet}/narrative", data={"narrative-text": "x"}, headers=AS_JSON
    )
    assert forged.status_code == 400
    assert forged.json["saved"] is False
    mine = sent(world, sheet, "narrative", text="Mine")
    world.as_("ruiz").client.delete_cookie("epcr")
    signed_out = mine()
    assert signed_out.status_code in {400, 401}
    assert signed_out.json["saved"] is False
    assert signed_out.json["next_step"]
    assert world.sheet(sheet).narrative.text != "Mine"


@pytest.mark.parametrize("login", ["stranger", "teacher"])
def test_the_sheet_of_somebody_else_is_not_found_in_json(world, login):
    sheet = world.keep(build.sheet())
    token = world.as_(login).open("/").hidden("csrf_token")
    answer = world.as_(login).client.post(
        f"/sheets/{sheet}/narrative", data={"csrf_token": token, "narrative-text": "x"}, headers=AS_JSON
    )
    assert answer.status_code == 404
    assert answer.json == {
        "saved": False, "again": False, "title": answer.json["title"], "next_step": answer.json["next_step"],
    }  # fmt: skip


@pytest.mark.parametrize(
    "accept",
    [
        "",
        "*/*",
        "text/html,application/xhtml+xml,*/*;q=0.8",
        "text/html,application/json",
        "application/json;q=0.1, text/html",
    ],
)
def test_whoever_takes_a_page_gets_the_page(world, accept):
    sheet = world.keep(build.sheet())
    answer = sent(world, sheet, "narrative", text="Mine")({"Accept": accept})
    assert answer.status_code == 303
