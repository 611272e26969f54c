"""A sheet on paper: chosen, opened, named, and told when it cannot be made."""

import io
import re

import pytest
from pypdf import PdfReader
from sqlalchemy import select

from epcr.people.model import Person
from epcr.report.handoff_page.formats import FORMATS
from epcr.review import documents
from epcr.review.documents import DOCUMENTS
from epcr.review.model import Comment, CommentKind, Kind, Step
from epcr.visit.reach import SERVED_ON
from tests import build


def text(answer):
    return " ".join(
        " ".join(page.extract_text().split()) for page in PdfReader(io.BytesIO(answer.data)).pages
    )


@pytest.fixture
def sheet(world):
    return world.keep(build.sheet(id="7f3a09c2d1e4"))


def opened(world, path, login="ruiz", host="epcr.example:8000", **query):
    """A page as somebody signed in opens it under this name of the server."""
    cookie = world.as_(login).client.get_cookie(world.app.config["SESSION_COOKIE_NAME"])
    browser = world.app.test_client(use_cookies=False)
    sent = {"Cookie": f"{cookie.key}={cookie.value}", "Host": host}
    return browser.get(path, query_string=query, headers=sent)


def test_what_is_chosen_is_opened_with_what_was_chosen(world, sheet):
    page = world.page(sheet, "print")
    assert page.words.count("One page:") == len(FORMATS)
    answer = world.as_("ruiz").client.get(
        f"/sheets/{sheet}/print?open=1&document=mist&paper=a4&stamped=1&comments=1"
    )
    assert answer.headers["Location"] == f"/sheets/{sheet}/mist.pdf?paper=a4&stamped=1"
    pdf = world.as_("ruiz").client.get(answer.headers["Location"])
    (printed,) = PdfReader(io.BytesIO(pdf.data)).pages
    assert printed.mediabox.width == pytest.approx(595.28, abs=0.1)
    assert "MIST handoff" in text(pdf)
    assert re.search(r"· printed \d\d/\d\d/20\d\d ", text(pdf))


def test_an_address_that_asks_for_what_there_is_not_gets_the_first_there_is(world, sheet):
    answer = world.as_("ruiz").client.get(f"/sheets/{sheet}/print?open=1&document=<b>&paper=legal")
    assert answer.headers["Location"] == f"/sheets/{sheet}/sbar.pdf"
    assert opened(world, f"/sheets/{sheet}/sbar.pdf", paper="legal").status_code == 200
    assert opened(world, f"/sheets/{sheet}/nothing.pdf").status_code == 404


@pytest.mark.parametrize("slug", list(DOCUMENTS))
def test_a_document_is_the_same_bytes_each_time_and_named_so_that_a_list_is_in_order(world, sheet, slug):
    first, second = (opened(world, f"/sheets/{sheet}/{slug}.pdf") for _ in range(2))
    assert first.data == second.data
    assert first.headers["Content-Disposition"].endswith(f"filename=2025-03-14_HARPER_7F3A_r1_{slug}.pdf")


def test_a_name_keeps_its_script_and_loses_what_no_file_can_have(world):
    made = build.sheet(id="7f3a09c2d1e4")
    made.patient.last_name = "O'Hara/../欧阳 \u202eb"
    sheet = world.keep(made)
    answer = opened(world, f"/sheets/{sheet}/sbar.pdf")
    assert (
        "filename*=UTF-8''2025-03-14_O-HARA-%E6%AC%A7%E9%98%B3-B_7F3A_r1_sbar.pdf"
        in (answer.headers["Content-Disposition"])
    )


@pytest.mark.parametrize(
    ("host", "leads_there"),
    [
        ("epcr.example:8000", True),
        ("192.168.1.4:8000", True),
        ("localhost:8000", False),
        ("127.0.0.1:80", False),
        ("[::1]:8000", False),
    ],
)
def test_the_code_leads_to_the_sheet_where_a_phone_could_follow_it(
    world, sheet, host, leads_there, monkeypatch
):
    seen = []
    monkeypatch.setattr(documents, "sbar_pdf", lambda *_, **how: seen.append(how["address"]) or b"%PDF")
    where, _, port = host.rpartition(":")
    world.app.config[SERVED_ON] = (where, int(port))
    opened(
        world, f"/sheets/{sheet}/sbar.pdf", host="another.example"
    )  # the name in a request decides nothing
    assert seen == [f"http://{host}/sheets/{sheet}/handoff" if leads_there else None]


def test_a_trainee_reads_comments_on_paper_when_the_sheet_was_given_back(world, sheet):
    told = "Where is the second set?"
    reviewed(world, Comment, sheet, anchor="vitals", kind=CommentKind.MUST_FIX, text=told, revision=1)
    assert told in text(opened(world, f"/sheets/{sheet}/run-sheet.pdf", "teacher", comments=1))
    assert told not in text(opened(world, f"/sheets/{sheet}/run-sheet.pdf", "teacher"))
    assert told not in text(opened(world, f"/sheets/{sheet}/run-sheet.pdf", comments=1))
    assert "Comments of the reviewer" not in world.page(sheet, "print").words
    reviewed(world, Step, sheet, kind=Kind.RETURNED, revision=1)
    assert told in text(opened(world, f"/sheets/{sheet}/run-sheet.pdf", comments=1))
    assert "Comments of the reviewer" in world.page(sheet, "print").words


def reviewed(world, stored, sheet, **values):
    """What the teacher left on a sheet."""
    with world.database.write("the tests") as session:
        teacher = session.scalar(select(Person).where(Person.login == "teacher"))
        who = {"author": teacher} if stored is Comment else {"actor": teacher}
        session.add(stored(run_sheet_id=sheet, **who, **values))


@pytest.mark.parametrize("slug", list(DOCUMENTS))
def test_a_document_that_cannot_be_made_is_a_page_that_says_so_and_the_sheet_is_there(
    world, sheet, slug, monkeypatch, caplog
):
    for drawn in ("sbar_pdf", "run_sheet_pdf"):
        monkeypatch.setattr(documents, drawn, fail)
    answer = opened(world, f"/sheets/{sheet}/{slug}.pdf")
    assert answer.status_code == 500
    page = answer.get_data(as_text=True)
    assert f"The {DOCUMENTS[slug].label} could not be made" in page
    assert "The sheet is safe" in page
    assert f"/sheets/{sheet}/print" in page
    assert f"run sheet {sheet} could not be printed as {slug}" in caplog.text
    assert opened(world, f"/sheets/{sheet}/handoff").status_code == 200


def fail(*_, **__):
    message = "a value that no page can hold"
    raise ValueError(message)
