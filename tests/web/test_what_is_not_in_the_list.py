"""A medication or procedure that the list does not have is recorded under its own name, with everything that belongs to it."""

import pytest

from epcr.audit.model import AuditLine
from epcr.checks import findings
from epcr.report.handoff_page.formats import FORMATS
from tests.report import reading

MEDICATION = "Add “{}” as another medication"
PROCEDURE = "Add “{}” as another procedure"
NAME = "Name, where it is not in the list"
REASON = "It is not in the list, so its scope cannot be judged; your instructor sees it"


def typed(world, sheet, name, **more):
    """The form with a name that is in no list and all that belongs to it, as somebody without scripts fills it in."""
    page = world.page(sheet, "interventions").fill(NAME, name).fill("Time performed", "1711")
    page.fill("Dose", "15").choose("Dose unit", "mg").choose("Route", "Intranasal").choose(
        "Response", "Improved"
    )
    for label, text in more.items():
        page.fill(label, text)
    return page


def added(world, sheet, name):
    offered = typed(world, sheet, name).save()
    assert offered.status == 422
    offered.form = offered.html.find("form", id="sheet-form")
    return offered, offered.submit(MEDICATION.format(name))


def printed(world, sheet, slug):
    return " ".join(reading.texts(world.as_("ruiz").client.get(f"/sheets/{sheet}/{slug}.pdf").get_data()))


def test_a_name_that_is_in_no_list_comes_back_with_the_offer_and_nothing_lost(world):
    sheet = world.begin()
    page = typed(world, sheet, "esketamine").save()
    assert page.status == 422
    assert "Not saved yet. What was “esketamine”?" in page.words
    assert world.sheet(sheet).interventions == []
    assert (page.value(NAME), page.value("Dose"), page.value("Route"), page.value("Time performed")) == (
        "esketamine", "15", "Intranasal", "1711",
    )  # fmt: skip


def test_one_tap_keeps_it_as_a_medication_with_dose_and_route(world):
    sheet = world.begin()
    _, page = added(world, sheet, "esketamine")
    assert page.status == 200
    (act,) = world.sheet(sheet).interventions
    assert (act.item, act.other_name, act.kind, act.name()) == (
        "other_medication",
        "esketamine",
        "medication",
        "Esketamine",
    )
    assert (act.dose, act.route) == (15, "9927017")
    assert "Esketamine 15 mg · intranasal" in page.words


def test_one_tap_keeps_it_as_a_procedure(world):
    sheet = world.begin()
    page = typed(world, sheet, "Pericardiocentesis").save()
    page.form = page.html.find("form", id="sheet-form")
    page.submit(PROCEDURE.format("Pericardiocentesis"))
    (act,) = world.sheet(sheet).interventions
    assert (act.item, act.kind, act.name()) == ("other_procedure", "procedure", "Pericardiocentesis")


def test_words_in_the_place_of_the_item_are_a_name_too(world):
    """Where a script or another program sends what was typed instead of an item of the list."""
    sheet = world.begin()
    page = world.page(sheet, "interventions")
    page.typed[str(page._field("Intervention")["name"])] = ["esketamine"]
    page.fill("Dose", "15")
    answer = page.save()
    assert answer.status == 422
    assert "What was “esketamine”?" in answer.words
    assert (answer.value(NAME), answer.value("Dose")) == ("esketamine", "15")


@pytest.mark.parametrize(
    ("name", "item"),
    [
        ("Narcan", "naloxone_in_unit"),
        ("zofran", "ondansetron_odt"),
        ("Fentanyl", "fentanyl"),
        ("nitro paste", "nitro_topical"),
    ],
)
def test_a_name_that_the_list_has_is_said_and_offered(world, name, item):
    sheet = world.begin()
    page = typed(world, sheet, name).save()
    assert page.status == 422
    assert "The list has" in page.words
    page.form = page.html.find("form", id="sheet-form")
    use = page.html.find("button", attrs={"name": "called", "value": item})
    page.submit(" ".join(use.get_text(" ").split()))
    (act,) = world.sheet(sheet).interventions
    assert (act.item, act.other_name, act.dose) == (item, None, 15)


def test_a_name_of_the_list_is_kept_as_another_where_somebody_says_so_and_not_asked_again(world):
    sheet = world.begin()
    added(world, sheet, "Narcan")
    (act,) = world.sheet(sheet).interventions
    assert (act.item, act.other_name) == ("other_medication", "Narcan")
    page = world.page(sheet, "interventions", query=f"?entry={act.id}").fill("Dose", "2").save()
    assert page.status == 200
    assert world.sheet(sheet).interventions[0].dose == 2


def test_a_chosen_item_and_another_name_beside_it_are_asked_about(world):
    sheet = world.begin()
    page = typed(world, sheet, "esketamine").choose("Intervention", "Fentanyl").save()
    assert page.status == 422
    assert "Fentanyl is chosen, and “esketamine” is typed" in page.words
    page.form = page.html.find("form", id="sheet-form")
    page.submit("Keep Fentanyl")
    (act,) = world.sheet(sheet).interventions
    assert (act.item, act.other_name) == ("fentanyl", None)


@pytest.mark.parametrize("mode", ["teach", "strict"])
def test_it_cannot_be_judged_and_says_so_plainly(request, mode):
    world = request.getfixturevalue("world" if mode == "teach" else "strict_world")
    sheet = world.begin()
    _, page = added(world, sheet, "esketamine")
    (act,) = world.sheet(sheet).interventions
    assert (act.verdict.verdict, act.verdict.reason) == ("cannot_judge", REASON)
    assert REASON in page.words
    (note,) = [one for one in findings(world.sheet(sheet)) if one.source == "scope.cannot_judge"]
    assert note.message.startswith("Esketamine at 17:11 cannot be judged: ")
    desk = world.as_("teacher").open(f"/review/{sheet}")
    assert REASON in desk.words
    assert "Esketamine" in desk.words


@pytest.mark.parametrize("slug", [*FORMATS, "run-sheet"])
def test_it_is_printed_under_its_name_with_dose_and_route(world, slug):
    sheet = world.begin()
    added(world, sheet, "esketamine")
    text = printed(world, sheet, slug)
    assert "Esketamine" in text
    assert "15 mg" in text
    assert "ntranasal" in text
    assert "cannot be judged" in text
    assert "Other medication" not in text


def test_it_stands_under_its_name_in_timeline_and_chart(world):
    sheet = world.begin()
    added(world, sheet, "esketamine")
    world.page(sheet, "vitals").fill("Systolic blood pressure", "120").fill("Time taken", "1705").save()
    page = world.page(sheet, "vitals")
    assert "Esketamine 15 mg" in " ".join(page.html.find(id="timeline").get_text(" ").split())
    assert "Esketamine" in str(page.html.select_one("figure.trend"))


def test_it_waits_for_a_name_before_it_is_submitted(world):
    sheet = world.begin()
    page = world.page(sheet, "interventions").choose("Intervention", "Other procedure, by name")
    page.fill("Time performed", "1711").save()
    act = world.sheet(sheet).interventions[0]
    (asked,) = [one for one in findings(world.sheet(sheet)) if one.anchor == act.anchor("other_name")]
    assert asked.message.startswith("Enter the name of the other medication or procedure")


def test_its_name_stands_in_the_audit(world):
    sheet = world.begin()
    added(world, sheet, "esketamine")
    act = world.sheet(sheet).interventions[0]
    with world.database.read() as session:
        lines = (
            session.query(AuditLine).filter_by(run_sheet_id=sheet, anchor=str(act.anchor("other_name"))).all()
        )
        assert ["esketamine" in (line.after or "") for line in lines] == [True]


def test_two_others_are_two_things(world):
    sheet = world.begin()
    for name in ("esketamine", "tapentadol"):
        added(world, sheet, name)
    acts = world.sheet(sheet).interventions
    assert [one.what for one in acts] == ["other_medication: esketamine", "other_medication: tapentadol"]
    assert acts[1].verdict.act.dose_given_before is None
    text = printed(world, sheet, "sbar")
    assert "Esketamine" in text
    assert "Tapentadol" in text


def test_the_answer_before_saving_is_the_same(world):
    sheet = world.begin()
    page = typed(world, sheet, "esketamine").choose("Intervention", "Other medication, by name")
    form = page.html.find("form", id="sheet-form")
    answer = world.as_("ruiz").client.post(form["data-verdict"], data=page._sent(form)).get_data(as_text=True)
    assert REASON in answer
