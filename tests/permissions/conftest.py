"""The command on an empty folder, and rulesets read anew for each question."""

import pytest

from tests.cli.running import Epcr


@pytest.fixture
def epcr(tmp_path):
    return Epcr(tmp_path / "home")


@pytest.fixture
def document(tmp_path):
    """Write a document; its path."""

    def write(text, name="list.xml"):
        path = tmp_path / name
        path.write_bytes(text if isinstance(text, bytes) else text.encode())
        return str(path)

    return write
