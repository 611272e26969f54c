"""What an export costs beside bare lxml, and how much memory many sheets need beside a few.

Ours is everything from the sheet on: reading the declarations, judging the acts, the tree, the bytes. Bare lxml is given the finished
report: once it builds the same tree and writes it, once it only writes it. Memory is the peak of a process that exports the demo
class again and again through its database, as the command does.
"""

from __future__ import annotations

import io
import resource
import subprocess
import sys
from collections.abc import Callable
from itertools import cycle, islice
from statistics import median
from time import perf_counter

from lxml import etree

from epcr.batch.exporting import exported
from epcr.export.nemsis.building import NAMESPACES, Unfinished
from epcr.export.nemsis.document import NemsisDocument
from epcr.sheet.run_sheet import RunSheet
from tests.bench.demo import demo_class, demo_sheets

ROUNDS = 15
FEW, MANY = 100, 10_000


def ratio() -> str:
    """The line of this measurement."""
    sheets = [sheet for sheet in demo_sheets() if _leaves(sheet)]
    trees = [_tree(sheet) for sheet in sheets]
    ours, built, written = _medians(
        lambda: [_document(sheet) for sheet in sheets],
        lambda: [etree.tostring(_rebuilt(tree)) for tree in trees],
        lambda: [etree.tostring(tree) for tree in trees],
    )
    few, many = (_peak(number) for number in (FEW, MANY))
    return (
        f"NEMSIS: {ours / built:.1f} times building and writing the same tree with bare lxml (aim 5), {ours / written:.0f} times "
        f"writing it alone; peak memory of {MANY:,} sheets {many / few:.2f} times that of {FEW} (aim 1.2)"
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
    """How long each takes, all in turns so that a busy machine slows all alike."""
    times: list[list[float]] = [[] for _ in ways]
    for _ in range(ROUNDS):
        for taken, way in zip(times, ways, strict=True):
            begun = perf_counter()
            way()
            taken.append(perf_counter() - begun)
    return [median(taken) for taken in times]


def _peak(sheets: int) -> int:
    """The most memory, in KiB, of a process that exports so many."""
    command = [sys.executable, "-m", "tests.bench.nemsis", str(sheets)]
    return int(subprocess.run(command, capture_output=True, text=True, check=True).stdout.split()[-1])


def _export(sheets: int) -> None:
    with demo_class() as (_, database), database.read() as session:
        ids = [number for (number,) in session.query(RunSheet.id)]
        with open("/dev/null", "wb") as out, NemsisDocument(out) as document:  # noqa: PTH123
            for _ in exported(database, islice(cycle(ids), sheets), document):
                pass
    print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss)


if __name__ == "__main__":
    _export(int(sys.argv[1]))
