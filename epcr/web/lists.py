"""Large vocabularies as files of their own: a list of words is suggested from while typing, and need not come with every page.

The file of a vocabulary is a JSON list with a list for each term: its words, then its synonyms. One file has the synonyms of all the
vocabularies that stand on pages as lists and chips, by code. Without scripts nobody asks for them; what is typed is looked up where it
is read.
"""

from __future__ import annotations

import json
from typing import Final

from epcr.sheet.catalog import catalog
from epcr.sheet.kinds.choice import Choice
from epcr.sheet.run_sheet import SECTIONS
from epcr.sheet.vocabulary import Vocabulary, vocabulary
from epcr.web.offered_doses import of_an_adult

ACTS_FILE: Final = "list-acts.json"  # what can be done, for the call screen
OTHER_WORDS_FILE: Final = "other-words.json"


def list_file(name: str) -> str:
    """What the file of a vocabulary is called."""
    return f"list-{name}.json"


def list_files() -> dict[str, bytes]:
    """The files of the vocabularies that some field lists words of, by name."""
    specs = [spec for section in SECTIONS for spec in section.fields().values() if isinstance(spec, Choice)]
    typed = {spec.terms.name: spec.terms for spec in specs if spec.open and spec.in_a_file}
    chosen = {spec.terms.name: spec.terms for spec in specs if not spec.open}
    return {
        **{list_file(name): _written(typed[name]) for name in sorted(typed)},
        ACTS_FILE: _acts(),
        OTHER_WORDS_FILE: _other_words(chosen),
    }


def _written(terms: Vocabulary) -> bytes:
    return _in_json([[term.label, *term.other_words] for term in terms])


def _other_words(vocabularies: dict[str, Vocabulary]) -> bytes:
    """Of each vocabulary, by name, the other words that its terms are found by, by code."""
    by_name = {
        name: {term.code: term.other_words for term in vocabularies[name] if term.other_words}
        for name in sorted(vocabularies)
    }
    return _in_json({name: words for name, words in by_name.items() if words})


def _acts() -> bytes:
    """The catalog with the words that things go by, their usual routes and units, what routes and units are called, and usual doses."""
    searched = {term.code: tuple(dict.fromkeys((*term.synonyms, *term.plain))) for term in catalog().terms}
    acts = [
        [item.id, item.kind, item.label, item.category, searched[item.id], item.routes, item.units]
        for item in catalog()
        if not item.other
    ]
    named = {name: [[term.code, term.label] for term in vocabulary(name)] for name in ("route", "dose_unit")}
    return _in_json({"acts": acts, **named, "doses": dict(of_an_adult())})


def _in_json(content: object) -> bytes:
    return json.dumps(content, ensure_ascii=False, separators=(",", ":")).encode()
