"""What an instructor says at a field is printed there."""

from epcr.report.run_sheet import run_sheet_pdf
from epcr.review import steps
from epcr.review.comments import comments
from epcr.review.remarks import remarks
from tests.report.printed import body_of


def test_a_comment_is_printed_at_the_field_it_is_about(college):
    sheet = college.submitted()
    with college.acting("teacher", sheet) as (session, found, who):
        steps.write_comment(
            session, found, who, anchor="patient-last_name", kind="must_fix", text="How is it spelled?"
        )
        steps.write_comment(session, found, who, anchor="narrative", kind="well_done", text="Reads well.")
        made = remarks(comments(session, found))
        assert [one.must_fix for one in made] == [True, False]
        text = body_of(run_sheet_pdf(found, state_word="submitted", revision=1, remarks=made))
        assert f"Reviewer {who.name} · MUST FIX · Last name How is it spelled?" in text
        assert f"Reviewer {who.name} · Well done Reads well." in text
        found.patient.last_name = "Harpur"
        text = body_of(run_sheet_pdf(found, state_word="submitted", revision=1, remarks=made))
        assert "How is it spelled? Changed since; it was: Harper" in text
