"""No declared field is lost: each stands in one group, has a control on its page, and a place on the desk, on paper, in a revision."""

import pytest

from epcr.review.frozen import freeze
from epcr.review.paper import Margin, paper
from epcr.review.revision import compare
from epcr.sheet.anchor import Anchor
from epcr.sheet.kinds.number import Number
from epcr.sheet.run_sheet import SECTIONS
from tests.every_field import IDS, MEDIC, every_field, no_field
from tests.report import reading
from tests.report.printed import printed

# On paper the drawing itself stands in its box, and no words for it.
DRAWN = {"signatures.drawing"}


def fields():
    """Every field of every section, and of every kind of entry, of the full sheet."""
    for part in every_field().parts():
        if part.anchor().entry != MEDIC:
            yield from ((part, name) for name in part.fields())


@pytest.mark.parametrize("section", SECTIONS, ids=lambda section: section.page.slug)
def test_each_field_stands_in_one_group_of_its_section(section):
    grouped = [name for group in section.groups() for name in group.names]
    assert sorted(grouped) == sorted(section.fields())


def test_each_field_has_a_control_on_its_page(world):
    sheet = world.keep(every_field())
    lost = []
    for part, pages in by_page(world, sheet):
        named = {tag["name"] for page in pages for tag in page.html.select("#sheet-form [name]")}
        for name in part.fields():
            control = str(part.anchor(name))
            lost += [control] if not named & {control, f"{control}-own"} else []
    assert lost == []


def by_page(world, sheet):
    """Each part with the page that its form stands on."""
    for section in SECTIONS:
        slug = section.page.slug
        for entry in IDS.get(slug, ("",)):
            part = world.sheet(sheet).part(slug, entry)
            yield part, [world.page(sheet, slug, query=f"?entry={entry}" if entry else "")]


def test_each_field_has_a_place_on_the_desk():
    shown = {
        line.anchor
        for section in paper(every_field(), Margin((), (), ()))
        for line in (
            *(line for block in section.blocks for line in block.lines),
            *(cell for row in section.grid for cell in row.cells),
        )
        if line.words
    }
    alone = [
        part.anchor(name) for part, name in fields() if part.stands_alone(name)
    ]  # a unit is told with its number
    assert [str(anchor) for anchor in alone if str(anchor) not in shown] == []


def test_each_field_has_a_place_in_the_comparison_of_two_revisions():
    changed = {change.anchor for change in compare(freeze(no_field()), freeze(every_field()))}
    assert [str(part.anchor(name)) for part, name in fields() if part.anchor(name) not in changed] == []


def test_a_whole_entry_tells_each_of_its_fields_in_a_comparison():
    before, after = no_field(), every_field()
    for section in SECTIONS:
        if section.many:
            before.every(section).clear()
    told = {change.anchor: change.after for change in compare(freeze(before), freeze(after))}
    for part, name in fields():
        if part.many:
            anchor = Anchor(part.page.slug, part.anchor().entry)
            assert part.fields()[name].label in told[anchor]


def test_each_field_has_a_place_on_paper():
    sheet = every_field()
    context = sheet.context()
    words = bare(" ".join(reading.texts(printed(sheet))))
    lost = []
    for part, name in fields():
        spec, value = part.fields()[name], getattr(part, name)
        texts = [part.show(name, context)]
        if isinstance(spec, Number):
            texts.append(spec.write(value, context)[0])  # where its unit stands beside the label
        if name.endswith("_at"):
            texts.append(context.customs.clock(value))
        if f"{part.page.slug}.{name}" not in DRAWN and not any(bare(text) in words for text in texts):
            lost.append((str(part.anchor(name)), texts))
    assert lost == []


def bare(text):
    """Without the spaces and hyphens that a line may break at."""
    return "".join(sign for sign in text.casefold() if sign.isalnum())
