"""The pages of what ends and of a second list fit every screen and break no rule of access."""

from __future__ import annotations

import pytest

from epcr import create_app
from epcr.config import Settings
from epcr.people.model import Classroom, Person
from epcr.people.password import hash_password
from epcr.scenarios.demo import ACCOUNTS
from tests.browser.keying import sign_in, signed_in
from tests.browser.screens import looked_at
from tests.browser.serving import serving
from tests.copied import copy_into
from tests.demo_class import demo_of_today
from tests.endings.ending import let_the_day_pass

LIST = (
    "Name;Login;Qualifikation\nAna Ruiz;emt;AEMT\nDevon Okafor-Lindgren;aemt;AEMT\nLea Late;lea.late;Rettungssanitäter\n"
    "Sam Stranger;sam.stranger;EMT\nJo Li;;EMT\n=1+1;x.y;EMT"
)


@pytest.fixture
def college(tmp_path):
    """The demo class beside another one; where it is served, and the passwords by login."""
    app = create_app(Settings(f"sqlite:///{tmp_path / 'demo.sqlite'}", "secret of the tests", testing=True))
    database = app.extensions["epcr.database"]
    copy_into(database, demo_of_today)
    passwords = {account.login: account.password for account in ACCOUNTS}
    with database.write("the tests") as session:
        day_class = Classroom(name="Day class", join_code="DAYCLASS")
        for login, name in (("sam.stranger", "Sam Stranger"), ("jo.li", "Jo Li")):
            one = Person(
                login=login, name=name, role="trainee", level="EMT", password_hash=hash_password("x" * 9)
            )
            one.classrooms.append(day_class)
            session.add(one)
    with serving(app) as address:
        yield address, passwords, database
    database.engine.dispose()


def test_a_second_list_and_every_page_of_what_ends_fit_and_break_no_rule_of_access(college, new_tab):
    address, passwords, database = college
    tab = new_tab(width=390, scheme="dark")
    signed_in(tab, address, "instructor", passwords["instructor"])
    tab.goto(f"{address}/classes/1/import")
    tab.get_by_label("Paste the list").fill(LIST)
    tab.get_by_role("button", name="Look at the list").click()
    looked_at(tab)
    tab.get_by_label("“Rettungssanitäter”, in 1 line").select_option("EMT")
    tab.get_by_role("button", name="Look again").click()
    looked_at(tab)
    tab.get_by_role("button", name="Add 2 people").click()
    looked_at(tab)
    for place in ("/classes/1/teach-no-longer", "/classes/1/end"):
        tab.goto(f"{address}{place}")
        looked_at(tab)
    tab.get_by_role("button", name="End the class").click()
    looked_at(tab)
    let_the_day_pass(type("World", (), {"database": database})(), "Demo class")
    for place in ("/classes/1", "/classes/1/end", "/classes?ended=1", "/review?state=&ended=1"):
        tab.goto(f"{address}{place}")
        looked_at(tab)
    trainee = new_tab(width=390, scheme="dark")
    sign_in(trainee, address, "emt", passwords["emt"])
    looked_at(trainee)
    trainee.get_by_role("link", name="Show ended classes").click()
    looked_at(trainee)
    sheet = trainee.locator("a.row-link").first.get_attribute("href").rsplit("/", 1)[0]
    trainee.goto(f"{address}{sheet}/check")
    looked_at(trainee)
    boss = new_tab(width=390, scheme="dark")
    sign_in(boss, address, "admin", passwords["admin"])
    boss.get_by_role("link", name="End the account of Ana Ruiz").click()
    looked_at(boss)
    boss.get_by_role("button", name="End the account").click()
    boss.get_by_role("link", name="Show ended accounts").click()
    looked_at(boss)
    boss.get_by_role("link", name="Open again").click()
    looked_at(boss)
