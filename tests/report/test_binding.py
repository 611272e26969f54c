"""Documents bound into one are what they were: their pages, their structure, their entries in the outline."""

from __future__ import annotations

import io
import re

import page as validation
import pypdfium2
import pytest
from pypdf import PdfReader

from epcr.paper import style
from epcr.paper.binding import Binding, bound
from epcr.paper.blocks import Paper
from epcr.paper.finished import Finished, Unreadable
from epcr.report.sbar import sbar_pdf
from tests import build
from tests.report import sheets
from tests.report.reading import pictures

WHOLE = {"title": "Handoffs (all)", "subject": "Training record, not a real patient"}


def handoff(sheet, **options):
    return sbar_pdf(sheet, state_word="draft", revision=1, printed_at=build.clock("17:44"), **options)


def written(*pages, bookmarks=(), drawn="", packed=True):
    """A document with a heading on each page."""
    paper = Paper(style.LETTER, title="T", subject="s")
    paper._canvas.setPageCompression(int(packed))
    for number, words in enumerate(pages):
        with paper.element("H1"):
            paper.write(50, 50, words, style.NAME, room=500)
        if drawn:
            paper.draw(drawn)
        for level, title in bookmarks:
            paper.bookmark(f"{title} {number + 1}", 50, level=level)
        if number + 1 < len(pages):
            paper.turn()
    return paper.finish()


SINGLES = {
    "HARPER, June": handoff(build.sheet(id="7f3a09c2d1e4")),
    "Żółkiewski (worst)": handoff(sheets.worst_case()),
    "Empty \u202e\\) sheet": handoff(build.empty_sheet(id="0123456789ab"), paper="a4"),
    "Long": written("One", "Two Łódź", "Three", bookmarks=[(0, "Part"), (1, "Below (it)")]),
}


def all_bound(singles=SINGLES):
    return b"".join(bound(singles.items(), **WHOLE))


def test_every_page_looks_as_it_did_in_the_order_in_which_it_came():
    assert pictures(all_bound()) == [one for single in SINGLES.values() for one in pictures(single)]


def test_every_page_has_the_text_it_had():
    together = [page.extract_text() for page in PdfReader(io.BytesIO(all_bound()), strict=True).pages]
    alone = [
        page.extract_text()
        for pdf in SINGLES.values()
        for page in PdfReader(io.BytesIO(pdf), strict=True).pages
    ]
    assert together == alone


@pytest.mark.parametrize("profile", ["ua1", "2a"])
def test_the_whole_is_accessible_and_archival_as_its_parts_are(profile):
    report = validation.validate_pdf_bytes(all_bound(), profile=profile)
    assert report.is_compliant, [(one.rule_id, one.message) for one in report.failures[:5]]


def test_every_mark_belongs_to_an_element_that_names_it():
    reader = PdfReader(io.BytesIO(all_bound()))
    root = reader.trailer["/Root"]["/StructTreeRoot"]
    lists = {}
    for leaf in root["/ParentTree"]["/Kids"]:
        nums = leaf.get_object()["/Nums"]
        lists.update(zip(nums[::2], nums[1::2], strict=True))
    assert sorted(lists) == list(range(len(reader.pages))) == list(range(root["/ParentTreeNextKey"]))
    for page in reader.pages:
        for number, element in enumerate(lists[page["/StructParents"]].get_object()):
            said = element.get_object()
            marks = [kid if isinstance(kid, int) else kid.get("/MCID") for kid in map(_found, said["/K"])]
            assert number in marks
            assert said.get("/Pg", page.indirect_reference) == page.indirect_reference or len(marks) > 1
    [whole] = root["/K"]
    assert whole.get_object()["/S"] == "/Document"
    assert [part.get_object()["/S"] for part in whole.get_object()["/K"]] == ["/Part"] * len(SINGLES)
    assert all(part.get_object().raw_get("/P") == whole for part in whole.get_object()["/K"])


def _found(kid):
    return kid if isinstance(kid, int) else kid.get_object()


def test_the_outline_has_an_entry_a_sheet_and_what_was_below_it():
    document = pypdfium2.PdfDocument(all_bound())
    entries = [(one.level, one.get_title(), one.get_dest().get_index()) for one in document.get_toc()]
    document.close()
    assert [(title, page) for level, title, page in entries if level == 0] == list(
        zip(SINGLES, (0, 1, 2, 3), strict=True)
    )
    assert [one for one in entries if one[0] and one[2] > 3][:2] == [(1, "Part 2", 4), (2, "Below (it) 2", 4)]


def test_the_page_tree_counts_and_no_object_is_without_a_place():
    pdf = all_bound()
    reader = PdfReader(io.BytesIO(pdf), strict=True)
    tree = reader.trailer["/Root"]["/Pages"]
    assert tree["/Count"] == 6
    assert [node.get_object()["/Count"] for node in tree["/Kids"]] == [1, 1, 1, 3]
    table = Finished(pdf)
    size = reader.trailer["/Size"]
    assert all(table.stored(number) for number in range(1, size))
    assert reader.trailer["/Info"]["/Title"] == reader.xmp_metadata.dc_title["x-default"] == WHOLE["title"]


def test_equal_fonts_are_written_once_and_different_subsets_have_different_names():
    one, other = handoff(build.sheet(id="7f3a09c2d1e4")), written("Ж")
    thrice = all_bound({"a": one, "b": one, "c": one, "d": other})
    assert thrice.count(b"/Length1 ") == one.count(b"/Length1 ") + other.count(b"/Length1 ")
    assert len(thrice) < 2.6 * len(one)
    names = re.findall(rb"/FontName /([A-Z]{6}\+\S+)", thrice)
    assert len(names) == len(set(names)) == 7
    assert sorted(re.findall(rb"/BaseFont /([A-Z]{6}\+\S+)", thrice)) == sorted(names)


@pytest.mark.parametrize("packed", [True, False])
def test_what_a_stream_holds_is_never_taken_for_the_document(packed):
    trap = "% 4 0 R endobj /AAAAAA+X /StructParents 0 ((\n1 0 obj\n% endstream endobj xref"
    tricky = written("One", drawn=f"% {trap}".replace("\n", "\n% "), packed=packed)
    pdf = all_bound({"plain": SINGLES["HARPER, June"], "tricky": tricky})
    assert pictures(pdf) == pictures(SINGLES["HARPER, June"]) + pictures(tricky)
    assert packed or b"% % 4 0 R endobj /AAAAAA+X /StructParents 0 ((" in pdf


def test_the_same_sheets_give_the_same_bytes_and_others_give_others():
    assert all_bound() == all_bound()
    fewer = dict(list(SINGLES.items())[:2])
    assert re.findall(rb"/ID \[.*\]", all_bound()) != re.findall(rb"/ID \[.*\]", all_bound(fewer))


def test_a_sheet_that_is_none_of_ours_leaves_what_is_bound_as_it_was():
    good = SINGLES["HARPER, June"]
    whole = Binding(**WHOLE)
    chunks = [whole.begin(), whole.add(good, title="a")]
    for bad in (
        b"",
        b"%PDF-1.7\n",
        good[:-200],
        good[:4000] + good[4100:],
        re.sub(rb"/Length (\d)", rb"/Length 1\1", good, count=1),
        good.replace(b"/Kids [ 2 0 R ]", b"/Kids [ 2 0 X ]"),
        good.replace(b"/StructTreeRoot", b"/StructTreeRoom"),
        Paper(style.LETTER, title="T", subject="s", tagged=False).finish(),
    ):
        with pytest.raises(Unreadable):
            whole.add(bad, title="bad")
    chunks += [whole.add(good, title="b"), *whole.end()]
    assert b"".join(chunks) == all_bound_as("a", "b", good)


def all_bound_as(first, second, pdf):
    return b"".join(bound([(first, pdf), (second, pdf)], **WHOLE))


def test_nothing_is_bound_of_nothing():
    with pytest.raises(ValueError, match="without a sheet"):
        list(Binding(**WHOLE).end())


def test_a_stream_that_ends_like_a_line_is_as_long_as_it_says():
    # The last byte of a stream is that of the sum of its bytes, so the words differ in theirs.
    words = [f"Page {'~' * (number // 20)}{'!' * (number % 20)}" for number in range(400)]
    ending = [pdf for one in words if b"\r\r\n" in (pdf := written(one))]
    assert ending
    for single in ending[:3]:
        for pdf in (single, all_bound({"a": single})):
            report = validation.validate_pdf_bytes(pdf, profile="2a")
            assert report.is_compliant, [(one.rule_id, one.message) for one in report.failures]
