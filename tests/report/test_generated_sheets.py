"""Whatever is on a sheet, the handoff is one page on which everything can be read."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from epcr.report.handoff_page.formats import FORMATS
from epcr.report.sbar import sbar_pdf
from tests import build
from tests.luck import examples
from tests.report import reading
from tests.report.generated import AS_THEY_ARE, run_sheets

PRINTED_ON = {
    "paper": st.sampled_from(["letter", "a4"]),
    "form": st.sampled_from(list(FORMATS)),
    "state_word": st.sampled_from(["draft", "accepted"]),
}


@examples(60, AS_THEY_ARE)
@given(run_sheets(), st.fixed_dictionaries(PRINTED_ON))
def test_every_sheet_is_one_readable_page(sheet, how):
    pdf = sbar_pdf(
        sheet,
        **how,
        revision=2,
        printed_at=build.clock("17:44"),
        address="http://127.0.0.1:8000/sheets/0123456789ab",
    )
    assert reading.page_count(pdf) == 1
    assert reading.undrawn(pdf) == []
    found = reading.glyphs(pdf)
    assert reading.drawn_over_each_other(found) == []
    width, height = (612, 792) if how["paper"] == "letter" else (595.28, 841.89)
    assert all(
        one.left >= 18 and one.right <= width - 18 and one.top >= 18 and one.bottom <= height - 18
        for one in found
    )


@examples(40, AS_THEY_ARE)
@given(run_sheets(), st.fixed_dictionaries(PRINTED_ON))
def test_many_more_are_one_page_each(sheet, how):
    assert reading.page_count(sbar_pdf(sheet, **how, revision=1)) == 1
