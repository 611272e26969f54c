"""The command on folders of its own: an empty one for each test, and one with the demo class for all that only read."""

import pytest

from tests.cli.running import Epcr


@pytest.fixture
def epcr(tmp_path):
    return Epcr(tmp_path / "home")


@pytest.fixture(scope="session")
def demo_class(tmp_path_factory):
    """The command with the demo class loaded, and what it said when it loaded it."""
    with_demo = Epcr(tmp_path_factory.mktemp("demo") / "home")
    run = with_demo("demo")
    assert run.exit_code == 0, run.stderr
    return with_demo, run.stdout
