"""Enter in a field, and Go on a phone's keyboard, press the first button of the form: it is the one that does what the form is for."""

import pytest

TYPED = "input:not([type]), input[type=text], input[type=password], input[type=search], input[type=url], input[type=email]"


pytestmark = pytest.mark.xdist_group("every page")


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


def test_enter_presses_the_button_that_the_form_is_for(every_page):
    wrong, met = {}, 0
    for asked, html in every_page.read("form", "button", "input"):
        for form in html.select("form[method=post]"):
            if not form.select(TYPED):
                continue
            button, met = first_button(html, form), met + 1
            if button is not None and (button.has_attr("formaction") or button.has_attr("name")):
                wrong[asked] = str(button)[:120]
    assert wrong == {}
    assert met > 30
