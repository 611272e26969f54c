"""The project as a college installs it: from its wheel, in a clean environment, far from the checkout."""

import os
import re
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
import zipfile
from pathlib import Path
from urllib.parse import urljoin

import pytest
from bs4 import BeautifulSoup
from pypdf import PdfReader

CHECKOUT = Path(__file__).resolve().parents[2]
CARRIED = {"epcr": "epcr", "templates": "epcr/_data/templates", "schemas": "epcr/_data/schemas"}
PATIENCE_S = 60


@pytest.fixture(scope="module")
def wheel(tmp_path_factory):
    folder = tmp_path_factory.mktemp("wheel")
    build = [sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", folder, CHECKOUT]
    subprocess.run(build, check=True, capture_output=True, text=True)
    [made] = folder.glob("*.whl")
    return made


@pytest.fixture(scope="module")
def far_away(tmp_path_factory):
    return tmp_path_factory.mktemp("far-away")


@pytest.fixture(scope="module")
def epcr(wheel, far_away):
    """Runs the installed command: `epcr("check-schemas")`; `epcr.start(...)` does not wait for its end."""
    home = far_away / "home"
    home.mkdir()
    environment = {"HOME": str(home), "PATH": os.defpath, "LANG": "C.UTF-8"}
    kept = {name: value for name, value in os.environ.items() if name.startswith("PIP_")}
    subprocess.run([sys.executable, "-m", "venv", "--without-pip", far_away / "venv"], check=True)
    python = far_away / "venv" / "bin" / "python"
    # Compiled is what is imported, when it is.
    pip = [sys.executable, "-m", "pip", "--python", python, "install", "--quiet", "--no-deps", "--no-compile"]
    pinned = ["--require-hashes", "-r", CHECKOUT / "requirements" / "run.txt"]
    cache = {"HOME": os.environ.get("HOME", str(home)), "PATH": os.defpath}
    subprocess.run([*pip, *pinned], check=True, cwd=far_away, env=kept | cache)
    subprocess.run([*pip, wheel], check=True, cwd=far_away, env=kept | cache)
    command = far_away / "venv" / "bin" / "epcr"

    def run(*words):
        return subprocess.run(
            [command, *words], cwd=far_away, env=environment, capture_output=True, text=True, check=False
        )

    def start(*words):
        with (far_away / "serve.log").open("w") as log:
            return subprocess.Popen([command, *words], cwd=far_away, env=environment, stdout=log, stderr=log)

    run.start = start
    return run


@pytest.fixture(scope="module")
def address(epcr, far_away):
    """Where the installed project answers."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    server = epcr.start("serve", "--host", "127.0.0.1", "--port", str(port))
    until = time.monotonic() + PATIENCE_S
    try:
        while not answers(port):
            assert server.poll() is None, (far_away / "serve.log").read_text()
            assert time.monotonic() < until, (far_away / "serve.log").read_text()
            time.sleep(0.2)
        yield f"http://127.0.0.1:{port}"
    finally:
        server.terminate()
        server.wait(timeout=PATIENCE_S)


def answers(port):
    with socket.socket() as caller:
        return caller.connect_ex(("127.0.0.1", port)) == 0


def fetch(url):
    with urllib.request.urlopen(url, timeout=10) as response:  # noqa: S310  (our own server)
        return response.read().decode()


def test_the_wheel_says_what_others_made(wheel):
    with zipfile.ZipFile(wheel) as carried:
        names = {name.split(".dist-info/licenses/")[-1]: name for name in carried.namelist()}
        assert "FiraGO" in carried.read(names["NOTICES.md"]).decode()
        assert "SIL OPEN FONT LICENSE" in carried.read(names["epcr/static/fira-OFL.txt"]).decode()


def test_the_wheel_carries_every_file_of_the_project(wheel):
    listed = ["git", "ls-files", "--cached", "--others", "--exclude-standard", *CARRIED]
    files = subprocess.run(listed, cwd=CHECKOUT, check=True, capture_output=True, text=True).stdout.split(
        "\n"
    )
    expected = set()
    for file in filter(None, files):
        if (CHECKOUT / file).is_file():
            top, _, rest = file.partition("/")
            expected.add(f"{CARRIED[top]}/{rest}")
    carried = {name for name in zipfile.ZipFile(wheel).namelist() if name.startswith("epcr/")}
    assert {file.split("/")[-1] for file in expected} >= {"paths.py", "us-national-2019.toml"}
    assert carried == expected


def test_the_checkout_holds_no_copy_of_what_the_wheel_carries(wheel):
    assert wheel.is_file()
    assert not (CHECKOUT / "epcr" / "_data").exists()


def test_the_installed_schemas_are_in_order(epcr):
    run = epcr("check-schemas")
    assert run.returncode == 0, run.stderr


def test_the_installed_project_keeps_its_records_with_the_user(epcr, address, far_away):
    assert fetch(f"{address}/sign-in")
    assert list((far_away / "home" / ".local" / "share" / "epcr").iterdir())


def test_it_serves_the_same_page_as_the_checkout(address, tmp_path, monkeypatch):
    from epcr import create_app  # noqa: PLC0415  (the environment is set first)
    from epcr.config import from_environment  # noqa: PLC0415

    monkeypatch.setenv("EPCR_HOME", str(tmp_path))
    here = create_app(from_environment()).test_client().get("/sign-in").get_data(as_text=True)
    there = fetch(f"{address}/sign-in")
    assert "<form" in there
    assert without_token(there) == without_token(here)


def without_token(page):
    """The page's source with the value of its CSRF token, new at every request, taken out."""
    tree = BeautifulSoup(page, "html.parser")
    for control in tree.select("[name=csrf_token]"):
        control["value"] = ""
    return re.sub(r"\s+", " ", str(tree))


def test_it_serves_the_files_a_page_asks_for(address):
    page = BeautifulSoup(fetch(f"{address}/sign-in"), "html.parser")
    wanted = [tag["href"] for tag in page.select("link[href]")] + [tag["src"] for tag in page.select("[src]")]
    assert any(".css" in file for file in wanted)
    for file in wanted:
        assert fetch(urljoin(f"{address}/sign-in", file))


def test_the_demo_class_is_printed_as_a_page_each(epcr, address, far_away):
    made = epcr("demo")
    assert made.returncode == 0, made.stderr
    listed = epcr("sheets")
    assert listed.returncode == 0, listed.stderr
    sheets = [line.split("\t") for line in listed.stdout.splitlines()]
    assert len(sheets) >= 8
    file = far_away / "handoff.pdf"
    printed = epcr("pdf", "sbar", sheets[0][0], "-o", str(file))
    assert printed.returncode == 0, printed.stderr
    assert len(PdfReader(file).pages) == 1


def test_an_unknown_page_is_not_found(address):
    with pytest.raises(urllib.error.HTTPError, match="404"):
        fetch(f"{address}/no-such-page")
