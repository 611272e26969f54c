"""Between two revisions a number has changed where other words are read; the same in another unit is none."""

import pytest

from epcr.review.frozen import freeze
from epcr.review.revision import compare
from epcr.sheet.vitals import VitalSigns
from tests import build


def changed(name, before, after):
    """The labels of what changed, where a class that reads °F and mmol/L typed one after the other."""
    sheet = build.sheet()
    sheet.temperature, sheet.glucose = "°F", "mmol/L"
    frozen = []
    for text in (before, after):
        setattr(sheet.vitals[0], name, VitalSigns.fields()[name].read([text], sheet.context()))
        frozen.append(freeze(sheet))
    return [change.label for change in compare(*frozen)]


@pytest.mark.parametrize(
    ("name", "before", "after"),
    [
        ("temperature", "100.4", "38 C"), ("temperature", "98.2", "36.8 °C"), ("glucose", "5.4", "97 mg/dL"),
        ("glucose", "3.3", "60 mg/dL"),
    ],
)  # fmt: skip
def test_the_same_number_in_another_unit_is_no_change(name, before, after):
    assert changed(name, before, after) == []


@pytest.mark.parametrize(
    ("name", "before", "after"),
    [("temperature", "100.4", "100.5"), ("glucose", "5.4", "5.5"), ("glucose", "5.4", "High")],
)
def test_another_number_is_a_change(name, before, after):
    assert len(changed(name, before, after)) == 1
