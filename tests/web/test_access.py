"""Nobody sees what is not theirs; whatever is not in the table is refused."""

import pytest

from epcr.sheet.run_sheet import BY_SLUG
from epcr.web.access import ACCESS

PAGES = (*BY_SLUG, "check", "print", "sbar.pdf", "run-sheet.pdf")


def test_every_page_is_in_the_table_and_every_line_of_it_is_a_page(world):
    assert {rule.endpoint for rule in world.app.url_map.iter_rules()} == set(ACCESS)


def test_nobody_is_let_in_by_mistake(world):
    assert {name for name, roles in ACCESS.items() if roles is None} == {
        "static", "people.sign_in", "people.join", "health.healthz", "trust.steps", "trust.certificate", "offline.page",
        "offline.worker",
    }  # fmt: skip


@pytest.mark.parametrize("slug", PAGES)
def test_a_sheet_of_somebody_else_is_not_found(world, slug):
    sheet = world.begin("ruiz")
    for login in ("okafor", "stranger", "other_teacher"):
        assert world.as_(login).client.get(f"/sheets/{sheet}/{slug}").status_code == 404


@pytest.mark.parametrize(
    "path", ["incident", "vitals", "vitals/x/strike", "exam/no-abnormality", "interventions/x/answer"]
)
def test_a_sheet_of_somebody_else_cannot_be_written(world, path):
    sheet = world.begin("ruiz")
    for login in ("okafor", "stranger", "teacher", "other_teacher", "boss"):
        token = world.as_(login).open("/").hidden("csrf_token")
        answer = world.as_(login).client.post(
            f"/sheets/{sheet}/{path}", data={"csrf_token": token, "incident-unit": "X"}
        )
        assert answer.status_code == 404
    assert world.sheet(sheet).incident.unit is None


@pytest.mark.parametrize("name", ["nothing", "0", "../etc", "%00", "a" * 500])
def test_an_unknown_sheet_is_not_found(world, name):
    assert world.as_("ruiz").client.get(f"/sheets/{name}/incident").status_code == 404


def test_a_visitor_is_asked_to_sign_in_and_comes_back(world):
    sheet = world.begin()
    answer = world.app.test_client().get(f"/sheets/{sheet}/vitals")
    assert answer.status_code == 302
    assert answer.headers["Location"].startswith("/sign-in?next=")


def test_a_request_without_a_token_changes_nothing(world):
    sheet = world.begin()
    answer = world.as_("ruiz").client.post(
        f"/sheets/{sheet}/incident", data={"incident-unit": "Medic 4", "version": "0"}
    )
    assert answer.status_code == 400
    assert world.sheet(sheet).incident.unit is None


def test_every_answer_carries_the_policy(world):
    for path in ("/sign-in", "/nothing", "/static/epcr.css"):
        with world.app.test_client().get(path) as answer:
            headers = answer.headers
        assert "unsafe-inline" not in headers["Content-Security-Policy"]
        assert "default-src 'self'" in headers["Content-Security-Policy"]
        assert headers["X-Content-Type-Options"] == "nosniff"


def test_the_cookie_cannot_be_read_by_scripts_or_sent_from_elsewhere(world):
    answer = world.app.test_client().get("/sign-in")
    cookie = answer.headers["Set-Cookie"]
    assert "HttpOnly" in cookie
    assert "SameSite=Lax" in cookie


def test_pages_of_a_sheet_are_not_kept_by_the_browser(world):
    sheet = world.begin()
    assert world.as_("ruiz").client.get(f"/sheets/{sheet}/patient").headers["Cache-Control"] == "no-store"
