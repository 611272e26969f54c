"""What a field reads can be typed with the keyboard that it asks for, on every form of the product."""

import re
import string
from pathlib import Path

import pytest
from bs4 import BeautifulSoup
from flask import render_template_string

from epcr import paths
from epcr.class_rules import cell_view
from epcr.sheet.context import Context
from epcr.sheet.customs import Customs
from epcr.sheet.kinds.day import Day
from epcr.sheet.kinds.moment import Moment
from epcr.sheet.kinds.number import Decimal, Number, Readout, Whole
from epcr.sheet.run_sheet import SECTIONS
from epcr.web.forms import form_for
from tests import build

# What the narrower of the keypads of iOS and Android offers for an inputmode (WHATWG HTML 6.8.7 names them; the keys were
# looked up on iOS 17 and Gboard). Everything else, and no inputmode at all, is the whole keyboard.
KEYS = {
    "numeric": set(string.digits),
    "decimal": set(string.digits + "."),
    "tel": set(string.digits + "*#+"),
    "none": set(),
}
EXAMPLES = {
    Moment: ["1732", "17:32", "17:32:05", "2026-10-12 00:10", "10/12 0010", "01:30 EST", "01:30 -05:00"],
    Day: ["03141958", "03/14/1958", "1958-03-14"],
    Whole: ["88", "2"],
    Decimal: ["36"],
    Readout: ["96"],
}
WITH_UNIT = {"temperature": "98.6 F", "weight": "154 lb", "glucose": "97 mg/dL"}
HERE = Context(customs=Customs(day=build.DAY))
FIELDS = [
    pytest.param(section, name, id=f"{section.page.slug}-{name}")
    for section in SECTIONS
    for name, spec in section.fields().items()
    if isinstance(spec, Moment | Day | Number)
]


def drawn(world, section, name):
    """The control of a field as the page draws it."""
    control = form_for(section(), HERE)[name]
    with world.app.test_request_context("/"):
        page = render_template_string(
            '{% from "macros/controls.html" import control with context %}{{ control(field) }}', field=control
        )
    return BeautifulSoup(page, "html.parser")


def examples(spec):
    """Texts that the field reads, besides plain digits."""
    kind = next(kind for kind in EXAMPLES if isinstance(spec, kind))
    told = [*EXAMPLES[kind], *(words[1] for words in getattr(spec, "words", ()))]
    if isinstance(spec, Number):
        told.append(spec.example)
    if spec.unit and not spec.quantity:
        told.append(f"{spec.example} {spec.unit}")
    return [text for text in (*told, WITH_UNIT.get(spec.quantity, "")) if text and is_read(spec, text)]


def is_read(spec, text):
    try:
        return spec.read([text], HERE) is not None
    except ValueError:
        return False


def lacking(field, text):
    """The letters and signs of a text that the control's keyboard has no key for, where it has no key for the whole keyboard."""
    box = field.find("input", type="text")
    if field.find("button", attrs={"data-keys": box["id"]}):
        asked = box.get("inputmode", "")  # without the script, which brings keypad and key
    else:
        asked = box.get("inputmode") or box.get("data-keypad") or ""
    return set(text) - KEYS.get(asked, set(text))


@pytest.mark.parametrize(("section", "name"), FIELDS)
def test_what_a_field_reads_can_be_typed_where_it_stands(world, section, name):
    field, spec = drawn(world, section, name), section.fields()[name]
    told = examples(spec)
    assert told, "an example that the field reads is missing here"
    assert {text: lacking(field, text) for text in told if lacking(field, text)} == {}


@pytest.mark.parametrize("kind", ["moment", "day", "whole", "decimal", "readout"])
def test_digits_are_one_tap_away_in_every_control_of_digits(kind):
    drawn_by = (paths.templates() / "fields" / f"{kind}.html").read_text("utf-8")
    assert re.search(r"keypad\(\"(numeric|decimal)\"\)", drawn_by)


def test_no_template_asks_for_a_keyboard_that_is_narrower_than_the_field(world):
    """Hand-written controls too: numbers only ask for a keypad, and each that takes more has the key beside it."""
    plain_numbers = {
        "class_rules/rule_form.html",
        "macros/controls.html",
        "sheet/call.html",
        "sheet/call_pieces.html",
    }  # years, kilograms, doses: digits and a point; a clock as four digits
    for file in sorted(paths.templates().rglob("*.html")):
        text, name = file.read_text("utf-8"), file.relative_to(paths.templates()).as_posix()
        assert "inputmode=" not in text or name in plain_numbers, name
        assert not re.search(r'<input[^>]*type="(number|date|time|datetime-local|tel)"', text), name
        assert text.count("{{ keypad(") == text.count("{{ letters("), name


def test_the_numbers_of_a_rule_can_be_typed_on_the_keypad_for_decimals():
    asked = Path(cell_view.__file__).read_text("utf-8")
    assert 'inputmode="decimal"' in asked
    assert not set("0.5") - KEYS["decimal"]


@pytest.mark.parametrize(
    ("slug", "label"), [("incident", "Call received"), ("history", "Onset"), ("vitals", "Time taken")]
)
def test_a_page_without_scripts_takes_a_date_with_the_time(world, slug, label):
    page = world.page(world.begin(), slug)
    control = page._field(label)
    assert control.get("inputmode") is None
    assert control.get("maxlength") is None
    assert control.get("pattern") is None
