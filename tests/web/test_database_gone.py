"""The database goes away while somebody writes."""

import shutil


def test_a_page_says_that_the_database_went_away_and_keeps_what_was_typed(world):
    sheet = world.begin()
    page = world.page(sheet, "narrative").fill("Narrative", "Found seated, pale.")
    file = world.database.engine.url.database
    shutil.move(file, f"{file}.moved")
    answer = page.save()
    assert answer.status == 503
    assert "Found seated, pale." in answer.html.decode()
    shutil.move(f"{file}.moved", file)
