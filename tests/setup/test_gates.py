"""The tests are gates: they say the same of the same code, whatever ran before them and however fast the machine is."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from hypothesis import settings
from sqlalchemy import event

from epcr.db import open_database
from epcr.migrations import Version, version
from epcr.people.model import Person
from tests import luck
from tests.copied import copy_into
from tests.lent import Lender
from tests.page import Page, Visitor

TESTS = Path(__file__).resolve().parents[1]
TIMING = re.compile("perf" + "_counter|process" + "_time")
# What measures: `make bench`, `load` and `measure`, the lock that `make measure` asks about, and the patience of `make mutants` with
# a mutant that never ends.
MEASURING = {"bench", "load", "measure", "mutants", "statements.py"}


def test_no_test_measures_how_long_something_takes():
    found = [
        str(file.relative_to(TESTS))
        for file in TESTS.rglob("*.py")
        if file.relative_to(TESTS).parts[0] not in MEASURING and TIMING.search(file.read_text("utf-8"))
    ]
    assert found == []


def test_invented_examples_are_the_same_in_every_run_but_for_make_explore():
    assert settings.default.derandomize is (luck.TIMES == 0)
    assert luck.examples(7).max_examples == 7 * max(luck.TIMES, 1)


def test_a_copied_database_is_of_this_version_and_filled_once(tmp_path):
    filled: list[object] = []
    filling = filled.append
    for name in ("one", "other"):
        database = open_database(f"sqlite:///{tmp_path / name}.sqlite")
        copy_into(database, filling)
        assert version(database.engine) == Version.SAME
        database.engine.dispose()
    assert len(filled) == 1
    assert (tmp_path / "one.sqlite").read_bytes() == (tmp_path / "other.sqlite").read_bytes()


def guess(world):
    """The answer to a wrong password."""
    return Visitor(world.app).sign_in("ruiz", "a guess").status


def test_a_lent_application_has_its_own_college_settings_and_counts_again(tmp_path):
    lender = Lender(tmp_path)
    with lender.lend() as first:
        first.app.config["SESSION_COOKIE_SECURE"] = True
        with first.database.write("boss") as session:
            session.query(Person).filter_by(login="ruiz").one().name = "Somebody Else"
        assert [guess(first) for _ in range(11)] == [422] * 10 + [429]
        app = first.app
    with lender.lend(mode="strict") as second:
        assert second.app is app
        assert guess(second) == 422
        assert not second.app.config["SESSION_COOKIE_SECURE"]
        with second.database.read() as session:
            ruiz = session.query(Person).filter_by(login="ruiz").one()
            assert (ruiz.name, ruiz.classrooms[0].mode) == ("Dana Ruiz", "strict")


def test_an_application_that_something_was_hung_on_is_not_lent_again(tmp_path):
    lender = Lender(tmp_path)
    with lender.lend() as first:
        event.listen(first.database.engine, "checkout", lambda *_: None)
    with lender.lend() as second:
        assert second.app is not first.app
        second.app.wsgi_app = second.app.wsgi_app
    with lender.lend() as third:
        assert third.app is not second.app


@pytest.mark.parametrize(
    ("pattern", "text", "complaint"),
    [
        ("<h1", "<h1>Once</h1><h1", "2 h1"),
        ("(?i)training", "real", "it does not say TRAINING"),
        ("</main>", '<i id="twice"></i><i id="twice"></i></main>', "id twice stands twice"),
        (" for=", " data-for=", "no label for <input"),
        ("</main>", '<i aria-describedby="nothing"></i></main>', "nothing describes nothing"),
        ("</main>", '<p role="alert"><a href="#nowhere">It</a></p></main>', "#nowhere does not land"),
        ('name="csrf_token"', 'name="another"', "no token in"),
        ('name="form_id"', 'name="another"', "no id of its own in"),
        (
            "</main>",
            '<img src="https://elsewhere.example/"></main>',
            "img points to https://elsewhere.example/",
        ),
        ("</main>", '<i style="color: red"></i></main>', "an inline style"),
        ("</main>", "<style>i { color: red }</style></main>", "an inline style"),
        ("</main>", "<script>alert(1)</script></main>", "an inline script"),
        ("</main>", '<i onclick="alert(1)"></i></main>', "an inline handler"),
        ("</main>", "<p>The pulse is None</p></main>", "a word of the machine: .*The pulse is None"),
    ],
)
def test_a_fault_of_a_page_is_noticed_by_whoever_opens_it(world_to_read, pattern, text, complaint):
    client = Visitor(world_to_read.app).client
    answer = client.get("/join")
    assert Page(client, answer).status == 200
    answer.set_data(re.sub(pattern, text, answer.get_data(as_text=True)))
    with pytest.raises(AssertionError, match=complaint):
        Page(client, answer)
