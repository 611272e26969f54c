"""What the published XML Schema says of a document."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any, Final

from lxml import etree

from epcr.standard.document import NAMESPACE, StandardDocument
from epcr.standard.document_finding import DocumentFinding

_SUBJECT: Final = re.compile(r"Element '([^']+)'(?:, attribute '([^']+)')?: (?:\[[^\]]*\] ?)*")


@cache
def schema(file: Path) -> etree.XMLSchema:
    """A schema, read once. The files that it includes lie beside it; nothing is looked up elsewhere."""
    return etree.XMLSchema(etree.parse(file, etree.XMLParser(no_network=True)))


def against_schema(document: StandardDocument, file: Path) -> Iterator[DocumentFinding]:
    """Each place where the document is not valid, in the order of the document."""
    valid = schema(file)
    if valid.validate(document.tree):
        return
    entries: Any = valid.error_log  # the stubs do not know that it can be walked
    for entry in entries:
        yield _finding(entry)


def _finding(entry: Any) -> DocumentFinding:
    message = entry.message.replace(f"{{{NAMESPACE}}}", "")
    subject = _SUBJECT.match(message)
    element, attribute = subject.groups() if subject else ("", None)
    sentence = message[subject.end() :] if subject else message
    return DocumentFinding(
        line=entry.line,
        element=element,
        weight="error",
        message=f"attribute {attribute}: {sentence}" if attribute else sentence,
        source="xsd",
        path=entry.path or "",
    )
