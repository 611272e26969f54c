"""A college of its own for each test, and the demo class loaded once for all tests that only print it."""

import pytest

from epcr import create_app
from epcr.config import Settings
from epcr.scenarios.demo import ACCOUNTS
from tests.copied import copy_into
from tests.demo_class import demo_of_today
from tests.page import Visitor
from tests.review.college import College


@pytest.fixture
def college(world):
    return College(world)


@pytest.fixture(scope="module")
def demo(tmp_path_factory):
    """The demo class's instructor, and its database."""
    folder = tmp_path_factory.mktemp("demo")
    app = create_app(Settings(f"sqlite:///{folder / 'demo.sqlite'}", "secret of the tests", testing=True))
    database = app.extensions["epcr.database"]
    copy_into(database, demo_of_today)
    passwords = {account.login: account.password for account in ACCOUNTS}
    visitor = Visitor(app)
    visitor.sign_in("instructor", passwords["instructor"])
    yield visitor, database
    database.engine.dispose()
