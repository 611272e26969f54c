"""Words that nobody can see document nothing, in a section and in the forms around it."""

import pytest

ZERO_WIDTH = "\u200b\u2060\ufeff"


@pytest.mark.parametrize(
    ("slug", "label", "name"),
    [
        ("history", "Chief complaint", "chief_complaint"),
        ("narrative", "Narrative", "text"),
        ("history", "Medication allergies", "allergies"),
        ("incident", "Unit", "unit"),
    ],
)
def test_zero_width_words_in_a_field_document_nothing(world, slug, label, name):
    sheet = world.begin()
    world.page(sheet, slug).fill(label, ZERO_WIDTH).save()
    assert not getattr(world.sheet(sheet), slug).documented(name)


def test_an_entry_is_not_struck_for_a_reason_that_nobody_can_read(world):
    sheet = world.begin()
    world.page(sheet, "vitals").fill("Time taken", "1705").fill("Heart rate", "88").save()
    entry = world.entry(sheet, "vitals")
    page = world.page(sheet, "vitals", query=f"?entry={entry}").fill("Why is it struck?", ZERO_WIDTH)
    assert "Say why you strike" in page.submit("Strike it").words
    assert not world.sheet(sheet).vitals[0].struck
