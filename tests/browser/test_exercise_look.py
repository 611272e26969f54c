"""The pages on which a report is handed out and a model sheet is read fit a phone and a laptop and break no rule of access."""

from __future__ import annotations

from io import BytesIO

import pytest

from epcr import create_app
from epcr.config import Settings
from epcr.intake.importing import import_report
from epcr.intake.report_tree import reports_of
from epcr.people.model import Person
from epcr.scenarios.demo import ACCOUNTS
from epcr.scenarios.model_sheet import make_model
from epcr.scenarios.scenario import scenarios
from epcr.sheet.run_sheet import RunSheet
from epcr.standard.document import read
from tests.browser.keying import signed_in
from tests.browser.screens import looked_at
from tests.browser.serving import serving
from tests.copied import copy_into
from tests.demo_class import demo_of_today

PASSWORDS = {account.login: account.password for account in ACCOUNTS}


@pytest.fixture
def college(tmp_path, shared):
    """The demo class with an imported report, and a model of a scenario that a sheet was written of: where, and both sheets."""
    app = create_app(Settings(f"sqlite:///{tmp_path / 'demo.sqlite'}", "secret of the tests", testing=True))
    database = app.extensions["epcr.database"]
    copy_into(database, demo_of_today)
    case = (shared / "nemsis" / "cases" / "full" / "2025-EMS-3-MVC_v351.xml").read_bytes()
    with database.write("the tests") as session:
        trainee = session.query(Person).filter_by(login="emt").one()
        (report,) = reports_of(read(BytesIO(case)))
        imported = import_report(session, trainee.classrooms[0], trainee, report).sheet
        compared = session.query(RunSheet).filter(RunSheet.scenario.is_not(None)).first()
        scenario = scenarios()[compared.scenario]
        compared.scenario_version = scenario.version
        make_model(session, imported, scenario, trainee)
        sheets = imported.id, compared.id
    with serving(app) as address:
        yield address, *sheets
    database.engine.dispose()


def test_an_exercise_and_a_model_fit_and_break_no_rule_of_access(college, new_tab):
    address, imported, compared = college
    tab = new_tab(width=390, scheme="dark")
    signed_in(tab, address, "instructor", PASSWORDS["instructor"])
    tab.goto(f"{address}/sheets/{imported}/document/exercise")
    looked_at(tab)
    tab.goto(f"{address}/sheets/{compared}/model")
    looked_at(tab)
    tab.goto(f"{address}/sheets/{imported}/document/further")
    looked_at(tab)
    value = tab.get_by_text("NEMSIS Technical Assistance Center").first.bounding_box()
    assert value["height"] < 50  # two lines; it was broken into four
