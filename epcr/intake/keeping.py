"""Keeps a report beside the sheet that it became, each group under the key by which an export of that sheet finds it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime

from epcr.export.nemsis.agency import PlayedAgency
from epcr.export.nemsis.as_it_came import CameElement, CameGroup, Key, plain_key, stored_said
from epcr.export.nemsis.reading import ASSESSMENT, read
from epcr.intake.declared import keyed_by_code, keyed_by_text
from epcr.intake.filling import Filling
from epcr.intake.report_tree import Report, ReportElement, ReportGroup
from epcr.sheet.imported import ImportedReport
from epcr.sheet.run_sheet import RunSheet


def kept(sheet: RunSheet, report: Report, filling: Filling) -> ImportedReport:
    """The report for the sheet that was filled with it."""
    fields_alone = read(sheet, PlayedAgency(), national=True).filled
    return ImportedReport(
        run_sheet_id=sheet.id,
        number=report.number,
        uuid=report.uuid or None,
        tree=_came(report.whole, filling, None).stored(),
        then=stored_said(fields_alone),
        refused={place_of(element): why for element, why in filling.refused.items()},
    )


def place_of(element: ReportElement) -> str:
    """Where an element stands among those of its report: its name, and the how manieth of this name it is."""
    top = element.group
    while top.above is not None:
        top = top.above
    alike = list(top.called(element.name))
    return f"{element.name}[{next(n for n, other in enumerate(alike, 1) if other is element)}]"


def _came(group: ReportGroup, filling: Filling, entry: str | None) -> CameGroup:
    """A group with what stands in it; `entry` is the entry of the sheet that it is a part of."""
    came = CameGroup(attributes=group.attributes)
    for element in group.elements:
        listed = came.elements.setdefault(element.name, [])
        listed.append(CameElement(element.text, element.attributes, element in filling.taken))
    for inner in group.groups:
        keyed = came.groups.setdefault(inner.node.name, {})
        of_entry = filling.entries.get(inner, entry)
        key = _unused(keyed, _key(inner, of_entry))
        keyed[key] = _came(inner, filling, None if inner.node.name == ASSESSMENT else of_entry)
    return came


def _key(group: ReportGroup, entry: str | None) -> Key:
    """What tells a group from others of its name: see `epcr.export.nemsis.reading`, which makes the same keys."""
    if not group.node.repeats:
        return None
    if group.node.name == ASSESSMENT:
        examined_at = group.text("eExam.03")
        return plain_key(datetime.fromisoformat(examined_at).astimezone(UTC)) if examined_at else None
    return entry or next(_values_that_tell(group), None)


def _values_that_tell(group: ReportGroup) -> Iterator[str]:
    return (
        element.text
        for element in group.every_element()
        if element.text and (element.name in keyed_by_code() or element.name in keyed_by_text())
    )


def _unused(keyed: dict[Key, CameGroup], key: Key) -> Key:
    """The key, with its number where there was one before."""
    if key not in keyed:
        return key
    return next(numbered for n in range(2, len(keyed) + 2) if (numbered := f"{key or ''}#{n}") not in keyed)
