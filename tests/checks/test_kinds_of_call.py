"""Each kind of call: what blocks its sheet, that it can be submitted as it was, and that nothing required stands folded."""

import pytest

from epcr.broken_schema import BrokenSchema
from epcr.checks import Weight, findings
from epcr.checks.kind_of_call import folded, kind_of, told
from epcr.checks.kinds_of_call import kinds, load
from epcr.checks.requirements import rules
from epcr.sheet.run_sheet import BY_SLUG
from epcr.sheet.signatures import Signature
from epcr.sheet.vocabulary import vocabulary
from tests.build import DISPOSITION, cancelled_sheet, clock, empty_sheet, fill, refused_sheet, sheet, vitals
from tests.checks.saying import missing, only, warned

CONTACT = {"unit_disposition": "4227001"}
NO_TRANSPORT = {**CONTACT, "transport_disposition": "4230013"}
# The answers that tell each kind, where nobody said it.
TELLING = {
    "transport": {"disposition": {**CONTACT, "transport_disposition": "4230001"}},
    "refusal_of_transport": {
        "disposition": {**CONTACT, "patient_care": "4228003", "transport_disposition": "4230009"}
    },
    "refusal_of_evaluation": {
        "disposition": {**CONTACT, "patient_care": "4228007", "transport_disposition": "4230009"}
    },
    "not_transported": {"disposition": NO_TRANSPORT},
    "dead_on_scene": {
        "disposition": NO_TRANSPORT,
        "arrest": {"cardiac_arrest": "3001003", "resuscitation": ["3003007"]},
    },
    "transfer": {
        "incident": {"type_of_service": "2205005"},
        "disposition": {**CONTACT, "transport_disposition": "4230001"},
    },
    "visit": {"incident": {"type_of_service": "2205031"}, "disposition": NO_TRANSPORT},
    "standby": {"incident": {"type_of_service": "2205013"}, "disposition": {"unit_disposition": "4227011"}},
    "cancelled": {"disposition": {"unit_disposition": "4227005"}},
}
# Missing entries of a sheet that says nothing but these answers: before kinds of calls were known, and now.
BLOCKS = {
    "transport": (50, 50),
    "refusal_of_transport": (44, 44),
    "refusal_of_evaluation": (44, 32),
    "not_transported": (41, 41),
    "dead_on_scene": (48, 34),
    "transfer": (49, 50),
    "visit": (40, 37),
    "standby": (6, 6),
    "cancelled": (8, 8),
}
OF_ASSESSMENT = {f"primary-{name}" for name in ("airway", "breathing_effort", "pulse_quality", "skin_color", "major_bleeding")}  # fmt: skip
# What each kind is asked no more, and what it is asked instead.
NO_MORE = {
    "refusal_of_evaluation": OF_ASSESSMENT
    | {f"history-{name}" for name in ("onset", "primary_symptom", "allergies", "home_medications", "past_history", "primary_impression")}
    | {"vitals"},
    "dead_on_scene": OF_ASSESSMENT
    | {f"history-{name}" for name in ("chief_complaint", "onset", "primary_symptom", "allergies", "home_medications")}
    | {f"arrest-{name}" for name in ("first_rhythm", "cpr_by", "aed_before", "return_of_circulation")}
    | {"vitals"},
    "transfer": {"incident-dispatch_reason", "incident-scene_safety", "history-onset", "history-possible_injury"},
    "visit": {"incident-response_mode", "history-onset", "arrest-cardiac_arrest", "disposition-acuity_on_release"},
}  # fmt: skip
INSTEAD = {
    "dead_on_scene": {"primary-general_impression"},
    "transfer": {
        "incident-transfer_reason", "incident-sending_facility", "incident-sending_physician", "incident-receiving_physician",
        "incident-infusions",
    },
    "visit": {"incident-encounter_reason"},
}  # fmt: skip
# What a sheet of any patient who was neither dead nor a transfer, visit or refusal is asked: what the rules asked before.
OF_EVERY_PATIENT = OF_ASSESSMENT | {
    "incident-dispatch_reason", "incident-response_mode", "incident-scene_safety", "history-chief_complaint", "history-onset",
    "history-possible_injury", "history-primary_symptom", "history-allergies", "history-home_medications",
    "history-past_history", "history-primary_impression", "arrest-cardiac_arrest", "disposition-acuity_on_release",
    "primary-avpu", "primary-initial_acuity",
}  # fmt: skip
CODES = [term.code for term in vocabulary("kind_of_call")]


def telling(kind):
    run_sheet = empty_sheet()
    for section, answers in TELLING[kind].items():
        fill(run_sheet, section, **answers)
    return run_sheet


def said(kind, run_sheet=None):
    run_sheet = run_sheet or empty_sheet()
    run_sheet.incident.kind_of_call = kind
    return run_sheet


@pytest.mark.parametrize("kind", CODES)
def test_the_answers_tell_the_kind(kind):
    assert told(telling(kind)) == kind_of(telling(kind)) == kind


@pytest.mark.parametrize("kind", CODES)
def test_so_many_entries_block_a_sheet_of_this_kind(kind):
    before, now = BLOCKS[kind]
    assert len(missing(telling(kind))) == now
    assert before - len(NO_MORE.get(kind, ())) + len(INSTEAD.get(kind, ())) == now


@pytest.mark.parametrize("kind", CODES)
def test_what_a_kind_is_asked_no_more_and_what_instead(kind):
    asked = set(missing(telling(kind)))
    assert asked & NO_MORE.get(kind, set()) == set()
    assert asked >= INSTEAD.get(kind, set())
    everywhere = set().union(*INSTEAD.values()) - INSTEAD.get(kind, set())
    assert asked & everywhere == set()
    if kind not in {"standby", "cancelled"}:  # nothing else of a patient is left out in silence
        answered = {f"{slug}-{name}" for slug, answers in TELLING[kind].items() for name in answers}
        assert asked | answered | NO_MORE.get(kind, set()) >= OF_EVERY_PATIENT


@pytest.mark.parametrize("kind", CODES)
def test_saying_the_kind_asks_at_once_what_it_needs_and_fills_in_nothing(kind):
    run_sheet = said(kind)
    asked, when_told = set(missing(run_sheet)), set(missing(telling(kind)))
    answered = {f"{slug}-{name}" for slug, answers in TELLING[kind].items() for name in answers}
    assert when_told - asked == set() if kind != "cancelled" else when_told - asked <= {"incident-cancelled"}
    assert asked - when_told <= answered
    assert [name for name in run_sheet.incident.fields() if run_sheet.incident.documented(name)] == [
        "kind_of_call"
    ]
    assert not run_sheet.disposition.touched()


# ---- each kind, as it was, can be submitted


def blank_primary(run_sheet, **answers):
    for section in ("primary", "history"):
        part = getattr(run_sheet, section)
        for name in part.fields():
            setattr(part, name, None)
        part.absent = {}
    fill(run_sheet, "primary", **answers)


def refused_evaluation():
    run_sheet = said("refusal_of_evaluation", refused_sheet())
    blank_primary(run_sheet, avpu="3326001")
    run_sheet.primary.absent = {"initial_acuity": "not_recorded"}
    run_sheet.history.absent = {"chief_complaint": "refused"}
    fill(run_sheet, "history", possible_injury="9922003")
    fill(run_sheet, "disposition", patient_care="4228007")
    run_sheet.vitals = run_sheet.exam = []
    return run_sheet


def dead():
    run_sheet = said("dead_on_scene", refused_sheet())
    blank_primary(
        run_sheet,
        avpu="3326007",
        initial_acuity="2813007",
        general_impression="Rigor in jaw and arms, lividity of the back.",
    )
    fill(run_sheet, "history", possible_injury="9922001", primary_impression="R99")
    run_sheet.history.absent = {"past_history": "unable_to_complete"}
    fill(
        run_sheet, "arrest", cardiac_arrest="3001003", etiology="3002001", witnessed_by=["3004001"],
        resuscitation=["3003007"], end_of_event="3018003",
    )  # fmt: skip
    run_sheet.arrest.absent = {"arrest_at": "not_recorded"}
    for name in (*DISPOSITION, "refusal_reasons", "risks_explained", "refusal_witness"):
        setattr(run_sheet.disposition, name, None)
    fill(
        run_sheet, "disposition", unit_disposition="4227001", patient_care="4228005", crew_disposition="4229011",
        transport_disposition="4230013", acuity_on_release="4219007",
    )  # fmt: skip
    run_sheet.vitals = run_sheet.exam = []
    run_sheet.signatures = run_sheet.signatures[:1]
    run_sheet.narrative.text = (
        "Found supine and cold, last heard of the evening before. Police has the scene."
    )
    return run_sheet


def transferred():
    run_sheet = said("transfer", sheet())
    fill(
        run_sheet, "incident", type_of_service="2205005", dispatch_reason=None, scene_safety=None, transfer_reason="2820001",
        sending_facility="Alder Valley Hospital", sending_physician="Dr. Ng", receiving_physician="Dr. Osei",
    )  # fmt: skip
    run_sheet.incident.absent = {"infusions": "none_reported"}
    fill(run_sheet, "history", onset=None, possible_injury=None)
    return run_sheet


def visited():
    run_sheet = said("visit", refused_sheet())
    fill(
        run_sheet,
        "incident",
        type_of_service="2205031",
        response_mode=None,
        encounter_reason="Weight and pills after heart failure",
    )
    fill(run_sheet, "history", onset=None)
    run_sheet.arrest.cardiac_arrest = None
    for name in (*DISPOSITION, "refusal_reasons", "risks_explained", "refusal_witness"):
        setattr(run_sheet.disposition, name, None)
    fill(
        run_sheet, "disposition", unit_disposition="4227001", patient_care="4228005", crew_disposition="4229011",
        transport_disposition="4230013",
    )  # fmt: skip
    run_sheet.signatures = run_sheet.signatures[:1]
    return run_sheet


def released():
    run_sheet = said("not_transported", visited())
    fill(run_sheet, "incident", type_of_service="2205001", response_mode="2223001", encounter_reason=None)
    fill(run_sheet, "history", onset=clock("16:40"))
    run_sheet.arrest.cardiac_arrest = "3001001"
    fill(run_sheet, "disposition", acuity_on_release="4219005")
    return run_sheet


def stood_by():
    run_sheet = said("standby", cancelled_sheet())
    fill(run_sheet, "incident", type_of_service="2205013", cancelled=None)
    run_sheet.disposition.unit_disposition = "4227011"
    run_sheet.narrative.text = "Stood by at the county fair. Nobody asked for help."
    return run_sheet


WHOLE = {
    "transport": lambda: said("transport", sheet()),
    "refusal_of_transport": lambda: said("refusal_of_transport", refused_sheet()),
    "refusal_of_evaluation": refused_evaluation,
    "not_transported": released,
    "dead_on_scene": dead,
    "transfer": transferred,
    "visit": visited,
    "standby": stood_by,
    "cancelled": lambda: said("cancelled", cancelled_sheet()),
}


@pytest.mark.parametrize("kind", CODES)
def test_each_kind_can_be_submitted_as_it_was(kind):
    run_sheet = WHOLE[kind]()
    assert kind_of(run_sheet) == kind
    assert missing(run_sheet) == []
    assert warned(run_sheet) == []


@pytest.mark.parametrize("kind", CODES)
def test_it_is_the_same_sheet_where_nobody_said_the_kind(kind):
    run_sheet = WHOLE[kind]()
    run_sheet.incident.kind_of_call = None
    assert kind_of(run_sheet) == kind
    assert findings(run_sheet) == findings(WHOLE[kind]())


# ---- a kind that goes with nothing else


def test_a_kind_that_another_answer_belies_is_asked_about_and_decides_nothing():
    run_sheet = said("dead_on_scene", sheet())
    assert kind_of(run_sheet) == "transport"
    assert missing(run_sheet) == ["incident-kind_of_call"]
    finding = only(run_sheet, "completeness.incident.kind_of_call")
    assert finding.weight is Weight.MISSING
    assert finding.message == (
        "Choose the kind of call again: “Dead on scene, not resuscitated” does not go with Transport disposition, "
        "“Transport by this unit”"
    )
    assert finding.on_paper == "kind of call that goes with the transport disposition"
    run_sheet.incident.kind_of_call = None
    assert missing(run_sheet) == []


# What the answers leave open, and the trainee's word decides: each asks for what it needs besides.
ALSO = {
    "not_transported": {"refusal_of_transport"},
    "visit": {"refusal_of_transport", "not_transported", "dead_on_scene"},
    "standby": {"cancelled"},
}


@pytest.mark.parametrize("kind", CODES)
def test_a_whole_sheet_of_one_kind_is_of_no_other(kind):
    for other in CODES:
        run_sheet = WHOLE[kind]()
        run_sheet.incident.kind_of_call = other
        goes = kind_of(run_sheet) == other
        assert goes == ("incident-kind_of_call" not in missing(run_sheet))
        assert goes == (other == kind or other in ALSO.get(kind, ())), other


def test_a_death_after_an_attempt_is_asked_what_it_was_asked_before():
    run_sheet = telling("dead_on_scene")
    run_sheet.arrest.resuscitation = ["3003005"]
    assert kind_of(run_sheet) == "not_transported"
    assert {"arrest-first_rhythm", "arrest-cpr_by", "arrest-return_of_circulation", "vitals"} <= set(
        missing(run_sheet)
    )


def test_who_was_dead_without_an_attempt_needs_no_glucose():
    assert "vitals" not in missing(dead())


def test_contact_at_a_standby_asks_for_the_patient():
    run_sheet = telling("standby")
    run_sheet.disposition.unit_disposition = "4227001"
    assert kind_of(run_sheet) == ""
    assert set(missing(run_sheet)) >= OF_EVERY_PATIENT


def test_a_transfer_that_is_refused_asks_for_the_refusal():
    run_sheet = telling("transfer")
    run_sheet.disposition.transport_disposition = "4230009"
    asked = set(missing(run_sheet))
    assert {
        "disposition-refusal_reasons",
        "disposition-refusal_witness",
        "incident-sending_facility",
    } <= asked
    assert "disposition-destination" not in asked


# ---- what stands folded


@pytest.mark.parametrize("kind", CODES)
@pytest.mark.parametrize("made", [telling, said], ids=["told", "said"])
def test_nothing_that_is_required_stands_folded(kind, made):
    run_sheet = made(kind)
    fill(run_sheet, "history", possible_injury="9922005")
    away = folded(run_sheet)
    for one in findings(run_sheet):
        section = BY_SLUG[one.anchor.section]
        assert section.page.slug not in away, one
        groups = [group.title for group in section.groups() if one.anchor.field in group.names]
        assert not [title for title in groups if f"{section.page.slug}/{title}" in away], one


def test_what_holds_something_is_not_folded():
    run_sheet = telling("dead_on_scene")
    assert {"vitals", "primary/C · Circulation", "exam"} <= folded(run_sheet)
    run_sheet.vitals = [vitals(taken_at=clock("17:08"))]
    run_sheet.primary.absent = {"pulse_quality": "not_recorded"}
    assert folded(run_sheet) & {"vitals", "primary/C · Circulation"} == set()
    assert "exam" in folded(run_sheet)


def test_nothing_is_folded_while_nothing_tells_the_kind():
    assert folded(empty_sheet()) == frozenset()


def test_a_struck_entry_keeps_its_section_open():
    run_sheet = telling("cancelled")
    struck = vitals(taken_at=clock("17:08"))
    struck.struck_at, struck.struck_reason = clock("17:09"), "Another patient"
    run_sheet.vitals = [struck]
    assert "vitals" not in folded(run_sheet)


# ---- the file


def test_every_term_of_the_list_is_a_kind():
    assert set(kinds()) == set(CODES)


def test_the_words_of_the_requirements_are_those_of_kinds():
    used = {word for rule in rules().required for word in rule.when}
    assert {"dead_on_scene", "transfer", "visit", "assessed", "evaluation_not_refused"} <= used


@pytest.mark.parametrize(
    ("words", "key", "reason"),
    [
        ('code = "transfr"', "transfr.code", "near it: transfer"),
        ('code = "visit"\nfolds = ["vitls"]', "visit.folds", "near it: vitals"),
        ('code = "visit"\nfolds = ["primary/Airway"]', "visit.folds", "there is no group of primary “Airway”"),
        ('code = "visit"\nfits."incident.unt" = ["A"]', "visit.fits", "there is no field that stands once “incident.unt”"),
        ('code = "visit"\nfits."vitals.avpu" = ["A"]', "visit.fits", "there is no field that stands once"),
        ('code = "visit"\nfits."incident.unit" = ["A"]', "visit.fits.incident.unit", "is not chosen from a list"),
        ('code = "visit"\ntold_by."incident.type_of_service" = ["Visits"]', "visit.told_by.incident.type_of_service", "there is no term"),
        ('code = "visit"', "kind", "nothing is said of transport"),
        ('code = "visit"\n[[kind]]\ncode = "visit"', "visit", "two kinds have this code"),
        ('code = "visit"\nfold = []', "kind 1.fold", "near it: folds"),
        ('code = "visit"\ntold_by."incident.cancelled" = "some"', "kind[0].told_by[...]", "nvalid enum value"),
    ],
)  # fmt: skip
def test_a_wrong_line_is_named(tmp_path, words, key, reason):
    path = tmp_path / "kinds.toml"
    path.write_text(f"[[kind]]\n{words}\n", encoding="utf-8")
    with pytest.raises(BrokenSchema) as error:
        load(path)
    assert error.value.key == key
    assert reason in error.value.reason


def test_signing_is_not_asked_of_who_met_nobody():
    run_sheet = said("standby")
    assert "signatures" not in missing(run_sheet)
    run_sheet.signatures = [Signature(signer="4512003")]
    assert [anchor for anchor in missing(run_sheet) if anchor.startswith("signatures")]
