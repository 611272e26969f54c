"""A change is read and judged before anybody has to wait for it, and nothing of it is lost where two are at it."""

from __future__ import annotations

import re
import threading
from contextlib import ExitStack

import pytest

from epcr.checks.verdicts import judging
from epcr.review import holding
from epcr.sheet.run_sheet import BY_SLUG, ENTRY_SLUGS
from epcr.web import saving
from tests import build
from tests.build import BASIC
from tests.measure.pages import rows, saves
from tests.page import Visitor
from tests.review.college import College
from tests.statements import listening
from tests.world import make_world

SECONDS = 60  # longer than anything takes; what does not come about by then does not come about
LISTS = len(
    ENTRY_SLUGS
)  # a section with entries is read by a statement of its own, wherever a whole sheet is read
# Statements of a page, at most: a bound, so that one more is noticed.
MOST = {
    "GET": 11 + LISTS,
    "POST": 15,
    "GET check": 13 + LISTS,  # one asks whether the sheet was imported
    "GET home": 8,
    "GET queue": 13,
    "GET desk": 14 + LISTS,
}
MOST_HELD = 6  # to hold the sheet, to compare it, and to write part, acts, audit


@pytest.fixture
def either(either_url, tmp_path):
    made = make_world(tmp_path, database_url=either_url)
    yield made
    made.database.engine.dispose()


def at_once(*asked):
    """Ask all of them, each in a thread of its own; their answers."""
    answers = {}
    threads = [
        threading.Thread(target=lambda number=number, ask=ask: answers.update({number: ask()}))
        for number, ask in enumerate(asked)
    ]
    for one in threads:
        one.start()
    for one in threads:
        one.join(SECONDS)
    return [answers.get(number) for number in range(len(asked))]


def ready(world, sheet, slug, typed, login="ruiz"):
    """A form that is filled in and only has to be sent, from a browser of its own; sending it gives the status."""
    here = Visitor(world.app)
    name = world.app.config["SESSION_COOKIE_NAME"]
    here.client.set_cookie(name, world.as_(login).client.get_cookie(name).value)
    page = here.open(f"/sheets/{sheet}/{slug}")
    form = page.html.find("form", id="sheet-form")
    entry = form.find("input", attrs={"name": "entry"})
    slug = slug.partition("?")[0]
    part = f"{slug}-{entry['value']}" if entry else slug
    page.typed = {f"{part}-{name}": [text] for name, text in typed.items()}
    sent = page._sent(form)
    return lambda: here.client.post(f"/sheets/{sheet}/{slug}", data=sent).status_code


@pytest.fixture
def saved_together(monkeypatch):
    """The first two who save have both read and judged before one of them writes; the sections that were judged, in turn."""
    judged, both, genuine = [], threading.Barrier(2), saving.save

    def save(sheet, part, *args, **named):
        outcome = genuine(sheet, part, *args, **named)
        judged.append(part.page.slug)
        if len(judged) <= 2:
            both.wait(SECONDS / 4)
        return outcome

    monkeypatch.setattr(saving, "save", save)
    return judged


def test_no_page_asks_the_database_more_than_it_needs(either_url):
    costs = list(rows(either_url if "postgresql" in either_url else "", sheets=3, times=2))
    assert len(costs) == 2 * len(BY_SLUG) + 4
    assert {one.page for one in costs} >= {f"POST {slug}" for slug in BY_SLUG}
    most = {one.page: MOST.get(one.page, MOST[one.page.split()[0]]) for one in costs}
    assert [str(one) for one in costs if one.queries > most[one.page] or one.held > MOST_HELD] == []


@pytest.mark.parametrize("slug", ["incident", "vitals", "interventions"])
def test_nobody_waits_while_the_sheet_is_read(either, slug):
    sheet = either.keep(build.sheet())
    asks = saves(either, sheet, slug)
    next(asks)()
    ask = next(asks)
    with listening(either.database.engine) as heard:
        ask()
    tables = {kind.__tablename__ for kind in BY_SLUG.values()}
    read = [
        one for one in heard.held if (m := re.search(r"FROM (\w+)\s+(?:LEFT|WHERE)", one)) and m[1] in tables
    ]
    assert heard.held
    assert read == []


def test_two_who_save_one_sheet_at_once_lose_nothing(either, saved_together):
    sheet = either.keep(build.sheet())
    sent = [
        ready(either, sheet, "narrative", {"text": "Found seated."}),
        ready(either, sheet, "handoff", {"situation": "Chest pain"}),
    ]
    assert at_once(*sent) == [303, 303]
    assert len(saved_together) == 3  # whoever was overtaken judged once more
    stored = either.sheet(sheet)
    assert (stored.narrative.text, stored.handoff.situation) == ("Found seated.", "Chest pain")


def test_whoever_was_overtaken_judges_the_act_by_the_crew_of_now(either, saved_together):
    sheet = either.keep(build.sheet())
    member = ready(either, sheet, f"crew?entry={BASIC}", {"level": "Paramedic"})
    act = ready(
        either, sheet, "interventions", {"item": "adenosine", "performer": BASIC, "performed_at": "17:12"}
    )
    assert at_once(member, act) == [303, 303]
    assert len(saved_together) == 3
    stored = either.sheet(sheet)
    assert stored.member(BASIC).level == "Paramedic"
    added = next(one for one in stored.interventions if one.item == "adenosine")
    assert judging(stored)(added) == added.verdict
    assert added.verdict.act.level == "Paramedic"


def test_two_at_one_field_are_both_shown_to_whoever_came_second(either, saved_together):
    sheet = either.keep(build.sheet())
    sent = [ready(either, sheet, "narrative", {"text": text}) for text in ("Seated.", "Standing.")]
    assert sorted(at_once(*sent)) == [303, 409]
    assert either.sheet(sheet).narrative.text in {"Seated.", "Standing."}


def test_whoever_is_overtaken_again_and_again_holds_the_sheet_first(either, monkeypatch):
    sheet = either.keep(build.sheet())
    judged, genuine, stands = [], saving.save, holding._stands

    def save(*args, **named):
        judged.append(True)
        return genuine(*args, **named)

    monkeypatch.setattr(saving, "save", save)
    monkeypatch.setattr(holding, "_stands", lambda *asked: (object(), stands(*asked)))
    assert ready(either, sheet, "narrative", {"text": "Seated."})() == 303
    assert len(judged) == holding.TRIES + 1
    assert either.sheet(sheet).narrative.text == "Seated."


def test_a_sheet_that_was_submitted_meanwhile_is_not_changed(either, monkeypatch):
    college, genuine = College(either), saving.save
    sheet = college.sheet()
    send = ready(either, sheet, "narrative", {"text": "Seated."})
    submitted = []

    def save(*args, **named):
        outcome = genuine(*args, **named)
        if not submitted:  # in a thread of its own: requests of one thread share what Flask keeps of them
            submitted.extend(at_once(lambda: college.post("ruiz", f"/sheets/{sheet}/submit").status_code))
        return outcome

    monkeypatch.setattr(saving, "save", save)
    assert (send(), submitted) == (409, [303])
    assert either.sheet(sheet).narrative.text != "Seated."


def test_thirty_who_save_at_once_are_all_answered(world):
    sheet = world.keep(build.sheet())
    first = ready(world, sheet, "vitals", {"taken_at": "17:30", "heart_rate": "90"})
    assert first() == 303
    sent = [
        ready(world, sheet, "vitals", {"taken_at": f"18:{number:02}", "heart_rate": "90"})
        for number in range(30)
    ]
    assert at_once(*sent) == [303] * 30
    assert len(world.sheet(sheet).vitals) == 2 + 1 + 30


def test_a_page_that_only_reads_does_not_wait_with_those_who_save(world, monkeypatch):
    """More savers wait than a pool of connections of ordinary size holds."""
    monkeypatch.setattr("epcr.db.BUSY_MILLISECONDS", SECONDS * 1000)
    sheet = world.keep(build.sheet())
    number, answers = 20, []
    sent = [
        ready(world, sheet, "vitals", {"taken_at": f"18:{one:02}", "heart_rate": "90"})
        for one in range(number)
    ]
    threads = [threading.Thread(target=lambda ask=ask: answers.append(ask())) for ask in sent]
    with ExitStack() as stack:
        holder = stack.enter_context(world.database.write("boss"))
        holder.connection()
        for one in threads:
            one.start()
        arrived = threading.Event()
        while world.database.turns.waiting < number and any(one.is_alive() for one in threads):
            arrived.wait(0.01)
        assert world.page(sheet, "vitals").status == 200
        assert answers == []
    for one in threads:
        one.join(SECONDS)
    assert answers == [303] * number


def test_a_list_does_not_judge_again_what_stands_as_it_stood(either):
    college = College(either)
    sheet = college.sheet()
    teacher = either.as_("teacher")

    def findings():
        page = teacher.open("/review?state=")
        return page.html.find("td", attrs={"data-label": "Findings"}).get_text(" ", strip=True)

    before = findings()
    with listening(either.database.engine) as heard:
        assert findings() == before
    assert heard.reading("vital_signs") == 0
    assert ready(either, sheet, "vitals", {"taken_at": "17:40", "systolic": "300"})() == 303
    assert findings() != before
