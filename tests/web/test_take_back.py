"""What a tap on the exam wrote is taken back: struck with its reason, unless somebody changed it since."""

import re

import pytest


@pytest.fixture
def sheet(world):
    return world.begin()


def post(world, sheet, what, **form):
    token = world.page(sheet, "exam").hidden("csrf_token")
    path = f"/sheets/{sheet}/exam/{what}"
    return world.as_("ruiz").client.post(path, data={"csrf_token": token, **form}, follow_redirects=True)


def offered(answer):
    """The entries that the page offers to take back together."""
    return re.findall(
        r'name="entry" value="([0-9a-f]{32})"',
        answer.text.partition("data-takes-back")[2].partition("</form>")[0],
    )


def test_the_page_after_a_tap_offers_to_take_it_back_and_the_next_one_does_not(world, sheet):
    (entry,) = offered(post(world, sheet, "no-abnormality", region="head"))
    assert entry == world.sheet(sheet).exam[0].id
    assert "data-takes-back" not in world.as_("ruiz").client.get(f"/sheets/{sheet}/exam").text


def test_taken_back_is_struck_and_taken_back_again_changes_nothing(world, sheet):
    (entry,) = offered(post(world, sheet, "no-abnormality", region="head"))
    answer = post(world, sheet, "take-back", entry=entry)
    assert "Taken back: Head." in answer.text
    struck_at = world.sheet(sheet).exam[0].struck_at
    assert post(world, sheet, "take-back", entry=entry).status_code == 200
    (found,) = world.sheet(sheet).exam
    assert (found.struck_at, found.struck_reason) == (struck_at, "Tapped by mistake")


def test_what_was_changed_since_stays_and_that_is_said(world, sheet):
    (entry,) = offered(post(world, sheet, "no-abnormality", region="head"))
    world.page(sheet, "exam", query=f"?entry={entry}").fill("Remark", "Old scar").save()
    answer = post(world, sheet, "take-back", entry=entry)
    assert "Changed since, and not taken back: Head." in answer.text
    assert not world.sheet(sheet).exam[0].struck


def test_an_entry_of_another_sheet_is_not_found(world, sheet):
    (entry,) = offered(post(world, sheet, "no-abnormality", region="head"))
    assert post(world, world.begin(), "take-back", entry=entry).status_code == 404
    assert post(world, sheet, "take-back").status_code == 404
