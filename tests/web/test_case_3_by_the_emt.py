"""Case 3 with the EMT as performer of the IV and of dopamine: refused with level, rule and source, on the trainee's page, in the
instructor's queue and on paper."""

import io

import pypdf
import pytest

from tests import build

SOURCE = "DOT HS 813 151"


@pytest.fixture
def sheet(world):
    made = build.sheet()
    made.crew = [
        build.crew_member(id=build.MEDIC, member="42257", level="Paramedic"),
        build.crew_member(id=build.BASIC, member="67981", level="EMT"),
    ]
    for act in made.interventions:
        act.performer = build.MEDIC
    name = world.keep(made)
    page = (
        world.page(name, "interventions")
        .choose("Intervention", "IV access, peripheral")
        .choose("Performed by", build.BASIC)
    )
    page.fill("Time performed", "1713").fill("Attempts", "2").choose("Successful", "Yes").fill(
        "Site", "Wrist-Left"
    )
    page.choose("Response", "9916003").choose("Complications", "itching").choose(
        "Authorized by", "9918005"
    ).save()
    page = (
        world.page(name, "interventions")
        .choose("Intervention", "Dopamine infusion")
        .choose("Performed by", build.BASIC)
    )
    page.fill("Time performed", "1714").choose("Route", "9927023").fill("Dose", "30")
    page.choose("Dose unit", "3706017").choose("Response", "9916001").choose(
        "Authorized by", "9918005"
    ).save()
    return name


def refused(world, sheet):
    return [act for act in world.sheet(sheet).interventions if act.item in {"iv_access", "dopamine"}]


def test_both_acts_are_refused_by_rule(world, sheet):
    verdicts = [act.verdict for act in refused(world, sheet)]
    assert [(one.verdict, one.layer, one.level, one.rule) for one in verdicts] == [
        ("not_permitted", "rule", "EMT", "iv_access"),
        ("not_permitted", "rule", "EMT", "dopamine"),
    ]
    assert all(SOURCE in one.source for one in verdicts)


def test_the_page_says_so_with_level_rule_and_source(world, sheet):
    words = world.page(sheet, "interventions").words
    assert words.count("Outside EMT scope here") == 2
    for told in ("rule iv_access", "rule dopamine", SOURCE, "starts at AEMT", "us-national-2019"):
        assert told in words


def test_the_queue_says_so_with_level_rule_and_source(world, sheet):
    for act in refused(world, sheet):
        page = world.page(sheet, "interventions")
        token = page.hidden("csrf_token")
        path = f"/sheets/{sheet}/interventions/{act.id}/answer"
        said = {"kind": "exceeded", "why": "No medic near", "seen": page.seen(path)}
        world.as_("ruiz").client.post(path, data={"csrf_token": token, **said})
    page = world.page(sheet, "check")
    page.submit(next(words for words in buttons(page) if words.startswith("Submit")))
    words = world.as_("teacher").open("/review").words
    for told in ("2 outside scope", "level EMT", "rule iv_access", "rule dopamine", SOURCE, "not permitted"):
        assert told in words


def buttons(page):
    return [" ".join(tag.get_text(" ").split()) for tag in page.html.find_all("button")]


def test_the_paper_says_so_with_level_rule_and_source(world, sheet):
    pdf = world.as_("ruiz").client.get(f"/sheets/{sheet}/sbar.pdf").get_data()
    text = " ".join(pypdf.PdfReader(io.BytesIO(pdf)).pages[0].extract_text().split())
    for told in ("EMT", "iv_access", "dopamine", SOURCE):
        assert told in text
