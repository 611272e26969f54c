"""The handoff of every demo sheet is a page that can be shown to somebody."""

import re

import pytest

from epcr.report.sbar import sbar_pdf
from epcr.review import steps as review
from epcr.scenarios.worked import worked_sheets
from epcr.sheet.run_sheet import RunSheet
from tests.demo_class import LOADED
from tests.report.reading import drawn_over_each_other, glyphs, page_count, text, undrawn

SHEETS = {one.name: one for one in worked_sheets()}


@pytest.fixture
def print_handoff(demo):
    """The handoff of a sheet as PDF, and the sheet."""

    def printed(name: str, paper: str = "letter") -> tuple[bytes, RunSheet]:
        with demo.read() as session:
            sheet = session.get_one(RunSheet, SHEETS[name].id_of())
            pdf = sbar_pdf(
                sheet,
                paper=paper,
                state_word=str(review.state(session, sheet)),
                revision=review.revision_number(session, sheet),
                printed_at=LOADED,
            )
            return pdf, sheet

    return printed


@pytest.mark.parametrize("paper", ["letter", "a4"])
@pytest.mark.parametrize("name", SHEETS)
def test_the_handoff_of_a_demo_sheet_is_one_page_with_every_character(print_handoff, name, paper):
    pdf, _ = print_handoff(name, paper)
    assert page_count(pdf) == 1
    assert undrawn(pdf) == []
    assert drawn_over_each_other(glyphs(pdf)) == []


@pytest.mark.parametrize("name", SHEETS)
def test_the_handoff_of_a_demo_sheet_says_no_word_of_the_machine(print_handoff, name):
    pdf, _ = print_handoff(name)
    assert re.findall(r"\b(?:None(?! reported)|null|nan)\b", text(pdf)) == []


@pytest.mark.parametrize("name", [name for name, one in SHEETS.items() if one.vitals])
def test_the_handoff_of_a_demo_sheet_names_patient_unit_and_crew(print_handoff, name):
    pdf, sheet = print_handoff(name)
    words = " ".join(text(pdf).split())
    assert sheet.patient.name() in words
    assert sheet.incident.unit in words
    assert all(member.member in words for member in sheet.crew)


@pytest.mark.parametrize("name", ["inferior-stemi-2", "ladder-fall-2", "vf-arrest-2"])
def test_an_act_outside_scope_stands_on_the_handoff(print_handoff, name):
    pdf, _ = print_handoff(name)
    assert "OUTSIDE SCOPE" in text(pdf)


@pytest.mark.parametrize("name", ["inferior-stemi-2", "hypoglycemia-refusal-2", "ladder-fall-3"])
def test_what_is_not_submitted_is_printed_as_a_draft(print_handoff, name):
    pdf, _ = print_handoff(name)
    assert "DRAFT" in text(pdf)
