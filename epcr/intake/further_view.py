"""The page of what an imported sheet has no fields for: each element by its name in the standard, with why no field took it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass

from flask import url_for

from epcr.export.nemsis.as_it_came import CameElement, CameGroup, restored
from epcr.export.nemsis.building import NIL
from epcr.export.nemsis.table import elements
from epcr.intake.declared import reasons
from epcr.sheet.imported import ImportedReport
from epcr.sheet.run_sheet import RunSheet
from epcr.sheet.vocabulary import vocabulary
from epcr.words.naming import shortened

_LONGEST = 200  # characters of a value on the page; a picture in an element has thousands


@dataclass(frozen=True)
class FurtherElement:
    """One element. `refused` says why the field that it belongs to did not take it; empty where there is no such field."""

    element: str
    label: str
    words: str
    refused: str


@dataclass(frozen=True)
class FurtherSection:
    """The elements of one section of the standard."""

    title: str
    elements: tuple[FurtherElement, ...]


@dataclass(frozen=True)
class FurtherPage:
    """The page: the sheet that it is of, the report that it came from, how much became of it."""

    sheet: str
    name: str
    number: str
    report: str
    in_fields: int
    kept: int
    sections: tuple[FurtherSection, ...]


def further_page(sheet: RunSheet, imported: ImportedReport) -> FurtherPage:
    """The page of an imported sheet."""
    in_fields, kept = imported.counts()
    sections: dict[str, list[FurtherElement]] = defaultdict(list)
    for further in _further(imported):
        sections[further.element.partition(".")[0]].append(further)
    return FurtherPage(
        sheet=url_for("sheet.section", sheet_id=sheet.id, slug="incident"),
        name=sheet.patient.name() or "Patient not named",
        number=sheet.number,
        report=imported.number,
        in_fields=in_fields,
        kept=kept,
        sections=tuple(FurtherSection(title, tuple(listed)) for title, listed in sections.items()),
    )


def _further(imported: ImportedReport) -> Iterator[FurtherElement]:
    """The elements that no field took, in the order of the standard."""
    times: dict[str, int] = defaultdict(int)
    for name, came in _every(restored(imported.tree)):
        times[name] += 1
        if not came.taken:
            refused = imported.refused.get(f"{name}[{times[name]}]", "")
            yield FurtherElement(name, elements()[name].label, _words(came), refused)


def _every(group: CameGroup) -> Iterator[tuple[str, CameElement]]:
    for name, listed in group.elements.items():
        yield from ((name, came) for came in listed)
    for keyed in group.groups.values():
        for inner in keyed.values():
            yield from _every(inner)


def _words(came: CameElement) -> str:
    """A value with its attributes; of an empty one why it is."""
    beside = [
        f"{name}: {_reason(text)}" if name in {"NV", "PN"} else f"{name}: {text}"
        for name, text in came.attributes
        if name != NIL
    ]
    return "; ".join(filter(None, [shortened(came.text, _LONGEST), *beside]))


def _reason(code: str) -> str:
    word = reasons().get(code)
    return vocabulary("reason").label(word) if word else code
