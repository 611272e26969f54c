"""Judged then, judged now: a class that changes its rules or its agency changes no verdict that was given."""

import re
from io import BytesIO

import pytest
from pypdf import PdfReader

from epcr.audit.model import AuditLine
from epcr.checks import findings
from epcr.people import classrooms
from epcr.people.model import Classroom, Person
from epcr.review.model import Kind, Step
from tests.class_rules.conftest import copied
from tests.class_rules.rules import saved, way
from tests.web.test_scope_in_the_form import start_iv

NATIONAL = "National EMS Scope of Practice Model 2019, with Change Notices 1.0 and 2.0"


def change(world, **settings):
    with world.database.write("teacher") as session:
        classrooms.change_class(
            session, session.query(Classroom).filter_by(name="Evening class").one(), **settings
        )


def play(world, **agency):
    with world.database.write("teacher") as session:
        classroom = session.query(Classroom).filter_by(name="Evening class").one()
        told = {"programs": [], "medical_control": True, "standing_orders": True, **agency}
        classrooms.change_agency(session, classroom, told)


@pytest.fixture
def opened(world):
    """The class's own rules, by which an EMT places a line."""
    _, name = copied(world, "us-national-2019")
    saved(world, name, "iv_access", {"EMT": [way()]})
    return name


def verdict(world, sheet):
    return world.sheet(sheet).interventions[0].verdict


def scope_findings(world, sheet):
    return [one.source for one in findings(world.sheet(sheet)) if one.source.startswith("scope")]


def test_other_rules_leave_the_verdict_and_say_what_they_would_make_of_it(world, opened):
    sheet, _ = start_iv(world)
    given = verdict(world, sheet)
    change(world, ruleset=opened)
    assert verdict(world, sheet) == given
    assert scope_findings(world, sheet) == ["scope.not_permitted"]
    page = world.page(sheet, "interventions")
    assert "1 act would be judged otherwise now." in page.words
    assert f"Judged then Outside scope by {NATIONAL}, version 2019.2, on " in page.words
    assert "Judged now In scope by Evening rules, version 2 over 2019.2" in page.words


def test_where_now_says_what_then_said_nothing_is_said(world, opened):
    sheet, page = start_iv(world, "okafor")
    assert "Judged then" not in page.words
    change(world, ruleset=opened)
    page = world.page(sheet, "interventions", "okafor")
    assert "Judged then" not in page.words
    assert "otherwise now" not in page.words


def test_what_is_saved_next_is_judged_by_the_rules_of_now(world, opened):
    sheet, _ = start_iv(world)
    change(world, ruleset=opened)
    act = world.entry(sheet, "interventions")
    page = world.page(sheet, "interventions", query=f"?entry={act}").fill("Attempts", "2").save()
    assert (verdict(world, sheet).verdict, verdict(world, sheet).ruleset) == ("permitted", opened)
    assert "Judged then" not in page.words


def test_a_crew_that_is_saved_again_flips_no_verdict_because_of_the_rules(world, opened):
    sheet, _ = start_iv(world)
    given = verdict(world, sheet)
    change(world, ruleset=opened)
    crew = world.entry(sheet, "crew")
    world.page(sheet, "crew", query=f"?entry={crew}").choose("Roles on this call", "Driver, response").save()
    world.page(sheet, "patient").fill("Last name", "Harper").save()
    assert verdict(world, sheet) == given


def test_a_fact_that_changed_is_judged_by_the_rules_of_now(world, opened):
    sheet, _ = start_iv(world)
    change(world, ruleset=opened)
    world.page(sheet, "patient").fill("Weight", "61").save()
    assert verdict(world, sheet).ruleset == opened
    assert verdict(world, sheet).verdict == "permitted"


def test_a_new_version_of_the_class_s_rules_is_other_rules(world, opened):
    change(world, ruleset=opened)
    sheet, _ = start_iv(world)
    assert verdict(world, sheet).version == "2 over 2019.2"
    saved(world, opened, "iv_access", {"EMT": None})
    page = world.page(sheet, "interventions")
    assert "Judged then In scope by Evening rules, version 2 over 2019.2" in page.words
    assert "Judged now Outside scope by Evening rules, version 3 over 2019.2" in page.words


def test_a_new_version_that_touches_another_rule_says_nothing(world, opened):
    change(world, ruleset=opened)
    sheet, _ = start_iv(world)
    saved(world, opened, "aspirin_po", {"EMR": [way("no")]})
    assert "Judged then" not in world.page(sheet, "interventions").words


def test_an_agency_s_program_opens_what_asks_for_it(world):
    _, name = copied(world, "us-national-2019")
    saved(
        world,
        name,
        "iv_access",
        {"EMT": [way(program="iv_access")]},
        names={"programs": {"iv_access": "IV program"}},
    )
    change(world, ruleset=name)
    sheet, _ = start_iv(world)
    given = verdict(world, sheet)
    assert given.verdict == "needs_local_authorization"
    play(world, programs=["iv_access"])
    assert verdict(world, sheet) == given
    assert scope_findings(world, sheet) == ["scope.needs_local_authorization"]
    page = world.page(sheet, "interventions")
    assert "Judged then Needs local authorization" in page.words
    assert "Judged now In scope" in page.words
    sheet, _ = start_iv(world)
    assert verdict(world, sheet).verdict == "permitted"
    assert verdict(world, sheet).act.agency.programs == ("iv_access",)


def test_an_agency_without_standing_orders_reaches_the_act(world):
    play(world, standing_orders=False)
    sheet, _ = start_iv(world, "okafor")
    assert verdict(world, sheet).act.agency.standing_orders is False


def test_the_desk_says_once_how_many_acts_and_at_each_what(world, opened):
    sheet, _ = start_iv(world)
    change(world, ruleset=opened)
    page = world.as_("teacher").open(f"/review/{sheet}")
    assert page.words.count("1 act would be judged otherwise now.") == 1
    assert page.words.count("Judged then") == 1
    assert "Judged now In scope by Evening rules" in page.words


def test_the_paper_names_the_rules_that_the_acts_were_judged_by(world, opened):
    sheet, _ = start_iv(world)
    change(world, ruleset=opened)
    assert "· ruleset us-national-2019 version 2019.2" in paper(world, sheet)
    page = world.page(sheet, "interventions")
    page.choose("Intervention", "Aspirin").fill("Time performed", "1712").save()
    named = f"Judged by the rulesets us-national-2019 version 2019.2, {opened} version 2 over 2019.2"
    assert named in paper(world, sheet)


def paper(world, sheet):
    answer = world.as_("ruiz").client.get(f"/sheets/{sheet}/sbar.pdf")
    return " ".join(PdfReader(BytesIO(answer.data)).pages[0].extract_text().split())


def test_the_settings_reach_every_sheet_of_the_class_and_no_other(world, opened):
    sheet, other = world.begin("ruiz"), world.begin("stranger")
    number = world.sheet(sheet).classroom_id
    page = world.as_("teacher").open(f"/classes/{number}/settings").choose("Scope of practice by", opened)
    page = page.choose("Time zone", "America/Denver").submit("Save")
    assert (
        "Sheets that were begun before keep their mode, zone, units and the verdicts they have" in page.words
    )
    assert world.sheet(sheet).ruleset == opened
    assert world.sheet(sheet).zone == "America/New_York"
    assert world.sheet(other).ruleset == "us-national-2019"


def test_what_a_class_changed_stands_in_the_audit_of_its_sheets(world, opened):
    sheet = world.begin("ruiz")
    change(world, ruleset=opened)
    play(world, medical_control=False)
    with world.database.read() as session:
        lines = {
            line.anchor: line
            for line in session.query(AuditLine).filter_by(run_sheet_id=sheet)
            if re.fullmatch(r"sheet-(ruleset|agency)", line.anchor)
        }
    assert lines["sheet-ruleset"].before == '{"value": "us-national-2019"}'
    assert lines["sheet-ruleset"].after == f'{{"value": "{opened}"}}'
    assert lines["sheet-agency"].before == '{"value": null}'
    assert '"medical_control": false' in lines["sheet-agency"].after
    assert {line.actor for line in lines.values()} == {"teacher"}


def test_a_sheet_begins_with_the_rules_and_the_agency_of_its_class(world, opened):
    change(world, ruleset=opened)
    play(world, programs=["x"])
    sheet = world.sheet(world.begin("ruiz"))
    assert (sheet.ruleset, sheet.agency["programs"]) == (opened, ["x"])


def test_a_submitted_sheet_is_read_with_both(world, opened):
    sheet, _ = start_iv(world)
    change(world, ruleset=opened)
    with world.database.write("ruiz") as session:
        who = session.query(Person).filter_by(login="ruiz").one()
        session.add(Step(run_sheet_id=sheet, actor_id=who.id, kind=Kind.SUBMITTED, revision=1))
    page = world.page(sheet, "interventions")
    assert "1 act would be judged otherwise now." in page.words
    assert "Judged now In scope" in page.words
