"""A corrected date of the call takes every time along, whatever it was written with; the clock shows the same."""

from datetime import date, timedelta

import pytest

from epcr.sheet.kinds.moment import Moment
from epcr.sheet.run_sheet import SECTIONS
from tests import build

UNIT = {"Call received": "2352", "On scene": "0003", "At patient": "00:05:30", "Back in service": "0130"}


def over_midnight(world, day="10/11/2024"):
    """A call from 23:52 to 01:30, with a set at 00:50 and one at 23:58 that was struck."""
    sheet = world.begin()
    page = world.page(sheet, "incident").fill("Date of call", day)
    for label, typed in UNIT.items():
        page.fill(label, typed)
    page.save()
    for typed in ("2358", "0050"):
        world.page(sheet, "vitals").fill("Heart rate", "88").fill("Time taken", typed).save()
    first = world.entry(sheet, "vitals", 0)
    page = world.page(sheet, "vitals", query=f"?entry={first}")
    page.fill("Why is it struck?", "Wrong patient").submit("Strike it")
    world.page(sheet, "history").fill("Onset", "2210").fill("Last oral intake", "10/10/2024 1800").save()
    return sheet


def shown(world, sheet):
    """Every time of the sheet as clock and date, by section, entry and field."""
    stored = world.sheet(sheet)
    customs = stored.customs()
    found = {}
    for section in SECTIONS:
        parts = getattr(stored, section.page.slug)
        for part in parts if section.many else [parts]:
            for name, spec in section.fields().items():
                if isinstance(spec, Moment) and getattr(part, name) is not None:
                    found[str(part.anchor(name))] = customs.wall(getattr(part, name))
    return found


@pytest.mark.parametrize(
    ("moved_to", "days"),
    [("10/10/2024", -1), ("10/12/2024", 1), ("11/02/2024", 22), ("03/09/2024", -216), ("12/31/2024", 81)],
)
def test_all_times_move_with_the_date_of_the_call(world, moved_to, days):
    sheet = over_midnight(world)
    before = shown(world, sheet)
    assert len(before) == 8
    assert world.page(sheet, "incident").fill("Date of call", moved_to).save().status == 200
    after = shown(world, sheet)
    assert after == {anchor: at + timedelta(days=days) for anchor, at in before.items()}
    stored = world.sheet(sheet)
    assert stored.incident.call_received < stored.incident.on_scene < stored.incident.back_in_service


def test_times_moved_and_moved_back_are_as_they_were(world):
    sheet = over_midnight(world)
    before = shown(world, sheet)
    for day in ("10/10/2024", "10/13/2024", "10/11/2024"):
        world.page(sheet, "incident").fill("Date of call", day).save()
    assert shown(world, sheet) == before


def test_a_time_that_is_typed_anew_with_the_moved_date_stays_as_typed(world):
    sheet = over_midnight(world)
    page = world.page(sheet, "incident").fill("Date of call", "10/10/2024").fill("Unit", "Medic 4")
    page.fill("At patient", "10/11/2024 00:07").fill("Left scene", "0020").save()
    incident, customs = world.sheet(sheet).incident, world.sheet(sheet).customs()
    assert incident.unit == "Medic 4"
    told = [
        incident.call_received,
        incident.on_scene,
        incident.at_patient,
        incident.left_scene,
        incident.back_in_service,
    ]
    assert [f"{customs.wall(moment):%d %H:%M}" for moment in told] == [
        "10 23:52", "11 00:03", "11 00:07", "11 00:20", "11 01:30",
    ]  # fmt: skip


def test_times_that_are_not_on_the_form_that_was_sent_move_too(world):
    sheet = over_midnight(world)
    before = shown(world, sheet)
    page = world.page(sheet, "incident").fill("Date of call", "10/10/2024")
    form = page.html.find(id="sheet-form")
    sent = {
        tag["name"]: tag.get("value", "")
        for tag in form.find_all("input", attrs={"name": ["csrf_token", "version"]})
    }
    sent["incident-date_of_call"] = "10/10/2024"
    answer = world.as_("ruiz").client.post(f"/sheets/{sheet}/incident", data=sent)
    assert answer.status_code == 303
    assert shown(world, sheet) == {anchor: at - timedelta(days=1) for anchor, at in before.items()}


def test_a_date_of_call_that_was_emptied_first_moves_them_as_well(world):
    sheet = over_midnight(world)
    before = shown(world, sheet)
    world.page(sheet, "incident").fill("Date of call", "").save()
    assert shown(world, sheet) == before
    world.page(sheet, "incident").fill("Date of call", "10/14/2024").save()
    assert shown(world, sheet) == {anchor: at + timedelta(days=3) for anchor, at in before.items()}


def test_a_moved_call_is_one_revision_of_its_section_and_says_so_in_the_audit(world):
    sheet = over_midnight(world)
    version = world.sheet(sheet).incident.version
    world.page(sheet, "incident").fill("Date of call", "10/10/2024").save()
    assert world.sheet(sheet).incident.version == version + 1


def test_fractions_of_a_second_are_kept_by_a_page_that_leaves_them_alone(world):
    made = build.sheet()
    exact = build.clock("17:05:12") + timedelta(microseconds=345_678)
    made.incident.at_patient = made.vitals[0].taken_at = exact
    sheet = world.keep(made)
    world.page(sheet, "incident").fill("Unit", "Medic 9").save()
    assert world.sheet(sheet).incident.at_patient == exact
    world.page(sheet, "incident").fill("Date of call", "03/15/2025").save()
    stored = world.sheet(sheet)
    assert stored.incident.at_patient == stored.vitals[0].taken_at == exact + timedelta(days=1)


@pytest.mark.parametrize(
    ("moved_to", "stamps"),
    [
        # On the night the clocks go back and on the one they go forward: what they showed, and 02:30 as a clock nobody set.
        (
            date(2026, 10, 31),
            ["10/31/2026 23:52:00 -04:00", "11/01/2026 01:30:00 -04:00", "11/01/2026 02:30:00 -05:00"],
        ),
        (
            date(2026, 3, 7),
            ["03/07/2026 23:52:00 -05:00", "03/08/2026 01:30:00 -05:00", "03/08/2026 03:30:00 -04:00"],
        ),
    ],
)
def test_a_call_that_is_moved_to_a_change_of_clocks_keeps_what_they_showed(world, moved_to, stamps):
    sheet = over_midnight(world)
    world.page(sheet, "vitals").fill("Heart rate", "90").fill("Time taken", "10/12 0230").save()
    world.page(sheet, "incident").fill("Date of call", f"{moved_to:%m/%d/%Y}").save()
    stored = world.sheet(sheet)
    moments = (stored.incident.call_received, stored.incident.back_in_service, stored.vitals[-1].taken_at)
    assert [stored.customs().stamp(moment) for moment in moments] == stamps
