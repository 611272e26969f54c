"""A sheet that was stored before a section existed has no row of it: it is read as any other, and looking at it writes nothing."""

from sqlalchemy import func, select, text

from epcr.audit.model import AuditLine
from epcr.checks import findings
from epcr.review.documents import DOCUMENTS
from epcr.review.frozen import freeze
from epcr.review.revision import compare
from epcr.sheet.kinds.number import Decimal, Whole
from epcr.sheet.kinds.text import Text
from epcr.sheet.run_sheet import BY_SLUG, SECTIONS
from tests.review.college import College

ONCE = [section.page.slug for section in SECTIONS if not section.many]


def forget(world, sheet, *slugs):
    """Take the rows of these sections away, as if the sheet were older than they are."""
    with world.database.write("the tests") as session:
        for slug in slugs:
            table = BY_SLUG[slug].__tablename__
            session.execute(text(f"DELETE FROM {table} WHERE run_sheet_id = :sheet"), {"sheet": sheet})  # noqa: S608


def rows(world, sheet):
    """How many rows of sections that stand once the sheet has."""
    with world.database.read() as session:
        counted = (
            select(func.count()).select_from(BY_SLUG[slug]).where(BY_SLUG[slug].run_sheet_id == sheet)
            for slug in ONCE
        )
        return sum(session.scalar(one) for one in counted)


def test_it_opens_on_every_page_and_paper_and_is_judged(world):
    college = College(world)
    sheet = college.sheet()
    forget(world, sheet, *ONCE)
    assert findings(world.sheet(sheet))
    for slug in (*BY_SLUG, "check", "print", "rehearsals", "move"):
        page = world.page(sheet, slug)
        assert page.status == 200, slug
    for login, address in (("ruiz", "/"), ("teacher", "/review?state="), ("teacher", f"/review/{sheet}")):
        assert world.as_(login).open(address).status == 200
    for paper in DOCUMENTS:
        answer = world.as_("ruiz").client.get(f"/sheets/{sheet}/{paper}.pdf")
        assert answer.status_code == 200
        assert answer.data.startswith(b"%PDF")
    assert rows(world, sheet) == 0


def test_it_can_be_read_after_it_was_submitted(world):
    college = College(world)
    sheet = college.submitted()
    forget(world, sheet, "injury", "narrative")
    for slug in ("incident", "narrative", "check"):
        assert world.page(sheet, slug).status == 200
    assert rows(world, sheet) == len(ONCE) - 2


def test_each_section_is_stored_when_it_is_first_saved(world):
    sheet = College(world).sheet()
    forget(world, sheet, *ONCE)
    for number, slug in enumerate(ONCE, start=1):
        words = next(
            name for name, spec in BY_SLUG[slug].fields().items() if type(spec) in {Text, Whole, Decimal}
        )
        label, typed = BY_SLUG[slug].fields()[words].label, "12"
        page = world.page(sheet, slug).fill(label, typed).save()
        assert page.status == 200
        assert page.value(label).strip() == typed
        assert rows(world, sheet) == number
    with world.database.read() as session:
        lines = session.scalars(select(AuditLine.anchor).where(AuditLine.run_sheet_id == sheet)).all()
    assert set(ONCE) <= {line.partition("-")[0] for line in lines}


def test_saving_another_section_leaves_it_as_it_is(world):
    sheet = College(world).sheet()
    forget(world, sheet, "injury")
    world.page(sheet, "history").fill("Chief complaint", "Dizzy").save()
    assert world.sheet(sheet).injury.cause is None
    assert rows(world, sheet) == len(ONCE) - 1


def test_a_section_that_is_not_stored_is_the_same_whenever_it_is_asked_for(world):
    sheet = College(world).sheet()
    forget(world, sheet, "narrative")
    read = world.sheet(sheet)
    assert isinstance(read.narrative, BY_SLUG["narrative"])
    assert read.narrative is read.narrative
    assert read.narrative in list(read.parts())


def test_a_revision_from_before_the_section_is_compared_with_one_that_has_it(world):
    college = College(world)
    sheet = college.sheet()
    frozen = freeze(world.sheet(sheet))
    older = {"parts": [part for part in frozen["parts"] if part["section"] != "narrative"]}
    assert [change.label for change in compare(older, frozen)] == ["Narrative"]
