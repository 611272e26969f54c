"""A trainee at a tablet: types and taps by the words on the page."""

from __future__ import annotations

import re
import time

from playwright.sync_api import Locator, Page, expect

from tests.nemsis_case import Said, Sheetful


def sign_in(tab: Page, address: str, login: str, password: str) -> None:
    """Sign in and arrive."""
    tab.goto(f"{address}/sign-in")
    tab.get_by_label("Login").fill(login)
    tab.get_by_label("Password", exact=True).fill(password)
    tab.get_by_role("button", name="Sign in").click()
    expect(tab.get_by_role("main")).to_be_visible()


def signed_in(tab: Page, address: str, login: str, password: str) -> None:
    """Be signed in, and open no page for it: the form is sent by the browser's own connection, beside its tabs.

    A name that only the browser resolves is signed in to by its page.
    """
    if "127.0.0.1" not in address:
        sign_in(tab, address, login, password)
        return
    form = tab.context.request.get(f"{address}/sign-in")
    token = re.search(r'name="csrf_token"[^>]*value="([^"]+)"', form.text())
    assert token is not None, f"{address} asks nobody to sign in"
    sent = {"csrf_token": token[1], "login": login, "password": password}
    answer = tab.context.request.post(f"{address}/sign-in", form=sent, max_redirects=0)
    assert answer.status == 303, answer.text()


def tap_twice(button: Locator, milliseconds: int) -> None:
    """Tap twice, as a finger does: by place, so that nothing waits for the page in between.

    The events say that they are so many milliseconds apart, however slowly they come on a busy machine.
    """
    button.scroll_into_view_if_needed()
    tab = button.page
    tab.wait_for_load_state("networkidle")  # until then the page may still move to where one was
    box = button.bounding_box()
    assert box is not None
    place = {"x": box["x"] + box["width"] / 2, "y": box["y"] + box["height"] / 2}
    begun = time.time()
    for seconds in (0.0, milliseconds / 1000):
        tap_at(tab, place, begun + seconds)
        tab.wait_for_timeout(milliseconds)


def tap_at(tab: Page, place: dict[str, float], moment: float) -> None:
    """Tap a place at a moment, in seconds since 1970, whenever the events really come."""
    session = tab.context.new_cdp_session(tab)
    for kind in ("mousePressed", "mouseReleased"):
        event = {**place, "button": "left", "type": kind, "timestamp": moment, "clickCount": 1}
        session.send("Input.dispatchMouseEvent", event)


def key(tab: Page, sheetful: Sheetful) -> None:
    """Key one section or entry and save it."""
    form = fill_in(tab, sheetful)
    with tab.expect_navigation():
        form.locator("button[type=submit]").first.click()
    expect(tab.locator("[role=alert]")).to_have_count(0)
    expect(tab.get_by_role("status").first).to_contain_text("Saved")


def unfolded(tab: Page) -> Locator:
    """The form of the page with every group open."""
    form = tab.locator("#sheet-form")
    folded = form.locator("details.group:not([open]):visible")
    while folded.count():
        folded.first.locator("summary").first.click()
    return form


def fill_in(tab: Page, sheetful: Sheetful) -> Locator:
    """Key one section or entry; its form."""
    form = unfolded(tab)
    for said in sheetful.said:
        if sheetful.slug == "exam" and said.name == "region":
            continue  # the region was opened from the list
        {"fill": _fill, "choose": _choose, "why": _why, "lacks": _lacks}[said.act](form, said)
    return form


def _control(form: Locator, label: str) -> Locator:
    return form.get_by_label(label, exact=True).and_(form.locator("input, textarea, select"))


def _fill(form: Locator, said: Said) -> None:
    control = _control(form, said.label)
    if "token-entry" in (control.get_attribute("class") or ""):
        for line in said.words[0].splitlines():
            control.fill(line)
            control.press("Escape")
            control.press("Enter")
    else:
        control.fill(said.words[0])


def _choose(form: Locator, said: Said) -> None:
    group = form.get_by_role("group", name=said.label, exact=True)
    if group.count():
        for words in said.words:
            _tap(group.first, words)
        return
    control = _control(form, said.label)
    if control.get_attribute("role") == "combobox":
        control.fill(said.words[0])
        control.press("Enter")
        expect(control).to_have_value(re.compile(re.escape(said.words[0]) + "$"))
    else:
        option = control.locator("option").filter(
            has_text=re.compile(rf"^\s*(\d · )?{re.escape(said.words[0])}\s*$")
        )
        control.select_option(value=option.get_attribute("value"))


def _tap(group: Locator, words: str) -> None:
    chip = (
        group.locator("label.chip, label.segment")
        .filter(has_text=re.compile(rf"^\s*(no |\d · )?{re.escape(words)}\s*$"))
        .first
    )
    closed = group.locator("details:not([open]):not(.why)")
    while not chip.is_visible() and closed.count():
        closed.first.locator("summary").first.click()
    chip.click()
    expect(chip.locator("input")).to_be_checked()


def _why(form: Locator, said: Said) -> None:
    chooser = form.get_by_label(re.compile(rf"^{re.escape(said.label)}: ")).and_(form.locator("select"))
    if not chooser.is_visible():
        chooser.locator("xpath=ancestor::details[1]").locator("summary").click()
    chooser.select_option(label=said.words[0])


def _lacks(form: Locator, said: Said) -> None:
    typed = _control(form, f"{said.label}, not present")
    if typed.count():
        if not typed.is_visible():
            typed.locator("xpath=ancestor::details[1]").locator("summary").click()
        for words in said.words:
            typed.fill(words)
            typed.press("Escape")
            typed.press("Enter")
        return
    group = form.get_by_role("group", name=said.label, exact=True)
    negatives = group.locator("details.negatives")
    if not negatives.get_attribute("open"):
        negatives.locator("summary").first.click()
    for words in said.words:
        _tap(negatives, words)
