"""Enter in a field, and Go on a phone's keyboard, press the first button of the form: it is the one that does what the form is for."""

import pytest
from bs4 import BeautifulSoup

from tests.every_page import full_college, pages
from tests.page import Visitor

TYPED = "input:not([type]), input[type=text], input[type=password], input[type=search], input[type=url], input[type=email]"


@pytest.fixture(scope="module")
def college(tmp_path_factory):
    made = full_college(tmp_path_factory.mktemp("enter"), lambda most: "Words"[:most])
    yield made
    made.world.database.engine.dispose()


def first_button(html, form):
    """The button that Enter presses: the first that submits the form, in the order of the page, wherever it stands."""
    own = form.get("id")
    return next(
        (
            button
            for button in html.select("button:not([type=button]), input[type=submit]")
            if (button.get("form") == own if button.has_attr("form") else button.find_parent("form") is form)
        ),
        None,
    )


def test_enter_presses_the_button_that_the_form_is_for(college):
    nobody, wrong, met = Visitor(college.world.app), {}, 0
    for login, path in pages(college):
        visitor = college.world.as_(login) if login else nobody
        answer = visitor.client.get(path, follow_redirects=True)
        html = BeautifulSoup(answer.get_data(as_text=True), "html.parser")
        for form in html.select("form[method=post]"):
            if not form.select(TYPED):
                continue
            button, met = first_button(html, form), met + 1
            if button is not None and (button.has_attr("formaction") or button.has_attr("name")):
                wrong[f"{login} {path}"] = str(button)[:120]
    assert wrong == {}
    assert met > 30
