"""An intervention is judged while it is chosen and as it is saved, and the trainee says what is true."""

import pytest
from bs4 import BeautifulSoup

from epcr.checks.verdicts import judging
from epcr.db import now
from epcr.review.model import Kind, Step
from epcr.sheet.catalog import catalog
from epcr.sheet.crew import CrewMember
from epcr.shown import Shown
from epcr.web import verdict_words
from tests.page import Page

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
    token = page.hidden("csrf_token")
    path = f"/sheets/{sheet}/interventions/{act}/answer"
    stored = world.sheet(sheet)
    one = stored.part("interventions", act)
    seen = str(Shown.of({"act": verdict_words.as_told(one, judging(stored)(one))}))  # also where no form asks
    world.as_("ruiz").client.post(path, data={"csrf_token": token, "seen": seen, **form})
    return world.sheet(sheet).interventions[0]


def test_an_act_within_scope_says_so(world):
    sheet, _ = start_iv(world, "okafor")
    verdict = world.sheet(sheet).interventions[0].verdict
    assert (verdict.verdict, verdict.permitted, verdict.level) == ("permitted", True, "Paramedic")


def test_an_act_beyond_scope_is_recorded_and_explained(world):
    sheet, page = start_iv(world)
    verdict = world.sheet(sheet).interventions[0].verdict
    assert (verdict.verdict, verdict.layer, verdict.level) == ("not_permitted", "rule", "EMT")
    assert verdict.ruleset == "us-national-2019"
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
    assert act.verdict.verdict == "not_permitted"


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
    assert world.sheet(sheet).interventions[0].verdict.permitted is False
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
    assert act.verdict.permitted is True


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
    assert act.verdict.verdict == "not_permitted"
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
    assert world.sheet(sheet).interventions[0].verdict.verdict == "permitted"


def another_member(world, sheet, member="Okafor", level="Paramedic"):
    world.page(sheet, "crew").fill("Crew member", member).choose(
        "Certification level on this call", level
    ).save()
    return next(one.id for one in world.sheet(sheet).crew if one.member == member)


def put(world, sheet, address, **form):
    """What comes back for a form of the interventions page."""
    page = world.page(sheet, "interventions")
    token = page.hidden("csrf_token")
    path = f"/sheets/{sheet}/interventions/{address}"
    return world.as_("ruiz").client.post(path, data={"csrf_token": token, "seen": page.seen(path), **form})


def preview(world, sheet, entry="0" * 32, **values):
    named = {f"interventions-{entry}-{name}": value for name, value in values.items()}
    return put(world, sheet, "preview", entry=entry, version="0", **named)


def words_of(answer):
    return " ".join(BeautifulSoup(answer.get_data(as_text=True), "html.parser").get_text(" ").split())


def give(world, sheet, item, **values):
    """Save an intervention by the first crew member; values by label."""
    page = world.page(sheet, "interventions").choose("Intervention", item)
    page.choose("Performed by", world.sheet(sheet).crew[0].id).fill("Time performed", "1710")
    for label, value in values.items():
        page.fill(label.replace("_", " "), value)
    page.save()
    return world.sheet(sheet).interventions[-1]


# --- before saving ---


def test_what_stands_in_the_form_is_judged_before_it_is_saved(world):
    sheet = world.begin()
    me = world.sheet(sheet).crew[0].id
    answer = preview(world, sheet, item="iv_access", performer=me)
    assert answer.status_code == 200
    for words in (
        "Outside EMT scope here",
        "it starts at AEMT",
        "a Paramedic performs it",
        "DOT HS 813 151",
        "medium",
    ):
        assert words in words_of(answer)
    assert world.sheet(sheet).interventions == []


def test_it_says_the_same_before_saving_and_after(world):
    sheet = world.begin()
    me = world.sheet(sheet).crew[0].id
    before = words_of(preview(world, sheet, item="iv_access", performer=me))
    give(world, sheet, "iv_access")
    after = world.page(sheet, "interventions").words
    for words in (
        "Outside EMT scope here",
        "Peripheral IV access is not in the EMT scope of practice; it starts at AEMT.",
    ):
        assert words in before
        assert words in after


def test_an_order_in_the_form_counts_before_it_is_saved(world):
    sheet = world.begin()
    me = world.sheet(sheet).crew[0].id
    without = words_of(preview(world, sheet, item="epi_im_vial", performer=me, route="9927015"))
    with_one = words_of(
        preview(
            world, sheet, item="epi_im_vial", performer=me, route="9927015", authorization="9918001", authorized_by="Dr. Hane",
            ordered_at="1709", order_read_back="yes",
        )
    )  # fmt: skip
    assert "Needs an order here" in without
    assert "Online order by Dr. Hane, 17:09, read back" in with_one
    assert "In scope" in with_one


def test_a_dose_is_asked_about_before_it_is_saved_and_stays_asked_about_at_its_field(world):
    sheet = world.begin()
    me = world.sheet(sheet).crew[0].id
    given = {"item": "aspirin_po", "performer": me, "route": "9927035", "dose_unit": "3706021"}
    question = "is the decimal point right?"
    assert question not in words_of(preview(world, sheet, **given, dose="324"))
    before = words_of(preview(world, sheet, **given, dose="3240"))
    for words in ("Check the dose: 3,240 mg", question, "162 to 325 mg", "no pharmacist has read this table"):
        assert words in before
    give(world, sheet, "aspirin_po", Dose="3240 mg")
    page = world.page(sheet, "interventions")
    assert question in page.words
    assert question in world.page(sheet, "check").words


def test_a_value_that_cannot_be_read_yet_is_left_out(world):
    sheet = world.begin()
    me = world.sheet(sheet).crew[0].id
    answer = preview(
        world, sheet, item="aspirin_po", performer=me, dose="3 2", performed_at="99:99", mode="nowhere"
    )
    assert answer.status_code == 200
    assert "In scope" in words_of(answer)


@pytest.mark.parametrize(
    "values", [{}, {"item": "", "dose": "5"}, {"item": "no such thing"}, {"performer": "nobody"}]
)
def test_nothing_is_said_while_no_intervention_is_chosen(world, values):
    answer = preview(world, world.begin(), **values)
    assert (answer.status_code, answer.get_data()) == (204, b"")


def test_without_a_performer_it_asks_who_it_was(world):
    sheet = world.begin()
    answer = preview(world, sheet, item="iv_access")
    assert "Choose who performed it" in words_of(answer)
    assert f'href="#interventions-{"0" * 32}-performer"' in answer.get_data(as_text=True)


@pytest.mark.parametrize(
    ("values", "reason"),
    [({"before_arrival": "yes"}, "before our arrival"), ({"other_unit": "yes"}, "by another unit"),
     ({"item-why": "refused"}, "not given")],
)  # fmt: skip
def test_what_is_not_judged_is_said_before_saving_too(world, values, reason):
    sheet = world.begin()
    me = world.sheet(sheet).crew[0].id
    said = words_of(preview(world, sheet, item="iv_access", performer=me, **values))
    assert "not judged" in said
    assert reason in said


def test_an_intervention_that_is_changed_is_not_counted_beside_itself(world):
    sheet = world.begin()
    act = give(world, sheet, "aspirin_po", Dose="324")
    me = world.sheet(sheet).crew[0].id
    answer = preview(
        world, sheet, entry=act.id, item="aspirin_po", performer=me, dose="324", dose_unit="3706021"
    )
    assert "324 mg" in words_of(answer)
    assert "after 324" not in words_of(answer)
    beside = preview(
        world, sheet, item="aspirin_po", performer=me, dose="81", dose_unit="3706021", performed_at="1720"
    )
    assert "after" not in words_of(beside)  # the first dose has no unit that compares
    world.page(sheet, "interventions", query=f"?entry={act.id}").choose("Dose unit", "mg").save()
    beside = preview(
        world, sheet, item="aspirin_po", performer=me, dose="81", dose_unit="3706021", performed_at="1720"
    )
    assert "81 mg, after 324 mg" in words_of(beside)
    earlier = preview(
        world, sheet, item="aspirin_po", performer=me, dose="81", dose_unit="3706021", performed_at="1700"
    )
    assert "after" not in words_of(earlier)


def test_nothing_is_written_however_often_it_is_asked(world):
    sheet = world.begin()
    act = give(world, sheet, "iv_access")
    medic = another_member(world, sheet)
    with world.database.write("somebody else"):  # holds the one lock for writing
        answer = preview(world, sheet, entry=act.id, item="iv_access", performer=medic)
    assert "In scope" in words_of(answer)
    kept = world.sheet(sheet).interventions[0]
    assert (kept.performer, kept.version, kept.verdict.permitted) == (act.performer, act.version, False)


def test_only_who_writes_the_sheet_is_told(world):
    sheet = world.begin()
    me = world.sheet(sheet).crew[0].id
    for login in ("okafor", "stranger", "teacher", "boss"):
        who = world.as_(login)
        token = who.open("/").hidden("csrf_token")
        told = who.client.post(
            f"/sheets/{sheet}/interventions/preview", data={"csrf_token": token, "entry": "0" * 32}
        )
        assert told.status_code == 404
        assert who.client.get(f"/sheets/{sheet}/interventions/marks?performer={me}").status_code == 404


def test_without_a_token_nothing_is_told(world):
    sheet = world.begin()
    world.as_("ruiz")
    answer = world.as_("ruiz").client.post(f"/sheets/{sheet}/interventions/preview", data={"entry": "0" * 32})
    assert answer.status_code == 400


@pytest.mark.parametrize("entry", ["", "x", "../..", "0" * 31])
def test_an_odd_entry_is_refused(world, entry):
    assert preview(world, world.begin(), entry=entry, item="iv_access").status_code == 400


def test_of_a_submitted_sheet_nothing_is_judged_any_more(world):
    sheet = world.begin()
    me = world.sheet(sheet).crew[0].id
    page = world.page(sheet, "interventions")
    token = page.hidden("csrf_token")
    with world.database.write("ruiz") as session:
        session.add(Step(run_sheet_id=sheet, actor_id=world.sheet(sheet).trainee_id, kind=Kind.SUBMITTED))
    client = world.as_("ruiz").client
    told = client.post(
        f"/sheets/{sheet}/interventions/preview", data={"csrf_token": token, "entry": "0" * 32}
    )
    assert told.status_code == 409
    assert client.get(f"/sheets/{sheet}/interventions/marks?performer={me}").status_code == 409


# --- every item of the list ---


def marks(world, sheet, performer):
    return world.as_("ruiz").client.get(f"/sheets/{sheet}/interventions/marks?performer={performer}")


def test_every_item_has_a_shape_and_a_word_for_the_performer(world):
    sheet = world.begin()
    found = marks(world, sheet, world.sheet(sheet).crew[0].id).get_json()
    assert list(found) == sorted(catalog().rows)
    assert found["aspirin_po"] == ["good", "check", "In scope"]
    assert found["iv_access"] == ["stop", "stop", "Not in EMT scope"]
    assert found["nitro_sl_own"][2] == "Patient’s own: in scope"
    assert found["epi_im_vial"] == ["attention", "phone", "Needs an order"]
    assert found["insulin"][2] == "Depends on the route"
    assert found["lvad_monitoring"] == ["plain", "question", "Cannot be judged"]
    words_by_shape = {shape: word for _, shape, word in found.values()}
    assert len(words_by_shape) >= 4
    assert all(tone and shape and word for tone, shape, word in found.values())


def test_the_marks_are_those_of_the_performer_chosen(world):
    sheet = world.begin()
    medic = another_member(world, sheet)
    assert marks(world, sheet, medic).get_json()["iv_access"] == ["good", "check", "In scope"]


def test_an_item_marked_in_scope_is_in_scope_when_it_is_chosen(world):
    sheet = world.begin()
    me = world.sheet(sheet).crew[0].id
    for item, (_, _, word) in list(marks(world, sheet, me).get_json().items())[::12]:
        said = words_of(preview(world, sheet, item=item, performer=me))
        assert ("Outside EMT scope here" in said) is word.startswith("Not in"), item
        assert ("Cannot be judged" in said) is (word.startswith(("Cannot", "Depends"))), item


@pytest.mark.parametrize("performer", ["", "nobody", "0" * 32])
def test_nobody_has_no_marks(world, performer):
    assert marks(world, world.begin(), performer).status_code == 404


# --- what is missing is asked for ---


def test_what_is_missing_is_a_link_to_its_control_whose_group_is_open(world):
    sheet = world.begin()
    act = give(world, sheet, "ECG, other")
    page = world.page(sheet, "interventions")
    link = page.html.find("a", string="Say what was done with it")
    assert link["href"] == f"/sheets/{sheet}/interventions?entry={act.id}#interventions-{act.id}-mode"
    form = world.as_("ruiz").open(link["href"])
    control = form.html.find(id=f"interventions-{act.id}-mode")
    assert control.find_parent("details", class_="group").has_attr("open")
    assert "the scope check needs it" in form.words
    form.choose("What was done with it", "Interpreted").save()
    assert world.sheet(sheet).interventions[0].verdict.missing == ()


def test_a_missing_level_is_asked_for_at_the_crew_member(world):
    sheet = world.begin()
    member = another_member(world, sheet, level="EMR")
    with world.database.write("ruiz") as session:
        session.get(CrewMember, member).level = None
    act = give(world, sheet, "iv_access")
    world.page(sheet, "interventions", query=f"?entry={act.id}").choose("Performed by", member).save()
    link = world.page(sheet, "interventions").html.find(
        "a", string="Fill in “Certification level on this call” of Okafor under Crew"
    )
    assert link["href"].endswith(f"/crew?entry={member}#crew-{member}-level")


def test_of_several_that_it_may_be_one_tap_says_which(world):
    sheet = world.begin()
    give(world, sheet, "spinal_immobilization")
    page = world.page(sheet, "interventions")
    (group,) = page.html.select("form.which-one")
    assert [button.get_text() for button in group.find_all("button")] == [
        "Cervical collar",
        "Manual cervical stabilization",
    ]
    page.form = group
    after = page.submit("Cervical collar")
    act = world.sheet(sheet).interventions[0]
    assert (act.item, act.verdict.verdict) == ("cervical_collar", "permitted")
    assert "Checked again: in scope." in after.words


@pytest.mark.parametrize("item", ["", "iv_access", "nothing"])
def test_only_what_was_offered_can_be_meant(world, item):
    sheet = world.begin()
    give(world, sheet, "spinal_immobilization")
    act = answer(world, sheet, kind="meant", item=item)
    assert act.item == "spinal_immobilization"


# --- the six answers ---


def forms_of(page):
    return {
        form.find("input", attrs={"name": "kind"})["value"]: form for form in page.html.select(".answer-form")
    }


def test_only_a_medication_can_be_the_patients_own(world):
    sheet, page = start_iv(world)
    assert list(forms_of(page)) == ["someone_else", "assisted", "order_given", "exceeded", "mistake"]
    assert answer(world, sheet, kind="own_medication").supply is None


def test_the_answer_that_would_help_stands_first(world):
    sheet = world.begin()
    give(world, sheet, "nitro_sl_agency")
    assert next(iter(forms_of(world.page(sheet, "interventions")))) == "own_medication"
    give(world, sheet, "epi_im_vial")
    listed = world.page(sheet, "interventions").html.select("ol.acts > li")
    assert listed[1].select_one(".answer-form input[name=kind]")["value"] == "order_given"
    assert "may bring it in scope" in listed[1].select_one(".answer summary").get_text()


def test_the_patients_own_is_the_item_of_that_name(world):
    sheet = world.begin()
    give(world, sheet, "nitro_sl_agency")
    act = answer(world, sheet, kind="own_medication")
    assert (act.supply, act.item, act.verdict.verdict) == ("patient", "nitro_sl_own", "permitted_assist")
    page = world.page(sheet, "interventions")
    assert "The patient’s own medication" in page.words


@pytest.mark.parametrize(
    ("given", "read_back", "permitted", "shown"),
    [
        ("online", "yes", True, "Online order by Dr. Hane, 17:09, read back"),
        ("on_scene", "no", False, "On-scene order by Dr. Hane, 17:09, not read back"),
    ],
)
def test_the_panel_shows_the_order_it_was_judged_by(world, given, read_back, permitted, shown):
    sheet = world.begin()
    give(world, sheet, "epi_im_vial")
    order = {"by_whom": "Dr. Hane", "ordered_at": "1709", "given": given, "read_back": read_back}
    act = answer(world, sheet, kind="order_given", **order)
    assert act.verdict.permitted is permitted
    assert shown in world.page(sheet, "interventions").words


def test_a_name_that_is_not_of_the_crew_is_a_reason(world):
    sheet, _ = start_iv(world)
    act = answer(world, sheet, kind="assisted", somebody="Dr. Hane of the clinic")
    assert act.verdict.verdict == "not_permitted"
    assert [(one.kind, one.text) for one in world.sheet(sheet).answers] == [
        ("assisted", "Assisted Dr. Hane of the clinic")
    ]


def test_who_performed_it_assists_nobody(world):
    sheet, _ = start_iv(world)
    medic = another_member(world, sheet)
    act = answer(world, sheet, kind="assisted", who=medic)
    act = answer(world, sheet, kind="someone_else", who=act.assisted)
    assert act.assisted is None


@pytest.mark.parametrize(
    ("typed", "lacking"),
    [
        (
            {"kind": "order_given", "by_whom": "Dr. Hane", "ordered_at": "1790", "read_back": "yes"},
            {"ordered_at"},
        ),
        ({"kind": "order_given", "by_whom": "Dr. Hane"}, {"ordered_at", "read_back"}),
        ({"kind": "order_given", "ordered_at": "1709", "read_back": "no"}, {"by_whom"}),
        ({"kind": "assisted", "who": "", "somebody": " "}, {"who"}),
        ({"kind": "someone_else"}, {"who"}),
        ({"kind": "exceeded", "why": " "}, {"why"}),
    ],
)
def test_half_an_answer_keeps_its_words_and_says_what_it_lacks(world, typed, lacking):
    sheet, _ = start_iv(world)
    another_member(world, sheet)
    act = world.entry(sheet, "interventions")
    client = world.as_("ruiz").client
    page = Page(client, put(world, sheet, f"{act}/answer", **typed))
    assert page.status == 422
    form = forms_of(page)[typed["kind"]]
    assert form.find_parent("details").has_attr("open")
    base = f"interventions-{act}-{typed['kind']}"
    assert {link["href"] for link in form.select("[role=alert] a")} == {f"#{base}-{name}" for name in lacking}
    for name in lacking:
        assert page.html.find(id=f"{base}-{name}-error").get_text(strip=True)
    for name, text in typed.items():
        kept = form.find(attrs={"name": name, "type": ["text", None]})
        if kept is not None and kept.name == "input" and text.strip():
            assert kept["value"] == text
    assert world.sheet(sheet).interventions[0].authorized_by is None


def test_an_order_that_cannot_help_says_so_beforehand(world):
    _, page = start_iv(world)
    assert "An order does not widen anybody’s scope" in forms_of(page)["order_given"].get_text()


# --- a strict class ---


def test_a_refusal_says_truly_what_was_not_saved(strict_world):
    sheet, page = start_iv(strict_world)
    assert page.html.h2.get_text(" ", strip=True) == "Not saved. Outside EMT scope here"
    assert "Nothing of this intervention was saved. What you typed is still in the form below" in page.words
    assert page.html.select_one("[data-save-state]").get_text() == "Not saved"
    assert strict_world.sheet(sheet).interventions == []
    # With nobody else on the crew, what would help begins there.
    assert f"/sheets/{sheet}/crew" in page.html.select_one(".panel a")["href"]


def test_a_refused_change_leaves_the_intervention_as_it_was(strict_world):
    sheet = strict_world.begin()
    act = give(strict_world, sheet, "aspirin_po")
    page = (
        strict_world.page(sheet, "interventions", query=f"?entry={act.id}")
        .choose("Intervention", "iv_access")
        .save()
    )
    assert page.status == 422
    assert "Your change was not saved; the intervention is in the list as it was saved before." in page.words
    kept = strict_world.sheet(sheet).interventions[0]
    assert (kept.item, kept.version) == ("aspirin_po", act.version)


def test_a_refusal_tells_the_order_that_was_typed(strict_world):
    sheet = strict_world.begin()
    page = strict_world.page(sheet, "interventions").choose("Intervention", "iv_access")
    page.choose("Performed by", strict_world.sheet(sheet).crew[0].id).choose("Authorized by", "Online order")
    refused = page.fill("Name of who gave the order", "Dr. Hane").save()
    assert "Online order by Dr. Hane" in refused.words


def test_in_a_strict_class_the_form_says_before_that_it_will_not_be_saved(strict_world):
    sheet = strict_world.begin()
    me = strict_world.sheet(sheet).crew[0].id
    assert "This class does not save it" in words_of(
        preview(strict_world, sheet, item="iv_access", performer=me)
    )


def test_what_became_of_an_answer_is_said_at_the_act_and_not_above_the_list(world):
    sheet = world.begin()
    give(world, sheet, "morphine")
    answer(world, sheet, kind="own_medication")
    page = world.page(sheet, "interventions")
    (message,) = page.html.select(".message")
    assert message.find_parent("li")["id"] == str(world.sheet(sheet).interventions[0].anchor())
    words = " ".join(message.get_text(" ", strip=True).split())
    assert words.startswith("Checked again: still outside scope. Morphine is not in the EMT scope")
    assert words.endswith(".")
    assert "the patient’s own" in page.html.select_one(".act-facts").get_text()
    assert not world.page(sheet, "interventions").html.select(".message")


def test_that_an_act_was_struck_as_a_mistake_is_said_above_the_list(world):
    sheet = world.begin()
    give(world, sheet, "iv_access")
    answer(world, sheet, kind="mistake")
    (message,) = world.page(sheet, "interventions").html.select(".messages .message")
    assert "Struck as entered by mistake" in message.get_text()


def test_where_nobody_else_is_on_the_crew_the_change_of_performer_leads_to_the_crew(world):
    sheet = world.begin()
    me = world.sheet(sheet).crew[0].id
    said = words_of(preview(world, sheet, item="iv_access", performer=me))
    assert "add them under Crew first" in said
    another_member(world, sheet)
    said = words_of(preview(world, sheet, item="iv_access", performer=me))
    assert "say it at “Performed by”" in said


def test_a_performer_who_is_not_on_the_crew_is_named_as_such_with_both_ways_on(world):
    sheet = world.begin()
    gone = world.entry(sheet, "crew")
    with world.database.write("ruiz") as session:
        member = session.get_one(CrewMember, gone)
        member.struck_at, member.struck_reason = now(), "Was not here"
    for performer, who in ((gone, "Dana Ruiz"), ("f" * 32, "The person chosen")):
        answer = preview(world, sheet, item="aspirin_po", performer=performer)
        words = words_of(answer)
        assert f"{who} is not on the crew: choose who performed it, or add them under Crew." in words
        assert "Choose who performed it" in words
        assert "Add them under Crew" in words
