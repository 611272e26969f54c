"""A sheet that its trainee can only read: each line of the sections leads to its section, with chart and grid of the vital signs."""

import pytest

from tests.review.college import College


@pytest.fixture
def page(world):
    """The sheet of a whole call, submitted, as its trainee reads it."""
    return world.page(College(world).submitted(), "incident")


def lines_of(page):
    return [one["href"] for one in page.html.select("#sections ol a[data-goto]")]


def test_each_line_of_the_sections_leads_to_its_section_on_the_page(page):
    addresses = lines_of(page)
    assert len(addresses) > 8
    for address in addresses:
        there = page.html.find(id=address.split("#")[1])
        assert there.name == "section"
        assert there.h2.get_text() in page.html.select_one(f'#sections a[href="{address}"]').get_text()


def test_the_vital_signs_are_a_chart_and_a_grid_above_their_sets(page):
    part = page.html.find(id="read-vitals")
    assert part.select(".trend-chart title")
    heads = part.select("table.vitals-grid thead a")
    assert len(heads) == len(part.select(".read-entry")) > 1
    for head in heads:
        assert part.find(id=head["href"].removeprefix("#"))
        assert "read this set" in head.get_text()


def test_what_is_worked_out_is_folded_below_with_each_set(page):
    told = [one.get_text(" ", strip=True) for one in page.html.select("details.worked > summary")]
    assert [words.startswith("Worked out at ") for words in told][:2] == [True, True]
    assert "Shock index" in told[0]


def test_every_id_stands_once(page):
    ids = [one["id"] for one in page.html.select("[id]")]
    assert len(ids) == len(set(ids))
