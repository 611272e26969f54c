"""The terms of `schemas/normal.toml` that say that nothing is wrong, by section and field."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from functools import cache
from pathlib import Path

from msgspec import Struct

from epcr import paths
from epcr.broken_schema import BrokenSchema
from epcr.sheet.field import specs
from epcr.sheet.kinds.choice import Choice
from epcr.sheet.run_sheet import BY_SLUG
from epcr.toml_rows import read_rows, unknown


class NormalTerm(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A field that stands once on a sheet as `section.field`, and its term."""

    field: str
    term: str


class NormalTerms(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The whole file."""

    normal: tuple[NormalTerm, ...]


def file() -> Path:
    """Where they lie."""
    return paths.schemas() / "normal.toml"


@cache
def normal() -> Mapping[str, Mapping[str, str]]:
    """The codes that are shipped, by slug and field, read once a process."""
    return load(file())


def load(path: Path) -> Mapping[str, Mapping[str, str]]:
    """Read and check a file. Raises BrokenSchema with the file, the key and the reason."""
    read = read_rows(path, NormalTerms, {"normal": NormalTerm}, "normal terms")
    codes: defaultdict[str, dict[str, str]] = defaultdict(dict)
    for row in read.normal:
        slug, _, name = row.field.partition(".")
        section = BY_SLUG.get(slug)
        spec = specs(section).get(name) if section and not section.many else None
        if type(spec) is not Choice:
            raise BrokenSchema(path, row.field, "is no choice of one term in a section that stands once")
        if name in codes[slug]:
            raise BrokenSchema(path, row.field, "has two normal terms")
        known = {word: term.code for term in spec.terms for word in (term.label, term.code)}
        if row.term not in known:
            raise BrokenSchema(path, row.field, unknown("term", row.term, known))
        codes[slug][name] = known[row.term]
    return dict(codes)


__all__ = ["file", "load", "normal"]
