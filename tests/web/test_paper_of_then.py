"""A revision that was submitted is printed as it was then, though the sheet went on."""

from epcr.people.model import Person
from epcr.review import steps
from epcr.sheet.run_sheet import RunSheet
from tests import build
from tests.report import reading


def submitted_and_changed(world):
    sheet = world.keep(build.sheet())
    for login, verb in (("ruiz", "submit"), ("teacher", "give_back")):
        with world.database.write(login) as session:
            stored = session.get_one(RunSheet, sheet)
            who = session.query(Person).filter_by(login=login).one()
            getattr(steps, verb)(
                session, stored, who, *(["Look at the patient again"] if verb == "give_back" else [])
            )
    with world.database.write("ruiz") as session:
        session.get_one(RunSheet, sheet).history.chief_complaint = "My arm hurts"
    return sheet


def printed(world, sheet, query, document="run-sheet"):
    answer = world.as_("ruiz").client.get(f"/sheets/{sheet}/{document}.pdf{query}")
    assert answer.status_code == 200
    return reading.text(answer.data)


def test_a_paper_shows_the_sheet_as_it_was_submitted(world):
    sheet = submitted_and_changed(world)
    now, then = printed(world, sheet, ""), printed(world, sheet, "?revision=1")
    assert "My arm hurts" in now
    assert "My chest hurts" not in now
    assert "My chest hurts" in then
    assert "My arm hurts" not in then


def test_the_page_offers_each_revision_and_opens_it(world):
    sheet = submitted_and_changed(world)
    page = world.as_("ruiz").open(f"/sheets/{sheet}/print")
    page.choose("Which", "Revision 1, as submitted").submit("Open the PDF")
    answer = world.as_("ruiz").client.get(f"/sheets/{sheet}/print?open=1&document=sbar&revision=1")
    assert answer.headers["Location"].endswith("/sbar.pdf?revision=1")


def test_a_sheet_that_was_never_submitted_is_printed_as_it_stands(world):
    sheet = world.keep(build.sheet())
    assert "as submitted" not in str(world.as_("ruiz").open(f"/sheets/{sheet}/print").html)


def test_a_revision_that_is_not_there_is_not_found(world):
    sheet = submitted_and_changed(world)
    for number in ("2", "-1", "99999999999999999999"):
        assert world.as_("ruiz").client.get(f"/sheets/{sheet}/sbar.pdf?revision={number}").status_code == 404
