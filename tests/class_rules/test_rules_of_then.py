"""A revision that was submitted under a version of the class's own ruleset is judged again by that version."""

from epcr.checks.acts import Acts
from epcr.checks.verdicts import judge_intervention
from epcr.review.frozen import freeze, thaw
from epcr.review.model import Revision
from epcr.sheet.run_sheet import RunSheet
from tests import build
from tests.class_rules.rules import saved, way


def judged(sheet):
    return judge_intervention(Acts(sheet), sheet.interventions[0]).verdict


def test_a_revision_is_judged_by_the_version_of_its_day(world, begun):
    sheet = world.keep(build.sheet(ruleset=begun[1]))
    with world.database.write("ruiz") as session:
        stored = session.get_one(RunSheet, sheet)
        then, version = judged(stored), stored.own_rules.version
        session.add(Revision(run_sheet_id=sheet, number=1, snapshot=freeze(stored)))
    saved(world, begun[1], "aspirin_po", {"Paramedic": [way("no")]})
    with world.database.read() as session:
        stored = session.get_one(RunSheet, sheet)
        first = thaw(session.query(Revision).one())
        assert (first.own_rules.version, stored.own_rules.version) == (version, version + 1)
        assert judged(first) == then != judged(stored)
