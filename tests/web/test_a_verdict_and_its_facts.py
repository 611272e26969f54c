"""A verdict stands as long as the facts that it was given on: wherever it is shown, it is about the sheet as it is now."""

import pytest

from epcr.audit.model import AuditLine
from epcr.checks import findings
from epcr.report.handoff_page.formats import FORMATS
from epcr.review.judged import outside_scope
from epcr.sheet.anchor import Anchor
from tests.report import reading

FENTANYL = {"Route": "Intravenous (IV)", "Dose unit": "mcg"}


def act_by(world, sheet, who, *, item="Fentanyl", at="1710", dose="50", **choices):
    page = world.page(sheet, "interventions").choose("Intervention", item).choose("Performed by", who)
    page.fill("Time performed", at).fill("Dose", dose)
    for label, choice in (FENTANYL | choices).items():
        page.choose(label, choice)
    page.save()
    return world.entry(sheet, "interventions")


def add_member(world, sheet, name, **choices):
    page = world.page(sheet, "crew").fill("Crew member", name)
    for label, choice in choices.items():
        page.choose(label.replace("_", " "), choice)
    page.save()
    return next(one.id for one in world.sheet(sheet).crew if one.member == name)


@pytest.fixture
def with_medic(world):
    """An EMT's sheet with a paramedic in the crew, who gave fentanyl."""
    sheet = world.begin()
    medic = add_member(world, sheet, "Okafor", **{"Certification level on this call": "Paramedic"})
    act = act_by(world, sheet, medic)
    assert word(world, sheet) == "permitted"
    return world, sheet, medic, act


def word(world, sheet, number=-1):
    return world.sheet(sheet).interventions[number].verdict.verdict


def strike(world, sheet, slug, entry, reason="Was not on this call"):
    page = world.page(sheet, slug, query=f"?entry={entry}")
    return page.fill("Why is it struck?", reason).submit("Strike it")


def mark(page, act):
    """The words at an act in the list."""
    return " ".join(page.html.find(id=f"interventions-{act}").get_text(" ").split())


def printed(world, sheet, slug, login="ruiz"):
    return " ".join(reading.texts(world.as_(login).client.get(f"/sheets/{sheet}/{slug}.pdf").get_data()))


# Whoever performed it -------------------------------------------------------------------------------------------------


def test_what_a_struck_performer_did_cannot_be_judged_in_the_list(with_medic):
    world, sheet, medic, act = with_medic
    strike(world, sheet, "crew", medic)
    assert word(world, sheet) == "cannot_judge"
    said = mark(world.page(sheet, "interventions"), act)
    assert "In scope" not in said
    assert "Cannot be judged Okafor is not on the crew" in said
    assert "Choose who performed it" in said


def test_the_check_leads_to_the_performer_to_choose(with_medic):
    world, sheet, medic, act = with_medic
    strike(world, sheet, "crew", medic)
    anchor = str(Anchor("interventions", act, "performer"))
    links = [str(tag["href"]) for tag in world.page(sheet, "check").html.select("a[href]")]
    assert any(link.endswith(f"#{anchor}") for link in links)


@pytest.mark.parametrize("slug", [*FORMATS, "run-sheet"])
def test_no_paper_says_in_scope_of_what_a_struck_performer_did(with_medic, slug):
    world, sheet, medic, _act = with_medic
    assert "in scope" in printed(world, sheet, slug)
    strike(world, sheet, "crew", medic)
    text = printed(world, sheet, slug)
    assert "in scope" not in text
    assert "cannot be judged" in text


def test_another_performer_is_judged_by_their_own_level(with_medic):
    world, sheet, medic, act = with_medic
    strike(world, sheet, "crew", medic)
    page = world.page(sheet, "interventions", query=f"?entry={act}")
    page.choose("Performed by", "Dana Ruiz (EMT)").save()
    assert word(world, sheet) == "not_permitted"


def test_a_struck_performer_who_is_put_back_is_judged_again(with_medic):
    world, sheet, medic, act = with_medic
    strike(world, sheet, "crew", medic)
    struck = world.page(sheet, "crew", query=f"?entry={medic}")
    struck.submit(next(one.get_text(" ", strip=True) for one in struck.html.select("button[name=restore]")))
    assert word(world, sheet) == "permitted"
    assert "In scope" in mark(world.page(sheet, "interventions"), act)


def test_the_verdict_follows_the_level_when_it_is_changed_and_when_it_is_taken_away(with_medic):
    world, sheet, medic, _act = with_medic
    for level, expected in (("EMT", "not_permitted"), ("", "cannot_judge"), ("Paramedic", "permitted")):
        page = world.page(sheet, "crew", query=f"?entry={medic}")
        name = f"crew-{medic}-level"
        page.choose("Certification level on this call", level or "Paramedic")
        page.typed[name] = [level]
        page.save()
        assert word(world, sheet) == expected, level


def test_the_verdict_follows_the_dates_of_the_certificate(with_medic):
    world, sheet, medic, _act = with_medic
    for valid_to, expected in (("01/31/2001", "not_permitted"), ("", "permitted")):
        page = world.page(sheet, "crew", query=f"?entry={medic}")
        page.fill("Valid to", valid_to).save()
        assert word(world, sheet) == expected, valid_to


def test_a_new_act_does_not_begin_with_a_performer_who_was_struck(with_medic):
    world, sheet, medic, _act = with_medic
    assert "Okafor" in world.page(sheet, "interventions").value("Performed by")
    strike(world, sheet, "crew", medic)
    assert "Okafor" not in world.page(sheet, "interventions").value("Performed by")


def test_what_a_student_did_stands_with_the_preceptor_and_falls_with_them(world):
    sheet = world.begin()
    medic = add_member(world, sheet, "Okafor", **{"Certification level on this call": "Paramedic"})
    page = world.page(sheet, "crew").fill("Crew member", "Lind").choose("Here as a student", "Yes")
    page.choose("Level trained for", "Paramedic").choose("Preceptor", medic)
    page.why("Certification level on this call", "Not applicable").choose(
        "Shift of the training program", "Yes"
    )
    page.choose("Cleared for all skills used", "Yes").save()
    student = next(one.id for one in world.sheet(sheet).crew if one.member == "Lind")
    act_by(world, sheet, student)
    assert word(world, sheet) == "permitted_supervised"
    assert "preceptor Okafor" in printed(world, sheet, "sbar")
    strike(world, sheet, "crew", medic)
    assert word(world, sheet) == "not_permitted"
    assert "preceptor Okafor (removed from the crew)" in printed(world, sheet, "sbar")


def test_whoever_assisted_and_was_struck_is_asked_about_at_that_field(with_medic):
    world, sheet, _medic, act = with_medic
    other = add_member(world, sheet, "Sato", **{"Certification level on this call": "EMT"})
    page = world.page(sheet, "interventions", query=f"?entry={act}")
    page.choose("Assisted by", other).save()
    strike(world, sheet, "crew", other)
    assert word(world, sheet) == "permitted"
    (asked,) = [one for one in findings(world.sheet(sheet)) if one.anchor.field == "assisted"]
    assert "that person is not on the crew" in asked.message


# Other facts ----------------------------------------------------------------------------------------------------------


def test_an_earlier_dose_is_a_fact_of_the_later_one_whichever_was_saved_first(world):
    sheet = world.begin()
    nitro = {"item": "nitro_sl_own", "dose": "0.4", "Route": "Sublingual", "Dose unit": "mg"}
    me = world.sheet(sheet).crew[0].id
    for at in ("1720", "1715", "1710"):
        act_by(world, sheet, me, at=at, **nitro)
    told = {
        world.sheet(sheet).customs().clock(one.performed_at): one.verdict.act.dose_given_before
        for one in world.sheet(sheet).interventions
    }
    assert told == {"17:10": None, "17:15": 0.4, "17:20": 0.8}


@pytest.mark.parametrize("change", ["moved", "other dose", "struck", "not given"])
def test_changing_one_act_judges_the_others_whose_facts_it_changed(world, change):
    sheet = world.begin()
    me = world.sheet(sheet).crew[0].id
    nitro = {"item": "nitro_sl_own", "dose": "0.4", "Route": "Sublingual", "Dose unit": "mg"}
    first = act_by(world, sheet, me, at="1710", **nitro)
    act_by(world, sheet, me, at="1715", **nitro)
    page = world.page(sheet, "interventions", query=f"?entry={first}")
    if change == "moved":
        page.fill("Time performed", "1725").save()
    elif change == "other dose":
        page.fill("Dose", "0.8").save()
    elif change == "struck":
        page.fill("Why is it struck?", "Not given").submit("Strike it")
    else:
        page.why("Intervention", "Contraindication noted").save()
    told = world.sheet(sheet).interventions[1].verdict.act.dose_given_before
    assert told == (0.8 if change == "other dose" else None)


def test_what_was_done_before_us_is_not_judged_and_judged_again_when_it_was_ours(with_medic):
    world, sheet, _medic, act = with_medic
    for answer, expected in (("Yes", None), ("No", "permitted")):
        page = world.page(sheet, "interventions", query=f"?entry={act}")
        page.choose("Done before our arrival", answer).save()
        assert word(world, sheet) == expected


def test_the_day_of_the_call_is_a_fact_of_every_act(with_medic):
    world, sheet, medic, _act = with_medic
    world.page(sheet, "incident").fill("Date of call", "10/12/2026").save()
    world.page(sheet, "crew", query=f"?entry={medic}").fill("Valid from", "10/01/2026").save()
    assert word(world, sheet) == "permitted"
    world.page(sheet, "incident").fill("Date of call", "09/12/2026").save()
    assert word(world, sheet) == "not_permitted"


def test_the_patients_age_is_a_fact_while_it_is_there(world):
    sheet = world.begin()
    me = world.sheet(sheet).crew[0].id
    act_by(world, sheet, me, item="aspirin_po", dose="324", Route="Oral", **{"Dose unit": "mg"})
    for age, expected in (("8", 8.0), ("", None)):
        page = world.page(sheet, "patient").fill("Age", age)
        page.choose("Age units", "Years").save()
        patient = world.sheet(sheet).interventions[0].verdict.act.patient
        assert (patient and patient.age_years) == expected


# Wherever it is shown -------------------------------------------------------------------------------------------------


def test_a_verdict_whose_facts_went_without_a_save_is_shown_nowhere(with_medic):
    """Whatever changes a sheet behind the page (an import, a later version of this software) leaves no old verdict standing."""
    world, sheet, medic, act = with_medic
    with world.database.write("somebody") as session:
        stored = session.get(type(world.sheet(sheet)), sheet)
        next(one for one in stored.crew if one.id == medic).level = "EMT"
    page = world.page(sheet, "interventions")
    assert "Outside EMT scope here" in mark(page, act)
    assert "outside scope" in " ".join(page.html.find(id="timeline").get_text(" ").split())
    assert "OUTSIDE SCOPE" in printed(world, sheet, "sbar")
    assert "OUTSIDE SCOPE" in printed(world, sheet, "run-sheet")
    (found,) = outside_scope(world.sheet(sheet))
    assert (found.verdict.verdict, found.verdict.level) == ("not_permitted", "EMT")
    desk = world.as_("teacher").open(f"/review/{sheet}")
    assert "Outside scope" in desk.words
    assert "In scope" not in desk.words


def test_the_audit_tells_the_verdict_before_and_after_its_facts_went(with_medic):
    world, sheet, medic, act = with_medic
    strike(world, sheet, "crew", medic)
    with world.database.read() as session:
        lines = (
            session.query(AuditLine)
            .filter_by(run_sheet_id=sheet, anchor=f"interventions-{act}-verdict")
            .all()
        )
    assert [("permitted" in (line.before or ""), "cannot_judge" in (line.after or "")) for line in lines][
        -1
    ] == (True, True)
