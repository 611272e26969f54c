"""The pages of a rehearsal as the two people meet them, and the lines about it on the pages of the sheet."""

from datetime import timedelta

import pytest
from sqlalchemy import update

from epcr.rehearsal.model import Rehearsal
from epcr.rehearsal.speech import speech
from tests import build
from tests.rehearsal.rehearsing import legend


def wind_back(college, sheet, **by):
    """Let the rehearsal have begun earlier."""
    begun = college.stored(sheet).begun_at - timedelta(**by)
    with college.world.database.write("the tests") as session:
        session.execute(update(Rehearsal).where(Rehearsal.run_sheet_id == sheet).values(begun_at=begun))


def test_a_trainee_rehearses_from_the_handoff_page_to_the_score(college):
    sheet = college.sheet()
    page = college.world.page(sheet, "handoff").follow("Rehearse the handoff")
    assert "For 8 seconds everybody stops" in page.words
    page = page.fill("Who listens", "Kim Vale").choose("How long you will speak", "60 seconds")
    page = page.submit("Start")
    assert page.html.h1.get_text() == "HARPER, June · 68 years, female · 61 kg"
    assert [h2.get_text(" ").split()[-1] for h2 in page.html.find_all("h2")] == [
        "Situation", "Background", "Assessment", "Recommendation",
    ]  # fmt: skip
    wind_back(college, sheet, seconds=70)
    page = page.submit("Done speaking")
    assert page.html.h1.get_text() == "Kim Vale, what do you remember?"
    page = college.answered(page, sheet, right=4)
    assert page.html.h1.get_text() == "Kim Vale remembered 4 of 6"
    assert "1 min" in page.words
    assert "did not remember" in page.words
    assert "Rehearsed once: 4 of 6 with Kim Vale." in college.world.page(sheet, "check").words
    one = college.stored(sheet)
    assert (one.score, one.seconds, one.hands_off_seconds) == (4, 60, 8)
    assert (one.listener, one.attempt) == ("Kim Vale", 1)
    assert one.spoken_seconds in range(62, 70)


def test_a_submitted_sheet_is_rehearsed_from_where_it_stands_and_stays_as_it_was(college):
    sheet = college.submitted()
    page = (
        college.world.page(sheet, "check")
        .follow("Rehearse the handoff")
        .fill("Who listens", "Kim Vale")
        .submit("Start")
    )
    page = page.submit("Done speaking")
    page = college.answered(page, sheet, right=6)
    assert page.html.h1.get_text() == "Kim Vale remembered 6 of 6"
    assert "Rehearsed once: 6 of 6 with Kim Vale." in college.world.page(sheet, "check").words
    assert "Submitted" in college.world.page(sheet, "check").words


def test_what_was_missed_stands_with_the_statement_and_leads_to_its_field(college):
    sheet = college.sheet()
    page = college.answered(college.questions(sheet), sheet, right=0)
    missed = page.html.find("section", attrs={"aria-labelledby": "missed-title"})
    shown = [" ".join(link.get_text().split()) for link in missed.find_all("a")]
    assert shown == [one["statement"] for one in college.stored(sheet).questions]
    for link in missed.find_all("a"):
        place = college.world.as_("ruiz").open(link["href"].split("#")[0])
        assert place.html.find(id=link["href"].split("#")[1]) is not None, link["href"]
    assert page.words.count("Say it better") == 6
    assert "Remembered" not in [h2.get_text() for h2 in page.html.find_all("h2")]


def test_the_page_of_the_questions_does_not_tell_what_is_right(college):
    sheet = college.sheet()
    page = college.questions(sheet)
    text = page.response.get_data(as_text=True)
    stored = college.stored(sheet)
    for word in ("right", "statement", "anchor", *[one["statement"] for one in stored.questions]):
        assert word not in text
    for number, one in enumerate(stored.questions, start=1):
        group = page.html.find(id=f"question-{number}")
        boxes = group.find_all("input")
        assert [box["value"] for box in boxes] == ["0", "1", "2", "3", "none"]
        assert len({tuple(sorted(set(box.attrs) - {"value"})) for box in boxes}) == 1
        assert [label.get_text().strip() for label in group.find_all("label")][:4] == one["options"]


def test_the_speech_is_no_more_to_be_seen_once_the_speaker_has_ended(college):
    sheet = college.sheet()
    page = college.questions(sheet)
    assert "Penicillin" not in page.words.split("what do you remember?")[0]
    again = college.world.as_("ruiz").open(page.address.removesuffix("/spoken"))
    assert again.html.h1.get_text() == "Kim Vale, what do you remember?"


def test_a_reload_goes_on_where_it_was(college):
    sheet = college.sheet()
    address = college.begin(sheet).address
    wind_back(college, sheet, seconds=30)
    page = college.world.as_("ruiz").open(address)
    time = page.html.find(attrs={"data-rehearsal": True})
    assert int(time["data-elapsed"]) in range(30, 40)
    assert (time["data-hands-off"], time["data-seconds"]) == ("8", "75")
    assert len(college.all_stored(sheet)) == 1


def test_without_a_script_the_time_stands_in_a_sentence(college):
    page = college.begin(college.sheet())
    sentence = " ".join(page.html.find(class_="speech-still").get_text().split())
    assert sentence.startswith("Hands off until ")
    assert "then speak until" in sentence


def test_every_question_is_answered_before_there_is_a_result_and_what_was_chosen_stays(college):
    sheet = college.sheet()
    page = college.questions(sheet)
    page = page.choose(legend(page, 2), "I do not remember").submit("Show the result")
    assert page.status == 422
    assert "5 questions are not answered yet" in page.words
    assert page.value(legend(page, 2)) == "I do not remember"
    assert college.stored(sheet).score is None
    assert college.answered(page, sheet, right=6).html.h1.get_text() == "Kim Vale remembered 6 of 6"


def test_the_same_answers_sent_twice_count_once(college):
    sheet = college.sheet()
    page = college.questions(sheet)
    college.answered(page, sheet, right=5)
    first = college.stored(sheet)
    again = college.answered(page, sheet, right=6)
    assert "The first answers count" in again.words
    assert (college.stored(sheet).score, college.stored(sheet).answered_at) == (5, first.answered_at)


def test_the_same_form_sent_twice_begins_one_rehearsal(college):
    sheet = college.sheet()
    page = college.start(sheet).fill("Who listens", "Kim Vale")
    first, second = page.submit("Start"), page.submit("Start")
    assert first.address == second.address
    assert len(college.all_stored(sheet)) == 1


def test_done_pressed_twice_keeps_the_first_time(college):
    sheet = college.sheet()
    page = college.begin(sheet)
    wind_back(college, sheet, seconds=50)
    page.submit("Done speaking")
    spoken = college.stored(sheet).spoken_seconds
    wind_back(college, sheet, seconds=50)
    page.submit("Done speaking")
    assert college.stored(sheet).spoken_seconds == spoken


@pytest.mark.parametrize(
    ("listener", "says"),
    [
        ("", "Type the name of the person who listens."),
        ("\u200b", "Type the name"),
        ("x" * 51, "Shorten the name to 50"),
    ],
)
def test_who_listens_is_named(college, listener, says):
    sheet = college.sheet()
    page = college.begin(sheet, listener=listener)
    assert page.status == 422
    assert says in page.words
    assert college.all_stored(sheet) == []


def test_a_sheet_with_too_little_on_it_says_what_to_document_and_offers_no_start(college):
    page = college.start(college.world.begin())
    assert "Document the primary impression, the medication allergies" in page.words
    assert not page.html.find("form", attrs={"action": page.address})


def test_a_second_rehearsal_stands_beside_the_first(college):
    sheet = college.sheet()
    college.answered(college.questions(sheet), sheet, right=3)
    college.answered(college.questions(sheet), sheet, right=5, attempt=2)
    first, second = ({one["text"] for one in college.stored(sheet, attempt).questions} for attempt in (1, 2))
    assert first != second
    assert "Rehearsed 2 times, last 5 of 6 with Kim Vale." in college.world.page(sheet, "check").words
    rows = [" ".join(row.get_text(" ").split()) for row in college.start(sheet).html.find_all("tr")]
    assert [row.split()[-3:] for row in rows[1:]] == [["5", "of", "6"], ["3", "of", "6"]]


def test_an_unfinished_rehearsal_is_found_again(college):
    sheet = college.sheet()
    college.questions(sheet)
    page = college.start(sheet)
    assert "not answered yet" in page.words
    link = page.html.find(class_="row-link")
    assert (
        college.world.as_("ruiz").open(link["href"]).html.h1.get_text() == "Kim Vale, what do you remember?"
    )


def test_an_accepted_sheet_can_be_rehearsed_and_stays_as_it_is(college):
    from epcr.review import steps as review  # noqa: PLC0415

    sheet = college.submitted()
    with college.acting("teacher", sheet) as (session, found, who):
        review.accept(session, found, who)
    page = college.world.page(sheet, "check").follow("Rehearse the handoff")
    assert page.status == 200
    college.answered(college.questions(sheet), sheet, right=2)
    assert college.stored(sheet).score == 2
    assert college.asking(sheet, review.state) == "accepted"


def test_an_instructor_sees_the_scores_and_may_start_one(college):
    sheet = college.sheet()
    college.answered(college.questions(sheet), sheet, right=3)
    desk = college.desk(sheet)
    assert "Rehearsed once: 3 of 6 with Kim Vale." in desk.words
    page = desk.follow("Rehearse the handoff").fill("Who listens", "Toni Teacher").submit("Start")
    page = college.answered(page.submit("Done speaking"), sheet, right=6, attempt=2)
    assert "Toni Teacher remembered 6 of 6" in page.words
    assert college.stored(sheet, 2).actor.login == "teacher"
    assert "Review of the sheet" in page.words


def test_where_an_instructor_is_led_from_a_missed_question_the_field_is(college):
    sheet = college.submitted()
    page = college.answered(college.questions(sheet, "teacher"), sheet, right=0)
    for link in page.html.find("section", attrs={"aria-labelledby": "missed-title"}).find_all("a"):
        desk = college.world.as_("teacher").open(link["href"].split("#")[0])
        assert desk.html.find(id=link["href"].split("#")[1]) is not None, link["href"]


def test_own_words_are_what_is_said_and_what_they_leave_out_is_named(college):
    made = build.sheet()
    made.handoff.background = "Nothing to speak of."
    made.history.home_medications, made.history.past_history = ["Lisinopril 10 mg"], ["Gout"]
    made.history.absent = {}
    sheet = college.world.keep(made)
    page = college.begin(sheet)
    assert "Nothing to speak of." in page.words
    assert "Penicillin" not in page.words
    assert "Aspirin 324 mg" in page.words
    asked = {one["topic"]: one["left_out"] for one in college.stored(sheet).questions}
    late = {topic for topic in asked if topic in {"allergies", "medications", "history"}}
    assert late
    assert all(asked[topic] for topic in late)
    assert not any(asked[topic] for topic in set(asked) - late)
    result = college.answered(page.submit("Done speaking"), sheet, right=0)
    assert result.words.count("is not in the handoff as it was worded") == len(late)


def test_the_speech_of_a_draft_has_every_dose_once_and_nothing_to_look_up():
    parts = {part.name: part for part in speech(build.sheet())}
    labels = [line.label for line in parts["assessment"].lines]
    assert labels.count("Given") == 1
    assert "Last doses" not in [line.label for line in parts["recommendation"].lines]
    assert "Alder" not in " ".join(part.text for part in parts.values())


def test_the_doses_are_said_in_the_end_where_the_assessment_is_in_own_words():
    sheet = build.sheet()
    sheet.handoff.assessment = "Stable."
    parts = {part.name: part for part in speech(sheet)}
    assert parts["assessment"].text == "Stable."
    assert "Last doses" in [line.label for line in parts["recommendation"].lines]


def test_an_empty_sheet_has_a_patient_line():
    from epcr.rehearsal.speech import patient_line  # noqa: PLC0415

    assert patient_line(build.empty_sheet()) == "Patient not named · age and sex not documented"
