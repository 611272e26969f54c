"""What an export and an import cost beside bare lxml, and how much memory many sheets need beside a few.

Ours is everything from the sheet on: reading the declarations, judging the acts, the tree, the bytes. Bare lxml is given the finished
report: once it builds the same tree and writes it, once it only writes it. An import reads those bytes with all its guards, fills a sheet,
judges its acts and keeps the report; bare lxml parses them, and once it also walks what it parsed into tuples, as whoever wants the
values must. Memory is the peak of a process that exports so many stored sheets through their database, as the command does:
`python -m tests.bench.nemsis 100 10000` measures other numbers than `make bench`, of which the larger takes minutes.
"""

from __future__ import annotations

import io
import resource
import subprocess
import sys
from collections.abc import Callable
from statistics import median
from time import process_time

from lxml import etree

from epcr.batch.exporting import exported
from epcr.checks.verdicts import judge_changed
from epcr.db import now
from epcr.export.nemsis.building import NAMESPACES, Unfinished
from epcr.export.nemsis.document import NemsisDocument
from epcr.intake.filling import fill
from epcr.intake.keeping import kept
from epcr.intake.report_tree import Report, reports_of
from epcr.sheet.run_sheet import RunSheet
from epcr.standard.document import read
from tests.bench.copies import copied
from tests.bench.demo import demo_class, demo_sheets

ROUNDS = 15
FEW, MANY = 100, 1_000


def ratio() -> str:
    """The line of this measurement."""
    sheets = [sheet for sheet in demo_sheets() if _leaves(sheet)]
    trees = [_tree(sheet) for sheet in sheets]
    ours, built, written = _medians(
        lambda: [_document(sheet) for sheet in sheets],
        lambda: [etree.tostring(_rebuilt(tree)) for tree in trees],
        lambda: [etree.tostring(tree) for tree in trees],
    )
    return (
        f"NEMSIS out: {ours / built:.1f} times building and writing the same tree with bare lxml (aim 5), {ours / written:.0f} times "
        f"writing it alone; {_import_ratio(sheets)}; {memory_ratio(FEW, MANY)}"
    )


def memory_ratio(few: int, many: int) -> str:
    """How much more memory a process takes that exports many stored sheets."""
    small, large = _peak(few), _peak(many)
    return f"peak memory of {many:,} sheets {large / small:.2f} times that of {few:,} (aim 1.2), {large / 1024:.0f} MiB"


def _import_ratio(sheets: list[RunSheet]) -> str:
    documents = [_document(sheet) for sheet in sheets]
    ours, walked, parsed = _medians(
        lambda: [_imported(sheet, document) for sheet, document in zip(sheets, documents, strict=True)],
        lambda: [_walked(etree.fromstring(document)) for document in documents],
        lambda: [etree.fromstring(document) for document in documents],
    )
    return f"in: {ours / walked:.1f} times parsing and walking the document with bare lxml, {ours / parsed:.0f} times parsing it alone"


def _imported(like: RunSheet, document: bytes) -> RunSheet:
    """A sheet of the class of another one, with the report of a document."""
    (report,) = reports_of(read(io.BytesIO(document)))
    assert isinstance(report, Report)
    sheet = RunSheet(ruleset=like.ruleset, agency=like.agency, mode=like.mode, zone=like.zone)
    filling = fill(sheet, report)
    judge_changed(sheet, now())
    sheet.imported = kept(sheet, report, filling)
    return sheet


def _walked(element: etree._Element) -> tuple[object, ...]:
    return (
        element.tag,
        element.text,
        tuple(element.attrib.items()),
        tuple(map(_walked, element.iterchildren("{*}*"))),
    )


def _leaves(sheet: RunSheet) -> bool:
    try:
        _document(sheet)
    except Unfinished:
        return False
    return True


def _document(sheet: RunSheet) -> bytes:
    out = io.BytesIO()
    with NemsisDocument(out) as document:
        document.add(sheet)
    return out.getvalue()


def _tree(sheet: RunSheet) -> etree._Element:
    return etree.fromstring(_document(sheet), etree.XMLParser(remove_blank_text=True))


def _rebuilt(tree: etree._Element) -> etree._Element:
    made = etree.Element(tree.tag, dict(tree.attrib), nsmap=NAMESPACES)  # type: ignore[arg-type]
    _copy(tree, made)
    return made


def _copy(source: etree._Element, made: etree._Element) -> None:
    for child in source.iterchildren("{*}*"):
        inner = etree.SubElement(made, child.tag, dict(child.attrib))
        inner.text = child.text
        _copy(child, inner)


def _medians(*ways: Callable[[], object]) -> list[float]:
    """Processor time of each, all in turns so that a busy machine slows all alike."""
    times: list[list[float]] = [[] for _ in ways]
    for _ in range(ROUNDS):
        for taken, way in zip(times, ways, strict=True):
            begun = process_time()
            way()
            taken.append(process_time() - begun)
    return [median(taken) for taken in times]


def _peak(sheets: int) -> int:
    """The most memory, in KiB, of a process that exports so many."""
    command = [sys.executable, "-m", "tests.bench.nemsis", str(sheets)]
    return int(subprocess.run(command, capture_output=True, text=True, check=True).stdout.split()[-1])


def _export(sheets: int) -> None:
    """Export so many stored copies of one sheet, and print the peak of this process."""
    with demo_class() as (_, database):
        original = next(sheet.id for sheet in demo_sheets() if _leaves(sheet))
        ids = copied(database, original, sheets)
        with open("/dev/null", "wb") as out, NemsisDocument(out) as document:  # noqa: PTH123
            left_out = [sheet for sheet in exported(database, ids, document) if sheet.left_out]
    assert not left_out, left_out[0].sentence
    print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss)


if __name__ == "__main__":
    if len(sys.argv) > 2:
        print(memory_ratio(*map(int, sys.argv[1:3])))
    else:
        _export(int(sys.argv[1]))
