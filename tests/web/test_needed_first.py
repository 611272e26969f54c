"""What a section asks stands in few screens: what is missing first, with what goes with it, and what dispatch told folded."""

from epcr.sheet.run_sheet import RunSheet


def titles(page, selector):
    return [tag.get_text(" ", strip=True) for tag in page.html.select(f"#sheet-form {selector}")]


def needed(page):
    return titles(page, ".group-needed .field-head label, .group-needed legend")


def test_what_dispatch_told_stands_folded_and_what_somebody_wrote_open(world):
    sheet = world.begin(scenario="inferior-stemi")
    folded = titles(world.page(sheet, "incident"), "details.group:not([open]) h2")
    assert {"Call", "Scene"} <= set(folded)
    world.page(sheet, "incident").fill("City", "Wrenport").save()
    folded = titles(world.page(sheet, "incident"), "details.group:not([open]) h2")
    assert "Call" in folded
    assert "Scene" not in folded


def test_what_is_missing_stands_before_what_is_there(world):
    sheet = world.begin(scenario="inferior-stemi")
    with world.database.write("ruiz") as session:
        incident = session.get_one(RunSheet, sheet).incident
        incident.en_route = incident.unit_notified
    names = needed(world.page(sheet, "incident"))
    assert names.index("Unit") < names.index("En route") < names.index("Dispatch reason")


def test_the_units_of_an_age_stand_beside_it_before_it_is_typed(world):
    names = needed(world.page(world.begin(), "patient"))
    assert names[names.index("Age") + 1] == "Age units"
