"""What services carry and the national table has no row for is in the list by the names that people type, and judged by no guess."""

import pytest

from epcr.checks.verdicts import judge_intervention
from epcr.scope import rulesets
from epcr.sheet.catalog import catalog
from tests import build

NAMES = {
    "droperidol": "droperidol", "Inapsine": "droperidol", "nitro paste": "nitro_topical", "NTG ointment": "nitro_topical",
    "racemic epi": "racemic_epinephrine", "charcoal": "activated_charcoal", "procainamide": "procainamide",
    "Zyprexa": "olanzapine", "Geodon": "ziprasidone", "Reglan": "metoclopramide", "verapamil": "verapamil",
    "hydralazine": "hydralazine", "prednisone": "prednisone", "Solu-Cortef": "hydrocortisone", "pralidoxime": "pralidoxime",
    "sling": "sling", "sling and swathe": "sling",
}  # fmt: skip


@pytest.mark.parametrize(("name", "item"), NAMES.items())
def test_it_is_found_first_by_the_name_that_people_type(name, item):
    assert catalog().search(name)[0].id == item
    assert item in [one.id for one in catalog().called(name)]


@pytest.mark.parametrize("ruleset", sorted(rulesets()))
@pytest.mark.parametrize("item", sorted(set(NAMES.values()) - {"sling"}))
def test_no_ruleset_says_anything_of_it_and_the_verdict_says_so(item, ruleset):
    run_sheet = build.sheet(ruleset=ruleset)
    row = catalog()[item]
    act = build.with_intervention(run_sheet, item=item, route=row.routes[0], dose=1.0, dose_unit=row.units[0])
    verdict = judge_intervention(run_sheet, act)
    assert verdict.verdict == "cannot_judge"
    assert "no rule of its own" in verdict.reason


def test_a_sling_is_judged_as_the_splint_that_it_is():
    run_sheet = build.sheet()
    act = build.with_intervention(run_sheet, item="sling", performer=build.BASIC)
    verdict = judge_intervention(run_sheet, act)
    assert (verdict.verdict, verdict.rule) == ("permitted", "splint_extremity")
