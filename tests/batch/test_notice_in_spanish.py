"""The papers about what is not in a batch, in the language of who prints: their words, their plural, what they say of themselves."""

from __future__ import annotations

import io
from dataclasses import replace

import page as validation
import pytest
from pypdf import PdfReader

from epcr.batch.lost import DISCARDED, FAILED, NOT_YOURS
from epcr.batch.naming import Names
from epcr.batch.notice import missing, not_printed
from epcr.review import documents
from epcr.review.documents import Printing
from tests import build
from tests.batch import reading
from tests.words.in_brackets import outside, speak_in_brackets

PRINTING = Printing("letter", lambda _: None)
KNOWN = Names("0017", "QUILL, Ada", "Dana Ruiz · QUILL, Ada", "17.pdf", build.clock("17:44"), "Evening class")
UNKNOWN = Names("00A1", "Sheet 00A1", "", "a1.pdf", build.clock("17:44"))
LOST = [(KNOWN, FAILED), (UNKNOWN, DISCARDED), (replace(KNOWN, number="0018"), NOT_YOURS)]


def papers(language):
    yield missing(LOST, PRINTING, language)
    yield missing(LOST[:1], PRINTING, language)
    yield not_printed(KNOWN, "17", PRINTING, language)
    yield not_printed(UNKNOWN, "a1", replace(PRINTING, address=lambda _: "http://10.0.0.2/1"), language)


def titled(pdf):
    return PdfReader(io.BytesIO(pdf)).metadata.title


def test_one_is_counted_otherwise_than_several():
    assert titled(missing(LOST[:1], PRINTING)) == "One run sheet is not here"
    assert titled(missing(LOST, PRINTING)) == "3 run sheets are not here"
    assert titled(missing(LOST[:1], PRINTING, "es")) == "Falta una hoja de servicio"
    assert titled(missing(LOST, PRINTING, "es")) == "Faltan 3 hojas de servicio"


def test_each_sheet_is_told_with_why_it_is_not_there():
    (text,) = reading.sides(missing(LOST, PRINTING, "es"))
    assert "REGISTRO DE ENTRENAMIENTO – NO ES UN PACIENTE REAL" in text
    assert "Dana Ruiz · QUILL, Ada · hoja 0017: no se pudo imprimir" in text
    assert "Hoja 00A1: se descartó entretanto y se omite." in text
    assert "hoja 0018: ya no está en una de sus clases y se omite." in text


def test_the_page_in_place_of_a_sheet_says_where_it_is():
    (text,) = reading.sides(not_printed(KNOWN, "17", PRINTING, "es"))
    assert "No se pudo imprimir esta hoja de servicio" in text
    assert "imprímala por separado: hoja de servicio 17" in text
    assert "Clase: Evening class" in text


@pytest.mark.parametrize(("language", "tag"), [("en", "en-US"), ("es", "es-US")])
def test_a_paper_says_its_language_and_is_as_accessible_in_each(language, tag):
    for pdf in papers(language):
        catalog = PdfReader(io.BytesIO(pdf)).trailer["/Root"]
        assert catalog["/Lang"] == tag
        assert f"<rdf:li>{tag}</rdf:li>".encode() in catalog["/Metadata"].get_object().get_data()
        for profile in ("ua1", "2a"):
            report = validation.validate_pdf_bytes(pdf, profile=profile)
            assert report.is_compliant, [(one.rule_id, one.message) for one in report.failures]


def test_nothing_stands_on_the_paper_that_no_catalog_was_asked_for(monkeypatch):
    speak_in_brackets(monkeypatch)
    for pdf in papers("es"):
        assert outside(" ".join(reading.sides(pdf))) == ""
        assert outside(PdfReader(io.BytesIO(pdf)).metadata.subject) == ""


# In a batch -----------------------------------------------------------------------------------------------------------


@pytest.fixture
def printed(college, monkeypatch):
    """Print the batch of two sheets, of which one cannot be drawn, with a browser that prefers Spanish."""
    real = documents.DOCUMENTS["sbar"]
    sheets = [college.submitted(id=f"{one:012x}") for one in range(2)]

    def draw(found, printing):
        if found.sheet.id == sheets[0]:
            raise ValueError
        return real.draw(found, printing)

    monkeypatch.setitem(documents.DOCUMENTS, "sbar", replace(real, draw=draw))

    def bundle():
        client = college.world.as_("teacher").client
        answer = client.get("/print/bundle?told=1", headers={"Accept-Language": "es-US,es"})
        return reading.told(answer.data)

    return bundle


def test_a_batch_has_them_in_english_where_nothing_else_is_offered(printed):
    _, pdf = printed()
    assert "One run sheet is not here" in reading.texts(pdf)[-1]


def test_a_batch_has_them_in_the_language_of_who_prints_and_all_else_in_its_own(
    college, printed, monkeypatch
):
    monkeypatch.setitem(college.world.app.config, "LANGUAGES", ("en", "es"))
    said, pdf = printed()
    texts = reading.texts(pdf)
    assert sum("No se pudo imprimir esta hoja de servicio" in text for text in texts) == 1
    assert "Falta una hoja de servicio" in texts[-1]
    assert sum("TRAINING RECORD" in text for text in texts) == 1
    lost = [one["lost"] for one in said if one.get("lost")]
    assert lost == ["could not be printed; a page says so in its place"]  # the page that shows it is English
    assert reading.outline(pdf)[-1] == "What is not here"


def test_a_part_in_another_language_says_so_within_the_batch(college, printed, monkeypatch):
    """Read aloud as English, Spanish cannot be followed (ISO 14289-1, 7.2)."""
    monkeypatch.setitem(college.world.app.config, "LANGUAGES", ("en", "es"))
    _, pdf = printed()
    root = PdfReader(io.BytesIO(pdf)).trailer["/Root"]
    assert root["/Lang"] == "en-US"
    parts = [one.get_object() for one in root["/StructTreeRoot"]["/K"][0].get_object()["/K"]]
    spoken = [str(part.get("/Lang", "en-US")) for part in parts]
    assert spoken.count("es-US") == 2
    assert spoken[-1] == "es-US"
    for profile in ("ua1", "2a"):
        report = validation.validate_pdf_bytes(pdf, profile=profile)
        assert report.is_compliant, [(one.rule_id, one.message) for one in report.failures]
