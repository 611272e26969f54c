"""Walks a house in which a vital sign was declared, and writes down as JSON what each place says of it.

`python -m tests.sheet.new_sign FOLDER`, with the changed `epcr` first on the path; the test beside it makes that house.
"""

from __future__ import annotations

import json
import sys
from datetime import date
from pathlib import Path

from sqlalchemy import select

from epcr.audit.model import AuditLine
from epcr.checks import findings
from epcr.checks.completeness import missing
from epcr.checks.conditions import Stated
from epcr.checks.requirements import load
from epcr.checks.verdicts import judging
from epcr.handoff.statements import draft
from epcr.report.sbar import sbar_pdf
from epcr.review import steps
from epcr.review.frozen import freeze
from epcr.review.revision import compare
from epcr.scenarios import scenario
from epcr.web.outline import timeline
from tests import build
from tests.report import reading
from tests.report.crowded import crowded_arrest
from tests.report.printed import body_of, printed
from tests.review.college import College, give_new_ids
from tests.setup.migration import write
from tests.world import make_world

TOLD = "told.json"
NAME, LABEL = "carboxyhemoglobin", "SpCO"


def measured(*values, **more):
    """A sheet with a set for each of these values, three minutes apart; one for None has none."""
    sheet = build.sheet()
    sheet.vitals = [
        build.vitals(taken_at=build.clock(f"17:{8 + 3 * number:02}"), **({NAME: value} if value is not None else {}), **more)
        for number, value in enumerate(values)
    ]  # fmt: skip
    give_new_ids(sheet)
    return sheet


def untimed():
    """A sheet of which the only value outside of what is usual stands in a set without a time."""
    sheet = measured(3, 4)
    sheet.vitals.append(build.vitals(taken_at=None, **{NAME: 22}))
    return sheet


def of_a_child(*values):
    sheet = measured(*values)
    sheet.patient.date_of_birth = date(2021, 1, 1)
    return sheet


def statements(sheet):
    return [one.text for part in draft(sheet).values() for one in part]


def handoff(sheet):
    return reading.text(sbar_pdf(sheet, state_word="submitted", revision=1))


def of_the_house(folder):
    """What pages say, of a database that was brought to the new schema by a migration that was made and not written."""
    world = make_world(folder)
    college = College(world)
    kept = world.keep(measured(None))
    page = world.page(kept, "vitals")
    told = {"labels": sorted(page.labels()), "call": boxes(world.page(kept, "call"))}
    page.fill("Time taken", "17:20").fill(LABEL, "22").save()
    with world.database.read() as session:
        told["audit"] = [one.after for one in session.scalars(select(AuditLine)) if one.anchor.endswith(NAME)]
    grid = world.page(kept, "vitals").html.select_one("table.vitals-grid")
    told["grid"] = [row.get_text(" ", strip=True) for row in grid.select("tbody tr")]
    with college.acting("ruiz", kept) as (session, sheet, who):
        steps.submit(session, sheet, who, findings=[])
    told["desk"] = [
        row.get_text(" ", strip=True) for row in college.desk(kept).html.select("table.grid tbody tr")
    ]
    return told


def boxes(page):
    """The boxes of the vital-sign sheet on the call screen: what each is called, with its unit."""
    return [
        box.get_text(" ", strip=True)
        for box in page.html.select("[data-call-sheet=vitals] [data-box] > span")
    ]


def crowded():
    """The pages of the fullest handoff that tests know, with the sign outside of its range in every set."""
    sheet = crowded_arrest()
    for one in sheet.entries("vitals"):
        setattr(one, NAME, 22)
    return reading.texts(sbar_pdf(sheet, state_word="submitted", revision=1))


def revised():
    sheet = measured(3)
    before = freeze(sheet)
    setattr(sheet.vitals[0], NAME, 22)
    return [f"{one.label}: {one.before} → {one.after}" for one in compare(before, freeze(sheet))]


def in_scenario(folder):
    """A shipped scenario of which the first look tells the sign too."""
    shipped = min(scenario.folder().glob("*.toml"))
    made = folder / shipped.name
    made.write_text(
        shipped.read_text("utf-8").replace("[vitals.readings]\n", f"[vitals.readings]\n{NAME} = 22\n", 1),
        "utf-8",
    )
    return [
        f"{label}: {texts[0]}"
        for track in scenario.read_file(made).tracks()
        for label, texts in track.measures()
    ]


def in_requirements(folder):
    """What a list of requirements that asks for it says of a set without it."""
    made = folder / "completeness.toml"
    made.write_text(
        f'title = "Of a class"\n[[required]]\nsection = "vitals"\neach = true\nfields = ["{NAME}"]\n', "utf-8"
    )
    sheet = measured(None)
    return [one.message for one in missing(Stated(sheet), sheet.context(), load(made))]


def main(folder):
    """What each place says, by its name."""
    told = {"migration": write("a new vital sign").read_text("utf-8"), **of_the_house(folder)}
    high, usual, late = measured(3, 22, 9), measured(3, 9), untimed()
    elsewhere = measured(3, 22, 9)
    elsewhere.vitals[2].spo2 = 80
    return told | {
        "outline": [one.text for one in timeline(high, judging(high))],
        "findings": [one.message for one in findings(high)],
        "run sheet": body_of(printed(high)),
        "revision": revised(),
        "scenario": in_scenario(folder),
        "requirements": in_requirements(folder),
        "handoff": handoff(high),
        "statements": statements(high),
        "watch for": statements(measured(3, 22)),
        "handoff of the usual": handoff(usual),
        "statements of the usual": statements(usual),
        "handoff of the untimed": handoff(late),
        "statements of the untimed": statements(late),
        "crowded handoff": crowded(),
        "handoff of another worst": handoff(elsewhere),
        "statements of a child": statements(of_a_child(3, 22, 9)),
    }


if __name__ == "__main__":
    where = Path(sys.argv[1])
    (where / TOLD).write_text(json.dumps(main(where)), "utf-8")
