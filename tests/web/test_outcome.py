"""What the hospital reported later: a line for each thing, reached from the disposition, asked of nobody."""

from epcr.checks import findings
from tests import build


def test_it_is_reached_from_the_disposition_and_leaves_no_gap_where_it_is_empty(world):
    sheet = world.keep(build.sheet())
    page = world.page(sheet, "disposition")
    assert (
        page.html.find("a", href=lambda way: way and way.endswith("/outcome"), attrs={"data-goto": True})
        is None
    )
    page = page.follow("What the hospital reported later")
    assert page.address == f"/sheets/{sheet}/outcome"
    page = (
        page.choose("What the hospital reported", "Diagnosis of the hospital").fill("Code", "S01.00XA").save()
    )
    assert page.status == 200
    (event,) = world.sheet(sheet).outcome
    assert (event.what, event.code, event.happened_at) == ("hospital_diagnosis", "S01.00XA", None)
    assert not [one for one in findings(world.sheet(sheet)) if one.anchor.section == "outcome"]
    assert "Outcome" in world.page(sheet, "disposition").words
