"""What must be asked about and what must not: the official doses of both kinds, and many more of each.

`ordinary.csv` and `implausible.csv` were written from what crews give, before the table was compared with them; the files of
JSON lines hold what those lack: items, routes and devices, units, doses of newborns and infants, doses that were repeated.
"""

import json

import pytest

from epcr.doses import table
from epcr.doses.cases import dose_json
from tests.doses.asking import HERE, asked, rows, slip_names


def official(shared, name):
    lines = (shared / "clinical" / name).read_text("utf-8").splitlines()
    return [json.loads(line) for line in lines if line.strip()]


def verdict_of(case):
    return dose_json(json.dumps(case["act"]), table())


def test_every_official_slip_is_asked_about_and_named(shared):
    cases = official(shared, "implausible.jsonl")
    assert len(cases) >= 20
    for case in cases:
        verdict = verdict_of(case)
        assert verdict.verdict == "implausible", case
        # A file may name two slips that would do: "x10 or x5".
        wanted = case["slip"].split(" or ")[0] if case["slip"].startswith("x") else case["slip"]
        assert wanted in slip_names(verdict), (case["what"], slip_names(verdict))


def test_no_official_ordinary_dose_is_asked_about(shared):
    cases = official(shared, "ordinary.jsonl")
    assert len(cases) >= 23
    assert [case["what"] for case in cases if verdict_of(case).verdict != "usual"] == []


def beside(name):
    return [json.loads(line) for line in (HERE / name).read_text("utf-8").splitlines()]


@pytest.mark.parametrize("case", beside("ordinary.jsonl"), ids=lambda case: case["what"])
def test_an_ordinary_dose_as_it_is_documented_is_usual(case):
    verdict = verdict_of(case)
    assert verdict.verdict == "usual", verdict.why


@pytest.mark.parametrize("case", beside("implausible.jsonl"), ids=lambda case: case["what"])
def test_a_slip_as_it_is_documented_is_asked_about_and_named(case):
    verdict = verdict_of(case)
    assert verdict.verdict == "implausible", verdict.why
    assert case["slip"] in slip_names(verdict)


def test_no_ordinary_dose_is_asked_about_nor_noted():
    judged = list(rows("ordinary.csv"))
    assert len(judged) >= 270
    noted = [(row, verdict.why) for row, verdict in judged if verdict.verdict in {"unusual", "implausible"}]
    assert noted == []
    # A rate of a fluid tells no amount: the only thing here that nothing can be said of.
    assert [row["unit"] for row, verdict in judged if verdict.verdict == "cannot_judge"] == ["mL/hr"]


# NASEMSO gives 2 to 6 mg for a nerve agent, so that 10 mg of atropine is only a little outside.
@pytest.mark.parametrize(
    ("row", "verdict"),
    [(row, verdict) for row, verdict in rows("implausible.csv") if row["item"] != "atropine_iv"],
)
def test_a_slip_is_asked_about_and_named(row, verdict):
    assert verdict.verdict == "implausible"
    assert row["slip"] in slip_names(verdict)
    assert verdict.why
    assert verdict.source


def test_what_it_was_given_for_decides_where_a_drug_has_several_uses():
    slow = asked("atropine_iv", "IV", 10, "mg", indication="dysrhythmia")
    assert (slow.verdict, slip_names(slow)) == ("implausible", "x10 or mg for mL")
    assert asked("atropine_iv", "IV", 10, "mg", indication="nerve_agent").verdict == "unusual"
    for_pain = asked("ketamine", "IM", 280, "mg", indication="pain")
    assert for_pain.verdict == "unusual"
    assert "not for pain" in for_pain.why
    assert asked("ketamine", "IM", 280, "mg", indication="agitation").verdict == "usual"
