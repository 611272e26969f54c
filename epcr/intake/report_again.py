"""The report that a sheet was imported from, as it was read then: to be filled into another sheet."""

from __future__ import annotations

from epcr.export.nemsis import table
from epcr.export.nemsis.as_it_came import CameGroup, restored
from epcr.intake.report_tree import Report, ReportElement, ReportGroup
from epcr.sheet.imported import ImportedReport


def report_again(imported: ImportedReport) -> Report:
    """The report with its header; its lines are not known any more and are 0."""
    whole = ReportGroup(table.root(), 0)
    _refill(whole, restored(imported.tree))
    return Report(whole, imported.uuid or "", 0)


def _refill(group: ReportGroup, came: CameGroup) -> None:
    for name, listed in came.elements.items():
        node = table.elements()[name]
        group.elements.extend(
            ReportElement(node, group, text, attributes, 0) for text, attributes, _ in listed
        )
    for name, keyed in came.groups.items():
        for inner in keyed.values():
            made = ReportGroup(table.groups()[name], 0, inner.attributes, group)
            group.groups.append(made)
            _refill(made, inner)
