"""A newborn on paper: minutes and hours of age, a weight with two places or in pounds and ounces."""

import pytest

from epcr.report.sbar import sbar_pdf
from tests import build
from tests.report import reading
from tests.report.printed import printed

MINUTES, HOURS = "2516005", "2516003"
PRINTED = build.clock("17:44")


def newborn(number=20, units=MINUTES, weight=3.25, unit="kg", **values):
    sheet = build.sheet()
    sheet.weight = unit
    sheet.patient.date_of_birth = build.DAY
    build.fill(sheet, "patient", age=number, age_units=units, weight=weight, **values)
    return sheet


def text_of(pdf):
    return " ".join(reading.text(pdf).split())


@pytest.mark.parametrize(
    ("sheet", "age", "weight"),
    [
        (newborn(), "20 minutes", "3.25 kg"), (newborn(3, HOURS, 2.9), "3 hours", "2.9 kg"),
        (newborn(1, MINUTES, 7.25 * 0.45359237, "lb"), "1 minute", "7 lb 4 oz"), (newborn(45, MINUTES, 0.85), "45 minutes", "0.85 kg"),
    ],
)  # fmt: skip
def test_a_newborn_stands_on_both_papers_as_it_was_told(sheet, age, weight):
    for pdf in (
        sbar_pdf(sheet, state_word="submitted", revision=1, printed_at=PRINTED),
        printed(sheet),
    ):
        said = text_of(pdf)
        assert age in said
        assert weight in said
        assert "0 days" not in said
