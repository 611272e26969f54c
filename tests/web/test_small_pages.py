"""What a page weighs, as hard limits in bytes; nothing is timed. The sheet holds an official case: as much as one call fills in."""

import pytest

from epcr.sheet.run_sheet import BY_SLUG
from epcr.web.field_view import all_reasons
from epcr.web.known_fields import COOKIE
from tests import build
from tests.nemsis_case import read_case
from tests.statements import listening
from tests.web.test_official_cases import CASES, keyed

KIB = 1024
# Each a little above what it weighs now (December 2026), so that what is put at every field again is noticed.
MOST = {
    "incident": 81, "crew": 41, "patient": 40, "primary": 65, "history": 53, "injury": 39, "arrest": 48, "exam": 34, "vitals": 90,
    "interventions": 84, "notes": 21, "narrative": 20, "handoff": 30, "disposition": 89, "signatures": 29, "attachments": 23,
    "outcome": 25,
}  # fmt: skip


# What a browser with scripts is sent, which draws by itself what its file of the section's fields tells it: the aim of issue 19.
MOST_OF_ALL = 40
MOST_OF_PAGES = {"check": 60, "call": 50}


@pytest.mark.parametrize("case", CASES)
def test_a_browser_that_draws_its_fields_is_sent_no_more_than_this(world, shared, case):
    sheet = keyed(world, read_case(shared, case))
    client = world.as_("ruiz").client
    client.set_cookie(COOKIE, "1")
    weights = {slug: len(client.get(f"/sheets/{sheet}/{slug}").data) / KIB for slug in BY_SLUG}
    assert {slug: round(weight, 1) for slug, weight in weights.items() if weight > MOST_OF_ALL} == {}


@pytest.mark.parametrize("case", CASES)
def test_a_browser_that_draws_them_is_sent_small_checks_and_call_screens(world, shared, case):
    sheet = keyed(world, read_case(shared, case))
    client = world.as_("ruiz").client
    client.set_cookie(COOKIE, "1")
    weights = {page: len(client.get(f"/sheets/{sheet}/{page}").data) / KIB for page in MOST_OF_PAGES}
    assert {page: round(weight) for page, weight in weights.items() if weight > MOST_OF_PAGES[page]} == {}


def test_a_check_on_which_everything_is_missing_weighs_little_for_each(world):
    sheet = world.begin()
    client = world.as_("ruiz").client
    client.set_cookie(COOKIE, "1")
    page = client.get(f"/sheets/{sheet}/check")
    steps = page.text.count('class="walk-step"')
    assert steps > 30
    assert len(page.data) / KIB < 20 + steps * 1.6  # its frame; a step with its line among what is open


@pytest.mark.parametrize("case", CASES)
def test_a_section_of_a_full_sheet_weighs_no_more_than_this(world, shared, case):
    sheet = keyed(world, read_case(shared, case))
    client = world.as_("ruiz").client
    weights = {slug: len(client.get(f"/sheets/{sheet}/{slug}").data) / KIB for slug in BY_SLUG}
    assert {slug: round(weight) for slug, weight in weights.items() if weight > MOST[slug]} == {}


def test_the_reasons_stand_once_on_a_page_and_in_place_where_they_are_asked_for(world):
    sheet = world.keep(build.sheet())
    page = world.page(sheet, "vitals")
    assert not page.html.select("select[name$='-why']")
    folded = page.html.select("details[data-reasons]")
    assert len(folded) > 20
    assert all(
        int(place) < len(all_reasons()) for one in folded for place in str(one["data-reasons"]).split()
    )
    whole = world.as_("ruiz").open(str(page.html.select_one("noscript a")["href"]))
    assert len(whole.html.select("select[name$='-why']")) == len(folded)
    assert not whole.html.select("details[data-reasons]")


def test_the_page_with_the_reasons_in_place_is_the_same_entry(world):
    sheet = world.keep(build.sheet())
    link = world.page(sheet, "vitals", query=f"?entry={build.FIRST}").html.select_one("noscript a")["href"]
    whole = world.as_("ruiz").open(str(link))
    whole.fill("SpO2", "").why("SpO2", "Refused").save()
    assert world.sheet(sheet).vitals[0].why("spo2") == "refused"


def test_a_reason_that_was_given_stands_at_its_field(world):
    sheet = world.keep(build.sheet())
    world.page(sheet, "patient").fill("Date of birth", "").why("Date of birth", "Refused").save()
    chosen = world.page(sheet, "patient").html.select("select[name$='-why'] option[selected]")
    assert [one["value"] for one in chosen] == ["refused"]


def test_lines_of_a_template_begin_at_their_first_letter_and_typed_ones_as_they_were_typed(world):
    sheet = world.keep(build.sheet())
    typed = "First line\n    and one with space before it"
    world.page(sheet, "narrative").fill("Narrative", typed).save()
    lines = world.as_("ruiz").client.get(f"/sheets/{sheet}/narrative").text.splitlines()
    assert [line.partition("<")[0] for line in lines if line.startswith("  ")] == typed.splitlines()[1:]


def test_a_section_is_read_in_as_many_statements_as_it_has_lists(world):
    sheet = world.keep(build.sheet())
    client = world.as_("ruiz").client
    with listening(world.database.engine) as heard:
        client.get(f"/sheets/{sheet}/narrative")
    assert heard.reading("run_sheet") == 1
    assert not any(heard.reading(slug) for slug in ("incident", "primary_assessment", "disposition"))
