"""What the sheets of the call screen are given: the usual acts in the order of use, the rules of the boxes, the verdict in short."""

from __future__ import annotations

import json

import pytest

from epcr.doses import DosePatient
from epcr.sheet.catalog import OTHERS, catalog
from epcr.sheet.run_sheet import RunSheet
from epcr.sheet.section import new_id
from epcr.web.call_sheets import without_slips
from epcr.web.usual_acts import LoggedDose, ranked
from tests import build
from tests.web.test_sending import fetched, words
from tests.world import make_world


def tiles(page, kind):
    return [tile["data-item"] for tile in page.html.select(f"[data-call-sheet={kind}] .act-tile")]


def box(page, name):
    return page.html.select_one(f"[data-call-sheet=vitals] [data-box={name}]")


def test_what_is_expected_comes_first_then_what_is_logged_most():
    logged = {"oxygen": 2, "aspirin_po": 9, "iv_access": 5}
    assert ranked(["ecg12_acquire", "aspirin_po"], logged) == (
        "ecg12_acquire", "aspirin_po", "iv_access", "oxygen",
    )  # fmt: skip


def test_what_was_logged_as_often_stands_as_the_catalog_has_it_and_never_by_the_alphabet():
    order = [item.id for item in catalog() if not item.other]
    assert ranked([], dict.fromkeys(sorted(order), 3)) == tuple(order)
    assert order != sorted(order)


def test_what_the_catalog_does_not_name_is_no_tile():
    assert ranked(["", "gone"], {"gone_too": 4, OTHERS[0]: 9, "oxygen": 1}) == ("oxygen",)


def test_a_class_that_logged_nothing_has_no_tiles_and_a_scenario_has_its_own(world):
    blank = world.page(world.begin(), "call")
    assert (tiles(blank, "medication"), tiles(blank, "procedure")) == ([], [])
    page = world.page(world.begin(scenario="inferior-stemi"), "call")
    assert tiles(page, "medication")[0] == "aspirin_po"
    assert tiles(page, "procedure")[0] == "ecg12_acquire"


def test_tiles_are_those_of_the_class_and_not_of_another_and_struck_ones_do_not_count(world):
    first = build.sheet()
    first.interventions.append(
        build.intervention(id=new_id(), item="nitro_iv", struck_at=build.clock("18:00"))
    )
    world.keep(first)
    assert tiles(world.page(world.begin(), "call"), "medication") == ["aspirin_po"]
    other = world.begin("stranger")
    assert tiles(world.page(other, "call", "stranger"), "medication") == []


def test_nothing_stands_in_a_box_and_the_last_value_beside_it(world):
    page = world.page(world.keep(build.sheet()), "call")
    rate = box(page, "heart_rate")
    assert rate.select_one("[data-typed]").get_text() == ""
    assert rate.select_one("[data-last]").get_text() == "84"
    assert page.html.select("[data-call-sheet] [aria-pressed=true]") == []


@pytest.mark.parametrize(
    ("temperature", "high", "likely"), [("°C", "50.0", "50.0"), ("°F", "122.0", "122.0")]
)
def test_the_rule_of_a_box_is_that_of_its_field_in_the_unit_of_the_class(tmp_path, temperature, high, likely):
    world = make_world(tmp_path, temperature=temperature)
    page = world.page(world.begin(), "call")
    warm = box(page, "temperature")
    assert (warm["data-high"], warm["data-likely"], warm["data-places"]) == (high, likely, "1")
    rate = box(page, "heart_rate")
    assert (float(rate["data-high"]), float(rate["data-likely"])) == (500, 300)


def performer(page):
    return page.html.select_one("[data-call-sheet=medication]")["data-performer"]


def test_nobody_of_several_is_offered_before_the_first(world):
    first = build.sheet()
    first.interventions.clear()
    assert performer(world.page(world.keep(first), "call")) == ""


def test_who_did_the_last_one_is_offered(world):
    assert performer(world.page(world.keep(build.sheet()), "call")) == build.MEDIC


def test_a_crew_of_one_did_the_first_one(world):
    first = build.sheet()
    first.interventions.clear()
    first.crew[:] = [build.crew_member(id=build.BASIC)]
    assert performer(world.page(world.keep(first), "call")) == build.BASIC


def test_the_catalog_comes_once_as_a_file_with_its_usual_routes_and_units(world):
    page = world.page(world.begin(), "call")
    answer = fetched(
        world.app.test_client(), page.html.select_one("[data-call-sheet=medication]")["data-acts"]
    )
    assert "immutable" in answer.headers["Cache-Control"]
    assert len(answer.data) < 16 * 1024
    told = json.loads(words(answer))
    acts = {act[0]: act for act in told["acts"]}
    assert set(acts) == {item.id for item in catalog() if not item.other}
    aspirin = catalog()["aspirin_po"]
    assert (acts["aspirin_po"][5], acts["aspirin_po"][6]) == ([*aspirin.routes], [*aspirin.units])
    assert dict(told["route"])[aspirin.routes[0]] == "Oral"


def brief(world, sheet, code=200, login="ruiz", **facts):
    entry = new_id()
    token = world.as_(login).open("/").hidden("csrf_token")
    form = {"entry": entry, **{f"interventions-{entry}-{name}": text for name, text in facts.items()}}
    answer = world.as_(login).client.post(
        f"/sheets/{sheet}/interventions/verdict", data=form, headers={"X-CSRFToken": token}
    )
    assert answer.status_code == code
    return answer.json if code == 200 else None


def test_the_verdict_in_short_says_mark_words_reason_and_what_would_permit_it(world):
    sheet = world.keep(build.sheet())
    good = brief(world, sheet, item="aspirin_po", performer=build.BASIC)
    assert (good["tone"], good["words"], good["saves"]) == ("good", "In scope", True)
    bad = brief(world, sheet, item="io_access", performer=build.BASIC)
    assert (bad["tone"], bad["saves"]) == ("stop", True)
    assert bad["reason"]
    assert bad["nearest"]
    assert len(world.sheet(sheet).interventions) == 2


def test_a_strict_class_says_that_it_does_not_save_it(world):
    sheet = world.keep(build.sheet())
    with world.database.write("x") as session:
        session.get(RunSheet, sheet).mode = "strict"
    assert brief(world, sheet, item="io_access", performer=build.BASIC)["saves"] is False
    assert brief(world, sheet, item="io_access", performer=build.MEDIC)["saves"] is True


def test_nothing_is_judged_of_no_intervention_nor_for_somebody_else(world):
    sheet = world.keep(build.sheet())
    brief(world, sheet, 204, performer=build.MEDIC)
    brief(world, sheet, 404, login="okafor", item="aspirin_po")
    brief(world, sheet, 404, login="teacher", item="aspirin_po")


def usual_doses_of(page):
    """As the script has them: those of an adult from the file, over them what is another for this patient."""
    told = json.loads(words(fetched(page.client, page.html.select_one("[data-acts]")["data-acts"])))
    own = json.loads(page.html.select_one("script[data-doses]").get_text())
    return {item: doses for item, doses in {**told["doses"], **own}.items() if doses}


def test_the_usual_doses_of_an_item_are_worked_out_for_the_patient(world):
    adult = usual_doses_of(world.page(world.keep(build.sheet()), "call"))
    assert adult["aspirin_po"] == [
        ["162", "3706021", ["9927035"]],
        ["324", "3706021", ["9927035"]],
    ]
    assert ["61", "3706015"] in [dose[:2] for dose in adult["fentanyl"]]


def test_a_child_is_offered_doses_by_its_weight_and_nothing_that_is_not_for_it(world):
    child = build.sheet()
    child.patient.date_of_birth = None
    child.patient.age, child.patient.age_units, child.patient.weight = 6, "2516009", 20.0
    offered = usual_doses_of(world.page(world.keep(child), "call"))
    assert [dose[0] for dose in offered["epi_iv_arrest"]] == ["0.2"]
    assert "aspirin_po" not in offered
    assert "dextrose50_iv" not in offered


def test_a_dose_by_weight_is_not_offered_without_one_and_procedures_have_none(world):
    run_sheet = build.sheet()
    run_sheet.patient.weight = None
    page = world.page(world.keep(run_sheet), "call")
    assert [dose[0] for dose in usual_doses_of(page)["fentanyl"]] == ["25", "100"]
    assert {catalog().kind(item) for item in usual_doses_of(page)} == {"medication"}


def test_the_doses_of_every_adult_come_with_the_file_and_not_with_the_page(world):
    page = world.page(world.keep(build.sheet()), "call")
    with_the_page = json.loads(page.html.select_one("script[data-doses]").get_text())
    assert "fentanyl" in with_the_page
    assert "aspirin_po" not in with_the_page
    assert usual_doses_of(page)["aspirin_po"]


def test_the_verdict_in_short_asks_about_a_dose(world):
    sheet = world.keep(build.sheet())
    given = {"item": "fentanyl", "performer": build.MEDIC, "route": "9927023", "dose_unit": "3706021"}
    assert brief(world, sheet, **given)["dose"] is None
    dose = brief(world, sheet, **given, dose="100")["dose"]
    assert (dose["tone"], dose["title"]) == ("attention", "Check the dose: 100 mg")
    assert "100 mcg would be usual: is the unit right?" in dose["words"]
    assert dose["source"].endswith("no pharmacist has read this table")
    little = brief(world, sheet, **{**given, "dose_unit": "3706015"}, dose="150")["dose"]
    assert (little["tone"], little["title"]) == ("plain", "Dose: 150 mcg")
    assert brief(world, sheet, **{**given, "dose_unit": "3706015"}, dose="50")["dose"] is None


def test_a_dose_that_a_class_logged_is_offered_only_where_it_would_not_be_asked_about():
    mg, by_mouth, into_a_vein = "3706021", "9927035", "9927023"
    logged = {
        "aspirin_po": LoggedDose(324, mg, by_mouth),
        "morphine": LoggedDose(40, mg, into_a_vein),
        "fentanyl": LoggedDose(100, mg, into_a_vein),
        "thrombolytic": LoggedDose(1, "an amp", into_a_vein),
    }
    assert without_slips(logged, DosePatient(60, 80)).keys() == {"aspirin_po", "thrombolytic"}
    assert without_slips(logged, DosePatient(6, 20)).keys() == {"thrombolytic"}
