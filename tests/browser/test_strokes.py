"""What a tap too many would undo: a gate on counts, never on seconds of a clock. `make strokes` counts the rest, and a whole call."""

from __future__ import annotations

import pytest

from epcr.review.model import Kind, Step
from epcr.sheet.interventions import Intervention
from epcr.sheet.run_sheet import RunSheet
from tests import build
from tests.browser.keying import signed_in
from tests.browser.serving import serving
from tests.strokes import unit_acts, whole_call
from tests.strokes.__main__ import counted
from tests.strokes.demo_phone import PHONE
from tests.strokes.finger import Strokes
from tests.strokes.phone import Phone
from tests.strokes.table import measured, whole
from tests.world import PASSWORD

ORAL = "9927035"
MG = "3706021"


def one_sheet():
    """A call that runs."""
    made = build.sheet()
    made.incident.at_patient = made.incident.left_scene = None
    made.incident.at_destination = made.incident.transfer_of_care = None
    made.exam = []
    return made


def with_aspirin(world, sheet, *, is_accepted):
    with world.database.write("x") as session:
        stored = session.get(RunSheet, sheet)
        given = {"performed_at": build.clock("17:05"), "dose": 324, "dose_unit": MG, "route": ORAL}
        stored.interventions.append(Intervention(item="aspirin_po", **given))
        if is_accepted:
            session.add(Step(run_sheet_id=sheet, kind=Kind.ACCEPTED, actor_id=stored.trainee_id))


@pytest.fixture
def phone(world, new_tab):
    sheet = world.keep(one_sheet())
    with_aspirin(world, sheet, is_accepted=False)
    with_aspirin(world, world.begin(), is_accepted=True)
    with serving(world.app) as address:
        width, height = PHONE["viewport"].values()
        tab = new_tab(width=width, height=height, has_touch=True, is_mobile=True)
        signed_in(tab, address, "ruiz", PASSWORD)
        tab.goto(f"{address}/sheets/{sheet}/call")
        yield Phone(tab)


def test_each_thing_is_logged_with_these_strokes_and_no_page_is_loaded(phone):
    assert counted(phone, unit_acts.a_time_now) == Strokes(taps=1)
    assert counted(phone, whole_call.further_set) == Strokes(taps=3, keys=11)
    assert counted(phone, whole_call.full_set) == Strokes(taps=4, keys=19)
    assert counted(phone, unit_acts.aspirin) == Strokes(taps=3)
    phone.is_saved()
    phone.open_sheet("finding")
    region = counted(phone, unit_acts.a_region_normal)
    rest = counted(phone, unit_acts.the_rest_normal)
    assert (region.taps, rest.taps) == (1, 1)
    assert region.loads == rest.loads == 0
    phone.is_saved()


def test_seconds_are_those_of_the_model():
    assert Strokes(taps=4, flicks=1, loads=2).seconds == pytest.approx(4 + 2.4 + 0.7 + 2.2)
    assert Strokes(keys=10).seconds == pytest.approx(3)


def test_every_row_that_is_counted_has_one_from_before():
    assert {row for row, _ in whole_call.CALL} == set(measured("call"))
    assert set(unit_acts.UNIT_ACTS) == set(measured("unit"))


def test_the_sum_without_long_texts_leaves_them_out():
    rows = {"begin": Strokes(taps=2), "narrative": Strokes(keys=1000)}
    all_of_it, short = list(whole(rows, ["narrative"]))[-2:]
    assert "1000" in all_of_it
    assert "1000" not in short
    assert "240 s: reached" in short
