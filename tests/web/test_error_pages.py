"""What went wrong is said by its cause, there is one way back, and what was typed stands on the page."""

import logging
import sqlite3
import time

import pytest
from sqlalchemy import event
from sqlalchemy import exc as broken
from sqlalchemy.orm.exc import StaleDataError

from epcr.people.model import Person
from epcr.review.model import Step
from epcr.web.database_errors import notice_of
from tests import build
from tests.page import Visitor
from tests.review.college import College
from tests.security.attack import Attack
from tests.world import PASSWORD

TEXT = "Crushing pain since breakfast"


def typed_into(world, login="ruiz"):
    """A sheet's narrative with words in it that are not sent yet."""
    sheet = world.begin(login)
    return sheet, world.page(sheet, "narrative", login).fill("Narrative", TEXT)


def send_again(page):
    """Press the button of the page about the error."""
    return page.submit("Send it again")


# Refused forms --------------------------------------------------------------------------------------------------------


def test_a_browser_that_takes_no_cookies_is_told_of_cookies(world):
    visitor = Visitor(world.app)
    token = visitor.open("/join").hidden("csrf_token")
    visitor.client.delete_cookie("epcr")
    page = visitor.open("/join")
    visitor.client.delete_cookie("epcr")
    page.typed = {"csrf_token": [token], "name": ["Pat New"]}
    page.form = page.html.find("form", class_="form")
    refused = page.submit()
    assert refused.status == 400
    assert "Allow cookies for this address" in refused.words
    assert "too long" not in refused.words
    assert "Pat New" in refused.words


def test_cookies_that_go_over_https_only_are_told_of_the_address(world):
    world.app.config["SESSION_COOKIE_SECURE"] = True
    visitor = Visitor(world.app)
    answer = visitor.client.post("/join", data={"csrf_token": "x", "name": "Pat New"})
    assert "must begin with https://" in answer.get_data(as_text=True)


@pytest.mark.parametrize(
    ("body", "kind"),
    [
        (b'--cut\r\nContent-Disposition: form-data; name="narrative-text"\r\n\r\nwords', "multipart/form-data; boundary=cut"),
        (b"narrative-text=\xff\xfe words", "application/x-www-form-urlencoded"),
        (b"words without a boundary", "multipart/form-data"),
        (b'{"narrative-text": "words"}', "application/json"),
    ],
)  # fmt: skip
def test_a_body_that_cannot_be_read_is_said_to_be_incomplete(world, body, kind):
    sheet = world.begin()
    answer = world.as_("ruiz").client.post(f"/sheets/{sheet}/narrative", data=body, content_type=kind)
    assert answer.status_code == 400
    assert "What was sent arrived incomplete" in answer.get_data(as_text=True)


def test_a_clock_that_went_back_is_said_to_have_gone_back_and_nothing_is_lost(world, monkeypatch):
    sheet, page = typed_into(world)
    now = time.time
    monkeypatch.setattr(time, "time", lambda: now() - 3600)
    refused = page.save()
    assert "The server’s clock was set back" in refused.words
    assert TEXT in refused.words
    monkeypatch.setattr(time, "time", now)
    assert send_again(refused).status == 200
    assert world.sheet(sheet).narrative.text == TEXT


def test_a_sign_in_that_ran_out_is_the_only_page_open_too_long(world, monkeypatch):
    _, page = typed_into(world)
    now = time.time
    monkeypatch.setattr(time, "time", lambda: now() + 40 * 86_400)
    refused = page.save()
    assert "This page was open too long" in refused.words
    assert TEXT in refused.words


def test_another_secret_is_said_to_be_one(world):
    _, page = typed_into(world)
    world.app.secret_key = "another secret of the tests"
    refused = page.save()
    assert "The server was set up anew after you signed in" in refused.words
    assert TEXT in refused.words


def test_whoever_signed_in_again_sends_the_same_words_with_one_press(world):
    sheet, page = typed_into(world)
    world.as_("ruiz").client.delete_cookie("epcr")
    world.as_("ruiz").sign_in("ruiz", PASSWORD)
    refused = page.save()
    assert "You signed in again after this page was opened" in refused.words
    send_again(refused)
    assert world.sheet(sheet).narrative.text == TEXT


def test_whoever_signed_out_is_told_so_and_sends_it_after_signing_in(world):
    sheet, page = typed_into(world)
    world.as_("ruiz").client.delete_cookie("epcr")
    refused = page.save()
    assert refused.status == 401
    assert "You are signed out" in refused.words
    assert TEXT in refused.words
    world.as_("ruiz").sign_in("ruiz", PASSWORD)
    refused = send_again(refused)
    assert "You signed in again" in refused.words
    send_again(refused)
    assert world.sheet(sheet).narrative.text == TEXT


def test_nobodys_words_are_sent_in_the_name_of_the_next_to_sign_in(world):
    sheet, page = typed_into(world)
    tablet = world.as_("ruiz")
    tablet.client.delete_cookie("epcr")
    tablet.sign_in("okafor", PASSWORD)
    refused = page.save()
    assert "Somebody else is signed in on this browser now" in refused.words
    assert TEXT in refused.words
    assert "Somebody else is signed in" in send_again(refused).words
    tablet.client.delete_cookie("epcr")
    tablet.sign_in("ruiz", PASSWORD)
    send_again(send_again(refused))
    assert world.sheet(sheet).narrative.text == TEXT


def test_a_comment_of_one_instructor_is_not_written_by_the_other(world):
    page = world.as_("teacher").open("/classes/new").fill("Name of the class", "Mine alone")
    tablet = world.as_("teacher")
    tablet.client.delete_cookie("epcr")
    tablet.sign_in("other_teacher", PASSWORD)
    refused = send_again(page.submit())
    assert "Somebody else is signed in" in refused.words
    assert "Mine alone" in refused.words
    assert "Mine alone" not in tablet.open("/classes").words


# Other errors ---------------------------------------------------------------------------------------------------------


def test_a_sheet_that_is_gone_shows_what_was_typed(world):
    sheet, page = typed_into(world)
    with world.database.write("the tests") as session:
        stored = session.get(type(world.sheet(sheet)), sheet)
        stored.discarded_at = stored.created_at
    refused = page.save()
    assert refused.status == 404
    assert TEXT in refused.words
    assert "Narrative" in refused.words


def test_a_strike_on_a_sheet_that_was_submitted_shows_its_reason(world):
    attack = Attack(world)
    sheet = world.begin()
    entry = attack.entry(sheet, "vitals", taken_at="1705", heart_rate="88")
    page = world.page(sheet, "vitals", query=f"?entry={entry}").fill(
        "Why is it struck?", "It was another patient"
    )
    with world.database.write("the tests") as session:
        writer = session.query(Person).filter_by(login="ruiz").one()
        session.add(Step(run_sheet_id=sheet, actor_id=writer.id, kind="submitted", revision=1))
    refused = page.submit("Strike it")
    assert refused.status == 409
    assert "It was another patient" in refused.words


def test_a_fault_of_ours_keeps_what_was_typed_and_sends_it_again(world, monkeypatch):
    Attack(world)
    sheet, page = typed_into(world)
    with monkeypatch.context() as patched:
        patched.setattr("epcr.web.saving.save", lambda *_, **__: 1 / 0)
        refused = page.save()
    assert refused.status == 500
    assert TEXT in refused.words
    send_again(refused)
    assert world.sheet(sheet).narrative.text == TEXT


def test_too_many_tries_to_join_keep_what_was_typed_but_no_password(world):
    world.app.extensions["epcr.throttle"]._limits["JOIN_FAILURES_PER_ADDRESS"].amount = 0
    page = Visitor(world.app).open("/join")
    page.fill("Class code", "WRONG").fill("Your name", "Pat New").fill("Login", "pat").fill(
        "Password", "a secret word"
    )
    refused = page.submit("Join")
    assert refused.status == 429
    assert int(refused.response.headers["Retry-After"]) > 0
    assert "Pat New" in refused.words
    assert "a secret word" not in refused.response.get_data(as_text=True)


def test_too_many_fields_are_not_told_as_too_many_bytes(world):
    one = '--part\r\nContent-Disposition: form-data; name="x"\r\n\r\n1\r\n'
    answer = world.as_("ruiz").client.post(
        "/sheets", data=f"{one * 5100}--part--", content_type="multipart/form-data; boundary=part"
    )
    assert answer.status_code == 413
    assert "The form has too many fields" in answer.get_data(as_text=True)
    answer = world.as_("ruiz").client.post("/sheets", data={"scenario": "x" * 3_000_000})
    assert "Send less than 2 MB." in answer.get_data(as_text=True)


# The database ---------------------------------------------------------------------------------------------------------

SQLITE = (
    ("SQLITE_BUSY", "busy"), ("SQLITE_BUSY_SNAPSHOT", "busy"), ("SQLITE_LOCKED", "busy"), ("SQLITE_FULL", "disk is full"),
    ("SQLITE_READONLY", "cannot be written"), ("SQLITE_IOERR", "read or written"), ("SQLITE_CORRUPT", "damaged"),
    ("SQLITE_NOTADB", "damaged"), ("SQLITE_CANTOPEN", "does not answer"), ("SQLITE_READONLY_DBMOVED", "does not answer"),
    ("SQLITE_CONSTRAINT_UNIQUE", "there already"), ("SQLITE_CONSTRAINT_PRIMARYKEY", "there already"),
    ("SQLITE_CONSTRAINT_FOREIGNKEY", "no longer there"), ("SQLITE_CONSTRAINT_NOTNULL", "on our side"),
    ("SQLITE_TOOBIG", "cannot be stored"),
)  # fmt: skip
POSTGRES = (
    ("23505", "there already"), ("23503", "no longer there"), ("23502", "on our side"), ("40001", "busy"), ("40P01", "busy"),
    ("55P03", "busy"), ("53300", "busy"), ("53100", "disk is full"), ("25006", "cannot be written"), ("42501", "cannot be written"),
    ("08006", "does not answer"), ("57P01", "does not answer"), ("57P03", "does not answer"), ("3D000", "does not answer"),
    ("42P01", "not of this version"), ("42703", "not of this version"), ("42601", "on our side"), ("22021", "cannot be stored"),
    ("58030", "read or written"), ("XX001", "damaged"),
)  # fmt: skip


@pytest.mark.parametrize(("name", "words"), SQLITE)
def test_each_refusal_of_sqlite_has_its_sentence(world, name, words):
    cause = sqlite3.OperationalError("words that are not read: database is locked, disk full")
    cause.sqlite_errorcode, cause.sqlite_errorname = getattr(sqlite3, name), name
    error = broken.OperationalError("INSERT INTO people VALUES (?)", ("secret",), cause)
    assert words in notice_of(error, world.database.engine).title


@pytest.mark.parametrize(("state", "words"), POSTGRES)
def test_each_refusal_of_postgresql_has_its_sentence(world, state, words):
    cause = type("Refusal", (Exception,), {"sqlstate": state})("words that are not read")
    error = broken.OperationalError("INSERT INTO people VALUES (?)", ("secret",), cause)
    assert words in notice_of(error, world.database.engine).title


def test_a_connection_that_is_lost_and_one_that_is_not_free_are_told_apart(world):
    lost = type("OperationalError", (Exception,), {"sqlstate": None})("server closed the connection")
    engine = world.database.engine
    assert "does not answer" in notice_of(broken.OperationalError("SELECT", {}, lost), engine).title
    assert "busy" in notice_of(broken.TimeoutError(), engine).title
    assert "another screen" in notice_of(StaleDataError(), engine).title


@pytest.mark.parametrize(("name", "words"), [SQLITE[0], SQLITE[3], SQLITE[10], SQLITE[13]])
def test_neither_page_nor_log_shows_a_statement_or_what_was_in_it(world, monkeypatch, caplog, name, words):
    Attack(world)
    sheet, page = typed_into(world)
    cause = sqlite3.IntegrityError("Key (text)=(Crushing pain) is there already")
    cause.sqlite_errorcode, cause.sqlite_errorname = getattr(sqlite3, name), name
    error = broken.IntegrityError("UPDATE narratives SET text=?", (TEXT,), cause)

    def fail(*_args, **_named):
        raise error

    with monkeypatch.context() as patched, caplog.at_level(logging.DEBUG):
        patched.setattr("epcr.web.saving.save", fail)
        refused = page.save()
    assert words in refused.words
    assert "UPDATE" not in refused.words
    assert name in caplog.text
    assert not any(told in caplog.text for told in ("UPDATE", "Crushing", "Key ("))
    send_again(refused)
    assert world.sheet(sheet).narrative.text == TEXT


def test_a_table_that_is_missing_is_told_as_a_database_of_another_version(world):
    Attack(world)
    _, page = typed_into(world)
    with world.database.engine.begin() as connection:
        connection.exec_driver_sql("ALTER TABLE narrative DROP COLUMN text")
    refused = page.save()
    assert refused.status == 503
    assert "epcr db upgrade" in refused.words
    assert TEXT in refused.words


def test_a_database_that_may_only_be_read_says_so(world):
    Attack(world)
    _, page = typed_into(world)

    @event.listens_for(world.database.engine, "checkout")
    def forbid(connection, _record, _proxy):
        connection.execute("PRAGMA query_only=ON").close()

    refused = page.save()
    assert "The database cannot be written to" in refused.words
    assert TEXT in refused.words


# What is refused for the state of something ---------------------------------------------------------------------------


def test_a_comment_on_a_sheet_that_was_accepted_meanwhile_stands_on_the_page_about_it(world):
    college = College(world)
    sheet = college.submitted()
    page = college.desk(sheet, query="?at=narrative-text").fill("Comment", TEXT)
    college.post("teacher", f"/review/{sheet}/accept", note="")
    refused = page.submit()
    assert refused.status == 409
    assert TEXT in refused.words
    assert "accepted" in refused.words


def test_an_addendum_to_a_sheet_that_was_reopened_meanwhile_stands_on_the_page_about_it(world):
    college = College(world)
    sheet = college.submitted()
    college.post("teacher", f"/review/{sheet}/accept", note="")
    page = world.page(sheet, "check").fill("Addendum", TEXT)
    college.post("teacher", f"/review/{sheet}/reopen", note="A time is wrong")
    refused = page.submit("Add it")
    assert refused.status == 409
    assert "Addenda are for accepted sheets" in refused.words
    assert TEXT in refused.words


def test_another_reason_for_what_was_struck_meanwhile_stands_on_the_page_about_it(world):
    sheet = world.keep(build.sheet())
    entry = world.entry(sheet, "vitals")
    mine, theirs = (world.page(sheet, "vitals", query=f"?entry={entry}") for _ in range(2))
    theirs.fill("Why is it struck?", "Wrong patient").submit("Strike it")
    refused = mine.fill("Why is it struck?", TEXT).submit("Strike it")
    assert refused.status == 409
    assert TEXT in refused.words
    assert "struck already" in refused.words


# What was saved, for the drafts of the browser ------------------------------------------------------------------------


def draft_of(page, code="a" * 32):
    """Send the form as the page's script does: with the code of a draft."""
    page.typed["draft"] = [code]
    return page


def saved_cookies(answer):
    """The cookies by which the answers, the redirect among them, say what was saved."""
    told = [*answer.response.history, answer.response]
    set_by_them = [header for one in told for header in one.headers.getlist("Set-Cookie")]
    return [header for header in set_by_them if header.startswith("saved-")]


def test_what_was_saved_is_told_to_the_browser_and_what_was_refused_is_not(world):
    sheet, page = typed_into(world)
    (told,) = saved_cookies(draft_of(page).save())
    assert told.startswith(f"saved-{'a' * 32}=1")
    assert "HttpOnly" not in told
    vitals = draft_of(world.page(sheet, "vitals").fill("Heart rate", "9000")).save()
    assert vitals.status == 422
    assert saved_cookies(vitals) == []
    struck = draft_of(world.page(sheet, "narrative").fill("Narrative", "More"))
    struck.typed["csrf_token"] = ["stale"]
    assert saved_cookies(struck.save()) == []


@pytest.mark.parametrize("code", ["", "x" * 32, "a" * 33, "a; Path=/", "a" * 31 + "\n"])
def test_what_is_no_code_of_a_draft_becomes_no_cookie(world, code):
    _, page = typed_into(world)
    assert saved_cookies(draft_of(page, code).save()) == []


def test_a_page_says_for_whom_it_was_drawn_and_that_it_answers_a_form(world):
    _, page = typed_into(world)
    assert page.soup.html.get("data-person")
    assert not page.soup.html.has_attr("data-posted")
    page.typed["csrf_token"] = ["stale"]
    refused = page.save()
    assert refused.soup.html.has_attr("data-posted")
    assert Visitor(world.app).open("/sign-in").soup.html.get("data-person") is None


@pytest.mark.parametrize("path", ["/sign-in", "/password"])
def test_a_form_of_a_password_is_not_kept(world, path):
    who = world.as_("ruiz") if path == "/password" else Visitor(world.app)
    form = who.open(path).html.find("input", attrs={"type": "password"}).find_parent("form")
    assert form.has_attr("data-not-kept")
