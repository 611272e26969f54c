"""One verdict stands at an act: its panel, the list, the timeline, the check, the queue, the desk and every paper say the same."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from epcr.checks import findings
from epcr.checks.verdicts import judge_changed, judging
from epcr.handoff.statements import draft
from epcr.report.handoff_page.formats import FORMATS
from epcr.review.frozen import freeze
from epcr.review.judged import outside_scope
from epcr.review.model import Revision
from epcr.review.paper import Margin, paper
from epcr.sheet.run_sheet import RunSheet
from epcr.sheet.verdict import read_verdict
from epcr.sheet.verdict_marks import VERDICT_MARKS
from epcr.web.outline import timeline
from tests import build
from tests.checks.test_kept_verdicts import STORED
from tests.checks.test_standing_in_any_order import SAVED, TABLET, save, vermont
from tests.luck import examples
from tests.report import reading

PAPERS = (*FORMATS, "run-sheet")


# Where verdicts are shown ---------------------------------------------------------------------------------------------


def told_at(sheet):
    """What each place that knows no request says of the acts, by place: the words of the verdict by the id of the act."""
    judged, acts = judging(sheet), sheet.entries("interventions")
    blocks = [
        block
        for section in paper(sheet, Margin((), (), ()))
        if section.slug == "interventions"
        for block in section.blocks
        if not block.struck
    ]
    at = {str(act.anchor()): act.id for act in acts}
    frozen = {
        part["entry"]: part["verdict"]
        for part in freeze(sheet)["parts"]
        if part["section"] == "interventions" and not part["struck"]
    }
    return {
        "panel": {act.id: judged(act).verdict for act in acts},
        "timeline": {
            at[one.anchor]: one.verdict.verdict
            for one in timeline(sheet, judged)
            if one.slug == "interventions"
        },
        "desk": {at[block.anchor]: block.verdict.verdict for block in blocks},
        "revision": {entry: read_verdict(verdict).verdict for entry, verdict in frozen.items()},
    }, {
        "panel": {act.id for act in acts if judged(act).refused},
        "check": {
            one.anchor.entry
            for one in findings(sheet)
            if one.source.removeprefix("scope.") in VERDICT_MARKS and one.weight == "warning"
        },
        "queue": {at[one.anchor] for one in outside_scope(sheet)},
        "handoff": {
            anchor.entry
            for part in draft(sheet).values()
            for said in part
            if said.label == "Scope"
            for anchor in said.anchors
        },
    }


ACTS = st.tuples(
    st.sampled_from(["17:05", "17:10", "17:15", "17:20"]),
    st.sampled_from(["ibuprofen_po", "aspirin_po", "iv_access"]),
    st.sampled_from([build.MEDIC, build.BASIC]),
    st.sampled_from([200.0, 900.0]),
)


@examples(20)
@given(st.lists(ACTS, min_size=1, max_size=4), st.integers(0, 3), st.booleans())
def test_all_places_say_the_same_whatever_was_entered_in_whatever_order(acts, which, strike):
    sheet = vermont()
    for time, item, performer, dose in acts:
        save(sheet, time, item=item, performer=performer, dose=dose)
    chosen = sheet.interventions[which % len(acts)]
    if strike:
        chosen.struck_at, chosen.struck_reason = SAVED, "Entered by mistake"
    else:
        chosen.performed_at = build.clock("17:01")
    judge_changed(sheet, SAVED)
    words, refused = told_at(sheet)
    for place, said in words.items():
        assert said == words["panel"], place
    for place, said in refused.items():
        assert said == refused["panel"], place


# In the pages and on paper --------------------------------------------------------------------------------------------


@pytest.fixture
def twice(world):
    """A complete sheet of Vermont on which an EMT gave a dose at 17:10, and then wrote down the one of 17:05."""
    made = build.sheet(ruleset="us-vt")
    made.interventions = []
    sheet = world.keep(made)
    with world.database.write("teacher") as session:
        session.get_one(RunSheet, sheet).ruleset = "us-vt"
    for time in ("17:10", "17:05"):
        page = world.page(sheet, "interventions").choose("Intervention", TABLET["item"])
        page.choose("Performed by", build.BASIC).fill("Time performed", time).fill("Dose", "400")
        page.choose("Route", TABLET["route"]).choose("Dose unit", TABLET["dose_unit"])
        page.choose("Response", "9916001").choose("Authorized by", "9918005").save()
    return world, sheet


def places(world, sheet):
    """The verdicts of both acts, the earlier one first, as the list, the timeline, the check, the desk and the queue have them."""
    stored = world.sheet(sheet)
    early, late = stored.entries("interventions")
    page = world.page(sheet, "interventions")
    listed = [page.html.find(id=f"{act.anchor()}-verdict").get_text(" ") for act in (early, late)]
    check = world.page(sheet, "check").html.get_text(" ")
    queue = world.as_("teacher").open("/review?state=draft").words
    desk = world.as_("teacher").open(f"/review/{sheet}").words
    return listed, page.html.find(id="timeline").get_text(" "), check, queue, desk


def test_a_dose_written_down_late_is_told_of_the_other_wherever_it_is_shown(twice):
    world, sheet = twice
    (first, second), line, check, queue, desk = places(world, sheet)
    assert "In scope" in first
    assert "Needs an order here" in second
    assert "judged now" not in second
    assert line.count("needs an order") == 1
    assert "Answer for Ibuprofen" in " ".join(check.split())
    assert "1 without the order it needs" in queue
    assert desk.count("Needs an order") >= 1
    for slug in PAPERS:
        data = world.as_("ruiz").client.get(f"/sheets/{sheet}/{slug}.pdf").get_data()
        text = " ".join(reading.texts(data))
        assert text.count("NEEDS ORDER") >= 1, slug


def test_a_revision_freezes_the_verdict_that_its_pages_showed(world):
    """Facts that went without a save (an import, a script) are judged when the sheet is submitted, not frozen as they were."""
    made = build.sheet()
    for act in made.interventions:
        build.keep_verdict(made, act)
    made.crew[0].level = "EMT"
    sheet = world.keep(made)
    shown = judging(world.sheet(sheet))
    expected = {one.id: ("permitted", shown(one).level) for one in world.sheet(sheet).interventions}
    assert set(expected.values()) == {("permitted", "EMT")}
    world.page(sheet, "check").submit("Submit to your instructor")
    with world.database.read() as session:
        frozen = session.query(Revision).filter_by(run_sheet_id=sheet).one().snapshot["parts"]
    told = {one["entry"]: one["verdict"] for one in frozen if one["entry"] in expected}
    assert {entry: (one["verdict"], one["level"]) for entry, one in told.items()} == expected


def test_it_is_read_from_a_row_that_was_written_before(world):
    name = world.keep(build.sheet())
    with world.database.engine.execution_options(writes=True).begin() as connection:
        connection.exec_driver_sql(
            "UPDATE intervention SET verdict = ? WHERE id = ?", (json.dumps(STORED), build.ASPIRIN)
        )
    acts = {one.id: one.verdict for one in world.sheet(name).interventions}
    assert acts == {build.ASPIRIN: read_verdict(STORED), build.TWELVE_LEAD: None}
