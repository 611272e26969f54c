"""The transfer-of-care file: a handoff that archives and readers take, with the data inside, byte for byte."""

import io

import page as validation
import pytest
from pypdf import PdfReader

from epcr.export.fhir import document_bytes, read_document
from epcr.report.sbar import sbar_pdf
from epcr.review.exported import DATA, transfer_of_care
from epcr.review.model import Kind, Step
from epcr.review.state import Standing
from tests import build
from tests.report.sheets import with_acts, with_sets, worst_case

STANDS = Standing((Step(run_sheet_id="7f3a09c2d1e4", actor_id=1, kind=Kind.ACCEPTED, revision=1),), 1)
SHEETS = {
    "of the class": build.sheet,
    "worst case": worst_case,
    "nothing on it": lambda: with_acts(with_sets(build.sheet(), 0), 0),
}


def reader(pdf):
    return PdfReader(io.BytesIO(pdf))


@pytest.fixture(params=SHEETS)
def sheet(request):
    made = SHEETS[request.param]()
    made.incident.saved_at = build.clock("18:30")
    return made


def test_it_conforms_to_pdf_a_3a_and_pdf_ua_1(sheet):
    pdf = transfer_of_care(sheet, STANDS, "Spring class")
    for profile in ("3a", "ua1"):
        report = validation.validate_pdf_bytes(pdf, profile=profile)
        assert report.is_compliant, [(failure.rule_id, failure.message) for failure in report.failures]


def test_a_paper_without_files_is_no_pdf_a_3():
    pdf = sbar_pdf(build.sheet(), state_word="accepted", revision=1)
    assert not validation.validate_pdf_bytes(pdf, profile="3a").is_compliant
    assert "/AF" not in reader(pdf).trailer["/Root"]


def test_the_files_inside_are_those_bytes(sheet):
    attached = reader(transfer_of_care(sheet, STANDS, "Spring class")).attachments
    assert dict(attached) == {made.slug: [made.write(sheet, STANDS, "")] for made in DATA}
    (document,) = attached["fhir.json"]
    assert document == document_bytes(sheet, "final")
    assert read_document(document).id == sheet.id


def test_each_file_is_associated_with_the_document_and_says_what_it_is(sheet):
    root = reader(transfer_of_care(sheet, STANDS, "Spring class")).trailer["/Root"]
    names = root["/Names"]["/EmbeddedFiles"]["/Names"]
    assert names[0::2] == sorted(made.slug for made in DATA)
    assert [one.get_object() for one in names[1::2]] == [one.get_object() for one in root["/AF"]]
    for made, one in zip(sorted(DATA, key=lambda made: made.slug), root["/AF"], strict=True):
        file = one.get_object()
        assert (file["/Type"], file["/AFRelationship"], file["/UF"]) == ("/Filespec", "/Data", made.slug)
        assert file["/Desc"] == f"{made.label}, training record"
        stream = file["/EF"]["/F"].get_object()
        assert stream["/Subtype"] == "/" + made.media_type
        assert stream["/Params"]["/Size"] == len(made.write(sheet, STANDS, ""))
        assert stream["/Params"]["/ModDate"] == "D:20250314223000Z"


def test_the_page_is_that_of_the_handoff_and_the_bytes_are_the_same_each_time(sheet):
    pdf = transfer_of_care(sheet, STANDS, "Spring class")
    assert pdf == transfer_of_care(sheet, STANDS, "Spring class")
    plain = sbar_pdf(sheet, state_word="accepted", revision=1, classroom="Spring class")
    assert [one.extract_text() for one in reader(pdf).pages] == [
        one.extract_text() for one in reader(plain).pages
    ]
