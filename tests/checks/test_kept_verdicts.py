"""A kept verdict is a value: it is read back as it was kept, that of an earlier version too, and never changes."""

import json
from datetime import date

import pytest
from hypothesis import given
from msgspec.structs import replace

from epcr.checks.acts import Acts
from epcr.checks.verdicts import judge_intervention, kept_standing, recorded
from epcr.sheet.act import Act, PatientFacts, Performer
from epcr.sheet.run_sheet import RunSheet
from epcr.sheet.verdict import KeptVerdict, NearChange, plain_verdict, read_verdict
from tests import build
from tests.checks.anything import sheets
from tests.luck import examples

# As it was stored before a kept verdict had a type: with every key, derived ones too, and nothing told as null.
STORED = {
    "verdict": "not_permitted", "permitted": False, "layer": "certificate", "rule": "certificate",
    "rule_from": "us-national-2019", "item": "dopamine", "level": "EMT", "trained_for": None, "source": "Where it stands",
    "confidence": "medium", "disputed": False, "ruleset": "us-national-2019", "ruleset_title": "The national model",
    "version": "2019.2", "in_force_from": "2021-06-01", "on": "2025-03-14",
    "reason": "The certificate was valid only until 03/14/2020", "note": None, "lowest_levels": ["Paramedic"],
    "candidates": [], "missing": [],
    "changes": [{"text": "a Paramedic performs it", "with": {"level": "Paramedic", "performer": None}}],
    "item_name": "Dopamine infusion",
    "act": {
        "ruleset": "us-national-2019", "item": "dopamine", "route": "9927023", "level": "EMT", "on": "2025-03-14",
        "order": "standing",
        "patient": {"age_years": 68.0, "weight_kg": 61.0, "shorter_than_tape": None, "indication": None},
        "dose": 5.0, "unit": "3706017",
        "performer": {
            "certificate_valid_from": None, "certificate_valid_to": "2020-03-14", "state": None, "endorsements": None,
            "restricted": None, "on_duty": None, "educated": None,
        },
    },
    "judged_at": "2025-03-14T22:00:00+00:00",
}  # fmt: skip
DOPAMINE = {"item": "dopamine", "route": "9927023", "dose": 5.0, "dose_unit": "3706017"}


def dopamine():
    """A sheet on which an EMT with an expired certificate gave dopamine, and the act."""
    sheet = build.sheet()
    act = build.with_intervention(sheet, performer=build.BASIC, **DOPAMINE)
    sheet.crew[1].valid_to = date(2020, 3, 14)
    return sheet, act


def test_a_stored_mapping_of_an_earlier_version_is_read_whole():
    kept = read_verdict(STORED)
    assert kept == KeptVerdict(
        verdict="not_permitted", layer="certificate", rule="certificate", rule_from="us-national-2019", item="dopamine",
        item_name="Dopamine infusion", level="EMT", source="Where it stands", confidence="medium",
        ruleset="us-national-2019", ruleset_title="The national model", version="2019.2", in_force_from=date(2021, 6, 1),
        on=build.DAY, reason="The certificate was valid only until 03/14/2020", lowest_levels=("Paramedic",),
        changes=(NearChange(text="a Paramedic performs it", facts={"level": "Paramedic", "performer": None}),),
        act=Act(
            ruleset="us-national-2019", item="dopamine", route="9927023", level="EMT", on=build.DAY, order="standing",
            patient=PatientFacts(age_years=68.0, weight_kg=61.0), dose=5.0, unit="3706017",
            performer=Performer(certificate_valid_to=date(2020, 3, 14)),
        ),
        judged_at=build.clock("18:00"),
    )  # fmt: skip
    assert kept.permitted is False


def test_a_stored_mapping_of_an_earlier_version_stands_while_its_facts_do():
    sheet, act = dopamine()
    act.verdict = read_verdict(STORED)
    assert kept_standing(Acts(sheet), act) is act.verdict
    sheet.crew[1].valid_to = None
    assert kept_standing(Acts(sheet), act) is None


@pytest.mark.parametrize(
    "facts", [{}, {"level": 7}, {"a_key_of_tomorrow": 1}, {"patient": {"age_years": -1}}]
)
def test_facts_that_cannot_be_read_let_no_verdict_stand(facts):
    sheet, act = dopamine()
    act.verdict = read_verdict({**STORED, "act": facts})
    assert act.verdict == replace(read_verdict(STORED), act=None)
    assert kept_standing(Acts(sheet), act) is None


@pytest.mark.parametrize("told", [{"verdict": "a_word_of_tomorrow"}, {"verdict": "permitted", "reason": 3}])
def test_a_verdict_that_cannot_be_read_is_none(told):
    assert read_verdict(told) is None


def test_it_cannot_be_changed():
    with pytest.raises(AttributeError):
        read_verdict(STORED).verdict = "permitted"


@examples(40)
@given(sheets())
def test_it_is_read_back_as_it_was_kept_whatever_stands_on_the_sheet(run_sheet: RunSheet):
    acts = Acts(run_sheet)
    for act in run_sheet.interventions:
        kept = recorded(judge_intervention(acts, act), build.clock("18:00"))
        act.verdict = read_verdict(json.loads(json.dumps(plain_verdict(kept))))
        assert act.verdict == kept
        assert kept_standing(acts, act) == kept
