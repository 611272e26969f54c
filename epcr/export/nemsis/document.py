"""A document of the standard, written report by report: however many there are, one is held at a time."""

from __future__ import annotations

from contextlib import ExitStack
from io import BytesIO
from types import TracebackType
from typing import IO, Final, Self

from lxml import etree

from epcr.export.nemsis import table
from epcr.export.nemsis.agency import played
from epcr.export.nemsis.as_it_came import as_it_came
from epcr.export.nemsis.building import NAMESPACES, XSI, built, report_id
from epcr.export.nemsis.custom import configuration
from epcr.export.nemsis.filled import FilledGroup
from epcr.export.nemsis.legal import legal
from epcr.export.nemsis.reading import Loss, read
from epcr.sheet.run_sheet import RunSheet

BUILD: Final = "3.5.1.250403CP1"
_PLACE: Final = f"https://nemsis.org/media/nemsis_v3/{BUILD}/XSDs/{{}}/EMSDataSet_v3.xsd"
_INDENT: Final = "\n  "
_CUSTOM: Final = "eCustomConfiguration"
TRAINING: Final = (
    " TRAINING: invented patients, written to practice documentation. No report of a real call. "
)


class NemsisDocument:
    """A document that is being written to a file. Sheets of one agency that follow each other stand under one header.

    Nothing is written before the first sheet: a document without reports is none.
    """

    def __init__(self, out: IO[bytes], *, national: bool = False) -> None:
        """Write to a file; the national data set has no other elements than its own."""
        self._open = ExitStack()
        self._file = etree.xmlfile(out, encoding="UTF-8", buffered=False)
        self._national = national
        self._report = table.national() if national else table.report()
        self._writer: etree._IncrementalFileWriter | None = None
        self._header: ExitStack | None = None
        self._heads: dict[str, FilledGroup] = {}

    def __enter__(self) -> Self:
        """Begin."""
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Close what is open, so that the document is whole; after an error it stays as broken as it is."""
        if kind is None:
            self.close()

    def add(self, run_sheet: RunSheet) -> list[Loss]:
        """Write the report of a sheet; what does not leave as it stands there. Raises Unfinished, with nothing written."""
        imported = run_sheet.imported
        # What came with a report has its own elements beside the standard's, described in its own header.
        reading = read(run_sheet, played(run_sheet.agency), national=self._national or imported is not None)
        filled = as_it_came(imported, reading.filled) if imported is not None else reading.filled
        report = built(self._report, filled, unasked=reading.unasked)
        report.set("UUID", (imported.uuid if imported is not None else None) or report_id(run_sheet.id))
        writer = self._under(filled)
        etree.indent(report, space="  ", level=2)
        writer.write(_INDENT + "  ", report)
        return reading.losses

    @property
    def empty(self) -> bool:
        """Whether no report was written yet."""
        return self._writer is None

    def note(self, sentence: str) -> None:
        """Write a remark for people behind the reports, where there are any."""
        if self._writer is not None:
            self._end_header()
            self._agency = ()
            self._writer.write(_INDENT, etree.Comment(f" {legal(sentence).replace('--', '- -')} "))

    def close(self) -> None:
        """Write the end."""
        if self._writer is not None:
            self._end_header()
            self._writer.write("\n")
        self._open.close()

    def _under(self, filled: FilledGroup) -> etree._IncrementalFileWriter:
        """The writer, under a header of the agency that a report is of."""
        writer = self._writer or self._begin()
        heads = self._heads_of(filled)
        if heads != self._heads:
            self._end_header()
            writer.write(_INDENT)
            self._header = ExitStack()
            self._header.enter_context(writer.element(_tag("Header")))
            self._write_heads(writer, heads)
            self._heads = heads
        return writer

    def _heads_of(self, filled: FilledGroup) -> dict[str, FilledGroup]:
        """What stands in the header of a report before it: its agency, and the elements of our own or of where it came from."""
        heads = {"DemographicGroup": filled.groups["DemographicGroup"][None]}
        described = filled if filled.whole else configuration()
        if not self._national and _CUSTOM in described.groups:
            heads[_CUSTOM] = described.groups[_CUSTOM][None]
        return heads

    def _begin(self) -> etree._IncrementalFileWriter:
        writer = self._writer = self._open.enter_context(self._file)
        writer.write_declaration()
        folder = "NEMSIS_NAT_XSDs" if self._national else "NEMSIS_XSDs"
        where = {f"{{{XSI}}}schemaLocation": f"{table.NAMESPACE} {_PLACE.format(folder)}"}
        self._open.enter_context(writer.element(_tag(table.ROOT), where, nsmap=NAMESPACES))
        writer.write(_INDENT, etree.Comment(TRAINING))
        return writer

    def _write_heads(self, writer: etree._IncrementalFileWriter, heads: dict[str, FilledGroup]) -> None:
        header = table.root().child("Header")
        for name, group in heads.items():
            head = built(header.child(name), group)
            etree.indent(head, space="  ", level=2)
            writer.write(_INDENT + "  ", head)

    def _end_header(self) -> None:
        if self._header is not None and self._writer is not None:
            self._writer.write(_INDENT)
            self._header.close()
            self._header = None


def document_of(run_sheet: RunSheet) -> bytes:
    """A document with the report of one sheet. Raises Unfinished."""
    out = BytesIO()
    with NemsisDocument(out) as document:
        document.add(run_sheet)
    return out.getvalue()


def _tag(name: str) -> str:
    return f"{{{table.NAMESPACE}}}{name}"


__all__ = ["BUILD", "NemsisDocument"]
