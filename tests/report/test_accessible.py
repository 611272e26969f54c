"""What a handoff says of itself to those who do not see it, and to archives: structure, language, outline, metadata."""

from __future__ import annotations

import io

import page as validation
import pytest
from pypdf import PdfReader

from epcr.report.handoff_page.formats import FORMATS
from epcr.report.sbar import sbar_pdf
from tests import build
from tests.report.sheets import with_acts, with_sets, worst_case

PRINTED = {
    "state_word": "submitted",
    "revision": 2,
    "printed_at": build.clock("17:44"),
    "address": "http://10.0.0.2/s",
}
SHEETS = {
    "one of the class": build.sheet,
    "worst case": worst_case,
    "nothing on it": lambda: with_acts(with_sets(build.sheet(), 0), 0),
    "200 sets": lambda: with_sets(build.sheet(), 200),
}


def reader(pdf):
    return PdfReader(io.BytesIO(pdf))


def elements(pdf):
    """Each element's kind, with the element itself, in the order in which they are read."""

    def within(one):
        yield str(one["/S"]).removeprefix("/"), one
        for kid in one["/K"]:
            below = kid.get_object() if hasattr(kid, "get_object") else kid
            if isinstance(below, dict) and "/S" in below:
                yield from within(below)

    return list(within(reader(pdf).trailer["/Root"]["/StructTreeRoot"]["/K"][0].get_object()))


@pytest.mark.parametrize("form", FORMATS)
@pytest.mark.parametrize("paper", ["letter", "a4"])
@pytest.mark.parametrize("name", SHEETS)
def test_a_handoff_conforms_to_pdf_ua_1_and_pdf_a_2a(name, paper, form):
    pdf = sbar_pdf(SHEETS[name](), paper=paper, form=form, **PRINTED)
    for profile in ("ua1", "2a"):
        report = validation.validate_pdf_bytes(pdf, profile=profile)
        assert report.is_compliant, [(one.rule_id, one.message) for one in report.failures]


def test_the_check_notices_what_is_not_tagged():
    pdf = sbar_pdf(build.sheet(), tagged=False, **PRINTED)
    assert not validation.validate_pdf_bytes(pdf, profile="ua1").is_compliant
    assert "/StructTreeRoot" not in reader(pdf).trailer["/Root"]


def test_headings_and_tables_say_what_they_are():
    found = elements(sbar_pdf(build.sheet(), **PRINTED))
    kinds = [kind for kind, _ in found]
    assert kinds.count("H1") == 1
    assert kinds.count("H2") == 8
    assert kinds.index("H1") < kinds.index("H2")
    assert kinds.count("Table") == 2
    assert kinds.count("Figure") == 2
    scopes = [str(one["/A"]["/Scope"]) for kind, one in found if kind == "TH"]
    assert scopes.count("/Row") == 7
    assert scopes.count("/Column") == 10


def test_figures_have_an_alternative_text():
    alternatives = [
        str(one["/Alt"]) for kind, one in elements(sbar_pdf(build.sheet(), **PRINTED)) if kind == "Figure"
    ]
    assert alternatives[0].startswith("Trend of vital signs.")
    assert "Systolic blood pressure" in alternatives[0]
    assert alternatives[1] == "QR code: http://10.0.0.2/s"


def test_the_outline_leads_to_the_parts():
    patient, below = reader(sbar_pdf(build.sheet(), **PRINTED)).outline
    assert patient.title.startswith("HARPER")
    assert [one.title for one in below] == [
        "Situation", "Background", "Assessment", "Recommendation", "Vital signs", "Trend", "Interventions", "Not documented",
    ]  # fmt: skip


def test_each_mark_on_the_page_belongs_to_one_element():
    pdf = sbar_pdf(worst_case(), **PRINTED)
    root = reader(pdf).trailer["/Root"]["/StructTreeRoot"]
    marks = root["/ParentTree"]["/Nums"][1].get_object()
    named = [one.get_object().indirect_reference.idnum for one in marks]
    kept = {}
    for _, one in elements(pdf):
        for kid in one["/K"]:
            if isinstance(kid, int):
                kept[int(kid)] = one.indirect_reference.idnum
    assert sorted(kept) == list(range(len(named)))
    assert [kept[number] for number in sorted(kept)] == named
