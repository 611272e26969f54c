"""Whichever act is saved first, changed or struck: the verdicts that stand are those of the sheet as it is."""

from hypothesis import given
from hypothesis import strategies as st

from epcr.checks.acts import Acts
from epcr.checks.verdicts import judge_changed, judge_intervention, judging, kept_standing, recorded
from tests import build
from tests.luck import examples

# In Vermont a standing order covers one dose of ibuprofen by an EMT: each earlier one is a fact of those after it.
TABLET = {
    "item": "ibuprofen_po",
    "route": "9927035",
    "dose": 400.0,
    "dose_unit": "3706021",
    "performer": build.BASIC,
}
TIMES = ("17:05", "17:10", "17:15", "17:20")
SAVED = build.clock("18:00")


def vermont():
    sheet = build.sheet(ruleset="us-vt")
    sheet.interventions = []
    return sheet


def save(sheet, time, **values):
    act = build.intervention(**{**TABLET, "performed_at": build.clock(time), **values})
    sheet.interventions.append(act)
    judge_changed(sheet, SAVED, saved=act)
    return act


def told(sheet):
    """The verdicts that stand, by time; each is the kept one, and says what would be said now."""
    acts, judged = Acts(sheet), judging(sheet)
    for act in sheet.entries("interventions"):
        assert judged(act) is act.verdict
        assert act.verdict == recorded(judge_intervention(acts, act), SAVED)
    return [
        (one.performed_at, judged(one).verdict, judged(one).act) for one in sheet.entries("interventions")
    ]


def test_an_earlier_dose_that_is_saved_later_judges_the_one_after_it():
    sheet = vermont()
    late = save(sheet, "17:10")
    assert late.verdict.verdict == "permitted"
    early = save(sheet, "17:05")
    assert (early.verdict.verdict, late.verdict.verdict) == ("permitted", "needs_medical_direction")


@examples(24)
@given(st.permutations(TIMES))
def test_the_order_of_saving_decides_nothing(order):
    sheet, in_order = vermont(), vermont()
    for time in order:
        save(sheet, time)
    for time in TIMES:
        save(in_order, time)
    assert told(sheet) == told(in_order)


CHANGES = {
    "age": lambda sheet, number: setattr(sheet.patient, "age", number),
    "weight": lambda sheet, number: setattr(sheet.patient, "weight", 20.0 + number),
    "day": lambda sheet, number: setattr(sheet.incident, "date_of_call", build.DAY.replace(day=1 + number)),
    "certificate": lambda sheet, number: setattr(sheet.crew[1], "valid_to", build.DAY.replace(day=1 + number)),
    "duty": lambda sheet, number: setattr(sheet.crew[1], "on_duty", number % 2 == 0),
    "level": lambda sheet, number: setattr(sheet.crew[1], "level", ("EMR", "EMT", "Paramedic")[number % 3]),
    "service": lambda sheet, number: setattr(sheet.incident, "type_of_service", ("2205001", "2205005")[number % 2]),
    "crew": lambda sheet, number: setattr(sheet.crew[1], "struck_at", SAVED if number % 2 else None),
    "strike": lambda sheet, number: setattr(sheet.interventions[number % 3], "struck_at", SAVED),
    "restore": lambda sheet, number: setattr(sheet.interventions[number % 3], "struck_at", None),
    "time": lambda sheet, number: setattr(
        sheet.interventions[number % 3], "performed_at", build.clock(f"17:{30 + number}")
    ),
    "dose": lambda sheet, number: setattr(sheet.interventions[number % 3], "dose", 200.0 * (1 + number)),
    "performer": lambda sheet, number: setattr(
        sheet.interventions[number % 3], "performer", (build.MEDIC, build.BASIC)[number % 2]
    ),
}  # fmt: skip


@examples(60)
@given(st.lists(st.tuples(st.sampled_from(sorted(CHANGES)), st.integers(0, 20)), max_size=6))
def test_whatever_changes_a_fact_leaves_no_verdict_on_others(changes):
    sheet = vermont()
    for time in TIMES[:3]:
        save(sheet, time)
    for what, number in changes:
        CHANGES[what](sheet, number)
        judge_changed(sheet, SAVED)
        told(sheet)


def test_only_what_lost_its_facts_is_judged_anew():
    sheet = vermont()
    first, second = save(sheet, "17:05"), save(sheet, "17:10", performer=build.MEDIC)
    before = second.verdict
    sheet.crew[1].valid_to = build.DAY.replace(year=2020)
    judge_changed(sheet, build.clock("19:00"))
    assert first.verdict.judged_at == build.clock("19:00")
    assert second.verdict is before


def test_what_was_struck_keeps_its_verdict_until_it_is_put_back():
    sheet = vermont()
    first, second = save(sheet, "17:05"), save(sheet, "17:10")
    second.struck_at, before = SAVED, second.verdict
    first.dose = None
    judge_changed(sheet, SAVED)
    assert second.verdict is before
    second.struck_at = None
    judge_changed(sheet, SAVED)
    assert kept_standing(Acts(sheet), second) is second.verdict
    assert second.verdict.verdict == "permitted"
