"""What the server says so that a device may keep pages: for whom each answer is, which may be kept, and the worker of this version."""

from __future__ import annotations

import json
import re

import pytest

from epcr.web.offline import IN_ADVANCE, KEEP, NOBODY, PERSON
from tests import build


@pytest.fixture
def sheet(world):
    return world.keep(build.sheet())


def answer(world, path, login="ruiz", **headers):
    return world.as_(login).client.get(path, headers=headers)


@pytest.mark.parametrize("slug", ["call", "check", "incident", "vitals", "exam?region=chest", "narrative"])
def test_a_trainee_may_keep_the_pages_of_a_sheet(world, sheet, slug):
    page = answer(world, f"/sheets/{sheet}/{slug}")
    assert page.headers[KEEP] == "1"
    assert f'data-person="{page.headers[PERSON]}"' in page.text


def test_my_run_sheets_may_be_kept(world):
    assert KEEP in answer(world, "/").headers


@pytest.mark.parametrize(
    "path",
    ["/certificates", "/account/password", "/rules", "/sheets/{sheet}/print", "/sheets/{sheet}/nonsense"],
)
def test_nothing_else_is_kept(world, sheet, path):
    page = answer(world, path.format(sheet=sheet))
    assert KEEP not in page.headers
    assert page.headers["Cache-Control"] == "no-store"


def test_an_instructor_keeps_nothing(world, sheet):
    for path in ("/", f"/review/{sheet}", f"/sheets/{sheet}/vitals"):
        page = answer(world, path, "teacher")
        assert KEEP not in page.headers
        assert page.headers[PERSON] != answer(world, "/").headers[PERSON]


def test_a_page_for_nobody_says_so_and_health_says_nothing(world):
    client = world.app.test_client()
    assert client.get("/sign-in").headers[PERSON] == NOBODY
    assert client.get("/").headers[PERSON] == NOBODY  # refused
    assert PERSON not in client.get("/healthz").headers


def test_a_message_is_neither_kept_nor_used_up_by_what_is_fetched_in_advance(world, sheet):
    visitor = world.as_("ruiz")
    with visitor.client.session_transaction() as cookie:
        cookie["_flashes"] = [("good", "Told to whoever looks")]
    in_advance = answer(world, f"/sheets/{sheet}/vitals", **{IN_ADVANCE: "1"})
    assert "Told to whoever looks" not in in_advance.text
    assert in_advance.headers[KEEP] == "1"
    looked_at = answer(world, f"/sheets/{sheet}/vitals")
    assert "Told to whoever looks" in looked_at.text
    assert KEEP not in looked_at.headers


def knows(world):
    worker = world.app.test_client().get("/worker.js")
    assert worker.mimetype == "text/javascript"
    return json.loads(re.match(r"const KNOWS = (.*);\n", worker.text)[1])


def test_the_worker_knows_every_file_that_a_kept_page_names(world, sheet):
    files = set(knows(world)["files"])
    named = set()
    for slug in (
        "call",
        "check",
        "incident",
        "vitals",
        "exam",
        "interventions",
        "narrative",
        "crew",
        "handoff",
        "signatures",
    ):
        named |= set(re.findall(r'(/static/[^"#]+)', answer(world, f"/sheets/{sheet}/{slug}").text))
    named |= set(re.findall(r'(/static/[^"#]+)', answer(world, "/").text))
    assert named
    assert named - files == set()
    client = world.app.test_client()
    for file in files:  # a worker with one that is not there is never installed
        assert client.get(file).status_code == 200, file


def test_every_script_that_a_file_of_the_worker_imports_is_one_too(world):
    files = set(knows(world)["files"])
    client = world.app.test_client()
    for file in files:
        if file.endswith(".js"):
            for name in re.findall(r'(?:from|import)\s*\(?"\./([^"]+)"', client.get(file).text):
                assert f"/static/{name}" in files, (file, name)


def test_the_page_for_what_is_not_kept_names_nobody(world):
    for path in ("/offline", "/offline?sent=1"):
        page = world.app.test_client().get(path)
        assert page.status_code == 200
        assert "data-person" not in page.text
        assert KEEP not in page.headers


def test_a_worker_of_our_own_alone_may_run(world):
    for path in ("/worker.js", "/sign-in"):
        policy = world.app.test_client().get(path).headers["Content-Security-Policy"]
        assert "worker-src 'self'" in policy
        assert "script-src" not in policy  # 'self', as all else


def test_new_acts_and_findings_know_where_they_are_kept_without_a_network(world, sheet):
    for slug in ("interventions", "exam"):
        page = answer(world, f"/sheets/{sheet}/{slug}").text
        assert f'data-logs="/sheets/{sheet}/changes"' in page
        assert "data-changes" not in page
    for slug in ("vitals", "incident"):
        assert "data-logs" not in answer(world, f"/sheets/{sheet}/{slug}").text
