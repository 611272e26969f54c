"""A sheet holds many entries, not any number: every page of a full one is drawn in its time."""

from datetime import timedelta

import pytest

from epcr.sheet.exam import ExamFinding
from epcr.sheet.run_sheet import BY_SLUG, ENTRY_SLUGS
from epcr.sheet.section import new_id
from tests import build

TYPED = {
    "crew": ("Crew member", "R. Alder"),
    "exam": ("Time examined", "1755"),
    "vitals": ("Time taken", "1755"),
    "interventions": ("Time performed", "1755"),
    "signatures": ("Name", "R. Alder"),
    "attachments": ("Attachment", "12-lead ECG"),
}


def full(slug):
    """A sheet with as many entries of a section as it can hold."""
    sheet = build.sheet()
    kind = BY_SLUG[slug]
    names = {"vitals": "taken_at", "exam": "examined_at", "interventions": "performed_at"}
    for number in range(kind.most - len(getattr(sheet, slug))):
        at = build.clock("18:00") + timedelta(minutes=number)
        getattr(sheet, slug).append(kind(**({names[slug]: at} if slug in names else {})))
    return sheet


@pytest.mark.parametrize("slug", sorted(ENTRY_SLUGS))
def test_an_entry_more_than_a_sheet_holds_is_refused_and_kept_in_the_form(world, slug):
    sheet = world.keep(full(slug))
    label, typed = TYPED[slug]
    answer = world.page(sheet, slug).fill(label, typed).save()
    assert answer.status == 409
    assert "A sheet holds at most 200" in answer.words
    assert answer.value(label) == typed
    assert len(getattr(world.sheet(sheet), slug)) == 200


def test_an_entry_that_is_there_can_be_changed_on_a_full_sheet(world):
    sheet = world.keep(full("vitals"))
    page = world.page(sheet, "vitals", query=f"?entry={build.FIRST}").fill("Heart rate", "91").save()
    assert page.status == 200
    assert world.sheet(sheet).part("vitals", build.FIRST).heart_rate == 91


def test_one_tap_adds_nothing_to_a_full_exam(world):
    sheet = world.keep(full("exam"))
    page = world.page(sheet, "exam")
    token = page.html.find("input", attrs={"name": "csrf_token"})["value"]
    answer = world.as_("ruiz").client.post(
        f"/sheets/{sheet}/exam/no-abnormality",
        data={"csrf_token": token, "region": "abdomen", "entry": new_id()},
        follow_redirects=True,
    )
    assert "A sheet holds at most 200" in answer.get_data(as_text=True)
    assert len(world.sheet(sheet).exam) == ExamFinding.most
