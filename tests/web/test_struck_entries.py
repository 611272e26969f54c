"""A struck entry stays in the record as it was: it is read, put back, and never changed while it is struck."""

import pytest


@pytest.fixture
def struck(world):
    """A sheet with one struck set, and the page of the set as it was opened before it was struck."""
    sheet = world.begin()
    world.page(sheet, "vitals").fill("Systolic blood pressure", "120").fill("Time taken", "1705").save()
    entry = world.entry(sheet, "vitals")
    before = world.page(sheet, "vitals", query=f"?entry={entry}")
    world.page(sheet, "vitals", query=f"?entry={entry}").fill("Why is it struck?", "Wrong patient").submit(
        "Strike it"
    )
    return world, sheet, entry, before


def test_a_struck_entry_is_read_by_its_address_and_not_changed(struck):
    world, sheet, entry, _ = struck
    page = world.page(sheet, "vitals", query=f"?entry={entry}")
    assert page.status == 200
    assert page.html.find("form", id="sheet-form") is None
    assert "120 mmHg" in page.words
    assert "Wrong patient" in page.words
    page.submit("Put back Vital-sign set · 17:05")
    assert [one.id for one in world.sheet(sheet).entries("vitals")] == [entry]


def test_a_form_opened_before_its_entry_was_struck_is_refused_and_kept(struck):
    world, sheet, _entry, before = struck
    version = world.sheet(sheet).vitals[0].version
    before.typed["version"] = [str(version)]
    answer = before.fill("Systolic blood pressure", "90").save()
    assert answer.status == 409
    assert "This vital-sign set was struck. Put it back below, then save again" in answer.words
    assert answer.value("Systolic blood pressure") == "90"
    assert "Why is it struck?" not in answer.words
    stored = world.sheet(sheet).vitals[0]
    assert (stored.systolic, stored.version) == (120, version)


def test_an_entry_is_struck_once_and_keeps_its_reason(struck):
    world, sheet, _entry, before = struck
    answer = before.fill("Why is it struck?", "Another reason").submit("Strike it")
    assert "struck already" in answer.words
    assert world.sheet(sheet).vitals[0].struck_reason == "Wrong patient"


def test_the_scope_answer_of_a_struck_act_is_refused(world):
    sheet = world.begin()
    page = world.page(sheet, "interventions").fill("Time performed", "1710")
    page.save()
    act = world.entry(sheet, "interventions")
    world.page(sheet, "interventions", query=f"?entry={act}").fill("Why is it struck?", "Not done").submit(
        "Strike it"
    )
    token = world.page(sheet, "crew").hidden("csrf_token")
    answer = world.as_("ruiz").client.post(
        f"/sheets/{sheet}/interventions/{act}/answer", data={"csrf_token": token, "answer": "order_given"}
    )
    assert answer.status_code == 409
    assert "the entry was struck" in answer.get_data(as_text=True)
