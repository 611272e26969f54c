"""What is said of a sheet as a document of the standard, each finding with the field that it is about."""

from __future__ import annotations

from dataclasses import dataclass
from io import BytesIO
from typing import Any, Final

from flask import url_for

from epcr.export.nemsis.building import Unfinished
from epcr.export.nemsis.document import document_of
from epcr.export.nemsis.meanings import Meaning
from epcr.export.nemsis.table import REPORT
from epcr.intake.declared import declared_fields, entry_groups
from epcr.sheet.anchor import Anchor
from epcr.sheet.run_sheet import SECTIONS, RunSheet
from epcr.sheet.section import Entry, SheetPart
from epcr.standard.document import NAMESPACE, VERSION, StandardDocument, local, read
from epcr.standard.document_finding import DocumentFinding
from epcr.standard.files import ADDRESS, NoFiles, published
from epcr.standard.judging import document_findings

_NO_FILES: Final = (
    f"The published files of NEMSIS v{VERSION} are not here yet: whoever runs this server puts them into the folder nemsis of its "
    "records."
)


@dataclass(frozen=True)
class FieldFinding:
    """A finding about the export of a sheet. `address` leads to the field on the desk, empty where it is about none; `field` names it."""

    weight: str
    element: str
    message: str
    source: str
    field: str
    address: str


@dataclass(frozen=True)
class CheckedExport:
    """The page. `cannot` says why nothing could be checked; empty where it was."""

    desk: str
    name: str
    number: str
    cannot: str
    findings: tuple[FieldFinding, ...]


def checked_export(sheet: RunSheet) -> CheckedExport:
    """A sheet exported and checked, for whoever reviews it."""
    cannot = ""
    findings: tuple[FieldFinding, ...] = ()
    try:
        findings = _findings(sheet)
    except NoFiles:
        cannot = f"{_NO_FILES} They come from {ADDRESS}."
    except Unfinished as error:
        cannot = f"Sheet {sheet.number} {error}."
    return CheckedExport(
        desk=url_for("review.desk", sheet_id=sheet.id),
        name=sheet.patient.name() or "Patient not named",
        number=sheet.number,
        cannot=cannot,
        findings=findings,
    )


def _findings(sheet: RunSheet) -> tuple[FieldFinding, ...]:
    files = published()
    document = read(BytesIO(document_of(sheet)))
    return tuple(_linked(sheet, document, finding) for finding in document_findings(document, files))


def _linked(sheet: RunSheet, document: StandardDocument, finding: DocumentFinding) -> FieldFinding:
    anchor, label = _field_of(sheet, document, finding)
    address = url_for("review.desk", sheet_id=sheet.id, _anchor=str(anchor)) if anchor else ""
    return FieldFinding(finding.weight, finding.element, finding.message, finding.source, label, address)


def _field_of(
    sheet: RunSheet, document: StandardDocument, finding: DocumentFinding
) -> tuple[Anchor | None, str]:
    """The field that an element came from, with its label; its section where there are several such and none can be told."""
    section, declared = _declared(finding.element)
    if section is None or declared is None:
        return None, ""
    slug = section.page.slug
    entry = _entry_of(sheet, document, finding, slug, declared) if section.many else ""
    anchor = Anchor(slug) if entry is None else Anchor(slug, entry, declared.name)
    return anchor, declared.spec.label


def _declared(element: str) -> tuple[type[SheetPart] | None, Meaning | None]:
    """The first field that means an element, with its section."""
    fields = ((section, declared) for section in SECTIONS for declared in declared_fields(section))
    return next(((section, own) for section, own in fields if own.node.name == element), (None, None))


def _entry_of(
    sheet: RunSheet, document: StandardDocument, finding: DocumentFinding, slug: str, declared: Meaning
) -> str | None:
    """The entry whose group an element stands in; None where groups and entries do not stand for each other one by one."""
    places: Any = document.root.xpath(finding.path) if finding.path else []
    if not places:
        return None
    element = places[0]
    group = next(
        (above for above in (element, *element.iterancestors()) if local(above) in entry_groups()), None
    )
    report = next(document.root.iter(f"{{{NAMESPACE}}}{REPORT}"))
    if group is None:
        return None
    groups = list(report.iter(group.tag))
    entries: list[Entry] = [entry for entry in sheet.entries(slug) if declared.element.is_meant(entry)]
    return entries[groups.index(group)].id if len(entries) == len(groups) else None
