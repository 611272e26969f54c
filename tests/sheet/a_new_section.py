"""What is walked in a copy of the house to which two sections and a field were added, in a process of its own with that copy in front.

`python -m tests.sheet.a_new_section migrate` writes the migration, as `make migration` does.
`python -m tests.sheet.a_new_section walk DATABASE_URL SHEET WORKED` opens everything for a sheet that is older than the sections,
and prints what became of it.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path

from epcr import create_app
from epcr.checks import findings
from epcr.config import Settings
from epcr.migrations import upgrade
from epcr.review.frozen import freeze
from epcr.review.revision import compare
from epcr.scenarios.worked import read
from epcr.sheet.run_sheet import BY_SLUG
from tests.report import reading
from tests.setup.migration import write
from tests.world import World

WRITTEN = ("Weather", "Low clouds", "12 mph", "Silver watch", "Pat Vale", "Engraved", "Sam Ash")


def migrate() -> None:
    """Let the migration be written."""
    write("weather and valuables")


def walk(url: str, sheet: str, worked: str) -> None:
    """Open every page and paper, write in both sections, strike, compare."""
    app = create_app(Settings(url, "secret of the tests", testing=True))
    world = World(app, app.extensions["epcr.database"])
    upgrade(world.database.engine)
    before = freeze(world.sheet(sheet))
    for slug in (*BY_SLUG, "check", "print"):
        assert world.page(sheet, slug).status == 200, slug
    findings(world.sheet(sheet))
    told = {**written(world, sheet), **shown(world, sheet)}
    after = freeze(world.sheet(sheet))
    told["changes"] = [[one.section, one.label, one.after] for one in compare(before, after)]
    told["struck"] = "Not theirs" in struck(world, sheet)
    told["worked"] = [one["key"] for one in read(Path(worked)).words("valuables")]
    sys.stdout.write(json.dumps(told))


def written(world: World, sheet: str) -> dict[str, object]:
    """Both sections written: one that stands once, and an entry that is added and changed."""
    world.page(sheet, "narrative").fill("Told by", "Sam Ash").save()
    world.page(sheet, "weather").fill("Sky", "Low clouds").fill("Wind", "12").save()
    empty = world.page(sheet, "valuables").save()
    added = world.page(sheet, "valuables").fill("Valuable", "Silver watch").fill("Kept by", "Pat Vale").save()
    entry = world.entry(sheet, "valuables")
    world.page(sheet, "valuables", query=f"?entry={entry}").fill("Remark", "Engraved").save()
    return {
        "empty": "Nothing was entered, so no valuable was added." in empty.words,
        "listed": [words for words in WRITTEN if words in added.words],
    }


def shown(world: World, sheet: str) -> dict[str, object]:
    """What stands on the desk and on paper."""
    desk = world.as_("teacher").open(f"/review/{sheet}").words
    answer = world.as_("ruiz").client.get(f"/sheets/{sheet}/run-sheet.pdf")
    paper = " ".join(reading.texts(answer.data))
    return {
        name: [one for one in WRITTEN if one in words] for name, words in (("desk", desk), ("paper", paper))
    }


def struck(world: World, sheet: str) -> str:
    """The words of the page after the entry was struck."""
    page = world.page(sheet, "valuables", query=f"?entry={world.entry(sheet, 'valuables')}")
    return page.fill("Why is it struck?", "Not theirs").submit("Strike it").words


if __name__ == "__main__":
    {"migrate": migrate, "walk": walk}[sys.argv[1]](*sys.argv[2:])
