"""A frozen revision is a sheet again: the same values, the same findings, verdicts and papers as on the day it was submitted."""

import json

import pytest
from hypothesis import given, settings
from sqlalchemy import inspect

from epcr.checks import findings
from epcr.checks.acts import Acts
from epcr.checks.verdicts import standing
from epcr.report.run_sheet import run_sheet_pdf
from epcr.report.sbar import sbar_pdf
from epcr.review.frozen import freeze, numbered, thaw, thawed
from epcr.review.model import Revision
from epcr.sheet.run_sheet import SECTIONS, RunSheet
from tests import build
from tests.demo_class import LOADED, loaded_in
from tests.report.generated import AS_THEY_ARE, run_sheets

BEFORE = ("sheet", "own_rules", "answers")  # what revisions did not keep when they were frozen in parts alone


@pytest.fixture(scope="module")
def demo(tmp_path_factory):
    with loaded_in(tmp_path_factory.mktemp("demo")) as database, database.read() as session:
        yield session


def as_stored(frozen):
    """What JSON makes of it, as the database does."""
    return json.loads(json.dumps(frozen))


def of_old(frozen):
    """The same revision as an earlier version of the program froze it."""
    parts = [{key: value for key, value in part.items() if key != "row"} for part in frozen["parts"]]
    return {"parts": parts}


def without_words(frozen):
    """What revisions of before do not tell: in which order findings that are not there were typed."""
    return [
        {**part, "fields": {name: {**said, "words": ""} for name, said in part["fields"].items()}}
        for part in frozen["parts"]
    ]


def full():
    sheet = build.arrested_sheet(id="0123456789ab")
    build.with_vitals(sheet, temperature=36.6, glucose="High", diastolic="P")
    build.keep_verdict(sheet, sheet.interventions[0])
    struck = build.with_vitals(sheet, heart_rate=12).vitals[-1]
    struck.struck_at, struck.struck_reason = build.clock("17:30"), "Wrong patient"
    sheet.history.absent = {"onset": "not_recorded", "associated_symptoms:R11.0": "symptom_not_present"}
    sheet.history.absent["associated_symptoms:R06.02"] = "symptom_not_present"
    sheet.crew[1].valid_to = build.DAY
    return sheet


def test_what_was_frozen_is_frozen_alike_when_it_is_thawed():
    frozen = as_stored(freeze(full()))
    assert as_stored(freeze(thawed(frozen))) == frozen


@settings(AS_THEY_ARE, max_examples=40)
@given(run_sheets())
def test_so_is_every_sheet(sheet):
    frozen = as_stored(freeze(sheet))
    assert as_stored(freeze(thawed(frozen))) == frozen
    assert list(map(str, findings(thawed(frozen)))) == list(map(str, findings(sheet)))


def test_every_column_of_every_part_is_thawed():
    sheet = full()
    again = thawed(as_stored(freeze(sheet)))
    for section in SECTIONS:
        parts, others = getattr(sheet, section.page.slug), getattr(again, section.page.slug)
        for part, other in zip(parts, others, strict=True) if section.many else [(parts, others)]:
            for column in inspect(section).column_attrs:
                if column.key != "run_sheet_id":
                    assert getattr(other, column.key) == getattr(part, column.key), (section, column.key)


def test_the_demo_sheets_are_judged_and_printed_as_they_were_submitted(demo):
    revisions = demo.query(Revision).all()
    assert len(revisions) >= 5
    newest = {}
    for revision in revisions:
        again = thaw(revision)
        assert as_stored(freeze(again)) == revision.snapshot
        newest[again.id] = max(newest.get(again.id, revision), revision, key=lambda one: one.number)
    for identity, revision in newest.items():
        sheet, again = demo.get_one(RunSheet, identity), thaw(revision)
        if as_stored(freeze(sheet)) != revision.snapshot:
            continue  # it was changed since
        assert findings(again) == findings(sheet)
        acts, of_then = Acts(sheet), Acts(again)
        for act, same in zip(sheet.interventions, again.interventions, strict=True):
            assert standing(of_then, same) == standing(acts, act)
        said = {"state_word": "submitted", "revision": 1, "printed_at": LOADED}
        for draw in (sbar_pdf, run_sheet_pdf):
            assert draw(again, **said) == draw(sheet, **said)


def test_a_thawed_sheet_is_in_no_session(demo):
    again = thaw(demo.query(Revision).first())
    parts = [again, *again.parts(), *again.answers]
    assert all(inspect(part).transient for part in parts)
    assert not demo.new
    assert not demo.dirty


def test_a_revision_of_before_takes_customs_rules_and_answers_of_now(demo):
    for revision in demo.query(Revision):
        sheet = demo.get_one(RunSheet, revision.run_sheet_id)
        old = of_old(revision.snapshot)
        again = thawed(old, sheet, sheet.own_rules)
        assert without_words(of_old(as_stored(freeze(again)))) == without_words(old)
        assert again.customs().zone == sheet.zone
        assert [one.text for one in again.answers] == [one.text for one in sheet.answers]


def test_sections_and_fields_that_were_not_yet_begin_empty_and_those_that_are_no_more_are_left_out():
    frozen = as_stored(freeze(build.sheet()))
    frozen["parts"] = [part for part in frozen["parts"] if part["section"] not in {"handoff", "exam"}]
    (incident,) = (part for part in frozen["parts"] if part["section"] == "incident")
    incident["fields"]["weather"] = {"value": "fog", "words": "Fog"}
    frozen["parts"].append({**incident, "section": "weather"})
    again = thawed(frozen)
    assert not again.handoff.touched()
    assert again.exam == []
    assert list(findings(again)) is not None
    assert "weather" not in freeze(again)["parts"][0]["fields"]


def test_a_revision_of_before_without_its_sheet_is_refused():
    with pytest.raises(ValueError, match="needs the sheet"):
        thawed(of_old(freeze(build.sheet())))


def test_the_first_revision_is_judged_again_though_the_sheet_went_on(college):
    world = college.world
    sheet = world.keep(build.sheet())
    with world.database.write("ruiz") as session:
        stored = session.get_one(RunSheet, sheet)
        session.add(Revision(run_sheet_id=sheet, number=1, snapshot=freeze(stored)))
        found = list(findings(stored))
        stored.vitals[0].heart_rate, stored.mode, stored.ruleset = 260, "strict", "us-aemt-only"
        stored.interventions[0].performer = build.BASIC
    with world.database.read() as session:
        stored = session.get_one(RunSheet, sheet)
        first = thaw(numbered(session, stored, 1))
        assert list(findings(first)) == found != list(findings(stored))
        assert (first.ruleset, first.mode) == (build.RULESET, "teach")
        assert first.vitals[0].heart_rate == 88
