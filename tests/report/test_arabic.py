"""Arabic on paper, compared as a picture with letters that were joined and put from right to left by hand."""

from __future__ import annotations

import io

import pytest
from PIL import ImageChops
from reportlab.pdfgen.canvas import Canvas

from epcr.paper import fonts, style
from epcr.paper.blocks import BUILDING, Paper
from epcr.report.sbar import sbar_pdf
from tests import build
from tests.report import reading

# Unicode, Arabic Presentation Forms-B: each letter in the form that its neighbors give it, in the order of reading.
BY_HAND = {
    "العلي": "\u0627\ufedf\ufecc\ufee0\ufef2",  # alef; lam initial, ain medial, lam medial, yeh final
    "محمد": "\ufee3\ufea4\ufee4\ufeaa",  # meem initial, hah medial, meem medial, dal final
    "سلام": "\ufeb3\ufefc\u0645",  # seen initial, lam-alef final, meem alone
}
SCALE = 4.0


@pytest.mark.parametrize("name", BY_HAND)
def test_arabic_is_joined_and_runs_from_right_to_left(name):
    assert _printed(name).tobytes() == _drawn(BY_HAND[name][::-1]).tobytes()


@pytest.mark.parametrize("name", BY_HAND)
def test_the_picture_tells_unjoined_or_backward_letters_apart(name):
    for wrong in (name, name[::-1], BY_HAND[name]):
        assert ImageChops.difference(_printed(name), _drawn(wrong)).getbbox()


@pytest.mark.parametrize("name", BY_HAND)
def test_the_name_on_the_handoff_is_that_picture(name):
    sheet = build.sheet()
    build.fill(sheet, "patient", last_name=name, first_name=None)
    pdf = sbar_pdf(sheet, state_word="submitted", revision=1, printed_at=build.clock("17:44"))
    with BUILDING:
        wide = fonts.em_width(fonts.printable(name).text, bold=True) * style.NAME.size
    left, top = style.MARGIN, style.EDGE + 21
    region = tuple(round(edge * SCALE) for edge in (left, top, left + wide + 4, top + style.NAME.leading))
    on_paper = reading.picture(pdf, scale=SCALE).crop(region)
    by_hand = reading.picture(_page(BY_HAND[name][::-1], left, top), scale=SCALE).crop(region)
    assert on_paper.getbbox()
    assert on_paper.tobytes() == by_hand.tobytes()


def _printed(name):
    with BUILDING:
        page = Paper((200, 60), title="", subject="")
        page.write(20, 20, name, style.NAME, room=160)
        return reading.picture(page.finish(), scale=SCALE)


def _drawn(letters):
    return reading.picture(_page(letters, 20, 20, (200, 60)), scale=SCALE)


def _page(letters, left, top, size=style.LETTER):
    """These very characters from left to right on a bare canvas, where the paper writes a name."""
    with BUILDING:
        fonts.register()
        out = io.BytesIO()
        canvas = Canvas(out, pagesize=size)
        canvas.setFont(fonts.BOLD, style.NAME.size)
        baseline = (
            size[1]
            - top
            - (style.NAME.leading - style.NAME.size) / 2
            - (fonts.ASCENT + 0.06) * style.NAME.size
        )
        canvas.drawString(round(left, 2), round(baseline, 2), letters)
        canvas.showPage()
        canvas.save()
    return out.getvalue()


def test_a_joiner_before_a_ligature_is_left_out_and_the_rest_joined():
    assert fonts.printable("\u200d\u0644\u0627").text == fonts.printable("\u0644\u0627").text
    assert fonts.printable("\u0628\u200d \u0644\u0645").text != fonts.printable("\u0628 \u0644\u0645").text
