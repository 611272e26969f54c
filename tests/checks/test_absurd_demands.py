"""What was measured as absurd, call by call (a to f): what blocks submitting there, what it must not ask, and how it can be answered.

A failure prints how many entries block each kind of call.
"""

import pytest

from epcr.checks.kind_of_call import kind_of
from epcr.sheet.vocabulary import vocabulary
from tests.build import clock, fill, vitals
from tests.checks.saying import missing
from tests.checks.test_kinds_of_call import telling

ASSESSED = {
    "primary-airway", "primary-breathing_effort", "primary-pulse_quality", "primary-skin_color", "primary-major_bleeding",
}  # fmt: skip
# By the letters of the measurement: the kind of call, what it may not be asked, what it must be asked.
CASES = {
    "a medical, transported": (
        "transport", set(), ASSESSED | {"history-onset", "history-primary_symptom", "vitals", "disposition-destination_type"},
    ),
    "b refusal of transport": (
        "refusal_of_transport", {"disposition-destination", "incident-left_scene"},
        {"disposition-refusal_reasons", "disposition-risks_explained", "disposition-refusal_witness"},
    ),
    "b refusal of evaluation": (
        "refusal_of_evaluation",
        ASSESSED | {"history-primary_symptom", "history-primary_impression", "history-onset", "vitals"},
        {"disposition-refusal_reasons", "disposition-refusal_witness", "history-chief_complaint"},
    ),
    "c cancelled": ("cancelled", ASSESSED | {"patient-last_name", "vitals", "signatures"}, {"incident-back_in_service"}),
    "c standby": ("standby", ASSESSED | {"patient-last_name", "vitals", "signatures"}, {"incident-back_in_service"}),
    "d dead on scene": (
        "dead_on_scene",
        ASSESSED | {
            "history-chief_complaint", "history-onset", "history-primary_symptom", "vitals", "arrest-first_rhythm",
            "arrest-cpr_by", "arrest-aed_before", "arrest-return_of_circulation",
        },
        {"primary-general_impression"},
    ),
    "e transfer": (
        "transfer", {"incident-scene_safety", "incident-dispatch_reason", "history-onset", "history-possible_injury"},
        {
            "incident-sending_facility", "incident-sending_physician", "incident-receiving_physician", "incident-transfer_reason",
            "incident-infusions", "disposition-destination",
        },
    ),
    "f visit": (
        "visit", {"incident-response_mode", "arrest-cardiac_arrest", "disposition-acuity_on_release", "history-onset"},
        {"incident-encounter_reason"},
    ),
}  # fmt: skip


def table():
    """How many entries block each kind of call, of a sheet that says nothing but its kind."""
    rows = ((term.label, len(missing(telling(term.code)))) for term in vocabulary("kind_of_call"))
    return "\n".join(
        ["kind of call -> missing entries", *(f"{label:<36} {count:>3}" for label, count in rows)]
    )


@pytest.mark.parametrize("case", CASES)
def test_nothing_absurd_is_asked(case):
    kind, never, always = CASES[case]
    run_sheet = telling(kind)
    assert kind_of(run_sheet) == kind
    asked = set(missing(run_sheet))
    assert asked & never == set(), f"{case}\n{table()}"
    assert always <= asked, f"{case} is not asked {sorted(always - asked)}\n{table()}"


@pytest.mark.parametrize("kind", ["dead_on_scene", "refusal_of_evaluation", "cancelled", "standby"])
def test_a_call_without_findings_needs_fewer_entries_than_one_with(kind):
    counts = {code: len(missing(telling(code))) for code in (kind, "transport")}
    assert counts[kind] < counts["transport"], table()


def test_a_set_of_vital_signs_that_was_taken_of_the_dead_is_asked_for_whole():
    run_sheet = telling("dead_on_scene")
    fill(run_sheet, "primary", general_impression="Rigor, lividity")
    run_sheet.vitals = [vitals(taken_at=clock("17:08"), avpu=None, systolic=None)]
    assert [place for place in missing(run_sheet) if place.startswith("vitals")], table()


@pytest.mark.parametrize("field", ["chief_complaint", "primary_symptom", "primary_impression"])
def test_who_refuses_can_refuse_to_say(field):
    run_sheet = telling("refusal_of_transport")
    assert "refused" in run_sheet.history.fields()[field].reasons
    run_sheet.history.absent = {field: "refused"}
    assert f"history-{field}" not in missing(run_sheet)
