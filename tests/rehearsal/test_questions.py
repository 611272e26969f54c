"""Six questions from a sheet: exactly one answer is right, it is what the sheet says, and nothing but knowing tells it apart."""

import re
from datetime import date

import pytest
from hypothesis import given

from epcr.handoff.statement import PARTS
from epcr.handoff.statements import draft
from epcr.rehearsal.others import words_of_sheet, words_of_text
from epcr.rehearsal.question import Lot
from epcr.rehearsal.questions import needed_first, six_questions
from epcr.rehearsal.topics import asking, early, gaps, late
from epcr.scenarios.worked import fill, worked_sheets
from epcr.sheet.vocabulary import vocabulary
from tests import build
from tests.checks.anything import sheets
from tests.luck import examples
from tests.rehearsal.oracle import says
from tests.report.generated import AS_THEY_ARE, run_sheets

WORKED = {one.name: one for one in worked_sheets() if one.crew}
BUILT = {
    "complete": build.sheet, "refused": build.refused_sheet, "arrested": build.arrested_sheet, "injured": build.injured_sheet,
}  # fmt: skip
LATE = {"allergies", "other_allergies", "medications", "history", "last_oral", "directives", "pregnancy"}
OFTEN = examples(60, AS_THEY_ARE)


def sheet_called(name):
    if name in BUILT:
        return BUILT[name](id="0123456789ab")
    worked = WORKED[name]
    made = build.empty_sheet(id=worked.id_of(), temperature="°F")
    fill(made, worked, date(2026, 3, 14))
    return made


def asked(sheet, attempt=1, revision=1):
    return six_questions(sheet, revision=revision, attempt=attempt)


def possible(sheet, seed="1"):
    """Every question that could be asked of a sheet, whichever are drawn."""
    ask = asking(sheet, Lot(seed))
    return [*late(ask), *early(ask), *gaps(ask)]


def complaints(sheet, questions):
    """What is unfair about these questions."""
    drafted = draft(sheet)
    statements = {one.text for part in PARTS for one in drafted[part]}
    for one in questions:
        if len({option.casefold() for option in one.options}) != 4:
            yield f"{one.text}: {one.options} are not four"
        if not says(sheet, drafted, one, one.answer):
            yield f"{one.text}: the sheet does not say {one.answer}"
        yield from (
            f"{one.text}: the sheet says {option} too, beside {one.answer}"
            for option in one.options
            if option != one.answer and says(sheet, drafted, one, option)
        )
        if one.statement not in statements:
            yield f"{one.text}: no statement “{one.statement}”"
        if not one.anchors or any(sheet.find(anchor) is None for anchor in one.anchors):
            yield f"{one.text}: {one.anchors} lead nowhere"
        if any(character.isdigit() for character in one.answer):
            shapes = {re.sub(r"\d+", "0", option) for option in one.options}
            if one.topic not in {"who", "needs", "history", "allergies", "pregnancy"} and len(shapes) > 1:
                yield f"{one.text}: {one.options} differ in form"
            decimals = [[len(found) for found in re.findall(r"\.(\d+)", option)] for option in one.options]
            if any(found != decimals[0] for found in decimals):
                yield f"{one.text}: {one.options} differ in decimals"


@pytest.mark.parametrize("name", [*WORKED, *BUILT])
@pytest.mark.parametrize("attempt", [1, 2, 3, 7])
def test_a_sheet_with_enough_on_it_gives_six_fair_questions(name, attempt):
    sheet = sheet_called(name)
    found = asked(sheet, attempt)
    assert len(found) == 6
    assert list(complaints(sheet, found)) == []
    assert len({one.topic for one in found}) == len({one.text for one in found}) == 6
    assert sum(one.gap for one in found) <= 2
    assert needed_first(sheet, revision=1, attempt=attempt) == ""


@pytest.mark.parametrize("name", [*WORKED, *BUILT])
def test_at_least_two_ask_for_what_is_forgotten_most(name):
    sheet = sheet_called(name)
    there = {one.topic for one in late(asking(sheet, Lot("1")))}
    for attempt in range(1, 6):
        told = [one for one in asked(sheet, attempt) if one.topic in LATE and not one.gap]
        assert len(told) >= min(2, len(there))


@OFTEN
@given(sheets())
def test_whatever_is_on_a_sheet_every_question_that_it_gives_is_fair(sheet):
    assert list(complaints(sheet, possible(sheet))) == []


@OFTEN
@given(run_sheets())
def test_a_sheet_gives_six_questions_or_says_what_is_to_be_documented_first(sheet):
    for attempt in (1, 2):
        found, sentence = asked(sheet, attempt), needed_first(sheet, revision=1, attempt=attempt)
        assert (len(found), bool(sentence)) in {(6, False), (0, True)}
        assert list(complaints(sheet, found)) == []


@pytest.mark.parametrize("name", [*WORKED, *BUILT])
def test_the_same_sheet_revision_and_attempt_ask_the_same(name):
    sheet = sheet_called(name)
    assert asked(sheet) == asked(sheet_called(name))
    assert asked(sheet) != asked(sheet, attempt=2)
    assert asked(sheet) != asked(sheet, revision=2)


@pytest.mark.parametrize("name", [name for name in WORKED if name.endswith("-1")])
def test_a_second_rehearsal_asks_for_other_things(name):
    sheet = sheet_called(name)
    first, second = ({(one.text, one.answer) for one in asked(sheet, attempt)} for attempt in (1, 2))
    assert len(first & second) <= 1


@pytest.mark.parametrize("name", ["inferior-stemi-1", "vf-arrest-1", "hypoglycemia-refusal-1"])
def test_in_time_every_topic_is_asked_for(name):
    sheet = sheet_called(name)
    seen = {one.topic for attempt in range(1, 13) for one in asked(sheet, attempt)}
    there = {one.topic for one in possible(sheet) if not one.gap}
    assert there <= seen


def test_the_place_of_the_right_option_tells_nothing():
    places = [
        one.right for name in WORKED for attempt in range(1, 9) for one in asked(sheet_called(name), attempt)
    ]
    shares = [places.count(place) / len(places) for place in range(4)]
    assert all(0.15 < share < 0.35 for share in shares), shares


def test_a_dose_and_its_time_are_each_right_in_two_of_the_four():
    sheet = build.sheet()
    one = next(one for one in possible(sheet) if "how much" in one.text)
    assert one.text == "Aspirin: how much was given, and when?"
    assert one.answer == "324 mg at 17:11"
    doses, times = zip(*(option.split(" at ") for option in one.options), strict=True)
    assert sorted(doses).count("324 mg") == times.count("17:11") == 2
    assert len(set(doses)) == len(set(times)) == 2


@pytest.mark.parametrize("dose", [0.3, 0.15, 12.5, 1.0, 324.0, 0.0001, 2.5, 100000.0])
def test_another_dose_has_as_many_decimals(dose):
    sheet = build.sheet()
    sheet.interventions[0].dose = dose
    one = next(one for one in possible(sheet) if "how much" in one.text)
    decimals = {len(option.split(" ")[0].partition(".")[2]) for option in one.options}
    assert len(decimals) == 1


def test_of_several_doses_the_last_is_asked_for():
    sheet = build.sheet()
    build.with_intervention(
        sheet,
        item="aspirin_po",
        performed_at=build.clock("17:30"),
        route="9927035",
        dose=81.0,
        dose_unit="3706021",
    )
    one = next(one for one in possible(sheet) if "how much" in one.text)
    assert (one.text, one.answer) == ("Aspirin: how much was given last, and when?", "81 mg at 17:30")
    assert not any("17:11" in option for option in one.options)


def test_doses_at_one_time_are_not_asked_for():
    sheet = build.sheet()
    build.with_intervention(
        sheet,
        item="aspirin_po",
        performed_at=build.clock("17:11"),
        route="9927035",
        dose=81.0,
        dose_unit="3706021",
    )
    assert not any("how much" in one.text for one in possible(sheet))


def test_what_the_sheet_says_elsewhere_is_never_offered_as_wrong():
    sheet = build.sheet()
    sheet.narrative.text = "Takes a blood thinner. Hx of CHF and a stroke. Mother has asthma."
    sheet.history.home_medications = ["Lisinopril 10 mg in the morning"]
    sheet.history.past_history = ["Gout"]
    sheet.history.absent = {}
    for seed in map(str, range(40)):
        offered = {option for one in possible(sheet, seed) for option in one.options}
        assert offered.isdisjoint(
            {"Warfarin", "Apixaban", "Clopidogrel", "Heart failure", "Stroke", "Asthma"}
        )


def test_brands_count_as_the_medication_they_are():
    sheet = build.sheet()
    sheet.history.home_medications = ["Zestril every morning", "Toprol"]
    sheet.history.absent = {}
    for seed in map(str, range(40)):
        offered = {
            option for one in possible(sheet, seed) if one.topic == "medications" for option in one.options
        }
        assert offered.isdisjoint({"Lisinopril", "Metoprolol"})
        assert offered & {"Zestril", "Toprol"}


@pytest.mark.parametrize(
    ("typed", "name"),
    [
        ("Lisinopril 10 mg in the morning", "Lisinopril"),
        ("insulin lispro with meals", "Insulin lispro"),
        ("WARFARIN 5MG", "Warfarin"),
        ("Aspirin, 81 mg daily", "Aspirin"),
        ("Vitamin D3", "Vitamin D"),
    ],
)
def test_a_medication_is_asked_for_by_its_name(typed, name):
    sheet = build.sheet()
    sheet.history.home_medications, sheet.history.absent = [typed], {}
    assert {one.answer for one in possible(sheet) if one.topic == "medications"} == {name}


@pytest.mark.parametrize(
    ("typed", "name"),
    [
        ("Coronary stent four years ago", "Coronary stent"),
        ("history of gallstones", "Gallstones"),
        ("h/o gallstones", "Gallstones"),
        ("s/p appendectomy", "Appendectomy"),
        ("Diabetes type 2", "Diabetes type 2"),
        ("Appendectomy 2019", "Appendectomy"),
        ("Dementia (mild)", "Dementia"),
    ],
)
def test_a_condition_is_asked_for_by_its_name(typed, name):
    sheet = build.sheet()
    sheet.history.past_history, sheet.history.absent = [typed], {}
    assert {one.answer for one in possible(sheet) if one.topic == "history"} == {name}


@pytest.mark.parametrize("typed", ["王小明", "x" * 90, "<b>x</b>", "½", "😀", "5", "-"])
def test_what_would_stand_out_among_names_is_not_asked_for(typed):
    sheet = build.sheet()
    sheet.history.home_medications, sheet.history.absent = [typed], {}
    assert not any(one.topic == "medications" for one in possible(sheet))


def test_that_there_are_none_and_that_nothing_is_documented_look_the_same():
    """The four options are two names, that there are none, and that nothing is documented: whichever is right."""
    none, nothing = "No known drug allergy", "Not documented"
    told = {"value": ["Z88.0"], "none": None, "nothing": None}
    seen = {}
    for which, codes in told.items():
        sheet = build.sheet()
        sheet.history.allergies = codes
        sheet.history.absent = {"allergies": "no_known_drug_allergy"} if which == "none" else {}
        found = [
            one for seed in map(str, range(30)) for one in possible(sheet, seed) if one.topic == "allergies"
            and "NOT documented" not in one.text
        ]  # fmt: skip
        seen[which] = {none in one.options and nothing in one.options for one in found}
        assert {one.answer for one in found} == {
            {"value": "Penicillin", "none": none, "nothing": nothing}[which]
        }
    assert seen == {"value": {True, False}, "none": {True}, "nothing": {True}}


def test_why_a_list_is_not_known_is_asked_for_among_reasons():
    sheet = build.sheet()
    sheet.history.absent = {"home_medications": "unresponsive", "past_history": "refused"}
    by_topic = {one.topic: one for one in possible(sheet)}
    assert by_topic["medications"].answer == "Unresponsive"
    assert "Unable to complete" not in by_topic["medications"].options
    reasons = {term.label for term in vocabulary("reason")}
    assert set(by_topic["history"].options) <= reasons


def test_an_omission_is_asked_for_among_what_is_documented():
    sheet = build.sheet()
    found = [one for one in possible(sheet) if one.text == "Which of these is NOT documented?"]
    assert {one.answer for one in found} == {"Last oral intake", "Events leading up", "Advance directives"}
    assert all(one.gap for one in found)


def test_a_sheet_that_was_just_begun_says_what_is_to_be_documented_first():
    sheet = build.empty_sheet()
    assert asked(sheet) == []
    assert needed_first(sheet, revision=1, attempt=1) == (
        "The sheet does not say enough for six questions yet. Document the primary impression, the medication allergies, "
        "the home medications, the past history and a set of vital signs with its time first."
    )


def test_what_is_to_be_documented_first_is_enough_for_six_questions():
    sheet = build.empty_sheet()
    sheet.history.primary_impression = "R07.9"
    sheet.history.allergies, sheet.history.home_medications = ["Z88.0"], ["Lisinopril 10 mg"]
    sheet.history.past_history = ["I10"]
    build.with_vitals(sheet)
    assert needed_first(sheet, revision=1, attempt=1) == ""


def test_a_cancelled_call_has_nothing_to_rehearse():
    sheet = build.cancelled_sheet()
    assert asked(sheet) == []
    assert "first" in needed_first(sheet, revision=1, attempt=1)


def test_a_question_does_not_tell_the_answer_of_another():
    for name in [*WORKED, *BUILT]:
        sheet = sheet_called(name)
        for attempt in range(1, 9):
            found = asked(sheet, attempt)
            for one in found:
                named = [
                    other.answer.casefold() for other in found if other is not one and other.answer.isalpha()
                ]
                assert not [answer for answer in named if answer in one.text.casefold()]


def test_words_are_found_whole_and_in_any_case():
    sheet = build.sheet()
    sheet.narrative.text = "Takes TOPROL, was misled"
    said = words_of_sheet(sheet)
    assert " toprol " in said.words
    assert " led " not in said.words
    assert words_of_text("A-B c").words == " a b c "
