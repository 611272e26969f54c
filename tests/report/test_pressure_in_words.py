"""A pressure of which a number is missing, where sentences and scenarios tell it."""

from __future__ import annotations

from epcr.handoff.statements import draft
from epcr.scenarios.scenario import Look, Track
from tests import build

NOT_FOUND = "exam_finding_not_present"


def test_a_systolic_pressure_that_was_not_found_is_told_in_words_beside_a_diastolic_one():
    sheet = build.sheet()
    between, worst = (
        build.vitals(taken_at=build.clock("17:11"), systolic=None, diastolic=40),
        build.vitals(taken_at=build.clock("17:14"), spo2=70, heart_rate=150, respiratory_rate=34),
    )
    between.absent = {"systolic": NOT_FOUND}
    sheet.vitals[1:1] = [between, worst]
    (told,) = [one.words for one in draft(sheet)["assessment"] if one.label == "Vital signs, worst"]
    assert told.endswith("worse: systolic blood pressure absent on exam at 17:11")


def test_a_scenario_tells_a_palpated_pressure_in_whichever_word_the_file_has():
    looks = tuple(
        Look(minute=number, readings={"systolic": 88, "diastolic": word})
        for number, word in enumerate(("P", "palp"))
    )
    assert Track("", looks).measures() == [("Blood pressure", ["88, palpated", "88, palpated"])]
