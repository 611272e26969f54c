"""The sign-in page names the product, and on a demo the accounts that one can sign in with."""

from epcr.accounts.sign_in import DEMO_ACCOUNTS
from epcr.scenarios.demo import ACCOUNTS
from tests.page import Visitor


def sign_in_page(world):
    return Visitor(world.app).open("/sign-in")


def test_the_page_names_the_product(world):
    assert sign_in_page(world).html.select_one(".product").get_text() == "Training run sheets"


def test_on_a_demo_each_account_stands_with_its_password(world, monkeypatch):
    monkeypatch.setitem(world.app.config, DEMO_ACCOUNTS, ACCOUNTS)
    rows = [
        [cell.get_text() for cell in row.select("td")] for row in sign_in_page(world).html.select("tbody tr")
    ]
    assert rows == [[account.login, account.password] for account in ACCOUNTS]


def test_elsewhere_no_account_is_named(world):
    page = sign_in_page(world)
    assert page.html.find(id="demo-title") is None
    assert "instructor" not in page.html.main.find("form").get_text()
