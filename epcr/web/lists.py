"""Large vocabularies as files of their own: a list of words is suggested from while typing, and need not come with every page.

A file is a JSON list with a list for each term: its words, then its synonyms. Without scripts nobody asks for it; what is typed
is looked up where it is read.
"""

from __future__ import annotations

import json
from typing import Final

from epcr.sheet.catalog import catalog
from epcr.sheet.kinds.choice import Several
from epcr.sheet.run_sheet import SECTIONS
from epcr.sheet.vocabulary import vocabulary

ACTS_FILE: Final = "list-acts.json"  # what can be done, for the call screen


def list_file(name: str) -> str:
    """What the file of a vocabulary is called."""
    return f"list-{name}.json"


def list_files() -> dict[str, bytes]:
    """The files of the vocabularies that some field lists words of, by name."""
    specs = (spec for section in SECTIONS for spec in section.fields().values())
    names = {spec.vocabulary for spec in specs if isinstance(spec, Several) and spec.open and spec.in_a_file}
    return {list_file(name): _written(name) for name in sorted(names)} | {ACTS_FILE: _acts()}


def _written(name: str) -> bytes:
    return _in_json([[term.label, *term.other_words] for term in vocabulary(name)])


def _acts() -> bytes:
    """The catalog with the words that things go by, their usual routes and units, and what routes and units are called."""
    searched = {term.code: tuple(dict.fromkeys((*term.synonyms, *term.plain))) for term in catalog().terms}
    acts = [
        [item.id, item.kind, item.label, item.category, searched[item.id], item.routes, item.units]
        for item in catalog()
        if not item.other
    ]
    named = {name: [[term.code, term.label] for term in vocabulary(name)] for name in ("route", "dose_unit")}
    return _in_json({"acts": acts, **named})


def _in_json(content: object) -> bytes:
    return json.dumps(content, ensure_ascii=False, separators=(",", ":")).encode()
