"""`make judged`: a thousand invented sheets exported, each judged by the published schema and rules; every second one is of the
national data set.

The test of the same judges sixty; this takes minutes.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

from epcr.standard.document import read
from epcr.standard.files import published
from epcr.standard.schema import against_schema
from epcr.standard.schematron import rules
from tests.nemsis.any_sheet import any_odd_sheet, any_sheet
from tests.nemsis.exporting import exported

SHARED = Path(__file__).resolve().parents[3] / "shared"
HOW_MANY = 1_000


def errors_of(document: bytes, shared: Path) -> Iterator[str]:
    """What the schema says of a document, and each rule of weight error that it breaks."""
    files, tree = published(shared / "nemsis"), read(BytesIO(document))
    yield from map(str, against_schema(tree, files.schema(tree.data_set)))
    findings = rules(files.rules(tree.data_set)).findings(tree.root)
    yield from (str(finding) for finding in findings if finding.weight == "error")


def main() -> int:
    """Judge so many sheets and print what is wrong with which; 1 where anything is."""
    how_many = int(sys.argv[1]) if len(sys.argv) > 1 else HOW_MANY
    wrong = 0
    for seed in range(how_many):
        sheet = (any_odd_sheet if seed % 4 < 2 else any_sheet)(seed)
        for error in errors_of(exported(sheet, national=bool(seed % 2))[0], SHARED):
            sys.stdout.write(f"sheet {seed}: {error}\n")
            wrong += 1
    sys.stdout.write(f"{how_many:,} documents of invented sheets: {wrong} errors of XSD or Schematron\n")
    return int(bool(wrong))


if __name__ == "__main__":
    raise SystemExit(main())
