"""Requests that no page of ours sends: each gets a page that says so, and nothing is half saved."""

import io
import logging

import pytest
from sqlalchemy import event

from epcr.sheet.vocabulary import vocabulary


@pytest.mark.parametrize("number", ["9" * 30, str(2**63), str(2**31), "-1", "0", "9" * 5000, "²"])
def test_a_sheet_in_a_class_of_an_impossible_number_is_not_found(attack, number):
    assert attack.post("ruiz", "/sheets", {"classroom": number}).status_code == 404


def test_a_finding_looked_for_that_is_in_no_list_is_kept_in_words_and_never_too_long(attack):
    sheet = attack.world.begin()
    region = vocabulary("exam_region").terms[0].code
    sent = {"region": region, "findings__not-asked": "1", "findings__not": "nonsense"}
    assert attack.save(sheet, "exam", entry="a" * 32, **sent).status_code == 303
    assert attack.world.sheet(sheet).exam[0].absent == {"findings:nonsense": "exam_finding_not_present"}
    answer = attack.save(sheet, "exam", entry="b" * 32, **{**sent, "findings__not": "x" * 130})
    assert answer.status_code == 422
    assert "to 120 characters" in answer.get_data(as_text=True)


def test_a_symptom_asked_about_is_not_longer_than_its_column(attack):
    sheet = attack.world.begin()
    sent = {"associated_symptoms__not-asked": "1", "associated_symptoms__not": "x" * 130}
    answer = attack.save(sheet, "history", **sent)
    assert answer.status_code == 422
    assert "to 120 characters" in answer.get_data(as_text=True)


@pytest.mark.parametrize("name", ["past_history", "associated_symptoms__not"])
def test_a_list_without_end_is_refused_before_it_is_looked_up(attack, name):
    # Looked up word by word, two megabytes of words would hold the write lock for half a minute.
    sheet = attack.world.begin()
    words = "\n".join(f"w{number}" for number in range(200_000))
    answer = attack.save(sheet, "history", **{"associated_symptoms__not-asked": "1", name: words})
    assert answer.status_code == 422
    assert "at most 100" in answer.get_data(as_text=True)
    assert attack.world.sheet(sheet).history.version == 0


@pytest.mark.parametrize(
    ("slug", "name"),
    [("interventions", "item"), ("interventions", "complications"), ("exam", "findings__not")],
)
def test_choices_without_end_are_not_all_drawn_again(attack, slug, name):
    sheet = attack.world.begin()
    entry = "c" * 32
    words = "\n".join(f"w{number}" for number in range(200_000))
    region = vocabulary("exam_region").terms[0].code
    answer = attack.save(
        sheet, slug, entry=entry, **{"region": region, "findings__not-asked": "1", name: words}
    )
    assert answer.status_code == 422
    assert len(answer.data) < 500_000


def test_an_act_of_somebody_who_was_struck_from_a_large_crew_can_still_be_opened(attack):
    sheet = attack.world.begin()
    crew = [attack.entry(sheet, "crew", member=f"Member {number}", level="EMT") for number in range(8)]
    act = attack.entry(sheet, "interventions", item="oxygen", performer=crew[0])
    page = attack.world.page(sheet, "crew", query=f"?entry={crew[0]}")
    page.fill("Why is it struck?", "not there").submit("Strike it")
    page = attack.world.page(sheet, "interventions", query=f"?entry={act}")
    assert page.status == 200
    assert "Member 0 (removed from the crew)" in page.words
    answer = attack.save(sheet, "interventions", entry=act, performer="nobody")
    assert answer.status_code == 422


def test_a_file_in_the_place_of_a_word_is_no_word(attack):
    visitor = attack.stranger()
    sent = {
        "csrf_token": attack.token(visitor, "/sign-in"),
        "login": (io.BytesIO(b"ruiz"), "ruiz.txt"),
        "password": (io.BytesIO(b"x"), "x.txt"),
    }
    answer = visitor.client.post("/sign-in", data=sent)
    assert answer.status_code == 422
    assert "Type your login." in answer.get_data(as_text=True)
    sent = {"name": (io.BytesIO(b"x"), "x.txt"), "ruleset": "us-national-2019", "mode": "teach"}
    answer = attack.post("teacher", "/classes/new", sent, content_type="multipart/form-data")
    assert answer.status_code == 422
    assert "FileStorage" not in answer.get_data(as_text=True)


def test_a_list_of_people_still_comes_as_a_file(attack):
    sent = {"file": (io.BytesIO(b"Pat New,pat"), "list.csv")}
    answer = attack.post("teacher", "/classes/1/import", sent, content_type="multipart/form-data")
    assert answer.status_code == 200
    assert "Pat New" in answer.get_data(as_text=True)
    sent = {"people": (io.BytesIO(b"Pat New,pat"), "list.csv")}
    answer = attack.post("teacher", "/classes/1/import", sent, content_type="multipart/form-data")
    assert answer.status_code == 422


@pytest.mark.parametrize("host", ["..", "a" * 300, "evil..example"])
def test_a_host_that_is_no_name_gets_a_short_answer_and_no_traceback(attack, host, caplog):
    with caplog.at_level(logging.ERROR):
        answer = attack.stranger().client.get("/", headers={"Host": host})
    assert answer.status_code == 400
    assert not caplog.records


def test_times_follow_the_date_of_the_call_only_as_far_as_dates_go(attack):
    # Emptied in between, the date could otherwise carry the times to the end of the calendar.
    sheet = attack.world.begin()
    attack.entry(sheet, "vitals", taken_at="2049-12-31 23:00")
    for _ in range(2):
        for day in ("01/01/1880", "12/31/2100", ""):
            assert attack.save(sheet, "incident", date_of_call=day).status_code == 303
    assert 1880 <= attack.world.sheet(sheet).vitals[0].taken_at.year <= 2101


def test_an_entry_of_another_sheet_is_no_place_for_a_tap(attack):
    theirs, own = attack.world.begin("okafor"), attack.world.begin()
    region = vocabulary("exam_region").terms[0].code
    entry = "b" * 32
    path = "exam/no-abnormality"
    assert (
        attack.post("okafor", f"/sheets/{theirs}/{path}", {"region": region, "entry": entry}).status_code
        == 303
    )
    assert attack.post("ruiz", f"/sheets/{own}/{path}", {"region": region, "entry": entry}).status_code == 404
    assert len(attack.world.sheet(theirs).exam) == 1
    assert attack.world.sheet(own).exam == []


def test_a_full_disk_answers_with_the_page_that_can_send_it_again(attack):
    sheet = attack.world.begin()

    @event.listens_for(attack.world.database.engine, "checkout")
    def fill(connection, _record, _proxy):
        cursor = connection.cursor()
        pages = cursor.execute("PRAGMA page_count").fetchone()[0]
        cursor.execute(f"PRAGMA max_page_count={pages}")
        cursor.close()

    answer = attack.save(sheet, "narrative", text="word " * 1900)
    assert answer.status_code == 503
    assert "its disk is full" in answer.get_data(as_text=True)
    assert "word word" in answer.get_data(as_text=True)
    assert attack.world.sheet(sheet).narrative.version == 0


def test_a_name_has_a_letter_to_be_seen_by(attack):
    for name in ("\u200b\u200d", "\ufeff", "—"):
        answer = attack.post("boss", "/people/new", {"name": name, "login": "ghost", "role": "trainee"})
        assert answer.status_code == 422, repr(name)
