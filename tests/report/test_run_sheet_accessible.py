"""What the run sheet says of itself to those who do not see it, and to archives."""

from __future__ import annotations

import io

import page as validation
import pytest
from pypdf import PdfReader

from epcr.report.run_sheet import Remark
from epcr.sheet.interventions import Intervention
from epcr.sheet.notes import TimedNote
from epcr.sheet.run_sheet import SECTIONS
from tests import build
from tests.report.printed import printed
from tests.report.sheets import with_acts, with_sets, worst_case
from tests.report.test_accessible import elements

SHEETS = {
    "one of the class": build.sheet,
    "refusal, with a drawn signature": build.refused_sheet,
    "worst case": worst_case,
    "nothing on it": build.empty_sheet,
    "200 sets and 300 interventions": lambda: with_acts(with_sets(build.sheet(), 200), 300),
}
PARENTS = {
    "TR": {"Table"},
    "TH": {"TR"},
    "TD": {"TR"},
    "H1": {"Document"},
    "H2": {"Document", "Sect"},
    "H3": {"Sect"},
}


def remarked(sheet):
    return [
        Remark(part.anchor(name), "I. Fir", "Improve", "Say more. " * 20)
        for part in sheet.parts()
        for name in list(part.fields())[:3]
    ]


@pytest.mark.parametrize("paper", ["letter", "a4"])
@pytest.mark.parametrize("name", SHEETS)
def test_a_run_sheet_conforms_to_pdf_ua_1_and_pdf_a_2a(name, paper):
    sheet = SHEETS[name]()
    pdf = printed(sheet, paper=paper, remarks=remarked(sheet) if len(sheet.vitals) < 100 else ())
    for profile in ("ua1", "2a"):
        report = validation.validate_pdf_bytes(pdf, profile=profile)
        assert report.is_compliant, [(one.rule_id, one.message) for one in report.failures]


def test_it_has_a_title_and_a_language():
    root = PdfReader(io.BytesIO(printed(build.sheet(id="0123456789ab"))))
    assert root.metadata.title == "Run sheet, training record 0123"
    assert root.trailer["/Root"]["/Lang"] == "en-US"


def test_untagged_it_has_no_structure():
    root = PdfReader(io.BytesIO(printed(build.sheet(), tagged=False))).trailer["/Root"]
    assert "/StructTreeRoot" not in root


@pytest.mark.parametrize("name", SHEETS)
def test_each_element_stands_where_the_standard_lets_it_stand(name):
    for kind, one in elements(printed(SHEETS[name]())):
        if kind in PARENTS:
            assert str(one["/P"]["/S"]).removeprefix("/") in PARENTS[kind], kind


def test_a_long_text_is_one_paragraph_over_its_pages():
    sheet = build.sheet()
    sheet.narrative.text = "Found seated, pale. " * 500
    spread = [one for kind, one in elements(printed(sheet)) if kind == "P" and "/Pg" not in one]
    assert len(spread) == 1


def test_heads_and_feet_are_said_once():
    kinds = [kind for kind, _ in elements(printed(worst_case()))]
    assert kinds.count("H1") == 1
    asked = [kind for kind in SECTIONS if kind is not TimedNote]  # it has no notes
    assert kinds.count("H2") == len(asked) + 3  # the course, the findings, the sources


def test_each_mark_on_each_page_belongs_to_one_element():
    pdf = printed(worst_case())
    read = PdfReader(io.BytesIO(pdf))
    pages = {page.indirect_reference.idnum: number for number, page in enumerate(read.pages)}
    named = read.trailer["/Root"]["/StructTreeRoot"]["/ParentTree"]["/Nums"][1::2]
    kept = {}
    for _, one in elements(pdf):
        for kid in one["/K"]:
            if isinstance(kid, int):
                kept[pages[one.raw_get("/Pg").idnum], int(kid)] = one.indirect_reference.idnum
            elif "/MCID" in kid.get_object():
                kept[pages[kid.raw_get("/Pg").idnum], int(kid["/MCID"])] = one.indirect_reference.idnum
    for number, marks in enumerate(named):
        told = [one.get_object().indirect_reference.idnum for one in marks.get_object()]
        assert told == [kept.pop((number, mark)) for mark in range(len(told))]
    assert kept == {}


def test_rows_of_vital_signs_have_heads_for_measure_and_time():
    found = elements(printed(build.sheet()))
    scopes = [str(one["/A"]["/Scope"]) for kind, one in found if kind == "TH"]
    assert scopes.count("/Column") == 3
    assert scopes.count("/Row") >= 7


def test_figures_are_told_in_words():
    sheet = build.refused_sheet()
    sheet.signatures[1].signed_at = build.clock("17:50")
    build.with_vitals(sheet)
    sheet.interventions = [
        Intervention(item="aspirin_po", performer=build.MEDIC, performed_at=build.clock("17:11"))
    ]
    told = [str(one["/Alt"]) for kind, one in elements(printed(sheet)) if kind == "Figure"]
    assert told[0].startswith("Course of the call. Call received 16:55, Unit notified 16:56")
    assert "2 sets of vital signs, at 17:08" in told[0]
    assert "Aspirin" in told[0]
    assert told[0].endswith(" at 17:11.")
    assert told[1].startswith("Trend of vital signs.")
    assert told[2] == "Signature, June Harper, Patient, 17:50"
