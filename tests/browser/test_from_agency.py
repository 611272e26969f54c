"""An instructor takes an agency's file on every screen; a trainee chooses from its lists, and what belongs to a name comes along."""

from __future__ import annotations

from playwright.sync_api import expect

from tests.agencies.conftest import HERE, Playing
from tests.browser.keying import signed_in
from tests.browser.screens import looked_at
from tests.world import PASSWORD

FILE = HERE / "riverside.xml"


def test_an_agencys_file_is_looked_at_and_fits_every_screen(served, new_tab):
    world, address = served
    tab = new_tab(width=390, scheme="dark")
    signed_in(tab, address, "teacher", PASSWORD)
    tab.goto(f"{address}/classes/{Playing(world).number}/agency/document")
    looked_at(tab)
    tab.get_by_label("The file of the agency or the state").set_input_files(FILE)
    tab.get_by_role("button", name="Look at the file").click()
    expect(tab.get_by_role("cell", name="Pat Example")).to_be_visible()
    looked_at(tab)


def test_a_file_is_taken_and_what_a_trainee_chooses_brings_what_belongs_to_it(world, address, new_tab):
    playing = Playing(world)
    tab = new_tab()
    signed_in(tab, address, "teacher", PASSWORD)
    tab.goto(f"{address}/classes/{playing.number}/agency/document")
    tab.get_by_label("The file of the agency or the state").set_input_files(FILE)
    tab.get_by_role("button", name="Look at the file").click()
    tab.get_by_role("button", name="Take all of this").click()
    expect(tab.get_by_text("has the agency’s lists now")).to_be_visible()
    looked_at(tab)
    sheet = world.begin()
    trainee = new_tab(width=390)
    signed_in(trainee, address, "ruiz", PASSWORD)
    trainee.goto(f"{address}/sheets/{sheet}/disposition")
    trainee.evaluate("document.querySelectorAll('details').forEach((one) => { one.open = true; })")
    trainee.get_by_label("Destination", exact=True).fill("H-77")
    expect(trainee.get_by_role("listbox")).to_contain_text("Example General Hospital")
    trainee.get_by_role("option", name="Example General Hospital").click()
    expect(trainee.get_by_label("Destination code", exact=True)).to_have_value("H-77")
    expect(trainee.get_by_label("Destination ZIP code", exact=True)).to_have_value("06810")
    with trainee.expect_navigation():
        trainee.get_by_role("button", name="Save", exact=True).click()
    trainee.goto(f"{address}/sheets/{sheet}/crew?entry=new")
    trainee.evaluate("document.querySelectorAll('details').forEach((one) => { one.open = true; })")
    trainee.get_by_label("Crew member", exact=True).fill("Pat")
    trainee.get_by_role("option", name="Pat Example").click()
    expect(trainee.get_by_label("Certificate number", exact=True)).to_have_value("P-1001")
    with trainee.expect_navigation():
        trainee.get_by_role("button", name="Save this crew member").click()
    expect(trainee.get_by_text("Pat Example").first).to_be_visible()
    stored = world.sheet(sheet)
    assert (stored.disposition.destination, stored.disposition.destination_code) == (
        "Example General Hospital",
        "H-77",
    )
    assert [(one.member, one.level, one.certificate_number) for one in stored.crew][-1] == (
        "Pat Example",
        "Paramedic",
        "P-1001",
    )
