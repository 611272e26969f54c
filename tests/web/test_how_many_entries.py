"""A sheet holds many entries, not any number: every page of a full one is drawn in its time."""

from datetime import timedelta

import pytest

from epcr.sheet.exam import ExamFinding
from epcr.sheet.kinds.text import Text
from epcr.sheet.run_sheet import BY_SLUG, ENTRY_SLUGS
from epcr.sheet.section import new_id
from tests import build


def typed_into(slug):
    """The label of a field of an entry, and what is typed there: its time, of what has none the first words."""
    kind = BY_SLUG[slug]
    if kind.timed_by:
        return kind.fields()[kind.timed_by].label, "1755"
    return next(spec.label for spec in kind.fields().values() if isinstance(spec, Text)), "R. Alder"


def full(slug):
    """A sheet with as many entries of a section as it can hold."""
    sheet = build.sheet()
    kind = BY_SLUG[slug]
    for number in range(kind.most - len(getattr(sheet, slug))):
        at = build.clock("18:00") + timedelta(minutes=number)
        getattr(sheet, slug).append(kind(**({kind.timed_by: at} if kind.timed_by else {})))
    return sheet


@pytest.mark.parametrize("slug", sorted(ENTRY_SLUGS))
def test_an_entry_more_than_a_sheet_holds_is_refused_and_kept_in_the_form(world, slug):
    sheet = world.keep(full(slug))
    label, typed = typed_into(slug)
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
    token = page.hidden("csrf_token")
    answer = world.as_("ruiz").client.post(
        f"/sheets/{sheet}/exam/no-abnormality",
        data={"csrf_token": token, "region": "abdomen", "entry": new_id()},
        follow_redirects=True,
    )
    assert "A sheet holds at most 200" in answer.get_data(as_text=True)
    assert len(world.sheet(sheet).exam) == ExamFinding.most
