"""A call that lies ahead, or more than a year back, is asked about at its field and on the check page."""

from datetime import timedelta
from zoneinfo import ZoneInfo

import pytest

from epcr.db import now


@pytest.mark.parametrize("days", [3, 3650, -400])
def test_a_call_that_is_far_from_today_is_asked_about_at_the_field_and_before_it_is_submitted(world, days):
    day = now().astimezone(ZoneInfo("America/New_York")).date() + timedelta(days=days)
    sheet = world.begin()
    page = (
        world.page(sheet, "incident").fill("Date of call", f"{day:%m/%d/%Y}").fill("On scene", "1018.").save()
    )
    for told in (page.words, world.page(sheet, "check").words):
        assert f"Date of call {day:%m/%d/%Y} is " in told
        assert f"On scene {day:%m/%d/%Y} 10:18 is " in told


def test_a_call_of_today_is_not(world):
    sheet = world.begin()
    day = now().astimezone(ZoneInfo("America/New_York")).date()
    page = (
        world.page(sheet, "incident")
        .fill("Date of call", f"{day - timedelta(days=1):%m/%d/%Y}")
        .fill("On scene", "1018")
        .save()
    )
    assert "when this sheet was" not in page.words
