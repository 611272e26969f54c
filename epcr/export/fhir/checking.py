"""Whether a JSON object is a FHIR R4 document: the rules of its bundle, the codes that R4 requires, and references that resolve.

The required codes are data, `schemas/fhir/bindings.csv`. It knows nothing of run sheets.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Any, Final

from epcr import paths
from epcr.export.fhir.json_text import UnreadableBundle, walk
from epcr.export.fhir.names import Json
from epcr.export.fhir.tables_file import lines_of
from epcr.words.naming import shortened

COLUMNS: Final = ("path", "codes")


def file() -> Path:
    """Where the required codes lie."""
    return paths.schemas() / "fhir" / "bindings.csv"


@cache
def bindings() -> Mapping[str, frozenset[str]]:
    """The codes that R4 allows at a path, like `Patient.gender`. Raises BrokenSchema with file, line and reason."""
    return {row["path"]: frozenset(row["codes"].split()) for _, row in lines_of(file(), COLUMNS, COLUMNS)}


def require_document(bundle: Json) -> list[tuple[str, str, Json]]:
    """The entries of a document: path and address of each, and its resource. Raises UnreadableBundle with the first thing that is wrong."""
    _require(
        bundle.get("resourceType") == "Bundle",
        "Bundle.resourceType",
        f"is {_shown(bundle.get('resourceType'))}, not Bundle",
    )
    _require(
        bundle.get("type") == "document",
        "Bundle.type",
        f"is {_shown(bundle.get('type'))}; this command reads a document",
    )
    identifier = bundle.get("identifier")
    known = isinstance(identifier, dict) and identifier.get("system") and identifier.get("value")
    _require(known, "Bundle.identifier", "a document has an identifier with system and value")
    _require(
        isinstance(bundle.get("timestamp"), str),
        "Bundle.timestamp",
        "a document says when it was put together",
    )
    entries = [*_entries(bundle)]
    first = entries[0][2]["resourceType"]
    _require(
        first == "Composition",
        "Bundle.entry[0].resource.resourceType",
        f"is {_shown(first)}; a document begins with its Composition",
    )
    for path, _, resource in entries:
        _require_codes(path, resource, _inside(resource["resourceType"]))
    _require_references(bundle, {url for _, url, _ in entries})
    return entries


def _entries(bundle: Json) -> Iterator[tuple[str, str, Json]]:
    entries = bundle.get("entry")
    _require(isinstance(entries, list) and entries, "Bundle.entry", "a document has entries")
    seen: dict[str, int] = {}
    for number, entry in enumerate(entries or ()):
        path = f"Bundle.entry[{number}]"
        _require(isinstance(entry, dict), path, "is no object")
        url, resource = entry.get("fullUrl"), entry.get("resource")
        _require(isinstance(url, str) and url, f"{path}.fullUrl", "is missing, and references need it")
        _require(url not in seen, f"{path}.fullUrl", f"stands at Bundle.entry[{seen.get(url)}] too")
        _require(isinstance(resource, dict), f"{path}.resource", "is missing")
        kind = resource.get("resourceType")
        _require(
            isinstance(kind, str) and kind.isalpha(),
            f"{path}.resource.resourceType",
            f"{_shown(kind)} is no type of resource",
        )
        seen[url] = number
        yield f"{path}.resource", url, resource


def _inside(kind: str) -> Mapping[str, frozenset[str]]:
    """The required codes of a type of resource, by the path inside it."""
    return {
        path.removeprefix(f"{kind}."): codes
        for path, codes in bindings().items()
        if path.startswith(f"{kind}.")
    }


def _require_codes(path: str, resource: Json, allowed: Mapping[str, frozenset[str]]) -> None:
    for inside, codes in allowed.items():
        for at, value in _at(resource, inside.split("."), path):
            for where, code in _codes(at, value):
                if code not in codes:
                    raise UnreadableBundle(where, f"{_shown(code)} is none of {', '.join(sorted(codes))}")


def _at(value: Any, steps: list[str], path: str) -> Iterator[tuple[str, Any]]:
    """What stands at a path, each of a list."""
    if isinstance(value, list):
        for number, below in enumerate(value):
            yield from _at(below, steps, f"{path}[{number}]")
    elif not steps:
        yield path, value
    elif isinstance(value, dict) and steps[0] in value:
        yield from _at(value[steps[0]], steps[1:], f"{path}.{steps[0]}")


def _codes(path: str, value: Any) -> Iterator[tuple[str, Any]]:
    """The codes of a code or of a CodeableConcept."""
    if not isinstance(value, dict):
        yield path, value
        return
    for number, coded in enumerate(value.get("coding", [])):
        if isinstance(coded, dict):
            yield f"{path}.coding[{number}].code", coded.get("code")


def _require_references(bundle: Json, urls: set[str]) -> None:
    for path, value in walk(bundle):
        if path.endswith(".reference") and (not isinstance(value, str) or value not in urls):
            raise UnreadableBundle(path, f"{_shown(value)} is in no entry of the document")


def _require(sound: object, path: str, sentence: str) -> None:
    if not sound:
        raise UnreadableBundle(path, sentence)


def _shown(value: Any) -> str:
    return (
        f"“{shortened(value)}”"
        if isinstance(value, str)
        else "missing"
        if value is None
        else f"“{shortened(str(value))}”"
    )
