"""A whole document against the published files and against what those leave unchecked, report by report."""

from __future__ import annotations

from collections.abc import Iterator

from lxml import etree

from epcr.standard.document import NAMESPACE, StandardDocument, local
from epcr.standard.document_finding import DocumentFinding
from epcr.standard.files import PublishedFiles
from epcr.standard.schema import against_schema
from epcr.standard.schematron import rules
from epcr.standard.unchecked import unchecked

REPORT = "PatientCareReport"


def document_findings(document: StandardDocument, files: PublishedFiles) -> list[DocumentFinding]:
    """What there is to say of a document, in the order of its lines. Raises NoFiles where the published files are not there."""
    schema, assertions = files.schema(document.data_set), rules(files.rules(document.data_set))
    findings = list(against_schema(document, schema))
    for report in _one_by_one(document.root):
        findings += assertions.findings(document.root)
        if report is not None:
            findings += unchecked(report)
    # What is said of the header is said again with each report.
    once = dict.fromkeys(findings)
    return sorted(once, key=lambda finding: finding.line)


def _one_by_one(root: etree._Element) -> Iterator[etree._Element | None]:
    """Each report while it is the only one in the tree: the rules are about one at a time, and so is the memory they take.

    None once for a document without reports. Afterwards the tree is as it was.
    """
    headers = [header for header in root if local(header) == "Header"]
    reports = [(header, [*header.iterchildren(f"{{{NAMESPACE}}}{REPORT}")]) for header in headers]
    if sum(len(of_header) for _, of_header in reports) <= 1:
        yield next((report for _, of_header in reports for report in of_header), None)
        return
    for header, of_header in reports:
        for report in of_header:
            header.remove(report)
    for header, of_header in reports:
        for report in of_header:
            header.append(report)
            yield report
            header.remove(report)
    for header, of_header in reports:
        header.extend(of_header)
