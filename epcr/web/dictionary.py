"""The page of what each field of a run sheet means: label, kind, unit, limits, codes, and its places in NEMSIS and LOINC."""

from __future__ import annotations

import io
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final
from urllib.parse import urlsplit

from flask import Blueprint, Response, render_template, url_for

from epcr.export.tables import dictionary as fields
from epcr.export.tables.csv_text import csv_of
from epcr.web.whence import came_from
from epcr.words.counting import counted

blueprint = Blueprint("dictionary", __name__, url_prefix="/dictionary")
# What a field takes, for whoever reads the page; the table names the kinds as the program does.
_KINDS: Final = MappingProxyType(
    {
        "choice": "one of a list",
        "several": "several of a list",
        "item": "an act of the catalog",
        "ofcrew": "one of the crew",
        "severalofcrew": "several of the crew",
        "yesno": "yes or no",
        "text": "text",
        "whole": "whole number",
        "decimal": "number",
        "readout": "number or a word of the meter",
        "moment": "time",
        "day": "date",
        "drawing": "drawing",
    }
)
_SHOWN: Final = 6  # terms on the page; of longer lists it says how many there are, and the table has them


@dataclass(frozen=True)
class DictionaryLine:
    """A field as the page shows it; `loinc` are codes, each with the answer in brackets for which it holds."""

    label: str
    name: str
    kind: str
    values: str
    nemsis: str
    loinc: tuple[tuple[str, str], ...]
    absent: str


@dataclass(frozen=True)
class DictionarySection:
    """A section with its fields."""

    slug: str
    title: str
    times: str
    lines: tuple[DictionaryLine, ...]


@blueprint.get("")
def page() -> str:
    """Every field, section by section."""
    sections = [
        DictionarySection(
            section.page.slug,
            section.page.title,
            "many times on a sheet" if section.many else "once on a sheet",
            tuple(_line(entry) for entry in entries),
        )
        for section, entries in fields.dictionary()
    ]
    return render_template("sheet/dictionary.html", sections=sections, back=_back())


@blueprint.get("/fields.csv")
def table() -> Response:
    """The same as a table, with every code."""
    lines = io.StringIO(newline="")
    csv_of(fields.COLUMNS, fields.rows(), lines)
    answer = Response(lines.getvalue(), mimetype="text/csv")
    answer.headers.set("Content-Disposition", "attachment", filename="fields.csv")
    return answer


def _back() -> str:
    """The page that led here, else where one starts."""
    before = came_from()
    here = url_for("dictionary.page")
    return before if before and urlsplit(before).path != here else url_for("sheet.home")


def _line(entry: fields.FieldEntry) -> DictionaryLine:
    return DictionaryLine(
        label=entry.label,
        name=entry.name,
        kind=_KINDS[entry.kind],
        values=_values(entry),
        nemsis=", ".join(entry.nemsis),
        loinc=tuple(
            (code, bracket + when) for code, bracket, when in (named.partition("(") for named in entry.loinc)
        ),
        absent=", ".join(entry.reasons),
    )


def _values(entry: fields.FieldEntry) -> str:
    if not entry.terms:
        return entry.values
    if len(entry.terms) <= _SHOWN:
        return ", ".join(f"{term.label} ({term.code})" for term in entry.terms)
    return f"{counted(len(entry.terms), 'term')}, in the list {entry.vocabulary}"
