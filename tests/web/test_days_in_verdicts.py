"""A day within the sentence of a verdict is written as people here write it, wherever it is shown; programs read it as before."""

import re
from datetime import date

import pytest

from epcr.checks import findings
from epcr.checks.acts import Acts
from epcr.checks.verdicts import judge_intervention, recorded
from epcr.scope.sentence import DatedSentence
from tests import build

BEFORE_THE_RULES = date(2019, 3, 14)
SAID = "holds from 06/01/2021; the act was on 03/14/2019"
ISO_DAY = re.compile(r"\b\d{4}-\d{2}-\d{2}\b")


@pytest.fixture
def too_early():
    """A sheet of a call before its ruleset holds, with acts that other rules of then permitted."""
    made = build.sheet()
    made.incident.date_of_call = BEFORE_THE_RULES
    for act in made.interventions:
        build.keep_verdict(made, act, verdict="permitted", reason="It was in scope", version="2018.1")
    return made


def test_days_are_values_of_a_sentence_that_two_kinds_of_reader_write_differently():
    said = DatedSentence(("Rules {of} 2019-03-14 hold from ", date(2021, 6, 1)))
    assert str(said) == "Rules {of} 2019-03-14 hold from 2021-06-01"
    assert said.in_words == "Rules {of} 2019-03-14 hold from 06/01/2021"


def test_what_is_judged_now_says_days_as_people_write_them(world, too_early):
    page = world.page(world.keep(too_early), "interventions")
    now = [" ".join(one.get_text(" ").split()) for one in page.html.select(".then-now")]
    assert len(now) == 2
    assert all(SAID in one for one in now)
    assert not any(ISO_DAY.search(one) for one in now)


def test_programs_read_the_same_verdict_with_the_days_of_its_json(too_early):
    verdict = judge_intervention(too_early, too_early.interventions[0])
    assert verdict.as_json()["reason"].endswith("holds from 2021-06-01; the act was on 2019-03-14")
    assert recorded(verdict).reason.endswith(SAID)


def test_a_title_that_looks_like_a_day_stays_as_it_was_written(too_early):
    too_early.crew[0].member = "Alder 2020-01-31"
    too_early.crew[0].struck_at = build.clock("18:00")
    (act,) = [one for one in too_early.interventions if one.id == build.ASPIRIN]
    assert "Alder 2020-01-31 is not on the crew" in recorded(judge_intervention(Acts(too_early), act)).reason


def test_a_finding_about_an_act_says_days_as_people_write_them(too_early):
    for act in too_early.interventions:
        act.verdict = None
    said = [one.message for one in findings(too_early) if one.source.startswith("scope")]
    assert any(SAID in one for one in said)
    assert not any("2021-06-01" in one for one in said)
