"""Official cases keyed through the call screen: the same sheet as through the forms."""

from __future__ import annotations

import re

import pytest

from epcr.web.call_view import CALL_TIMES
from tests.browser.call_keying import CallScreen
from tests.browser.keying import sign_in
from tests.browser.serving import serving
from tests.browser.test_case_3 import CASE
from tests.nemsis_case import Case, Sheetful, read_case
from tests.web.test_official_cases import compare, key_page, keyed
from tests.world import PASSWORD

ON_THE_CALL = ("vitals", "interventions", "exam")
OVERDOSE, VISIT = "2025-EMS-1-Overdose_v351", "2025-EMS-5-CPMIH_v351"


def is_given(sheetful: Sheetful) -> bool:
    """What was not given, with the reason, is an entry of the section."""
    return not any((said.act, said.name) == ("why", "item") for said in sheetful.said)


def is_normal(sheetful: Sheetful) -> bool:
    """A region in which nothing was found."""
    return any((said.name, said.words) == ("findings", ("Normal",)) for said in sheetful.said)


def on_the_call(case):
    """What is logged on the call screen: what was given and done, each set that says something new, the first regions that are normal and
    the first in which something was found.
    """
    happened = [page for page in case.pages if page.slug in ON_THE_CALL and is_given(page)]
    new = case.in_short().pages
    again = [page for page in happened if page.slug == "vitals" and page not in new]
    for normal in (True, False):
        again += [page for page in happened if page.slug == "exam" and is_normal(page) is normal][2:]
    return [page for page in happened if page not in again]


def key_case(tab, address, world, sheet, case):
    """Log what happens on the call through the call screen. The forms of the rest are sent without a browser: keying them in one is what
    test_case_3 does.
    """
    call = CallScreen(tab, address, sheet)
    logged = on_the_call(case)
    own = world.sheet(sheet).crew[0].id
    crew = 0
    for sheetful in case.pages:
        if sheetful in logged:
            call.key(sheetful)
            continue
        left = sheetful
        if sheetful.slug == "incident":
            day = Sheetful("incident", [said for said in sheetful.said if said.name == "date_of_call"])
            key_page(world, sheet, day)
            left = call.times(sheetful)
        first_crew = sheetful.slug == "crew" and crew == 0
        crew += sheetful.slug == "crew"
        key_page(world, sheet, left, f"?entry={own}" if first_crew else "")


def of_the_call(case, *slugs):
    """The crew, the times, and what is logged on the call."""
    times = {"date_of_call", *CALL_TIMES}
    pages = [page for page in case.pages if page.slug in {"crew", "vitals", "interventions", *slugs}]
    incident = next(page for page in case.pages if page.slug == "incident")
    timed = Sheetful("incident", [said for said in incident.said if said.name in times])
    return Case(case.name, case.day, sorted([timed, *pages], key=order_of), [])


def order_of(page):
    """The crew first: who did it is chosen from it."""
    return ("crew", "incident", "exam", "vitals", "interventions").index(page.slug)


def plain(value, members):
    """The crew by their names, what is ticked in whatever order."""
    if isinstance(value, list):
        return sorted(plain(item, members) for item in value)
    return members.get(value, value) if isinstance(value, str) else value


def values(part, members):
    """What a part says, and why it does not."""
    return {name: plain(getattr(part, name), members) for name in part.fields()}, part.absent


def told(world, sheet, slugs):
    """What a sheet says in these sections."""
    stored = world.sheet(sheet)
    members = {member.id: member.member for member in stored.crew}
    return {slug: [values(part, members) for part in parts_of(stored, slug)] for slug in slugs}


def parts_of(stored, slug):
    return stored.entries(slug) if isinstance(getattr(stored, slug), list) else [getattr(stored, slug)]


def through_the_call_screen(world, new_tab, case):
    with serving(world.app) as address:
        tab = new_tab(width=820)
        sign_in(tab, address, "ruiz", PASSWORD)
        tab.get_by_text("Blank sheet", exact=True).click()
        tab.get_by_role("button", name=re.compile("^Begin")).click()
        sheet = re.search(r"/sheets/(\w+)/", tab.url)[1]
        key_case(tab, address, world, sheet, case)
    return sheet


def test_case_3_through_the_call_screen_is_the_sheet_of_the_forms(world, shared, new_tab):
    case = read_case(shared, CASE)
    sheet = through_the_call_screen(world, new_tab, case)
    compare(world, sheet, case)
    slugs = ["vitals", "interventions", "exam"]
    assert told(world, sheet, slugs) == told(world, keyed(world, of_the_call(case, "exam")), slugs)


@pytest.mark.parametrize("name", [OVERDOSE, VISIT])
def test_times_signs_and_interventions_through_the_call_screen_are_those_of_the_forms(
    world, shared, new_tab, name
):
    case = of_the_call(read_case(shared, name))
    sheet = through_the_call_screen(world, new_tab, case)
    compare(world, sheet, case)
    slugs = list(dict.fromkeys(page.slug for page in case.pages))
    assert told(world, sheet, slugs) == told(world, keyed(world, case), slugs)
