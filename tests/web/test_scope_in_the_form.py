"""An intervention is judged as it is saved, and the trainee says what is true."""

import pytest

IV = "IV access, peripheral"


def start_iv(world, login="ruiz", **more):
    sheet = world.begin(login)
    page = world.page(sheet, "interventions", login)
    performer = (
        next(
            option.get_text()
            for option in page.html.select("[name$='-performer'] option")
            if option.get_text().strip()
        )
        if page.html.select("select[name$='-performer']")
        else page._label_of(page.html.select("input[name$='-performer']")[0])
    )
    page.choose("Intervention", IV).choose("Performed by", " ".join(performer.split())).fill(
        "Time performed", "1710"
    ).fill("Attempts", "1")
    page.choose("Successful", "Yes").choose("Response", "Unchanged").choose(
        "Complications", "No complication"
    )
    return sheet, page.save()


def answer(world, sheet, **form):
    act = world.entry(sheet, "interventions")
    page = world.page(sheet, "interventions")
    token = page.html.find("input", attrs={"name": "csrf_token"})["value"]
    world.as_("ruiz").client.post(
        f"/sheets/{sheet}/interventions/{act}/answer", data={"csrf_token": token, **form}
    )
    return world.sheet(sheet).interventions[0]


def test_an_act_within_scope_says_so(world):
    sheet, _ = start_iv(world, "okafor")
    verdict = world.sheet(sheet).interventions[0].verdict
    assert (verdict["verdict"], verdict["permitted"], verdict["level"]) == ("permitted", True, "Paramedic")


def test_an_act_beyond_scope_is_recorded_and_explained(world):
    sheet, page = start_iv(world)
    verdict = world.sheet(sheet).interventions[0].verdict
    assert (verdict["verdict"], verdict["layer"], verdict["level"]) == ("not_permitted", "rule", "EMT")
    assert verdict["ruleset"] == "us-national-2019"
    for words in ("AEMT", "us-national-2019", "DOT HS 813 151"):
        assert words in page.words


def test_in_strict_mode_the_save_is_refused_with_the_same_explanation(strict_world):
    sheet, page = start_iv(strict_world)
    assert page.status == 422
    assert "AEMT" in page.words
    assert page.value("Attempts") == "1"
    assert strict_world.sheet(sheet).interventions == []


def test_an_order_never_widens_scope(world):
    sheet, _ = start_iv(world)
    act = answer(world, sheet, kind="order_given", by_whom="Dr. Hane", ordered_at="1709", read_back="yes")
    assert (act.authorization, act.authorized_by, act.order_read_back) == ("9918001", "Dr. Hane", True)
    assert act.verdict["verdict"] == "not_permitted"


def test_the_patients_own_medication_is_judged_anew(world):
    sheet = world.begin()
    crew = world.sheet(sheet).crew[0].id
    page = (
        world.page(sheet, "interventions")
        .choose("Intervention", "nitro_sl_agency")
        .choose("Performed by", crew)
    )
    page.choose("Route", "Sublingual").fill("Dose", "0.4").choose("Dose unit", "mg").fill(
        "Time performed", "1710"
    ).save()
    assert world.sheet(sheet).interventions[0].verdict["permitted"] is False
    act = answer(world, sheet, kind="own_medication")
    assert act.supply == "patient"


def test_somebody_else_of_the_crew_is_judged_by_their_level(world):
    sheet, _ = start_iv(world)
    world.page(sheet, "crew").fill("Crew member", "Okafor").choose(
        "Certification level on this call", "Paramedic"
    ).save()
    medic = next(one.id for one in world.sheet(sheet).crew if one.member == "Okafor")
    act = answer(world, sheet, kind="someone_else", who=medic)
    assert act.performer == medic
    assert act.verdict["permitted"] is True


def test_whoever_was_assisted_is_judged(world):
    sheet, _ = start_iv(world)
    me = world.sheet(sheet).crew[0].id
    world.page(sheet, "crew").fill("Crew member", "Okafor").choose(
        "Certification level on this call", "Paramedic"
    ).save()
    medic = next(one.id for one in world.sheet(sheet).crew if one.member == "Okafor")
    act = answer(world, sheet, kind="assisted", who=medic)
    assert (act.performer, act.assisted) == (medic, me)


def test_a_reason_answers_the_finding_and_leaves_the_verdict(world):
    sheet, _ = start_iv(world)
    act = answer(world, sheet, kind="exceeded", why="Nobody else was there")
    assert act.verdict["verdict"] == "not_permitted"
    (kept,) = world.sheet(sheet).answers
    assert (kept.kind, kept.text) == ("exceeded", "Nobody else was there")


def test_a_mistake_is_struck_and_kept(world):
    sheet, _ = start_iv(world)
    act = answer(world, sheet, kind="mistake")
    assert act.struck
    assert act.struck_reason == "Entered by mistake"


@pytest.mark.parametrize(
    "form",
    [
        {},
        {"kind": "nothing"},
        {"kind": "order_given"},
        {"kind": "someone_else", "who": "x"},
        {"kind": "exceeded", "why": " "},
    ],
)
def test_half_an_answer_changes_nothing(world, form):
    sheet, _ = start_iv(world)
    before = world.sheet(sheet).interventions[0]
    act = answer(world, sheet, **form)
    assert (act.verdict, act.performer, act.struck, act.authorization) == (
        before.verdict,
        before.performer,
        False,
        None,
    )
    assert world.sheet(sheet).answers == []


def test_a_changed_level_judges_the_act_anew(world):
    sheet, _ = start_iv(world)
    me = world.sheet(sheet).crew[0].id
    world.page(sheet, "crew", query=f"?entry={me}").choose("Certification level on this call", "AEMT").save()
    assert world.sheet(sheet).interventions[0].verdict["verdict"] == "permitted"
