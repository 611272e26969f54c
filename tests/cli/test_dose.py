"""`epcr dose`: doses on standard input, verdicts on standard output, never a traceback."""

import json

import pytest

from tests.cli.running import Epcr, refused


@pytest.fixture
def epcr(tmp_path):
    return Epcr(tmp_path)


def test_it_judges_a_line(epcr):
    act = {
        "item": "fentanyl",
        "route": "IV",
        "dose": 100,
        "unit": "mg",
        "patient": {"age_years": 45, "weight_kg": 70},
    }
    answer = epcr("dose", typed=json.dumps(act))
    assert answer.exit_code == 0
    verdict = json.loads(answer.stdout)
    assert (verdict["verdict"], verdict["slip"]) == ("implausible", "mg for mcg")
    assert "1 mcg/kg × 70 kg = 70 mcg" in answer.stdout


@pytest.mark.parametrize(
    "typed",
    [
        b"\xff\xfe{",
        "no json",
        '{"dose": 1}',
        '{"item": "fentanyl", "dose": 1, "unit": "mg", "patient": {"weight_kg": 0}}',
    ],
)
def test_what_cannot_be_read_gets_a_sentence(epcr, typed):
    answer = epcr("dose", typed=typed)
    assert answer.exit_code == 0
    verdict = json.loads(answer.stdout)
    assert verdict["verdict"] == "cannot_judge"
    assert verdict["sentence"]


def test_nothing_to_judge_is_said(epcr):
    assert "nothing to judge" in refused(epcr("dose", typed="\n\n"))
