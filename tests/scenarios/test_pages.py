"""The instructor reads the scenarios; trainees do not."""

import pytest

from epcr.scenarios import routes, scenarios


@pytest.mark.parametrize("login", ["teacher", "boss"])
def test_those_who_teach_see_every_scenario(college, login):
    page = college.as_(login).open("/scenarios")
    assert page.status == 200
    assert all(one.title in page.words and one.summary in page.words for one in scenarios().values())


@pytest.mark.parametrize("name", scenarios())
def test_a_scenario_is_there_to_be_read_out(college, name):
    page = college.as_("teacher").open(f"/scenarios/{name}")
    scenario = scenarios()[name]
    assert page.status == 200
    for step in scenario.steps:
        assert step.cue in page.words
        assert " ".join(step.text.split()) in page.words
        assert step.do in page.words
        assert all(answer in page.words for answer in step.answers.values())
    assert " ".join(scenario.dispatch.text.split()) in page.words
    assert all(one.text in page.words for one in scenario.expected)
    assert all(f"If {track.only_if}" in page.words for track in scenario.tracks() if track.only_if)


@pytest.mark.parametrize("address", ["/scenarios", "/scenarios/vf-arrest"])
def test_a_trainee_does_not_see_what_is_true_in_the_patient(college, address):
    assert college.as_("ruiz").open(address).status == 404


def test_an_unknown_scenario_is_not_found(college):
    assert college.as_("teacher").open("/scenarios/moon-landing").status == 404


def test_a_class_without_scenarios_is_told_so(college, monkeypatch):
    monkeypatch.setattr(routes, "scenarios", dict)
    assert "blank run sheet" in college.as_("teacher").open("/scenarios").words
