import pytest
from flask import Flask
from playwright.sync_api import expect

from tests.browser.axe import violations
from tests.browser.complaints import complaints_of
from tests.browser.serving import serving

ELSEWHERE = "<link rel=stylesheet href=http://elsewhere.invalid/style.css>"
STRICT = "default-src 'self'; img-src 'self' data:"


@pytest.fixture
def address():
    app = Flask(__name__, static_folder=None)

    @app.get("/")
    def sound():
        return "<!doctype html><html lang=en><title>Sheet</title><main><h1>Run sheet</h1></main>"

    @app.get("/broken")
    def broken():
        return "<!doctype html><html lang=en><title>Sheet</title><main><h1>Run sheet</h1><input></main>"

    @app.get("/scripted")
    def scripted():
        return "<!doctype html><title>Sheet</title><script>document.title = 'Run'</script>" + ELSEWHERE

    @app.after_request
    def strict(response):
        response.headers["Content-Security-Policy"] = STRICT
        return response

    with serving(app) as address:
        yield address


def test_axe_judges_a_page_under_a_strict_policy(tab, address):
    tab.goto(address)
    expect(tab.get_by_role("heading", name="Run sheet")).to_be_visible()
    assert violations(tab) == []


def test_axe_names_the_control_that_has_no_label(tab, address):
    tab.goto(f"{address}/broken")
    assert [line.split(":")[0] for line in violations(tab)] == ["label at input"]


def test_a_tab_is_as_wide_and_as_dark_as_asked(new_tab, address):
    tab = new_tab(width=390, scheme="dark")
    tab.goto(address)
    assert tab.evaluate("[innerWidth, matchMedia('(prefers-color-scheme: dark)').matches]") == [390, True]


def test_a_refused_script_and_an_address_elsewhere_are_heard(browser, address):
    with browser.new_context() as context:
        tab = context.new_page()
        heard = complaints_of(tab)
        tab.goto(f"{address}/scripted")

    assert any("Content Security Policy" in complaint for complaint in heard)
    assert "asked for http://elsewhere.invalid/style.css" in heard
