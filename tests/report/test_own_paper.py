"""Printed on both sides, no sheet begins on the back of another: blank sides, their words, page labels, outline and structure."""

from __future__ import annotations

import io

import page as validation
import pypdfium2
import pytest
from pypdf import PdfReader

from epcr.paper import style
from epcr.paper.binding import bound
from epcr.paper.blocks import Paper
from epcr.paper.finished import Finished, Unreadable
from epcr.paper.imprint import TRAINING
from epcr.paper.own_paper import OwnPaper, Sides, blank_side
from tests.report import reading

BLANK = "This side is left blank · sheet "


def document(words, pages):
    """So many pages, each of which says which of how many it is."""
    paper = Paper(style.LETTER, title=words, subject="s")
    for number in range(1, pages + 1):
        with paper.element("H1"):
            paper.write(50, 50, f"{words}, page {number} of {pages}", style.NAME, room=500)
        paper.bookmark(words, 50)
        if number < pages:
            paper.turn()
    return paper.finish()


def whole(*pages, paper="letter", shared=False):
    made = OwnPaper("All", Sides(paper, shared))
    out = made.begin()
    for number, count in enumerate(pages):
        name = f"{number:04X}"
        out += made.add(document(name, count), title=name, number=name)
    return out + b"".join(made.end())


def begins(pdf):
    """On which page each sheet begins, counted from 1."""
    opened = pypdfium2.PdfDocument(pdf)
    found = {one.get_title(): one.get_dest().get_index() + 1 for one in opened.get_toc() if one.level == 0}
    opened.close()
    return found


@pytest.mark.parametrize("pages", [(1, 1, 1), (3, 1, 2, 4, 3), (2, 2), (1,), (5, 5, 5, 1)])
def test_each_sheet_begins_on_an_odd_page_with_the_pages_it_has(pages):
    pdf = whole(*pages)
    assert all(page % 2 for page in begins(pdf).values())
    texts = reading.texts(pdf)
    own = [text for text in texts if BLANK not in text]
    assert own == [
        f"{number:04X}, page {page} of {count}"
        for number, count in enumerate(pages)
        for page in range(1, count + 1)
    ]


def test_a_blank_side_names_the_sheet_before_it_and_is_of_training_as_every_page():
    texts = reading.texts(whole(3, 1, 2))
    assert [number for number, text in enumerate(texts) if BLANK in text] == [3, 5]
    assert texts[3] == f"{TRAINING} {BLANK}0000"
    assert texts[5] == f"{TRAINING} {BLANK}0001"


def test_after_the_last_sheet_no_side_is_added():
    assert reading.page_count(whole(2, 3)) == 5
    assert reading.page_count(whole(1)) == 1


def test_two_documents_of_one_page_share_a_paper_only_where_that_is_asked_for():
    assert reading.page_count(whole(1, 1, 1, 1)) == 7
    assert reading.page_count(whole(1, 1, 1, 1, shared=True)) == 4
    shared = whole(1, 3, 1, 1, 2, shared=True)
    assert list(begins(shared).values()) == [1, 3, 6, 7, 9]


@pytest.mark.parametrize("paper", ["letter", "a4"])
def test_blank_sides_have_the_size_of_the_paper(paper):
    made = OwnPaper("All", Sides(paper))
    out = made.begin()
    for name in ("AAAA", "BBBB"):
        out += made.add(blank_side(name, paper), title=name, number=name)
    sizes = {
        page.mediabox[2:] for page in map(_page, PdfReader(io.BytesIO(out + b"".join(made.end()))).pages)
    }
    assert len(sizes) == 1


def _page(page):
    return type("Page", (), {"mediabox": tuple(round(float(one)) for one in page.mediabox)})


def test_page_labels_give_each_sheet_its_own_numbers():
    labels = PdfReader(io.BytesIO(whole(3, 1, 2))).page_labels
    assert labels == ["0000-1", "0000-2", "0000-3", "0000-4", "0001-1", "0001-2", "0002-1", "0002-2"]


@pytest.mark.parametrize("profile", ["ua1", "2a"])
@pytest.mark.parametrize("shared", [False, True])
def test_the_whole_is_accessible_and_archival(profile, shared):
    report = validation.validate_pdf_bytes(whole(1, 3, 1, shared=shared), profile=profile)
    assert report.is_compliant, [(one.rule_id, one.message) for one in report.failures[:5]]


def test_every_object_has_its_place_and_the_outline_no_entry_for_a_blank_side():
    pdf = whole(1, 1)
    table = Finished(pdf)
    size = PdfReader(io.BytesIO(pdf), strict=True).trailer["/Size"]
    assert all(table.stored(number) for number in range(1, size))
    assert list(begins(pdf)) == ["0000", "0001"]


def test_what_is_refused_leaves_a_whole_document_behind():
    made = OwnPaper("All", Sides("letter"))
    out = made.begin() + made.add(document("A", 1), title="A", number="A")
    with pytest.raises(Unreadable):
        made.add(b"%PDF-1.4 of others", title="B", number="B")
    out += made.add(document("C", 1), title="C", number="C")
    pdf = out + b"".join(made.end())
    assert begins(pdf) == {"A": 1, "C": 3}
    size = PdfReader(io.BytesIO(pdf), strict=True).trailer["/Size"]
    assert all(Finished(pdf).stored(number) for number in range(1, size))


@pytest.mark.parametrize("profile", ["ua1", "2a"])
def test_what_is_bound_can_be_bound_again(profile):
    twice = b"".join(
        bound([("x", whole(3, 1)), ("y", document("Y", 1)), ("z", whole(1, 1))], title="T", subject="s")
    )
    assert reading.page_count(twice) == 9
    assert list(begins(twice).values()) == [1, 6, 7]
    report = validation.validate_pdf_bytes(twice, profile=profile)
    assert report.is_compliant, [(one.rule_id, one.message) for one in report.failures[:5]]
