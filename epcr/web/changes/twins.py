"""One region of the body that two devices called normal, each without knowing of the other: that is one finding, not two entries."""

from __future__ import annotations

from collections.abc import Collection
from typing import Final

import wtforms

from epcr.sheet.exam import NO_ABNORMALITY, ExamFinding
from epcr.sheet.run_sheet import RunSheet
from epcr.sheet.section import SheetPart

_OF_ONE_TAP: Final = frozenset({"region", "findings", "examined_at"})  # what "normal" writes, and no more


def twin_of(
    sheet: RunSheet, part: SheetPart, form: wtforms.Form, names: Collection[str]
) -> ExamFinding | None:
    """The entry that says already what this new one would say: that nothing was found at its region. Its time is the earlier one's.

    `names` are the fields that were sent. None where more was said than that, or nothing of the region stands.
    """
    if not isinstance(part, ExamFinding) or sheet.holds(part) or not set(names) <= _OF_ONE_TAP:
        return None
    region = form["region"].data
    if region is None or not _is_normal(region, form["findings"].data):
        return None
    normal = (entry for entry in sheet.entries("exam") if isinstance(entry, ExamFinding))
    return next((entry for entry in normal if entry.region == region and _says_no_more(entry)), None)


def _is_normal(region: str, findings: object) -> bool:
    return findings == [NO_ABNORMALITY.get(region)]


def _says_no_more(entry: ExamFinding) -> bool:
    documented = {name for name in entry.fields() if entry.documented(name)}
    return documented <= _OF_ONE_TAP and entry.region is not None and _is_normal(entry.region, entry.findings)
