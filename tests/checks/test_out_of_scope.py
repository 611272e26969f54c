"""From an intervention to an act, to a verdict, to what is said at the intervention."""

from datetime import date

import pytest
from msgspec.structs import replace

from epcr.checks import findings
from epcr.checks.acts import Acts
from epcr.checks.verdicts import judge_intervention, recorded
from epcr.scope import Act, PatientFacts, Performer, Student
from epcr.sheet.verdict import KeptVerdict
from tests.build import (
    ASPIRIN,
    BASIC,
    DAY,
    MEDIC,
    clock,
    crew_member,
    fill,
    intervention,
    sheet,
    with_intervention,
)
from tests.checks.saying import noted, only, warned

DOPAMINE = {
    "item": "dopamine", "route": "9927023", "dose": 5.0, "dose_unit": "3706017", "response": "9916001",
}  # fmt: skip


def act(**change):
    """The act of one more intervention on the built sheet."""
    run_sheet = sheet()
    return Acts(run_sheet).of(with_intervention(run_sheet, **{"item": "fentanyl", **change}))


def test_an_act_holds_what_the_sheet_knows():
    run_sheet = sheet()
    assert Acts(run_sheet).of(run_sheet.interventions[0]) == Act(
        ruleset="us-national-2019",
        item="aspirin_po",
        route="9927035",
        level="Paramedic",
        on=DAY,
        formulation="oral",
        order="standing",
        patient=PatientFacts(age_years=68, weight_kg=61),
        dose=324.0,
        unit="3706021",
    )


@pytest.mark.parametrize(
    ("name", "value", "key", "expected"),
    [
        ("route", "9927023", "route", "9927023"), ("route", None, "route", None), ("supply", "patient", "supply", "patient"),
        ("supply", None, "supply", None), ("formulation", "measured", "formulation", "measured"),
        ("mode", "maintain", "mode", "maintain"),
        ("before_arrival", True, "prior_to_arrival", True), ("before_arrival", False, "prior_to_arrival", False),
        ("other_unit", True, "other_unit", True), ("performer", BASIC, "level", "EMT"), ("performer", None, "level", None),
        ("performer", "0" * 32, "level", None), ("authorization", "9918001", "order", "online_prior"),
        ("authorization", "9918003", "order", "on_scene"), ("authorization", "9918005", "order", "standing"),
        ("authorization", "9918007", "order", "standing"), ("authorization", None, "order", None),
        ("absent", {"item": "refused"}, "not_given", True), ("absent", {}, "not_given", None),
        ("absent", {"route": "not_recorded"}, "not_given", None), ("dose", None, "dose", None),
        ("dose_unit", "3706015", "unit", "3706015"),
    ],
)  # fmt: skip
def test_each_fact_of_the_intervention_reaches_the_act(name, value, key, expected):
    assert getattr(act(**{name: value}), key) == expected


@pytest.mark.parametrize(
    ("ordered", "performed", "order"),
    [
        ("17:09", "17:10", "online_prior"), ("17:10", "17:10", "online_prior"), ("17:11", "17:10", "online_concurrent"),
        (None, "17:10", "online_prior"), ("17:11", None, "online_prior"),
    ],
)  # fmt: skip
def test_an_online_order_after_the_act_began_was_a_concurrent_one(ordered, performed, order):
    times = {"ordered_at": ordered and clock(ordered), "performed_at": performed and clock(performed)}
    assert act(authorization="9918001", **times).order == order
    assert act(authorization="9918003", **times).order == "on_scene"


def test_the_indication_reaches_the_act():
    assert act(indication="chest_pain").patient.indication == "chest_pain"


def test_what_the_item_says_counts_unless_the_form_says_otherwise():
    assert act(item="nitro_sl_own").supply == "patient"
    assert act(item="nitro_sl_own", supply="agency").supply == "agency"
    assert act(item="ecg12_interpret").mode == "interpret"
    assert act(item="ecg12_interpret", mode="acquire").mode == "acquire"
    assert act(item="epi_im_vial").formulation == "drawn_up"
    assert act(item="epi_im_vial", formulation="measured").formulation == "measured"


def test_an_item_that_the_rules_know_by_its_code_alone_is_judged_by_it():
    assert (act(item="iv_fluid_bolus").item, act(item="iv_fluid_bolus").code) == (None, "431393006")
    assert (act(item="oxygen").item, act(item="oxygen").code) == ("oxygen", None)
    assert (act(item="Voodoo").item, act(item="Voodoo").code) == ("Voodoo", None)


def test_a_transfer_between_facilities_is_another_setting():
    run_sheet = sheet()
    assert Acts(run_sheet).of(run_sheet.interventions[0]).setting is None
    run_sheet.incident.type_of_service = "2205005"
    assert Acts(run_sheet).of(run_sheet.interventions[0]).setting == "interfacility"


def test_the_patient_of_the_act_is_the_one_of_the_sheet():
    run_sheet = sheet()
    fill(run_sheet, "patient", length_tape="3502009", weight=14.5, date_of_birth=date(2022, 3, 1))
    assert Acts(run_sheet).of(run_sheet.interventions[0]).patient == PatientFacts(
        age_years=3, weight_kg=14.5, shorter_than_tape=True
    )
    fill(run_sheet, "patient", length_tape=None, weight=None, date_of_birth=None)
    assert Acts(run_sheet).of(run_sheet.interventions[0]).patient is None


def test_the_dates_of_the_certificate_reach_the_act():
    run_sheet = sheet()
    assert Acts(run_sheet).of(run_sheet.interventions[0]).performer is None
    run_sheet.crew[0].valid_to = date(2025, 3, 13)
    assert Acts(run_sheet).of(run_sheet.interventions[0]).performer == Performer(
        certificate_valid_to=date(2025, 3, 13)
    )
    assert warned(run_sheet) == ["scope.not_permitted", "scope.not_permitted"]
    run_sheet.crew[0].valid_to = date(2025, 3, 14)
    assert warned(run_sheet) == []
    run_sheet.crew[0].valid_from = date(2025, 3, 15)
    assert warned(run_sheet) == ["scope.not_permitted", "scope.not_permitted"]


def studying(**values):
    """The EMT of the crew studies to be a paramedic and places an IV."""
    run_sheet = sheet()
    student = run_sheet.crew[1]
    told = {
        "student": True,
        "training_for": "Paramedic",
        "preceptor": MEDIC,
        "program_shift": True,
        "cleared": True,
    }
    for name, value in {**told, **values}.items():
        setattr(student, name, value)
    placed = with_intervention(run_sheet, item="iv_access", performer=BASIC, attempts=1, successful=True)
    return run_sheet, placed


def test_a_student_is_judged_by_the_level_trained_for():
    run_sheet, placed = studying()
    assert Acts(run_sheet).of(placed).student == Student(
        training_for="Paramedic", program_shift=True, cleared=True, preceptor_level="Paramedic"
    )
    assert judge_intervention(run_sheet, placed).verdict == "permitted_supervised"
    assert warned(run_sheet) == []


@pytest.mark.parametrize(
    "change", [{"program_shift": False}, {"cleared": None}, {"preceptor": None}, {"student": False}]
)
def test_a_student_without_a_condition_is_refused(change):
    run_sheet, _ = studying(**change)
    assert warned(run_sheet) == ["scope.not_permitted"]


def test_a_removed_preceptor_supervises_nobody():
    run_sheet, placed = studying()
    run_sheet.crew[0].struck_at = clock("18:00")
    assert Acts(run_sheet).of(placed).student.preceptor_level is None


def test_a_student_who_says_why_there_is_no_certificate_holds_none():
    run_sheet, placed = studying(level=None)
    assert Acts(run_sheet).of(placed).level is None
    run_sheet.crew[1].absent = {"level": "not_applicable"}
    assert Acts(run_sheet).of(placed).level == "none"
    run_sheet.crew[1].student = False
    assert Acts(run_sheet).of(placed).level is None


def test_doses_given_before_are_added_up():
    run_sheet = sheet()
    assert Acts(run_sheet).of(run_sheet.interventions[0]).dose_given_before is None
    told = {"item": "fentanyl", "dose": 50.0, "dose_unit": "3706015"}
    with_intervention(run_sheet, performed_at=clock("17:12"), **told)
    with_intervention(run_sheet, performed_at=clock("17:14"), **told, other_unit=True)
    with_intervention(
        run_sheet, performed_at=clock("17:15"), **{**told, "dose": 0.025, "dose_unit": "3706021"}
    )
    with_intervention(run_sheet, performed_at=clock("17:15"), **{**told, "dose_unit": "3706025"})
    with_intervention(run_sheet, performed_at=clock("17:15"), **{**told, "dose_unit": None})
    with_intervention(run_sheet, performed_at=clock("17:15"), **{**told, "dose": None})
    with_intervention(run_sheet, performed_at=clock("17:16"), **told, absent={"item": "refused"})
    with_intervention(run_sheet, performed_at=clock("17:16"), **{**told, "item": "morphine"})
    with_intervention(run_sheet, performed_at=clock("17:30"), **told)
    last = with_intervention(run_sheet, performed_at=clock("17:20"), **told)
    assert Acts(run_sheet).of(last).dose_given_before == pytest.approx(125)


# ---- what is said


def test_a_refusal_is_a_warning_with_level_item_reason_and_source():
    run_sheet = sheet()
    given = with_intervention(run_sheet, performer=BASIC, **DOPAMINE)
    found = only(run_sheet, "scope.not_permitted")
    assert found.weight == "warning"
    assert str(found.anchor) == f"interventions-{given.id}-item"
    assert found.message.startswith(
        "Answer for Dopamine infusion at 17:15 by T. Birch (EMT): Dopamine infusion is not in the EMT scope of practice"
    )
    assert found.basis.startswith("source: National EMS Scope of Practice Model 2019")
    assert f"({found.basis})" in found.on_paper
    assert found.open


def test_what_a_struck_member_did_cannot_be_judged_and_asks_for_another_performer():
    run_sheet = sheet()
    given = with_intervention(run_sheet, performer=BASIC, **DOPAMINE)
    run_sheet.crew[1].struck_at = clock("18:00")
    verdict = judge_intervention(run_sheet, given)
    assert verdict.verdict == "cannot_judge"
    assert verdict.reason.startswith("T. Birch is not on the crew: choose")
    assert warned(run_sheet) == []
    (asked,) = [one for one in findings(run_sheet) if one.anchor == given.anchor("performer")]
    assert "that person is not on the crew" in asked.message


def test_what_a_struck_student_did_cannot_be_judged():
    run_sheet, placed = studying(training_for="EMT")
    assert judge_intervention(run_sheet, placed).permitted is False
    run_sheet.crew[1].struck_at = clock("18:00")
    verdict = judge_intervention(run_sheet, placed)
    assert (verdict.verdict, verdict.trained_for) == ("cannot_judge", None)


def test_an_order_that_is_missing_is_a_warning_of_its_own():
    run_sheet = sheet()
    run_sheet.crew[0].level = "EMR"
    run_sheet.interventions = [intervention(id=ASPIRIN, item="epi_auto_agency", performed_at=clock("17:11"))]
    verdict = judge_intervention(run_sheet, run_sheet.interventions[0])
    assert f"scope.{verdict.verdict}" in warned(run_sheet)


def test_what_cannot_be_judged_is_a_note():
    run_sheet = sheet()
    run_sheet.interventions = [
        intervention(item="wound_care", performed_at=clock("17:11"), attempts=1, successful=True)
    ]
    assert warned(run_sheet) == []
    assert noted(run_sheet) == ["scope.cannot_judge"]
    found = only(run_sheet, "scope.cannot_judge")
    assert found.message.startswith("Wound care at 17:11 cannot be judged: ")
    assert not found.open


def test_without_a_performer_or_a_level_nothing_is_judged():
    run_sheet = sheet()
    run_sheet.interventions[0].performer = None
    run_sheet.crew[1].level = None
    run_sheet.interventions[1].performer = BASIC
    assert [one.source for one in findings(run_sheet) if one.source.startswith("scope")] == []


def test_an_entry_without_an_item_is_not_judged():
    run_sheet = sheet()
    run_sheet.interventions[0].item = None
    assert [one.source for one in findings(run_sheet) if one.source.startswith("scope")] == []


def test_a_level_without_a_column_is_said_once_at_the_crew_member():
    run_sheet = sheet()
    run_sheet.crew[0].level = "RN"
    with_intervention(run_sheet, **DOPAMINE)
    assert [one.source for one in findings(run_sheet) if one.source.startswith("scope")] == [
        "scope.no_column"
    ]
    found = only(run_sheet, "scope.no_column")
    assert str(found.anchor) == f"crew-{MEDIC}-level"
    assert found.message == (
        "What R. Alder does as Registered Nurse cannot be judged: National EMS Scope of Practice Model 2019, "
        "with Change Notices 1.0 and 2.0 has no column for it"
    )


def test_nobody_without_a_certificate_is_waved_through():
    run_sheet = sheet()
    run_sheet.crew.append(crew_member(id="9" * 32, member="U. Dogwood", level="none"))
    run_sheet.interventions[1].performer = "9" * 32
    assert warned(run_sheet) == ["scope.not_permitted"]


@pytest.mark.parametrize(
    "change", [{"before_arrival": True}, {"other_unit": True}, {"absent": {"item": "refused"}}]
)
def test_what_others_did_or_nobody_did_is_not_judged(change):
    run_sheet = sheet()
    with_intervention(
        run_sheet,
        performer=BASIC,
        performer_role="9905007",
        performed_at=clock("17:05"),
        **DOPAMINE,
        **change,
    )
    assert [one.source for one in findings(run_sheet) if one.source.startswith("scope")] == []


def test_a_struck_intervention_is_not_judged():
    run_sheet = sheet()
    with_intervention(run_sheet, performer=BASIC, **DOPAMINE).struck_at = clock("18:00")
    assert warned(run_sheet) == []


def test_an_unknown_ruleset_is_said_and_permits_nothing():
    run_sheet = sheet(ruleset="us-atlantis")
    assert noted(run_sheet) == ["scope.no_rules"]
    assert "There is no ruleset us-atlantis here any more" in only(run_sheet, "scope.no_rules").message


# ---- what is kept


def test_the_kept_verdict_says_all_that_a_reader_needs():
    run_sheet = sheet()
    given = with_intervention(run_sheet, performer=BASIC, **DOPAMINE)
    kept = recorded(judge_intervention(run_sheet, given), clock("18:00"))
    assert kept.verdict == "not_permitted"
    assert kept.permitted is False
    assert (kept.layer, kept.rule, kept.level, kept.item) == (
        "rule",
        "dopamine",
        "EMT",
        "dopamine",
    )
    assert (kept.ruleset, kept.version) == ("us-national-2019", "2019.2")
    assert kept.ruleset_title.startswith("National EMS Scope of Practice Model 2019")
    assert kept.source
    assert kept.confidence in {"high", "medium", "low"}
    assert kept.item_name == "Dopamine infusion"
    assert kept.judged_at == clock("18:00")
    assert kept.act == Act(
        ruleset="us-national-2019", item="dopamine", route="9927023", level="EMT", on=date(2025, 3, 14),
        order="standing", patient=PatientFacts(age_years=68.0, weight_kg=61.0), dose=5.0, unit="3706017",
    )  # fmt: skip


def test_a_kept_verdict_keeps_its_meaning_when_the_rules_change():
    run_sheet = sheet()
    given = with_intervention(run_sheet, performer=BASIC, **DOPAMINE)
    kept = recorded(judge_intervention(run_sheet, given), clock("18:00"))
    given.verdict = replace(kept, verdict="needs_medical_direction", reason="An older rule wanted an order")
    found = only(run_sheet, "scope.needs_medical_direction")
    assert "An older rule wanted an order" in found.message
    given.verdict = replace(kept, rule=None)
    assert "None" not in only(run_sheet, "scope.not_permitted").value
    given.verdict = replace(kept, verdict="permitted")
    assert warned(run_sheet) == []


def test_a_kept_verdict_on_another_act_is_not_trusted():
    run_sheet = sheet()
    given = with_intervention(run_sheet, **DOPAMINE)
    given.verdict = recorded(judge_intervention(run_sheet, given), clock("18:00"))
    assert warned(run_sheet) == []
    given.performer = BASIC
    assert warned(run_sheet) == ["scope.not_permitted"]
    given.performer = MEDIC
    run_sheet.crew[0].level = "EMT"
    assert warned(run_sheet) == ["scope.not_permitted"]


def test_a_verdict_kept_without_its_act_is_judged_anew():
    run_sheet = sheet()
    given = with_intervention(run_sheet, performer=BASIC, **DOPAMINE)
    given.verdict = KeptVerdict(verdict="permitted")
    assert warned(run_sheet) == ["scope.not_permitted"]


def test_the_value_of_the_finding_is_what_the_answer_was_about():
    run_sheet = sheet()
    given = with_intervention(run_sheet, performer=BASIC, **DOPAMINE)
    before = only(run_sheet, "scope.not_permitted").value
    for name, value in {
        "route": "9927069",
        "dose": 6.0,
        "supply": "patient",
        "authorization": "9918001",
    }.items():
        kept = getattr(given, name)
        setattr(given, name, value)
        given.authorized_by = "Dr. Elm"
        assert only(run_sheet, "scope.not_permitted").value != before
        setattr(given, name, kept)
    given.remark = "Nothing changed"
    assert only(run_sheet, "scope.not_permitted").value == before
