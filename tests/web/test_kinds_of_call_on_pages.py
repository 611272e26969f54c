"""What the kind of call does to pages: asked first and in one tap, sections and groups that it rarely fills in folded and never lost."""

import pytest

from epcr.sheet.run_sheet import BY_SLUG
from tests.every_field import every_field


def begun(world, **answers):
    sheet = world.begin()
    page = world.page(sheet, "incident")
    for label, words in answers.items():
        page.choose(label.replace("_", " "), words)
    assert page.save().status == 200
    return sheet


def listed(page):
    """The slugs of the sections in the list, and of those behind “more”."""
    shown = [
        link["data-goto"] for link in page.html.select("#sections ol a") if not link.find_parent("details")
    ]
    return shown, [link["data-goto"] for link in page.html.select(".sections-more a")]


def folded_titles(page):
    """The titles of groups that stand folded."""
    return {tag.get_text() for tag in page.html.select("#sheet-form details.group:not([open]) h2")}


def folds(page):
    """What stands beside the title of each fold."""
    return {
        tag.select_one("h2").get_text(): tag.select_one("[data-counts]").get_text()
        for tag in page.html.select("#sheet-form details.group")
    }


def labels(page, css):
    """The labels of the fields that stand there."""
    return [
        tag.get_text(strip=True)
        for tag in page.html.select(f"{css} :is(.field-head > label, .field > legend)")
    ]


def press(page, words):
    """Press one of the buttons that answer several fields, without scripts."""
    button = next(tag for tag in page.html.select("button[name=at-once]") if tag.get_text().startswith(words))
    page.typed["at-once"] = [button["value"]]
    return page.save()


def test_the_kind_is_the_first_question_a_tap_each(world):
    page = world.page(world.begin(), "incident")
    first = page.html.select_one("#sheet-form .fields input:not([type=hidden])")
    assert first["name"] == "incident-kind_of_call"
    assert first["type"] == "radio"
    assert len(page.html.select('input[name="incident-kind_of_call"][value]:not([value=""])')) == 9


def test_nothing_is_folded_before_the_kind_is_said(world):
    shown, away = listed(world.page(world.begin(), "incident"))
    assert "vitals" in shown
    assert away == []


def test_a_dead_patients_sheet_folds_vital_signs_and_keeps_them_one_tap_away(world):
    sheet = begun(world, Kind_of_call="Dead on scene, not resuscitated")
    page = world.page(sheet, "incident")
    shown, away = listed(page)
    assert {"vitals", "exam", "interventions", "handoff"} == set(away)
    assert "primary" in shown
    more = page.html.select_one(".sections-more")
    assert not more.has_attr("open")
    assert more.summary.get_text(strip=True) == "4 more sections, not asked on this call"
    assert world.page(sheet, "vitals").html.select_one(".sections-more").has_attr("open")
    assert folded_titles(world.page(sheet, "primary")) >= {"A · Airway", "B · Breathing", "C · Circulation"}


def test_a_folded_group_opens_with_what_is_written_in_it(world):
    sheet = begun(world, Kind_of_call="Dead on scene, not resuscitated")
    page = world.page(sheet, "primary")
    page.choose("Pulse quality", "Absent")
    assert page.save().status == 200
    assert "C · Circulation" not in folded_titles(world.page(sheet, "primary"))


def test_saving_goes_on_to_the_next_section_that_is_asked(world):
    sheet = begun(world, Kind_of_call="Cancelled, or no patient")
    page = world.page(sheet, "crew")
    assert "Save and go to Narrative" in page.html.select_one(".save-strip").get_text(" ", strip=True)


def test_the_kind_can_be_changed_and_its_sections_come_back(world):
    sheet = begun(world, Kind_of_call="Cancelled, or no patient")
    page = world.page(sheet, "incident")
    page.choose("Kind of call", "Transport")
    assert page.save().status == 200
    shown, away = listed(world.page(sheet, "incident"))
    assert "vitals" in shown
    assert away == []


def test_a_sheet_that_holds_everything_folds_nothing_of_it(world):
    sheet = world.keep(every_field())
    shown, away = listed(world.page(sheet, "incident"))
    assert away == []
    assert "handoff" in shown


@pytest.mark.parametrize("words", ["Transfer between facilities", "Home visit"])
def test_what_a_transfer_or_visit_is_about_is_asked(world, words):
    page = world.page(begun(world, Kind_of_call=words), "incident")
    needed = set(labels(page, ".group-needed"))
    of_a_transfer = {"Sending facility", "Sending physician", "Receiving physician", "Running infusions"}
    assert (needed & of_a_transfer) == (of_a_transfer if words != "Home visit" else set())
    shown = {tag.h2.get_text() for tag in page.html.select("#sheet-form details.group:not(.unasked)")}
    assert ("Transfer" in shown) == (words != "Home visit")


# ---- what is needed stands first


def test_what_the_call_needs_stands_on_top_and_the_rest_in_folds_with_a_count(world):
    page = world.page(begun(world, Kind_of_call="Transport"), "primary")
    first, *rest = page.html.select("#sheet-form > .group, #sheet-form > details.group")
    assert labels(page, ".group-needed") == [
        "AVPU", "Airway", "Breathing effort", "Pulse quality", "Skin color", "Major bleeding", "Initial acuity",
    ]  # fmt: skip
    assert first["class"] == ["group", "group-needed"]
    assert first.select_one("[data-counts=missing]").get_text() == "7 missing"
    assert [fold.name for fold in rest] == ["details"] * 7
    assert folds(page)["A · Airway"] == "2 fields"
    assert folds(page)["General"] == "1 field"
    assert not any(fold.has_attr("open") for fold in rest)


def test_a_group_in_which_something_is_written_stands_open_and_counts_it(world):
    sheet = begun(world, Kind_of_call="Transport")
    page = world.page(sheet, "primary")
    page.choose("Chest rise", "Equal").choose("AVPU", "Alert")
    assert page.save().status == 200
    page = world.page(sheet, "primary")
    assert "B · Breathing" not in folded_titles(page)
    assert folds(page)["B · Breathing"] == "1 of 4 filled"
    assert page.html.select_one("[data-counts=missing]").get_text() == "6 missing"


@pytest.mark.parametrize("slug", ["incident", "patient", "primary", "history", "disposition"])
@pytest.mark.parametrize(
    "words", ["", "Transport", "Refusal of evaluation", "Home visit", "Cancelled, or no patient"]
)
def test_the_needed_block_holds_every_missing_field_and_the_folds_hold_the_rest(world, slug, words):
    sheet = begun(world, Kind_of_call=words) if words else world.begin()
    page = world.page(sheet, slug)
    block = page.html.select_one(".group-needed")
    missing = page.html.select("#sheet-form .said-missing")
    assert [note for note in missing if block is None or note not in block.select(".said-missing")] == []
    controls = {tag["name"] for tag in page.html.select("#sheet-form .group [name]")}
    assert {f"{slug}-{name}" for name in BY_SLUG[slug].fields()} <= controls  # nothing is lost
    beside = page.html.select("#sheet-form section.group:not(.group-needed)")
    assert [tag.h2 for tag in beside if tag.h2] == []


def test_the_kind_of_call_stands_before_what_it_decides(world):
    page = world.page(begun(world, Kind_of_call="Transport"), "incident")
    assert page.html.select_one("#sheet-form")["data-redraws"] == "incident-kind_of_call"
    first, second = page.html.select("#sheet-form > .group")[:2]
    assert "Kind of call" in first.get_text()
    assert second["class"] == ["group", "group-needed"]


def test_a_finding_opens_its_fold(world):
    sheet = begun(world, Kind_of_call="Transport")
    page = world.page(sheet, "patient").fill("Weight", "900 kg")
    page.save()
    page = world.page(sheet, "patient")
    assert "Weight" not in folded_titles(page)


def test_all_normal_is_one_tap_and_leaves_what_was_found(world):
    sheet = begun(world, Kind_of_call="Transport")
    page = world.page(sheet, "primary")
    page.choose("Skin color", "Pale")
    assert press(page, "All normal").status == 200
    primary = world.sheet(sheet).primary
    assert (primary.avpu, primary.airway, primary.pulse_quality) == ("3326001", "open", "strong")
    assert primary.skin_color == "pale"
    assert primary.initial_acuity is None


def test_refused_gives_the_reason_to_each_field_that_knows_it(world):
    sheet = begun(world, Kind_of_call="Refusal of transport")
    page = world.page(sheet, "primary")
    page.choose("AVPU", "Alert")
    assert press(page, "Patient refused").status == 200
    primary = world.sheet(sheet).primary
    assert primary.absent == dict.fromkeys(
        ("airway", "breathing_effort", "pulse_quality", "skin_color", "major_bleeding"), "refused"
    )
    assert primary.avpu == "3326001"


@pytest.mark.parametrize("words", ["Dead on scene, not resuscitated", "Refusal of evaluation"])
def test_nobody_is_offered_all_normal_of_the_dead_or_of_whom_nobody_examined(world, words):
    page = world.page(begun(world, Kind_of_call=words), "primary")
    assert page.html.select("button[name=at-once]") == []
    assert "AVPU" in labels(page, ".group-needed")


def test_what_most_calls_of_a_kind_have_is_one_tap_without_scripts_too(world):
    sheet = begun(world, Kind_of_call="Transport")
    assert press(world.page(sheet, "disposition"), "We treated and transported").status == 200
    shown = world.sheet(sheet).disposition
    assert shown.show("transport_disposition", world.sheet(sheet).context()) == "Transport by this unit"
    assert shown.acuity_on_release is None


def test_a_button_that_is_none_enters_nothing(world):
    sheet = begun(world, Kind_of_call="Transport")
    page = world.page(sheet, "primary")
    page.typed["at-once"] = ["everything"]
    page.save()
    assert not world.sheet(sheet).primary.touched()
