"""A state that nobody had written: its file came from docs/rulesets.md alone, and a crew's acts are judged by it as its code says."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path

import pytest

import epcr
from epcr.scope import rulesets
from tests.scope.asking import NATIONAL, asked

NEWCOMERS = Path(__file__).parent / "newcomers"
OHIO = "us-oh"
IV, IN, SC, RECTAL = "Intravenous (IV)", "Intranasal", "Subcutaneous", "Rectal"
ARREST = {"indication": "cardiac_arrest"}
STUDENT = {
    "training_for": "AEMT",
    "program_shift": True,
    "cleared": ["iv_access"],
    "preceptor_level": "Paramedic",
}

ACTS = {
    "An AEMT starts an IV by protocol": ("AEMT", "iv_access", {}, "permitted", None),
    "An AEMT starts an IV without protocol or order": (
        "AEMT",
        "iv_access",
        {"order": "none"},
        "needs_medical_direction",
        "order",
    ),
    "An EMT starts an IV": ("EMT", "iv_access", {}, "not_permitted", "rule"),
    "An AEMT under the old name starts an IV": ("EMT-I", "iv_access", {}, "permitted", None),
    "An EMT who trains for AEMT starts an IV beside a paramedic": (
        "EMT",
        "iv_access",
        {"student": STUDENT},
        "permitted_supervised",
        None,
    ),
    "The same student, not on a shift of the program": (
        "EMT",
        "iv_access",
        {"student": {**STUDENT, "program_shift": False}},
        "not_permitted",
        "student",
    ),
    "An AEMT whose certificate ended the day before": (
        "AEMT",
        "iv_access",
        {"performer": {"certificate_valid_to": "2025-06-30"}, "on": "2025-07-01"},
        "not_permitted",
        "certificate",
    ),
    "An AEMT shocks by hand": ("AEMT", "defib_manual", {}, "permitted", None),
    "An AEMT intubates": ("AEMT", "ett", {"patient": ARREST}, "permitted", None),
    "An EMT intubates in an arrest, as until 2012": (
        "EMT",
        "ett",
        {"patient": ARREST},
        "not_permitted",
        "rule",
    ),
    "An EMT places a supraglottic airway in an arrest": (
        "EMT",
        "airway_sga_single",
        {"patient": ARREST},
        "permitted",
        None,
    ),
    "An EMT places one in a patient who breathes badly": (
        "EMT",
        "airway_sga_single",
        {"patient": {"indication": "respiratory_distress"}},
        "not_permitted",
        "rule",
    ),
    "An EMT helps with the patient's own nitroglycerin": (
        "EMT",
        "nitro_sl_own",
        {"supply": "patient"},
        "permitted_assist",
        None,
    ),
    "An EMT gives the agency's nitroglycerin": ("EMT", "nitro_sl_agency", {}, "not_permitted", "rule"),
    "An AEMT gives epinephrine under the skin": (
        "AEMT",
        "epi_im_vial",
        {"route": SC},
        "permitted",
        None,
    ),
    "An AEMT gives epinephrine into the vein": (
        "AEMT",
        "epi_iv_arrest",
        {"route": IV},
        "not_permitted",
        "rule",
    ),
    "An AEMT gives nalbuphine, which the parent does not know": (
        "AEMT",
        "nalbuphine",
        {"route": IV},
        "permitted",
        None,
    ),
    "An EMT gives nalbuphine": ("EMT", "nalbuphine", {"route": IV}, "not_permitted", "rule"),
    "An AEMT gives midazolam by a route without a rule": (
        "AEMT",
        "midazolam",
        {"route": RECTAL},
        "cannot_judge",
        None,
    ),
    "An AEMT gives ketamine into the nose": ("AEMT", "ketamine", {"route": IN}, "permitted", None),
    "An AEMT gives ketamine before the rules hold": (
        "AEMT",
        "ketamine",
        {"on": "2021-03-01"},
        "cannot_judge",
        None,
    ),
    "An EMT vaccinates": ("EMT", "immunization_phe", {}, "needs_local_authorization", "agency"),
    "An EMT vaccinates while the governor's emergency lasts": (
        "EMT",
        "immunization_phe",
        {"agency": {"programs": ["declared-emergency"]}},
        "permitted",
        None,
    ),
    "An EMT ventilates for an agency without a medical director": (
        "EMT",
        "bvm",
        {"agency": {"medical_control": False}},
        "not_permitted",
        "agency",
    ),
    "An EMR takes vital signs": ("EMR", "vital_signs", {}, "permitted", None),
}


@pytest.fixture(scope="module")
def known():
    return rulesets(NEWCOMERS)


@pytest.mark.parametrize("act", ACTS)
def test_an_act_is_judged_as_the_state_says(known, act):
    level, item, more, verdict, layer = ACTS[act]
    judgement = asked(known, ruleset=OHIO, item=item, level=level, **more)
    assert (judgement.verdict, judgement.layer) == (verdict, layer), judgement.reason


@pytest.mark.parametrize(
    ("level", "item", "more", "sentence"),
    [
        ("AEMT", "iv_access", {}, "Peripheral IV access is in the AEMT scope of practice"),
        (
            "EMT",
            "iv_access",
            {},
            "Peripheral IV access is not in the EMT scope of practice; it starts at AEMT",
        ),
        (
            "EMT",
            "airway_sga_lma",
            {"patient": {"indication": "trauma"}},
            "An EMT may do Laryngeal mask airway only for cardiac arrest, not trauma",
        ),
        ("AEMT", "iv_access", {"performer": {"educated": False}}, "The performer was not educated for this"),
    ],
)
def test_the_sentence_is_one_for_a_crew(known, level, item, more, sentence):
    assert asked(known, ruleset=OHIO, item=item, level=level, **more).reason == sentence


def test_the_section_the_remark_and_the_doubt_are_told(known):
    judgement = asked(known, ruleset=OHIO, item="ett", level="AEMT")
    assert "4765-16-04 (B)" in judgement.source
    assert judgement.confidence == "medium"
    assert "of the apneic patient only" in judgement.note
    assert asked(known, ruleset=OHIO, item="hydromorphone", level="AEMT").disputed


def test_what_the_state_changed_was_otherwise_before(known):
    for item, level in (("ett", "AEMT"), ("suction_tracheal", "EMT"), ("rsi", "Paramedic")):
        assert asked(known, ruleset=NATIONAL, item=item, level=level).verdict == "not_permitted"
        assert asked(known, ruleset=OHIO, item=item, level=level).verdict == "permitted"


def test_the_file_needs_no_line_of_python():
    named = re.compile(r"(?i:\bohio\b|us-oh\b)|\"OH\"")  # "oh" is a nought that is said
    files = list(Path(epcr.__file__).parent.rglob("*.py"))
    assert files
    assert not [file for file in files if named.search(file.read_text("utf-8"))]


def test_the_state_begins_when_its_parent_does(known):
    assert known[OHIO].in_force_from == date(2021, 6, 1)
