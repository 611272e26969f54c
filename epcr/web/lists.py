"""Large vocabularies as files of their own: a list of words is suggested from while typing, and need not come with every page.

A file is a JSON list with a list for each term: its words, then its synonyms. Without scripts nobody asks for it; what is typed
is looked up where it is read.
"""

from __future__ import annotations

import json

from epcr.sheet.kinds.choice import Several
from epcr.sheet.run_sheet import SECTIONS
from epcr.sheet.vocabulary import vocabulary


def list_file(name: str) -> str:
    """What the file of a vocabulary is called."""
    return f"list-{name}.json"


def list_files() -> dict[str, bytes]:
    """The files of the vocabularies that some field lists words of, by name."""
    specs = (spec for section in SECTIONS for spec in section.fields().values())
    names = {spec.vocabulary for spec in specs if isinstance(spec, Several) and spec.open and spec.in_a_file}
    return {list_file(name): _written(name) for name in sorted(names)}


def _written(name: str) -> bytes:
    terms = [[term.label, *term.other_words] for term in vocabulary(name)]
    return json.dumps(terms, ensure_ascii=False, separators=(",", ":")).encode()
