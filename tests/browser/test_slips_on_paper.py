"""New passwords as they come out of the printer: strips to cut, black on white also from a dark screen, none broken by a page."""

from __future__ import annotations

import ctypes
import re

import pypdfium2
import pytest

from epcr.visit.reach import SERVED_ON
from tests.browser.serving import serving
from tests.people.test_classes import classroom
from tests.world import PASSWORD

PEOPLE = 32
HERE = ("192.0.2.7", 8000)  # RFC 5737: an address of documentation
NAMES = {"l0O1.Il": "Olga O’Il-10", "x" * 40: "Maximiliana Featherstonehaugh-Wintersteller of the Long Hills"}

LINES = """(() => {
  const rows = [...document.querySelectorAll("table.passwords tbody tr")].map((one) => getComputedStyle(one));
  return {lines: rows.map((one) => [one.borderBottomStyle, one.borderBottomColor]), first: rows[0].borderTopStyle};
})()"""


def printed(new_tab, world, scheme, *, paper="Letter"):
    """The page of a list's passwords, printed by the browser, with the page as it is read on the screen."""
    people = {**{f"trainee{number:02}": f"Trainee Number {number:02}" for number in range(PEOPLE)}, **NAMES}
    rows = "\n".join(f"{name}, {login}" for login, name in people.items())
    page = world.as_("teacher").open(f"/classes/{classroom(world).id}/import")
    slip = page.fill("Paste the list", rows).submit("Look at the list").submit(f"Add {len(people)} people")
    world.app.config[SERVED_ON] = HERE
    with serving(world.app) as address:
        tab = new_tab(width=820, scheme=scheme)
        tab.goto(f"{address}/sign-in")
        tab.get_by_label("Login", exact=True).fill("teacher")
        tab.get_by_label("Password", exact=True).fill(PASSWORD)
        tab.get_by_role("button", name="Sign in").click()
        tab.wait_for_load_state()
        tab.goto(f"{address}{slip.address}")
        tab.wait_for_load_state()
        tab.emulate_media(media="print")
        drawn = tab.evaluate(LINES)
        tab.emulate_media(media=None)
        pdf = tab.pdf(format=paper, print_background=True)
        codes = [one.inner_text() for one in tab.locator("table.passwords code").all()]
    return dict(zip(codes[::2], codes[1::2], strict=True)), pdf, drawn


def texts(pdf):
    opened = pypdfium2.PdfDocument(pdf)
    found = []
    for page in opened:
        read = page.get_textpage()
        found.append("".join(read.get_text_range().split()))  # a printer spaces letters as it likes
        read.close()
        page.close()
    opened.close()
    return found


@pytest.mark.parametrize(("scheme", "paper"), [("dark", "Letter"), ("light", "A4")])
def test_each_strip_is_whole_on_one_page_with_class_name_login_password_and_address(
    new_tab, world, scheme, paper
):
    passwords, pdf, _ = printed(new_tab, world, scheme, paper=paper)
    pages = texts(pdf)
    assert len(passwords) == PEOPLE + len(NAMES)
    assert len(pages) > 1
    for login, password in passwords.items():
        strips = [strip for text in pages for strip in text.split("ClassEveningclass") if password in strip]
        assert len(strips) == 1, login
        for told in (login, "http://192.0.2.7:8000/sign-in"):
            assert told in strips[0], (login, told)
    assert sum(text.count("ClassEveningclass") for text in pages) == len(passwords)
    assert "invented" not in "".join(pages)  # the foot of the screen took a paper of its own


def test_from_a_dark_screen_all_of_it_is_black_on_white(new_tab, world):
    _, pdf, _ = printed(new_tab, world, "dark")
    opened = pypdfium2.PdfDocument(pdf)
    for page in opened:
        drawn = page.render(scale=1.5).to_pil().convert("RGB")
        page.close()
        colors = drawn.getcolors(1 << 24)
        total = sum(count for count, _ in colors)
        white = sum(count for count, color in colors if min(color) > 245)
        assert white / total > 0.8
        assert all(max(color) - min(color) < 24 for _, color in colors), "something is colored"
        assert any(max(color) < 30 for _, color in colors)
    opened.close()


def test_a_dashed_line_to_cut_along_stands_above_the_first_strip_and_below_each(new_tab, world):
    passwords, pdf, drawn = printed(new_tab, world, "light")
    assert drawn["lines"] == [["dashed", "rgb(0, 0, 0)"]] * len(passwords)
    assert drawn["first"] == "dashed"
    assert len(texts(pdf)) >= 1


def test_the_letters_of_logins_and_passwords_tell_0_from_o_and_1_from_l(new_tab, world):
    _, pdf, _ = printed(new_tab, world, "light")
    opened = pypdfium2.PdfDocument(pdf)
    fonts = set()
    for page in opened:
        read = page.get_textpage()
        text = read.get_text_range()
        at = text.casefold().find("l0o1.il")
        if at >= 0:
            fonts |= {font_of(read, number) for number in range(at, at + len("l0o1.il"))}
        read.close()
        page.close()
    opened.close()
    assert fonts
    assert all(re.search(r"Mono|Consolas|Menlo", one) for one in fonts), fonts


def font_of(read, number):
    length = pypdfium2.raw.FPDFText_GetFontInfo(read, number, None, 0, None)
    buffer = ctypes.create_string_buffer(length)
    pypdfium2.raw.FPDFText_GetFontInfo(read, number, buffer, length, None)
    return buffer.value.decode("utf-8", "replace")
