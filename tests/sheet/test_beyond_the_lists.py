"""What a list does not have can be said all the same; a list that takes no other words does so for a reason that stands here."""

import pytest

from epcr.checks import findings
from epcr.report.handoff_page.formats import FORMATS
from epcr.report.run_sheet import run_sheet_pdf
from epcr.report.sbar import sbar_pdf
from epcr.sheet.context import Context
from epcr.sheet.kinds.choice import Several
from tests.report import reading
from tests.sheet.own_words import LISTS, OWN, TAKING, sheet_of_own_words

STANDARD = "the standard's rules read its codes, and nothing else is taken there"
SCALE = "a scale or a number: another word would have no place on it"
WHOLE = "the list is whole: there is no other answer"
SCOPE = "the scope check reads it as one of its words"
OURS = "the sheet itself asks, shows or narrows by it"

CLOSED = {
    "incident": {
        "capability": STANDARD, "type_of_service": STANDARD, "dispatch_priority": SCALE, "emd_performed": WHOLE,
        "response_mode": WHOLE, "response_mode_details": STANDARD, "state": WHOLE, "number_of_patients": SCALE,
        "triage_category": SCALE, "sorting_found": WHOLE, "scene_safety": WHOLE, "kind_of_call": OURS, "transfer_reason": STANDARD,
        "receiving_unit": STANDARD,
    },
    "outcome": {"what": OURS},
    "crew": {"certificate_state": WHOLE, "level": SCOPE, "training_for": SCOPE},
    "patient": {
        "age_units": SCALE, "sex": STANDARD, "weight_source": WHOLE, "length_tape": SCALE, "home_state": WHOLE,
        "alternate_residence": STANDARD,
    },
    "primary": {
        "avpu": SCALE, "airway": WHOLE, "breathing_effort": SCALE, "breathing_depth": SCALE, "chest_rise": WHOLE,
        "pulse_site": WHOLE, "pulse_quality": SCALE, "skin_temperature": SCALE, "skin_moisture": SCALE,
        "capillary_refill": SCALE, "major_bleeding": WHOLE, "gcs_eye": SCALE, "gcs_verbal": SCALE, "gcs_motor": SCALE,
        "glucose_check": OURS, "exposure": WHOLE, "initial_acuity": SCALE, "transport_priority": SCALE,
    },
    "history": {
        "chief_duration_units": SCALE, "secondary_duration_units": SCALE, "other_duration_units": SCALE,
        "complaint_location": STANDARD, "organ_system": STANDARD, "possible_injury": OURS, "pregnancy": STANDARD,
    },
    "injury": {"work_related": WHOLE, "airbags": WHOLE, "high_risk": STANDARD, "moderate_risk": STANDARD},
    "arrest": {
        "cardiac_arrest": OURS, "witnessed_by": WHOLE, "first_rhythm": STANDARD, "aed_before": WHOLE, "resuscitation": STANDARD,
        "return_of_circulation": STANDARD, "end_of_event": STANDARD,
    },
    "exam": {"region": OURS},
    "vitals": {
        "pressure_method": WHOLE, "pulse_site": WHOLE, "heart_rate_method": WHOLE, "pulse_rhythm": WHOLE,
        "respiratory_effort": SCALE, "etco2_unit": SCALE, "avpu": SCALE, "gcs_eye": SCALE, "gcs_verbal": SCALE,
        "gcs_motor": SCALE, "gcs_qualifier": STANDARD, "ecg_method": WHOLE, "stroke_result": SCALE, "reperfusion": SCALE,
        "apgar_appearance": SCALE, "apgar_grimace": SCALE, "apgar_activity": SCALE, "apgar_respirations": SCALE,
    },
    "interventions": {"supply": SCOPE, "response": SCALE, "authorization": SCOPE, "mode": SCOPE, "formulation": SCOPE},
    "narrative": {"format": OURS},
    "disposition": {
        "unit_disposition": STANDARD, "patient_care": STANDARD, "crew_disposition": STANDARD, "transport_disposition": STANDARD,
        "level_of_care": STANDARD, "acuity_on_release": SCALE, "transport_mode": STANDARD, "transport_mode_details": STANDARD,
        "destination_state": WHOLE,
    },
    "signatures": {"status": STANDARD},
}  # fmt: skip
BY_NAME = {(section.page.slug, name): spec for section, name, spec in LISTS}


def named(section, name, _spec):
    return f"{section.page.slug}.{name}"


@pytest.mark.parametrize(("section", "name", "spec"), LISTS, ids=[named(*one) for one in LISTS])
def test_each_list_takes_other_words_or_says_why_not(section, name, spec):
    assert spec.takes_words != (name in CLOSED.get(section.page.slug, {}))


def test_no_reason_stands_for_a_list_that_is_gone():
    known = {(section.page.slug, name) for section, name, _ in LISTS}
    assert {(slug, name) for slug, names in CLOSED.items() for name in names} <= known


@pytest.mark.parametrize(("section", "name", "spec"), TAKING, ids=[named(*one) for one in TAKING])
def test_typed_words_are_kept_shown_and_have_no_code(section, name, spec):
    value = spec.read([OWN], Context())
    assert value == ([OWN] if isinstance(spec, Several) else OWN)
    assert spec.show(value, Context()) == OWN
    assert spec.code(value, Context()) == ([None] if isinstance(spec, Several) else None)


def test_no_check_and_no_paper_stumbles_over_words_that_are_in_no_list():
    run_sheet = sheet_of_own_words()
    assert findings(run_sheet)
    text = " ".join(reading.texts(run_sheet_pdf(run_sheet, state_word="draft", revision=1)))
    for section, name, _spec in TAKING:
        assert f"{OWN} {section.page.slug} {name}".casefold() in text.casefold(), (section, name)
    for form in FORMATS:
        assert sbar_pdf(run_sheet, form=form, state_word="draft", revision=1)


def test_a_choice_and_other_words_beside_it_are_not_both_kept():
    spec = BY_NAME["disposition", "destination_type"]
    with pytest.raises(
        ValueError, match=r"Keep either “.+” or “Field hospital” in Type of destination, not both"
    ):
        spec.read([spec.terms.terms[0].code, "Field hospital"], Context())


def test_words_that_are_a_term_after_all_become_it():
    spec = BY_NAME["injury", "mechanism"]
    assert spec.read(["2902001", "penetrating; Blast"], Context()) == ["2902001", "2902007", "Blast"]
