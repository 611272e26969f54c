"""The command on an empty folder with the published files, and the official documents as text to change."""

import pytest

from tests.cli.running import Epcr


@pytest.fixture
def epcr(tmp_path):
    return Epcr(tmp_path / "home")


@pytest.fixture
def checked(epcr, shared, tmp_path):
    """Check a text as a document; the lines that were said of it, without the name of the file."""

    def run(text, status):
        file = tmp_path / "report.xml"
        file.write_bytes(text if isinstance(text, bytes) else text.encode())
        done = epcr("nemsis", "check", str(file), "--files", str(shared / "nemsis"))
        assert done.exit_code == status, done.output
        return [line.removeprefix(f"{file}:") for line in (done.stdout + done.stderr).splitlines()]

    return run


@pytest.fixture
def case(shared):
    """The text of an official document, like `full/2025-EMS-3-MVC`."""

    def read(name):
        return (shared / "nemsis" / "cases" / f"{name}_v351.xml").read_text("utf-8")

    return read
